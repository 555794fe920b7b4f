"""What the simulator moves about: a sentence that knows where it came from, and the text it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.newsrooms.events import Event
    from provenance.newsrooms.house import Outlet

__all__ = ["Block", "Node", "Story", "Unit"]


class Unit:
    """One sentence as one text prints it; `origin` holds the sentences it was made from, the first the main one."""

    __slots__ = ("home", "n", "ops", "origin", "quoted", "slips", "text")

    def __init__(self, text: str, home: Node, *, quoted: bool = False) -> None:
        self.text, self.home, self.quoted = text, home, quoted
        self.origin: tuple[Unit, ...] = ()
        self.ops: tuple[str, ...] = ()
        self.slips: tuple[tuple[str, str], ...] = ()  # (as printed, as it should be)
        self.n = -1

    def copied(self, home: Node) -> Unit:
        """The same words in another text."""
        made = Unit(self.text, home, quoted=self.quoted)
        made.origin, made.slips = (self,), self.slips
        return made


Story = list[list[Unit]]  # paragraphs of sentences


@dataclass
class Block:
    """A paragraph as it is printed: story (no label, with its sentences), or a labelled line of the page."""

    label: str
    text: str = ""
    units: list[Unit] = field(default_factory=list)


@dataclass(eq=False)
class Node:
    """One text of a history, whether or not it is in the folder."""

    outlet: Outlet
    event: Event
    minute: int  # when it was filed, in minutes from the beginning of its newsroom
    role: str  # own, take, update, copy, independent, alone, and the planted kinds
    style: str
    story: Story = field(default_factory=list)
    parents: list[Node] = field(default_factory=list)
    present: bool = True
    name: str = ""
    title: str = ""
    credit: str = "none"  # as it is printed: full, generic, none
    quote: str = ""  # the words of the credit
    wire: str = ""  # the agency whose text it is, as far as the page knows
    ops: set[str] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    depth: int = 0
    group: int = 0

    @property
    def units(self) -> list[Unit]:
        """Its sentences in order."""
        return [unit for paragraph in self.story for unit in paragraph]
