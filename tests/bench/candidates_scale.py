"""Fingerprints and candidates at size: python tests/bench/candidates_scale.py [--sizes 20000,200000] [--memory 3GB].

The articles are made up as they are needed and never kept: 430 words of a vocabulary as uneven as a language's, with
stock phrases between, 12 % of them taken from another article in one of five ways. Each size runs in a process of its
own, a batch at a time. README.md beside it says what is printed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from press import BATCH, FLOORS, KINDS, Press

from provenance.candidates import shared
from provenance.fingerprint import postings


def size_of(folder: Path) -> int:
    """Bytes under a folder, as far as they can be seen while others write there."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def watch(folder: Path, peak: list[int], stop: threading.Event) -> None:
    """Notes the most bytes that ever were under a folder."""
    while not stop.wait(0.5):
        peak[0] = max(peak[0], size_of(folder))


def one(count: int, memory: str) -> dict[str, object]:
    """The figures of one size."""
    press = Press()
    spent: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder, peak, stop = Path(name), [0], threading.Event()
        (folder / "parts").mkdir()
        guard = threading.Thread(target=watch, args=(folder, peak, stop))
        guard.start()
        told = 0
        for first in range(0, count, BATCH):
            texts = pa.array([press.text(n) for n in range(first, min(first + BATCH, count))], pa.large_string())
            told += texts.nbytes
            start = time.perf_counter()
            made = postings(texts)
            spent["fingerprints"] += time.perf_counter() - start
            story = pa.array(made["story"].to_numpy() + np.uint32(first))
            part = pa.table({"story": story, "hash": made["hash"]})
            pq.write_table(part, folder / "parts" / f"{first:09d}.parquet", use_dictionary=False, compression="none")
            spent["parts"] += time.perf_counter() - start
        start = time.perf_counter()
        (folder / "spill").mkdir()
        dataset = ds.dataset(folder / "parts")
        found = shared(dataset, np.full(count, np.nan), memory=memory, spill=str(folder / "spill"))
        spent["candidates"] = time.perf_counter() - start
        stop.set()
        guard.join()
        rows = dataset.count_rows()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": count, "MB": round(told / 1e6), "postings": rows, "pairs": len(found),
        **{f"{stage} s": round(seconds, 1) for stage, seconds in spent.items()},
        "peak memory MB": round(most), "peak disk MB": round(peak[0] / 1e6), **judged(press, found, count),
    }  # fmt: skip


def judged(press: Press, found: pa.Table, count: int) -> dict[str, object]:
    """Recall by kind, and the share of pairs that nobody planted."""
    a, b = found["a"].to_numpy().astype(np.int64), found["b"].to_numpy().astype(np.int64)
    kinds, sources = np.array([press.source(n) for n in range(count)]).T
    keys = np.sort(a * count + b)
    taken = np.flatnonzero(kinds >= 0)
    wanted = np.minimum(taken, sources[taken]) * count + np.maximum(taken, sources[taken])
    hit = keys[np.searchsorted(keys, wanted).clip(max=len(keys) - 1)] == wanted
    made: dict[str, object] = {
        f"recall, {kind}": round(float(hit[kinds[taken] == n].mean()), 4) for n, kind in enumerate(KINDS[:4])
    }
    # A wire story is found if it hangs together: the copies that its commonest partner reaches.
    story = sources[a] == sources[b]
    wire = story & ((kinds[a] == 4) | (kinds[b] == 4))
    heads = {int(s): Counter[int]() for s in np.unique(sources[kinds == 4])}
    for x, y in zip(a[wire].tolist(), b[wire].tolist(), strict=True):
        heads[int(sources[x])].update((x, y))
    sizes = Counter(sources[kinds == 4].tolist())
    reached = sum(min(max(heads[s].values(), default=0), sizes[s]) for s in heads)
    made[f"recall, {KINDS[4]}"] = round(reached / max(sum(sizes.values()), 1), 4)
    made["pairs that share no source"] = round(1 - float(story.mean()), 4)
    return made


def main() -> int:
    """Print the figures of every size; 1 if a recall is below its floor and `--check` was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="20000,200000")
    arguments.add_argument("--memory", default="3GB")
    arguments.add_argument("--check", action="store_true", help="exit 1 if a recall is below its floor")
    arguments.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, asked.memory)))
        return 0
    missed = False
    for count in asked.sizes.split(","):
        command = [sys.executable, __file__, "--one", count, "--memory", asked.memory]
        figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for name, value in figures.items():
            floor = FLOORS.get(name.removeprefix("recall, "), 0)
            low = isinstance(value, float) and value < floor
            missed |= low
            print(f"{name:<42}{value:>14,}{'  missed' if low else ''}")
        print(flush=True)
    return int(asked.check and missed)


if __name__ == "__main__":
    sys.exit(main())
