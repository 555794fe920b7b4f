"""A file as readers see it: one on disk, or one inside an archive, read from the archive's stream and never unpacked.

Nothing that a header claims is believed: every byte that comes out of a compressed file is counted, and the count
is what stops a bomb.
"""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from provenance.errors import InputError
from provenance.readers._article import Article

__all__ = ["BROKEN", "DEPTH", "HELD", "LARGEST", "Budget", "Coming", "File", "hidden", "on_disk", "said"]

# Bytes of one document: a text, a page, a row of a table. The longest novel has 4 MB, the longest live blog of
# allsides, aeb and fundus .3 MB, the heaviest saved page with its pictures inlined 20 MB. Read, decoded and held
# twice, it takes half a gigabyte.
LARGEST = 32 << 20
# Bytes of a file that has to be held whole because it is read from its end (zip, XLSX, Parquet inside an archive).
HELD = 256 << 20
# Bytes that come out of a compressed file for each that goes in, and bytes that may come out of any. News packs
# 3:1 to 5:1 (gzip) or 8:1 (xz), JSON lines with long keys 20:1, a thousand copies of one story 150:1; bombs
# begin at 1,000:1 (one layer of deflate) and double with each layer. The floor lets small files be as they are.
_RATIO, _FLOOR = 200, 100 << 20
# Bytes out of one file at all, at any ratio: four years of a national daily are 2 GB, a day of CC-News is 30 GB.
_TOTAL = 64 << 30
# Archives inside archives: `saved.zip > day.tar.gz > story.html.gz` is four layers; more has not been seen.
DEPTH = 5
_BLOCK = 1 << 20
_TAIL = 1 << 10  # bytes at the end of an archive that tell whether it is whole
_FIRST = 1 << 16  # most articles end before this; asking for all that is allowed costs more than reading them

# What the libraries that unpack raise where a file is cut off, damaged or locked.
BROKEN = (
    EOFError, lzma.LZMAError, struct.error, tarfile.TarError, zipfile.BadZipFile, zlib.error,
    ArithmeticError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass
class Budget:
    """How many bytes may still come out of one file on disk; shared by all that is inside it."""

    most: int
    spent: int = 0

    def charge(self, count: int, shown: str) -> None:
        """Count bytes that came out; raises InputError once they are more than any honest file holds."""
        self.spent += count
        if self.spent > self.most:
            raise InputError(
                f"{shown}: a bomb: more than {self.most >> 20} MB come out of it; unpack it yourself if it is yours"
            )


@dataclass(frozen=True)
class File:
    """A file to be read: its name, how it is opened, and what is known of it from outside.

    It answers to what readers ask of a path: `name`, `stem`, `suffix`, `as_posix()`, `read_bytes()`, `open()`.
    """

    shown: str  # the whole way, as users are told it: "in/export.zip/day/story.html"
    name: str
    opener: Callable[[], IO[bytes]]
    budget: Budget
    columns: Mapping[str, str] = field(default_factory=dict)  # our column -> the table's, as the user maps them
    given: Mapping[str, str] = field(default_factory=dict)  # what the archive or the row says of the article
    plain: Article | None = None  # the article to take if nobody reads this format
    depth: int = 0
    whole: bool = False  # on disk: it can be read from any place

    @cached_property
    def suffix(self) -> str:
        """The suffix in small letters, with its dot; empty for a bare name."""
        at = self.name.rfind(".")
        return self.name[at:].lower() if 0 < at < len(self.name) - 1 else ""

    @cached_property
    def stem(self) -> str:
        """The name without its suffix."""
        return self.name.removesuffix(self.name[-len(self.suffix) :]) if self.suffix else self.name

    def __str__(self) -> str:
        return self.shown

    def as_posix(self) -> str:
        """The whole way to it, as users are told it."""
        return self.shown

    def open(self) -> io.BufferedReader:
        """A stream of its bytes from the beginning; one inside an archive cannot be sought in."""
        raw = self.opener()
        if isinstance(raw, io.BufferedReader) and self.whole:
            return raw
        return io.BufferedReader(_Counted(raw, self.budget, self.shown), _BLOCK)

    def read_bytes(self) -> bytes:
        """All its bytes; raises InputError if they are more than one document can have."""
        return self._all(LARGEST, "no article is that long; leave it out")

    def seekable(self) -> IO[bytes]:
        """A stream that can be read from any place; raises InputError if it would have to be held and is too long."""
        if self.whole:
            return self.open()
        return io.BytesIO(self._all(HELD, "too much to hold inside an archive; unpack it and give the file"))

    def member(self, name: str, opener: Callable[[], IO[bytes]], **more: Any) -> File:
        """A file inside this one; its name is only ever shown, and made harmless for that."""
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        harmless = "/".join(parts) or "member"
        known: dict[str, Any] = {"shown": f"{self.shown}/{harmless}", "depth": self.depth + 1, **more}
        known["shown"] = _printable(known["shown"])
        return replace(self, name=parts[-1] if parts else "member", opener=opener, whole=False, **known)

    def _all(self, most: int, remedy: str) -> bytes:
        with self.open() as stream:
            data = stream.read(_FIRST)
            if len(data) == _FIRST:
                data += stream.read(most + 1 - _FIRST)
        if len(data) > most:
            raise InputError(f"{self.shown}: more than {most >> 20} MB: {remedy}")
        return data


def on_disk(path: Path, shown: str, size: int, columns: Mapping[str, str]) -> File:
    """The file at `path`, with the budget that its size in bytes allows."""
    most = min(_TOTAL, max(_FLOOR, _RATIO * size))
    return File(shown, path.name, lambda: path.open("rb"), Budget(most), columns, whole=True)


def hidden(name: str) -> bool:
    """True if a file inside an archive is one that file managers hide, or leave there for themselves."""
    return any(part == "__MACOSX" or (part[:1] == "." and part.strip(".")) for part in name.split("/"))


def _printable(name: str) -> str:
    """The name with what is no letter, sign or space written out: it stands in lists of one line each."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


class _Counted(io.RawIOBase):
    """The bytes of a stream, each charged to a budget; what breaks in it is said in one line."""

    def __init__(self, raw: IO[bytes], budget: Budget, shown: str) -> None:
        self._read = getattr(raw, "read1", raw.read)  # what stands before the damage is given out before it is met
        self._budget, self._shown = budget, shown

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            data = self._read(len(into))
        except BROKEN as problem:
            raise InputError(f"{self._shown}: cut off or damaged ({said(problem)}): get it again") from problem
        self._budget.charge(len(data), self._shown)
        into[: len(data)] = data
        return len(data)


class Coming:
    """A stream for libraries that take one to its end: what stands before a damage is given before it is met."""

    def __init__(self, stream: io.BufferedReader, patience: int) -> None:
        self._stream, self._patience = stream, patience
        self.ends, self.last = 0, b""  # how often the end was met, and the last bytes before it

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; raises EOFError if asked too often beyond the end, where a header lied."""
        data = self._stream.read1(size)
        self.ends += not data
        if self.ends > self._patience:
            raise EOFError("unexpected end of data")
        self.last = (self.last + data)[-_TAIL:]
        return data


def said(problem: Exception) -> str:
    """What another library says of a damage, on one line of bearable length."""
    return " ".join(str(problem).split())[:200] or type(problem).__name__
