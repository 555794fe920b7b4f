"""Who contains whom: how much of each story stands in each other one, as a grid."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from provenance.align import coverage
from provenance.findings import cut, shorts, started
from provenance.frames import Trace
from provenance.plot.order import by_lineage
from provenance.plot.paint import AMOUNT, GREY, INK, RULE, canvas, wide, words

__all__ = ["containment", "heatmap"]

_MOST = 60  # articles in one picture: past that neither cells nor names can be read on a page
_NUMBERS = 20  # up to so many articles the numbers stand in the cells
_NAME, _SHORT = 34, 26  # characters of a name beside the grid, and where there are more than 20
_SLANT = 0.72  # of a slanted name's length is height: the sine of 46 degrees
_DARK = 0.55  # from here up a cell is too dark for black figures (contrast under 5:1)


def containment(trace: Trace) -> pd.DataFrame:
    """A square frame: the share (0..1) of the row's story that stands in the column's, ordered by lineage.

    A sentence counts with its words, times how closely it is answered. The diagonal is 1.
    """
    order = by_lineage(trace)
    place = {name: at for at, name in enumerate(order)}
    shares = np.eye(len(order))
    for (a, b), (of_a, of_b) in coverage(trace.sentences, trace.matches).items():
        shares[place[a], place[b]], shares[place[b], place[a]] = of_a, of_b
    return pd.DataFrame(shares, index=order, columns=order)


def heatmap(trace: Trace, ax: Axes | None = None, *, most: int = _MOST) -> Axes:
    """The axes with the grid: rows take, columns give; white is 0, dark is 1, on the same scale in every report.

    Numbers stand in the cells up to 20 articles; at most `most` articles (60 and fewer) are drawn, in the order of the
    lineage.
    """
    most = min(most, _MOST)
    grid = containment(trace).iloc[:most, :most]
    short = shorts(trace)
    count = len(grid)
    names = [cut(started(short.get(name, name)), _NAME if count <= _NUMBERS else _SHORT) for name in grid.index]
    side = 0.56 if count <= 8 else 0.42 if count <= _NUMBERS else 0.22
    size = 8.0 if count <= _NUMBERS else 8.5
    longest = max((wide(name, size) for name in names), default=0.5)
    left, top, foot = max(longest + 0.3, 1.2), longest * _SLANT + 0.35, 0.62
    width = max(left + count * side + longest * _SLANT + 0.1, 4.4)
    height = top + count * side + foot
    if ax is None:
        ax = canvas(width, height)
    else:
        ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        ax.axis("off")
    _grid(ax, grid.to_numpy(), (left, height - top, side, size if count <= _NUMBERS else 0.0))
    for at, name in enumerate(names):
        words(ax, left - 0.08, height - top - (at + 0.5) * side, name, size, ha="right", va="center_baseline")
        x = left + (at + 0.5) * side
        words(ax, x, height - top + 0.07, name, size, ha="left", va="bottom", rotation=46, rotation_mode="anchor")
    if count:
        words(ax, left - 0.08, height - top + 0.09, "taker ↓   origin →", 7.0, ha="right", color=GREY)
    _scale(ax, left, foot - 0.30, len(trace.articles) - count)
    return ax


def _grid(ax: Axes, values: np.ndarray, place: tuple[float, float, float, float]) -> None:
    left, top, side, size = place
    rows, columns = np.indices(values.shape)
    corners = np.array([(0, 0), (1, 0), (1, -1), (0, -1)]) * side
    origins = np.stack([left + columns.ravel() * side, top - rows.ravel() * side], axis=1)
    colours = AMOUNT(np.where(rows == columns, 0.0, values).ravel())
    ax.add_collection(
        PolyCollection(list(origins[:, None, :] + corners), facecolors=colours, edgecolors=RULE, linewidths=0.4)
    )
    for at in range(len(values)):
        x, y = left + at * side, top - (at + 1) * side
        ax.add_patch(Rectangle((x, y), side, side, facecolor="white", edgecolor=RULE, lw=0.4, hatch="////"))
    for row, column in np.ndindex(values.shape) if size else ():
        share = float(values[row, column])
        if row != column:
            figure = "1" if share > 0.995 else "0" if share <= 0 else f"{max(share, 0.01):.2f}".lstrip("0")
            colour = "white" if share > _DARK else INK if share > 0 else GREY
            x, y = left + (column + 0.5) * side, top - (row + 0.5) * side
            words(ax, x, y, figure, size, ha="center", va="center_baseline", color=colour)


def _scale(ax: Axes, left: float, y: float, left_out: int) -> None:
    """The key: the colours from 0 to 1 and what they mean."""
    steps, long = 20, 1.2
    for step in range(steps):
        ax.add_patch(
            Rectangle((left + step * long / steps, y), long / steps, 0.1, facecolor=AMOUNT((step + 0.5) / steps), lw=0)
        )
    ax.add_patch(Rectangle((left, y), long, 0.1, fill=False, edgecolor=RULE, lw=0.4))
    words(ax, left - 0.05, y + 0.05, "0", 7.0, ha="right", va="center_baseline", color=GREY)
    words(ax, left + long + 0.05, y + 0.05, "1", 7.0, va="center_baseline", color=GREY)
    meaning = "share of the row's words that stand in the column's story"
    words(ax, left, y - 0.14, meaning, 7.0, color=GREY)
    if left_out:
        words(ax, left + long + 0.3, y + 0.05, f"{left_out} further articles are not drawn", 7.0, color=GREY)
