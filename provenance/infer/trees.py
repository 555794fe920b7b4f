"""All the trees that a family may have come by, weighed at once: edge posteriors, and the one tree to draw.

Start at `posteriors`. Every tree in which one text is the first and each other has one parent weighs the product of
its edges; the sum over all of them is a determinant (Tutte's matrix-tree theorem; Koo and others 2007,
https://aclanthology.org/D07-1015), and what each edge has of it is its posterior.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["above", "branching", "descent", "forest", "neighbours", "posteriors", "spanning", "together"]

Floats = NDArray[np.float64]

# Scores are clipped to this many nats below the best, and a root weighs as many below the least edge that two trees of
# two roots count for nothing; e^-500 is still a number.
_FAR, _ROOT = 300.0, 200.0
# A second root is dearer than so many times the widest difference of two scores, times the texts.
_SECOND = 200.0


def posteriors(scores: Floats, roots: Floats) -> tuple[Floats, Floats]:
    """(p [n, n], first [n]): how probably row is the parent of column; how probably each text is the first of all.

    `scores` [n, n]: log weight of the edge row → column (the diagonal is not looked at); `roots` [n]: log weight of
    each text as the first. `first` sums to 1, and so does each column of p with what `first` has of it. Cost: the
    cube of n.
    """
    n = len(roots)
    open_ = np.where(np.eye(n, dtype=bool), -np.inf, scores)
    top = open_.max(initial=-_FAR)
    weights = np.exp(np.maximum(open_.T - top, -_FAR))  # [child, parent]
    np.fill_diagonal(weights, 0.0)
    first = np.exp(np.maximum(roots - roots.max(), -_ROOT) - _FAR - _ROOT)
    slopes, starts = _slopes(weights, first)
    p, started = np.clip((weights * slopes).T, 0.0, 1.0), np.clip(first * starts, 0.0, 1.0)
    total = p.sum(0) + started
    return p / total, started / total


def _slopes(weights: Floats, first: Floats) -> tuple[Floats, Floats]:
    """What the logarithm of the determinant gains by each weight [child, parent] and by each text's as the first.

    Texts are eliminated one by one without a subtraction (Grassmann, Taksar, Heyman 1985, doi:10.1287/opre.33.5.1107),
    so that two that are alike and far from all others cost no digit; then the same backwards, by the chain rule.
    """
    n = len(first)
    left, ground = weights.copy(), first.copy()
    steps = []
    for k in range(n):
        row, column, below = left[k, k + 1 :].copy(), left[k + 1 :, k].copy(), ground[k]
        pivot = row.sum() + below
        steps.append((row / pivot, column, below / pivot, pivot))
        left[k + 1 :, k + 1 :] += column[:, None] * (row / pivot)
        np.fill_diagonal(left, 0.0)
        ground[k + 1 :] += column * (below / pivot)
    slopes, starts = np.zeros((n, n)), np.zeros(n)
    for k in reversed(range(n)):
        row, column, below, pivot = steps[k]
        later = slice(k + 1, n)
        made = slopes[later, later] @ row + starts[later] * below
        rest = 1 - column @ made
        slopes[k, later] = (column @ slopes[later, later] + rest) / pivot
        starts[k] = (column @ starts[later] + rest) / pivot
        slopes[later, k] = made
    return slopes, starts


def forest(scores: Floats, roots: Floats) -> Floats:
    """[n, n]: how probably row is the parent of column, where any number of texts may have no parent here.

    As `posteriors`, but every text may hang from nowhere: `roots` [n] is the log weight of that; what lacks to 1 in
    a column is its chance. `scores` may hold -inf where row cannot be the parent. Cost: the cube of n.
    """
    open_ = np.where(np.eye(len(roots), dtype=bool), -np.inf, scores)
    best = np.maximum(open_.max(0), roots)
    weights = np.where(np.isfinite(open_), np.exp(np.maximum(open_ - best, -_FAR)), 0.0)
    first = np.exp(np.maximum(roots - best, -_FAR))
    inverse = np.linalg.inv(np.diag(weights.sum(0) + first) - weights)
    p = np.clip(weights * (inverse.diagonal()[None] - inverse.T), 0.0, 1.0)
    starts = np.clip(first * inverse.diagonal(), 0.0, 1.0)
    found: Floats = p / (p.sum(0) + starts)
    return found


def above(p: Floats) -> Floats:
    """[n, n]: how probably row is an ancestor of column, were each text's parent drawn by itself from `p`.

    The chance that a walk from child to parent meets the row before it ends. Exact where `p` is one tree.
    """
    n = len(p)
    inverse = np.linalg.inv(np.eye(n) * (1 + 1e-9) - p.T)
    met = inverse / inverse.diagonal()[None]
    np.fill_diagonal(met, 0.0)
    return np.clip(met.T, 0.0, 1.0)


def branching(scores: Floats, roots: Floats) -> NDArray[np.int64]:
    """[n]: each text's parent, -1 for the first, so that the scores add up to the most and no circle arises.

    Of equal parents the first is taken. Chu and Liu 1965, Edmonds 1967. Cost: the cube of n at worst.
    """
    n = len(roots)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, 1:] = scores
    # one first only: a second would cost more than any edge
    full[0, 1:] = roots - _SECOND * (1 + np.ptp(scores) + np.ptp(roots))
    np.fill_diagonal(full, -np.inf)
    parents: NDArray[np.int64] = _widest(full)[1:] - 1
    return parents


def _widest(scores: Floats) -> NDArray[np.int64]:
    """The parents of nodes 1.. below node 0 in the best arborescence; parent of node 0: 0."""
    parent: NDArray[np.int64] = scores.argmax(0).astype(np.int64)
    parent[0] = 0
    circle = _circle(parent)
    if not circle:
        return parent
    inside = np.array(circle)
    outside = np.array([v for v in range(len(parent)) if v not in circle])
    own = scores[parent[inside], inside]
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(outside, inside)] - own
    out_of = scores[np.ix_(inside, outside)]
    small[:m, m] = into.max(1)
    small[m, :m] = out_of.max(0)
    small[m, m] = small[m, 0] = -np.inf
    found = _widest(small)
    made = parent.copy()
    entry = found[m]
    made[inside[into[entry].argmax()]] = outside[entry]
    for v in range(1, m):
        made[outside[v]] = inside[out_of[:, v].argmax()] if found[v] == m else outside[found[v]]
    return made


def _circle(parent: NDArray[np.int64]) -> list[int]:
    """The nodes of one circle, or none."""
    seen = np.zeros(len(parent), dtype=np.int64)
    for start in range(1, len(parent)):
        here = start
        while here and not seen[here]:
            seen[here] = start
            here = int(parent[here])
        if here and seen[here] == start:
            circle = [here]
            while parent[circle[-1]] != here:
                circle.append(int(parent[circle[-1]]))
            return sorted(circle)
    return []


def neighbours(scores: Floats) -> Floats:
    """[n, n]: how probably two texts are joined, over all spanning trees without direction (Kirchhoff 1847).

    `scores`: log weight of each join, symmetric. The sum over the pairs is n - 1. Cost: the cube of n.
    """
    p, _ = posteriors(scores, np.zeros(len(scores)))
    joined: Floats = np.minimum(p + p.T, 1.0)
    return joined


def spanning(joined: Floats) -> list[NDArray[np.int64]]:
    """[n] of [n]: the tree whose joins add up to the most, hung up by each text in turn: each text's parent, or -1."""
    n = len(joined)
    only = np.full(n, -float(n) - 1)
    only[0] = 0.0
    parents = branching(joined, only)
    beside: list[list[int]] = [[] for _ in range(n)]
    for child, parent in enumerate(parents):
        if parent >= 0:
            beside[child].append(int(parent))
            beside[int(parent)].append(child)
    return [_hung(beside, root) for root in range(n)]


def together(beside: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The groups that hang together, over as many steps as it takes; each sorted, in order of their first names.

    `beside` has every name, with those next to it, either way. Cost: linear in both, plus sorting.
    """
    seen: set[str] = set()
    found = []
    for start in sorted(beside):
        if start not in seen:
            group, left = {start}, {start}
            while left:
                left = {other for name in sorted(left) for other in beside[name]} - group
                group |= left
            seen |= group
            found.append(sorted(group))
    return found


def _hung(beside: list[list[int]], root: int) -> NDArray[np.int64]:
    parents = np.full(len(beside), -1, dtype=np.int64)
    left = [root]
    while left:
        here = left.pop()
        for there in beside[here]:
            if there != parents[here]:
                parents[there] = here
                left.append(there)
    return parents


def descent(parents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[n, n]: is row an ancestor of column in this tree?"""
    n = len(parents)
    found = np.zeros((n, n), dtype=bool)
    for child in range(n):
        here = parents[child]
        while here >= 0:
            found[here, child] = True
            here = parents[here]
    return found
