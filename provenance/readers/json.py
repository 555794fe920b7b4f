"""JSON in the shapes that crawlers and news services give: lines, arrays, and objects around an array of articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from provenance.errors import InputError
from provenance.readers import Article, File, Remark, reader
from provenance.readers._columns import articles, sees_text
from provenance.readers._records import by_line, walked
from provenance.readers._stream import blocks, lines

__all__ = ["records"]


@reader(".jl", ".json", ".jsonl", ".ndjson")
def records(file: File) -> Iterator[Article | Remark | File]:
    """An article a record: one a line, or the elements of an array, or of `{"articles": [...]}`.

    Raises InputError for a file that is binary, empty or no JSON, or whose records have no text.
    """
    told: list[str] = []
    pieces = blocks(file, told.append)
    first = next((piece for piece in pieces if not piece.isspace()), "")
    if not first:
        raise InputError(f"{file.shown}: empty: no record; leave it out")
    every = chain([first], pieces)
    found = by_line(lines(every)) if _in_lines(first, file) else walked(every, _test(file), file.shown)
    yield from articles(found, file)
    yield from (Remark("guessed", reason) for reason in told)


def _in_lines(first: str, file: File) -> bool:
    """True if each line is a record: the first one is whole, and is not all that there is."""
    head, end, rest = first.lstrip().partition("\n")
    if not end:
        return file.suffix != ".json" and not head.startswith("[")
    try:
        whole = isinstance(json.loads(head), Mapping)
    except (ValueError, RecursionError):
        whole = head.rstrip() not in ("{", "[", "[{") and file.suffix != ".json"
    return whole and not (file.suffix == ".json" and rest.isspace())


def _test(file: File) -> Callable[[Mapping[str, object]], bool]:
    def is_article(record: Mapping[str, object]) -> bool:
        return sees_text(record, file)

    return is_article
