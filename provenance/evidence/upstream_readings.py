"""Held against the text that both descend from, the reading that it does not have was made on the way.

Where an agency's own story, or that of an outlet which one of the two credits, is here and both hold much of it, it
tells at every difference who kept and who changed. Who keeps what the other changed has not got it from the other;
what both have made of it alike, one of them gave the other.

**Blind to:** earlier takes of the origin; a reading that two houses change by the same rule; takers of two texts.
Reference: outgroup comparison, Maddison et al. 1984 (doi:10.2307/2413134); common errors, Maas 1927 (Textkritik).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from provenance.align.units import units
from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Corpus, Pair, Side, Span, Way, Weight
from provenance.text import tokens

__all__ = ["upstream_readings"]

# A sentence in which the taker has words of the origin that the giver has not: e**.75 = 2 to 1 that it did not get
# them from the giver; no more than four are counted, because who rewrites one sentence rewrites the next.
KEPT, COUNTED = 0.75, 4
# All that differs was changed by one of the two, in so many sentences at least: the other is the nearer to the origin,
# and more likely what the first had before it than one of two who changed nothing.
ONE_SIDED, ENOUGH = 1.0, 3
# A sentence in which both have two words that the origin lacks (one may be put in twice).
SHARED, WORDS = 0.75, 2
# Sentences of the origin that each of the two must hold, for it to be their origin, and the share of the fuller covered
# story: the agency's other story of the day shares background with both, and what it lacks says nothing.
LEAST, STORY = 3, 0.3


@signal(cap=7.0)
def upstream_readings(pair: Pair) -> Iterator[Weight]:
    """One row a sentence in which the two differ from a third text that is upstream of both, or from each other."""
    origin = _origin(pair) if pair.close and not (pair.a.house and pair.a.house == pair.b.house) else None
    if origin is None:
        return
    forth, back = (list(_kept(way, pair, origin)) for way in pair.ways())
    yield from forth[:COUNTED]
    yield from back[:COUNTED]
    # what b keeps and a has not is in `forth`: none of it, and much of the other, is a's being nearer
    for way, mine, yours in zip(pair.ways(), (back, forth), (forth, back), strict=True):
        if len(mine) >= ENOUGH and not yours:
            quote = f"{len(mine)} sentences have more of {origin.outlet} here, and none there"
            yield way.weight(ONE_SIDED, 0, 0, quote)
    yield from list(_made(pair, origin))[:COUNTED]


def _origin(pair: Pair) -> Side | None:
    """The third text that most of both goes back to: an agency's, or that of an outlet that one of them credits."""
    best: tuple[int, str] | None = None
    held = [side.once(pair.corpus.once(_holders)) for side in (pair.a, pair.b)]
    credited = {house_key(c.agency) for side in (pair.a, pair.b) for c in side.credited("origin") if c.agency}
    for name in sorted(held[0].keys() & held[1].keys()):
        third = pair.corpus.sides[name]
        above = third.wire or (third.house and third.house in credited)
        own = third.house in (pair.a.house, pair.b.house) or pair.a.wire or pair.b.wire
        least = min(held[0][name], held[1][name])
        if above and not own and (best is None or least > best[0]):
            keys = ((min(side.name, name), max(side.name, name)) for side in (pair.a, pair.b))
            if min(max(pair.corpus.cover.get(key, (0.0, 0.0))) for key in keys) >= STORY:
                best = least, name
    return pair.corpus.sides[best[1]] if best else None


def _holders(corpus: Corpus) -> Callable[[Side], dict[str, int]]:
    """How many sentences of an article others answer: those that answer enough, and may be an origin."""

    def found(side: Side) -> dict[str, int]:
        count = Counter(other for s in side.sentences for other in corpus.answered.get((side.name, s.n), ()))
        sides = ((corpus.sides[name], n) for name, n in count.items() if n >= LEAST)
        return {third.name: n for third, n in sides if (third.wire or third.house) and not third.again}

    return found


def _kept(way: Way, pair: Pair, origin: Side) -> Iterator[Weight]:
    """What the taker has of the origin and the giver has not: the taker did not get it from the giver."""
    answers = {m.b_n: m.a_n for m in way.matches}
    for s in way.taker.sentences:
        n = pair.corpus.answered.get((way.taker.name, s.n), {}).get(origin.name)
        if n is None:
            continue
        span = Span(s.start, s.end)
        if s.n not in answers:
            yield way.weight(0, KEPT, KEPT, f"{s.text} (as in {origin.outlet})", None, span)
            continue
        other = way.giver.sentences[answers[s.n]]
        above = _words(origin.sentences[n].norm, origin.lang)
        kept = (_words(s.norm, way.taker.lang) & above) - _words(other.norm, way.giver.lang)
        if kept:
            quote = f"{', '.join(sorted(kept))} (as in {origin.outlet})"
            yield way.weight(0, KEPT, KEPT, quote, Span(other.start, other.end), span)


def _made(pair: Pair, origin: Side) -> Iterator[Weight]:
    """What both have and the origin has not."""
    for m in pair.close:
        one, two = pair.a.sentences[m.a_n], pair.b.sentences[m.b_n]
        at = pair.corpus.answered.get((pair.a.name, m.a_n), {}).get(origin.name)
        if at is None:
            continue  # a sentence that the origin lacks may stand in another take of it
        above = _words(origin.sentences[at].norm, origin.lang)
        both = (_words(one.norm, pair.a.lang) & _words(two.norm, pair.b.lang)) - above
        if len(both) >= WORDS:
            quote = f"{', '.join(sorted(both))} (not in {origin.outlet})"
            spans = Span(one.start, one.end), Span(two.start, two.end)
            yield Weight(SHARED, SHARED, 0, quote, *spans)


@lru_cache(1 << 13)
def _words(norm: str, lang: str) -> frozenset[str]:
    """The words of a sentence as one house would write them all: a house style is nobody's reading."""
    return frozenset(units(tuple(tokens(norm)), lang))
