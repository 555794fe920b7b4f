"""ZIP: every file inside it, by the reader of its format, out of the archive's stream and never onto the disk."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO

from provenance.errors import InputError
from provenance.readers import File, Remark, reader
from provenance.readers._file import BROKEN, hidden, said

__all__ = ["members"]

# Bytes of the directory at the end of the archive, which has to be held: 64 MB list half a million articles and
# take 400 MB once they are objects.
_DIRECTORY = 64 << 20
_TAIL = 1 << 17  # where the directory's own size stands: behind it come 64 kB of comment at most


@reader(".zip")
def members(file: File) -> Iterator[File | Remark]:
    """The files in the archive in the order of their names; links and what is locked are told of.

    Raises InputError for what is no archive, or one whose directory alone is too large to be held.
    """
    with file.seekable() as stream:
        _weigh(stream, file)
        try:
            packed = zipfile.ZipFile(stream)
        except BROKEN as problem:
            raise InputError(f"{file.shown}: no ZIP, or cut off ({said(problem)}): get it again") from problem
        with packed:
            files = (info for info in packed.infolist() if not info.filename.endswith("/"))
            found = [info for info in files if not hidden(info.filename)]
            if not found:
                raise InputError(f"{file.shown}: empty: no files in it; leave it out")
            for info in sorted(found, key=lambda info: info.filename):
                if stat.S_ISLNK(info.external_attr >> 16):
                    yield Remark("skipped", f"{info.filename!r}: a link: it is not followed")
                else:
                    yield file.member(info.filename, partial(_opened, packed, info, file))


def _opened(packed: zipfile.ZipFile, info: zipfile.ZipInfo, file: File) -> IO[bytes]:
    try:
        return packed.open(info)
    except BROKEN as problem:
        raise InputError(f"{file.shown}: {info.filename!r} is locked or damaged ({said(problem)})") from problem


def _weigh(stream: IO[bytes], file: File) -> None:
    """Ask the end of the archive how long its directory is, before that is read into memory."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _TAIL))
    tail = stream.read()
    at, wide = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if size == 0xFFFFFFFF and wide >= 0:
        size = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    if size > _DIRECTORY:
        raise InputError(f"{file.shown}: a directory of {size >> 20} MB: split the archive, or unpack it yourself")
    stream.seek(0)
