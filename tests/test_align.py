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
from provenance.align import Options, align, coverage, edits, speed
from provenance.align.choose import chain, settle
from provenance.align.compare import Corpus, rivals
from provenance.align.corpus import build
from provenance.align.weights import weight
from provenance.frames import empty
from provenance.text import fold, split, tokens


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
    found = matched(text, text)
    for a, b, kind, _ in found:
        assert kind == "same"
        assert rows["norm"][a] == rows["norm"][b]
    heavy = {norm for norm in rows["norm"] if sum(map(weight, tokens(norm))) >= 100 * Options().words}
    assert heavy <= {rows["norm"][a] for a, *_ in found}
    assert len(found) == len({rows["norm"][a] for a, *_ in found})


def rooms(sentences, compiled=False):
    """What the loops have in hand after weighing the rivals of a and b."""
    corpus = Corpus(*(part.tolist() for part in build(sentences, ["a", "b"], {})))
    rules = package._rules(Options())
    room = speed._room(corpus, rules, 4096, compiled)
    many = rivals(corpus, rules, room, 0, 1)
    settle(rules, room, many)
    return room, many


@given(stories(1, 5), stories(1, 5))
@settings(max_examples=40)
def test_the_loops_find_the_same_rivals_with_the_same_probability_as_the_formulas(one, two):
    room, many = rooms(table(a=one, b=two))
    found = {(int(room.ri[k]), int(room.rj[k])): room.p[k] for k in range(many)}
    norms = [[fold(s) for s in text.split("\n\n")] for text in (one, two)]
    assert found == pytest.approx(slow.probabilities(*norms), abs=2e-6)


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.5, 0.75, 1.0]), max_size=9))
@settings(max_examples=60)
def test_the_chain_in_order_weighs_as_much_as_the_best_of_all_chains(scores):
    room = speed._room(Corpus(*([0, 1],) * len(Corpus._fields)), package._rules(Options()), 16, compiled=False)
    room = room._replace(tree=[0.0] * 8, top=[0] * 8)
    for k, (i, j) in enumerate(sorted(scores)):
        room.out[k * 10 + 1], room.out[k * 10 + 2], room.out[k * 10 + 4] = i, j, 1
        room.likeness[k] = scores[i, j]
    chain(room, 0, len(scores), 6)
    ordered = [pair for k, pair in enumerate(sorted(scores)) if not room.out[k * 10 + 4]]
    assert all(one[1] <= two[1] for one, two in itertools.pairwise(ordered))
    assert sum(scores[p] for p in ordered) == pytest.approx(slow.heaviest_chain(scores))


@given(stories(1, 6), stories(1, 6))
@settings(max_examples=15, deadline=None)
def test_compiled_and_interpreted_give_the_same_rows(one, two):
    told = table(a=one, b=two, c=f"{two}\n\n{one}")
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    pd.testing.assert_frame_equal(align(told, pairs, compiled=True), align(told, pairs, compiled=False))


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


def test_a_score_is_a_probability_and_likeness_a_share_of_words():
    (row,) = align(
        table(a=FERRY, b="The old ferry ran aground off the isle of Serrana on Tuesday."), [("a", "b")]
    ).itertuples()
    assert 0.8 < row.score < 1
    assert 0.75 <= row.likeness < 1


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
