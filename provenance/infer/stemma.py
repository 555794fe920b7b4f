"""Every article's parent among all that share its text: the pairs' verdicts and who is nearest, weighed over all trees.

Start at `stemma`. A pair cannot tell a parent from a grandparent, nor a child from a sibling; all that share a text
together can. Each article hangs below one that is here, or below none; for a hanging speaks the pair's verdict, and how
much of what others answer in the one stands in the other; every forest without a circle weighs the product of its
hangings (`trees.forest`). Nearness counts alike both ways: who was first is not in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from math import exp, log
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from provenance.align import FIRM
from provenance.frames import frame
from provenance.infer import trees

__all__ = ["HANGS", "LIKELIER", "ROOTS", "Hangings", "Stemma", "hangings", "nearest", "stemma"]

Floats = NDArray[np.float64]
Pair = tuple[str, str]

# From this probability of "none" on, two are no kin.
STRANGERS = 0.5
# Words of the one that the other must answer to be asked for as its parent: half a short sentence. Fewer are a name.
LEAST_WORDS = 10
# Most articles whose trees are weighed together, at the cube of their number (2,000: 2 s, 32 MB a matrix); in a larger
# cluster each article weighs its own parents, whatever circles arise. 300 prints of one wire, apiece against together:
# wrong arrows .23 to .15, those of .8 and more 55 to 31 of 300; 120 and 400 were tried.
MOST = 2_000
# What the trees may add to a pair's story, in nats, and what is added to chances before their log is taken.
CAP, DOUBT = 3.0, 0.05
# Likelier than all else together: a parent is drawn from there. Where one of several is the parent (.66 together), the
# likeliest below .5 would be right for .01 more of 2,000 simulated articles, and wrong arrows .10 instead of .08; an
# arrow of which the report must say "cannot tell" is none.
LIKELIER = 0.5
# Of the shorter story, from which one may hang below the other: who shares less quotes it, or the same speaker. Of
# 12,000 AllSides articles five pairs of outlets that shared under a twentieth had got an arrow without this.
QUOTED = 0.1
# What speaks for an article as another's parent, and for an article as the first: the order of stemma.json.
HANGS = ("rather than a common origin", "rather than the reverse", "nearness", "nearest")
ROOTS = ("first", "nobody gave", "many")


class Stemma(NamedTuple):
    """`parents`: for each article with kin, how probably each other one is its parent; what lacks to 1 is none here.

    `evidence`: what the trees say of the pairs, as EVIDENCE.
    """

    parents: Mapping[str, Mapping[str, float]]
    evidence: pd.DataFrame


class Hangings(NamedTuple):
    """What speaks for each hanging: `below` [child][parent] the values of HANGS, `first` [child] those of ROOTS.

    `shared` [child]: for each of its sentences that kin answer, in how many words each does.
    """

    below: Mapping[str, Mapping[str, tuple[float, ...]]]
    first: Mapping[str, tuple[float, ...]]
    shared: Mapping[str, Sequence[Mapping[str, float]]]


@lru_cache(maxsize=1)
def _weights() -> tuple[Floats, Floats, float]:
    read = json.loads(files(__package__).joinpath("stemma.json").read_text(encoding="utf-8"))["weights"]
    return np.array(read["hangs"]), np.array(read["roots"]), float(read["again"])


def stemma(sentences: pd.DataFrame, matches: pd.DataFrame, verdicts: pd.DataFrame) -> Stemma:
    """The parents of every article that has kin, and what they imply for the pairs; takes SENTENCES, MATCHES, VERDICTS.

    Cost: linear in the matches, plus the cube of every cluster's size up to MOST.
    """
    found = hangings(sentences, matches, verdicts)
    hangs, roots, again = _weights()
    below = {
        child: {parent: float(np.dot(hangs, values)) for parent, values in others.items()}
        for child, others in found.below.items()
    }
    first = {child: float(np.dot(roots, values)) for child, values in found.first.items()}
    four = zip(*(verdicts[c].tolist() for c in ("p_a_to_b", "p_b_to_a", "p_common", "p_none")), strict=True)
    said = dict(zip(zip(verdicts["a"].tolist(), verdicts["b"].tolist(), strict=True), four, strict=True))
    parents: dict[str, Mapping[str, float]] = {}
    rows: list[tuple[object, ...]] = []
    for names in trees.together(below):
        if len(names) > MOST:
            parents.update((child, _alone(below[child], first[child])) for child in names)
            continue
        p = trees.forest(*_matrix(names, below, first))
        at = {name: place for place, name in enumerate(names)}
        for child in names:
            parents[child] = {parent: round(float(p[at[parent], at[child]]), 6) for parent in sorted(below[child])}
        if len(names) > 2:
            above = trees.above(p)
            quote = f"follows from how the {len(names)} articles that share this text hang together"
            blind = {child: _blind(parents[child], found.shared[child]) for child in names}
            for a, b in sorted({(min(c, q), max(c, q)) for c in names for q in below[c]}):
                ways = (a, b), (b, a)
                seen = [float(above[at[x], at[y]]) / max(DOUBT, 1 - blind[y][x]) for x, y in ways]
                sure = 1 - max(blind[y][x] for x, y in ways)
                rows.append((a, b, "lineage", *_nats(said[a, b], seen, again * sure), quote, None, None, None, None))
    return Stemma(parents, frame("evidence", rows))


def nearest(parents: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[str, float]]:
    """The parent to draw for each article of `Stemma.parents` that gets one, and how probably it is the one."""
    found = {}
    for child, others in parents.items():
        p, parent = max((p, parent) for parent, p in sorted(others.items()))
        if p >= LIKELIER:
            found[child] = parent, p
    return found


def hangings(sentences: pd.DataFrame, matches: pd.DataFrame, verdicts: pd.DataFrame) -> Hangings:
    """What speaks for every hanging of kin; the numbers that `stemma` weighs."""
    forth: dict[Pair, float] = {}
    common: dict[Pair, float] = {}
    kin = (verdicts["p_none"] < STRANGERS) & (verdicts["shared"] >= QUOTED)
    columns = (verdicts[kin][c].tolist() for c in ("a", "b", "p_a_to_b", "p_b_to_a", "p_common"))
    for a, b, forward, back, origin in zip(*columns, strict=True):
        forth[a, b], forth[b, a] = forward, back
        common[a, b] = common[b, a] = origin
    shared = _shared(sentences, matches, forth)
    held: dict[Pair, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for one, lines in shared.items():
        for line in lines:
            for two, words in line.items():
                held[one, two] = round(held[one, two] + words, 6)
    for (one, _), words in held.items():
        most[one] = max(most[one], words)
    below: dict[str, dict[str, tuple[float, ...]]] = defaultdict(dict)
    for (child, parent), words in sorted(held.items()):
        back = held.get((parent, child), 0.0)
        if words >= LEAST_WORDS and back >= LEAST_WORDS:
            near = log(max(words / most[child], back / most[parent]))
            p = forth[parent, child]
            below[child][parent] = (
                log(p / common[parent, child]), log(p / forth[child, parent]), near, float(near > -1e-9),
            )  # fmt: skip
    first = {
        child: (1.0, log(1 - max(forth[parent, child] for parent in others)), log(len(others)))
        for child, others in below.items()
    }
    return Hangings(below, first, shared)


def _shared(
    sentences: pd.DataFrame, matches: pd.DataFrame, kin: Mapping[Pair, float]
) -> dict[str, list[dict[str, float]]]:
    """For each article its sentences that kin answer: in how many of its words, by likeness, each of them does."""
    rows = matches[matches["score"] >= FIRM]
    columns = (rows[c].tolist() for c in ("a", "a_n", "b", "b_n", "likeness"))
    asked = [row for row in zip(*columns, strict=True) if (row[0], row[2]) in kin]
    held = {place for a, x, b, y, _ in asked for place in ((a, x), (b, y))}
    told = zip(*(sentences[c].tolist() for c in ("article", "n", "norm")), strict=True)
    words = {(article, n): len(norm.split()) for article, n, norm in told if (article, n) in held}
    lines: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for a, x, b, y, likeness in asked:
        for place, other in (((a, x), b), ((b, y), a)):
            lines[place][other] = max(lines[place].get(other, 0.0), words[place] * likeness)
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for (one, _), line in sorted(lines.items()):
        found[one].append(line)
    return found


def _blind(parents: Mapping[str, float], lines: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """For each other article: how little the trees know of what an article shares with it, 0..1.

    Nothing (1) of sentences that no third text has; of the others as far as the article's parent may be one that lacks
    them. An article pieced together of two has one parent in the trees, and what it has from the second is not theirs.
    """
    whole: dict[str, float] = defaultdict(float)
    lost: dict[str, float] = defaultdict(float)
    some = sum(parents.values())
    for line in lines:
        lacked = max(0.0, some - sum(parents.get(other, 0.0) for other in sorted(line))) if len(line) > 1 else 1.0
        for other, words in line.items():
            whole[other] += words
            lost[other] += words * min(1.0, lacked)
    return {other: min(1.0, lost[other] / mass) for other, mass in whole.items()}


def _matrix(
    names: Sequence[str], below: Mapping[str, Mapping[str, float]], first: Mapping[str, float]
) -> tuple[Floats, Floats]:
    at = {name: place for place, name in enumerate(names)}
    scores = np.full((len(names), len(names)), -np.inf)
    for child in names:
        for parent, score in below[child].items():
            scores[at[parent], at[child]] = score
    return scores, np.array([first[name] for name in names])


def _alone(others: Mapping[str, float], first: float) -> dict[str, float]:
    """The parents of one article by themselves."""
    top = max(first, *others.values())
    whole = sum(sorted(exp(score - top) for score in (first, *others.values())))
    return {parent: round(exp(score - top) / whole, 6) for parent, score in sorted(others.items())}


def _nats(verdict: Sequence[float], above: Sequence[float], by: float) -> list[float]:
    """What the chances of descent in the trees, held against the pair's own verdict, add to each story."""
    total = max(1.0, sum(above))
    told = (above[0] / total, above[1] / total, 1 - sum(above) / total)
    kin = 1 - verdict[3]
    gains = (by * log((p + DOUBT) / (own / kin + DOUBT)) for p, own in zip(told, verdict[:3], strict=True))
    return [round(max(-CAP, min(CAP, gain)), 3) + 0.0 for gain in gains]
