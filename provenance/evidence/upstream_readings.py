"""Held against the text that both descend from, the reading that it does not have was made on the way.

Where an agency's own story, or that of an outlet which one of the two credits, is here and both hold much of it, it
tells at every difference who kept and who changed. Who keeps what the other changed has not got it from the other;
what both have made of it alike, one of them gave the other.

**Blind to:** earlier takes of the origin; a changed reading that two houses write by the same rule; takers of two texts.
Reference: outgroup comparison, Maddison et al. 1984 (doi:10.2307/2413134); common errors, Maas 1927 (Textkritik).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Pair, Sentence, Side, Span, Way, Weight
from provenance.text import tokens

__all__ = ["upstream_readings"]

# A sentence in which the taker has a word of the origin that the giver has not: e**.5 = 1.6 to 1 that it is not from
# the giver; the same for a whole sentence.
KEPT, KEPT_SENTENCE = 0.5, 0.8
# A sentence in which both have two words that the origin lacks.
SHARED = 0.5
# Sentences of the origin that each of the two must hold, for it to be their origin.
LEAST = 3
# Words that both must have and the origin lack: one word may be put in twice.
WORDS = 2


@signal(cap=3.0)
def upstream_readings(pair: Pair) -> Iterator[Weight]:
    """One row a sentence in which the two differ from a third text that is upstream of both, or from each other."""
    if not pair.close or (pair.a.house and pair.a.house == pair.b.house):
        return
    origin = _origin(pair)
    if origin is None:
        return
    for way in pair.ways():
        yield from _kept(way, pair, origin)
    yield from _made(pair, origin)


def _origin(pair: Pair) -> Side | None:
    """The third text that most of both goes back to: an agency's, or that of an outlet that one of them credits."""
    credited = {house_key(c.agency) for side in (pair.a, pair.b) for c in side.credited("origin") if c.agency}
    best: tuple[int, str] | None = None
    held = [_holders(pair, side) for side in (pair.a, pair.b)]
    for name in sorted(held[0].keys() & held[1].keys()):
        third = pair.corpus.sides[name]
        above = third.wire or (third.house and third.house in credited)
        own = third.house in (pair.a.house, pair.b.house) or pair.a.wire or pair.b.wire
        least = min(held[0][name], held[1][name])
        if above and not own and not third.again and least >= LEAST and (best is None or least > best[0]):
            best = least, name
    return pair.corpus.sides[best[1]] if best else None


def _holders(pair: Pair, side: Side) -> dict[str, int]:
    count: dict[str, int] = {}
    for s in side.sentences:
        for other in pair.corpus.answered.get((side.name, s.n), ()):
            count[other] = count.get(other, 0) + 1
    return count


def _kept(way: Way, pair: Pair, origin: Side) -> Iterator[Weight]:
    """What the taker has of the origin and the giver has not: the taker did not get it from the giver."""
    answers = {m.b_n: m.a_n for m in way.matches}
    for s in way.taker.sentences:
        n = pair.corpus.answered.get((way.taker.name, s.n), {}).get(origin.name)
        if n is None:
            continue
        span = Span(s.start, s.end)
        if s.n not in answers:
            quote = f"{s.text} (as in {origin.outlet})"
            yield way.weight(0, KEPT_SENTENCE, KEPT_SENTENCE, quote, None, span)
            continue
        other = way.giver.sentences[answers[s.n]]
        kept = (_words(s) & _words(origin.sentences[n])) - _words(other)
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
        both = (_words(one) & _words(two)) - _words(origin.sentences[at])
        if len(both) >= WORDS:
            quote = f"{', '.join(sorted(both))} (not in {origin.outlet})"
            spans = Span(one.start, one.end), Span(two.start, two.end)
            yield Weight(SHARED, SHARED, 0, quote, *spans)


def _words(s: Sentence) -> frozenset[str]:
    return frozenset(tokens(s.norm))
