"""Time a cluster beside this machine: tests/bench/spark.py [--articles 20000] [--master local-cluster[2,1,2048]].

The same simulated articles (`provenance simulate --mixture archive`) are traced by the engine local, with as many
processes as the master has workers, and by the engine spark; each in a process of its own, from files to tables.
Printed: wall time, articles a second, and whether every table has the same rows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from provenance import api
from provenance.frames import TABLES


def traced(articles: Path, out: Path, *engine: str) -> float:
    """Seconds from files to tables."""
    start = time.perf_counter()
    words = [sys.executable, "-m", "provenance", "trace", str(articles), "--out", str(out), "--kind", "", "--quiet"]
    inside = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run([*words, "--engine", *engine], check=True, stdout=subprocess.DEVNULL, env=inside)
    return time.perf_counter() - start


def main() -> int:
    """Trace twice and compare."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--master", default="local-cluster[2,1,2048]")
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        simulated = api.Simulation(newsrooms=max(1, options.articles // 40), articles=40, mixture="archive")
        api.write(simulated, place / "given")
        ways = {"local": ("local", "--workers", str(options.workers)), "spark": ("spark", "--master", options.master)}
        for name, engine in ways.items():
            spent = traced(place / "given" / "articles", place / name, *engine)
            print(f"{name}: {spent:.0f} s, {options.articles / spent:.0f} articles a second", flush=True)
        different = [
            name
            for name in TABLES
            if not pq.read_table(place / "local" / "tables" / f"{name}.parquet").equals(
                pq.read_table(place / "spark" / "tables" / f"{name}.parquet")
            )
        ]
    print(f"tables that differ: {', '.join(different) or 'none'}")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
