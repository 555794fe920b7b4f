"""A story that very many print costs work in step with its copies, not with their square; work is counted in calls."""

from __future__ import annotations

import sys
from functools import partial
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import provenance as pv
from provenance import candidates, evidence, infer, masthead, pairs
from provenance.align import align, coverage
from provenance.boilerplate import mark
from provenance.frames import frame
from provenance.infer.unseen import _sets
from provenance.text import split
from tests.reference import slow

# Linear work makes twice of twice the copies, and less with what it costs to begin; quadratic makes up to four times.
TWICE = 2.5
STORY = [
    "The harbour of Port Selma was closed on Tuesday after a crane fell onto the eastern quay.",
    "Nobody was hurt, the harbour master Ida Brandt told reporters beside the wreck.",
    "Nine per cent of the island's grain passes over that quay every year, she said.",
    "Two ferries were sent on to Kallvik, where 300 passengers spent the night in a school.",
    "Divers were to look at the foundations before the week is out, the ministry announced.",
    "The crane had been inspected in March and was found to be sound by an engineer from abroad.",
    "Fishermen offered their boats for whoever had to reach the mainland before the weekend.",
    "A committee is to report on the cause by the end of October, the prime minister promised.",
]
FEW = pv.Options(candidates=candidates.Options(everybody=5, holders=4))


def reprints(many: int) -> pd.DataFrame:
    texts = [
        "\n\n".join([*STORY[: n % 8], *STORY[n % 8 + 1 :], f"Our reader number {n * 7919} wrote of it on page {n}."])
        for n in range(many)
    ]
    names = [f"{n:03}" for n in range(many)]
    return pd.DataFrame({"article": names, "outlet": [f"Gazette {n}" for n in names], "text": texts})


def calls(work) -> int:
    """How many functions are called, written in Python or in C."""
    count = 0

    def called(_frame, event, _of):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_pairs_answers_and_evidence_of_a_story_printed_everywhere_grow_with_its_copies():
    found = [pv.trace(reprints(many), FEW) for many in (60, 120)]
    for table in ("verdicts", "matches", "evidence", "descent"):
        one, two = (len(getattr(trace, table)) for trace in found)
        assert one > 0, table
        assert two < TWICE * one, table
    assert len(found[1].verdicts) < 4 * 120
    assert len(found[1].edges) <= 120


def weighed(many: int):
    """The work of the signals on the pairs that the candidates propose."""
    articles, credits_ = masthead.read(reprints(many))
    articles = articles.assign(version_of=pd.Series([None] * many, dtype="str"))
    marks = mark(articles)
    sentences = split(articles, marks)
    found = candidates.candidates(articles, sentences, options=FEW.candidates)
    matches = align(sentences, found, langs={})
    tables = {"articles": articles, "marks": marks, "credits": credits_, "sentences": sentences, "matches": matches}
    return lambda: evidence.weigh(pairs.pairs(tables, found)), (tables, found)


def test_weighing_a_story_printed_everywhere_is_work_in_step_with_its_copies():
    weighed(20)[0]()  # what is read once
    one, two = (calls(weighed(many)[0]) for many in (150, 300))
    assert two < TWICE * one


def test_judging_a_story_printed_everywhere_is_work_in_step_with_its_copies():
    def judging(many: int):
        work, (tables, found) = weighed(many)
        seen, cover = work(), coverage(tables["sentences"], tables["matches"])

        def judge() -> None:
            verdicts = infer.judge(seen, found, cover)
            hung = infer.stemma(tables["sentences"], tables["matches"], verdicts)
            infer.families(tables["articles"], tables["marks"], tables["credits"], found)
            infer.descend(tables["sentences"], tables["matches"], verdicts, tables["credits"], {}, hung.parents)

        return judge

    judging(20)()
    one, two = (calls(judging(many)) for many in (100, 200))
    assert two < TWICE * one


def star(many: int):
    """Siblings of one, strangers to each other: sentences, matches, verdicts, credits."""
    names = [f"{n:04}" for n in range(many)]
    text = "The harbour of Port Selma was closed on Tuesday after a crane fell onto the eastern quay of number {}"
    said = [(name, n, n * 200, n * 200 + 99, text.format(n), text.format(n)) for name in names for n in range(2)]
    sentences = pd.DataFrame(said, columns=["article", "n", "start", "end", "text", "norm"])
    same = [("0000", n, name, n, 1.0, "same", False, 1.0, False) for name in names[1:] for n in range(2)]
    kin = [("0000", name, 0.02, 0.02, 0.93, 0.03, 1.0, "common") for name in names[1:]]
    return sentences, frame("matches", same), frame("verdicts", kin), frame("credits", [])


def test_unseen_originals_of_many_siblings_of_one_are_work_in_step_with_the_siblings():
    infer.descend(*star(5))
    one, two = (calls(partial(infer.descend, *star(many))) for many in (150, 300))
    assert two < TWICE * one


NAMES = "abcdefg"


@pytest.mark.parametrize("word", ["none", "undecided"])
@given(st.data())
def test_sets_of_kin_are_those_that_asking_every_set_gives(word, data):
    said = data.draw(st.lists(st.sampled_from(["common", word, ""]), min_size=21, max_size=21))
    both = [(pair, found) for pair, found in zip(combinations(NAMES, 2), said, strict=True) if found]
    says = {way: found for (a, b), found in both for way in ((a, b), (b, a))}
    order = data.draw(st.permutations([pair for pair, found in both if found != "none"]))
    assert _sets(order, says) == slow.sets_of_kin(list(order), says)
