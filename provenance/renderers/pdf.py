"""The report as a PDF to sign, send and defend: A4, tagged, with bookmarks; text and pictures can be selected.

Typst sets it from `report.typ`. Article text goes in as data and is never markup; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provenance.findings import family
from provenance.findings.sheet import sheet
from provenance.findings.words import count
from provenance.frames import Trace
from provenance.plot import FAMILIES, clusters, heatmap, lineage, strips
from provenance.plot.clusters import crowded
from provenance.plot.scene import leaves
from provenance.renderers import renderer
from provenance.renderers._typeset import day, picture, typeset

__all__ = ["pdf"]

_WIDE, _HIGH = 6.5, 8.7  # inches of A4 between the margins, less a heading
_GRID, _BARS = 4.7, 3.6  # of its height for the heatmap and the strips below it, on one page
_TOGETHER = 20  # articles whose two pictures can be read on one page; with more each has its own
_READ = 36  # articles in a grid or in strips whose names can still be read on a page
_LEGIBLE = 0.82  # of its size, to which a lineage may shrink: its smallest letters come out at 5.4 points
_SMALL_WIDE, _SMALL_HIGH = 5.4, 4.6  # of the picture on page one
_FAMILIES = (
    "Too many articles hang together for one picture of all their arrows: one line a family, the largest first, with "
    "the article or the original from which most of it descends. The web page of this report has every arrow."
)
_SMALL, _LARGEST = 9, 6  # cards in it at most, and families where there are more


@renderer("pdf")
def pdf(trace: Trace) -> Mapping[str, bytes]:
    """`report.pdf`: findings, lineage, heatmap and strips, cards, pairs, evidence, claims, set aside, method.

    With more than twelve articles the most telling ones are told in full and the rest stands in an appendix.
    """
    data = sheet(trace) | dict.fromkeys(("small", "lineage", "heatmap", "strips"))
    data["date"] = day(trace.stamp)
    data["fonts"] = list(FAMILIES)
    few, reads = len(trace.articles) <= _TOGETHER, data["sections"]
    most = _READ if few else max(2, min(_READ, _kindred(trace)))
    if len(trace.articles) > 0:
        small = clusters(trace, most=_LARGEST) if _families(trace) > 1 and not few else lineage(trace, most=_SMALL)
        data["small"] = picture(small, _SMALL_WIDE, _SMALL_HIGH, data["title"])
        bars = strips(trace, most=most)
        data["strips"] = [picture(bars, _WIDE, _BARS if few else _HIGH, reads["strips"]["reads"])]
    if len(trace.articles) > 1:
        data["lineage"] = list(_lineage(trace, reads, data["title"]))
        grid = heatmap(trace, most=most)
        data["heatmap"] = [picture(grid, _WIDE, _GRID if few else _HIGH, reads["heatmap"]["reads"])]
    return {"report.pdf": typeset(data)}


def _lineage(trace: Trace, reads: dict[str, dict[str, str]], title: str) -> Iterator[dict[str, Any]]:
    """The lineage, on as many pages as it takes to keep its letters legible; what is not drawn is said."""
    if crowded(trace):
        reads["lineage"]["reads"] = _FAMILIES
        yield picture(lineage(trace), _WIDE, _HIGH, title)
        return
    pages = leaves(trace, _LEGIBLE)
    apart = len(trace.articles) - len({node for page in pages for node in page} & set(trace.articles["article"]))
    if apart:
        words = f"{count(apart, 'article')} {'is' if apart == 1 else 'are'} not drawn"
        reads["lineage"]["reads"] += f" {words[0].upper()}{words[1:]}: the appendix has them."
    for page in pages:
        yield picture(lineage(trace, among=set(page)), _WIDE, _HIGH, title)


def _families(trace: Trace) -> int:
    return len(family(trace).families())


def _kindred(trace: Trace) -> int:
    """How many articles are related to another: those that come first in the pictures."""
    whole = family(trace)
    return len(set(trace.articles["article"]) - set(whole.apart) - set(whole.versions))
