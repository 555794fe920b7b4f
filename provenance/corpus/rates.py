"""Shares of few articles, with what they leave open."""

from __future__ import annotations

from math import nan, sqrt

__all__ = ["wilson"]

_Z = 1.959963984540054  # the normal quantile that leaves 2.5 % on either side: intervals of 95 %


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """The share of hits and its 95 % interval (share, low, high), each 0..1; of nothing (nan, 0, 1).

    Wilson's score interval (1927, doi:10.1080/01621459.1927.10502953): it keeps its level for a handful of articles
    and at 0 and 1, where "share plus or minus" would claim certainty. It takes the articles for a sample of what the
    outlet prints, one independent of another.
    """
    if not of:
        return nan, 0.0, 1.0
    share, spread = hits / of, _Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return share, low, 1.0 if hits == of else min(1.0, middle + half)
