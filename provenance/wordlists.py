"""How common a word is in a language: the word lists that `pyspellchecker` ships."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import Any

import numpy as np

__all__ = ["LISTED", "MOST_RARE", "frequencies", "rarities", "rarity", "surprise"]

# The languages that `pyspellchecker` carries a word list for.
LISTED = frozenset(("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru"))
# The words the English list was counted on (film subtitles), and the count at which a word weighs 1: once in 55,000
# words, as `soldiers` or `percent`. In a language of another size counts are scaled. Range: .1 (`the`) to 1.5.
_COUNTED = 1.6e9
_ONE = 3e4
_LEAST, MOST_RARE = 0.1, 1.5
# What is listed with the least count (50) or not at all (names, mostly) is as rare as this many.
_FLOOR = 300.0


@lru_cache(maxsize=8)
def frequencies(lang: str) -> Mapping[str, int]:
    """Counts by word for a language in `LISTED`, read without `pyspellchecker`'s index of letters (.08 s); else {}."""
    if lang not in LISTED:
        return {}
    packed = files("spellchecker").joinpath("resources", f"{lang}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return counts


@lru_cache(maxsize=8)
def _scale(lang: str) -> float:
    return _COUNTED / max(1, sum(frequencies(lang).values()))


@lru_cache(maxsize=1 << 18)
def rarity(word: str, lang: str) -> float:
    """How much a word tells, .1 (`the`) to 1.5 (a name, a number, a rare word); 1 where the language has no list.

    The surprise of meeting it (Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x) over that of a word met once in
    55,000.
    """
    counts = frequencies(lang)
    if not counts:
        return 1.0
    return float(surprise(max(_FLOOR, counts.get(word, 0) * _scale(lang)) / _COUNTED))


def rarities(words: Sequence[str], lang: str) -> np.ndarray[Any, Any]:
    """`rarity` of many words at once."""
    counts = frequencies(lang)
    if not counts:
        return np.ones(len(words))
    met = np.array([counts.get(word, 0) for word in words], np.float64)
    told: np.ndarray[Any, Any] = surprise(np.maximum(_FLOOR, met * _scale(lang)) / _COUNTED)
    return told


def surprise(share: Any) -> Any:
    """The same from a word's share of all words (0..1, a number or an array of them)."""
    return np.clip(np.log(share) / log(_ONE / _COUNTED), _LEAST, MOST_RARE)
