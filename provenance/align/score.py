"""How far two sentences say the same in the same words, and which words those are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from rapidfuzz.distance import Indel

from provenance.align.weights import FUNCTION_WEIGHT, stem, weight
from provenance.text import tokens

__all__ = ["Likeness", "Sentence", "Story", "compare", "rivals", "story"]

# A sentence longer than this (in tokens) is compared by its bag of words alone: a text without a single full stop,
# 2 MB in a line, must not cost its length squared. The longest sentence in 12,000 news articles has 361 tokens.
LONGEST = 2000
# The most that two sentences score whose words are not the same: inflections alone may differ (`deteriorates`).
UNLIKE = 0.999


@dataclass(frozen=True)
class Sentence:
    """One sentence as it is compared: stems in order, the weight of each, their sum."""

    n: int
    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    mass: float


@dataclass(frozen=True)
class Story:
    """One article's sentences, and for every stem that is no function word the sentences that hold it.

    A sentence that repeats an earlier one word for word is kept, but nothing looks for its answer.
    """

    sentences: tuple[Sentence, ...]
    holders: dict[str, tuple[int, ...]]
    repeated: frozenset[int]


class Likeness(NamedTuple):
    """What two sentences share: containment-resemblance score 0..1, the shared weight, and what is covered.

    `mass` is the weight of all that answers, `run` that of the heaviest run of stems that stands in both; `left` and
    `right` are the places (token numbers) that answer each other.
    """

    score: float
    mass: float
    run: float
    left: frozenset[int]
    right: frozenset[int]


def story(norms: list[str], lang: str) -> Story:
    """An article's folded sentences, ready to be compared."""
    made = []
    holders: dict[str, list[int]] = defaultdict(list)
    printed: set[tuple[str, ...]] = set()
    repeated: set[int] = set()
    for n, norm in enumerate(norms):
        words = tuple(tokens(norm))
        stems = tuple(stem(word, lang) for word in words)
        weights = tuple(map(weight, words))
        made.append(Sentence(n, words, stems, weights, sum(weights)))
        if words in printed:
            repeated.add(n)  # a deck printed twice answers once
            continue
        printed.add(words)
        for key in sorted({s for s, w in zip(stems, weights, strict=True) if w > FUNCTION_WEIGHT}):
            holders[key].append(n)
    return Story(tuple(made), {key: tuple(where) for key, where in holders.items()}, frozenset(repeated))


def rivals(one: Story, two: Story, least: float) -> list[tuple[int, int]]:
    """The sentence pairs whose shared content words weigh at least `least` of the lighter sentence, in order.

    A content word counts once, however often a sentence repeats it; equal sentences with a content word are rivals.
    """
    found = []
    equal = {t.words: t.n for t in two.sentences if t.n not in two.repeated}
    for s in one.sentences:
        if s.n in one.repeated:
            continue
        shared: dict[int, float] = defaultdict(float)
        seen = set()
        for key, w in zip(s.stems, s.weights, strict=True):
            if w > FUNCTION_WEIGHT and key not in seen:
                seen.add(key)
                for n in two.holders.get(key, ()):
                    shared[n] += w
        for n in sorted(shared):
            if shared[n] >= least * min(s.mass, two.sentences[n].mass) or equal.get(s.words) == n:
                found.append((s.n, n))
    return found


def compare(one: Sentence, two: Sentence) -> Likeness:
    """What two sentences share, order counted half: words in the same order weigh full, words moved weigh half.

    The score is the geometric mean of containment in the lighter sentence and resemblance (Broder 1997,
    doi:10.1109/SEQUEN.1997.666900): a short sentence inside a long one scores high, but below an equal.
    """
    if not one.mass or not two.mass:
        return Likeness(0.0, 0.0, 0.0, frozenset(), frozenset())
    if one.words == two.words:
        full = frozenset(range(len(one.words)))
        return Likeness(1.0, one.mass, one.mass, full, full)
    left: dict[int, int] = {}
    run = 0.0
    if max(len(one.words), len(two.words)) <= LONGEST:
        left, run = _in_order(one, two)
    right = set(left.values())
    # `us` may answer `U.S.`: a pair weighs what the lighter word weighs, from either side
    ordered = sum(min(one.weights[i], two.weights[j]) for i, j in left.items())
    mass = ordered + _out_of_order(one, two, left.keys(), right) / 2
    containment = mass / min(one.mass, two.mass)
    resemblance = 2 * mass / (one.mass + two.mass)
    return Likeness(min(UNLIKE, sqrt(containment * resemblance)), mass, run, frozenset(left), frozenset(right))


def _in_order(one: Sentence, two: Sentence) -> tuple[dict[int, int], float]:
    """The places matched by the longest common subsequence of stems, and the weight of its heaviest run."""
    matched: dict[int, int] = {}
    best = 0.0
    for block in Indel.opcodes(one.stems, two.stems):
        if block.tag != "equal":
            continue
        places = list(zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True))
        run = sum(min(one.weights[i], two.weights[j]) for i, j in places)
        # a function word alone between two rewritten stretches answers nothing
        if run > FUNCTION_WEIGHT:
            matched.update(places)
        best = max(best, run)
    return matched, best


def _out_of_order(one: Sentence, two: Sentence, left: Collection[int], right: Collection[int]) -> float:
    """The weight of content words that both hold outside the common order."""
    spare: dict[str, list[float]] = defaultdict(list)
    for i, (s, w) in enumerate(zip(one.stems, one.weights, strict=True)):
        if i not in left and w > FUNCTION_WEIGHT:
            spare[s].append(w)
    total = 0.0
    for i, (s, w) in enumerate(zip(two.stems, two.weights, strict=True)):
        if i not in right and w > FUNCTION_WEIGHT and spare.get(s):
            total += min(w, spare[s].pop())
    return total
