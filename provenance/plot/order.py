"""The order in which pictures list articles: each family from its root downwards, then the articles apart."""

from __future__ import annotations

from provenance.findings import family
from provenance.frames import Trace

__all__ = ["by_lineage"]


def by_lineage(trace: Trace) -> list[str]:
    """Every article once: the largest family first, in it parents before children, branch by branch; then kin without
    an arrow, and at last the articles that are related to none.
    """
    whole = family(trace)
    below = whole.children()
    articles = set(trace.articles["article"])
    out: list[str] = []
    apart = set(whole.apart)
    for root in sorted(whole.roots, key=lambda node: (-len(whole.heirs(node)), node in apart, node)):
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in out:
                out.append(node)
                waiting += [edge.child for edge in reversed(below.get(node, []))]
    rest = sorted(articles - set(out))
    return [node for node in [*out, *rest] if node in articles]
