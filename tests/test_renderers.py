"""Every renderer on the empty, the one-article and a small trace; and the PDF read back as a reader would."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pypdf
import pytest
from hostile import STRINGS, hostile, lone, nothing
from invented import crowd, harbour, invented, star

import provenance as pv
from provenance import findings, plot
from provenance.errors import OptionError
from provenance.frames import Trace
from provenance.renderers import RENDERERS, render

KINDS = [kind for kind, _ in RENDERERS]
CONTRACT = {"pdf", "html", "png", "svg", "text", "csv", "xlsx", "graphml", "gexf", "dot", "prov"}
CONTRACT |= {"jsonld", "passim", "tei", "cite"}

BRIDGE = """The old bridge over the Senna was closed on Friday after inspectors found cracks in two of its pillars.

Some 9,000 commuters will have to take the ferry until a temporary crossing is built, the mayor said.

"We close it today so that nobody is hurt tomorrow," she told reporters in the town hall.
"""
COPY = f"""{BRIDGE}
Shopkeepers on the south bank said that they feared for their trade.
"""
OTHER = """A museum of clocks opened in the port. It shows four hundred of them, and none tells the right time."""


@pytest.fixture(scope="module")
def small() -> Trace:
    """Three invented articles, traced."""
    rows = [("bridge", BRIDGE, "Senna Post"), ("copy", COPY, "South Bank Daily"), ("museum", OTHER, None)]
    return pv.trace(pd.DataFrame(rows, columns=["article", "text", "outlet"]))


def _pdf(trace: Trace) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(trace, ["pdf"])["report.pdf"]))


def _text(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages)).replace("\u200b", "")


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    """The report of the harbour, read back."""
    return _pdf(harbour())


def test_every_kind_of_the_contract_has_its_renderer() -> None:
    assert set(KINDS) >= CONTRACT


@pytest.mark.parametrize("kind", KINDS)
def test_every_renderer_runs_on_the_empty_the_one_article_and_a_small_trace(kind: str, small: Trace) -> None:
    for trace in (nothing(), lone(), small):
        files = render(trace, [kind])
        assert files and all(isinstance(content, bytes) for content in files.values())
        assert all(content or name == "passages.jsonl" for name, content in files.items())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_trace_renders_to_the_same_bytes(kind: str, small: Trace) -> None:
    assert render(small, [kind]) == render(small, [kind])


def test_no_two_renderers_write_the_same_file(small: Trace) -> None:
    names = [name for kind in KINDS for name in render(small, [kind])]
    assert len(names) == len(set(names))


def test_renderers_can_be_asked_for_together(small: Trace) -> None:
    assert render(small, ["text", "svg", "text"]) == {**render(small, ["text"]), **render(small, ["svg"])}


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"'doc'.*known are .*csv.*pdf.*xlsx"):
        render(nothing(), ["text", "doc"])


def test_the_report_opens_with_the_finding_and_has_every_part(pdf: pypdf.PdfReader) -> None:
    text = _text(pdf)
    assert findings.headline(harbour()) in text
    for key in ("lineage", "heatmap", "strips", "cards", "pairs", "evidence", "method"):
        assert findings.SECTIONS[key].title in text
    assert "almost certain .99 and more" in text


def test_every_finding_has_a_page_where_its_proof_stands(pdf: pypdf.PdfReader) -> None:
    first = pdf.pages[0]
    links = [a.get_object() for a in first["/Annots"]]
    assert len(links) >= len(findings.findings(harbour()))
    numbers = [int(n) for n in re.findall(r"p\.\s*(\d+)", first.extract_text())]
    assert len(numbers) == len(findings.findings(harbour()))
    assert all(1 < n <= len(pdf.pages) for n in numbers)


def test_every_page_says_which_it_is_of_how_many(pdf: pypdf.PdfReader) -> None:
    for n, page in enumerate(pdf.pages, start=1):
        assert f"page {n} of {len(pdf.pages)}" in page.extract_text()


def test_the_pdf_is_titled_tagged_and_has_bookmarks(pdf: pypdf.PdfReader) -> None:
    assert pdf.metadata.title == findings.headline(harbour())
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    titles = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert "Lineage" in titles and "Method and limits" in titles


def _claims(reader: pypdf.PdfReader) -> dict[str, str]:
    """What the file says of the standards it keeps; typst writes it only where its own check has passed."""
    about = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    return dict(re.findall(r"<(pdfaid:part|pdfaid:conformance|pdfuaid:part)>(\w+)<", about))


BOTH = {"pdfaid:part": "2", "pdfaid:conformance": "B", "pdfuaid:part": "1"}


def test_the_pdf_is_accessible_and_archivable_by_typsts_check(pdf: pypdf.PdfReader) -> None:
    assert _claims(pdf) == BOTH


HINDI = ["प्रधानमंत्री ने गुरुवार को कहा कि सीमा पर स्थिति स्थिर है।", "सैकड़ों परिवारों को सुरक्षित स्थानों पर पहुँचाया गया।"]
CHINESE = ["外交部发言人周四说，该国将继续与邻国合作。", "莫斯科承诺向杜尚别提供帮助。"]
ARABIC = ["وتعهدت موسكو بمساعدة دوشنبه يوم الخميس.", "وقال متحدث باسم الوزارة إن التعاون مستمر."]


def world() -> Trace:
    """Three pairs in three scripts, and outlets and headlines in them; one with letters that no font has."""
    stories = {"h1": HINDI, "h2": HINDI[:1], "c1": CHINESE, "c2": CHINESE[:1], "r1": ARABIC, "r2": ARABIC[:1]}
    took = {"h2": [("h1", 1, 0.9)], "c2": [("c1", 1, 0.9)], "r2": [("r1", 1, 0.9)]}
    outlets = {"h1": "दैनिक समाचार", "c1": "人民新闻", "r1": "الجزيرة اليوم", "c2": "The Ferry \U0001f6a2\U000f0000"}
    return invented(stories, took, outlets=outlets)


def test_scripts_of_the_world_are_set_as_the_machine_can_and_what_it_cannot_is_said() -> None:
    reader = _pdf(world())
    text = _text(reader)
    assert _claims(reader) == BOTH
    assert "U+F0000" in text and "\U000f0000" not in text
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts and all("/DescendantFonts" in font.get_object() for font in fonts)


def test_texts_beyond_latin_are_set_upon_the_picture_and_not_in_it() -> None:
    svg = plot.image(plot.lineage(world()), "svg").decode()
    rest, upon = plot.foreign(svg)
    assert {"दैनिक समाचार", "人民新闻", "الجزيرة اليوم"} <= {text.text for text in upon}
    assert "人民新闻" in svg and "人民新闻" not in rest and "<text" in rest
    width, height = (72 * side for side in plot.size(plot.lineage(world())))
    assert all(0 <= text.x <= width and 0 <= text.y <= height and text.size > 5 for text in upon)


def test_the_pdf_carries_the_day_of_the_stamp_and_no_clock() -> None:
    assert (
        _pdf(replace(lone(), stamp="2026-11-22 second try")).metadata.creation_date.date().isoformat() == "2026-11-22"
    )
    assert _pdf(lone()).metadata.creation_date.year == 1980


def test_poppler_finds_every_font_inside_and_the_words_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render(harbour(), ["pdf"])["report.pdf"])
    fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all(re.search(r" yes (?:yes|no ) yes ", line) for line in fonts)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    told = [finding.text.split(" (")[0] for finding in findings.findings(harbour())]
    places = [" ".join(text.split()).find(words) for words in told]
    assert -1 not in places and places == sorted(places)


SPOT = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)"')
HUGE = [hostile(STRINGS["long"]), hostile(STRINGS["astral"]), crowd(70)]


@pytest.mark.parametrize("trace", HUGE, ids=["long words", "wide letters", "a crowd"])
def test_no_word_of_the_report_leaves_the_space_between_its_margins(trace: Trace, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render(trace, ["pdf"])["report.pdf"])
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    spots = [tuple(map(float, spot)) for spot in SPOT.findall(boxes)]
    assert spots
    # A4 in points, margins of 62: in its narrowest column a wide letter may hang over by a few.
    assert [spot for spot in spots if spot[0] < 55 or spot[1] < 40 or spot[2] > 540 or spot[3] > 820] == []


def test_no_page_of_the_report_is_empty(pdf: pypdf.PdfReader) -> None:
    for reader in (_pdf(nothing()), _pdf(lone()), _pdf(star(52)), pdf):
        for page in reader.pages:
            assert len(page.extract_text()) > 120


def test_words_in_the_pictures_can_be_selected(pdf: pypdf.PdfReader) -> None:
    page = next(page for page in pdf.pages if "Lineage" in page.extract_text())
    assert "Harbour Times" in page.extract_text()


def test_articles_are_called_by_outlet_and_never_by_file_name_alone(pdf: pypdf.PdfReader) -> None:
    text = _text(pdf)
    assert "file file-1" in text
    assert not re.search(r"(?<!file )file-\d", text)


def test_a_report_of_hundreds_of_articles_stays_under_sixty_pages() -> None:
    assert len(_pdf(star(150)).pages) < 60


@pytest.mark.parametrize(("trace", "most"), [(star(11), 26), (crowd(13), 16), (crowd(49), 20)], ids=["12", "13", "49"])
def test_a_report_of_some_dozens_of_articles_can_be_read_in_one_go(trace: Trace, most: int) -> None:
    assert len(_pdf(trace).pages) <= most


def test_what_is_told_of_a_few_only_says_how_many_more_there_are() -> None:
    text = _text(_pdf(crowd(49)))
    assert re.search(r"\d+ further pairs are related: the web page", text)
    assert "Appendix: what has no card of its own" in text


@pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
def test_hostile_words_are_printed_and_never_obeyed(word: str) -> None:
    trace = hostile(word)
    files = render(trace, ["pdf", "svg", "text"])
    assert len(pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages) < 60
    for name in ("lineage.svg", "heatmap.svg", "strips.svg"):
        ElementTree.fromstring(files[name])
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", files["lineage.txt"])


def test_typst_markup_in_an_article_is_text() -> None:
    trace = lone('#panic("obeyed") $ x^2 $ *bold* @cite <label> = Heading')
    assert '#panic("obeyed") $ x^2 $ *bold* @cite' in _text(_pdf(trace))


def test_the_text_report_holds_title_findings_and_tree(small: Trace) -> None:
    text = render(small, ["text"])["lineage.txt"].decode()
    assert text.startswith(findings.headline(small))
    assert findings.lineage_text(small) in text
    assert all(finding.text in text for finding in findings.findings(small))
