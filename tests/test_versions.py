"""Versions: another address of one page and an outlet's own later version are one article, and no copying."""

from __future__ import annotations

import time
from collections.abc import Iterable
from hashlib import sha256

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsrooms import FERRY_WIRE, INDEPENDENT

from provenance import findings, masthead
from provenance.pipeline import trace
from provenance.text import split
from provenance.versions import Options, versions

USUAL = Options()
NO_MARKS = pd.DataFrame({"article": [], "start": [], "end": []})
LATER = FERRY_WIRE.replace("214 people", "216 people") + "\nDivers will look at the hull on Wednesday, he added.\n"
RUPEE = "The rupee closed at {} to the dollar, {} stronger than on the day before, dealers in the capital said."
MARKET = f"{RUPEE} Stocks ended {{}} points down in thin trade, as banks and builders fell and hotels held their own."


def found(rows: Iterable[dict[str, object]], options: Options = USUAL) -> dict[str, str]:
    table = pd.DataFrame([{"article": f"n{i}", **row} for i, row in enumerate(rows)])
    articles = masthead.identify(table)
    return versions(articles, split(articles, NO_MARKS), options=options)


def at(hour: int, day: int = 14) -> str:
    return f"2023-02-{day:02d}T{hour:02d}:00:00Z"


ROADS = (
    "http://www.marlostar.example/a?utm_source=feed",
    "https://m.marlostar.example/a/",
    "https://amp.marlostar.example/a/amp/",
    "https://marlostar.example/a#comments",
    "https://www-marlostar-example.cdn.ampproject.org/c/s/marlostar.example/a",
)


@pytest.mark.parametrize("road", ROADS)
def test_a_page_met_by_another_road_is_the_same_article(road: str) -> None:
    first = {"text": FERRY_WIRE, "url": "https://marlostar.example/a", "published": at(8)}
    assert found([first, {"text": f"Menu\n\n{FERRY_WIRE}", "url": road, "published": at(9)}]) == {"n1": "n0"}


def test_a_page_that_says_something_else_today_is_another_article() -> None:
    url = "https://marlostar.example/latest"
    assert found([{"text": FERRY_WIRE, "url": url}, {"text": INDEPENDENT, "url": url}]) == {}


def test_front_pages_are_no_article_s_address() -> None:
    home = "https://marlostar.example/"
    rows = [{"text": FERRY_WIRE, "url": home, "outlet": o} for o in ("Marlo Star", "Weser Bote")]
    assert found(rows) == {}


def test_the_same_bytes_at_one_outlet_are_one_article() -> None:
    rows = [{"text": FERRY_WIRE, "outlet": name, "published": at(h)} for h, name in ((9, "The Star"), (8, "Star"))]
    assert found(rows) == {"n0": "n1"}


def test_the_same_bytes_at_two_outlets_or_at_unknown_ones_are_two_articles() -> None:
    assert found([{"text": FERRY_WIRE, "outlet": "Star"}, {"text": FERRY_WIRE, "outlet": "Post"}]) == {}
    assert found([{"text": FERRY_WIRE}, {"text": FERRY_WIRE}]) == {}
    assert found([{"text": FERRY_WIRE, "outlet": "Star"}, {"text": FERRY_WIRE}]) == {}


def test_an_outlet_that_only_the_text_names_is_not_sure_enough() -> None:
    signed = f"{FERRY_WIRE}\n© 2023 Marlo Herald"
    articles = masthead.identify(pd.DataFrame({"article": ["a", "b"], "text": [signed, signed]}))
    assert set(articles["outlet"]) == {"Marlo Herald"}
    assert versions(articles, split(articles, NO_MARKS)) == {}


def test_an_outlets_own_later_version_is_one_article() -> None:
    one = {"text": FERRY_WIRE, "outlet": "Star", "published": at(8)}
    assert found([one, {"text": LATER, "outlet": "Star", "published": at(12)}]) == {"n1": "n0"}
    assert found([one, {"text": LATER, "outlet": "Post", "published": at(12)}]) == {}
    assert found([one, {"text": INDEPENDENT, "outlet": "Star", "published": at(12)}]) == {}


def test_a_story_told_again_weeks_later_is_a_version_only_under_the_same_headline() -> None:
    one = {"text": FERRY_WIRE, "outlet": "Star", "published": at(8, day=1), "title": "Ferry aground"}
    two = {"text": LATER, "outlet": "Star", "published": at(8, day=20)}
    assert found([one, {**two, "title": "A year after"}]) == {}
    assert found([one, {**two, "title": "Ferry aground"}]) == {"n1": "n0"}


def test_reports_of_two_days_in_one_form_are_two_articles() -> None:
    days = [MARKET.format("361.20", "1.10", "17.4"), MARKET.format("358.75", "2.45", "31.9")]
    form = INDEPENDENT.translate(str.maketrans("", "", "0123456789"))
    texts = [f"{day}\n\n{form}" for day in days]
    rows = [{"text": text, "outlet": "Star", "published": at(17, 14 + n)} for n, text in enumerate(texts)]
    assert found(rows) == {}
    assert found(rows, Options(figures=0.0)) == {"n1": "n0"}


def test_a_short_take_inside_a_long_story_of_the_same_outlet_is_no_version() -> None:
    take = FERRY_WIRE.split("The 38-year-old")[0]
    rows = [{"text": text, "outlet": "Star", "published": at(8)} for text in (FERRY_WIRE, take)]
    assert found(rows) == {}


def test_versions_of_a_version_fall_to_the_first() -> None:
    texts = [FERRY_WIRE, LATER, f"{LATER}\nThe hull is sound, divers said after two hours in the water on Wednesday."]
    rows = [{"text": text, "outlet": "Star", "published": at(8 + n)} for n, text in enumerate(texts)]
    assert found(rows) == {"n1": "n0", "n2": "n0"}


@settings(max_examples=20)
@given(st.permutations(range(4)), st.booleans())
def test_neither_order_nor_names_decide_which_is_the_first(order: list[int], timed: bool) -> None:
    texts = [FERRY_WIRE, LATER, INDEPENDENT, f"{LATER}\nMore."]
    rows = [{"text": t, "outlet": "Star", "title": "T"} | ({"published": at(8)} if timed else {}) for t in texts]
    straight = found(rows)
    turned = found([rows[i] for i in order])
    named = {f"n{place}": f"n{i}" for place, i in enumerate(order)}
    assert {named[one]: named[first] for one, first in turned.items()} == straight
    digests = {f"n{i}": sha256(texts[i].encode()).hexdigest() for i in (0, 1, 3)}
    assert set(straight.values()) == {min(digests, key=digests.__getitem__)}


HISTORY = [
    ("wire", FERRY_WIRE, "AFP", None, at(8)),
    ("later", LATER, "AFP", None, at(12)),
    ("star", FERRY_WIRE.split("In 2009")[0] + "\n\nAFP\n", "Marlo Star", "https://marlostar.example/a", at(13)),
    ("amp", FERRY_WIRE.split("In 2009")[0] + "\n\nAFP\n", "Marlo Star", "https://amp.marlostar.example/a", at(14)),
    ("other", INDEPENDENT, "Weser Bote", None, at(9)),
]
COLUMNS = ["article", "text", "outlet", "url", "published"]


def test_a_version_is_kept_everywhere_and_judged_nowhere() -> None:
    made = trace(pd.DataFrame(HISTORY, columns=COLUMNS))
    again = made.articles.set_index("article")["version_of"].dropna().to_dict()
    assert again == {"later": "wire", "amp": "star"}
    for table in (made.sentences, made.descent.rename(columns={"child": "article"}), made.audit):
        assert set(table["article"]) == {row[0] for row in HISTORY}
    assert not {*made.verdicts["a"], *made.verdicts["b"]} & again.keys()
    assert not {*made.edges["parent"], *made.edges["child"]} & again.keys()
    assert set(map(tuple, made.edges[["parent", "child"]].to_numpy())) == {("wire", "star")}


def test_what_is_found_without_the_versions_is_found_with_them() -> None:
    table = pd.DataFrame(HISTORY, columns=COLUMNS)
    whole, few = trace(table), trace(table[~table["article"].isin(["later", "amp"])])
    for name in ("verdicts", "edges", "unseen", "matches"):
        pd.testing.assert_frame_equal(whole.tables()[name], few.tables()[name])


def test_the_report_says_version_and_counts_it_once() -> None:
    made = trace(pd.DataFrame(HISTORY, columns=COLUMNS))
    said = made.audit.set_index("article")["finding"]
    assert said["later"].startswith("is a later version of")
    assert findings.numbers(made).origins == findings.numbers(made).origins_at_least == 2
    assert findings.headline(
        made
    ) == "One of three articles descends from AFP" or "three articles" in findings.headline(made)
    words = " ".join(one.text for one in findings.findings(made))
    assert "Two articles are versions of two others that are here, and no copy." in words
    assert "Versions of one article, not compared" in findings.lineage_text(made)


def test_a_trace_of_its_own_articles_is_the_same_trace() -> None:
    made = trace(pd.DataFrame(HISTORY, columns=COLUMNS))
    pd.testing.assert_frame_equal(trace(made.articles).verdicts, made.verdicts)


def test_two_copies_of_one_page_alone_say_that_there_is_nothing_to_compare() -> None:
    made = trace(pd.DataFrame([row for row in HISTORY if row[0] in ("star", "amp")], columns=COLUMNS))
    assert made.verdicts.empty
    assert "two versions" in findings.headline(made)


def test_a_thousand_articles_of_one_outlet_are_compared_in_seconds() -> None:
    rows = [
        {"text": f"{FERRY_WIRE}\n{n} {n + 1} {n + 2} boats.", "outlet": "Star", "published": at(8)} for n in range(1000)
    ]
    start = time.process_time()
    found(rows)
    assert time.process_time() - start < 30
