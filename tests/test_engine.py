"""Large runs: in steps on disk, the same bytes as in memory, gone on with after anything that may befall them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from newsrooms import FERRY_WIRE, INDEPENDENT

import provenance as pv
from provenance import engine, evidence, parquet, plan, runs
from provenance.align import corpus as align_corpus
from provenance.engine import _work
from provenance.errors import InputError, OptionError, OutputError
from provenance.frames import TABLES
from provenance.newsrooms import Simulation, histories
from provenance.plan import _articles, _lineage
from provenance.runs import reports

LOCAL = pv.How(engine="local", workers=1)
# A run in a process of its own, killed as if by `kill -9` when the step of this name has begun.
KILLED = """
import os, signal, sys
import provenance as pv

def progress(step, done, total):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

pv.run(sys.argv[1], sys.argv[2], how=pv.How(engine="local", workers=int(sys.argv[4])), progress=progress)
"""


def written(folder: Path, rows: pd.DataFrame) -> Path:
    folder.mkdir(parents=True)
    path = folder / "articles.jsonl"
    kept = [{k: v for k, v in row.items() if isinstance(v, str)} for row in rows.to_dict("records")]
    path.write_text("\n".join(json.dumps(row) for row in kept), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = next(histories(Simulation(newsrooms=2, articles=24, seed=5))).articles
    made = made.assign(id=made["article"], published=made["published"].dt.strftime("%Y-%m-%dT%H:%MZ"))
    return written(tmp_path_factory.mktemp("corpus") / "in", made[["id", "text", "title", "outlet", "published"]])


@pytest.fixture(scope="module")
def undisturbed(corpus: Path) -> Path:
    out = corpus.parent.parent / "memory"
    pv.run(corpus, out)
    return out


@pytest.fixture(scope="module")
def steps(corpus: Path) -> Path:
    """A run in steps by two processes; tests work on copies of it."""
    out = corpus.parent.parent / "steps"
    made = pv.run(corpus, out, how=replace(LOCAL, workers=2))
    assert made.trace is None
    assert made.rows["edges"] > 0
    assert made.rows == {name: len(table) for name, table in pv.load(out).tables().items()}
    return out


@pytest.fixture
def finished(steps: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(steps, tmp_path / "run"))


def tables(run: Path) -> dict[str, bytes]:
    return {name: (run / "tables" / f"{name}.parquet").read_bytes() for name in TABLES}


def different(one: Path, two: Path) -> list[str]:
    left, right = tables(one), tables(two)
    return [name for name in left if left[name] != right[name]]


def test_in_steps_by_two_processes_the_tables_are_those_of_memory_to_the_byte(undisturbed: Path, steps: Path) -> None:
    assert different(undisturbed, steps) == []


def test_a_run_killed_again_and_again_ends_as_if_it_had_not_been(
    corpus: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    for step in ("masthead", "candidates", "align", "evidence", "lineage", "final_edges", "audit"):
        workers = "2" if step in ("align", "evidence") else "1"
        done = subprocess.run([sys.executable, "-c", KILLED, corpus, out, step, workers], check=False, env=_env())
        assert done.returncode == -signal.SIGKILL, step
        assert not (out / "run.json").exists()
    pv.run(corpus, out, how=LOCAL)
    assert different(undisturbed, out) == []
    assert not list(out.rglob("*.partial"))


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_the_next_call_does_not_do_again_what_is_done(corpus: Path, finished: Path) -> None:
    done: list[str] = []
    pv.run(corpus, finished, how=replace(LOCAL, force=True), progress=lambda step, *_: done.append(step))
    assert done == []


def test_another_option_redoes_the_steps_that_it_touches(corpus: Path, finished: Path, tmp_path: Path) -> None:
    done: list[str] = []
    options = pv.Options(evidence=evidence.Options(skip=("containment",)))
    pv.run(corpus, finished, options, replace(LOCAL, force=True), progress=lambda step, *_: done.append(step))
    assert {"evidence", "lineage", "final_verdicts", "audit"} <= set(done)
    assert not {"masthead", "sentences", "versions", "candidates", "align", "lore", "final_sentences"} & set(done)
    pv.run(corpus, tmp_path / "other", options)
    assert different(tmp_path / "other", finished) == []


def test_another_input_is_another_run(corpus: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "in" / "articles.jsonl"
    inputs.parent.mkdir()
    lines = corpus.read_text(encoding="utf-8").splitlines()
    for count in (3, 4):
        inputs.write_text("\n".join(lines[:count]), encoding="utf-8")
        made = pv.run(inputs, tmp_path / "run", how=replace(LOCAL, force=True))
        assert made.rows["articles"] == count


def test_a_part_that_is_not_as_it_was_written_is_named_and_made_anew(
    corpus: Path, undisturbed: Path, finished: Path
) -> None:
    said: list[str] = []
    part = next((finished / "work").glob("align-*/00000.matches.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 255
    part.write_bytes(content)
    pv.run(corpus, finished, how=replace(LOCAL, force=True), told=lambda line: said.append(str(line)))
    assert said == [f"{part}: not as it was written; it is made anew"]
    assert different(undisturbed, finished) == []


def test_two_runs_into_one_folder_are_refused_in_one_line(corpus: Path, tmp_path: Path) -> None:
    with _work.lock(tmp_path / "run" / "work"), pytest.raises(OutputError, match="is tracing into it") as refused:
        pv.run(corpus, tmp_path / "run", how=LOCAL)
    assert str(os.getpid()) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_where_the_disk_is_full_the_next_call_goes_on(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    small = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (40_000, 40_000))"
    script = f"{small}; from provenance import cli; cli.main()"
    args = ["trace", str(corpus), "--out", str(out), "--engine", "local", "--workers", "1", "--kind", ""]
    done = subprocess.run(
        [sys.executable, "-c", script, *args], check=False, env=_env(), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "it goes on" in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("provenance: ")]) == 1
    assert not (out / "run.json").exists()
    pv.run(corpus, out, how=LOCAL)
    assert different(undisturbed, out) == []


def same(rows: pd.DataFrame, tmp_path: Path) -> pd.DataFrame:
    """The articles of a run in steps, once it has the tables of a run in memory."""
    inputs = written(tmp_path / "in", rows)
    pv.run(inputs, tmp_path / "memory", told=lambda _: None)
    pv.run(inputs, tmp_path / "steps", how=LOCAL, told=lambda _: None)
    assert different(tmp_path / "memory", tmp_path / "steps") == []
    return pv.load(tmp_path / "steps").articles


def test_what_a_large_corpus_teaches_is_the_same_from_its_parts(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Words are weighed by the corpus from 1,000 articles on, and an outlet's furniture is learned from eight.
    monkeypatch.setattr(align_corpus, "LEARN_FROM", 20)
    monkeypatch.setattr(plan, "LEARN_FROM", 20)
    monkeypatch.setattr(runs, "LOT", 7)
    monkeypatch.setattr(_articles.blocks, "__defaults__", (50,))
    club = "Join our club for news from the valley | Star"
    lines = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    star = [{"id": f"s{n}", "text": f"{story(n)}\n{club}", "outlet": "Star"} for n in range(12)]
    rows = pd.DataFrame([*lines, *star])
    made = same(rows, tmp_path)
    assert len(list((tmp_path / "steps" / "work").glob("masthead-*/*.articles.parquet"))) == -(-len(made) // 7)
    assert len(list((tmp_path / "steps" / "work").glob("align-*/*.matches.parquet"))) > 1
    assert "learned" in set(pv.load(tmp_path / "steps").marks["rule"])


def test_strangers_who_print_one_phrase_are_judged_apart_and_the_rows_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_lineage, "PACK", 1)
    phrase = "The minister of the harbour said on Monday that nobody had been hurt in the fire at the old ferry pier."
    rows = [{"id": f"s{n}", "text": f"{story(n)} {phrase}", "outlet": f"Paper {n}"} for n in range(6)]
    rows += [{"id": f"c{n}", "text": f"{story(9)} {phrase} {story(20 + n)}", "outlet": f"Print {n}"} for n in range(2)]
    same(pd.DataFrame(rows), tmp_path)
    made = pv.load(tmp_path / "steps")
    alone = made.verdicts[made.verdicts["a"].str.startswith("s") | made.verdicts["b"].str.startswith("s")]
    assert set(alone["says"]) == {"none"}
    assert len(made.matches) == 8 * 7 / 2 + 15  # the phrase in every pair, and the story that two have in common
    parts = (tmp_path / "steps" / "work").glob("lineage-*/*.descent.parquet")
    assert [part.stat().st_size > 0 for part in sorted(parts)] == [True] * 7  # two stand together, six by themselves
    said = made.sentences.merge(made.descent, left_on=["article", "n"], right_on=["child", "n"])
    doubted = said[said["article"].str.startswith("s") & (said["p"] < 0.99)]
    assert set(doubted["text"]) == {phrase}
    assert len(doubted) == 6


def story(n: int) -> str:
    """A story that shares no run of words with another."""
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}{kind}{k}" for k in range(60) for kind in ("or", "un", "el")]
    return ". ".join(" ".join(words[at : at + 12]).capitalize() for at in range(0, len(words), 12)) + "."


def test_who_usually_has_stories_first_is_the_same_from_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LOT", 7)
    monkeypatch.setattr(_articles.blocks, "__defaults__", (3,))
    rows = [
        {"id": f"{outlet}{n}", "text": story(n), "outlet": outlet, "published": f"2031-05-{n + 1:02}T{hour}:00Z"}
        for n in range(24)
        for outlet, hour in (("Globe", "09"), ("Star", "13"))
    ]
    # Of the last two stories no clock is known; one stands three times.
    for row in rows[-4:]:
        del row["published"]
    rows.append({"id": "again", "text": f"{story(23)} More was not said.", "outlet": "Echo"})
    same(pd.DataFrame(rows), tmp_path)
    assert len(list((tmp_path / "steps" / "work").glob("align-*/*.matches.parquet"))) > 5
    evidence = pv.load(tmp_path / "steps").evidence
    told = evidence[evidence["signal"] == "usual_order"]
    assert set(zip(told["a"], told["b"], told["quote"], strict=True)) == {
        (f"Globe{n}", f"Star{n}", "Star had 22 of 22 other stories after Globe") for n in (22, 23)
    }
    assert (told["a_to_b"] > 0).all()


@pytest.mark.parametrize(("backwards", "step"), [(False, "final_batches"), (True, "final_sentences")])
def test_names_that_come_in_order_and_names_that_do_not_are_given_back_alike(
    backwards: bool, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "LOT", 7)
    texts = [*(story(n) for n in range(18)), FERRY_WIRE, f"{FERRY_WIRE}\nMore to follow."]
    names = sorted((f"n{n:02}" for n in range(20)), reverse=backwards)
    rows = pd.DataFrame({"id": names, "text": [texts[-1], *texts[:-1]], "outlet": "Star", "title": "Ferry"})
    made = same(rows, tmp_path)
    assert made["version_of"].notna().sum() == 1  # the one of the first batch, the other of the last
    assert made["article"].tolist() == sorted(names)
    assert list((tmp_path / "steps" / "work").glob(f"{step}-*"))


def test_a_table_is_packed_in_groups_of_one_size_however_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 3)
    rows = pa.table({"n": list(range(11))})
    for batches in ([rows], [rows[:1], rows[1:2], rows[2:10], rows[10:]]):
        groups = list(parquet.grouped(batches, rows.schema))
        assert [len(group) for group in groups] == [3, 3, 3, 2]
        assert pa.concat_tables(groups).equals(rows)


def test_articles_that_are_all_alike(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": [f"n{n}" for n in range(60)], "text": FERRY_WIRE})
    assert len(same(rows, tmp_path)) == 60


def test_one_outlet_alone(tmp_path: Path) -> None:
    texts = [*(story(n) for n in range(45)), FERRY_WIRE, f"{FERRY_WIRE}\nMore to follow."]
    rows = pd.DataFrame({"id": [f"n{n}" for n in range(47)], "text": texts, "outlet": "Star", "title": "Ferry"})
    assert same(rows, tmp_path)["version_of"].notna().sum() == 1


def test_no_outlet_at_all_and_nothing_in_common(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": [f"n{n}" for n in range(45)], "text": [story(n) for n in range(45)]})
    assert len(same(rows, tmp_path)) == 45


def test_a_few_articles(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"], "text": [FERRY_WIRE, f"{FERRY_WIRE} It sank.", INDEPENDENT]})
    assert len(same(rows, tmp_path)) == 3


def test_one_huge_article_among_small_ones(tmp_path: Path) -> None:
    huge = "\n".join(story(n) for n in range(600)) + "\n" + FERRY_WIRE
    rows = pd.DataFrame({"id": ["huge", "wire", "other"], "text": [huge, FERRY_WIRE, INDEPENDENT]})
    assert same(rows, tmp_path)["text"].str.len().max() == len(huge)


def test_what_is_broken_is_left_out_and_listed(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"n{n}", "text": story(n)}) for n in range(50)]
    lines[20] = '{"id": "broken", "text": '
    lines[30] = '{"id": "number", "text": 5}'
    inputs = tmp_path / "articles.jsonl"
    inputs.write_text("\n".join(lines), encoding="utf-8")
    said: list[str] = []
    made = pv.run(inputs, tmp_path / "run", how=LOCAL, told=lambda note: said.append(str(note)))
    assert made.rows["articles"] in (48, 49)  # a number may pass for a text
    assert any("skipped" in line for line in said)


def test_ids_that_are_given_twice_are_told_apart_and_told(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": ["n", "n", *map(str, range(43))], "text": [story(n) for n in range(45)]})
    said: list[str] = []
    made = pv.run(written(tmp_path / "in", rows), tmp_path / "run", how=LOCAL, told=lambda note: said.append(str(note)))
    assert made.rows["articles"] == 45
    assert any("the name 'n' is taken" in line for line in said)


def test_a_folder_without_an_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError):
        pv.run(tmp_path / "in", tmp_path / "run", how=LOCAL)


def test_a_size_and_an_engine_that_are_none_are_refused(tmp_path: Path) -> None:
    assert engine.size("4G") == 4 << 30
    assert engine.size("1.5 GiB") == 3 << 29
    for words in ("", "4", "lots", "100M", "-4G"):
        with pytest.raises(OptionError, match="write it like 4G"):
            engine.size(words)
    with pytest.raises(OptionError, match="no engine is called 'abacus'"):
        pv.run(tmp_path, tmp_path / "run", how=pv.How(engine="abacus"))


def test_a_large_run_gets_the_report_that_it_can_have() -> None:
    assert reports(("pdf", "html"), 500) == (["pdf", "html"], "")
    assert reports(("pdf", "html", "csv"), 5_000)[0] == ["csv", "flows"]
    kept, said = reports(("pdf", "csv"), 500_000)
    assert kept == ["csv"]
    assert "500,000 articles: no pdf" in said


def test_what_an_article_says_has_one_digest_whatever_the_index_of_its_frame() -> None:
    rows = pd.DataFrame({"article": ["a", "b", "c"], "text": [FERRY_WIRE, INDEPENDENT, "Short."]})
    lots = [plan.given(rows.iloc[at : at + 1], at).to_pylist()[0]["content"] for at in range(3)]
    assert lots == plan.given(rows, 0)["content"].to_pylist() and None not in lots


def crew() -> list[int]:
    """The processes that this one has begun to work for it."""
    below = [number for place in Path("/proc/self/task").glob("*/children") for number in place.read_text().split()]
    return [int(number) for number in below if b"local import serve" in Path(f"/proc/{number}/cmdline").read_bytes()]


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    """More than one part for each of two processes, with times, credits and copies."""
    return next(histories(Simulation(newsrooms=6, articles=100, seed=8))).articles


def test_two_processes_trace_in_memory_what_one_does(articles: pd.DataFrame) -> None:
    told: dict[int, list[tuple[str, int, int]]] = {1: [], 2: []}
    one, two = (pv.trace(articles, workers=n, progress=lambda *step, n=n: told[n].append(step)) for n in (1, 2))
    assert len(two.edges) > 0
    for name, table in one.tables().items():
        pd.testing.assert_frame_equal(two.tables()[name], table)
    assert (two.options, two.stamp) == (one.options, one.stamp)
    assert told[2] == told[1]
    assert not crew()


def test_a_process_of_a_trace_that_is_killed_is_told_in_one_line(articles: pd.DataFrame) -> None:
    def kill(stage: str, *_: int) -> None:
        if stage == "sentences":
            for number in crew():
                os.kill(number, signal.SIGKILL)

    with pytest.raises(OutputError, match=r"^a worker process was ended \(code -9.*fewer workers.*$") as told:
        pv.trace(articles, workers=2, progress=kill)
    assert "\n" not in str(told.value)
    assert not crew()


def test_what_goes_wrong_in_a_trace_by_two_processes_ends_both(articles: pd.DataFrame) -> None:
    def stop(stage: str, *_: int) -> None:
        if stage == "align":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pv.trace(articles, workers=2, progress=stop)
    assert not crew()


def test_times_of_another_kind_are_traced_by_one_process(articles: pd.DataFrame) -> None:
    some = articles[:40].assign(published=articles["published"][:40].astype(object))
    asked: list[int] = []
    made = pv.trace(some, workers=2, progress=lambda *_: asked.extend(crew()))
    pd.testing.assert_frame_equal(made.descent, pv.trace(some, workers=1).descent)
    assert not asked


def test_a_long_query_draws_no_bar_of_progress_where_others_print() -> None:
    # DuckDB takes a process without a main file for a prompt, and draws there after two seconds; here, after none.
    asked = """
from provenance.sql import connected
base = connected()
base.execute("SET progress_bar_time = 0")
print(base.sql("SELECT count(*) FROM range(3000000) a JOIN range(3000000) b USING (range)").fetchall()[0][0])
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, env=_env())
    assert (done.stdout, done.stderr) == (b"3000000\n", b"")
