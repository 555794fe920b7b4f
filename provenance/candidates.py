"""Which pairs of articles are worth aligning: all of a handful, those that share a rare run of words of many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from provenance.fingerprint import Options as FingerprintOptions
from provenance.fingerprint import fingerprint

__all__ = ["Options", "candidates"]


@dataclass(frozen=True)
class Options:
    """How candidates are found.

    `everybody`: up to this many articles every pair is a candidate, so that even a retelling without a shared run
    of words is compared, and so that "nothing in common" is a verdict with its reason. 40 articles are 780 pairs,
    under a second; tried 10-100.
    `holders`: a run of words that more articles hold than this links each of them to one representative only:
    a story reprinted 2,000 times costs 2,000 links, not 2,000,000.
    """

    everybody: int = 40
    holders: int = 50
    fingerprint: FingerprintOptions = FingerprintOptions()


def candidates(
    articles: pd.DataFrame, sentences: pd.DataFrame, *, options: Options = Options()
) -> list[tuple[str, str]]:
    """The pairs (a, b), a < b, that may share text, sorted; takes ARTICLES and SENTENCES."""
    names = sorted(articles["article"])
    if len(names) <= options.everybody:
        return list(combinations(names, 2))
    pairs: set[tuple[str, str]] = set()
    for _, holders in fingerprint(sentences, options=options.fingerprint).groupby("hash")["article"]:
        found = sorted(holders)
        if len(found) > options.holders:
            pairs.update((found[0], other) for other in found[1:])
        elif len(found) > 1:
            pairs.update(combinations(found, 2))
    return sorted(pairs)
