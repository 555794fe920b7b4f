"""Is one sentence a paraphrase of the other? python tests/bench/paraphrases.py FOLDER [--wrong 20]

FOLDER holds JSON lines of sentence pairs with their gold: `s1`, `s2`, `label` ("1": a paraphrase), `split` ("train",
"test"): the Microsoft paraphrase corpus. The threshold on `provenance.align.likeness` is fixed where the training
rows are judged best; printed are the accuracy and the F1 of both splits, and that of saying yes always.
`--wrong` prints the test rows that are furthest on the wrong side, to be read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from lines import rows

from provenance import align


def best(scores: np.ndarray, gold: np.ndarray) -> float:
    """The threshold that judges most rows right; of several the middle one."""
    cuts = np.unique(scores)
    order = np.sort(scores[gold]), np.sort(scores[~gold])
    right = (order[0].size - np.searchsorted(order[0], cuts)) + np.searchsorted(order[1], cuts)
    top = cuts[right == right.max()]
    return float(top[len(top) // 2])


def told(yes: np.ndarray, gold: np.ndarray) -> dict[str, float]:
    """Accuracy and F1."""
    hits = int((yes & gold).sum())
    return {
        "accuracy": round(float((yes == gold).mean()), 4),
        "f1": round(2 * hits / max(1, int(yes.sum()) + int(gold.sum())), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", type=int, default=0, help="how many of the worst test rows to print")
    asked = parser.parse_args()
    pairs = rows(asked.folder)
    like: Callable[[str, str], float] = align.likeness
    scores = np.array([like(pair["s1"], pair["s2"]) for pair in pairs])
    gold = np.array([str(pair["label"]) == "1" for pair in pairs])
    train = np.array([pair["split"] == "train" for pair in pairs])
    least = best(scores[train], gold[train])
    for name, part in (("train", train), ("test", ~train)):
        yes = told(scores[part] >= least, gold[part])
        always = told(np.ones(int(part.sum()), dtype=bool), gold[part])
        print(json.dumps({"split": name, "rows": int(part.sum()), "least": round(least, 4), **yes, "always": always}))
    off = np.where(gold, least - scores, scores - least)
    for i in [i for i in np.argsort(-off, kind="stable") if not train[i] and off[i] > 0][: asked.wrong]:
        print(f"\n{scores[i]:.3f} gold {'yes' if gold[i] else 'no'}\n  {pairs[i]['s1']}\n  {pairs[i]['s2']}")


if __name__ == "__main__":
    main()
