"""Boilerplate: every rule on its cases, and the laws that hold for any text.

A case is one file in `cases/<rule>/`: the text, a line `# output`, and what is left of it once all marks are cut out
(compared line by line, blank lines and runs of spaces aside). The folder's rule must have had a hand in what was cut.
"""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import sentences

from provenance import boilerplate, text
from provenance.boilerplate import RULES, cut, find, mark
from provenance.errors import OptionError
from provenance.frames import LABELS

CASES = Path(__file__).resolve().parent / "cases"
NAMES = [name for name, _ in RULES]
FILES = sorted(file for name in NAMES for file in (CASES / name).glob("*.txt"))

FURNITURE = (
    "date 2023-02-14 Left Menu", "Home", "By Ingrid Solheim", "Port Selby to rebuild its pier",
    "READ MORE: Crane on loan", "Advertisement",
    "Source: SBCNews and agencies", "TRENDING", "Storm takes two moo...",
    "(Reporting by Ann Lee; Editing by Bo Ek)", "Privacy Policy",
    "Email: desk@selbypost.example", "© 2023 Selby Post", "Follow us on Twitter", "Photo: Reuters",
    "(Kamala Perera)", "MOSCOW (Reuters) - ",
    "A crane stands idle in Port Selby on February 14, 2023. (AFP)", "Who pays the bill", "- AFP",
    "Related articles", "• Country:", "• Norway",
    "(This story has not been edited by Selby Post staff and is auto-generated from a syndicated feed.)", "1",
    "---", "Updated: 1:00 p.m.",
)  # fmt: skip


def left(words: str) -> str:
    return cut(words, [(m.start, m.end) for m in find(words)])


def lines(words: str) -> list[str]:
    return [" ".join(line.split()) for line in words.splitlines() if line.strip()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_case_leaves_what_its_file_says(file: Path) -> None:
    given_text, _, wanted = file.read_text(encoding="utf-8").partition("\n# output\n")
    assert lines(left(given_text)) == lines(wanted)
    if lines(given_text) != lines(wanted):
        assert file.parent.name in {m.rule for m in find(given_text)}
    else:
        assert find(given_text) == []


def test_every_rule_has_a_case_that_it_marks_and_one_that_it_leaves() -> None:
    for name in NAMES:
        done = [file.read_text(encoding="utf-8").partition("\n# output\n") for file in (CASES / name).glob("*.txt")]
        assert any(lines(before) != lines(after) for before, _, after in done), name
    assert len(NAMES) >= 15
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_says_its_claim_what_it_is_blind_to_and_where_it_comes_from(name: str) -> None:
    words = import_module(f"provenance.boilerplate.{name}").__doc__ or ""
    claim, *rest = words.strip().splitlines()
    assert claim.endswith((".", ":")) and len(claim) > 30
    assert any(line.startswith("**Blind to:** ") for line in rest)
    assert any(line.startswith("Reference: ") for line in rest)
    assert RULES[name].label in LABELS


pieces = st.one_of(sentences(), st.sampled_from(FURNITURE))
pages = st.lists(pieces, max_size=14).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", "\n \n", " "]).map(lambda glue: glue.join(parts))
)


@settings(max_examples=50)
@given(pages)
@example("\n".join(f"Line {n} of a list" for n in range(50)))
@example("By Ann Lee\nBy Bo Ek\nOSLO (Reuters) - (AFP) - One two three four five six seven eight nine ten eleven.")
def test_what_is_left_has_no_marks(page: str) -> None:
    assert find(left(page)) == []


@settings(max_examples=50)
@given(st.one_of(pages, st.text(max_size=300)))
def test_marks_lie_inside_and_are_trimmed_slices(page: str) -> None:
    for m in find(page):
        assert 0 <= m.start < m.end <= len(page)
        assert page[m.start : m.end] == page[m.start : m.end].strip()
        assert m.reason and m.label == RULES[m.rule].label


@settings(max_examples=30)
@given(pages)
def test_a_rule_gives_the_same_marks_twice_and_leaves_the_page_alone(page: str) -> None:
    for _, rule in RULES:
        one = text.Page(page)
        assert list(rule.marks(one)) == list(rule.marks(text.Page(page))) == list(rule.marks(one))
        assert one == text.Page(page)


@settings(max_examples=50)
@given(st.lists(sentences(), min_size=1, max_size=12))
def test_paragraphs_of_plain_sentences_are_left_whole(parts: list[str]) -> None:
    long = [part for part in parts if part.count(" ") >= boilerplate.PROSE]
    for m in find("\n\n".join(long)):
        assert m.rule == "repeat"  # hypothesis likes to say a thing twice


@settings(max_examples=30)
@given(st.lists(sentences(), min_size=2, max_size=6), st.sampled_from(FURNITURE))
def test_marks_of_other_articles_do_not_matter(parts: list[str], extra: str) -> None:
    page = "\n\n".join([*parts, extra])
    alone = mark(pd.DataFrame({"article": ["a"], "text": [page]}))
    beside = mark(pd.DataFrame({"article": ["b", "a"], "text": [extra, page]}))
    pd.testing.assert_frame_equal(alone, beside[beside["article"] == "a"].reset_index(drop=True))


def test_a_rule_can_be_left_out_and_an_unknown_one_is_refused() -> None:
    page = "First words of it all are these, they said.\n\nREAD MORE: Crane on loan"
    one = pd.DataFrame({"article": ["a"], "text": [page]})
    assert mark(one)["rule"].tolist() == ["related"]
    assert mark(one, options=boilerplate.Options(skip=("related",))).empty
    with pytest.raises(OptionError, match="no rule 'relatde'"):
        mark(one, options=boilerplate.Options(skip=("relatde",)))


A = "The harbour council of Port Selby voted on Tuesday to rebuild the northern pier before the winter storms arrive."
B = "Members said the work would cost four million crowns and take eleven months, most of it on the old foundations."
HARD = {
    "empty": "",
    "blank": " \n\t\n\u00a0",
    "control characters": "\x00\x01\x1b[31m\x85\u2028\ufeff\u202e " * 50,
    "only furniture": "\n".join(FURNITURE),
    "lone surrogate": "READ MORE: \ud800 and on\n\nBy \udfff",
    "ten thousand lines": "Port Selby to rebuild its pier\n" * 10_000,
    "ten thousand mixed lines": "\n".join(FURNITURE[n % len(FURNITURE)] for n in range(10_000)),
    "one line of names": "Ann Lee, " * 22_000,
    "one line of capitals": "PORT SELBY/OSLO, " * 12_000,
    "one line of brackets": "(Reporting by " * 15_000,
    "one line of open brackets": "(" * 200_000,
    "one line of dashes": "— - " * 50_000,
    "one line of stops": ". " * 100_000,
    "one line of digits": "2023-02-14 " * 20_000,
    "one line of mails": "a@b." * 50_000,
    "one line without spaces": "a" * 200_000,
    "two megabytes in one line": "The council said on Tuesday it would wait. " * 48_000,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_input_is_marked_in_linear_time(name: str) -> None:
    start = time.process_time()
    found = find(HARD[name])
    assert all(0 <= m.start < m.end <= len(HARD[name]) for m in found)
    # Quadratic work on 200 kB takes minutes; the slowest of these takes a second where nobody else works.
    assert time.process_time() - start < 8


# Short lines on which an expression that can read each piece in two ways takes 2 ** 30 steps.
TRAPS = (
    *("A-", "A.", "1", "ab/", "Aa", "A B ", "Aa, ", "@a,", "a|", "- "),
    *("on ", "A/", "x ", "© ", "home", "A. ", "A1 ", "(A", "a-b "),
)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_short_line_is_a_trap(trap: str) -> None:
    start = time.process_time()
    for head in ("", "By ", "(", "Photo: ", "OSLO (", "Home ", "Source: "):
        for tail in ("", "?", " Reuters", " (Reuters)", "x=", " AFP?"):
            line = (head + trap * 60)[: 130 - len(tail)] + tail
            for page in (f"{line}\n\n{A}\n\n{B}", f"{A}\n\n{B}\n\n{line}"):
                find(page)
    assert time.process_time() - start < 10
