"""The whole job on a real cluster: two workers in machines of their own on loopback; one is killed in mid-run."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import provenance as pv
from provenance import plan
from provenance.engine import Work, read
from provenance.engine.local import Local
from provenance.engine.spark import Spark, cluster
from provenance.errors import OptionError, OutputError
from provenance.pipeline import Options

pytestmark = pytest.mark.xdist_group("spark")

# One core and one gigabyte for each of two workers. What compiles least starts soonest, and these tables are tiny.
MASTER = "local-cluster[2,1,1024]"
SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@pytest.fixture(scope="module", name="two")
def _two() -> Iterator[Spark]:
    """A master, two workers, and a session on them: nothing of it can be reached from outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        engine = cluster(MASTER, SMALL)
        assert engine.session is engine.session
    yield engine
    engine.close()


def _executors(engine: Spark) -> list[int]:
    """The processes of this session's executors."""
    app = engine.session.sparkContext.applicationId.encode()
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "cmdline").read_bytes()
            except OSError:
                continue  # it has ended meanwhile
            if b"CoarseGrainedExecutorBackend" in words and app in words:
                found.append(int(place.name))
    return sorted(found)


class _Killer(Thread):
    """Ends one worker the hard way as soon as a step of this name has begun."""

    def __init__(self, engine: Spark, folder: Path, step: str) -> None:
        super().__init__(daemon=True)
        self.engine, self.folder, self.step, self.killed, self.over = engine, folder, step, 0, Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            if list(self.folder.glob(f"{self.step}-*")):
                self.killed = _executors(self.engine)[0]
                os.kill(self.killed, signal.SIGKILL)
                return


def _all(folder: Path, engine: Any, articles: pd.DataFrame) -> dict[str, pa.Table]:
    lots = [articles.iloc[start : start + 30] for start in range(0, len(articles), 30)]
    work = Work(folder, engine, "the same articles")
    made = plan.carry_out(work, lambda: (plan.given(lot, n) for n, lot in enumerate(lots)), Options())
    return {name: read(table) for name, table in made.items()}


def test_the_rows_are_those_of_one_machine_though_a_worker_is_lost_in_mid_run(two: Spark, tmp_path: Path) -> None:
    articles = next(pv.simulate(pv.Simulation(newsrooms=3, articles=24, seed=5))).articles
    here = _all(tmp_path / "here", Local(1, 4 << 30), articles)
    killer = _Killer(two, tmp_path / "there", "sentences")
    killer.start()
    there = _all(tmp_path / "there", two, articles)
    killer.over.set()
    assert killer.killed and killer.killed not in _executors(two), "a worker was to be lost"
    assert list(here) == list(there)
    for name, table in here.items():
        assert table.schema.equals(there[name].schema), name
        assert table.to_pylist() == there[name].to_pylist(), name
    assert len(here["edges"]) > 10, "there was something to compare"


ROWS = [
    {"x": 3, "s": "é", "part": 1, "seen": None},
    {"x": None, "s": "Z", "part": 0, "seen": pd.Timestamp("2024-05-06 07:08:09.000123", tz="UTC")},
    {"x": 2**62, "s": "", "part": 0, "seen": None},
]
SCHEMA = pa.schema([("x", pa.int64()), ("s", pa.string()), ("part", pa.int64()), ("seen", pa.timestamp("us", "UTC"))])
QUERY = """SELECT part, s, x AS "primary", seen, count(*) AS n FROM told GROUP BY part, s, x, seen ORDER BY part, s"""


def _cut(tables: Mapping[str, pa.Table], whole: Any, options: int) -> dict[str, pa.Table]:
    rows = tables["rows"]
    if options < 0 and len(rows) and rows["s"][0].as_py() == "é":
        raise OutputError("é: cannot be: leave it out")
    return {"out": rows.set_column(0, "x", pc.add(rows["x"].fill_null(0), options))}


def test_a_query_has_the_types_the_order_and_the_values_that_it_has_here(two: Spark, tmp_path: Path) -> None:
    made = []
    for name, engine in (("here", Local(1, 1 << 30)), ("there", two)):
        work = Work(tmp_path / name, engine, "")
        rows = work.pour("rows", lambda: (pa.Table.from_pylist([row], SCHEMA) for row in ROWS))
        answer = work.sql("answer", QUERY, {"told": rows})
        made.append((read(answer), [read(answer, part).to_pylist() for part in range(answer.parts)]))
    assert made[0][0].schema.equals(made[1][0].schema)
    assert made[0][0].to_pylist() == made[1][0].to_pylist()
    assert made[0][1] == made[1][1] and [len(part) for part in made[1][1]] == [2, 1]


def test_an_error_of_ours_is_told_as_it_is_on_one_machine(two: Spark, tmp_path: Path) -> None:
    for name, engine in (("here", Local(1, 1 << 30)), ("there", two)):
        work = Work(tmp_path / name, engine, "")
        rows = work.pour("rows", lambda: (pa.Table.from_pylist([row], SCHEMA) for row in ROWS))
        with pytest.raises(OutputError, match="é: cannot be: leave it out"):
            work.map("cut", _cut, ["out"], cut={"rows": rows}, options=-1)


def test_a_query_that_cannot_be_is_one_line(two: Spark, tmp_path: Path) -> None:
    work = Work(tmp_path, two, "")
    rows = work.pour("rows", lambda: iter([pa.Table.from_pylist(ROWS, SCHEMA)]))
    with pytest.raises(OutputError) as told:
        work.sql("answer", "SELECT nobody FROM told", {"told": rows})
    assert "\n" not in str(told.value) and "call the same again" in str(told.value)


def test_nothing_of_the_cluster_listens_to_the_outside(two: Spark) -> None:
    context = two.session.sparkContext
    assert context.getConf().get("spark.driver.host") == "127.0.0.1"
    assert context.uiWebUrl is None
    jvms = {f"{pid}" for pid in [*_executors(two), _parent(_executors(two)[0])]}
    inodes = {link for pid in jvms for link in _sockets(pid)}
    heard = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and f"socket:[{cells[9]}]" in inodes:
                heard.add(cells[1].split(":")[0])
    # 127.0.0.1, as IPv4 and inside IPv6, in the kernel's byte order.
    assert heard and heard <= {"0100007F", "0000000000000000FFFF00000100007F"}


def _parent(pid: int) -> int:
    found = re.search(r"^PPid:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1])


def _sockets(pid: str) -> Iterator[str]:
    for link in Path("/proc", pid, "fd").iterdir():
        try:
            yield str(link.readlink())
        except OSError:
            continue  # closed meanwhile


def test_without_pyspark_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    monkeypatch.delitem(sys.modules, "pyspark", raising=False)
    with pytest.raises(OptionError, match=r"pip install 'provenance\[spark\]'"):
        cluster(MASTER)


def test_without_a_master_a_line_asks_for_one() -> None:
    with pytest.raises(OptionError, match="--master spark://"):
        cluster(None)
