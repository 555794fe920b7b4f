"""Time the seeds: python tests/bench/seeds_time.py [--runs 7] [--check]. README.md beside it says what is printed."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT / "seeds"
TARGETS = {"tables": 0.5, "reports": 3.0, "whole process": 6.0, "help": 0.6}

# Which modules of other people a trace has loaded by its end; asked once, imported by name in every timed run.
LIBRARIES = """
import json, sys
before = set(sys.modules)
import provenance as pv
pv.trace(pv.read(sys.argv[1]))
print(json.dumps([m for m in sys.modules if m not in before and not m.startswith("provenance")]))
"""

TIMED = """
import importlib, json, sys
from time import perf_counter
start = perf_counter()
for name in json.loads(sys.stdin.read()):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # an alias that only its parent can make
imported = perf_counter()
import provenance as pv
from provenance.renderers import render
trace = pv.trace(pv.read(sys.argv[1]))
traced = perf_counter()
render(trace, ["pdf", "html", "png", "svg"])
print(json.dumps({"imports": imported - start, "tables": traced - imported, "reports": perf_counter() - traced}))
"""


def inside(code: str, given: str = "") -> str:
    """What the code prints in a fresh interpreter, with the seeds as its argument."""
    asked = [sys.executable, "-c", code, str(SEEDS / "0*.txt")]
    return subprocess.run(asked, input=given, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def outside(*arguments: str) -> float:
    """Seconds of a whole `provenance` process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "provenance", *arguments], capture_output=True, check=True, cwd=ROOT)
    return time.perf_counter() - start


def measured(runs: int) -> dict[str, float]:
    """The median of each figure, in seconds; the first round only warms the disk."""
    libraries = inside(LIBRARIES)
    rounds = []
    for _ in range(runs + 1):
        found = json.loads(inside(TIMED, libraries))
        with tempfile.TemporaryDirectory() as folder:
            found["whole process"] = outside("trace", str(SEEDS), "--out", f"{folder}/run", "--quiet")
        found["help"] = outside("--help")
        rounds.append(found)
    return {name: median(found[name] for found in rounds[1:]) for name in rounds[0]}


def main() -> int:
    """Print the figures; 1 if a target is missed and `--check` was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--check", action="store_true", help="exit 1 if a target is missed")
    asked = arguments.parse_args()
    found = measured(asked.runs)
    print(f"{'':<15}{'seconds':>9}{'x imports':>11}{'target':>9}")
    for name, seconds in found.items():
        target = f"< {TARGETS[name]:.1f}" if name in TARGETS else ""
        missed = "  missed" if seconds >= TARGETS.get(name, float("inf")) else ""
        print(f"{name:<15}{seconds:>9.2f}{seconds / found['imports']:>11.2f}{target:>9}{missed}")
    return int(asked.check and any(found[name] >= most for name, most in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
