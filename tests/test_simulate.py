"""Simulated newsrooms: their history is true, their news is their own, and a run can be held against them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import weakref
from collections import defaultdict
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance as pv
from provenance.api import write
from provenance.errors import OptionError, OutputError, TableError
from provenance.frames import TABLES, Trace, empty, frame
from provenance.histories import FORMATS
from provenance.newsrooms import OPERATIONS, histories, truth
from provenance.newsrooms.events import STYLES, runs
from provenance.newsrooms.families import newsroom
from provenance.newsrooms.planted import PLANTED
from provenance.scoring import MEASURES
from provenance.text import fold

SMALL = pv.Simulation(newsrooms=2, articles=15, seed=3)
LARGE = pv.Simulation(newsrooms=6, articles=40, seed=5)
ARCHIVE = pv.Simulation(newsrooms=1, articles=500, seed=2, mixture="archive")
_CURLY = str.maketrans("“”’", '""\'')

simulations = st.builds(
    pv.Simulation,
    newsrooms=st.integers(1, 3),
    articles=st.integers(1, 25),
    seed=st.integers(-5, 10**9),
    depth=st.integers(1, 5),
    mixing=st.floats(0, 1),
    lost=st.floats(0, 1),
    independent=st.floats(0, 1),
    clocks=st.floats(0, 1),
    credited=st.floats(0, 1),
    styles=st.lists(st.sampled_from(STYLES), min_size=1, max_size=3, unique=True).map(tuple),
    mixture=st.sampled_from(["newsrooms", "archive"]),
)


def one(options: pv.Simulation) -> pv.History:
    """All of a small simulation."""
    (made,) = histories(options, size=10**6)
    return made


@pytest.fixture(scope="module")
def large() -> pv.History:
    return one(LARGE)


@pytest.fixture(scope="module")
def archive() -> pv.History:
    return one(ARCHIVE)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# -- the same seed, the same bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(kind, tmp_path):
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write(replace(SMALL, seed=seed), tmp_path / name, kind=kind)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert files(tmp_path / "one") != files(tmp_path / "three")


@pytest.mark.parametrize("mixture", ["newsrooms", "archive"])
def test_a_newsroom_is_the_same_whatever_stands_before_and_behind_it(mixture):
    options = replace(SMALL, newsrooms=3, mixture=mixture)
    alone = [batch.articles for batch in histories(options, size=1)]
    pd.testing.assert_frame_equal(pd.concat(alone, ignore_index=True), one(options).articles)


# -- what is said is true ----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(simulations)
def test_the_truth_agrees_with_itself_and_with_the_texts(options):
    made = one(options)
    assert len(made.articles) == options.newsrooms * options.articles
    texts = dict(zip(made.articles["article"], made.articles["text"], strict=True))
    for table in (made.sentences, made.marks):
        for article, start, end in table[["article", "start", "end"]].itertuples(index=False):
            assert texts[article][start:end].strip() == texts[article][start:end] != ""
    for article, start, end, words in made.sentences[["article", "start", "end", "text"]].itertuples(index=False):
        assert texts[article][start:end] == words
    places = list(zip(made.sentences["article"], made.sentences["n"], strict=True))
    assert places == list(zip(made.descent["child"], made.descent["n"], strict=True))
    nodes = {*made.articles["article"], *made.unseen["node"], ""}
    assert set(made.descent["parent"]) | set(made.edges["parent"]) <= nodes
    assert not made.edges.loc[made.edges["primary"], "child"].duplicated().any()
    above = set(zip(made.ancestry["ancestor"], made.ancestry["descendant"], strict=True))
    assert not {(b, a) for a, b in above} & above, "nobody descends from a descendant"
    observed = made.edges[made.edges["kind"] == "observed"]
    assert set(zip(observed["parent"], observed["child"], strict=True)) <= above


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w.%$-]+", fold(text)))


@settings(max_examples=15)
@given(simulations)
def test_a_sentence_stands_in_its_parent_as_far_as_the_operations_left_it(options):
    made = one(replace(options, articles=max(options.articles, 12)))
    lines = {(a, n): t for a, n, t in made.sentences[["article", "n", "text"]].itertuples(index=False)}
    own = {t["node"]: t["text"].split("\n") for t in made.unseen.to_dict("records")}
    rows = made.descent.merge(made.sentences, left_on=["child", "n"], right_on=["article", "n"])
    for parent, at, ops, text in rows[["parent", "parent_n", "ops", "text"]].itertuples(index=False):
        if not parent or pd.isna(at) or (parent[0] != "~" and (parent, at) not in lines):
            continue
        source = own[parent][at] if parent[0] == "~" else lines[parent, at]
        if set(ops.split(", ")) <= {"", "move_paragraph", "combine", "three_sentences"}:
            assert text == source
        elif not {"translate", "replaced", "merge", "reword"} & set(ops.split(", ")):
            assert len(words(text) & words(source)) >= 0.5 * len(words(text)), (ops, text, source)


def test_every_operation_occurs_and_no_other(large, archive):
    told = {op for made in (large, archive) for ops in made.history["ops"] for op in ops.split(", ") if op}
    assert told == set(OPERATIONS)


def test_a_text_that_was_taken_away_is_an_unseen_original():
    gone, here = one(replace(LARGE, lost=1.0, mixing=0.0)), one(replace(LARGE, lost=0.0))
    assert here.unseen.empty and here.history["present"].all()
    assert gone.unseen["needed"].sum() > 10
    firsts = gone.history[gone.history["role"] == "first"]
    copied = {name for names in gone.history["parents"] for name in names.split(", ") if name}
    assert not firsts.loc[firsts["node"].isin(copied), "present"].any()
    texts = dict(zip(gone.articles["article"], gone.articles["text"], strict=True))
    for row in gone.unseen.to_dict("records"):
        children = row["children"].split(", ")
        assert len(children) > 1
        for child in children:
            held = words(texts[child])
            lines = [line for line in row["text"].split("\n") if len(words(line) & held) >= 0.7 * len(words(line))]
            assert len(lines) >= 2


def test_given_back_the_original_is_the_parent_of_those_who_descended_from_the_unseen_one():
    nodes = newsroom(LARGE, 0)
    truth.name(nodes, 0, LARGE.seed)
    without = truth.tell(nodes)
    back = {row["node"]: row["children"].split(", ") for row in without.unseen.to_dict("records") if row["needed"]}
    assert back
    for node in nodes:
        node.present = node.present or node.name in back
        node.name = node.name.replace("~", "back-") if node.present else node.name
    edges = truth.tell(nodes).edges
    found = set(zip(edges["parent"], edges["child"], strict=True))
    for lost, children in back.items():
        assert {(lost.replace("~", "back-"), child) for child in children} <= found


def test_a_lost_text_of_which_one_article_shows_anything_is_asked_of_nobody(large):
    silent = large.descent[~large.descent["known"]]
    assert len(silent)
    assert not silent["parent"].isin(large.articles["article"]).any()


def test_options_are_kept(large):
    alone = large.history["role"].isin(["alone", "independent"]).sum() / len(large.articles)
    assert abs(alone - LARGE.independent) < 0.1
    right = one(replace(LARGE, clocks=1.0, credited=0.0))
    assert right.articles["published"].notna().all() and set(right.audit["credit"]) <= {"none", "other"}
    steps = right.history.merge(right.ancestry, left_on="node", right_on="ancestor")
    filed = dict(zip(right.history["node"], right.history["filed"], strict=True))
    assert all(filed[a] < filed[b] for a, b in zip(steps["ancestor"], steps["descendant"], strict=True))
    assert set(one(replace(SMALL, styles=("release",))).history["style"]) == {"release"}
    assert (one(replace(LARGE, depth=1)).history["role"] == "copy").any()


# -- independent news --------------------------------------------------------------------------------------------


def own_sentences(made: pv.History) -> dict[str, list[str]]:
    """The sentences that each present article wrote itself, quotation marks made straight."""
    rows = made.descent.merge(made.sentences, left_on=["child", "n"], right_on=["article", "n"])
    rows = rows[(rows["parent"] == "") & rows["known"]]
    found: dict[str, list[str]] = defaultdict(list)
    for article, text in zip(rows["child"], rows["text"], strict=True):
        found[article].append(text.translate(_CURLY))
    return found


def test_independent_reports_on_one_event_share_names_and_quotes_and_no_run_of_words(large):
    alone = large.history[large.history["role"] == "independent"]
    own = own_sentences(large)
    quoted = named = 0
    for _, group in alone.groupby([alone["node"].str[:5], "event"]):
        for a, b in combinations(group["node"], 2):
            one_, two = ({run for line in own[x] for run in runs(line)} for x in (a, b))
            assert not one_ & two
            quotes = [{q for line in own[x] for q in re.findall('"[^"]{20,}"', line)} for x in (a, b)]
            quoted += bool({q[1:30] for q in quotes[0]} & {q[1:30] for q in quotes[1]})
            names = [set(re.findall("[A-Z][a-z]{4,}", " ".join(own[x]))) for x in (a, b)]
            named += len(names[0] & names[1]) >= 2
    assert quoted > 5 and named > 10


def test_strangers_hardly_share_a_run_of_words_and_never_a_sentence():
    made = one(pv.Simulation(newsrooms=1, articles=300, seed=9, independent=1.0))
    event = dict(zip(made.history["node"], made.history["event"], strict=True))
    printed: dict[str, int] = {}
    first: dict[tuple[str, ...], int] = {}
    pairs = set()
    for article, text in made.sentences[["article", "text"]].itertuples(index=False):
        about = event[article]
        assert len(text.split()) < 8 or printed.setdefault(text, about) == about
        straight = text.translate(_CURLY)
        pairs |= {(first[run], about) for run in runs(straight, 12) if first.setdefault(run, about) != about}
    assert len(pairs) < len(made.articles) / 50, "twelve words in a row in common by chance, in one article of fifty"


# -- the archive -------------------------------------------------------------------------------------------------


def test_reuse_is_planted_in_twelve_of_a_hundred_articles_in_equal_parts(archive):
    roles = archive.history.loc[archive.history["present"], "role"].replace("first", "wire").value_counts().to_dict()
    assert {kind: roles[kind] for kind in (*PLANTED, "wire")} == dict.fromkeys((*PLANTED, "wire"), 12)
    assert len(archive.articles) == ARCHIVE.articles


def test_a_planted_passage_has_sixty_words_and_stands_in_both(archive):
    rows = archive.descent.merge(archive.sentences, left_on=["child", "n"], right_on=["article", "n"])
    texts = dict(zip(archive.articles["article"], archive.articles["text"], strict=True))
    rows = rows[rows["ops"].str.contains("passage")]
    assert len(rows)
    for _, group in rows.groupby("child"):
        assert sum(len(text.split()) for text in group["text"]) == 60
        assert all(text in texts[parent] for text, parent in zip(group["text"], group["parent"], strict=True))


# -- the folder --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_written_is_read_as_it_was_made(kind, tmp_path):
    made = one(SMALL)
    write(SMALL, tmp_path / "sim", kind=kind)
    read = pv.read(tmp_path / "sim" / "articles").set_index("article")
    assert read["text"].to_dict() == dict(zip(made.articles["article"], made.articles["text"], strict=True))
    assert read["outlet"].dropna().to_dict() == made.articles.set_index("article")["outlet"].dropna().to_dict()
    given = pv.trace(read.reset_index()).articles
    for column in ("published", "published_precision"):
        assert given[column].astype("str").tolist() == made.articles[column].astype("str").tolist()
    for name, table in pv.truth(tmp_path / "sim").tables().items():
        kept = made.tables()[name].drop(columns="text") if name == "articles" else made.tables()[name]
        pd.testing.assert_frame_equal(table, kept, check_dtype=False)


def test_the_folder_is_replaced_with_force_only_and_never_what_is_no_simulation(tmp_path):
    target = tmp_path / "sim"
    write(SMALL, target)
    before = files(target)
    with pytest.raises(OutputError, match="--force"):
        write(replace(SMALL, seed=9), target)
    assert files(target) == before
    write(replace(SMALL, seed=9), target, force=True)
    assert files(target) != before
    (target / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write(SMALL, target, force=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter").write_text("mine")
    with pytest.raises(OutputError, match="no simulation"):
        write(SMALL, tmp_path / "other", force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "sim"]


def test_an_interrupted_simulation_leaves_nothing_behind(tmp_path):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(SMALL, tmp_path / "sim", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_simulation_is_told_in_a_line(tmp_path):
    with pytest.raises(OutputError, match="provenance simulate"):
        pv.truth(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [{"articles": 0}, {"newsrooms": -1}, {"lost": 1.5}, {"mixing": -0.1}, {"mixture": "salad"}, {"styles": ("ode",)},
     {"styles": ()}],
)  # fmt: skip
def test_options_that_cannot_be_are_refused_by_name(wrong):
    with pytest.raises(OptionError, match=next(iter(wrong))):
        pv.Simulation(**wrong)


def test_batches_are_let_go_once_the_next_is_made():
    options = replace(SMALL, newsrooms=8, articles=10)
    alive = [weakref.ref(batch.articles) for batch in islice(histories(options, size=10), 8)]
    assert len(alive) == 8 and not any(ref() is not None for ref in alive[:-1])


# -- the verbs ---------------------------------------------------------------------------------------------------


def verb(*args: str | Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "provenance", *map(str, args)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_the_verbs_simulate_and_score_do_the_whole_job(tmp_path):
    asked = ["simulate", "--out", tmp_path / "sim", "--newsrooms", 1, "--articles", 12, "--seed", 3]
    made = verb(*asked)
    assert made.returncode == 0 and made.stdout.startswith("12 articles, ")
    again = verb(*asked)
    assert again.returncode == 2 and "--force" in again.stderr and again.stderr.count("\n") == 1
    traced = verb("trace", tmp_path / "sim" / "articles", "--out", tmp_path / "run", "--kind", "", "--quiet")
    assert traced.returncode == 0
    scored = verb("score", tmp_path / "run", tmp_path / "sim", "--json")
    records = {row["measure"]: row for row in json.loads(scored.stdout)}
    assert list(records) == list(MEASURES)
    assert records["parent"]["of"] == 12 and 0 <= records["parent"]["value"] <= 1
    told = verb("score", tmp_path / "run", tmp_path / "sim").stdout
    assert all(measure in told for measure in MEASURES)


@pytest.mark.parametrize(
    ("args", "says"),
    [(["--mixture", "salad"], "mixture"), (["--to", "papyrus"], "papyrus"), (["--lost", "2"], "lost"),
     (["--style", "ode"], "ode"), (["--articles", "0"], "articles")],
)  # fmt: skip
def test_what_cannot_be_simulated_is_told_in_a_line(args, says, tmp_path):
    made = verb("simulate", "--out", tmp_path / "sim", *args)
    assert made.returncode == 2 and says in made.stderr and made.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


# -- the score ---------------------------------------------------------------------------------------------------


def perfect(known: pv.History, *, turned: bool = False) -> Trace:
    """The trace that says what is true; `turned`: every arrow the wrong way."""
    verdicts = []
    for a, b in zip(known.ancestry["ancestor"], known.ancestry["descendant"], strict=True):
        forth = (a < b) != turned
        p = (0.97, 0.01) if forth else (0.01, 0.97)
        verdicts.append((min(a, b), max(a, b), *p, 0.01, 0.01, 0.9, "a->b" if forth else "b->a"))
    made = {name: empty(name) for name in TABLES}
    made |= {name: table for name, table in known.tables().items() if name in TABLES}
    made["verdicts"] = frame("verdicts", verdicts)
    return Trace(**made)


def figures(trace: Trace, known: pv.History) -> dict[str, float | None]:
    rows = pv.score(trace, known)
    return {m: None if pd.isna(v) else float(v) for m, v in zip(rows["measure"], rows["value"], strict=True)}


def test_the_truth_held_against_itself_is_right_in_everything(large):
    found = figures(perfect(large), large)
    assert list(found) == list(MEASURES)
    wrong = {"wrong arrows": 0.0}
    assert {m: v for m, v in found.items() if m != "ece" and v != wrong.get(m, 1.0)} == {}
    assert found["ece"] < 0.02


def test_a_trace_that_found_nothing_is_right_about_those_who_took_nothing_only(large):
    blank = replace(perfect(large), edges=empty("edges"), unseen=empty("unseen"), verdicts=empty("verdicts"))
    blank = replace(blank, descent=large.descent.assign(parent=""), articles=large.articles.assign(version_of=None))
    found = figures(blank, large)
    took = large.edges["child"].nunique() / len(large.articles)
    assert found["parent"] == pytest.approx(1 - took)
    assert found["parent of copies"] == found["unseen recall"] == found["decided"] == 0
    assert found["independent left alone"] == 1 and found["order"] == 0.5
    assert found["wrong arrows"] is found["right when decided"] is None


def test_arrows_turned_round_are_wrong(large):
    plain = replace(perfect(large, turned=True), articles=large.articles.assign(version_of=None))
    found = figures(plain, large)
    assert found["order"] == found["order, when decided"] == found["right when decided"] == 0
    assert found["ece"] > 0.9


def test_an_arrow_between_strangers_is_counted_and_no_longer_leaves_them_alone(large):
    alone = large.history.loc[large.history["role"] == "alone", "node"].tolist()[:2]
    row = pd.DataFrame([(*alone, 0.5, 0.9, "observed", True, None, None)], columns=large.edges.columns)
    before, after = perfect(large), perfect(large)
    after = replace(after, edges=pd.concat([after.edges, row], ignore_index=True))
    one_, two = figures(before, large), figures(after, large)
    assert two["independent left alone"] < one_["independent left alone"] and two["wrong arrows"] > 0
    assert two["parent"] < one_["parent"]


def test_a_run_is_held_against_its_own_articles_only(large):
    other = one(replace(LARGE, newsrooms=7))
    with pytest.raises(TableError, match="00006"):
        pv.score(perfect(other), large)
