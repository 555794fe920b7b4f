"""Runs on disk: written whole or not at all, reloaded only if every table is, to the byte, as it was written.

A run is a folder: `tables/<name>.parquet`, the rendered files, and `run.json`, which says what made it and
holds a digest of everything. There is no clock in it unless a stamp is given: the same trace gives the same
bytes. Start at `save`; `ready` asks beforehand whether a folder can take a run, `add` puts more files there.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import OutputError
from provenance.frames import TABLES, Trace, check
from provenance.parquet import AS, GROUP, grouped, schema
from provenance.store._read import Brief, as_table, briefed, reading, sound

__all__ = ["FORMAT", "WORK", "add", "finish", "load", "ready", "save"]

FORMAT = 2  # the layout of a run; a reader of another layout refuses it instead of misreading it
RUN = "run.json"
# Where a run that is too large for memory is worked out (see `engine`): nothing of the run, and safe to delete.
WORK = "work"
LISTED = 20_000  # articles whose digests run.json lists one by one: 2 MB
_LIBRARIES = (
    "charset-normalizer", "diff-match-patch", "jinja2", "matplotlib", "networkx", "numpy", "pandas",
    "pyarrow", "rapidfuzz", "sentencex", "typst", "xlsxwriter",
)  # fmt: skip
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # left by file managers, nobody's work


def save(
    trace: Trace,
    folder: str | os.PathLike[str],
    *,
    version: str,
    force: bool = False,
    stamp: str | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Path:
    """The folder of the run, once tables, `run.json` and `files` (name to content) stand in it, all of them.

    An empty folder is filled; a run that stands there is replaced with `force`; anything else is refused even
    then: nothing is deleted that is not a run. `version` is that of provenance, for `run.json`; `stamp` goes there
    as it is. Raises OutputError, and leaves nothing behind.
    """
    with _one_line(folder):
        target = _target(folder)
        _refuse(target, force=force)
        made = {_table_path(name): _parquet(name, table) for name, table in trace.tables().items()}
        made |= _named(files or {})
        made[RUN] = _json(_facts(trace, made, version) | ({"stamp": stamp} if stamp is not None else {}))
        with _staging(_place(target)) as stage:
            _write(stage, made)
            _commit(stage, target)
    return target


def finish(
    folder: str | os.PathLike[str],
    tables: Mapping[str, Iterable[pa.Table]],
    *,
    version: str,
    options: Mapping[str, Any],
    stamp: str | None = None,
) -> dict[str, int]:
    """How many rows each table has, once the run that was worked out in `folder` stands there, as `save` leaves it.

    `tables` come in the order of their keys, a batch of rows after the other. A run that stands there is replaced;
    `WORK` stays. Cut short at any moment, the folder is free for the next call. Raises OutputError.
    """
    with _one_line(folder):
        target = _target(folder)
        if (target / RUN).exists():
            old = _run(target, any_format=True)
            (target / RUN).unlink()
            for name in old["files"]:
                (target / name).unlink(missing_ok=True)
        (target / "tables").mkdir(exist_ok=True)
        with ThreadPoolExecutor(2) as hands:  # packing a table keeps one core busy
            begun = {n: hands.submit(_stream, target / _table_path(n), n, rows) for n, rows in tables.items()}
            made = {name: one.result() for name, one in begun.items()}
        held = pq.read_table(target / _table_path("articles"), columns=["article", "sha256"])
        facts = _made_by(version, options) | {
            "articles": _listed(held["article"].to_pylist(), held["sha256"].to_pylist()), "tables": made, "files": {},
        }  # fmt: skip
        # Below `tables`: whatever moment it is cut short at, nothing strange stands in the folder.
        last = "tables/run.partial"
        _write(target, {last: _json(facts | ({"stamp": stamp} if stamp is not None else {}))})
        (target / last).replace(target / RUN)
    return {name: one["rows"] for name, one in made.items()}


def _stream(path: Path, name: str, rows: Iterable[pa.Table]) -> dict[str, Any]:
    """The table of a run, written as it comes: its rows and digest."""
    stage, count = path.with_suffix(".partial"), 0
    with pq.ParquetWriter(stage, schema(name), **AS) as writer:
        for batch in grouped(rows, schema(name)):
            count += len(batch)
            writer.write_table(batch)
    with stage.open("rb") as file:
        os.fsync(file.fileno())
        found = hashlib.file_digest(file, "sha256").hexdigest()
    stage.replace(path)
    return {"rows": count, "sha256": found}


def ready(folder: str | os.PathLike[str], *, force: bool = False) -> None:
    """Nothing, if `save` could write to `folder`; raises OutputError as it would, before the work is done."""
    with _one_line(folder):
        target = _target(folder)
        _refuse(target, force=force)
        with _staging(_place(target), keep=False):
            pass


def add(trace: Trace, folder: str | os.PathLike[str], files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """The paths of `files` (name to content) about a trace, once they stand in `folder`, made if it is missing.

    If the folder is the run of that trace, its `run.json` names them from then on. A file that stands there
    with other content is replaced with `force` only. Raises OutputError, and leaves nothing half-written.
    """
    with _one_line(folder):
        target = Path(folder)
        made = _named(files)
        for name, content in made.items():
            there = target / name
            if there.exists() and not force and there.read_bytes() != content:
                raise OutputError(f"{folder}: holds {name} already: add --force to overwrite it")
        if (target / RUN).exists():
            facts = _run(target)
            if facts["articles"] != _digests(trace) or facts["options"] != _plain(trace.options):
                raise OutputError(f"{folder}: holds the run of another trace: choose another folder")
            facts["files"] |= {name: _digest(content) for name, content in made.items()}
            made[RUN] = _json(facts)
        with _staging(target) as stage:
            _write(stage, made)
            for name in made:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / name).replace(target / name)
    return [target / name for name in files]


def load(folder: str | os.PathLike[str], *, brief: bool = False) -> Trace:
    """The trace that a run holds; if `brief`, only what its flows are counted from.

    Raises OutputError if `folder` is not a run, is of another format, or holds a table that is not as it was
    written; the line names the table.
    """
    place = Path(folder)
    facts = _run(place)

    def path(name: str) -> Path:
        return sound(name, place / _table_path(name), facts["tables"])

    def table(name: str) -> pd.DataFrame:
        with reading(name, path(name)) as file:
            return as_table(name, pq.read_table(file, partitioning=None))

    found = briefed(table, path) if brief else Brief({name: table(name) for name in TABLES}, {})
    stamp = facts.get("stamp")
    told = stamp if isinstance(stamp, str) else ""
    return Trace(**found.tables, options=facts["options"], stamp=told, left_out=found.words)


def _run(folder: Path, *, any_format: bool = False) -> dict[str, Any]:
    """The `run.json` of a run, checked as far as it can be without the tables; of `any_format` to be replaced."""
    try:
        facts = json.loads((folder / RUN).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise OutputError(f"{folder} is not a run: no {RUN}; make one with provenance trace") from problem
    except OSError as problem:
        raise OutputError(f"{folder / RUN}: {problem.strerror}: mend its permissions") from problem
    except ValueError as problem:
        raise OutputError(f"{folder / RUN}: not JSON ({problem}): run provenance trace again") from problem
    found = facts.get("format") if isinstance(facts, dict) else None
    if found != FORMAT and not (any_format and isinstance(found, int) and found < FORMAT):
        raise OutputError(f"{folder / RUN}: format {found!r}, not {FORMAT}: run provenance trace again")
    whole = all(isinstance(facts.get(part), dict) for part in ("articles", "files", "options", "tables"))
    if not whole or not all(isinstance(table, dict) for table in facts["tables"].values()):
        raise OutputError(f"{folder / RUN}: a part is missing: run provenance trace again")
    return dict(facts)


def _parquet(name: str, table: pd.DataFrame) -> bytes:
    """The table as Parquet: without pandas' metadata, which would write its version into the bytes."""
    checked = check(name, table)
    arrow = pa.Table.from_pandas(checked[list(TABLES[name].columns)], schema=schema(name), preserve_index=False)
    out = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata(None), out, row_group_size=GROUP, **AS)
    return out.getvalue()


def _facts(trace: Trace, made: Mapping[str, bytes], version: str) -> dict[str, Any]:
    tables = {name: _table_path(name) for name in TABLES}
    return _made_by(version, trace.options) | {
        "articles": _digests(trace),
        "tables": {
            name: {"rows": len(getattr(trace, name)), "sha256": _digest(made[path])} for name, path in tables.items()
        },
        "files": {path: _digest(made[path]) for path in made.keys() - set(tables.values())},
    }


def _made_by(version: str, options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "provenance": version,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "libraries": {library: metadata.version(library) for library in _LIBRARIES},
        "options": _plain(options),
    }


def _digests(trace: Trace) -> dict[str, str]:
    return _listed(trace.articles["article"].tolist(), trace.articles["sha256"].tolist())


def _listed(names: list[str], digests: list[str]) -> dict[str, str]:
    """The digest of every article; of more than `LISTED` one of all, or run.json would be longer than some tables."""
    if len(names) <= LISTED:
        return dict(zip(names, digests, strict=True))
    return {"": _digest("\n".join(sorted(map(" ".join, zip(digests, names, strict=True)))).encode())}


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as they come back from JSON, where a tuple is a list."""
    return dict(json.loads(json.dumps(dict(options), allow_nan=False)))


def _json(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _table_path(name: str) -> str:
    return f"tables/{name}.parquet"


def _named(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, once each name stays inside the folder and off what is the run's own."""
    for name in files:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or name == RUN or parts[0] == "tables":
            raise OutputError(f"{name!r} cannot be a file of a run: choose another name")
    return dict(files)


@contextmanager
def _one_line(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Whatever the system refuses, as one line."""
    if "\0" in os.fspath(folder):
        raise OutputError(f"{os.fspath(folder)!r}: no folder's name holds a NUL: choose another folder")
    try:
        yield
    except OSError as problem:
        why = problem.strerror or problem
        raise OutputError(f"{folder}: cannot be written ({why}): choose another folder") from problem


def _target(folder: str | os.PathLike[str]) -> Path:
    """The folder of a run: a link is followed, or replacing the run would leave a folder where the link was."""
    target = Path(folder)
    if target.is_symlink():
        target = Path(os.path.realpath(target))
    if target.absolute() in (Path.cwd(), Path(target.anchor)) or ".." in target.parts[-1:]:
        raise OutputError(f"{folder}: a run is replaced whole, and this folder cannot be: name one inside it")
    return target


def _refuse(target: Path, *, force: bool) -> None:
    """Raise OutputError unless the folder is free, or is a run and may be replaced."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{target}: a file stands there: choose another folder")
    held = _held(target)
    if not held:
        return
    if RUN not in held and (target / WORK / "lock").exists() and all(name.startswith("tables/") for name in held):
        return  # a run that was cut short
    if RUN not in held:
        raise OutputError(f"{target}: holds {held[0]!r} and is no run: choose another folder")
    facts = _run(target, any_format=force)
    ours = {RUN, *facts["files"], *(_table_path(name) for name in facts["tables"])}
    strange = [name for name in held if name not in ours]
    if strange:
        raise OutputError(f"{target}: holds {strange[0]!r}, which is no part of the run: move it away")
    if not force:
        raise OutputError(f"{target}: holds a run already: add --force to replace it, or choose another folder")


def _held(folder: Path) -> list[str]:
    """Every file below the folder and every empty folder, sorted, but for the litter of file managers."""
    found = []
    for place, folders, names in os.walk(folder):
        if place == str(folder) and (folder / WORK / "lock").is_file():
            folders.remove(WORK)
        inside = Path(place).relative_to(folder)
        found += [(inside / name).as_posix() for name in names if name not in _LITTER]
        links = [name for name in folders if Path(place, name).is_symlink()]
        found += [(inside / name).as_posix() for name in links]
        if not folders and not names and place != str(folder):
            found.append(inside.as_posix())
    return sorted(found)


def _place(target: Path) -> Path:
    """Where to stage a run: beside its folder, or inside if that is free (it may be a mount point)."""
    return target if target.is_dir() and not _held(target) else target.parent


@contextmanager
def _staging(parent: Path, *, keep: bool = True) -> Iterator[Path]:
    """A new folder inside `parent`, gone afterwards; a parent made on the way stays only on success and `keep`."""
    stage = parent / f".provenance-{os.getpid()}.partial"
    missing = [place for place in (parent, *parent.parents) if not place.exists()]
    try:
        stage.mkdir(parents=True)
        yield stage
    except BaseException:
        keep = False
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        for place in () if keep else missing:
            with suppress(OSError):
                place.rmdir()


def _write(stage: Path, made: Mapping[str, bytes]) -> None:
    for name, content in made.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _commit(stage: Path, target: Path) -> None:
    """Put the staged run in its place: by one rename or, in a free folder, file by file, `run.json` last."""
    if stage.parent == target:
        for path in sorted(stage.iterdir(), key=lambda path: path.name == RUN):
            path.replace(target / path.name)
        return
    if not target.exists():
        stage.rename(target)
        return
    old = stage.with_suffix(".old")
    target.rename(old)
    try:
        stage.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
