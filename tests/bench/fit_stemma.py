"""Fit what hangs an article below another on simulated newsrooms: python tests/bench/fit_stemma.py [--seed 7003].

Takes the first verdicts of traces whose truth is known, and finds the weights under which each article's true parent
(or none here) is the likeliest among all that share its text; writes provenance/infer/stemma.json. See README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import provenance as pv
import provenance.infer
from provenance.align import coverage
from provenance.infer.stemma import HANGS, ROOTS, hangings
from provenance.newsrooms import histories

Floats = NDArray[np.float64]
RIDGE, STEPS, PACE = 1.0, 400, 0.2
# What the trees say of a pair takes the place of its own verdict. On 1,600 articles 0 (not asked) puts .90 of the pairs
# in order and draws .06 wrong arrows; 1 puts .92 and draws .03.
AGAIN = 1.0


class Case(NamedTuple):
    """One article: a row of HANGS for each that may be its parent, its own ROOTS, and the place of the right one."""

    hangs: Floats
    roots: Floats
    right: int  # the number of candidates: none of them


def cases(options: pv.Simulation) -> list[Case]:
    """Every article that shares text with another; the newsrooms are traced together."""
    history = next(iter(histories(options, size=10**9)))
    made = pv.trace(history.articles[["article", "text", "title", "outlet", "published"]])
    asked = list(zip(made.verdicts["a"], made.verdicts["b"], strict=True))
    cover = coverage(made.sentences, made.matches)
    own = made.evidence[~made.evidence["signal"].isin(["lineage", "family"])]
    found = hangings(made.sentences, made.matches, provenance.infer.judge(own, asked, cover))
    main = history.edges[history.edges["primary"]]
    true = dict(zip(main["child"], main["parent"], strict=True))
    made_of = []
    for child, others in sorted(found.below.items()):
        names = sorted(others)
        right = names.index(true[child]) if true.get(child) in others else len(names)
        made_of.append(Case(np.array([others[n] for n in names]), np.array(found.first[child]), right))
    return made_of


def chances(case: Case, by: Floats) -> Floats:
    """How probable each candidate is, and at the end none of them."""
    scores = np.append(case.hangs @ by[: len(HANGS)], case.roots @ by[len(HANGS) :])
    p: Floats = np.exp(scores - scores.max())
    p /= p.sum()
    return p


def fitted(found: list[Case]) -> Floats:
    """The weights, by steps down the slope."""
    by = np.zeros(len(HANGS) + len(ROOTS))
    pace = np.zeros_like(by)
    for _ in range(STEPS):
        slope = RIDGE * by
        for case in found:
            p = chances(case, by)
            p[case.right] -= 1
            slope = slope + np.concatenate([p[:-1] @ case.hangs, p[-1] * case.roots])
        pace = 0.8 * pace - PACE * slope / len(found)
        by = by + pace
    return by


def main() -> int:
    """Print how often the likeliest is the right one, in newsrooms not fitted on too; write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=7003)
    arguments.add_argument("--newsrooms", type=int, default=50)
    asked = arguments.parse_args()
    options = pv.Simulation(newsrooms=asked.newsrooms, seed=asked.seed)
    known, other = cases(options), cases(pv.Simulation(newsrooms=max(2, asked.newsrooms // 3), seed=asked.seed + 1))
    by = fitted(known)
    for name, some in (("fitted on", known), ("others", other)):
        right = np.mean([chances(case, by).argmax() == case.right for case in some])
        print(f"{name:<12}{len(some):>6} articles, right {right:.3f}")
    read = {
        "made_by": "tests/bench/fit_stemma.py",
        "inputs": {"simulated": repr(options)},
        "hangs": list(HANGS),
        "roots": list(ROOTS),
        "weights": {
            "hangs": [round(float(x), 3) for x in by[: len(HANGS)]],
            "roots": [round(float(x), 3) for x in by[len(HANGS) :]],
            "again": AGAIN,
        },
    }
    into = Path(provenance.infer.__file__).with_name("stemma.json")
    into.write_text(json.dumps(read, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
