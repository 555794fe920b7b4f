"""Which sentence answers which, and what was edited between them.

Start at `align`: two stories become a table of matches. `edits` shows one matched pair to a reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from provenance.align.cover import coverage
from provenance.align.edits import edits
from provenance.align.score import Likeness, Story, compare, rivals, story
from provenance.frames import frame

__all__ = ["Options", "align", "coverage", "edits"]


@dataclass(frozen=True)
class Options:
    """What counts as an answer.

    `least`: the score (0..1) from which one sentence answers another. Tried .3-.7: at .42 every rewritten pair a
    reader names in the seeds is kept; of 2,000 pairs of articles on one topic from different outlets (AllSides),
    few have any match.
    `run`: a run of words as heavy as this, shared word for word, is an answer by itself (a passage inside a long
    sentence), from half of `least` up. In content words; 8 is Winnowing's guarantee of 12 words at news density.
    `words`: the weight, in content words, that must answer unless the sentences are equal. Three shared names
    (`Moscow ... help ... Dushanbe`) are chance in two reports of one event; tried 2-6 on AllSides.
    `edited`: the score from which a match is called edited, not rewritten; 1 is the same word for word.
    `adds`: a second sentence joins a match (merged, split) if it answers at least this share of its own weight
    in words that no other has answered.
    """

    least: float = 0.42
    run: float = 8.0
    words: float = 4.0
    edited: float = 0.75
    adds: float = 0.3


def align(
    sentences: pd.DataFrame,
    pairs: Iterable[tuple[str, str]],
    *,
    langs: dict[str, str] | None = None,
    options: Options = Options(),
) -> pd.DataFrame:
    """MATCHES: every sentence of each pair that answers one of the other, with its kind.

    Takes SENTENCES and pairs of article names (each a < b). `langs` gives ISO 639-1 codes by article (default
    English). A sentence that an article repeats answers once. Rows are sorted by (a, a_n, b, b_n). Cost: linear
    in the words of a pair but for sentences that share content words.
    """
    norms: dict[str, list[str]] = defaultdict(list)
    for article, norm in zip(sentences["article"], sentences["norm"], strict=True):
        norms[article].append(norm)
    stories: dict[str, Story] = {}
    rows = []
    for a, b in pairs:
        for name in (a, b):
            if name not in stories:
                stories[name] = story(norms.get(name, []), (langs or {}).get(name, "en"))
        rows += [(a, i, b, j, *rest) for i, j, *rest in _answers(stories[a], stories[b], options)]
    return frame("matches", rows)


def _answers(one: Story, two: Story, options: Options) -> Iterator[tuple[int, int, float, str, bool]]:
    found: dict[tuple[int, int], Likeness] = {}
    for i, j in rivals(one, two, options.least / 2):
        like = compare(one.sentences[i], two.sentences[j])
        if like.mass < options.words and like.score < 1:
            continue
        if like.score >= options.least or (like.run >= options.run and like.score >= options.least / 2):
            found[i, j] = like
    kept = _chosen(found, one, two, options)
    lefts: dict[int, int] = defaultdict(int)
    rights: dict[int, int] = defaultdict(int)
    for i, j in kept:
        lefts[i] += 1
        rights[j] += 1
    order = _in_order({pair: found[pair].score for pair in kept})
    for i, j in kept:
        score = round(found[i, j].score, 4)
        if rights[j] > 1 and rights[j] >= lefts[i]:
            kind = "merged"
        elif lefts[i] > 1:
            kind = "split"
        else:
            kind = "same" if score >= 1 else "edited" if score >= options.edited else "rewritten"
        yield i, j, score, kind, (i, j) not in order


def _chosen(found: dict[tuple[int, int], Likeness], one: Story, two: Story, options: Options) -> list[tuple[int, int]]:
    """The pairs that stay: best first, and a sentence may answer a second time only with words not yet answered."""
    near = _slope(one, two)
    # the same sentence printed twice is decided by its place in the story
    ranked = sorted(found, key=lambda p: (-found[p].score, abs(p[0] * near - p[1]), p[0] + p[1], p))
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    partners: dict[tuple[str, int], int] = defaultdict(int)
    kept = []
    for i, j in ranked:
        like = found[i, j]
        s, t = one.sentences[i], two.sentences[j]
        left = like.left - taken["one", i]
        right = like.right - taken["two", j]
        if partners["one", i] and partners["two", j]:
            continue  # n-to-m is two sentences that both changed partners: leave it at the better ones
        fresh = (sum(s.weights[k] for k in left), sum(t.weights[k] for k in right))
        if (partners["one", i] or partners["two", j]) and min(fresh) < options.adds * min(s.mass, t.mass):
            continue
        taken["one", i] |= like.left
        taken["two", j] |= like.right
        partners["one", i] += 1
        partners["two", j] += 1
        kept.append((i, j))
    return sorted(kept)


def _slope(one: Story, two: Story) -> float:
    return len(two.sentences) / len(one.sentences) if one.sentences else 1.0


def _in_order(scores: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The heaviest chain of matches that keeps the order of both stories; what is not in it has moved.

    A Fenwick tree of best chains by place in the second story (Gusfield 1997, section 12.5, for the unweighted case):
    n log n in the matches.
    """
    pairs = sorted(scores)
    size = max((j for _, j in pairs), default=-1) + 1
    tree: list[tuple[float, int]] = [(0.0, 1)] * (size + 1)  # (weight, minus the last pair's rank); 1 = no chain
    came: list[int] = []
    best = (0.0, 1)
    for k, (i, j) in enumerate(pairs):
        before, at = (0.0, 1), j + 1
        while at:
            before, at = max(before, tree[at]), at & (at - 1)
        came.append(-before[1])
        here, at = (round(before[0] + scores[i, j], 9), -k), j + 1
        best = max(best, here)
        while at <= size:
            tree[at], at = max(tree[at], here), at + (at & -at)
    chain, k = set(), -best[1]
    while k >= 0:
        chain.add(pairs[k])
        k = came[k]
    return chain
