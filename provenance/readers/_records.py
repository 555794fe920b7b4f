"""Records out of JSON of any length: one object after another, or the objects of an array, wherever it stands.

An array is walked element by element, so that a file of many gigabytes is read in the memory of its longest record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

from provenance.errors import InputError
from provenance.readers._article import Remark
from provenance.readers._columns import Row, key
from provenance.readers._file import LARGEST, said
from provenance.readers._stream import TooLong

__all__ = ["by_line", "walked"]

Test = Callable[[Mapping[str, object]], bool]
_DEEP = 2  # objects around the array of articles: {"articles": {"results": [...]}} has two
# Under these names an array of objects holds articles even where no column of text is seen: then that is told.
_LISTS = frozenset(
    "articles results items stories documents data hits docs records news entries feed value posts".split()
)
_SPACE = " \t\r\n"


def by_line(source: Iterator[str]) -> Iterator[Row | Remark]:
    """A record a line, numbered from 1; blank lines are none."""
    n = 0
    for line in source:
        if not line or line.isspace():
            continue
        n += 1
        if isinstance(line, TooLong):
            yield Remark("skipped", f"row {n}: more than {LARGEST >> 20} million characters: no article is that long")
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield Remark("skipped", f"row {n}: no JSON ({said(problem)})")
            continue
        yield _row(n, found)


def walked(pieces: Iterator[str], is_article: Test, shown: str) -> Iterator[Row | Remark]:
    """The records of an array, or of the arrays of articles inside an object, or objects that stand alone.

    What is broken ends the reading, and is told with the number of records before it; raises InputError if it is 0.
    """
    text = _Text(pieces)
    n = 0
    try:
        while text.peek():
            for record in _standing(text, is_article):
                n += 1
                yield _row(n, record)
            if text.peek() == ",":
                text.skip()
    except (ValueError, RecursionError) as problem:
        if not n:
            raise InputError(f"{shown}: no JSON ({said(problem)}): get it again") from problem
        yield Remark("skipped", f"cut off or damaged after row {n} ({said(problem)}): what follows cannot be read")


def _row(n: int, found: object) -> Row | Remark:
    if isinstance(found, Mapping) and found:
        return Row(n, found)
    return Remark("skipped", f"row {n}: {json.dumps(found)[:40]} is no record")


def _standing(text: _Text, is_article: Test) -> Iterator[Any]:
    """What stands at this place: the elements of an array, the articles inside an object, or the value itself."""
    if text.peek() == "[":
        yield from _elements(text)
    elif text.peek() == "{":
        kept, streamed = yield from _inside(text, is_article, _DEEP)
        if not streamed or is_article(kept):
            yield kept
    else:
        yield text.value()


def _inside(text: _Text, is_article: Test, deep: int) -> Generator[Any, None, tuple[dict[str, object], bool]]:
    """The elements of the arrays of articles inside the object; returns its rest, and if there was such an array."""
    kept: dict[str, object] = {}
    streamed = False
    text.skip()
    while text.peek() != "}":
        name = text.value()
        if not isinstance(name, str) or text.peek() != ":":
            raise ValueError("an object is broken")
        text.skip()
        if text.peek() == "[" and _holds_articles(text.first(), name, is_article):
            streamed = True
            yield from _elements(text)
        elif text.peek() == "{" and deep > 1:
            kept[name], more = yield from _inside(text, is_article, deep - 1)
            streamed = streamed or more
        else:
            kept[name] = text.value()
        text.between("}")
    text.skip()
    return kept, streamed


def _holds_articles(first: object, name: str, is_article: Test) -> bool:
    return isinstance(first, Mapping) and (key(name) in _LISTS or is_article(first))


def _elements(text: _Text) -> Iterator[Any]:
    text.skip()
    while text.peek() != "]":
        yield text.value()
        text.between("]")
    text.skip()


class _Text:
    """A text that comes in pieces, read value by value; only what is not yet read is held."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._held, self._at, self._ended = pieces, "", 0, False
        self._scan = json.JSONDecoder().raw_decode

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        """Pass over the character that `peek` saw."""
        self._at += 1

    def between(self, end: str) -> None:
        """Pass over the comma between two values; raises ValueError for anything but it or the end."""
        if self.peek() == ",":
            self._at += 1
        elif self.peek() != end:
            raise ValueError(f"{self.peek()!r} where ',' or {end!r} should be" if self.peek() else "it ends too soon")

    def value(self) -> Any:
        """The next value; raises ValueError if there is none, or none of a length that an article can have."""
        self.peek()
        found, self._at = self._value(0)
        return found

    def first(self) -> Any:
        """The first element of the array that begins here, which stays unread; None if it is empty or broken."""
        skipped = 1
        while True:
            at = self._at + skipped
            if at >= len(self._held):
                if not self._more():
                    return None
            elif self._held[at] in _SPACE:
                skipped += 1
            else:
                break
        try:
            return self._value(skipped)[0]
        except ValueError:
            return None

    def _value(self, ahead: int) -> tuple[Any, int]:
        while True:
            try:
                found, end = self._scan(self._held, self._at + ahead)
            except ValueError:
                if len(self._held) - self._at > LARGEST:
                    raise ValueError(f"a record of more than {LARGEST >> 20} million characters") from None
                if not self._more():
                    raise
                continue
            if end < len(self._held) or self._ended or not self._more():  # `12` may go on as `123`
                return found, end

    def _more(self) -> bool:
        """Take in at least as much again as is held, so that a long value is not scanned too often."""
        rest = self._held[self._at :]
        found = [rest]
        size = 0
        while size <= len(rest) and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            found.append(piece or "")
            size += len(piece or "")
        self._held, self._at = "".join(found), 0
        return size > 0
