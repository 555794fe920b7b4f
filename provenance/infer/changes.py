"""How the texts of a family differ: by words replaced in place everywhere, as copies made by hand do, or by passages.

Revisions add and drop passages and say who was first by what grows; who copies by hand replaces a word by one like it,
line after line, and adds nothing. There the length, and whatever else goes by what is added, tells no direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.align.differ import matched

__all__ = ["by_hand"]

# A change of at most so many words on either side is small.
SMALL = 3
# From .. to: the share of the changed words that stand in small changes (one corpus of copies by hand: 1.0; articles
# revised: .09 at the median, .53 at the 95th percentile), the share of the changes that replace as many words as they
# take (.67; .10 and .48; documents in git: 0 and .06), and changes a text (12; below three nothing can be told).
LITTLE, REPLACED, MANY = (0.6, 0.8), (0.35, 0.55), (3.0, 6.0)
# And the share of a text's runs of eight words that stand in its nearest (.91; rewrites by a machine, which replace
# words as well: .45 at most). A word in twenty changed leaves .65.
VERBATIM = (0.48, 0.6)


def by_hand(told: Sequence[Sequence[str]], mass: NDArray[np.float64], verbatim: float) -> float:
    """0..1: do these texts (their words) differ as copies made by hand? 1 if all measures say so.

    Each text is held against its nearest by `mass`; the median text counts. `verbatim`: the share of its runs that
    stand there. Cost: a diff a text, where that share allows any.
    """
    if verbatim <= VERBATIM[0]:
        return 0.0
    near = (mass - np.diag(np.full(len(told), np.inf))).argmax(1)
    seen = np.median([_seen(words, told[n]) for words, n in zip(told, near, strict=True)], axis=0)
    parts = [_ramp(value, *ends) for value, ends in zip(seen, (LITTLE, REPLACED, MANY), strict=True)]
    return float(np.prod(parts)) * _ramp(verbatim, *VERBATIM)


def _seen(one: Sequence[str], two: Sequence[str]) -> tuple[float, float, float]:
    """Share of the changed words in small changes, share of the changes that replace like for like, and changes."""
    ends = [(-1, -1), *matched(one, two), (len(one), len(two))]
    gaps = [(c - a - 1, d - b - 1) for (a, b), (c, d) in pairwise(ends)]
    changes = [gap for gap in gaps if any(gap)]
    small = sum(sum(gap) for gap in changes if max(gap) <= SMALL)
    like = sum(a == b for a, b in changes)
    count = len(changes)
    return small / max(1, sum(map(sum, changes))), like / max(1, count), float(count)


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0, 1))
