"""Where the cards of a lineage stand, and the ways between them: in layers, and never through a card.

Layers after Sugiyama, Tagawa and Toda (1981, doi:10.1109/TSMC.1981.4308636): rank by the longest way from a
root, order by barycentres, places by least squares without overlap. A line crosses a row of cards only in the
gap between two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Plan", "crossings", "layers", "plan"]

_LANE = 0.11  # inches between two lines in one gap: the widest line is .06
_SWEEPS = 6  # down and up; more changed nothing on chains, stars and braids of up to 60 cards


@dataclass(frozen=True)
class Plan:
    """The rows from the top, each a sequence of nodes from the left, and the middle of each card in inches."""

    rows: Sequence[Sequence[str]]
    middle: Mapping[str, float]

    def row_of(self) -> dict[str, int]:
        """The number of each node's row, from 0 at the top."""
        return {node: number for number, row in enumerate(self.rows) for node in row}


def layers(nodes: Sequence[str], links: Sequence[tuple[str, str]], clock: Mapping[str, float]) -> list[list[str]]:
    """The nodes by rank: below all of their parents; with a clock, never above an earlier node.

    `links` are (parent, child); `clock` gives a time for the nodes that have one. A circle is cut where it closes.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for parent, child in links:
        parents[child].add(parent)
    rank: dict[str, int] = {}
    waiting = sorted(nodes, key=lambda n: (clock.get(n, float("-inf")), n))
    latest = 0
    while waiting:
        node = next((n for n in waiting if parents[n] <= rank.keys()), waiting[0])
        waiting.remove(node)
        rank[node] = max((rank[p] + 1 for p in parents[node] if p in rank), default=0)
        if node in clock and parents[node]:
            latest = rank[node] = max(rank[node], latest)
    out: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for node in nodes:
        out[rank[node]].append(node)
    return [layer for layer in out if layer]


def plan(ranked: Sequence[Sequence[str]], links: Sequence[tuple[str, str]], most: int, step: float) -> Plan:
    """Rows of at most `most` cards, `step` inches from middle to middle at least, near what they are linked to."""
    near: dict[str, list[str]] = defaultdict(list)
    for one, two in links:
        near[one].append(two)
        near[two].append(one)
    place: dict[str, float] = {node: at * step for layer in ranked for at, node in enumerate(layer)}
    for _ in range(_SWEEPS):
        for layer in ranked:
            order = sorted(layer, key=lambda n: (_mean(n, near, place), place[n], n))
            for at, node in enumerate(order):
                place[node] = (at - len(order) / 2) * step
    rows = [part for layer in ranked for part in _split(sorted(layer, key=lambda n: (place[n], n)), most)]
    for row in rows:
        place.update({node: (at - (len(row) - 1) / 2) * step for at, node in enumerate(row)})
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [_mean(node, near, place) for node in row]
            place.update(zip(row, _spread(wanted, step), strict=True))
    left = min(place.values(), default=0.0)
    return Plan(rows, {node: x - left for node, x in place.items()})


def crossings(row: Sequence[float], wanted: Sequence[float], half: float, room: float) -> list[float]:
    """Where lines that want to cross a row of cards at these places do cross it: in gaps, beside each other.

    `row` holds the middles of the cards from the left, `half` is half a card's width, `room` the inches that a
    line keeps from a card; the order of the answers is that of `wanted`.
    """
    edges = [float("-inf"), *(x for middle in row for x in (middle - half, middle + half)), float("inf")]
    gaps = [(low + room, high - room) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    chosen: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, x in enumerate(wanted):
        near = [(abs(min(max(x, low), max(low, high)) - x), (low, high)) for low, high in gaps]
        chosen[min(near)[1]].append(number)
    out = list(wanted)
    for (low, high), lines in sorted(chosen.items()):
        lines.sort(key=lambda number: (wanted[number], number))
        step = min(_LANE, max(0.0, high - low) / len(lines))
        held = [min(max(wanted[number], low), max(low, high)) for number in lines]
        first = sum(held) / len(held) - step * (len(lines) - 1) / 2
        first = min(max(first, low), max(low, high - step * (len(lines) - 1)))
        out = [first + step * lines.index(n) if n in lines else x for n, x in enumerate(out)]
    return out


def _split(layer: Sequence[str], most: int) -> list[list[str]]:
    """A layer too wide for the page, in rows as even as can be."""
    rows = -(-len(layer) // most)
    size = -(-len(layer) // rows)
    return [list(layer[at : at + size]) for at in range(0, len(layer), size)]


def _mean(node: str, near: Mapping[str, Sequence[str]], place: Mapping[str, float]) -> float:
    others = [place[other] for other in near.get(node, ()) if other in place]
    return sum(others) / len(others) if others else place[node]


def _spread(wanted: Sequence[float], step: float) -> list[float]:
    """The places nearest to the wanted ones, in this order, at least `step` apart (pool adjacent violators)."""
    pools: list[list[float]] = []  # mean of wanted - offset, how many
    for at, x in enumerate(wanted):
        pools.append([x - at * step, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, size = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * size) / (pools[-1][1] + size), pools[-1][1] + size]
    flat = [mean for mean, size in pools for _ in range(int(size))]
    return [x + at * step for at, x in enumerate(flat)]
