"""Plain text: one file, one article, its characters as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provenance.readers import Article, reader
from provenance.readers._decode import decode

__all__ = ["text"]


@reader(".text", ".txt")
def text(path: Path) -> Iterator[Article]:
    """One article a file: its text, line ends and all; a byte order mark is no text.

    Raises InputError for a file that is binary or in an encoding that cannot be told.
    """
    words, guess = decode(path.read_bytes(), path.as_posix())
    yield Article(words, guess=guess)
