"""The edges as a family: roots, children, articles apart, and kin of whom nobody can say who was first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from provenance.findings.names import text_of
from provenance.frames import Trace

__all__ = ["Edge", "Family", "Judged", "family", "judged"]

_RELATED = 0.5  # a pair is called kin from an even chance on; below it "none" is the better story


class Edge(NamedTuple):
    """One row of `edges`, with the sentences counted: `taken` of the child's `of` came from the parent.

    `runner_up` is empty, an article, or '~': an original that is not in the folder.
    """

    parent: str
    child: str
    share: float
    p: float
    primary: bool
    runner_up: str
    runner_up_p: float
    taken: int
    of: int


class Judged(NamedTuple):
    """One row of `verdicts`."""

    a: str
    b: str
    p_a_to_b: float
    p_b_to_a: float
    p_common: float
    p_none: float
    shared: float
    says: str


@dataclass(frozen=True)
class Family:
    """The lineage as lists in the order of their names.

    `kin` are pairs that are related though no path of edges joins them; `apart` are the articles with
    neither. `versions` of another article (article -> that other) stand nowhere else: they are no origins.
    """

    edges: tuple[Edge, ...]
    roots: tuple[str, ...]
    apart: tuple[str, ...]
    kin: tuple[Judged, ...]
    trees: Mapping[str, int]
    clusters: int
    versions: Mapping[str, str]

    def children(self) -> dict[str, list[Edge]]:
        """The main edge of every taker, by parent, the largest share first."""
        return self._children

    @cached_property
    def _children(self) -> dict[str, list[Edge]]:
        below: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.main().values():
            below[edge.parent].append(edge)
        return {parent: sorted(edges, key=lambda e: (-e.share, e.child)) for parent, edges in below.items()}

    def main(self) -> dict[str, Edge]:
        """The main edge of each taker: the primary one, else the one with the largest share."""
        best: dict[str, Edge] = {}
        for edge in sorted(self.edges, key=lambda e: (e.primary, e.share, e.p), reverse=True):
            best.setdefault(edge.child, edge)
        return best

    def families(self) -> list[tuple[str, list[str]]]:
        """Each family that holds a taker: the origin from which most of it descends, and its takers; largest first."""
        main, nodes = self.main(), defaultdict(list)
        for node, number in self.trees.items():
            nodes[number].append(node)
        found = []
        for members in nodes.values():
            takers = [node for node in members if node in main]
            if takers:
                roots = [node for node in members if node not in main]
                found.append((min(roots, key=lambda node: (-len(self.heirs(node)), node)), takers))
        return sorted(found, key=lambda one: (-len(one[1]), one[0]))

    def heirs(self, root: str) -> list[str]:
        """Every article below the root along main edges, nearest first."""
        below, found = self.children(), [root]
        for node in found:
            found += [edge.child for edge in below.get(node, []) if edge.child not in found]
        return found[1:]


def judged(trace: Trace) -> list[Judged]:
    """The verdicts as named tuples, in the order of the table."""
    columns = list(Judged._fields)
    return [Judged(*row) for row in trace.verdicts[columns].itertuples(index=False, name=None)]


def family(trace: Trace) -> Family:
    """The edges and verdicts of the trace as one family."""
    edges = tuple(_edges(trace))
    pairs = zip(trace.articles["article"], trace.articles["version_of"], strict=True)
    versions = {str(name): str(first) for name, first in pairs if isinstance(first, str)}
    articles = [str(name) for name in trace.articles["article"] if name not in versions]
    nodes = sorted({*articles, *trace.unseen["node"], *(e.parent for e in edges)})
    trees = _components(nodes, [(e.parent, e.child) for e in edges])
    related = [v for v in judged(trace) if v.says != "none" and v.p_none <= _RELATED]
    kin = tuple(v for v in related if trees.get(v.a) != trees.get(v.b))
    joined = {e.child for e in edges} | {e.parent for e in edges}
    kindred = joined | {v.a for v in kin} | {v.b for v in kin}
    clusters = _components(nodes, [(e.parent, e.child) for e in edges] + [(v.a, v.b) for v in kin])
    return Family(
        edges=edges,
        roots=tuple(n for n in nodes if n not in {e.child for e in edges}),
        apart=tuple(n for n in articles if n not in kindred),
        kin=kin,
        trees=trees,
        clusters=len(set(clusters.values())),
        versions=versions,
    )


def _edges(trace: Trace) -> Iterable[Edge]:
    taken = trace.descent.groupby(["child", "parent"]).size().to_dict()
    of = trace.descent.groupby("child").size().to_dict()
    for row in trace.edges.to_dict("records"):
        parent, child = row["parent"], row["child"]
        yield Edge(
            parent=parent,
            child=child,
            share=row["share"],
            p=row["p"],
            primary=row["primary"],
            runner_up=text_of(row["runner_up"]),
            runner_up_p=row["runner_up_p"],
            taken=int(taken.get((child, parent), 0)),
            of=int(of.get(child, 0)),
        )


def _components(nodes: list[str], links: list[tuple[str, str]]) -> dict[str, int]:
    """Each node with the number of the group it is joined to, groups numbered in the order of the nodes."""
    joined: dict[str, set[str]] = defaultdict(set)
    for one, two in links:
        joined[one].add(two)
        joined[two].add(one)
    group: dict[str, int] = {}
    for node in nodes:
        if node in group:
            continue
        number, queue = len(set(group.values())), [node]
        while queue:
            at = queue.pop()
            if at not in group:
                group[at] = number
                queue += sorted(joined[at])
    return group
