"""A credit names the origin: of the other article, or of both.

**Blind to:** credits stripped or wrong; an article that credits an agency for one paragraph of ten; a photo credit
says who took the photo, so it counts little.
Reference: wire use and attribution in online news, Boumans et al. 2018 (doi:10.1080/1461670X.2016.1271729).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Credit, Pair, Side, Span, Way, Weight

__all__ = ["credit_lines"]

# The taker credits the giver's outlet as its origin: up to 4.5 nats, by the root of the fuller covered story (a
# credit to Reuters does not make it this Reuters story). A root, because a paper that made half its story of a wire
# still took it from that wire; tried the share and its square root.
NAMED = 4.5
# Another text of the same origin explains it as well: an agency's up to 2 nats, by what this one does not cover (an
# agency sends several takes, but the one that holds it all is the one); a paper prints its story once, so half.
NAMED_COMMON, NAMED_COMMON_PAPER, LEAST = 2.0, 1.0, 0.1
# Both credit the same origin, and neither is it; who takes from a client often names the agency as the client does.
BOTH, BOTH_TAKEN = 2.5, 1.0
# One credits an origin, the other "agencies" or a photo of the same agency: it is a client of agencies.
GENERIC, PHOTO = 1.2, 0.6
# Both credit nothing but "agencies".
VAGUE = 0.6


@signal(cap=5.0)
def credit_lines(pair: Pair) -> Iterator[Weight]:
    """Rows for an origin that is the other article's outlet, for an origin that both name, and for vague credits."""
    if not pair.matches:
        return
    named = False
    for way in pair.ways():
        for credit in _origins(way.taker):
            if way.giver.outlet and house_key(credit.agency) == way.giver.house:
                named = True
                most = max(way.taken, way.given)
                common = (NAMED_COMMON if way.giver.wire else NAMED_COMMON_PAPER) * max(LEAST, 1 - most)
                yield way.weight(NAMED * sqrt(most), 0, common, credit.quote, None, _span(credit))
    if named:
        return
    both = {house_key(c.agency) for c in _origins(pair.a)} & {house_key(c.agency) for c in _origins(pair.b)}
    for agency in sorted(both):
        one, two = (next(c for c in _origins(s) if house_key(c.agency) == agency) for s in (pair.a, pair.b))
        yield Weight(BOTH_TAKEN, BOTH_TAKEN, BOTH, min(one.quote, two.quote), _span(one), _span(two))
    if not both:
        yield from _vague(pair)


def _vague(pair: Pair) -> Iterator[Weight]:
    forth, back = pair.ways()
    if not _origins(pair.a) and not _origins(pair.b):
        one, two = pair.a.credited("generic"), pair.b.credited("generic")
        if one and two:
            yield Weight(0, 0, VAGUE, min(one[0].quote, two[0].quote), _span(one[0]), _span(two[0]))
    for way in (forth, back):
        yield from _client(way)


def _client(way: Way) -> Iterator[Weight]:
    """The giver is an agency, or names its origin; the taker lets slip that it takes from agencies too."""
    if way.giver.wire and not way.taker.wire and not _origins(way.taker):
        for credit in way.taker.credited("generic")[:1]:
            quote = f"{credit.quote} / {way.giver.outlet}"
            yield way.weight(GENERIC, 0, GENERIC * (1 - max(way.taken, way.given)), quote, None, _span(credit))
        return
    origins = {house_key(c.agency): c for c in _origins(way.giver)}
    first = next(iter(origins.values()), None)
    if not first or _origins(way.taker):
        return
    for credit in way.taker.credited("generic")[:1]:
        yield way.weight(0, 0, GENERIC, f"{first.quote} / {credit.quote}", _span(first), _span(credit))
    for credit in way.taker.credited("photo"):
        if house_key(credit.agency) in origins:
            own = origins[house_key(credit.agency)]
            yield way.weight(0, 0, PHOTO, f"{own.quote} / {credit.quote}", _span(own), _span(credit))
            return


def _origins(side: Side) -> list[Credit]:
    """The origins an article credits, without itself."""
    return side.once(_credited) if side.credits else []


def _credited(side: Side) -> list[Credit]:
    return [c for c in side.credited("origin") if c.agency and house_key(c.agency) != side.house]


def _span(credit: Credit) -> Span:
    return Span(credit.start, credit.end)
