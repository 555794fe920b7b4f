"""What a notebook shows of a trace, a pair, a verdict and an alignment: useful, well-formed, and never obeyed."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hostile import STRINGS, hostile, lone
from invented import harbour

import provenance as pv
from provenance import findings
from provenance.errors import OptionError
from provenance.frames import Trace

WORDS = pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
ALLOWED = set("b details div i li p pre s span summary table tbody td th thead tr u ul".split())


class Page(HTMLParser):
    """The elements, their attributes and the text of a piece of HTML; an element that is not closed is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.facts: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.names.add(tag)
        self.facts |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def shown(thing: object) -> Page:
    return Page(thing._repr_html_())


def ours(trace: Trace) -> pv.Trace:
    return pv.Trace(**trace.tables(), options=trace.options)


@WORDS
def test_hostile_words_are_words_wherever_a_notebook_shows_them(word: str) -> None:
    trace = hostile(word)
    pair = findings.pair(trace, f"{word}b", f"{word}a")
    for thing in (ours(trace), pair, pair.verdict, pair.alignment):
        page = shown(thing)
        assert page.names <= ALLOWED
        assert page.facts <= {"dir", "open", "style"}
        assert not set(page.text) & {*map(chr, range(9)), "\x1b", "\u202e"}


def test_a_trace_shows_its_title_its_findings_and_its_lineage() -> None:
    text = shown(ours(harbour())).text
    assert findings.headline(harbour()) in text
    assert all(finding.text in text for finding in findings.findings(harbour()))
    assert findings.lineage_text(harbour()).splitlines()[0] in text


def test_a_pair_shows_verdict_evidence_and_sentences() -> None:
    pair = ours(harbour()).pair("file-2", "Harbour Times")
    text = shown(pair).text
    assert (pair.a, pair.b) == ("file-1", "file-2")
    assert str(pair.verdict).replace("\xa0", " ") in text and "foreign furniture" in text and "lighthouse" in text
    assert list(pair.evidence.columns) == ["signal", "a_to_b", "b_to_a", "common", "quote"]


def test_a_verdict_gives_its_four_stories_the_likeliest_first() -> None:
    verdict = findings.pair(harbour(), "file-1", "file-2").verdict
    assert [p for _, p in verdict.probabilities] == sorted((p for _, p in verdict.probabilities), reverse=True)
    assert sum(p for _, p in verdict.probabilities) == pytest.approx(1)
    row = harbour().verdicts.set_index(["a", "b"]).loc[("file-1", "file-2")]
    assert dict(verdict.probabilities)["both took from a third text"] == row["p_common"]


def test_an_alignment_is_the_rows_of_the_report() -> None:
    alignment = findings.pair(harbour(), "file-1", "file-2").alignment
    assert list(alignment) == findings.side_by_side(harbour(), "file-1", "file-2")
    assert len(alignment) == len(alignment.rows) > 0


def test_two_articles_that_share_nothing_say_so() -> None:
    pair = findings.pair(harbour(), "file-4", "file-2")
    assert "share no sentence" in shown(pair.alignment).text
    assert shown(pair).text


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(OptionError, match="nobody"):
        ours(lone()).pair("nobody", "lone")


def test_a_long_lineage_is_cut_in_a_notebook_and_says_so() -> None:
    rows = [(f"a{n:03}", f"Report number {n} of the harbour names ship {n} and nothing else.") for n in range(90)]
    text = shown(pv.trace(pd.DataFrame(rows, columns=["article", "text"]))).text
    assert "further lines" in text and text.count("\n") < 80
