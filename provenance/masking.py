"""Credits as labels: who credits a house that is here took it from there; with the credit masked, do the others say so?

Start at `mask`, which takes the credits out; the masked articles are traced as any others, and `labels` holds what the
trace says of each pair against the credit that it could not see. So every archive yields known histories of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from provenance import masthead
from provenance.frames import Column, Table, Trace
from provenance.text import Span, gaps, spans

__all__ = ["LABELS", "MEASURES", "Labels", "Masked", "labels", "mask"]

# A line of fewer words says nothing but the credit ("By Jane Doe | Selby Courier"), and goes as a whole.
WORDS = 12
# So near to an end of a longer line, in characters, a credit is its dateline or its signature: all up to it goes.
NEAR = 60
# How much of the shorter story must be shared for a credit to mean this very article, and not another of its house.
SHARED = 0.5
# A credit may hide another ("Reuters/AP"), which is found once the first is gone; deeper was never met.
ROUNDS = 4
SURE = 0.8  # the probability from which an arrow counts as decided, as in `scoring`
BINS = 10  # of the calibration error
_AFTER = re.compile(r"[)\]\s:.,|/–—-]*")
_OPENS = re.compile(r"[(\[|–—][^()\[\]|–—]*$|(?<=[.!?…”\"])\s[^.!?…]*$")
_STOP = re.compile(r"[.!?…。！？؟।][\"”’»')\]]*\s")

_P = "probability with the credit masked, 0..1"
LABELS = Table("who took from whom, by a credit that was masked, and what is said without it", ("child", "parent"), {
    "parent": Column("str", "the article of the house that is credited"),
    "child": Column("str", "the article that credits it"),
    "agency": Column("str", "the house, as it is credited"),
    "start": Column("int64", "first character of the masked words in the child's text"),
    "end": Column("int64", "one past the last"),
    "quote": Column("str", "the masked words"),
    "shared": Column("float64", "share of the shorter story's words that the two share, 0..1"),
    "p": Column("float64", f"the child took it from the parent: {_P}"),
    "p_back": Column("float64", f"the reverse: {_P}"),
    "p_common": Column("float64", f"both took it from a third: {_P}"),
})  # fmt: skip

MEASURES: Mapping[str, str] = {
    "decided": "pairs with an arrow of p .8 or more, whichever way",
    "right when decided": "of these, arrows from the credited article to the one that credits it",
    "order": "pairs in which the arrow to who credits is the likelier; half for a tie",
    "ece": "expected calibration error of the order, ten bins",
}


class Masked(NamedTuple):
    """Articles without the credits that would tell, and what was taken out: article, agency, role, start, end."""

    articles: pd.DataFrame
    cuts: pd.DataFrame


@dataclass(frozen=True)
class Labels:
    """The pairs whose history is known by a credit, and what is left to tell it once the credit is gone.

    `pairs`: LABELS. `evidence`: a row a pair and signal: `parent`, `child`, `signal`, and `nats`, by which the signal
    favours the arrow that the credit tells over the reverse.
    """

    pairs: pd.DataFrame
    evidence: pd.DataFrame

    def measures(self) -> pd.DataFrame:
        """One row a measure of MEASURES: `measure`, `value` (0..1, null: nothing to ask), `of` (how many)."""
        p, back = self.pairs["p"], self.pairs["p_back"]
        forth = p / (p + back)
        sure = (p >= SURE) | (back >= SURE)
        # every second pair the other way round: an order that is always the same could be had without looking
        turned = pd.Series([n % 2 == 1 for n in range(len(p))], dtype=bool)
        said, true = forth.where(~turned, 1 - forth), ~turned
        bins = (said * BINS).clip(upper=BINS - 1).astype("int64")
        missed = (said - true).groupby(bins).sum().abs().sum()
        rows = [
            ("decided", sure.sum(), len(p)),
            ("right when decided", (p[sure] > back[sure]).sum(), sure.sum()),
            ("order", (p > back).sum() + (p == back).sum() / 2, len(p)),
            ("ece", missed, len(p)),
        ]
        made = [(name, float(hits) / of if of else None, int(of)) for name, hits, of in rows]
        return pd.DataFrame(made, columns=["measure", "value", "of"]).astype({"value": "Float64", "of": "int64"})

    def signals(self) -> pd.DataFrame:
        """One row a signal: `signal`, `pairs` on which it leans, `right` (share), `nats` (mean, for the truth)."""
        leaning = self.evidence[self.evidence["nats"] != 0]
        grouped = leaning.groupby("signal", sort=True)["nats"]
        made = pd.DataFrame({
            "pairs": grouped.size(), "right": grouped.agg(lambda n: float((n > 0).mean())), "nats": grouped.mean(),
        })  # fmt: skip
        return made.reset_index()


def mask(articles: pd.DataFrame) -> Masked:
    """The articles without the words that credit another house among them, and where those stood in the given texts.

    Takes what `masthead.identify` takes; columns but `text` and `main` are as given. Only credits of an origin or of a
    photo go, with their line where it says nothing else, else with their dateline, signature or sentence. Nobody's own
    name is touched, nor what a text cites. Cost: reading all credits, once more for every layer of them.
    """
    identified, credits_ = masthead.read(articles)
    own = {name: _house(outlet) for name, outlet in zip(identified["article"], identified["outlet"], strict=True)}
    found: dict[str, list[_Cut]] = defaultdict(list)
    masked = articles
    for _ in range(ROUNDS):
        told = list(_telling(credits_, own))
        if not told:
            break
        texts = dict(zip(articles["article"].astype("str"), articles["text"], strict=True))
        for name, hits in told:
            left = gaps(len(texts[name]), [cut.span for cut in found[name]])
            words = "".join(texts[name][slice(*span)] for span in left)
            for agency, role, start, end in hits:
                found[name] += [_Cut(agency, role, span) for span in _placed(_around(words, start, end), left)]
        masked = _without(articles, found)
        credits_ = masthead.credit(masthead.identify(masked))
    rows = [(name, cut.agency, cut.role, *cut.span) for name, cuts in sorted(found.items()) for cut in sorted(cuts)]
    return Masked(masked, pd.DataFrame(rows, columns=["article", "agency", "role", "start", "end"]))


class _Cut(NamedTuple):
    """A credit that was masked, and the words that went with it."""

    agency: str
    role: str
    span: Span


def _house(outlet: object) -> str:
    return masthead.house_key(outlet) if isinstance(outlet, str) else ""


def _telling(credits_: pd.DataFrame, own: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str, int, int]]]]:
    """By article, the credits (agency, role, start, end) that name another house that is here."""
    here = set(own.values()) - {""}
    found: dict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
    columns = (credits_[c] for c in ("article", "agency", "role", "start", "end"))
    for name, agency, role, start, end in zip(*columns, strict=True):
        house = _house(agency)
        if role in ("origin", "photo") and house in here and house != own[name]:
            found[name].append((agency, role, start, end))
    yield from sorted(found.items())


def _around(words: str, start: int, end: int) -> Span:
    """What has to go with a credit: its line, or the part of it that is about the credit."""
    first = words.rfind("\n", 0, start) + 1
    stop = words.find("\n", end)
    last = len(words) if stop < 0 else stop
    if len(words[first:last].split()) < WORDS:
        return Span(first, last)
    after = _AFTER.match(words, end, last)
    if start - first <= NEAR and (after is None or after.group().strip(" ,.")):
        return Span(first, after.end() if after else end)
    opened = _OPENS.search(words, first, start)
    if last - end <= NEAR:
        return Span(opened.start() if opened else start, last)
    closed = _STOP.search(words, end, last)
    return Span(opened.start() if opened else first, closed.end() - 1 if closed else last)


def _placed(cut: Span, left: Iterable[Span]) -> Iterator[Span]:
    """Where in the given text the words of a cut stand, of which only the spans `left` are still there."""
    at = 0
    for start, end in left:
        one, two = max(cut.start, at), min(cut.end, at + end - start)
        if one < two:
            yield Span(start + one - at, start + two - at)
        at += end - start


def _without(articles: pd.DataFrame, found: Mapping[str, Iterable[_Cut]]) -> pd.DataFrame:
    made = articles.copy()
    names = articles["article"].astype("str")
    cuts = {name: [cut.span for cut in one] for name, one in found.items()}
    texts = [
        "".join(words[slice(*span)] for span in gaps(len(words), cuts[name])) if name in cuts else words
        for name, words in zip(names, articles["text"], strict=True)
    ]
    made["text"] = pd.Series(texts, dtype="str", index=made.index)
    if "main" in made:
        rows = zip(names, articles["text"], articles["main"], strict=True)
        mains = [_moved(*row, cuts[row[0]]) if row[0] in cuts else row[2] for row in rows]
        made["main"] = pd.Series(mains, dtype="str", index=made.index)
    return made


def _moved(name: str, words: str, main: object, cuts: list[Span]) -> object:
    """The spans of a page's story, once the cuts are gone."""
    if not isinstance(main, str):
        return None
    left = gaps(len(words), cuts)
    places = [at for span in spans(name, words, main) for at in span]
    shifted = [sum(max(0, min(end, at) - start) for start, end in left) for at in places]
    return " ".join(f"{one}:{two}" for one, two in zip(shifted[::2], shifted[1::2], strict=True) if one < two)


def labels(trace: Trace, given: pd.DataFrame, cuts: pd.DataFrame) -> Labels:
    """What the trace of masked articles says of the pairs whose credits were masked; `given` are the articles as read.

    An article that credits a house took it from that one article of the house which shares most with it, half of the
    shorter story at least; articles that credit each other's houses tell nothing. Names are unique, as in a trace.
    """
    texts = dict(zip(given["article"].astype("str"), given["text"], strict=True))
    first: dict[tuple[str, str], tuple[str, int, int, str]] = {}
    origins = cuts[cuts["role"] == "origin"]
    for name, agency, _, start, end in origins.itertuples(index=False):
        first.setdefault((name, _house(agency)), (agency, start, end, texts[name][start:end].strip()))
    rows, known = [], set()
    for (child, house), (parent, shared, *p) in sorted(_told(trace, first.keys()).items()):
        rows.append((parent, child, *first[child, house], shared, *p))
        known.add((parent, child))
    nats: dict[tuple[str, str, str], float] = defaultdict(float)
    columns = (trace.evidence[c] for c in ("a", "b", "signal", "a_to_b", "b_to_a"))
    for a, b, signal, forth, back in zip(*columns, strict=True):
        if (a, b) in known:
            nats[a, b, signal] += forth - back
        if (b, a) in known:
            nats[b, a, signal] += back - forth
    pairs = pd.DataFrame(rows, columns=list(LABELS.columns))
    leaning = [(*key, round(value, 3)) for key, value in sorted(nats.items())]
    evidence = pd.DataFrame(leaning, columns=["parent", "child", "signal", "nats"])
    return Labels(pairs.astype({name: c.dtype for name, c in LABELS.columns.items()}), evidence)


class _Told(NamedTuple):
    """The article that a masked credit means, and what the trace says of it."""

    parent: str
    shared: float
    p: float
    p_back: float
    p_common: float


def _told(trace: Trace, asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], _Told]:
    """By child and house: the article of the house that shares most with the child, of those that share enough."""
    houses = {n: _house(o) for n, o in zip(trace.articles["article"], trace.articles["outlet"], strict=True)}
    found: dict[tuple[str, str], _Told] = {}
    columns = (trace.verdicts[c] for c in ("a", "b", "shared", "p_a_to_b", "p_b_to_a", "p_common"))
    for a, b, shared, forth, back, common in zip(*columns, strict=True):
        for child, parent, p in ((b, a, (forth, back)), (a, b, (back, forth))):
            asks, mutual = (child, houses[parent]), (parent, houses[child])
            one = _Told(parent, shared, *p, common)
            if shared >= SHARED and asks in asked and mutual not in asked:
                found[asks] = max(one, found.get(asks, one), key=lambda t: (t.shared, t.parent))
    return found
