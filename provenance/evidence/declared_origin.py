"""A page that names another page as what it is based on, or as the one to be found instead, took its text from there.

It stands in the page's metadata (`isBasedOn`, `syndication-source`, `original-source`, a canonical address at another
host), put there by the publisher's own software; readers do not see it, so it is evidence and no credit.

**Blind to:** pages that name the wire's paper of their own group while both print the wire; works that a report is
about (a study, a film), which are named the same way; texts without metadata.
Reference: schema.org/isBasedOn; canonical links, RFC 6596 (doi:10.17487/RFC6596).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from provenance.evidence import signal
from provenance.masthead import canonical, publisher
from provenance.pairs import Pair, Way, Weight

__all__ = ["declared_origin"]

# The giver is the very page that is named: as sure as a credit by name gets, and no share of the text is asked for,
# because it is no other story. The other way round would be a publisher sending readers away to its own copy.
PAGE, PAGE_COMMON = 5.0, 1.0
# The giver is another page of the same publisher: as a credit line that names it.
HOUSE, HOUSE_COMMON = 3.5, 1.0
# Both name the same page, and neither is it.
BOTH = 2.5


@signal(cap=5.0)
def declared_origin(pair: Pair) -> Iterator[Weight]:
    """A row a side that names the other's page or publisher, else one for a page that both name."""
    if not pair.matches:
        return
    rows = [row for way in pair.ways() if way.taker.based_on for row in _named(way)]
    yield from rows
    pages = {page: url for url in pair.a.based_on if (page := canonical(url))}
    both = sorted(pages.keys() & {canonical(url) for url in pair.b.based_on})
    if both and not rows:
        yield Weight(0, 0, BOTH, pages[both[0]])


def _named(way: Way) -> Iterator[Weight]:
    page, house = canonical(way.giver.url), publisher(way.giver.url)
    for url in way.taker.based_on:
        if page and canonical(url) == page:
            yield way.weight(PAGE, 0, PAGE_COMMON, url)
            return
    for url in way.taker.based_on:
        if house and publisher(url) == house:
            yield way.weight(HOUSE * sqrt(max(way.taken, way.given)), 0, HOUSE_COMMON, url)
            return
