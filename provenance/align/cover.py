"""How much of one story stands in the other."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

__all__ = ["FIRM", "coverage"]

# The probability from which a match is more likely than not: below it reads as "perhaps" and proves nothing.
FIRM = 0.5


def coverage(sentences: pd.DataFrame, matches: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """For each matched pair (a, b): the share of a's words that stand in b, and of b's that stand in a, 0..1.

    A sentence counts with its words times the likeness of its matches (at most once): containment (Broder 1997,
    doi:10.1109/SEQUEN.1997.666900) on aligned sentences instead of shingles. Matches below `FIRM` count for nothing.
    Pairs without a match are absent.
    """
    firm = matches[matches["score"] >= FIRM]
    columns = [firm[column].tolist() for column in ("a", "a_n", "b", "b_n", "likeness")]
    asked = {*columns[0], *columns[2]}
    words: dict[str, dict[int, int]] = {article: {} for article in asked}
    total: dict[str, int] = defaultdict(int)
    told = (sentences[column].tolist() for column in ("article", "n", "norm"))
    for article, n, norm in zip(*told, strict=True):
        if article in asked:
            count = len(norm.split())
            words[article][n] = count
            total[article] += count
    got: dict[tuple[str, str], tuple[dict[int, float], dict[int, float]]] = {}
    for a, a_n, b, b_n, score in zip(*columns, strict=True):
        left, right = got.setdefault((a, b), ({}, {}))
        left[a_n] = min(1.0, left.get(a_n, 0.0) + score)
        right[b_n] = min(1.0, right.get(b_n, 0.0) + score)
    return {
        (a, b): (_share(left, words[a], total[a]), _share(right, words[b], total[b]))
        for (a, b), (left, right) in got.items()
    }


def _share(scores: dict[int, float], words: dict[int, int], total: int) -> float:
    covered = sum([words[n] * score for n, score in sorted(scores.items())])
    return min(1.0, covered / total) if total else 0.0
