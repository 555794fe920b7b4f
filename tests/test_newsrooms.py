"""Six invented newsrooms whose history is known: in three of them what reads like a wire is not the origin."""

from __future__ import annotations

import pytest
from newsrooms import CASES

from provenance.pipeline import trace

TRACED = {name: trace(case.frame()) for name, case in sorted(CASES.items())}
each = pytest.mark.parametrize("name", sorted(CASES))


@each
def test_every_article_has_the_parents_that_history_gave_it(name):
    edges = TRACED[name].edges
    found = {article: set(edges.loc[edges["child"] == article, "parent"]) for article in CASES[name].articles}
    assert found == CASES[name].parents


@each
def test_every_verdict_is_one_that_a_careful_reader_would_give(name):
    said = {(v.a, v.b): v.says for v in TRACED[name].verdicts.itertuples()}
    assert {pair: said[pair] in wanted for pair, wanted in CASES[name].verdicts.items()} == dict.fromkeys(
        CASES[name].verdicts, True
    ), said


@each
def test_credit_given_is_told_from_credit_withheld(name):
    given = TRACED[name].audit.set_index("article")["credit"].to_dict()
    assert {article: given[article] for article in CASES[name].credit} == CASES[name].credit


def test_an_unseen_original_is_rebuilt_in_the_words_of_the_copy_nearest_to_it():
    unseen = TRACED["verbatim_feed"].unseen.iloc[0]
    assert unseen["agency"] == "PTI"
    assert "The 62-year-old bridge carries about 18,000 vehicles a day" in unseen["text"]
    assert "ferry ghat" not in unseen["text"], "what one child alone says is its own"


def test_in_three_newsrooms_the_article_that_writes_most_like_a_wire_is_not_the_origin():
    wire_like = {"told_the_gazette": "taken", "agency_takes": "ap", "wire_look": "panalbion"}
    for name, article in wire_like.items():
        assert article in set(TRACED[name].edges["child"])
        assert article not in set(TRACED[name].edges["parent"])
