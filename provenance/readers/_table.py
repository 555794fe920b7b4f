"""How a table of text is written, and its rows: a stray quotation mark costs one row, not all that follow."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from provenance.readers._article import Remark
from provenance.readers._columns import Row, sees_text
from provenance.readers._file import LARGEST, File
from provenance.readers._stream import TooLong

__all__ = ["FORMS", "SAMPLE", "Form", "form", "rows"]

SAMPLE = 1 << 18  # characters in which the form of a table is looked for: some eighty articles


class Form(NamedTuple):
    """How a table is written: what stands between cells, and how a mark inside a quoted cell is told."""

    delimiter: str
    quotes: str  # doubled: "" inside "..."; slashed: \" inside "..."; none: a quotation mark is a letter like any


FORMS = tuple(Form(mark, quotes) for quotes in ("doubled", "slashed", "none") for mark in ",;\t|")


def form(sample: str, file: File) -> Form:
    """The form in which the beginning of a table reads best: a column for the text, and rows as wide as the header."""
    whole = sample[: sample.rfind("\n") + 1] or sample
    scored = [(_fit(whole, one, file), -at) for at, one in enumerate(FORMS)]
    return FORMS[-max(scored)[1]]


def _fit(sample: str, one: Form, file: File) -> tuple[bool, float, int]:
    found = [cells for cells, _ in _parsed(iter(sample.splitlines(keepends=True)), one)]
    head = next((cells for cells in found if isinstance(cells, list)), [])
    good = sum(isinstance(cells, list) and len(cells) == len(head) for cells in found)
    return sees_text(head, file), good / max(1, len(found)), len(head)


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
    """
    held: deque[str] = deque()
    taken: list[str] = []
    cut: list[str] = []

    def feed() -> Iterator[str]:
        while (line := held.popleft() if held else next(source, None)) is not None:
            taken.append(line)
            if line.__class__ is TooLong:
                cut.append(line)
            yield line

    at = 1
    parser = _parser(feed(), found)
    while True:
        taken.clear()
        before = csv.field_size_limit(LARGEST)  # the limit belongs to the whole process: it is lent for one row
        try:
            cells: list[str] | str = next(parser)
        except StopIteration:
            return
        except csv.Error as problem:
            cells = f"its quotation marks do not balance, or it is too long ({problem})"
            held.extendleft(reversed(taken[1:]))
            del taken[1:]
            parser = _parser(feed(), found)
        finally:
            csv.field_size_limit(before)
        if cut:
            cut.clear()
            cells = f"a line of more than {LARGEST >> 20} million characters: no article is that long"
        if cells:
            yield cells, at
        at += len(taken)


def _parser(source: Iterator[str], found: Form) -> Iterator[list[str]]:
    return csv.reader(
        source,
        delimiter=found.delimiter,
        quoting=csv.QUOTE_NONE if found.quotes == "none" else csv.QUOTE_MINIMAL,
        doublequote=found.quotes == "doubled",
        escapechar="\\" if found.quotes == "slashed" else None,
        strict=True,
    )
