"""A sentence's words as a house that has one style for everything would write them; its numbers; its negations.

So `3m`, `3 million` and `3,000,000` are one number, `organise` and `organize` one word. Start at `units`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from provenance.align import lexicon
from provenance.text import tokens

__all__ = ["WORD", "denies", "negations", "numbers", "stated", "units"]

# A word of more letters is no word, and comparing it would cost its length squared.
WORD = 40
_ANYWHERE = frozenset(["prozent", "procent", "percent", "&", "$", "€", "£"])  # shortened alike in every language
_FIGURE = re.compile(r"(\d+(?:[.,:]\d+)*)(st|nd|rd|th|s|[^\W\d]{1,3})?")
_GROUPS = {",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")}


@lru_cache(maxsize=1 << 14)  # a change is asked for its words by every rule of its kind
def units(keys: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """The words without punctuation, as a house that has one style for everything would write them; numbers `#900`."""
    words = [unit for key in keys for unit in _words(key)]
    out: list[str] = []
    at = 0
    while at < len(words):
        value, upto = _number(words, at, lang)
        if value is not None:
            out.append(f"#{value}")
            at = upto
        elif words[at] in ("per", "pro", "por", "pour") and words[at + 1 : at + 2] in (["cent"], ["ciento"]):
            out.append("%")
            at += 2
        else:
            out.append(_housed(words[at], lang))
            at += 1
    return tuple(out)


@lru_cache(maxsize=1 << 14)
def _words(key: str) -> tuple[str, ...]:
    """One piece's words: hyphens part numbers from what they count (`10-year`), and join all else (`e-mail`)."""
    if any(c.isdigit() for c in key):
        return tuple(part for part in key.split("-") if part)
    if key.isalnum():
        return (key,)
    if any(c.isalnum() for c in key):
        return (key.removesuffix("'s"),) if key.endswith("'s") and len(key) > 2 else (key,)
    return (key,) if key in "%&" or unicodedata.category(key[0])[0] == "S" else ()


@lru_cache(maxsize=1 << 14)
def _housed(word: str, lang: str) -> str:
    plain = "".join(c for c in word if c.isalnum() or unicodedata.category(c)[0] in "MS" or c in "%&")
    if lang == "en" or plain in _ANYWHERE:
        plain = lexicon.SHORT.get(plain, plain)
    if lang == "en" and len(plain) > 4:
        for british, american in lexicon.SUFFIXES:
            if plain.endswith(british) and len(plain) > len(british) + 1:
                return plain.removesuffix(british) + american
    return plain


def _number(words: list[str], at: int, lang: str) -> tuple[str | None, int]:
    """The number that begins at a place, written out, and where it ends: `3 million`, `3m` and `3,000,000` are one."""
    value = _value(words[at], lang)
    if value is None:
        return None, at
    magnitudes = lexicon.MAGNITUDES.get(lang, {})
    at += 1
    while at < len(words) and words[at] in magnitudes and _reckoned(value):
        value = _canonical(Decimal(value) * magnitudes[words[at]])
        at += 1
    return value, at


@lru_cache(maxsize=1 << 14)
def _value(word: str, lang: str) -> str | None:
    """What one word is worth as a number; a figure that is none we can reckon with stays as it is (`10:30`)."""
    small, magnitudes = lexicon.NUMBERS.get(lang, {}), lexicon.MAGNITUDES.get(lang, {})
    tens, dash, ones = word.partition("-")
    if dash and small.get(tens, 0) >= 20 and 0 < small.get(ones, 0) < 10:
        return str(small[tens] + small[ones])
    if word in small or (word in magnitudes and len(word) > 2):  # `m` counts only behind a figure
        return str(small.get(word, magnitudes.get(word)))
    return _figure(word, magnitudes, lang) if word[0].isdigit() else None


def _figure(word: str, magnitudes: Mapping[str, int], lang: str) -> str:
    """A word that begins with a digit, as a number if it is one that we can reckon with."""
    found = _FIGURE.fullmatch(word) if len(word) <= WORD else None
    if not found or (found[2] and found[2] not in ("st", "nd", "rd", "th", "s", *magnitudes)):
        return word
    figure = _plain_figure("".join(str(unicodedata.digit(c, c)) for c in found[1]), lang)
    if found[2] in magnitudes:
        return _canonical(Decimal(figure) * magnitudes[found[2]]) if _reckoned(figure) else word
    return figure


def _plain_figure(figure: str, lang: str) -> str:
    """A figure without marks between its thousands and with a point for its decimals."""
    group, decimal = (".", ",") if lang in lexicon.COMMA_DECIMALS else (",", ".")
    if _GROUPS[group].fullmatch(figure):
        figure = figure.replace(group, "")
    figure = figure.replace(decimal, ".") if figure.count(decimal) == 1 and ":" not in figure else figure
    return _canonical(Decimal(figure)) if _reckoned(figure) else figure


def _reckoned(figure: str) -> bool:
    """Is it short enough to be reckoned with exactly?"""
    return re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", figure) is not None and len(figure) < 16


def _canonical(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def numbers(written: Iterable[str]) -> Counter[str]:
    """The numbers among `units`, each as often as it stands there."""
    return Counter(unit for unit in written if unit[0] == "#")


def negations(keys: Iterable[str], lang: str) -> int:
    """How many of the folded words deny (`not`, `never`, `didn't`); 0 where the language has no list."""
    undone = lexicon.UNDONE.get(lang, frozenset())
    return sum(denies(key, lang) or key in undone for key in keys)


def denies(word: str, lang: str) -> bool:
    """Whether a folded word turns its sentence round; no word does where the language has no list."""
    return word in lexicon.NEGATORS.get(lang, ()) or (lang == "en" and word.endswith("n't"))


def stated(norm: str, lang: str = "en") -> tuple[bool, frozenset[str]]:
    """Whether a folded sentence denies, and its numbers: what likeness of words or meaning cannot tell.

    `lang` is its ISO 639-1 code. Two negations are none. Two sentences that say the same state the same.
    """
    found = tokens(norm.replace("%", " % "))
    return negations(found, lang) % 2 == 1, frozenset(numbers(units(tuple(found), lang)))
