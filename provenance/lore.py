"""What a corpus tells of its words and its houses, asked of its parts and put together: it may be too large to be held.

Start at `Lore`, which `pairs.pairs` takes. Everything here that is learned from a part is a table, so that parts can be
added up by a query; what one corpus held as a whole would tell is the same (`pairs.Corpus`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from provenance.habits import Cover, Orders, Told, furnishes, lines, telling
from provenance.house_forms import forms, usual
from provenance.masthead import house_key
from provenance.slips import Slips, heard

__all__ = ["PANEL", "Lore", "credited", "line_number", "owners", "owning", "printed", "vocabulary"]

# Articles of a house that are asked how it writes, the first by name (names are ranks of a digest while it is traced:
# these are drawn at random); so many that credit it, likewise. All of a house's articles cost pairs times articles; in
# lk_news2022 (2,075 articles a house) 100 tell each form's share to .05. By judgement; 50 to 200 were not compared.
PANEL = 100


class Lore(NamedTuple):
    """What a corpus too large to be held tells: `slips`, `houses`, `printed`, `slow_clocks` as in `pairs.Corpus`;
    whose own a line is (`own`: of some lines, those that are somebody's); and, of the pairs that are asked for at the
    time, `orders` as in `habits`.
    """

    slips: Slips
    houses: Mapping[str, tuple[str, ...]]
    printed: Mapping[str, Mapping[str, Mapping[str, str]]]
    slow_clocks: frozenset[str]
    own: Callable[[Iterable[str]], Mapping[str, str]]
    orders: Orders


def credited(names: Iterable[str]) -> set[str]:
    """The houses that the names in a text's origin credits mean."""
    return {house_key(name) for name in names if name}


def vocabulary(words: Iterable[str]) -> list[str]:
    """The words in which typing slips are sought, or for which they may stand, sorted."""
    return sorted(heard(words))


def printed(text: str, lang: str) -> dict[str, str]:
    """The form that each axis of style mostly has in a story."""
    return usual(forms(text, lang))


def line_number(line: str) -> int:
    """A line (`habits.line_key`) as a number of 63 bits: two of ten million lines are alike once in 200,000 corpora."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "big") >> 1


def owning(printed: Mapping[str, tuple[str, str]]) -> Iterator[tuple[int, str, str, bool]]:
    """(line, house, article, alone) for each line of articles, given as article -> (house, text), that may be the
    house's own: `alone` if it is, wherever it stands; else it must stand under two stories (`owners`).
    """
    for article, (house, text) in sorted(printed.items()):
        for line in lines(text):
            said = telling(line, house)
            if said is not Told.NEVER:
                yield line_number(line), house, article, said is Told.ALONE


def owners(rows: pd.DataFrame, cover: Cover) -> pd.DataFrame:
    """[line, house]: the lines that one house alone prints under different stories (see `habits.own_lines`).

    `rows` are those of `owning`, sorted by line, house, article; of what one article alone holds, only what is `alone`
    need be there, and of what many hold the first few.
    """
    found: dict[int, list[str]] = defaultdict(list)
    columns = zip(*(rows[column].tolist() for column in ("line", "house", "article", "alone")), strict=True)
    for (line, house, alone), held in groupby(columns, key=lambda row: (row[0], row[1], row[3])):
        if alone or furnishes([row[2] for row in held], cover):
            found[line].append(house)
    own = [(line, houses[0]) for line, houses in sorted(found.items()) if len(houses) == 1]
    return pd.DataFrame(
        {"line": np.array([line for line, _ in own], np.int64), "house": pd.Series([h for _, h in own], dtype="str")}
    )
