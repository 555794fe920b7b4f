"""Bytes as text, block by block or line by line, however many: for tables, which are never held whole.

A byte order mark decides the encoding; else every block that is valid UTF-8 is UTF-8, and in one that is not, each
line by itself: exports glued together from several sources hold both.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from typing import IO

from provenance.errors import InputError
from provenance.readers._decode import code_page, decode, marked
from provenance.readers._file import LARGEST, File

__all__ = ["TooLong", "blocks", "lines"]

# Bytes read at a time: below 64 kB the calls cost more than the reading, above 4 MB nothing is gained.
BLOCK = 1 << 20
_SHOWN = 1 << 16  # bytes of a first block that are asked whether they are UTF-16 without a mark


class TooLong(str):
    """The beginning of a line that is longer than any document can be; the rest of it was passed over."""

    __slots__ = ()


def blocks(file: File, guessed: Callable[[str], object]) -> Iterator[str]:
    """The text of a file in pieces of about a megabyte; `guessed` is told, once, if an encoding had to be guessed.

    Raises InputError for a file that is binary, and where an encoding that its mark names does not fit.
    """
    with file.open() as stream:
        first = stream.read(BLOCK)
        mark, encoding = marked(first)
        if not encoding and 0 in first:
            _, guess = decode(first[: min(len(first), _SHOWN) & ~1], file.shown)  # refuses what is binary
            encoding = "utf-16-le" if first[:_SHOWN:2].count(0) < first[1:_SHOWN:2].count(0) else "utf-16-be"
            guessed(guess or "UTF-16")
        first = first[len(mark) :]
        if encoding.startswith(("utf-16", "utf-32")):
            yield from _wide(stream, first, encoding, file)
        else:
            yield from _narrow(stream, first, guessed)


def _wide(stream: IO[bytes], first: bytes, encoding: str, file: File) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    block = first
    try:
        while block:
            yield decoder.decode(block)
            block = stream.read(BLOCK)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        raise InputError(f"{file.shown}: not text in {encoding} ({problem.reason}): save it as UTF-8") from problem


def _narrow(stream: IO[bytes], block: bytes, guessed: Callable[[str], object]) -> Iterator[str]:
    """UTF-8, and each line that is not, in the code page that the first such block looks like."""
    rest, page = b"", ""
    while block or rest:
        data = rest + block
        try:
            words, used = codecs.utf_8_decode(data, "strict", not block)
        except UnicodeDecodeError as problem:
            used = data.rfind(b"\n") + 1 if block else len(data)
            if not used and len(data) < LARGEST:  # no line has ended yet: read on
                rest, block = data, stream.read(BLOCK)
                continue
            used = used or len(data)
            if not page:
                page = code_page(data[max(0, problem.start - _SHOWN) : problem.start + _SHOWN])
                guessed(f"not UTF-8 throughout; where it is not, read as {page}: save it as UTF-8 to be sure")
            words = "".join(_either(line, page) for line in data[:used].splitlines(keepends=True))
        if words:
            yield words
        rest = data[used:]
        block = stream.read(BLOCK) if block else b""


def _either(line: bytes, page: str) -> str:
    """The line as UTF-8, else in that code page; bytes that are neither become half characters, which no row holds."""
    for encoding in ("utf-8", page):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("ascii", "surrogateescape")


def lines(pieces: Iterator[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, with their ends; one beyond all measure is cut, as `TooLong`."""
    rest = io.StringIO()
    held, lost = 0, False
    for piece in pieces:
        end = piece.find("\n") + 1 if held else 0
        if held and end:
            line = rest.getvalue() + piece[:end]
            yield TooLong(line) if lost else line
            rest, held, lost = io.StringIO(), 0, False
        last = max(end, piece.rfind("\n") + 1)
        yield from io.StringIO(piece[end:last], newline="\n")
        tail = piece[last:]
        if held + len(tail) > LARGEST:
            tail, lost = tail[: LARGEST - held], True
        rest.write(tail)
        held += len(tail)
    if held:
        yield TooLong(rest.getvalue()) if lost else rest.getvalue()
