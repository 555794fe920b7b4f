"""XLSX: the first sheet with a row near its top that names a column for the text; that row is the header."""

from __future__ import annotations

from collections.abc import Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from provenance.errors import InputError
from provenance.readers import Article, File, Remark, reader
from provenance.readers._columns import Row, articles, sees_text
from provenance.readers._file import said
from provenance.readers._weigh import weigh

__all__ = ["table"]

_HEAD = 20  # rows above the header that may hold a title or the search; exports of Nexis Uni have up to 8


@reader(".xlsm", ".xlsx")
def table(file: File) -> Iterator[Article | Remark | File]:
    """An article a row, columns by their usual names.

    Raises InputError for a workbook that is damaged, locked, too large to be held, or has no column for the text.
    """
    with file.seekable() as stream:
        weigh(stream, file.shown)
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
