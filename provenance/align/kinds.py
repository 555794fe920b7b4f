"""What kind of change an edit is: style, a number, a name, who said it, detail that one side lacks.

Start at `kind`. Each kind is a rule of a few lines on the words that went and those that came, tried in the order of
`KINDS`; what no rule knows is "reworded". A rule reads words, not the world: `900` for `200` is a number changed,
whoever is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from provenance.align import lexicon
from provenance.align.units import WORD, negations, numbers, units
from provenance.align.weights import FUNCTION_WEIGHT, stem, weight

__all__ = ["KINDS", "Part", "content", "kind", "one_word_two_ways", "same", "turned", "written"]

# From what a reader must know first to what changes nothing.
KINDS = (
    "negation changed", "number changed", "quotation changed", "name changed", "attribution lost", "attribution added",
    "detail lost", "detail added", "reworded", "spelling", "style",
)  # fmt: skip

# Words up to which a clause with "said" or "according to" is an attribution; a longer one brings news as well. By
# judgement: "X said in a statement on its website on Monday" has ten.
ATTRIBUTION = 14
# Content words up to which a change is about its number or its negation; in a clause told anew another clause's `not`
# contradicts nothing. By judgement: `200 soldiers of the Afghan army` has four.
CLOSE = 4
# Letters by which two words of one stem may differ in length to be one word inflected: `ask`, `asking`; not `organ`,
# `organization`, which Snowball makes one.
INFLECTED = 3
SPOKEN = "+said"
_UNORDERED = {SPOKEN, *lexicon.MONTHS, "dollar", "euro", "pound"}
# A slip of the keys: letters by which two spellings differ (Damerau's way), for words from so many letters on.
SLIPS = ((10, 2), (5, 1))


@dataclass(frozen=True)
class Part:
    """One side of a change: its pieces as compared (folded), which of them may print a name, which surely do."""

    keys: tuple[str, ...] = ()
    named: tuple[bool, ...] = ()
    firm: tuple[bool, ...] = ()
    quoted: bool = False  # does it stand inside quotation marks?
    quotes: bool = False  # does a whole quotation stand in the sentence?


def kind(gone: Part, come: Part, lang: str = "en") -> str:
    """The kind (one of `KINDS`) of a change that puts `come` where `gone` was; `lang` is an ISO 639-1 code.

    Exchanging the two exchanges lost and added and nothing else.
    """
    seen = _Seen(gone, come, units(gone.keys, lang), units(come.keys, lang), lang)
    if gone.quotes != come.quotes and not (seen.one or seen.two) and '"' in (*gone.keys, *come.keys):
        return "quotation changed"  # the words of a speaker became the writer's
    if _style(seen.one, seen.two, lang):
        return "style"
    return next((found for rule in _RULES if (found := rule(seen))), "reworded")


def content(part: Part, lang: str = "en") -> frozenset[str]:
    """The stems of one side's content words and its numbers."""
    return _told(part.keys, lang)


@lru_cache(maxsize=1 << 13)
def _told(keys: tuple[str, ...], lang: str) -> frozenset[str]:
    return frozenset(u if u[0] == "#" else stem(u, lang) for u in _content(units(keys, lang)))


def turned(name: str) -> str:
    """The kind that a change has when it is read the other way: what was lost is added."""
    return name.replace("lost", "added") if "lost" in name else name.replace("added", "lost")


def same(one: Sequence[str], two: Sequence[str], lang: str = "en") -> bool:
    """Whether two runs of folded pieces say one thing in two styles; runs without a content word do not."""
    left, right = units(tuple(one), lang), units(tuple(two), lang)
    return bool(_stems(left, lang)) and _style(left, right, lang)


@lru_cache(maxsize=1 << 16)
def written(key: str, lang: str = "en") -> str:
    """What one folded piece is matched by: its stem in one house's style; a mark is matched by itself."""
    return "".join(u if u[0] == "#" else stem(u, lang) for u in units((key,), lang)) or key


@lru_cache(maxsize=1 << 14)
def one_word_two_ways(one: str, two: str, lang: str = "en") -> bool:
    """Whether two folded texts are spellings of the same: `us` and `u.s.`, air base, airbase; organise, organize."""
    left, right = (_letters(units(tuple(re.findall(r"[^\s\w]|[\w.'-]+", text)), lang)) for text in (one, two))
    return left == right != ""


def _letters(units: tuple[str, ...]) -> str:
    joined = "".join(units)
    return lexicon.SHORT.get(joined, joined)


def _style(one: tuple[str, ...], two: tuple[str, ...], lang: str) -> bool:
    """The same words but for spelling, inflection, the verb of speech, the order of a date or sum, or the articles."""
    if one == two or (_letters(one) == _letters(two) and "#" not in _letters(one)):
        return True
    left, right = _stems(one, lang), _stems(two, lang)
    if any(known in _UNORDERED for known, _ in left):
        left, right = sorted(left), sorted(right)
    return len(left) == len(right) and all(
        x == y and abs(len(v) - len(w)) <= INFLECTED for (x, v), (y, w) in zip(left, right, strict=True)
    )


def _stems(words: tuple[str, ...], lang: str) -> list[tuple[str, str]]:
    """What a word is matched by, and the word; small words of syntax are left out."""
    light, said = lexicon.LIGHT.get(lang, frozenset()), lexicon.SAID.get(lang, frozenset())
    return [
        (SPOKEN, "") if w in said else (w, w) if w[0] == "#" or w in lexicon.MONTHS else (stem(w, lang), w)
        for w in words
        if w not in light
    ]


def _content(units: tuple[str, ...]) -> list[str]:
    return [u for u in units if u[0] == "#" or weight(u) > FUNCTION_WEIGHT]


@dataclass(frozen=True)
class _Seen:
    """A change as the rules see it: both sides, and the words of both in one house's style."""

    gone: Part
    come: Part
    one: tuple[str, ...]
    two: tuple[str, ...]
    lang: str


def _negation(seen: _Seen) -> str:
    denied = [negations(part.keys, seen.lang) % 2 for part in (seen.gone, seen.come)]
    return "negation changed" if denied[0] != denied[1] and _close(seen) else ""


def _number(seen: _Seen) -> str:
    left, right = numbers(seen.one), numbers(seen.two)
    return "number changed" if left and right and left != right and _close(seen) else ""


def _close(seen: _Seen) -> bool:
    """Is the change small enough for its one number, or its `not`, to be what changed?"""
    return max(len(_content(seen.one)), len(_content(seen.two))) <= CLOSE


def _quotation(seen: _Seen) -> str:
    inside = seen.gone.quoted and seen.come.quoted
    return "quotation changed" if inside and not _spelled_alike(seen.one, seen.two) else ""


def _name(seen: _Seen) -> str:
    # where every noun has a capital, a capital tells nothing
    if seen.lang == "de" or _spelled_alike(seen.one, seen.two):
        return ""
    gone, come = (
        [
            (named, firm)
            for key, named, firm in zip(part.keys, part.named, part.firm, strict=True)
            if _content(units((key,), seen.lang))
        ]
        for part in (seen.gone, seen.come)
    )
    every = gone and come and all(named for named, _ in [*gone, *come])
    return "name changed" if every and any(firm for _, firm in [*gone, *come]) else ""


def _attribution(seen: _Seen) -> str:
    said, says = (_attributes(words, seen.lang) for words in (seen.one, seen.two))
    if said and not says and not _content(seen.two):
        return "attribution lost"
    return "attribution added" if says and not said and not _content(seen.one) else ""


def _attributes(words: tuple[str, ...], lang: str) -> bool:
    known = lexicon.ATTRIBUTED.get(lang, frozenset())
    return len(words) <= ATTRIBUTION and (any(w in known for w in words) or any(f"-{w}" in known for w in words[:1]))


def _detail(seen: _Seen) -> str:
    left, right = bool(_content(seen.one)), bool(_content(seen.two))
    if left == right:
        left, right = bool(seen.one), bool(seen.two)
    return "" if left == right else "detail lost" if left else "detail added"


def _spelling(seen: _Seen) -> str:
    return "spelling" if _spelled_alike(seen.one, seen.two) else ""


def _spelled_alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """One letter dropped, added, replaced or two exchanged, but for the first; two in long words."""
    if not one or len(one) != len(two):
        return False
    return all(x == y or _slip(x, y) for x, y in zip(one, two, strict=True))


def _slip(one: str, two: str) -> bool:
    if one[0] != two[0] or one[0] == "#" or max(len(one), len(two)) > WORD:
        return False
    length = max(len(one), len(two))
    return any(length >= least and OSA.distance(one, two) <= most for least, most in SLIPS)


_RULES: tuple[Callable[[_Seen], str], ...] = (
    _negation, _number, _quotation, _name, _attribution, _detail, _spelling,
)  # fmt: skip
