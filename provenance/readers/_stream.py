"""Bytes as text, block by block or line by line, however many: for tables, which are never held whole.

A byte order mark decides the encoding; else every block that is valid UTF-8 is UTF-8, and in one that is not, each
line by itself: exports glued together from several sources hold both.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from itertools import chain

from provenance.errors import InputError
from provenance.readers._decode import code_page, marked
from provenance.readers._file import LARGEST, File

__all__ = ["TooLong", "blocks", "lines"]

# Bytes read at a time: below 64 kB the calls cost more than the reading, above 4 MB nothing is gained.
BLOCK = 1 << 20
_SHOWN = 1 << 16  # bytes around the first that is no UTF-8 that are asked for their code page
# A table or a JSON file begins with names of columns, which are Latin: in UTF-16 nearly every second byte of them is
# a NUL. One NUL in a hundred bytes, elsewhere, is a file that is no text; fewer are damage, and cost their rows.
_HEAD, _LATIN, _NULS = 200, 0.4, 0.01


class TooLong(str):
    """The beginning of a line that is longer than any document can be; the rest of it was passed over."""

    __slots__ = ()


def blocks(file: File, guessed: Callable[[str], object]) -> Iterator[str]:
    """The text of a file in pieces of about a megabyte; `guessed` is told, once, if an encoding had to be guessed.

    Raises InputError for a file that is binary, and where an encoding that its mark names does not fit.
    """
    with file.open() as stream:
        found = _chunks(stream)
        first = next(found, b"")
        mark, encoding = marked(first)
        if not encoding and 0 in first:
            encoding = _unmarked(first[:_HEAD], first.count(0) > _NULS * len(first), file)
            if encoding:
                guessed("UTF-16 without a byte order mark: save it as UTF-8 to be sure")
        every = chain([first[len(mark) :]], found)
        if encoding.startswith(("utf-16", "utf-32")):
            yield from _wide(every, encoding, file)
        else:
            yield from _narrow(every, guessed)


def _chunks(stream: io.BufferedReader) -> Iterator[bytes]:
    """The bytes, about a megabyte at a time; where the stream breaks, what came before it, and then the error."""
    while True:
        held = bytearray()
        try:
            while len(held) < BLOCK and (data := stream.read1(BLOCK - len(held))):
                held += data
        except InputError:
            if held:
                yield bytes(held)
            raise
        if not held:
            return
        yield bytes(held)


def _unmarked(head: bytes, many: bool, file: File) -> str:
    """UTF-16 if the header's letters say so, each beside a NUL; empty if it is not; InputError for many NULs."""
    low, high = head[::2].count(0), head[1::2].count(0)
    if max(low, high) >= _LATIN * len(head) / 2 > min(low, high):
        encoding = "utf-16-le" if high > low else "utf-16-be"
        if "".join(head.decode(encoding, "replace").split()).isprintable():
            return encoding
    if many:
        raise InputError(f"{file.shown}: binary, not text (it holds NUL bytes): leave it out")
    return ""


def _wide(found: Iterator[bytes], encoding: str, file: File) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield from map(decoder.decode, found)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        raise InputError(f"{file.shown}: not text in {encoding} ({problem.reason}): save it as UTF-8") from problem


def _narrow(found: Iterator[bytes], guessed: Callable[[str], object]) -> Iterator[str]:
    """UTF-8, and each line that is not, in the code page that the first such block looks like."""
    block, rest, page = next(found, b""), b"", ""
    while block or rest:
        data = rest + block
        try:
            words, used = codecs.utf_8_decode(data, "strict", not block)
        except UnicodeDecodeError as problem:
            used = data.rfind(b"\n") + 1 if block else len(data)
            if not used and len(data) < LARGEST:  # no line has ended yet: read on
                rest, block = data, next(found, b"")
                continue
            used = used or len(data)
            if not page:
                page = code_page(data[max(0, problem.start - _SHOWN) : problem.start + _SHOWN])
                guessed(f"not UTF-8 throughout; where it is not, read as {page}: save it as UTF-8 to be sure")
            words = "".join(_either(line, page) for line in data[:used].splitlines(keepends=True))
        if words:
            yield words
        rest = data[used:]
        block = next(found, b"") if block else b""


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
