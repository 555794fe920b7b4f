"""The loop over every character of many texts, compiled: UTF-8 in, the kept shingles of every story out.

Numba compiles it once a machine and keeps the code beside this file, or in the user's cache. `_plain` is the same in
Python, for what is too little to wait for; the tests hold the two against each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.fingerprint._signs import DIGIT, DOT, HYPHEN, LETTER, LINE, MARK, OTHER, SOLO, STOP
from provenance.machine import compiled

__all__ = ["kept", "odd"]


def _decode(data: np.ndarray, at: int) -> tuple[int, int]:
    """The character that begins at a byte, and where the next begins."""
    first: Any = np.int32(data[at])
    if first < 0x80:
        return first, at + 1
    if first < 0xE0:
        return ((first & 0x1F) << 6) | (data[at + 1] & 0x3F), at + 2
    if first < 0xF0:
        return ((first & 0xF) << 12) | ((data[at + 1] & 0x3F) << 6) | (data[at + 2] & 0x3F), at + 3
    code = ((first & 0x7) << 18) | ((data[at + 1] & 0x3F) << 12)
    return code | ((data[at + 2] & 0x3F) << 6) | (data[at + 3] & 0x3F), at + 4


_decode = compiled(_decode)


def _odd(data: np.ndarray, offsets: np.ndarray, unsafe: np.ndarray) -> np.ndarray:
    """Which rows hold a character that may change its neighbours when normalised."""
    rows = np.zeros(len(offsets) - 1, dtype=np.bool_)
    for row in range(len(rows)):
        at = offsets[row]
        while at < offsets[row + 1]:
            if data[at] < 0x80:
                at += 1
                continue
            code, at = _decode(data, at)
            if unsafe[code]:
                rows[row] = True
                break
    return rows


odd = compiled(_odd)


def _length(data: np.ndarray, start: int, end: int, folds: tuple[np.ndarray, ...]) -> int:
    """How many characters a row folds to."""
    single, _, starts = folds
    at, n = start, 0
    while at < end:
        if data[at] < 0x80:
            at += 1
            n += 1
            continue
        code, at = _decode(data, at)
        code = single[code]
        n += 1 if code >= 0 else starts[-code] - starts[-1 - code]
    return n


_length = compiled(_length)


def _unfolded(data: np.ndarray, start: int, end: int, folds: tuple[np.ndarray, ...], codes: np.ndarray, n: int) -> int:
    """Writes the folded characters of one row into `codes` from place n; returns the place behind them."""
    single, pool, starts = folds
    at = start
    while at < end:
        if data[at] < 0x80:
            code = int(data[at])
            at += 1
        else:
            code, at = _decode(data, at)
        code = single[code]
        if code >= 0:
            codes[n] = code
            n += 1
        else:
            for k in range(starts[-1 - code], starts[-code]):
                codes[n] = pool[k]
                n += 1
    codes[n] = 32  # a word ends where its row ends
    return n + 1


_unfolded = compiled(_unfolded)


def _number_end(kinds: np.ndarray, at: int) -> int:
    """Where the digits that begin at a place end: `3,000`, `1.5` and `18:30` are one."""
    while True:
        while kinds[at] == DIGIT:
            at += 1
        if not DOT <= kinds[at] <= STOP or kinds[at + 1] != DIGIT:
            return at
        at += 1


_number_end = compiled(_number_end)


def _word_end(kinds: np.ndarray, at: int) -> int:
    """Where the word that may begin at a place ends; the place itself if none does. `kinds` ends in two others."""
    first = kinds[at]
    if first == SOLO:
        at += 1
        while kinds[at] == MARK:
            at += 1
        return at
    if first == DIGIT:
        return _number_end(kinds, at)
    if not LETTER <= first <= LINE:
        return at
    if first == LETTER and kinds[at + 1] == DOT:
        end = at
        while kinds[end] == LETTER and kinds[end + 1] == DOT:
            end += 2
        if end - at >= 4:
            return end
    while True:
        while LETTER <= kinds[at] <= MARK:
            at += 1
        if kinds[at] != HYPHEN or not LETTER <= kinds[at + 1] <= MARK:
            return at
        at += 1


_word_end = compiled(_word_end)


def _grouped(words: np.ndarray, solo: np.ndarray, together: int) -> int:
    """Puts every `together` signs of a script without spaces into one word, overlapping; returns how many words."""
    count, at = 0, 0
    while at < len(solo):
        end = at + 1
        while solo[at] and end < len(solo) and solo[end]:
            end += 1
        for first in range(at, max(at + 1, end - together + 1)):
            value = words[first]
            for k in range(first + 1, min(first + together, end)):
                value = value * np.uint64(0x9E3779B97F4A7C15) + words[k]
            words[count] = value
            count += 1
        at = end
    return count


_grouped = compiled(_grouped)


def _words(codes: np.ndarray, kinds: np.ndarray, size: int, words: np.ndarray, together: int) -> int:
    """Writes a hash a word into `words`; returns how many."""
    count, at = 0, 0
    solo = np.zeros(0, dtype=np.bool_)
    while at < size:
        end = _word_end(kinds, at)
        if end == at:
            at += 1
            continue
        if kinds[at] == SOLO:
            if not len(solo):
                solo = np.zeros(size, dtype=np.bool_)
            solo[count] = True
        value = np.uint64(0xCBF29CE484222325)
        for k in range(at, end):
            value = (value ^ np.uint64(codes[k])) * np.uint64(0x9E3779B97F4A7C15)
            value ^= value >> np.uint64(32)
        words[count] = value
        count += 1
        at = end
    return _grouped(words, solo[:count], together) if len(solo) else count


_words = compiled(_words)


def _winnowed(words: np.ndarray, count: int, length: int, window: int) -> np.ndarray:
    """The least shingle of every window, each once, sorted."""
    shingles = np.empty(max(count - length + 1, 0), dtype=np.uint64)
    for n in range(len(shingles)):
        value = np.uint64(0)
        for k in range(n, n + length):
            value = value * np.uint64(0x9E3779B97F4A7C15) + words[k]
        value ^= value >> np.uint64(31)
        shingles[n] = value * np.uint64(0xBF58476D1CE4E5B9)
    if len(shingles) <= window:
        found = np.sort(shingles)
    else:
        taken = np.zeros(len(shingles), dtype=np.bool_)
        least = -1
        for n in range(len(shingles) - window + 1):
            if least < n:
                least = n
                for k in range(n + 1, n + window):
                    if shingles[k] < shingles[least]:
                        least = k
            elif shingles[n + window - 1] < shingles[least]:
                least = n + window - 1
            taken[least] = True
        found = np.sort(shingles[taken])
    unlike = 0
    for n in range(len(found)):
        if n == 0 or found[n] != found[unlike - 1]:
            found[unlike] = found[n]
            unlike += 1
    return found[:unlike]


_winnowed = compiled(_winnowed)


def _kept(
    data: np.ndarray, offsets: np.ndarray, stories: np.ndarray, kind: np.ndarray,
    folds: tuple[np.ndarray, np.ndarray, np.ndarray], options: tuple[int, int, int],
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The kept shingles of all stories in one array, and how many each has; story n is rows stories[n] to [n + 1]."""
    length, window, together = options
    out = np.empty(1024, dtype=np.uint64)
    counts = np.zeros(len(stories) - 1, dtype=np.int64)
    codes = np.empty(0, dtype=np.int32)
    kinds = np.empty(0, dtype=np.uint8)
    words = np.empty(0, dtype=np.uint64)
    done = 0
    for story in range(len(counts)):
        need = 0
        for row in range(stories[story], stories[story + 1]):
            need += _length(data, offsets[row], offsets[row + 1], folds) + 1
        if need > len(codes):
            need += need // 8
            codes = np.empty(need, dtype=np.int32)
            kinds = np.empty(need + 2, dtype=np.uint8)
            words = np.empty(need, dtype=np.uint64)
        size = 0
        for row in range(stories[story], stories[story + 1]):
            size = _unfolded(data, offsets[row], offsets[row + 1], folds, codes, size)
        for n in range(size):
            kinds[n] = kind[codes[n]]
        kinds[size : size + 2] = OTHER
        found = _winnowed(words, _words(codes, kinds, size, words, together), length, window)
        if done + len(found) > len(out):
            more = np.empty(2 * (done + len(found)), dtype=np.uint64)
            more[:done] = out[:done]
            out = more
        out[done : done + len(found)] = found
        done += len(found)
        counts[story] = len(found)
    return out[:done], counts


kept = compiled(_kept)
