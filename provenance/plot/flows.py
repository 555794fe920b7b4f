"""The picture of who takes from whom, outlet by outlet: a grid for twelve outlets as for sixty."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from provenance.corpus import Flows
from provenance.corpus import flows as counted
from provenance.corpus.sheet import called
from provenance.frames import Trace
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.paint import AMOUNT, GREY, INK, RULE, canvas, wide, words

__all__ = ["flows"]

_MOST = 60  # rows and columns in one picture: past that neither cells nor names can be read on a page
_NUMBERS = 24  # up to so many rows and columns the numbers of articles stand in the cells
_SLANT = 0.72  # of a slanted name's length is height: the sine of 46 degrees
# Shares of the taker's words, and how dark they are: outlets that take a tenth and those that take nearly all are
# both news, and an even scale would leave the first white.
_STEPS = ((0.01, 0.10), (0.05, 0.28), (0.20, 0.48), (0.50, 0.70), (1.01, 0.95))
_MEANS = ("under 1 %", "to 5 %", "to 20 %", "to 50 %", "more")
_EDGE = 0.2  # inches
_DARK = 0.55  # from here up a cell is too dark for black figures (contrast under 5:1)

_Key = tuple[str, str]  # an outlet's name and "observed" or "unseen"; ("", "others") gathers what is not drawn


def flows(trace: Trace | Flows, ax: Axes | None = None, *, most: int = _MOST) -> Axes:
    """The axes with the grid: rows take, columns give; a cell's shade is the share of the row's words.

    Up to 24 rows and columns the number of articles stands in the cells. At most `most` of each are drawn, those with
    most articles; all others are gathered in the last row and column, so that nothing is left out. Originals that are
    not in the folder are columns of their own, in italics. Takes a trace, or its `Flows` if they are counted already.
    """
    grid = _Grid(trace, most)
    if ax is None:
        ax = canvas(grid.width, grid.height)
    else:
        ax.set(xlim=(0, grid.width), ylim=(0, grid.height), aspect="equal")
        ax.axis("off")
    if not grid.articles.size:
        words(ax, 0.2, grid.height / 2, "No article took text from another.", 8.0)
        return ax
    grid.cells(ax)
    grid.names(ax)
    legend(ax, grid.samples, _EDGE, grid.foot - 0.12, grid.width - 2 * _EDGE)
    return ax


class _Grid:
    """What is drawn, and where: one unit is an inch."""

    def __init__(self, trace: Trace | Flows, most: int) -> None:
        """Count, choose, order and measure."""
        found = trace if isinstance(trace, Flows) else counted(trace)
        table = found.matrix.to_dict("records")
        self.most, self.left_out = most, list[str]()
        columns = self._most([((str(row["giver"]), str(row["kind"])), row) for row in table], "outlets that gave")
        rows = self._most([((str(row["taker"]), "observed"), row) for row in table], "outlets that took")
        self.columns, self.rows = list(dict.fromkeys(columns.values())), list(dict.fromkeys(rows.values()))
        self.articles = np.zeros((len(self.rows), len(self.columns)), dtype="int64")
        self.amounts = np.zeros_like(self.articles)
        for row in table:
            taker, giver = rows[row["taker"], "observed"], columns[row["giver"], row["kind"]]
            at = self.rows.index(taker), self.columns.index(giver)
            self.articles[at] += row["articles"]
            self.amounts[at] += row["words"]
        size = found.articles[found.articles["status"] != "version"].groupby("outlet")["words"].sum().to_dict()
        total = dict.fromkeys(self.rows, 0)
        for key, place in rows.items():
            total[place] += size.get(key[0], 0)
        self.shares = self.amounts / np.array([max(1, total[key]) for key in self.rows]).reshape(-1, 1)
        self._order()
        self._measure()

    def _most(self, table: list[tuple[_Key, dict[Any, Any]]], what: str) -> dict[_Key, _Key]:
        """Each key with itself if it is drawn, else with the rest."""
        sums: dict[_Key, tuple[int, int]] = {}
        for key, row in table:
            articles, amount = sums.get(key, (0, 0))
            sums[key] = (articles - row["articles"], amount - row["words"])
        ranked = sorted(sums, key=lambda key: (sums[key], key))
        if len(ranked) <= self.most:
            return {key: key for key in ranked}
        self.left_out.append(f"{len(ranked) - self.most + 1} further {what} are one")
        return {key: key if at < self.most - 1 else _REST for at, key in enumerate(ranked)}

    def _order(self) -> None:
        """Givers by what they gave; takers below the giver they took most from, so that the cells fall in steps."""
        gave = -self.amounts.sum(axis=0)
        across = sorted(
            range(len(self.columns)), key=lambda at: (self.columns[at] == _REST, gave[at], self.columns[at])
        )
        amounts = self.amounts[:, across]

        def step(at: int) -> tuple[bool, int, int, _Key]:
            main = int(np.argmax(amounts[at]))
            return self.rows[at] == _REST, main, -int(amounts[at, main]), self.rows[at]

        down = sorted(range(len(self.rows)), key=step)
        self.columns, self.rows = [self.columns[at] for at in across], [self.rows[at] for at in down]
        if down:
            self.articles, self.shares = (values[down][:, across] for values in (self.articles, self.shares))

    def _measure(self) -> None:
        many = max(self.articles.shape, default=0)
        self.numbered = many <= _NUMBERS
        self.side = 0.36 if many <= 12 else 0.3 if self.numbered else 0.17
        self.letters = 8.0 if self.numbered else 6.5
        self.down = [self._name(key) for key in self.rows]
        self.across = [self._name(key) for key in self.columns]
        self.left = max((wide(name, self.letters) for name in self.down), default=0.5) + 0.3
        slant = max((wide(name, self.letters) for name in self.across), default=0.5) * _SLANT
        self.samples = self._samples()
        self.width = max(self.left + len(self.across) * self.side + slant + 0.1, 5.4)
        self.foot = legend_height(self.samples, self.width - 2 * _EDGE) + 0.3
        self.height = self.foot + len(self.down) * self.side + slant + 0.35 if self.articles.size else 1.0
        self.top = self.foot + len(self.down) * self.side

    def _name(self, key: _Key) -> str:
        return "all others" if key == _REST else called(*key)

    def _samples(self) -> list[Sample]:
        marks = [Sample("words", "", "", "share of the taker's words:")]
        shades = [self._shade(dark) for _, dark in _STEPS]
        marks += [Sample("box", shade, "", means) for shade, means in zip(shades, _MEANS, strict=True)]
        if self.numbered:
            marks.append(Sample("words", "", "", "figures: articles that took"))
        return [*marks, *(Sample("words", "", "", words) for words in self.left_out)]

    @staticmethod
    def _shade(dark: float) -> str:
        red, green, blue, _ = AMOUNT(dark, bytes=True)
        return f"#{red:02x}{green:02x}{blue:02x}"

    def cells(self, ax: Axes) -> None:
        """Draw the grid, a shade for each share, the number of articles where there is room."""
        rows, columns = np.indices(self.articles.shape)
        corners = np.array([(0, 0), (1, 0), (1, -1), (0, -1)]) * self.side
        origins = np.stack([self.left + columns.ravel() * self.side, self.top - rows.ravel() * self.side], axis=1)
        dark = [self._dark(float(share)) for share in self.shares.ravel()]
        faces = [self._shade(value) if value else "#ffffff" for value in dark]
        outlines = list(origins[:, None, :] + corners)
        ax.add_collection(PolyCollection(outlines, facecolors=faces, edgecolors=RULE, linewidths=0.4))
        counts = self.articles.ravel() if self.numbered else ()
        for (x, y), value, count in zip(origins, dark, counts, strict=False):
            if count:
                colour = "white" if value > _DARK else INK
                place = (x + self.side / 2, y - self.side / 2)
                words(ax, *place, str(count), self.letters, ha="center", va="center_baseline", color=colour)

    @staticmethod
    def _dark(share: float) -> float:
        return next(dark for most, dark in _STEPS if share < most) if share > 0 else 0.0

    def names(self, ax: Axes) -> None:
        """Write takers to the left and givers above."""
        for at, (key, name) in enumerate(zip(self.rows, self.down, strict=True)):
            y = self.top - (at + 0.5) * self.side
            words(ax, self.left - 0.08, y, name, self.letters, ha="right", va="center_baseline", style=_style(key))
        for at, (key, name) in enumerate(zip(self.columns, self.across, strict=True)):
            x = self.left + (at + 0.5) * self.side
            turned = {"rotation": 46, "rotation_mode": "anchor", "ha": "left", "va": "bottom"}
            words(ax, x, self.top + 0.07, name, self.letters, style=_style(key), **turned)
        words(ax, self.left - 0.08, self.top + 0.09, "taker ↓   giver →", 7.0, ha="right", color=GREY)


_REST: _Key = ("", "others")


def _style(key: _Key) -> str:
    return "italic" if key[1] == "unseen" or key == _REST else "normal"
