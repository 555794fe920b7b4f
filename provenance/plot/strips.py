"""Where each sentence came from: one bar an article, one cell a sentence, coloured by its origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from provenance.findings import cut, shorts, started
from provenance.findings.pieces import pieces
from provenance.frames import Trace
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.order import by_lineage
from provenance.plot.paint import GREY, INK, PARENTS, canvas, fit, wide, words

__all__ = ["strips"]

_NAMED = 48  # characters of an origin's name in the key
_MOST = 60  # bars in one picture
_BAR, _STEP, _LONG, _MARGIN = 0.2, 0.31, 4.7, 0.1  # inches: a bar's height, from bar to bar, the longest bar, around
_OWN = "#cfcfcf"
_LETTERS = "ABCDEFGH"


class _Cell(NamedTuple):
    """One piece of an article: its words, and its origin; None for what was set aside, '' for own words."""

    words: int
    origin: str | None


def strips(trace: Trace, ax: Axes | None = None, *, most: int = _MOST) -> Axes:
    """The axes with the bars, in the order of the lineage; at most `most`, 60 and fewer.

    The width of a cell is its number of words; colour and letter are the origin, grey is the article's own,
    hatched is what was set aside, each in its place in the text.
    """
    everyone = by_lineage(trace)
    order = everyone[: min(most, _MOST)]
    cells = _cells(trace, set(order))
    taken = Counter(cell.origin for name in order for cell in cells[name] if cell.origin)
    ranked = sorted(taken, key=lambda origin: (-taken[origin], origin))
    colours = dict(zip(ranked, PARENTS, strict=False))
    names = {node: started(name) for node, name in shorts(trace).items()}
    left_out = len(everyone) - len(order)
    further = [Sample("words", GREY, "", f"{left_out} further articles are not drawn")] * (left_out > 0)
    key = further + _key(ranked, colours, names, {cell.origin for name in order for cell in cells[name]})
    left = min(2.0, max((wide(cut(names[name], 34), 8.0) for name in order), default=1.0)) + 0.2
    width = left + _LONG + _MARGIN
    foot = legend_height(key, width - 2 * _MARGIN) + 0.12
    height = len(order) * _STEP + foot + _MARGIN
    if ax is None:
        ax = canvas(width, height)
    else:
        ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        ax.axis("off")
    longest = max((sum(cell.words for cell in cells[name]) for name in order), default=1) or 1
    for at, name in enumerate(order):
        y = height - _MARGIN - at * _STEP - _BAR
        for line in fit(names[name], left - 0.15, 8.0):
            words(ax, left - 0.1, y + _BAR / 2, line, 8.0, ha="right", va="center_baseline")
        _bar(ax, cells[name], (left, y, _LONG / longest), colours)
    legend(ax, key, _MARGIN, foot - 0.08, width - 2 * _MARGIN)
    return ax


def _cells(trace: Trace, shown: set[str]) -> Mapping[str, list[_Cell]]:
    """The sentences of each article and what was set aside, in the order of its text."""
    return {
        name: [
            _Cell(piece.words, None if piece.label else piece.origin) for piece in cut_up if piece.label or piece.n >= 0
        ]
        for name, cut_up in pieces(trace).items()
        if name in shown
    }


def _bar(ax: Axes, cells: Sequence[_Cell], place: tuple[float, float, float], colours: Mapping[str, str]) -> None:
    x, y, inch = place
    run_from, run_of = x, None
    for cell in [*cells, None]:
        origin = cell.origin if cell else None
        if origin != run_of or cell is None:
            if run_of and x - run_from > 0.14:
                at = list(colours).index(run_of) if run_of in colours else -1
                letter, ink = (_LETTERS[at], _ink(PARENTS[at])) if at >= 0 else ("+", "white")
                words(ax, (run_from + x) / 2, y + _BAR / 2, letter, 6.5, ha="center", color=ink, weight="bold")
            run_from, run_of = x, origin
        if cell is None:
            break
        wide_by = cell.words * inch
        face = "white" if origin is None else _OWN if origin == "" else colours.get(origin, GREY)
        ax.add_patch(
            Rectangle(
                (x, y), wide_by, _BAR, facecolor=face, edgecolor=GREY if origin is None else "white",
                lw=0.3 if origin is None else 0.5, hatch="//////" if origin is None else None,
            )
        )  # fmt: skip
        x += wide_by


def _ink(colour: str) -> str:
    """White on dark colours, black on light ones, by relative luminance."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "white" if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.22 else INK


def _key(
    ranked: Sequence[str], colours: Mapping[str, str], names: Mapping[str, str], there: set[str | None]
) -> list[Sample]:
    known = [
        Sample("box", colours[node], "", f"{letter}  from {cut(names.get(node, node), _NAMED)}")
        for letter, node in zip(_LETTERS, ranked, strict=False)
    ]
    if len(ranked) > len(known):
        known.append(Sample("box", GREY, "", f"+  from {len(ranked) - len(known)} further origins"))
    if "" in there:
        known.append(Sample("box", _OWN, "", "own words"))
    if None in there:
        known.append(Sample("box", GREY, "hatch", "set aside: not story"))
    return known
