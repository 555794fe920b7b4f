"""Files in, ARTICLES out: one reader a format (`@reader(".ext")`), found by a scan of this folder.

Start at `batches`: it gathers the files, hands each to the reader of its suffix, and what is inside an archive to
the reader of that; `read` is all its batches in one. Nothing is left out in silence: what is skipped, guessed or left
open is told through `note`, and what is told as skipped and what is read add up to what was there.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from hashlib import sha256
from operator import attrgetter
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from provenance.errors import InputError, OptionError
from provenance.readers import _sidecar
from provenance.readers._article import COLUMNS, Article, Note, Remark
from provenance.readers._columns import OURS
from provenance.readers._file import DEPTH, File, on_disk
from provenance.readers._gather import Found, gather, line, once, shown
from provenance.readers._model import model
from provenance.readers._names import Names
from provenance.registry import Registry

__all__ = [
    "READERS", "Article", "File", "Note", "Reader", "Remark", "batches", "model", "read", "reader",
    "seal", "told",
]  # fmt: skip

Reader = Callable[[Any], Iterable[Article | Remark | File]]  # of a File, or of a path, which it resembles
READERS: Registry[Reader] = Registry("provenance.readers", "reader")
reader = READERS.add

_FIELDS = attrgetter(*COLUMNS)
_Inputs = str | PathLike[str] | Iterable[str | PathLike[str]]
_Columns = Mapping[str, str] | Iterable[str]
_Row = tuple[str | None, ...]
# Remarks of one kind on one file that are told one by one; the rest is told as a number when the file ends.
_MOST = 20
_LISTED = 100  # remarks on what was skipped that a person is told one by one, whatever the file
# Characters after which a batch is full, however few its articles: 64 MB of text, three times that while it is made.
_FULL = 32 << 20
_MANY = 5_000  # articles a batch when all are wanted at once anyway


def read(
    inputs: _Inputs,
    *,
    columns: _Columns | None = None,
    strict: bool = False,
    note: Callable[[Note], object] | None = None,
) -> pd.DataFrame:
    """The articles of files, folders (with all below them), globs and file:// URLs: article, text, path, ...

    One row an article, in the order given, folders sorted by path; what else a format says (title, outlet,
    published, author, url, lang, ...) is a column too, once a file says it. `article` is the file's name without
    its suffix, in a table the row's id or number; where two are alike, the folder comes before it, then a number. A
    file met twice is read once; hidden files (a leading dot) are not looked at. `columns` maps ours to a table's
    (`{"text": "body"}`, or `["text=body"]`) where its name is not a usual one. What cannot be read is skipped and
    told to `note` (without it: a warning), or ends it with `strict`; a file that is named itself must be readable.
    Raises InputError naming the file and the remedy, also when nothing is left to trace; OptionError for a column
    that is none of ours.
    """
    found = list(batches(inputs, size=_MANY, columns=columns, strict=strict, note=note))
    whole = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    return whole.drop(columns=[name for name in COLUMNS if whole[name].isna().all()])


def batches(
    inputs: _Inputs,
    *,
    size: int = 1_000,
    columns: _Columns | None = None,
    strict: bool = False,
    note: Callable[[Note], object] | None = None,
) -> Iterator[pd.DataFrame]:
    """The articles as `read` gives them, `size` at a time, with every column that a format may say.

    For what is too much to be held: tables and archives are read as a stream, so that memory does not grow with their
    length (but for the names, 100 bytes an article, which no two may share). A batch also ends at 32 million
    characters. Raises as `read`, once it comes to what is wrong.
    """
    mapped = _mapped(columns or {})
    given = [inputs] if isinstance(inputs, str | PathLike) else list(inputs)
    teller = _Told(note or _warn, strict=strict)
    rows: list[_Row] = []
    chars, count = 0, 0
    for row in _rows(given, mapped, teller):
        rows.append(row)
        chars += len(row[1] or "")
        count += 1
        if len(rows) >= size or chars > _FULL:
            yield _table(rows)
            rows, chars = [], 0
    if not count:
        raise InputError(_nothing(given, teller))
    if rows:
        yield _table(rows)


def seal(inputs: _Inputs, *, columns: _Columns | None = None) -> str:
    """A digest of which files are meant, how long each is and when it was written: another one, other articles.

    Nothing is read. Raises as `read` for a name that nothing answers to.
    """
    given = [inputs] if isinstance(inputs, str | PathLike) else list(inputs)
    facts = [repr(sorted(_mapped(columns or {}).items()))]
    for one in once(gather(given, _untold), _untold):
        is_ = one.is_
        facts.append(f"{one.path.absolute()} {is_.st_size} {is_.st_mtime_ns}" if is_ else str(one.path))
    return sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def _untold(_: Note) -> None:
    """Told when it is read."""


def told(notes: Sequence[Note], articles: Sized | None = None) -> list[str]:
    """What to tell a person of a reading: notes, a line each, then the sums, if it came to an end.

    The first hundred that tell of something skipped, and twenty others; of the rest, how many there are of each kind.
    """
    room = Counter({"skipped": _LISTED, "others": _MOST})
    lines, left = [], Counter[str]()
    for note in notes:
        kind = note.what if note.what in room else "others"
        room[kind] -= 1
        if room[kind] >= 0:
            lines.append(str(note))
        else:
            left[note.what] += 1
    if left:
        lines.append(f"... and {', '.join(f'{count} more {what}' for what, count in sorted(left.items()))}")
    if articles is not None:
        skipped = sum(note.rows for note in notes if note.what == "skipped")
        end = f", skipped {skipped}" * bool(skipped)
        lines.append(f"read {len(articles)} article{'s' * (len(articles) != 1)}{end}")
    return lines


def _table(rows: list[_Row]) -> pd.DataFrame:
    columns = zip(("article", "text", "path", *COLUMNS), zip(*rows, strict=True), strict=True)
    return pd.DataFrame({name: list(values) for name, values in columns}, dtype="str")


def _mapped(columns: _Columns) -> Mapping[str, str]:
    if not isinstance(columns, Mapping):
        columns = dict(one.partition("=")[::2] for one in ([columns] if isinstance(columns, str) else columns))
    for name, theirs in columns.items():
        if not theirs:
            raise OptionError(f"{name!r} maps no column: write ours=theirs, as in text=body")
        if name not in OURS:
            raise OptionError(f"no column {name!r} to map to: known are {', '.join(OURS)}, as in text=body")
    return columns


class _Told:
    """Who is told of what was skipped, guessed or left open, how much of it there was, and whether it ends the work."""

    def __init__(self, note: Callable[[Note], object], *, strict: bool) -> None:
        self._note, self._strict = note, strict
        self._counts: Counter[tuple[str, str]] = Counter()
        self.count, self.first, self.stopped = 0, "", False

    def add(self, said: Note) -> None:
        """Tell it; with `strict`, raise InputError for the first that was skipped."""
        if self._strict and said.what == "skipped":
            self.stopped = True
            raise InputError(f"{said.path}: {said.reason}")
        self.met(said)

    def met(self, said: Note) -> None:
        """Tell it, on one line; it ends nothing, because nothing was lost."""
        said = said._replace(reason=" ".join(said.reason.split()))
        self.first = self.first or f"{said.path}: {said.reason}"
        self.count += said.rows
        self._note(said)

    def remark(self, where: str, said: Remark) -> None:
        """Tell a reader's remark on the file, unless it is one of very many, which `close` tells as a number."""
        self._counts[where, said.what] += 1
        if self._counts[where, said.what] <= _MOST:
            self.add(Note(where, *said))
        else:
            self._counts[where, f"{said.what} more"] += said.rows

    def close(self) -> None:
        """Tell what was only counted, file by file; to be called when a file has ended."""
        for (where, what), count in self._counts.items():
            if what.endswith(" more"):
                self.met(Note(where, what.removesuffix(" more"), f"... and {count} more of its rows", count))
        self._counts.clear()


def _warn(said: Note) -> None:
    warnings.warn(str(said), stacklevel=2)


def _rows(given: list[str | PathLike[str]], columns: Mapping[str, str], told: _Told) -> Iterator[_Row]:
    found = _sidecar.split(once(gather(given, told.add), told.met), columns, told.add)
    names = Names(one.path for one, _ in found if one.path.suffix.lower() in READERS)
    for one, said in found:
        count = 0
        try:
            for inside, article in _opened(_on_disk(one, columns), told):
                count += 1
                yield _row(one, inside, _with(article, said), names, told)
        except InputError as problem:
            if told.stopped or (one.named and not count):
                raise
            told.add(Note(shown(one.path), "skipped", _reason(problem, shown(one.path))))
        told.close()


def _on_disk(one: Found, columns: Mapping[str, str]) -> File:
    where = shown(one.path)
    try:
        is_ = one.is_ or one.path.stat()
    except OSError as problem:
        lost = "no such file or folder" if isinstance(problem, FileNotFoundError) else problem.strerror
        what = "a link that leads nowhere" if one.path.is_symlink() else lost
        raise InputError(f"{where}: {what}: check the name") from problem
    if not stat.S_ISREG(is_.st_mode):
        raise InputError(f"{where}: not a regular file: save the text to a file first")
    return on_disk(one.path, where, is_.st_size, columns)


def _opened(file: File, told: _Told) -> Iterator[tuple[File, Article]]:
    """The articles of a file, each with the file inside it that it is from; what else the reader says is told."""
    if file.suffix not in READERS:
        raise InputError(f"{file.shown}: no reader for {file.suffix or 'a bare name'}: leave it out")
    try:
        for item in READERS[file.suffix](file):
            if isinstance(item, Remark):
                told.remark(file.shown, item)
            elif isinstance(item, File):
                yield from _member(item, told)
            else:
                yield file, _checked(item, file)
    except OSError as problem:
        raise InputError(f"{file.shown}: {problem.strerror}: mend its permissions or leave it out") from problem


def _member(file: File, told: _Told) -> Iterator[tuple[File, Article]]:
    """The articles of a file inside another; a failure is told and the rest of the archive goes on."""
    if file.plain and file.suffix not in READERS:
        yield file, file.plain
        return
    try:
        if file.depth > DEPTH:
            raise InputError(f"{file.shown}: more than {DEPTH} archives inside each other: unpack it yourself")
        for inside, article in _opened(file, told):
            yield inside, _with(article, file.given)
    except InputError as problem:
        if told.stopped:
            raise
        told.remark(file.shown, Remark("skipped", _reason(problem, file.shown)))


def _checked(article: Article, file: File) -> Article:
    if not article.text or article.text.isspace():
        raise InputError(f"{file.shown}: empty: no text to trace; leave it out")
    try:
        article.text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise InputError(f"{file.shown}: half a character at {problem.start}: save it as UTF-8") from problem
    return article


def _with(article: Article, said: Mapping[str, str]) -> Article:
    """The article with what is said of it elsewhere, which wins over what it says itself."""
    if not said:
        return article
    known: dict[str, Any] = dict(said)
    if "outlet" in known:
        known.setdefault("outlet_from", None)
    if "published" in known:
        known.setdefault("published_precision", None)
    return article._replace(**known)


def _row(one: Found, inside: File, article: Article, names: Names, told: _Told) -> _Row:
    """The article as a row, under a name that no other has."""
    if article.guess:
        told.remark(inside.shown, Remark("guessed", article.guess))
    if article.article is None and not inside.depth:
        name = names.of(one.path)
    else:
        wanted = article.article or inside.stem
        where = one.path.absolute() if not inside.depth else Path(inside.shown)
        name = names.give(wanted, where.parent.name if wanted.startswith(inside.stem) else inside.stem)
        if article.article and not name.startswith(wanted):
            told.remark(inside.shown, Remark("guessed", f"the name {wanted!r} is taken: called {name!r}"))
    return name, article.text, inside.shown, *_FIELDS(article)


def _reason(problem: InputError, where: str) -> str:
    return str(problem).removeprefix(f"{where}: ")


def _nothing(given: list[str | PathLike[str]], told: _Told) -> str:
    names = ", ".join(line(os.fspath(item)) for item in given) or "nothing was given"
    if told.first.startswith(f"{names}: "):
        return told.first
    why = f" ({told.count} skipped, the first: {told.first})" if told.count else ""
    return f"{names}: no article in it{why}: give articles, tables or archives of them, or a folder"
