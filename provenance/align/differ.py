"""Which words of one sentence are those of the other, in order: exactly where that is cheap, by anchors where not."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from diff_match_patch import diff_match_patch

__all__ = ["matched"]

_FIRST = 0x100000  # private plane 16: each distinct word of the two sentences is shown to the differ as one character
# Pairs of words that are compared exactly, in one stretch between two anchors and in all stretches of a pair: the
# differ takes the product of the lengths at worst. The longest sentence in 12,000 news articles has 361 words; 600
# by 600 words in random order take .1 s, two sentences of 1 MB that share little 3 to 6 s, reading them included.
STRETCH, BUDGET = 360_000, 4_000_000
RUN = 3  # words that an anchor begins: in a text of 100,000 words few single ones stand but once
ROUNDS = 8  # of anchoring inside stretches between anchors; each takes time linear in the words


def matched(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places (i, j) of equal words that keep the order of both, sorted; as many as can be where few words differ.

    Up to 600 by 600 words that are not at the ends and stand in both, by diff-match-patch (Myers 1986,
    doi:10.1007/BF01840446) without its time-out, which would make the result depend on the load of the machine; of
    more, those between runs of words that stand once in either (patience diff). Cost: bounded by `BUDGET`.
    """
    found: list[tuple[int, int]] = []
    todo = [(0, len(left), 0, len(right), ROUNDS)]
    budget = BUDGET
    while todo:
        a, b, c, d, rounds = todo.pop()
        while a < b and c < d and left[a] == right[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and left[b - 1] == right[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        both = set(left[a:b]) & set(right[c:d])  # a word that only one side has can match nothing
        mine, theirs = (
            [i for i in range(*span) if words[i] in both] for words, span in ((left, (a, b)), (right, (c, d)))
        )
        cost = len(mine) * len(theirs)
        if cost <= min(STRETCH, budget):
            budget -= cost
            found += _diffed(left, mine, right, theirs)
        elif rounds:
            anchors = [*_anchors(left, mine, right, theirs), (b, d)]
            if len(anchors) > 1:
                starts = [(a, c), *((i + 1, j + 1) for i, j in anchors[:-1])]
                found += anchors[:-1]
                todo += [(i, m, j, n, rounds - 1) for (i, j), (m, n) in zip(starts, anchors, strict=True)][::-1]
    return sorted(found)


def _diffed(left: Sequence[str], mine: list[int], right: Sequence[str], theirs: list[int]) -> Iterator[tuple[int, int]]:
    if not mine:
        return
    codes: dict[str, str] = {}
    for word in (*(left[i] for i in mine), *(right[j] for j in theirs)):
        codes.setdefault(word, chr(_FIRST + len(codes)))
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    one, two = "".join(codes[left[i]] for i in mine), "".join(codes[right[j]] for j in theirs)
    i = j = 0
    for op, run in differ.diff_main(one, two, False):
        if op == 0:
            yield from zip(mine[i : i + len(run)], theirs[j : j + len(run)], strict=True)
        i += len(run) * (op <= 0)
        j += len(run) * (op >= 0)


def _anchors(left: Sequence[str], mine: list[int], right: Sequence[str], theirs: list[int]) -> list[tuple[int, int]]:
    """Where runs of words that stand once in either stretch begin: the longest chain in order, by binary search."""
    here, there = _runs(left, mine), _runs(right, theirs)
    pairs = [(i, there[run]) for run, i in here.items() if run in there]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [j], [k]
    chain: list[tuple[int, int]] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _runs(words: Sequence[str], places: list[int]) -> dict[tuple[str, ...], int]:
    """The runs of `RUN` words that stand once, with the place of their first word, in order."""
    runs = [tuple(words[i] for i in places[n : n + RUN]) for n in range(len(places))]
    counts = Counter(runs)
    return {run: i for run, i in zip(runs, places, strict=True) if counts[run] == 1}
