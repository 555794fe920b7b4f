"""The engine of one machine: processes that take a part at a time, and DuckDB, which spills to disk.

Start at `Local`. A worker is a fresh interpreter at the other end of a socket: if whoever started it is killed, the socket
closes and it ends; if it is killed itself (out of memory), that is seen and said.
"""

from __future__ import annotations

import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pyarrow as pa

from provenance.engine import Made, Task, stream
from provenance.errors import OutputError, ProvenanceError

__all__ = ["Local", "serve"]

# Bytes that a worker holds when it has loaded what it needs and works on a part of some thousand articles: 350 to 600 MB
# on 10,000 articles of the archive mixture.
A_WORKER = 600 << 20
# The share of the memory that is DuckDB's while it answers; workers do nothing meanwhile, but they hold what they hold.
SHARE = 0.4
_START = "import sys; sys.path[:] = {path!r}; from provenance.engine.local import serve; serve({number})"


@dataclass(frozen=True)
class Local:
    """`workers` processes, and `memory` bytes for all of them together and DuckDB; fewer work where memory is short."""

    workers: int
    memory: int

    def map(self, task: Task, parts: Sequence[int]) -> Iterator[tuple[int, Made]]:
        """Each part with what is known of it, in the order in which they end."""
        count = max(1, min(self.workers, self.memory // A_WORKER, len(parts)))
        if len(parts) == 1:
            yield parts[0], task(parts[0])
            return
        crew = [_Worker(task) for _ in range(count)]
        try:
            left = list(reversed(parts))
            busy = {}
            for worker in crew:
                busy[worker.line] = worker.give(left.pop())
            while busy:
                for line in wait(list(busy)):
                    worker = busy.pop(line)
                    yield worker.take()
                    if left:
                        busy[worker.line] = worker.give(left.pop())
        finally:
            for worker in crew:
                worker.end()

    def query(self, sql: str, tables: Mapping[str, Sequence[str]], folder: str, name: str) -> Made:
        """What is known of the answer, once it stands in the folder."""
        duckdb = import_module("duckdb")
        spill = Path(folder, "spill")
        config = {
            "memory_limit": f"{int(self.memory * SHARE) >> 20}MiB", "temp_directory": spill.as_posix(),
            "threads": self.workers, "preserve_insertion_order": False,
        }  # fmt: skip
        try:
            with duckdb.connect(":memory:", config=config) as base:
                for one, files in tables.items():
                    named = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
                    base.execute(f"CREATE VIEW {one} AS SELECT * FROM read_parquet([{named}])")
                return stream(folder, name, base.execute(sql).to_arrow_reader(1 << 13))
        except duckdb.Error as problem:
            why = str(problem).partition("\n")[0]
            raise OutputError(f"{folder}: {why}: make room and call the same again, it goes on") from problem


class _Worker:
    """One process, and the line to it."""

    def __init__(self, task: Task) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            start = _START.format(path=sys.path, number=theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-c", start], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        self.line = Connection(ours.detach())
        self._send(task)

    def give(self, part: int) -> _Worker:
        self._send(part)
        return self

    def take(self) -> tuple[int, Made]:
        try:
            found = self.line.recv()
        except (EOFError, ConnectionError) as problem:
            raise self._lost() from problem
        if isinstance(found, BaseException):
            raise found
        part, made = found
        return part, made

    def end(self) -> None:
        self.line.close()
        self._process.terminate()
        self._process.wait()

    def _send(self, what: Any) -> None:
        try:
            self.line.send(what)
        except (BrokenPipeError, ConnectionError) as problem:
            raise self._lost() from problem

    def _lost(self) -> OutputError:
        code = self._process.wait()
        return OutputError(
            f"a worker process was ended (code {code}; -9 is mostly want of memory): call the same again, it goes on; "
            "fewer --workers need less"
        )


def serve(number: int) -> None:
    """Work on the parts that come by the socket of this number, until nobody is at its other end."""
    pa.set_cpu_count(1)
    line = Connection(number)
    try:
        task = line.recv()
        while True:
            part = line.recv()
            line.send(_answer(task, part))
    except (EOFError, ConnectionError):
        line.close()


def _answer(task: Task, part: int) -> Any:
    try:
        return part, task(part)
    except ProvenanceError as problem:
        return problem
    except OSError as problem:
        return OSError(problem.errno, problem.strerror or str(problem))
    except Exception as problem:
        import traceback

        problem.add_note("".join(traceback.format_exception(problem)))
        pickle.dumps(problem)
        return problem
