"""Where every node of a lineage stands when it is drawn by another program: in layers, family beside family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from provenance.findings import family
from provenance.frames import Trace
from provenance.plot.layout import layers, plan

__all__ = ["places"]

_ACROSS, _DOWN = 2.4, 1.4  # inches from card to card, so that labels of two lines keep apart
_MOST = 8  # cards side by side in one family
_BROAD = 3.0  # how much broader than high the whole is at most, by judgement: what fits a screen


def places(trace: Trace) -> Mapping[str, tuple[float, float]]:
    """The middle of every article and unseen original in inches, y upwards, the largest family first at the top left.

    Parents stand above their children. What is related to nothing stands in rows at the bottom. Cost: the square of
    the largest family.
    """
    whole = family(trace)
    nodes = [*trace.articles["article"], *trace.unseen["node"]]
    links = [(edge.parent, edge.child) for edge in whole.edges]
    tied = {node for link in links for node in link}
    groups: dict[int, list[str]] = defaultdict(list)
    for node in sorted(tied):
        groups[whole.trees[node]].append(node)
    area = sum(len(group) for group in groups.values()) + len(nodes)
    breadth = max(_MOST, (area * _BROAD) ** 0.5) * _ACROSS
    out: dict[str, tuple[float, float]] = {}
    x = top = lowest = 0.0
    for group in sorted(groups.values(), key=lambda found: (-len(found), found)):
        inside = [link for link in links if link[0] in group]
        placed = plan(layers(group, inside, {}), inside, _MOST, _ACROSS)
        wide = max(placed.middle.values())
        if x and x + wide > breadth:
            x, top = 0.0, lowest - _DOWN
        for number, row in enumerate(placed.rows):
            out |= {node: (x + placed.middle[node], top - number * _DOWN) for node in row}
            lowest = min(lowest, top - number * _DOWN)
        x += wide + 2 * _ACROSS
    columns = max(1, int(breadth / _ACROSS))
    alone = [node for node in nodes if node not in tied]
    top = lowest - 2 * _DOWN if tied else 0.0
    return out | {node: (at % columns * _ACROSS, top - at // columns * _DOWN) for at, node in enumerate(alone)}
