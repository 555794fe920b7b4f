"""What is written about the project is true: commands run, tables are current, nothing is undocumented or stale."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import docs
import pandas as pd
import pytest
from docs import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import provenance as pv
from provenance.boilerplate import RULES
from provenance.evidence import SIGNALS
from provenance.frames import TABLES
from provenance.readers import READERS
from provenance.renderers import RENDERERS, render

MAIN = "pip install . && provenance trace seeds --out reports/my-seeds"
TESTS = "pip install -e '.[test]' && pytest"
FRESH = "python3 -m venv .venv && . .venv/bin/activate && "


@cache
def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control; git may belong to another user in a container, hence the option."""
    asked = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in names.split("\0") if name and (ROOT / name).exists())


# -- README.md ---------------------------------------------------------------------------------------------------


def test_everything_made_in_the_readme_is_as_the_code_makes_it_today():
    now = page("README.md")
    assert docs.refreshed(now) == now, "README.md is stale: run `python -m tests.docs` and look at the difference"


def test_a_table_that_went_stale_is_noticed():
    first = next(iter(docs.verbs()))
    stale = f"<!-- made: verbs -->\n| `provenance {first}` | Does something else. |\n<!-- end -->\n"
    assert docs.refreshed(stale) != stale


def test_the_readme_gives_two_commands_and_both_start_from_nothing():
    commands = re.findall(r"```bash\n(.*?)```", page("README.md"), re.DOTALL)
    assert commands == [f"{FRESH}{MAIN}\n", f"{FRESH}{TESTS}\n"]


def test_the_transcript_shows_the_main_command():
    assert "$ " + MAIN.partition(" && ")[2] in page("README.md")


def test_continuous_integration_runs_the_command_of_the_readme():
    assert TESTS in page(".ci/run").splitlines()


def test_every_verb_is_in_the_readme_and_every_verb_in_the_readme_exists():
    named = set(re.findall(r"\bprovenance ([a-z]+)\b(?=[ `])", "\n".join(_code(page("README.md")))))
    assert named == set(docs.verbs())


def _code(markdown: str) -> list[str]:
    return re.findall(r"`[^`\n]+`", markdown) + re.findall(r"^\$ .*$", markdown, re.MULTILINE)


@pytest.mark.parametrize("part", sorted(docs.PARTS))
def test_each_table_made_from_the_code_stands_in_the_readme_once(part):
    assert [name for _, name, _ in docs.MADE.findall(page("README.md"))].count(part) == 1


def test_every_rule_and_signal_says_what_it_claims_and_what_it_does_not_see():
    for room, found in (("boilerplate", RULES), ("evidence", SIGNALS)):
        for name, _ in found:
            claim, blind = docs._doc(f"provenance.{room}.{name}")
            assert claim.endswith(".") and blind, f"{room}/{name}.py: its docstring needs a claim and **Blind to:**"


def test_every_table_is_in_the_readme(seeds_trace):
    for name in seeds_trace.tables():
        assert f"| `{name}` |" in page("README.md")


def test_every_kind_of_report_is_named_in_the_readme_or_the_changelog():
    words = set(re.findall(r"[a-z]+", (page("README.md") + page("CHANGELOG.md")).lower()))
    spelled = {"xlsx": "excel", "prov": "prov"}
    assert [kind for kind, _ in RENDERERS if spelled.get(kind, kind) not in words] == []
    assert ".txt" in dict(READERS)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "DECISIONS.md", "seeds/README.md", "reports/README.md"])
def test_links_and_pictures_lead_to_files_that_are_there(name):
    links = re.findall(r"\]\(([^)#\s]+)", page(name))
    assert name != "README.md" or links
    for link in (one for one in links if not one.startswith("https://")):
        assert ((ROOT / name).parent / link).exists(), f"{name} links to {link}"


def test_the_version_to_cite_is_the_version_there_is():
    assert f"(version {pv.__version__})" in page("README.md")
    assert tomllib.loads(page("pyproject.toml"))["project"]["version"] == pv.__version__


# -- the other pages ---------------------------------------------------------------------------------------------


def test_every_line_of_the_changelog_names_the_verb_or_function_it_changes():
    known = set(docs.verbs()) | {name for name in pv.__all__ if name.islower()}
    lines = [line for line in page("CHANGELOG.md").splitlines() if line.startswith("-")]
    assert lines and [line for line in lines if not _prefixed(line, known)] == []


def _prefixed(line: str, known: set[str]) -> bool:
    found = re.match(r"- `(\w+):` \S.*\.$", line)
    return found is not None and found[1] in known


def test_the_changelog_tells_of_this_version_and_of_every_verb():
    text = page("CHANGELOG.md")
    assert f"\n## {pv.__version__}\n" in text
    assert [verb for verb in docs.verbs() if f"- `{verb}:`" not in text] == []


def test_decisions_are_numbered_in_order_and_have_at_most_twelve_lines():
    sections = re.split(r"^## ", page("DECISIONS.md"), flags=re.MULTILINE)[1:]
    assert [section.split()[0] for section in sections] == [f"D{n}" for n in range(1, len(sections) + 1)]
    for section in sections:
        lines = section.strip().splitlines()
        assert len(lines) <= 12, f"{lines[0]}: {len(lines)} lines"


def test_every_decision_that_the_code_cites_is_written_down():
    written = set(re.findall(r"^## (D\d+)", page("DECISIONS.md"), re.MULTILINE))
    code = "".join(path.read_text(encoding="utf-8") for path in tracked() if path.suffix == ".py")
    assert set(re.findall(r"\((D\d+)\)", code)) <= written


def test_the_seeds_are_the_bytes_that_their_page_names():
    rows = re.findall(r"^\| `(\S+\.txt)` \|.*\| `([0-9a-f]{64})` \|$", page("seeds/README.md"), re.MULTILINE)
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "seeds").glob("*.txt")}
    assert dict(rows) == found and len(found) == 5


# -- what the project needs --------------------------------------------------------------------------------------


def test_constraints_pin_every_requirement_to_a_version_it_allows():
    lines = page("constraints.txt").split()
    assert lines == sorted(lines, key=str.lower)
    pins = dict(line.split("==") for line in lines)
    pinned = {canonicalize_name(name): exact for name, exact in pins.items()}
    project = tomllib.loads(page("pyproject.toml"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    asked += [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    for one in map(Requirement, asked):
        exact = pinned.get(canonicalize_name(one.name))
        assert exact and exact in one.specifier, f"constraints.txt: {one} is pinned to {exact}"


# What must not be in any file: where somebody's machine keeps things, where packages are downloaded from, notes to
# oneself. Written so that no pattern matches its own text.
FORBIDDEN = {
    "a path of somebody's machine": r"(?:[\s\"'(=:]|^|file://)/(?:work|root|home|Users|opt|mnt|srv|tmp)/\w|[A-Z]:\\\\?Users\\",
    "the host of a package registry": r"(?:pypi|pythonhosted|npmjs|conda|anaconda|crates|rubygems)\.(?:org|io|com)\b",
    "a note to oneself": r"\b(?:TO)(?:DO)\b|\b(?:FIX)(?:ME)\b|\bXX(?:X)\b",
}
LOCKS = ("uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json", "yarn.lock")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds_anything_that_is_nobody_elses_business(what):
    pattern = re.compile(FORBIDDEN[what].encode(), re.MULTILINE)
    read = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in tracked()}
    if what == "a note to oneself":  # three letters turn up by chance in what is compressed
        read = {name: content for name, content in read.items() if b"\0" not in content}
    held = {name: pattern.search(content) for name, content in read.items()}
    assert {name: found[0] for name, found in held.items() if found} == {}


@pytest.mark.parametrize(
    "parts",
    [("open('", "/home/", "ann/x.txt')"), ("see ", "/work/", "it"), ("https://", "pypi", ".org"), ("# TO", "DO")],
)
def test_each_forbidden_thing_would_be_noticed(parts):
    assert any(re.search(pattern, "".join(parts), re.MULTILINE) for pattern in FORBIDDEN.values())


def test_no_lock_file_is_kept():
    assert [path.name for path in tracked() if path.name in LOCKS] == []


# -- the showcase ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept() -> pv.Trace:
    return pv.load(ROOT / "reports" / "seeds")


STALE = "reports/seeds is not what the program makes today: provenance trace seeds --out reports/seeds --force"


@pytest.mark.parametrize("name", TABLES)
def test_the_report_that_is_shown_is_the_report_that_is_made(name, kept, seeds_trace):
    one, two = (trace.tables()[name].drop(columns="path", errors="ignore") for trace in (kept, seeds_trace))
    pd.testing.assert_frame_equal(one, two, obj=f"{name} ({STALE})")


def test_the_page_that_is_shown_is_the_page_that_is_made(kept):
    for name, content in render(kept, ["html"]).items():
        assert (ROOT / "reports" / "seeds" / name).read_bytes() == content, STALE
