"""The tables of a run read back: as they were written, or not at all; whole, or only what flows are counted from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from provenance.errors import OutputError, TableError
from provenance.frames import TABLES, check, empty

__all__ = ["Brief", "as_table", "briefed", "reading", "sound"]

_AGAIN = "run provenance trace again"
_NULLABLE = {pa.int64(): pd.Int64Dtype()}  # offsets may be null, and a detour over float would round them
_UNREAD = ("marks", "matches", "evidence")
_TEXTS = ("text", "main")  # columns of articles
_BATCH = 1 << 16  # rows of sentences that are held at a time: 25 MB


def sound(name: str, path: Path, known: Mapping[str, Any]) -> Path:
    """The file of a table, once it is as it was written."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise OutputError(f"{path}: {problem.strerror}: {_AGAIN}") from problem
    if name not in known or found != known[name].get("sha256"):
        raise OutputError(f"{path}: not as it was written (its digest differs): {_AGAIN}")
    return path


@contextmanager
def reading(name: str, path: Path) -> Iterator[Path]:
    """The file of a table; what is wrong with it is told in one line."""
    try:
        yield path
    except (pa.ArrowException, KeyError, TableError) as problem:
        raise OutputError(f"{path}: not the table {name} ({problem}): {_AGAIN}") from problem


def as_table(name: str, stored: pa.Table) -> pd.DataFrame:
    """The rows of a file as a table of the contract; raises KeyError or TableError if they are none."""
    columns = {
        column: stored.column(column).to_pandas(types_mapper=_NULLABLE.get).astype(rule.dtype)
        for column, rule in TABLES[name].columns.items()
        if not rule.optional or column in stored.column_names
    }
    for column, rule in TABLES[name].columns.items():  # a run that is older than a column has it empty
        if column not in columns:
            columns[column] = pd.Series(pd.NA, pd.RangeIndex(len(stored)), rule.dtype)
    return check(name, pd.DataFrame(columns)[list(TABLES[name].columns)])


class Brief(NamedTuple):
    """The tables, and the words of each article whose sentences were left out."""

    tables: dict[str, pd.DataFrame]
    words: dict[str, int]


def briefed(read: Callable[[str], pd.DataFrame], path: Callable[[str], Path]) -> Brief:
    """A run without what its flows do not look at: a million articles in a few gigabytes.

    Left out are the texts of articles, marks, matches and evidence, and of the sentences those of articles that neither
    gave nor took anything: of these the words are counted. `read` gives a whole table, `path` the file of one that was
    checked.
    """
    streamed = ("articles", "sentences", "descent")
    tables = {name: empty(name) if name in _UNREAD else read(name) for name in TABLES if name not in streamed}
    edges = tables["edges"]
    mine = pa.array(sorted({*edges["parent"].tolist(), *edges["child"].tolist()}), pa.string())
    words: Counter[str] = Counter()

    def count(rest: pa.Table) -> None:
        norm = rest["norm"]
        sizes = pc.if_else(pc.equal(norm, ""), 0, pc.add(pc.count_substring(norm, " "), 1))
        sums = pa.table({"article": rest["article"], "words": sizes}).group_by("article").aggregate([("words", "sum")])
        for name, size in zip(sums["article"].to_pylist(), sums["words_sum"].to_pylist(), strict=True):
            words[name] += size

    def kept(name: str, column: str, leave: Callable[[pa.Table], object]) -> pd.DataFrame:
        with reading(name, path(name)) as place, pq.ParquetFile(place) as file:
            parts = [file.schema_arrow.empty_table()]
            for batch in file.iter_batches(_BATCH):
                rows = pa.Table.from_batches([batch])
                asked = pc.is_in(rows[column], value_set=mine)
                parts.append(rows.filter(asked))
                leave(rows.filter(pc.invert(asked)))
            return as_table(name, pa.concat_tables(parts))

    with reading("articles", path("articles")) as place:
        said = [column for column in pq.read_schema(place).names if column not in _TEXTS]
        known = pq.read_table(place, columns=said)
        tables["articles"] = as_table("articles", known.append_column("text", pa.repeat("", len(known))))
    tables["sentences"] = kept("sentences", "article", count)
    tables["descent"] = kept("descent", "child", lambda _: None)
    return Brief(tables, dict(words))
