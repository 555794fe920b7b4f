"""The lineage in the terms of W3C PROV, from which both of its forms are written: entities, agents, derivations.

An article or an unseen original is an entity, attributed to its outlet or agency; an edge is a derivation, and a
quotation where sentences were taken word for word. An original that is not in the folder has the type `pv:Unseen`: it
was inferred. Derivations carry share, probability and credit. The run has no time: the same trace gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd

from provenance.findings import credits_on, labels
from provenance.frames import Trace

__all__ = ["NAMESPACE", "document"]

NAMESPACE = "urn:provenance:"  # a URN: the terms are ours, and there is nothing to fetch
TIMES = {"second": ("%Y-%m-%dT%H:%M:%SZ", "xsd:dateTime"), "minute": ("%Y-%m-%dT%H:%M:00Z", "xsd:dateTime"),
         "day": ("%Y-%m-%d", "xsd:date")}  # fmt: skip


def document(trace: Trace) -> dict[str, dict[str, Any]]:
    """The records by kind and name, as PROV-JSON writes them."""
    articles, owners = _articles(trace), _owners(trace)
    organisation = _name("prov:Organization")
    agents = {_id("agent", owner): {"prov:label": owner, "prov:type": organisation} for owner in owners.values()}
    tool = {"prov:label": "provenance", "prov:type": _name("prov:SoftwareAgent")}
    return {
        "prefix": {"pv": NAMESPACE},
        "entity": {**articles, **_unseen(trace)},
        "agent": {**agents, "pv:software": tool},
        "activity": {"pv:run": {"prov:label": "the comparison that inferred every derivation here"}},
        "wasAssociatedWith": {"_:run": {"prov:activity": "pv:run", "prov:agent": "pv:software"}},
        "wasAttributedTo": {
            f"_:by{at}": {"prov:entity": name, "prov:agent": _id("agent", owner)}
            for at, (name, owner) in enumerate(owners.items())
        },
        "wasDerivedFrom": _derivations(trace),
    }


def _articles(trace: Trace) -> dict[str, dict[str, Any]]:
    named, made = labels(trace), {}
    for row in trace.articles.to_dict("records"):
        entity = {"prov:label": named[row["article"]], "prov:type": _name("pv:Article")}
        entity |= {"pv:article": row["article"], "pv:title": row["title"], "pv:sha256": row["sha256"]}
        if not pd.isna(row["url"]):
            entity["pv:url"] = {"$": row["url"], "type": "xsd:anyURI"}
        if not pd.isna(row["published"]) and row["published_precision"] in TIMES:
            form, kind = TIMES[row["published_precision"]]
            entity["pv:published"] = {"$": row["published"].strftime(form), "type": kind}
        made[_id("article", row["article"])] = _known(entity)
    return made


def _unseen(trace: Trace) -> dict[str, dict[str, Any]]:
    named = labels(trace)
    return {
        _id("unseen", row["node"]): _known({
            "prov:label": named[row["node"]], "prov:type": _name("pv:Unseen"), "pv:rebuilt": row["text"],
        })
        for row in trace.unseen.to_dict("records")
    }  # fmt: skip


def _derivations(trace: Trace) -> dict[str, dict[str, Any]]:
    same = trace.matches[trace.matches["kind"] == "same"]
    alike = set(same[["a", "a_n", "b", "b_n"]].itertuples(index=False, name=None))
    verbatim: Counter[tuple[str, str]] = Counter()
    for row in trace.descent.dropna(subset="parent_n").to_dict("records"):
        one, two = sorted([(row["parent"], row["parent_n"]), (row["child"], row["n"])])
        verbatim[row["parent"], row["child"]] += (*one, *two) in alike
    unseen, credit, made = set(trace.unseen["node"]), credits_on(trace), {}
    for at, row in enumerate(trace.edges.sort_values(["parent", "child"]).to_dict("records")):
        parent, child = row["parent"], row["child"]
        made[f"_:from{at}"] = _known({
            "prov:generatedEntity": _id("article", child),
            "prov:usedEntity": _id("unseen" if parent in unseen else "article", parent),
            "prov:type": _name("prov:Quotation") if verbatim[parent, child] else None,
            "pv:share": row["share"], "pv:p": row["p"], "pv:primary": row["primary"],
            "pv:credit": credit(parent, child), "pv:wordForWord": verbatim[parent, child] or None,
            "pv:runnerUp": row["runner_up"], "pv:runnerUpP": row["runner_up_p"],
        })  # fmt: skip
    return made


def _owners(trace: Trace) -> dict[str, str]:
    """Entity to outlet or agency, where one is known."""
    articles, unseen = trace.articles, trace.unseen
    owned = [("article", *row) for row in zip(articles["article"], articles["outlet"], strict=True)]
    owned += [("unseen", *row) for row in zip(unseen["node"], unseen["agency"], strict=True)]
    return {_id(kind, name): owner for kind, name, owner in owned if not pd.isna(owner) and owner}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if isinstance(value, dict) or not pd.isna(value)}


def _id(kind: str, name: str) -> str:
    """A qualified name; what a local part cannot hold is percent-encoded, so that no two names meet."""
    return f"pv:{kind}/{quote(name, safe='')}"


def _name(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
