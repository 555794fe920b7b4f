"""The raw text as lines, sentences and tokens; every piece carries its offsets and is a slice of the text.

Start at `split`. Nothing here alters a text: `norm` makes a second, comparable string beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

__all__ = ["Line", "Page", "Span", "fold", "gaps", "tokens"]

# What a reader sees as the same character in print, but a computer does not.
_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "―": " - ", "−": "-",
        "…": "...", "\u00a0": " ", "\u202f": " ", "\u00ad": None,
        "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
        "\u200e": None, "\u200f": None, "\u202a": None, "\u202b": None, "\u202c": None,
        "\u202d": None, "\u202e": None, "\u2066": None, "\u2067": None, "\u2068": None, "\u2069": None,
    }
)  # fmt: skip
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d]\w*(?:['-]\w+)*")


class Span(NamedTuple):
    """A half-open range of characters of a raw text."""

    start: int
    end: int


class Line(NamedTuple):
    """A line of a raw text that holds more than white space, without the white space around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """One raw text as the rules see it: the text, and its lines."""

    text: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold more than white space, in order, each trimmed, with its offsets."""
        found = []
        at = 0
        for piece in self.text.splitlines(keepends=True):
            words = piece.strip()
            if words:
                start = at + piece.index(words)
                found.append(Line(start, start + len(words), words))
            at += len(piece)
        return tuple(found)


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, plain quotes and dashes, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).casefold().split())


def tokens(norm: str) -> list[str]:
    """The words and numbers of a folded text in order; punctuation is left out, `u.s.` and `al-qaeda` stay whole."""
    return _TOKEN.findall(norm)


def gaps(length: int, spans: Iterable[tuple[int, int]]) -> list[Span]:
    """What is left of `0..length` once the spans (which may overlap) are taken out, in order."""
    left, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            left.append(Span(at, start))
        at = max(at, end)
    if at < length:
        left.append(Span(at, length))
    return left
