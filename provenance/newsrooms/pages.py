"""How a text is printed: headline, byline, credit and the furniture of the site around the story, with every offset.

Start at `dress`, which lays out a page in blocks, and `printed`, which makes them one text.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from provenance.newsrooms.events import MONTHS, Facts, somebody
from provenance.newsrooms.grammar import Grammar
from provenance.newsrooms.units import Block, Node, Unit

__all__ = ["Printed", "Stamp", "dress", "printed", "stamped"]

_DAY = 1440  # minutes
# Days of the months of a year without a leap day; newsrooms of ours never print 29 February.
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Stamp(NamedTuple):
    """When a page says it was published: minutes from the beginning of 2023 in UTC, and how exactly it says so."""

    minute: int | None
    precision: str


class Printed(NamedTuple):
    """The text of a page; where its sentences stand, and what else stands there: (start, end, label)."""

    text: str
    sentences: list[tuple[Unit, int, int]]
    marks: list[tuple[int, int, str]]


def stamped(node: Node) -> Stamp:
    """What the outlet's clock makes of the time of filing."""
    mode, off = node.outlet.clock
    if mode == "none":
        return Stamp(None, "none")
    minute = max(0, node.minute + off)
    return Stamp(minute // _DAY * _DAY, "day") if mode == "day" else Stamp(minute, "minute")


def _clock(minute: int) -> str:
    day, rest = divmod(minute, _DAY)
    year, day = 2023 + day // 365, day % 365
    month = 0
    while day >= _LENGTHS[month]:
        day -= _LENGTHS[month]
        month += 1
    return f"{day + 1:02} {MONTHS[month]} {year} {rest // 60:02}:{rest % 60:02}"


def dress(node: Node, lists: Grammar, rng: Random, titles: list[str]) -> None:
    """Lay the text out as a page of its outlet's site; what a scraper took stands laid out already.

    `titles` are the headlines of other texts, for the lines that point to them.
    """
    outlet, site = node.outlet, node.outlet.site
    shown = rng.random() < outlet.dress
    if node.blocks:
        if shown and site.footer:
            node.blocks.append(Block("furniture", site.footer))
        return
    node.blocks = [Block("", units=paragraph) for paragraph in node.story]
    credit = _credit(node, rng)
    if outlet.kind == "agency" and rng.random() < 0.8:
        day = f"{MONTHS[node.event.month]} {node.event.date}"
        node.blocks[0].text = f"{node.event.place.upper()}, {day} ({outlet.name}) - "
    holes = Facts(node.event, rng)
    one, two = somebody(lists, rng), somebody(lists, rng)
    holes.update(FULL=f"{one.first} {one.last}", FULL2=f"{two.first} {two.last}", OUT=outlet.name)
    head = _head(node, holes, rng, shown=shown)
    tail = [Block("credit", credit)] if credit else []
    if outlet.kind == "agency" and rng.random() < 0.5:
        tail.insert(0, Block("signoff", lists.fill("signoff", _also(holes, PL9=node.event.place), rng)))
    if shown:
        _between(node, titles, rng)
        tail += [Block("furniture", line) for line in (site.newsletter, site.comments, site.footer) if line]
    node.blocks = [*head, *node.blocks, *tail]


def _also(facts: Facts, **more: str) -> Facts:
    facts.update(more)
    return facts


def _head(node: Node, holes: Facts, rng: Random, *, shown: bool) -> list[Block]:
    """What stands above the story."""
    site = node.outlet.site
    found = []
    if shown and site.nav:
        found.append(Block("furniture", site.nav))
    if rng.random() < 0.5:
        found.append(Block("furniture", node.title))
    if node.outlet.kind not in ("agency", "scraper") and rng.random() < 0.07:
        found.append(Block("repeat", node.story[0][0].text))  # the deck, printed again as the lead
        node.ops.add("deck_twice")
    if site.byline and rng.random() < 0.6:
        found.append(Block("byline", _filled(site.byline, holes)))
    minute = stamped(node).minute
    if shown and site.stamp and minute is not None:
        found.append(Block("dateline", site.stamp.replace("{CLOCK}", _clock(minute))))
    if shown and site.share:
        found.append(Block("furniture", site.share))
    if site.caption and rng.random() < 0.4:
        found.append(Block("caption", _filled(site.caption, holes)))
    return found


def _between(node: Node, titles: list[str], rng: Random) -> None:
    """Put the site's lines between the paragraphs."""
    site = node.outlet.site
    lines = [Block("furniture", site.advert)] if site.advert else []
    if site.related and titles:
        for _ in range(1 + int(rng.random() * 3)):
            lines.append(Block("related", site.related.replace("{TITLE}", titles[int(rng.random() * len(titles))])))
    for line in lines:
        if len(node.blocks) > 1:
            node.blocks.insert(1 + int(rng.random() * (len(node.blocks) - 1)), line)


def _filled(pattern: str, facts: Facts) -> str:
    for name in ("FULL2", "FULL", "N", "PL", "D", "OS", "OUT"):
        if f"{{{name}}}" in pattern:
            pattern = pattern.replace(f"{{{name}}}", facts[name])
    return pattern[:1].upper() + pattern[1:]


def _credit(node: Node, rng: Random) -> str:
    """The line that says whose text it is, by the habit of the house; what it says is noted in the node."""
    parent = next((parent for parent in node.parents if parent.outlet is not node.outlet), None)
    if parent is None:
        return ""
    named = parent.outlet.name
    if parent.outlet.kind != "agency" and parent.wire and rng.random() < 0.4:
        named = parent.wire
    habit = node.outlet.credit
    node.credit = habit
    if habit == "none":
        node.ops.add("strip_credit")
        return ""
    line = node.outlet.credit_line.replace("{AGENCY}", named)
    if parent.quote != line:
        node.ops.add("recredit")
    node.quote = line
    return line


def printed(node: Node) -> Printed:
    """The page as one text, blocks parted by an empty line."""
    out: list[str] = []
    sentences, marks = [], []
    at = 0
    for block in node.blocks:
        if out:
            out.append("\n\n")
            at += 2
        if block.label:
            out.append(block.text)
            marks.append((at, at + len(block.text), block.label))
            at += len(block.text)
            continue
        if block.text:
            out.append(block.text)
            marks.append((at, at + len(block.text.rstrip()), "dateline"))
            at += len(block.text)
        for place, unit in enumerate(block.units):
            if place:
                out.append(" ")
                at += 1
            out.append(unit.text)
            sentences.append((unit, at, at + len(unit.text)))
            at += len(unit.text)
    return Printed("".join(out), sentences, marks)
