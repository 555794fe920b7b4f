"""Lines, sentences and tokens: every piece is a slice of the raw text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text import Page, cut, fold, gaps, name_key, tokens


def sentences(text, **options):
    return [text[a:b] for a, b in cut(text, **options)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One came. Two went.", ["One came.", "Two went."]),
        (
            "Mr. Ode met M. Lune in the U.S. on Friday. They left.",
            ["Mr. Ode met M. Lune in the U.S. on Friday.", "They left."],
        ),
        (
            "It opens at 5 a.m. Monday. It shuts at 6 p.m. ET. Then rest.",
            ["It opens at 5 a.m. Monday.", "It shuts at 6 p.m. ET.", "Then rest."],
        ),
        ('"We came. We saw," she said. He left.', ['"We came.', 'We saw," she said.', "He left."]),
        ("“Is it over?” she asked. Nobody spoke.", ["“Is it over?” she asked.", "Nobody spoke."]),
        ("He said: “No.” “Why?” she asked.", ["He said: “No.”", "“Why?” she asked."]),
        ("No stop at the end\nNext paragraph begins", ["No stop at the end", "Next paragraph begins"]),
        ("A note (see below. It matters.) ends here. Next.", ["A note (see below. It matters.) ends here.", "Next."]),
        ("***\n\n---\n\nWords.", ["Words."]),
        ("सरकार ने कहा। लोग आए।", ["सरकार ने कहा।", "लोग आए।"]),
        ("他来了。她走了。", ["他来了。", "她走了。"]),
        ("1. The first item 2. The second item", ["1. The first item", "2. The second item"]),
        ("The guard shot, killing 4. It seems clear now.", ["The guard shot, killing 4.", "It seems clear now."]),
        ("You and I. Did Albert I. Jones see?", ["You and I.", "Did Albert I. Jones see?"]),
        ("We left early. then it rained.", ["We left early.", "then it rained."]),
        ("He sold cars, bikes, etc. and left. She stayed.", ["He sold cars, bikes, etc. and left.", "She stayed."]),
        ("The service was poor.This man was not.", ["The service was poor.", "This man was not."]),
        ("See https://a.example/News.Today now. Thanks.", ["See https://a.example/News.Today now.", "Thanks."]),
        ("I liked it. :) They did too.", ["I liked it. :)", "They did too."]),
        ("Take care... it may rain.", ["Take care... it may rain."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, wanted):
    assert sentences(text) == wanted


def test_lines_broken_at_a_column_are_one_paragraph():
    text = (
        "The committee of the harbour had met for the third time in as many days, and\n"
        "still nobody would say who had signed the letter that had been found in the\n"
        "drawer of the old master. It was late. The lamp of the pier went out, and the\n"
        "gulls went with it.\n\nNobody moved."
    )
    assert len(sentences(text)) == 4
    assert sentences(text)[0].endswith("old master.")


@given(st.text(alphabet=st.sampled_from("ab C.?!\n\r\"“”'()1 \u2028।。"), max_size=200))
def test_sentences_are_trimmed_slices_in_order_that_lose_no_letter(text):
    spans = list(cut(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    kept = {i for a, b in spans for i in range(a, b)}
    assert not [c for i, c in enumerate(text) if c.isalnum() and i not in kept]


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_folding_makes_alike_what_print_makes_alike():
    assert fold("“It’s\u00a0HERE”\u200b — now…") == fold('"it\'s here" - now...')


def test_tokens_keep_abbreviations_hyphens_and_numbers_whole():
    assert tokens(fold("The U.S.-led al-Qaeda talks cost 3,000 at 19:25, she's told.")) == [
        "the", "u.s.", "led", "al-qaeda", "talks", "cost", "3,000", "at", "19:25", "she's", "told",
    ]  # fmt: skip


@given(st.text(max_size=120))
def test_lines_are_slices_without_the_white_space_around(text):
    for line in Page(text).lines:
        assert text[line.start : line.end] == line.text == line.text.strip() != ""


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=6))
def test_gaps_are_exactly_what_no_span_covers(length, spans):
    covered = {i for a, b in spans for i in range(a, b)}
    assert [i for a, b in gaps(length, spans) for i in range(a, b)] == [i for i in range(length) if i not in covered]


def test_a_very_long_line_is_cut_in_linear_time():
    assert len(sentences("He came to the town and left it again. " * 50_000)) == 50_000


@given(st.text(st.characters(max_codepoint=300)))
def test_of_a_name_letters_and_figures_are_left_whatever_its_script(name):
    bare = "".join(sign for sign in fold(name).removeprefix("the ") if sign.isalnum())
    assert name_key(name) == bare
