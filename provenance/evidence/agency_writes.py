"""An agency writes for papers to print: between an agency and a paper the text went to the paper.

**Blind to:** papers whose scoops an agency picks up; a paper that is its agency's owner; two agencies.
Reference: news agencies as upstream of papers, Boumans et al. 2018 (doi:10.1080/1461670X.2016.1271729).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Pair, Weight

__all__ = ["agency_writes"]

# One side is an agency's own story, the other a paper's: e**3 = 20 times likelier if the paper took than if it gave;
# a piece of furniture outweighs it, and an agency that credits another has said so. An agency has other stories of the
# event, so it counts in full from two fifths of the fuller covered story only.
TAKEN, GIVEN, ENOUGH = 2.0, -1.0, 0.4
# A third text behind both is another take of the same agency, if anything: likelier the less the story at hand covers.
ANOTHER_TAKE, THE_TAKE = 0.5, -1.5


@signal(cap=2.0)
def agency_writes(pair: Pair) -> Iterator[Weight]:
    """One row if an agency's article and that of another house, known by name, share copied sentences."""
    if not pair.close:
        return
    for way in pair.ways():
        if not way.giver.wire or way.taker.wire or not way.taker.house:
            continue
        if not any(c.agency and house_key(c.agency) != way.giver.house for c in way.giver.credited("origin")):
            sure = min(1.0, max(way.taken, way.given) / ENOUGH)
            quote = f"{way.giver.outlet} is a news agency, {way.taker.outlet} is none"
            yield way.weight(TAKEN * sure, GIVEN * sure, ANOTHER_TAKE * (1 - sure) + THE_TAKE * sure, quote)
