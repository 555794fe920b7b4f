"""XLSX: the first sheet with a row near its top that names a column for the text; that row is the header."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from provenance.errors import InputError
from provenance.readers import Article, File, Remark, reader
from provenance.readers._columns import Row, articles, sees_text
from provenance.readers._file import BROKEN, HELD, said

__all__ = ["table"]

# Cells of the rectangle that a sheet spans, each of which takes 24 bytes while it is read: a sheet of all the
# 1,048,576 rows that Excel knows may have 19 columns; one cell in the last corner would ask for 400 GB.
_CELLS = 20_000_000
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_BLOCK = 1 << 20
_HEAD = 20  # rows above the header that may hold a title or the search; exports of Nexis Uni have up to 8


@reader(".xlsm", ".xlsx")
def table(file: File) -> Iterator[Article | Remark | File]:
    """An article a row, columns by their usual names.

    Raises InputError for a workbook that is damaged, locked, too large to be held, or has no column for the text.
    """
    with file.seekable() as stream:
        _weigh(stream, file)
        try:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = [book.get_sheet_by_index(at) for at in range(len(book.sheet_names))]
        except (CalamineError, OSError, ValueError) as problem:
            raise InputError(f"{file.shown}: no XLSX, locked or damaged ({said(problem)}): save it again") from problem
        chosen, head = _header(sheets, file)
        others = [sheet.name for sheet in sheets if sheet.name != chosen.name and sheet.height]
        if others:
            yield Remark("skipped", f"sheets {', '.join(others)}: only {chosen.name} is read", len(others))
        yield from articles(_rows(chosen, head), file)


def _weigh(stream: IO[bytes], file: File) -> None:
    """Read through the file as it will be unpacked: raises InputError if it is more than can be held."""
    out = 0
    try:
        with zipfile.ZipFile(stream) as packed:
            for info in packed.infolist():
                sheet = info.filename.startswith("xl/worksheets/")
                with packed.open(info) as part:
                    out = _pass(part, out, file, sheet=sheet)
    except BROKEN as problem:
        raise InputError(f"{file.shown}: no XLSX, locked or damaged ({said(problem)}): save it again") from problem
    stream.seek(0)


def _pass(part: IO[bytes], out: int, file: File, *, sheet: bool) -> int:
    rest, columns, rows = b"", 0, 0
    while block := part.read(_BLOCK):
        out += len(block)
        if out > HELD:
            raise InputError(f"{file.shown}: more than {HELD >> 20} MB unpacked: save it as CSV, which is streamed")
        places = _PLACE.findall(rest + block) if sheet else []
        rows = max([rows, *(int(row) for _, row in places)])
        columns = max([columns, *(_number(name) for name in {name for name, _ in places})])
        rest = block[-16:]
        if rows * columns > _CELLS:
            raise InputError(f"{file.shown}: a sheet of {rows} x {columns} cells: save it as CSV, which is streamed")
    return out


def _number(name: bytes) -> int:
    at = 0
    for letter in name:
        at = at * 26 + letter - 64
    return at


def _header(sheets: list[CalamineSheet], file: File) -> tuple[CalamineSheet, int]:
    """The first sheet with a row, near its top, that names a column for the text; and the place of that row."""
    heads = []
    for sheet in sheets:
        for at, cells in zip(range(_HEAD), sheet.iter_rows(), strict=False):
            names = [str(cell) for cell in cells if cell != ""]
            if sees_text(names, file):
                return sheet, at
            heads += [names] if names else []
    if not heads:
        raise InputError(f"{file.shown}: empty: no cells; leave it out")
    widest = ", ".join(max(heads, key=len)[:12])
    raise InputError(f"{file.shown}: no column for the text: it has {widest}; say which, as in --column text=body")


def _rows(sheet: CalamineSheet, head: int) -> Iterator[Row | Remark]:
    names: list[str] = []
    n = 0
    for at, cells in enumerate(sheet.iter_rows()):
        if at == head:
            for cell in cells:
                names.append(f"{cell} ({len(names) + 1})" if cell in names else str(cell))
        elif at > head and any(cell != "" for cell in cells):
            n += 1
            yield Row(n, {name: cell for name, cell in zip(names, cells, strict=True) if name})
