"""Which runs of five words a story holds, as hashes: the only pass over every word of a large corpus."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pandas as pd

from provenance.text import tokens

__all__ = ["Options", "fingerprint"]


@dataclass(frozen=True)
class Options:
    """Winnowing (Schleimer, Wilkerson and Aiken 2003, doi:10.1145/872757.872770).

    `words`: the length of a shingle; 5 words, because 4-word phrases of news prose recur by chance.
    `window`: of every so many shingles in a row one is kept; with 5 and 8, any shared run of 12 words is hit.
    """

    words: int = 5
    window: int = 8


def fingerprint(sentences: pd.DataFrame, *, options: Options = Options()) -> pd.DataFrame:
    """[article, hash]: the kept shingles of every story, each once, sorted; hash is uint64.

    A story shorter than one shingle has none. Cost: linear in the words.
    """
    articles: list[str] = []
    hashes: list[np.ndarray] = []
    words: dict[str, int] = {}
    for article, group in sentences.groupby("article", sort=True):
        story = [_word(w, words) for norm in group.sort_values("n")["norm"] for w in tokens(norm)]
        kept = _winnow(_shingles(np.array(story, dtype=np.uint64), options.words), options.window)
        articles += [str(article)] * len(kept)
        hashes.append(kept)
    joined = np.concatenate(hashes) if hashes else np.array([], dtype=np.uint64)
    return pd.DataFrame({"article": pd.Series(articles, dtype="str"), "hash": joined})


def _word(word: str, known: dict[str, int]) -> int:
    """A hash of the word that is the same on every machine and in every run (Python's own is salted)."""
    if word not in known:
        known[word] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
    return known[word]


def _shingles(words: np.ndarray, length: int) -> np.ndarray:
    """One hash a run of `length` words: a polynomial in an odd base, modulo 2 ** 64, then mixed."""
    count = len(words) - length + 1
    if count < 1:
        return np.array([], dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for k in range(length):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + words[k : k + count]
    mixed ^= mixed >> np.uint64(31)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)


def _winnow(hashes: np.ndarray, window: int) -> np.ndarray:
    """The least hash of every window, each once."""
    if len(hashes) > window:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1)
    return np.unique(hashes)
