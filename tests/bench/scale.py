"""A whole trace at size: python tests/bench/scale.py [--sizes 10000,30000] [--memory 4G] [--workers N] [--curve STEM].

Makes up articles (`press`: 12 % take something from another, in one of five ways), traces them in steps by the local
engine in a process of its own, and prints time, articles a second, the largest memory of all its processes together
(sampled every fifth of a second), the disk that run and work take, the recall of what was planted, by kind, and the
share of candidate pairs that alignment rejects; with `--steps` the seconds of each step, too. With `--curve` the rows
are written to STEM.csv, where those of other sizes stay, and all are drawn to STEM.svg.
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
import pandas as pd
import press
import pyarrow.parquet as pq
from candidates_scale import size_of


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


# The run in a process of its own: seconds from the first word of a step to that of the next, as a table.
RUN = """
import json, os, sys, time
import provenance as pv

spent, now = {}, ["reading", time.perf_counter()]

def progress(step, done, total):
    here = time.perf_counter()
    spent[now[0]] = spent.get(now[0], 0.0) + here - now[1]
    now[:] = step, here

named = {"article": "article"}
how = pv.How(engine="local", memory=sys.argv[3], workers=int(sys.argv[4]), columns=named)
pv.run(sys.argv[1], sys.argv[2], how=how, progress=progress)
progress("", 0, 0)
print(json.dumps(spent | {"processor": sum(os.times()[:4])}))
"""


def traced(inputs: Path, out: Path, memory: str, workers: str) -> tuple[float, int, int, dict[str, float]]:
    """Seconds, the most bytes held and the most on the disk, and the seconds of each step."""
    start, most, disk, beat = time.perf_counter(), 0, 0, 0
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(inputs), str(out), memory, workers], stdout=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            most, beat = max(most, held(process.pid)), beat + 1
            disk = max(disk, size_of(out)) if not beat % 25 else disk
            time.sleep(0.2)
        assert process.stdout is not None
        steps = json.loads(process.stdout.read().splitlines()[-1])
    assert process.returncode == 0
    return time.perf_counter() - start, most, max(disk, size_of(out)), steps


def recalled(truth: Path, run: Path) -> dict[str, float]:
    """By kind of reuse, the share of copies with a verdict that is not "none", or that are taken for a version: on the
    text that they are from, of a wire story on that or on any other copy of it.
    """
    planted = pq.read_table(truth).to_pandas()
    verdicts = pq.read_table(run / "tables" / "verdicts.parquet", columns=["a", "b", "says"]).to_pandas()
    articles = pq.read_table(run / "tables" / "articles.parquet", columns=["article", "version_of"]).to_pandas()
    again = articles.dropna().to_numpy()
    again.sort(axis=1)
    told = pd.concat([verdicts[verdicts["says"] != "none"][["a", "b"]], pd.DataFrame(again, columns=["a", "b"])])
    source = planted.set_index("article")["source"]
    ends = [told[column].map(source).fillna(told[column]) for column in ("a", "b")]
    kin = set(told[ends[0] == ends[1]][["a", "b"]].to_numpy().ravel().tolist())
    straight = set(zip(told["a"], told["b"], strict=True))
    hits: dict[str, list[bool]] = {}
    for copy, kind, above in planted.itertuples(index=False, name=None):
        pair = min(copy, above), max(copy, above)
        hits.setdefault(kind, []).append(copy in kin if kind.startswith("wire") else pair in straight)
    return {f"recall, {kind}": round(sum(one) / len(one), 4) for kind, one in sorted(hits.items())}


def rejected(run: Path) -> float:
    """The share of candidate pairs of which no sentence answers another."""
    verdicts = pq.ParquetFile(run / "tables" / "verdicts.parquet").metadata.num_rows
    matches = pq.read_table(run / "tables" / "matches.parquet", columns=["a", "b", "score"]).to_pandas()
    return round(1 - len(matches[matches["score"] >= 0.5].drop_duplicates(["a", "b"])) / max(1, verdicts), 3)


def measured(size: int, memory: str, workers: str, place: Path) -> tuple[dict[str, object], dict[str, float]]:
    """The figures of a size, and the seconds of its steps."""
    folder, run = place / f"press{size}", place / f"run{size}"
    shutil.rmtree(run, ignore_errors=True)
    if not (folder / "truth.parquet").exists():
        shutil.rmtree(folder, ignore_errors=True)
        press.write(size, folder, int(workers))
    seconds, most, disk, steps = traced(folder / "articles", run, memory, workers)
    pairs = pq.ParquetFile(run / "tables" / "verdicts.parquet").metadata.num_rows
    return {
        "articles": size, "seconds": round(seconds, 1), "processor_seconds": round(steps.pop("processor"), 1),
        "articles_a_second": round(size / seconds, 1),
        "memory_mb": most >> 20, "disk_mb": disk >> 20, "pairs": pairs, "rejected": rejected(run),
        **recalled(folder / "truth.parquet", run),
    }, steps  # fmt: skip


def _with_others(rows: list[dict[str, object]], table: Path) -> list[dict[str, object]]:
    """The rows with those of other sizes that stand in the table already, the smallest first."""
    known: dict[int, dict[str, object]] = {}
    if table.exists():
        with table.open(newline="") as file:
            known = {int(row["articles"]): dict(row) for row in csv.DictReader(file)}
    known |= {int(str(row["articles"])): row for row in rows}
    return [known[size] for size in sorted(known)]


def drawn(rows: list[dict[str, object]], stem: Path) -> None:
    with stem.with_suffix(".csv").open("w", newline="") as file:
        sheet = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        sheet.writeheader()
        sheet.writerows(rows)
    figure, axes = plt.subplots(1, 3, figsize=(9, 2.6), layout="constrained")
    for ax, (column, says) in zip(
        axes, (("seconds", "seconds"), ("memory_mb", "memory, MB"), ("disk_mb", "disk, MB")), strict=True
    ):
        sizes, values = [[float(str(row[one])) for row in rows] for one in ("articles", column)]
        ax.loglog(sizes, values, "o-", color="#1b4965")
        for size, value in zip(sizes, values, strict=True):
            ax.annotate(f"{value:,.0f}", (size, value), (0, 6), textcoords="offset points", ha="center", fontsize=8)
        ax.set(xlabel="articles", title=says, ylim=(min(values) / 3, max(values) * 3))
        ax.set_xlim(min(sizes) / 2, max(sizes) * 2)
        ax.set_xticks(sizes, [f"{size / 1e6:g}M" if size >= 1e6 else f"{size / 1e3:g}k" for size in sizes])
        ax.minorticks_off()
        ax.set_yticks([])
        ax.spines[["top", "right", "left"]].set_visible(False)
    plt.rcParams["svg.hashsalt"] = "scale"
    figure.savefig(stem.with_suffix(".svg"), metadata={"Date": None})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000")
    asked.add_argument("--memory", default="4G")
    asked.add_argument("--workers", default=str(os.cpu_count()))
    asked.add_argument("--folder", type=Path, help="keep articles (pressN) and runs here")
    asked.add_argument("--curve", type=Path)
    asked.add_argument("--steps", action="store_true", help="print the seconds of each step")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        place = given.folder or Path(spare)
        rows = []
        for size in map(int, given.sizes.split(",")):
            row, steps = measured(size, given.memory, given.workers, place)
            rows.append(row)
            print(json.dumps(row), flush=True)
            for step, seconds in sorted(steps.items(), key=lambda one: -one[1]) if given.steps else ():
                print(f"  {step:<28}{seconds:>9.1f}", flush=True)
    if given.curve:
        drawn(_with_others(rows, given.curve.with_suffix(".csv")), given.curve)


if __name__ == "__main__":
    main()
