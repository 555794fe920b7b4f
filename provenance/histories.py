"""Histories on disk: a folder of articles beside the truth about them, written as it is made, whole or not at all.

    DIR/articles/     articles.parquet, articles.jsonl, or a text file an article with articles.csv beside them
    DIR/truth/        a Parquet file a table (see `newsrooms.truth`)
    DIR/simulation.json   what made it

Only `articles/` is for tracing: provenance trace DIR/articles --out RUN.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import OptionError, OutputError, TableError
from provenance.newsrooms import History, Simulation

__all__ = ["FORMATS", "load", "ready", "save"]

FACTS = "simulation.json"
FORMAT = 1
FORMATS = ("parquet", "jsonl", "txt")
# What the articles say of themselves; whatever only the truth knows stays out of the way of tracing.
_COLUMNS = ("id", "text", "title", "outlet", "published")
_EXACT = {"minute": "%Y-%m-%dT%H:%MZ", "day": "%Y-%m-%d"}

Put = Callable[[pd.DataFrame], None]


def save(
    batches: Iterable[History],
    folder: str | os.PathLike[str],
    options: Simulation,
    *,
    version: str,
    kind: str = "parquet",
    force: bool = False,
) -> Mapping[str, int]:
    """How many rows each table has, once articles and truth stand in the folder; nothing stands there otherwise.

    Memory for one batch, however many there are; the same batches give the same bytes. `kind`: how articles are
    written, one of FORMATS. A simulation that stands there is replaced with `force`; anything else is refused even
    then. Raises OutputError, OptionError for an unknown kind.
    """
    target = ready(folder, kind=kind, force=force)
    stage = target.parent / f".provenance-{os.getpid()}.partial"
    try:
        (stage / "articles").mkdir(parents=True)
        (stage / "truth").mkdir()
        counts = _stream(batches, stage, kind)
        facts = {"format": FORMAT, "provenance": version, "options": asdict(options), "to": kind, "rows": counts}
        (stage / FACTS).write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        old = stage.with_suffix(".old")
        if target.exists():
            target.rename(old)
        stage.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as problem:
        raise OutputError(f"{folder}: cannot be written ({problem.strerror}): choose another folder") from problem
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return counts


def ready(folder: str | os.PathLike[str], *, kind: str = "parquet", force: bool = False) -> Path:
    """The folder, if `save` may write to it; raises OutputError as it would, before the work is done."""
    if kind not in FORMATS:
        raise OptionError(f"no format is called {kind!r}: one of {', '.join(FORMATS)} is needed")
    target = Path(os.path.realpath(folder))
    if not target.exists():
        return target
    if not target.is_dir():
        raise OutputError(f"{folder}: a file stands there: choose another folder")
    held = sorted(path.name for path in target.iterdir())
    if held and FACTS not in held:
        raise OutputError(f"{folder}: holds {held[0]!r} and is no simulation: choose another folder")
    strange = [name for name in held if name not in (FACTS, "articles", "truth")]
    if strange:
        raise OutputError(f"{folder}: holds {strange[0]!r}, which is no part of the simulation: move it away")
    if held and not force:
        raise OutputError(f"{folder}: holds a simulation already: add --force to replace it, or choose another folder")
    return target


def load(folder: str | os.PathLike[str]) -> History:
    """The history that stands in a folder; raises OutputError if none does, or a table of it is not there."""
    place = Path(folder)
    try:
        facts = json.loads((place / FACTS).read_bytes())
    except (OSError, ValueError) as problem:
        raise OutputError(f"{folder} is no simulation: no {FACTS}; make one with provenance simulate") from problem
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise OutputError(f"{place / FACTS}: not of format {FORMAT}: run provenance simulate again")
    tables = {}
    for name in History.__dataclass_fields__:
        path = place / "truth" / f"{name}.parquet"
        try:
            tables[name] = pq.read_table(path).to_pandas()
        except (OSError, pa.ArrowException, TableError) as problem:
            raise OutputError(f"{path}: cannot be read: run provenance simulate again") from problem
    return History(**tables)


def _stream(batches: Iterable[History], stage: Path, kind: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    with ExitStack() as open_:
        put: dict[str, Put] = {}
        articles = open_.enter_context(_ARTICLES[kind](stage / "articles"))
        for batch in batches:
            articles(batch.articles)
            for name, table in batch.tables().items():
                # The texts stand in articles/ already; in the truth they would be there twice.
                kept = table.drop(columns="text") if name == "articles" else table
                if name not in put:
                    put[name] = open_.enter_context(_parquet(stage / "truth" / f"{name}.parquet"))
                put[name](kept)
                counts[name] = counts.get(name, 0) + len(table)
    return counts


@contextmanager
def _parquet(path: Path) -> Iterator[Put]:
    writer: pq.ParquetWriter | None = None

    def put(table: pd.DataFrame) -> None:
        nonlocal writer
        arrow = pa.Table.from_pandas(table, preserve_index=False)
        schema = pa.schema([field.with_type(_plain(field.type)) for field in arrow.schema])
        writer = writer or pq.ParquetWriter(path, schema, compression="zstd", store_schema=False)
        writer.write_table(arrow.cast(schema))

    yield put
    if writer is not None:
        writer.close()


def _plain(kind: Any) -> Any:
    """Columns that are empty in the first batch are texts in the next; large strings are strings."""
    return pa.string() if pa.types.is_null(kind) or pa.types.is_large_string(kind) else kind


@contextmanager
def _tables(folder: Path) -> Iterator[Put]:
    with _parquet(folder / "articles.parquet") as put:
        yield lambda table: put(pd.DataFrame(_rows(table), columns=list(_COLUMNS), dtype="str").replace("", None))


@contextmanager
def _lines(folder: Path) -> Iterator[Put]:
    with (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:

        def put(table: pd.DataFrame) -> None:
            for row in _rows(table):
                file.write(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) + "\n")

        yield put


@contextmanager
def _files(folder: Path) -> Iterator[Put]:
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(["file", *_COLUMNS[2:]])

        def put(table: pd.DataFrame) -> None:
            for row in _rows(table):
                (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8", newline="\n")
                sheet.writerow([f"{row['id']}.txt", *(row[column] for column in _COLUMNS[2:])])

        yield put


def _rows(table: pd.DataFrame) -> Iterator[dict[str, str]]:
    """The articles as words, times as exactly as they are known."""
    columns = (table[column] for column in ("article", *_COLUMNS[1:], "published_precision"))
    for *words, when, exact in zip(*columns, strict=True):
        row = dict(zip(_COLUMNS, (word if isinstance(word, str) else "" for word in words), strict=False))
        row["published"] = when.strftime(_EXACT[exact]) if exact in _EXACT else ""
        yield row


_ARTICLES = {"parquet": _tables, "jsonl": _lines, "txt": _files}
