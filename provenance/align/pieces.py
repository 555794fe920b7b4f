"""A sentence as a reader of edits sees it: its words and marks in place, which print a name, which stand in quotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from provenance.align.kinds import Part
from provenance.align.weights import FUNCTION_WEIGHT, weight
from provenance.text import UNSPACED, Span, fold

__all__ = ["Piece", "Printed", "is_small"]

_LATIN = 0x2FF  # up to here no character is a vowel sign or an accent of its own
_OPENS, _CLOSES = "“„«「『", "”»」』"
# Share of capitals among a sentence's content words above which it is a headline, where they tell no names: in
# headlines in title case nearly all have one. By judgement.
_SHOUT = 0.6


class Piece(NamedTuple):
    """A word or a mark: where it stands, and what it is compared by."""

    start: int
    end: int
    key: str


class Printed:
    """One sentence with its pieces; what their print says is worked out when asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.told: dict[str, list[str]] = {}

    @cached_property
    def pieces(self) -> list[Piece]:
        """Words and marks in order; white space belongs to none."""
        marks = "".join(c for c in sorted(set(self.text)) if ord(c) > _LATIN and _joins(c))
        return [Piece(m.start(), m.end(), _key(m.group())) for m in _pattern(marks).finditer(self.text)]

    @cached_property
    def masses(self) -> list[float]:
        """The weight of all pieces before each, marks left out, so that a stretch is weighed by a subtraction."""
        return [*accumulate([weight(p.key) if p.key[0].isalnum() else 0.0 for p in self.pieces], initial=0.0)]

    def part(self, first: int, last: int, span: Span) -> Part:
        """The pieces `first` to `last`, which stand at `span`, as one side of a change."""
        keys = tuple([piece.key for piece in self.pieces[first:last]])
        names = [self._named(n) for n in range(first, last + 1)]
        named = tuple(names[:-1])
        firm = tuple([
            name and (not self._begins(n) or names[n + 1 - first])
            for n, name in enumerate(named, first)
        ])  # fmt: skip
        at = bisect_right(self._quotes, (span.start, len(self.text) + 1)) - 1
        whole = any(start and end < len(self.text) for start, end in self._quotes)
        return Part(keys, named, firm, at >= 0 and span.end <= self._quotes[at][1], whole)

    def _named(self, n: int) -> bool:
        """Does the piece begin with a capital that means something?"""
        if n >= len(self.pieces) or self._shouts:
            return False
        piece = self.pieces[n]
        return self.text[piece.start].isupper() and not is_small(piece.key)

    def _begins(self, n: int) -> bool:
        """Would the piece have a capital anyway?"""
        return (
            not any(c.isalnum() for c in self.pieces[n - 1].key) and self.pieces[n - 1].key not in ",;-()"
            if n
            else True
        )

    @cached_property
    def _shouts(self) -> bool:
        words = [piece for piece in self.pieces if piece.key[0].isalpha() and not is_small(piece.key)]
        capitals = sum(self.text[piece.start].isupper() for piece in words)
        return len(words) > 4 and capitals > _SHOUT * len(words)

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        """Where quotations stand between their marks; one that began or ends in another sentence reaches to the end."""
        found: list[tuple[int, int]] = []
        opened: int | None = None
        for mark in re.finditer(rf'["{_OPENS}{_CLOSES}]', self.text):
            at = mark.start()
            blank = at == 0 or self.text[at - 1].isspace() or self.text[at - 1] in "([-—–"
            opens = mark.group() in _OPENS or (mark.group() == '"' and opened is None and (blank or bool(found)))
            if opens:
                opened = mark.end()
            elif opened is not None or not found:
                found.append((opened or 0, at))
                opened = None
        return found if opened is None else [*found, (opened, len(self.text))]


@lru_cache(maxsize=1 << 16)
def is_small(key: str) -> bool:
    """Whether a word is a function word; a mark is none."""
    return key[:1].isalnum() and weight(key) <= FUNCTION_WEIGHT


def _joins(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in "\u200c\u200d"


@lru_cache(maxsize=256)
def _pattern(marks: str) -> re.Pattern[str]:
    """Words with their inner marks (U.S., al-Qaeda, Tajikistan's, 3,000) and vowel signs; else one character."""
    more = f"[{marks}]*" if marks else ""
    word = rf"(?:[^\W{UNSPACED}]{more})+"
    return re.compile(rf"(?:[^\W\d_]\.){{2,}}|{word}(?:['’‐‑-]{word}|(?<=\d)[.,:](?=\d){word})*|\S{more}")


@lru_cache(maxsize=1 << 16)
def _key(piece: str) -> str:
    folded = fold(piece) or piece  # a character without width folds to nothing
    return folded.replace(".", "") if folded[:1].isalpha() else folded
