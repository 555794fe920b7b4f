"""When what was published: one row an article, families together, arrows where origin and taker both have a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from provenance.findings import Family, credits_on, cut, family, shorts, started
from provenance.frames import Trace
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.paint import CREDIT, GREY, INK, RULE, canvas, fit, wide, words

__all__ = ["timeline"]

_MOST = 40  # rows in one picture
_STEP, _LONG, _MARGIN, _HEAD, _DOT = (
    0.26,
    4.4,
    0.12,
    0.3,
    0.09,
)  # inches: row to row, the axis, around, its ticks, a mark
_NAME, _TICKS = 34, 9
_SPAN = {"second": "1s", "minute": "1min", "day": "1D"}  # what a time may mean, from its beginning
_NICE = (
    "1min",
    "5min",
    "15min",
    "1h",
    "3h",
    "6h",
    "12h",
    "1D",
    "2D",
    "7D",
    "14D",
    "28D",
    "91D",
    "182D",
    "365D",
    "1825D",
)


class _Row(NamedTuple):
    """One article: from when to when it may have been published."""

    article: str
    start: pd.Timestamp
    end: pd.Timestamp
    exact: bool


def timeline(trace: Trace, ax: Axes | None = None, *, most: int = _MOST) -> Axes:
    """The axes with the articles of known time, the largest family first, in each by time.

    At most `most` rows, 40 and fewer. A mark is a time to the minute, a bar a day of which the hour is not known.
    Arrows have the colour of the credit.
    What has no time is counted in a line below. Times are UTC, and as the pages give them: a clock may be wrong.
    """
    whole = family(trace)
    known = list(_known(trace, whole))
    rows = known[: min(most, _MOST)]
    names = {node: started(name) for node, name in shorts(trace).items()}
    left = min(2.1, max((wide(cut(names[row.article], _NAME), 8.0) for row in rows), default=1.0)) + 0.2
    width = left + _LONG + 2 * _MARGIN
    key = _key(trace, rows, len(known))
    foot = legend_height(key, width - 2 * _MARGIN) + 0.12
    height = _HEAD + max(len(rows), 1) * _STEP + foot
    if ax is None:
        ax = canvas(width, height)
    else:
        ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        ax.axis("off")
    if not rows:
        words(ax, width / 2, height - _HEAD, "No article has a time.", 8.5, color=GREY, ha="center")
    else:
        first, last = min(row.start for row in rows), max(row.end for row in rows)
        inch = _LONG / max((last - first).total_seconds(), 60.0)
        _axis(ax, (first, last, inch), left, (foot, height - _HEAD))
        y_of = {row.article: height - _HEAD - (at + 0.5) * _STEP for at, row in enumerate(rows)}
        x_of = {row.article: left + (row.start - first).total_seconds() * inch for row in rows}
        _arrows(ax, trace, whole, x_of, y_of)
        for row in rows:
            x, y = x_of[row.article], y_of[row.article]
            for line in fit(cut(names[row.article], _NAME), left - 0.2, 8.0):
                words(ax, left - 0.15, y, line, 8.0, ha="right", va="center_baseline")
            long = 0.0 if row.exact else (row.end - row.start).total_seconds() * inch
            box = (x - _DOT / 2, y - _DOT / 2), _DOT + long, _DOT
            ax.add_patch(Rectangle(*box, facecolor=INK if row.exact else "white", edgecolor=INK, lw=0.8, zorder=3))
    legend(ax, key, _MARGIN, foot - 0.06, width - 2 * _MARGIN)
    return ax


def _known(trace: Trace, whole: Family) -> Iterator[_Row]:
    """The articles with a time, family by family, the largest first, in each by time."""
    size: dict[int, int] = {}
    for number in whole.trees.values():
        size[number] = size.get(number, 0) + 1
    columns = ["article", "published", "published_precision"]
    found = []
    for article, start, precision in trace.articles[columns].dropna(subset="published").itertuples(index=False):
        if precision in _SPAN and article in whole.trees:
            number = whole.trees[article]
            row = _Row(article, start, start + pd.Timedelta(_SPAN[precision]), precision != "day")
            found.append((-size[number], number, start, article, row))
    yield from (row for *_, row in sorted(found, key=lambda one: one[:4]))


def _axis(ax: Axes, scale: tuple[pd.Timestamp, pd.Timestamp, float], left: float, ends: tuple[float, float]) -> None:
    first, last, inch = scale
    step = next((s for s in _NICE if (last - first) / pd.Timedelta(s) <= _TICKS), _NICE[-1])
    form = "%-d %b %Y" if pd.Timedelta(step) >= pd.Timedelta("1D") else "%-d %b, %H:%M"
    tick = first.floor(step) if pd.Timedelta(step) < pd.Timedelta("1D") else first.floor("1D")
    while tick <= last:
        if tick >= first:
            x = left + (tick - first).total_seconds() * inch
            ax.plot([x, x], ends, color=RULE, lw=0.4, zorder=0)
            words(ax, x, ends[1] + 0.1, f"{tick:{form}}", 6.8, color=GREY, ha="center")
        tick += pd.Timedelta(step)


def _arrows(ax: Axes, trace: Trace, whole: Family, x_of: Mapping[str, float], y_of: Mapping[str, float]) -> None:
    credit = credits_on(trace)
    for edge in whole.edges:
        if edge.parent in x_of and edge.child in x_of:
            ends = [(x_of[node], y_of[node]) for node in (edge.parent, edge.child)]
            style, colour = "-" if edge.primary else "--", CREDIT[credit(edge.parent, edge.child)]
            ax.add_patch(
                FancyArrowPatch(
                    *ends, arrowstyle="-|>", mutation_scale=7, shrinkA=3.5, shrinkB=3.5, lw=0.7 + 1.6 * edge.share,
                    color=colour, ls=style, zorder=2, connectionstyle="arc3,rad=-0.12",
                )
            )  # fmt: skip


def _key(trace: Trace, rows: Sequence[_Row], known: int) -> list[Sample]:
    without = len(trace.articles) - known
    arrows = "Arrows run from the origin to the taker; colours are the credit given, as in the lineage"
    samples = [
        (any(not row.exact for row in rows), Sample("box", INK, "dashed", "a day; the hour is not known")),
        (bool(rows), Sample("words", GREY, "", arrows)),
        (known > len(rows), Sample("words", GREY, "", f"{known - len(rows)} further with a time are not drawn")),
        (without > 0, Sample("words", GREY, "", f"{without} without a time")),
    ]
    return [sample for there, sample in samples if there]
