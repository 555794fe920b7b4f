"""In which language a text is written: its script, then its commonest words; unknown where two are close.

Start at `language`. The words are a CSV file of this folder; a new language is a new line of it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from provenance.masthead import wires

__all__ = ["language"]


@cache
def _voters() -> dict[str, tuple[str, ...]]:
    """Each of the commonest words, and the languages that it speaks for."""
    found: dict[str, list[str]] = {}
    for row in wires.rows("stopwords.csv"):
        for word in sorted(set(row["words"].split())):
            found.setdefault(word, []).append(row["lang"])
    return {word: tuple(langs) for word, langs in found.items()}


# The vowel signs of India's scripts are no letters to `\\w`, so a word is what stands between spaces and stops.
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}<>\"'‘’‚“”„«»|/\\…–—_=+*#%&@~^`।،؛؟。，、（）-]+")
# What stands between words in ASCII, and the commonest signs beyond it that do: without these most texts are ASCII.
_BETWEEN = {code: " " for code in range(128) if not _WORD.match(chr(code))}
_SIGNS = "’“”–‘—…\u00a0"


def _words(sample: str) -> list[str]:
    """The words of a text in small letters."""
    plain = sample
    for sign in () if sample.isascii() else _SIGNS:
        plain = plain.replace(sign, " ")
    return plain.lower().translate(_BETWEEN).split() if plain.isascii() else _WORD.findall(sample.casefold())


# Scripts that one language of the press writes; where several share one (Latin, Cyrillic, Arabic), words vote.
_SCRIPTS = (
    ("ko", "\uac00-\ud7af"), ("ja", "\u3040-\u30ff"), ("zh", "\u4e00-\u9fff"), ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"), ("km", "\u1780-\u17ff"), ("my", "\u1000-\u109f"), ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"), ("bn", "\u0980-\u09ff"), ("pa", "\u0a00-\u0a7f"), ("gu", "\u0a80-\u0aff"),
    ("or", "\u0b00-\u0b7f"), ("ta", "\u0b80-\u0bff"), ("te", "\u0c00-\u0c7f"), ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"), ("si", "\u0d80-\u0dff"), ("hy", "\u0530-\u058f"), ("ka", "\u10a0-\u10ff"),
    ("am", "\u1200-\u137f"), ("dv", "\u0780-\u07bf"), ("bo", "\u0f00-\u0fff"),
)  # fmt: skip
_FAR = re.compile("[\u0370-\u139f\u3040-\ud7af]")  # all of these scripts, and what lies between them
SAMPLE = 1000  # characters that vote for a language; of 1,200 articles 300 leave 2.7 % undecided, 1000 .2 %, 2000 none


def language(words: str) -> str | None:
    """The ISO 639-1 code of the text's language; None if the text is short, or two languages are close.

    Only the first `SAMPLE` characters vote. Hebrew script is taken for Hebrew, Bengali for Bangla: Yiddish and Assamese
    papers need their language given.
    """
    sample = words[:SAMPLE]
    found = _words(sample)
    seen = Counter(found)
    letters = sum(map(len, found))
    if letters < 40:
        return None
    sample = sample.casefold()
    if not sample.isascii() and len(_FAR.findall(sample)) > 0.2 * letters:
        for lang, script in _SCRIPTS:
            if len(re.findall(f"[{script}]", sample)) > 0.2 * letters:
                return lang
    voters = _voters()
    cast: dict[str, int] = {}
    for word in voters.keys() & seen.keys():
        count = seen[word]
        for lang in voters[word]:
            cast[lang] = cast.get(lang, 0) + count
    total = sum(seen.values())
    (second, _), (first, lang) = sorted([(0, ""), (0, ""), *((count, lang) for lang, count in cast.items())])[-2:]
    return lang if first > 0.1 * total and first > 1.15 * second else None
