"""Typing slips: words that no dictionary knows, one keystroke away from a word that it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from provenance.wordlists import frequencies

__all__ = ["Slips", "heard", "unlisted"]

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
    long = [word for word in words if len(word) >= _SHORTEST] if listed else []
    return [word for word in long for bare in [_bare(word)] if bare not in listed and _sought(bare)]


class Slips:
    """The typing slips of a corpus, each found once, however many pairs ask; `words`: those that may be meant."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = words
        self._right: dict[str, dict[str, str | None]] = {}
        self._told: dict[str, _Known] = {}

    def among(self, words: Collection[str], lang: str) -> dict[str, str]:
        """Those of the words that are slips in a language, sorted, with the words that are meant."""
        told = self._right.setdefault(lang, {})
        for word in words:
            if word not in told:
                told[word] = self.meant(word, lang)
        return dict(sorted((word, right) for word in words if (right := told[word]) is not None))

    def meant(self, word: str, lang: str) -> str | None:
        """The word that `word` is a typing slip for: one of the corpus, in the dictionary, one key away.

        One key: a letter inside the word dropped, doubled or added, or two neighbours exchanged (Damerau 1964,
        doi:10.1145/363958.363994). A letter replaced is none: that is how spellings differ (organise, organize).
        None if `word` is itself in the dictionary, if nothing near it is, if the two are spellings of two countries
        (labour, labor), or if `lang` has no dictionary here: then it cannot be told.
        """
        if not unlisted((word,), lang):
            return None
        bare, known = _bare(word), self._known(lang)
        near = (other for other in _one_key_away(bare, known.between) if other in known.words)
        return min((other for other in near if not _two_countries(bare, other)), default=None)

    def _known(self, lang: str) -> _Known:
        if lang not in self._told:
            listed = frequencies(lang)
            words = frozenset(word for word in self._words if word in listed and _sought(word))
            between: dict[str, list[str]] = {}
            for three in sorted({word[at : at + 3] for word in words for at in range(len(word) - 2)}):
                between.setdefault(three[0] + three[2], []).append(three[1])
            self._told[lang] = _Known(words, between)
        return self._told[lang]


class _Known(NamedTuple):
    """The words of a corpus that may be meant in a language; by two letters those that stand between them there."""

    words: frozenset[str]
    between: Mapping[str, Sequence[str]]


def _one_key_away(word: str, between: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The word without each of its inner letters, with each letter put in, with each two neighbours exchanged."""
    cuts = range(1, len(word))
    yield from (word[:at] + word[at + 1 :] for at in cuts[:-1])
    yield from (word[:at] + letter + word[at:] for at in cuts for letter in between.get(word[at - 1 : at + 1], ()))
    yield from (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in cuts)


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _sought(bare: str) -> bool:
    return len(bare) >= _SHORTEST and bare.isalpha()


def _two_countries(one: str, two: str) -> bool:
    """British and American spellings of one word: labour and labor, travelled and traveled, centre and center."""
    plain = {_plain(word) for word in (one, two)}
    return len(plain) == 1


def _plain(word: str) -> str:
    pairs = (("our", "or"), ("ll", "l"), ("tre", "ter"), ("ae", "e"), ("oe", "e"), ("gement", "gment"))
    for british, american in pairs:
        word = word.replace(british, american)
    return word
