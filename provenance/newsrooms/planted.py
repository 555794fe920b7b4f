"""A large archive in small: mostly strangers, with known kinds of reuse planted among them.

Start at `archive`. Of 100 articles 12 have something from another, in equal parts: a near-copy; one passage of 60
words; three sentences; 150 words of which 15 in 100 were replaced; and prints of one wire report, 300 of each (fewer
where an archive is small).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from provenance.newsrooms.desk import begin, write
from provenance.newsrooms.edits import EDITS, noted
from provenance.newsrooms.events import Event
from provenance.newsrooms.grammar import Grammar, capital, grammar
from provenance.newsrooms.house import Outlet
from provenance.newsrooms.options import Simulation
from provenance.newsrooms.pages import dress
from provenance.newsrooms.units import Node, Unit

__all__ = ["PLANTED", "archive"]

REUSED = 0.12  # share of all articles that have something from another
CLUSTER = 300  # prints of one wire report
_OUTLETS = 60  # an outlet for every so many articles, as large archives have them; at least 12
_SENTENCES = (18, 36)  # 2.5 kB of text on average
_PASSAGE, _LONG, _REPLACED = 60, 150, 0.15


def archive(options: Simulation, number: int) -> list[Node]:
    """The texts of one part of the archive, not yet named."""
    rng = Random(f"{options.seed}:{number}:archive")
    lists = grammar()
    names: set[str] = set()
    outlets = []
    for _ in range(max(12, options.articles // _OUTLETS)):
        kind = "agency" if rng.random() < 0.1 else "client"
        made = Outlet.invented(lists, rng, names, options, kind=kind)
        outlets.append(made)
        names.add(made.name)
    wires = round(options.articles * REUSED / 5)
    planted = [kind for kind in PLANTED for _ in range(wires)]
    alone = options.articles - len(planted) - wires
    nodes = [_alone(lists, rng, outlets, "alone") for _ in range(max(1, alone))]
    sources = [*nodes]
    for kind in planted:
        nodes.append(_reused(kind, sources, lists, rng, outlets))
    while wires > 0 and len(nodes) < options.articles:
        many = min(wires, CLUSTER, options.articles - len(nodes))
        nodes += _cluster(many, lists, rng, outlets, lost=rng.random() < options.lost)
        wires -= many
    return nodes


def _minute(rng: Random) -> int:
    return int(rng.random() * 300 * 1440)


def _alone(lists: Grammar, rng: Random, outlets: list[Outlet], role: str) -> Node:
    outlet = outlets[int(rng.random() * len(outlets))]
    node = begin(outlet, Event.invented(lists, rng), _minute(rng), role)
    low, high = _SENTENCES
    return _laid(write(node, low + int(rng.random() * (high - low)), rng, alone=True), lists, rng)


def _laid(node: Node, lists: Grammar, rng: Random) -> Node:
    node.title = node.event.headline(rng)
    dress(node, lists, rng, [node.title])
    return node


def _reused(kind: str, sources: list[Node], lists: Grammar, rng: Random, outlets: list[Outlet]) -> Node:
    source = sources[int(rng.random() * len(sources))]
    outlet = outlets[int(rng.random() * len(outlets))]
    whole = kind == "near_copy"
    event = source.event if whole else Event.invented(lists, rng)
    node = begin(outlet, event, source.minute + 5 + int(rng.random() * 9000), kind)
    node.parents = [source]
    if not whole:
        write(node, 14 + int(rng.random() * 12), rng, alone=True)
    PLANTED[kind](node, source, rng)
    node.ops.add(kind)
    return _laid(node, lists, rng)


def _cluster(many: int, lists: Grammar, rng: Random, outlets: list[Outlet], *, lost: bool) -> list[Node]:
    wire = _alone(lists, rng, outlets, "first")
    wire.present = not lost
    found = [wire]
    while len(found) < many + lost:
        outlet = outlets[int(rng.random() * len(outlets))]
        node = begin(outlet, wire.event, wire.minute + 5 + int(rng.random() * 3000), "wire")
        node.parents = [wire]
        node.story = [[unit.copied(node) for unit in paragraph] for paragraph in wire.story]
        for name, chance in (("cut_tail", 0.5), ("drop_paragraph", 0.3), ("house_style", 0.5), ("typo", 0.3)):
            if rng.random() < chance:
                EDITS[name](node.story, node, rng)
        node.ops.add("wire")
        found.append(_laid(node, lists, rng))
    return found


def _near_copy(node: Node, source: Node, rng: Random) -> None:
    node.story = [[unit.copied(node) for unit in paragraph] for paragraph in source.story]
    for name in ("house_style", "typo", "drop_day"):
        EDITS[name](node.story, node, rng)
    if rng.random() < 0.3:
        EDITS["drop_paragraph"](node.story, node, rng)


def _three(node: Node, source: Node, rng: Random) -> None:
    units = source.units
    for at in sorted(rng.sample(range(len(units)), min(3, len(units)))):
        taken = units[at].copied(node)
        noted(taken, "three_sentences")
        node.story.insert(1 + int(rng.random() * len(node.story)), [taken])


def _passage(node: Node, source: Node, rng: Random) -> None:
    _plant(node, _window(node, source, _PASSAGE, rng), "passage", rng)


def _replaced(node: Node, source: Node, rng: Random) -> None:
    taken = _window(node, source, _LONG, rng)
    pool = _words()
    for unit in taken:
        words = unit.text.split(" ")
        unit.text = capital(
            " ".join(pool[int(rng.random() * len(pool))] if rng.random() < _REPLACED else word for word in words)
        )
    _plant(node, taken, "replaced", rng)


@cache
def _words() -> list[str]:
    return [word for entry in grammar().plain["swap"] for word in entry.split("=")]


def _window(node: Node, source: Node, size: int, rng: Random) -> list[Unit]:
    """So many words in a row, sentence by sentence; the first and the last may be cut."""
    units = source.units
    total = sum(unit.text.count(" ") + 1 for unit in units)
    skip = int(rng.random() * max(1, total - size))
    left = size
    found = []
    for unit in units:
        words = unit.text.split(" ")
        kept = words[skip : skip + left]
        skip = max(0, skip - len(words))
        if kept:
            made = unit.copied(node)
            made.text = " ".join(kept)
            left -= len(kept)
            found.append(made)
        if not left:
            break
    return found


def _plant(node: Node, units: list[Unit], kind: str, rng: Random) -> None:
    for unit in units:
        noted(unit, kind)
    node.story.insert(1 + int(rng.random() * len(node.story)), units)


PLANTED: dict[str, Callable[[Node, Node, Random], None]] = {
    "near_copy": _near_copy, "passage": _passage, "three_sentences": _three, "replaced": _replaced,
}  # fmt: skip
