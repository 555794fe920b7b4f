"""The lineage as a graph file for other programs: GraphML (yEd, igraph, Cytoscape) and GEXF (Gephi).

Nodes are the articles and the originals that are not in the folder (`kind` is `unseen`, `seen` is false);
edges run from the origin to the taker. What is not known is left out. XML cannot hold control characters:
each is written as its picture (U+2400 and up), so that a hostile headline stays visible and harmless.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import networkx as nx
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from provenance.findings import credits_on, labels, when
from provenance.frames import Trace
from provenance.renderers import renderer

__all__ = ["gexf", "graphml"]

Value: TypeAlias = str | float | bool
# What XML 1.0 does not admit or advises against (https://www.w3.org/TR/xml/#charsets), and a return, which
# its readers turn into a line feed.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@renderer("graphml")
def graphml(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.graphml`: nodes and edges with their attributes, in the order of their names."""
    writer = GraphMLWriter(_graph(trace), named_key_ids=True)
    return {"lineage.graphml": _bytes(writer.dump)}


@renderer("gexf")
def gexf(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.gexf`: the same graph, without the date that networkx stamps on it (no clock here)."""
    writer = GEXFWriter(_graph(trace))
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
            _xml(row["article"]),
            **_known({"label": named[row["article"]], "kind": "article", "seen": True}),
            **_known({name: row[name] for name in ("outlet", "title", "author", "url", "lang")}),
            **_known({"published": published, "precision": row["published_precision"]}),
            **_known({"share_taken": found.get("share"), "credit": found.get("credit")}),
        )
    for row in trace.unseen.sort_values("node").to_dict("records"):
        known = {"label": named[row["node"]], "kind": "unseen", "seen": False, "agency": row["agency"]}
        graph.add_node(_xml(row["node"]), **_known({**known, "text": row["text"]}))
    for row in trace.edges.sort_values(["parent", "child"]).to_dict("records"):
        known = {"weight": row["share"], "credit": credit(row["parent"], row["child"])}
        known |= {name: row[name] for name in ("share", "p", "primary", "runner_up", "runner_up_p")}
        graph.add_edge(_xml(row["parent"]), _xml(row["child"]), **_known(known))
    return graph


def _known(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {
        name: _xml(value) if isinstance(value, str) else value for name, value in values.items() if not pd.isna(value)
    }


def _xml(text: str) -> str:
    return _NOT_XML.sub(lambda at: chr(0x2400 + ord(at[0])) if at[0] < " " else "\ufffd", text)


def _bytes(write: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()
