"""What each character is to a word, as tables that a compiled loop can index: its class and what it folds to.

The tables are asked of `text.fold`, `unicodedata` and `re`, so the loop sees every character as they do.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from provenance.text import UNSPACED, fold, marks

__all__ = [
    "DIGIT", "DOT", "HYPHEN", "LETTER", "LINE", "MARK", "OTHER", "SOLO", "STOP", "Signs", "plain", "signs",
]  # fmt: skip

# Classes: what may begin a word, go on in it, or join two parts of it.
OTHER, LETTER, LINE, DIGIT, MARK, SOLO, DOT, STOP, HYPHEN = range(9)


class Signs(NamedTuple):
    """Tables over all code points. `kind`: the class of a folded character.

    `single`: what a character folds to, or, where that is not one character, -1 - n: the n-th stretch of `pool`
    (from `starts[n]` to `starts[n + 1]`). `unsafe`: what may change its neighbours when normalised (NFKC).
    """

    kind: np.ndarray
    single: np.ndarray
    pool: np.ndarray
    starts: np.ndarray
    unsafe: np.ndarray


@lru_cache(maxsize=1)
def signs() -> Signs:
    """The tables; a quarter of a second, once a process."""
    size = sys.maxunicode + 1
    single = np.arange(size, dtype=np.int32)
    pool: list[int] = []
    starts = [0]
    known = _all()
    for sign, folded in zip(known, fold("\0".join(known)).split("\0"), strict=True):
        if folded == sign:
            continue
        if len(folded) == 1:
            single[ord(sign)] = ord(folded)
        else:
            single[ord(sign)] = -len(starts)
            pool += map(ord, folded)
            starts.append(len(pool))
    return Signs(_kinds(known), single, np.array(pool, dtype=np.int32), np.array(starts), _unsafe(known))


@lru_cache(maxsize=1)
def plain() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The folding tables (single, pool, starts) that leave every character as it is."""
    return np.arange(sys.maxunicode + 1, dtype=np.int32), np.array([], dtype=np.int32), np.array([0])


def _all() -> str:
    """Every character that a text may hold and that is not its own plain self: no NUL, surrogate or unused plane."""
    planes = (range(1, 0xD800), range(0xE000, 0x32400), range(0xE0000, 0xE0200))
    return "".join(chr(code) for plane in planes for code in plane)


def _kinds(known: str) -> np.ndarray:
    kind = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    codes = np.array([ord(c) for c in known])
    for name, pattern in ((LETTER, r"\w+"), (SOLO, f"[{UNSPACED}]+"), (OTHER, r"\W+"), (DIGIT, r"\d+")):
        for run in re.finditer(pattern, known):
            kind[codes[run.start() : run.end()]] = name
    kind[[ord(c) for c in marks()]] = MARK
    kind[[ord(c) for c in "_.,:'-"]] = LINE, DOT, STOP, STOP, HYPHEN, HYPHEN
    return kind


def _unsafe(known: str) -> np.ndarray:
    """A character is safe if nothing that it normalises to is reordered or drawn into the character before it."""
    seconds = {code for c in known for code in _decomposed(c)[1:]}
    seconds |= {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}  # vowels and finals of Hangul
    unsafe = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
    for sign, plain in zip(known, unicodedata.normalize("NFKC", "\0".join(known)).split("\0"), strict=True):
        unsafe[ord(sign)] = any(unicodedata.combining(c) or ord(c) in seconds for c in plain)
    return unsafe


def _decomposed(sign: str) -> list[int]:
    form = unicodedata.decomposition(sign)
    return [] if not form or form[0] == "<" else [int(code, 16) for code in form.split()]
