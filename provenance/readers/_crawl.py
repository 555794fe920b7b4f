"""The records of a WARC file, and the bodies of the answers in them: ISO 28500 and RFC 9112, as far as pages need them.

Written here because the library for it writes to the terminal, ends in silence where a file is cut off, and meets
damaged headers with whatever Python raises.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.errors import InputError
from provenance.readers._file import LARGEST

__all__ = ["Record", "answered", "body", "records"]

_LINE = 1 << 16  # bytes of a header's line; servers allow 8 kB to 64 kB
_LINES = 1_000  # lines of a header
_BLOCK = 1 << 16


@dataclass
class Record:
    """One record: its header, names in small letters, and as much of its block as is still to be read."""

    head: Mapping[str, str]
    left: int
    stream: io.BufferedReader

    def line(self) -> bytes:
        """The next line of the block."""
        found = self.stream.readline(min(_LINE, self.left))
        self.left -= len(found)
        return found

    def read(self, most: int) -> bytes:
        """The next bytes of the block, at most so many; raises EOFError if the file ends before them."""
        wanted = min(most, self.left)
        found = self.stream.read(wanted)
        self.left -= len(found)
        if len(found) < wanted:
            raise EOFError("the file ends inside a record")
        return found

    def skip(self) -> None:
        """Pass over what is left of the block."""
        while self.left:
            self.read(_BLOCK)


def records(stream: io.BufferedReader) -> Iterator[Record]:
    """The records in their order; raises ValueError where none stands and EOFError where one is cut off."""
    while True:
        first = stream.readline(_LINE)
        while first in (b"\r\n", b"\n"):
            first = stream.readline(_LINE)
        if not first:
            return
        if not first.startswith(b"WARC/"):
            raise ValueError(f"no record begins with {first[:20]!r}")
        head = _head(stream)
        length = head.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            raise ValueError(f"a record of {length[:20]!r} bytes")
        record = Record(head, int(length[:18]), stream)
        yield record
        record.skip()


def answered(record: Record) -> tuple[str, Mapping[str, str]]:
    """The status and the header of the answer that the record's block begins with; the body is left in it."""
    status = record.line().split(None, 2)[1:2]
    return (status[0].decode("latin-1") if status else "none"), _head(record)


def body(record: Record, head: Mapping[str, str]) -> bytes:
    """The body of the answer as it was before it was sent; raises InputError for what cannot be unpacked."""
    data = record.read(LARGEST + 1)
    if "chunked" in head.get("transfer-encoding", "").lower():
        data = _joined(data)
    packing = head.get("content-encoding", "").strip().lower()
    if packing in ("gzip", "x-gzip") and data[:2] == b"\x1f\x8b":  # some crawlers unpack and leave the header
        return _unpacked(data, 31)
    if packing == "deflate":
        return _unpacked(data, 15 if data[:1] == b"\x78" else -15)
    if packing == "br":
        raise InputError("packed with Brotli, which is not read: unpack the pages first")
    return data


def _head(lines: io.BufferedReader | Record) -> dict[str, str]:
    head: dict[str, str] = {}
    name = ""
    for _ in range(_LINES):
        line = lines.line() if isinstance(lines, Record) else lines.readline(_LINE)
        if not line.strip():
            if not line and not isinstance(lines, Record):
                raise EOFError("the file ends inside a header")
            return head
        words = line.decode("utf-8", "replace").strip()
        if line[:1] in b" \t" and name:
            head[name] += f" {words}"
        else:
            name, _, value = words.partition(":")
            name = name.strip().lower()
            head.setdefault(name, value.strip())
    raise ValueError(f"a header of more than {_LINES} lines")


def _joined(data: bytes) -> bytes:
    """The chunks of a body in one; as it is, if it is not in chunks: some crawlers join them and leave the header."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at)
        size = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size[:8], 16)
        except ValueError:
            return data if not parts else b"".join(parts)
        if length <= 0:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _unpacked(data: bytes, form: int) -> bytes:
    try:
        return zlib.decompressobj(form).decompress(data, LARGEST + 1)
    except zlib.error as problem:
        raise InputError(f"its body is damaged ({problem})") from problem
