"""A standing archive: the same bytes twice, one writer, readers that see one state, and nothing lost to a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import provenance as pv
from provenance import cli
from provenance.api import Near
from provenance.archive import _near, _parts
from provenance.errors import InputError, OptionError, OutputError, TableError

ROOT = Path(__file__).resolve().parent.parent
THINGS = "bridge orchard tannery ferry chapel foundry quarry windmill bakery depot library cannery".split()
VERBS = "repaired painted flooded inspected auctioned surveyed reopened fenced drained insured rented lit".split()
PLACES = "Orlem Tarvik Bessun Colward Dunmere Eskola Fellin Garsta Hobren Ilmar Jostad Kelvar".split()


def called(n: int, k: int) -> str:
    """A name that no other two numbers have."""
    number, name = n * 1_000 + k, ""
    for _ in range(4):
        number, at = divmod(number, 60)
        name += "bdfgklmnprst"[at // 5] + "aeiou"[at % 5]
    return name.capitalize()


def story(n: int, sentences: int = 8) -> str:
    """A story that shares no run of five words with that of another number: every third word is its own."""
    return "\n".join(
        f"In {PLACES[(n + k) % 12]} {called(n, 4 * k)} had {called(n, 4 * k + 1)} and a {THINGS[(n + k) % 12]} of "
        f"{called(n, 4 * k + 2)} {VERBS[(n * 7 + k) % 12]} before {called(n, 4 * k + 3)} could {VERBS[k]} it."
        for k in range(sentences)
    )


def table(numbers: range | list[int], **more) -> pd.DataFrame:
    """Strangers, one a day."""
    days = [f"2024-01-{1 + n % 28:02}T10:00:00Z" for n in numbers]
    rows = {"article": [f"n{n:03}" for n in numbers], "text": [story(n) for n in numbers], "published": days}
    return pd.DataFrame({**rows, **more}, dtype="str")


def one(name: str, text: str, published: str | None = None) -> pd.DataFrame:
    return pd.DataFrame({"article": [name], "text": [text], "published": [published]}, dtype="str")


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copied(n: int) -> pd.DataFrame:
    """A new article that took most of a stranger's story, a day later."""
    words = story(n).splitlines()
    return one("new", "\n".join([*words[:6], "Nobody in the town hall would say more."]), "2024-02-20T09:00:00Z")


def assert_same(found: pv.Trace, expected: pv.Trace) -> None:
    for name, rows in expected.tables().items():
        pd.testing.assert_frame_equal(found.tables()[name], rows, obj=name)


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> pv.Archive:
    """Sixty strangers, added at once; tests only read it."""
    archive = pv.Archive(tmp_path_factory.mktemp("archive") / "full")
    archive.add(table(range(60)))
    return archive


def test_the_same_articles_twice_leave_the_same_bytes(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    assert archive.add(table(range(9))) == (9, 0, 9)
    before = held(tmp_path / "a")
    assert archive.add(table(range(9))) == (0, 9, 9)
    assert held(tmp_path / "a") == before
    pv.Archive(tmp_path / "b").add(table(range(9)))
    assert held(tmp_path / "b") == before


def test_articles_added_one_by_one_are_found_as_those_added_at_once(full, tmp_path):
    archive = pv.Archive(tmp_path / "a")
    for n in range(60):
        archive.add(table([n]))
    assert len(archive) == 60
    for new in (copied(3), copied(41), one("new", story(200))):
        one_by_one, at_once = archive.find(new), full.find(new)
        assert one_by_one.sharing == at_once.sharing
        assert_same(one_by_one.trace, at_once.trace)


def test_many_small_additions_become_few_parts_that_hold_every_article(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    for n in range(70):
        archive.add(table([n]))
    state = _parts.manifest(tmp_path / "a")
    assert [segment.first for segment in state.segments] == list(
        np.cumsum([0, *(segment.rows for segment in state.segments)])[:-1]
    )
    assert len(state.segments) <= 14
    assert {path.name for path in (tmp_path / "a" / "parts").iterdir()} == {
        part.file for segment in state.segments for part in segment.parts.values()
    }
    traced = archive.trace("2024-01-01")
    assert dict(zip(traced.articles["article"], traced.articles["text"], strict=True)) == {
        f"n{n:03}": story(n) for n in range(70)
    }


def test_find_says_of_two_articles_what_tracing_the_two_says(full):
    new = copied(17)
    found = full.find(new)
    assert found.sharing == 1
    assert_same(found.trace, pv.trace(pd.concat([table([17]), new], ignore_index=True)))
    assert found.sources()["article"].tolist() == ["n017"]
    assert found.sources()["sentences"].tolist() == [6]


def test_the_new_article_is_not_added_and_one_that_shares_nothing_has_no_source(full):
    found = full.find(one("new", story(300)))
    assert (found.sharing, len(found.sources()), len(full)) == (0, 0, 60)


def test_an_article_that_is_there_is_not_its_own_source_and_another_of_its_name_is_told_apart(full):
    assert full.find(table([5])).sharing == 0
    found = full.find(copied(5).assign(article="n005"))
    assert found.article == "n005 (new)"
    assert found.sources()["article"].tolist() == ["n005"]


def test_of_a_story_that_everybody_prints_the_earliest_are_compared_and_a_rare_source_is_not_lost(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    many = pd.DataFrame(
        {"article": [f"r{n:03}" for n in range(80)], "text": [f"{story(1)}\nDesk {n}." for n in range(80)]}
    )
    days = [f"2024-03-{1 + (n * 11) % 28:02}T0{n % 10}:00:00Z" for n in range(80)]
    archive.add(pd.concat([many.assign(published=days), table(range(2, 9))], ignore_index=True))
    found = archive.find(one("new", f"{story(1)}\n{story(6, 3)}", "2024-04-02T09:00:00Z"))
    names = found.sources()["article"].tolist()
    assert found.sharing == 81 and len(names) == Near().most
    assert "n006" in names
    first = min(range(80), key=lambda n: (days[n], n))
    assert f"r{first:03}" in names


def test_furniture_of_very_many_articles_makes_no_candidate():
    cards = _near.Cards(np.arange(100), np.array([b"x"] * 100), np.full(100, 60))
    rows = {"hash": pa.array([7, 8] * 100, pa.uint64()), "number": pa.array(np.repeat(np.arange(100), 2), pa.uint32())}
    assert _near.nearest(pa.table(rows), 60, cards, Near()) == ([], 0)
    few = pa.table(rows).slice(0, 20)
    assert _near.nearest(few, 60, cards, Near(most=3)) == ([0, 1, 2], 10)


def test_trace_takes_the_articles_since_a_day_and_their_earlier_sources(full, tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(20)))
    archive.add(copied(17))
    traced = archive.trace("2024-02-01")
    assert_same(traced, pv.trace(pd.concat([table([17]), copied(17)], ignore_index=True)))
    with pytest.raises(InputError, match="no article since 2025-01-01"):
        archive.trace("2025-01-01")
    with pytest.raises(OptionError, match="'last week' is no date"):
        archive.trace("last week")


def test_a_name_that_is_there_with_another_text_is_refused_and_nothing_is_added(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(4)))
    before = held(tmp_path / "a")
    with pytest.raises(TableError, match="'n002' is there with another text: give this article another name"):
        archive.extend([table(range(4, 8)), one("n002", story(50))])
    assert held(tmp_path / "a") == before
    with pytest.raises(TableError, match="'n009' is there with another text"):
        archive.extend([one("n009", story(9)), one("n009", story(10))])
    assert held(tmp_path / "a") == before


def test_given_columns_come_back_as_they_were_given(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    given = table([1, 2, 3], outlet=["The Quay", None, "Inland"], title=[None, None, "On bridges"])
    archive.add(given.assign(published=pd.to_datetime(given["published"], utc=True)))
    expected = pv.trace(given.assign(published=pd.to_datetime(given["published"], utc=True)))
    assert_same(archive.trace("2024-01-01"), expected)


def test_an_empty_archive_answers_and_a_folder_without_one_says_so(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    assert archive.extend([]) == (0, 0, 0)
    assert archive.find(copied(1)).sharing == 0
    assert len(archive.check()) == 0
    with pytest.raises(InputError, match="no article since"):
        archive.trace("2024-01-01")
    for ask in (lambda a: a.find(copied(1)), lambda a: a.trace("2024-01-01"), lambda a: a.check(), len):
        with pytest.raises(OutputError, match=r"not an archive: no archive.json; make one with provenance archive add"):
            ask(pv.Archive(tmp_path / "b"))
    assert not (tmp_path / "b").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear sir")
    with pytest.raises(OutputError, match=r"holds 'letter.txt' and is no archive: choose another folder"):
        pv.Archive(tmp_path).add(table([1]))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_addition_that_fails_first_leaves_no_folder(tmp_path):
    with pytest.raises(InputError):
        pv.Archive(tmp_path / "a").add(tmp_path / "nowhere")
    assert not (tmp_path / "a").exists()


def test_a_second_writer_is_refused_and_readers_see_the_old_state(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(10)))
    seen: list[int] = []

    def batches() -> Iterator[pd.DataFrame]:
        yield table(range(10, 20))
        with pytest.raises(OutputError, match=f"process {os.getpid()} is adding to it: wait until it is done"):
            pv.Archive(tmp_path / "a").add(table([50]))
        for reader in (archive, pv.Archive(tmp_path / "a")):
            seen.append(reader.find(copied(15)).sharing)
            seen.append(len(reader))
        yield table(range(20, 25))

    archive.extend(batches())
    assert seen == [0, 10, 0, 10]
    assert (archive.find(copied(15)).sharing, len(archive)) == (1, 25)


def test_a_reader_whose_parts_were_swept_away_reads_the_next_state(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    for n in range(7):
        archive.add(table([n]))
    states: list[int] = []

    def read(seen) -> pd.DataFrame:
        states.append(seen.state.rows)
        if len(states) == 1:
            pv.Archive(tmp_path / "a").add(table([7]))
        return seen.articles(range(7))

    assert archive._read(read)["article"].tolist() == [f"n{n:03}" for n in range(7)]
    assert states == [7, 8]


CHILD = """
import sys
import test_archive_store as t, provenance as pv
print("ready", flush=True)
pv.Archive(sys.argv[1]).extend(t.table(range(n, n + 4)) for n in range(0, 400, 4))
"""


@pytest.mark.parametrize("files", [1, 5, 11])
def test_a_writer_that_is_killed_leaves_what_was_there_and_the_next_goes_on(files, tmp_path):
    place = tmp_path / "a"
    archive = pv.Archive(place)
    archive.add(table(range(0, 40, 4)))
    before, finds = held(place), archive.find(copied(8))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-c", CHILD, str(place)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"ready\n"
        while len(list((place / "parts").iterdir())) < 3 + files:
            assert child.poll() is None
            time.sleep(0.001)
        with pytest.raises(OutputError, match=f"process {child.pid} is adding to it"):
            pv.Archive(place).add(table([399]))
        child.send_signal(signal.SIGKILL)
    after = held(place)
    assert {name: after.get(name) for name in before} == before
    assert_same(pv.Archive(place).find(copied(8)).trace, finds.trace)
    assert (archive.check()["wrong"] == "").all()
    told: list[str] = []
    assert archive.add(table(range(44)), note=told.append) == (34, 10, 44)
    assert told == [f"{place}: process {child.pid} was ended while it was adding; what it had not finished is left out"]
    undisturbed = pv.Archive(tmp_path / "b")
    undisturbed.add(table(range(0, 40, 4)))
    undisturbed.add(table(range(44)))
    assert held(place) == held(tmp_path / "b")


@pytest.mark.parametrize("kind", _parts.KINDS)
def test_a_part_that_was_changed_is_named_by_check(kind, tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(5)))
    assert (archive.check()["wrong"] == "").all()
    path = next((tmp_path / "a" / "parts").glob(f"{kind}-*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    wrong = archive.check().query("wrong != ''")
    assert wrong[["part", "wrong"]].to_numpy().tolist() == [[str(path), "not as it was written: its digest differs"]]
    path.unlink()
    assert archive.check().query("wrong != ''")["wrong"].tolist() == ["cannot be read: No such file or directory"]
    with pytest.raises(OutputError, match=rf"a part of it cannot be read .*: provenance archive check {tmp_path}/a"):
        pv.Archive(tmp_path / "a").find(copied(1), near=Near(most=2))


def rewritten(folder: Path, **facts) -> None:
    """The manifest with other facts, and a digest that fits them."""
    path = folder / "archive.json"
    made = json.loads(path.read_bytes()) | facts
    del made["sha256"]
    made["sha256"] = _parts.digest(_parts._json(made))
    path.write_bytes(_parts._json(made))


def test_a_format_that_is_not_known_is_refused_and_a_newer_one_that_can_be_read_is_read(tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(8)))
    rewritten(tmp_path / "a", format=_parts.FORMAT + 1, colour="a key of tomorrow")
    assert archive.find(copied(3), near=Near(most=2)).sharing == 1
    before = held(tmp_path / "a")
    with pytest.raises(OutputError, match=r"archive.json: format 2 cannot be written here, 1 can: use a newer"):
        archive.add(table([9]))
    assert held(tmp_path / "a") == before
    rewritten(tmp_path / "a", needs=_parts.FORMAT + 1)
    with pytest.raises(OutputError, match=r"archive.json: format 2 cannot be read here, 1 can: use a newer"):
        archive.find(copied(3))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 1, "needs": 1}'])
def test_a_manifest_that_is_not_as_it_was_written_is_one_line(content, tmp_path):
    archive = pv.Archive(tmp_path / "a")
    archive.add(table(range(3)))
    (tmp_path / "a" / "archive.json").write_bytes(content)
    for ask in (lambda: archive.find(copied(1)), archive.check, lambda: archive.add(table([4]))):
        with pytest.raises(OutputError, match=r"archive\.json: ") as said:
            ask()
        assert "\n" not in str(said.value)


def test_more_than_one_article_is_refused(full):
    with pytest.raises(TableError, match="2 articles, not one"):
        full.find(table([1, 2]))


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*args: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["provenance", *map(str, args)])
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def test_the_verbs_add_find_trace_and_check(run, tmp_path):
    table(range(12)).rename(columns={"article": "id"}).to_csv(tmp_path / "a.csv", index=False)
    copied(7).rename(columns={"article": "id"}).to_csv(tmp_path / "new.csv", index=False)
    place = tmp_path / "archive"
    code, out, err = run("archive", "add", place, tmp_path / "a.csv")
    assert (code, out) == (0, "12 added, 0 there already: 12 articles in the archive\n")
    code, out, err = run("archive", "add", place, tmp_path / "a.csv", "--json", "-q")
    assert (code, json.loads(out), err) == (0, [{"new": 0, "known": 12, "articles": 12}], "")
    code, out, err = run("archive", "find", place, tmp_path / "new.csv", "-q")
    assert code == 0 and "n007" in out.replace("\n", "") and "Compared with 1 article of the archive:" in out
    code, out, err = run("archive", "find", place, tmp_path / "new.csv", "-q", "--json")
    (source,) = json.loads(out)
    assert source["article"] == "n007"
    assert [row["a"] == row["b"] for row in source["sentences"] if row["a"] and row["b"]] == [True] * 6
    code, out, err = run("archive", "find", place, tmp_path / "a.csv", "-q")
    assert (code, err) == (2, f"provenance: {tmp_path}/a.csv: 12 articles, not one: give a file with one article\n")
    run("archive", "add", place, tmp_path / "new.csv", "-q")
    code, out, err = run("archive", "trace", place, "--since", "2024-02-01", "--out", tmp_path / "run", "--kind", "dot")
    assert code == 0 and (tmp_path / "run" / "lineage.dot").exists()
    assert set(pv.load(tmp_path / "run").articles["article"]) == {"n007", "new"}
    assert run("archive", "trace", place, "--since", "2024-02-01", "--out", tmp_path / "run")[0] == 2
    code, out, err = run("archive", "check", place)
    assert code == 0 and "6 parts" in out and "all as they were written" in out
    part = next((place / "parts").glob("cards-*"))
    part.write_bytes(b"")
    code, out, err = run("archive", "check", place)
    assert code == 2 and str(part) in out and str(part) in err
    assert len(err.splitlines()) == 1


WITHOUT_LOCKS = """
import sys
sys.modules["fcntl"] = None
import provenance as pv
from provenance.errors import OutputError
try:
    pv.Archive(sys.argv[1]).add(pv.read(sys.argv[2]))
except OutputError as problem:
    print(problem)
"""


def test_where_the_system_has_no_file_locks_all_but_adding_works_and_adding_says_so_in_a_line(tmp_path):
    (tmp_path / "a.txt").write_text(story(1), encoding="utf-8")
    asked = [sys.executable, "-c", WITHOUT_LOCKS, str(tmp_path / "held"), str(tmp_path / "a.txt")]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert said.count("\n") == 1 and "cannot lock an archive" in said
    assert not (tmp_path / "held").exists()
