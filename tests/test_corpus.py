"""Flows between outlets: counted by hand in small cases, held against the tables they are counted from, looked at."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations
from math import isnan, sqrt
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from hostile import STRINGS, hostile, lone, nothing
from hypothesis import given
from hypothesis import strategies as st
from invented import harbour, invented, story
from matplotlib.backends.backend_agg import FigureCanvasAgg

import provenance as pv
from provenance import corpus, plot, store
from provenance.corpus import FLOWS, Room, sheet, wilson
from provenance.frames import Trace, frame
from provenance.renderers import render

ROOT = Path(__file__).resolve().parent.parent


def wires() -> Trace:
    """AFP gives four sentences to the Post, which gives two of these and one of its own to the Mail; the Mail's second
    article took from an original that nobody saw; the Star took nothing."""
    made = invented(
        {
            "a": story("agency", 4),
            "b": [*story("agency", 4), *story("post", 2)],
            "c": [*story("agency", 2), *story("post", 1), *story("mail", 1)],
            "d": [*story("lost", 3), *story("inland", 1)],
            "e": story("star", 5),
        },
        {"b": [("a", 4, 0.9)], "c": [("b", 3, 0.8)], "d": [("~Reuters", 3, 0.7)]},
        outlets={"a": "AFP", "b": "Post", "c": "Mail", "d": "Mail", "e": "Star"},
        credit={"b": "full", "c": "none", "d": "generic"},
        minutes={"a": 0, "b": 30, "c": 150, "d": 600},
    )  # fmt: skip
    first = {("b", 0): 0, ("b", 1): 1, ("b", 2): 2, ("b", 3): 3, ("c", 0): 0, ("c", 1): 1, ("c", 2): 4}
    rows = made.descent.to_dict("records")
    found = [{**row, "parent_n": first.get((row["child"], row["n"]))} for row in rows]
    return _with(made, descent=frame("descent", found))


def _with(trace: Trace, **tables: pd.DataFrame) -> Trace:
    return Trace(**{**trace.tables(), **tables}, options=trace.options)


def _row(table: pd.DataFrame, **where: str) -> dict[str, object]:
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0].to_dict()


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    """The articles of three simulated newsrooms."""
    return next(pv.simulate(pv.Simulation(newsrooms=3, articles=18, seed=11))).articles


@pytest.fixture(scope="module")
def newsrooms(told: pd.DataFrame) -> pv.Trace:
    """The same, traced."""
    return pv.trace(told)


def test_what_is_loaded_in_brief_has_the_flows_of_the_whole_run(newsrooms: pv.Trace, tmp_path: Path) -> None:
    store.save(newsrooms, tmp_path / "run", version="0")
    whole, brief = (pv.load(tmp_path / "run", brief=short) for short in (False, True))
    assert 0 < len(brief.sentences) < len(whole.sentences)
    assert 0 < len(brief.left_out) < len(whole.articles)
    assert set(brief.articles["text"]) == {""}
    for name, table in pv.flows(whole).tables().items():
        pd.testing.assert_frame_equal(pv.flows(brief).tables()[name], table)
    assert render(brief, ["flows"]) == render(whole, ["flows"])


# -- counted by hand ---------------------------------------------------------------------------------------------


def test_a_flow_has_its_articles_sentences_words_and_credit() -> None:
    row = _row(pv.flows(wires()).matrix, giver="AFP", taker="Post")
    assert (row["arrows"], row["articles"], row["of"], row["sentences"], row["full"]) == (1, 1, 1, 4, 1)
    words = len(story("agency", 1)[0].split())
    assert row["words"] == 4 * words and row["share"] == pytest.approx(4 / 6)
    assert row["children"] == ["b"] and row["expected"] == pytest.approx(0.9)


def test_an_original_that_nobody_saw_is_a_giver_of_its_own() -> None:
    found = pv.flows(wires()).matrix
    row = _row(found, taker="Mail", kind="unseen")
    assert (row["giver"], row["articles"], row["of"]) == ("Reuters", 1, 2)
    assert set(found["kind"]) == {"observed", "unseen"}


def test_words_are_traced_to_an_agency_through_others() -> None:
    found = pv.flows(wires())
    mail = _row(found.articles, article="c")
    words = len(story("agency", 1)[0].split())
    assert (mail["taken"], mail["wire"]) == (3 * words, 2 * words), "the Post's own sentence is no agency's"
    outlet = _row(found.outlets, outlet="Mail")
    assert (outlet["took"], outlet["wire"], outlet["full"], outlet["generic"], outlet["none"]) == (2, 2, 0, 1, 1)
    assert _row(found.outlets, outlet="AFP")["is_wire"] and not outlet["is_wire"]


def test_cascades_count_what_lies_downstream_and_whose_words_it_prints() -> None:
    found = pv.flows(wires())
    row = _row(found.cascades, root="a")
    assert (row["articles"], row["outlets"], row["depth"], row["others"]) == (2, 2, 2, 0)
    assert row["words"] == 6 * len(story("agency", 1)[0].split())
    assert row["hours"] == pytest.approx(2.5) and row["children"] == ["b", "c"]
    assert set(found.stories["story"]) == {"a", "~Reuters"}
    assert _row(found.stories, story="~Reuters")["unseen"] == 1


def test_independent_origins_of_one_story_are_counted_apart() -> None:
    lines = {"a": story("x", 3), "b": story("y", 3), "c": [*story("x", 2), *story("y", 2)]}
    found = pv.flows(invented(lines, {"c": [("a", 2, 0.9), ("b", 2, 0.8)]}))
    assert found.stories[["articles", "origins", "arrows"]].to_numpy().tolist() == [[3, 2, 2]]
    assert list(found.cascades["others"]) == [1, 1]


def test_lags_are_the_median_and_quartiles_of_known_clocks() -> None:
    lines = {"a": story("x", 3), **{name: story("x", 3) for name in "bcdef"}}
    took = {name: [("a", 3, 0.9)] for name in "bcdef"}
    outlets = {"a": "AFP", **dict.fromkeys("bcdef", "Post")}
    made = invented(lines, took, outlets=outlets, minutes={"a": 60, "b": 0, "c": 120, "d": 180, "e": 240})
    row = pv.flows(made).lags.iloc[0].to_dict()
    assert (row["arrows"], row["timed"], row["backwards"]) == (5, 4, 1), "f has no clock, b was stamped before a"
    assert (row["first_quarter"], row["median"], row["third_quarter"]) == (0.5, 1.5, 2.25)


def test_a_day_is_no_clock() -> None:
    made = wires()
    days = made.articles.assign(published_precision="day")
    assert len(pv.flows(_with(made, articles=days)).lags) == 0


def test_what_cannot_be_told_is_neither_taken_nor_own() -> None:
    made = pv.flows(harbour())
    status = dict(zip(made.articles["article"], made.articles["status"], strict=True))
    assert status == {"file-1": "took", "file-2": "took", "file-3": "took", "file-4": "own", "file-5": "cannot tell"}
    assert _row(made.outlets, outlet="Quay Daily")["cannot_tell"] == 1
    assert list(made.stories["related"]) == [1]


def test_an_arrow_below_an_even_chance_is_counted_but_not_believed() -> None:
    made = invented({"a": story("x", 3), "b": story("x", 3)}, {"b": [("a", 3, 0.4)]}, outlets={"a": "A", "b": "B"})
    found = pv.flows(made)
    assert _row(found.articles, article="b")["status"] == "cannot tell"
    assert _row(found.matrix, taker="B")["expected"] == pytest.approx(0.4)


def test_versions_count_nowhere() -> None:
    made = harbour()
    versions = made.articles["article"].map({"file-4": "file-5"}).astype("str")
    found = pv.flows(_with(made, articles=made.articles.assign(version_of=versions)))
    row = _row(found.outlets, outlet="Inland News")
    assert (row["articles"], row["versions"], row["words"]) == (0, 1, 0) and isnan(float(str(row["took_rate"])))


# -- intervals ---------------------------------------------------------------------------------------------------


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilsons_ends_are_where_the_share_is_just_1_96_standard_errors_away(case: tuple[int, int]) -> None:
    hits, of = case
    share, low, high = wilson(hits, of)
    assert 0 <= low <= share <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        assert abs(share - end) == pytest.approx(1.959964 * sqrt(end * (1 - end) / of), rel=1e-5)
    assert wilson(of - hits, of)[1:] == pytest.approx((1 - high, 1 - low))


def test_intervals_of_a_handful_are_as_published() -> None:
    # Brown, Cai, DasGupta 2001, doi:10.1214/ss/1009213286: the interval of 0 of 10 ends at z2 / (n + z2).
    assert wilson(0, 10) == pytest.approx((0, 0, 0.2775), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)
    share, *ends = wilson(0, 0)
    assert isnan(share) and ends == [0, 1], "of nothing, nothing is known"


# -- laws --------------------------------------------------------------------------------------------------------

SOME = pytest.mark.parametrize("name", ["wires", "harbour", "newsrooms", "nothing", "lone"])


def _trace(name: str, request: pytest.FixtureRequest) -> Trace:
    made = {"wires": wires, "harbour": harbour, "nothing": nothing, "lone": lone}
    return request.getfixturevalue(name) if name == "newsrooms" else made[name]()


@SOME
def test_every_table_is_as_documented(name: str, request: pytest.FixtureRequest) -> None:
    for table, rows in pv.flows(_trace(name, request)).tables().items():
        spec = FLOWS[table]
        assert list(rows.columns) == list(spec.columns)
        assert {c: str(rows[c].dtype) for c in rows} == {c: rule.dtype for c, rule in spec.columns.items()}
        assert not rows.duplicated(list(spec.key)).any()
        for column, rule in spec.columns.items():
            assert rule.optional or not rows[column].isna().any(), f"{table}.{column}"
            assert not rule.among or set(rows[column]) <= set(rule.among)


@SOME
def test_totals_add_up_to_the_edges(name: str, request: pytest.FixtureRequest) -> None:
    trace = _trace(name, request)
    found = pv.flows(trace)
    taken = trace.descent[trace.descent["parent"] != ""]
    assert len(found.arrows) == len(trace.edges) == found.matrix["arrows"].sum() == found.stories["arrows"].sum()
    assert found.matrix["sentences"].sum() == found.arrows["sentences"].sum() == len(taken)
    assert found.matrix["words"].sum() == found.articles["taken"].sum()
    assert found.matrix["expected"].sum() == pytest.approx(trace.edges["p"].sum())
    assert found.outlets[["articles", "versions"]].to_numpy().sum() == len(trace.articles)
    assert (found.outlets["articles"] == found.outlets[["took", "cannot_tell", "own"]].sum(axis=1)).all()
    credits = found.outlets[["full", "generic", "photo_only", "other", "none"]].sum(axis=1)
    assert (found.outlets["took"] == credits).all()
    roots = set(trace.edges["parent"]) - set(trace.edges["child"])
    assert found.stories["origins"].sum() == len(found.cascades) == len(roots)
    assert (found.articles["wire"] <= found.articles["taken"]).all()


@SOME
def test_every_row_lists_what_it_counts_down_to_the_sentences(name: str, request: pytest.FixtureRequest) -> None:
    trace = _trace(name, request)
    found = pv.flows(trace)
    for row in found.matrix.to_dict("records"):
        ways = [(found.arrows[c] == row[c]) for c in ("giver", "kind", "taker")]
        behind = found.arrows[ways[0] & ways[1] & ways[2]]
        assert sorted(set(behind["child"])) == row["children"] and len(row["children"]) == row["articles"]
        assert behind["words"].sum() == row["words"]
    for row in found.outlets.to_dict("records"):
        assert len(row["children"]) == row["took"]
    for table in (found.cascades, found.stories):
        assert [len(names) for names in table["children"]] == list(table["articles"])
    told = {(row.child, n): row.parent for row in found.arrows.itertuples() for n in _numbers(row.numbers)}
    taken = trace.descent[trace.descent["parent"] != ""]
    assert told == {(row.child, row.n): row.parent for row in taken.itertuples()}


def _numbers(runs: str) -> list[int]:
    ends = [[int(n) for n in run.split("-")] for run in runs.split()]
    return [n for end in ends for n in range(end[0], end[-1] + 1)]


def test_renaming_the_articles_changes_nothing_but_the_names(told: pd.DataFrame, newsrooms: pv.Trace) -> None:
    names = {name: f"z{at:03}" for at, name in enumerate(reversed(list(told["article"])))}
    again = pv.trace(told.assign(article=told["article"].map(names)))
    one, two = pv.flows(newsrooms), pv.flows(again)

    def there(name: str) -> str:
        return names.get(name, name)

    for table, rows in one.tables().items():
        mapped = rows.copy()
        for column in mapped.columns.intersection(["parent", "child", "article", "root", "story"]):
            mapped[column] = mapped[column].map(there).astype("str")
        if "children" in mapped:
            mapped["children"] = [sorted(map(there, row)) for row in mapped["children"]]
        mapped = mapped.sort_values(list(FLOWS[table].key), kind="stable", ignore_index=True)
        pd.testing.assert_frame_equal(mapped, two.tables()[table], obj=table)


def test_the_flows_of_one_trace_are_the_same_every_time(newsrooms: pv.Trace) -> None:
    assert render(newsrooms, ["flows"]) == render(newsrooms, ["flows"])


# -- the picture -------------------------------------------------------------------------------------------------


def market(outlets: int) -> Trace:
    """So many outlets, each with one article that takes from one of the agencies or from its neighbour."""
    lines = {f"w{n}": story(f"w{n}", 4) for n in range(max(2, outlets // 4))}
    took, names = {}, {name: f"Agence {name[1:]}" for name in lines}
    for n in range(outlets):
        giver = f"w{n % (outlets // 4)}" if n % 3 else f"w{n % 2}"
        lines[f"p{n:03}"] = [*lines[giver][: 1 + n % 4], *story(f"p{n}", n % 5)]
        took[f"p{n:03}"] = [(giver, 1 + n % 4, 0.9)]
        names[f"p{n:03}"] = f"The Morning Paper of Town {n}"
    return invented(lines, took, outlets=names)


@pytest.mark.parametrize("outlets", [12, 60, 90])
def test_no_name_is_cut_and_none_stands_on_another(outlets: int) -> None:
    ax = plot.flows(market(outlets))
    figure = ax.get_figure()
    FigureCanvasAgg(figure).draw()
    width, height = figure.get_size_inches() * figure.dpi
    boxes = {text.get_text(): text.get_window_extent() for text in ax.texts if text.get_rotation() == 0}
    for words, box in boxes.items():
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, words
    names = [box for words, box in boxes.items() if "Town" in words]
    assert len(names) == min(outlets, 59 if outlets > 60 else outlets)
    assert not [pair for pair in combinations(names, 2) if pair[0].overlaps(pair[1])]
    for text in ax.texts:
        if text.get_rotation():
            box = text.get_window_extent()
            assert box.x1 <= width + 1 and box.y1 <= height + 1, text.get_text()


def test_what_is_not_drawn_by_name_is_drawn_as_all_others() -> None:
    ax = plot.flows(market(90))
    shown = [text.get_text() for text in ax.texts]
    assert "all others" in shown and "31 further outlets that took are one" in shown


def test_the_figures_in_the_cells_are_the_articles() -> None:
    ax = plot.flows(market(12))
    figures = [int(text.get_text()) for text in ax.texts if text.get_text().isdigit()]
    assert sum(figures) == pv.flows(market(12)).matrix["articles"].sum()


def test_axes_in_axes_out() -> None:
    ax = plot.flows(wires())
    assert plot.flows(harbour(), ax) is ax
    assert plot.flows(nothing()).texts[0].get_text() == "No article took text from another."


# -- the report --------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _page(trace: Trace) -> _Page:
    page = _Page()
    page.feed(render(trace, ["flows"])["flows.html"].decode())
    return page


@pytest.mark.parametrize("trace", [nothing(), lone(), harbour(), wires()], ids=["nothing", "lone", "harbour", "wires"])
def test_every_link_of_the_page_leads_somewhere(trace: Trace) -> None:
    page = _page(trace)
    inside = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids) and len(page.ids) == len(set(page.ids))
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in page.links), "nothing is fetched"


def test_a_figure_leads_to_articles_sentences_and_a_command() -> None:
    told = sheet(wires())
    flow = next(row for row in told["matrix"] if row["giver"] == "AFP")
    proof = next(proof for proof in told["proofs"] if proof["anchor"] == flow["anchor"])
    (arrow,) = proof["arrows"]
    assert arrow["sentences"] == "1–4" and arrow["words"] == story("agency", 1)[0]
    assert arrow["command"] == "provenance why RUN a b"


def test_a_share_of_few_articles_is_never_told_without_its_interval() -> None:
    for row in sheet(wires())["outlets"]:
        for cell in (row["took"], row["wire"], row["credit"]):
            assert re.fullmatch(r"–|\d+ % \(\d+–\d+\)", cell["text"])


def test_what_does_not_fit_is_counted() -> None:
    told = sheet(wires(), room=Room(matrix=1, outlets=1, cascades=1, stories=1, lags=1))
    assert told["more"]["matrix"].startswith("2 further rows") and len(told["matrix"]) == 1
    assert told["more"]["outlets"].startswith("3 further rows")


@pytest.mark.parametrize("kind", STRINGS)
def test_hostile_text_comes_out_as_text(kind: str) -> None:
    files = render(hostile(STRINGS[kind]), ["flows"])
    page = _Page()
    page.feed(files["flows.html"].decode())
    plain = _page(harbour())
    assert set(page.tags) <= {*plain.tags, "q", "section"} and page.tags.count("style") == 1
    assert "script" not in page.tags and page.tags.count("h1") == 1
    pages = pypdf.PdfReader(io.BytesIO(files["flows.pdf"]))
    words = " ".join(found.extract_text() for found in pages.pages)
    assert "Method and limits" in words
    if kind == "template":
        assert "{{7*7}}" in "".join(page.words) and "{{7*7}}" in words


def test_the_pdf_is_tagged_and_its_figures_link_to_their_proofs() -> None:
    content = render(wires(), ["flows"])["flows.pdf"]
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(reader.outline) >= 8
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert "provenance why RUN a b" in words and f"page 1 of {len(reader.pages)}" in words


# -- the verb ----------------------------------------------------------------------------------------------------


def test_the_verb_prints_tables_and_json_has_all_of_them(newsrooms: pv.Trace, tmp_path: Path) -> None:
    newsrooms.save(tmp_path / "run")
    told = _run("flows", str(tmp_path / "run"))
    assert "took text from another" in told and "provenance why RUN" in told
    tables = json.loads(_run("flows", str(tmp_path / "run"), "--json"))
    assert list(tables) == list(FLOWS)
    found = pv.flows(newsrooms)
    assert {name: len(rows) for name, rows in tables.items()} == {n: len(t) for n, t in found.tables().items()}
    assert tables["matrix"][0]["children"] == found.matrix["children"].iloc[0]


def _run(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "provenance", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_run_is_large_from_two_hundred_articles_on() -> None:
    assert corpus.LARGE == 200
