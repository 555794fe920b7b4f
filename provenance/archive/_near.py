"""Which few of very many articles may be the sources of one: those that hold its rare runs of words, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance import candidates

__all__ = ["Cards", "Options", "nearest"]


@dataclass(frozen=True)
class Options:
    """How sources are looked for.

    `most`: articles that are compared with the new one. Five and the new one are traced in .2 s of processor time,
    twelve in .5 s; a story with more than five sources of its own is rare, and reprints of one source add nothing.
    `again`: what a run of words counts for once it is found in one article, again in the next: with .5, the second
    printing of one story counts half as much as another story that explains as many words. Tried by judgement only.
    `candidates`: how much two articles must share to be compared at all; `days` is not asked.
    """

    most: int = 5
    again: float = 0.5
    candidates: candidates.Options = candidates.Options()


class Cards(NamedTuple):
    """What is known of every article by its number, without its text."""

    moment: np.ndarray  # microseconds since 1970; the greatest number there is where the time is unknown
    mark: np.ndarray  # the beginning of the text's digest: an order that does not depend on when it was added
    prints: np.ndarray  # how many runs of words are kept of it


def nearest(hits: pa.Table, size: int, cards: Cards, options: Options) -> tuple[list[int], int]:
    """The numbers of the articles to compare one story with, the likeliest first, and how many share enough with it.

    `hits` [hash, number]: who else holds each of the story's `size` runs. Runs that few hold count most. Reprints of a
    story are represented by the earliest, and what these explain counts less for those that follow: so a source of one
    sentence is found beside two thousand printings of another. What very many hold alike, a page's furniture, makes no
    candidate unless it is a good part of the story. Cost: linear in the hits, times `options.most`.
    """
    _, run = np.unique(hits["hash"].to_numpy(), return_inverse=True)
    numbers, place = np.unique(hits["number"].to_numpy(), return_inverse=True)
    holders = np.bincount(run)
    asked = options.candidates
    rare = np.bincount(place, weights=holders[run] <= asked.holders, minlength=len(numbers))
    shared = np.bincount(place, minlength=len(numbers))
    left = (rare >= asked.least) | (shared >= asked.part * np.minimum(size, cards.prints[numbers]))
    weight = 1 / np.log2(1 + holders)
    # Earliest first, so that of equals the first maximum is the earliest.
    order = np.lexsort((cards.mark[numbers], cards.moment[numbers]))
    total = int(left.sum())
    found: list[int] = []
    for _ in range(min(options.most, total)):
        score = np.where(left, np.bincount(place, weights=weight[run], minlength=len(numbers)), -1.0)
        # A sum of many parts may differ in its last bits between equals.
        best = order[int(np.argmax(np.round(score[order], 9)))]
        left[best] = False
        found.append(int(numbers[best]))
        weight[run[place == best]] *= options.again
    return found, total
