"""A text that keeps the forms of another house, and not its own, was written there.

Where both have `per cent` and one house writes `%` elsewhere, it got the text from who writes `per cent`. For each axis
of style (percent, dates, quotation marks, spelling) four probabilities: what the houses write elsewhere gives how
likely each wrote this by itself, took it as it stood, or took it and brought it into its own style.

**Blind to:** houses without another article here; houses of one style; a feed whose style many houses keep.
Reference: outgroup comparison, Maddison et al. 1984 (doi:10.2307/2413134); house style as a trace of reuse, own
observation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log

from provenance.evidence import signal
from provenance.house_forms import forms, usual
from provenance.pairs import Corpus, Pair, Side, Weight

__all__ = ["foreign_style"]

# Who takes a text brings it into the style of the house with this probability: more often than not, by judgement.
BROUGHT = 0.6
# What one axis may say at most: forms of an article go together, because one editor brings all or none into style.
AN_AXIS = 1.2
# Below this nothing is said.
LEAST = 0.3
# What one who writes in the style of the house still writes otherwise by chance.
SLIP = 0.05
# An article of which so much stands in another, or the reverse, says nothing of the style of the house beside it.
KIN = 0.2


@signal(cap=3.0)
def foreign_style(pair: Pair) -> Iterator[Weight]:
    """One row an axis on which the shared sentences have a form and the houses' other articles tell whose it is."""
    if not pair.close or not pair.a.house or not pair.b.house or pair.a.house == pair.b.house:
        return
    habits_of = pair.corpus.once(_Styles)
    if not habits_of.axes(pair.a.house) & habits_of.axes(pair.b.house):
        return
    one = _forms(pair.a, [m.a_n for m in pair.close])
    two = _forms(pair.b, [m.b_n for m in pair.close])
    for axis in sorted(one.keys() & two.keys()):
        habits = [habits_of.style(side.house, axis, but=(pair.a.name, pair.b.name)) for side in (pair.a, pair.b)]
        known = sorted({*habits[0], *habits[1], one[axis], two[axis]})
        if len(known) < 2 or not (habits[0] and habits[1]):
            continue
        mine, yours = (_prefers(habit, known) for habit in habits)
        nats = _nats(mine, yours, one[axis], two[axis])
        low = min(nats)
        nats = [min(AN_AXIS, x - low) for x in nats]
        if max(nats) >= LEAST:
            told = ((pair.a, one, mine), (pair.b, two, yours))
            says = sorted((s.outlet, form[axis], max(sorted(style), key=style.__getitem__)) for s, form, style in told)
            quote = "; ".join(f"{who} has {here} here, and elsewhere {there}" for who, here, there in says)
            yield Weight(nats[0], nats[1], nats[2], f"{axis}: {quote}")


def _forms(side: Side, shared: list[int]) -> dict[str, str]:
    """For each axis the form that the shared sentences mostly have."""
    return _usual(" ".join(side.sentences[n].text for n in sorted(set(shared))), side.lang)


@lru_cache(maxsize=1 << 12)  # an article shares the same sentences with all who took it
def _usual(words: str, lang: str) -> dict[str, str]:
    return usual(forms(words, lang))


def _prefers(habit: Mapping[str, int], known: list[str]) -> dict[str, float]:
    """How likely the house writes each form, from what its other articles mostly have; shrunk by one article."""
    total = sum(habit.values()) + 1
    raw = {form: (habit.get(form, 0) + 1 / len(known)) / total for form in known}
    return {form: (1 - SLIP) * p + SLIP / len(known) for form, p in raw.items()}


def _nats(mine: Mapping[str, float], yours: Mapping[str, float], a: str, b: str) -> list[float]:
    """Log probability of the two forms if b took from a, a from b, both from a third of any style."""

    def taken(style: Mapping[str, float], form: str, source: str) -> float:
        return BROUGHT * style[form] + (1 - BROUGHT) * ((1 - SLIP) * (form == source) + SLIP / len(style))

    third = sum(taken(mine, a, source) * taken(yours, b, source) for source in mine) / len(mine)
    return [log(mine[a] * taken(yours, b, a)), log(yours[b] * taken(mine, a, b)), log(third)]


class _Styles:
    """What the articles of each house mostly have on each axis, counted once; versions teach nothing more."""

    def __init__(self, corpus: Corpus) -> None:
        self.printed = corpus.printed
        held = self.printed.items()
        self.counts = {house: Counter(form for one in told.values() for form in one.items()) for house, told in held}
        self.kin: dict[str, set[str]] = defaultdict(set)
        for (one, two), both in corpus.cover.items():
            if max(both) >= KIN:
                self.kin[one].add(two)
                self.kin[two].add(one)

    def axes(self, house: str) -> set[str]:
        """The axes on which any article of a house has a form."""
        return {axis for axis, _ in self.counts.get(house, ())}

    def style(self, house: str, axis: str, *, but: Iterable[str]) -> dict[str, int]:
        """How many articles of a house mostly have each form of an axis; those named, and their kin, left out."""
        count = {form: n for (of, form), n in self.counts.get(house, {}).items() if of == axis}
        printed, left = self.printed.get(house, {}), set(but)
        # a story that thousands print has kin by the thousand; of a house few are asked (`PANEL`)
        kin = (printed.keys() & self.kin.get(one, set()) for one in left)
        for name in left.intersection(printed).union(*kin):
            form = printed[name].get(axis)
            if form is not None:
                count[form] -= 1
        return {form: n for form, n in count.items() if n}
