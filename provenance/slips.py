"""Typing slips: words that no dictionary knows, one keystroke away from a word that it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

import numpy as np

from provenance.wordlists import LISTED, frequencies

__all__ = ["Known", "heard", "lookalikes", "meant", "unlisted"]

# Below six letters the neighbours of a word are other words: form and from, trial and trail.
_SHORTEST = 6


def lookalikes(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The words by the keys that they share with their typing slips; keys of a single word are left out.

    A key is the word itself, the word without one inner letter, or its letters sorted: so a letter dropped, doubled,
    added or exchanged with another is found without comparing all words with all (Damerau 1964,
    doi:10.1145/363958.363994). A letter replaced is not: that is how spellings differ (organise, organize).
    """
    first: dict[str, str] = {}
    found: dict[str, set[str]] = {}  # most keys are of one word, and need no set
    for bare in sorted({word.removesuffix("'s") for word in words}):
        for key in _keys(bare):
            other = first.setdefault(key, bare)
            if other != bare:
                found.setdefault(key, {other}).add(bare)
    return {key: frozenset(held) for key, held in found.items()}


class Known(Mapping[str, frozenset[str]]):
    """`lookalikes` of words that are all right, for slips that are sought elsewhere: no key is left out.

    Kept as numbers, 12 bytes a key: a dictionary has a million keys. Words whose keys have one number by chance stand
    together, and are told apart by whoever compares the words (`meant`).
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word.removesuffix("'s") for word in words})
        keys = [_keys(word) for word in self._words]
        numbers = np.array([_number(key) for held in keys for key in held], np.uint32)
        order = np.argsort(numbers, kind="stable")
        self._numbers = numbers[order]
        self._word = np.repeat(np.arange(len(keys)), [len(held) for held in keys])[order]

    def __getitem__(self, key: str) -> frozenset[str]:
        first, last = np.searchsorted(self._numbers, [_number(key), _number(key) + 1])
        if first == last:
            raise KeyError(key)
        return frozenset(self._words[at] for at in self._word[first:last])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({key for word in self._words for key in _keys(word)}))

    def __len__(self) -> int:
        return len(self._numbers)


def _number(key: str) -> int:
    return crc32(key.encode())


def heard(words: Iterable[str]) -> set[str]:
    """Those of the words, without their genitive, that slips are sought among: long enough, and of letters alone."""
    return {bare for word in words for bare in [word.removesuffix("'s")] if len(bare) >= _SHORTEST and bare.isalpha()}


def unlisted(words: Iterable[str], lang: str) -> list[str]:
    """Those of the words that may be slips: long enough, of letters alone, and in no list of the language's words."""
    if lang not in LISTED:
        return []
    listed = frequencies(lang)
    told = ((word, word.removesuffix("'s")) for word in words)
    return [word for word, bare in told if bare not in listed and len(bare) >= _SHORTEST and bare.isalpha()]


def _keys(word: str) -> list[str]:
    if len(word) < _SHORTEST or not word.isalpha():
        return []
    return [word, *(word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)), "".join(sorted(word)) + "*"]


def meant(word: str, known: Mapping[str, frozenset[str]], lang: str) -> str | None:
    """The word that `word` is a typing slip for: in `known` (from `lookalikes`), in the dictionary, one key away.

    None if `word` is itself in the dictionary, if nothing near it is, if the two are spellings of two countries
    (labour, labor), or if `lang` has no dictionary here: then it cannot be told.
    """
    word = word.removesuffix("'s")
    if lang not in LISTED or _listed(word, lang) or not _keys(word):
        return None
    near = {other for key in _keys(word) for other in known.get(key, ())} - {word}
    near = {other for other in near if _one_key_apart(word, other) and not _two_countries(word, other)}
    return min((other for other in near if _listed(other, lang)), default=None)


def _one_key_apart(one: str, two: str) -> bool:
    """One letter more or less inside the word, or two neighbours exchanged."""
    if len(one) > len(two):
        one, two = two, one
    at = next((i for i, (x, y) in enumerate(zip(one, two, strict=False)) if x != y), len(one))
    if len(one) == len(two):
        return one[at : at + 2] == two[at : at + 2][::-1] and one[at + 2 :] == two[at + 2 :]
    return len(two) - len(one) == 1 and one[at:] == two[at + 1 :]


def _two_countries(one: str, two: str) -> bool:
    """British and American spellings of one word: labour and labor, travelled and traveled, centre and center."""
    plain = {_plain(word) for word in (one, two)}
    return len(plain) == 1


def _plain(word: str) -> str:
    pairs = (("our", "or"), ("ll", "l"), ("tre", "ter"), ("ae", "e"), ("oe", "e"), ("gement", "gment"))
    for british, american in pairs:
        word = word.replace(british, american)
    return word


def _listed(word: str, lang: str) -> bool:
    return word in frequencies(lang)
