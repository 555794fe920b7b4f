"""Answers that rest on meaning alone: what an encoder says of the sentences that no words answer.

Start at `answers`. Only articles that are compared anyway are looked at, and in them only sentences without an answer
that is more likely than not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from provenance.align.compare import Corpus
from provenance.align.meaning import Encoder, similar

__all__ = ["Answer", "Limits", "answers", "probable"]

# The probability of an answer whose cosine is 1, by judgement: two reports of one event say the same things too,
# so that meaning alone stays below .85, from which an answer by words needs no company.
MOST = 0.8
# Sentences around its own place in the story (of the longer one) among which an answer is sought: stories of up to so
# many sentences all against all, longer ones at a cost that is linear in them. News has 25 sentences, a book thousands.
BAND = 500


class Answer(NamedTuple):
    """Sentence `s` of a pair's first article answers `t` of its second (numbers of the corpus), by their meaning."""

    pair: int
    s: int
    t: int
    cosine: float
    quoted: bool


class Limits(NamedTuple):
    """The cosine above which a sentence may be an answer, the content words it must have, the share that makes it a
    quotation: `align.Options`.
    """

    least: float
    words: float
    quoted: float


class _Once:
    """An encoder that is asked for each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self.known]
        if new:
            rows = np.asarray(self.encoder.encode(new), dtype=np.float32)
            if rows.ndim != 2 or len(rows) != len(new):
                return rows  # `similar` says what is wrong with it
            self.known.update(zip(new, rows, strict=True))
        return np.array([self.known[text] for text in texts])


def probable(cosine: float, least: float) -> float:
    """How probably an answer of this cosine is one: 0 at `least`, `MOST` at 1, in a straight line. Not calibrated:
    that depends on the model.
    """
    return round(MOST * max(0.0, cosine - least) / (1 - least), 4) if least < 1 else 0.0


def answers(
    corpus: Corpus,
    norms: Sequence[str],
    langs: Sequence[str],
    pairs: NDArray[np.int64],
    taken: set[tuple[int, int]],
    encoder: Encoder,
    limits: Limits,
) -> list[Answer]:
    """The sentences of each pair that are each other's nearest in meaning, with a cosine above the least.

    `norms` by sentence of the corpus, `langs` by article, `pairs` of article numbers; `taken` are (pair, sentence) that
    words answer. A sentence of few content words says too little to be known by its meaning.
    """
    once = _Once(encoder)
    found = []
    for pair, (a, b) in enumerate(pairs.tolist()):
        left, right = ([s for s in _heavy(corpus, x, limits.words) if (pair, s) not in taken] for x in (a, b))
        places = list(_places(len(left), len(right)))
        told = similar([norms[s] for s in left], [norms[t] for t in right], places, once, (langs[a], langs[b]))
        above = {place: cosine for place, cosine in zip(places, told, strict=True) if cosine > limits.least}
        for (i, j), cosine in _nearest(above, len(left), len(right)):
            s, t = left[i], right[j]
            spoken = min(_spoken(corpus, s), _spoken(corpus, t)) >= limits.quoted
            found.append(Answer(pair, s, t, cosine, spoken))
    return found


def _heavy(corpus: Corpus, article: int, words: float) -> Iterator[int]:
    """The sentences of an article that say enough; what it repeats once."""
    seen = set()
    for s in range(int(corpus.first[article]), int(corpus.first[article + 1])):
        if corpus.mass[s] >= 100 * words and int(corpus.seq[s]) not in seen:
            seen.add(int(corpus.seq[s]))
            yield s


def _places(n: int, m: int) -> Iterator[tuple[int, int]]:
    """The pairs of places that are no more than `BAND` sentences of the longer story apart."""
    reach = BAND * min(n, m)
    for i in range(n):
        for j in range(max(0, -((reach - i * m) // n)), min(m, (i * m + reach) // n + 1)):
            yield i, j


def _nearest(cosines: dict[tuple[int, int], float], n: int, m: int) -> Iterator[tuple[tuple[int, int], float]]:
    """The pairs that are the best for both: of equals the nearest in place; where that too is equal, none."""
    ranks = {(i, j): (-cosine, abs(i * m - j * n)) for (i, j), cosine in cosines.items()}
    best: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for place, rank in ranks.items():
        for side in (0, 1):
            best.setdefault((side, place[side]), []).append(rank)
    for place, rank in sorted(ranks.items()):
        rivals = [best[side, place[side]] for side in (0, 1)]
        if all(min(ones) == rank and ones.count(rank) == 1 for ones in rivals):
            yield place, cosines[place]


def _spoken(corpus: Corpus, s: int) -> float:
    """The share of a sentence that stands in quotation marks, by weight."""
    own = slice(int(corpus.off[s]), int(corpus.off[s + 1]))
    inside: Any = corpus.weight[own][corpus.flags[own] >= 4].sum()
    return float(inside) / max(1, int(corpus.mass[s]))
