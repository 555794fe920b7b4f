"""The Python of the contract: two columns are enough, what cannot be is one line, and disk is where it says."""

from pathlib import Path

import pandas as pd
import pytest

import provenance as pv
from provenance import api
from provenance.errors import InputError, OptionError, OutputError, TableError
from provenance.frames import TABLES, check

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return pv.read(sorted(SEEDS.glob("*.txt")))


@pytest.fixture(scope="module")
def trace(articles) -> pv.Trace:
    return pv.trace(articles)


def bare(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["article", "text"], dtype=object)


def test_the_names_of_the_contract_are_there():
    assert {"Options", "Trace", "load", "read", "report", "strip", "trace"} <= set(pv.__all__)
    assert {*pv.__all__} <= set(dir(pv))
    with pytest.raises(AttributeError, match="no attribute 'undo'"):
        getattr(pv, "un" + "do")


def test_a_trace_keeps_the_contract_of_every_table(trace):
    assert set(trace.tables()) == set(TABLES)
    for name, table in trace.tables().items():
        check(name, table)


def test_two_columns_are_enough(articles, trace):
    alone = pv.trace(articles[["article", "text"]])
    pd.testing.assert_frame_equal(alone.verdicts, trace.verdicts)
    pd.testing.assert_frame_equal(alone.edges, trace.edges)


def test_columns_nobody_asked_for_and_empty_ones_change_nothing(articles, trace):
    more = articles.assign(topic="war", outlet=None, title="", published=pd.NaT, author=float("nan"))
    made = pv.trace(more.iloc[::-1])
    pd.testing.assert_frame_equal(made.articles, trace.articles)
    pd.testing.assert_frame_equal(made.verdicts, trace.verdicts)


def test_what_is_given_is_believed(articles):
    made = pv.trace(articles.assign(outlet=[f"Outlet {n}" for n in range(5)], published="2021-07-08T13:55:00+02:00"))
    assert made.articles["outlet"].tolist() == [f"Outlet {n}" for n in range(5)]
    assert set(made.articles["outlet_from"]) == {"given"}
    assert set(made.articles["published"]) == {pd.Timestamp("2021-07-08T11:55:00Z")}


def test_the_input_is_not_altered(articles):
    before = articles.copy(deep=True)
    pv.trace(articles)
    pv.strip(articles)
    pd.testing.assert_frame_equal(articles, before)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([("a", "b")], "not list: see provenance.read"),
        (pd.DataFrame(), "no column 'article' (it has none at all)"),
        (pd.DataFrame({"id": ["a"], "text": ["b"]}), "no column 'article' (it has id, text)"),
        (pd.DataFrame({"article": ["a"], "body": ["b"]}), "no column 'text' (it has article, body)"),
        (bare(("a", "x"), ("b", None)), "articles.text is empty in row 1"),
        (bare(("a", "x"), ("b", None)).astype("str"), "articles.text is empty in row 1"),
        (bare(("a", "x")).assign(outlet=7), "articles.outlet is 7, not text, in row 0"),
        (bare(("a", "x"), ("b", float("nan"))), "articles.text is empty in row 1"),
        (bare(("a", "x"), (None, "y")), "articles.article is empty in row 1"),
        (bare(("a", "x"), ("b", 7)), "articles.text is 7, not text, in row 1"),
        (bare((1, "x"), (2, "y")), "articles.article is 1, not text, in row 0"),
        (bare(("a", "x"), ("a", "y")), "two articles are named 'a'"),
        (bare(("~Reuters", "x")), "an article is named '~Reuters'"),
        (bare((" ", "x")), "an article is named ' '"),
        (bare(("a", "half \ud83d a character")), "holds half a character at 5 in row 0"),
        (bare(("a", "x")).assign(published="yesterday"), "published is 'yesterday', not a time"),
        (pd.DataFrame([["a", "x", "y"]], columns=["article", "text", "text"]), "two columns 'text'"),
    ],
)
@pytest.mark.parametrize("verb", [pv.trace, pv.strip])
def test_what_cannot_be_traced_is_one_line(verb, given, says):
    with pytest.raises(TableError) as caught:
        verb(given)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_articles_at_all_is_an_input_error():
    with pytest.raises(InputError, match="no rows"):
        pv.trace(bare())


def test_a_text_without_a_word_is_traced_to_nothing():
    made = pv.trace(bare(("a", ""), ("b", " \n"), ("c", "…")))
    assert made.articles["article"].tolist() == ["a", "b", "c"]
    assert made.edges.empty
    assert made.verdicts.query("says != 'none'").empty


def test_progress_is_told_from_nothing_to_all(articles):
    told: list[tuple[str, int, int]] = []
    pv.trace(articles, progress=lambda *step: told.append(step))
    totals = {total for _, _, total in told}
    assert len(totals) == 1
    done = [done for _, done, _ in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, totals.pop())


def test_a_trace_comes_back_from_disk_as_it_was(trace, tmp_path):
    folder = trace.save(tmp_path / "run")
    back = pv.load(folder)
    assert isinstance(back, pv.Trace)
    for name, table in trace.tables().items():
        pd.testing.assert_frame_equal(back.tables()[name], table)
    assert not [path for path in folder.iterdir() if path.name not in ("tables", "run.json")]


def test_saving_twice_needs_force_and_writes_the_same_bytes(trace, tmp_path):
    folder = trace.save(tmp_path / "run")
    before = (folder / "run.json").read_bytes()
    with pytest.raises(OutputError, match="add --force"):
        trace.save(folder)
    trace.save(folder, force=True)
    assert (folder / "run.json").read_bytes() == before


def test_reports_can_be_saved_with_the_run_or_rendered_into_it_later(trace, tmp_path):
    trace.save(tmp_path / "one", kinds=["dot", "graphml"])
    trace.save(tmp_path / "two")
    paths = pv.report(trace, tmp_path / "two", "dot, graphml")
    assert {path.suffix for path in paths} == {".dot", ".graphml"}
    assert (tmp_path / "one" / "run.json").read_bytes() == (tmp_path / "two" / "run.json").read_bytes()


def test_a_report_needs_no_run(trace, tmp_path):
    paths = pv.report(pv.load(trace.save(tmp_path / "run")), tmp_path / "elsewhere", ["dot"])
    assert [path.parent for path in paths] == [tmp_path / "elsewhere"]


def test_an_unknown_kind_of_report_is_refused_before_anything_is_written(trace, tmp_path):
    for call in (
        lambda: pv.report(trace, tmp_path / "x", ["dot", "docx"]),
        lambda: trace.save(tmp_path / "x", kinds="docx"),
    ):
        with pytest.raises(OptionError, match="no kind of report 'docx': known are"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_story_is_what_is_left_without_the_marks(articles):
    stories = pv.strip(articles)
    assert list(stories.columns) == ["article", "story"]
    assert stories["article"].tolist() == articles["article"].tolist()
    for story, text in zip(stories["story"], articles["text"], strict=True):
        assert story
        assert all(line in text for line in story.splitlines())


def test_an_article_is_found_by_name_outlet_or_the_beginning_of_its_name(trace):
    names = dict(zip(trace.articles["outlet"].fillna(""), trace.articles["article"], strict=True))
    assert api.find(trace, "001") == api.find(trace, names["TRT World"]) == api.find(trace, "trt world")
    for name, says in (("00", "may mean"), ("nobody", "no article is called"), ("", "no article is called")):
        with pytest.raises(OptionError, match=says):
            api.find(trace, name)


def test_a_notebook_shows_the_lineage_and_never_an_article_s_markup():
    text = (
        "<script>alert(1)</script> said the minister on Thursday that talks in the capital would go on until Friday. "
    )
    shown = pv.trace(bare(("a", text), ("b", text)))._repr_html_()
    assert "<script>" not in shown
    assert "Lineage of 2 articles" in shown and "&lt;script&gt;" in shown
