"""Time a cluster beside this machine: tests/bench/spark.py [--articles 20000] [--master local-cluster[2,1,2048]].

The same made-up articles (`press`) are traced by the engine local, with as many processes as the master has workers,
and by the engine spark; each in a process of its own, from files to tables. Printed: wall time, processor time of all
its processes, articles a second of wall time, and whether every table has the same rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import press
import pyarrow.parquet as pq

from provenance.frames import TABLES


def traced(articles: Path, out: Path, *engine: str) -> tuple[float, float]:
    """Seconds from files to tables, of wall and of processor time."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-m", "provenance", "trace", str(articles), "--out", str(out), "--kind", "", "--quiet"]
    inside = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run([*words, "--engine", *engine], check=True, stdout=subprocess.DEVNULL, env=inside)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, busy


def main() -> int:
    """Trace twice and compare."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--master", default="local-cluster[2,1,2048]")
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        given = press.write(options.articles, place / "given", 1) / "articles"
        ways = {"local": ("local", "--workers", str(options.workers)), "spark": ("spark", "--master", options.master)}
        for name, engine in ways.items():
            spent, busy = traced(given, place / name, *engine)
            speed = options.articles / spent
            print(f"{name}: {spent:.0f} s, {busy:.0f} s of processors, {speed:.0f} articles a second", flush=True)
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
