"""Two articles side by side, as a signal sees them: words, marks, credits, answers, what a third text knows.

Start at `pairs`: it turns the tables into one `Pair` view after another. A view is frozen and works when asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from provenance.align import FIRM, coverage
from provenance.align.kinds import turned
from provenance.habits import CLOCK_ERROR, Cover, Orders, lag, line_key, orders, own_lines, slow_clocks
from provenance.lore import PANEL, Lore, credited, printed
from provenance.sides import Side, Sides, once
from provenance.sights import Credit, Mark, Match, Reading, Sentence, Span, Weight, readings
from provenance.slips import Slips
from provenance.text import vocabulary

__all__ = [
    "CLOCK_ERROR", "Corpus", "Credit", "Mark", "Match", "Pair", "Reading", "Sentence", "Side", "Span", "Way", "Weight",
    "pairs",
]  # fmt: skip

T = TypeVar("T")
# A text that stands for more than this in another (or the reverse) is its copy, and no witness of what it says: half,
# by judgement.
COPY = 0.5


@dataclass(frozen=True)
class Corpus:
    """What all the articles together know.

    `sides`: every article by name. `answered`: for a sentence (article, n) the other articles that answer it, and
    with which of their sentences (the likest); asked of articles in pairs alone.
    `cover`: for a pair the share of either story that stands in the other. `own_lines`,
    `slow_clocks`: see `habits`. `lore`: what a larger corpus tells, of which these articles are a part.
    """

    sides: Mapping[str, Side] = field(default_factory=dict)
    answered: Mapping[tuple[str, int], Mapping[str, int]] = field(default_factory=dict)
    cover: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    own_lines: Mapping[str, str] = field(default_factory=dict)
    slow_clocks: frozenset[str] = frozenset()
    lore: Lore | None = None

    def once(self, work: Callable[[Corpus], T]) -> T:
        """What `work` makes of all the articles, made once however many pairs ask."""
        return once(self._made, work, self)

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def copies(self) -> Mapping[str, frozenset[str]]:
        """For each article those of which it is a copy, or that are copies of it: no witness of what it says."""
        found: dict[str, set[str]] = defaultdict(set)
        for (one, two), both in self.cover.items():
            if max(both) > COPY:
                found[one].add(two)
                found[two].add(one)
        return {name: frozenset(others) for name, others in found.items()}

    @cached_property
    def slips(self) -> Slips:
        """The typing slips among the corpus's words."""
        if self.lore is not None:
            return self.lore.slips
        words = vocabulary(s.norm for side in self.sides.values() for s in side.sentences)
        return Slips(words.union(word.removesuffix("'s") for word in words if word.endswith("'s")))

    @cached_property
    def houses(self) -> Mapping[str, tuple[str, ...]]:
        """By the key of a name: articles that this outlet published, or that credit it as their origin (`PANEL`)."""
        if self.lore is not None:
            return self.lore.houses
        own: dict[str, set[str]] = defaultdict(set)
        clients: dict[str, set[str]] = defaultdict(set)
        for name, side in self.sides.items():
            if side.house:
                own[side.house].add(name)
            for house in credited(c.agency for c in side.credited("origin")):
                clients[house].add(name)
        return {
            house: tuple(sorted({*sorted(own[house])[:PANEL], *sorted(clients[house])[:PANEL]}))
            for house in sorted({*own, *clients})
        }

    @cached_property
    def printed(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """By house and article, the form that each axis of style mostly has there (see `PANEL`, `house_forms`)."""
        if self.lore is not None:
            return self.lore.printed
        found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        for name, side in sorted(self.sides.items()):
            if side.house and not side.again and len(found[side.house]) < PANEL:
                found[side.house][name] = printed(" ".join(s.text for s in side.sentences), side.lang)
        return found

    def lag(self, early: Side, late: Side) -> timedelta | None:
        """How much later one was published than the other; None if that is not beyond what clocks err, or not known."""
        return None if self.slow_clocks & {early.house, late.house} else lag(early.stamp, late.stamp)

    def order(self, a: Side, b: Side) -> tuple[int, int]:
        """How many other stories the house of a had before that of b, and the reverse: see `habits.orders`."""
        back = self._orders.get((b.name, a.name), (0, 0))
        return self._orders.get((a.name, b.name), back[::-1])

    @cached_property
    def _orders(self) -> Orders:
        if self.lore is not None:
            return self.lore.orders
        stamps = {name: side.stamp for name, side in self.sides.items() if not side.again}
        return orders(stamps, self.cover, self.slow_clocks)


@dataclass(frozen=True)
class _Told:
    """The readings of a pair, worked out when a signal asks, and the same seen from b."""

    a: Side
    b: Side
    close: tuple[Match, ...]

    @cached_property
    def forth(self) -> tuple[Reading, ...]:
        return tuple(
            reading
            for m in self.close
            for reading in readings(self.a.sentences[m.a_n], self.b.sentences[m.b_n], self.a.lang)
        )

    @cached_property
    def back(self) -> tuple[Reading, ...]:
        return tuple(Reading(r.b_text, r.a_text, r.b_span, r.a_span, turned(r.kind)) for r in self.forth)


@dataclass(frozen=True)
class Way:
    """The pair looked at in one direction: `giver` first, `taker` after; `weight` turns a finding back into a row."""

    giver: Side
    taker: Side
    turned: bool
    matches: tuple[Match, ...]
    given: float
    taken: float
    told: _Told

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of the pair, seen from the giver."""
        return self.told.back if self.turned else self.told.forth

    def weight(
        self, forth: float, back: float, common: float, quote: str, giver: Span | None = None, taker: Span | None = None
    ) -> Weight:
        """A row: `forth` = taker took it from giver, `back` = the reverse."""
        if self.turned:
            return Weight(back, forth, common, quote, taker, giver)
        return Weight(forth, back, common, quote, giver, taker)


@dataclass(frozen=True)
class Pair:
    """Two articles, their answers, and the corpus around them. `a.name < b.name` in the tables, not needed here."""

    a: Side
    b: Side
    matches: tuple[Match, ...] = ()
    of_a: float = 0.0
    of_b: float = 0.0
    corpus: Corpus = Corpus()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The places where two sentences that are otherwise alike (same or edited) differ, in order of a."""
        return self._told.forth

    @cached_property
    def _told(self) -> _Told:
        return _Told(self.a, self.b, self.close)

    @cached_property
    def close(self) -> tuple[Match, ...]:
        """The matches that are the same or edited: copied, whoever copied."""
        return tuple(m for m in self.matches if m.kind in ("same", "edited"))

    def ways(self) -> tuple[Way, Way]:
        """The pair from a to b, and from b to a, so that a signal says once what it looks for."""
        return self._ways

    @cached_property
    def _ways(self) -> tuple[Way, Way]:
        others = [Match(b_n, a_n, like, _TURNED.get(kind, kind), moved) for a_n, b_n, like, kind, moved in self.matches]
        return (
            Way(self.a, self.b, False, self.matches, self.of_a, self.of_b, self._told),
            Way(self.b, self.a, True, tuple(sorted(others)), self.of_b, self.of_a, self._told),
        )

    def swapped(self) -> Pair:
        """The same pair with a and b exchanged."""
        way = self.ways()[1]
        return Pair(self.b, self.a, way.matches, self.of_b, self.of_a, self.corpus)


_TURNED = {"merged": "split", "split": "merged"}


def pairs(
    tables: Mapping[str, pd.DataFrame],
    names: Collection[tuple[str, str]],
    lore: Lore | None = None,
    cover: Cover | None = None,
) -> Iterator[Pair]:
    """A view of each named pair, from the tables articles, marks, credits, sentences and matches.

    With `lore` the tables are a part of a corpus: these pairs' articles, those that answer to them, and the houses'.
    `cover` is that of all the matches, if it is known already.
    """
    if cover is None:
        cover = coverage(tables["sentences"], tables["matches"])
    corpus, matches = _corpus(tables, names, lore, cover)
    for a, b in names:
        of_a, of_b = cover.get((a, b), (0.0, 0.0))
        yield Pair(corpus.sides[a], corpus.sides[b], tuple(matches.get((a, b), ())), of_a, of_b, corpus)


def _corpus(
    tables: Mapping[str, pd.DataFrame], names: Collection[tuple[str, str]], lore: Lore | None, cover: Cover
) -> tuple[Corpus, dict[tuple[str, str], list[Match]]]:
    sides = Sides(tables)
    matches: dict[tuple[str, str], list[Match]] = defaultdict(list)
    answered: dict[tuple[str, int], dict[str, tuple[float, int]]] = defaultdict(dict)
    wanted, asked = set(names), {name for pair in names for name in pair}
    firm = tables["matches"][tables["matches"]["score"] >= FIRM]
    columns = ("a", "b", "a_n", "b_n", "likeness", "kind", "moved")
    for a, b, a_n, b_n, likeness, kind, moved in zip(*(firm[c].tolist() for c in columns), strict=True):
        if (a, b) in wanted:
            matches[a, b].append(Match(a_n, b_n, likeness, kind, moved))
        if a in asked:
            held = answered[a, a_n]
            held[b] = max(held.get(b, (0.0, 0)), (likeness, -b_n))
        if b in asked:
            held = answered[b, b_n]
            held[a] = max(held.get(a, (0.0, 0)), (likeness, -a_n))
    own = _own(sides, asked, cover, lore)
    aside = {place for name in sorted(asked) for place in _furniture(sides[name], own)}
    answers = {
        place: {other: -n for other, (_, n) in others.items()}
        for place, others in answered.items()
        if place not in aside
    }
    kept = {(a, b): [m for m in held if not {(a, m.a_n), (b, m.b_n)} & aside] for (a, b), held in matches.items()}
    return Corpus(sides, answers, cover, own, _slow(sides, cover) if lore is None else lore.slow_clocks, lore), kept


def _slow(sides: Mapping[str, Side], cover: Cover) -> frozenset[str]:
    """The houses whose clocks cannot be believed."""
    stamps = {n: (s.house, s.published) for n, s in sides.items() if s.house and s.published and not s.again}
    return slow_clocks(stamps, cover)


def _own(sides: Mapping[str, Side], asked: Iterable[str], cover: Cover, lore: Lore | None) -> Mapping[str, str]:
    """The lines that are a house's own: of all articles; where a larger corpus tells, of those that are asked."""
    if lore is None:
        return own_lines({n: (s.house, tuple(s.lines)) for n, s in sides.items() if s.house and not s.again}, cover)
    some = [sides[name] for name in asked]
    lines_ = {line for side in some for line in side.lines}
    return lore.own(sorted(lines_ | {line_key(mark.text) for side in some for mark in side.marks}))


def _furniture(side: Side, own: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The sentences of an article that are a house's own lines: answers to them tell of no story, in any article."""
    spans = sorted(span for line, span in side.lines.items() if line in own) if own else []
    for s in side.sentences if spans else ():
        if any(start <= s.start < end for start, end in spans if start is not None and end is not None):
            yield side.name, s.n
