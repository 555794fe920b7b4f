"""WARC: the pages that a crawler fetched, each by the reader of HTML, and the plain texts of WET files."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import IO

from provenance.errors import InputError
from provenance.readers import File, Remark, reader
from provenance.readers._crawl import Record, answered, body, records
from provenance.readers._file import BROKEN, said

__all__ = ["pages"]

_HTML = ("text/html", "application/xhtml+xml")


@reader(".warc", ".wet")
def pages(file: File) -> Iterator[File | Remark]:
    """The pages in the archive, each with the url it was fetched from; the rest is counted by kind.

    The time of fetching is no time of publication and is not taken for one. Raises InputError for what is no WARC.
    """
    n = 0
    others: Counter[str] = Counter()
    with file.open() as stream:
        try:
            for record in records(stream):
                n += 1
                url = record.head.get("warc-target-uri", "").strip("<>")
                suffix, kind, head = _kind(record)
                if suffix and url:
                    name, where = url.rstrip("/") + suffix, f"{file.shown}/{url}"
                    yield file.member(name, partial(_opened, record, head, where), given={"url": url}, shown=where)
                else:
                    others[kind] += 1
        except (InputError, *BROKEN) as problem:
            if not n:
                raise InputError(f"{file.shown}: no WARC, or damaged ({said(problem)}): get it again") from problem
            yield Remark("skipped", f"cut off or damaged in record {n} ({said(problem)}): what follows cannot be read")
    if not n:
        raise InputError(f"{file.shown}: empty: no records; leave it out")
    for kind, count in sorted(others.items()):
        yield Remark("skipped", f"{count} records are no pages: {kind}", count)


def _kind(record: Record) -> tuple[str, str, Mapping[str, str]]:
    """The suffix of the format that a record is in, if it is a page or its text; its kind; its answer's header."""
    kind = record.head.get("warc-type", "no type").lower()
    head: Mapping[str, str] = {}
    status, media = "200", _media(record.head)
    if kind == "response" and media in ("application/http", ""):
        status, head = answered(record)
        media = _media(head)
    if kind in ("response", "resource") and status != "200":
        return "", f"{kind}, status {status[:3]}", head
    if kind in ("response", "resource") and media in _HTML:
        return ".html", kind, head
    if kind == "conversion" and media == "text/plain":
        return ".txt", kind, head
    return "", f"{kind}, {media[:40]}" if kind in ("response", "resource", "conversion") else kind[:20], head


def _media(head: Mapping[str, str]) -> str:
    return head.get("content-type", "").partition(";")[0].strip().lower()


def _opened(record: Record, head: Mapping[str, str], where: str) -> IO[bytes]:
    try:
        return io.BytesIO(body(record, head))
    except (InputError, *BROKEN) as problem:
        raise InputError(f"{where}: {said(problem)}") from problem
