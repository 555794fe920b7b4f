"""The page in a real browser: everything a reader does with it, by mouse and by keys, in light, dark and print."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile import STRINGS, hostile, lone, nothing
from invented import braid, chain, crowd, star
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_html import shown

from provenance.findings import Dossier, anchor_article, shorts
from provenance.findings.words import EDITS, confidence
from provenance.frames import Trace, frame
from provenance.renderers import render

pytestmark = pytest.mark.xdist_group("browser")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# What a colour scheme can change; the other rules see the same page in both.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow without being wrong


@cache
def hostile_files(word: str) -> Mapping[str, bytes]:
    return render(hostile(word), ["html"])


@pytest.fixture(scope="module")
def seeds_files(seeds_trace: Trace) -> Mapping[str, bytes]:
    return render(seeds_trace, ["html"])


class Desk:
    """One browser; every page it opens is watched for errors and for requests that leave the disk."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.wrong: list[str] = []
        self.asked: list[str] = []

    def open(self, files: Mapping[str, bytes], wide: int = 1280, **look: Any) -> Page:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        page = self.browser.new_context(viewport={"width": wide, "height": 900}, **look).new_page()
        page.on("console", lambda said: self.wrong.append(said.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda asked: self.wrong.append(asked.message))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto((self.folder / "report.html").as_uri())
        return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as room:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
        path = shutil.which("chromium")
        assert path, "Chromium is missing: apt-get install chromium"
        found = room.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A browser whose pages, once the test is over, have shown no error and asked for nothing but files of the run."""
    made = Desk(browser, tmp_path)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.wrong == []
    assert all(address.startswith(tmp_path.as_uri()) for address in made.asked)


@pytest.fixture
def seeds(desk: Desk, seeds_files: Mapping[str, bytes]) -> Page:
    return desk.open(seeds_files)


def card(page: Page, outlet: str) -> Any:
    return page.locator(".node", has=page.locator("b", has_text=re.compile(f"^{outlet}$")))


def arrow(page: Page, taker: str) -> Any:
    return page.locator(f'.way[aria-label^="{taker} took"]')


def slide(page: Page, name: str, value: int) -> None:
    """Move a slider as a hand does."""
    page.locator(f"[name={name}]").evaluate(
        "(it, to) => { it.value = to; it.dispatchEvent(new Event('input', { bubbles: true })); }", value
    )


def until(page: Page, true: Callable[[], bool]) -> None:
    """Wait twenty seconds at most for something to be true; the page's policy forbids to ask inside it."""
    for _ in range(400):
        if true():
            return
        page.wait_for_timeout(50)
    pytest.fail("it never came true")


def numbers(page: Page) -> dict[str, str]:
    return {one.get_attribute("data-number"): one.inner_text() for one in page.locator("[data-number]").all()}


def test_the_page_has_no_error_of_html(seeds_trace: Trace) -> None:
    pages = [render(trace, ["html"]) for trace in (seeds_trace, nothing(), lone())]
    for page in (*pages, hostile_files(STRINGS["control"]), hostile_files(STRINGS["script"])):
        html5lib.HTMLParser(strict=True).parse(page["report.html"].decode())


def test_filters_count_and_draw_everything_again(seeds: Page, seeds_trace: Trace) -> None:
    before = numbers(seeds)
    assert seeds.locator(".edge:not(.kin)").count() >= 3
    slide(seeds, "p", int(100 * sorted(seeds_trace.edges["p"])[-2]) + 1)  # above all but the surest
    expect(seeds.locator("#stage .edge:not(.kin)")).to_have_count(1)
    expect(seeds.locator("#shown")).to_have_text("5 of 5 articles, 1 arrow, 4 origins")
    assert numbers(seeds) == before | {"origins": "4", "half": "1", "bare": "1"}
    expect(seeds.locator("#sure-live tbody tr")).to_have_count(1)
    seeds.locator("text=Show all").click()
    expect(seeds.locator("#stage .edge:not(.kin)")).to_have_count(3)
    assert numbers(seeds) == before


def test_filters_take_outlets_credit_share_families_and_days(seeds: Page) -> None:
    seeds.locator(".outlets summary").click()
    for outlet in ("TRT World", "Devdiscourse"):
        seeds.locator(f'#outlets input[value="{outlet}"]').check()
    expect(seeds.locator(".node")).to_have_count(3)
    expect(seeds.locator("#audit-live tbody tr")).to_have_count(2)
    expect(seeds.locator("#heat .self-cell")).to_have_count(2)
    seeds.locator("text=Show all").click()
    slide(seeds, "share", 60)
    expect(seeds.locator("#stage .edge:not(.kin)")).to_have_count(2)
    slide(seeds, "share", 0)
    seeds.locator("[name=credit]").select_option("full")
    expect(seeds.locator(".node")).to_have_count(2)
    seeds.locator("text=Show all").click()
    seeds.locator("[name=family]").select_option(index=1)
    expect(card(seeds, "Ariana News")).to_have_count(0)
    seeds.locator("text=Show all").click()
    seeds.locator("[name=from]").fill("2021-07-08")
    expect(seeds.locator("#shown")).to_contain_text("2 of 5 articles")
    seeds.locator("[name=from]").fill("2021-07-09")
    expect(seeds.locator("#nothing")).to_be_visible()
    expect(seeds.locator("#times")).to_contain_text("No article shown has a known time")


def test_the_lineage_is_moved_and_zoomed_by_hand(seeds: Page) -> None:
    def place() -> Any:
        return card(seeds, "TRT World").bounding_box()

    seeds.locator("#graph").scroll_into_view_if_needed()
    start, box = place(), seeds.locator("#graph").bounding_box()
    seeds.locator("#zoom-in").click()
    assert place()["width"] == pytest.approx(start["width"] * 1.25)
    seeds.locator("#zoom-fit").click()
    assert place() == start
    seeds.mouse.move(box["x"] + 20, box["y"] + 20)
    seeds.mouse.down()
    seeds.mouse.move(box["x"] + 60, box["y"] + 50, steps=3)
    seeds.mouse.up()
    assert (place()["x"], place()["y"]) == pytest.approx((start["x"] + 40, start["y"] + 30))
    seeds.keyboard.down("Control")
    seeds.mouse.wheel(0, -200)
    seeds.keyboard.up("Control")
    assert place()["width"] > start["width"]
    seeds.locator("#zoom-full").click()
    assert seeds.locator(".graph-frame").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 900}
    seeds.keyboard.press("Escape")
    assert place()["width"] == start["width"]


# How many cards stand on another card, and how many points of lines lie inside a card, as drawn.
COLLISIONS = """() => {
  const boxes = [...document.querySelectorAll('.node')].map((card) => card.getBoundingClientRect());
  const within = (x, y) => boxes.some((box) =>
    x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1);
  const stacked = boxes.filter((one, at) => boxes.slice(at + 1).some((two) => one.left < two.right - 0.5 &&
    two.left < one.right - 0.5 && one.top < two.bottom - 0.5 && two.top < one.bottom - 0.5)).length;
  const struck = [...document.querySelectorAll('#stage .edge')].filter((way) => {
    const to = way.getScreenCTM(), long = way.getTotalLength();
    return [...Array(60).keys()].some((n) => {
      const at = way.getPointAtLength(long * (n + 1) / 62).matrixTransform(to);
      return within(at.x, at.y);
    });
  }).length;
  return [boxes.length, stacked, struck];
}"""


@pytest.mark.parametrize("trace", [chain(7), star(30), braid(12), crowd(70)], ids=["chain", "star", "braid", "crowd"])
def test_no_card_stands_on_another_and_no_line_runs_through_one(desk: Desk, trace: Trace) -> None:
    page = desk.open(render(trace, ["html"]))
    assert page.evaluate(COLLISIONS) == [len(trace.articles) + len(trace.unseen), 0, 0]


def test_of_many_articles_the_notable_are_told_and_all_can_be_opened(desk: Desk) -> None:
    trace = crowd(120)
    page = desk.open(render(trace, ["html"]))
    assert 20 <= page.locator(".card").count() < 40
    expect(page.locator("#graph")).to_be_hidden()
    expect(page.locator(".fam")).to_have_count(24)
    expect(page.locator("#audit-live tbody tr")).to_have_count(50)
    page.locator("#audit-live button", has_text="Show more").click()
    expect(page.locator("#audit-live tbody tr")).to_have_count(120)
    assert page.locator("#flows table").count() == 2
    page.locator("#heatmap").scroll_into_view_if_needed()
    expect(page.locator("#heat .self-cell")).to_have_count(120)
    told = set(page.locator(".card").evaluate_all("(cards) => cards.map((card) => card.id)"))
    other = next(a for a in map(anchor_article, trace.articles["article"]) if a not in told)
    page.goto(page.url.partition("#")[0] + "#" + other)
    expect(page.locator("#viewer")).to_be_visible()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_families_that_could_not_be_read_as_a_whole_are_boxes_that_open(desk: Desk) -> None:
    page = desk.open(render(crowd(120), ["html"]))
    first = page.locator(".fam").first
    expect(first).to_contain_text("4 articles, 3 took")
    assert "1 credited in full" in first.get_attribute("aria-label")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".node")).to_have_count(4)
    expect(page.locator("#families")).to_be_hidden()
    assert page.locator(".node b").first.evaluate("(it) => it.getBoundingClientRect().height") > 12
    page.locator("#back").click()
    expect(page.locator(".fam")).to_have_count(24)
    page.locator("#apiece").click()
    expect(page.locator("#graph")).to_be_visible()
    assert page.evaluate(COLLISIONS) == [120, 0, 0]
    page.locator("#apiece").click()
    expect(page.locator("#families")).to_be_visible()


def test_an_edit_says_its_kind_on_hover_and_at_each_step(seeds: Page, seeds_trace: Trace) -> None:
    names = shorts(seeds_trace)
    one, two = (name for name, outlet in names.items() if outlet in ("TRT World", "Devdiscourse"))
    for name in (names[one], names[two]):
        card(seeds, name).click()
    edits = [edit for row in Dossier(seeds_trace).rows(*sorted((one, two))) for edit in row.edits]
    told = seeds.locator(".sheet del, .sheet ins").evaluate_all("(all) => all.map((it) => it.title)")
    assert len(told) >= len(edits) and all(told)
    kinds = {EDITS[edit.kind] for edit in edits}
    assert {words.partition(" (")[0] for words in told} == kinds
    assert any(words.startswith("detail only on the ") and "on Wednesday" in words for words in told)
    for _ in range(seeds.locator("#ribbons .ribbon").count()):
        seeds.keyboard.press("n")
        if "detail only on the" in seeds.locator("#step").inner_text():
            break
    expect(seeds.locator("#step")).to_contain_text(re.compile(r"edited: detail only on the (left|right) \(.+\)"))


def test_an_arrow_opens_its_evidence_and_a_reason_marks_its_words_in_both_texts(
    seeds: Page, seeds_trace: Trace
) -> None:
    drawn = seeds_trace.edges[seeds_trace.edges["kind"] == "observed"]["p"].item()
    arrow(seeds, "unnamed outlet").click()
    expect(seeds.locator("#viewer-title")).to_have_text("TRT World and unnamed outlet")
    expect(seeds.locator("#about")).to_contain_text(f"took from TRT World ({confidence(drawn)})")
    assert seeds.locator(".reason").count() > 5
    reason = seeds.locator(".reason", has_text="foreign furniture").first
    expect(reason).to_contain_text("times likelier if unnamed outlet took from TRT World")
    reason.click()
    expect(reason).to_have_attribute("aria-pressed", "true")
    for side in ("left", "right"):
        expect(seeds.locator(f"#sheet-{side} mark")).to_have_text("Moscow says ready to help Dushanbe")
        assert seeds.locator(f"#sheet-{side} mark").evaluate(IN_VIEW)
    reason.click()
    expect(seeds.locator("mark")).to_have_count(0)
    seeds.keyboard.press("Escape")
    expect(seeds.locator("#viewer")).to_be_hidden()


IN_VIEW = """(it) => { const box = it.getBoundingClientRect(), room = it.closest('.sheet').getBoundingClientRect();
  return box.top >= room.top && box.bottom <= room.bottom; }"""


def test_an_arrow_from_an_unseen_original_shows_what_is_rebuilt(seeds: Page, seeds_trace: Trace) -> None:
    arrow(seeds, "Devdiscourse").click()
    expect(seeds.locator("#about")).to_contain_text("not in the folder: it is rebuilt from what its takers share")
    rebuilt = seeds_trace.unseen["text"].iloc[0]
    assert seeds.locator("#sheet-left .text").inner_text().split() == rebuilt.split()
    assert seeds.locator("#ribbons .ribbon").count() > 0
    seeds.locator("#about .link", has_text="TRT World").click()
    expect(seeds.locator("#viewer-title")).to_contain_text("TRT World")


def test_two_articles_open_their_texts_with_edits_moves_and_what_was_set_aside(seeds: Page, seeds_trace: Trace) -> None:
    moved = seeds_trace.matches[seeds_trace.matches["moved"]].iloc[0]
    names = shorts(seeds_trace)
    for name in (names[moved["a"]], names[moved["b"]]):
        card(seeds, name).click()
    texts = seeds_trace.articles.set_index("article")["text"]
    for side, other in (("left", "right"), ("right", "left")):
        tags = seeds.locator(f"#sheet-{side} .text .tag").all_inner_texts()
        assert any(f"on the {other}" in tag for tag in tags)
        said = seeds.locator(f"#sheet-{side} .text").evaluate(
            "(it) => { const copy = it.cloneNode(true); for (const tag of copy.querySelectorAll('.tag')) tag.remove();"
            " return copy.textContent; }"
        )
        assert said in {shown(texts[moved["a"]]), shown(texts[moved["b"]])}
    assert seeds.locator("#sheet-left del").count() and seeds.locator("#sheet-right ins").count()
    look = "(it) => [getComputedStyle(it).textDecorationLine, getComputedStyle(it).backgroundColor]"
    for tag, line in (("del", "line-through"), ("ins", "underline")):
        found, colour = seeds.locator(f".sheet {tag}").first.evaluate(look)
        assert line in found and colour != "rgba(0, 0, 0, 0)"
    curve = seeds.locator("#ribbons .moved").first
    seeds.locator("#next").click()
    while "moved" not in seeds.locator("#step").inner_text():
        seeds.locator("#next").click()
    assert curve.get_attribute("d").count("C") == 2
    assert seeds.locator(".sheet .aside").count() > 2


def test_the_two_texts_scroll_together_until_told_not_to(seeds: Page) -> None:
    arrow(seeds, "unnamed outlet").click()

    def tops() -> list[float]:
        return [seeds.locator(f"#sheet-{side}").evaluate("(it) => it.scrollTop") for side in ("left", "right")]

    assert tops() == [0, 0]
    seeds.locator("#sheet-left").hover()
    seeds.mouse.wheel(0, 700)
    until(seeds, lambda: tops()[1] > 200)
    seeds.locator("#linked").uncheck()
    seeds.locator("#sheet-right").hover()
    left = tops()[0]
    seeds.mouse.wheel(0, -500)
    until(seeds, lambda: tops()[1] < 200)
    assert tops()[0] == left


def test_the_heatmap_orders_by_cluster_and_goes_down_to_sentences(seeds: Page, seeds_trace: Trace) -> None:
    def rows() -> list[str]:
        return seeds.locator("#heat text.dark").all_text_contents()[:5]

    assert seeds.locator("#heat text.figure").count() >= 6
    lineage = rows()
    seeds.locator("#heat-order").select_option("outlet")
    assert sorted(lineage) == sorted(rows()) and rows() == sorted(rows(), key=str.casefold)
    seeds.locator("#heat-order").select_option("cluster")
    assert rows()[-1] == "Ariana News"
    seeds.locator("#heat-grid").focus()
    seeds.keyboard.press("ArrowRight")
    expect(seeds.locator("#heat-said")).to_contain_text(f"of {rows()[0]} stands in {rows()[1]}")
    seeds.keyboard.press("Enter")
    expect(seeds.locator("#viewer")).to_be_visible()
    seeds.locator("#viewer-close").click()
    seeds.locator("#heat-level").select_option("sentences")
    seeds.locator("#heat-article").select_option(label="TRT World")
    article = seeds_trace.articles.loc[seeds_trace.articles["outlet"] == "TRT World", "article"].iloc[0]
    count = int((seeds_trace.sentences["article"] == article).sum())
    expect(seeds.locator("#heat text.dark", has_text=re.compile(r"^\d+ "))).to_have_count(count)
    box = seeds.locator("#heat .heat-cell").first
    box.hover()
    expect(seeds.locator("#heat-said")).to_contain_text(re.compile(r"Sentence \d+ in .*: (the same words|edited|rewr)"))


def test_the_time_line_shows_what_has_a_time(seeds: Page) -> None:
    expect(seeds.locator("#times .dot")).to_have_count(2)
    expect(seeds.locator("#times-none")).to_have_text("3 articles shown above without a known time.")
    seeds.locator("#times .way").first.focus()
    seeds.keyboard.press("ArrowDown")
    seeds.keyboard.press("Enter")
    expect(seeds.locator("#viewer-title")).to_have_text("Devdiscourse")
    expect(seeds.locator("#about")).to_contain_text("It took from")


def test_the_audit_sorts_and_filters(seeds: Page) -> None:
    taken = seeds.locator("#audit-live tbody td:nth-child(4)")
    seeds.locator("#audit-live th button", has_text="Taken").click()
    shares = [int(text.split()[0]) for text in taken.all_inner_texts() if text.strip()]
    assert shares == sorted(shares, reverse=True) and len(shares) == 3
    assert seeds.locator("#audit-live th[aria-sort=descending]").inner_text().startswith("Taken")
    seeds.locator("#audit-credit").select_option("generic")
    expect(taken).to_have_count(1)
    seeds.locator("#audit-credit").select_option("")
    seeds.locator("#audit-find").fill("tajikistan amid")
    expect(seeds.locator("#audit-count")).to_have_text("1 of 5 articles")
    seeds.locator("#audit-live .link").first.click()
    expect(seeds.locator("#viewer-title")).to_have_text("Devdiscourse")


def test_every_arrow_has_its_next_best_story_beside_it(seeds: Page, seeds_trace: Trace) -> None:
    stories = seeds.locator("#sure-live tbody td:nth-child(4)").all_inner_texts()
    assert len(stories) == len(seeds_trace.edges)
    assert all(re.match("from |the other way round", story) for story in stories)
    assert "If their probabilities hold" in seeds.locator("#sure").inner_text()


def test_search_finds_words_of_texts_and_opens_them(seeds: Page) -> None:
    seeds.keyboard.press("/")
    seeds.keyboard.type("southern flank")
    expect(seeds.locator("#found .link").first).to_be_visible()
    expect(seeds.locator("#found")).to_contain_text("southern flank")
    cards = seeds.locator(".card:visible").count()
    assert 0 < cards < 6
    seeds.locator("#found .link").first.click()
    expect(seeds.locator("#viewer")).to_be_visible()
    seeds.keyboard.press("Escape")
    seeds.locator("#find").fill("no such words")
    expect(seeds.locator("#count")).to_contain_text("0 articles; 0 of")
    seeds.locator("#find").fill("")
    expect(seeds.locator(".card:visible")).to_have_count(6)


def test_all_of_it_can_be_done_with_keys_alone(seeds: Page) -> None:
    seeds.locator("#zoom-full").focus()
    seeds.keyboard.press("Tab")

    def focused() -> str:
        return seeds.evaluate("document.activeElement.getAttribute('aria-label')")

    assert "Reuters original" in focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowRight"):
        seeds.keyboard.press(key)
    assert focused().startswith("TRT World")
    seeds.keyboard.press("Enter")
    expect(seeds.locator("#picked")).to_be_visible()
    seeds.keyboard.press("ArrowDown")
    assert focused().startswith("unnamed outlet")
    seeds.keyboard.press("Enter")
    expect(seeds.locator("#viewer")).to_be_visible()
    seeds.keyboard.press("n")
    expect(seeds.locator("#step")).to_contain_text("1 of")
    seeds.keyboard.press("Escape")
    expect(seeds.locator("#viewer")).to_be_hidden()
    assert "node" in seeds.evaluate("document.activeElement.className")
    seeds.keyboard.press("Tab")
    assert "node" not in seeds.evaluate("document.activeElement.className"), "one stop for the whole drawing"


def test_a_card_answers_to_e_with_the_evidence_of_its_main_arrow(seeds: Page) -> None:
    card(seeds, "TRT World").focus()
    seeds.keyboard.press("e")
    expect(seeds.locator("#viewer-title")).to_have_text("Reuters original (not seen) and TRT World")


def test_dark_follows_the_system_and_the_button(desk: Desk, seeds_files: Mapping[str, bytes]) -> None:
    page = desk.open(seeds_files, color_scheme="dark")

    def paper() -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert paper() == "rgb(21, 23, 26)"
    page.locator("#theme", has_text="Light colours").click()
    assert paper() == "rgb(255, 255, 255)"
    page.locator("#theme", has_text="Dark colours").click()
    assert paper() == "rgb(21, 23, 26)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_wcag(desk: Desk, seeds_files: Mapping[str, bytes], scheme: str) -> None:
    page = desk.open(seeds_files, color_scheme=scheme)
    axe, rules = Axe(), RULES if scheme == "light" else COLOURS
    found = axe.run(page, options=rules).response["violations"]
    arrow(page, "unnamed outlet").click()
    page.locator(".reason").nth(1).click()
    found += axe.run(page, context="#viewer", options=rules).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found] == []


def test_a_narrow_window_holds_the_page_without_scrolling_sideways(
    desk: Desk, seeds_files: Mapping[str, bytes]
) -> None:
    page = desk.open(seeds_files, wide=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    card(page, "TRT World").scroll_into_view_if_needed()
    page.locator("#audit-live .link").first.click()
    expect(page.locator("#sheet-left")).to_be_visible()


def test_every_reason_of_a_ledger_names_its_sign(seeds: Page) -> None:
    seeds.locator("#evidence").scroll_into_view_if_needed()
    signs = seeds.locator("#evidence .ledger td.sign")
    assert signs.count() > 20
    signs.first.scroll_into_view_if_needed()  # what is out of sight is not laid out
    expect(signs.first).to_have_text(re.compile(r"\w"), use_inner_text=True)
    assert signs.first.bounding_box()["width"] > 60
    row = (
        signs.first.locator("xpath=..")
        .locator("td")
        .evaluate_all("(all) => all.map((it) => it.getBoundingClientRect().x)")
    )
    heads = seeds.locator("#evidence .ledger").first.locator("thead th")
    assert row == pytest.approx(heads.evaluate_all("(all) => all.map((it) => it.getBoundingClientRect().x)"))


def test_print_shows_the_whole_lineage_and_opens_what_is_folded(seeds: Page) -> None:
    seeds.emulate_media(media="print", color_scheme="dark")
    seeds.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(seeds.locator(".graph")).to_be_hidden()
    expect(seeds.locator("#lineage .still svg")).to_be_visible()
    assert not seeds.locator("main details:not([open])").count()
    assert seeds.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_on_paper_the_time_line_of_many_is_drawn_though_nobody_scrolled_to_it(desk: Desk) -> None:
    page = desk.open(render(crowd(120), ["html"]), wide=390)
    expect(page.locator(".fam")).to_have_count(24)
    expect(page.locator("#times > *")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#times > *")).to_have_count(1)


def test_without_javascript_findings_lineage_cards_and_tables_are_there(
    desk: Desk, seeds_files: Mapping[str, bytes]
) -> None:
    page = desk.open(seeds_files, java_script_enabled=False)
    for what in (
        "h1",
        ".findings li",
        "#lineage svg .card-box",
        ".card",
        "#audit-live td",
        "#sure-live td",
        "table.heat",
    ):
        assert page.locator(what).first.is_visible()
    assert not page.locator("#filters, #tools, .graph").first.is_visible()


def test_text_from_the_right_stands_on_the_right(desk: Desk) -> None:
    page = desk.open(hostile_files(STRINGS["arabic"]))
    page.locator(".node").first.click()
    page.locator("#picked-open").click()
    assert page.locator("#sheet-left .text").evaluate("(it) => getComputedStyle(it).direction") == "rtl"


@pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
def test_a_hostile_text_stays_text_in_the_browser(desk: Desk, word: str) -> None:
    trace = hostile(word)
    page = desk.open(hostile_files(word))
    assert page.evaluate("document.title") and page.locator("body").is_visible()
    assert page.locator("script[src], img, iframe, object, embed").count() == 0
    page.locator(".node").first.click()
    page.locator("#picked-open").click()
    text = page.locator("#sheet-left .text").evaluate(
        "(it) => { for (const tag of it.querySelectorAll('.tag')) tag.remove(); return it.textContent; }"
    )
    assert text in {shown(one) for one in [*trace.articles["text"], *trace.unseen["text"]]}
    page.locator("#viewer-close").click()
    page.locator("#lineage tbody tr").filter(has_not_text="(not seen)").first.locator("[data-pair]").click()
    expect(page.locator("#viewer")).to_be_visible()
    said = page.locator("#about").inner_text()
    assert said and not page.locator("#about :is(script, style, img, iframe, r)").count()
    page.keyboard.press("n")
    assert page.locator("#step").inner_text().startswith("1 of")


def test_hostile_names_stay_names_in_the_boxes_of_families(desk: Desk) -> None:
    trace = crowd(80)
    word = STRINGS["script"]
    names = {"outlet": word, "title": STRINGS["template"], "outlet_from": "given"}
    page = desk.open(render(replace(trace, articles=trace.articles.assign(**names)), ["html"]))
    expect(page.locator(".fam").first.locator("b")).to_have_text(word)
    expect(page.locator(".fam").first).to_contain_text("{{7*7}}")
    page.locator(".fam").first.click()
    expect(page.locator(".node")).to_have_count(4)


def large() -> Trace:
    """Three articles whose texts are too long for one page: their furniture has no end."""
    trace = hostile("calm")
    rows = trace.articles.to_dict("records")
    return replace(
        trace,
        articles=frame(
            "articles",
            [row | {"text": row["text"] + "\nanother line of a menu without an end" * 30_000} for row in rows],
        ),
    )


def test_details_that_are_too_many_load_from_the_folder_beside(desk: Desk) -> None:
    page = desk.open(render(large(), ["html"]))
    assert (desk.folder / "report.html").stat().st_size < 5_000_000
    assert not [address for address in desk.asked if "report_files" in address]
    page.locator(".node").first.click()
    page.locator("#picked-open").click()
    expect(page.locator("#sheet-left .text")).to_contain_text("First.")
    assert len([address for address in desk.asked if "report_files/part-" in address]) == 1


def test_a_page_without_its_folder_says_what_is_missing(desk: Desk) -> None:
    page = desk.open(render(large(), ["html"]))
    shutil.rmtree(desk.folder / "report_files")
    page.locator(".node").first.click()
    page.locator("#picked-open").click()
    expect(page.locator("#said")).to_have_text(
        "The details are in the folder report_files, which is not beside this page."
    )
    assert all("ERR_FILE_NOT_FOUND" in said for said in desk.wrong)
    desk.wrong.clear()


@pytest.mark.parametrize("trace", [nothing(), lone()], ids=["empty", "one article"])
def test_the_smallest_pages_work(desk: Desk, trace: Trace) -> None:
    page = desk.open(render(trace, ["html"]))
    expect(page.locator("h1")).to_be_visible()
    page.locator("#find").fill("thing")
    page.locator("#fold").click()
