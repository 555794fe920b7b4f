"""From files to a run on disk, whatever its size: in memory, or step by step through an engine and found again.

Start at `run`. What fits is traced as `pipeline.trace` does; more goes through `plan.carry_out`, with the same rows.
"""

from __future__ import annotations

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
from provenance.engine.spark import cluster
from provenance.errors import OptionError
from provenance.frames import Trace
from provenance.readers import Note
from provenance.release import VERSION
from provenance.renderers import render

__all__ = ["LARGE", "MANY", "How", "Ran", "engines", "reports", "run"]

# Articles up to which a run is made in memory: 5,000 of 3 kB take a minute and 1.5 GB (measured on lk_news2022).
MANY = 5_000
# Articles of a batch: 13 MB of text, 100 MB while it is read; batches of 500 and 5,000 took the same time.
LOT = 2_000
# Articles up to which every report is made; beyond, the report of flows stands for them (a page an article is no
# report), and above FLOWS even that is left to `provenance report`, because it reads the run as a whole.
LARGE, FLOWS = 2_000, 20_000
_REPORTS = frozenset(("pdf", "html", "png", "svg"))

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
        return _small(pipeline.trace(articles, asked, progress=progress, encoder=ways.encoder), out, ways)
    root = readers.seal(inputs, columns=ways.columns)
    with engine.working(Path(out) / store.WORK, by, root, progress, tell) as work:
        made = plan.carry_out(work, lambda: map(plan.given, chain(first, found), count()), asked)
        tables = {name: engine.rows(table) for name, table in made.items()}
        rows = store.finish(out, tables, version=VERSION, options=asdict(asked), stamp=ways.stamp)
    wanted, said = reports(ways.kinds, rows["articles"])
    if wanted:
        loaded = store.load(out)
        store.add(loaded, out, render(loaded, wanted), force=True)
    return Ran(rows, None, tuple(wanted), said)


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
