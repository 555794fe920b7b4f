"""Which articles are one text handed on: versions or retellings without an outlet, a credit or a time of their own.

Between outlets who was first is not in the words (on real reprints "longer is later" is right half the time), so what
the words of a family tell is asked only where nothing speaks for news and nearly all of each text stands in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from provenance.text import fold, tokens
from provenance.wordlists import rarity

__all__ = ["families", "near", "news"]

# Fewest and most texts. Two have no third to ask; the table of readings grows with the square of the texts.
FEWEST, MOST = 3, 120
# Up to so many texts all are held against all, as `candidates` does (retellings may share no run of words that makes a
# candidate); beyond, texts of one form (results, notices) would be taken for one text handed on.
EVERYBODY = 40
# The share of the smaller text's words, by rarity, from which two hang together, and that the median text must share
# with its nearest. In 47 small groups of news on one topic (not one event, which
# must lie nearer: not measured) this is .29 at the median and .48 at most;
# retellings from memory .59-.81, rewrites by a machine .50-.90; some of these have no nearer text than .3.
TOGETHER, NEAREST = 0.3, 0.48
# The share of the larger one's words that the median text must share with its nearest: nearly the whole for so small
# a family (revisions: .68 and more; a report that was cut and another that grew from one wire: .62), less for many
# that hang together (retellings: .30-.70; news on one topic: .19 at the median, .28 at most).
WHOLE, FEW = 0.67, 6
RETOLD = 0.3
# The share of the texts that may look like news by mistake ("first published in 1884" reads as a credit).
DRESSED = 0.1
_ROLES = frozenset(("origin", "generic", "photo"))
_LABELS = frozenset(("byline", "dateline", "notice"))


def families(
    articles: pd.DataFrame,
    marks: pd.DataFrame,
    credits_: pd.DataFrame,
    pairs: Iterable[tuple[str, str]],
    *,
    everybody: bool | None = None,
) -> list[tuple[str, ...]]:
    """The names in each family, sorted. Takes ARTICLES, MARKS, CREDITS and the candidate pairs.

    A family that more than a tenth of news (see `news`) hangs together with is none. `everybody`: hold all that are no
    news against each other, candidates or not; None decides by their number.
    """
    dressed = news(articles, marks, credits_)
    texts = dict(zip(articles["article"], articles["text"], strict=True))
    asked = {(a, b) for a, b in pairs if not (a in dressed and b in dressed)}
    bare = sorted(set(texts) - dressed - set(articles.loc[articles["version_of"].notna(), "article"]))
    if len(articles) <= EVERYBODY if everybody is None else everybody:
        asked.update(combinations(bare, 2))
    held = near(texts, sorted(asked))
    found = []
    for group in _groups(held):
        if FEWEST <= len(group) <= MOST and sum(n in dressed for n in group) <= DRESSED * len(group):
            smaller, larger = (np.median([max(of[at] for of in held[n].values()) for n in group]) for at in (0, 1))
            if smaller >= NEAREST and larger >= (WHOLE if len(group) < FEW else RETOLD):
                found.append(tuple(sorted(group)))
    return sorted(found)


def news(articles: pd.DataFrame, marks: pd.DataFrame, credits_: pd.DataFrame) -> set[str]:
    """The articles with an outlet, a time, a credit, a byline, a dateline or a notice."""
    found = set(articles.loc[articles["outlet"].notna() | articles["published"].notna(), "article"])
    found |= set(credits_.loc[credits_["role"].isin(_ROLES), "article"])
    return found | set(marks.loc[marks["label"].isin(_LABELS), "article"])


def near(texts: dict[str, str], pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, tuple[float, float]]]:
    """For each article those it hangs together with, and the share of the smaller and of the larger one's words."""
    words = {name: frozenset(tokens(fold(texts[name]))) for name in {n for pair in pairs for n in pair}}
    mass = {name: sum(rarity(w, "en") for w in sorted(held)) for name, held in words.items()}
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for a, b in pairs:
        shared = sum(rarity(w, "en") for w in sorted(words[a] & words[b]))
        low, high = sorted((mass[a], mass[b]))
        if low and shared >= TOGETHER * low:
            found[a][b] = found[b][a] = (shared / low, shared / high)
    return found


def _groups(near: dict[str, dict[str, tuple[float, float]]]) -> list[frozenset[str]]:
    """The articles that hang together, over as many steps as it takes."""
    seen: set[str] = set()
    found = []
    for start in sorted(near):
        if start in seen:
            continue
        group, left = {start}, [start]
        while left:
            left = [other for name in left for other in near[name] if other not in group]
            group.update(left)
        seen |= group
        found.append(frozenset(group))
    return found
