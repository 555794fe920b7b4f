"""From files to a run on disk, whatever its size: in memory, or step by step through an engine and found again.

Start at `run`. What fits is traced as `pipeline.trace` does; more goes through `plan.carry_out`, with the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain, count
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pandas as pd

from provenance import corpus, engine, pipeline, plan, readers, store
from provenance.align.meaning import Encoder
from provenance.engine import Engine
from provenance.engine.local import Local
from provenance.engine.memory import Memory
from provenance.engine.spark import cluster
from provenance.errors import OptionError
from provenance.frames import Trace
from provenance.readers import Note
from provenance.release import VERSION
from provenance.renderers import render

__all__ = ["LARGE", "MANY", "How", "Ran", "engines", "reports", "run", "traced"]

# Articles up to which a run is made in memory: 5,000 of 3 kB take a minute and 1.5 GB (measured on lk_news2022).
MANY = 5_000
# Articles of a batch: 13 MB of text, 100 MB while it is read; batches of 500 and 5,000 took the same time.
LOT = 2_000
# Articles up to which every report is made; beyond, the report of flows stands for them (a page an article is no
# report), and above FLOWS even that is left to `provenance report`, because it reads the run as a whole.
LARGE, FLOWS = 2_000, 20_000
_REPORTS = frozenset(("pdf", "html", "png", "svg"))

# Articles from which two processes are as fast as one, the time included in which the second one starts. On two cores,
# lk_news2022, seconds by one and by two: 1,500: 4.5, 4.9; 2,500: 7.7, 9.7; 4,000: 13.8, 13.6 (mean of two runs).
FEW = 4_000
# Articles of a batch in memory: so many batches for each process that none waits long for the last, but none smaller
# than LEAST, for each costs some hundredths of a second.
ROUNDS, LEAST = 4, 250
# With which step of the plan a stage of the pipeline begins.
_STAGES = {"given": 0, "held_0": 1, "sentences": 2, "alike": 3, "align": 4, "evidence": 5, "lineage": 6, "audit": 7}

Inputs: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]


class Ran(NamedTuple):
    """A run that stands in its folder: how many rows each table has, its trace if it was made in memory, the kinds of
    report that stand there, and what there is to say of those that do not.
    """

    rows: Mapping[str, int]
    trace: Trace | None
    kinds: tuple[str, ...]
    said: str


def engines(
    asked: str | Engine, *, memory: str = "4G", workers: int | None = None, master: str | None = None
) -> Engine:
    """The engine of that name; raises OptionError for an unknown one, a size or a master that is none."""
    if not isinstance(asked, str):
        return asked
    made: dict[str, Callable[[], Engine]] = {
        "local": lambda: Local(workers or engine.cores(), engine.size(memory)),
        "spark": lambda: cluster(master),
    }
    if master and asked != "spark":
        raise OptionError(f"a master, {master}, is for the engine spark: add --engine spark")
    if asked not in made:
        raise OptionError(f"no engine is called {asked!r}: one of {', '.join(made)} is needed")
    return made[asked]()


@dataclass(frozen=True)
class How:
    """How a run is made: reading, engine, reports.

    `engine`: "local", "spark" or an Engine of your own, which does it in steps whatever the size; None decides by the
    size. `master`: where the cluster of Spark is; all of it must see `out` under that name, and Spark's own settings
    say what its workers may hold. `memory`: what all processes of a large run here may hold together ("4G");
    `workers`: how many they are, None one a core. `encoder`: as for `pipeline.trace`; a run with one is made in
    memory. `columns`, `strict`: as for `readers.batches`. `kinds`: reports, by name. `stamp`, `force`: as for
    `store.save`.
    """

    engine: str | Engine | None = None
    memory: str = "4G"
    workers: int | None = None
    master: str | None = None
    columns: Mapping[str, str] | tuple[str, ...] | None = None
    strict: bool = False
    kinds: tuple[str, ...] = ()
    stamp: str | None = None
    force: bool = False
    encoder: Encoder | None = None


def run(
    inputs: Inputs,
    out: str | PathLike[str],
    options: pipeline.Options | None = None,
    how: How | None = None,
    *,
    told: Callable[[Note | str], object] | None = None,
    progress: pipeline.Progress | None = None,
) -> Ran:
    """The run of what `readers.read` takes, once tables, `run.json` and reports stand in the folder `out`, or nothing.

    Up to MANY articles, and where there is an `encoder`, it is made in memory; more is done in steps by an engine, in
    `out/work`, and a run that was cut short, however, is gone on with by the same call: the tables are those of an
    undisturbed run, byte for byte. Another option or input redoes the steps that it touches; a part of `work` that is
    not as it was written is told, in a line, and made anew. `told` hears the notes of `batches`, too.
    `progress(step, done, total)`. Raises as `read`, `pipeline.trace` and `store.save` do; OutputError if another run
    is at work there.
    """
    asked, ways, tell = options or pipeline.Options(), how or How(), told or _quiet
    by = engines(ways.engine or "local", memory=ways.memory, workers=ways.workers, master=ways.master)
    store.ready(out, force=ways.force)
    inputs = [inputs] if isinstance(inputs, str | PathLike) else list(inputs)
    found = readers.batches(inputs, size=LOT, columns=ways.columns, strict=ways.strict, note=tell)
    few = -1 if ways.engine else MANY
    first: list[pd.DataFrame] = []
    for batch in found:
        first.append(batch)
        if sum(map(len, first)) > few and ways.encoder is None:
            break
    if sum(map(len, first)) <= few or ways.encoder is not None:
        articles = pd.concat(first, ignore_index=True).dropna(axis=1, how="all")
        made = traced(articles, asked, workers=ways.workers, progress=progress, encoder=ways.encoder)
        return _small(made, out, ways)
    root = readers.seal(inputs, columns=ways.columns)
    with engine.working(Path(out) / store.WORK, by, root, progress, tell) as work:
        held = plan.carry_out(work, lambda: map(plan.given, chain(first, found), count()), asked)
        tables = {name: engine.rows(table) for name, table in held.items()}
        rows = store.finish(out, tables, version=VERSION, options=asdict(asked), stamp=ways.stamp)
    wanted, said = reports(ways.kinds, rows["articles"])
    if wanted:
        loaded = store.load(out, brief=set(wanted) == {"flows"})
        store.add(loaded, out, render(loaded, wanted), force=True)
    return Ran(rows, None, tuple(wanted), said)


def traced(
    articles: pd.DataFrame,
    options: pipeline.Options,
    *,
    workers: int | None = None,
    progress: pipeline.Progress | None = None,
    encoder: Encoder | None = None,
) -> Trace:
    """What `pipeline.trace` gives, by so many processes; None: by one a core, from FEW articles on.

    The steps of `plan.carry_out` in memory, so that the rows are the same. With an `encoder`, columns that are no plain
    texts and times, one core or one article, and where a process cannot be told by which line it is spoken to
    (Windows), this process does it alone.
    """
    few = len(articles) < (FEW if workers is None else 2)
    many = engine.cores() if workers is None else workers
    if few or many < 2 or encoder is not None or os.name != "posix" or not _plain(articles):
        return pipeline.trace(articles, options, progress=progress, encoder=encoder)
    begun = -1

    def tell(step: str) -> None:
        nonlocal begun
        for stage in range(begun + 1, _STAGES.get(step, begun) + 1):
            begun = stage
            if progress:
                progress(pipeline.STAGES[stage], stage, len(pipeline.STAGES))

    given = articles.drop(columns=["version_of"], errors="ignore")
    lot = -(-len(given) // (many * ROUNDS))
    firsts = range(0, len(given), max(LEAST, min(LOT, lot)))
    with Memory(many, tell) as work:
        made = plan.carry_out(
            work, lambda: (plan.given(given.iloc[at : at + firsts.step], n) for n, at in enumerate(firsts)), options
        )
    tables = {name: plan.frame(name, held.table) for name, held in made.items()}
    if progress:
        progress(pipeline.STAGES[-1], len(pipeline.STAGES), len(pipeline.STAGES))
    return Trace(**tables, options=asdict(options), stamp="", left_out={})


def _plain(articles: pd.DataFrame) -> bool:
    """Are the columns texts, and times of one kind?"""
    return all(str(kind) in ("str", "datetime64[us, UTC]") for kind in articles.dtypes)


def _small(made: Trace, out: str | PathLike[str], ways: How) -> Ran:
    """The run of a trace that was made in memory."""
    wanted, said = reports(ways.kinds, len(made.articles))
    stamped = made if ways.stamp is None else replace(made, stamp=ways.stamp)
    files = render(stamped, wanted)
    store.save(stamped, out, version=VERSION, force=ways.force, stamp=ways.stamp, files=files)
    rows = {name: len(table) for name, table in stamped.tables().items()}
    return Ran(rows, stamped, tuple(wanted), said)


def reports(kinds: Iterable[str], articles: int) -> tuple[list[str], str]:
    """The kinds of report that are made of so many articles, and what there is to say of those that are not."""
    asked = list(kinds)
    if articles <= LARGE or not _REPORTS & set(asked):
        much = articles >= corpus.LARGE and set(asked) >= _REPORTS
        return [*asked, "flows"] if much and "flows" not in asked else asked, ""
    left = [kind for kind in asked if kind in _REPORTS]
    kept = [kind for kind in asked if kind not in _REPORTS]
    if articles <= FLOWS:
        said = f"{articles:,} articles: the report of flows stands for {', '.join(left)}"
        return list(dict.fromkeys([*kept, "flows"])), said
    return kept, f"{articles:,} articles: no {', '.join(left)}; provenance report RUN --kind flows reads the whole run"


def _quiet(_: object) -> None:
    """Tell nobody."""
