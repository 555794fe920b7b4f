"""Families in the tables: evidence on every pair of a family, and each text's parent in the family's tree.

Start at `retell`. The signals on single pairs were weighed on news, where the longer text is the giver; in a family
their direction is levelled, and one row, `family`, says what the family as a whole tells (`family.infer`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import exp, log
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from provenance.frames import frame
from provenance.infer import family
from provenance.infer.handed import FEWEST
from provenance.infer.judge import Options
from provenance.infer.readings import CUES, Table, copying, cues, readings

__all__ = ["Handed", "Retold", "retell"]

# In a family that hangs together, strangers are this many times less likely than kin.
KIN = 50.0
# Neither descent nor a common origin is surer than this from the tree alone.
SURE = 0.95
# Below so many nats no cue is named as a reason.
SILENT = 0.05
_ASSUMED = Options()
# The cues as a reader says them, where they speak for a text as the older.
_WORDS = {
    "length": "length", "growth": "length", "balance": "what each holds and the other lacks", "votes": "third texts",
    "mass": "third texts", "attested": "readings that third texts hold", "attested share": "readings of third texts",
    "lettering": "length of words", "year": "years named", "slips": "words in no list", "figures": "figures",
    "names": "names", "brackets": "brackets", "long words": "length of the words that differ",
}  # fmt: skip


class Handed(NamedTuple):
    """A text's parent in its family's tree ("" for the first), how probable it is, and the next best."""

    parent: str
    p: float
    runner_up: str | None
    runner_up_p: float | None


class Retold(NamedTuple):
    """EVIDENCE with the families' rows, the pairs to judge with theirs, and every member's parent."""

    evidence: pd.DataFrame
    pairs: list[tuple[str, str]]
    handed: Mapping[str, Handed]


class _Pair(NamedTuple):
    """What the family says of two: nats that the first is older, chance that one stands above the other, and why."""

    order: float
    above: float
    quote: str


def retell(
    texts: Mapping[str, str],
    families: Iterable[Sequence[str]],
    evidence: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    *,
    langs: Mapping[str, str] = MappingProxyType({}),
    options: Options = _ASSUMED,
) -> Retold:
    """The evidence with a row `family` for every pair of every family; pairs outside of families are as they were.

    `langs` gives the languages that are known; a family has that of most of its texts. Texts that are alike get one
    place in the tree, and between them there is no direction. Where no signal saw
    anything there is no family either. Cost: see `readings` and `family.infer`.
    """
    told: dict[tuple[str, str], _Pair] = {}
    handed: dict[str, Handed] = {}
    for names in families if len(evidence) else ():
        same: dict[str, list[str]] = defaultdict(list)
        for name in names:
            same[" ".join(texts[name].split())].append(name)
        places = sorted(same.values())
        if len(places) >= FEWEST:
            spoken = Counter(langs[name] for name in sorted(names) if name in langs)
            table = readings([texts[place[0]] for place in places], max(spoken, key=lambda x: spoken[x], default=""))
            _family(table, places, told, handed)
    if not told:
        return Retold(evidence, list(pairs), {})
    rows: list[dict[str, Any]] = []
    sums: dict[tuple[str, str], list[list[float]]] = defaultdict(lambda: [[], [], []])
    for found in evidence.to_dict("records"):
        row: dict[str, Any] = {str(column): value for column, value in found.items()}
        pair = row["a"], row["b"]
        if pair in told:
            row["a_to_b"] = row["b_to_a"] = (row["a_to_b"] + row["b_to_a"]) / 2
            for story, column in zip(sums[pair], ("a_to_b", "b_to_a", "common"), strict=True):
                story.append(row[column])
        rows.append(row)
    for pair in sorted(told):
        rows.append(_row(pair, told[pair], [round(sum(sorted(s)), 6) for s in sums[pair]], options))
    return Retold(frame("evidence", rows), sorted({*pairs, *told}), handed)


def _family(
    table: Table,
    places: Sequence[Sequence[str]],
    told: dict[tuple[str, str], _Pair],
    handed: dict[str, Handed],
) -> None:
    found = family.infer(table)
    nats = cues(table) * family.weights()["cues"]
    way = "copied and changed" if copying(table) > 0.5 else "told again"
    if table.by_hand > 0.5:
        way = "copied word for word"
    above = found.above + found.above.T
    for i, j in combinations(range(len(places)), 2):
        by = nats[i, j] * np.sign(found.order[i, j])
        best = [_WORDS[CUES[k % len(CUES)]] for k in np.argsort(-by, kind="stable")[:3] if by[k] > 0]
        said = ", ".join(dict.fromkeys(best)) if abs(found.order[i, j]) > SILENT else "not to be told from the words"
        why = f"one of {len(places)} texts {way} from hand to hand; who was first: {said}"
        for one in places[i]:
            for two in places[j]:
                order = float(found.order[i, j] if one < two else found.order[j, i])
                told[min(one, two), max(one, two)] = _Pair(order, float(above[i, j]), why)
    for at, place in enumerate(places):
        for one, two in combinations(sorted(place), 2):
            told[one, two] = _Pair(0.0, 0.0, f"the same text twice, of {len(places)} {way} from hand to hand")
        for name in place:
            handed[name] = _handed(at, found, places)


def _handed(child: int, found: family.Told, places: Sequence[Sequence[str]]) -> Handed:
    parent = int(found.tree[child])
    rest = sorted((-float(p), places[n][0]) for n, p in enumerate(found.parents[:, child]) if n not in (parent, child))
    other, other_p = (rest[0][1], -rest[0][0]) if rest else (None, None)
    if parent < 0:
        return Handed("", float(found.first[child]), other, other_p)
    return Handed(places[parent][0], float(found.parents[parent, child]), other, other_p)


def _row(pair: tuple[str, str], told: _Pair, sums: Sequence[float], options: Options) -> dict[str, object]:
    """What brings the sums of the other rows to what the family says, and leaves the kinship that they found."""
    above = min(SURE, max(1 - SURE, told.above))
    first = 1 / (1 + exp(-told.order))
    wanted = above * first, above * (1 - first), 1 - above
    prior = options.arrow, options.arrow, options.common
    kin = max(sum(p * exp(min(s, 700.0)) for p, s in zip(prior, sums, strict=True)), KIN * (1 - sum(prior)))
    nats = [round(log(w * kin / p) - s, 3) + 0.0 for w, p, s in zip(wanted, prior, sums, strict=True)]
    return {
        "a": pair[0], "b": pair[1], "signal": "family", "quote": told.quote,
        "a_to_b": nats[0], "b_to_a": nats[1], "common": nats[2],
    }  # fmt: skip
