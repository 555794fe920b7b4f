"""The stages in order, the contract of the frames, and what a caller is told when his frame is wrong."""

from __future__ import annotations

import pandas as pd
import pytest
from newsrooms import CASES, FERRY_WIRE

from provenance import boilerplate, candidates
from provenance.candidates import candidates as find
from provenance.errors import OptionError, TableError
from provenance.frames import TABLES, empty
from provenance.pipeline import STAGES, Options, strip, trace
from provenance.text import split


def frame(*texts, **columns):
    return pd.DataFrame({"article": [f"n{i}" for i in range(len(texts))], "text": texts, **columns})


def test_two_columns_are_enough():
    made = trace(frame(FERRY_WIRE, "Nothing to do with ships at all here."))
    assert list(made.tables()) == list(TABLES)
    assert len(made.articles) == 2


def test_every_stage_reports_its_progress_in_order():
    told = []
    trace(frame("One text here."), progress=lambda stage, done, total: told.append((stage, done, total)))
    assert [stage for stage, _, _ in told][: len(STAGES)] == list(STAGES)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1:] == (len(STAGES), len(STAGES))


@pytest.mark.parametrize(
    ("articles", "words"),
    [
        (pd.DataFrame({"id": ["x"], "body": ["y"]}), "no column 'article'"),
        (pd.DataFrame({"article": ["x"]}), "no column 'text'"),
        (pd.DataFrame({"article": ["x", "x"], "text": ["one", "two"]}), "two rows named 'x'"),
        (pd.DataFrame({"article": ["x", "y"], "text": ["one", None]}), "empty in row 1"),
    ],
)
def test_a_wrong_frame_is_told_which_column_and_what_to_do(articles, words):
    for job in (trace, strip):
        with pytest.raises(TableError, match=words):
            job(articles)


def test_no_articles_give_empty_tables_that_keep_their_contract():
    made = trace(frame())
    assert all(len(table) == 0 for table in made.tables().values())
    assert made.articles.dtypes.equals(empty("articles").dtypes)


def test_one_article_is_its_own():
    made = trace(frame(FERRY_WIRE))
    assert len(made.verdicts) == len(made.edges) == 0
    assert set(made.descent["parent"]) == {""}
    assert made.audit["taken_from"].tolist() == [""]


def test_an_article_without_story_is_kept_and_descends_from_nobody():
    made = trace(frame(FERRY_WIRE, "READ MORE: Ten bridges\n\n© Copyright 2021", ""))
    assert len(made.articles) == 3
    assert set(made.descent["child"]) == {"n0"}


def test_strip_gives_the_story_in_the_order_given():
    made = strip(frame("A man came by.\n\nREAD MORE: Ten bridges that fell\n\nHe left.", "Hello there, everybody."))
    assert made["article"].tolist() == ["n0", "n1"]
    assert made["story"].tolist() == ["A man came by.\nHe left.", "Hello there, everybody."]


def test_a_skipped_rule_marks_nothing_and_an_unknown_one_is_an_error():
    text = "A man came by.\n\nREAD MORE: Ten bridges that fell\n\nHe left."
    kept = strip(frame(text), Options(boilerplate=boilerplate.Options(skip=("related",))))
    assert "READ MORE" in kept["story"][0]
    with pytest.raises(OptionError, match="known are"):
        strip(frame(text), Options(boilerplate=boilerplate.Options(skip=("no_such_rule",))))


def test_columns_that_are_given_win_over_what_the_text_says():
    made = trace(frame(FERRY_WIRE, outlet=["The Valport Mail"]))
    assert made.articles[["outlet", "outlet_from"]].to_numpy().tolist() == [["The Valport Mail", "given"]]


def test_the_options_of_the_run_are_in_the_trace_as_plain_values():
    options = trace(frame("One text here.")).options
    assert options["infer"]["firm"] == 0.66
    assert options["evidence"]["skip"] == ()


def many(count):
    rows = [
        (f"s{i:03d}", f"Village number {i} opened its {i} wells to the {i} visitors of fair {i} on day {i}.")
        for i in range(count)
    ]
    return pd.DataFrame([*rows, ("zz1", FERRY_WIRE), ("zz2", FERRY_WIRE)], columns=["article", "text"])


def test_of_many_articles_only_those_that_share_a_run_of_words_are_compared():
    made = trace(many(60))
    assert ("zz1", "zz2") in set(zip(made.verdicts["a"], made.verdicts["b"], strict=True))
    assert len(made.verdicts) < 100


def test_a_story_printed_everywhere_costs_a_link_each_and_not_a_square():
    count = 150
    articles = pd.DataFrame({"article": [f"c{i:03d}" for i in range(count)], "text": [FERRY_WIRE] * count})
    sentences = split(articles, empty("marks"))
    found = find(articles, sentences)
    assert len(found) == count - 1
    linked = {name for pair in found for name in pair}
    assert linked == set(articles["article"])


def test_every_pair_of_a_handful_is_a_candidate():
    articles = CASES["agency_takes"].frame()
    assert len(find(articles, split(articles, empty("marks")))) == 6
    assert len(find(articles, split(articles, empty("marks")), options=candidates.Options(everybody=0))) < 6
