"""The engine of a cluster: the same functions on the same parts, and the same queries, by Spark 4.

Start at `cluster`. Parts are read from and written to a folder that driver and workers all see, so a part that is lost
with its worker is made again by another, to the same bytes in the same place. Spark is asked for no more than it does
on every cluster: `mapInArrow`, `spark.sql`, Parquet.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.engine import Made, Task, stream
from provenance.errors import OptionError, OutputError, ProvenanceError

__all__ = ["Spark", "cluster"]

# Masters that run on this very machine: nothing of them is for others to reach.
_HERE = ("local[", "local-cluster[", "spark://127.", "spark://localhost")
# Progress is told by whoever called, and of Spark's own talk only what went wrong.
_PLAIN = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
_LONE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
}
# What queries take for granted: DuckDB's dialect where Spark has two, and times as they are.
_DIALECT = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.session.timeZone": "UTC",
}
# Parts that are given out at once, for each core of the cluster: few enough to tell how far it is, and many enough that
# no core waits long for the last of them.
_ROUND = 8


def cluster(master: str | None, settings: Mapping[str, str] | None = None) -> Spark:
    """The engine on the cluster of this master (spark://host:port, yarn, k8s://.., local-cluster[..]).

    `settings` are Spark's own (`spark.executor.memory`); those of `spark-defaults.conf` hold too. Raises OptionError
    without a master, and where PySpark is not installed; where no cluster answers, once there is something to do.
    """
    if not master:
        raise OptionError("the engine spark has no master: name one, as in --master spark://host:7077")
    if find_spec("pyspark") is None:
        raise OptionError("the engine spark needs PySpark: pip install 'provenance[spark]'")
    return Spark(master, settings or {})


@dataclass
class Spark:
    """A cluster as an engine: a session on it from the first step on, until `close`."""

    master: str
    settings: Mapping[str, str]
    _session: Any = None

    @property
    def session(self) -> Any:
        """The session of Spark, begun if need be; its dialect and its views are nobody else's."""
        if self._session is None:
            self._session = self._begun()
        return self._session

    def _begun(self) -> Any:
        here = self.master == "local" or self.master.startswith(_HERE)
        build = import_module("pyspark.sql").SparkSession.builder.master(self.master).appName("provenance")
        for name, value in {**_PLAIN, **(_LONE if here else {}), **self.settings}.items():
            build = build.config(name, value)
        try:
            with _quiet():
                session = build.getOrCreate()
        except _failures() as problem:
            why = f"Spark does not start ({_first(problem)})"
            raise OptionError(
                f"{self.master}: {why}: it needs Java 17 or later, and a master that answers"
            ) from problem
        context = session.sparkContext
        # Workers take the interpreter of the driver, and on this machine its packages, unless they were told of others.
        context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
        if here:
            context.environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        own = session.newSession()
        for name, value in _DIALECT.items():
            own.conf.set(name, value)
        return own

    def map(self, task: Task, parts: Sequence[int]) -> Iterator[tuple[int, Made]]:
        """Each part with what is known of it; in rounds, so that somebody can be told how far it is."""
        Path(task.folder).mkdir(parents=True, exist_ok=True)
        size = _ROUND * max(1, self.session.sparkContext.defaultParallelism)
        for start in range(0, len(parts), size):
            some = list(parts[start : start + size])
            # One row a partition: a part is a task, and goes to whichever core is free.
            rows = self.session.range(0, len(some), 1, len(some))
            with _quiet(), _told(task.folder):
                made = rows.mapInArrow(partial(_each, task, some), "answer binary").collect()
            for row in made:
                found = pickle.loads(row.answer)
                if isinstance(found, ProvenanceError):
                    raise found
                yield found

    def query(self, sql: str, tables: Mapping[str, Sequence[str]], folder: str, name: str) -> Made:
        """What is known of the answer, once it stands in the folder: workers write it, the driver puts it together."""
        place = Path(folder, "answer.partial")
        try:
            with _quiet(), _told(folder):
                for one, files in tables.items():
                    places = [Path(file).resolve().as_uri() for file in files]
                    self.session.read.parquet(*places).createOrReplaceTempView(one)
                self.session.sql(sql).write.mode("overwrite").parquet(place.resolve().as_uri())
            written = sorted(place.glob("part-*.parquet"))
            found = pq.read_schema(written[0])
            # Spark says of some columns that they cannot be empty; no other engine does.
            schema = pa.schema([pa.field(field.name, field.type) for field in found])
            batches = (batch.cast(schema) for file in written for batch in pq.ParquetFile(file).iter_batches(1 << 13))
            return stream(folder, name, pa.RecordBatchReader.from_batches(schema, batches))
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def close(self) -> None:
        """End the session, and with it its processes on this machine."""
        if self._session is not None:
            self._session.stop()
            self._session = None


def _each(task: Task, parts: Sequence[int], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """On a worker: the part of each row, done; or why it cannot be, which is not tried again as a lost worker's is."""
    for batch in batches:
        answers = [pickle.dumps(_answer(task, parts[at])) for at in batch.column(0).to_pylist()]
        yield pa.RecordBatch.from_pydict({"answer": pa.array(answers, pa.binary())})


def _answer(task: Task, part: int) -> tuple[int, Made] | ProvenanceError:
    if not Path(task.folder).is_dir():
        return OutputError(f"{task.folder}: a worker does not see it: choose a folder that the whole cluster shares")
    try:
        return part, task(part)
    except ProvenanceError as problem:
        return problem


@contextmanager
def _told(folder: str) -> Iterator[None]:
    """What Spark gives up on, as one line."""
    try:
        yield
    except _failures() as problem:
        why = _first(problem)
        raise OutputError(f"{folder}: Spark gave up ({why}): call the same again, it goes on") from problem


def _failures() -> tuple[type[Exception], ...]:
    """What PySpark raises of its own, and what the bridge to Java does."""
    ours, java = import_module("pyspark.errors"), import_module("py4j.protocol")
    return ours.PySparkException, java.Py4JError, ConnectionError


def _first(problem: BaseException) -> str:
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return lines[0] if lines else type(problem).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the remark that PySpark is not tried with this pandas: nothing here goes through pandas."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, message=".*pandas.*")
        yield
