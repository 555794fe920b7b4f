"""Parts and manifest of an archive on disk: written whole or not at all, by one writer at a time.

A part is a Parquet file that is called by its own digest and never changed. The manifest `archive.json` names all parts
that count, and is replaced by one rename: whoever has read it sees one state of the archive, whatever is written
meanwhile. What it does not name is nothing, and is swept away by the next writer.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import OutputError

__all__ = [
    "FORMAT", "KINDS", "MANIFEST", "Manifest", "Part", "Segment", "commit", "digest", "manifest", "write", "writing",
]  # fmt: skip

# What this program writes. A manifest says in `needs` from which format on a program can read it, and a newer one may
# hold keys and columns that are not known here: those are left alone.
FORMAT = 1
MANIFEST, LOCK, PARTS = "archive.json", "lock", "parts"
KINDS = ("articles", "cards", "postings")
# Rows of a part that are read together: 256 articles are 1 MB, 2 ms for the one that is wanted of them (tried 128 and
# 1,000: more to know of the file, more to unpack); 16,384 runs of words are what one sought hash makes DuckDB read.
ROWS = {"articles": 256, "cards": 1 << 16, "postings": 1 << 14}
_OURS = re.compile(rf"(?:{'|'.join(KINDS)})-[0-9a-f]{{24}}\.parquet|\..+\.partial")


@dataclass(frozen=True)
class Part:
    """One file of the archive: its name below `parts/`, its digest (SHA-256) and its length in bytes."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Segment:
    """Articles that stand together: the number of the first, how many they are, and a part of each of KINDS."""

    first: int
    rows: int
    parts: Mapping[str, Part]


@dataclass(frozen=True)
class Manifest:
    """One state of an archive: its segments in order of their numbers, and how its runs of words were made."""

    segments: tuple[Segment, ...]
    fingerprint: Mapping[str, int]
    digest: str = ""

    @property
    def rows(self) -> int:
        """How many articles there are."""
        return sum(segment.rows for segment in self.segments)

    def files(self, kind: str) -> list[str]:
        """The names of all parts of a kind, in order."""
        return [segment.parts[kind].file for segment in self.segments]


def manifest(folder: Path, *, to_write: bool = False) -> Manifest:
    """The state that the archive is in now; raises OutputError if it is none, or not to be read (or written) here."""
    path = folder / MANIFEST
    try:
        facts = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as problem:
        remedy = "make one with provenance archive add"
        raise OutputError(f"{folder} is not an archive: no {MANIFEST}; {remedy}") from problem
    except OSError as problem:
        raise OutputError(f"{path}: {problem.strerror}: mend its permissions") from problem
    except ValueError as problem:
        raise OutputError(f"{path}: not JSON ({problem}): restore it from a copy") from problem
    needs = facts.get("format" if to_write else "needs") if isinstance(facts, dict) else None
    if not isinstance(needs, int) or needs > FORMAT:
        does = "written" if to_write else "read"
        raise OutputError(f"{path}: format {needs!r} cannot be {does} here, {FORMAT} can: use a newer provenance")
    claimed = facts.pop("sha256", None)
    if claimed != digest(_json(facts)):
        raise OutputError(f"{path}: not as it was written (its digest differs): restore it from a copy")
    try:
        return Manifest(tuple(map(_segment, facts["segments"])), dict(facts["fingerprint"]), claimed)
    except (KeyError, TypeError) as problem:
        raise OutputError(f"{path}: a part is missing ({problem}): restore it from a copy") from problem


def _segment(facts: Mapping[str, Any]) -> Segment:
    parts = {kind: Part(**{name: facts["parts"][kind][name] for name in Part.__annotations__}) for kind in KINDS}
    return Segment(facts["first"], facts["rows"], parts)


def commit(folder: Path, state: Manifest) -> None:
    """Make this the state of the archive; the parts that it names stand on the disk before it does."""
    segments = [
        {"first": one.first, "rows": one.rows, "parts": {kind: vars(part) for kind, part in one.parts.items()}}
        for one in state.segments
    ]
    facts: dict[str, Any] = {
        "format": FORMAT, "needs": FORMAT, "articles": state.rows, "fingerprint": dict(state.fingerprint),
        "segments": segments,
    }  # fmt: skip
    facts["sha256"] = digest(_json(facts))
    _kept(folder / PARTS)
    stage = folder / f".{MANIFEST}.partial"
    with stage.open("wb") as file:
        file.write(_json(facts))
        file.flush()
        os.fsync(file.fileno())
    stage.replace(folder / MANIFEST)
    _kept(folder)


def write(folder: Path, kind: str, tables: Iterable[pa.Table]) -> Part:
    """The part that holds the tables one below the other, once it is on the disk under its digest's name."""
    stage = folder / PARTS / f".{kind}.partial"
    writer = None
    try:
        for table in tables:
            writer = writer or pq.ParquetWriter(
                stage, table.schema, version="2.6", compression="none" if kind == "postings" else "zstd",
                use_dictionary=False, write_statistics=kind == "postings", store_schema=False,
            )  # fmt: skip
            writer.write_table(table, row_group_size=ROWS[kind])
    finally:
        if writer:
            writer.close()
    with stage.open("rb") as file:
        os.fsync(file.fileno())
        found = hashlib.file_digest(file, "sha256").hexdigest()
    part = Part(f"{kind}-{found[:24]}.parquet", found, stage.stat().st_size)
    stage.replace(folder / PARTS / part.file)
    return part


@contextmanager
def writing(folder: Path, note: Callable[[str], object]) -> Iterator[Manifest | None]:
    """The state to go on from (None: a new archive), while nobody else may write; raises OutputError if somebody does.

    What a writer that was killed has left behind is swept away, and told to `note`.
    """
    _free(folder)
    _fcntl(folder)  # before anything is made
    (folder / PARTS).mkdir(parents=True, exist_ok=True)
    lock = _locked(folder / LOCK, note)
    try:
        _sweep(folder)
        yield manifest(folder, to_write=True) if (folder / MANIFEST).exists() else None
    finally:
        with suppress(OutputError):  # told above, and what cannot be read is not swept
            _sweep(folder)
        (folder / LOCK).unlink(missing_ok=True)
        os.close(lock)
        with suppress(OSError):  # an archive that came to nothing leaves no folder
            (folder / PARTS).rmdir()
            folder.rmdir()


def _locked(path: Path, note: Callable[[str], object]) -> int:
    """The open lock. The system gives it up with its owner, however that ends; the number in it is for people."""
    fcntl = _fcntl(path.parent)
    while True:
        try:
            lock, made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644), True
        except FileExistsError:
            try:
                lock, made = os.open(path, os.O_RDWR), False
            except FileNotFoundError:  # given back at this moment
                continue
        owner = os.pread(lock, 32, 0).decode("ascii", "replace").strip() or "of unknown number"
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            os.close(lock)
            raise OutputError(f"{path.parent}: process {owner} is adding to it: wait until it is done") from problem
        with suppress(FileNotFoundError):
            if os.fstat(lock).st_ino == path.stat().st_ino:
                break
        os.close(lock)  # its owner gave it back between our opening and locking it
    if not made:
        note(f"{path.parent}: process {owner} was ended while it was adding; what it had not finished is left out")
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def _fcntl(folder: Path) -> ModuleType:
    """The module that locks files, imported late: Windows has none, and reads and traces without it."""
    try:
        return import_module("fcntl")
    except ImportError as problem:
        raise OutputError(f"{folder}: this system cannot lock an archive: add to it on Linux or macOS") from problem


def _free(folder: Path) -> None:
    """Raise OutputError unless the folder is an archive, or can become one."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: a file stands there: choose another folder")
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    strange = [name for name in held if name not in (LOCK, PARTS) and not name.endswith(".partial")]
    if MANIFEST not in held and strange:
        raise OutputError(f"{folder}: holds {strange[0]!r} and is no archive: choose another folder")


def _sweep(folder: Path) -> None:
    """Delete what looks like a part of ours and is named by no manifest."""
    state = manifest(folder) if (folder / MANIFEST).exists() else None
    named = {file for kind in KINDS for file in state.files(kind)} if state else set()
    for path in (folder / PARTS).iterdir():
        if path.name not in named and _OURS.fullmatch(path.name):
            path.unlink()
    (folder / f".{MANIFEST}.partial").unlink(missing_ok=True)


def _kept(folder: Path) -> None:
    """See to it that the names in a folder outlive a loss of power."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _json(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, indent=1).encode() + b"\n"


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
