"""WARC: the pages that a crawler fetched, each by the reader of HTML, and the plain texts of WET files."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import IO, Any, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from provenance.errors import InputError
from provenance.readers import File, Remark, reader
from provenance.readers._file import BROKEN, Coming

__all__ = ["pages"]

_HTML = ("text/html", "application/xhtml+xml")
_BLOCK = 1 << 16
_PATIENCE = 1 << 20  # reads at the end; the library asks a few times for each record that it takes to be there
# What the library meets a damaged header with.
_DAMAGED = (ArchiveLoadFailed, AttributeError, IndexError, InputError, KeyError, TypeError)
_CRAWL = ("request", "metadata", "warcinfo", "revisit")  # what speaks of the crawl


@reader(".warc", ".wet")
def pages(file: File) -> Iterator[File | Remark]:
    """The pages in the archive, each with the url it was fetched from; the rest is counted by kind.

    The time of fetching is no time of publication and is not taken for one. Raises InputError for what is no WARC.
    """
    n = 0
    others: Counter[str] = Counter()
    with file.open() as stream:
        every = Coming(stream, _PATIENCE)
        try:
            for record in ArchiveIterator(every):
                n += 1
                suffix, kind = _kind(record)
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if suffix and url:
                    place = {"given": {"url": url}, "shown": f"{file.shown}/{url}"}
                    yield file.member(url.rstrip("/") + suffix, partial(_body, record), **place)
                else:
                    others[kind] += 1
        except (*_DAMAGED, *BROKEN) as problem:
            if not n:
                raise InputError(f"{file.shown}: no WARC, or damaged ({problem}): get it again") from problem
            yield Remark("skipped", f"cut off or damaged after record {n} ({problem}): what follows cannot be read")
    if n and not every.last.endswith(b"\r\n\r\n"):
        yield Remark("guessed", "it ends inside a record: it was cut off")
    if not n:
        raise InputError(f"{file.shown}: empty: no records; leave it out")
    for kind, count in sorted(others.items()):
        yield Remark("skipped", f"{count} records are no pages: {kind}", count)


def _kind(record: Any) -> tuple[str, str]:
    """The suffix of the format that a record is in, if it is a page or its text; and what kind of record it is."""
    head = record.http_headers or record.rec_headers
    kind = (head.get_header("Content-Type") or "no type").partition(";")[0].strip().lower()
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if record.rec_type in ("response", "resource") and status != "200":
        return "", f"{record.rec_type}, status {status}"
    if record.rec_type in ("response", "resource") and kind in _HTML:
        return ".html", kind
    if record.rec_type == "conversion" and kind == "text/plain":
        return ".txt", kind
    return "", record.rec_type if record.rec_type in _CRAWL else f"{record.rec_type}, {kind}"


def _body(record: Any) -> IO[bytes]:
    return cast(IO[bytes], _Body(record))


class _Body(io.RawIOBase):
    """The body of a record, unpacked as it was sent; closing it leaves the archive open."""

    def __init__(self, record: Any) -> None:
        self._stream, self._raw = record.content_stream(), record.raw_stream

    def read(self, size: int = -1) -> bytes:
        data = bytes(self._stream.read(size))
        if not data:
            while self._raw.read(_BLOCK):
                pass
            if getattr(self._raw, "limit", 0) > 0:
                raise EOFError("the record is shorter than it says")
        return data
