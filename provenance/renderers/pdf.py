"""The report as a PDF to sign, send and defend: A4, tagged, with bookmarks; text and pictures can be selected.

Typst sets it from `report.typ`. Article text goes in as data and is never markup; nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import matplotlib
import typst
from matplotlib.axes import Axes

from provenance.findings.sheet import sheet
from provenance.frames import Trace
from provenance.plot import FAMILIES, heatmap, image, lineage, size, strips
from provenance.renderers import renderer

__all__ = ["pdf"]

_WIDE, _HIGH = 6.5, 8.7  # inches of A4 between the margins, less a heading
_GRID, _BARS = 4.7, 3.6  # of its height for the heatmap and the strips below it, on one page
_TOGETHER = 20  # articles whose two pictures can be read on one page; with more each has its own
_SMALL_WIDE, _SMALL_HIGH = 5.4, 5.4  # of the picture on page one
_SMALL = 9  # cards in it at most: with more its letters could not be read


@renderer("pdf")
def pdf(trace: Trace) -> Mapping[str, bytes]:
    """`report.pdf`: findings, lineage, heatmap and strips, cards, pairs, evidence, claims, set aside, method.

    With 50 articles and more the notable ones are told in full and the rest stands in an appendix.
    """
    data = sheet(trace) | dict.fromkeys(("small", "lineage", "heatmap", "strips"))
    data["fonts"] = list(FAMILIES)
    few = len(trace.articles) <= _TOGETHER
    if len(trace.articles) > 0:
        data["small"] = _picture(lineage(trace, most=_SMALL), _SMALL_WIDE, _SMALL_HIGH, data["title"])
        data["strips"] = _picture(strips(trace), _WIDE, _BARS if few else _HIGH, data["sections"]["strips"]["reads"])
    if len(trace.articles) > 1:
        data["lineage"] = _picture(lineage(trace), _WIDE, _HIGH, data["title"])
        data["heatmap"] = _picture(heatmap(trace), _WIDE, _GRID if few else _HIGH, data["sections"]["heatmap"]["reads"])
    template = files("provenance.renderers").joinpath("report.typ").read_bytes()
    made = typst.compile(
        template,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=_fonts(),
        timestamp=0,
    )
    return {"report.pdf": made}


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the machine, and those that come with matplotlib, so that pictures and text share one family."""
    return typst.Fonts(font_paths=[f"{matplotlib.get_data_path()}/fonts/ttf"])


def _picture(ax: Axes, wide: float, high: float, alt: str) -> dict[str, str | float]:
    """The axes' figure as SVG text, the inches of width at which it fits, and what it shows in words."""
    picture = image(ax, "svg").decode()
    width, height = size(ax)
    fits = min(1.0, wide / width, high / height)
    return {"svg": picture, "width": round(width * fits, 4), "height": round(height * fits, 4), "alt": alt}
