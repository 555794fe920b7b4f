"""Verdicts from nats, parents from verdicts, originals that nobody has seen."""

from __future__ import annotations

from itertools import product
from math import exp

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.frames import frame
from provenance.infer import Options, descend, judge, stemma
from provenance.infer.stemma import hangings, nearest
from provenance.infer.trees import forest
from tests.reference import slow

NATS = st.floats(-8, 12)


def evidence(*rows):
    return frame("evidence", [(a, b, "s", x, y, z, "words", None, None, None, None) for a, b, x, y, z in rows])


def verdict(*nats, cover=(1.0, 1.0)):
    rows = evidence(("a", "b", *nats)) if nats else evidence()
    return judge(rows, [("a", "b")], {("a", "b"): cover}).iloc[0]


def test_without_evidence_the_prior_speaks_and_it_says_none():
    row = verdict()
    assert row["says"] == "none"
    assert row["p_a_to_b"] == row["p_b_to_a"] < row["p_common"] < 0.05


def test_the_posterior_is_prior_times_evidence_normalised_less_the_doubt():
    row, o = verdict(9.0, 5.0, 6.0), Options()
    w = [o.arrow * exp(9), o.arrow * exp(5), o.common * exp(6), 1 - 2 * o.arrow - o.common]
    expected = [(1 - o.doubt) * x / sum(w) + o.doubt / 4 for x in w]
    assert [row[c] for c in ("p_a_to_b", "p_b_to_a", "p_common", "p_none")] == pytest.approx(expected)
    assert row["says"] == "a->b"


@given(NATS, NATS, NATS)
def test_four_probabilities_sum_to_one_and_none_is_certain(x, y, z):
    row = verdict(x, y, z)
    four = [row[c] for c in ("p_a_to_b", "p_b_to_a", "p_common", "p_none")]
    assert sum(four) == pytest.approx(1)
    assert 0.002 < min(four) <= max(four) <= 0.9926


@given(NATS, NATS, NATS)
def test_exchanging_the_arrows_of_the_evidence_exchanges_the_arrows_of_the_verdict(x, y, z):
    one, two = verdict(x, y, z), verdict(y, x, z)
    assert (one["p_a_to_b"], one["p_b_to_a"], one["p_common"]) == (two["p_b_to_a"], two["p_a_to_b"], two["p_common"])


@given(st.permutations([("a", "b", 1.1, 0.3, 0.7), ("a", "b", 0.1, 2.3, 0.2), ("a", "b", 4.7, 0.9, 1.3)]))
def test_the_order_of_the_rows_does_not_change_a_bit(rows):
    made = judge(pd.concat([evidence(row) for row in rows]), [("a", "b")], {})
    assert made["p_a_to_b"][0] == judge(evidence(*rows), [("a", "b")], {})["p_a_to_b"][0]


ROW = st.tuples(st.sampled_from("bcd"), *[st.integers(-9000, 9000).map(lambda n: n / 1000)] * 3)


@given(st.lists(ROW))
def test_nats_are_summed_by_the_pair_as_one_by_one(rows):
    asked = [("a", other) for other in "bcd"]
    made = judge(evidence(*[("a", *row) for row in rows]), asked, {})
    for (_, other), row in zip(asked, made.itertuples(), strict=True):
        alone = verdict(*slow.summed([nats for name, *nats in rows if name == other]), cover=(0.0, 0.0))
        assert [row.p_a_to_b, row.p_b_to_a, row.p_common] == alone[["p_a_to_b", "p_b_to_a", "p_common"]].tolist()


def test_what_is_not_likely_is_undecided():
    assert verdict(8.0, 8.0, 7.0)["says"] == "undecided"
    assert verdict(4.0, 4.0, 4.0)["says"] == "undecided"


def test_evidence_beyond_all_measure_does_not_overflow():
    assert verdict(5000.0, 0, 0)["says"] == "a->b"


def sentences(**counts):
    words = "{} says thing number {} at some length"
    rows = [(name, n, n * 10, n * 10 + 9, words.format(name, n), words.format(name, n))
            for name, count in counts.items() for n in range(count)]  # fmt: skip
    return pd.DataFrame(rows, columns=["article", "n", "start", "end", "text", "norm"])


def matches(*rows):
    return frame("matches", [(a, x, b, y, 1.0, kind, False, score, False) for a, x, b, y, score, kind in rows])


P = {"a->b": (0.9, 0.02, 0.05, 0.03), "b->a": (0.02, 0.9, 0.05, 0.03), "common": (0.02, 0.02, 0.93, 0.03),
     "none": (0.01, 0.01, 0.01, 0.97), "undecided": (0.3, 0.3, 0.3, 0.1)}  # fmt: skip


def verdicts(**said):
    return frame("verdicts", [(*pair.split("_"), *P[word], 1.0, word) for pair, word in said.items()])


def credits_(*rows):
    return frame(
        "credits", [(article, i, i + 1, agency, role, "words") for i, (article, agency, role) in enumerate(rows)]
    )


def full(a, b, count, kind="same", at=0):
    return [(a, n, b, n + at, 1.0, kind) for n in range(count)]


def parents(lineage):
    return {(e.parent, e.child): round(e.share, 2) for e in lineage.edges.itertuples()}


def test_a_sentence_that_nobody_explains_is_the_articles_own():
    made = descend(sentences(a=2, b=3), matches(*full("a", "b", 2)), verdicts(a_b="a->b"), credits_())
    assert made.descent[made.descent["child"] == "b"]["parent"].tolist() == ["a", "a", ""]
    assert parents(made) == {("a", "b"): 0.67}


def test_an_article_with_two_parents_has_both_and_the_larger_is_primary():
    made = descend(
        sentences(a=3, b=2, c=5),
        matches(*full("a", "c", 3), *full("b", "c", 2, at=3)),
        verdicts(a_b="none", a_c="a->b", b_c="a->b"),
        credits_(),
    )
    assert parents(made) == {("a", "c"): 0.6, ("b", "c"): 0.4}
    assert made.edges.set_index("parent")["primary"].to_dict() == {"a": True, "b": False}


def test_a_grandparent_that_explains_no_more_than_the_parent_is_no_parent():
    made = descend(
        sentences(a=3, b=3, c=3),
        matches(*full("a", "b", 3), *full("a", "c", 3), *full("b", "c", 3)),
        verdicts(a_b="a->b", a_c="a->b", b_c="a->b"),
        credits_(),
    )
    assert parents(made) == {("a", "b"): 1.0, ("b", "c"): 1.0}


def test_siblings_descend_from_an_unseen_original_named_by_their_credits():
    made = descend(
        sentences(a=3, b=4),
        matches(*full("a", "b", 3)),
        verdicts(a_b="common"),
        credits_(("a", "AFP", "origin"), ("b", "Reuters", "photo"), ("b", "TASS", "cited")),
    )
    assert parents(made) == {("~AFP", "a"): 1.0, ("~AFP", "b"): 0.75}
    assert made.unseen.iloc[0][["node", "agency", "children"]].tolist() == ["~AFP", "AFP", "a, b"]
    assert len(made.unseen["text"][0].splitlines()) == 3


def test_a_photo_credit_alone_names_no_original():
    made = descend(
        sentences(a=3, b=3), matches(*full("a", "b", 3)), verdicts(a_b="common"),
        credits_(("a", "AFP", "photo"), ("b", "AFP", "photo")),
    )  # fmt: skip
    assert made.unseen["node"].tolist() == ["~1"]


def test_rewritten_background_draws_no_original():
    made = descend(sentences(a=3, b=3), matches(*full("a", "b", 3, "rewritten")), verdicts(a_b="common"), credits_())
    assert len(made.edges) == len(made.unseen) == 0


def test_what_an_article_here_explains_does_not_fall_to_an_unseen_one():
    made = descend(
        sentences(a=3, b=3, c=3),
        matches(*full("a", "b", 3), *full("a", "c", 3), *full("b", "c", 3)),
        verdicts(a_b="a->b", a_c="common", b_c="common"),
        credits_(("c", "PTI", "origin")),
    )
    assert parents(made) == {("a", "b"): 1.0, ("~PTI", "a"): 1.0, ("~PTI", "c"): 1.0}


def test_relation_is_not_passed_on_blindly_so_strangers_do_not_share_an_original():
    made = descend(
        sentences(a=3, b=6, c=3),
        matches(*full("a", "b", 3), *[("b", n + 3, "c", n, 1.0, "same") for n in range(3)]),
        verdicts(a_b="common", a_c="none", b_c="common"),
        credits_(),
    )
    assert parents(made) == {("~1", "a"): 1.0, ("~1", "b"): 0.5, ("~2", "b"): 0.5, ("~2", "c"): 1.0}


def test_undecided_kin_have_no_edge_and_their_sentences_are_less_surely_their_own():
    made = descend(sentences(a=2, b=2), matches(*full("a", "b", 2)), verdicts(a_b="undecided"), credits_())
    assert len(made.edges) == 0
    assert (made.descent["p"] < 0.5).all()


def doubtful(**said):
    """Verdicts from (p_a_to_b, p_b_to_a, p_common); what lacks to one is p_none."""
    return frame("verdicts", [(*pair.split("_"), *p, 1 - sum(p), 1.0, "undecided") for pair, p in said.items()])


def test_two_alone_have_the_chances_of_their_verdict_both_ways():
    told = [sentences(a=4, b=4), matches(*full("a", "b", 4))]
    hung = stemma(*told, doubtful(a_b=(0.3, 0.3, 0.35)))
    assert hung.parents["a"]["b"] == hung.parents["b"]["a"] < 0.5
    assert len(hung.evidence) == 0, "the trees of two say no more than their verdict"
    given = stemma(*told, doubtful(a_b=(0.9, 0.02, 0.05)))
    assert given.parents["b"]["a"] > 0.5 > given.parents["a"]["b"]


def chain():
    """Four sentences handed on from a to b to c, which shares with b a fifth; who was first is known of a only."""
    held = sentences(a=5, b=6, c=6)
    found = matches(*full("a", "b", 5), *full("a", "c", 4), *full("b", "c", 6))
    return held, found, doubtful(a_b=(0.95, 0.01, 0.02), a_c=(0.5, 0.1, 0.35), b_c=(0.9, 0.02, 0.05))


def test_of_two_that_may_be_its_parent_an_article_hangs_below_the_nearer():
    hung = stemma(*chain())
    assert hung.parents["c"]["b"] > hung.parents["c"]["a"]
    assert nearest(hung.parents)["b"][0] == "a"


def test_the_trees_lend_a_pair_what_a_third_text_knows():
    row = stemma(*chain()).evidence.set_index(["a", "b"]).loc["a", "c"]
    assert row["signal"] == "lineage"
    assert row["a_to_b"] > row["common"]


def test_of_what_an_article_has_from_a_second_parent_the_trees_know_nothing():
    """b is pieced together of a, which c copied too, and of d, which shares nothing with them."""
    held = sentences(a=4, b=6, c=4, d=2)
    found = matches(
        *full("a", "b", 4), *full("a", "c", 4), *full("b", "c", 4), *[("b", n + 4, "d", n, 1.0, "same") for n in (0, 1)]
    )
    said = doubtful(a_b=(0.95, 0.01, 0.02), a_c=(0.95, 0.01, 0.02), b_c=(0.02, 0.02, 0.93), b_d=(0.01, 0.9, 0.07))
    rows = stemma(held, found, said).evidence.set_index(["a", "b"])
    assert abs(rows.loc[("b", "d"), "b_to_a"]) < 0.1


def test_nobody_is_surer_than_certain_of_a_parent_and_no_chance_is_negative():
    for others in stemma(*chain()).parents.values():
        assert all(p >= 0 for p in others.values())
        assert sum(others.values()) <= 1 + 1e-9


def test_a_parent_is_drawn_where_it_is_likelier_than_all_else_and_not_where_nobody_can_tell():
    assert nearest({"c": {"a": 0.5, "b": 0.3}}) == {"c": ("a", 0.5)}
    assert nearest({"c": {"a": 0.4, "b": 0.3}}) == {}


def test_who_shares_less_than_a_tenth_hangs_below_nobody():
    told = sentences(a=30, b=30), matches(*full("a", "b", 30))
    for shared, kin in ((0.09, set()), (0.1, {"a", "b"})):
        assert set(hangings(*told, verdicts(a_b="common").assign(shared=shared)).below) == kin


def test_an_article_whose_parent_is_here_but_open_gets_no_unseen_one():
    told = sentences(a=3, b=3), matches(*full("a", "b", 3)), verdicts(a_b="common"), credits_()
    assert len(descend(*told, parents={"b": {"a": 0.3, "x": 0.3}}).unseen) == 0
    assert len(descend(*told, parents={"b": {"a": 0.2, "x": 0.2}}).unseen) == 1


def test_the_forest_of_trees_sums_the_hangings_as_counting_them_one_by_one_does():
    rng = np.random.default_rng(4)
    scores, roots = rng.normal(size=(3, 3)), rng.normal(size=3)
    total, found = 0.0, np.zeros((3, 3))
    for parents in product((-1, 0, 1, 2), repeat=3):
        if all(p != c for c, p in enumerate(parents)) and not circular(parents):
            weight = np.exp(sum(roots[c] if p < 0 else scores[p, c] for c, p in enumerate(parents)))
            total += weight
            for child, parent in enumerate(parents):
                if parent >= 0:
                    found[parent, child] += weight
    assert np.allclose(forest(scores, roots), found / total)


def circular(parents):
    for start in range(len(parents)):
        here, steps = start, 0
        while here >= 0 and steps <= len(parents):
            here, steps = parents[here], steps + 1
        if here >= 0:
            return True
    return False


def test_the_runner_up_is_kept():
    made = descend(sentences(a=2, b=2), matches(*full("a", "b", 2)), verdicts(a_b="a->b"), credits_())
    assert made.edges.iloc[0][["runner_up", "runner_up_p"]].tolist() == ["~", 0.05]
