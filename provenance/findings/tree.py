"""The lineage as text for a terminal, and the credit on each of its edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provenance.findings.kin import Edge, Family, family
from provenance.findings.names import labels, shorts, started, text_of
from provenance.findings.verdict import told
from provenance.findings.words import CREDITS, confidence, percent
from provenance.frames import Trace

__all__ = ["credit_of", "credits_on", "lineage_text"]


def credit_of(trace: Trace, parent: str, child: str) -> str:
    """The credit that the child gives to the parent, as in `audit.credit`."""
    return credits_on(trace)(parent, child)


def credits_on(trace: Trace) -> Callable[[str, str], str]:
    """The function (parent, child) -> credit, with the tables indexed once.

    The audit judges the node that most was taken from; for a further parent the credit lines decide.
    """
    audited = {
        str(article): (text_of(node), str(credit))
        for article, node, credit in trace.audit[["article", "taken_from", "credit"]].itertuples(index=False)
    }
    outlets = dict(zip(trace.articles["article"], map(text_of, trace.articles["outlet"]), strict=True))
    outlets |= dict(zip(trace.unseen["node"], map(text_of, trace.unseen["agency"]), strict=True))
    given: dict[str, list[tuple[str, str]]] = {}
    for article, agency, role in trace.credits[["article", "agency", "role"]].itertuples(index=False):
        given.setdefault(str(article), []).append((text_of(agency), str(role)))

    def on(parent: str, child: str) -> str:
        node, credit = audited.get(child, ("", "none"))
        if node == parent:
            return credit
        name = outlets.get(parent, "")
        roles = {role for agency, role in given.get(child, []) if name and agency == name}
        if "origin" in roles:
            return "full"
        if any(role == "generic" for _, role in given.get(child, [])):
            return "generic"
        if "photo" in roles:
            return "photo-only"
        return "other" if any(role == "origin" for _, role in given.get(child, [])) else "none"

    return on


def lineage_text(trace: Trace) -> str:
    """The lineage as an indented tree: share, confidence and credit of each arrow; then who stands apart."""
    whole, names = family(trace), labels(trace)
    tree = _Tree(whole, whole.children(), names, credits_on(trace))
    blocks = [
        [started(names.get(root, root)), *tree.branch(root, "", frozenset([root]))]
        for root in whole.roots
        if tree.below.get(root)
    ]
    kin = [told(row, shorts(trace)) for row in whole.kin]
    if kin:
        blocks.append(["Related, but who was first cannot be told", *(f"  {line}" for line in kin)])
    if whole.apart:
        lead = "Related to no other article" if len(trace.articles) > 1 else "Nothing to compare with"
        blocks.append([lead, *(f"  {started(names[name])}" for name in whole.apart)])
    if whole.versions:
        again = sorted(whole.versions.items(), key=lambda pair: (names[pair[1]], names[pair[0]]))
        lines = (f"  {started(names[one])}, of {names[first]}" for one, first in again)
        blocks.append(["Versions of one article, not compared", *lines])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n" if blocks else "No articles.\n"


@dataclass(frozen=True)
class _Tree:
    """What every line of the tree leans on, looked up once."""

    family: Family
    below: Mapping[str, Sequence[Edge]]
    names: Mapping[str, str]
    credit: Callable[[str, str], str]

    def branch(self, node: str, indent: str, path: frozenset[str]) -> Iterator[str]:
        """The lines below a node; a node is never drawn below itself."""
        edges = [edge for edge in self.below.get(node, ()) if edge.child not in path]
        for edge in edges:
            child, last = edge.child, edge is edges[-1]
            deeper = indent + ("   " if last else "│  ")
            beside = deeper + ("│  " if self.below.get(child) else "   ")
            yield f"{indent}{'└─ ' if last else '├─ '}{started(self.names.get(child, child))}"
            yield beside + self.facts(edge)
            for other in self.family.edges:
                if other.child == child and other.parent != edge.parent:
                    origin = self.names.get(other.parent, other.parent)
                    yield f"{beside}also from {origin}: {self.facts(other)}"
            yield from self.branch(child, deeper, path | {child})

    def facts(self, edge: Edge) -> str:
        """One arrow in a line: share, confidence, credit."""
        share = f"{percent(edge.share)} of its sentences"
        return f"{share} · {confidence(edge.p)} · {CREDITS[self.credit(edge.parent, edge.child)]}"
