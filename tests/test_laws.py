"""Properties of the whole, whatever the articles."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from newsrooms import CASES, FERRY_WIRE, INDEPENDENT
from strategies import folders, stories

from provenance import evidence, infer
from provenance.evidence import SIGNALS
from provenance.frames import Trace, check
from provenance.pairs import pairs
from provenance.pipeline import Options, trace
from provenance.readers import read

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("0*.txt"))
SILENT = Options(evidence=evidence.Options(skip=tuple(name for name, _ in SIGNALS)))


def alike(one: Trace, two: Trace) -> None:
    for name, table in one.tables().items():
        pd.testing.assert_frame_equal(table, two.tables()[name], obj=name)


def renamed(articles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return articles.assign(article=articles["article"].map(names))


def everything() -> list[pd.DataFrame]:
    return [case.frame() for _, case in sorted(CASES.items())]


@given(folders(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_reordering_the_articles_changes_nothing(articles, random):
    order = list(range(len(articles)))
    random.shuffle(order)
    alike(trace(articles), trace(articles.iloc[order].reset_index(drop=True)))


@given(folders(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_renaming_the_articles_changes_nothing_but_the_names(articles, random):
    others = [f"z{i}" for i in range(len(articles))]
    random.shuffle(others)
    there = dict(zip(articles["article"], others, strict=True))
    first, second = trace(articles), trace(renamed(articles, there))
    same_under(first, second, there)


def test_renaming_changes_nothing_in_the_newsrooms_either():
    for articles in everything():
        there = {name: f"{9 - i}{name[::-1]}" for i, name in enumerate(sorted(articles["article"]))}
        same_under(trace(articles), trace(renamed(articles, there)), there)


def same_under(first: Trace, second: Trace, there: dict[str, str]) -> None:
    """Verdicts, matches, descent, edges and unseen are the same once the names are put back."""
    v1 = {}
    for v in first.verdicts.to_dict("records"):
        a, b = there[v["a"]], there[v["b"]]
        v1[a, b] = (v["p_a_to_b"], v["p_b_to_a"], v["p_common"], v["p_none"])
        v1[b, a] = (v["p_b_to_a"], v["p_a_to_b"], v["p_common"], v["p_none"])
    v2 = {(v["a"], v["b"]): (v["p_a_to_b"], v["p_b_to_a"], v["p_common"], v["p_none"])
          for v in second.verdicts.to_dict("records")}  # fmt: skip
    assert {pair: v1[pair] for pair in v2} == v2
    m1 = {frozenset([(there[m.a], m.a_n), (there[m.b], m.b_n)]): (m.score, m.moved) for m in first.matches.itertuples()}
    m2 = {frozenset([(m.a, m.a_n), (m.b, m.b_n)]): (m.score, m.moved) for m in second.matches.itertuples()}
    assert m1 == m2
    d1 = {(there[d.child], d.n): (there.get(d.parent, d.parent), d.p) for d in first.descent.itertuples()}
    d2 = {(d.child, d.n): (d.parent, d.p) for d in second.descent.itertuples()}
    assert d1 == d2
    e1 = {(there.get(e.parent, e.parent), there[e.child], e.share, e.p, e.primary) for e in first.edges.itertuples()}
    assert e1 == {(e.parent, e.child, e.share, e.p, e.primary) for e in second.edges.itertuples()}
    assert first.unseen["text"].tolist() == second.unseen["text"].tolist()


def views(articles: pd.DataFrame):
    made = trace(articles)
    return pairs(made.tables(), list(zip(made.verdicts["a"], made.verdicts["b"], strict=True)))


def weights(signal, pair):
    return sorted(tuple(w) for w in [x._replace(a_span=None, b_span=None) for x in signal.see(pair)])


def test_swapping_a_pair_swaps_every_signal():
    seen = set()
    for articles in [*everything(), read(SEEDS)]:
        for pair in views(articles):
            for name, signal in SIGNALS:
                forth = weights(signal, pair)
                back = sorted((b, a, *rest) for a, b, *rest in weights(signal, pair.swapped()))
                assert forth == back, (name, pair.a.name, pair.b.name)
                if forth:
                    seen.add(name)
    assert len(seen) >= 10, f"the newsrooms and the seeds show too few signals at work: {sorted(seen)}"


@given(folders())
@settings(max_examples=20)
def test_swapping_a_pair_of_any_folder_swaps_every_signal(articles):
    for pair in views(articles):
        for name, signal in SIGNALS:
            assert weights(signal, pair) == sorted((b, a, *r) for a, b, *r in weights(signal, pair.swapped())), name


@given(folders())
@settings(max_examples=15)
def test_without_signals_there_is_no_direction(articles):
    made = trace(articles, SILENT)
    assert len(made.edges) == 0
    assert (made.verdicts["p_a_to_b"] == made.verdicts["p_b_to_a"]).all()
    assert not made.verdicts["says"].isin(["a->b", "b->a"]).any()


def test_an_unrelated_article_changes_no_verdict_by_more_than_a_hundredth():
    stranger = "Knitting patterns for beginners fill nine shelves of the new library in Osterbeck.\n\n" * 3
    for articles in everything():
        before = trace(articles).verdicts.set_index(["a", "b"])
        more = pd.concat([articles, pd.DataFrame([{"article": "zz", "text": stranger, "outlet": None}])])
        after = trace(more.reset_index(drop=True)).verdicts.set_index(["a", "b"])
        columns = ["p_a_to_b", "p_b_to_a", "p_common", "p_none"]
        assert (after.loc[before.index, columns] - before[columns]).abs().to_numpy().max() < 0.01
        assert (after.drop(before.index)["says"] == "none").all()


@given(stories(3, 8))
@settings(max_examples=25)
def test_an_exact_duplicate_is_a_tie_and_never_an_arrow(text):
    made = trace(pd.DataFrame({"article": ["one", "two"], "text": [text, text]}))
    row = made.verdicts.iloc[0]
    assert row["p_a_to_b"] == row["p_b_to_a"]
    assert row["says"] in ("common", "undecided", "none")
    assert not (made.edges["kind"] == "observed").any()


def test_an_exact_duplicate_of_real_news_is_kin_and_a_tie():
    made = trace(pd.DataFrame({"article": ["one", "two"], "text": [FERRY_WIRE, FERRY_WIRE]}))
    row = made.verdicts.iloc[0]
    assert row["p_a_to_b"] == row["p_b_to_a"]
    assert row["p_none"] < 0.01


@given(folders())
@settings(max_examples=25)
def test_marks_and_sentences_are_slices_of_the_raw_text_and_every_table_keeps_its_contract(articles):
    made = trace(articles)
    text = made.articles.set_index("article")["text"]
    assert text.to_dict() == dict(zip(articles["article"], articles["text"], strict=True)), "texts are never altered"
    for s in made.sentences.itertuples():
        assert text[s.article][s.start : s.end] == s.text == s.text.strip() != ""
    for m in made.marks.itertuples():
        assert text[m.article][m.start : m.end].strip()
    inside = {(m.article, i) for m in made.marks.itertuples() for i in range(m.start, m.end)}
    for s in made.sentences.itertuples():
        assert not any((s.article, i) in inside for i in range(s.start, s.end)), "a marked word is in the story"
    for name, table in made.tables().items():
        check(name, table)
    assert len(made.descent) == len(made.sentences)


@given(folders())
@settings(max_examples=15)
def test_the_same_articles_give_the_same_tables_twice(articles):
    alike(trace(articles), trace(articles.copy()))


def test_a_history_with_a_credit_and_a_unique_slip_per_copy_is_recovered_exactly():
    """Each copy inherits its parent's slips, makes one of its own, and credits its parent."""
    history = {"brent": "avon", "gower": "brent", "dart": "brent", "exe": "gower", "zeal": "avon"}
    slips = {"brent": ("passenger", "passsenger"), "gower": ("transport", "trasnport"), "dart": ("islands", "isalnds"),
             "exe": ("investigators", "investgators"), "zeal": ("broken", "borken")}  # fmt: skip
    body = FERRY_WIRE.replace("VALPORT (AFP) - ", "").replace("the island", "the islands").strip()
    texts = {"avon": body}
    for child, parent in history.items():
        right, wrong = slips[child]
        assert right in texts[parent]
        texts[child] = texts[parent].replace(right, wrong)
    rows = [
        (name, text + (f"\n\nSource: The {history[name].title()} Chronicle\n" if name in history else "\n"),
         f"The {name.title()} Chronicle")
        for name, text in texts.items()
    ]  # fmt: skip
    made = trace(pd.DataFrame(rows, columns=["article", "text", "outlet"]))
    primary = made.edges[made.edges["primary"]]
    assert dict(zip(primary["child"], primary["parent"], strict=True)) == history


def test_taking_the_original_away_leaves_an_unseen_one_and_giving_it_back_gives_the_article():
    wire = FERRY_WIRE
    one = "Ferry aground\n\n" + wire.strip().replace("VALPORT (AFP) - ", "").replace("38-year-old", "old") + "\n\nAFP\n"
    two = wire.split("In 2009")[0].replace("VALPORT (AFP) - ", "").replace("three hours", "hours") + "\n\nAFP\n"
    rows = [("one", one, "Marlo Star"), ("two", two, "Weser Bote")]
    away = trace(pd.DataFrame(rows, columns=["article", "text", "outlet"]))
    assert set(away.edges["parent"]) == {"~AFP"}
    back = trace(pd.DataFrame([*rows, ("wire", wire, "AFP")], columns=["article", "text", "outlet"]))
    assert set(back.edges["parent"]) == {"wire"}
    assert set(back.edges["child"]) == {"one", "two"}


def test_edges_have_no_circle_even_if_verdicts_do():
    names = ["a", "b", "c"]
    sentences = pd.DataFrame(
        [(n, 0, 0, 5, "Hello", "hello there world") for n in names],
        columns=["article", "n", "start", "end", "text", "norm"],
    )
    matches = pd.DataFrame(
        [(x, 0, y, 0, 1.0, "same", False, 1.0) for x, y in (("a", "b"), ("a", "c"), ("b", "c"))],
        columns=["a", "a_n", "b", "b_n", "score", "kind", "moved", "likeness"],
    )
    verdicts = pd.DataFrame(
        [("a", "b", 0.9, 0.05, 0.03, 0.02, 1.0, "a->b"), ("b", "c", 0.8, 0.1, 0.05, 0.05, 1.0, "a->b"),
         ("a", "c", 0.1, 0.7, 0.1, 0.1, 1.0, "b->a")],
        columns=["a", "b", "p_a_to_b", "p_b_to_a", "p_common", "p_none", "shared", "says"],
    )  # fmt: skip
    credits_ = pd.DataFrame({"article": [], "agency": [], "role": []})
    edges = infer.descend(sentences, matches, verdicts, credits_).edges
    assert {(e.parent, e.child) for e in edges.itertuples()} == {("a", "b"), ("b", "c")}


def test_an_independent_article_stays_alone_among_related_ones():
    made = trace(CASES["rewriting_outlet"].frame())
    assert "opinion" not in {*made.edges["parent"], *made.edges["child"]}
    assert INDEPENDENT.strip() in made.articles.set_index("article")["text"]["opinion"]
