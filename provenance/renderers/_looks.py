"""How the nodes and edges of a lineage look in another program's picture."""

from __future__ import annotations

from collections import Counter

from provenance.findings import credits_on, family
from provenance.frames import Trace
from provenance.plot import CREDIT
from provenance.plot.places import places
from provenance.renderers._xml import xml

__all__ = ["looks", "rgb"]

_UNITS = 60  # of a screen to the inch of `places`: labels at 100 % keep apart in Gephi and Cytoscape
# A taker has the colour of the credit it gives, as its arrow; what only gave, is related to nothing, or is not seen:
_ORIGIN, _APART, _UNSEEN = "#56B4E9", "#d0d0d0", "#8c8c8c"


def looks(
    trace: Trace,
) -> tuple[dict[str, tuple[float, float, float, str]], dict[tuple[str, str], tuple[float, str]]]:
    """Place, size and colour of every node, width and colour of every edge, under the names they have in the file."""
    main, given = family(trace).main(), credits_on(trace)
    takers = Counter(edge.parent for edge in main.values())
    nodes = {}
    for name, (x, y) in places(trace).items():
        taken = CREDIT[given(main[name].parent, name)] if name in main else _ORIGIN if takers[name] else _APART
        colour = _UNSEEN if name.startswith("~") else taken
        nodes[xml(name)] = (round(x * _UNITS, 1), round(y * _UNITS, 1), round(10 + 10 * takers[name] ** 0.5, 1), colour)
    edges = {
        (xml(edge.parent), xml(edge.child)): (round(1 + 5 * edge.share, 2), CREDIT[given(edge.parent, edge.child)])
        for edge in family(trace).edges
    }
    return nodes, edges


def rgb(colour: str) -> dict[str, int]:
    """Red, green and blue of a colour such as "#0072B2", each 0 to 255."""
    return {name: int(colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}
