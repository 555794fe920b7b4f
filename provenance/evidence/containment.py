"""A copy holds most of what it copies, or is most of itself a copy: little shared speaks for a third text.

**Blind to:** articles stitched from several; long reports that quote a paragraph of another; it never says who was
first, because in real reprints the longer is as often the earlier.
Reference: Broder 1997 (doi:10.1109/SEQUEN.1997.666900); length and direction measured on reprints, own observation.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Weight

__all__ = ["containment"]

# From this share of the fuller covered story down, an arrow loses up to LEAST nats in a straight line.
ENOUGH = 0.5
LEAST = 2.5


@signal(cap=2.5)
def containment(pair: Pair) -> Iterator[Weight]:
    """One row where neither story stands for the larger part in the other."""
    most = max(pair.of_a, pair.of_b)
    if pair.matches and most < ENOUGH:
        nats = -LEAST * (1 - most / ENOUGH)
        least = min(pair.of_a, pair.of_b)
        quote = f"only {100 * most:.0f} % of the one and {100 * least:.0f} % of the other are shared"
        yield Weight(nats, nats, 0.0, quote)
