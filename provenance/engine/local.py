"""The engine of one machine: processes that take a part at a time, and DuckDB, which spills to disk.

Start at `Local`. A worker is a fresh interpreter at the other end of a socket: if whoever started it is killed, the
socket closes and it ends; if it is killed itself (out of memory), that is seen and said.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from traceback import format_exception
from types import TracebackType
from typing import Any

import pyarrow as pa

from provenance.engine import Made, Task, stream
from provenance.errors import OutputError
from provenance.sql import connected

__all__ = ["Caught", "Local", "Worker", "serve"]

# Bytes that a worker holds when it has loaded what it needs and works on a part: 350 to 600 MB on 10,000 articles of
# the archive mixture.
A_WORKER = 600 << 20
# The share of the memory that is DuckDB's while it answers; workers do nothing meanwhile, but they hold what they hold.
SHARE = 0.4
_REMEDY = "call the same again, it goes on; fewer --workers need less"
_START = "import sys; sys.path[:] = {path!r}; from provenance.engine.local import serve; serve({number})"


class Local:
    """`workers` processes, and `memory` bytes for all of them together and DuckDB; fewer work where memory is short."""

    def __init__(self, workers: int, memory: int) -> None:
        self.workers = max(1, min(workers, memory // A_WORKER))
        self.memory = memory
        self._crew: list[Worker] = []
        self._base: Any = None  # DuckDB, from the first of some queries to the next map: what it holds is given back

    def map(self, task: Task, parts: Sequence[int]) -> Iterator[tuple[int, Made]]:
        """Each part with what is known of it, in the order in which they end."""
        self._shut()
        if self.workers == 1 or len(parts) == 1:
            yield from ((part, task(part)) for part in parts)
            return
        left = list(reversed(parts))
        while len(self._crew) < min(self.workers, len(parts)):
            self._crew.append(Worker(_REMEDY))
        busy: dict[Any, tuple[Worker, int]] = {}

        def give(worker: Worker) -> None:
            part = left.pop()
            busy[worker.line] = worker.give(task, part), part

        try:
            for worker in self._crew[: len(parts)]:
                give(worker)
            while busy:
                heard = set(wait(list(busy)))
                for worker, part in [busy.pop(line) for line in list(busy) if line in heard]:
                    yield part, worker.take()
                    if left:
                        give(worker)
        finally:
            if busy:
                self.close()

    def close(self) -> None:
        """End the processes."""
        for worker in self._crew:
            worker.end()
        self._crew = []
        self._shut()

    def _shut(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def query(self, sql: str, tables: Mapping[str, Sequence[str]], folder: str, name: str) -> Made:
        """What is known of the answer, once it stands in the folder."""
        duckdb = import_module("duckdb")
        spill = Path(folder).parent / "spill"
        config = {
            "memory_limit": f"{int(self.memory * SHARE) >> 20}MiB", "temp_directory": spill.as_posix(),
            "threads": self.workers, "preserve_insertion_order": False,
        }  # fmt: skip
        try:
            if self._base is None:
                self._base = connected(**config)
            for one, files in tables.items():
                named = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
                self._base.execute(f"CREATE OR REPLACE VIEW {one} AS SELECT * FROM read_parquet([{named}])")
            return stream(folder, name, self._base.sql(sql).to_arrow_reader(1 << 13))
        except duckdb.Error as problem:
            why = str(problem).partition("\n")[0]
            raise OutputError(f"{folder}: {why}: make room and call the same again, it goes on") from problem


class Worker:
    """One process, and the line to it; `remedy` is for whoever hears that it was ended."""

    def __init__(self, remedy: str) -> None:
        self._remedy = remedy
        self.line, theirs = Pipe()
        with theirs:
            start = _START.format(path=sys.path, number=theirs.fileno())
            self._process = subprocess.Popen([sys.executable, "-c", start], pass_fds=[theirs.fileno()])

    def give(self, task: Any, part: Any) -> Worker:
        """The worker, with a part to work on."""
        try:
            self.line.send((task, part))
        except OSError as problem:
            raise self._lost() from problem
        return self

    def take(self) -> Any:
        """What it has made of the part; raises what went wrong there."""
        try:
            found = self.line.recv()
        except (EOFError, OSError) as problem:
            raise self._lost() from problem
        if isinstance(found, BaseException):
            raise found
        return found

    def end(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait()
        self.line.close()

    def _lost(self) -> OutputError:
        code = self._process.wait()
        return OutputError(f"a worker process was ended (code {code}; -9 is mostly want of memory): {self._remedy}")


def serve(number: int) -> None:
    """Work on the parts that come by the socket of this number, until nobody is at its other end."""
    pa.set_cpu_count(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed ends whoever asked, and that ends this
    line = Connection(number)
    try:
        while True:
            line.send(_answer(*line.recv()))
    except (EOFError, ConnectionError):
        line.close()


def _answer(task: Any, part: Any) -> Any:
    """What the task makes of the part, or what went wrong, with where."""
    with Caught() as caught:
        return task(part)
    return caught.problem


class Caught:
    """Keeps an exception, whatever it is, to be raised elsewhere; where it arose is noted in words."""

    problem: Exception

    def __enter__(self) -> Caught:
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trail: TracebackType | None) -> bool:
        if not isinstance(problem, Exception):
            return False
        where = "".join(format_exception(problem))
        problem.add_note(f"in a worker process:\n{where}")
        problem.__traceback__ = problem.__cause__ = problem.__context__ = None
        self.problem = problem
        return True
