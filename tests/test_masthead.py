"""Masthead: who published it, when, and whom it credits, read from invented articles of the world's newspapers."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import sentences

from provenance import frames, masthead
from provenance.errors import TableError
from provenance.masthead import credits, hosts, languages, names, titles, wires

A = "The harbour council of Port Selby voted on Tuesday to rebuild the northern pier before the winter storms arrive."
B = "Members said the work would cost four million crowns and take eleven months, most of it on the old foundations."
BODY = f"{A}\n\n{B}"
UNEDITED = "(This story has not been edited by {} staff and is auto-generated from a syndicated feed.)"

CASES = Path(__file__).resolve().parent / "cases"


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a file of cases: one a line, cells between bars (the last may hold bars itself)."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    head, *rows = [line for line in lines if line]
    return [tuple(cell.strip() for cell in row.split("|", head.count("|"))) for row in rows]


def one(words: str, **given: object) -> pd.Series:
    return masthead.identify(pd.DataFrame([{"article": "a", "text": words, **given}])).iloc[0]


def credited(words: str, **given: object) -> list[tuple[str | None, str]]:
    table = masthead.credit(masthead.identify(pd.DataFrame([{"article": "a", "text": words, **given}])))
    found = [(c.agency if isinstance(c.agency, str) else None, c.role) for c in table.itertuples()]
    for c in table.itertuples():
        assert words[c.start : c.end].strip() == words[c.start : c.end]
        assert c.quote
    return found


def origins(*agencies: str) -> list[tuple[str | None, str]]:
    return [(agency, "origin") for agency in agencies]


ORIGIN = {
    f"OSLO (Reuters) - {BODY}": origins("Reuters"),
    f"OSLO (Reuters) -{BODY}": origins("Reuters"),
    f"date 2023-02-14 OSLO (Reuters) - {BODY}": origins("Reuters"),
    f"OSLO, Feb. 14 (UPI) -- {BODY}": origins("UPI"),
    f"Oslo (AFP) – {BODY}": origins("AFP"),
    f"PORT SELBY, Maine (AP) — {BODY}": origins("AP"),
    f"Oslo/Bergen (dpa/AFP) - {BODY}": origins("dpa", "AFP"),
    f"BEIJING, Feb. 14 (Xinhua) -- {BODY}": origins("Xinhua"),
    f"New Delhi [India], February 14 (ANI): {BODY}": origins("ANI"),
    f"New Delhi, Feb 14 (PTI) {BODY}": origins("PTI"),
    f"ISLAMABAD, Feb 14 (APP): {BODY}": origins("Associated Press of Pakistan"),
    f"MOSCOW, February 14. /TASS/. {BODY}": origins("TASS"),
    f"ANKARA (AA) - {BODY}": origins("Anadolu Agency"),
    f"Madrid, 14 feb (EFE).- {BODY}": origins("EFE"),
    f"ASTANA. KAZINFORM – {BODY}": origins("Kazinform"),
    f"Nordic pier to be rebuilt OSLO (AP) — {BODY}": origins("AP"),
    f"Reuters | Oslo | Updated: 14-02-2023 19:25 IST\n\n{BODY}": origins("Reuters"),
    f"By Ingrid Solheim, Associated Press\n\n{BODY}": origins("AP"),
    f"By Ingrid SolheimReuters\n\n{BODY}": origins("Reuters"),
    f"By The Associated Press\n\n{BODY}": origins("AP"),
    f"By AP, AFP and Reuters\n\n{BODY}": origins("AP", "AFP", "Reuters"),
    f"AP, AFP and Reuters\n\n{BODY}": origins("AP", "AFP", "Reuters"),
    f"INGRID SOLHEIM Associated Press\n\n{BODY}": origins("AP"),
    f"Reuters, Oslo\n\n{BODY}": origins("Reuters"),
    f"{BODY}\n\nSource: AFP": origins("AFP"),
    f"{BODY}\n\nSource: Reuters, AFP": origins("Reuters", "AFP"),
    f"{BODY}\n\nQuelle: dpa": origins("dpa"),
    f"{BODY}\n\nKaynak: AA": origins("Anadolu Agency"),
    f"{BODY}\n\nИсточник: ТАСС": origins("TASS"),
    f"{BODY} (Reuters)": origins("Reuters"),
    f"{BODY}\n\nkes/dpa": origins("dpa"),
    f"{BODY} — AFP": origins("AFP"),
    f"{BODY} PTI SNE DV": origins("PTI"),
    f"{BODY} (with inputs from ANI)": origins("ANI"),
    f"{BODY}\n\nThe Associated Press contributed to this report.": origins("AP"),
    f"{BODY}\n\nContributing: The Associated Press": origins("AP"),
    f"{BODY}\n\n© 2023 AFP": origins("AFP"),
    f"{BODY}\n\nCopyright 2023 The Associated Press. All rights reserved.": origins("AP"),
    f"{BODY}\n\n(This story was published from a PTI feed without changes.)": origins("PTI"),
    f"{BODY}\n\n(Reporting by Ingrid Solheim; Editing by Karl Maier)": origins("Reuters"),
    f"{BODY}\n\n(Reporting by Ingrid Solheim/Oslo BuroEditing by Karl Maier)": origins("Reuters"),
    f"{BODY}\n\nSource: Daily Mirror": origins("Daily Mirror"),
    f"{BODY} (Daily Mirror)": origins("Daily Mirror"),
    f"ECONOMYNEXT – {BODY}": origins("ECONOMYNEXT"),
    f"COLOMBO (News 1st); {BODY}": origins("News 1st"),
    f"{BODY}\n\nThis article was first published by The Hill.": origins("Hill"),
    f"{BODY}\n\nThis article originally appeared in the Selby Times-Dispatch.": origins("Selby Times-Dispatch"),
}
GENERIC = (
    f"{BODY}\n\nSource: SBCNews and agencies",
    f"{BODY} (With inputs from agencies)",
    f"{BODY}\n\n(Agencies)",
    f"Agencies\n\n{BODY}",
    f"By Staff and agencies\n\n{BODY}",
    f"{BODY}\n\n• This article is based in part on wire service reports.",
    f"{BODY}\n\n{UNEDITED.format('Selby Post')}",
    f"{BODY}\n\n(This story has been published from a wire agency feed without modifications.)",
    f"{BODY} – Agencies",
    f"{BODY}\n\n(mit Material der Agenturen)",
    f"{BODY} (agencias)",
    f"{BODY}\n\n(avec agences)",
    f"{BODY}\n\n(وكالات)",
)
CITED = {
    "TASS": (
        "The pier is safe, TASS reported on Tuesday.", "According to TASS, the pier is safe.",
        "The state media TASS reported it.",
        "The pier is safe, Russian News Agency TASS reported on Tuesday.",
        "The mayor was quoted by TASS as saying so.",
    ),
    "Interfax": (
        "The Interfax news agency reported that the pier is safe.",
        "The Interfax news agency has cited one of its chiefs as saying so.",
        "The mayor was quoted as saying by Interfax news agency.",
        "Interfax cited the council as saying that it is safe.",
    ),
    "AFP": (
        "The pier is safe, the mayor told AFP.", "Speaking to AFP news agency, he said the pier is safe.",
        "AFP quoted the mayor as saying so.",
        "An AFP journalist at the scene saw two moorings break.",
        "The mayor said in an interview with Agence France-Presse that it is safe.",
    ),
    "Reuters": (
        "Two officials told Reuters the pier is safe.", "Reuters could not independently verify the claim.",
        "The report was seen by Reuters.",
        "The mayor did not respond to a Reuters request for comment.",
        "The pier is safe, Reuters has learned from two sources.",
    ),
    "Xinhua": ("据新华社报道，码头是安全的。", "The pier is safe, China's state-run Xinhua news agency said."),
    "Anadolu Agency": ("The pier is safe, the mayor told Anadolu Agency.", "He told AA that the pier is safe."),
}  # fmt: skip
PHOTO = (
    f"{A}\n\nA crane stands idle on the northern pier, on February 14, 2023. (Reuters)\n\n{B}",
    f"{A}\n\nA crane stands idle on the pier\nA crane stands idle on the pier (Reuters)\n\n{B}",
    f"{A}\n\nFishermen mend nets, Tuesday, Feb. 14, 2023. (AP Photo/Ingrid Solheim)\n\n{B}",
    f"{A} [Photo: Reuters]\n\n{B}",
    f"{A}\n\nPhoto by Ingrid Solheim / AFP\n\n{B}",
    f"{A}\n\nImage copyright Reuters\n\n{B}",
    f"FILE PHOTO: A crane in Port Selby, February 14, 2023. REUTERS/Ingrid Solheim/File Photo\n\n{BODY}",
    f"{A}\n\nFoto: dpa\n\n{B}",
)
NOBODY = (
    BODY,
    f"{A}\n\nThe pier runs past the Reuters building to the old lighthouse, where the boats lie.\n\n{B}",
    f"{A}\n\nA bill of the AP government was read to the AA meeting that the PA chief attended.\n\n{B}",
    f"{A}\n\nMichael Bloomberg walked along the pier, and Petra said that he liked the lamps.\n\n{B}",
    f"{A}\n\nThe intelligence agencies and wires of three countries were named in the trial.\n\n{B}",
    f"{A}\n\nWrite to us at desk@reuters.example or see www.reuters.com for more.\n\n{B}",
    f"{A}\n\nShares of Thomson Reuters rose by two percent before the vote was taken.\n\n{B}",
)


@pytest.mark.parametrize("words", ORIGIN, ids=range(len(ORIGIN)))
def test_an_origin_is_read_from_its_form(words: str) -> None:
    assert credited(words) == ORIGIN[words]


@pytest.mark.parametrize("words", GENERIC, ids=range(len(GENERIC)))
def test_agencies_without_a_name_are_a_generic_credit(words: str) -> None:
    assert credited(words) == [(None, "generic")]


@pytest.mark.parametrize(("agency", "words"), [(a, w) for a, group in CITED.items() for w in group])
def test_an_agency_that_is_quoted_is_cited_and_no_origin(agency: str, words: str) -> None:
    assert credited(f"{A}\n\n{words}\n\n{B}") == [(agency, "cited")]


@pytest.mark.parametrize("words", PHOTO, ids=range(len(PHOTO)))
def test_a_photo_credit_is_not_an_origin(words: str) -> None:
    assert {role for _, role in credited(words)} == {"photo"}


@pytest.mark.parametrize("words", NOBODY, ids=range(len(NOBODY)))
def test_a_bare_name_is_no_credit(words: str) -> None:
    assert credited(words) == []


TONGUES = sorted(file.stem for file in (CASES / "credits").glob("*.txt"))


def spoken(tongue: str) -> list[tuple[str, str]]:
    """What each case of one language credits, and its text."""
    rows = table(f"credits/{tongue}")
    story = {f"{{{number}}}": words for number, words in rows if number in ("1", "2")}
    whole = [(wanted, words.replace("¶", "\n\n")) for wanted, words in rows if wanted not in ("1", "2")]
    return [(wanted, words.replace("{1}", story["{1}"]).replace("{2}", story["{2}"])) for wanted, words in whole]


@pytest.mark.parametrize(("wanted", "words"), [case for tongue in TONGUES for case in spoken(tongue)])
def test_a_credit_is_read_in_ten_languages(wanted: str, words: str) -> None:
    found = "; ".join(f"{c.role} {c.agency or '-'}" for c in credits.find(words))
    assert (found or "none") == wanted


def test_each_of_ten_languages_has_cases_of_every_role() -> None:
    assert set(TONGUES) >= {"ar", "de", "en", "es", "fr", "hi", "pt", "ru", "tr", "zh"}
    for tongue in TONGUES:
        cases = spoken(tongue)
        assert len(cases) >= 8
        for role in ("origin", "generic", "cited", "photo", "none"):
            assert any(wanted.startswith(role) for wanted, _ in cases), (tongue, role)


def test_a_picture_sold_by_one_for_another_credits_both() -> None:
    both = [("AFP", "photo"), ("Getty Images", "photo")]
    assert credited(f"{A}\n\nIngrid Solheim/AFP via Getty Images\n\n{B}") == both
    assert credited(f"{A}\n\nGetty Images/AFP\n\n{B}") == both[::-1]


def test_an_outlet_does_not_credit_itself() -> None:
    assert credited(f"{BODY}\n\nSource: SBCNews and agencies") == [(None, "generic")]
    assert credited(f"{BODY}\n\nSource: Daily Mirror", outlet="Daily Mirror") == []
    assert credited(f"COLOMBO (News 1st); {BODY}", outlet="News 1st") == []


def test_an_agency_still_credits_itself_because_reprints_carry_its_dateline() -> None:
    assert credited(f"OSLO (Reuters) - {BODY}", outlet="Reuters") == origins("Reuters")


def test_one_article_may_name_one_agency_in_three_roles() -> None:
    caption, said = "A crane, on February 14, 2023. REUTERS/Ann Lee", "The mayor told Reuters so."
    words = f"OSLO (Reuters) - {A}\n\n{caption}\n\n{said}\n\n{B}"
    assert credited(words) == [("Reuters", "origin"), ("Reuters", "photo"), ("Reuters", "cited")]


OUTLET = {
    f"{BODY}\n\n{UNEDITED.format('Selbydiscourse')}": "Selbydiscourse",
    f"{BODY}\n\nSource: SBCWorld and agencies": "SBC World",
    f"{BODY}\n\nMore than a week later, sources told Kalpur News.": "Kalpur News",
    f"{BODY}\n\nThe Daily Mirror can reveal that the crane is on loan.": "Daily Mirror",
    f"OSLO (Reuters) - {BODY}\n\n(Reporting by Ann Lee; Editing by Bo Ek)": "Reuters",
    f"OSLO (Reuters) - {BODY}\n\n(Reporting by Ann Lee; Editing by Bo Ek)\n\n© 2023 Selby Post": "Selby Post",
    f"{BODY}\n\nSelbyline\nEmail: desk@selbyline.example": "Selbyline",
    f"{BODY}\n\nCLICK HERE TO GET THE SELBY NEWS APP": "SELBY NEWS",
    f"Port Selby to rebuild its pier | The Selby Herald\n\n{BODY}": "Selby Herald",
    f"By Kalpur Times Staff Reporter\n\n{BODY}": "Kalpur Times",
}
NO_OUTLET = (
    BODY,
    f"OSLO (Reuters) - {BODY}",  # anybody may reprint a dateline
    f"{BODY} TASS reported.",
    f"{A}\n\nThe mayor told the Selby Herald on Monday that the crane is on loan.\n\n{B}",
    f"{BODY}\n\n© 2023 Selby Post\n© 2023 Kalpur Times",  # rivals of like weight
    f"{BODY}\n\nThis article originally appeared in the Selby Herald.",
    f"{A}\n\nImage copyright Getty Images\n\n{B}",
)


@pytest.mark.parametrize("words", OUTLET, ids=range(len(OUTLET)))
def test_an_outlet_is_found_in_the_text(words: str) -> None:
    row = one(words)
    assert (row.outlet, row.outlet_from) == (OUTLET[words], "text")


@pytest.mark.parametrize("words", NO_OUTLET, ids=range(len(NO_OUTLET)))
def test_an_outlet_that_the_text_does_not_show_is_unknown(words: str) -> None:
    row = one(words)
    assert pd.isna(row.outlet)
    assert row.outlet_from == "unknown"


HOSTED = [
    ("dailymirror.lk", "https://www.dailymirror.lk/a/b", "T", BODY),
    ("Daily Mirror", "https://www.dailymirror.lk/a/b", "Pier to be rebuilt | The Daily Mirror", BODY),
    ("Selby Star", "http://m.selbystar.example/a", "T", f"{BODY}\n\nSelby Star"),
    ("BBC News", "https://amp.bbc.co.uk/news/1", "Pier to be rebuilt - BBC News", BODY),
    ("New York Times", "https://www.nytimes.com/a", "Pier to be rebuilt - The New York Times", BODY),
    ("Süddeutsche Zeitung", "https://www.sueddeutsche.de/a", "Mole wird erneuert - Süddeutsche Zeitung", BODY),
    ("indiatimes.com", "https://news.indiatimes.com/a", "Pier to be rebuilt | Selby Herald", BODY),
    ("timesofindia.indiatimes.com", "https://timesofindia.indiatimes.com/a", "T", BODY),
    ("cnn.com", "https://edition.cnn.com/a", "Pier to be rebuilt", BODY),
    ("bbc.co.uk", "https://www-bbc-co-uk.cdn.ampproject.org/c/s/www.bbc.co.uk/news/1", "T", BODY),
    ("ferryman.substack.com", "https://ferryman.substack.com/p/x", "T", BODY),
    ("selbypost.blogspot.com", "https://selbypost.blogspot.com/x", "T", BODY),
]


@pytest.mark.parametrize(("outlet", "url", "title", "words"), HOSTED)
def test_a_host_is_called_as_the_page_calls_itself_and_else_by_its_address(
    outlet: str, url: str, title: str, words: str
) -> None:
    row = one(words, url=url, title=title)
    assert (row.outlet, row.outlet_from) == (outlet, "url")


TITLED = [
    ("Pier to be rebuilt | The Selby Herald", "Pier to be rebuilt", "Selby Herald"),
    ("Pier to be rebuilt – Kalpur Times", "Pier to be rebuilt", "Kalpur Times"),
    ("Pier - a crane for Selby - Kalpur Times", "Pier - a crane for Selby", "Kalpur Times"),
    ("Причал построят заново — Новости Селби", "Причал построят заново", "Новости Селби"),
    ("码头将重建_塞尔比新闻网", "码头将重建", "塞尔比新闻网"),
    ("إعادة بناء الرصيف | صحيفة الميناء", "إعادة بناء الرصيف", "صحيفة الميناء"),
    ("घाट फिर बनेगा | सेल्बी समाचार", "घाट फिर बनेगा", "सेल्बी समाचार"),
    ("Pier to be rebuilt - but who pays?", "Pier to be rebuilt - but who pays?", None),
    ("Crane on loan | World", "Crane on loan | World", None),
    ("부두를 다시 짓는다ㅣ셀비일보", "부두를 다시 짓는다", "셀비일보"),
]


@pytest.mark.parametrize(("title", "headline", "outlet"), TITLED)
def test_the_tail_of_a_title_is_an_outlet_if_it_has_a_papers_name(
    title: str, headline: str, outlet: str | None
) -> None:
    row = one(BODY, title=title)
    assert row.title == headline
    assert row.outlet == outlet if outlet else pd.isna(row.outlet)
    assert titles.headline(row.title, outlet) == headline


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Pier to be rebuilt – Kalpur Times – 14.02.2023", "Pier to be rebuilt"),
        ("Pier to be rebuilt | Kalpur Times | Coast", "Pier to be rebuilt"),
        ("Pier to be rebuilt – 14.02.2023", "Pier to be rebuilt – 14.02.2023"),
        ("Sold – Kalpur Times – and nobody pays", "Sold – Kalpur Times – and nobody pays"),
    ],
)
def test_a_date_or_a_section_behind_the_outlets_name_goes_with_it(title: str, headline: str) -> None:
    assert titles.headline(title, "Kalpur Times") == headline


ADDRESSES = [
    ("selbypost.example/a/b", "https://www.selbypost.example/a/b/?utm_source=x&fbclid=1#top"),
    ("selbypost.example/a/b", "http://m.selbypost.example/a/b/amp/"),
    ("selbypost.example/a/b", "https://amp.selbypost.example/a/b.amp.html"),
    ("selbypost.example/a/b", "//selbypost.example:443/amp/a//b/index.html?outputType=amp"),
    ("selbypost.example/a/b", "https://selbypost-example.cdn.ampproject.org/c/s/selbypost.example/a/b"),
    ("selbypost.example/a/b", "https://www.google.com/amp/s/www.selbypost.example/a/b"),
    ("selbypost.example/a/b", "https://web.archive.org/web/20230214000000/http://selbypost.example/a/b"),
    ("selbypost.example/story?id=7&page=2", "http://selbypost.example/story?page=2&ref=home&id=7"),
    ("selbypost.example/A", "https://SELBYPOST.example/A"),
    ("selbypost.example/%D0%B0", "https://selbypost.example/а"),
    (None, "https://www.selbypost.example/"),
    (None, "https://www.selbypost.example/?utm_source=x"),
    (None, "not an address"),
    (None, "https://[::1"),
    (None, ""),
]


@pytest.mark.parametrize(("page", "url"), ADDRESSES)
def test_an_address_is_the_same_by_whatever_road_a_reader_came(page: str | None, url: str) -> None:
    assert hosts.canonical(url) == page
    assert page is None or hosts.canonical(f"https://{page}") == page


NAMED = {
    "nytimes": "The New York Times", "latimes": "Los Angeles Times",
    "scmp": "South China Morning Post", "bbc": "BBC News",
    "timesofindia": "The Times of India", "elpais": "El País", "thehindu": "The Hindu", "spiegel": "DER SPIEGEL",
    "aljazeera": "Al Jazeera", "apnews": "AP News",
    "thedailystar": "The Daily Star", "sueddeutsche": "Süddeutsche Zeitung",
}  # fmt: skip


@pytest.mark.parametrize("label", NAMED)
def test_a_name_answers_to_its_own_host_only(label: str) -> None:
    assert [other for other in NAMED if names.answers(NAMED[label], other)] == [label]
    assert not names.answers("Sunday Mail", label)


def test_a_given_outlet_wins_and_a_host_stands_in_for_one() -> None:
    known = one(f"{BODY}\n\nSource: SBCNews and agencies", outlet="X Y")
    assert (known.outlet, known.outlet_from) == ("X Y", "given")
    hosted = one(BODY, url="https://www.selbypost.example/a?b")
    assert (hosted.outlet, hosted.outlet_from) == ("selbypost.example", "url")
    named = one(f"{BODY}\n\n© 2023 Selby Post", url="http://selbypost.example/")
    assert (named.outlet, named.outlet_from) == ("Selby Post", "url")


def test_an_acronym_is_parted_from_its_word() -> None:
    assert [names.split_acronym(n) for n in ("TRTWorld", "BBCNews", "ECONOMYNEXT", "McClatchy")] == [
        "TRT World", "BBC News", "ECONOMYNEXT", "McClatchy",
    ]  # fmt: skip


FOOT = "\n\nSelbyline\nEmail: desk@selbyline.example\nPhone: "
TIMES = {
    f"date 2023-02-14 {BODY}": ("2023-02-14", "day"),
    f"- date 2023-02-14\n{BODY}": ("2023-02-14", "day"),
    f"Updated: 08-07-2023 19:25 IST | Created: 08-07-2023 18:25 IST\n\n{BODY}{FOOT}+91-11-5550144": (
        "2023-07-08 12:55",
        "minute",
    ),
    f"Created: 08-07-2023 19:25 IST\n\n{BODY}{FOOT}+353 1 555 0144": ("2023-07-08 18:25", "minute"),
    f"Created: 08-07-2023 19:25 IST\n\n{BODY}{FOOT}+972 3 555 0144": ("2023-07-08 17:25", "minute"),
    f"date 2023-07-08 Menu\nCreated: 08-07-2023 19:25 IST\n\n{BODY}": ("2023-07-08", "day"),
    f"Created: 18-07-2023 19:25 IST\n\n{BODY}": ("2023-07-18", "day"),
    f"Created: 08-07-2023 19:25 IST\n\n{BODY}": (None, "none"),
    f"Published: 2023-02-14T08:11:02Z\n\n{BODY}": ("2023-02-14 08:11:02", "second"),
    f"Published: 2023-02-14 08:11 +0530\n\n{BODY}": ("2023-02-14 02:41", "minute"),
    f"Published: February 14, 2023 7:25 p.m. EDT\n\n{BODY}": ("2023-02-14 23:25", "minute"),
    f"Published 14 February 2023 19:25 GMT+3\n\n{BODY}": ("2023-02-14 16:25", "minute"),
    f"Veröffentlicht: 14. Februar 2023, 09:30 Uhr\n\n{BODY}": ("2023-02-14", "day"),
    f"Publicado: 14 de febrero de 2023\n\n{BODY}": ("2023-02-14", "day"),
    f"Опубликовано: 14 февраля 2023\n\n{BODY}": ("2023-02-14", "day"),
    f"Tuesday, 14 February 2023\n\n{BODY}": ("2023-02-14", "day"),
    f"Port Selby to rebuild its pier\n14.02.2023\n{BODY}": ("2023-02-14", "day"),
    f"发布：2023年2月14日\n\n{BODY}": ("2023-02-14", "day"),
    f"MOSCOW, February 14, 2023 (Reuters) - {BODY}": ("2023-02-14", "day"),
    f"{A}\n\nThe moorings broke on February 14, 2023, the mayor said.\n\n{B}": (None, "none"),
    f"{BODY}\n\nCopyright 2023 Selby Post": (None, "none"),
    f"Published: 31-02-2023\n\n{BODY}": (None, "none"),
    f"Published: February 14, 2023 25:10 UTC\n\n{BODY}": ("2023-02-14", "day"),
}


@pytest.mark.parametrize("words", TIMES, ids=range(len(TIMES)))
def test_a_time_is_read_as_exactly_as_the_text_allows(words: str) -> None:
    when, precision = TIMES[words]
    row = one(words)
    assert row.published_precision == precision
    assert row.published == pd.Timestamp(when, tz="UTC") if when else pd.isna(row.published)


@pytest.mark.parametrize(("when", "address", "lang", "line"), table("times/forms"))
def test_a_time_is_read_in_the_forms_of_many_languages(when: str, address: str, lang: str, line: str) -> None:
    given = {"lang": lang} | ({"url": f"https://www.{address}/a"} if address else {})
    row = one(f"{line}\n\n{BODY}", **given)
    day, *clock, precision = when.split() if when != "none" else (None, "none")
    assert row.published_precision == precision
    assert row.published == pd.Timestamp(" ".join([day, *clock]), tz="UTC") if day else pd.isna(row.published)


ZONED = [("www.selbypost.in", "2023-07-08 13:55"), ("selbypost.ie", "2023-07-08 18:25")]


@pytest.mark.parametrize(("host", "when"), ZONED)
def test_the_country_of_an_address_decides_the_zone(host: str, when: str) -> None:
    row = one(f"Published: 08-07-2023 19:25 IST\n\n{BODY}", url=f"https://{host}/a")
    assert row.published == pd.Timestamp(when, tz="UTC")


GIVEN = {
    "2023-02-14": ("2023-02-14", "day"),
    "2023-02-14T08:11:02+01:00": ("2023-02-14 07:11:02", "second"),
    "2023-02-14 08:11": ("2023-02-14 08:11", "minute"),
    "14 February 2023": ("2023-02-14", "day"),
    datetime(2023, 2, 14, 8, 11, 2): ("2023-02-14 08:11:02", "second"),
    pd.Timestamp("2023-02-14 08:11:02", tz="Asia/Kolkata"): ("2023-02-14 02:41:02", "second"),
}


@pytest.mark.parametrize("value", GIVEN, ids=str)
def test_a_given_time_wins_over_the_text(value: object) -> None:
    row = one(f"Published: 1999-01-01\n\n{BODY}", published=value)
    assert (row.published, row.published_precision) == (pd.Timestamp(GIVEN[value][0], tz="UTC"), GIVEN[value][1])


@pytest.mark.parametrize("value", ["yesterday", "2023-02-31", "08-07-2023", 1676362262, "2023-02-14T99:00"])
def test_a_given_time_that_is_none_is_refused_by_name_and_value(value: object) -> None:
    with pytest.raises(TableError, match=r"^a: published is .*" + str(value)):
        one(BODY, published=value)


def test_names_that_stand_twice_missing_columns_and_texts_that_are_none_are_refused() -> None:
    with pytest.raises(TableError, match="two articles are named 'a'"):
        masthead.identify(pd.DataFrame({"article": ["a", "a"], "text": ["x", "y"]}))
    with pytest.raises(TableError, match="no column 'text'"):
        masthead.identify(pd.DataFrame({"article": ["a"]}))
    with pytest.raises(TableError, match="a: text is 7, not a string"):
        masthead.identify(pd.DataFrame({"article": ["a"], "text": pd.Series([7], dtype=object)}))
    with pytest.raises(TableError, match="a: text holds half a character"):
        masthead.identify(pd.DataFrame({"article": ["a"], "text": pd.Series(["\ud800 told AFP"], dtype=object)}))


def test_what_is_given_stays_and_the_digest_is_of_the_text() -> None:
    row = one(BODY, title="T", author="Q. Z.", lang="xx", url="u", path="p", sha256="wrong", id=7)
    assert tuple(row[["title", "author", "lang", "url", "path"]]) == ("T", "Q. Z.", "xx", "u", "p")
    assert row.sha256 == hashlib.sha256(BODY.encode()).hexdigest()


@settings(max_examples=40)
@given(st.lists(st.sampled_from([BODY, *ORIGIN, *OUTLET, *TIMES]) | sentences(), min_size=1, max_size=4, unique=True))
def test_to_identify_twice_changes_nothing(texts: list[str]) -> None:
    table = pd.DataFrame({"article": [f"n{i}" for i in range(len(texts))], "text": texts})
    once = masthead.identify(table)
    pd.testing.assert_frame_equal(masthead.identify(once), once)
    frames.check("credits", masthead.credit(once))
    shuffled = masthead.identify(table.iloc[::-1])
    pd.testing.assert_frame_equal(shuffled, once)


def test_an_empty_frame_gives_empty_tables() -> None:
    table = masthead.identify(pd.DataFrame({"article": [], "text": []}))
    assert table.empty
    assert masthead.credit(table).empty


@pytest.mark.parametrize(
    ("words", "author"),
    [
        (f"By Ingrid Solheim\n\n{BODY}", "Ingrid Solheim"),
        (f"By Ingrid SolheimReuters\n\n{BODY}", "Ingrid Solheim"),
        (f"By INGRID SOLHEIM, Associated Press\n\n{BODY}", "INGRID SOLHEIM"),
        (f"{BODY}\n\n(Reporting by Ann Lee; Editing by Bo Ek)", "Ann Lee"),
        (f"By The Associated Press\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_an_author_is_who_signed(words: str, author: str | None) -> None:
    row = one(words)
    assert row.author == author if author else pd.isna(row.author)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", BODY),
        (
            "de",
            "Der Hafenrat von Port Selby hat am Dienstag beschlossen, die "
            "nördliche Mole vor dem Winter mit einem Kran zu erneuern.",
        ),
        (
            "fr",
            "Le conseil du port de Port Selby a voté mardi pour reconstruire "
            "la jetée du nord avant les tempêtes qui arrivent en hiver.",
        ),
        (
            "es",
            "El consejo del puerto de Port Selby votó el martes para reconstruir "
            "el muelle del norte antes de que lleguen las tormentas.",
        ),
        (
            "ru",
            "Совет порта во вторник решил, что северный причал будет построен "
            "заново до зимы, и это не будет дорого для города.",
        ),
        (
            "zh",
            "港务委员会星期二投票决定在冬季风暴来临之前重建北码头，费"
            "用为四百万克朗，工期十一个月，大部分用于旧地基的修复工作。",
        ),
        (None, "Ubi?"),
    ],
)
def test_a_language_is_told_by_its_commonest_words(lang: str | None, words: str) -> None:
    row = one(words)
    assert row.lang == lang if lang else pd.isna(row.lang)


@pytest.mark.parametrize(("lang", "words"), table("languages"))
def test_a_language_is_told_by_its_script_or_its_words(lang: str, words: str) -> None:
    assert languages.language(words) == (lang or None)


def test_the_agencies_are_a_table_that_nobody_can_change() -> None:
    table = masthead.agencies()
    assert len([a for a in table if a.kind == "wire"]) >= 60
    assert len({a.country for a in table}) >= 60
    assert len({a.name for a in table}) == len(table)
    assert isinstance(table, tuple) and masthead.agencies() is table
    with pytest.raises((AttributeError, dataclasses.FrozenInstanceError)):
        table[0].name = "X"
    for a in table:
        assert a.kind in ("wire", "photo") and len(a.country) == 2
        assert wires.mentions(f" {a.name} ")[0].agency.name == a.name or a.name not in wires.lexicon()


def test_the_longest_alias_wins_and_hosts_and_handles_do_not_count() -> None:
    words = "Associated Press of Pakistan, Australian Associated Press, @reuters, reuters.com, Reuters.com, SPAIN"
    found = wires.mentions(words)
    assert [m.agency.name for m in found] == ["Associated Press of Pakistan", "AAP"]


def test_the_files_of_zones_and_countries_agree() -> None:
    known = wires.countries()
    assert all(code in known or code in ("", "AS", "BB", "TT", "WS") for row in wires.zones().values() for code in row)
    assert all(c.order in ("dmy", "mdy", "ymd", "") for c in known.values())
    assert wires.zones()["IST"] == {"IN": 330, "IE": 60, "IL": 120}
    assert wires.months()["février"] == 2


HARD = {
    "empty": "",
    "blank": " \n\t",
    "control characters": "\x00\x1b[31m\x85\u2028\ufeff\u202e AFP " * 20,
    "one line of agencies": "AP, AFP and Reuters, " * 9_000,
    "one line of told": "he told Reuters that " * 5_000,
    "one line of names": "Ann Lee Bo Ek " * 14_000,
    "one line of brackets": "(Reuters) - " * 8_000,
    "one line of sources": "Source: A B and " * 12_000,
    "one line of dates": "Published: 08-07-2023 19:25 IST " * 6_000,
    "one line of copyright": "© 2023 " * 28_000,
    "one line without spaces": "A" * 200_000,
    "ten thousand lines": "Reuters\n" * 10_000,
    "two megabytes in one line": ("The council said on Tuesday it would wait. " * 20 + "He told AFP so. ") * 2_300,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_input_is_read_in_linear_time(name: str) -> None:
    start = time.process_time()
    masthead.credit(masthead.identify(pd.DataFrame({"article": ["a"], "text": [HARD[name]]})))
    # Quadratic work on 200 kB takes minutes; the slowest of these takes two seconds where nobody else works.
    assert time.process_time() - start < 20


def test_every_credit_says_its_form() -> None:
    seen = {c.form for words in ORIGIN for c in credits.find(words)}
    assert seen >= {"dateline", "byline", "source", "signoff", "signed", "inputs"}


def test_utc_is_what_published_is_stored_in() -> None:
    assert one(f"date 2023-02-14 {BODY}").published.tzinfo == UTC


# Short lines on which an expression that can read each piece in two ways takes 2 ** 30 steps.
TRAPS = (
    *("A-", "A.", "1", "ab/", "Aa", "A B ", "Aa, ", "@a,", "a|", "- "),
    *("on ", "A/", "x ", "© ", "home", "A. ", "A1 ", "(A", "a-b "),
)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_short_line_is_a_trap(trap: str) -> None:
    start = time.process_time()
    for head in ("", "By ", "(", "Photo: ", "OSLO (", "Home ", "Source: "):
        for tail in ("", "?", " Reuters", " (Reuters)", "x=", " AFP?"):
            line = (head + trap * 60)[: 130 - len(tail)] + tail
            for page in (f"{line}\n\n{A}\n\n{B}", f"{A}\n\n{B}\n\n{line}"):
                credits.find(page)
    assert time.process_time() - start < 10
