"""A text that speaks of itself as another outlet ("told Ariana News") was written there.

**Blind to:** an interview given to one outlet and credited as such by another; outlets of one house.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.evidence import signal
from provenance.pairs import Pair, Sentence, Side, Span, Weight

__all__ = ["foreign_self_mention"]

# In a sentence that both articles hold, the outlet's own name is a signature; elsewhere it may be a citation.
SHARED, ELSEWHERE = 3.0, 1.0
# An agency tells its clients "told Reuters" as well: there the common origin explains half of the sight.
FROM_WIRE, FROM_PAPER = 0.5, 0.25
_SELF = (
    r"\b(?:told|tells|telling|speaking to|interview(?:ed)? (?:with|by)"
    r"|(?:seen|reviewed|obtained|verified) by)\s+(?:the\s+)?"
)


_WORDS = ("told ", "tell", "speaking to", "interview", "seen by", "reviewed by", "obtained by", "verified by")
_SPEAKS = re.compile(_SELF, re.IGNORECASE)


@signal(cap=4.5)
def foreign_self_mention(pair: Pair) -> Iterator[Weight]:
    """One row a sentence of the taker in which the giver's outlet speaks of itself."""
    if not pair.matches:
        return
    for way in pair.ways():
        name = way.giver.outlet
        if not name or way.giver.house == way.taker.house:
            continue
        speaking = way.taker.once(_speaking)
        if not speaking:
            continue
        pattern = _told(name.removeprefix("The "))
        shared = {m.b_n: m.a_n for m in way.matches}
        for s in speaking:
            found = pattern.search(s.text)
            if found:
                here = s.n in shared
                giver = way.giver.sentences[shared[s.n]] if here else None
                nats = SHARED if here else ELSEWHERE
                yield way.weight(
                    nats,
                    0,
                    nats * (FROM_WIRE if way.giver.wire else FROM_PAPER),
                    s.text,
                    Span(giver.start, giver.end) if giver else None,
                    Span(s.start + found.start(), s.start + found.end()),
                )


@lru_cache(maxsize=1 << 12)
def _told(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_SELF}{re.escape(name)}\b", re.IGNORECASE)


def _speaking(side: Side) -> list[Sentence]:
    """The sentences in which somebody is spoken to, or something seen by somebody."""
    return [s for s in side.sentences if any(word in s.norm for word in _WORDS) and _SPEAKS.search(s.text)]
