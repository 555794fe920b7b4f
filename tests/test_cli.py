"""The command line: data to stdout, talk to stderr, exit codes that keep their word, and terminals left in peace."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import provenance
from provenance import cli

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
VERBS = ("trace", "strip", "why", "compare", "claim", "audit", "report", "export")
NAMES = ["000_72f15b7c3e99831b", "001_c7a5f5445bcf9b6e", "002_d2c01e1c3ef9d8cf", "003_adcf88be15cee713"]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """The command line in this process: the very `main` that is installed, with its exit code and both streams."""

    def call(*args: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["provenance", *map(str, args)])
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "run"
    provenance.trace(provenance.read(sorted(SEEDS.glob("*.txt")))).save(folder)
    return folder


def process(*args: str | Path, **more) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "provenance", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **more)


def on_a_terminal(*args: str | Path, columns: int = 80, **more: str) -> str:
    """What a person sees: both streams of a true process on a pseudo terminal of that width."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), **more}
    env.pop("NO_COLOR", None) if "NO_COLOR" not in more else None
    command = [sys.executable, "-m", "provenance", *map(str, args)]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux ends a closed terminal with EIO
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    assert child.wait() == 0, seen.decode()
    return seen.decode().replace("\r\n", "\n")


def uncoloured(seen: str) -> str:
    return re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", seen)


def test_trace_does_the_whole_job_and_prints_the_lineage(run, tmp_path):
    done = run("trace", SEEDS, "--out", tmp_path / "run", "--kind", "dot", "--claim", "Reuters > TRT World")
    assert done.code == 0
    assert "TRT World" in done.out
    assert "(not seen)" in done.out
    assert "read 5 articles" in done.err
    assert "written to" in done.err
    assert {path.name for path in (tmp_path / "run").iterdir()} == {"lineage.dot", "run.json", "tables"}
    assert "Reuters > TRT World" in set(provenance.load(tmp_path / "run").claims["claim"])


def test_days_leaves_articles_uncompared_that_were_published_further_apart(run, tmp_path):
    text = "The ferry to the island will not sail on Monday, because the harbour is full of ice, the company said."
    rows = [f'{{"text": "{text}", "published": "2031-05-{day}", "outlet": "Paper {day}"}}' for day in ("01", "11")]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    for days, pairs in (("9", 0), ("11", 1)):
        out = tmp_path / days
        assert run("trace", tmp_path / "in.jsonl", "--out", out, "--kind", "dot", "--days", days).code == 0
        assert len(provenance.load(out).verdicts) == pairs
    refused = run("trace", tmp_path / "in.jsonl", "--out", tmp_path / "zero", "--days", "0")
    assert (refused.code, refused.out) == (2, "")


def test_a_file_without_a_reader_is_told_on_stderr_and_the_count_with_it(run, tmp_path):
    (tmp_path / "a.txt").write_text("One sentence.")
    (tmp_path / "README.md").write_text("words")
    done = run("strip", tmp_path)
    assert f"{tmp_path}/README.md: skipped: no reader for .md" in done.err
    assert "read 1 article, skipped 1" in done.err
    assert "README" not in done.out
    assert run("strip", tmp_path, "--quiet").err == ""


def test_many_skipped_files_are_told_as_a_number(run, tmp_path):
    (tmp_path / "a.txt").write_text("One sentence.")
    for at in range(130):
        (tmp_path / f"{at:03d}.jpg").write_bytes(b"")
    told = run("strip", tmp_path).err.splitlines()
    assert len(told) == 102
    assert told[-2:] == ["... and 30 more skipped", "read 1 article, skipped 130"]


def test_a_table_is_traced_with_its_columns_mapped(run, tmp_path):
    (tmp_path / "a.csv").write_text("Nr,Wortlaut\n1,The minister said that talks would go on.\n2,Wheat rose again.\n")
    assert "--column text=body" in run("strip", tmp_path, "-q").err
    maps = ["--column", "text=Wortlaut", "--column", "article=Nr"]
    done = run("trace", tmp_path, "--out", tmp_path / "run", "--kind", "", *maps)
    assert done.code == 0
    assert provenance.load(tmp_path / "run").articles["article"].tolist() == ["1", "2"]


def test_help_names_the_formats_that_are_read(run):
    for verb in ("trace", "strip"):
        told = run(verb, "--help").out
        for name in (".txt", ".html", "CSV", "TSV", "XLSX", "JSON", "Parquet", "WARC", "ZIP", "TAR", "articles.csv"):
            assert name in told


@pytest.mark.parametrize(
    "args",
    [
        ("why", "001", "003"),
        ("audit",),
        ("claim", "Reuters > TRT World > Devdiscourse"),
    ],
)
def test_json_is_the_table_and_nothing_else(run, seeds, args):
    done = run(args[0], seeds, *args[1:], "--json")
    records = json.loads(done.out)
    assert done.code == 0
    assert all(isinstance(record, dict) for record in records)
    assert records


def test_json_of_every_verb_that_reads_texts(run, tmp_path):
    traced = run("trace", SEEDS, "--out", tmp_path / "run", "--kind", "", "--json", "-q")
    edges = json.loads(traced.out)
    assert {"parent", "child", "share", "p"} <= set(edges[0])
    marks = json.loads(run("strip", SEEDS, "--json", "-q").out)
    texts = {p.stem: p.read_bytes().decode() for p in SEEDS.glob("*.txt")}
    assert all(texts[m["article"]][m["start"] : m["end"]] == m["words"] for m in marks)
    rows = json.loads(run("compare", *sorted(SEEDS.glob("00[13]*.txt")), "--json", "-q").out)
    assert {row["kind"] for row in rows} >= {"same"}


def test_why_gives_the_strongest_reason_first(run, seeds):
    records = json.loads(run("why", seeds, "001", "003", "--json").out)
    weights = [max(abs(record[story]) for story in ("a_to_b", "b_to_a", "common")) for record in records]
    assert weights == sorted(weights, reverse=True)
    text = run("why", seeds, "003", "001").out
    assert "B from A" in text
    assert "shared slips: " in text


def test_an_article_may_be_named_by_outlet_name_or_its_beginning(run, seeds):
    said = {run("why", seeds, a, "003").out for a in ("001", "trt world", NAMES[1])}
    assert len(said) == 1
    for name, says in (("00", "may mean"), ("nobody", "no article is called 'nobody': known are 000")):
        done = run("why", seeds, name, "003")
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert done.err.count("\n") == 1


def test_a_claim_is_told_hop_by_hop(run, seeds):
    lines = run("claim", seeds, "Reuters > TRT World > Devdiscourse").out.splitlines()
    hops = [line for line in lines if not line.startswith("  ")]
    assert hops[0].startswith("Reuters > TRT World: supported")
    assert hops[1].startswith("TRT World > Devdiscourse: contradicted")
    done = run("claim", seeds, "Reuters > Nobody")
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_audit_names_outlets_and_credits(run, seeds):
    told = run("audit", seeds).out
    assert "Devdiscourse" in told
    assert "full credit" in told


def test_strip_says_what_by_which_rule_and_why(run):
    told = run("strip", SEEDS, "-q").out
    for name in NAMES:
        assert name in told
    assert "related" in told
    assert "READ MORE" in told


def test_edits_are_marked_where_there_is_no_colour(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    told = run("compare", *sorted(SEEDS.glob("00[14]*.txt")), "-q").out
    assert "[-air base-]" in told
    assert "{+airbase+}" in told
    assert "\x1b" not in told


def test_edits_are_coloured_on_a_terminal_and_marked_if_colour_is_off():
    pair = sorted(SEEDS.glob("00[14]*.txt"))
    seen = on_a_terminal("compare", *pair, columns=250)
    assert "[-" not in seen
    assert re.search("\x1b\\[[0-9;]*9[0-9;]*mair base", seen)
    assert re.search("\x1b\\[[0-9;]*4[0-9;]*mairbase", seen)
    assert "[-air base-]" in uncoloured(on_a_terminal("compare", *pair, columns=250, NO_COLOR="1"))


@pytest.mark.parametrize("columns", [80, 140])
def test_nothing_runs_over_the_edge_of_the_terminal(run, seeds, monkeypatch, tmp_path, columns):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    told = [run("trace", SEEDS, "--out", tmp_path / "run", "--kind", "")]
    told += [
        run(verb, seeds, *more) for verb, *more in (("audit",), ("why", "001", "004"), ("claim", "Reuters > TASS"))
    ]
    told += [run("strip", SEEDS), run("compare", *sorted(SEEDS.glob("00[13]*.txt")))]
    for done in told:
        assert max(map(len, uncoloured(done.out).splitlines())) <= columns


def test_a_person_sees_progress_and_a_pipe_does_not(tmp_path):
    seen = on_a_terminal("trace", SEEDS, "--out", tmp_path / "one", "--kind", "")
    assert "━" in seen
    assert "evidence" in seen
    piped = process("trace", SEEDS, "--out", tmp_path / "two", "--kind", "")
    assert "━" not in piped.stderr + piped.stdout


def test_a_run_can_be_rendered_again_and_elsewhere(run, seeds, tmp_path):
    done = run("export", seeds, "--to", "dot,graphml", "--out", tmp_path / "x")
    assert done.code == 0
    assert sorted(Path(line).name for line in done.out.splitlines()) == ["lineage.dot", "lineage.graphml"]
    (tmp_path / "x" / "lineage.dot").write_text("mine")
    refused = run("report", seeds, "--kind", "dot", "--out", tmp_path / "x")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "holds lineage.dot already: add --force" in refused.err
    assert (tmp_path / "x" / "lineage.dot").read_text() == "mine"
    assert run("report", seeds, "--kind", "dot", "--out", tmp_path / "x", "--force").code == 0
    assert (tmp_path / "x" / "lineage.dot").read_text() != "mine"


def test_two_runs_of_the_command_are_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        assert process("trace", "seeds", "--out", tmp_path / name, "--kind", "dot,csv").returncode == 0
    one, two = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    )
    assert one == two


def test_what_is_wrong_is_said_before_the_work_is_done(run, tmp_path, monkeypatch):
    def never(*_, **__):
        raise AssertionError("read before the refusal")

    monkeypatch.setattr("provenance.readers.READERS", never)
    (tmp_path / "file").write_text("")
    assert "is no run" in run("trace", SEEDS, "--out", tmp_path).err
    assert "cannot be written" in run("trace", SEEDS, "--out", tmp_path / "file" / "run").err
    assert "no kind of report 'docx'" in run("trace", SEEDS, "--out", tmp_path / "run", "--kind", "docx").err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["tace"], "No such command 'tace'"),
        (["trace", "seeds"], "Missing option '--out'"),
        (["trace", "--out", "x"], "Missing argument 'INPUT'"),
        (["audit", "x", "--jsn"], "No such option"),
        (["why", "x", "a"], "Missing argument 'B'"),
    ],
)
def test_a_mistyped_command_is_one_line_and_points_to_help(run, args, says):
    done = run(*args)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert says in done.err
    assert "--help" in done.err


def test_help_of_every_verb_names_its_arguments(run):
    whole = run("--help")
    assert whole.code == 0
    for verb in VERBS:
        assert verb in whole.out
        assert run(verb, "--help").code == 0
    assert run().out == whole.out


def test_the_version_is_the_package_s(run):
    assert run("--version").out == f"provenance {provenance.__version__}\n"


def test_a_bug_of_ours_shows_its_traceback_and_asks_for_an_issue():
    script = (
        "import provenance.readers as r\n"
        "def broken(*a, **k): raise RuntimeError('no such luck')\n"
        "r.read = broken\n"
        "import sys; sys.argv = ['provenance', 'strip', 'seeds']\n"
        "from provenance.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "RuntimeError: no such luck" in done.stderr
    assert done.stderr.rstrip().endswith("please open an issue with the lines above.")


def test_ctrl_c_is_130_without_a_word(run, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("provenance.api.read", interrupt)
    done = run("strip", SEEDS)
    assert (done.code, done.out, done.err) == (130, "", "")


def test_a_reader_who_leaves_is_no_error(seeds):
    command = f"{sys.executable} -m provenance why {seeds} 001 003 --json | head -c 5; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")
    closed = subprocess.Popen(
        [sys.executable, "-m", "provenance", "audit", str(seeds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    closed.stdout.close()
    assert closed.stderr.read() == b""
    assert closed.wait() == 141


def test_output_survives_a_terminal_that_knows_no_unicode(seeds):
    done = process("audit", seeds, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stdout.isascii()


HOSTILE = (
    "\x1b]0;owned\x07\x1b[31m\x9b2J [bold]The minister[/bold] said on Thursday that the talks in the capital\u202e "
    "would go on until Friday evening at the least, whatever the other side might say about it. He added that the "
    "delegation had brought maps of the border, and that nobody had expected it to stay for more than two days.\n"
)


def test_no_article_steers_the_terminal(run, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(HOSTILE + "A second sentence stands here so that there is something to compare.\n")
    seen = [run("trace", tmp_path, "--out", tmp_path / "run", "--kind", "")]
    seen += [run("strip", tmp_path / "a.txt"), run("compare", tmp_path / "a.txt", tmp_path / "b.txt")]
    seen += [
        run(verb, tmp_path / "run", *more)
        for verb, *more in (("audit",), ("why", "a", "b"), ("why", "a", "b", "--json"))
    ]
    for done in seen:
        assert done.code == 0
        assert not CONTROL.search(done.out + done.err)
    assert "\\x1b]0;owned\\x07\\x1b[31m\\x9b2J [bold]The minister[/bold]" in seen[2].out
    assert "\\u001b]0;owned" in seen[-1].out
    assert any(HOSTILE[:20] in record["quote"] for record in json.loads(seen[-1].out))


def test_completion_is_offered():
    done = process(
        env={**os.environ, "_PROVENANCE_COMPLETE": "complete_bash", "COMP_WORDS": "provenance tr", "COMP_CWORD": "1"}
    )
    assert done.stdout.split() == ["trace"]
