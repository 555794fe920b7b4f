"""Typing slips: words that no dictionary knows, one keystroke away from a word that it does."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from functools import lru_cache

from provenance.wordlists import LISTED, frequencies

__all__ = ["Slips", "heard", "meant", "unlisted"]

# Below six letters the neighbours of a word are other words: form and from, trial and trail.
_SHORTEST = 6


def heard(words: Iterable[str]) -> set[str]:
    """Those of the words, without their genitive, that slips are sought among: long enough, and of letters alone."""
    return {bare for word in words for bare in [_bare(word)] if _sought(bare)}


def unlisted(words: Iterable[str], lang: str) -> list[str]:
    """Those of the words that may be slips: long enough, of letters alone, and in no list of the language's words.

    None if `lang` has no list here: then it cannot be told.
    """
    listed = frequencies(lang)
    return [w for w in words for bare in [_bare(w)] if bare not in listed and _sought(bare)] if listed else []


def meant(word: str, words: Container[str], lang: str) -> str | None:
    """The word that `word` is a typing slip for: among `words`, in the dictionary, one key away.

    One key: a letter inside the word dropped, doubled or added, or two neighbours exchanged (Damerau 1964,
    doi:10.1145/363958.363994). A letter replaced is none: that is how spellings differ (organise, organize).
    None if `word` is itself in the dictionary, if nothing near it is, if the two are spellings of two countries
    (labour, labor), or if `lang` has no dictionary here: then it cannot be told.
    """
    if not unlisted((word,), lang):
        return None
    bare, listed = _bare(word), frequencies(lang)
    near = {other for other in _one_key_away(bare, _letters(lang)) if other in listed and _sought(other)}
    return min((other for other in near if other in words and not _two_countries(bare, other)), default=None)


class Slips:
    """The typing slips of a corpus, each found once, however many pairs ask; `words`: those that may be meant."""

    def __init__(self, words: Container[str]) -> None:
        self._words = words
        self._right: dict[str, dict[str, str | None]] = {}

    def among(self, words: Collection[str], lang: str) -> dict[str, str]:
        """Those of the words that are slips in a language, sorted, with the words that are meant."""
        told = self._right.setdefault(lang, {})
        for word in words:
            if word not in told:
                told[word] = meant(word, self._words, lang)
        return dict(sorted((word, right) for word in words if (right := told[word]) is not None))


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _sought(bare: str) -> bool:
    return len(bare) >= _SHORTEST and bare.isalpha()


@lru_cache(maxsize=len(LISTED))
def _letters(lang: str) -> tuple[str, ...]:
    return tuple(sorted({letter for word in frequencies(lang) for letter in word}))


def _one_key_away(word: str, letters: Iterable[str]) -> Iterable[str]:
    """The word without each of its inner letters, with each letter put in, with each two neighbours exchanged."""
    cuts = range(1, len(word))
    yield from (word[:at] + word[at + 1 :] for at in cuts[:-1])
    yield from (word[:at] + letter + word[at:] for at in cuts for letter in letters)
    yield from (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in cuts)


def _two_countries(one: str, two: str) -> bool:
    """British and American spellings of one word: labour and labor, travelled and traveled, centre and center."""
    plain = {_plain(word) for word in (one, two)}
    return len(plain) == 1


def _plain(word: str) -> str:
    pairs = (("our", "or"), ("ll", "l"), ("tre", "ter"), ("ae", "e"), ("oe", "e"), ("gement", "gment"))
    for british, american in pairs:
        word = word.replace(british, american)
    return word
