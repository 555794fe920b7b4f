"""One story reprinted often: python tests/bench/reprints.py [--reprints 2000]. See README.md beside it."""

from __future__ import annotations

import argparse
import resource
import sys
import time

import pandas as pd

import provenance as pv
from provenance.newsrooms import histories


def reprints(many: int) -> pd.DataFrame:
    """A story under so many outlets, each with a sentence left out and one of its own."""
    history = next(iter(histories(pv.Simulation(newsrooms=1, articles=3, independent=1.0, seed=5))))
    story = list(history.sentences.loc[history.sentences["article"] == "00000-00000", "text"])
    rows = []
    for n in range(many):
        kept = [line for at, line in enumerate(story) if at != n % len(story)]
        own = f"Readers of paper number {n} heard of it at {n % 12} o'clock on page {n % 40}."
        rows.append((f"{n:05}", f"Paper {n}", "\n\n".join([*kept, own])))
    return pd.DataFrame(rows, columns=["article", "outlet", "text"])


def main() -> int:
    """Print the seconds of processor time a stage, and the memory at its height."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reprints", type=int, default=2000)
    articles = reprints(arguments.parse_args().reprints)
    spent: dict[str, float] = {}
    last = ["", time.process_time()]

    def told(stage: str, _done: int, _of: int) -> None:
        now = time.process_time()
        spent[str(last[0])] = spent.get(str(last[0]), 0.0) + now - float(last[1])
        last[:] = [stage, now]

    trace = pv.trace(articles, progress=told)
    told("", 0, 0)
    for stage, seconds in spent.items():
        print(f"{stage or 'before and after':<18}{seconds:>8.1f} s")
    print(f"{len(trace.verdicts)} verdicts, {len(trace.edges)} edges, {len(trace.unseen)} unseen")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
