"""The work of one machine whose memory holds the whole job: tables stay where they are made, no step touches the disk.

Start at `Memory`, a `plan.Work` like `engine.Work`. The process that asks works itself; beside it a thread for each of
the other workers hands out parts, as Arrow, to a process of its own (`local.Worker`), and nothing is found again later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa

from provenance.engine import Step
from provenance.engine.local import Worker
from provenance.errors import OutputError
from provenance.sql import connected

__all__ = ["Held", "Memory"]

_REMEDY = "trace with fewer workers, or into a folder (provenance.run), which needs less"
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class Held:
    """A table, and where its parts begin and end; where a query or a reduction cut it, a column `part` says so."""

    table: pa.Table
    cuts: tuple[int, ...]

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return len(self.cuts) - 1

    def part(self, number: int) -> pa.Table:
        """The rows of one part; none beyond the last."""
        first, last = (self.cuts[min(at, self.parts)] for at in (number, number + 1))
        found = self.table.slice(first, last - first)
        return found.drop_columns("part") if "part" in found.column_names else found


def _joined(parts: Sequence[pa.Table]) -> Held:
    return Held(pa.concat_tables(parts), (0, *np.cumsum([len(part) for part in parts]).tolist()))


def _cut(table: pa.Table) -> Held:
    """A whole table, cut by its column `part`, by which it is ordered, if it has one."""
    if "part" not in table.column_names or not len(table):
        return Held(table, (0, len(table)))
    numbers = table["part"].to_numpy()
    return Held(table, tuple(np.searchsorted(numbers, range(int(numbers[-1]) + 2)).tolist()))


@dataclass(frozen=True)
class _Errand:
    """What is done with each part of a step, elsewhere: tables come and go as Arrow streams."""

    function: Step
    once: Callable[[Tables], Any] | None
    options: Any
    whole: tuple[tuple[str, bytes], ...]

    def __call__(self, part: Mapping[str, bytes]) -> dict[str, bytes]:
        """The tables that the function makes of a part."""
        given = {name: _read(table) for name, table in part.items()}
        made = self.function(given, _told(self.once, self.whole), self.options)
        return {name: _written(table) for name, table in made.items()}


@lru_cache(maxsize=1)
def _told(once: Callable[[Tables], Any] | None, whole: tuple[tuple[str, bytes], ...]) -> Any:
    tables = {name: _read(table) for name, table in whole}
    return once(tables) if once else tables


def _written(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    content: bytes = out.getvalue().to_pybytes()
    return content


def _read(content: bytes) -> pa.Table:
    return pa.ipc.open_stream(content).read_all()


class Memory:
    """`workers` processes, this one among them; `begun` is told the name of each step. To be used in a `with`."""

    def __init__(self, workers: int, begun: Callable[[str], object]) -> None:
        self._begun = begun
        self._workers = workers
        self._crew: list[Worker] = []
        self._base: Any = None

    def __enter__(self) -> Memory:
        """The work, its processes begun."""
        self._crew = [Worker(_REMEDY) for _ in range(self._workers - 1)]
        self._base = connected(threads=self._workers, temp_directory="")
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trail: TracebackType | None) -> None:
        """End the processes."""
        self._base.close()
        self._end()

    def _end(self) -> None:
        for worker in self._crew:
            worker.end()
        self._crew = []

    def pour(self, name: str, batches: Callable[[], Iterator[pa.Table]]) -> Held:
        """The table of what comes batch by batch, each a part."""
        self._begun(name)
        return _joined(list(batches()))

    def map(
        self,
        name: str,
        function: Step,
        makes: Sequence[str],
        *,
        cut: Mapping[str, Held],
        whole: Mapping[str, Held] | None = None,
        once: Callable[[Tables], Any] | None = None,
        options: Any = None,
    ) -> list[Held]:
        """The tables that the function makes of every part of the tables in `cut`, in the order of `makes`."""
        self._begun(name)
        parts = max(table.parts for table in cut.values())
        tables = {one: table.table for one, table in (whole or {}).items()}
        sent = tuple((one, _written(table)) for one, table in sorted(tables.items()))
        errand = _Errand(function, once, options, sent)

        @lru_cache(maxsize=1)
        def told() -> Any:
            return once(tables) if once else tables

        def here(part: int) -> Tables:
            made: Tables = function({one: table.part(part) for one, table in cut.items()}, told(), options)
            return made

        def there(worker: Worker, part: int) -> Tables:
            given = {one: _written(table.part(part)) for one, table in cut.items()}
            made: Mapping[str, bytes] = worker.give(errand, given).take()
            return {one: _read(table) for one, table in made.items()}

        done = self._shared(parts, here, there)
        return [_joined([tables[one] for tables in done]) for one in makes]

    def _shared(
        self, parts: int, here: Callable[[int], Tables], there: Callable[[Worker, int], Tables]
    ) -> list[Tables]:
        """What is made of each part, by whoever is free."""
        left, made = iter(range(parts)), dict[int, Tables]()

        def off(do: Callable[[int], Tables]) -> None:
            try:
                while (part := next(left, None)) is not None:
                    made[part] = do(part)
            except BaseException:
                deque(left, maxlen=0)  # nobody begins what nobody will read
                raise

        crew = self._crew[: parts - 1]
        with ThreadPoolExecutor(max(1, len(crew))) as hands:
            try:
                others = [hands.submit(off, partial(there, worker)) for worker in crew]
                off(here)
                for other in others:
                    other.result()
            except BaseException:
                self._end()  # whoever waits for a worker waits no longer
                raise
        return [made[part] for part in range(parts)]

    def reduce(
        self, name: str, function: Step, makes: Sequence[str], tables: Mapping[str, Held], options: Any = None
    ) -> list[Held]:
        """The tables that the function makes of whole tables."""
        self._begun(name)
        made = function({one: table.table for one, table in tables.items()}, options)
        return [_cut(made[one]) for one in makes]

    def sql(self, name: str, query: str, tables: Mapping[str, Held]) -> Held:
        """The answer to a query, cut by its column `part` if it has one."""
        self._begun(name)
        duckdb = import_module("duckdb")
        try:
            for one, held in tables.items():
                self._base.register(one, held.table)
            found = self._base.sql(query).to_arrow_table()
            for one in tables:
                self._base.unregister(one)
        except duckdb.Error as problem:
            why = str(problem).partition("\n")[0]
            raise OutputError(f"{name}: {why}: {_REMEDY}") from problem
        return _cut(found.cast(pa.schema([_plain(field) for field in found.schema])))

    def expect(self, costs: Mapping[str, float]) -> None:
        """Nothing: it is over before an estimate would be worth telling."""

    def count(self, table: Held) -> int:
        """How many rows a table has."""
        return len(table.table)


def _plain(field: pa.Field) -> pa.Field:
    """The field, a time in it in UTC: DuckDB tells of its session's zone."""
    zoned = pa.types.is_timestamp(field.type) and field.type.tz
    return field.with_type(pa.timestamp(field.type.unit, "UTC")) if zoned else field
