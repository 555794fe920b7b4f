"""The kept shingles of a few stories in plain Python and numpy: the compiled loop's twin, without its start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from itertools import groupby

import numpy as np

from provenance.text import UNSPACED, marks, tokens

__all__ = ["kept"]

# No script below has marks of its own or does without spaces, so `text.tokens` cuts it as the pattern would.
_BEYOND = re.compile("[\u0300-\U0010ffff]")
_SIGN = rf"(?=[{UNSPACED}])[^\W\d]"
_SOLO = re.compile(_SIGN)
_ALL = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15


def kept(stories: Iterable[list[str]], length: int, window: int, together: int) -> tuple[np.ndarray, np.ndarray]:
    """The least shingle of every window of each story (its folded texts, in order), each once, sorted; how many each.

    Words are cut story by story; all that is reckoned with their hashes is reckoned for all stories at once.
    """
    values: list[int] = []
    ends = [0]
    for texts in stories:
        values += _values(texts, together)
        ends.append(len(values))
    words, first = np.array(values, dtype=np.uint64), np.array(ends, dtype=np.int64)
    shingles, story = _shingles(words, first, length)
    least, told = _winnowed(shingles, story, window)
    order = np.lexsort((least, told))
    least, told = least[order], told[order]
    new = np.append(True, (least[1:] != least[:-1]) | (told[1:] != told[:-1]))[: len(least)]
    return least[new], np.bincount(told[new], minlength=len(first) - 1)


def _values(texts: list[str], together: int) -> Iterable[int]:
    """A hash for each word of a story."""
    whole = "\n".join(texts)  # no word reaches over the end of a line
    if not _BEYOND.search(whole):
        return map(_value, tokens(whole))
    words = _pattern().findall(whole)
    alone = [_SOLO.match(word) is not None for word in words]
    values = list(map(_value, words))
    return _grouped(values, alone, together) if any(alone) else values


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """As `text.tokens`, but a mark belongs to the letter before it, and a sign of a script without spaces is a word."""
    first, solo, sign = rf"(?![{UNSPACED}])[^\W\d]", rf"{_SIGN}[{marks()}]*", rf"(?:[\d{marks()}]|(?![{UNSPACED}])\w)"
    return re.compile(rf"{solo}|(?:(?!_){first}\.){{2,}}|\d+(?:[.,:]\d+)*|{first}{sign}*(?:['-]{sign}+)*")


@lru_cache(maxsize=1 << 16)  # news repeats its words
def _value(word: str) -> int:
    """A hash of the word that is the same on every machine and in every run (Python's own is salted)."""
    value = 0xCBF29CE484222325
    for sign in word:
        value = (value ^ ord(sign)) * _BASE & _ALL
        value ^= value >> 32
    return value


def _grouped(values: list[int], alone: list[bool], together: int) -> Iterator[int]:
    """The words' hashes, with every `together` signs of a script without spaces made one word, overlapping."""
    at = 0
    for solo, run in groupby(alone):
        end = at + len(list(run))
        if not solo:
            yield from values[at:end]
        else:
            for first in range(at, max(at + 1, end - together + 1)):
                signs = values[first : min(first + together, end)]
                yield reduce(lambda made, value: (made * _BASE + value) & _ALL, signs)
        at = end


def _shingles(words: np.ndarray, first: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """A hash a run of `length` words of one story, and its story: a polynomial in an odd base modulo 2 ** 64, mixed."""
    size = max(len(words) - length + 1, 0)
    mixed = np.zeros(size, dtype=np.uint64)
    for k in range(length):
        mixed = mixed * np.uint64(_BASE) + words[k : k + size]
    mixed ^= mixed >> np.uint64(31)
    story = np.repeat(np.arange(len(first) - 1), np.diff(first))
    whole = story[:size] == story[length - 1 :][:size]
    return (mixed * np.uint64(0xBF58476D1CE4E5B9))[whole], story[:size][whole]


def _winnowed(shingles: np.ndarray, story: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """The least of every `window` shingles of one story in a row, or all of a story that has no more than so many."""
    size = max(len(shingles) - window + 1, 0)
    least = shingles[:size].copy()
    for k in range(1, window):
        np.minimum(least, shingles[k : k + size], out=least)
    whole = story[:size] == story[window - 1 :][:size]
    few = np.bincount(story, minlength=1)[story] <= window
    return np.concatenate([least[whole], shingles[few]]), np.concatenate([story[:size][whole], story[few]])
