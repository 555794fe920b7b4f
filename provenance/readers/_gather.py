"""Which files are meant: folders, globs and file:// URLs taken apart, each file once, in one order on every machine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from provenance.errors import InputError
from provenance.readers._article import Note

__all__ = ["Found", "gather", "line", "once", "shown"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class Found(NamedTuple):
    """A file to read, and whether the user named it (then a failure is an error, not a note)."""

    path: Path
    named: bool
    is_: os.stat_result | None = None  # what the system says of it, once it was asked; None: there is nothing


def gather(given: Iterable[str | PathLike[str]], tell: Callable[[Note], None]) -> Iterator[Found]:
    """The files that are meant, folders sorted by path; raises InputError for a name that nothing answers to."""
    for path in (_local(os.fspath(item)) for item in given):
        try:
            if path.is_dir():
                yield from (Found(inside, named=False) for inside in _walk(path, tell))
            elif path.exists() or path.is_symlink() or not set(str(path)) & set("*?["):
                yield Found(path, named=True)
            else:
                for hit in _matches(path):
                    inside = _walk(hit, tell) if hit.is_dir() else [hit]
                    yield from (Found(one, named=False) for one in inside)
        except OSError as problem:
            raise InputError(f"{shown(path)}: {problem.strerror}: check the name") from problem


def once(found: Iterable[Found], tell: Callable[[Note], None]) -> Iterator[Found]:
    """Every file once: a text met twice would pass for a copy of itself."""
    seen: dict[tuple[int, int], Path] = {}
    for one in found:
        try:
            is_ = one.path.stat()
        except OSError:
            yield one
            continue
        first = seen.setdefault((is_.st_dev, is_.st_ino), one.path)
        if first is one.path:
            yield one._replace(is_=is_)
        else:
            tell(Note(shown(one.path), "skipped", f"the same file as {shown(first)}"))


def line(name: str) -> str:
    """A file's name as text; a byte of it that is no UTF-8 is written out in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def shown(path: Path) -> str:
    """A path as users are told it."""
    return line(path.as_posix())


def _matches(pattern: Path) -> list[Path]:
    """What a glob matches, sorted; hidden files only if the pattern names the dot, as in a shell."""
    dotted = any(map(_hidden, pattern.parts))
    hits = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
    found = sorted(hit for hit in hits if dotted or not any(map(_hidden, hit.parts)))
    if not found:
        raise InputError(f"{shown(pattern)}: nothing matches: check the pattern")
    return found


def _hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _local(given: str) -> Path:
    if not given:
        raise InputError("an empty name was given: name a file or a folder")
    if "\0" in given:
        raise InputError(f"{line(given)!r}: no file name holds a NUL: check the name")
    if not _SCHEME.match(given):
        return Path(given)
    url = urlsplit(given)
    if url.scheme.lower() != "file" or url.netloc.lower() not in ("", "localhost"):
        raise InputError(f"{line(given)}: only local files are read: save the page and give the file")
    return Path(unquote(url.path))


def _walk(folder: Path, tell: Callable[[Note], None]) -> list[Path]:
    def fail(problem: OSError) -> None:
        where = shown(Path(problem.filename or folder))
        if problem.filename and Path(problem.filename) != folder:
            tell(Note(where, "skipped", f"{problem.strerror}: mend its permissions or leave it out"))
            return
        raise InputError(f"{where}: {problem.strerror}: mend its permissions or leave it out")

    files: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=fail):
        if "run.json" in names and "tables" in folders:
            tell(Note(shown(Path(place)), "skipped", "a run of provenance: its reports are no articles"))
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for link in (Path(place, name) for name in folders):
            if link.is_symlink():
                tell(Note(shown(link), "skipped", "a link to a folder: give that folder itself"))
        files += [Path(place, name) for name in names if not _hidden(name)]
    return sorted(files, key=lambda path: path.parts)
