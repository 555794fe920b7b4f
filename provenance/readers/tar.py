"""TAR: every file inside it in the order it stands there, in one pass, by the reader of its format."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import IO, cast

from provenance.errors import InputError
from provenance.readers import File, Remark, reader
from provenance.readers._file import BROKEN, Coming, hidden, said

__all__ = ["members"]

_PATIENCE = 8  # reads at the end of a whole archive, where the library looks for more; at most three were seen


@reader(".tar")
def members(file: File) -> Iterator[File | Remark]:
    """The files in the archive; links, devices and holes are told of and never followed.

    Raises InputError for what is no archive; what is cut off is told with the number of files before it.
    """
    n = 0
    with file.open() as stream:
        every = Coming(stream, _PATIENCE)
        try:
            with tarfile.open(fileobj=cast(IO[bytes], every), mode="r|", tarinfo=_Header) as packed:
                while (info := packed.next()) is not None:
                    vars(packed)["members"].clear()  # it keeps a list of all it has seen
                    n += 1
                    if hidden(info.name) or info.isdir():
                        continue
                    if not info.isfile() or info.issparse():
                        kind = "sparse" if info.issparse() else "a link or a device"
                        yield Remark("skipped", f"{info.name!r}: {kind}: it is not followed")
                    else:
                        yield file.member(info.name, partial(_opened, packed, info))
        except (InputError, *BROKEN) as problem:
            if not n:
                raise InputError(f"{file.shown}: no TAR, or damaged ({said(problem)}): get it again") from problem
            yield Remark("skipped", f"cut off or damaged after file {n} ({said(problem)}): what follows is not read")
        else:
            if n and every.ends and not every.last.endswith(bytes(tarfile.BLOCKSIZE)):
                yield Remark("guessed", "it ends without its end mark: it may have been cut off between two files")
    if not n:
        raise InputError(f"{file.shown}: empty: no files in it; leave it out")


def _opened(packed: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    found = packed.extractfile(info)
    if found is None:
        raise tarfile.TarError("no file")
    return found


class _Header(tarfile.TarInfo):
    """A header that says so when it is damaged; the library would take it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _Header:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as problem:
            if type(problem).__name__ in ("EmptyHeaderError", "EOFHeaderError"):  # the end, as it should be
                raise
            raise tarfile.ReadError(str(problem)) from problem
