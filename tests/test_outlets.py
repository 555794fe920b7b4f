"""Direction and descent between outlets: credits to papers that are here, furniture, agencies, unseen originals."""

from __future__ import annotations

import pandas as pd
import pytest

import provenance as pv
from provenance.evidence import SIGNALS
from provenance.habits import own_lines
from provenance.house_forms import forms
from provenance.masthead import credit, house_key, identify, looks_like_agency
from provenance.newsrooms import histories
from provenance.pipeline import trace

FERRY = [
    "A passenger ferry ran aground off the island of Serrana early on Tuesday after its rudder failed in heavy seas.",
    "All passengers were taken off by fishing boats within three hours, commander Ilse Verhoeven told reporters.",
    "Eleven people were treated for broken bones and hypothermia at the only clinic of the island.",
    "The vessel of 38 years had passed a safety inspection in March, according to the transport ministry.",
    "Its owner suspended sailings on the route until Friday and said it was cooperating with investigators.",
    "In 2009 a cargo ship sank in the same waters with the loss of six crew members.",
]
LIBRARY = [
    "The town library of Kalpur will open at night from next month, head librarian Marten Okkels said on Monday.",
    "Nurses and bakers had asked for it in a petition that gathered nine hundred names before the winter.",
    "Two guards will be paid from the fines that readers of overdue novels left in the drawer last year.",
    "The reading room was last open after midnight during the flood, when forty families slept between its shelves.",
]
FOOT = ["Follow Ellerpoint Monitor on Telegram and Viber", "Sign up for the weekend letter of the Monitor family"]


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def traced(*rows: tuple[str, str, str | None]) -> pv.Trace:
    return trace(pd.DataFrame(rows, columns=["article", "text", "outlet"]))


def verdict(made, a: str, b: str) -> str:
    found = made.verdicts[(made.verdicts["a"] == a) & (made.verdicts["b"] == b)]
    return found["says"].item()


def credits_of(line: str, *outlets: str) -> list[tuple[str, str]]:
    text = page(*FERRY, line)
    rows = [("a", text, "Zandmark Bulletin"), *((f"o{n}", page(*LIBRARY), o) for n, o in enumerate(outlets))]
    found = credit(identify(pd.DataFrame(rows, columns=["article", "text", "outlet"])))
    return [(c["agency"], c["role"]) for c in found[found["article"] == "a"].to_dict("records")]


CREDITED = {
    "Source: Ellerpoint Monitor": "Ellerpoint Monitor",
    "© The Vespoint Standard": "The Vespoint Standard",
    "(The Vespoint Standard)": "The Vespoint Standard",
    "The grounding was first reported by the Ellerpoint Monitor.": "Ellerpoint Monitor",
    "(This story was originally published by Xandrine)": "Xandrine",
    "Originally published on Xandrine": "Xandrine",
    "Republished from The Vespoint Standard": "The Vespoint Standard",
    "Via Ellerpoint Monitor": "Ellerpoint Monitor",
    "Dieser Artikel erschien zuerst bei Xandrine.": "Xandrine",
    "Cet article a été publié initialement par Xandrine.": "Xandrine",
    "Este artículo fue publicado originalmente en Xandrine.": "Xandrine",
    "Artigo publicado originalmente em Xandrine.": "Xandrine",
    "Pubblicato originariamente su Xandrine.": "Xandrine",
    "Впервые опубликовано в Xandrine.": "Xandrine",
    "Bu haber Xandrine'da ilk olarak yayımlandı.": "Xandrine",
    "نقلا عن Xandrine": "Xandrine",
    "本文转载自Xandrine": "Xandrine",
    "यह लेख Xandrine में पहली बार प्रकाशित हुआ।": "Xandrine",
}


@pytest.mark.parametrize("line", CREDITED)
def test_an_outlet_that_is_here_is_credited_as_an_agency_would_be(line):
    named = (CREDITED[line], "origin")
    assert named in credits_of(line, "Ellerpoint Monitor", "The Vespoint Standard", "Xandrine")


@pytest.mark.parametrize(
    "line",
    [
        "The grey whale first appeared in 1931 off this coast, and nobody has counted it since then.",
        "His novel was first published in Berlin, and the second in a village nobody remembers.",
        "She kept a monitor at Ellerpoint and set the standard for the whole of the coast.",
    ],
)
def test_what_first_appeared_in_a_year_or_a_town_is_no_credit(line):
    assert credits_of(line, "Ellerpoint Monitor", "The Vespoint Standard") == []


def test_an_outlet_has_one_key_however_a_collection_writes_it():
    keys = {house_key(name) for name in ("daily-quill-lk", "The Daily Quill", "dailyquill.lk", "Daily Quill (Web)")}
    assert keys == {"dailyquill"}
    assert house_key("Daily Quill Times") != "dailyquill"
    assert house_key("Agence France-Presse") == house_key("AFP") == "afp"


def test_an_agency_is_told_by_the_form_of_its_name():
    agencies = (
        "Norrvik News Service",
        "Agence de presse du Nord",
        "وكالة أنباء الشمال",
        "北方通讯社",
        "Torran Newswire",
    )
    assert all(looks_like_agency(name) for name in agencies)
    assert not any(looks_like_agency(name) for name in ("Agency Weekly", "The Wire Fence Post", "Norrvik Courier"))


def test_two_stories_of_one_outlet_that_share_its_furniture_are_not_related():
    made = traced(
        ("one", page(*FERRY, *FOOT), "Ellerpoint Monitor"), ("two", page(*LIBRARY, *FOOT), "Ellerpoint Monitor")
    )
    assert verdict(made, "one", "two") == "none"
    assert made.edges.empty
    assert made.unseen.empty


def test_furniture_of_one_outlet_in_the_same_story_of_another_is_direction():
    made = traced(
        ("taken", page(*FERRY[:5], FOOT[0]), "Torran Herald"),
        ("home", page(*FERRY, *FOOT), "Ellerpoint Monitor"),
        ("other", page(*LIBRARY, *FOOT), "Ellerpoint Monitor"),
    )
    assert verdict(made, "home", "taken") == "a->b"


def test_a_line_of_two_houses_is_the_furniture_of_neither():
    cover = {("a", "b"): (0.1, 0.1), ("c", "d"): (0.0, 0.0)}
    held = {n: (h, ("share this article now",)) for n, h in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"))}
    assert own_lines(held, cover) == {}
    assert own_lines({n: held[n] for n in "ab"}, cover) == {"share this article now": "x"}
    same = {("a", "b"): (0.9, 0.9)}
    assert own_lines({n: held[n] for n in "ab"}, same) == {}, "a story printed twice teaches nothing"


def test_a_credit_to_an_agency_whose_article_is_here_is_an_arrow_from_it():
    made = traced(
        ("wire", page("SERRANA (Interfax) - " + FERRY[0], *FERRY[1:]), "Interfax"),
        ("paper", page(*FERRY[:5], "(This story was originally published by Interfax)"), "Torran Herald"),
    )
    assert verdict(made, "paper", "wire") == "b->a"
    assert made.unseen.empty


def test_an_agency_that_credits_a_paper_took_from_it():
    made = traced(
        ("wire", page(*FERRY[:4], "Source: Ellerpoint Monitor"), "Norrvik News Service"),
        ("paper", page(*FERRY), "Ellerpoint Monitor"),
    )
    assert verdict(made, "paper", "wire") == "a->b"


def test_between_an_agency_and_a_paper_that_credits_nobody_the_agency_was_first():
    made = traced(("wire", page(*FERRY), "Norrvik News Service"), ("paper", page(*FERRY[:5]), "Torran Herald"))
    assert verdict(made, "paper", "wire") == "b->a"


def test_no_unseen_original_stands_above_articles_of_one_outlet():
    background = FERRY[1:4]
    made = traced(
        ("one", page(*LIBRARY, *background), "Ellerpoint Monitor"),
        ("two", page(FERRY[0], *background, *FERRY[4:]), "Ellerpoint Monitor"),
    )
    assert made.unseen.empty


def test_every_unseen_original_has_two_children_and_a_text():
    for seed in (1, 2):
        (made,) = histories(pv.Simulation(newsrooms=3, articles=20, seed=seed), size=100)
        found = trace(made.articles[["article", "text", "outlet"]]).unseen
        assert (found["children"].str.count(", ") >= 1).all()
        assert found["text"].str.strip().ne("").all()


def test_a_clock_that_contradicts_the_words_is_a_finding_and_no_veto():
    rows = [
        ("wire", page(*FERRY), "Interfax", "2023-03-05T14:00:00Z"),
        ("paper", page(*FERRY[:5], "Source: Interfax"), "Torran Herald", "2023-03-05T09:00:00Z"),
    ]
    made = trace(pd.DataFrame(rows, columns=["article", "text", "outlet", "published"]))
    assert verdict(made, "paper", "wire") == "b->a"
    told = made.audit.set_index("article")["finding"]
    assert "clock and the words contradict" in told["paper"]
    assert "contradict" not in told["wire"]


def test_a_given_midnight_is_a_day():
    rows = pd.DataFrame({"article": ["a", "b"], "text": FERRY[:2], "published": pd.to_datetime(
        ["2023-03-05T00:00:00Z", "2023-03-05T00:01:00Z"])})  # fmt: skip
    assert identify(rows)["published_precision"].tolist() == ["day", "second"]


def test_the_form_that_the_other_house_writes_elsewhere_is_direction():
    turnout = "Turnout was 61 per cent in the north and 48 per cent on the islands, the registrar said."
    rent, fish = "Rents rose by 4 per cent in the harbour quarter.", "Catches of cod fell by 9% to the lowest in years."
    made = traced(
        ("a", page(turnout, *FERRY), "Ellerpoint Monitor"),
        ("b", page(turnout, *FERRY), "Torran Herald"),
        ("c", page(rent, *LIBRARY[:2]), "Ellerpoint Monitor"),
        ("d", page(fish, *LIBRARY[2:]), "Torran Herald"),
    )
    rows = made.evidence[made.evidence["signal"] == "foreign_style"]
    row = rows[(rows["a"] == "a") & (rows["b"] == "b")].iloc[0]
    assert row["a_to_b"] > row["common"] >= row["b_to_a"]
    assert "per cent" in row["quote"]


def test_a_spelling_that_is_no_word_is_no_style():
    assert ("-ise/-ize", "is") in forms("they organised it")
    assert not forms("he promised a rise and surprised them")


def test_the_reading_that_the_origin_lacks_was_made_on_the_way():
    changed = [line.replace("heavy seas", "towering waves").replace("broken bones", "fractures") for line in FERRY]
    made = traced(
        ("wire", page(*FERRY), "Interfax"),
        ("near", page(*changed), "Ellerpoint Monitor"),
        ("far", page(*(s.replace("cargo ship", "freighter laden with cement") for s in changed)), "Torran Herald"),
    )
    rows = made.evidence[(made.evidence["signal"] == "upstream_readings") & (made.evidence["a"] == "far")]
    near = rows[rows["b"] == "near"]
    assert near["b_to_a"].sum() > near["a_to_b"].sum()
    assert "upstream_readings" in dict(SIGNALS)


# -- give the original back --------------------------------------------------------------------------------------


def wires_and_takers(history: pv.History) -> list[tuple[str, list[str]]]:
    """Agencies' articles that three or more others took from, and these."""
    houses = history.history.set_index("node")["house"]
    edges = history.edges[history.edges["primary"]]
    taken = [(parent, sorted(kids)) for parent, kids in edges.groupby("parent")["child"]]
    return [(parent, kids) for parent, kids in taken if houses[parent] == "agency" and len(kids) >= 3]


def test_give_the_original_back_and_the_pipeline_finds_it():
    (made,) = histories(pv.Simulation(newsrooms=8, articles=20, seed=1, lost=0.0, mixing=0.0, depth=1), size=200)
    articles = made.articles[["article", "text", "title", "outlet"]]
    outlets = articles.set_index("article")["outlet"]
    asked = back = named = 0
    for parent, kids in wires_and_takers(made):
        few = articles[articles["article"].isin(kids)]
        gone = trace(few.reset_index(drop=True))
        whole = trace(pd.concat([few, articles[articles["article"] == parent]], ignore_index=True))
        arrows = set(zip(whole.edges["parent"], whole.edges["child"], strict=True))
        asked += 1
        back += sum((parent, kid) in arrows for kid in kids) > len(kids) / 2
        told = gone.credits[gone.credits["role"] == "origin"].dropna(subset=["agency"])
        by_name = [house_key(agency) == house_key(outlets[parent]) for agency in told["agency"]]
        if told.loc[by_name, "article"].nunique() >= 2:
            named += 1
            assert (gone.edges["kind"] == "unseen").any(), "taken away, it is drawn where two articles name it"
        assert len(whole.unseen) <= len(gone.unseen), "an original that is here leaves no more to be drawn"
    assert asked >= 5
    assert named >= 2
    assert back >= 0.8 * asked, "given back, it is the parent of most"
