"""The lineage as JSON-LD in the terms of W3C PROV-O, for triple stores and whatever else reads linked data.

The context stands in the file: nothing has to be fetched. Every derivation is there twice, as PROV-O has it: as a plain
`wasDerivedFrom` (and `wasQuotedFrom`, where sentences were taken word for word), and as a `qualifiedDerivation` with
share, probability and credit. What was inferred and not seen has the type `pv:Unseen`. https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._prov import NAMESPACE, document

__all__ = ["jsonld"]

_CONTEXT: Mapping[str, Any] = {
    "pv": NAMESPACE,
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NAMES = {"prov:label": "rdfs:label"}  # PROV-O has no label of its own
_ENDS = ("prov:generatedEntity", "prov:usedEntity", "prov:type")


@renderer("jsonld")
def jsonld(trace: Trace) -> Mapping[str, bytes]:
    """`prov.jsonld`: one graph, nodes in the order of their names, UTF-8."""
    found = document(trace)
    nodes = {name: _node(name, "prov:Entity", values) for name, values in found["entity"].items()}
    nodes |= {name: _node(name, "prov:Agent", values) for name, values in found["agent"].items()}
    nodes |= {name: _node(name, "prov:Activity", values) for name, values in found["activity"].items()}
    for row in found["wasAssociatedWith"].values():
        _link(nodes[row["prov:activity"]], "prov:wasAssociatedWith", row["prov:agent"])
    for row in found["wasAttributedTo"].values():
        _link(nodes[row["prov:entity"]], "prov:wasAttributedTo", row["prov:agent"])
    for row in found["wasDerivedFrom"].values():
        child, parent = nodes[row["prov:generatedEntity"]], row["prov:usedEntity"]
        quoted = "prov:type" in row
        for way in ("prov:wasDerivedFrom", *["prov:wasQuotedFrom"] * quoted):
            _link(child, way, parent)
        facts = {name: value for name, value in row.items() if name not in _ENDS}
        kinds = ["prov:Derivation", *["prov:Quotation"] * quoted]
        child.setdefault("prov:qualifiedDerivation", []).append(
            {"@type": kinds, "prov:entity": {"@id": parent}, "prov:hadActivity": {"@id": "pv:run"}, **facts}
        )
    made = {"@context": _CONTEXT, "@graph": [nodes[name] for name in sorted(nodes)]}
    return {"prov.jsonld": (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()}


def _node(name: str, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    own = values.get("prov:type", {}).get("$")
    plain = {_NAMES.get(key, key): _value(value) for key, value in sorted(values.items()) if key != "prov:type"}
    return {"@id": name, "@type": [kind, *[own] * (own is not None)], **plain}


def _value(value: Any) -> Any:
    """A typed value as JSON-LD writes it; an untyped one as it is."""
    return {"@value": value["$"], "@type": value["type"]} if isinstance(value, dict) else value


def _link(node: dict[str, Any], way: str, target: str) -> None:
    node.setdefault(way, []).append({"@id": target})
