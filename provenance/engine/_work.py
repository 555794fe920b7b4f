"""The bench of a long run on disk: what each step made, with a digest of what it was made from; one writer at a time.

    WORK/<step>-<key>/<part>.<table>.parquet   what the step made of part n: a Parquet file a table
    WORK/<step>-<key>/<part>.json              written last: rows, bytes and digest of each; without it there is nothing
    WORK/lock                                  held while a run works here

The key is a digest of the step's name, its options and the keys of all that it reads. So a step is found again by
whoever asks for the same of the same, and by nobody else; a part is there as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import OutputError

__all__ = ["Made", "Table", "digest", "keep", "key", "known", "lock", "read", "rows", "stream", "sweep"]

# Rows of a group of a table that is read a part at a time by a filter: small, so that little else is unpacked.
ROWS = 1 << 13
_DONE = ".json"


@dataclass(frozen=True)
class Table:
    """One table of a step: where, under which name, in how many parts.

    `rows`: the parts stand in one file, and a column `part` says which row is of which (what a query made); else each
    part is a file (what a map made).
    """

    folder: str
    name: str
    parts: int
    rows: bool = False

    def files(self) -> list[str]:
        """The paths of all files, in order."""
        return [_path(self.folder, part, self.name) for part in range(1 if self.rows else self.parts)]


@dataclass(frozen=True)
class Made:
    """What is known of one part of a step: for each table rows, bytes and digest; `parts`: how many it is cut in."""

    tables: Mapping[str, Mapping[str, Any]]
    parts: int = 0


def key(name: str, options: Any, reads: Iterable[str]) -> str:
    """The key of a step: what it is called, what it is told, and what it reads (their folders, which bear keys)."""
    facts = [name, repr(options), [Path(folder).name for folder in reads]]
    return digest(json.dumps(facts).encode())[:16]


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _path(folder: str, part: int, table: str) -> str:
    return f"{folder}/{part:05d}.{table}.parquet"


def read(table: Table, part: int | None = None) -> pa.Table:
    """The rows of one part, or of all parts in order."""
    if part is None:
        return pa.concat_tables([_file(path) for path in table.files()])
    if table.rows:
        found = _file(table.files()[0], [("part", "=", part)])
        return found.drop_columns("part")
    return _file(_path(table.folder, part, table.name))


def rows(table: Table) -> Iterator[pa.Table]:
    """The rows in order, a group at a time."""
    for path in table.files():
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, use_threads=False)


def _file(path: str, filters: Any = None) -> pa.Table:
    try:
        # Not by threads: whoever reads is one of several that fill the machine already.
        return pq.read_table(path, filters=filters, use_threads=False, partitioning=None)
    except (OSError, pa.ArrowException) as problem:
        why = str(problem).partition("\n")[0]
        raise OutputError(f"{path}: cannot be read ({why}): call the same again, and it is made anew") from problem


def keep(folder: str, part: int, tables: Mapping[str, pa.Table], parts: int = 0) -> Made:
    """What is known of a part, once all its tables stand on the disk, whole."""
    made = {}
    for name, table in sorted(tables.items()):
        out = io.BytesIO()
        # What repeats is found by zstd; with dictionaries postings took twice the time, and nothing less room.
        pq.write_table(
            table.replace_schema_metadata(None), out, version="2.6", compression="zstd", compression_level=1,
            store_schema=False, use_dictionary=False,
        )  # fmt: skip
        content = out.getvalue()
        _write(_path(folder, part, name), content)
        made[name] = {"rows": len(table), "bytes": len(content), "sha256": digest(content)}
    return _done(folder, part, Made(made, parts))


def stream(folder: str, name: str, batches: pa.RecordBatchReader) -> Made:
    """The same for one table that comes row by row, in order of its column `part`, and need not fit into memory."""
    path = Path(_path(folder, 0, name))
    stage = _stage(path)
    last, rows = -1, 0
    try:
        with pq.ParquetWriter(
            stage, batches.schema, version="2.6", compression="zstd", compression_level=1, store_schema=False,
            use_dictionary=False,
        ) as writer:  # fmt: skip
            for table in _groups(batches):
                rows += len(table)
                if "part" in table.column_names and len(table):
                    last = max(last, table["part"][-1].as_py())
                writer.write_table(table, row_group_size=ROWS)
        with stage.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        size = stage.stat().st_size
        stage.replace(path)
    finally:
        stage.unlink(missing_ok=True)
    return _done(folder, 0, Made({name: {"rows": rows, "bytes": size, "sha256": found}}, last + 1))


def _groups(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The rows in groups of one size, however they come: the same rows, the same bytes."""
    left: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        left.append(batch)
        count += len(batch)
        if count >= ROWS:
            whole = pa.Table.from_batches(left)
            full = count - count % ROWS
            yield whole[:full].combine_chunks()
            left = whole[full:].combine_chunks().to_batches()
            count -= full
    yield pa.Table.from_batches(left, batches.schema).combine_chunks()


def _stage(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _write(name: str, content: bytes) -> None:
    path = Path(name)
    stage = _stage(path)
    try:
        # Not forced to the disk: what a power cut tears is known by its digest, and made anew.
        stage.write_bytes(content)
        stage.replace(path)
    finally:
        stage.unlink(missing_ok=True)


def _done(folder: str, part: int, made: Made) -> Made:
    facts = {"tables": {name: dict(one) for name, one in made.tables.items()}, "parts": made.parts}
    _write(f"{folder}/{part:05d}{_DONE}", json.dumps(facts, sort_keys=True).encode())
    return made


def known(folder: str, part: int, *, whole: bool = True) -> tuple[Made | None, str]:
    """What is known of a part (None: it must be made), and, where it is not as it was written, which file is not.

    Every byte is read, but without `whole` only what was noted.
    """
    path = Path(folder, f"{part:05d}{_DONE}")
    try:
        facts = json.loads(path.read_bytes())
        made = Made(facts["tables"], facts["parts"])
    except FileNotFoundError:
        return None, ""
    except (OSError, ValueError, KeyError, TypeError):
        return None, str(path)
    for name, one in made.tables.items() if whole else ():
        file = _path(folder, part, name)
        try:
            with Path(file).open("rb") as content:
                same = hashlib.file_digest(content, "sha256").hexdigest() == one["sha256"]
        except OSError:
            same = False
        if not same:
            return None, file
    return made, ""


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """The folder, for one run alone; raises OutputError if another works there. The lock ends with its owner."""
    try:
        fcntl = import_module("fcntl")
    except ImportError as problem:  # Windows, which traces in memory without it
        remedy = "trace in steps on Linux or macOS"
        raise OutputError(f"{folder.parent}: this system cannot lock a run: {remedy}") from problem
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        owner = os.pread(held, 32, 0).decode("ascii", "replace").strip() or "of unknown number"
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise OutputError(
                f"{folder.parent}: process {owner} is tracing into it: wait until it is done, or choose another folder"
            ) from problem
        os.ftruncate(held, 0)
        os.pwrite(held, f"{os.getpid()}\n".encode(), 0)
        for litter in (*folder.glob("*/.*.partial"), folder / "spill"):  # of a run that was killed
            _delete(litter)
        yield
    finally:
        os.close(held)


def sweep(folder: Path, used: Iterable[str]) -> None:
    """Delete what no step of this run has made or used, and what killed runs have left half-written."""
    kept = {Path(one).name for one in used} | {"lock"}
    for path in folder.iterdir():
        if path.name not in kept:
            _delete(path)


def _delete(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
