"""Text taken against credit given: one bar an article, as long as the share of its sentences that came from others."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from provenance.findings import cut, percent, shorts, started
from provenance.frames import Trace
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.paint import CREDIT, GREY, RULE, canvas, fit, wide, words

__all__ = ["audit"]

_MOST = 40  # bars in one picture
_BAR, _STEP, _LONG, _MARGIN, _SAID = 0.18, 0.29, 2.3, 0.1, 2.6  # inches: bar, from bar to bar, 100 %, around, the words
_NAME = 34
_REST = "#ececec"
_MEANS = (
    ("full", "its origin is credited in full"),
    ("other", "generic, photo or other credit only"),
    ("none", "no credit"),
)


def audit(trace: Trace, ax: Axes | None = None, *, most: int = _MOST) -> Axes:
    """The axes with the bars, whoever took most on top, the colour the credit given; at most `most`, 40 and fewer.

    Beside each bar stands how much was taken, and from whom most of it.
    """
    rows = trace.audit.sort_values(["share", "article"], ascending=[False, True])[: min(most, _MOST)]
    names = {node: started(name) for node, name in shorts(trace).items()}
    left = min(2.1, max((wide(cut(names[name], _NAME), 8.0) for name in rows["article"]), default=1.0)) + 0.2
    width = left + _LONG + _SAID + _MARGIN
    there = {_kind(credit) for credit in rows.loc[rows["share"] > 0, "credit"]}
    key = [Sample("box", CREDIT[kind], "", means) for kind, means in _MEANS if kind in there]
    left_out = len(trace.audit) - len(rows)
    key += [Sample("words", GREY, "", f"{left_out} further articles are not drawn: they took less")] * (left_out > 0)
    foot = legend_height(key, width - 2 * _MARGIN) + 0.1
    height = len(rows) * _STEP + foot + _MARGIN
    if ax is None:
        ax = canvas(width, height)
    else:
        ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        ax.axis("off")
    columns = ["article", "taken_from", "share", "credit"]
    for at, (name, origin, share, credit) in enumerate(rows[columns].itertuples(index=False)):
        y = height - _MARGIN - at * _STEP - _BAR
        for line in fit(cut(names[name], _NAME), left - 0.15, 8.0):
            words(ax, left - 0.1, y + _BAR / 2, line, 8.0, ha="right", va="center_baseline")
        for part, colour in ((1.0, _REST), (share, CREDIT[credit])):
            ax.add_patch(Rectangle((left, y), part * _LONG, _BAR, facecolor=colour, edgecolor=RULE, lw=0.3))
        said = f"{percent(share)}, mostly from {names.get(origin, origin)}" if origin else "all its own"
        for line in fit(said, _SAID - 0.1, 7.0):
            words(ax, left + _LONG + 0.1, y + _BAR / 2, line, 7.0, va="center_baseline", color=GREY)
    legend(ax, key, _MARGIN, foot - 0.05, width - 2 * _MARGIN)
    return ax


def _kind(credit: str) -> str:
    return credit if credit in ("full", "none") else "other"
