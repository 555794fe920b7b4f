"""Time a standing archive: python tests/bench/archive.py [--articles 20000] [--more 1000] [--finds 20] [--keep DIR].

Articles are those of `provenance simulate --mixture archive`. Printed: articles a second that are added; 1,000 more
against 1,000 alone; one `find` in a process that has asked before (median and worst) and in a fresh one; what stands on
the disk. Wall time and processor time (of the fresh process its own), because others may use the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import pandas as pd

import provenance as pv

COLUMNS = ["article", "text", "title", "outlet", "published"]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall and of processor time."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - busy


def articles(many: int, seed: int) -> Iterator[pd.DataFrame]:
    """So many articles, batch by batch, with names that no other seed has."""
    options = pv.Simulation(newsrooms=max(1, many // 40), articles=40, seed=seed, mixture="archive")
    left = many
    for batch in pv.simulate(options):
        rows = batch.articles[COLUMNS].head(left)
        left -= len(rows)
        yield rows.assign(article=f"{seed}-" + rows["article"])
        if not left:
            return


def told(what: str, spent: tuple[float, float], per: str = "") -> None:
    """A line of the table."""
    print(f"{what:<44}{spent[0]:>10.3f} s{spent[1]:>10.3f} s processor  {per}", flush=True)


def main() -> int:
    """Fill an archive and ask it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("articles", 20_000), ("more", 1_000), ("finds", 20)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--keep", type=Path, help="an archive to go on with, or where to leave it")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or Path(folder) / "archive"
        archive = pv.Archive(place)
        if not place.exists():
            made: list[pd.DataFrame] = []
            told("simulated", timed(lambda: made.extend(articles(options.articles, 1))))
            spent = timed(lambda: archive.extend(made))
            told(f"{len(archive):,} added", spent, f"{len(archive) / spent[0]:,.0f} a second")
            del made
        more = pd.concat(articles(options.more, 2), ignore_index=True)
        told(f"{len(more):,} alone", timed(lambda: pv.Archive(Path(folder) / "alone").add(more)))
        other = Path(folder) / "copy"
        shutil.copytree(place, other)
        told(f"{len(more):,} more", timed(lambda: pv.Archive(other).add(more)))
        # New articles that took every second line from one of the archive, and some that took nothing.
        known = next(articles(options.finds, 1))
        cut = ["\n".join(text.splitlines()[::2]) + "\nNobody at the harbour could say why." for text in known["text"]]
        new = pd.concat([known.assign(text=cut, article="new " + known["article"]), more.head(options.finds // 4)])
        told("first find", timed(lambda: archive.find(new.iloc[[0]])))
        spent = [timed(lambda at=at: archive.find(new.iloc[[at]])) for at in range(len(new))]
        told("find, median", (median(s[0] for s in spent), median(s[1] for s in spent)))
        told("find, worst", (max(s[0] for s in spent), max(s[1] for s in spent)))
        path = Path(folder) / "new.txt"
        path.write_text(new["text"].iloc[0], encoding="utf-8")
        command = [sys.executable, "-m", "provenance", "archive", "find", str(place), str(path), "--json", "-q"]
        # Modules are compiled by the first call, as they are where a program was installed.
        inside = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        inside["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        fresh = partial(subprocess.run, command, check=True, stdout=subprocess.PIPE, env=inside)
        fresh()
        before = os.times()
        wall = timed(fresh)[0]
        after = os.times()
        busy = after.children_user + after.children_system - before.children_user - before.children_system
        told("find in a fresh process", (wall, busy))
        files = [file for file in place.rglob("*") if file.is_file()]
        print(f"{len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
