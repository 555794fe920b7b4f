r"""Every table as a CSV file, for spreadsheets and for programs in other languages.

`csv/<table>.csv`, one a table, and `csv/columns.csv`, which says what each column means. The form:

- UTF-8 with a byte order mark: without it Excel reads UTF-8 as the code page of the machine and turns
  `Kabul’s` into `Kabulâ€™s`. pandas, R (`readr`, `data.table`) and DuckDB skip the mark; for Python's own
  `csv` module open the file with `encoding="utf-8-sig"`.
- Comma, decimal point, CRLF, quotes where needed (RFC 4180). A line break in a cell stays a line break.
- A cell of text that a spreadsheet could take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a
  return, or with a full-width form of the signs) gets an apostrophe in front, and so does one that has only
  apostrophes before such a sign. To get the text back, take one apostrophe off each cell that matches
  `^'+[=+@\-＝＋－＠\t\r]`. Numbers are left alone. The danger: https://owasp.org/www-community/attacks/CSV_Injection
- Times are UTC, ISO 8601. A null and an empty text are both an empty cell: a column that may be null
  (`columns.csv` says which) holds no empty texts.
- NUL cannot stand in a CSV file that other programs read; it is written as U+FFFD.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pandas as pd

from provenance.frames import TABLES, Trace
from provenance.renderers import renderer

__all__ = ["cell", "tables"]

Value: TypeAlias = str | float | bool | pd.Timestamp | None

_FORMULA = re.compile("'*[=+@\\-＝＋－＠\t\r]")


@renderer("csv")
def tables(trace: Trace) -> Mapping[str, bytes]:
    """One CSV file a table, in the order of the contract, and one that explains the columns."""
    files = {
        f"csv/{name}.csv": _file(table.columns, table.itertuples(index=False, name=None))
        for name, table in trace.tables().items()
    }
    files["csv/columns.csv"] = _file(
        ("table", "column", "type", "optional", "values", "says"),
        (
            (table, column, rule.dtype, rule.optional, " ".join(rule.among), rule.says)
            for table, spec in TABLES.items()
            for column, rule in spec.columns.items()
        ),
    )
    return files


def cell(value: Value) -> str:
    """The value as it is written: formulas defused, ISO time, shortest exact number, empty for null."""
    if isinstance(value, str):
        text = value.replace("\0", "\ufffd")
        return f"'{text}" if _FORMULA.match(text) else text
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    return repr(value)


def _file(header: Iterable[str], rows: Iterable[Iterable[Value]]) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(header)
    write.writerows(map(cell, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")
