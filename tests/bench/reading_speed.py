"""Time the reading of articles: python tests/bench/reading_speed.py [--articles 100000] [--check]. README.md beside it.

The articles are made up, 3 kB each, and written in every format into a folder of their own; each format is then read
by `batches` in a fresh process on one core, and its peak memory is what the system says of that process.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

TARGET = 40  # MB of article text a second, on one core, before anything is marked
HEADS = ("id", "headline", "body", "source", "published_at", "url", "language")
PARAGRAPH = (
    "The minister said on Thursday, as “talks” in the capital went on, that line {n} of the agreement — the one on "
    "grain — would be settled before Friday; farmers from the northern valleys had driven {n} tractors to the gates. "
)
CHILD = """
import json, sys
from time import process_time
from provenance.readers import READERS, batches
def held():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
dict(READERS)
start, before = process_time(), held()
read = chars = 0
for table in batches(sys.argv[1], note=lambda _: None):
    read += len(table)
    chars += int(table["text"].str.len().sum())
seconds = process_time() - start
print(json.dumps({"read": read, "chars": chars, "seconds": seconds, "before": before, "peak": held()}))
"""


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Made-up articles, no two alike, with line ends, commas and quotation marks in them."""
    for n in range(count):
        body = "\n\n".join(f'{PARAGRAPH.format(n=n + k)}"No {k}," they said.' for k in range(12))
        day = f"2021-{n % 12 + 1:02d}-{n % 28 + 1:02d}T{n % 24:02d}:00:00Z"
        yield str(n), f"Talks go on, day {n}", body, "Aldwick Post", day, f"https://aldwick.example/{n}", "en"


def written(folder: Path, count: int) -> dict[str, Path]:
    """The same articles in every format, none of which is held whole while it is written."""
    texts = folder / "texts"
    texts.mkdir()
    for n, row in enumerate(rows(count // 10)):
        (texts / f"{n:06d}.txt").write_text(row[2], encoding="utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerow(HEADS)
        csv.writer(table).writerows(rows(count))
    with (folder / "t.jsonl").open("w", encoding="utf-8") as lines:
        for row in rows(count):
            lines.write(json.dumps(dict(zip(HEADS, row, strict=True)), ensure_ascii=False) + "\n")
    with (folder / "t.json").open("w", encoding="utf-8") as array:
        array.write('{"status": "ok", "articles": [')
        for n, row in enumerate(rows(count)):
            array.write(", " * bool(n) + json.dumps(dict(zip(HEADS, row, strict=True))))
        array.write("]}")
    schema = pa.schema([(name, pa.string()) for name in HEADS])
    with pq.ParquetWriter(folder / "t.parquet", schema) as parquet:
        some = rows(count)
        while part := [row for _, row in zip(range(20_000), some, strict=False)]:
            parquet.write_table(pa.table(dict(zip(HEADS, zip(*part, strict=True), strict=True)), schema))
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(folder / "t.csv", "t.csv")
    book = xlsxwriter.Workbook(folder / "t.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate([HEADS, *rows(min(count, 20_000))]):
        sheet.write_row(at, 0, row)
    book.close()
    names = ("texts", "t.csv", "t.jsonl", "t.json", "t.parquet", "t.zip", "t.xlsx")
    return {name: folder / name for name in names}


def main() -> int:
    """Print a line a format; 1 if a target is missed and `--check` was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--check", action="store_true", help="exit 1 if a target is missed")
    asked = arguments.parse_args()
    missed = False
    print(f"{'':<10}{'articles':>9}{'MB':>7}{'seconds':>9}{'MB/s':>7}{'MB before':>11}{'MB at most':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in written(Path(folder), asked.articles).items():
            done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
            found = json.loads(done.stdout)
            size = found["chars"] / 1e6
            speed = size / found["seconds"]
            missed = missed or speed < TARGET
            figures = f"{found['read']:>9}{size:>7.0f}{found['seconds']:>9.2f}{speed:>7.0f}"
            print(f"{name:<10}{figures}{found['before']:>11.0f}{found['peak']:>12.0f}")
    return int(asked.check and missed)


if __name__ == "__main__":
    sys.exit(main())
