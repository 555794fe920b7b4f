"""How a job too large for memory is done: in steps over parts of tables on disk, found again if it is cut short.

Start at `Work`: a step is a pure function of tables (`map`: part by part, `reduce`: at once) or a query (`sql`), and
what it makes is kept under a digest of what it was made from (`_work`). An `Engine` only says how functions are run on
many parts and how a query is answered: `local` by processes and DuckDB on this machine, `spark` on a cluster. What the
steps are is said once, for all engines, in `provenance.plan`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from provenance.engine._work import Made, Table, keep, key, known, lock, read, rows, stream, sweep
from provenance.errors import OptionError, OutputError
from provenance.release import VERSION

__all__ = [
    "LEAST", "Engine", "Made", "Step", "Table", "Task", "Work", "cores", "read", "rows", "size", "stream", "working",
]  # fmt: skip

LEAST = 1 << 30  # bytes; two workers and a query need as much whatever they work on

Tables = Mapping[str, pa.Table]
# Takes tables by name (of a part, and what the whole ones tell) and options; gives tables by name. A function of a
# module, so that it can be sent.
Step = Callable[..., Tables]
Progress = Callable[[str, int, int], None]


class Task(NamedTuple):
    """What an engine runs on each part: reads its tables, calls the function, writes what it gives. May be pickled.

    `cut`: tables of which the function sees the part's rows; `whole`: small ones of which it sees all, or what `once`
    makes of them, once a process. Running a part twice does no harm: the same bytes are put in the same place by a
    rename.
    """

    function: Step
    cut: Mapping[str, Table]
    whole: Mapping[str, Table]
    once: Callable[[Tables], Any] | None
    options: Any
    folder: str

    def __call__(self, part: int) -> Made:
        """What is known of the part, once it stands on the disk."""
        given = {name: read(table, part) for name, table in self.cut.items()}
        told = _told(self.once, tuple(sorted(self.whole.items())))
        return keep(self.folder, part, self.function(given, told, self.options))


@lru_cache(maxsize=1)
def _told(once: Callable[[Tables], Any] | None, whole: tuple[tuple[str, Table], ...]) -> Any:
    tables = {name: read(table) for name, table in whole}
    return once(tables) if once else tables


class Engine(Protocol):
    """How functions are run on many parts, and how a query is answered. Both write to the folder they are given."""

    def map(self, task: Task, parts: Sequence[int]) -> Iterator[tuple[int, Made]]:
        """Each part with what is known of it, in the order in which they end; a failure is raised as it was."""
        ...

    def query(self, sql: str, tables: Mapping[str, Sequence[str]], folder: str, name: str) -> Made:
        """What is known of the answer, once it stands in `folder` under `name` (see `stream`).

        `tables`: the Parquet files of each table in the query. A query that has a column `part` is ordered by it.
        """
        ...

    def close(self) -> None:
        """Give back what was held for the next call."""
        ...


def _quiet(_: str) -> None:
    """Tell nobody."""


@dataclass
class Work:
    """The steps of one run, carried out or found again.

    `root` is the digest of what the run reads and cannot see as a table; `note` is told, in one line, of a part that is
    not as it was written; `progress` of each step, as (step, done, total) of all that is expected, so that what is left
    can be told from what was done. `done` has the folder of every step so far.
    """

    folder: Path
    engine: Engine
    root: str
    progress: Progress | None = None
    note: Callable[[str], object] = _quiet
    done: list[str] = field(default_factory=list)
    costs: dict[str, float] = field(default_factory=dict)
    spent: float = 0.0

    def expect(self, costs: Mapping[str, float]) -> None:
        """What steps are going to cost, in milliseconds; a better guess takes the place of one before."""
        self.costs |= costs

    def map(
        self,
        name: str,
        function: Step,
        makes: Sequence[str],
        *,
        cut: Mapping[str, Table],
        whole: Mapping[str, Table] | None = None,
        once: Callable[[Tables], Any] | None = None,
        options: Any = None,
    ) -> list[Table]:
        """The tables that the function makes of every part of the tables in `cut`, in the order of `makes`."""
        reads = [*cut.values(), *(whole or {}).values()]
        task = Task(function, cut, whole or {}, once, options, self._folder(name, options, reads))
        parts = max(table.parts for table in cut.values())
        missing = [part for part in range(parts) if self._known(task.folder, part) is None]
        if missing:
            self._tell(name, parts - len(missing), parts)
            for count, _ in enumerate(self.engine.map(task, missing), parts - len(missing) + 1):
                self._tell(name, count, parts)
        self.spent += self.costs.get(name, 0.0)
        return [Table(task.folder, table, parts) for table in makes]

    def sql(self, name: str, query: str, tables: Mapping[str, Table]) -> Table:
        """The answer to a query, cut by its column `part` if it has one."""
        folder = self._folder(name, query, list(tables.values()))
        made = self._known(folder, 0)
        if made is None:
            self._tell(name, 0, 1)
            Path(folder).mkdir(parents=True, exist_ok=True)
            made = self.engine.query(query, {one: table.files() for one, table in tables.items()}, folder, name)
        return Table(folder, name, max(1, made.parts), rows=True)

    def reduce(
        self, name: str, function: Step, makes: Sequence[str], tables: Mapping[str, Table], options: Any = None
    ) -> list[Table]:
        """The tables that the function makes of whole tables, here and at once: for what is small.

        A table that it makes with a column `part` is in order of it.
        """
        folder = self._folder(name, options, list(tables.values()))
        made = self._known(folder, 0)
        if made is None:
            self._tell(name, 0, 1)
            found = function({one: read(table) for one, table in tables.items()}, options)
            cuts = [
                table["part"][-1].as_py() + 1 for table in found.values() if "part" in table.column_names and len(table)
            ]
            made = keep(folder, 0, found, max(cuts, default=0))
        return [Table(folder, table, max(1, made.parts), rows=True) for table in makes]

    def pour(self, name: str, batches: Callable[[], Iterator[pa.Table]]) -> Table:
        """The table of what comes batch by batch, each a part; not asked again once all of it is here."""
        folder = self._folder(name, None, [])
        made = self._known(Path(folder, "all").as_posix(), 0)
        whole = made is not None and all(self._known(folder, part) is not None for part in range(made.parts))
        if made is None or not whole:
            with suppress(FileNotFoundError):
                shutil.rmtree(folder)
            count = -1
            for count, table in enumerate(batches()):
                keep(folder, count, {name: table})
            made = keep(Path(folder, "all").as_posix(), 0, {}, count + 1)
        return Table(folder, name, made.parts)

    def count(self, table: Table) -> int:
        """How many rows a table has."""
        parts = range(1 if table.rows else table.parts)
        found = [known(table.folder, part, whole=False)[0] for part in parts]
        return sum(one.tables[table.name]["rows"] for one in found if one is not None)

    def close(self) -> None:
        """Delete what this run has no use for."""
        sweep(self.folder, self.done)

    def _folder(self, name: str, options: Any, reads: Sequence[Table]) -> str:
        asked = f"{name}-{key(name, (VERSION, self.root, options), [table.folder for table in reads])}"
        folder = (self.folder / asked).as_posix()
        self.done.append(folder)
        return folder

    def _known(self, folder: str, part: int) -> Made | None:
        made, wrong = known(folder, part)
        if wrong:
            self.note(f"{wrong}: not as it was written; it is made anew")
        return made

    def _tell(self, name: str, done: int, total: int) -> None:
        if self.progress:
            here = self.spent + self.costs.get(name, 0.0) * done / total
            self.progress(name, round(here), max(1, round(sum(self.costs.values()))))


def size(words: str) -> int:
    """The bytes that "4G", "500M" or "2.5GB" mean; raises OptionError for what means none, or less than 1 GB."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt])i?b?\s*", words, re.I)
    bytes_ = int(float(found[1]) * 1024 ** (1 + "kmgt".index(found[2].lower()))) if found else 0
    if bytes_ < LEAST:
        raise OptionError(f"memory {words!r} is not enough, or no size: write it like 4G; 1G is the least")
    return bytes_


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def working(
    folder: Path, engine: Engine, root: str, progress: Progress | None, note: Callable[[str], object]
) -> Iterator[Work]:
    """The steps of a run in this folder, for one run alone. What the disk refuses is an OutputError in one line."""
    try:
        with lock(folder):
            work = Work(folder, engine, root, progress, note)
            yield work
            engine.close()
            work.close()
    except MemoryError as problem:
        remedy = "call the same again with fewer --workers, it goes on"
        raise OutputError(f"{folder.parent}: there is not memory enough: {remedy}") from problem
    except OSError as problem:
        why = problem.strerror or problem
        remedy = "make room and call the same again, it goes on"
        raise OutputError(f"{folder.parent}: cannot be written ({why}): {remedy}") from problem
    finally:
        engine.close()
