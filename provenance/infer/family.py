"""What a family of versions or retellings tells of its order and its tree, weighed with fitted weights.

Start at `infer`. Four steps, each with its weights in `family.json` (made by tests/bench/fit.py, which names its
inputs there): who of two is older, by the cues (logistic, antisymmetric, no intercept); who is whose neighbour, over
all trees; which text hangs the best tree up best; and from all three each text's parents, over all trees with
direction. The tree then changes the verdicts on the pairs: judge, descend, judge again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from provenance.infer import trees
from provenance.infer.bonds import bonds, parsimony
from provenance.infer.readings import Table, copying, cues

__all__ = [
    "HUNG", "WEIGHTS", "Told", "hung", "infer", "infer_from", "joins", "links", "odds", "older", "sides", "softmax",
    "weights",
]  # fmt: skip

Floats = NDArray[np.float64]
Weights = dict[str, Floats]

# No pair's cues bring more nats than this: style is no proof. Tried 1.5, 2, 3.
MOST = 2.0
# What is added to the chance of descent before its log is taken: a tree is never surer than 20 to 1.
DOUBT = 0.05
WEIGHTS = ("cues", "joins", "hung", "once", "links", "firsts", "again")
HUNG = ("edges", "above", "first", "above in many", "forks", "an end")
# Which bonds are asked in a family that retells: with all of them the fit learns its two genres by heart.
_RETOLD = [0, 1, 3, 4]


@dataclass(frozen=True)
class Told:
    """What a family of n tells: `order` [n, n], nats that row is older than column; `parents` [n, n], how probably
    row is the parent of column; `first` [n]; `above` [n, n], how probably row is an ancestor of column; `tree` [n]:
    each text's parent in the tree that is drawn, -1 for its first.
    """

    order: Floats
    parents: Floats
    first: Floats
    above: Floats
    tree: NDArray[np.int64]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights by the names in WEIGHTS."""
    read = json.loads(files(__package__).joinpath("family.json").read_text(encoding="utf-8"))
    return {name: np.array(read["weights"][name]) for name in WEIGHTS}


def infer(table: Table, given: Weights | None = None) -> Told:
    """Order and tree of a family of at least two texts, by the weights `given` or those that ship.

    Texts that are alike in the whole table get the same numbers. Cost: the cube of their number.
    """
    found = infer_from(cues(table), bonds(table), copying(table), given or weights())
    return found if not table.by_hand else _mixed(found, _copied(table), table.by_hand)


def infer_from(found: Floats, bound: Floats, copies: float, w: Weights) -> Told:
    """The same from the `cues`, the `bonds` and the share of copying of a family that was not copied by hand."""
    order = older(found, w["cues"])
    joined = trees.neighbours(joins(bound, copies) @ w["joins"])
    best = trees.spanning(joined)
    once = odds(sides(best, softmax(hung(best, order, copies) @ w["hung"])))
    edges, firsts = links(bound, copies, joined, w["once"][0] * order + w["once"][1] * once)
    parents, first = trees.posteriors(edges @ w["links"], firsts @ w["firsts"])
    above = trees.above(parents)
    again = w["again"][0] * order + w["again"][1] * once + w["again"][2] * odds(above)
    return Told(again, parents, first, above, trees.branching(parents, first))


def _copied(table: Table) -> Told:
    """What copies made by hand tell: which hang together, by the words they share; not which way.

    Signs and capitals are each copyist's own, so they are not asked.
    """
    nats = parsimony(table.mass)
    joined = trees.neighbours(nats)
    best = trees.spanning(joined)
    n = len(best)
    anywhere = np.full(n, 1 / n)
    above = sides(best, anywhere)
    parents = joined * (1 - anywhere) / np.maximum(joined.sum(0), 1e-9)
    return Told(np.zeros((n, n)), parents, anywhere, above, best[int(above.sum(1).argmax())])


def _mixed(one: Told, two: Told, part: float) -> Told:
    """Both, `two` counting for `part` of the whole; the tree is that of the greater part."""
    p, first, above, order = (
        (1 - part) * a + part * b
        for a, b in zip(
            (one.parents, one.first, one.above, one.order), (two.parents, two.first, two.above, two.order), strict=True
        )
    )
    return Told(order, p, first, above, (two if part > 0.5 else one).tree)


def older(found: Floats, by: Floats) -> Floats:
    """[n, n]: nats of the `cues` that row is the older, capped; antisymmetric to the last bit."""
    nats: Floats = np.clip(found @ by, -MOST, MOST)
    return (nats - nats.T) / 2


def joins(found: Floats, copies: float) -> Floats:
    """[n, n, k]: the `bonds` once for copying, and some of them once for retelling."""
    return np.concatenate([found * copies, found[..., _RETOLD] * (1 - copies)], axis=-1)


def hung(best: list[NDArray[np.int64]], order: Floats, copies: float) -> Floats:
    """[n, k]: what speaks for each text as the first of the best tree: HUNG, for copying and for retelling."""
    n = len(best)
    rows = []
    for root, parents in enumerate(best):
        has = parents >= 0
        children = np.bincount(parents[has], minlength=n)
        above = trees.descent(parents)
        mean = float(order[above].mean()) if n > 1 else 0.0
        rows.append((
            order[parents[has], has.nonzero()[0]].sum() / np.sqrt(n), mean, order[root].sum() / n, mean * np.log(n),
            -np.log(np.maximum(1, children)).sum(), float(children[root] == 1),
        ))  # fmt: skip
    found = np.array(rows)
    return np.concatenate([found * copies, found * (1 - copies)], axis=-1)


def sides(best: list[NDArray[np.int64]], roots: Floats) -> Floats:
    """[n, n]: how probably row is an ancestor of column in the best tree, over the texts it may hang from."""
    return np.clip(sum((p * trees.descent(tree) for tree, p in zip(best, roots, strict=True)), np.zeros(())), 0, 1)


def links(found: Floats, copies: float, joined: Floats, order: Floats) -> tuple[Floats, Floats]:
    """([n, n, k], [n, m]): what speaks for each edge, parent → child, and for each text as the first of all."""
    n = len(joined)
    sure = -np.log1p(np.exp(-np.clip(order, -6, 6)))
    degree = joined.sum(0)
    crowd = np.log(np.maximum(1, degree[:, None] - joined))
    kinds = np.stack([sure, np.log(joined + 0.01), crowd], axis=-1)
    mean = (sure.sum(1) - sure.diagonal()) / max(1, n - 1)
    first = np.stack([np.ones(n), mean, mean * np.log(n), np.log(np.maximum(1, degree))], axis=-1)
    return np.concatenate([found, kinds * copies, kinds * (1 - copies)], axis=-1), first


def odds(above: Floats) -> Floats:
    """[n, n]: nats that row stands above column rather than below."""
    nats: Floats = np.log((above + DOUBT) / (above.T + DOUBT))
    return nats


def softmax(scores: Floats) -> Floats:
    """Probabilities from log weights."""
    found: Floats = np.exp(scores - scores.max())
    found /= found.sum()
    return found
