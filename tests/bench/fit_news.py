"""Fit the weights of the signals between outlets: python tests/bench/fit_news.py [--news FILE]. See README.md."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import provenance as pv
from provenance import evidence, pairs
from provenance.evidence import SIGNALS
from provenance.infer import Options
from provenance.masking import mask

Floats = NDArray[np.float64]
NAMES = [name for name, _ in SIGNALS]
# Signals that lean on what is longer, in any disguise.
# No weight of theirs may pass the declared one: simulated desks lose detail more faithfully than real ones.
LENGTH = ("attested_elsewhere", "containment", "detail_lost", "quotations_cut", "truncation")
CAPS = (0.5, 1.0, 2.0)  # of the cap that a signal declares
KIN = 2  # sentences that a text must have of another to descend from it, as in `scoring`
ONE = 1
FOLDS = 5
RIDGE = 10.0  # pull of a weight towards 1, its declared value, against 1,000 pairs a source
MASS = 1000.0
RARE = 30  # pairs on which a signal must speak for its weight to be fitted
# Simulated sites point to one another's headlines, which real ones do not: how far a shared one is to be believed
# cannot be learned there.
UNLIKE = ("foreign_furniture",)
# These say the same of all three stories, so that pairs of kin tell nothing of their weights.
KINSHIP = ("shared_slips", "shared_wording")
ENOUGH = 2.0  # nats that another cap must gain
SURE = 0.8
WRONG = 0.3  # share of clocks of real news that run against the copying


@dataclass(frozen=True)
class Seen:
    """A pair whose history is known: what each signal says of it, for each cap, and which story is true.

    `story` 0: a gave to b, 1: b to a, 2: both have a third's. `silver`: the story was read off a clock, and only the
    order of the two is asked.
    """

    source: str
    group: str
    nats: Floats  # caps, signals, stories
    story: int
    silver: bool = False


def seen(trace: pv.Trace, stories: dict[tuple[str, str], int], source: str, groups: dict[str, str]) -> Iterator[Seen]:
    """Every pair that has a story, as the signals see it."""
    known = sorted(stories)
    for pair in pairs.pairs(trace.tables(), known):
        rows = [list(one.see(pair)) for _, one in SIGNALS]
        nats = np.zeros((len(CAPS), len(NAMES), 3))
        for n, much in enumerate(CAPS):
            for k, (_, one) in enumerate(SIGNALS):
                for row in evidence.capped(rows[k], much * one.declared):
                    nats[n, k] += row[:3]
        a, b = pair.a.name, pair.b.name
        yield Seen(source, groups[a], nats, stories[a, b], source == "clocks")


def told(trace: pv.Trace, truth: pv.History) -> dict[tuple[str, str], int]:
    """The true story of every candidate pair of kin; pairs with a sentence or so in common by chance are left out."""
    above = {(a, d): n for a, d, n in truth.ancestry.itertuples(index=False)}
    parents = {n: set(filter(None, str(p or "").split(", "))) for n, p in
               zip(truth.history["node"], truth.history["parents"].fillna(""), strict=True)}  # fmt: skip
    roots: dict[str, set[str]] = {}

    def up(name: str) -> set[str]:
        if name not in roots:
            roots[name] = {name}.union(*(up(p) for p in parents.get(name, ())))
        return roots[name]

    found = {}
    for a, b, shared in zip(*(trace.verdicts[c] for c in ("a", "b", "shared")), strict=True):
        forth, back = above.get((a, b), 0), above.get((b, a), 0)
        if max(forth, back) >= KIN:
            found[a, b] = int(back > forth)
        elif not forth and not back and shared and up(a) & up(b):
            found[a, b] = 2
    return found


def simulated(seed: int, newsrooms: int) -> Iterator[Seen]:
    """Newsrooms with all they give away, and the same with the credits to one another masked and without a time."""
    history = next(iter(pv.simulate(pv.Simulation(newsrooms=newsrooms, articles=20, seed=seed))))
    given = history.articles[["article", "text", "title", "outlet", "published"]]
    groups = {name: f"{seed}-{name.split('-')[0]}" for name in given["article"]}
    made = pv.trace(given)
    yield from seen(made, told(made, history), "newsrooms", groups)
    made = pv.trace(mask(given.drop(columns="published")).articles)
    yield from seen(made, told(made, history), "masked", groups)


def clocked(path: Path, limit: int) -> Iterator[Seen]:
    """Pairs of real news of different outlets that share half of a story, and the order of their clocks."""
    table = pd.read_json(path, lines=True)
    table = table[table["text"].str.len() > 300].sort_values(["time_ut", "text"], ignore_index=True)[:limit]
    names = table["text"].map(lambda t: hashlib.sha256(t.encode()).hexdigest()).rank(method="first").astype(int)
    table["article"] = names.map("d{:06d}".format)
    table = table.sort_values("article", ignore_index=True)
    made = pv.trace(mask(table[["article", "outlet", "text"]]).articles)
    yield from seen(made, ordered(made, table), "clocks", days(table))


def days(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["article"], (table["time_ut"] // 86400).astype(str), strict=True))


def ordered(made: pv.Trace, table: pd.DataFrame) -> dict[tuple[str, str], int]:
    time = dict(zip(table["article"], table["time_ut"], strict=True))
    outlet = dict(zip(table["article"], table["outlet"], strict=True))
    columns = (made.verdicts[c] for c in ("a", "b", "shared"))
    return {
        (a, b): int(time[a] > time[b])
        for a, b, shared in zip(*columns, strict=True)
        if outlet[a] != outlet[b] and shared >= 0.5 and 600 <= abs(time[a] - time[b]) <= 172800
    }


@dataclass(frozen=True)
class Weights:
    """For each signal its weight, and which of CAPS its cap is."""

    weight: Floats
    cap: NDArray[np.int64]


HAND = Weights(np.ones(len(NAMES)), np.full(len(NAMES), ONE))


def stacked(found: Sequence[Seen], cap: NDArray[np.int64]) -> Floats:
    """Pairs, signals, stories."""
    return np.stack([pair.nats[cap, np.arange(len(NAMES))] for pair in found])


def prior() -> Floats:
    return np.log([Options.arrow, Options.arrow, Options.common])


def softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def heavy(found: Sequence[Seen]) -> Floats:
    """Both views of simulated newsrooms count alike, and real news as much as both."""
    count = {s: sum(pair.source == s for pair in found) for s in {pair.source for pair in found}}
    return np.array([(1 + pair.silver) * MASS / count[pair.source] for pair in found])


def likely(p: Floats, found: Sequence[Seen]) -> Floats:
    """The probability of what is known of each pair: its story; of a clock, its order, as clocks go wrong."""
    story = np.array([pair.story for pair in found])
    silver = np.array([pair.silver for pair in found])
    right = p[np.arange(len(p)), story]
    forth = right / (p[:, 0] + p[:, 1])
    return np.where(silver, (1 - WRONG) * forth + WRONG * (1 - forth), right)


def fit(found: Sequence[Seen], skip: Sequence[int] = (), caps: bool = True) -> Weights:
    """Weights, none negative, under which what is known is as likely as can be; signals in `skip` weigh nothing."""
    cap = HAND.cap.copy()
    best = climbed(found, cap, skip)
    for k in range(len(NAMES)) if caps else ():
        for other in range(len(CAPS)):
            if other != best.cap[k] and k not in skip and NAMES[k] not in UNLIKE:
                tried = best.cap.copy()
                tried[k] = other
                again = climbed(found, tried, skip, best.weight)
                if loss(again, found) < loss(best, found) - ENOUGH:
                    best = again
    return best


def loss(w: Weights, found: Sequence[Seen]) -> float:
    p = softmax(prior() + np.einsum("k,nks->ns", w.weight, stacked(found, w.cap)))
    return float(-(heavy(found) * np.log(likely(p, found))).sum() + RIDGE / 2 * ((w.weight - 1) ** 2).sum())


def climbed(found: Sequence[Seen], cap: NDArray[np.int64], skip: Sequence[int], start: Floats | None = None) -> Weights:
    """Newton's steps, projected on weights that are not negative."""
    x, mass = stacked(found, cap), heavy(found)
    story = np.array([pair.story for pair in found])
    silver = np.array([pair.silver for pair in found])
    by = np.ones(len(NAMES)) if start is None else start.copy()
    by[list(skip)] = 0.0
    most = np.array([1.0 if name in LENGTH else np.inf for name in NAMES])
    for _ in range(40):
        q = softmax(prior() + np.einsum("k,nks->ns", by, x))
        pair = q[:, :2] / q[:, :2].sum(1, keepdims=True)
        # of clocks: how far to believe each, given what the signals say
        mine = pair[np.arange(len(q)), np.minimum(story, 1)]
        trust = np.where(silver, (1 - WRONG) * mine / ((1 - WRONG) * mine + WRONG * (1 - mine)), 1.0)
        q[silver, :2], q[silver, 2] = pair[silver], 0.0
        true = np.eye(3)[story]
        true[silver] = trust[silver, None] * true[silver] + (1 - trust[silver, None]) * true[silver][:, [1, 0, 2]]
        slope = np.einsum("n,nks,ns->k", mass, x, true - q) - RIDGE * (by - 1)
        mean = np.einsum("nks,ns->nk", x, q)
        off = x - mean[:, :, None]
        curve = np.einsum("nks,njs,ns->kj", off, off * mass[:, None, None], q) + RIDGE * np.eye(len(by))
        inside = ((by > 0) | (slope > 0)) & ((by < most) | (slope < 0))
        free = np.array([k not in skip and name not in UNLIKE and inside[k] for k, name in enumerate(NAMES)])
        step = np.zeros(len(by))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        new = np.clip(by + step * min(1.0, 1 / max(1e-9, np.abs(step).max())), 0.0, most)
        moved, by = np.abs(new - by).max(), new
        if moved < 1e-4:
            break
    return Weights(by, cap)


def judged(found: Sequence[Seen], w: Weights) -> Floats:
    return softmax(prior() + np.einsum("k,nks->ns", w.weight, stacked(found, w.cap)))


def line(name: str, found: Sequence[Seen], p: Floats) -> str:
    """Pairs, log loss, order, ece of the order, decided, right when decided; wrong arrows count all stories."""
    story = np.array([pair.story for pair in found])
    kin = story < 2
    forth = p[:, 0] / (p[:, 0] + p[:, 1])
    hit = np.where(story == 0, forth, 1 - forth)[kin]
    true = (story == 0)[kin]
    at = np.minimum(9, (forth[kin] * 10).astype(int))
    ece = sum(abs((forth[kin] - true)[at == n].sum()) for n in range(10)) / max(1, kin.sum())
    sure = p[:, :2].max(1) >= SURE
    right = (p[:, :2].argmax(1) == story)[sure].mean() if sure.any() else float("nan")
    order = (hit > 0.5).mean() + (hit == 0.5).mean() / 2
    missed = -np.log(likely(p, found)).mean()
    told = f"{len(found):>7}{missed:>8.3f}{order:>8.3f}{ece:>8.3f}{sure[kin].mean():>8.3f}{sure.sum():>7}{right:>8.3f}"
    return f"{name:<44}{told}"


def crossed(found: Sequence[Seen], skip: Sequence[int] = (), caps: bool = False) -> Floats:
    """What is said of each pair by weights that were fitted without its newsroom, or its day."""
    groups = sorted({(pair.source, pair.group.split("-")[-1], pair.group) for pair in found})
    # the two views of a simulated newsroom stay together
    at = {group: n % FOLDS for n, group in enumerate(sorted({group for *_, group in groups}))}
    p = np.zeros((len(found), 3))
    for fold in range(FOLDS):
        out = np.array([at[pair.group] == fold for pair in found])
        rest = [pair for pair, gone in zip(found, out, strict=True) if not gone]
        p[out] = judged([pair for pair, gone in zip(found, out, strict=True) if gone], fit(rest, skip, caps))
    return p


def shown(title: str, found: Sequence[Seen], p: Floats) -> None:
    for source in sorted({pair.source for pair in found}):
        of = np.array([pair.source == source for pair in found])
        print(line(f"{title}{source}", [pair for pair in found if pair.source == source], p[of]), flush=True)


def leaning(found: Sequence[Seen]) -> None:
    """Of each signal by itself: pairs on which it leans, and the share of those with an order in which it is right."""
    x = stacked(found, HAND.cap)
    story, source = np.array([pair.story for pair in found]), np.array([pair.source for pair in found])
    for k, name in enumerate(NAMES):
        lean = x[:, k, 0] - x[:, k, 1]
        for one in sorted(set(source)):
            here = (source == one) & (lean != 0) & (story < 2)
            if here.any():
                print(f"{name + ', ' + one:<44}{here.sum():>7}{((lean > 0) == (story == 0))[here].mean():>8.3f}")


def ablated(found: Sequence[Seen]) -> None:
    """Without one signal, without any that lean on length, and fitted without a source that is then judged."""
    for k, name in enumerate(NAMES):
        if stacked(found, HAND.cap)[:, k].any():
            shown(f"without {name}: ", found, crossed(found, [k]))
    shown("without any length: ", found, crossed(found, [NAMES.index(name) for name in LENGTH]))
    for source in sorted({pair.source for pair in found}):
        out = [pair for pair in found if pair.source == source]
        rest = [pair for pair in found if pair.source != source]
        if rest:
            shown("source left out: ", out, judged(out, fit(rest)))


def main() -> int:
    """Print what was measured, and write the weights fitted on everything into the package if asked."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--news", type=Path, help="real news: JSON lines with outlet, text, time_ut")
    arguments.add_argument("--limit", type=int, default=5000, help="articles of it, the earliest")
    arguments.add_argument("--seeds", default="11,12,13,14", help="of the simulations, comma-separated")
    arguments.add_argument("--newsrooms", type=int, default=20, help="of 20 articles, a seed")
    arguments.add_argument("--ablate", action="store_true", help="leave out one signal, then one source, at a time")
    arguments.add_argument("--write", action="store_true", help="write the weights into the package")
    asked = arguments.parse_args()
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    found = [pair for seed in seeds for pair in simulated(seed, asked.newsrooms)]
    inputs: dict[str, object] = {"simulate": {"seeds": seeds, "newsrooms": asked.newsrooms, "articles": 20}}
    if asked.news:
        found += clocked(asked.news, asked.limit)
        digest = hashlib.sha256(asked.news.read_bytes()).hexdigest()
        clocks = sum(pair.silver for pair in found)
        inputs[asked.news.parent.name] = {"sha256": digest, "articles": asked.limit, "pairs": clocks}
    report(found, inputs, asked.ablate, asked.write)
    return 0


def report(found: Sequence[Seen], inputs: dict[str, object], ablate: bool, write: bool) -> None:
    print(f"{'':<44}{'pairs':>7}{'loss':>8}{'order':>8}{'ece':>8}{'decided':>8}{'firm':>7}{'right':>8}")
    shown("declared: ", found, judged(found, HAND))
    shown("crossed: ", found, crossed(found, caps=True))
    leaning(found)
    if ablate:
        ablated(found)
    w = fit(found)
    often = (stacked(found, HAND.cap) != 0).any(-1).sum(0)
    made = {}
    for k, (name, one) in enumerate(SIGNALS):
        cap = round(float(one.declared * CAPS[w.cap[k]] * w.weight[k]), 2)
        print(f"{name:<44}{often[k]:>7} pairs   weight {w.weight[k]:.2f}   cap {cap:.2f} (declared {one.declared})")
        if often[k] >= RARE and name not in KINSHIP + UNLIKE:
            made[name] = {"weight": round(float(w.weight[k]), 2), "cap": cap}
    if write:
        told = {"made_by": "tests/bench/fit_news.py", "inputs": inputs, "signals": made}
        out = Path(evidence.__file__).with_name("weights.json")
        out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        print(f"written to {out.name}")


if __name__ == "__main__":
    sys.exit(main())
