"""The earlier article may have given its text to the later, and hardly the other way round.

Stamps of an outlet that lags days behind all that tell its stories are those of a crawl, and say nothing.

**Blind to:** times that are absent, updated, wrong, or known to the day only; site clocks are evidence, never a veto.
Reference: time as direction in RNewsflow, Welbers et al. 2018 (doi:10.1080/19312458.2018.1447655).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from provenance.evidence import signal
from provenance.pairs import Pair, Weight

__all__ = ["order_of_times"]

# The earlier stamp is the origin in about .7 of the pairs whose credits tell: log(.7 / .3), and twice that against.
FOR, AGAINST = 0.8, -1.6


@signal(cap=1.6)
def order_of_times(pair: Pair) -> Iterator[Weight]:
    """One row if the two share text and their times differ by more than their error."""
    if not pair.matches:
        return
    for way in pair.ways():
        early, late = way.giver, way.taker
        gap = pair.corpus.lag(early, late)
        if gap is None:
            continue
        quote = f"{early.published:%Y-%m-%d %H:%M} UTC before {late.published:%Y-%m-%d %H:%M} UTC ({_hours(gap)})"
        yield way.weight(FOR, AGAINST, 0, quote)


def _hours(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes < 48 * 60 else f"{gap.days} days"
