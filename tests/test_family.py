"""Versions and retellings: what a family as a whole tells of its order and its tree."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance as pv
from provenance import infer
from provenance.infer import family, trees
from provenance.infer.bonds import bonds
from provenance.infer.readings import cues, readings
from tests.reference import slow

WORDS = (
    "harbour council bridge timber lantern orchard ferry granite widow baker copper velvet saddle thunder marsh pigeon "
    "ledger compass barley chimney quarry ribbon mirror candle anchor walnut garden meadow kettle hammer window river"
).split()


def sentence(chance):
    words = [chance.choice(WORDS) for _ in range(chance.randint(6, 12))]
    return " ".join(words).capitalize() + "."


def history(seed, count=6, start=8):
    """Versions of a text that grows: some sentences are added, one word is changed, now and then one is dropped."""
    chance = random.Random(seed)
    told = [sentence(chance) for _ in range(start)]
    made = []
    for _ in range(count):
        made.append("\n".join(told))
        at = chance.randrange(len(told))
        told[at] = told[at].replace(told[at].split()[1], chance.choice(WORDS), 1)
        for _ in range(chance.randint(1, 2)):
            told.insert(chance.randrange(len(told) + 1), sentence(chance))
        if chance.random() < 0.3:
            told.pop(chance.randrange(len(told)))
    return made


def frame(texts, seed=0):
    names = [f"d{n:03d}" for n in range(len(texts))]
    random.Random(seed).shuffle(names)
    return pd.DataFrame({"article": names, "text": texts}), names


numbers = st.floats(-4, 4)


@st.composite
def scored(draw, most=5):
    n = draw(st.integers(2, most))
    row = st.lists(numbers, min_size=n, max_size=n)
    return np.array([draw(row) for _ in range(n)]), np.array(draw(row))


@settings(deadline=None, max_examples=25)
@given(scored())
def test_the_posteriors_of_edges_are_their_share_of_all_trees_counted_one_by_one(given_):
    scores, roots = given_
    edges, firsts, _ = slow.shares_of_trees(scores.tolist(), roots.tolist())
    found, first = trees.posteriors(scores, roots)
    off = ~np.eye(len(roots), dtype=bool)
    assert found[off] == pytest.approx(np.array(edges)[off], abs=1e-7)
    assert first == pytest.approx(np.array(firsts), abs=1e-7)
    assert found.sum(0) + first == pytest.approx(np.ones(len(roots)))


@settings(deadline=None, max_examples=25)
@given(scored())
def test_the_posteriors_of_joins_are_their_share_of_all_spanning_trees(given_):
    scores = given_[0] + given_[0].T
    off = ~np.eye(len(scores), dtype=bool)
    assert trees.neighbours(scores)[off] == pytest.approx(
        np.array(slow.shares_of_joins(scores.tolist()))[off], abs=1e-7
    )


@settings(deadline=None, max_examples=25)
@given(scored(most=4))
def test_the_branching_weighs_as_much_as_the_heaviest_tree_counted_one_by_one(given_):
    scores, roots = given_
    best = slow.shares_of_trees(scores.tolist(), roots.tolist())[2]
    assert weight(trees.branching(scores, roots), scores, roots) == pytest.approx(weight(best, scores, roots))


def weight(parents, scores, roots):
    return sum(roots[c] if p < 0 else scores[p, c] for c, p in enumerate(parents))


def test_the_branching_of_many_nodes_weighs_what_another_implementation_finds():
    chance = np.random.default_rng(3)
    for _ in range(5):
        scores, roots = chance.normal(size=(14, 14)), chance.normal(size=14)
        found = trees.branching(scores, roots)
        graph = nx.DiGraph()
        graph.add_weighted_edges_from((p, c, scores[p, c]) for p in range(14) for c in range(14) if p != c)
        # a first that is dear enough is alone
        graph.add_weighted_edges_from((-1, c, roots[c] - 1000) for c in range(14))
        best = nx.maximum_spanning_arborescence(graph)
        other = sum(d["weight"] for *_, d in best.edges(data=True)) + 1000
        assert weight(found, scores, roots) == pytest.approx(other)
        assert sum(found < 0) == 1


def test_ancestors_are_certain_where_the_tree_is():
    parents = np.array([-1, 0, 1, 1])
    p = np.zeros((4, 4))
    p[parents[1:], np.arange(1, 4)] = 1.0
    assert trees.above(p) == pytest.approx(trees.descent(parents).astype(float), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_every_cue_is_antisymmetric_and_follows_the_texts_when_they_are_reordered(seed):
    texts = history(seed)
    order = np.random.default_rng(seed).permutation(len(texts))
    one, two = readings(texts), readings([texts[n] for n in order])
    assert np.array_equal(cues(one), -cues(one).transpose(1, 0, 2))
    assert cues(two) == pytest.approx(cues(one)[np.ix_(order, order)])
    assert bonds(two) == pytest.approx(bonds(one)[np.ix_(order, order)])


def test_what_the_family_tells_is_antisymmetric_and_follows_the_texts_when_they_are_reordered():
    texts = history(7)
    one, two = family.infer(readings(texts)), family.infer(readings(texts[::-1]))
    assert one.order == pytest.approx(-one.order.T)
    assert two.order == pytest.approx(one.order[::-1, ::-1], abs=1e-6)
    assert two.parents == pytest.approx(one.parents[::-1, ::-1], abs=1e-6)


def test_on_invented_histories_what_is_sure_is_right():
    sure = right = 0
    for seed in range(12):
        told = family.infer(readings(history(seed)))
        p = 1 / (1 + np.exp(-told.order[np.triu_indices(6, 1)]))
        sure += ((p >= 0.8) | (p <= 0.2)).sum()
        right += (p >= 0.8).sum()
    assert sure > 60
    assert right / sure > 0.95


def test_versions_of_one_text_are_chained_from_the_first():
    texts = history(1)
    articles, names = frame(texts)
    trace = pv.trace(articles)
    found = dict(zip(trace.edges["child"], trace.edges["parent"], strict=True))
    assert sum(found.get(child) == parent for parent, child in itertools.pairwise(names)) >= 4
    assert set(trace.evidence["signal"]) >= {"family"}
    assert (trace.edges.groupby("child")["primary"].sum() == 1).all()


def test_two_that_are_alike_in_a_family_get_no_direction_between_them():
    texts = history(2)
    articles, names = frame([*texts, texts[3]])
    trace = pv.trace(articles)
    a, b = sorted((names[3], names[6]))
    row = trace.verdicts.set_index(["a", "b"]).loc[(a, b)]
    assert row["p_a_to_b"] == pytest.approx(row["p_b_to_a"])
    assert row["says"] not in ("a->b", "b->a")
    assert not ((trace.edges["parent"].isin((a, b))) & (trace.edges["child"].isin((a, b)))).any()


def test_an_outlet_or_a_dateline_on_them_makes_no_family_of_texts():
    texts = history(3)
    articles, _ = frame(texts)
    named = articles.assign(outlet=[f"The {w} Post" for w in ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fern")])
    assert "family" not in set(pv.trace(named).evidence["signal"])


def test_three_texts_that_share_but_half_are_no_family():
    chance = random.Random(5)
    shared = [sentence(chance) for _ in range(8)]
    texts = ["\n".join([*shared, *(sentence(chance).replace(" ", f"{tag} ") for _ in range(12))]) for tag in "xyz"]
    articles, _ = frame(texts)
    assert "family" not in set(pv.trace(articles).evidence["signal"])


def test_an_unrelated_text_changes_nothing_in_a_family():
    texts = history(4)
    articles, _ = frame(texts)
    stranger = pd.DataFrame({"article": ["zz"], "text": ["Nobody expected seventeen penguins on that motorway."]})
    one, two = pv.trace(articles), pv.trace(pd.concat([articles, stranger], ignore_index=True))
    both = one.verdicts.merge(two.verdicts, on=["a", "b"])
    assert len(both) == len(one.verdicts)
    for column in ("p_a_to_b", "p_b_to_a", "p_common", "p_none"):
        assert both[f"{column}_x"].to_numpy() == pytest.approx(both[f"{column}_y"].to_numpy(), abs=0.01)


def test_a_family_is_a_family_only_where_a_signal_saw_something():
    articles, _ = frame(history(6))
    none = infer.retell(dict(zip(articles["article"], articles["text"], strict=True)), [tuple(articles["article"])],
                        pd.DataFrame({"a": [], "b": []}), [])  # fmt: skip
    assert not none.handed


def by_hand(seed, count=8, words=300, slips=8):
    """Copies of one text, each of an earlier one, in which some words are replaced in place; and whose copy each is."""
    chance = random.Random(seed)
    texts, parents = [[chance.choice(WORDS) for _ in range(words)]], [-1]
    for n in range(1, count):
        parents.append(chance.randrange(n))
        texts.append(list(texts[parents[-1]]))
        for at in chance.sample(range(words), slips):
            texts[-1][at] = "".join(chance.sample(texts[-1][at], len(texts[-1][at])))
    return [" ".join(words) + "." for words in texts], parents


def test_copies_made_by_hand_are_told_from_revisions():
    for seed in range(4):
        assert readings(by_hand(seed)[0]).by_hand == 1.0
        assert readings(history(seed)).by_hand == 0.0


def test_copies_made_by_hand_get_a_tree_and_no_direction():
    texts, parents = by_hand(1)
    articles, names = frame(texts)
    trace = pv.trace(articles)
    assert set(trace.evidence["signal"]) >= {"family"}
    assert trace.verdicts["p_a_to_b"].to_numpy() == pytest.approx(trace.verdicts["p_b_to_a"].to_numpy())
    assert not set(trace.verdicts["says"]) & {"a->b", "b->a"}
    found = {frozenset(edge) for edge in zip(trace.edges["parent"], trace.edges["child"], strict=True)}
    true = {frozenset((names[c], names[p])) for c, p in enumerate(parents) if p >= 0}
    assert len(found & true) >= 6


def test_one_form_filled_in_anew_makes_no_family():
    chance = random.Random(8)
    form = "The {} of {} sold {} barrels of {} to the {} of {} and bought {} boats from the {} of {} for its {}."
    texts = [form.format(*(chance.choice(WORDS) + str(chance.randrange(99)) for _ in range(10))) for _ in range(9)]
    assert "family" not in set(pv.trace(frame(texts)[0]).evidence["signal"])


def test_texts_that_tell_of_today_are_news_and_no_family():
    texts = [f"The council met on Monday to talk. {text}" for text in history(3)]
    assert "family" not in set(pv.trace(frame(texts)[0]).evidence["signal"])
    assert "family" in set(pv.trace(frame(history(3))[0]).evidence["signal"])


def test_two_texts_and_their_duplicates_are_too_few_for_a_family():
    one, two, *_ = history(5)
    assert "family" not in set(pv.trace(frame([one, one, two, two])[0]).evidence["signal"])


def test_forty_five_retellings_that_share_no_run_of_words_are_one_family():
    chance = random.Random(2)
    told = [[f"{chance.choice(WORDS)}{n}" for n in range(60)]]
    for _ in range(44):
        one = [word for word in chance.choice(told) if chance.random() < 0.97]
        told.append([*one, f"{chance.choice(WORDS)}{chance.randrange(10**6)}"])
    texts = [" ".join(chance.sample(words, len(words))) for words in told]
    articles = pd.DataFrame({
        "article": [f"d{n:02d}" for n in range(45)], "text": texts, "outlet": None, "published": pd.NaT, "lang": "en",
        "version_of": None,
    })  # fmt: skip
    none = pd.DataFrame({"article": [], "role": [], "label": []})
    assert [len(found) for found in infer.families(articles, none, none, [])] == [45]


def test_trees_are_weighed_exactly_where_two_are_alike_and_far_from_all_others():
    scores = np.array([[0, 150, 5, 1], [150, 0, 4, 0], [5, 4, 0, 90], [1, 0, 90, 0]], dtype=float)
    joined = trees.neighbours(scores)
    assert joined.sum() / 2 == pytest.approx(3)
    assert joined[0, 1] == pytest.approx(1)
    total = np.exp([5, 4, 1, 0]).sum()
    assert joined[0, 2] == pytest.approx(np.exp(5) / total)
    order = [3, 1, 0, 2]
    assert trees.neighbours(scores[np.ix_(order, order)]) == pytest.approx(joined[np.ix_(order, order)])


def test_words_are_looked_up_in_the_list_of_their_own_language():
    texts = ["le chat dort sur la table verte", "le chat dort sur la tablle verte", "le chien dort sur la table"]
    assert readings(texts, "fr").unlisted[1, 0] == 1
    assert readings(texts, "").unlisted.sum() == 0
