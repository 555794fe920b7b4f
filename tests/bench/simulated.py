"""Score traces of simulated newsrooms: python tests/bench/simulated.py [--newsrooms 10] [--articles 20] [--seed 1].

See README.md beside it. `--hide published,outlet` takes those columns away first; `--apart` traces each newsroom alone.
"""

from __future__ import annotations

import argparse
import sys
import time

import pandas as pd

import provenance as pv
from provenance.newsrooms import histories


def measured(options: pv.Simulation, hide: list[str], size: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """The measures, weighed by how often each was asked, and articles a second of processor time of either step."""
    found, spent = [], {"simulated": 0.0, "traced": 0.0}
    made = iter(histories(options, size=size))
    while True:
        start = time.process_time()
        history = next(made, None)
        spent["simulated"] += time.process_time() - start
        if history is None:
            break
        articles = history.articles[["article", "text", "title", "outlet", "published"]].drop(columns=hide)
        start = time.process_time()
        trace = pv.trace(articles)
        spent["traced"] += time.process_time() - start
        found.append(pv.score(trace, history))
    total = pd.concat(found, ignore_index=True)
    total["right"] = total["value"].fillna(0) * total["of"]
    summed = total.groupby("measure", sort=False)[["right", "of"]].sum()
    rows = summed.assign(value=summed["right"] / summed["of"].where(summed["of"] > 0))
    many = options.newsrooms * options.articles
    return rows, {step: many / seconds for step, seconds in spent.items()}


def main() -> int:
    """Print the options, the measures, and the speeds."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("newsrooms", 10), ("articles", 20), ("seed", 1), ("depth", 3)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    for name in ("mixing", "lost", "independent", "clocks", "credited"):
        arguments.add_argument(f"--{name}", type=float, default=getattr(pv.Simulation, name))
    arguments.add_argument("--mixture", default="newsrooms")
    arguments.add_argument("--hide", default="", help="columns to take away, comma-separated")
    arguments.add_argument("--apart", action="store_true", help="trace every newsroom by itself")
    asked = vars(arguments.parse_args())
    hide = [name for name in asked.pop("hide").split(",") if name]
    apart = asked.pop("apart")
    options = pv.Simulation(**asked)
    rows, speeds = measured(options, hide, 1 if apart else 10**9)
    print(f"{options}, hidden: {', '.join(hide) or 'nothing'}, traced {'apart' if apart else 'together'}")
    for measure, value, of in rows[["value", "of"]].itertuples():
        print(f"{measure:<24}{'-' if pd.isna(value) else f'{value:.3f}':>8}{of:>8}")
    for step, speed in speeds.items():
        print(f"{step:<24}{speed:>8.0f} articles a second of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
