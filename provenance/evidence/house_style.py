"""The reading that the origin's house writes elsewhere is the older: a copyist does not restore another's style.

**Blind to:** houses without another article here; writers who do not keep the house style; readings that no other
article attests.
Reference: outgroup comparison, after Mink 2004 (CBGM) and its use in phylogenetics (Maddison et al. 1984,
doi:10.2307/2413134).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property

from provenance.align.kinds import one_word_two_ways
from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Corpus, Pair, Side, Way, Weight
from provenance.text import fold

__all__ = ["house_style"]

# One reading attested by the outgroup: e**1.5 = 4.5 times likelier if its holder is nearer to the house.
A_READING = 1.5
_RUN = re.compile(r"\w+")


@signal(cap=3.0)
def house_style(pair: Pair) -> Iterator[Weight]:
    """One row a spelling in which the two differ and the other articles of a credited house agree with one."""
    houses = sorted({c.agency for side in (pair.a, pair.b) for c in side.credited("origin") if c.agency})
    for house in houses if pair.readings else ():
        for way in pair.ways():
            if way.giver.house == house_key(house):
                continue  # what the house itself prints is as it writes
            yield from _kept(way, pair, house)


def _kept(way: Way, pair: Pair, house: str) -> Iterator[Weight]:
    """The taker keeps what the house writes, the giver does not: the taker has not got it from the giver."""
    for r in way.readings:
        if not one_word_two_ways(fold(r.a_text), fold(r.b_text), way.giver.lang):
            continue
        if _attested(pair, house, r.b_text) and not _attested(pair, house, r.a_text):
            quote = f"{r.b_text} (as {house} writes) / {r.a_text}"
            yield way.weight(0, A_READING, A_READING, quote, r.a_span, r.b_span)


def _attested(pair: Pair, house: str, words: str) -> bool:
    """Does another article of the house, which is no copy of either, have these words?"""
    shelf = pair.corpus.once(_shelves)(house_key(house))
    these = {pair.a.name, pair.b.name}
    # Its clients may have brought the text into their own style; they stand in where nothing of its own is here.
    clients = not shelf.own - these
    return any(
        name not in these and (clients or name in shelf.own) and not _kin(pair, name) for name in shelf.having(words)
    )


def _kin(pair: Pair, name: str) -> bool:
    """Is the third text itself a copy of either, and so no witness of the house?"""
    return any(
        max(pair.corpus.cover.get((min(name, one), max(name, one)), (0, 0))) > 1 / 2
        for one in (pair.a.name, pair.b.name)
    )


class _Shelf:
    """The articles that a house published, or that credit it; which of them have some words is asked by an index."""

    def __init__(self, house: str, sides: Sequence[Side]) -> None:
        self.sides = {side.name: side for side in sides}
        self.own = {side.name for side in sides if side.house == house}
        self._asked: dict[str, list[str]] = {}

    @cached_property
    def _runs(self) -> dict[str, set[str]]:
        """The articles that have each run of letters and figures."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, side in self.sides.items():
            for run in set(_RUN.findall(side.text)):
                found[run].add(name)
        return found

    def having(self, words: str) -> list[str]:
        """The names of the articles in whose text the words stand, as whole words."""
        if words not in self._asked:
            near = [self._runs.get(run, set()) for run in _RUN.findall(words)]
            where = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
            names = sorted(set.intersection(*near) if near else self.sides)
            self._asked[words] = [name for name in names if where.search(self.sides[name].text)]
        return self._asked[words]


def _shelves(corpus: Corpus) -> Callable[[str], _Shelf]:
    return cache(lambda house: _Shelf(house, [corpus.sides[name] for name in corpus.houses.get(house, ())]))
