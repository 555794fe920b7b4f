"""Fit the weights of families on known histories: python tests/bench/fit.py FOLDER. See README.md beside it."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from known_histories import histories
from numpy.typing import NDArray

import provenance.infer
from provenance.infer import family, trees
from provenance.infer.bonds import BONDS, bonds
from provenance.infer.readings import CUES, copying, cues, readings

Floats = NDArray[np.float64]
# Sub-families are drawn of so many texts, half of them lower-cased, so that no weight leans on case or size; as many
# as bring a genre of few histories near the others.
SIZES, DRAWN = (3, 4, 4, 6), 400
# Penalties on the squares of the weights (tried a third and three times each): order, joins, roots, links, trees.
RIDGE = {"cues": 5.0, "joins": 0.1, "hung": 1.0, "links": 0.3, "again": 0.01}
FOLDS = 4


@dataclass(frozen=True)
class History:
    """A family with its parents (-1: the first), and what is read off it once."""

    genre: str
    group: str
    parents: NDArray[np.int64]
    above: NDArray[np.bool_]
    cues: Floats
    bonds: Floats
    copies: float
    whole: bool

    @property
    def one_tree(self) -> bool:
        return int((self.parents < 0).sum()) == 1


def nearest(texts: dict[str, str], edges: list[tuple[str, str]], kept: list[str]) -> NDArray[np.int64]:
    """Each kept text's nearest ancestor that is kept too, or -1."""
    up: dict[str, str] = {}
    for parent, child in edges:
        up.setdefault(child, parent)
    found = []
    for name in kept:
        here = up.get(name)
        while here is not None and here not in kept:
            here = up.get(here)
        found.append(kept.index(here) if here is not None else -1)
    return np.array(found)


def seen(genre: str, group: str, texts: list[str], parents: NDArray[np.int64], whole: bool) -> History:
    table = readings(texts)
    return History(genre, group, parents, trees.descent(parents), cues(table), bonds(table), copying(table), whole)


def read(path: Path, most: int, take: slice, at_most: int) -> list[History]:
    """Every history of a file of at most so many texts, each followed by sub-families of it.

    Of a file that has more than `at_most` every second is taken, or every third, and so on.
    """
    chance = random.Random(0)
    kept = [h for h in histories(path) if 3 <= len(h[0]) <= most]
    kept = kept[:: -(-len(kept) // at_most)][take]
    genre = path.parent.name if path.parent.name else path.stem
    found = []
    for texts, edges in kept:
        names = chance.sample(list(texts), len(texts))  # in a file that is in order a tie would be broken rightly
        # histories of one text by different hands stay in one fold
        group = hashlib.sha256(texts[min(texts)].encode()).hexdigest()
        found.append(seen(genre, group, [texts[n] for n in names], nearest(texts, edges, names), True))
        for _ in range(round(DRAWN / len(kept)) if len(names) > 3 and len(kept) > 1 else 0):
            some = sorted(chance.sample(names, min(chance.choice(SIZES), len(names))))
            lower = chance.random() < 0.5
            told = [texts[n].lower() if lower else texts[n] for n in some]
            found.append(seen(genre, group, told, nearest(texts, edges, some), False))
    return found


def folds(found: list[History], count: int) -> list[list[History]]:
    groups = sorted({h.group for h in found})
    at = {group: n % count for n, group in enumerate(groups)}
    return [[h for h in found if at[h.group] == n] for n in range(count)]


def shares(found: list[History]) -> list[float]:
    """Weights under which every genre counts alike, and every history of it."""
    count = {g: sum(h.genre == g for h in found) for g in {h.genre for h in found}}
    return [1 / count[h.genre] / len(count) for h in found]


def logistic(rows: Floats, heavy: Floats, ridge: float) -> Floats:
    """Weights under which every row comes out positive as likely as can be (Newton's steps, no intercept)."""
    by = np.zeros(rows.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(rows @ by, -30, 30)))
        slope = rows.T @ (heavy * (1 - p)) - ridge * by
        step = np.linalg.solve((rows * (heavy * p * (1 - p))[:, None]).T @ rows + ridge * np.eye(len(by)), slope)
        by = by + step
        if np.abs(step).max() < 1e-6:
            break
    return by


def ordered(found: list[History], what: list[Floats], total: float, ridge: float) -> Floats:
    """`logistic` on every pair of ancestor and descendant; each history counts alike in its genre."""
    rows, heavy = [], []
    for h, values, share in zip(found, what, shares(found), strict=True):
        if h.above.any():
            rows.append(values[h.above])
            heavy.append(np.full(len(rows[-1]), total * share / len(rows[-1])))
    return logistic(np.concatenate(rows), np.concatenate(heavy), ridge)


def climbed(size: int, ridge: float, parts: list, slope_of) -> Floats:
    """Weights at the top of a likelihood: `slope_of(part, weights)` gives slope and curvature of one part."""
    by = np.zeros(size)
    for _ in range(15):
        slope, curve = -ridge * by, ridge * np.eye(size)
        for part in parts:
            more, bent = slope_of(part, by)
            slope, curve = slope + more, curve + bent
        step = np.linalg.solve(curve, slope)
        by = by + step * min(1.0, 2 / max(1e-9, np.abs(step).max()))
        if np.abs(step).max() < 1e-4:
            break
    return by


def join_slope(part, by):
    """Of the true tree among all spanning trees (without direction)."""
    values, true, heavy = part
    upper = np.triu_indices(len(true), 1)
    p, f = trees.neighbours(values @ by)[upper], values[upper]
    return heavy * f.T @ (true[upper] - p), heavy * (f * (p * (1 - p))[:, None]).T @ f


def root_slope(part, by):
    """Of the true first text among all texts."""
    values, first, heavy = part
    q = family.softmax(values @ by)
    off = values - q @ values
    return heavy * off[first], heavy * (off * q[:, None]).T @ off


def link_slope(part, by):
    """Of the true tree among all trees with direction."""
    edges, firsts, parents, heavy = part
    k, n = edges.shape[-1], len(parents)
    p, first = trees.posteriors(edges @ by[:k], firsts @ by[k:])
    all_of = np.zeros((n + 1, n, len(by)))
    all_of[:n, :, :k], all_of[n, :, k:] = edges, firsts
    q = np.concatenate([p, first[None]])
    mean = np.einsum("pc,pck->ck", q, all_of)
    true = all_of[parents, np.arange(n)]  # -1 is the last row: no parent
    off = (all_of - mean).reshape(-1, len(by))
    return heavy * (true - mean).sum(0), heavy * (off * q.reshape(-1, 1)).T @ off


def fit(found: list[History], skip: tuple[int, ...] = ()) -> family.Weights:
    """All weights of `family`, from histories with their sub-families; cues in `skip` weigh nothing."""
    asked = np.array([0.0 if n % len(CUES) in skip else 1.0 for n in range(2 * len(CUES))])
    order: dict[int, Floats] = {}
    for out in folds(found, FOLDS):  # what the tree learns from must not have seen the answer
        rest = [h for h in found if not any(h is o for o in out)]
        by = ordered(rest, [h.cues * asked for h in rest], 2000, RIDGE["cues"])
        order |= {id(h): family.older(h.cues, by * asked) for h in out}
    w = {"cues": ordered(found, [h.cues * asked for h in found], 2000, RIDGE["cues"]) * asked}
    whole = [h for h in found if h.whole and h.one_tree]
    heavy = [400 * share for share in shares(whole)]
    parts = []
    for h, share in zip(whole, heavy, strict=True):
        n = len(h.parents)
        true = np.zeros((n, n))
        child = (h.parents >= 0).nonzero()[0]
        true[h.parents[child], child] = true[child, h.parents[child]] = 1.0
        parts.append((family.joins(h.bonds, h.copies), true, share / n))
    w["joins"] = climbed(parts[0][0].shape[-1], RIDGE["joins"], parts, join_slope)
    joined = [trees.neighbours(part[0] @ w["joins"]) for part in parts]
    best = [trees.spanning(j) for j in joined]
    seats = [family.hung(b, order[id(h)], h.copies) for b, h in zip(best, whole, strict=True)]
    parts = [(s, int(h.parents.argmin()), share) for s, h, share in zip(seats, whole, heavy, strict=True)]
    w["hung"] = climbed(seats[0].shape[-1], RIDGE["hung"], parts, root_slope)
    once = [family.odds(family.sides(b, family.softmax(s @ w["hung"]))) for b, s in zip(best, seats, strict=True)]
    two = [np.stack([order[id(h)], o], -1) for h, o in zip(whole, once, strict=True)]
    w["once"] = ordered(whole, two, 400, RIDGE["again"])
    linked = [family.links(h.bonds, h.copies, j, t @ w["once"]) for h, j, t in zip(whole, joined, two, strict=True)]
    parts = [(*k, h.parents, share / len(h.parents)) for k, h, share in zip(linked, whole, heavy, strict=True)]
    size = linked[0][0].shape[-1]
    both = climbed(size + linked[0][1].shape[-1], RIDGE["links"], parts, link_slope)
    w["links"], w["firsts"] = both[:size], both[size:]
    above = [trees.above(trees.posteriors(e @ w["links"], f @ w["firsts"])[0]) for e, f in linked]
    three = [np.concatenate([t, family.odds(a)[..., None]], -1) for t, a in zip(two, above, strict=True)]
    w["again"] = ordered(whole, three, 400, RIDGE["again"])
    return w


def measured(found: list[History], w: family.Weights, into: dict[str, list]) -> None:
    """Adds for each whole history: parents right, parents; each true pair's nats."""
    for h in found:
        if h.whole:
            told = family.infer_from(h.cues, h.bonds, h.copies, w)
            has = h.parents >= 0
            hits = told.tree[has] == h.parents[has]
            into.setdefault(h.genre, []).append((hits.sum(), has.sum(), told.order[h.above]))


def line(name: str, rows: list) -> str:
    nats = np.concatenate([r[2] for r in rows])
    p = 1 / (1 + np.exp(-nats))
    turned = np.arange(len(p)) % 2 == 0  # half of the pairs the other way round: a bin's order carries no truth
    q = np.where(turned, 1 - p, p)
    at = np.minimum(9, (q * 10).astype(int))
    ece = sum(abs((q - ~turned)[at == n].sum()) for n in range(10)) / max(1, len(q))
    sure = (p >= 0.8) | (p <= 0.2)
    right = (p[sure] > 0.5).mean() if sure.any() else float("nan")
    parent = sum(r[0] for r in rows) / max(1, sum(r[1] for r in rows))
    order = (nats > 0).mean() + (nats == 0).mean() / 2
    return f"{name:<38}{parent:>8.3f}{order:>8.3f}{ece:>8.3f}{sure.mean():>8.3f}{right:>8.3f}"


def crossed(found: list[History], skip: tuple[int, ...] = ()) -> dict[str, list]:
    into: dict[str, list] = {}
    for out in folds(found, FOLDS):
        measured(out, fit([h for h in found if not any(h is o for o in out)], skip), into)
    return into


def by_cues(found: list[History], skip: tuple[int, ...]) -> dict[str, list]:
    """As `crossed`, for the order by the cues alone, without trees: a look at each cue that takes seconds."""
    asked = np.array([0.0 if n % len(CUES) in skip else 1.0 for n in range(2 * len(CUES))])
    into: dict[str, list] = {}
    for out in folds(found, FOLDS):
        rest = [h for h in found if not any(h is o for o in out)]
        by = ordered(rest, [h.cues * asked for h in rest], 2000, RIDGE["cues"]) * asked
        for h in out:
            if h.whole:
                into.setdefault(h.genre, []).append((0, 0, family.older(h.cues, by)[h.above]))
    return into


def shown(title: str, into: dict[str, list]) -> None:
    for genre in sorted(into):
        print(line(f"{title}{genre}", into[genre]), flush=True)


def main() -> int:
    """Print cross-validated figures, the ablations asked for, and write the weights fitted on everything."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--most", type=int, default=60, help="leave out histories of more texts than this")
    arguments.add_argument("--at-most", type=int, default=250, help="take evenly so many histories of a file")
    arguments.add_argument("--half", action="store_true", help="fit on every other history, measure on the rest")
    arguments.add_argument("--ablate", action="store_true", help="leave out one cue, then one genre, at a time")
    arguments.add_argument("--write", action="store_true", help="write the weights into the package")
    asked = arguments.parse_args()
    paths = sorted(path for path in asked.folder.rglob("*.jsonl*") if path.is_file())
    print(f"{'':<38}{'parent':>8}{'order':>8}{'ece':>8}{'sure':>8}{'right':>8}")
    if asked.half:
        into: dict[str, list] = {}
        one, two = ([h for p in paths for h in read(p, asked.most, slice(n, None, 2), asked.at_most)] for n in (0, 1))
        measured(two, fit(one), into)
        shown("other half: ", into)
        return 0
    found = [h for p in paths for h in read(p, asked.most, slice(None), asked.at_most)]
    shown("", crossed(found))
    if asked.ablate:
        shown("cues alone: ", by_cues(found, ()))
        for n, cue in enumerate(CUES):
            shown(f"cues without {cue}: ", by_cues(found, (n,)))
        length = tuple(CUES.index(name) for name in ("length", "growth", "balance"))
        shown("cues without any length: ", by_cues(found, length))
        for genre in sorted({h.genre for h in found}):
            into = {}
            measured([h for h in found if h.genre == genre], fit([h for h in found if h.genre != genre]), into)
            shown("genre left out: ", into)
    if asked.write:
        w = fit(found)
        made = {
            "made_by": "tests/bench/fit.py",
            "inputs": {
                p.parent.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(),
                                "histories": sum(h.whole and h.genre == p.parent.name for h in found)}
                for p in paths
            },
            "cues": CUES, "bonds": BONDS, "hung": family.HUNG,
            "weights": {name: [round(float(x), 4) for x in w[name]] for name in family.WEIGHTS},
        }  # fmt: skip
        out = Path(provenance.infer.__file__).with_name("family.json")
        out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(f"written to {out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
