"""The same answers as the package's fast paths, by the definition and nothing else."""

from __future__ import annotations

from itertools import combinations

from provenance.align.score import Story
from provenance.align.weights import FUNCTION_WEIGHT
from provenance.text import tokens


def rivals(one: Story, two: Story, least: float) -> list[tuple[int, int]]:
    """Every sentence pair, compared by its sets of content stems."""
    found = []
    for s in one.sentences:
        for t in two.sentences:
            if s.n in one.repeated or t.n in two.repeated:
                continue
            left = {k: w for k, w in zip(reversed(s.stems), reversed(s.weights), strict=True) if w > FUNCTION_WEIGHT}
            right = {k for k, w in zip(t.stems, t.weights, strict=True) if w > FUNCTION_WEIGHT}
            shared = sum(w for k, w in left.items() if k in right)
            if left.keys() & right and (s.words == t.words or shared >= least * min(s.mass, t.mass)):
                found.append((s.n, t.n))
    return found


def heaviest_chain(scores: dict[tuple[int, int], float]) -> float:
    """The weight of the best set of matches in which both sides never go back."""
    best = 0.0
    pairs = sorted(scores)
    for size in range(1, len(pairs) + 1):
        for chosen in combinations(pairs, size):
            if all(one[1] <= two[1] for one, two in combinations(chosen, 2)):
                best = max(best, sum(scores[p] for p in chosen))
    return best


def windows(norms: list[str], words: int, window: int) -> list[set[tuple[str, ...]]]:
    """For every window of a story the shingles that stand in it: winnowing must keep one of each."""
    story = [w for norm in norms for w in tokens(norm)]
    shingles = [tuple(story[i : i + words]) for i in range(len(story) - words + 1)]
    if len(shingles) <= window:
        return [{s} for s in shingles]
    return [set(shingles[i : i + window]) for i in range(len(shingles) - window + 1)]


def linked(prints: dict[int, set[int]], holders: int, least: int, part: float) -> dict[tuple[int, int], int]:
    """Every pair of stories that enough runs propose: each two of a run's few holders, the first and each of many."""
    counts: dict[tuple[int, int], int] = {}
    for a, b in combinations(sorted(prints), 2):
        for run in prints[a] & prints[b]:
            having = [story for story in sorted(prints) if run in prints[story]]
            if len(having) <= holders or a == having[0]:
                counts[a, b] = counts.get((a, b), 0) + 1
    return {
        (a, b): n for (a, b), n in counts.items() if n >= least or n >= part * min(len(prints[a]), len(prints[b]))
    }


def covered(words: list[int], scores: dict[int, float]) -> float:
    """The share of a story's words that its matches cover."""
    total = sum(words)
    return sum(w * scores.get(n, 0.0) for n, w in enumerate(words)) / total if total else 0.0
