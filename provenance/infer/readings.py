"""A family as a table of readings: which runs of words stand in which texts, and what that says of every pair.

Start at `readings`, then `cues` (who of two came first?); who is whose neighbour is asked in `bonds`. A reading is a
run of one to three words; what all hold or one alone holds joins nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.infer.changes import by_hand
from provenance.text import fold, tokens
from provenance.wordlists import frequencies

__all__ = ["CUES", "Table", "copying", "cues", "readings", "verbatim"]

Floats = NDArray[np.float64]

# The antisymmetric cues on a pair, positive where the first is the older; each is bounded by 1 or so.
CUES = (
    "length", "growth", "balance", "votes", "mass", "attested", "attested share", "lettering", "year", "slips",
    "figures", "names", "brackets", "long words",
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,:/-])(1[5-9]\d\d|20\d\d)(?![\d:])")
_SIGNS = re.compile(r"\w+|[^\w\s]")
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_BRACKET = re.compile(r"[(\[{]")
# Words of a run that is copied and not retold, and the shares of such runs between which a family does both.
_COPIED = 8
_RETOLD, _COPY = 0.35, 0.5
# Runs of so many words.
_LONGEST = 3


@dataclass(frozen=True)
class Table:
    """What a family of n texts holds.

    `mass` [n, n]: Σ log(n / holders) over the readings that two share; `sign_mass`: as `mass`, on the text with its
    case and signs; `more` [n, n]: mass of the readings that row has, column lacks and a third holds; `count` [n, n]:
    how many that row has and column lacks; `unlisted` [n, n]: how many words of these are in no word list; `long` [n,
    n]: their mean length; `words`, `figures`, `names`, `brackets` [n]: counts; `letters` [n]: mean length of a word;
    `year` [n]: the latest year named, 0 for none; `weighted` [n, n]: Jaccard weighted by 1 / (holders - 1);
    `verbatim`: see `verbatim`; `by_hand`: see `changes`.
    """

    mass: Floats
    more: Floats
    count: Floats
    sign_mass: Floats
    words: Floats
    unlisted: Floats
    long: Floats
    figures: Floats
    names: Floats
    brackets: Floats
    letters: Floats
    year: Floats
    weighted: Floats
    verbatim: float
    by_hand: float

    def __len__(self) -> int:
        return len(self.words)


def readings(texts: Sequence[str], lang: str = "en") -> Table:
    """The table of a family's texts, words looked up in the list of their language; without one none is odd.

    Cost: the square of the number of texts times the readings that some share.
    """
    n = len(texts)
    told = [tokens(fold(text)) for text in texts]
    held = _holders(told)
    unlisted, long = _lacked(told, lang)
    df = held.sum(0)
    weight = np.where(df < n, np.log(n / np.maximum(df, 1)), 0.0)
    mass = (held * weight) @ held.T
    copied = verbatim(told, mass)
    shared = held @ held.T
    count = held.sum(1)[:, None] - shared
    attested = held * (weight * (df > 1))
    more = attested.sum(1)[:, None] - attested @ held.T
    by_few = held / np.maximum(df - 1, 1)
    joint = by_few @ held.T
    own = joint.diagonal()
    return Table(
        mass=mass,
        more=more,
        count=count,
        sign_mass=_sign_mass(texts),
        words=np.array([float(len(t)) for t in told]),
        unlisted=unlisted,
        long=long,
        figures=_count(_FIGURE, texts),
        names=_count(_NAME, texts),
        brackets=_count(_BRACKET, texts),
        letters=np.array([sum(map(len, t)) / max(1, len(t)) for t in told]),
        year=np.array([max((float(y) for y in _YEAR.findall(text)), default=0.0) for text in texts]),
        weighted=joint / np.maximum(own[:, None] + own[None] - joint, 1e-9),
        verbatim=copied,
        by_hand=by_hand(told, mass, copied),
    )


def _holders(told: Sequence[Sequence[str]]) -> Floats:
    """[texts, readings]: 1 where the text holds the reading."""
    known: dict[str, int] = {}
    found = []
    for words in told:
        ids = np.array([known.setdefault(w, len(known) + 1) for w in words], dtype=np.int64)
        runs = [ids]
        for more in range(1, _LONGEST):
            # a run as one number: 2**20 words at most, and a family has fewer
            runs.append((runs[-1][: max(0, len(ids) - more)] << 20) + ids[more:])
        found.append(np.unique(np.concatenate(runs)))
    every, where = np.unique(np.concatenate(found), return_inverse=True)
    held = np.zeros((len(told), len(every)))
    rows = np.repeat(np.arange(len(told)), [len(f) for f in found])
    held[rows, where] = 1.0
    return held


def _sign_mass(texts: Sequence[str]) -> Floats:
    held = _holders([_SIGNS.findall(text) for text in texts])
    df = held.sum(0)
    held = held[:, (df > 1) & (df < len(texts))]
    mass: Floats = (held * np.log(len(texts) / np.maximum(held.sum(0), 1))) @ held.T
    return mass


def _lacked(told: Sequence[Sequence[str]], lang: str) -> tuple[Floats, Floats]:
    """Of the words that row has and column lacks: how many are in no list; their mean length, 0 where there is none."""
    sets = [frozenset(words) for words in told]
    every = sorted(frozenset().union(*sets))
    place = {w: i for i, w in enumerate(every)}
    held = np.zeros((len(sets), len(every)))
    for row, words in enumerate(sets):
        held[row, [place[w] for w in sorted(words)]] = 1.0
    counts = frequencies(lang)
    odd = held * np.array([bool(counts) and w.isalpha() and w not in counts for w in every], dtype=float)
    strange: Floats = odd.sum(1)[:, None] - odd @ held.T
    wide = held * np.array([float(len(w)) for w in every])
    lacked = held.sum(1)[:, None] - held @ held.T
    long: Floats = (wide.sum(1)[:, None] - wide @ held.T) / np.maximum(lacked, 1)
    return strange, long


def _count(what: re.Pattern[str], texts: Sequence[str]) -> Floats:
    return np.array([float(len(what.findall(text))) for text in texts])


def verbatim(told: Sequence[Sequence[str]], mass: Floats) -> float:
    """The median share of a text's runs of eight words that stand in its nearest neighbour, 0..1.

    Where it is high a family copies, and grows by what is added; where it is low it retells, and shrinks by what is
    forgotten.
    """
    runs = [frozenset(zip(*(words[n:] for n in range(_COPIED)), strict=False)) for words in told]
    near = mass - np.diag(np.full(len(told), np.inf))
    found = [runs[int(row.argmax())] for row in near]
    shares = [len(own & other) / max(1, len(own)) for own, other in zip(runs, found, strict=True)]
    return float(np.median(shares))


def cues(table: Table) -> Floats:
    """[n, n, cues]: for each pair (row, column) what speaks for the row as the older; antisymmetric to the last bit.

    Every cue stands twice: once for families that copy, once for those that retell, each times the share in which
    this family does (`verbatim`).
    """
    found = np.stack([_CUE[name](table) for name in CUES], axis=-1)
    found = (found - found.transpose(1, 0, 2)) / 2
    copies = copying(table)
    return np.concatenate([found * copies, found * (1 - copies)], axis=-1)


def copying(table: Table) -> float:
    """0..1: does this family copy (1) or retell (0)?"""
    return float(np.clip((table.verbatim - _RETOLD) / (_COPY - _RETOLD), 0, 1))


def _against(value: Floats) -> Floats:
    """[n, n]: row less column."""
    difference: Floats = value[:, None] - value[None]
    return difference


def _share(forth: Floats) -> Floats:
    """(x - xT) / (x + xT), 0 where both are 0."""
    share: Floats = (forth - forth.T) / np.maximum(forth + forth.T, 1e-9)
    return share


def _thirds(table: Table, how: Callable[[Floats], Floats]) -> Floats:
    """The mean over every third text x of `how`(mass(a, x), mass(b, x))."""
    n = len(table)
    made = np.zeros((n, n))
    for a in range(n):
        told = how(np.stack([np.broadcast_to(table.mass[a], (n, n)), table.mass]))
        told[:, a] = 0.0
        told[np.arange(n), np.arange(n)] = 0.0
        made[a] = told.sum(1) / max(1, n - 2)
    return made


def _votes(two: Floats) -> Floats:
    votes: Floats = np.sign(np.round(two[0] - two[1], 9))
    return votes


def _degree(two: Floats) -> Floats:
    degree: Floats = np.tanh(4 * (two[0] - two[1]) / np.maximum(two[0] + two[1], 1e-9))
    return degree


_CUE: Mapping[str, Callable[[Table], Floats]] = {
    "length": lambda t: np.sign(_against(t.words)),
    "growth": lambda t: np.clip(_against(np.log(t.words + 1)), -1, 1),
    "balance": lambda t: np.clip(_against(np.zeros(len(t))) + np.log((t.count + 1) / (t.count.T + 1)) / 3, -1, 1),
    "votes": lambda t: _thirds(t, _votes),
    "mass": lambda t: _thirds(t, _degree),
    "attested": lambda t: _share(t.more),
    "attested share": lambda t: t.more / np.maximum(t.count, 1) - t.more.T / np.maximum(t.count.T, 1),
    "lettering": lambda t: np.clip(_against(np.log(t.letters + 1)) * 4, -1, 1),
    "year": lambda t: np.sign(_against(t.year)) * ((t.year[:, None] > 0) & (t.year[None] > 0)),
    "slips": lambda t: _share(t.unlisted),
    "figures": lambda t: np.clip(_against(np.log(t.figures + 1)), -1, 1),
    "names": lambda t: np.clip(_against(np.log(t.names + 1)), -1, 1),
    "brackets": lambda t: np.clip(_against(np.log(t.brackets + 1)), -1, 1),
    "long words": lambda t: np.clip(np.where((t.long > 0) & (t.long.T > 0), t.long - t.long.T, 0.0) / 3, -1, 1),
}
