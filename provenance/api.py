"""The whole job for Python users: read, trace, save, report; the one place where disk meets the pure core (D2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from provenance import (
    boilerplate,
    corpus,
    findings,
    frames,
    histories,
    masking,
    masthead,
    newsrooms,
    pipeline,
    readers,
    store,
)
from provenance.align import meaning
from provenance.align.meaning import Encoder
from provenance.archive import Added, Found, Store
from provenance.archive import Options as Near
from provenance.corpus import Flows
from provenance.errors import InputError, OptionError, TableError
from provenance.masking import Labels
from provenance.newsrooms import History, Simulation
from provenance.pipeline import Options, Progress
from provenance.readers import Note, batches, read, told
from provenance.release import VERSION
from provenance.renderers import RENDERERS, render
from provenance.runs import How, Ran, run, traced
from provenance.scoring import score

__all__ = [
    "Archive", "Encoder", "Flows", "History", "How", "Labels", "Near", "Note", "Options", "Ran", "Simulation", "Trace",
    "batches", "find", "flows", "kinds", "labels", "load", "marks", "model", "read", "report", "run", "score",
    "simulate", "strip", "told", "trace", "truth", "write",
]  # fmt: skip

_Inputs: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]
_LINES = 60  # of a lineage in a notebook: a screen or two
_BATCH = 5_000  # articles of a batch that is added: 13 MB of text, 200 MB while it is read
# Half of a surrogate pair: Python can hold one, no file and no table can.
_HALF = re.compile("[\ud800-\udfff]")


class Trace(frames.Trace):
    """The whole result, one frame a table, that can also be saved and shown in a notebook."""

    def save(
        self,
        folder: str | PathLike[str],
        *,
        force: bool = False,
        stamp: str | None = None,
        kinds: str | Iterable[str] = (),
    ) -> Path:
        """The folder of the run, once its tables, `run.json` and the reports of these kinds stand in it, or nothing.

        `stamp`, a date or a name, is written into `run.json` as it is, and dates the PDF and the citation; without it
        the same trace gives the same bytes. A run that stands there is replaced with `force` only. Raises OptionError
        for an unknown kind, and OutputError.
        """
        stamped = self if stamp is None else replace(self, stamp=stamp)
        files = render(stamped, _named(kinds))
        return store.save(stamped, folder, version=VERSION, force=force, stamp=stamped.stamp or None, files=files)

    def pair(self, a: str, b: str) -> findings.Pair:
        """Two articles, by name, outlet or the beginning of a name: verdict, evidence and sentences side by side.

        Raises OptionError as `find` does.
        """
        return findings.pair(self, find(self, a), find(self, b))

    def _repr_html_(self) -> str:
        told = [finding.text for finding in findings.findings(self)]
        counts = f"{len(self.articles)} articles, {len(self.edges)} edges, {len(self.unseen)} unseen originals"
        lines = findings.lineage_text(self).splitlines()
        more = [f"... {len(lines) - _LINES} further lines: print(findings.lineage_text(trace))"]
        text = "\n".join(lines[:_LINES] + more * (len(lines) > _LINES))
        return findings.shown(told, findings.headline(self), f"Lineage of {counts}", text)


class Archive(Store):
    """A standing archive in a folder: add articles today, ask tomorrow where a new one came from."""

    def add(
        self,
        given: pd.DataFrame | _Inputs,
        *,
        columns: Mapping[str, str] | Iterable[str] | None = None,
        strict: bool = False,
        told: Callable[[Note], object] | None = None,
        note: Callable[[str], object] | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """What was added, once all that was given stands in the archive: articles (a DataFrame), or what `read` takes.

        Inputs are read as a stream; `columns`, `strict` and `told` (its `note`) are as for `batches`. Raises as these
        and `Store.extend` do; then nothing was added.
        """
        if isinstance(given, pd.DataFrame):
            return self.extend([_checked(given)], note=note, progress=progress)
        found = batches(given, size=_BATCH, columns=columns, strict=strict, note=told)
        return self.extend(map(_checked, found), note=note, progress=progress)

    def find(self, article: pd.DataFrame, options: Options | None = None, *, near: Near | None = None) -> Found:
        """The sources of one new article (a frame with one row), which is not added; see `Store.find`."""
        found = super().find(_checked(article), options, near=near)
        return replace(found, trace=_ours(found.trace))

    def trace(
        self,
        since: str,
        options: Options | None = None,
        *,
        near: Near | None = None,
        progress: Progress | None = None,
    ) -> Trace:
        """The trace of the articles since a day, and of the earlier ones that share most with them; see `Store`."""
        return _ours(super().trace(since, options, near=near, progress=progress))


def trace(
    articles: pd.DataFrame,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    workers: int | None = None,
) -> Trace:
    """Who took what from whom among the articles (columns `article` and `text`; the others of ARTICLES may be absent).

    Pure: the same articles give the same trace, whatever their order and the number of processes that work on it:
    `workers`, or, for None, one a core where that is faster (1: this one alone). `progress` is called as (stage, done,
    total). `encoder`, of `model` or your own, says how alike sentences are in meaning: translations and thorough
    rewriting are found then. Raises TableError for a column, a name or a cell that cannot be; InputError if there is no
    article; OptionError if the encoder gives no vectors; OutputError if a process was ended from outside.
    """
    asked = options or Options()
    return _ours(traced(_checked(articles), asked, workers=workers, progress=progress, encoder=encoder))


def labels(articles: pd.DataFrame, options: Options | None = None, *, progress: Progress | None = None) -> Labels:
    """What a trace says of articles that credit one another, once those credits are masked (see `masking`).

    The pairs whose direction a credit tells, the probabilities without it, and by which signals. Takes what `trace`
    takes, raises what it raises, and takes its time: the whole table is traced, without the credits.
    """
    given = _checked(articles)
    masked, cuts = masking.mask(given)
    return masking.labels(pipeline.trace(masked, options or Options(), progress=progress), given, cuts)


def model(folder: str | PathLike[str]) -> Encoder:
    """The encoder of a folder with `model.onnx` and `tokenizer.json`, for `trace`; nothing is fetched.

    Raises InputError for a file that is not there or not what it should be, OptionError if the extra `semantic`
    (onnxruntime, tokenizers) is not installed.
    """
    return meaning.encoder(*readers.model(folder), name=str(folder))


def load(folder: str | PathLike[str], *, brief: bool = False) -> Trace:
    """The trace that was saved in `folder`; raises OutputError if it is no run, or not as it was written.

    `brief`: only what `flows` counts, so that a run of a million articles fits into memory: no texts of articles, no
    marks, matches and evidence, and the sentences of those articles alone that gave or took something.
    """
    return _ours(store.load(folder, brief=brief))


def flows(trace: frames.Trace) -> Flows:
    """Who takes from whom, outlet by outlet: tables of arrows, articles, outlets, cascades, stories, lags.

    Every row lists the articles it counts; `provenance.corpus.FLOWS` says what each column means, in which unit.
    """
    return corpus.flows(trace)


def report(
    trace: frames.Trace,
    folder: str | PathLike[str],
    kinds: str | Iterable[str] = ("pdf", "html", "png", "svg"),
    *,
    force: bool = False,
) -> list[Path]:
    """The paths of the rendered files, once all of them stand in `folder`, which may be the run itself.

    `kinds` are names of renderers, also as "pdf,html". A file with other content is replaced with `force` only.
    Raises OptionError for an unknown kind, and OutputError.
    """
    return store.add(trace, folder, render(trace, _named(kinds)), force=force)


def strip(articles: pd.DataFrame) -> pd.DataFrame:
    """One row an article, in the order given: `article`, and `story`, its text without every mark."""
    return pipeline.strip(_checked(articles))


def marks(articles: pd.DataFrame, options: Options | None = None) -> pd.DataFrame:
    """MARKS: what `strip` takes out of each article, with the rule and the reason."""
    chosen = (options or Options()).boilerplate
    return boilerplate.mark(masthead.identify(_checked(articles)), options=chosen)


def simulate(options: Simulation | None = None) -> Iterator[History]:
    """Newsrooms whose history is known, batch by batch: articles to trace, and the truth to `score` the trace with.

    A batch holds whole newsrooms, 2,000 articles or somewhat more; nothing is kept of it once the next is made. The
    same options give the same tables. `next(simulate(Simulation(newsrooms=10)))` is all of a small one.
    """
    return newsrooms.histories(options or Simulation())


def write(
    options: Simulation,
    folder: str | PathLike[str],
    *,
    kind: str = "parquet",
    force: bool = False,
    progress: Progress | None = None,
) -> Mapping[str, int]:
    """How many rows each table of a simulation has, once its articles and its truth stand in `folder`, or nothing.

    Articles are written as `kind` says: parquet, jsonl or txt. Memory for one batch. `progress` is called as (stage,
    done, total). Raises OutputError, and OptionError for an unknown kind.
    """
    total = options.newsrooms * options.articles

    def counted() -> Iterator[History]:
        done = 0
        for batch in newsrooms.histories(options):
            yield batch
            done += len(batch.articles)
            if progress:
                progress("articles", done, total)

    return histories.save(counted(), folder, options, version=VERSION, kind=kind, force=force)


def truth(folder: str | PathLike[str]) -> History:
    """The truth that `write` left in a folder, articles without their texts; raises OutputError if it is none."""
    return histories.load(folder)


def find(trace: frames.Trace, name: str) -> str:
    """The article that a person means: by its name, else its outlet, else the beginning of its name.

    Raises OptionError where nothing, or more than one article, answers to it; the line lists what is known.
    """
    rows = list(trace.articles[["article", "outlet"]].fillna("").itertuples(index=False, name=None))
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda article, _: article == name,
        lambda _, outlet: outlet.casefold() == name.casefold(),
        lambda article, _: article.startswith(name),
    )
    for means in ways:
        found = [str(article) for article, outlet in rows if name and means(article, outlet)]
        if len(found) == 1:
            return found[0]
        if found:
            raise OptionError(f"{name!r} may mean {', '.join(found[:6])}: give the name of the article")
    known = ", ".join(f"{article} ({outlet})" if outlet else article for article, outlet in rows[:6])
    known += ", ..." * (len(rows) > 6)
    raise OptionError(f"no article is called {name!r}: known are {known}")


def kinds(asked: str | Iterable[str]) -> list[str]:
    """The names of the renderers that "pdf,html" or a list asks for; raises OptionError for one that is unknown."""
    names = asked.split(",") if isinstance(asked, str) else asked
    found = [name.strip() for name in names if name.strip()]
    for name in found:
        RENDERERS[name]
    return found


_named = kinds  # under another name where an argument is called `kinds`


def _ours(made: frames.Trace) -> Trace:
    return Trace(**made.tables(), options=made.options, stamp=made.stamp, left_out=made.left_out)


def _checked(articles: pd.DataFrame) -> pd.DataFrame:
    """The columns of ARTICLES that are given, their texts checked; raises TableError naming row and value."""
    if not isinstance(articles, pd.DataFrame):
        kind = type(articles).__name__
        raise TableError(f"articles are a DataFrame with the columns article and text, not {kind}: see provenance.read")
    for column in ("article", "text"):
        if column not in articles:
            have = ", ".join(map(str, articles.columns)) or "none at all"
            raise TableError(f"articles has no column {column!r} (it has {have}): rename or add it")
    if articles.empty:
        raise InputError("articles has no rows: no article to trace")
    made = {
        column: _words(articles, column, optional=column not in ("article", "text"))
        for column, rule in frames.TABLES["articles"].columns.items()
        if column in articles and rule.dtype == "str"
    }
    _name(made["article"])
    if "published" in articles:
        made["published"] = articles["published"]
    return pd.DataFrame(made).reset_index(drop=True)


def _words(articles: pd.DataFrame, column: str, *, optional: bool) -> pd.Series:
    """The column, once every cell of it is a text that can be written to a file."""
    given = articles[column]
    if isinstance(given, pd.DataFrame):
        raise TableError(f"articles has two columns {column!r}: drop one")
    if str(given.dtype) != "str":  # that type holds whole texts and nulls only, and may hold a million of them
        for row, value in enumerate(given.astype(object).where(given.notna(), None)):
            _cell(column, row, value)
    if given.isna().any() and not optional:
        row = int(given.isna().to_numpy().argmax())
        raise TableError(f"articles.{column} is empty in row {row}: fill it in or leave that article out")
    return given.astype("str")


def _cell(column: str, row: int, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise TableError(f"articles.{column} is {value!r}, not text, in row {row}: convert it or leave it out")
    half = _HALF.search(value)
    if half:
        where = f"at {half.start()} in row {row}"
        raise TableError(f"articles.{column} holds half a character {where}: read the file again")


def _name(names: pd.Series) -> None:
    twice = names[names.duplicated()]
    if len(twice):
        raise TableError(f"two articles are named {twice.iloc[0]!r}: a name tells articles apart; rename one")
    odd = names[names.str.startswith("~") | names.str.strip().eq("")]
    if len(odd):
        raise TableError(f"an article is named {odd.iloc[0]!r}: a name is not blank and does not begin with '~'")
