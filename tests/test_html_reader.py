"""Saved pages: what a reader sees, where the story stands in it, what the page says of itself; hostile markup."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

import pandas as pd
import pytest

from provenance import boilerplate, masthead
from provenance.api import strip, trace
from provenance.errors import InputError, TableError
from provenance.frames import TABLES
from provenance.readers import Note, read
from provenance.text import Span

SECONDS, ROOM = 5, 1 << 30
TITLE = "Port Selby to rebuild its pier"
PARTS = (
    "The council of Port Selby voted on Tuesday to rebuild the pier that a storm took away in January.",
    "Work is to begin in spring and to cost four million crowns, half of which the county will pay.",
    "“We have waited for this day for two years,” said the harbour master, Ingrid Solheim, after the vote.",
    "Fishermen had asked for a longer pier, but the council held that the money would not be enough for one.",
    "The old pier had stood since 1911 and was the last wooden one on this part of the coast.",
)
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
FOOT = "<footer><p>Photographs by Reuters. All rights reserved.</p></footer>"


def page(body: str = "", head: str = "", *, parts: tuple[str, ...] = PARTS, menu: str = MENU) -> str:
    story = "".join(f"<p>{part}</p>" for part in parts)
    title = f"<title>{TITLE} - Selby Post</title>"
    article = f"<article><h1>{TITLE}</h1>{story}{body}</article>"
    return f"<!DOCTYPE html><html lang='en-GB'><head>{title}{head}</head><body>{menu}{article}{FOOT}</body></html>"


def record(**more: object) -> str:
    known = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **more}
    return f"<script type='application/ld+json'>{json.dumps(known)}</script>"


def put(folder: Path, content: str | bytes, name: str = "a.html") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(path: Path) -> tuple[pd.Series, list[Note]]:
    notes: list[Note] = []
    return read(path, note=notes.append).iloc[0], notes


def one(folder: Path, content: str | bytes) -> pd.Series:
    return told(put(folder, content))[0]


def stories(folder: Path, content: str | bytes) -> list[str]:
    story = strip(read(put(folder, content), note=lambda _: None))["story"].iloc[0]
    return [line for line in story.splitlines() if line.strip()]


def main_of(row: pd.Series) -> list[str]:
    spans = [tuple(map(int, span.split(":"))) for span in row["main"].split()]
    return [row["text"][start:end] for start, end in spans]


def test_the_text_is_what_a_reader_sees_furniture_included(tmp_path):
    body = (
        "<script>var a = '<p>never seen</p>';</script><style>p{color:red}</style><!-- never seen -->"
        "<p hidden>never seen</p><p style='Display: NONE'>never seen</p><p>one<br>two &amp; th<b>r</b>ee</p>"
    )
    text = one(tmp_path, page(body))["text"]
    assert text.splitlines()[0] == "Home"
    assert "one\ntwo & three" in text
    assert "never seen" not in text
    assert text.endswith("Photographs by Reuters. All rights reserved.")
    assert [text.index(part) for part in PARTS] == sorted(text.index(part) for part in PARTS)


def test_cells_of_a_row_stand_on_one_line_and_preformatted_lines_stay_lines(tmp_path):
    text = one(tmp_path, page("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table><pre>x\ny</pre>"))["text"]
    assert "1\t2\n" in text
    assert "x\ny" in text


def test_strip_leaves_the_story_and_the_credits_of_the_furniture_are_harvested(tmp_path):
    assert stories(tmp_path, page()) == list(PARTS)
    found = masthead.credit(masthead.identify(read(tmp_path)))
    assert ("Reuters", "photo") in set(zip(found["agency"], found["role"], strict=True))


def test_furniture_is_marked_line_by_line_by_the_rule_page(tmp_path):
    articles = masthead.identify(read(put(tmp_path, page())))
    marks = boilerplate.mark(articles)
    words = [articles["text"].iloc[0][m.start : m.end] for m in marks[marks["rule"] == "page"].itertuples()]
    assert words == ["Home", "World", TITLE, "Photographs by Reuters. All rights reserved."]


def test_subheads_of_a_page_are_story_and_its_headline_is_not(tmp_path):
    parts = (*PARTS[:2], "</p><h2>Who pays the bill</h2><p>", *PARTS[2:])
    assert stories(tmp_path, page(parts=parts)) == [*PARTS[:2], "Who pays the bill", *PARTS[2:]]


def test_a_body_served_in_pieces_is_one_story(tmp_path):
    pieces = "".join(
        f"<div class='article-body'><p>{one}</p><p>{two}</p></div><div class='ad-slot'>Buy crowns</div>"
        for one, two in zip(PARTS[:4:2], PARTS[1:4:2], strict=True)
    )
    html = f"<html><body>{MENU}<main><h1>{TITLE}</h1>{pieces}</main></body></html>"
    assert stories(tmp_path, html) == list(PARTS[:4])


def test_a_lead_under_the_headline_is_story(tmp_path):
    lead = "A storm took it, and for two years nobody could agree on who was to pay for it: now the council has voted."
    lead += " The county pays half."
    html = page().replace(f"<h1>{TITLE}</h1>", f"<h1>{TITLE}</h1></article><div><b>{lead}</b></div><article>")
    assert stories(tmp_path, html)[0] == lead


def test_a_line_that_is_one_link_points_elsewhere(tmp_path):
    link = "<p><a href='/x'>Storm leaves a thousand homes in Port Selby without power</a></p>"
    html = page(parts=(*PARTS[:2], f"</p>{link}<p>", *PARTS[2:]))
    assert "without power" in one(tmp_path, html)["text"]
    assert stories(tmp_path, html) == list(PARTS)


def test_a_story_that_only_a_script_would_show_is_read_from_the_record_and_said(tmp_path):
    body = " ".join(PARTS)
    head = f"<html><head>{record(articleBody=body)}</head><body><p>Please turn on JavaScript.</p></body></html>"
    row, notes = told(put(tmp_path, head))
    assert row["text"].startswith("Please turn on JavaScript.\n\n")
    assert " ".join(main_of(row)) == body
    assert [note.what for note in notes] == ["guessed"]


def test_a_page_without_a_story_is_kept_as_an_article_without_one(tmp_path):
    put(tmp_path, "<html><body><ul><li><a href='/a'>Home</a><li><a href='/b'>World</a></ul></body></html>")
    articles = masthead.identify(read(tmp_path, note=lambda _: None))
    assert articles["text"].tolist() == ["Home\n\nWorld"]
    assert articles["main"].notna().all()
    empty = articles.assign(main=pd.array([""], dtype="str"))
    assert masthead.identify(empty)["main"].tolist() == [""]
    assert strip(empty)["story"].tolist() == [""]


def test_what_the_page_says_of_itself_fills_the_columns(tmp_path):
    head = record(
        datePublished="2023-02-14T19:25:00+01:00",
        dateModified="2023-02-15T08:00:00+01:00",
        author=[{"@type": "Person", "name": "By Ann Lee"}, {"name": "Bo Ek"}, {"name": "Selby Post"}],
        publisher={"@type": "Organization", "name": "Selby Post"},
    )
    row = one(tmp_path, page(head=head + "<link rel='canonical' href='https://selby.example/pier'>"))
    assert (row["title"], row["outlet"], row["outlet_from"]) == (TITLE, "Selby Post", "text")
    assert (row["published"], row["author"]) == ("2023-02-14T18:25:00Z", "Ann Lee, Bo Ek")
    assert (row["url"], row["lang"]) == ("https://selby.example/pier", "en")
    known = masthead.identify(read(tmp_path))
    assert known["outlet_from"].tolist() == ["text"]
    assert known["published"].tolist() == [pd.Timestamp("2023-02-14T18:25:00Z")]


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property='article:modified_time' content='2023-02-15T08:00:00Z'>", None),
        ("<meta property='article:published_time' content='2023-02-14T08:00:00Z'>", "2023-02-14T08:00:00Z"),
        ("<meta name='date' content='2023-02-14 08:00:00'>", "2023-02-14"),
        ("<meta name='date' content='yesterday'>", None),
        ("<meta name='date' content='0000-00-00T00:00:00Z'>", None),
        ("<meta name='date' content='99999-01-01'>", None),
    ],
)
def test_only_a_time_of_publication_is_one_and_without_a_zone_only_its_day(tmp_path, head, published):
    row = one(tmp_path, page(head=head))
    assert row.get("published") == published


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["Article"], "headline": "Pier"}]}',
        '[{"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "Other"}]},'
        ' {"@type": "NewsArticle", "headline": "Pier"}]',
        '{"@type": "NewsArticle", "headline": "Pier",}',
        '{"@type": "NewsArticle", "headline": "Pier", "about": [1, 2',
        '<!-- {"@type": "NewsArticle", "headline": "Pier\nside"} -->',
    ],
)
def test_records_are_found_in_graphs_lists_and_broken_json(tmp_path, script):
    html = (
        f"<html><head><script type='application/ld+json'>{script}</script></head><body><p>{PARTS[0]}</p></body></html>"
    )
    assert one(tmp_path, html)["title"] in ("Pier", "Pier side")


def test_authors_are_people_not_addresses_nor_the_site(tmp_path):
    head = record(publisher={"name": "Selby Post"}, author={"name": "https://selby.example/staff/1"})
    html = page("<p class='byline'>By Ann Lee and Bo Ek</p>", head)
    assert one(tmp_path, html)["author"] == "Ann Lee, Bo Ek"


def test_the_house_signs_where_its_record_says_so_and_nobody_else_does(tmp_path):
    head = record(publisher={"name": "Selby Post"}, author={"@type": "Organization", "name": "Selby Post"})
    assert one(tmp_path, page(head=head))["author"] == "Selby Post"
    assert one(tmp_path, page("<p class='byline'>By Ann Lee</p>", head))["author"] == "Ann Lee"
    assert pd.isna(one(tmp_path, page(head=record(publisher={"name": "Selby Post"}))).get("author"))


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("windows-1251", "cp1251", "Премьер заявил в четверг, что переговоры о мире будут продолжены в столице."),
        ("iso-8859-1", "cp1252", "Der Bürgermeister sagte: „Größer wird’s nicht“, und alle im Saal nickten dazu."),
        ("iso-8859-1", "utf-8", "Der Bürgermeister sagte: „Größer wird’s nicht“, und alle im Saal nickten dazu."),
        ("utf-8", "cp1252", "Der Bürgermeister sagte, größer würde die Brücke nicht, und alle im Saal nickten."),
        ("x-unknown", "utf-8", "Der Bürgermeister sagte, größer würde die Brücke nicht, und alle im Saal nickten."),
        ("hex", "utf-8", "Der Bürgermeister sagte, größer würde die Brücke nicht, und alle im Saal nickten."),
        (
            "gb2312",
            "gb18030",
            "外交部发言人星期四表示，会谈将按计划继续进行，与会各方均未提出异议，下一轮会谈将于下周举行。",
        ),
        ("windows-1256", "cp1256", "قال الوزير يوم الخميس إن المحادثات ستستمر كما هو مخطط لها ولم يعترض أحد على ذلك."),
        ("", "utf-16", "मंत्री ने गुरुवार को कहा कि बातचीत योजना के अनुसार जारी रहेगी और किसी ने आपत्ति नहीं की।"),
        ("utf-8", "utf-8", "मंत्री ने गुरुवार को कहा कि बातचीत योजना के अनुसार जारी रहेगी और किसी ने आपत्ति नहीं की।"),
    ],
)
def test_pages_of_all_scripts_are_read_whatever_charset_they_claim(tmp_path, declared, encoding, words):
    html = page(head=f"<meta charset='{declared}'>" if declared else "", parts=(words,) * 5)
    row = one(tmp_path, html.encode(encoding))
    assert row["text"].count(words) == 5
    assert words in main_of(row)


def test_a_few_bytes_of_another_encoding_do_not_spoil_a_page(tmp_path):
    row, notes = told(put(tmp_path, page("<p>Ærø Øst</p>" * 9).encode() + b"<p>gr\xf6\xdfer</p>"))
    assert "Ærø Øst" in row["text"]
    assert "gr\ufffd\ufffder" in row["text"]
    assert [note.what for note in notes] == ["guessed"]


def test_null_bytes_are_dropped_and_binary_files_refused(tmp_path):
    assert one(tmp_path, page().replace("council", "coun\0cil"))["text"].count("council") == 2
    with pytest.raises(InputError, match=r"b\.html: binary"):
        read(put(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "b.html"))


@pytest.mark.parametrize(
    "html",
    ["", "<html><body></body></html>", "<!-- nothing -->", "<html><script>document.write('<p>x</p>')</script></html>",
     "<html><frameset cols='20%,80%'><frame src='a.html'><frame src='b.html'></frameset></html>"],
)  # fmt: skip
def test_a_file_that_shows_nothing_is_skipped_with_the_reason(tmp_path, html):
    put(tmp_path, page(), "good.html")
    put(tmp_path, html, "none.htm")
    notes: list[Note] = []
    assert read(tmp_path, note=notes.append)["article"].tolist() == ["good"]
    assert [(note.what, "empty" in note.reason) for note in notes] == [("skipped", True)]


@pytest.mark.parametrize("bytes_left", [15, 60, 200, 400, 700])
def test_a_page_cut_off_anywhere_is_read_as_far_as_it_goes(tmp_path, bytes_left):
    put(tmp_path, page(), "good.html")
    put(tmp_path, page()[:bytes_left], "cut.xhtml")
    texts = read(tmp_path, note=lambda _: None)["text"].tolist()
    assert all(PARTS[0] in text or text in "\n\n".join(("Home", "World", TITLE)) or TITLE in text for text in texts)


BOMB = "<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
HOSTILE = {
    "nested": lambda: "<div>" * 10_000 + page(),
    "nested tables": lambda: "<table><tr><td>" * 10_000 + page(),
    "nested and never closed": lambda: "<b><i>" * 10_000 + page(),
    "entity bomb": lambda: BOMB + page("<p>&c;&c;&c;</p>"),
    "xml entity bomb": lambda: f"<?xml version='1.0' encoding='utf-8'?>{BOMB}{page('<p>&c;</p>')}",
    "20 MB of paragraphs": lambda: page() + "<p>a</p>" * 2_500_000,
    "20 MB of pages": lambda: page() * (20_000_000 // len(page())),
    "20 MB of style": lambda: f"<html><style>{'a{b:c}' * 3_300_000}</style>{page()}",
    "20 MB in one paragraph": lambda: f"{page()}<p>{'word ' * 4_000_000}",
    "20 MB of brackets": lambda: page() + "<" * 20_000_000,
    "20 MB of comments": lambda: page() + "<!--" * 5_000_000,
    "ten thousand links": lambda: page(f"<div>{'<a href=x>a b c d e f</a>' * 9_000}</div>"),
    "ten thousand cells": lambda: page(f"<table><tr>{'<td>' * 9_000}</table>"),
    "records without end": lambda: page(head=f"<script type='application/ld+json'>{'[' * 300_000}</script>"),
    "a record cut off": lambda: page(
        head="<script type='application/ld+json'>" + '"headline":"a\\' * 90_000 + "</script>"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_takes_neither_time_nor_room_and_the_words_stay(tmp_path, name):
    path = put(tmp_path, HOSTILE[name]())
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    row, _ = told(path)
    assert time.process_time() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < ROOM
    assert all(part in row["text"] for part in PARTS)
    assert "ha" * 64 not in row["text"]


def test_a_page_too_deep_or_too_large_says_so_and_has_no_story(tmp_path):
    row, notes = told(put(tmp_path, "<div>" * 10_000 + page()))
    assert row["main"] == ""
    assert [note.what for note in notes] == ["guessed"]


def test_the_same_page_gives_the_same_row(tmp_path):
    path = put(tmp_path, page(head=record(author="Ann Lee")))
    assert read(path).equals(read(path))


def test_where_the_story_stands_is_a_column_that_other_formats_leave_empty():
    assert TABLES["articles"].columns["main"].optional
    plain = masthead.identify(pd.DataFrame({"article": ["a"], "text": ["Words."]}))
    assert plain["main"].isna().all()


@pytest.mark.parametrize("main", ["a:b", "3", "5:2", "0:999", "4:6 1:2", "-3:2"])
def test_a_main_that_is_no_span_of_its_text_is_refused(main):
    articles = pd.DataFrame({"article": ["a"], "text": ["Ten words of text."], "main": [main]})
    with pytest.raises(TableError, match="a: main is"):
        strip(articles)


def test_the_other_rules_see_only_what_the_page_left():
    words = "Home\n\nREAD MORE: Crane on loan\n\n" + "\n\n".join(PARTS)
    start = words.index("READ")
    rules = {found.rule for found in boilerplate.find(words, main=(Span(start, len(words)),))}
    assert rules == {"page", "related"}


def test_menus_that_two_sites_share_are_no_proof_of_copying(tmp_path):
    menu = (
        "<nav><p>Accept all cookies and continue to the site</p><p>Choose the edition that you want to read</p></nav>"
    )
    put(tmp_path, page(menu=menu), "one.html")
    put(tmp_path, page(menu=menu + "<p>Sign in to read all of our newsletters today</p>"), "two.html")
    found = trace(read(tmp_path)).evidence
    assert "shared_wording" in set(found["signal"])
    assert "foreign_furniture" not in set(found["signal"])


def meta(**said: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":")}" content="{words}">' for name, words in said.items())


HEADS = {
    "a bar and the site": (meta(og_title=f"{TITLE} | Selby Post"), TITLE),
    "a dash and a section, which no name gives away": (meta(og_title=f"{TITLE} – Coast &amp; Harbours"), TITLE),
    "a dash and words that the page gives no headline without": (
        meta(og_title="A pier for Selby - but who pays?"),
        "A pier for Selby - but who pays?",
    ),
    "the share line, said twice, gives way to the record": (
        meta(og_title="You will not guess what rises again", twitter_title="You will not guess what rises again")
        + record(),
        TITLE,
    ),
    "said once, it stands": (meta(og_title="Selby gets its pier back") + record(), "Selby gets its pier back"),
    "said in two ways, the first stands": (
        meta(og_title="Selby gets its pier back", twitter_title="A pier, at last") + record(),
        "Selby gets its pier back",
    ),
    "a record that was cut off is no other headline": (
        meta(og_title="Selby gets its old pier back", twitter_title="Selby gets its old pier back")
        + record(headline="Selby gets its old…"),
        "Selby gets its old pier back",
    ),
    "records of several stories are nobody's": (
        meta(og_title="Selby gets its pier back", twitter_title="Selby gets its pier back")
        + record(headline="Crane on loan to a second town")
        + record(headline="Harbour master to retire in June"),
        "Selby gets its pier back",
    ),
}


@pytest.mark.parametrize("case", HEADS)
def test_of_several_headlines_the_one_without_a_tail_and_not_made_for_sharing_is_the_title(tmp_path, case):
    head, title = HEADS[case]
    assert one(tmp_path, page(head=head))["title"] == title


def test_a_short_word_before_a_dash_is_a_kicker_and_no_headline_of_its_own(tmp_path):
    html = page(head=meta(og_title="Live – the pier of Selby rises again")).replace(f"<h1>{TITLE}", "<h1>Live")
    assert one(tmp_path, html)["title"] == "Live – the pier of Selby rises again"


def test_initials_are_an_author_where_the_page_says_so_and_a_link_to_all_posts_is_none(tmp_path):
    html = page(body="<p>Source: <span rel='author'>kes;ab</span></p><a rel='author' href='/x'>Archive</a>")
    assert one(tmp_path, html)["author"] == "kes, ab"
    assert pd.isna(one(tmp_path, page(body="<a rel='author' href='/x'>Archive</a>")).get("author"))


MENU_OF_40 = "<nav>" + "".join(f"<p><a href='/{n}'>Section {n}</a></p>" for n in range(40)) + "</nav>"


def identified(folder: Path, html: str) -> pd.Series:
    put(folder, html)
    return masthead.identify(read(folder)).iloc[0]


def test_a_byline_and_a_date_are_sought_above_the_story_and_not_above_the_menu(tmp_path):
    menu = "<p>Friday, 3 March 2023</p>" + MENU_OF_40
    above = f"<h1>{TITLE}</h1><p>By Ann Lee</p><p>Published 14 February 2023</p>"
    row = identified(tmp_path, page(menu=menu).replace(f"<h1>{TITLE}</h1>", above))
    assert row.author == "Ann Lee"
    assert row.published == pd.Timestamp("2023-02-14T00:00:00Z")


def test_a_name_beside_a_date_above_a_story_signed_it_and_a_label_did_not(tmp_path):
    byline = "<p>{} | 14 February 2023</p>"
    html = page(menu=MENU_OF_40).replace("</h1>", "</h1>" + byline)
    assert identified(tmp_path, html.replace("{}", "Ann Lee")).author == "Ann Lee"
    assert pd.isna(identified(tmp_path, html.replace("{}", "Last Updated")).author)


def test_the_date_of_a_caption_in_the_story_is_no_time_of_publication(tmp_path):
    caption = "Harbour master Ingrid Solheim with Mayor Karl Maier at the Old Pier in Port Selby, 24 January 2023"
    row = identified(tmp_path, page(parts=(PARTS[0], caption, *PARTS[1:])))
    assert caption in row.text
    assert pd.isna(row.published)


def origins(folder: Path, html: str) -> list[str]:
    put(folder, html)
    credits = masthead.credit(masthead.identify(read(folder)))
    return credits[credits["role"] == "origin"]["agency"].tolist()


def test_an_agency_above_or_below_a_story_is_its_origin_and_one_in_a_menu_is_not(tmp_path):
    assert origins(tmp_path, page(menu=MENU_OF_40).replace("</h1>", "</h1><p>Reuters, Oslo</p>")) == ["Reuters"]
    assert origins(tmp_path, page(menu="<p>Reuters, Oslo</p>" + MENU_OF_40)) == []
    signed = (*PARTS[:-1], f"{PARTS[-1]} (Reuters)")
    after = "<footer>" + "".join(f"<p><a href='/{n}'>{part}</a></p>" for n, part in enumerate(PARTS)) + "</footer>"
    assert origins(tmp_path, page(parts=signed).replace(FOOT, after)) == ["Reuters"]


FED = "This article was automatically published from a syndicated feed and has not been edited by our staff."


def evidence_of(folder: Path, first: str, second: str) -> pd.DataFrame:
    put(folder, first, "one.html")
    put(folder, second, "two.html")
    return trace(read(folder)).evidence


@pytest.mark.parametrize("place", ["<footer><p>{}</p></footer>", "<aside><div>{}</div></aside>"])
def test_a_feed_notice_that_stands_outside_the_story_is_seen(tmp_path, place):
    fed = page().replace(FOOT, FOOT + place.format(FED))
    found = evidence_of(tmp_path, page(), fed)
    assert FED in set(found.loc[found["signal"] == "feed_notice", "quote"])
    marks = boilerplate.mark(masthead.identify(read(tmp_path)))
    assert {"page", "notice"} <= set(marks.loc[marks["article"] == "two", "rule"])
    assert FED not in strip(read(tmp_path)).set_index("article").loc["two", "story"]


def test_other_notices_around_a_story_are_no_feed_notice(tmp_path):
    said = ("This website uses cookies to bring you your feed.", "This story has been updated.")
    around = "".join(f"<footer><p>{words}</p></footer>" for words in said)
    found = evidence_of(tmp_path, page(), page().replace(FOOT, FOOT + around))
    assert "feed_notice" not in set(found["signal"])


def test_a_notice_that_two_sites_print_around_their_stories_is_no_proof_of_copying(tmp_path):
    fed = page().replace(FOOT, f"{FOOT}<footer><p>{FED}</p></footer>")
    assert "foreign_furniture" not in set(evidence_of(tmp_path, fed, fed.replace("Home", "Start"))["signal"])


HERE = "<meta property='og:url' content='https://www.aldwick.com/news/pier-2'>"
FIRST = "https://www.selbypost.com/news/pier"


@pytest.mark.parametrize(
    "head",
    [
        f"<link rel='canonical' href='{FIRST}'>",
        f"<meta name='syndication-source' content='{FIRST}'>",
        f"<meta name='original-source' content='{FIRST}'>",
        record(isBasedOn=FIRST),
        record(isBasedOn=[{"@type": "NewsArticle", "@id": FIRST}]),
        record(isBasedOn={"url": FIRST}),
    ],
)
def test_a_page_that_names_its_origin_is_believed_and_keeps_its_own_address(tmp_path, head):
    row = one(tmp_path, page(head=HERE + head))
    assert row["based_on"] == FIRST
    assert row["url"] == "https://www.aldwick.com/news/pier-2"


@pytest.mark.parametrize(
    "head",
    [
        "<link rel='canonical' href='https://m.aldwick.com/news/pier-2'>",
        "<meta name='original-source' content='https://aldwick.com/news/pier'>",
        "<meta name='syndication-source' content='Selby Post'>",
        record(isBasedOn={"@type": "CreativeWork", "name": "A study of piers"}),
        record(isBasedOn=7),
    ],
)
def test_a_page_that_names_itself_or_no_address_has_no_origin(tmp_path, head):
    assert "based_on" not in one(tmp_path, page(head=HERE + head))


def test_a_canonical_address_is_the_page_s_own_where_it_says_no_other(tmp_path):
    row = one(tmp_path, page(head=f"<link rel='canonical' href='{FIRST}'>"))
    assert row["url"] == FIRST
    assert "based_on" not in row


def test_a_page_that_names_another_as_its_origin_is_no_version_but_took_from_it(tmp_path):
    named = "<meta property='og:site_name' content='{}'>"
    link = f"<link rel='canonical' href='{FIRST}'>"
    put(tmp_path, page(head=link + named.format("Selby Post")), "one.html")
    put(tmp_path, page(head=HERE + link + named.format("Aldwick Echo")), "two.html")
    found = trace(read(tmp_path))
    assert found.articles["version_of"].isna().all()
    assert found.verdicts["says"].tolist() == ["a->b"]
    assert found.audit.set_index("article").loc["two", ["taken_from", "credit"]].tolist() == ["one", "photo-only"]
    assert found.audit.set_index("article").loc["two", "finding"].endswith(f"its page's metadata name {FIRST}")
