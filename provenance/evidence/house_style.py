"""The reading that the origin's house writes elsewhere is the older: a copyist does not restore another's style.

**Blind to:** houses without another article here; writers who do not keep the house style; readings that no other
article attests.
Reference: outgroup comparison, after Mink 2004 (CBGM) and its use in phylogenetics (Maddison et al. 1984,
doi:10.2307/2413134).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from provenance.align.kinds import one_word_two_ways
from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Corpus, Pair, Side, Way, Weight
from provenance.text import fold

__all__ = ["house_style"]

# One reading attested by the outgroup: e**1.5 = 4.5 times likelier if its holder is nearer to the house.
A_READING = 1.5


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
    # A third text that is itself a copy of either is no witness of the house.
    copies = these.union(*(pair.corpus.copies.get(name, ()) for name in these))
    # Its clients may have brought the text into their own style; they stand in where nothing of its own is here.
    clients = not shelf.own - these
    return any(name not in copies and (clients or name in shelf.own) for name in shelf.having(words))


class _Shelf:
    """The articles that a house published, or that credit it; which of them have some words is asked once."""

    def __init__(self, house: str, sides: Sequence[Side]) -> None:
        self.sides = {side.name: side for side in sides}
        self.own = {side.name for side in sides if side.house == house}
        self._asked: dict[str, list[str]] = {}

    def having(self, words: str) -> list[str]:
        """The names of the articles in whose text the words stand, as whole words."""
        if words not in self._asked:
            where = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
            held = sorted(name for name, side in self.sides.items() if words in side.text)
            self._asked[words] = [name for name in held if where.search(self.sides[name].text)]
        return self._asked[words]


def _shelves(corpus: Corpus) -> Callable[[str], _Shelf]:
    return cache(lambda house: _Shelf(house, [corpus.sides[name] for name in corpus.houses.get(house, ())]))
