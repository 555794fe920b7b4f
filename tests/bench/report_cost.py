"""What reports cost: processor time, memory, pages and bytes of each kind, at 5, 50 and 500 simulated articles.

    python -m tests.bench.report_cost [--kinds pdf,html] [--sizes 5,50,500]

Each kind at each size is made in a fresh process, so that memory is its own. Asked for at 500 articles: PDF under 20 s
and 60 pages, HTML under 5 s, memory under 1 GB. The trace is not counted.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdf

import provenance as pv
from provenance.renderers import render


def main() -> None:
    """Print a line for each kind at each size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kinds", default="pdf,html,flows,svg,text,tei,passim,xlsx")
    asked.add_argument("--sizes", default="5,50,500")
    asked.add_argument("--run", help="measure one kind on one saved run, in this process")
    given = asked.parse_args()
    if given.run:
        measure(Path(given.run), given.kinds)
        return
    print(f"{'articles':>8} {'kind':8} {'processor s':>11} {'peak MB':>8} {'kB':>8} {'pages':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, given.sizes.split(",")):
            rooms = max(1, round(size / 40))
            simulated = pv.simulate(pv.Simulation(newsrooms=rooms, articles=-(-size // rooms), seed=7))
            run = Path(folder) / str(size)
            pv.trace(next(simulated).articles).save(run)
            for kind in given.kinds.split(","):
                command = [sys.executable, "-m", "tests.bench.report_cost", "--run", str(run), "--kinds", kind]
                subprocess.run(command, check=True)


def measure(run: Path, kind: str) -> None:
    """Print what one kind costs on one run."""
    trace = pv.load(run)
    start = time.process_time()
    files = render(trace, [kind])
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(map(len, files.values())) / 1024
    pages = len(pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages) if "report.pdf" in files else ""
    print(f"{len(trace.articles):>8} {kind:8} {spent:>11.1f} {peak:>8.0f} {size:>8.0f} {pages:>6}", flush=True)


if __name__ == "__main__":
    main()
