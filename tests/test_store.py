"""Runs on disk: whole or not at all, the same bytes twice, and reloaded only as they were written."""

import hashlib
import json
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from provenance import store
from provenance.errors import OutputError
from provenance.frames import TABLES, Trace, empty, frame

save = partial(store.save, version="1.2.3")
FILES = {"report.html": b"<p>one</p>", "csv/edges.csv": b"a,b\r\n"}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article(name: str, text: str, **more) -> dict:
    told = {"outlet_from": "unknown", "published_precision": "none"}
    return {"article": name, "text": text, "sha256": digest(text), **told, **more}


@pytest.fixture
def trace() -> Trace:
    tables = {name: empty(name) for name in TABLES}
    time = pd.Timestamp("2021-07-08T13:55:00Z")
    tables["articles"] = frame(
        "articles",
        [
            article(
                "a", "One “two”.\r\n\x01Three… الكرملين 😀\n", outlet="X", published=time, published_precision="minute"
            ),
            article("b", "One two.", path="b.txt"),
        ],
    )
    tables["verdicts"] = frame("verdicts", [("a", "b", 0.7, 0.1, 0.1, 0.1, 1 / 3, "a->b")])
    tables["evidence"] = frame(
        "evidence",
        [("a", "b", "s", 1.5, -0.25, 0.0, "two", 5, 8, None, None), ("a", "b", "s", 0.1, 0.2, 0.3, "x", *[None] * 4)],
    )
    edge = {"parent": "a", "child": "b", "share": 0.5, "p": 0.7, "kind": "observed", "primary": True}
    tables["edges"] = frame("edges", [edge])
    return Trace(**tables, options={"infer": {"rounds": 3, "names": ("x", "y")}, "claims": ()})


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refusal(call, *args, **more) -> str:
    with pytest.raises(OutputError) as caught:
        call(*args, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_run_comes_back_as_it_was(trace, tmp_path):
    save(trace, tmp_path / "run", files=FILES)
    back = store.load(tmp_path / "run")
    for name, table in trace.tables().items():
        pd.testing.assert_frame_equal(back.tables()[name], table)
    assert back.options == {"infer": {"rounds": 3, "names": ["x", "y"]}, "claims": []}


def test_the_tables_are_plain_parquet_that_any_program_reads(trace, tmp_path):
    save(trace, tmp_path / "run")
    stored = pq.read_table(tmp_path / "run" / "tables" / "articles.parquet")
    assert stored.schema.metadata is None
    assert stored.column("text").to_pylist() == trace.articles["text"].tolist()
    assert str(stored.schema.field("published").type) == "timestamp[us, tz=UTC]"
    assert str(pq.read_schema(tmp_path / "run" / "tables" / "evidence.parquet").field("a_start").type) == "int64"


def test_the_same_trace_is_the_same_bytes_wherever_it_is_written(trace, tmp_path):
    for name in ("one", "two"):
        save(trace, tmp_path / name / "run", files=FILES)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_run_json_says_what_made_the_run_and_holds_every_digest(trace, tmp_path):
    folder = save(trace, tmp_path / "run", files=FILES)
    facts = json.loads((folder / "run.json").read_text())
    assert list(facts) == sorted(facts)
    assert (facts["format"], facts["provenance"]) == (store.FORMAT, "1.2.3")
    assert facts["articles"] == {"a": trace.articles["sha256"][0], "b": digest("One two.")}
    assert set(facts["libraries"]) >= {"pandas", "pyarrow", "numpy", "diff-match-patch"}
    assert set(facts["tables"]) == set(TABLES)
    found = everything(folder)
    said = {f"tables/{name}.parquet": table["sha256"] for name, table in facts["tables"].items()} | facts["files"]
    assert said == {name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != "run.json"}
    assert facts["tables"]["evidence"]["rows"] == 2


def test_there_is_no_clock_in_a_run_unless_a_stamp_is_given(trace, tmp_path):
    save(trace, tmp_path / "plain")
    save(trace, tmp_path / "stamped", stamp="8 July, for the appeal")
    plain, stamped = (json.loads((tmp_path / n / "run.json").read_text()) for n in ("plain", "stamped"))
    assert "stamp" not in plain
    assert stamped == {**plain, "stamp": "8 July, for the appeal"}


def test_an_empty_folder_is_filled_and_stays_the_same_folder(trace, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".DS_Store").write_bytes(b"litter")
    before = (tmp_path / "run").stat().st_ino
    save(trace, tmp_path / "run")
    assert (tmp_path / "run").stat().st_ino == before
    assert store.load(tmp_path / "run").articles["article"].tolist() == ["a", "b"]


def test_a_run_is_replaced_with_force_only_and_then_whole(trace, tmp_path):
    save(trace, tmp_path / "run", files=FILES)
    before = everything(tmp_path / "run")
    assert "add --force" in refusal(save, trace, tmp_path / "run")
    assert everything(tmp_path / "run") == before
    save(trace, tmp_path / "run", force=True, files={"other.txt": b"1"})
    assert {name for name in everything(tmp_path / "run") if not name.startswith("tables/")} == {
        "other.txt",
        "run.json",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_no_run_is_never_touched(trace, tmp_path, force):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.docx").write_bytes(b"years of work")
    assert "'chapter.docx' and is no run" in refusal(save, trace, tmp_path / "thesis", force=force)
    assert "'chapter.docx' and is no run" in refusal(store.ready, tmp_path / "thesis", force=force)
    assert everything(tmp_path) == {"thesis/chapter.docx": b"years of work"}


@pytest.mark.parametrize("name", ["notes.md", "tables/mine.parquet", "empty/"])
def test_a_run_that_holds_somebody_s_work_is_not_replaced(trace, tmp_path, name):
    folder = save(trace, tmp_path / "run")
    if name.endswith("/"):
        (folder / name).mkdir()
    else:
        (folder / name).write_bytes(b"mine")
    assert f"{name.rstrip('/')!r}, which is no part of the run" in refusal(save, trace, folder, force=True)
    assert (folder / name).exists()


def test_a_file_that_says_run_json_but_is_none_protects_its_folder(trace, tmp_path):
    (tmp_path / "run.json").write_text("{}")
    assert "format None" in refusal(save, trace, tmp_path, force=True)
    assert everything(tmp_path) == {"run.json": b"{}"}


def test_where_no_folder_can_be_there_is_one_line_and_nothing_left(trace, tmp_path):
    (tmp_path / "file").write_bytes(b"1")
    for bad in (tmp_path / "file", tmp_path / "file" / "run", tmp_path / ("x" * 300), Path("/proc/no/run")):
        for call in (lambda f: save(trace, f), store.ready, lambda f: store.add(trace, f, FILES)):
            assert str(bad) in refusal(call, bad)
    assert everything(tmp_path) == {"file": b"1"}
    assert "NUL" in refusal(save, trace, "a\0b")


def test_the_folder_one_stands_in_cannot_be_replaced(trace, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for here in (".", "", tmp_path):
        assert "name one inside it" in refusal(save, trace, here)
    assert list(tmp_path.iterdir()) == []


def test_ready_leaves_no_trace_and_says_what_save_would_say(trace, tmp_path):
    store.ready(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
    save(trace, tmp_path / "run")
    assert refusal(store.ready, tmp_path / "run") == refusal(save, trace, tmp_path / "run")
    store.ready(tmp_path / "run", force=True)


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_disk_that_fills_up_leaves_what_was_there_and_nothing_else(trace, tmp_path, monkeypatch, step):
    save(trace, tmp_path / "run", files=FILES)
    before = everything(tmp_path)

    def fail(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "rename")), fail)
    for target in (tmp_path / "run", tmp_path / "new" / "run"):
        assert "No space left" in refusal(save, trace, target, force=True, files=FILES)
    monkeypatch.undo()
    assert everything(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_swap_that_fails_half_way_puts_the_old_run_back(trace, tmp_path, monkeypatch):
    save(trace, tmp_path / "run", files=FILES)
    before, rename, calls = everything(tmp_path), Path.rename, []

    def second_fails(path, target):
        calls.append(path)
        if len(calls) == 2:
            raise OSError(5, os.strerror(5))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    assert "Input/output error" in refusal(save, trace, tmp_path / "run", force=True)
    assert everything(tmp_path) == before


def test_an_interrupt_leaves_nothing_behind(trace, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(trace, tmp_path / "new" / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_run_stays_a_link(trace, tmp_path):
    save(trace, tmp_path / "run")
    (tmp_path / "link").symlink_to(tmp_path / "run")
    save(trace, tmp_path / "link", force=True, files=FILES)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "run" / "report.html").exists()


def test_a_file_of_a_run_cannot_leave_its_folder_or_pass_for_a_table(trace, tmp_path):
    for name in ("../x", "/x", "run.json", "tables/x.parquet", "", "a/../../x"):
        assert repr(name) in refusal(save, trace, tmp_path / "run", files={name: b""})
    assert list(tmp_path.iterdir()) == []


def test_a_corrupt_table_is_named(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    path = folder / "tables" / "edges.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "edges.parquet: not as it was written" in refusal(store.load, folder)
    path.unlink()
    assert "edges.parquet: No such file" in refusal(store.load, folder)


def test_a_table_that_breaks_the_contract_is_named_even_if_its_digest_fits(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    shutil.copy(folder / "tables" / "marks.parquet", folder / "tables" / "edges.parquet")
    facts = json.loads((folder / "run.json").read_text())
    facts["tables"]["edges"] = facts["tables"]["marks"]
    (folder / "run.json").write_text(json.dumps(facts))
    assert "edges.parquet: not the table edges" in refusal(store.load, folder)


def test_a_run_from_before_a_column_was_added_is_loaded_with_that_column_empty(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    path = folder / "tables" / "articles.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["main"]), path)
    facts = json.loads((folder / "run.json").read_text())
    facts["tables"]["articles"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps(facts))
    assert store.load(folder).articles["main"].isna().all()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is not a run: no run.json"),
        ("{", "not JSON"),
        ("[]", "format None"),
        ('{"format": 99}', "format 99"),
        ('{"format": 2}', "a part is missing"),
        ('{"format": 2, "articles": {}, "files": {}, "options": {}, "tables": {"edges": 1}}', "a part is missing"),
        ('{"format": 2, "articles": {}, "files": {}, "options": {}, "tables": {}}', "articles.parquet: No such file"),
    ],
)
def test_what_is_no_run_is_not_loaded(tmp_path, content, says):
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    assert says in refusal(store.load, tmp_path)


def test_files_can_be_added_to_a_run_which_then_knows_them(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    paths = store.add(trace, folder, FILES)
    assert [path.read_bytes() for path in paths] == list(FILES.values())
    facts = json.loads((folder / "run.json").read_text())
    assert facts["files"]["report.html"] == hashlib.sha256(FILES["report.html"]).hexdigest()
    save(trace, folder, force=True)
    assert not (folder / "report.html").exists()


def test_a_loaded_run_takes_files_too(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    store.add(store.load(folder), folder, FILES)
    assert (folder / "csv" / "edges.csv").read_bytes() == FILES["csv/edges.csv"]


def test_an_added_file_overwrites_another_with_force_only(trace, tmp_path):
    folder = tmp_path / "reports"
    store.add(trace, folder, FILES)
    store.add(trace, folder, FILES)
    assert "holds report.html already: add --force" in refusal(
        store.add, trace, folder, {"a.txt": b"", "report.html": b"two"}
    )
    assert everything(folder) == FILES
    store.add(trace, folder, {"report.html": b"two"}, force=True)
    assert (folder / "report.html").read_bytes() == b"two"


def test_files_of_one_trace_are_not_added_to_the_run_of_another(trace, tmp_path):
    folder = save(trace, tmp_path / "run")
    other = replace(trace, options={})
    assert "the run of another trace" in refusal(store.add, other, folder, FILES, force=True)
    assert not (folder / "report.html").exists()


def test_nothing_is_added_when_the_disk_is_full(trace, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fail)
    assert "No space left" in refusal(store.add, trace, tmp_path / "new", FILES)
    assert list(tmp_path.iterdir()) == []
