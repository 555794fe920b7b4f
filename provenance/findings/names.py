"""How a person calls an article: outlet and headline, never its file name; and the anchors of the proofs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from provenance.findings.words import cut
from provenance.frames import Trace

__all__ = [
    "NO_OUTLET",
    "anchor_article",
    "anchor_pair",
    "anchor_unseen",
    "label",
    "labels",
    "short",
    "shorts",
    "started",
    "text_of",
    "when",
]

NO_OUTLET = "unnamed outlet"
NOT_SEEN = "(not seen)"
_OURS = (NO_OUTLET, "unknown original")
# Characters of a headline in a label: one line of a card. 40 lost the verb of most, 80 broke tables.
_HEADLINE = 60
# Characters of the headline that tell two articles of one outlet apart: as few of these as will do.
_FEW = (18, 30, 60, 200)


def anchor_article(article: str) -> str:
    """The id of the article's card, as link target in every report."""
    return f"card-{_id(article)}"


def anchor_unseen(node: str) -> str:
    """The id of an unseen original's card: 'unseen-Reuters' for '~Reuters'."""
    return f"unseen-{_id(node.removeprefix('~'))}"


def anchor_pair(a: str, b: str) -> str:
    """The id of a pair's alignment and evidence, whichever of the two is named first."""
    return "pair-" + "-".join(_id(name) for name in sorted((a, b)))


def _id(name: str) -> str:
    """Letters, digits, '_', '.' stay; any other character becomes its code point: no two names meet."""
    return re.sub(r"[^A-Za-z0-9_.]", lambda found: f"-{ord(found[0]):x}-", name)


def labels(trace: Trace) -> Mapping[str, str]:
    """Every article and unseen node by name, with its name in full: 'Outlet · “Its headline, cut…”'."""
    opening = _openings(trace)
    named = {
        article: f"{outlet or NO_OUTLET} · “{cut(title or opening[article], _HEADLINE)}”"
        for article, outlet, title in _mastheads(trace)
    }
    return {**named, **_unseen(trace)}


def shorts(trace: Trace) -> Mapping[str, str]:
    """Every article and unseen node with its shortest unique name: the outlet alone where it can be."""
    opening = _openings(trace)
    rows = _mastheads(trace)
    named = {article: outlet or NO_OUTLET for article, outlet, _ in rows}
    for most in _FEW:
        twice = {name for name, times in Counter(named.values()).items() if times > 1}
        for article, outlet, title in rows:
            if named[article] in twice:
                named[article] = f"{outlet or NO_OUTLET} “{cut(title or opening[article], most)}”"
    seen: Counter[str] = Counter()
    twice = {name for name, times in Counter(named.values()).items() if times > 1}
    for article, name in sorted(named.items()):
        if name in twice:
            seen[name] += 1
            named[article] = f"{name} no. {seen[name]}"
    return {**named, **_unseen(trace)}


def label(trace: Trace, node: str) -> str:
    """The name of one article or unseen node in full; a name that is not in the trace stays as it is."""
    return labels(trace).get(node, node)


def short(trace: Trace, node: str) -> str:
    """The shortest unique name of one article or unseen node; a name not in the trace stays as it is."""
    return shorts(trace).get(node, node)


def started(name: str) -> str:
    """The name as a sentence begins with it: ours get a capital, an outlet's own spelling is left alone."""
    return name[0].upper() + name[1:] if name.startswith(_OURS) else name


def text_of(value: object) -> str:
    """The cell of a text column; empty for a null."""
    return value if isinstance(value, str) else ""


def when(published: object, precision: str) -> str:
    """The time of publication as precisely as it is known, and no more: '8 July 2021, 13:55 UTC'."""
    if precision == "none" or not isinstance(published, pd.Timestamp):
        return "time unknown"
    day = f"{published.day} {published.month_name()} {published.year}"
    if precision == "day":
        return day
    clock = f"{published:%H:%M:%S}" if precision == "second" else f"{published:%H:%M}"
    return f"{day}, {clock} UTC"


def _mastheads(trace: Trace) -> list[tuple[str, str, str]]:
    """Article, outlet, headline; the last two on one line, empty where unknown."""
    columns = trace.articles[["article", "outlet", "title"]].itertuples(index=False)
    return [(str(a), cut(text_of(o), 40), cut(text_of(t), 300)) for a, o, t in columns]


def _openings(trace: Trace) -> dict[str, str]:
    """The first words of each story; of the raw text where no sentence is left of it."""
    words = {str(a): cut(str(text)[:400], 200) or "no text" for a, text in
             trace.articles[["article", "text"]].itertuples(index=False)}  # fmt: skip
    first = trace.sentences[trace.sentences["n"] == 0]
    words.update({str(a): cut(str(t)[:400], 200) for a, t in zip(first["article"], first["text"], strict=True)})
    return words


def _unseen(trace: Trace) -> dict[str, str]:
    agencies = {str(n): text_of(a) for n, a in zip(trace.unseen["node"], trace.unseen["agency"], strict=True)}
    times = Counter(agencies.values())
    seen: Counter[str] = Counter()
    named = {}
    for node, agency in sorted(agencies.items()):
        seen[agency] += 1
        number = f" {seen[agency]}" if times[agency] > 1 else ""
        named[node] = f"{agency + ' original' if agency else 'unknown original'}{number} {NOT_SEEN}"
    return named
