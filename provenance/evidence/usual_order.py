"""Who had the other stories later, by their credits or clocks, more often had this one later too.

Learned from the archive at hand: the stories that both houses printed, without this one and what is kin to it. A
morning paper prints what sites had the day before; who takes from an agency once does so again.

**Blind to:** scoops of those who mostly follow; archives that hold few stories of both houses.
Reference: agenda setting among outlets, Welbers et al. 2018 (doi:10.1080/19312458.2018.1447655); shrinkage, James and
Stein 1961.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import log

from provenance.evidence import signal
from provenance.habits import SAME_STORY
from provenance.masthead import house_key
from provenance.pairs import Corpus, Pair, Side, Weight

__all__ = ["usual_order"]

# Fewest stories of both houses; below, nothing is said.
FEWEST = 5
# As many stories are added, half of them in either order: with 5 of 5 the later is so in .7, with 30 of 40 in .69. Of 2
# to 12 tried on the clocks of `lk_news2022` none is better by more than .008 nats a pair; the most cautious is kept.
SHRUNK = 12
# A story of which so much stands in either article is this one.
KIN = 0.2


@signal(cap=0.6)
def usual_order(pair: Pair) -> Iterator[Weight]:
    """One row if the two share copied sentences, and one of their houses had other stories later than the other."""
    one, two = pair.a.house, pair.b.house
    if not pair.close or not one or not two or one == two:
        return
    first, second = (_stories(pair, houses) for houses in ((one, two), (two, one)))
    if first + second < FEWEST or first == second:
        return
    nats = log((first + SHRUNK / 2) / (second + SHRUNK / 2)) / 2
    ahead, behind = (pair.a, pair.b) if first > second else (pair.b, pair.a)
    many = f"{max(first, second)} of {first + second}"
    yield Weight(nats, -nats, 0, f"{ahead.outlet} had {many} other stories before {behind.outlet}")


Orders = Mapping[tuple[str, str], list[tuple[str, str]]]


def _orders(corpus: Corpus) -> Orders:
    """By two houses: the stories (articles of either) that the first had before the second."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for pair, both in sorted(corpus.cover.items()):
        one, two = (corpus.sides[name] for name in pair)
        told = max(both) >= SAME_STORY and one.house and two.house and one.house != two.house
        if told and not one.again and not two.again:
            ways = [way for way in ((one, two), (two, one)) if _credits(way[1], way[0])]
            ways = ways or [way for way in ((one, two), (two, one)) if corpus.lag(*way)]
            for early, late in ways if len(ways) == 1 else ():
                found[early.house, late.house].append((early.name, late.name))
    return found


def _credits(side: Side, other: Side) -> bool:
    return any(house_key(credit.agency) == other.house for credit in side.credited("origin") if credit.agency)


def _stories(pair: Pair, houses: tuple[str, str]) -> int:
    told = pair.corpus.once(_orders).get(houses, ())
    return sum(not any(_kin(pair, name) for name in both) for both in told)


def _kin(pair: Pair, name: str) -> bool:
    sides = (pair.a.name, pair.b.name)
    if name in sides:
        return True
    covers = (pair.corpus.cover.get((min(name, side), max(name, side)), (0.0, 0.0)) for side in sides)
    return max(map(max, covers)) >= KIN
