"""What readers yield: an article, a remark on what they could not take, or a file that stands inside their file."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COLUMNS", "Article", "Note", "Remark"]


class Article(NamedTuple):
    """One article as a reader finds it; what the file does not say stays None."""

    text: str
    article: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    lang: str | None = None
    outlet_from: str | None = None  # "text" where a page's own metadata says so; None: given
    main: str | None = None  # where in `text` a page's own story stands, as "12:80 95:310"; None: not known
    guess: str | None = None  # what the reader had to guess, for the reader of the result; no column
    published_precision: str | None = None  # how exact `published` is; None: as exact as it is written
    based_on: str | None = None  # addresses that the page or the row names as its origin, space-separated


COLUMNS = (
    "title", "outlet", "outlet_from", "published", "published_precision", "author", "url", "lang", "main", "based_on",
)  # fmt: skip


class Remark(NamedTuple):
    """What a reader tells beside its articles; `rows` is how many of them it speaks of."""

    what: str  # as in Note
    reason: str
    rows: int = 1


class Note(NamedTuple):
    """Something the user should know of one file: what was skipped, or guessed, or left open."""

    path: str
    what: str  # "skipped", "guessed" (read, but in one of several ways) or "left open" (read, but a cell was not)
    reason: str
    rows: int = 1  # files, members, rows or records that it speaks of

    def __str__(self) -> str:
        return f"{self.path}: {self.what}: {self.reason}"
