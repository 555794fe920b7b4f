"""Which of two ways a text writes what houses write in two ways: percent or %, June 5 or 5 June, organise or organize.

Start at `forms`. The axes are those on which style books differ; what a language does not have is not found in it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from provenance.wordlists import frequencies

__all__ = ["forms", "usual"]

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_SMALL = "two|three|four|five|six|seven|eight|nine"
# axis, form, pattern; on a text in lower case, its quotation marks as they are
_PATTERNS = tuple(
    (axis, form, re.compile(pattern))
    for axis, form, pattern in (
        ("percent", "%", r"\d\s?%"),
        ("percent", "percent", r"\d\s(?:percent|prozent|procent|pourcent)\b"),
        ("percent", "per cent", r"\d\s(?:per cent|pour cent|por ciento|por cento|per cento)\b"),
        ("quotation marks", "“”", "[“”]"),
        ("quotation marks", '"', '"'),
        ("quotation marks", "«»", "[«»]"),
        ("date", "month day", rf"\b(?:{_MONTH})\s\d{{1,2}}(?!\d)"),
        ("date", "day month", rf"\b\d{{1,2}}\s(?:{_MONTH})\b"),
        ("millions", "$5 million", r"[$€£]\s?\d[\d.,]*\s(?:million|billion)\b"),
        ("millions", "$5m", r"[$€£]\s?\d[\d.,]*\s?(?:m|mn|bn|b)\b"),
        ("millions", "USD 5 million", r"\b(?:usd|eur|gbp)\s?\d[\d.,]*"),
        ("small numbers", "seven", rf"\b(?:{_SMALL})\s(?=[a-z])"),
        ("small numbers", "7", r"(?<![\d.,$€£:-])\b[2-9]\s(?=[a-z])(?!per\b|percent|a\.m|p\.m|am\b|pm\b)"),
        ("United States", "U.S.", r"\bu\.s\.|\bu\.n\."),
    )
)
_UPPER = re.compile(r"\b(?:US|UN)\b")
_SPELLED = (
    ("-ise/-ize", re.compile(r"\w{3,}(?:is|iz)(?:e[ds]?|ing|ations?)\b"), "is", "iz"),
    ("-our/-or", re.compile(r"\b\w{2,}(?:[bdlmntv])(?:our|or)s?\b"), "our", "or"),
    ("-re/-er", re.compile(r"\b\w{2,}(?:t)(?:re|er)s?\b"), "re", "er"),
)  # fmt: skip
_LISTED = 50  # least count of a word in the list; a spelling that is not listed is no spelling (`promize`)


def forms(text: str, lang: str = "en") -> Counter[tuple[str, str]]:
    """How often a text writes each form of each axis: `("percent", "per cent")` → 3."""
    found: Counter[tuple[str, str]] = Counter()
    low = text.lower()
    for axis, form, pattern in _PATTERNS:
        hits = sum(1 for _ in pattern.finditer(low))
        if hits:
            found[axis, form] += hits
    upper = sum(1 for _ in _UPPER.finditer(text))
    if upper:
        found["United States", "US"] += upper
    if lang == "en":
        for axis, pattern, one, two in _SPELLED:
            for hit in pattern.finditer(low):
                form = _spelling(hit.group(), one, two)
                if form:
                    found[axis, form] += 1
    return found


def usual(found: Counter[tuple[str, str]]) -> dict[str, str]:
    """For each axis the form that is the most frequent; of two alike the first by the alphabet."""
    best: dict[str, tuple[int, str]] = {}
    for (axis, form), times in sorted(found.items()):
        if times > best.get(axis, (0, ""))[0]:
            best[axis] = times, form
    return {axis: form for axis, (_, form) in best.items()}


@lru_cache(maxsize=1 << 14)
def _spelling(word: str, one: str, two: str) -> str:
    """Which of two spellings a word has, if the other is a word as well; else nothing."""
    listed = frequencies("en")
    for mine, other in ((one, two), (two, one)):
        at = word.rfind(mine)
        if at > 0:
            swapped = word[:at] + other + word[at + len(mine) :]
            if listed.get(swapped, 0) >= _LISTED and listed.get(word, 0) >= _LISTED:
                return mine
    return ""
