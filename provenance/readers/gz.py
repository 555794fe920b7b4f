"""Single files packed with gzip, bzip2 or xz: what is inside goes to the reader of its format."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, cast

from provenance.readers import File, reader

__all__ = ["member"]

_SHORT = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
# What xz may take to unpack: its strongest setting asks for 65 MB, a hostile header for 4 GB.
_MEMORY = 256 << 20
_BLOCK = 1 << 16


@reader(".bz2", ".gz", ".tbz", ".tbz2", ".tgz", ".txz", ".xz")
def member(file: File) -> Iterator[File]:
    """The one file inside, under the name without the suffix; it is unpacked as it is read."""
    name = PurePosixPath(file.name).stem + _SHORT.get(file.suffix, "")
    with file.open() as raw:
        yield file.member(name, partial(_opened, raw, file.suffix), shown=file.shown)


def _opened(raw: IO[bytes], suffix: str) -> IO[bytes]:
    if suffix in (".txz", ".xz"):
        return cast(IO[bytes], _Unxz(raw))
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw) if "gz" in suffix else bz2.BZ2File(raw))


class _Unxz(io.RawIOBase):
    """What comes out of an xz file, one stream after another, in bounded memory."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._out = lzma.LZMADecompressor(memlimit=_MEMORY)

    def read1(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        while True:
            if self._out.eof:
                rest = self._out.unused_data.lstrip(b"\0") or self._raw.read(_BLOCK).lstrip(b"\0")
                if not rest:
                    return b""
                self._out = lzma.LZMADecompressor(memlimit=_MEMORY)
            else:
                rest = self._raw.read(_BLOCK) if self._out.needs_input else b""
                if self._out.needs_input and not rest:
                    raise EOFError("it ends before its end marker")
            data = self._out.decompress(rest, size)
            if data:
                return data
