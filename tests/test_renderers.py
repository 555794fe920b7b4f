"""Every renderer on the empty, the one-article and a small trace; and the PDF read back as a reader would."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pandas as pd
import pypdf
import pytest
from hostile import STRINGS, hostile, lone, nothing
from invented import harbour, star

import provenance as pv
from provenance import findings
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
