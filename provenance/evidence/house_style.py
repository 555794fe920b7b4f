"""The reading that the origin's house writes elsewhere is the older: a copyist does not restore another's style.

**Blind to:** houses without another article here; writers who do not keep the house style; readings that no other
article attests.
Reference: outgroup comparison, after Mink 2004 (CBGM) and its use in phylogenetics (Maddison et al. 1984,
doi:10.2307/2413134).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.align.kinds import one_word_two_ways
from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Pair, Side, Way, Weight
from provenance.text import fold

__all__ = ["house_style"]

# One reading attested by the outgroup: e**1.5 = 4.5 times likelier if its holder is nearer to the house.
A_READING = 1.5


@signal(cap=3.0)
def house_style(pair: Pair) -> Iterator[Weight]:
    """One row a spelling in which the two differ and the other articles of a credited house agree with one."""
    houses = sorted({c.agency for side in (pair.a, pair.b) for c in side.credited("origin") if c.agency})
    for house in houses:
        outgroup = pair.corpus.house(house, but=(pair.a.name, pair.b.name))
        # Its clients may have brought the text into their own style; they stand in where nothing of its own is here.
        outgroup = [side for side in outgroup if side.house == house_key(house)] or outgroup
        for way in pair.ways():
            if way.giver.house == house_key(house):
                continue  # what the house itself prints is as it writes
            yield from _kept(way, [side for side in outgroup if not _kin(pair, side)], house)


def _kept(way: Way, outgroup: list[Side], house: str) -> Iterator[Weight]:
    """The taker keeps what the house writes, the giver does not: the taker has not got it from the giver."""
    for r in way.readings:
        if not one_word_two_ways(fold(r.a_text), fold(r.b_text), way.giver.lang):
            continue
        for_taker = sum(_holds(side, r.b_text) for side in outgroup)
        for_giver = sum(_holds(side, r.a_text) for side in outgroup)
        if for_taker and not for_giver:
            quote = f"{r.b_text} (as {house} writes) / {r.a_text}"
            yield way.weight(0, A_READING, A_READING, quote, r.a_span, r.b_span)


def _kin(pair: Pair, side: Side) -> bool:
    """Is the third text itself a copy of either, and so no witness of the house?"""
    return any(
        max(pair.corpus.cover.get((min(side.name, one), max(side.name, one)), (0, 0))) > 1 / 2
        for one in (pair.a.name, pair.b.name)
    )


def _holds(side: Side, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", side.text) is not None
