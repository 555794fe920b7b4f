"""Which of two ways a text writes what houses write in two ways: percent or %, June 5 or 5 June, organise or organize.

Start at `forms`. The axes are those on which style books differ; what a language does not have is not found in it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from provenance.wordlists import frequencies

__all__ = ["forms", "usual"]

_MONTHS = frozenset("january february march april may june july august september october november december".split())
_SMALL = frozenset("two three four five six seven eight nine".split())
_FIGURES = frozenset("23456789")
# axis, form, what a text must hold for the pattern to be tried, pattern; on a text in lower case, its quotation marks
# as they are. Each begins with what it looks for, not with what must stand before: so it is sought as a word is
_PATTERNS = (
    ("percent", "%", ("%",), r"\d\s?%"),
    (
        "percent", "percent", ("percent", "prozent", "procent", "pourcent"),
        r"\d\s(?:percent|prozent|procent|pourcent)\b",
    ),
    (
        "percent", "per cent", ("per cent", "pour cent", "por cento", "por ciento"),
        r"\d\s(?:per cent|pour cent|por ciento|por cento|per cento)\b",
    ),
    ("millions", "$5 million", ("$", "€", "£"), r"[$€£]\s?\d[\d.,]*\s(?:million|billion)\b"),
    ("millions", "$5m", ("$", "€", "£"), r"[$€£]\s?\d[\d.,]*\s?(?:m|mn|bn|b)\b"),
    ("millions", "USD 5 million", ("usd", "eur", "gbp"), r"(?:usd|eur|gbp)(?<!\w[a-z]{3})\s?\d[\d.,]*"),
    ("United States", "U.S.", ("u.s.", "u.n."), r"u\.[sn]\.(?<!\wu\.[sn]\.)"),
)  # fmt: skip
_SIGNS = (("quotation marks", "“”", "“”"), ("quotation marks", '"', '"'), ("quotation marks", "«»", "«»"))
_FIGURE = r"[2-9](?<![\w.,$€£:-][2-9])\s(?=[a-z])(?!per\b|percent|a\.m|p\.m|am\b|pm\b)"
_RUN = re.compile(r"\w+")
_SPELLED = (
    ("-ise/-ize", re.compile(r"\w{3,}(?:is|iz)(?:e[ds]?|ing|ations?)"), "is", "iz"),
    ("-our/-or", re.compile(r"\w{2,}(?:[bdlmntv])(?:our|or)s?"), "our", "or"),
    ("-re/-er", re.compile(r"\w{2,}(?:t)(?:re|er)s?"), "re", "er"),
)  # fmt: skip
_SPELLED_FROM = 5  # letters of the shortest word that has two spellings of these (`metre`)
_LISTED = 50  # least count of a word in the list; a spelling that is not listed is no spelling (`promize`)


def forms(text: str, lang: str = "en") -> Counter[tuple[str, str]]:
    """How often a text writes each form of each axis: `("percent", "per cent")` → 3."""
    found: Counter[tuple[str, str]] = Counter()
    low = text.lower()
    runs = Counter(_RUN.findall(low))  # a dozen searches of the whole text are spared by asking its words first
    for axis, form, held, pattern in _PATTERNS:
        if any(sign in low for sign in held):
            found[axis, form] += _times(pattern, low)
    for axis, form, signs in _SIGNS:
        found[axis, form] += sum(map(low.count, signs))
    for month in runs.keys() & _MONTHS:
        found["date", "month day"] += _times(rf"{month}(?<!\w{month})\s\d{{1,2}}(?!\d)", low)
        found["date", "day month"] += _times(rf"{month}\b(?:(?<=\b\d\s{month})|(?<=\b\d\d\s{month}))", low)
    for word in runs.keys() & _SMALL:
        found["small numbers", "seven"] += _times(rf"{word}(?<!\w{word})\s(?=[a-z])", low)
    if not runs.keys().isdisjoint(_FIGURES):
        found["small numbers", "7"] += _times(_FIGURE, low)
    if "US" in text or "UN" in text:
        found["United States", "US"] += _times(r"U[SN]\b(?<!\wU[SN])", text)
    if lang == "en":
        for run, times in runs.items():
            for spelled in _spellings(run) if len(run) >= _SPELLED_FROM else ():
                found[spelled] += times
    return +found


def _times(pattern: str, text: str) -> int:
    return len(_compiled(pattern).findall(text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1 << 16)
def _spellings(word: str) -> tuple[tuple[str, str], ...]:
    """The axes of spelling on which a word has a form, with the form."""
    told = ((axis, _spelling(word, one, two)) for axis, pattern, one, two in _SPELLED if pattern.fullmatch(word))
    return tuple((axis, form) for axis, form in told if form)


def usual(found: Counter[tuple[str, str]]) -> dict[str, str]:
    """For each axis the form that is the most frequent; of two alike the first by the alphabet."""
    best: dict[str, tuple[int, str]] = {}
    for (axis, form), times in sorted(found.items()):
        if times > best.get(axis, (0, ""))[0]:
            best[axis] = times, form
    return {axis: form for axis, (_, form) in best.items()}


def _spelling(word: str, british: str, american: str) -> str:
    """Which of two spellings a word has, if it has two: `organised` and `organized`, but not `promise`.

    The list counts American films, so it knows `organized` alone; behind three letters -ize has always another.
    """
    listed = frequencies("en")
    at = word.rfind(british)
    if at > 0 and listed.get(word[:at] + american + word[at + len(british) :], 0) >= _LISTED:
        return british
    at = word.rfind(american)
    both = american == "iz" or listed.get(word[:at] + british + word[at + len(american) :], 0) >= _LISTED
    return american if at > 0 and both and listed.get(word, 0) >= _LISTED else ""
