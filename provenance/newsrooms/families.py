"""One newsroom: its agencies and outlets, and the families of texts that grow from one event after another.

Start at `newsroom`. A family begins with a text (mostly an agency's), which others take, whole or in part, and others
from them; some of the texts are then lost. What is nobody's stands between: reports alone on their event, and several
on one event that know nothing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from random import Random

from provenance.newsrooms.desk import begin, take, update, write
from provenance.newsrooms.events import Event
from provenance.newsrooms.grammar import Grammar, grammar
from provenance.newsrooms.house import Outlet
from provenance.newsrooms.options import Simulation
from provenance.newsrooms.pages import dress
from provenance.newsrooms.units import Node

__all__ = ["newsroom"]

_WIRE = 0.75  # share of families that begin with an agency's text; the others with an outlet's
_SECOND = 0.3  # share of families on whose event a second agency reports, in its own words
_UPDATE = 0.35  # share of first texts that are filed again, longer
_REVISED = 0.05  # share of copies that their outlet prints again, changed
_KEEPS = 3  # copies are lost so many times more seldom than first texts: an archive lacks the wire, not the papers


@dataclass
class _Room:
    options: Simulation
    rng: Random
    lists: Grammar
    agencies: list[Outlet] = field(default_factory=list)
    outlets: list[Outlet] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    here: int = 0  # articles that are in the folder so far
    own: int = 0  # and are nobody's but their author's
    groups: int = 0

    def outlet(self, kind: str) -> Outlet:
        taken = {outlet.name for outlet in (*self.agencies, *self.outlets)}
        return Outlet.invented(self.lists, self.rng, taken, self.options, kind=kind)

    def free(self, used: set[Outlet]) -> Outlet:
        """An outlet that has not written on the event yet; a new one, if all have."""
        left = [outlet for outlet in self.outlets if outlet not in used]
        if not left:
            left = [self.outlet(self.lists.draw("kind", self.rng))]
            self.outlets += left
        chosen = left[int(self.rng.random() * len(left))]
        used.add(chosen)
        return chosen

    def add(self, node: Node) -> Node:
        node.group = self.groups
        node.title = node.event.headline(self.rng)
        dress(node, self.lists, self.rng, self.titles[-30:])
        self.titles.append(node.title)
        self.nodes.append(node)
        return node


def newsroom(options: Simulation, number: int) -> list[Node]:
    """The texts of one newsroom, lost ones among them; exactly `options.articles` are present. Not yet named."""
    rng = Random(f"{options.seed}:{number}")
    room = _Room(options, rng, grammar())
    room.agencies = [room.outlet("agency") for _ in range(2 + (options.articles >= 30))]
    for _ in range(max(6, options.articles // 3)):
        room.outlets.append(room.outlet(room.lists.draw("kind", rng)))
    while room.here < options.articles:
        room.groups += 1
        left = options.articles - room.here
        if room.own < options.independent * (room.here + 1) or left < 3:
            _independent(room, left)
        else:
            _family(room, left)
    return room.nodes


def _minute(rng: Random) -> int:
    return int(rng.random() * 300 * 1440)


def _lag(rng: Random) -> int:
    """Minutes until another prints it: half within 80 minutes, one in forty after more than a day and a half."""
    return 2 + int(80 * exp(rng.gauss(0, 1.6)))


def _independent(room: _Room, left: int) -> None:
    """One to three reports on an event, each its author's own."""
    rng = room.rng
    event = Event.invented(room.lists, rng)
    many = min(left, 1 + int(rng.random() * 2.7))
    used: set[Outlet] = set()
    start = _minute(rng)
    for _ in range(many):
        agency = rng.random() < 0.15
        outlet = room.agencies[int(rng.random() * len(room.agencies))] if agency else room.free(used)
        node = begin(outlet, event, start + int(rng.random() * 600), "alone" if many == 1 else "independent")
        node.style = room.options.styles[int(rng.random() * len(room.options.styles))]
        room.add(write(node, 9 + int(rng.random() * 14), rng, alone=many == 1))
    room.here += many
    room.own += many


def _family(room: _Room, left: int) -> None:
    """A first text, its update, a second agency's report, and those who take from them."""
    rng, options = room.rng, room.options
    event = Event.invented(room.lists, rng)
    used: set[Outlet] = set()
    author = room.agencies[int(rng.random() * len(room.agencies))] if rng.random() < _WIRE else room.free(used)
    used.add(author)
    root = begin(author, event, _minute(rng), "first")
    root.style = author.genre
    root.wire = author.name if author.kind == "agency" else ""
    texts = [room.add(write(root, 12 + int(rng.random() * 13), rng, alone=False))]
    if rng.random() < _SECOND:
        others = [agency for agency in room.agencies if agency not in used]
        other = begin(others[int(rng.random() * len(others))], event, root.minute + int(rng.random() * 200), "first")
        other.wire = other.outlet.name
        texts.append(room.add(write(other, 10 + int(rng.random() * 12), rng, alone=False)))
    if rng.random() < _UPDATE:
        later = begin(author, event, root.minute + 20 + int(rng.random() * 500), "update")
        later.wire = root.wire
        texts.append(room.add(update(later, root, rng)))
    for _ in range(min(2 + int(rng.expovariate(0.35)), 9, left - len(texts))):
        texts.append(_next(room, event, texts, used))
    for copy in [text for text in texts if text.role == "copy" and text.outlet.kind != "scraper"]:
        if rng.random() < _REVISED and len(texts) < left:
            again = begin(copy.outlet, event, copy.minute + 30 + int(rng.random() * 900), "update")
            again.depth, again.wire, again.credit, again.quote = copy.depth, copy.wire, copy.credit, copy.quote
            texts.append(room.add(update(again, copy, rng)))
    _lose(texts, options.lost, rng)
    gone = [text for text in texts if not text.present and not any(text in other.parents for other in texts)]
    room.nodes = [node for node in room.nodes if node not in gone]
    room.here += sum(text.present for text in texts)
    room.own += sum(text.present and not text.parents and not any(text in t.parents for t in texts) for text in texts)


def _next(room: _Room, event: Event, texts: list[Node], used: set[Outlet]) -> Node:
    """One more who takes a text of the family, or pieces two together."""
    rng, options = room.rng, room.options
    open_ = [text for text in texts if text.depth < options.depth]
    weights = [1.0 if text.role == "copy" else 3.0 for text in open_]
    parent = rng.choices(open_, weights)[0]
    node = begin(room.free(used), event, parent.minute + _lag(rng), "copy")
    node.depth, node.wire, node.style = parent.depth + 1, parent.wire, parent.style
    parents = [parent]
    if rng.random() < options.mixing:
        others = [text for text in texts if text.role == "first" and text is not parent and text not in parent.parents]
        others = others or [text for text in room.nodes[-40:] if text.role == "first" and text.group != room.groups]
        if others:
            parents.append(others[int(rng.random() * len(others))])
            node.minute = max(node.minute, parents[1].minute + 5)
    return room.add(take(node, parents, rng))


def _lose(texts: list[Node], share: float, rng: Random) -> None:
    """Take texts that others took from out of the folder; an agency whose first text is missing is missing whole."""
    gone: set[Outlet] = set()
    for text in texts:
        copied = any(text in other.parents for other in texts)
        chance = share if text.role != "copy" else share / _KEEPS
        if text.outlet in gone or (copied and rng.random() < chance):
            text.present = False
            if text.outlet.kind == "agency":
                gone.add(text.outlet)
