"""Every table as a sheet of one Excel workbook: `tables.xlsx`.

The first sheet says what each column means; then one sheet a table, its header frozen and filterable. Text
is always written as text: nothing becomes a formula or a link, and text that looks like a formula is marked
so that it stays text when somebody edits the cell. Times are UTC.

Excel's own limits, and what is done at them: a cell holds 32,767 characters and a sheet 1,048,576 rows; what
is longer is cut, and the last words of the cell or the last row say how much there is (the CSV export has all
of it). Times before 1900 are written as text. Control characters are escaped as Excel does it (`_x0007_`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from provenance.frames import TABLES, Trace
from provenance.renderers import renderer

__all__ = ["fit", "workbook"]

CELL = 32_767  # UTF-16 units that a cell holds, by Excel's specification
ROWS = 1_048_576  # rows that a sheet holds, header included, by Excel's specification
STAMP = datetime.fromisoformat("1980-01-01")  # the zip epoch: a workbook must carry a date, but no clock
WIDE = {"text": 60, "norm": 60, "quote": 50, "reason": 50, "finding": 60, "why": 60, "says": 50, "title": 50}
Value: TypeAlias = str | float | bool | pd.Timestamp | None

_FORMULA = re.compile("'*[=+@\\-＝＋－＠\t\r]")


class Style(NamedTuple):
    """The cell formats of a workbook: header, time, and text that must not become a formula."""

    head: Format
    time: Format
    literal: Format


@renderer("xlsx")
def workbook(trace: Trace) -> Mapping[str, bytes]:
    """The workbook `tables.xlsx`: the sheet `columns`, then the tables in the order of the contract."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "provenance: tables of a trace", "created": STAMP})
    style = Style(
        head=book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        time=book.add_format({"num_format": 'yyyy-mm-dd hh:mm:ss"Z"', "align": "left"}),
        literal=book.add_format({"quote_prefix": True}),
    )
    about = [
        (table, column, rule.dtype, rule.optional, " ".join(rule.among), rule.says)
        for table, spec in TABLES.items()
        for column, rule in spec.columns.items()
    ]
    _sheet(book, style, "columns", ("table", "column", "type", "optional", "values", "says"), about)
    for name, table in trace.tables().items():
        _sheet(book, style, name, list(table.columns), list(table.itertuples(index=False, name=None)))
    book.close()
    return {"tables.xlsx": out.getvalue()}


def fit(text: str) -> str:
    """The text as a cell can hold it: whole, or cut before its limit with a note of its full length."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= CELL:
        # xlsxwriter takes a text of this shape for its own markup; with a space after it, it is text again.
        return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
    note = f" … [cut: {len(text):,} characters in all]"
    return units[: 2 * (CELL - len(note))].decode("utf-16-le", "ignore") + note


def _sheet(book: Workbook, style: Style, name: str, header: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(header):
        sheet.write_string(0, at, column, style.head)
        sheet.set_column(at, at, WIDE.get(column, max(12, len(column) + 4)))
    room = ROWS - 1
    for line, row in enumerate(rows[: room if len(rows) <= room else room - 1], start=1):
        for at, value in enumerate(row):
            _write(sheet, style, line, at, value)
    if len(rows) > room:
        sheet.write_string(room, 0, f"… {len(rows) - room + 1:,} more rows: a sheet holds no more")
    sheet.autofilter(0, 0, min(len(rows), room), len(header) - 1)


def _write(sheet: Worksheet, style: Style, line: int, at: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(line, at, fit(value), style.literal if _FORMULA.match(value) else None)
    elif pd.isna(value):
        return
    elif isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, pd.Timestamp) and value.year >= 1900:
        sheet.write_datetime(line, at, value.to_pydatetime().replace(tzinfo=None), style.time)
    elif isinstance(value, pd.Timestamp):
        sheet.write_string(line, at, value.isoformat().replace("+00:00", "Z"))
    else:
        sheet.write_number(line, at, value)
