"""Which sentence answers which; the fast paths are judged by tests/reference."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow
from strategies import stories

from provenance import align as package
from provenance.align import Options, align, coverage, edits
from provenance.align.score import compare, rivals, story
from provenance.frames import empty
from provenance.text import fold, split


def table(**texts):
    return split(pd.DataFrame({"article": list(texts), "text": list(texts.values())}), empty("marks"))


def matched(one, two, **options):
    rows = align(table(a=one, b=two), [("a", "b")], options=Options(**options))
    return [(m.a_n, m.b_n, m.kind, m.moved) for m in rows.itertuples()]


FERRY = "The old ferry ran aground off Serrana early on Tuesday."
RESCUE = "Fishing boats took off all 214 passengers within three hours."
COSTS = "Repairs to the gallery and the stairs are expected to cost 800,000 crowns."


def test_the_same_sentences_answer_each_other():
    assert matched(f"{FERRY} {RESCUE}", f"{FERRY} {RESCUE}") == [(0, 0, "same", False), (1, 1, "same", False)]


def test_quotes_dashes_and_case_do_not_make_a_sentence_another():
    assert matched(
        "“We’ll sail,” the old captain — 61 — told Reporters.", '"We\'ll sail," the old captain - 61 - told reporters.'
    ) == [(0, 0, "same", False)]


def test_an_edited_sentence_is_edited_and_a_rewritten_one_rewritten():
    assert matched(FERRY, "The old ferry ran aground off the isle of Serrana on Tuesday.") == [(0, 0, "edited", False)]
    assert matched(
        "Hundreds of Afghan soldiers and refugees have fled across the river border into neighbouring Tajikistan, "
        "a move that alarmed capitals.",
        "Hundreds of Afghan soldiers fled across the river border into Tajikistan last week.",
    ) == [(0, 0, "rewritten", False)]


def test_a_sentence_out_of_order_has_moved():
    kinds = matched(f"{FERRY} {RESCUE} {COSTS}", f"{COSTS} {FERRY} {RESCUE}")
    assert [(a, b) for a, b, _, moved in kinds if moved] == [(2, 0)]


def test_two_sentences_made_one_are_merged_and_one_made_two_is_split():
    joined = FERRY[:-1] + " and " + RESCUE[0].lower() + RESCUE[1:]
    assert [m[2] for m in matched(f"{FERRY} {RESCUE}", joined)] == ["merged", "merged"]
    assert [m[2] for m in matched(joined, f"{FERRY} {RESCUE}")] == ["split", "split"]


def test_a_deck_printed_twice_answers_once():
    assert len(matched(f"{FERRY}\n\n{FERRY}\n\n{RESCUE}", f"{FERRY} {RESCUE}")) == 2


def test_sentences_that_share_only_small_words_do_not_answer():
    assert (
        matched(
            "He said that it was not for the first of them to have been there.",
            "It was not the first that he had said of them, and it has been there.",
        )
        == []
    )
    assert matched("The council met on Tuesday in Kalpur.", "The storm on Tuesday closed the port of Marlo.") == []


def test_an_empty_story_answers_nothing():
    assert matched("", FERRY) == []


@given(stories(1, 6), stories(1, 6))
@settings(max_examples=40)
def test_swapping_the_articles_swaps_the_matches_and_nothing_else(one, two):
    turn = {"merged": "split", "split": "merged"}
    forth = {(a, b): (turn.get(kind, kind), moved) for a, b, kind, moved in matched(one, two)}
    back = {(b, a): (kind, moved) for a, b, kind, moved in matched(two, one)}
    assert forth.keys() == back.keys()


@given(stories(1, 6))
@settings(max_examples=30)
def test_a_story_answers_itself_sentence_by_sentence(text):
    rows = table(a=text)
    for a, b, kind, _ in matched(text, text):
        assert kind == "same"
        assert rows["norm"][a] == rows["norm"][b]
    assert len(matched(text, text)) == rows["norm"].nunique()


@given(stories(1, 5), stories(1, 5))
@settings(max_examples=40)
def test_the_index_finds_the_same_rivals_as_comparing_all_with_all(one, two):
    left, right = (story([fold(s) for s in text.split("\n\n")], "en") for text in (one, two))
    for least in (0.2, 0.5):
        assert rivals(left, right, least) == slow.rivals(left, right, least)


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.5, 0.75, 1.0]), max_size=9))
@settings(max_examples=60)
def test_the_chain_in_order_weighs_as_much_as_the_best_of_all_chains(scores):
    chain = package._in_order(scores)
    ordered = sorted(chain)
    assert all(one[1] <= two[1] for one, two in itertools.pairwise(ordered))
    assert sum(scores[p] for p in chain) == pytest.approx(slow.heaviest_chain(scores))


@given(st.text(max_size=60), st.text(max_size=60))
def test_edits_rebuild_both_sentences(one, two):
    found = edits(one, two)
    assert "".join(words for op, words in found if op != "insert") == one
    assert "".join(words for op, words in found if op != "delete") == two


def test_edits_are_whole_words_delete_before_insert():
    found = edits("from the US exit", "from the U.S. exit")
    assert [(op, words.strip()) for op, words in found if words.strip()] == [
        ("equal", "from the"), ("delete", "US"), ("insert", "U.S."), ("equal", "exit"),
    ]  # fmt: skip


def test_coverage_is_the_share_of_words_that_answer():
    sentences = table(a=f"{FERRY} {RESCUE}", b=FERRY)
    matches = align(sentences, [("a", "b")])
    words = [len(norm.split()) for norm in sentences[sentences["article"] == "a"]["norm"]]
    assert coverage(sentences, matches) == {("a", "b"): (pytest.approx(slow.covered(words, {0: 1.0})), 1.0)}


def test_a_score_is_between_nothing_and_one_and_the_same_from_both_sides():
    one, two = story([fold(FERRY), fold(RESCUE)], "en").sentences
    assert compare(one, one).score == 1
    assert 0 <= compare(one, two).score == compare(two, one).score < 0.3


def test_only_the_same_words_are_the_same():
    lead = "Russia was ready to help with any fallout from the {} exit and the bloc{} would need to cooperate."
    for one, two in (
        (lead.format("US", ""), lead.format("U.S.", " led by Moscow")),
        ("Prices rise fast.", "Prices rose fast."),
    ):
        for x, y in ((one, two), (two, one)):
            assert "same" not in {m[2] for m in matched(x, y)}


def test_a_sentence_of_a_megabyte_is_compared_in_bounded_time():
    long = " ".join(f"word{i}" for i in range(100_000))
    assert matched(long, long) == [(0, 0, "same", False)]
    assert len(matched(long, long + " and more")) == 1
