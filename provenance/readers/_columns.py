"""Rows of any table as articles: columns by their usual names or as the user maps them, one row one article.

Start at `articles`. `columns.csv` beside this file says which names stand for what, the likeliest first. A row is
taken or told of; what is odd about one cell (a date that is none) is told and leaves that cell empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import chain
from math import isnan
from typing import Any, NamedTuple

from provenance.errors import InputError
from provenance.readers import _dates
from provenance.readers._article import Article, Remark
from provenance.readers._file import LARGEST, File

__all__ = ["OURS", "Row", "aliases", "articles", "cells_of", "key", "needed", "sees_text"]

OURS = ("article", "text", "title", "outlet", "published", "author", "url", "lang", "based_on")
# Rows, and characters, that are looked at before the first is given out: so many decide which way round a column
# writes its dates. 2,000 rows in the order of their dates span more than the twelve days that stay open, in all
# exports at hand; 16 million characters are 32 MB of memory.
_AHEAD, _AHEAD_CHARS = 2_000, 16 << 20
_SHAPES = 1_000  # kinds of rows, by their keys, that are remembered
_WRAPPERS = ("_source", "article", "fields", "attributes", "doc", "data", "node")  # {"_source": {"text": ...}}
_TAGS = re.compile(r"<(?:!doctype html|html|body|article|div|p|br|h[1-6]|ul|figure|img|a)\b[^<>]*>", re.I)
_CLOSED = re.compile(r"</(?:html|body|article|div|p|h[1-6]|ul|figure|a)>|<br\s?/?>", re.I)
_CUT = re.compile(r"\[\+\d+ chars\]\s*$")  # where NewsAPI leaves a text off
_GONE = "[Removed]"  # what NewsAPI puts in every cell of an article that its publisher took back
_HALF = re.compile("[\ud800-\udfff\0]")
_MOST_NAMED = 12  # columns that an error lists
# What programs write into a cell of which they know nothing; as a whole cell it is nobody's name, title or time.
_NOTHING = frozenset(
    "nan <na> na n/a #n/a n.a. nat nil null none (null) (none) undefined unknown \\n [] {} ? -- --- - – —".split()
) | {"", "not available", "#value!", "#ref!"}


class Row(NamedTuple):
    """One row: its number, from 1 for the first below the header, and its cells by column."""

    n: int
    cells: Mapping[str, object]


class _Choice(NamedTuple):
    """Which keys stand for our columns in rows of one shape, and what is to be said about the choice."""

    keys: Mapping[str, tuple[str, ...]]
    host: bool  # the outlet is the name of a host, which a url says better
    said: tuple[Remark, ...]
    instead: tuple[str, ...] = ()  # other columns that could hold the text, for rows where the one taken is empty


def key(name: object) -> str:
    """A column's name as it is compared: `Published At` is `published_at` is `publishedAt`."""
    return "".join(c for c in str(name).casefold() if c.isalnum())


@cache
def aliases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """For each of our columns its usual names, the likeliest first (several: joined), and what to say of each."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {column: [] for column in OURS}
    for row in _data("columns.csv"):
        found[row["column"]].append((tuple(row["alias"].split("+")), row["says"]))
    return {column: tuple(names) for column, names in found.items()}


@cache
def _languages() -> Mapping[str, str]:
    return {name: row["code"] for row in _data("languages.csv") for name in (row["code"], *row["names"].split())}


def _data(name: str) -> list[dict[str, str]]:
    text = resources.files("provenance.readers").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def sees_text(columns: Iterable[object], file: File) -> bool:
    """True if a table with these columns has one for the text."""
    return "text" in _choose(tuple(map(str, columns)), file).keys


def needed(columns: Iterable[str], file: File) -> list[str]:
    """Those of the columns that are read, in their order; raises InputError if none holds the text."""
    names = tuple(columns)
    choice = _chosen(names, file)
    wanted = {name for keys in (*choice.keys.values(), choice.instead) for name in keys}
    return [name for name in names if name in wanted]


def cells_of(cells: Mapping[str, object], file: File) -> dict[str, str]:
    """What a row says in our columns, but for its text; times as they are written."""
    flat = _flat(cells)
    keys = _choose(tuple(flat), file).keys
    made = {column: _cell([flat[name] for name in names], column) for column, names in keys.items()}
    fields = {column: value if column == "published" else _field(value, column) for column, value in made.items()}
    return {name: value for name, value in fields.items() if value and name != "text" and not _says_nothing(value)}


def articles(rows: Iterable[Row | Remark], file: File) -> Iterator[Article | Remark | File]:
    """An article a row, and a remark on each that is none; a cell of HTML comes as a file for the reader of pages.

    Looks a few thousand rows ahead to learn how the table writes dates. Rows may differ in their columns. Raises
    InputError if the first row has no column for the text, and if there is no row.
    """
    source = _until(rows, file)
    ahead = list(_ahead(source))
    first = next((_flat(row.cells) for row in ahead if isinstance(row, Row)), None)
    if first is None and not ahead:
        raise InputError(f"{file.shown}: empty: no rows below its header; leave it out")
    known: dict[tuple[str, ...], _Choice] = {}
    if first is not None:
        known[tuple(first)] = chosen = _chosen(tuple(first), file)
        yield from chosen.said
    way, midnight = yield from _learn(ahead, known, file)
    zones, lent = False, set[str]()
    for row in chain(ahead, source):
        if isinstance(row, Remark):
            yield row
            continue
        cells = _flat(row.cells)
        choice = _shape(cells, known, file)
        made = {column: _cell([cells[name] for name in names], column) for column, names in choice.keys.items()}
        other = "" if made.get("text") else next((name for name in choice.instead if _cell([cells[name]], "text")), "")
        if other:
            made["text"] = _cell([cells[other]], "text")
            yield from [Remark("guessed", f"where the text is empty, {other} is taken")] * (other not in lent)
            lent.add(other)
        time = _dates.when(_time(cells, choice), way)
        if not (time.zoned or zones or midnight):
            zones = True
            yield Remark("guessed", "times without a zone are taken as UTC")
        yield from _taken(row, made, time, choice, midnight, file)


def _shape(cells: Iterable[str], known: dict[tuple[str, ...], _Choice], file: File) -> _Choice:
    """The choice for rows with these keys; where every record has others, they are not remembered without end."""
    shape = tuple(cells)
    if shape in known:
        return known[shape]
    if len(known) >= _SHAPES:
        known.clear()
    known[shape] = _choose(shape, file)
    return known[shape]


def _until(rows: Iterable[Row | Remark], file: File) -> Iterator[Row | Remark]:
    """The rows, and a remark where the file breaks off behind some of them."""
    n = 0
    try:
        for row in rows:
            n += 1
            yield row
    except InputError as problem:
        if not n:
            raise
        yield Remark("skipped", f"after row {n}: {str(problem).removeprefix(f'{file.shown}: ')}")


def _ahead(source: Iterator[Row | Remark]) -> Iterator[Row | Remark]:
    chars = 0
    for count, row in enumerate(source, 1):
        yield row
        if isinstance(row, Row):
            chars += sum(len(cell) for cell in row.cells.values() if isinstance(cell, str))
        if count >= _AHEAD or chars > _AHEAD_CHARS:
            return


def _learn(ahead: list[Row | Remark], known: dict[tuple[str, ...], _Choice], file: File) -> Any:
    """Which way round the dates are written, and whether all are the midnights that bare dates become."""
    cells = [_flat(row.cells) for row in ahead if isinstance(row, Row)]
    values = [_time(row, _shape(row, known, file)) for row in cells]
    way = _dates.order(values)
    times = [time for time in (_dates.when(value, way) for value in values) if time.published]
    midnight = bool(times) and all((time.published or "").endswith("T00:00:00Z") for time in times)
    if midnight:
        yield Remark("guessed", "every time is midnight: taken as days")
    return way, midnight


def _time(cells: Mapping[str, object], choice: _Choice) -> object:
    found = [cells[name] for name in choice.keys.get("published", ()) if not _says_nothing(cells[name])]
    return found[0] if len(found) == 1 else " ".join(map(str, found)) or None


def _taken(
    row: Row, made: dict[str, str | None], time: _dates.When, choice: _Choice, midnight: bool, file: File
) -> Iterator[Article | Remark | File]:
    """The row as an article, with what is to be told about it; or the reason why it is none."""
    text = made.pop("text", None)
    named = made.pop("article", None)
    name = f"{file.stem}-{row.n}" if _says_nothing(named) else str(named).strip()
    problem = _refusal(text, row, choice)
    if text is None or problem:
        yield Remark("skipped", f"row {row.n}: {problem}")
        return
    if time.problem:
        yield Remark("left open", f"row {row.n}: published: {time.problem}")
    if _CUT.search(text[-40:]):
        yield Remark("left open", f"row {row.n}: the export cut the text short: {text[-20:].strip()!r}")
    fields = {column: _field(value, column) for column, value in made.items() if column != "published"}
    outlet = fields.get("outlet")
    if outlet and ((choice.host and fields.get("url")) or "://" in outlet):
        fields["url"] = fields.get("url") or outlet
        fields["outlet"] = None
    if not _says_nothing(made.get("lang")) and not fields["lang"]:
        yield Remark("left open", f"row {row.n}: lang: {made['lang']!r} is no language known here")
    published, precision = time.published, time.precision
    if midnight and published and precision != "day":
        published, precision = published[:10], "day"
    article = Article(text, name, published=published, published_precision=precision, **fields)
    yield _page(article, file) if _is_html(text) else article


def _refusal(text: str | None, row: Row, choice: _Choice) -> str | None:
    if "text" not in choice.keys:
        return f"no column for its text (it has {_named(row.cells)})"
    if not text or text.isspace():
        return f"no text in {choice.keys['text'][0]!r}"
    if len(text) > LARGEST:
        return f"a text of {len(text) >> 20} million characters: no article is that long"
    if text.strip() == _GONE:
        return f"the text was taken back: the export has {_GONE} in its place"
    if "\0" in text or not _whole(text):
        return "bytes that are no text (NUL, or half a character)"
    return None


def _whole(text: str) -> bool:
    """True if the text can be written: half a pair of surrogates is no character."""
    try:
        return text.isascii() or bool(text.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _page(article: Article, file: File) -> File:
    """The row's HTML as a page of its own, with what its other cells say."""
    given = {column: value for column, value in article._asdict().items() if value is not None and column != "text"}
    page = article.text.encode("utf-8")
    plain = article._replace(guess="HTML in the text, kept as it stands")
    return file.member(f"{article.article}.html", lambda: io.BytesIO(page), given=given, plain=plain, depth=file.depth)


def _is_html(text: str) -> bool:
    return "<" in text and bool(_CLOSED.search(text)) and bool(_TAGS.search(text))


def _cell(values: list[object], column: str) -> str | None:
    """The cells of one of our columns as text; lists of paragraphs, names or `{"name": ...}` are joined."""
    if len(values) == 1 and values[0].__class__ is str:
        return str(values[0])
    joint = "\n\n" if column == "text" else " "
    found = [_words(value, "\n\n" if column == "text" else ", ") for value in values]
    return joint.join(word for word in found if word) or None


def _words(value: object, joint: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else None if isnan(value) else repr(value)
    if isinstance(value, Mapping):
        inner = next((value[name] for name in ("name", "title", "text", "value") if name in value), None)
        return inner if isinstance(inner, str) else None
    if isinstance(value, list | tuple):
        return joint.join(word for item in value if (word := _words(item, joint))) or None
    return str(value)


def _field(value: str | None, column: str) -> str | None:
    """A cell beside the text: on one line, without what cannot be written; a language as its code."""
    if _says_nothing(value):
        return None
    if value and column not in ("lang", "based_on") and "  " not in value and value.isprintable():
        return value.strip()
    words = " ".join(_HALF.sub("\ufffd", value or "").split())
    if column == "based_on":
        return " ".join(one for part in words.split() if "://" in (one := part.strip(",;|"))) or None
    if column == "lang":
        return _languages().get(words.casefold()) or _languages().get(re.split(r"[-_ (]", words.casefold())[0])
    return words or None


def _says_nothing(value: object) -> bool:
    """True for a cell that is empty, or holds what stands for that in other programs; never asked of a text."""
    return value is None or (isinstance(value, str) and len(value) < 20 and value.strip().casefold() in _NOTHING)


def _flat(cells: Mapping[str, object]) -> dict[str, object]:
    """The cells with those of a nested object beside them, as `source.name`."""
    if dict not in map(type, cells.values()):
        return dict(cells)
    flat: dict[str, object] = {}
    for name, value in cells.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": deeper for inner, deeper in value.items()}
        else:
            flat[name] = value
    return flat


def _chosen(columns: tuple[str, ...], file: File) -> _Choice:
    choice = _choose(columns, file)
    if "text" not in choice.keys:
        raise InputError(
            f"{file.shown}: no column for the text: it has {_named(columns)}; say which, as in --column text=body"
        )
    return choice


def _choose(columns: tuple[str, ...], file: File) -> _Choice:
    """For each of our columns the one that the user maps, else the first that has one of its usual names."""
    known: dict[str, str] = {}
    for name in columns:
        outer, _, inner = name.partition(".")
        known.setdefault(key(name), name)
        if inner and outer in _WRAPPERS:
            known.setdefault(key(inner), name)
    keys: dict[str, tuple[str, ...]] = {}
    said: list[Remark] = []
    host = False
    instead: tuple[str, ...] = ()
    for column, names in aliases().items():
        mapped = file.columns.get(column)
        if mapped is not None and key(mapped) in known:
            keys[column] = (known[key(mapped)],)
            continue
        if mapped is not None:
            said.append(Remark("guessed", f"no column {mapped!r} for {column}: taken by its usual names"))
        hits = [(alias, says) for alias, says in names if all(part in known for part in alias)]
        if not hits:
            continue
        keys[column] = tuple(known[part] for part in hits[0][0])
        host = host or (column == "outlet" and hits[0][1] == "host")
        if column == "text":
            instead = tuple(known[alias[0]] for alias, _ in hits[1:] if len(alias) == 1 and "html" not in alias[0])
        said += _choosing(column, keys[column], [known[part] for alias, _ in hits for part in alias], hits[0][1])
    return _Choice(keys, host, tuple(said), instead)


def _choosing(column: str, taken: tuple[str, ...], could: list[str], says: str) -> Iterator[Remark]:
    others = list(dict.fromkeys(name for name in could if name not in taken))
    if others:
        yield Remark("guessed", f"{' + '.join(taken)} is taken as {column}; {', '.join(others)} could be it too")
    if says not in ("", "host"):
        yield Remark("guessed", f"{taken[0]} is taken as {column}: {says}")


def _named(columns: Iterable[object]) -> str:
    names = [" ".join(str(name).split())[:40] for name in columns]
    more = f" and {len(names) - _MOST_NAMED} more" * (len(names) > _MOST_NAMED)
    return (", ".join(names[:_MOST_NAMED]) or "no columns") + more
