"""The lineage in Graphviz's language: `dot -Tsvg lineage.dot`.

It reads as the pictures do: a dashed grey outline is an original that is not in the folder, a solid line the
primary parent, a dashed one a secondary; the width of a line is the share of the taker's sentences, its
colour the credit given. Nodes are numbered, because the names of articles are not ours and DOT has escapes of
its own; the name stands in the tooltip.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from provenance.findings import CREDITS, credits_on, labels, percent, probability, when
from provenance.frames import Trace
from provenance.renderers import renderer

__all__ = ["dot"]

# Okabe & Ito (2008), as in the pictures: full credit blue, none black, whatever lies between orange.
COLOURS = {"full": "#0072B2", "generic": "#E69F00", "photo-only": "#E69F00", "other": "#E69F00", "none": "#1a1a1a"}
LINE = 34  # characters a line in a node: a headline of 60 becomes two lines
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_HEAD = """digraph lineage {
  rankdir=TB; nodesep=0.4; ranksep=0.7;
  node [shape=box, fontname="Helvetica", fontsize=11, color="#333333"];
  edge [fontname="Helvetica", fontsize=10];"""


@renderer("dot")
def dot(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.dot`: nodes and edges in the order of their names, UTF-8."""
    named, credit = labels(trace), credits_on(trace)
    ids = {name: f"n{at}" for at, name in enumerate([*trace.articles["article"], *trace.unseen["node"]])}
    lines = [_HEAD]
    for row in trace.articles.to_dict("records"):
        name = row["article"]
        time = when(row["published"], row["published_precision"])
        lines.append(f"  {ids[name]} [label={_wrapped(named[name], time)}, tooltip={_quoted(name)}];")
    for name in trace.unseen["node"]:
        outline = 'style=dashed, color="#767676", fontname="Helvetica-Oblique"'
        lines.append(f"  {ids[name]} [label={_wrapped(named[name])}, tooltip={_quoted(name)}, {outline}];")
    for row in trace.edges.sort_values(["parent", "child"]).to_dict("records"):
        given = credit(row["parent"], row["child"])
        look = {
            "label": _quoted(f"{percent(row['share'])} · {probability(row['p'])}"),
            "penwidth": f"{1 + 4 * row['share']:.2f}",
            "style": "solid" if row["primary"] else "dashed",
            "color": _quoted(COLOURS[given]),
            "tooltip": _quoted(CREDITS[given]),
        }
        drawn = ", ".join(f"{name}={value}" for name, value in look.items())
        lines.append(f"  {ids[row['parent']]} -> {ids[row['child']]} [{drawn}];")
    return {"lineage.dot": ("\n".join(lines) + "\n}\n").encode()}


def _wrapped(*paragraphs: str) -> str:
    """The paragraphs as one quoted label, broken at words."""
    lines = [line for text in paragraphs for line in textwrap.wrap(_CONTROL.sub(" ", text), LINE)]
    return '"' + r"\n".join(map(_escaped, lines)) + '"'


def _quoted(text: str) -> str:
    return f'"{_escaped(_CONTROL.sub(" ", text))}"'


def _escaped(text: str) -> str:
    r"""Quotes and backslashes escaped: `\n` or `\N` in a headline are not Graphviz's; `&` opens no entity."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
