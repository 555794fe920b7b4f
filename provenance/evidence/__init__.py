"""One file a signal: what would we see if a copied b, if b copied a, if both copied a third?

Start at `weigh`. A signal looks at a `Pair` and yields `Weight` rows: how much likelier is this sight, in nats, under
each of the three stories than if the two articles were independent, and the words it rests on. Three weights, one
currency: a shared slip is kinship (3, 3, 3), one site's furniture in another's story is direction (4, 0, 1), one
agency credited by both is a common origin (0, 0, 2). To drop a signal is a zero, not a branch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import pandas as pd

from provenance.frames import frame
from provenance.pairs import Pair, Span, Weight
from provenance.registry import Registry

__all__ = ["SIGNALS", "Options", "Pair", "Signal", "Span", "Weight", "capped", "signal", "weigh"]

See = Callable[[Pair], Iterable[Weight]]


class Signal(NamedTuple):
    """A signal, and how far it is believed.

    `cap`: the most nats, for or against, that all its rows together may bring to one story. `weight`: what every row is
    multiplied by before that. Both are fitted on histories that are known (`weights.json`, made by
    tests/bench/fit_news.py); a signal that is not in that file has weight 1 and the cap that it declares, `declared`.
    """

    see: See
    cap: float
    weight: float
    declared: float


SIGNALS: Registry[Signal] = Registry("provenance.evidence", "signal")


def signal(*, cap: float) -> Callable[[See], See]:
    """Enter the function as a signal under its module's name; twenty shared sentences are not twenty proofs: `cap`."""

    def enter(see: See) -> See:
        name = see.__module__.rsplit(".", 1)[-1]
        found = _fitted().get(name, {"weight": 1.0, "cap": cap})
        SIGNALS.add(name)(Signal(see, found["cap"], found["weight"], cap))
        return see

    return enter


@cache
def _fitted() -> Mapping[str, Mapping[str, float]]:
    """The weights and caps that were fitted, by signal."""
    told: Mapping[str, Mapping[str, float]] = json.loads((files(__package__) / "weights.json").read_bytes())["signals"]
    return told


@dataclass(frozen=True)
class Options:
    """Which signals are asked: `skip` leaves those named out; an unknown name is an OptionError."""

    skip: tuple[str, ...] = ()


NOWHERE = Span(None, None)


def weigh(pairs: Iterable[Pair], *, options: Options = Options()) -> pd.DataFrame:
    """EVIDENCE: every row that every signal yields on every pair, capped, sorted by pair and signal.

    Where the rows of a signal exceed its cap in a story, the strongest keep their weight and the rest are scaled
    down to what is left; a row that is left with nothing is no reason, and is not listed.
    """
    for name in options.skip:
        SIGNALS[name]
    asked = [(name, s) for name, s in SIGNALS if name not in options.skip]
    rows = []
    for pair in pairs:
        for name, one in asked:
            seen = list(one.see(pair))
            for w in capped(seen, one.cap, one.weight) if seen else ():
                rows.append((pair.a.name, pair.b.name, name, *w[:4], *(w.a_span or NOWHERE), *(w.b_span or NOWHERE)))
    return frame("evidence", rows)


def capped(weights: list[Weight], cap: float, weight: float = 1.0) -> list[Weight]:
    """The rows times `weight`, strongest first, each scaled down as a whole once any story's sum would pass the cap.

    As a whole, so that a row that favours one story keeps favouring it by the same ratio (D8).
    """
    if len(weights) > 1:
        weights = sorted(weights, key=lambda w: (-max(map(abs, w[:3])), w.quote, w.a_span or Span(-1, -1)))
    left = [cap, cap, cap]
    kept = []
    for w in weights:
        raw = [weight * x for x in w[:3]]
        room = 1.0
        for rest, x in zip(left, raw, strict=True):
            if abs(x) > rest:
                room = min(room, rest / abs(x))
        if room:
            forth, back, common = (round(room * x, 3) + 0.0 for x in raw)  # never -0.0
            left = [max(0.0, rest - abs(x)) for rest, x in zip(left, (forth, back, common), strict=True)]
            if forth or back or common:
                kept.append(Weight(forth, back, common, w.quote, w.a_span, w.b_span))
    return kept
