"""Tables of text: CSV, TSV and their kin, whatever stands between the cells, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from provenance.errors import InputError
from provenance.readers import Article, File, Remark, reader
from provenance.readers._columns import articles
from provenance.readers._stream import blocks, lines
from provenance.readers._table import SAMPLE, form, rows

__all__ = ["table"]


@reader(".csv", ".psv", ".tab", ".tsv")
def table(file: File) -> Iterator[Article | Remark | File]:
    """An article a row, columns by their usual names; what stands between the cells is found out.

    Raises InputError for a file that is binary, empty, or has no column for the text.
    """
    told: list[str] = []
    pieces = blocks(file, told.append)
    first = next(pieces, "")
    if "\n" not in first and "\r" in first:  # the line ends of old spreadsheets
        first = first.replace("\r", "\n")
        pieces = (piece.replace("\r", "\n") for piece in pieces)
    if not first.strip():
        raise InputError(f"{file.shown}: empty: no header and no rows; leave it out")
    found = form(first[:SAMPLE], file)
    yield from articles(rows(lines(chain([first], pieces)), found), file)
    yield from (Remark("guessed", reason) for reason in told)
