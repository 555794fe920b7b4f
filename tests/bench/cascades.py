"""A wire that many print, copy from copy: python tests/bench/cascades.py [--prints 300] [--shape tree] [--uncredited].

One agency's report is taken by so many outlets of the simulator, among 60 articles of strangers; whom each takes from
goes by `--shape`: star (all from the agency), tree (a third of them from it, the others from prints, those near to it
more often), chain (from one of the last few). `--light` reprints as papers print a wire (cut, dropped paragraph, house
style, slip); without it each kind of house does what it does in `provenance simulate`. Printed: pairs, the share of the
prints whose real parent is among their pairs, and the measures of `provenance score`.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

import pandas as pd

import provenance as pv
from provenance.newsrooms.desk import begin, take, write
from provenance.newsrooms.edits import EDITS
from provenance.newsrooms.events import Event
from provenance.newsrooms.families import _lag
from provenance.newsrooms.grammar import grammar
from provenance.newsrooms.house import Outlet
from provenance.newsrooms.pages import dress
from provenance.newsrooms.truth import name, tell
from provenance.newsrooms.units import Node

STRANGERS = 60
LIGHT = {"cut_tail": 0.35, "drop_paragraph": 0.3, "house_style": 0.5, "typo": 0.3, "drop_detail": 0.15,
         "reattribute": 0.15}  # fmt: skip
MEASURES = ("parent of copies", "sentence parent", "order", "order, when decided", "wrong arrows", "decided", "ece")


class Cascade:
    """The texts, as they are written."""

    def __init__(self, options: pv.Simulation) -> None:
        self.options, self.rng, self.lists = options, Random(f"cascade:{options.seed}"), grammar()
        self.names: set[str] = set()
        self.nodes: list[Node] = []

    def outlet(self, kind: str) -> Outlet:
        made = Outlet.invented(self.lists, self.rng, self.names, self.options, kind=kind)
        self.names.add(made.name)
        return made

    def add(self, node: Node, group: int) -> Node:
        node.group, node.title = group, node.event.headline(self.rng)
        dress(node, self.lists, self.rng, [one.title for one in self.nodes[-30:]])
        self.nodes.append(node)
        return node

    def alone(self, group: int, kind: str, role: str, length: int) -> Node:
        """A report of its outlet's own."""
        outlet, event = self.outlet(kind), Event.invented(self.lists, self.rng)
        node = begin(outlet, event, int(self.rng.random() * 300 * 1440), role)
        node.wire = outlet.name if kind == "agency" else ""
        return self.add(write(node, length, self.rng, alone=role == "alone"), group)

    def copy(self, parent: Node, light: bool) -> Node:
        """A print of the parent, or of a print of it."""
        kind = "client" if light else self.lists.draw("kind", self.rng)
        node = begin(self.outlet(kind), parent.event, parent.minute + _lag(self.rng), "copy")
        node.depth, node.wire, node.style = parent.depth + 1, parent.wire, parent.style
        if not light:
            return self.add(take(node, [parent], self.rng), STRANGERS)
        node.parents, node.story = [parent], [[unit.copied(node) for unit in part] for part in parent.story]
        for edit, chance in LIGHT.items():
            if self.rng.random() < chance:
                EDITS[edit](node.story, node, self.rng)
        return self.add(node, STRANGERS)

    def parent(self, texts: list[Node], shape: str) -> Node:
        if shape == "star":
            return texts[0]
        if shape == "chain":
            return texts[-1 - min(len(texts) - 1, int(self.rng.expovariate(0.8)))]
        weights = [1 / (1 + text.depth) for text in texts]
        weights[0] += 0.15 * len(texts)
        return self.rng.choices(texts, weights)[0]


def cascade(options: pv.Simulation, shape: str, light: bool) -> pv.History:
    """The articles and the truth about them."""
    made = Cascade(options)
    for group in range(STRANGERS):
        made.alone(group, made.lists.draw("kind", made.rng), "alone", 9 + int(made.rng.random() * 14))
    texts = [made.alone(STRANGERS, "agency", "first", 22 + int(made.rng.random() * 8))]
    for _ in range(options.articles):
        texts.append(made.copy(made.parent(texts, shape), light))
    name(made.nodes, 0, options.seed)
    return tell(made.nodes)


def main() -> int:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--prints", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--shape", choices=("star", "tree", "chain"), default="tree")
    arguments.add_argument("--light", action="store_true")
    arguments.add_argument("--uncredited", action="store_true", help="nobody credits what it takes")
    asked = arguments.parse_args()
    credited = 0.0 if asked.uncredited else pv.Simulation.credited
    options = pv.Simulation(newsrooms=1, articles=asked.prints, seed=asked.seed, credited=credited)
    history = cascade(options, asked.shape, asked.light)
    start = time.process_time()
    trace = pv.trace(history.articles[["article", "text", "title", "outlet", "published"]])
    print(f"{time.process_time() - start:.0f} s of processor time")
    pairs = set(zip(trace.verdicts["a"], trace.verdicts["b"], strict=True))
    real = history.edges[history.edges["primary"] & (history.edges["kind"] == "observed")]
    met = [tuple(sorted(both)) in pairs for both in zip(real["parent"], real["child"], strict=True)]
    print(f"{len(pairs)} pairs, {pd.Series(met).mean():.3f} of {len(met)} real parents among them")
    for row in pv.score(trace, history).to_dict("records"):
        if row["measure"] in MEASURES:
            print(
                f"{row['measure']:<24}{'-' if pd.isna(row['value']) else format(row['value'], '.3f'):>8}{row['of']:>8}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
