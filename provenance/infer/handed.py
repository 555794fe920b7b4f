"""Which articles are one text handed on: versions or retellings without an outlet, a credit or a time of their own.

Between outlets who was first is not in the words (on real reprints "longer is later" is right half the time), so what
the words of a family tell is asked only where nothing speaks for news and nearly all of each text stands in another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from provenance.infer.trees import together
from provenance.text import fold, tokens
from provenance.wordlists import MOST_RARE, rarities

__all__ = ["MOST", "families", "near", "news"]

# Fewest texts that are not the same, and most texts. Two have no third to ask; the table of readings grows with the
# square of the texts. Up to the most all bare texts are held against all, since retellings may share no run of words
# that makes a candidate; of more, those that do.
FEWEST, MOST = 3, 120
# The share of the smaller text's words, by rarity, from which two hang together, and that the median text must share
# with its nearest. In 47 small groups of news on one topic this is .29 at the median and .48 at most; retellings from
# memory .59-.81, rewrites by a machine .50-.90; some of these have no nearer text than .3.
TOGETHER, NEAREST = 0.3, 0.48
# The share of the larger one's words that the median text must share with its nearest: nearly the whole for so small
# a family (revisions: .68 and more; a report that was cut and another that grew from one wire: .62), less for many
# that hang together (retellings: .30-.70; news on one topic: .19 at the median, .28 at most).
WHOLE, FEW = 0.67, 6
RETOLD = 0.3
# The share of its runs of eight words that the median text of so small a family must share: revised articles .48 and
# more for nine in ten; one event in one house's form .26-.35.
COPIED, RUN = 0.4, 8
# How much nearer than to the typical member the median text must lie to its nearest, of what there is to gain: who
# was copied is nearer than who was not. Families at hand .29 and more; made-up texts of one form 0.
SHAPE = 0.2
# The share of the texts that may look like news by mistake ("first published in 1884" reads as a credit).
DRESSED = 0.1
# The share that may name a day in its first words as news does: of 395 families at hand one in a hundred has more, of
# 15 groups of news eleven.
DAILY, LEAD = 0.5, 60
_ROLES = frozenset(("origin", "generic", "photo"))
_LABELS = frozenset(("byline", "dateline", "notice"))
# A day told from the day of writing: today, on Monday, last night.
_DAY = re.compile(
    r"\b(?:to(?:day|night|morrow)|yesterday|(?:this|last) (?:morning|afternoon|evening|night|week|month)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|heute|gestern|morgen|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|aujourd.hui|hier|demain|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|hoy|ayer|mañana|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|hoje|ontem|amanhã|(?:segunda|terça|quarta|quinta|sexta)-feira"
    r"|oggi|ieri|domani|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica"
    r"|vandaag|gisteren|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|сегодня|вчера|завтра|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b",
    re.IGNORECASE,
)


def families(
    articles: pd.DataFrame,
    marks: pd.DataFrame,
    credits_: pd.DataFrame,
    pairs: Iterable[tuple[str, str]],
    *,
    everybody: bool | None = None,
) -> list[tuple[str, ...]]:
    """The names in each family, sorted. Takes ARTICLES, MARKS, CREDITS and the candidate pairs.

    A family that more than a tenth of news (see `news`) hangs together with is none, and neither is one that mostly
    speaks of days as news does, or whose texts are one form filled in anew. `everybody`: hold all that are no news
    against each other, candidates or not; None decides by their number.
    """
    dressed = news(articles, marks, credits_)
    if len(articles) - len(dressed) < FEWEST:
        return []
    texts = dict(zip(articles["article"], articles["text"], strict=True))
    known = articles.dropna(subset="lang")
    langs = dict(zip(known["article"], known["lang"], strict=True))
    asked = {(a, b) for a, b in pairs if not (a in dressed and b in dressed)}
    bare = sorted(set(texts) - dressed - set(articles.loc[articles["version_of"].notna(), "article"]))
    if len(bare) <= MOST if everybody is None else everybody:
        asked.update(combinations(bare, 2))
    words = {name: tuple(tokens(fold(texts[name]))) for name in sorted({n for pair in asked for n in pair})}
    held = _shares(words, langs, sorted(asked))
    return sorted(
        tuple(group)
        for group in together(held)
        if len(group) <= MOST
        and sum(n in dressed for n in group) <= DRESSED * len(group)
        and sum(_daily(texts[n]) for n in group) <= DAILY * len(group)
        and _handed_on(group, held, words)
    )


def news(articles: pd.DataFrame, marks: pd.DataFrame, credits_: pd.DataFrame) -> set[str]:
    """The articles with an outlet, a time, a credit, a byline, a dateline or a notice."""
    found = set(articles.loc[articles["outlet"].notna() | articles["published"].notna(), "article"])
    found |= set(credits_.loc[credits_["role"].isin(_ROLES), "article"])
    return found | set(marks.loc[marks["label"].isin(_LABELS), "article"])


def near(
    texts: Mapping[str, str], langs: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> dict[str, dict[str, tuple[float, float]]]:
    """For each article those of the pairs that it hangs together with, and the share of the smaller and larger one."""
    words = {name: tuple(tokens(fold(texts[name]))) for name in sorted({n for pair in pairs for n in pair})}
    return _shares(words, langs, pairs)


def _daily(text: str) -> bool:
    return bool(_DAY.search(" ".join(text.split(maxsplit=LEAD)[:LEAD])))


def _handed_on(
    group: Sequence[str], near: Mapping[str, Mapping[str, tuple[float, float]]], words: Mapping[str, Sequence[str]]
) -> bool:
    """Does nearly all of each text stand in another, and more than in any? Texts of the same words count once."""
    names = sorted({words[name]: name for name in sorted(group, reverse=True)}.values())
    if len(names) < FEWEST:
        return False
    shares = [{m: near[n].get(m, (0.0, 0.0)) for m in names if m != n} for n in names]
    smaller, larger = (float(np.median([max(s[at] for s in own.values()) for own in shares])) for at in (0, 1))
    typical = float(np.median([np.median([s[0] for s in own.values()]) for own in shares]))
    if smaller < NEAREST or smaller - typical < SHAPE * (1 - typical):
        return False
    if len(names) >= FEW:
        return larger >= RETOLD
    runs = {name: frozenset(zip(*(words[name][n:] for n in range(RUN)), strict=False)) for name in names}
    nearest = [max(own, key=lambda m: (own[m], m)) for own in shares]
    held = [len(runs[n] & runs[m]) / max(1, len(runs[n])) for n, m in zip(names, nearest, strict=True)]
    return larger >= WHOLE and float(np.median(held)) >= COPIED


def _shares(
    words: Mapping[str, Sequence[str]], langs: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> dict[str, dict[str, tuple[float, float]]]:
    """For each article those it hangs together with, and the share of the smaller and of the larger one's words."""
    held = {name: frozenset(told) for name, told in words.items()}
    spoken: dict[str, set[str]] = defaultdict(set)
    for name, own in held.items():
        spoken[langs.get(name, "")] |= own
    rare = {lang: _rare(sorted(every), lang) for lang, every in spoken.items()}
    mass = {name: _mass(own, rare[langs.get(name, "")]) for name, own in held.items()}
    near: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for a, b in pairs:
        low, high = sorted((mass[a], mass[b]))
        both = held[a] & held[b]
        if MOST_RARE * len(both) < TOGETHER * low:
            continue
        shared = _mass(both, rare[langs.get(a, "")])
        if low and shared >= TOGETHER * low:
            near[a][b] = near[b][a] = (min(1.0, shared / low), min(1.0, shared / high))
    return near


def _rare(words: Sequence[str], lang: str) -> dict[str, float]:
    return dict(zip(words, rarities(words, lang).tolist(), strict=True))


def _mass(words: frozenset[str], rare: Mapping[str, float]) -> float:
    return sum(map(rare.__getitem__, sorted(words)))
