"""The tokens of many sentences at once, character by character, in the part of Python that `numba` compiles.

The same tokens as `corpus.words` gives sentence by sentence: `text.tokens` as a machine of few states. Start at `scan`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from provenance.align.weights import unspaced

__all__ = ["Scanned", "abbreviation", "classes", "number", "place", "scan", "word"]

Array = np.ndarray[Any, Any]
# What a character may be in a token: a letter (or another sign of a word), a decimal digit, `_`, a sign of a script
# that sets no spaces between words, a mark that goes on a word (a vowel sign, a point, an accent) but begins none.
LETTER, DIGIT, UNDERSCORE, UNSPACED, MARK, UNSPACED_MARK = 1, 2, 3, 4, 5, 6
# The plane in which all but a few living scripts are written; its characters are looked up once for all.
PLANE = 0x10000
# FNV-1a, 64 bits (Fowler, Noll, Vo): two tokens of a million share a number once in forty million corpora.
_BASIS, _PRIME = -3750763034362895579, 1099511628211


class Scanned(NamedTuple):
    """Room for what is found: a code for each token, and where each distinct one first stands.

    `codes`, `talk` (in quotation marks?) by token; `off` by sentence; `seq` a number by sentence, equal for the same
    tokens; `begin`, `end`, `tongue` by code; `slots`, `hashes` the table of codes, a power of two long.
    """

    codes: Any
    talk: Any
    off: Any
    seq: Any
    begin: Any
    end: Any
    tongue: Any
    slots: Any
    hashes: Any


def classes(text: Array) -> Array:
    """What each character that may stand in `text` (code points) may be in a token, by code point."""
    beyond = np.unique(text[text >= PLANE])
    found = np.zeros(max(PLANE, int(beyond.max(initial=0)) + 1), np.int8)
    found[:PLANE] = _plane()
    found[beyond] = [_class(chr(point)) for point in beyond]
    return found


@lru_cache(maxsize=1)
def _plane() -> Array:
    return np.array([_class(chr(point)) for point in range(PLANE)], np.int8)


def _class(sign: str) -> int:
    if sign.isdecimal():
        return DIGIT
    if sign.isalnum():
        return UNSPACED if unspaced(sign) else LETTER
    if unicodedata.category(sign)[0] == "M":
        return UNSPACED_MARK if unspaced(sign) else MARK
    return UNDERSCORE if sign == "_" else 0


def abbreviation(text: Any, kinds: Any, at: int, stop: int) -> int:
    """Where letters with a full stop each end (`u.s.`): two at least, or nothing."""
    end = at
    while end + 1 < stop and kinds[text[end]] in (LETTER, UNSPACED) and text[end + 1] == 46:
        end += 2
    return end if end - at >= 4 else at


def number(text: Any, kinds: Any, at: int, stop: int) -> int:
    """Where figures end: digits, with single `.`, `,` or `:` between them."""
    end = at
    while end < stop and kinds[text[end]] == DIGIT:
        end += 1
        if end + 1 < stop and end > at and text[end] in (44, 46, 58) and kinds[text[end + 1]] == DIGIT:
            end += 1
    return end


def word(text: Any, kinds: Any, at: int, stop: int) -> int:
    """Where a word ends, with what is joined to it by single hyphens and apostrophes."""
    end = at
    if end >= stop or kinds[text[end]] in (0, DIGIT, MARK, UNSPACED_MARK):
        return at
    while end < stop and kinds[text[end]] != 0:
        end += 1
        if end + 1 < stop and text[end] in (39, 45) and kinds[text[end + 1]] != 0:
            end += 1
    return end


def place(out: Scanned, text: Any, at: int, end: int, tongue: int, known: int) -> int:
    """The code of a token; the next free one, `known`, if it was not met before."""
    code = np.int64(_BASIS) ^ np.int64(tongue)
    code *= np.int64(_PRIME)
    for k in range(at, end):
        code = (code ^ np.int64(text[k])) * np.int64(_PRIME)
    mask = len(out.slots) - 1
    slot = (code ^ (code >> 29)) & mask
    while out.slots[slot] >= 0 and out.hashes[slot] != code:
        slot = (slot + 1) & mask
    if out.slots[slot] < 0:
        out.slots[slot], out.hashes[slot] = known, code
        out.begin[known], out.end[known], out.tongue[known] = at, end, tongue
    return int(out.slots[slot])


def scan(text: Any, kinds: Any, bounds: Any, tongues: Any, owners: Any, longest: int, out: Scanned) -> Any:
    """Fill `out` from folded sentences that stand one after the other in `text`: (tokens, distinct tokens).

    (-1, ...) if there are more distinct ones than `out` has room for.

    `bounds`: begin and end of each sentence. `longest`: sentences after which a speech that nobody closes ends.
    """
    many, known, open_for = 0, 0, 0
    for s in range(len(tongues)):
        at, stop = bounds[s, 0], bounds[s, 1]
        if s == 0 or owners[s] != owners[s - 1]:
            open_for = 0
        speaking = open_for > 0 and not (at < stop and text[at] == 34)
        same = np.int64(_BASIS)
        while at < stop:
            if kinds[text[at]] in (0, MARK, UNSPACED_MARK):
                speaking = not speaking if text[at] == 34 else speaking
                at += 1
                continue
            end = abbreviation(text, kinds, at, stop)
            if end == at:
                end = number(text, kinds, at, stop)
            if end == at:
                end = word(text, kinds, at, stop)
            split = False
            for k in range(at, end):
                split = split or kinds[text[k]] in (UNSPACED, UNSPACED_MARK)
            while at < end:
                upto = at + 1 if split else end
                while upto < end and kinds[text[upto]] in (MARK, UNSPACED_MARK):
                    upto += 1
                if known >= len(out.begin):
                    return -1, known
                code = place(out, text, at, upto, tongues[s], known)
                known = max(known, code + 1)
                out.codes[many], out.talk[many] = code, speaking
                same = (same ^ np.int64(code)) * np.int64(_PRIME)
                many += 1
                at = upto
        out.off[s + 1], out.seq[s] = many, same
        open_for = open_for % longest + 1 if speaking and open_for < longest else 0
    return many, known
