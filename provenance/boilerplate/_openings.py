"""Patterns that many words may open, tried on a line only if one of these words begins as the line does.

Start at `Opening`. Most lines are the story's and open with none of the words of furniture: asking for the first letter
spares trying a hundred of them, and a pattern is compiled from those words alone that begin with a letter that was met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from provenance.text import far

__all__ = ["Opening", "may_close", "may_hold"]

_FIRST = re.compile(r"[^\W_]")
_QUANTIFIED = re.compile(r"[?*+]\+?|\{(\d*)(?:,\d*)?\}")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
_GROUP = re.compile(r"\(\?[:>]")
_ANY = frozenset([""])  # anything may come first

# What closes, and the white space inside a line that is no plain space.
_CLOSED = frozenset(")]\t\x1f\u00a0\u1680\u202f\u205f\u3000").union(map(chr, range(0x2000, 0x200B)))


class Opening:
    """`before`(?:`words`)`behind` as one pattern, where `before` matches neither letters nor figures.

    Matches exactly what the pattern as a whole would match, whatever the words are; where their first letter cannot be
    told (any letter, a class of many), they are tried on every line.
    """

    def __init__(self, words: str, behind: str = "", before: str = r"[\W_]*", flags: re.RegexFlag = re.I) -> None:
        self.before, self.behind, self.flags = before, behind, flags
        self.words = [(word, _firsts(word)) for word in _parts(words)]
        self._known: dict[str, re.Pattern[str] | None] = {}

    @classmethod
    def any_of(cls, openings: Iterable[Opening]) -> Opening:
        """One that matches wherever the words of one of these open a line, whatever stands behind them."""
        made = cls("")
        made.words = [word for one in openings for word in one.words]
        return made

    def fullmatch(self, line: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        first = _first(line)
        pattern = self._known[first] if first in self._known else self._pattern(first)
        return pattern.fullmatch(line) if pattern else None

    def match(self, line: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        first = _first(line)
        pattern = self._known[first] if first in self._known else self._pattern(first)
        return pattern.match(line) if pattern else None

    def _pattern(self, first: str) -> re.Pattern[str] | None:
        kept = [word for word, firsts in self.words if firsts == _ANY or self._begins(firsts, first)]
        made = f"{self.before}(?:{'|'.join(kept)}){self.behind}"
        self._known[first] = re.compile(made, self.flags) if kept else None
        return self._known[first]

    def _begins(self, firsts: frozenset[str], first: str) -> bool:
        return any(re.match(r"\d" if one == "0" else re.escape(one), first, self.flags) is not None for one in firsts)


@lru_cache(maxsize=1 << 12)  # a dozen rules ask it of the same lines
def _first(line: str) -> str:
    found = _FIRST.search(line)
    return found.group() if found else ""


def may_hold(line: str, hints: tuple[str, ...]) -> bool:
    """Whether one of the hints (small letters of ASCII) may stand in a line, in letters of any size.

    False only of a line in Latin letters that holds none: so a pattern under `re.I` each of whose alternatives holds
    one, or a letter of another script, matches nowhere in it.
    """
    low = _low(line)
    return not low or any(map(low.__contains__, hints))


def may_close(words: str) -> bool:
    """Whether the words may end with a bracket that closes, whatever stops and spaces stand behind it."""
    return words.rstrip(" .")[-1:] in _CLOSED


@lru_cache(maxsize=1 << 12)  # some rules ask it of the same lines
def _low(line: str) -> str:
    """The line in small letters; empty if it holds others than Latin ones."""
    return "" if far(line) else line.lower()


def _parts(words: str) -> list[str]:
    """The alternatives of a pattern, cut where a bar stands outside of brackets."""
    parts, depth, at, start = [], 0, 0, 0
    while at < len(words):
        if words[at] == "\\":
            at += 1
        elif words[at] == "[":
            at = _closed(words, at)
        elif words[at] in "()":
            depth += 1 if words[at] == "(" else -1
        elif words[at] == "|" and depth == 0:
            parts.append(words[start:at])
            start = at + 1
        at += 1
    return [*parts, words[start:]]


def _closed(words: str, at: int) -> int:
    """The last character of a class that begins at a place."""
    found = _CLASS.match(words, at)
    return found.end() - 1 if found else len(words)


def _firsts(word: str) -> frozenset[str]:
    """The letters with which a match may begin, figures as 0, signs left out; `_ANY` where that cannot be told."""
    found: set[str] = set()
    at = 0
    while at < len(word):
        here, at = _item(word, at)
        much = _QUANTIFIED.match(word, at)
        at = much.end() if much else at
        found |= here - {" "}
        if "" in here:
            return _ANY
        least = much is None or much.group()[0] == "+" or (much.group()[0] == "{" and (much.group(1) or "0") != "0")
        if " " not in here and least:
            return frozenset(found)
    return _ANY


def _item(word: str, at: int) -> tuple[set[str], int]:
    """The letters with which one item may begin, and where it ends; " " if it may hold signs alone, "" if any."""
    if word[at] == "(":
        opened, end = _GROUP.match(word, at), next(_ends(word, at))
        inside = [_firsts(part) for part in _parts(word[opened.end() : end - 1])] if opened else [_ANY]
        return ({""} if _ANY in inside else set[str]().union(*inside)), end
    if word[at] == "[":
        end = _closed(word, at) + 1
        held = word[at + 1 : end - 1]
        told = not (held.startswith("^") or "\\" in held or re.search(r"\w-\w", held))
        return ({c if c.isalnum() else " " for c in held} if told else {""}), end
    if word[at] == "\\":
        code = word[at + 1]
        return {"0"} if code == "d" else {" "} if code in "sb" or not code.isalnum() else {""}, at + 2
    return {"" if word[at] in ".^$" else word[at] if word[at].isalnum() else " "}, at + 1


def _ends(word: str, at: int) -> Iterator[int]:
    """Where the bracket that opens at a place is closed."""
    depth, start = 0, at
    while at < len(word):
        if word[at] == "\\":
            at += 1
        elif word[at] == "[":
            at = _closed(word, at)
        elif word[at] in "()":
            depth += 1 if word[at] == "(" else -1
            if depth == 0:
                yield at + 1
        at += 1
    raise ValueError(f"{word[start : start + 40]!r}: a bracket is not closed")
