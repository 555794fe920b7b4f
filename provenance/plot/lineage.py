"""The lineage as a picture: who took from whom, how much, how sure that is, and what credit was given."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from provenance.findings import Masthead, labels, mastheads, started
from provenance.frames import Trace
from provenance.plot.clusters import FAMILIES_DRAWN, clusters, crowded
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.paint import CREDIT, GREY, INK, RULE, canvas, fit, wide, words
from provenance.plot.scene import HEAD, MARGIN, MOST, Card, Scene, Size, Way, scene

__all__ = ["lineage"]

_LEAST = 6.6  # inches: a page's width between its margins, so that one card alone is not blown up to it
_THIN, _THICK = 0.9, 4.0  # points of a line for a share of 0 and of 1
_ABOVE = 0.16  # inches between the cards and the key
_LETTER = 6.8  # points of a label on a line
_MONTH = re.compile("([A-Z][a-z]{2})[a-z]+")  # of a month's name what is left where there is little room


def lineage(trace: Trace, ax: Axes | None = None, *, most: int = MOST, among: Collection[str] | None = None) -> Axes:
    """The axes with the lineage on them, one unit an inch; a new figure of fitting size if none are given.

    Parents stand above their children, later articles never above earlier ones where the clock is known to
    the minute. At most `most` cards (60 and fewer): the largest families first, the rest is counted in a line
    below. Where more than 60 cards hang together, one line a family is drawn instead (`clusters`). With `among` only
    these nodes are drawn, whatever the others.
    """
    if among is None and crowded(trace):
        return clusters(trace, ax, most=min(most, FAMILIES_DRAWN))
    drawn = scene(trace, _LEAST, 0.0, most, among)
    key = _key(drawn)
    foot = legend_height(key, drawn.width - 2 * MARGIN) + (_ABOVE if key else 0.0)
    drawn = drawn.raised(foot)
    if ax is None:
        ax = canvas(drawn.width, drawn.height)
    else:
        ax.set(xlim=(0, drawn.width), ylim=(0, drawn.height), aspect="equal")
        ax.axis("off")
    heads, names = mastheads(trace), labels(trace)
    for way in drawn.ways:
        _line(ax, way)
    for card in drawn.cards:
        _card(ax, card, drawn.size, heads, names)
    for y, title in drawn.headings:
        ax.plot([MARGIN, drawn.width - MARGIN], [y + 0.17] * 2, color=RULE, lw=0.5)
        words(ax, MARGIN, y, title, 7.0, color=GREY)
    if not drawn.cards:
        words(ax, drawn.width / 2, drawn.height / 2, "No articles", 8.5, color=GREY, ha="center")
    legend(ax, key, MARGIN, foot - _ABOVE, drawn.width - 2 * MARGIN)
    return ax


def _line(ax: Axes, way: Way) -> None:
    line, points = way.line, way.points
    colour = GREY if line.credit is None else CREDIT[line.credit]
    width = 1.0 if line.credit is None else _THIN + (_THICK - _THIN) * line.share
    style = (0, (1, 2)) if line.credit is None else "-" if line.primary else (0, (4, 2))
    end = points[-1]
    if line.credit is not None:
        half = 0.045 + width / 72 / 2
        tip = [end, (end[0] - half, end[1] + HEAD), (end[0] + half, end[1] + HEAD)]
        ax.add_patch(Polygon(tip, closed=True, facecolor=colour, edgecolor="none", zorder=2))
        points = (*points[:-1], (end[0], end[1] + HEAD * 0.9))
    ax.add_patch(PathPatch(_path(points), fill=False, edgecolor=colour, lw=width, ls=style, zorder=1, capstyle="butt"))
    if line.label:
        box = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
        words(ax, *way.label_at, line.label, _LETTER, color=INK, ha="center", bbox=box, zorder=4)


def _path(points: tuple[tuple[float, float], ...]) -> Path:
    """A curve from each odd point to the next, and straight down between them; flat ends sag below their row."""
    if len(points) == 2 and points[0][1] == points[1][1]:
        (x0, y), (x1, _) = points
        return Path([(x0, y), (x0, y - 0.34), (x1, y - 0.34), (x1, y)], [Path.MOVETO, *[Path.CURVE4] * 3])
    vertices, codes = [points[0]], [Path.MOVETO]
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        if at % 2 == 0 and x0 != x1:
            middle = (y0 + y1) / 2
            vertices += [(x0, middle), (x1, middle), (x1, y1)]
            codes += [Path.CURVE4] * 3
        else:
            vertices.append((x1, y1))
            codes.append(Path.LINETO)
    return Path(vertices, codes)


def _card(ax: Axes, card: Card, size: Size, heads: Mapping[str, Masthead], names: Mapping[str, str]) -> None:
    left, pad = card.x - size.card / 2, 0.08
    seen = card.node in heads
    ax.add_patch(
        FancyBboxPatch(
            (left + 0.03, card.top - size.tall + 0.03), size.card - 0.06, size.tall - 0.06,
            boxstyle="round,pad=0.03,rounding_size=0.05", facecolor="white", zorder=3,
            edgecolor=INK if seen else GREY, lw=0.8, ls="-" if seen else (0, (4, 2.5)),
        )
    )  # fmt: skip
    room, y = size.card - 2 * pad, card.top - 0.07
    leading = size.small * 1.32 / 72
    if not seen:
        name = names.get(card.node, card.node).removesuffix(" (not seen)")
        for text, points in ((name, size.outlet), ("not in the folder, not seen", size.small)):
            for line in fit(text, room, points, lines=1):
                words(ax, left + pad, y, line, points, color=GREY, va="top", style="italic", zorder=5)
            y -= size.outlet * 1.42 / 72
        return
    head = heads[card.node]
    for line in fit(started(head.outlet), room, size.outlet, bold=True):
        words(ax, left + pad, y, line, size.outlet, color=INK, va="top", weight="bold", zorder=5)
    y -= size.outlet * 1.42 / 72
    for line in fit(head.headline, room, size.small, lines=size.lines):
        words(ax, left + pad, y, line, size.small, color=INK, va="top", zorder=5)
        y -= leading
    foot = card.top - size.tall + 0.06
    time = head.time if wide(head.time, size.small) <= room else _MONTH.sub(r"\1", head.time)
    for line in fit(time, room, size.small):
        words(ax, left + pad, foot, line, size.small, color=GREY, va="bottom", zorder=5)


def _key(drawn: Scene) -> list[Sample]:
    """What the signs mean, for the signs that occur."""
    lines = [way.line for way in drawn.ways]
    given = {line.credit for line in lines}
    known = [
        (given & {"full"}, Sample("line", CREDIT["full"], "-", "origin credited in full")),
        (given & {"generic", "photo-only", "other"},
         Sample("line", CREDIT["other"], "-", "generic, photo or other credit only")),
        (given & {"none"}, Sample("line", CREDIT["none"], "-", "no credit")),
        (any(line.credit is not None and not line.primary for line in lines),
         Sample("line", GREY, "--", "a further origin, with less of the text", 1.2)),
        (None in given, Sample("line", GREY, ":", "related, but who was first cannot be told (closest pair)", 1.0)),
        (any(line.label for line in lines),
         Sample("words", GREY, "", "92 % · .97 and width: share of the taker's sentences; probability of the arrow")),
        (drawn.left_out, Sample("words", GREY, "", f"{drawn.left_out} further articles are not drawn: see the tables")),
    ]  # fmt: skip
    return [sample for there, sample in known if there]
