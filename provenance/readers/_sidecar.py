"""`articles.csv` beside the articles: what their files do not say of them, one row a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from provenance.errors import InputError
from provenance.readers import _dates
from provenance.readers._article import Note, Remark
from provenance.readers._columns import Row, cells_of, key, sees_text
from provenance.readers._file import File, on_disk
from provenance.readers._gather import Found, shown
from provenance.readers._stream import blocks, lines
from provenance.readers._table import SAMPLE, Form, rows

__all__ = ["NAME", "Sidecar", "split"]

NAME = "articles.csv"
_FILES = ("file", "filename", "filepath", "path", "name")  # columns that may name the file, the surest first


class Sidecar(NamedTuple):
    """What one `articles.csv` says: for each name, as it is written there, the row and our columns."""

    path: Path
    said: Mapping[str, tuple[int, Mapping[str, str]]]

    def of(self, path: Path) -> tuple[str, Mapping[str, str]] | None:
        """What it says of a file below its folder: by its path from there, its name, or its name without suffix."""
        if self.path.parent not in path.parents:
            return None
        way = path.relative_to(self.path.parent)
        for name in (way.as_posix(), way.name, way.with_suffix("").as_posix(), way.stem):
            if name in self.said:
                return name, self.said[name][1]
        return None


def split(
    found: Iterable[Found], columns: Mapping[str, str], tell: Callable[[Note], None]
) -> list[tuple[Found, Mapping[str, str]]]:
    """The files that hold articles, each with what an `articles.csv` says of it.

    A row that speaks of no file is told. Raises InputError for a table that cannot be read.
    """
    files, beside = [], []
    for one in found:
        made = _read(one, columns, tell) if one.path.name.casefold() == NAME else None
        if made is None:
            files.append(one)
        else:
            beside.append(made)
    beside.sort(key=lambda one: (-len(one.path.parts), one.path))  # the nearest speaks first
    used: dict[Path, set[str]] = {one.path: set() for one in beside}
    given: list[tuple[Found, Mapping[str, str]]] = []
    for one in files:
        hits = [(table.path, *hit) for table in beside if (hit := table.of(one.path))]
        for path, name, _ in hits:
            used[path].add(name)
        given.append((one, hits[0][2] if hits else {}))
    for table in sorted(beside, key=lambda one: one.path):
        for name, (n, _) in table.said.items():
            if name not in used[table.path]:
                tell(Note(shown(table.path), "skipped", f"row {n}: no file {name!r} is read from here"))
    return given


def _read(one: Found, columns: Mapping[str, str], tell: Callable[[Note], None]) -> Sidecar | None:
    """The table, if it is one that speaks of files; None if its rows are articles themselves, or if it is broken."""
    try:
        file = on_disk(one.path, shown(one.path), 0, columns)
        table = list(_rows(file))
    except (InputError, OSError):
        return None  # it is read again as a table of articles, which says what is wrong with it
    first = next((row.cells for row in table if isinstance(row, Row)), {})
    known = {key(name): name for name in reversed(list(first))}
    named = next((known[name] for name in _FILES if name in known), None)
    if named is None or sees_text(first, file):
        return None
    said: dict[str, tuple[int, Mapping[str, str]]] = {}
    way = _dates.order(cells_of(row.cells, file).get("published") for row in table if isinstance(row, Row))
    for row in table:
        if not isinstance(row, Row):
            tell(Note(shown(one.path), row.what, row.reason))
            continue
        name = str(row.cells[named]).strip().replace("\\", "/").removeprefix("./")
        if name in said or not name:
            why = f"speaks of {name!r} again" if name else "names no file"
            tell(Note(shown(one.path), "skipped", f"row {row.n}: {why}"))
            continue
        fields = {column: value for column, value in cells_of(row.cells, file).items() if column != "article"}
        time = _dates.when(fields.pop("published", None), way)
        if time.problem:
            tell(Note(shown(one.path), "left open", f"row {row.n}: published: {time.problem}"))
        if time.published:
            fields |= {"published": time.published, "published_precision": time.precision or ""}
        said[name] = row.n, fields
    return Sidecar(one.path, said)


def _rows(file: File) -> Iterator[Row | Remark]:
    pieces = blocks(file, lambda _: None)
    first = next(pieces, "")
    head = first.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    return rows(lines(chain([first[:SAMPLE], first[SAMPLE:]], pieces)), Form(mark, "doubled"))
