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


def kept(story: Iterable[str], length: int, window: int, together: int) -> np.ndarray:
    """The least shingle of every window of one story (its folded texts, in order), each once, sorted."""
    texts = list(story)
    words = [word for text in texts for word in _words(text)]
    values = list(map(_value, words))
    if any(map(_BEYOND.search, texts)):
        alone = [_SOLO.match(word) is not None for word in words]
        values = list(_grouped(values, alone, together)) if any(alone) else values
    return _winnow(_shingles(np.array(values, dtype=np.uint64), length), window)


def _words(text: str) -> list[str]:
    return _pattern().findall(text) if _BEYOND.search(text) else tokens(text)


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


def _shingles(words: np.ndarray, length: int) -> np.ndarray:
    """One hash a run of `length` words: a polynomial in an odd base, modulo 2 ** 64, then mixed."""
    count = len(words) - length + 1
    if count < 1:
        return np.array([], dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for k in range(length):
        mixed = mixed * np.uint64(_BASE) + words[k : k + count]
    mixed ^= mixed >> np.uint64(31)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)


def _winnow(hashes: np.ndarray, window: int) -> np.ndarray:
    if len(hashes) > window:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1)
    return np.unique(hashes)
