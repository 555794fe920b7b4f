"""The page is read back with the standard library's parser: nothing hostile becomes markup, every link has its end."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hostile import STRINGS, hostile, lone, nothing

from provenance.findings import SECTIONS, Dossier, anchor_article, anchor_pair, anchor_unseen, findings
from provenance.findings.pieces import pieces
from provenance.frames import Trace
from provenance.renderers import render

VOID = {"meta", "input", "br", "link", "img", "hr"}
WORDS = pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
# Everything the templates write; a tag or an attribute beside these has come out of an article.
TAGS = set(
    "html head meta title style body a div nav ol ul li label input p button main section h1 h2 h3 dl dt dd svg path "
    "rect text line g defs pattern details summary table caption thead tbody tfoot tr th td span bdi figure "
    "figcaption article del ins i b sup script form select option output dialog header kbd noscript".split()
)


class Page(HTMLParser):
    """Tags, attributes and texts of a page; a tag that is not closed where it was opened is an error."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.texts: list[tuple[str, dict[str, str], str]] = []
        self.raw: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.feed(source)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        assert len(known) == len(attrs), f"an attribute twice in {tag}"
        self.tags.append((tag, known))
        if tag not in VOID:
            self.open.append((tag, known, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened, attrs, parts = self.open.pop()
        assert opened == tag, f"{opened} closed by {tag}"
        text = "".join(parts)
        self.texts.append((tag, attrs, text))
        if attrs.get("type") == "application/json":
            self.data[attrs["id"]] = text
        elif tag in ("style", "script"):
            self.raw[tag] = text
        elif self.open and "tag" not in attrs.get("class", "").split(" "):
            self.open[-1][2].append(text)  # a tag is our label before a passage, not a part of it

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][2].append(data)

    def of(self, tag: str, name: str = "") -> list[str]:
        """The texts of the elements of a kind, in the order in which they end."""
        return [text for found, attrs, text in self.texts if found == tag and name in attrs.get("class", "").split(" ")]

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def page_of(trace: Trace) -> Page:
    return Page(render(trace, ["html"])["report.html"].decode())


@pytest.fixture(scope="module")
def seeds_page(seeds_trace: Trace) -> Page:
    return page_of(seeds_trace)


@cache
def hostile_page(word: str) -> Page:
    return page_of(hostile(word))


def shown(text: str) -> str:
    """What a page shows of a text: its line ends as line feeds, its control characters as pictures."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda at: chr(0x2400 + ord(at[0])), text)
    return re.sub("[\x7f-\x9f\ufffe\uffff]", "\ufffd", text)


@WORDS
def test_a_hostile_text_adds_no_tag_and_no_attribute(word: str) -> None:
    calm, page = hostile_page("calm"), hostile_page(word)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {(tag, name) for tag, attrs in page.tags for name in attrs} <= {
        (tag, name) for tag, attrs in calm.tags for name in attrs
    }
    for tag in ("script", "style", "meta", "title", "section", "article", "table", "details"):
        assert sum(t == tag for t, _ in page.tags) == sum(t == tag for t, _ in calm.tags)


@WORDS
def test_a_hostile_text_comes_out_as_the_text_it_is(word: str) -> None:
    trace, page = hostile(word), hostile_page(word)
    whole = [text for tag, attrs, text in page.texts if tag == "div" and attrs.get("class") == "text"]
    assert whole == [shown(text) for text in trace.articles["text"]]
    rebuilt = [text for tag, attrs, text in page.texts if tag == "div" and attrs.get("class") == "rebuilt"]
    assert rebuilt == [shown(text) for text in trace.unseen["text"]]
    titles = [attrs["title"] for tag, attrs in page.tags if tag == "span" and "title" in attrs]
    assert titles == [shown(word)] * len(trace.marks)
    claims = [text for tag, _, text in page.texts if tag == "td" and text == shown(word)]
    assert claims, "the reason of the claim"


def test_the_text_of_a_page_is_the_text_that_was_read(seeds_trace: Trace) -> None:
    for name, found in pieces(seeds_trace).items():
        raw = seeds_trace.articles.set_index("article")["text"][name]
        assert "".join(piece.text for piece in found) == raw


@WORDS
def test_nothing_is_fetched_and_only_web_addresses_of_articles_are_links(word: str) -> None:
    page = hostile_page(word)
    assert not page.attributes("src") and not page.attributes("style") and not page.attributes("srcset")
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name.endswith(":href")]
    assert all(address.startswith("#") for address in page.attributes("href"))
    assert not re.search(r"@import|url\((?!#)", page.raw["style"])


def test_a_web_address_is_linked_without_handing_over_the_window() -> None:
    trace = hostile("https://news.example/a?b=1&c=2")
    links = [attrs for tag, attrs in page_of(trace).tags if tag == "a" and not attrs["href"].startswith("#")]
    assert [link["href"] for link in links] == ["https://news.example/a?b=1&c=2"] * 3
    assert all("noopener" in link["rel"] and "noreferrer" in link["rel"] for link in links)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//news.example", "https://a b", "https://a\"onclick='x", ""]
)
def test_any_other_address_is_text(address: str) -> None:
    assert all(link.startswith("#") for link in page_of(hostile(address or "~")).attributes("href"))


@pytest.mark.parametrize("trace", [nothing(), lone(), hostile("calm")], ids=["empty", "one article", "three articles"])
def test_the_policy_admits_this_style_and_this_script_and_nothing_else(trace: Trace) -> None:
    page = page_of(trace)
    policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    style, script = (b64encode(sha256(page.raw[tag].encode()).digest()).decode() for tag in ("style", "script"))
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{style}'",
        f"script-src 'sha256-{script}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


@WORDS
def test_no_id_stands_twice_and_every_link_inside_has_its_end(word: str) -> None:
    page = hostile_page(word)
    twice = [name for name, times in Counter(page.attributes("id")).items() if times > 1]
    assert not twice
    ends = {address.removeprefix("#") for address in page.attributes("href")}
    assert ends <= set(page.attributes("id"))


def test_every_finding_leads_to_its_proof(seeds_trace: Trace, seeds_page: Page) -> None:
    assert {found.anchor for found in findings(seeds_trace)} <= set(seeds_page.attributes("id"))
    proofs = [attrs["href"] for tag, attrs in seeds_page.tags if tag == "a" and attrs.get("class") == "proof"]
    assert proofs == [f"#{found.anchor}" for found in findings(seeds_trace)]


def test_every_article_original_pair_and_section_can_be_linked_to(seeds_trace: Trace, seeds_page: Page) -> None:
    ids = set(seeds_page.attributes("id"))
    assert {anchor_article(name) for name in seeds_trace.articles["article"]} <= ids
    assert {anchor_unseen(node) for node in seeds_trace.unseen["node"]} <= ids
    pairs = seeds_trace.verdicts[["a", "b"]].itertuples(index=False, name=None)
    assert {anchor_pair(a, b) for a, b in pairs} <= ids
    assert {section.anchor for section in SECTIONS.values()} <= ids


def test_an_arrow_leads_to_the_evidence_of_its_pair(seeds_trace: Trace, seeds_page: Page) -> None:
    shown_pairs = {attrs["href"] for tag, attrs in seeds_page.tags if tag == "a" and "aria-label" in attrs}
    for edge in seeds_trace.edges[seeds_trace.edges["kind"] == "observed"].to_dict("records"):
        assert f"#evidence-{anchor_pair(edge['parent'], edge['child'])}" in shown_pairs


def test_the_heatmap_holds_a_number_for_each_two_articles(seeds_trace: Trace, seeds_page: Page) -> None:
    cells = [text for tag, attrs, text in seeds_page.texts if re.fullmatch(r"h\d+", attrs.get("class", "-"))]
    assert len([cell for cell in cells if cell]) == len(seeds_trace.articles) * (len(seeds_trace.articles) - 1)
    assert all(re.fullmatch(r"0|1|\.\d\d", cell) for cell in cells if cell)


def test_edits_are_told_apart_without_colour(seeds_page: Page) -> None:
    assert "has" in {text.strip() for text in seeds_page.of("del")}
    assert "on Wednesday" in {text.strip() for text in seeds_page.of("ins")}
    assert "line-through" in seeds_page.raw["style"] and "underline" in seeds_page.raw["style"]


def test_a_moved_sentence_carries_the_number_of_the_other_side(seeds_page: Page) -> None:
    kinds = seeds_page.of("span", "kind")
    assert any(re.search(r"moved: no. \d+ on the right", kind) for kind in kinds)
    assert any(re.search(r"moved: no. \d+ on the left", kind) for kind in kinds)


def test_every_sign_that_weighs_stands_in_the_ledger(seeds_trace: Trace, seeds_page: Page) -> None:
    ledgers = Dossier(seeds_trace).ledgers.values()
    weighing = sum(any(weight[1:4]) for weights in ledgers for weight in weights)
    assert len(seeds_page.of("td", "sign")) == weighing


def test_what_was_set_aside_stands_grey_in_its_place(seeds_trace: Trace, seeds_page: Page) -> None:
    assert any("Left Menu" in text for text in seeds_page.of("span", "aside"))
    assert len(seeds_page.of("span", "aside")) <= len(seeds_trace.marks)


@pytest.mark.parametrize("word", ["calm", STRINGS["control"], STRINGS["arabic"]])
def test_the_same_trace_gives_the_same_page(word: str) -> None:
    assert render(hostile.__wrapped__(word), ["html"])["report.html"].decode() == hostile_page(word).source


FOLDED = ("families", "families-note", "apiece", "back")  # inside the frame that waits for the script


def test_the_page_can_be_read_without_its_script(seeds_page: Page) -> None:
    hidden = {attrs.get("id") for _, attrs in seeds_page.tags if "hidden" in attrs and "data-needs-script" not in attrs}
    assert hidden <= {None, "selection", "picked", "nothing", "heat-key", *FOLDED}
    needing = [tag for tag, attrs in seeds_page.tags if "data-needs-script" in attrs]
    assert set(needing) <= {"div", "form", "p"}, "no section, card or table waits for the script"


@WORDS
def test_what_the_script_reads_is_the_text_that_was_read(word: str) -> None:
    trace = hostile(word)
    overview, details = (json.loads(hostile_page(word).data[name]) for name in ("overview", "details"))
    names = {text["text"] for text in details["texts"]}
    assert names == set(trace.articles["text"])
    assert [node["unseen"] for node in overview["nodes"] if "unseen" in node] == [
        text.split("\n") for text in trace.unseen["text"]
    ]
    assert {row[4] for pair in details["pairs"] for row in pair["ledger"]} == {word}
    assert all("<" not in raw for raw in hostile_page(word).data.values())


def test_a_page_of_nothing_says_so() -> None:
    assert page_of(nothing()).of("h1") == ["No articles: nothing to trace"]
    assert page_of(lone()).of("h1") == ["One article: nothing to compare it with"]


def test_languages_are_named_so_that_a_screen_reader_can_speak_them() -> None:
    page = page_of(lone())
    assert page.tags[0] == ("html", {"lang": "en"})
