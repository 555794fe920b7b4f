"""How a person calls an article: outlet and headline, never its file name; and the anchors of the proofs."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from provenance.findings.words import cut, isolated
from provenance.frames import Trace

__all__ = [
    "NO_OUTLET",
    "Masthead",
    "anchor_article",
    "anchor_pair",
    "anchor_unseen",
    "label",
    "labels",
    "mastheads",
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
_OUTLET, _LONGEST = 40, 300  # characters of an outlet's name, and of a headline in a masthead
_LINK = 120  # characters of a name in a link's target: every file name that people give, none of the hostile ones
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
    """Letters, digits, '_', '.' stay; any other character becomes its code point: no two names meet.

    A name that gets too long for a link is told apart by its digest.
    """
    made = re.sub(r"[^A-Za-z0-9_.]", lambda found: f"-{ord(found[0]):x}-", name)
    if len(made) <= _LINK:
        return made
    return f"{made[: _LINK // 2]}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"


class Masthead(NamedTuple):
    """Outlet, headline (else the opening words) and time of an article, each on one line."""

    outlet: str
    headline: str
    time: str


def mastheads(trace: Trace) -> Mapping[str, Masthead]:
    """Every article with its masthead; an outlet that is not known is an 'unnamed outlet'."""
    opening = _openings(trace)
    columns = ["article", "outlet", "title", "published", "published_precision"]
    return {
        article: Masthead(
            cut(text_of(outlet), _OUTLET) or NO_OUTLET,
            cut(text_of(title), _LONGEST) or opening[article] or "no text",
            when(published, precision),
        )
        for article, outlet, title, published, precision in trace.articles[columns].itertuples(index=False)
    }


def labels(trace: Trace) -> Mapping[str, str]:
    """Every article and unseen node by name, with its name in full: 'Outlet · “Its headline, cut…”'."""
    named = {
        article: f"{isolated(head.outlet)} · “{isolated(cut(head.headline, _HEADLINE))}”"
        for article, head in mastheads(trace).items()
    }
    return {**named, **_unseen(trace)}


def shorts(trace: Trace) -> Mapping[str, str]:
    """Every article and unseen node with its shortest unique name: the outlet alone where it can be."""
    heads = mastheads(trace)
    named = {article: head.outlet for article, head in heads.items()}
    for most in _FEW:
        twice = {name for name, times in Counter(named.values()).items() if times > 1}
        for article, head in heads.items():
            if named[article] in twice:
                named[article] = f"{head.outlet} “{cut(head.headline, most)}”"
    seen: Counter[str] = Counter()
    twice = {name for name, times in Counter(named.values()).items() if times > 1}
    for article, name in sorted(named.items()):
        if name in twice:
            seen[name] += 1
            named[article] = f"{name} no. {seen[name]}"
    return {**{article: isolated(name) for article, name in named.items()}, **_unseen(trace)}


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


def _openings(trace: Trace) -> dict[str, str]:
    """The first words of each story; of the raw text where no sentence is left of it."""
    raw = trace.articles[["article", "text"]].itertuples(index=False)
    words = {article: cut(text[: 2 * _LONGEST], _LONGEST) for article, text in raw}
    first = trace.sentences[trace.sentences["n"] == 0]
    story = first[["article", "text"]].itertuples(index=False)
    return words | {article: cut(text[: 2 * _LONGEST], _LONGEST) for article, text in story}


def _unseen(trace: Trace) -> dict[str, str]:
    agencies = {
        str(n): cut(text_of(a), _OUTLET) for n, a in zip(trace.unseen["node"], trace.unseen["agency"], strict=True)
    }
    times = Counter(agencies.values())
    seen: Counter[str] = Counter()
    named = {}
    for node, agency in sorted(agencies.items()):
        seen[agency] += 1
        number = f" {seen[agency]}" if times[agency] > 1 else ""
        named[node] = f"{agency + ' original' if agency else 'unknown original'}{number} {NOT_SEEN}"
    return named
