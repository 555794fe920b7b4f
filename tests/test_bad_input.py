"""What people will feed it: each case ends in an honest result, or in one line, exit code 2, nothing half-written."""

import codecs
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import provenance
from provenance import cli

ROOT = Path(__file__).resolve().parent.parent
STORY = (
    "The minister said on Thursday that talks in the capital would go on until Friday.\n\n"
    "Farmers from the northern valleys had driven their tractors to the gates of the parliament the night before.\n\n"
    "A spokeswoman for the port of Aldwick said forty ships were waiting outside the harbour for a berth.\n\n"
    "Nobody was hurt when the roof of the old market hall came down shortly after midnight, the police said.\n"
)
OTHER = (
    "Prices of winter wheat rose for the third week running as rain kept harvesters off the fields.\n\n"
    "The central bank left its main rate where it was, and hinted that it would stay there into spring.\n"
)
ACCENTED = "Le Premier ministre a déclaré jeudi que l’été serait « très » chaud, selon les météorologues.\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """The command line in this process, through the `main` that is installed."""

    def call(*args: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["provenance", *map(str, args)])
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return call


def process(*args: str | Path, **more) -> Ran:
    """The command line as a process of its own, with nothing stubbed."""
    command = [sys.executable, "-m", "provenance", *map(str, args)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, **more)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def listed(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def put(folder: Path, **texts: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refused(done: Ran, *says: str | Path) -> None:
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("provenance: ")
    for words in says:
        assert str(words) in done.err


def traced(run, folder: Path, out: Path) -> provenance.Trace:
    done = run("trace", folder, "--out", out, "--kind", "", "--quiet")
    assert done.code == 0, done.err
    assert done.err == ""
    assert done.out.strip()
    assert {path.name for path in out.iterdir()} == {"tables", "run.json"}
    return provenance.load(out)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file or folder"),
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00", "binary"),
        (b"One\x00two", "NUL bytes"),
        (codecs.BOM_UTF8 + b"caf\xe9", "not text in utf-8"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "not text in utf-16-le"),
        (bytes(range(128, 256)), "save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("verb", ["trace", "strip", "compare"])
def test_a_file_that_cannot_be_read_is_one_line(run, tmp_path, verb, content, says):
    bad = tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    before = listed(tmp_path)
    more = {"trace": ["--out", tmp_path / "out"], "strip": [], "compare": [bad]}[verb]
    refused(run(verb, bad, *more, "--quiet"), bad, says)
    assert listed(tmp_path) == before


def test_the_same_holds_for_a_process_of_its_own(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"One\x00two")
    refused(process("trace", bad, "--out", tmp_path / "out", "--kind", ""), bad, "NUL bytes")
    assert listed(tmp_path) == {"bad.txt"}


def test_an_empty_folder_is_one_line(run, tmp_path):
    (tmp_path / "in").mkdir()
    refused(run("trace", tmp_path / "in", "--out", tmp_path / "out"), tmp_path / "in", "no article in it")
    assert listed(tmp_path) == {"in"}


def test_a_folder_of_pictures_says_why_it_is_empty(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").write_bytes(b"\xff\xd8")
    done = run("trace", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
    refused(done, "no article in it (1 skipped, the first: ", "a.jpg: no reader for .jpg")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("cp1252", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-8", codecs.BOM_UTF8),
    ],
)
def test_an_old_encoding_is_read_right_and_a_guess_is_told(run, tmp_path, encoding, mark):
    put(tmp_path / "in", old=mark + ACCENTED.encode(encoding), new=ACCENTED)
    done = run("trace", tmp_path / "in", "--out", tmp_path / "out", "--kind", "")
    assert done.code == 0
    assert set(provenance.load(tmp_path / "out").articles["text"]) == {ACCENTED}
    assert ("old.txt: guessed: " in done.err) == (not mark)


def test_one_article_is_an_honest_result(run, tmp_path):
    made = traced(run, put(tmp_path / "in", only=STORY), tmp_path / "out")
    assert made.edges.empty
    assert made.audit["taken_from"].tolist() == [""]


def test_two_identical_articles_are_a_tie_and_never_an_arrow(run, tmp_path):
    made = traced(run, put(tmp_path / "in", a=STORY, b=STORY), tmp_path / "out")
    assert made.verdicts["says"].tolist() in (["common"], ["undecided"])
    assert not set(made.edges["parent"]) & {"a", "b"}
    verdict = made.verdicts.iloc[0]
    assert verdict["p_a_to_b"] == pytest.approx(verdict["p_b_to_a"])


def test_strangers_stay_strangers(run, tmp_path):
    made = traced(run, put(tmp_path / "in", a=STORY, b=OTHER), tmp_path / "out")
    assert made.edges.empty
    assert set(made.verdicts["says"]) <= {"none"}


@pytest.mark.parametrize("text", ["One sentence, no more.", "word", "…", "7", "\u200b", "🙂" * 50, "a\n" * 500])
def test_an_article_of_next_to_nothing_is_traced_to_nothing(run, tmp_path, text):
    made = traced(run, put(tmp_path / "in", a=text, b=STORY), tmp_path / "out")
    assert made.articles.set_index("article")["text"]["a"] == text
    assert made.edges.empty


def test_an_article_that_is_all_furniture_has_no_story_and_no_parent(run, tmp_path):
    menu = "READ MORE: Talks go on in the capital\n\nREAD MORE: Farmers drive on\n\nSubscribe to our newsletter\n"
    made = traced(run, put(tmp_path / "in", a=menu, b=STORY), tmp_path / "out")
    assert "a" not in set(made.sentences["article"])
    assert made.edges.empty
    assert set(made.audit["article"]) == {"a", "b"}


def test_two_megabytes_in_one_line_come_through(run, tmp_path):
    words = STORY.replace("\n\n", " ").replace("\n", " ")
    line = "".join(words.replace("forty", f"{n} and {n * 7}") for n in range(2_000_000 // len(words) + 1))
    made = traced(run, put(tmp_path / "in", long=line, b=STORY), tmp_path / "out")
    assert made.articles.set_index("article")["text"]["long"] == line
    assert len(line) >= 2_000_000


@pytest.mark.parametrize(
    "name", ["two\nlines", "<script>alert(1)", "=cmd|'calc'!A1", "-rf", "~Reuters", "a'b\"c", " ", "[red]"]
)
def test_a_hostile_file_name_is_only_a_name(run, tmp_path, name):
    folder = put(tmp_path / "in", b=STORY)
    (folder / f"{name}.txt").write_text(STORY)
    made = traced(run, folder, tmp_path / "out")
    assert len(made.articles) == 2
    assert not made.articles["article"].str.contains("\n").any()
    assert "~Reuters" not in set(made.articles["article"])
    done = run("audit", tmp_path / "out", "--json")
    assert len(json.loads(done.out)) == 2


def test_a_name_with_a_leading_dash_can_be_given_after_two_dashes(run, tmp_path, monkeypatch):
    monkeypatch.chdir(put(tmp_path / "in", **{"-rf": STORY}))
    assert run("strip", "--quiet", "--", "-rf.txt").code == 0
    refused(run("strip", "-rf.txt"), "--help")


def test_a_missing_file_with_a_line_end_in_its_name_is_still_one_line(run, tmp_path):
    refused(run("strip", tmp_path / "two\nlines\x1bc.txt"), "two\\nlines\\x1bc.txt: no such file")


def test_what_stands_in_the_output_folder_is_never_lost(run, tmp_path):
    folder = put(tmp_path / "in", a=STORY)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    for force in ([], ["--force"]):
        refused(run("trace", folder, "--out", tmp_path / "out", *force), tmp_path / "out", "thesis.txt")
    assert listed(tmp_path) == {"in", "in/a.txt", "out", "out/thesis.txt"}


def test_a_run_is_replaced_with_force_only(run, tmp_path):
    traced(run, put(tmp_path / "in", a=STORY), tmp_path / "out")
    before = (tmp_path / "out" / "run.json").read_bytes()
    put(tmp_path / "in", b=OTHER)
    refused(run("trace", tmp_path / "in", "--out", tmp_path / "out"), tmp_path / "out", "--force")
    assert (tmp_path / "out" / "run.json").read_bytes() == before
    assert run("trace", tmp_path / "in", "--out", tmp_path / "out", "--kind", "", "--force").code == 0
    assert len(provenance.load(tmp_path / "out").articles) == 2


@pytest.mark.parametrize("where", ["file", "file/run", "/proc/provenance/run", "x" * 300])
def test_where_nothing_can_be_written_nothing_is_begun(run, tmp_path, where):
    folder = put(tmp_path / "in", a=STORY)
    (tmp_path / "file").write_text("mine")
    before = listed(tmp_path)
    done = run("trace", folder, "--out", tmp_path / where, "--quiet")
    refused(done, tmp_path / where, "choose another folder")
    assert listed(tmp_path) == before
    assert (tmp_path / "file").read_text() == "mine"


def test_a_disk_without_room_leaves_nothing_behind(tmp_path):
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    folder = put(tmp_path / "in", a=STORY, b=OTHER)
    out = tmp_path / "deep" / "run"
    done = process("trace", folder, "--out", out, "--kind", "", "--quiet", preexec_fn=no_room)
    refused(done, out, "File too large")
    assert listed(tmp_path) == {"in", "in/a.txt", "in/b.txt"}


def test_a_disk_without_room_leaves_the_run_that_was_there(run, tmp_path):
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    traced(run, put(tmp_path / "in", a=STORY), tmp_path / "run")
    before = {path: path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file()}
    put(tmp_path / "in", b=OTHER)
    again = ("trace", tmp_path / "in", "--out", tmp_path / "run", "--kind", "", "--quiet", "--force")
    refused(process(*again, preexec_fn=no_room), "File too large")
    refused(process("export", tmp_path / "run", "--to", "csv", preexec_fn=no_room), "File too large")
    assert {path: path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("verb", ["audit", "why", "claim", "report", "export"])
def test_what_is_no_run_is_one_line(run, tmp_path, verb):
    more = {"why": ["a", "b"], "claim": ["a > b"], "export": ["--to", "csv"]}.get(verb, [])
    if verb == "report":
        more = ["--kind", "csv"]
    for place in (tmp_path, tmp_path / "missing"):
        refused(run(verb, place, *more), f"{place} is not a run: no run.json; make one with provenance trace")
    assert listed(tmp_path) == set()


def test_a_damaged_run_names_the_table(run, tmp_path):
    traced(run, put(tmp_path / "in", a=STORY), tmp_path / "out")
    (tmp_path / "out" / "tables" / "verdicts.parquet").write_bytes(b"PAR1")
    refused(run("audit", tmp_path / "out"), "verdicts.parquet: not as it was written")


def test_one_file_cannot_be_compared_with_itself(run, tmp_path):
    folder = put(tmp_path / "in", a=STORY)
    refused(run("compare", folder / "a.txt", folder / "a.txt", "--quiet"), "give two different files")


def test_two_strangers_can_be_compared_and_share_nothing(run, tmp_path):
    folder = put(tmp_path / "in", a=STORY, b=OTHER)
    done = run("compare", folder / "a.txt", folder / "b.txt", "--quiet")
    assert (done.code, done.out) == (0, f"{folder / 'a.txt'} and {folder / 'b.txt'} share no sentence.\n")


# -- tables, archives and odd files ------------------------------------------------------------------------------

ROWS = "id,text,date\n1,The minister said on Thursday that talks would go on.,2021-07-08\n"


def peak(*args: str | Path) -> tuple[Ran, int]:
    """The command as a process of its own, and the most memory it held, in MB; hung if it takes over a minute."""
    script = (
        "import runpy, sys\n"
        "sys.argv = ['provenance', *sys.argv[1:]]\n"
        "try: runpy.run_module('provenance', run_name='__main__')\n"
        "finally:\n"
        "  held = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "  print('PEAK', held.split()[1], file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script, *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    err, _, held = done.stderr.rpartition("PEAK ")
    return Ran(done.returncode, done.stdout, err), int(held) // 1024


@pytest.mark.parametrize("name", ["a.csv", "b.csv", "a.jsonl", "a.json", "a.txt", "a.html", "a.zip", "a.parquet"])
def test_a_hundred_megabytes_in_one_cell_are_refused_within_a_gigabyte(tmp_path, name):
    words = "the minister said \n" * (100_000_000 // 19)
    line = words.replace("\n", " ")
    path = tmp_path / "in" / name
    path.parent.mkdir()
    if name == "a.zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.writestr("a.csv", f"text\n{line}\n{STORY.splitlines()[0]}\n")
    elif name == "a.parquet":
        pq.write_table(pa.table({"text": [line, STORY]}), path)
    else:
        made = {
            "a.csv": lambda: f"text\n{line}\n", "b.csv": lambda: f'text\n"{words}"\n', "a.txt": lambda: line,
            "a.jsonl": lambda: json.dumps({"text": line}) + "\n", "a.json": lambda: json.dumps([{"text": line}]),
            "a.html": lambda: f"<html><body><p>{line}</p></body></html>",
        }[name]  # fmt: skip
        path.write_text(made())
    put(tmp_path / "in", other=STORY)
    done, held = peak("strip", tmp_path / "in", "--json")
    assert done.code == 0
    assert f"{name}" in done.err
    assert "32 M" in done.err or "million" in done.err or "no article is that long" in done.err
    assert held < 1024


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.zip", "a.html"])
def test_a_pipe_a_device_and_a_loop_are_refused_and_never_waited_for(run, tmp_path, name):
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / name)
    refused(run("strip", tmp_path / "pipe" / name, "-q"), "not a regular file")
    (tmp_path / "device").mkdir()
    (tmp_path / "device" / name).symlink_to("/dev/zero")
    refused(run("strip", tmp_path / "device" / name, "-q"), "not a regular file")
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / name).symlink_to(name)
    refused(run("strip", tmp_path / "loop" / name, "-q"), "a link that leads nowhere")
    put(tmp_path, ok=STORY)
    done = run("strip", tmp_path)
    assert done.code == 0
    assert "read 1 article, skipped 3" in done.err


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.zip", "a.html", "a.parquet", "a.xlsx", "a.warc"])
def test_a_file_that_the_system_will_not_read_is_one_line(run, tmp_path, name):
    # The owner of the machine may read any file but this one, which has no first byte.
    (tmp_path / name).symlink_to("/proc/self/mem")
    refused(run("strip", tmp_path / name, "-q"), tmp_path / name)
    put(tmp_path, ok=STORY)
    assert "read 1 article, skipped 1" in run("strip", tmp_path).err


def test_a_file_without_permission_is_skipped_in_a_folder_and_named(tmp_path):
    """For root too, who is made somebody else while it is read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    put(folder, ok=STORY, shut=STORY)
    (folder / "shut.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
    somebody = os.geteuid()
    notes = []
    try:
        if somebody == 0:
            os.seteuid(65534)
        articles = provenance.read(folder, note=notes.append)
    finally:
        os.seteuid(somebody)
        shutil.rmtree(folder)
    assert articles["article"].tolist() == ["ok"]
    assert {Path(note.path).name for note in notes} == {"shut.txt", "closed"}
    assert all("ermission" in note.reason for note in notes)


def test_a_file_that_vanishes_while_the_folder_is_read_is_told(tmp_path):
    put(tmp_path, a=STORY, b=STORY, c=STORY)
    notes = []
    pieces = provenance.batches(tmp_path, size=1, note=notes.append)
    first = next(pieces)
    (tmp_path / "c.txt").unlink()
    rest = list(pieces)
    assert [len(piece) for piece in (first, *rest)] == [1, 1]
    assert [(Path(note.path).name, note.what) for note in notes] == [("c.txt", "skipped")]


def test_a_table_of_odd_dates_and_stray_marks_is_traced_and_told(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_bytes(
        ROWS.encode()
        + b'2,words of the year nothing,0000-00-00\n3,words of the last year,9999-12-31\n4,"stray "mark" here",\n'
        + "5,café and more words,2021-07-08\n".encode("cp1252")
        + b"6,a NUL \0 in it,\n7,,\n8,one,cell,more\n"
    )
    done = run("trace", tmp_path / "in", "--out", tmp_path / "out", "--kind", "")
    assert done.code == 0
    assert "read 4 articles, skipped 4" in done.err
    articles = provenance.load(tmp_path / "out").articles
    assert articles["article"].tolist() == ["1", "2", "3", "5"]
    assert articles["published"].notna().tolist() == [True, False, False, True]


@pytest.mark.parametrize("verb", ["trace", "strip"])
def test_strict_is_one_line_and_nothing_is_written(run, tmp_path, verb):
    put(tmp_path / "in", a=STORY)
    (tmp_path / "in" / "b.csv").write_text(f"{ROWS}2,,\n")
    more = ["--out", tmp_path / "out"] if verb == "trace" else []
    refused(run(verb, tmp_path / "in", *more, "--strict", "-q"), "b.csv: row 2: no text")
    assert not (tmp_path / "out").exists()


def test_a_column_that_is_none_of_ours_is_one_line(run, tmp_path):
    put(tmp_path / "in", a=STORY)
    refused(run("strip", tmp_path / "in", "--column", "words=text", "-q"), "'words'", "text=body")
    refused(run("strip", tmp_path / "in", "--column", "text", "-q"), "text=body")


FLIPPED = """
import io, sys, warnings
import pyarrow as pa, pyarrow.parquet as pq
from pathlib import Path
from provenance.errors import InputError
from provenance.readers import read
warnings.simplefilter("ignore")
path, held = Path(sys.argv[1]), io.BytesIO()
pq.write_table(pa.table({"text": ["words", None]}), held)
whole = held.getvalue()
for at in range(len(whole) - 8 - int.from_bytes(whole[-8:-4], "little"), len(whole)):
    for bit in (1, 4):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            read(path)
        except InputError as problem:
            assert "\\n" not in str(problem)
print("through")
"""


def test_no_damage_to_what_a_parquet_file_says_of_itself_ends_the_process(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FLIPPED, tmp_path / "a.parquet"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (0, "through\n"), done.stderr[-400:]


def test_plain_text_does_not_wait_for_what_reads_pages(tmp_path):
    put(tmp_path, a=STORY)
    script = (
        "import sys; from provenance.readers import read; read(sys.argv[1])\n"
        "print(sorted(set(sys.modules) & {'trafilatura', 'charset_normalizer', 'tld'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[]\n"
