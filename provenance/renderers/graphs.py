"""The lineage as a graph file for other programs: GraphML (Cytoscape, yEd, igraph, Gephi) and GEXF (Gephi).

Nodes are the articles and the originals that are not in the folder (`kind` is `unseen`, `seen` is false);
edges run from the origin to the taker. It looks as in the report wherever it is opened: places in layers, a node
the larger the more it gave, an arrow as wide as the share taken, colours by credit. GEXF says so in its own `viz`;
in GraphML they are the columns `x`, `y`, `size`, `color`, `r`, `g`, `b` and `width`, which Gephi takes as they are
and Cytoscape by passthrough. What is not known is left out. A control character is written as its picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TypeAlias

import networkx as nx
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from provenance.findings import credits_on, labels, when
from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._looks import looks, rgb
from provenance.renderers._xml import xml

__all__ = ["gexf", "graphml"]

Value: TypeAlias = str | float | bool


@renderer("graphml")
def graphml(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.graphml`: nodes and edges with their attributes, in the order of their names."""
    graph = _graph(trace)
    nodes, edges = looks(trace)
    for node, (x, y, size, colour) in nodes.items():
        graph.nodes[node].update({"x": x, "y": -y, "size": size, "color": colour, **rgb(colour)})
    for (parent, child), (width, colour) in edges.items():
        graph.edges[parent, child].update({"width": width, "color": colour, **rgb(colour)})
    writer = GraphMLWriter(graph)
    return {"lineage.graphml": _bytes(writer.dump)}


@renderer("gexf")
def gexf(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.gexf`: the same graph, without the date that networkx stamps on it (no clock here)."""
    graph = _graph(trace)
    nodes, edges = looks(trace)
    for node, (x, y, size, colour) in nodes.items():
        place = {"x": x, "y": y, "z": 0.0}
        graph.nodes[node]["viz"] = {"size": size, "color": {**rgb(colour), "a": 1.0}, "position": place}
    for (parent, child), (width, colour) in edges.items():
        graph.edges[parent, child]["viz"] = {"thickness": width, "color": {**rgb(colour), "a": 1.0}}
    writer = GEXFWriter(graph)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
        for creator in meta.iter("creator"):
            creator.text = "provenance"
    return {"lineage.gexf": _bytes(writer.write)}


def _graph(trace: Trace) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    named, credit = labels(trace), credits_on(trace)
    audit = {row["article"]: row for row in trace.audit.to_dict("records")}
    for row in trace.articles.sort_values("article").to_dict("records"):
        found = audit.get(row["article"], {})
        published = when(row["published"], row["published_precision"])
        graph.add_node(
            xml(row["article"]),
            **_known({"label": named[row["article"]], "kind": "article", "seen": True}),
            **_known({name: row[name] for name in ("outlet", "title", "author", "url", "lang")}),
            **_known({"published": published, "precision": row["published_precision"]}),
            **_known({"share_taken": found.get("share"), "credit": found.get("credit")}),
        )
    for row in trace.unseen.sort_values("node").to_dict("records"):
        known = {"label": named[row["node"]], "kind": "unseen", "seen": False, "agency": row["agency"]}
        graph.add_node(xml(row["node"]), **_known({**known, "text": row["text"]}))
    for row in trace.edges.sort_values(["parent", "child"]).to_dict("records"):
        known = {"weight": row["share"], "credit": credit(row["parent"], row["child"])}
        known |= {name: row[name] for name in ("share", "p", "primary", "runner_up", "runner_up_p")}
        graph.add_edge(xml(row["parent"]), xml(row["child"]), **_known(known))
    return graph


def _known(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {
        name: xml(value) if isinstance(value, str) else value for name, value in values.items() if not pd.isna(value)
    }


def _bytes(write: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()
