"""Articles that arrows join into stories, and what lies downstream of each origin."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from provenance.frames import Trace
from provenance.infer import together

__all__ = ["Told", "tell"]

RELATED = 0.5  # a pair is related from an even chance on, as everywhere in the reports


@dataclass(frozen=True)
class Told:
    """Stories by node (`story`, named after the root of the largest cascade), and for each root what is `below` it.

    `depth` is the longest way down from a root, `roots` are the origins of each article; `kin` are the articles that
    one is related to outside its story, nobody can tell how.
    """

    story: Mapping[str, str]
    below: Mapping[str, frozenset[str]]
    depth: Mapping[str, int]
    roots: Mapping[str, frozenset[str]]
    kin: Mapping[str, frozenset[str]]


def tell(trace: Trace, arrows: pd.DataFrame) -> Told:
    """The stories that the arrows make, and the origins they rest on."""
    children: dict[str, list[str]] = defaultdict(list)
    for parent, child in zip(arrows["parent"], arrows["child"], strict=True):
        children[parent].append(child)
    taken = set(arrows["child"])
    below = {root: _below(root, children) for root in sorted(set(children) - taken)}
    depth = _depths(children)
    roots: dict[str, set[str]] = defaultdict(set)
    for root, found in below.items():
        for name in found:
            roots[name].add(root)
    beside: dict[str, set[str]] = defaultdict(set)
    for parent, child in zip(arrows["parent"], arrows["child"], strict=True):
        beside[parent].add(child)
        beside[child].add(parent)
    groups = {name: group[0] for group in together(beside) for name in group}
    digest = dict(zip(trace.articles["article"], trace.articles["sha256"], strict=True))
    digest |= dict(zip(trace.unseen["node"], trace.unseen["text"], strict=True))
    best: dict[str, str] = {}
    # Content breaks ties, and the name only between texts that are the same.
    for root in sorted(below, key=lambda name: (-len(below[name]), digest.get(name, ""), name)):
        best.setdefault(groups[root], root)
    story = {node: best[group] for node, group in groups.items()}
    return Told(
        story=story,
        below=below,
        depth={root: depth[root] for root in below},
        roots={name: frozenset(found) for name, found in roots.items()},
        kin=_kin(trace, story),
    )


def _below(root: str, children: Mapping[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = deque([root])
    while waiting:
        for child in children.get(waiting.popleft(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


def _depths(children: Mapping[str, list[str]]) -> dict[str, int]:
    """Arrows of the longest way down from each node: parents after their children (Kahn, from the leaves)."""
    above: dict[str, list[str]] = defaultdict(list)
    left = {parent: len(kids) for parent, kids in children.items()}
    for parent, kids in children.items():
        for child in kids:
            above[child].append(parent)
    depth: dict[str, int] = defaultdict(int)
    waiting = deque(sorted(set(above) - set(children)))
    while waiting:
        node = waiting.popleft()
        for parent in above.get(node, ()):
            depth[parent] = max(depth[parent], depth[node] + 1)
            left[parent] -= 1
            if not left[parent]:
                waiting.append(parent)
    return depth


def _kin(trace: Trace, story: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Articles related to others though no arrows join them."""
    rows = trace.verdicts[(trace.verdicts["says"] != "none") & (trace.verdicts["p_none"] <= RELATED)]
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in zip(rows["a"], rows["b"], strict=True):
        if story.get(a, a) != story.get(b, b):
            found[a].add(b)
            found[b].add(a)
    return {name: frozenset(others) for name, others in found.items()}
