"""A whole trace at size: python tests/bench/scale.py [--sizes 10000,30000] [--memory 4G] [--workers N] [--curve STEM].

Simulates an archive (`provenance simulate --mixture archive`), traces it in steps by the local engine in a process of
its own, and prints time, articles a second, the largest memory of all its processes together (sampled every fifth of a
second), the disk that run and work take, the recall of what was planted, by kind, and the share of candidate pairs that
alignment rejects. With `--curve` the rows of all sizes are written to STEM.csv and drawn to STEM.svg.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import pyarrow.parquet as pq

ROOM = 2_000  # articles of a newsroom of the mixture: a hundred wires of some dozen prints, sixty outlets


def simulated(size: int, folder: Path) -> Path:
    rooms, articles = max(1, size // ROOM), min(size, ROOM)
    asked = ["--newsrooms", str(rooms), "--articles", str(articles), "--mixture", "archive", "--out", str(folder)]
    made = [sys.executable, "-m", "provenance", "simulate", *asked, "--quiet"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return folder


def held(root: int) -> int:
    """Bytes that a process and all below it hold, pages that they share counted for each."""
    below: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parent = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            below.setdefault(parent, []).append(int(place.name))
    found, queue = 0, [root]
    for number in queue:
        queue.extend(below.get(number, ()))
        try:
            found += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return found


def traced(inputs: Path, out: Path, memory: str, workers: str) -> tuple[float, int]:
    """Seconds, and the most bytes held."""
    asked = ["--engine", "local", "--memory", memory, "--workers", workers, "--kind", "", "--quiet"]
    start, most = time.perf_counter(), 0
    with subprocess.Popen(
        [sys.executable, "-m", "provenance", "trace", str(inputs), "--out", str(out), *asked], stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(0.2)
    assert process.returncode == 0
    return time.perf_counter() - start, most


def recalled(truth: Path, run: Path) -> dict[str, float]:
    """By kind of reuse, the share of planted copies with a verdict that is not "none" on the text they are from."""
    edges = pq.read_table(truth / "edges.parquet", columns=["parent", "child", "primary", "kind"]).to_pandas()
    history = pq.read_table(truth / "history.parquet", columns=["node", "role"]).to_pandas().set_index("node")["role"]
    verdicts = pq.read_table(run / "tables" / "verdicts.parquet", columns=["a", "b", "says"]).to_pandas()
    told = verdicts[verdicts["says"] != "none"]
    kin = set(zip(told["a"], told["b"], strict=True))
    planted = edges[(edges["kind"] == "observed") & edges["primary"]]
    hits: dict[str, list[bool]] = {}
    for parent, child in zip(planted["parent"], planted["child"], strict=True):
        hits.setdefault(history[child], []).append((min(parent, child), max(parent, child)) in kin)
    return {kind: round(sum(one) / len(one), 3) for kind, one in sorted(hits.items())}


def rejected(run: Path) -> float:
    """The share of candidate pairs of which no sentence answers another."""
    verdicts = pq.ParquetFile(run / "tables" / "verdicts.parquet").metadata.num_rows
    matches = pq.read_table(run / "tables" / "matches.parquet", columns=["a", "b", "score"]).to_pandas()
    return round(1 - len(matches[matches["score"] >= 0.5].drop_duplicates(["a", "b"])) / max(1, verdicts), 3)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def measured(size: int, memory: str, workers: str, place: Path) -> dict[str, object]:
    folder, run = place / f"sim{size}", place / f"run{size}"
    shutil.rmtree(run, ignore_errors=True)
    if not folder.exists():
        simulated(size, folder)
    seconds, most = traced(folder / "articles", run, memory, workers)
    articles = pq.ParquetFile(run / "tables" / "articles.parquet").metadata.num_rows
    pairs = pq.ParquetFile(run / "tables" / "verdicts.parquet").metadata.num_rows
    return {
        "articles": articles, "seconds": round(seconds, 1), "articles_a_second": round(articles / seconds, 1),
        "memory_mb": most >> 20, "disk_mb": size_of(run) >> 20, "work_mb": size_of(run / "work") >> 20, "pairs": pairs,
        "rejected": rejected(run), **recalled(folder / "truth", run),
    }  # fmt: skip


def drawn(rows: list[dict[str, object]], stem: Path) -> None:
    with stem.with_suffix(".csv").open("w", newline="") as file:
        sheet = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        sheet.writeheader()
        sheet.writerows(rows)
    figure, axes = plt.subplots(1, 3, figsize=(9, 2.6), layout="constrained")
    for ax, (column, says) in zip(
        axes, (("seconds", "seconds"), ("memory_mb", "memory, MB"), ("disk_mb", "disk, MB")), strict=True
    ):
        ax.loglog([row["articles"] for row in rows], [row[column] for row in rows], "o-", color="#1b4965")
        ax.set(xlabel="articles", title=says)
        ax.grid(visible=True, which="both", alpha=0.2)
    plt.rcParams["svg.hashsalt"] = "scale"
    figure.savefig(stem.with_suffix(".svg"), metadata={"Date": None})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000")
    asked.add_argument("--memory", default="4G")
    asked.add_argument("--workers", default=str(os.cpu_count()))
    asked.add_argument("--folder", type=Path, help="keep simulations and runs here")
    asked.add_argument("--curve", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        place = given.folder or Path(spare)
        rows = []
        for size in map(int, given.sizes.split(",")):
            rows.append(measured(size, given.memory, given.workers, place))
            print(json.dumps(rows[-1]), flush=True)
    if given.curve:
        drawn(rows, given.curve)


if __name__ == "__main__":
    main()
