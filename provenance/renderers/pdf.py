"""The report as a PDF to sign, send and defend: A4, tagged, with bookmarks; text and pictures can be selected.

Typst sets it from `report.typ`. Article text goes in as data and is never markup; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping

from provenance.findings.sheet import sheet
from provenance.frames import Trace
from provenance.plot import FAMILIES, heatmap, lineage, strips
from provenance.plot.clusters import crowded, related
from provenance.renderers import renderer
from provenance.renderers._typeset import day, picture, typeset

__all__ = ["pdf"]

_WIDE, _HIGH = 6.5, 8.7  # inches of A4 between the margins, less a heading
_GRID, _BARS = 4.7, 3.6  # of its height for the heatmap and the strips below it, on one page
_TOGETHER = 20  # articles whose two pictures can be read on one page; with more each has its own
_READ = 36  # articles in a picture whose names can still be read on a page; of a lineage, those apart go first
_SMALL_WIDE, _SMALL_HIGH = 5.4, 5.4  # of the picture on page one
_FAMILIES = (
    "Too many articles hang together for one picture of all their arrows: one line a family, the largest first, with "
    "the article or the original from which most of it descends. The web page of this report has every arrow."
)
_SMALL = 9  # cards in it at most: with more its letters could not be read


@renderer("pdf")
def pdf(trace: Trace) -> Mapping[str, bytes]:
    """`report.pdf`: findings, lineage, heatmap and strips, cards, pairs, evidence, claims, set aside, method.

    With 50 articles and more the notable ones are told in full and the rest stands in an appendix.
    """
    data = sheet(trace) | dict.fromkeys(("small", "lineage", "heatmap", "strips"))
    data["date"] = day(trace.stamp)
    data["fonts"] = list(FAMILIES)
    few, reads = len(trace.articles) <= _TOGETHER, data["sections"]
    if len(trace.articles) > 0:
        data["small"] = picture(lineage(trace, most=_SMALL), _SMALL_WIDE, _SMALL_HIGH, data["title"])
        data["strips"] = picture(strips(trace, most=_READ), _WIDE, _BARS if few else _HIGH, reads["strips"]["reads"])
    if len(trace.articles) > 1:
        if crowded(trace):
            reads["lineage"]["reads"] = _FAMILIES
        drawn = lineage(trace, most=max(_READ, related(trace)))
        data["lineage"] = picture(drawn, _WIDE, _HIGH, data["title"])
        grid = heatmap(trace, most=_READ)
        data["heatmap"] = picture(grid, _WIDE, _GRID if few else _HIGH, reads["heatmap"]["reads"])
    return {"report.pdf": typeset(data)}
