"""What a house makes of a text: its own reports, and what it takes from others, by the habits of its kind.

Start at `write` (a report of one's own) and `take` (a text from one or two others).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from provenance.newsrooms.edits import EDITS, noted
from provenance.newsrooms.events import Event, Sentence
from provenance.newsrooms.house import Outlet, first_style
from provenance.newsrooms.units import Block, Node, Story, Unit

__all__ = ["ADDITIONS", "HABITS", "take", "update", "write"]

# How often each kind of house does what to a text that it takes, in the order in which it is done. By judgement from
# what reprints look like: clients cut and tidy, desks write anew, digests keep the top, scrapers change next to
# nothing.
HABITS: Mapping[str, Mapping[str, float]] = {
    "client": {
        "cut_tail": 0.6, "drop_paragraph": 0.4, "move_paragraph": 0.15, "reparagraph": 0.4, "merge": 0.4,
        "split": 0.4, "drop_day": 0.4, "drop_detail": 0.35, "reattribute": 0.3, "fix_slip": 1.0,
        "house_style": 0.75, "typo": 0.3,
        "wrong_name": 0.15, "doubled_word": 0.12, "own_lead": 0.12, "add_background": 0.2,
        "add_quote": 0.12,
    },
    "desk": {
        "cut_tail": 0.7, "drop_paragraph": 0.7, "move_paragraph": 0.4, "reparagraph": 0.6, "merge": 0.8,
        "split": 0.8,
        "drop_day": 0.6, "drop_detail": 0.6, "reattribute": 0.6, "reword": 0.5, "fix_slip": 1.0,
        "house_style": 0.95,
        "typo": 0.25, "wrong_name": 0.1, "doubled_word": 0.08, "own_lead": 0.65, "add_background": 0.7,
        "add_quote": 0.5,
    },
    "digest": {
        "cut_tail": 1.0, "drop_paragraph": 0.3, "reparagraph": 0.3, "merge": 0.3, "drop_day": 0.4,
        "drop_detail": 0.3,
        "fix_slip": 1.0, "house_style": 0.6, "typo": 0.15, "own_lead": 0.3, "add_background": 0.5,
    },
    "translator": {
        "cut_tail": 0.4, "drop_paragraph": 0.3, "translate": 1.0, "reattribute": 0.4, "drop_day": 0.3,
        "fix_slip": 1.0, "house_style": 1.0, "typo": 0.2, "add_background": 0.2,
    },
    "scraper": {"fix_slip": 0.0, "house_style": 0.1, "typo": 0.08},
}  # fmt: skip
_ROUNDS = {"merge": 2, "split": 2, "typo": 2}  # how many times at most
_TRIES = 3  # a place drawn at random may not do; asked again so many times


def write(node: Node, length: int, rng: Random, *, alone: bool) -> Node:
    """The node with a report of its outlet's own on its event, in its house style."""
    node.story = _paragraphs(node, node.event.report(node.style, length, rng, alone=alone), rng)
    if rng.random() < 0.15:  # everybody's first print has slips; those who copy may mend them
        EDITS["typo"](node.story, node, rng)
    return node


def _paragraphs(node: Node, sentences: Sequence[Sentence], rng: Random) -> Story:
    story: Story = []
    for sentence in sentences:
        unit = _own(node, sentence)
        if story and len(story) > 1 and len(story[-1]) < 3 and rng.random() < 0.45:
            story[-1].append(unit)
        else:
            story.append([unit])
    return story


def _own(node: Node, sentence: Sentence) -> Unit:
    text = first_style(sentence.text, node.outlet.style, *node.event.names)
    return Unit(text, node, quoted=sentence.quoted)


def take(node: Node, parents: Sequence[Node], rng: Random) -> Node:
    """The node with what its outlet makes of one text or two."""
    node.parents = list(parents)
    if node.outlet.kind == "scraper" and len(parents) == 1:
        _scrape(node, parents[0], rng)
    else:
        node.story = _copied(node, parents[0])
        if len(parents) > 1:
            _combine(node, parents[1], rng)
    habits = HABITS[node.outlet.kind if node.outlet.kind in HABITS else "client"]
    for name, chance in habits.items():
        for _ in range(_ROUNDS.get(name, 1)):
            if rng.random() < chance:
                _do(name, node, rng)
    return node


def _do(name: str, node: Node, rng: Random) -> None:
    edit = EDITS.get(name) or ADDITIONS[name]
    for _ in range(_TRIES):
        if edit(node.story, node, rng):
            return


def update(node: Node, earlier: Node, rng: Random) -> Node:
    """The node with a later take of its outlet's own text: sentences added at the top and below, little cut."""
    node.parents, node.story = [earlier], _copied(node, earlier)
    for name in ("own_lead", "add_quote", "add_background", "fix_slip", "drop_paragraph"):
        if rng.random() < 0.6:
            _do(name, node, rng)
    _do("add_background", node, rng)
    node.ops.add("update")
    return node


def _copied(node: Node, parent: Node) -> Story:
    return [[unit.copied(node) for unit in paragraph] for paragraph in parent.story]


def _scrape(node: Node, parent: Node, rng: Random) -> None:
    """Take the page as it stands, or a run of it, the other's furniture included."""
    blocks = parent.blocks
    stories = [at for at, block in enumerate(blocks) if not block.label]
    least = min(len(stories), 3)
    first = stories[0] if rng.random() < 0.7 else max(0, stories[0] - 2)
    last = stories[least - 1 + int(rng.random() * (len(stories) - least + 1))] + 1
    if rng.random() < 0.3:
        last = len(blocks)
    for block in blocks[first:last]:
        units = [unit.copied(node) for unit in block.units]
        node.blocks.append(Block(block.label, block.text, units))
        if units and not block.label:
            node.story.append(units)
    node.ops.add("scrape")


def _combine(node: Node, other: Node, rng: Random) -> None:
    """Let paragraphs of a second text follow, or stand among, those of the first."""
    second = _copied(node, other)
    start = int(rng.random() * max(1, len(second) // 2))
    taken = second[start : start + 2 + int(rng.random() * max(1, len(second) - 2))]
    keep = max(2, len(node.story) - int(rng.random() * len(node.story) / 2))
    del node.story[keep:]
    at = 1 + int(rng.random() * len(node.story))
    for paragraph in taken:
        for unit in paragraph:
            noted(unit, "combine")
    node.story[at:at] = taken


def _added(node: Node, kind: str, name: str, rng: Random) -> Unit | None:
    sentence = node.event.sentence(kind, node.outlet.genre, rng)
    if not sentence.text:
        return None
    unit = _own(node, sentence)
    noted(unit, name)
    return unit


def own_lead(story: Story, node: Node, rng: Random) -> bool:
    """Begin with a lead of one's own, before the lead that was taken or instead of it."""
    unit = _added(node, "lead", "own_lead", rng)
    if unit is None:
        return False
    if rng.random() < 0.6 and len(story) > 3:
        story[0] = [unit]
    else:
        story.insert(0, [unit])
    return True


def add_background(story: Story, node: Node, rng: Random) -> bool:
    """Add one to four sentences of background, at the end or before it."""
    done = False
    for _ in range(1 + int(rng.random() * 4)):
        unit = _added(node, "background" if rng.random() < 0.7 else "detail", "add_background", rng)
        if unit:
            story.insert(len(story) - (rng.random() < 0.3), [unit])
            done = True
    return done


def add_quote(story: Story, node: Node, rng: Random) -> bool:
    """Add a statement that only this house has."""
    unit = _added(node, "quote", "add_quote", rng)
    if unit is None:
        return False
    story.insert(1 + int(rng.random() * len(story)), [unit])
    return True


ADDITIONS: dict[str, Callable[[Story, Node, Random], bool]] = {
    "own_lead": own_lead, "add_background": add_background, "add_quote": add_quote,
}  # fmt: skip


def begin(outlet: Outlet, event: Event, minute: int, role: str) -> Node:
    """A text that is still empty."""
    return Node(outlet, event, minute, role, outlet.genre)
