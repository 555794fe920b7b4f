"""Files in, ARTICLES out: one reader a format (`@reader(".ext")`), found by a scan of this folder.

Start at `read`: it gathers the files, hands each to the reader of its suffix, and names the articles.
Nothing is left out in silence: what is skipped or had to be guessed is told through `note`.
"""

from __future__ import annotations

import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pandas as pd

from provenance.errors import InputError
from provenance.registry import Registry

__all__ = ["READERS", "Article", "Note", "Reader", "read", "reader"]


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


class Note(NamedTuple):
    """Something the user should know of one file: it was skipped, or something about it was guessed."""

    path: str
    what: str  # "skipped" or "guessed"
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}: {self.reason}"


class _Found(NamedTuple):
    """A file to read, and whether the user named it (then a failure is an error, not a note)."""

    path: Path
    named: bool


Reader = Callable[[Path], Iterable[Article]]
READERS: Registry[Reader] = Registry("provenance.readers", "reader")
reader = READERS.add

_GIVEN = ("title", "outlet", "outlet_from", "published", "author", "url", "lang", "main")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def read(
    inputs: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    note: Callable[[Note], object] | None = None,
) -> pd.DataFrame:
    """The articles of files, folders (with all below them), globs and file:// URLs: article, text, path, ...

    One row an article, in the order given, folders sorted by path; what else a format says (title, outlet,
    published, author, url, lang) is a column too, once a file says it. `article` is the file's name without
    its suffix; where two are alike, its folder comes before it, then a number. A file met twice is read once;
    hidden files (a leading dot) are not looked at. What cannot be read in a folder or a glob is skipped and
    told to `note` (without it: a warning); a file that is named itself must be readable. Raises InputError
    naming the file and the remedy, also when nothing is left to trace.
    """
    given = [inputs] if isinstance(inputs, str | PathLike) else list(inputs)
    notes: list[Note] = []
    told = note or (lambda said: warnings.warn(str(said), stacklevel=3))

    def tell(said: Note) -> None:
        notes.append(said)
        told(said)

    rows: list[tuple[Path, Article]] = []
    for found in _once(_gather(given, tell), tell):
        try:
            rows += [(found.path, article) for article in _articles(found.path)]
        except InputError as problem:
            if found.named:
                raise
            tell(Note(_shown(found.path), "skipped", _reason(problem, found.path)))
    if not rows:
        raise InputError(_nothing(given, notes))
    for path, article in rows:
        if article.guess:
            tell(Note(_shown(path), "guessed", article.guess))
    return _table(rows)


def _gather(given: Iterable[str | PathLike[str]], tell: Callable[[Note], None]) -> Iterator[_Found]:
    for path in (_local(os.fspath(item)) for item in given):
        try:
            if path.is_dir():
                yield from (_Found(inside, named=False) for inside in _walk(path, tell))
            elif path.exists() or path.is_symlink() or not set(str(path)) & set("*?["):
                yield _Found(path, named=True)
            else:
                for hit in _matches(path):
                    inside = _walk(hit, tell) if hit.is_dir() else [hit]
                    yield from (_Found(one, named=False) for one in inside)
        except OSError as problem:
            raise InputError(f"{_shown(path)}: {problem.strerror}: check the name") from problem


def _matches(pattern: Path) -> list[Path]:
    """What a glob matches, sorted; hidden files only if the pattern names the dot, as in a shell."""
    dotted = any(map(_hidden, pattern.parts))
    hits = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
    found = sorted(hit for hit in hits if dotted or not any(map(_hidden, hit.parts)))
    if not found:
        raise InputError(f"{_shown(pattern)}: nothing matches: check the pattern")
    return found


def _hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _local(given: str) -> Path:
    if not given:
        raise InputError("an empty name was given: name a file or a folder")
    if "\0" in given:
        raise InputError(f"{_line(given)!r}: no file name holds a NUL: check the name")
    if not _SCHEME.match(given):
        return Path(given)
    url = urlsplit(given)
    if url.scheme.lower() != "file" or url.netloc.lower() not in ("", "localhost"):
        raise InputError(f"{_line(given)}: only local files are read: save the page and give the file")
    return Path(unquote(url.path))


def _walk(folder: Path, tell: Callable[[Note], None]) -> list[Path]:
    def fail(problem: OSError) -> None:
        where = _shown(Path(problem.filename or folder))
        raise InputError(f"{where}: {problem.strerror}: mend its permissions or leave it out")

    files: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=fail):
        if "run.json" in names and "tables" in folders:
            tell(Note(_shown(Path(place)), "skipped", "a run of provenance: its reports are no articles"))
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for link in (Path(place, name) for name in folders):
            if link.is_symlink():
                tell(Note(_shown(link), "skipped", "a link to a folder: give that folder itself"))
        files += [Path(place, name) for name in names if not _hidden(name)]
    return sorted(files)


def _once(found: Iterable[_Found], tell: Callable[[Note], None]) -> Iterator[_Found]:
    """Every file once: a text met twice would pass for a copy of itself."""
    seen: dict[str, Path] = {}
    for one in found:
        real = os.path.realpath(one.path)
        if real in seen:
            tell(Note(_shown(one.path), "skipped", f"the same file as {_shown(seen[real])}"))
        else:
            seen[real] = one.path
            yield one


def _articles(path: Path) -> list[Article]:
    shown, suffix = _shown(path), path.suffix.lower()
    if not path.exists():
        raise InputError(f"{shown}: no such file or folder: check the name")
    if not path.is_file():
        raise InputError(f"{shown}: not a regular file: save the text to a file first")
    if suffix not in READERS:
        known = ", ".join(name for name, _ in READERS)
        raise InputError(f"{shown}: no reader for {suffix or 'a bare name'} (only for {known}): leave it out")
    try:
        found = list(READERS[suffix](path))
    except OSError as problem:
        raise InputError(f"{shown}: {problem.strerror}: mend its permissions or leave it out") from problem
    if not any(article.text.strip() for article in found):
        raise InputError(f"{shown}: empty: no text to trace; leave it out")
    return found


def _table(rows: list[tuple[Path, Article]]) -> pd.DataFrame:
    made = {
        "article": _names(rows),
        "text": [article.text for _, article in rows],
        "path": [_shown(path) for path, _ in rows],
    }
    for column in _GIVEN:
        values = [getattr(article, column) for _, article in rows]
        if any(value is not None for value in values):
            made[column] = values
    return pd.DataFrame(made, dtype="str")


def _names(rows: list[tuple[Path, Article]]) -> list[str]:
    """A name for each article, no two alike: the stem, then folder/stem, then a number."""
    short = [_clean(article.article or path.stem) for path, article in rows]
    twice = {name for name, times in Counter(short).items() if times > 1}
    long = [
        _clean(f"{path.absolute().parent.name}/{name}") if name in twice else name
        for name, (path, _) in zip(short, rows, strict=True)
    ]
    taken: set[str] = set()
    for at, name in enumerate(long):
        number, tried = 1, name
        while tried in taken or (number > 1 and tried in long):
            number += 1
            tried = f"{name} ({number})"
        taken.add(tried)
        long[at] = tried
    return long


def _clean(name: str) -> str:
    """A name on one line that never passes for an unseen node (`~Reuters`) or for "own words" (empty)."""
    return _UNPRINTABLE.sub(" ", _line(name)).strip().lstrip("~").strip() or "article"


def _line(name: str) -> str:
    """A file's name as text; a byte of it that is no UTF-8 is written out in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _shown(path: Path) -> str:
    return _line(path.as_posix())


def _reason(problem: InputError, path: Path) -> str:
    return str(problem).removeprefix(f"{_shown(path)}: ")


def _nothing(given: list[str | PathLike[str]], notes: list[Note]) -> str:
    names = ", ".join(_line(os.fspath(item)) for item in given) or "nothing was given"
    why = f" ({len(notes)} skipped, the first: {notes[0].path}: {notes[0].reason})" if notes else ""
    return f"{names}: no article in it{why}: give text files or a folder of them"
