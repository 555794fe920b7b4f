"""What one outlet's articles share is its own text: background that its writers repeat, or a story told further.

**Blind to:** an outlet that prints two takes of one agency under two headings; outlets that share a name.
Reference: repeated background within an outlet's coverage, own observation: of 21 originals drawn as missing
in 1,500 articles of `allsides`, 12 stood above articles of one outlet only.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Weight

__all__ = ["own_house"]

# A third text behind two articles of one outlet is 20 times less likely than the outlet itself.
THIRD = -3.0
# The one from the other is as unlikely where next to nothing is shared, and no less likely than elsewhere from half on.
BACKGROUND, STORY = -3.0, 0.5


@signal(cap=3.0)
def own_house(pair: Pair) -> Iterator[Weight]:
    """One row if both articles are one outlet's and some sentences of theirs answer each other."""
    if pair.matches and pair.a.house and pair.a.house == pair.b.house:
        nats = BACKGROUND * (1 - min(1.0, max(pair.of_a, pair.of_b) / STORY))
        quote = f"both are of {min(pair.a.outlet, pair.b.outlet)}, which repeats itself"
        yield Weight(nats, nats, THIRD, quote)
