"""Every table: its columns, types, units, key and invariants; and `Trace`, the frozen bundle of them.

Offsets are characters into `articles.text`, half-open. `a` and `b` name an unordered pair, always `a < b`;
`parent` and `child` appear only where a direction was inferred. An article's name is a string; an original
that is not in the folder is named `~Reuters` or `~1`; the empty name means "own words".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from provenance.errors import TableError

__all__ = ["TABLES", "Column", "Table", "Trace", "check", "columns", "empty", "frame", "joined"]

STR, INT, FLOAT, BOOL, TIME, MAYBE_INT = "str", "int64", "float64", "bool", "datetime64[us, UTC]", "Int64"
MASS = 1e-6  # how far probabilities may miss 1 in sum: the noise of adding four float64


class Column(NamedTuple):
    """One column: its dtype, what it says (with unit and range), and whether a row may leave it empty."""

    dtype: str
    says: str
    optional: bool = False
    among: tuple[str, ...] = ()


class Table(NamedTuple):
    """One table: its key (no two rows alike in it; empty = no key) and its columns."""

    says: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]


LABELS = (
    "furniture", "related", "caption", "byline", "dateline", "signoff", "credit", "notice", "crawl", "repeat",
)  # fmt: skip
ROLES = ("origin", "generic", "cited", "photo")
KINDS = ("same", "edited", "rewritten", "merged", "split")
SAYS = ("a->b", "b->a", "common", "none", "undecided")
CREDIT = ("full", "generic", "photo-only", "other", "none")

_NAME = Column(STR, "the article's name")
_START = Column(INT, "first character in `articles.text`")
_END = Column(INT, "one past the last character")
_P = "probability, 0..1"
_PAIR = {"a": Column(STR, "the pair's first article (a < b)"), "b": Column(STR, "its second article")}


def _nats(story: str) -> Column:
    return Column(FLOAT, f"nats for '{story}' against 'independent'")


TABLES: Mapping[str, Table] = {
    "articles": Table("what was read, and who published it, when", ("article",), {
        "article": _NAME,
        "text": Column(STR, "the text as read, never altered"),
        "title": Column(STR, "headline", optional=True),
        "outlet": Column(STR, "who published it", optional=True),
        "outlet_from": Column(STR, "how the outlet is known", among=("given", "text", "url", "unknown")),
        "published": Column(TIME, "time of publication, UTC", optional=True),
        "published_precision": Column(STR, "how exact it is", among=("second", "minute", "day", "none")),
        "author": Column(STR, "who signed it", optional=True),
        "url": Column(STR, "where it was", optional=True),
        "lang": Column(STR, "ISO 639-1 code", optional=True),
        "path": Column(STR, "the file it was read from", optional=True),
        "sha256": Column(STR, "digest of `text` in UTF-8"),
        "main": Column(STR, "where in `text` a page's own story stands: `start:end`, space-separated", optional=True),
        "version_of": Column(STR, "the article that it is a later or other version of", optional=True),
        "based_on": Column(STR, "addresses that its metadata name as its origin, space-separated", optional=True),
    }),
    "marks": Table("what is not story, and why", ("article", "start", "rule"), {
        "article": _NAME, "start": _START, "end": _END,
        "label": Column(STR, "what kind of thing it is", among=LABELS),
        "rule": Column(STR, "the rule that marked it"),
        "reason": Column(STR, "why, in a sentence"),
    }),
    "credits": Table("whom an article names, in which role", ("article", "start"), {
        "article": _NAME, "start": _START, "end": _END,
        "agency": Column(STR, "canonical name; empty for 'agencies'", optional=True),
        "role": Column(STR, "what the name is there for", among=ROLES),
        "quote": Column(STR, "the words"),
    }),
    "sentences": Table("the story, cut into sentences", ("article", "n"), {
        "article": _NAME,
        "n": Column(INT, "place in the story, from 0"),
        "start": _START, "end": _END,
        "text": Column(STR, "the slice of the raw text"),
        "norm": Column(STR, "the same, normalised for comparing"),
    }),
    "matches": Table("which sentence answers which", ("a", "a_n", "b", "b_n"), {
        "a": _PAIR["a"], "a_n": Column(INT, "sentence of a"),
        "b": _PAIR["b"], "b_n": Column(INT, "sentence of b"),
        "score": Column(FLOAT, "probability that one answers the other and not by chance; under .5: perhaps"),
        "kind": Column(STR, "merged: several of a in one of b; split: one of a in several of b", among=KINDS),
        "moved": Column(BOOL, "out of the order that most matches keep"),
        "likeness": Column(FLOAT, "share of the words that answer each other, 0..1; 1 is the same words"),
        "quoted": Column(BOOL, "half or more of what answers stands in quotation marks on both sides"),
        "a_start": Column(MAYBE_INT, "where in a the words that answer begin; empty: all of it", optional=True),
        "a_end": Column(MAYBE_INT, "where they end", optional=True),
        "b_start": Column(MAYBE_INT, "where in b they begin; empty: all of it", optional=True),
        "b_end": Column(MAYBE_INT, "where they end", optional=True),
        "meaning": Column(FLOAT, "likeness in meaning that it rests on, 0..1; empty: on words", optional=True),
    }),
    "evidence": Table("every reason, with its words", (), {
        **_PAIR,
        "signal": Column(STR, "the signal that saw it"),
        "a_to_b": _nats("b took it from a"), "b_to_a": _nats("a took it from b"),
        "common": _nats("both took it from a third"),
        "quote": Column(STR, "the words it rests on"),
        "a_start": Column(MAYBE_INT, "where in a", optional=True),
        "a_end": Column(MAYBE_INT, "to where in a", optional=True),
        "b_start": Column(MAYBE_INT, "where in b", optional=True),
        "b_end": Column(MAYBE_INT, "to where in b", optional=True),
    }),
    "verdicts": Table("every candidate pair, judged", ("a", "b"), {
        **_PAIR,
        "p_a_to_b": Column(FLOAT, _P), "p_b_to_a": Column(FLOAT, _P),
        "p_common": Column(FLOAT, _P), "p_none": Column(FLOAT, _P),
        "shared": Column(FLOAT, "share of the shorter story's words that the two share, 0..1"),
        "says": Column(STR, "the verdict in a word", among=SAYS),
    }),
    "descent": Table("where each sentence came from", ("child", "n"), {
        "child": _NAME,
        "n": Column(INT, "its sentence"),
        "parent": Column(STR, "an article, an unseen node, or empty: own words"),
        "parent_n": Column(MAYBE_INT, "the sentence it answers there", optional=True),
        "p": Column(FLOAT, _P),
    }),
    "edges": Table("who descends from whom", ("parent", "child"), {
        "parent": Column(STR, "an article or an unseen node"),
        "child": Column(STR, "an article"),
        "share": Column(FLOAT, "share of the child's sentences, 0..1"),
        "p": Column(FLOAT, _P),
        "kind": Column(STR, "is the parent in the folder?", among=("observed", "unseen")),
        "primary": Column(BOOL, "the parent that most of the child came from"),
        "runner_up": Column(STR, "the next best story: an article, or ~, an original not in the folder", optional=True),
        "runner_up_p": Column(FLOAT, "its probability, 0..1", optional=True),
    }),
    "unseen": Table("originals that are not in the folder", ("node",), {
        "node": Column(STR, "~Reuters, ~1"),
        "agency": Column(STR, "whom the credits name", optional=True),
        "text": Column(STR, "rebuilt sentence by sentence, one a line: not seen"),
        "children": Column(STR, "the articles that descend from it, comma-separated"),
    }),
    "audit": Table("text taken against credit given", ("article",), {
        "article": _NAME,
        "taken_from": Column(STR, "node that most of it came from; empty: nothing taken"),
        "share": Column(FLOAT, "share of its sentences taken, 0..1"),
        "credit": Column(STR, "the credit it gives", among=CREDIT),
        "quote": Column(STR, "the credit's words", optional=True),
        "finding": Column(STR, "a sentence"),
    }),
    "claims": Table("claimed chains, hop by hop", ("claim", "hop"), {
        "claim": Column(STR, "the chain, as A > B > C"),
        "hop": Column(INT, "place in the chain, from 0"),
        "parent": Column(STR, "the name on the left of the hop, as claimed"),
        "child": Column(STR, "the name on its right"),
        "result": Column(STR, "what the trace says of it", among=("supported", "contradicted", "undecided")),
        "p": Column(FLOAT, "probability that the hop happened, 0..1"),
        "why": Column(STR, "the reason, with its words"),
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """The whole result: one checked frame a table, the options that made it (plain values only), and a stamp.

    The stamp is what a person gave to date or name the run by; empty where nobody did. `left_out`: of a trace that was
    loaded to be counted only, the words of each article whose sentences were left out (`store.load`).
    """

    articles: pd.DataFrame
    marks: pd.DataFrame
    credits: pd.DataFrame
    sentences: pd.DataFrame
    matches: pd.DataFrame
    evidence: pd.DataFrame
    verdicts: pd.DataFrame
    descent: pd.DataFrame
    edges: pd.DataFrame
    unseen: pd.DataFrame
    audit: pd.DataFrame
    claims: pd.DataFrame
    options: Mapping[str, Any] = field(default_factory=dict)
    stamp: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict, repr=False)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by name, in the order of the contract."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in TABLES}

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(t)} {name}" for name, t in self.tables().items())
        return f"<Trace: {rows}>"


def frame(name: str, rows: Iterable[Any]) -> pd.DataFrame:
    """The table `name` from rows (tuples in column order, or dicts), typed and sorted by its key.

    A missing optional column is filled with nulls; a table without a key is sorted by all its columns but offsets.
    Raises TableError as `check` does. Cost: sorting the rows.
    """
    table = TABLES[name]
    names = list(table.columns)
    left = (None,) * len(names)  # a tuple may stop before the last optional columns
    tuples = [
        row
        if type(row) is tuple and len(row) == len(names)
        else (tuple(map(row.get, names)) if isinstance(row, dict) else (*row, *left[len(row) :]))
        for row in rows
    ]
    tuples.sort(key=itemgetter(*map(names.index, _order(name))))
    columns = list(zip(*tuples, strict=True)) if tuples else [()] * len(names)
    made = {c: _typed(values, table.columns[c].dtype) for c, values in zip(names, columns, strict=True)}
    return check(name, pd.DataFrame(made))


def joined(name: str, *tables: pd.DataFrame) -> pd.DataFrame:
    """The table `name` from the rows of several of it, sorted as `frame` sorts them."""
    by = _order(name)
    held = [table for table in tables if len(table)]
    if len(held) < 2:
        return held[0] if held else empty(name)
    return check(name, pd.concat(held).sort_values(by, kind="stable", ignore_index=True))


def _order(name: str) -> list[str]:
    table = TABLES[name]
    return list(table.key) or [c for c in table.columns if not c.endswith(("_start", "_end"))]


def columns(name: str, values: Mapping[str, Any]) -> pd.DataFrame:
    """The table `name` from whole columns of equal length, typed and sorted by its key, else by all, offsets last."""
    table = TABLES[name]
    by = list(table.key) or sorted(table.columns, key=lambda c: c.endswith(("_start", "_end")))
    made = pd.DataFrame({c: _typed(values[c], column.dtype) for c, column in table.columns.items()})
    return check(name, made.sort_values(by, kind="stable", ignore_index=True))


def _typed(values: Iterable[Any], dtype: Any) -> Any:
    if dtype == TIME:
        return pd.to_datetime(pd.Series(list(values), dtype=object), utc=True).astype(dtype).array
    if isinstance(values, (np.ndarray, pd.api.extensions.ExtensionArray)):
        return pd.array(values, dtype=dtype)
    return pd.array(list(values), dtype=dtype)


def empty(name: str) -> pd.DataFrame:
    """The table `name` without rows."""
    return frame(name, [])


def check(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The same frame, once every rule of its table holds; raises TableError naming column, row and value."""
    spec = TABLES[name]
    for column, rule in spec.columns.items():
        if column not in table:
            raise TableError(f"{name} has no column {column!r}: {rule.says}")
        values = table[column]
        if str(values.dtype) != rule.dtype:
            raise TableError(f"{name}.{column} is {values.dtype}, not {rule.dtype}: convert it with .astype")
        if not rule.optional and rule.dtype not in (INT, BOOL) and values.isna().any():
            at = int(values.isna().to_numpy().argmax())
            raise TableError(f"{name}.{column} is empty in row {at}: {rule.says} is needed")
        odd = sorted(set(values.unique()) - set(rule.among)) if rule.among else []
        if odd:
            raise TableError(f"{name}.{column} is {odd[0]!r}: one of {', '.join(rule.among)} is needed")
    if spec.key and table.duplicated(list(spec.key)).any():
        twice = table.loc[table.duplicated(list(spec.key)), list(spec.key)].iloc[0].to_dict()
        raise TableError(f"{name} has two rows for {twice}: its key is {', '.join(spec.key)}")
    _invariants(name, table)
    return table


def _invariants(name: str, table: pd.DataFrame) -> None:
    columns = set(TABLES[name].columns)
    if {"a", "b"} <= columns and not (table["a"] < table["b"]).all():
        row = table[~(table["a"] < table["b"])].iloc[0]
        raise TableError(f"{name} has the pair {row['a']!r}, {row['b']!r}: write it with a < b")
    if {"start", "end"} <= columns and not (table["start"] < table["end"]).all():
        row = table[~(table["start"] < table["end"])].iloc[0]
        raise TableError(f"{name} has an empty span {row['start']}..{row['end']} in {row['article']!r}")
    for column in ("score", "likeness", "shared", "share", "p", "p_a_to_b", "p_b_to_a", "p_common", "p_none"):
        if column in columns and not table[column].between(-MASS, 1 + MASS).all():
            raise TableError(f"{name}.{column} leaves 0..1: {table[column].min()}..{table[column].max()}")
    if name == "verdicts":
        total = table[["p_a_to_b", "p_b_to_a", "p_common", "p_none"]].sum(axis=1)
        if not total.sub(1).abs().le(MASS).all():
            raise TableError(f"verdicts: four probabilities sum to {total.iloc[0]}, not 1")
    if name == "edges" and table.loc[table["primary"], "child"].duplicated().any():
        twice = table.loc[table["primary"], "child"]
        raise TableError(f"edges: {twice[twice.duplicated()].iloc[0]!r} has two primary parents")
