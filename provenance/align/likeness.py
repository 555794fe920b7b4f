"""Whether two sentences say the same, whoever took it from whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log1p

from rapidfuzz import fuzz

from provenance.align.corpus import words
from provenance.align.edits import changes
from provenance.align.units import denies
from provenance.align.weights import stem
from provenance.text import fold
from provenance.wordlists import rarity

__all__ = ["likeness", "sights"]

# Weights of `sights`, in their order, and the bias: logistic regression on the 4,076 training rows of the Microsoft
# paraphrase corpus (right on .77 of the other 1,725, with the threshold of .5; of 25 sights these seven were kept,
# the best at each step by five-fold cross-validation; more gain less than .005).
BIAS = -3.02
WEIGHTS = (6.85, -2.06, 7.92, -4.39, -0.34, -1.26, -0.84)
# What two sentences say at most that differ in little else than a number or a `not`: in one or two changes of content.
# People who judge paraphrase pass over numbers (of such pairs in that corpus .56 are called one); an auditor does not.
# It costs .003 of the accuracy.
CONTRADICTED, CHANGES = 0.3, 2
_NO_CONTENT = ("style", "spelling")
# Numbers that only one side has, of which more make no difference.
NUMBERS = 2


def likeness(one: str, two: str, lang: str = "en") -> float:
    """The probability that two sentences say the same, 0..1; the order of the two does not matter.

    A logistic score of `sights`, held down where the two differ in a number or a negation and in little else. It
    judges meaning by words alone: it does not know that `buy` is `acquire`.
    `lang` is an ISO 639-1 code. Cost: the product of the lengths, in letters.
    """
    if fold(one) == fold(two):
        return 1.0
    odds = BIAS + sum(w * x for w, x in zip(WEIGHTS, sights(one, two, lang), strict=True))
    found = 1 / (1 + exp(-odds))
    return min(found, CONTRADICTED) if _contradict(one, two, lang) else found


def _contradict(one: str, two: str, lang: str) -> bool:
    kinds = [edit.kind for edit in changes(one, two, lang) if edit.kind not in _NO_CONTENT]
    return len(kinds) <= CHANGES and any(kind in ("negation changed", "number changed") for kind in kinds)


def sights(one: str, two: str, lang: str = "en") -> tuple[float, ...]:
    """What `likeness` looks at, seven numbers.

    The share of the longer sentence's stems that the other has; the share of the shorter's runs of four stems; how
    alike the letters are, of the whole and of the best part; how many numbers only one has (2 at most); whether one
    alone is negated; the rarity of the words without an answer on the side that has more, as a logarithm.
    """
    folded = [fold(text) for text in (one, two)]
    tokens = [words(text) for text in folded]
    stems = [[stem(token, lang) for token in side] for side in tokens]
    left, right = map(Counter, stems)
    longer = max(1, *map(len, stems))
    numbers = [{token for token in side if token[:1].isdigit()} for side in tokens]
    alone = [
        sum(rarity(token, lang) for token, s in zip(side, own, strict=True) if s not in other)
        for side, own, other in ((tokens[0], stems[0], right), (tokens[1], stems[1], left))
    ]
    return (
        (left & right).total() / longer,
        _runs(stems[0], stems[1]),
        fuzz.ratio(*sorted(folded)) / 100,
        fuzz.partial_ratio(*sorted(folded)) / 100,
        float(min(NUMBERS, len(numbers[0] ^ numbers[1]))),
        float(sum(denies(token, lang) for side in tokens for token in side) % 2),
        log1p(max(alone)),
    )


def _runs(one: Sequence[str], two: Sequence[str], length: int = 4) -> float:
    """The share of the shorter sentence's runs of four stems that the other has."""
    runs = [Counter(tuple(side[k : k + length]) for k in range(len(side) - length + 1)) for side in (one, two)]
    fewer = min(runs[0].total(), runs[1].total())
    return (runs[0] & runs[1]).total() / fewer if fewer else 0.0
