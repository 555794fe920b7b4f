"""The key of a picture, drawn on the picture itself: only what occurs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from provenance.plot.paint import GREY, wide, words

__all__ = ["Sample", "legend", "legend_height"]

_ROW, _TEXT, _MARK, _SPACE = 0.19, 7.0, 0.34, 0.22  # inches, points, inches, inches


class Sample(NamedTuple):
    """One entry: what it looks like ('line', 'box' or 'words'), its colour, its style, and what it means."""

    shape: str
    colour: str
    style: Literal["-", "--", ":", "dashed", "hatch", ""]
    means: str
    width: float = 2.0


def legend_height(samples: Sequence[Sample], width: float) -> float:
    """The inches that the entries take in rows of so many inches."""
    return len(_rows(samples, width)) * _ROW


def legend(ax: Axes, samples: Sequence[Sample], left: float, top: float, width: float) -> None:
    """Draw the entries in rows from the top left, one unit an inch."""
    for number, row in enumerate(_rows(samples, width)):
        y, x = top - (number + 0.5) * _ROW, left
        for sample in row:
            _mark(ax, sample, x, y)
            at = x + (_MARK + 0.07 if sample.shape != "words" else 0)
            words(ax, at, y, sample.means, _TEXT, color=GREY, va="center_baseline")
            x += _wide(sample)


def _rows(samples: Sequence[Sample], width: float) -> list[list[Sample]]:
    rows: list[list[Sample]] = []
    left = 0.0
    for sample in samples:
        if not rows or left < _wide(sample):
            rows.append([])
            left = width + _SPACE
        rows[-1].append(sample)
        left -= _wide(sample)
    return rows


def _wide(sample: Sample) -> float:
    return wide(sample.means, _TEXT) + _SPACE + (_MARK + 0.07 if sample.shape != "words" else 0)


def _mark(ax: Axes, sample: Sample, x: float, y: float) -> None:
    if sample.shape == "line":
        ax.add_line(Line2D([x, x + _MARK], [y, y], color=sample.colour, ls=sample.style, lw=sample.width))
    elif sample.shape == "box":
        hatched, dashed = sample.style == "hatch", sample.style == "dashed"
        face = "white" if hatched or dashed else sample.colour
        ax.add_patch(
            Rectangle(
                (x, y - 0.055), _MARK, 0.11, facecolor=face, edgecolor=GREY if hatched or dashed else "none",
                hatch="/////" if hatched else None, linestyle="--" if dashed else "-", lw=0.8,
            )
        )  # fmt: skip
