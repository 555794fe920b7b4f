"""What of rows, names and numbers fits the columns of a printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provenance.findings.side import Row, Side, edits_told, weighed
from provenance.findings.words import KINDS, cut, printable

__all__ = ["NOTHING", "abreast", "fit_for_print", "narrow", "nats", "printed_row"]

# Characters of a run of sentences that only one side has: where it begins and where it ends is enough to find it.
_OWN = 150
_ENDLESS = re.compile(r"([^\s\u0590-\u08ff]{28})(?=[^\s]{6})")  # a web address or a broken page, not a word
_LONG_WORD = re.compile(r"([^\s\u0590-\u08ff\u200b]{11})(?=[^\s\u200b]{3})")  # in a column of two centimetres
_HEAD = 44  # characters of a name at the head of such a column
_WIDE_WORD = re.compile("([\u2500-\u2bff\U00010000-\U0010ffff]{12})(?=\\S{2})")  # signs as wide as two letters
# Characters from which a cell may break over two pages: a third of a page in half a page's width.
_TALL = 1500
_LINKS = ("anchor", "evidence")  # the keys whose values are targets, not words
NOTHING = 0.05  # nats that are printed as 0.0: what a cap has left of a reason past it


def abreast(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, what only the left has beside what only the right has in the same place."""
    waiting: Row | None = None
    for row in rows:
        if waiting and not row.left:
            yield waiting._replace(right=row.right)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = row if not row.right else None
        if not waiting:
            yield row
    if waiting:
        yield waiting


def printed_row(row: Row) -> dict[str, Any]:
    """One row of two stories as cells: left, right, and a note under the right one."""
    notes = ["perhaps by chance"] if row.faint else []
    notes += [KINDS[row.kind]] if row.kind not in ("", "same") else []
    notes += [said for said in [weighed(row), edits_told(row.edits)] if said]
    if row.moved and row.left and row.right:
        notes.append(f"moved: {row.left.numbers} on the left is {row.right.numbers} on the right")
    return {"left": _side(row.left, row.kind), "right": _side(row.right, row.kind), "note": "; ".join(notes)}


def _side(side: Side | None, kind: str) -> dict[str, Any] | None:
    if not side:
        return None
    if kind:
        return {
            "numbers": side.numbers,
            "runs": list(side.runs),
            "long": sum(len(words) for _, words in side.runs) > _TALL,
        }
    text = side.runs[0][1]
    if len(text) > 2 * _OWN:
        last = text[-_OWN:]
        text = f"{cut(text, _OWN)} {last[last.find(' ') + 1 :] if ' ' in last else last}"
    return {"numbers": side.numbers, "runs": [("own", text)], "long": False}


def narrow(taker: str, origin: str) -> str:
    """The head of a narrow column: names cut, and long words with places where they may break."""
    return " from ".join(_LONG_WORD.sub("\\1\u200b", cut(name, _HEAD)) for name in (taker, origin))


def nats(weight: float) -> str:
    """A weight with its sign and one digit: '+2.7', '−0.4'; '0.0' where nothing is left of it."""
    return f"{weight:+.1f}".replace("-", "−") if abs(weight) >= NOTHING else "0.0"


def fit_for_print(value: Any) -> Any:
    """The same, every string fit for print; runs of a sentence keep the blanks at their ends.

    A word too long for a column gets places where it may break.
    """
    if isinstance(value, str):
        ends = value[:1].isspace(), value[-1:].isspace() and len(value) > 1
        return " " * ends[0] + _ENDLESS.sub("\\1\u200b", _WIDE_WORD.sub("\\1\u200b", printable(value))) + " " * ends[1]
    if isinstance(value, Mapping):
        return {key: inner if key in _LINKS else fit_for_print(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [fit_for_print(inner) for inner in value]
    return value
