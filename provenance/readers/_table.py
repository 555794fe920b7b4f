"""How a table of text is written, and its rows: a stray quotation mark costs one row, not all that follow."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from provenance.readers._article import Remark
from provenance.readers._columns import Row, sees_text
from provenance.readers._file import LARGEST, File
from provenance.readers._stream import TooLong

__all__ = ["FORMS", "SAMPLE", "Form", "form", "rows"]

_DOUBT = 0.5  # share of rows that must be lost before marks around a cell are taken for letters
_LINES = 100_000  # lines of one row: the longest live blog has 3,000; short lines take ten times their length to hold
_ENDLESS = "over the limit of lines"
_LONG = f"a line of more than {LARGEST >> 20} million characters: no article is that long"
SAMPLE = 1 << 18  # characters in which the form of a table is looked for: some eighty articles


class Form(NamedTuple):
    """How a table is written: what stands between cells, and how a mark inside a quoted cell is told."""

    delimiter: str
    quotes: str  # doubled: "" inside "..."; slashed: \" inside "..."; none: a quotation mark is a letter like any


FORMS = tuple(Form(mark, quotes) for quotes in ("doubled", "slashed", "none") for mark in ",;\t|")


def form(sample: str, file: File) -> Form:
    """The form in which the beginning of a table reads best: a column for the text, and rows as wide as the header.

    That quotation marks are mere letters is believed only of two columns or more, and where no cell stands between
    two of them or little else can be read; that they are slashed, only where some are.
    """
    whole = sample[: sample.rfind("\n") + 1] or sample
    forms = [one for one in FORMS if one.quotes != "slashed" or '\\"' in whole]
    return max(forms, key=lambda one: _fit(whole, one, file))


def _fit(sample: str, one: Form, file: File) -> tuple[bool, float, int]:
    found = [cells for cells, _ in _parsed(iter(sample.splitlines(keepends=True)), one)]
    head = next((cells for cells in found if isinstance(cells, list)), [])
    good = sum(isinstance(cells, list) and len(cells) == len(head) for cells in found) / max(1, len(found))
    if one.quotes == "none" and (len(head) < 2 or any(_between_marks(cell) for cells in found for cell in cells)):
        good -= _DOUBT
    return sees_text(head, file), good, len(head)


def _between_marks(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def rows(source: Iterable[str], found: Form) -> Iterator[Row | Remark]:
    """The rows below the header, numbered from 1, and a remark on each that is not as wide as the header."""
    head: list[str] = []
    n = 0
    for cells, at in _parsed(iter(source), found):
        if not head and isinstance(cells, list):
            for name in cells:
                head.append(f"{name.strip()} ({len(head) + 1})" if name.strip() in head else name.strip())
            continue
        n += 1
        if isinstance(cells, str):
            yield Remark("skipped", f"row {n} (line {at}): {cells}")
        elif len(cells) != len(head) and (len(cells) < len(head) or any(cells[len(head) :])):
            yield Remark("skipped", f"row {n} (line {at}): {len(cells)} cells, not {len(head)} as in the header")
        else:
            yield Row(n, dict(zip(head, cells, strict=False)))


def _parsed(source: Iterator[str], found: Form) -> Iterator[tuple[list[str] | str, int]]:
    """The cells of each row, or what is wrong with it, and the line that it begins in; blank lines are no rows.

    Where the marks do not balance, the first line of the row is given up and reading goes on at the next. An odd
    number of marks opens or closes a cell, so the next such line ends the search: no line is read more than twice.
    Where a cell does not end within any article's length, all is given up to the line that may end it.
    """
    held: deque[str] = deque()
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while (line := held.popleft() if held else next(source, None)) is not None:
            taken.append(line)
            if line.__class__ is TooLong:
                raise csv.Error(_LONG)
            if len(taken) > _LINES:
                raise csv.Error(_ENDLESS)
            yield line

    at, passed = 1, 0
    parser = _parser(feed(), found)
    while True:
        taken.clear()
        before = csv.field_size_limit(LARGEST)  # the limit belongs to the whole process: it is lent for one row
        try:
            cells: list[str] | str = next(parser)
        except StopIteration:
            return
        except csv.Error as problem:
            if str(problem) == _LONG:
                cells = _LONG
            elif "limit" in str(problem):
                passed = _to_the_mark(held, source)
                cells = f"a cell that goes on for {len(taken) + passed} lines: no article is that long"
            else:
                cells = f"its quotation marks do not balance ({problem})"
                held.extendleft(reversed(taken[1:]))
                del taken[1:]
            parser = _parser(feed(), found)
        finally:
            csv.field_size_limit(before)
        if found.quotes == "slashed" and _stray(taken, found.delimiter):
            cells = "its quotation marks do not balance"
        if cells:
            yield cells, at
        at, passed = at + len(taken) + passed, 0


def _to_the_mark(held: deque[str], source: Iterator[str]) -> int:
    """The number of lines up to the next that has an odd number of marks; they are passed over."""
    passed = 0
    while (line := held.popleft() if held else next(source, None)) is not None:
        passed += 1
        if '"' in line and line.count('"') % 2:
            break
    return passed


def _stray(taken: list[str], delimiter: str) -> bool:
    """True if a mark that is not slashed stands inside a cell: Python's parser would drop it from the text."""
    bare = re.sub(r"\\.", "", "".join(taken), flags=re.DOTALL)
    return bool(re.search(rf'[^{re.escape(delimiter)}\r\n]"[^{re.escape(delimiter)}\r\n]', bare))


def _parser(source: Iterator[str], found: Form) -> Iterator[list[str]]:
    return csv.reader(
        source,
        delimiter=found.delimiter,
        quoting=csv.QUOTE_NONE if found.quotes == "none" else csv.QUOTE_MINIMAL,
        doublequote=found.quotes == "doubled",
        escapechar="\\" if found.quotes == "slashed" else None,
        strict=True,
    )
