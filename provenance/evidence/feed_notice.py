"""An outlet that says it prints a feed unedited took its text from the feed, not from another client of it.

**Blind to:** notices printed by habit under stories that were edited; feeds of feeds.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.evidence import signal
from provenance.masthead import house_key
from provenance.pairs import Pair, Span, Weight

__all__ = ["feed_notice"]

# The other article is the feed's own outlet, or an agency's where no feed is named: the notice says "from there".
FROM_FEED, FROM_FEED_COMMON = 2.0, 1.5
# The other is anybody else: both got it from the feed. e**2 = 7 times likelier than that it was copied from, or by,
# one client among hundreds.
BOTH_FED = 2.0
# Other notices (corrections, cookies, a site's own feed) say nothing of where the text came from.
_FEED = re.compile(
    r"\b(?:from|of|through|via)\b[^.]{0,40}\bfeeds?\b|syndicat|auto-?\s?generated"
    r"|not (?:been )?(?:edited|created|altered)|unedited", re.I,
)  # fmt: skip


@signal(cap=2.0)
def feed_notice(pair: Pair) -> Iterator[Weight]:
    """One row a side that carries a notice about a feed, if the two share copied sentences."""
    if not pair.close:
        return
    for way in pair.ways():
        feeds = {house_key(c.agency) for c in way.taker.credited("origin")}
        for mark in way.taker.marks:
            if mark.label == "notice" and _FEED.search(mark.text):
                span = Span(mark.start, mark.end)
                if way.giver.house and (way.giver.house in feeds or (way.giver.wire and not feeds)):
                    yield way.weight(FROM_FEED * way.taken, 0, FROM_FEED_COMMON, mark.text, None, span)
                else:
                    yield way.weight(0, 0, BOTH_FED, mark.text, None, span)
                break
