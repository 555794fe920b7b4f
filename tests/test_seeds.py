"""What a careful reader believes of the five seed articles (seeds/README.md argues it)."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.api import strip
from provenance.audit import claim
from provenance.pipeline import trace
from provenance.readers import read

SEEDS = Path(__file__).parent.parent / "seeds"
FILES = sorted(SEEDS.glob("0*.txt"))
NAMES = {path.stem[:3]: path.stem for path in FILES}


@pytest.fixture(scope="module")
def articles():
    return read([str(path) for path in FILES])


@pytest.fixture(scope="module")
def seeds(articles):
    return trace(articles)


def says(seeds, one, two):
    rows = seeds.verdicts.set_index(["a", "b"])["says"]
    return rows[NAMES[one], NAMES[two]]


def test_the_outlets_are_found_in_the_text(seeds):
    found = seeds.articles.set_index("article")["outlet"].to_dict()
    assert found[NAMES["000"]] == "Reuters"
    assert found[NAMES["001"]] == "TRT World"
    assert found[NAMES["002"]] == "Ariana News"
    assert not isinstance(found[NAMES["003"]], str)
    assert found[NAMES["004"]] == "Devdiscourse"


def test_an_ambiguous_zone_is_read_by_the_outlets_country(seeds):
    row = seeds.articles.set_index("article").loc[NAMES["004"]]
    assert str(row["published"]) == "2021-07-08 13:55:00+00:00"
    assert row["published_precision"] == "minute"


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("000", "(Reporting by Tom Balmforth"),
        ("001", "Afghan soldiers rebuild a checkpoint"),
        ("001", "READ MORE"),
        ("001", "Source: TRTWorld"),
        ("003", "READ MORE"),
        ("003", "date 2021-07-08"),
        ("004", "Left Menu"),
        ("004", "Updated: 08-07-2021"),
        ("004", "has not been edited"),
        ("004", "Equity gauges subdued"),
        ("004", "Subscribe"),
        ("004", "Copyright 2021"),
    ],
)
def test_what_is_not_story_is_set_aside(articles, article, words):
    story = strip(articles).set_index("article")["story"][NAMES[article]]
    assert words in articles.set_index("article")["text"][NAMES[article]]
    assert words not in story


def test_003_took_its_whole_text_from_001_and_credits_nobody(seeds):
    assert says(seeds, "001", "003") == "a->b"
    edge = seeds.edges.set_index("child").loc[NAMES["003"]]
    assert (edge["parent"], edge["share"], bool(edge["primary"])) == (NAMES["001"], 1.0, True)
    assert seeds.audit.set_index("article")["credit"][NAMES["003"]] == "none"


def test_001_and_004_are_siblings_of_a_reuters_take_that_is_not_here(seeds):
    assert says(seeds, "001", "004") == says(seeds, "003", "004") == "common"
    parents = seeds.edges[seeds.edges["primary"]].set_index("child")["parent"]
    assert parents[NAMES["001"]] == parents[NAMES["004"]] == "~Reuters"
    credit = seeds.audit.set_index("article")["credit"]
    assert (credit[NAMES["001"]], credit[NAMES["004"]]) == ("generic", "full")


def test_the_unseen_take_reads_as_the_agency_writes(seeds):
    text = seeds.unseen.set_index("node")["text"]["~Reuters"]
    for reading in ("U.S. exit", "led by Moscow", "on Wednesday", "airbase", "on Thursday met"):
        assert reading in text
    assert len(text.splitlines()) == 11


def test_shared_background_is_no_arrow(seeds):
    for other in ("001", "003", "004"):
        assert says(seeds, "000", other) in ("common", "undecided")
    assert NAMES["000"] not in {*seeds.edges["parent"], *seeds.edges["child"]}


def test_the_negative_control_is_firmly_unrelated(seeds):
    mine = seeds.verdicts[(seeds.verdicts["a"] == NAMES["002"]) | (seeds.verdicts["b"] == NAMES["002"])]
    assert len(mine) == 4
    assert (mine["says"] == "none").all()
    assert (mine["p_none"] >= 0.99).all()
    assert not (seeds.matches["a"] == NAMES["002"]).any()


def test_the_claimed_chain_is_half_right(seeds):
    found = claim(seeds, "Reuters > TRT World > Devdiscourse")["result"].tolist()
    assert found == ["supported", "contradicted"]
    assert claim(seeds, "Reuters > Devdiscourse")["result"].tolist() == ["supported"]


def test_the_moved_lead_is_found_and_called_moved(seeds):
    text = seeds.sentences.set_index(["article", "n"])["text"]
    rows = seeds.matches[(seeds.matches["a"] == NAMES["001"]) & (seeds.matches["b"] == NAMES["004"])]
    moved = rows[rows["moved"]]
    assert len(rows) == 11
    assert [text[NAMES["004"], n][:20] for n in moved["b_n"]] == ["Russia said on Thurs"]


def test_with_every_credit_and_time_blanked_out_003_still_descends_from_001(articles):
    blank = articles.copy()
    stamp = "08-07-2021 19:25 IST"
    for words in ("MOSCOW (Reuters) -", f"Reuters | Moscow | Updated: {stamp} | Created: {stamp}",
                  "Source: TRTWorld and agencies", " (Reuters)", " date 2021-07-08",
                  "(Reporting by Tom Balmforth/Moscow BuroEditing by Andrew Osborn)"):  # fmt: skip
        blank["text"] = blank["text"].str.replace(words, "", regex=False)
    made = trace(blank)
    verdicts = made.verdicts.set_index(["a", "b"])["says"]
    assert verdicts[NAMES["001"], NAMES["003"]] == "a->b"
    assert verdicts[NAMES["001"], NAMES["004"]] in ("common", "undecided")


def blanked(articles, seeds, *, outlets):
    """The seeds without a column of times, a dateline, a byline, a sign-off or a credit line."""
    lines = seeds.marks[seeds.marks["label"].isin(["dateline", "byline", "credit", "signoff", "notice"])]
    named = seeds.credits[seeds.credits["role"].isin(["origin", "generic", "photo"])]
    texts = []
    for row in articles.itertuples():
        left = list(row.text)
        for table in (lines, named):
            own = table[table["article"] == row.article]
            for start, end in zip(own["start"], own["end"], strict=True):
                left[start:end] = [""] * (end - start)
        texts.append("".join(left))
    made = articles[["article"]].assign(text=texts)
    return made.assign(outlet=seeds.articles["outlet"].array) if outlets else made


@pytest.mark.parametrize("outlets", [True, False])
def test_without_a_time_or_a_credit_line_the_words_still_tell_the_copy_and_the_siblings(articles, seeds, outlets):
    made = trace(blanked(articles, seeds, outlets=outlets))
    assert set(made.credits["role"]) <= {"cited"}, "a credit line was left"
    assert says(made, "001", "003") == "a->b"
    assert says(made, "001", "004") == "common"
    main = made.edges[made.edges["primary"]].set_index("child")["parent"].to_dict()
    assert main[NAMES["003"]] == NAMES["001"]
    assert main[NAMES["001"]] == main[NAMES["004"]]
    assert main[NAMES["001"]].startswith("~")
