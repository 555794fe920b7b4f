"""What many articles tell of a house: the lines that are its own, whether its clock can be believed.

Start at `own_lines` and `slow_clocks`. With few articles nothing is learned, and nothing that asks is the worse for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from statistics import median

from provenance.text import fold, name_key

__all__ = [
    "MANY", "SAME_STORY", "Cover", "Told", "furnishes", "line_key", "lines", "own_lines", "slow_clocks", "telling",
]  # fmt: skip

# Two articles of one house of which neither stands for half in the other tell different stories.
ANOTHER_STORY = 0.5
# Articles of one house that are compared to see whether a line stands under different stories: 12 give 66 pairs.
MANY = 12
# An outlet whose stamps lie in the middle a day or more behind (or before) those of others that tell the same stories,
# in so many pairs at least, stamps when it was crawled, or when it was changed.
SLOW, PAIRS = 24 * 3600.0, 3
# Two articles tell the same story if one of them stands for so much in the other.
SAME_STORY = 0.3
_WORDS = 10  # words from which a line with a full stop reads like a sentence, as in `boilerplate`
_SHORT = 15  # words below which a line that names its house is the house's own
_STOP = re.compile(r"[.!?…。！？؟।][\"'»」』)\]]*$")
_FIGURES = re.compile(r"\d+")

Cover = Mapping[tuple[str, str], tuple[float, float]]


def line_key(line: str) -> str:
    """A line as furniture repeats it: folded, every run of figures a 0."""
    return _FIGURES.sub("0", fold(line))


def lines(text: str) -> dict[str, tuple[int, int]]:
    """The lines of a text as furniture repeats them (folded, figures as 0), and where each stands first.

    Lines of one word are left out: every site has them.
    """
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        key = line_key(line)
        if " " in key:
            start = at + len(line) - len(line.lstrip())
            found.setdefault(key, (start, start + len(line.strip())))
        at += len(line)
    return found


def own_lines(printed: Mapping[str, tuple[str, Sequence[str]]], cover: Cover) -> dict[str, str]:
    """The lines that one house alone prints under different stories, and whose they are: its furniture.

    `printed` has for each article its house and its `lines`. Two stories suffice, because nothing is cut away by it,
    and one if the line is short and names its house ("Follow the Echo on Telegram"); but a line that reads like a
    sentence must name it too, for writers repeat their background. `cover` gives the
    share of either story that stands in the other; pairs that are not there share nothing.
    """
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, (house, said) in sorted(printed.items()):
        for line in said:
            held[line][house].append(name)
    found = {}
    for line, houses in held.items():
        own = [house for house, names in houses.items() if _furnishes(line, house, names, cover)]
        if len(own) == 1:
            found[line] = own[0]
    return found


def _furnishes(line: str, house: str, names: Sequence[str], cover: Cover) -> bool:
    if len(names) == 1 and line.count(" ") >= _SHORT:
        return False  # one story, and too long to be told by a name
    said = telling(line, house)
    return said is Told.ALONE or (said is Told.TWICE and furnishes(names, cover))


class Told(Enum):
    """What a line by itself tells of being its house's own: it is; it is if it stands under two stories; it is not."""

    ALONE, TWICE, NEVER = range(3)


def telling(line: str, house: str) -> Told:
    """What a line of `lines` tells of being the house's own."""
    said = _names(line, house)
    if line.count(" ") >= _WORDS - 1 and _STOP.search(line) and not said:
        return Told.NEVER
    return Told.ALONE if said and line.count(" ") < _SHORT else Told.TWICE


def furnishes(names: Sequence[str], cover: Cover) -> bool:
    """Whether two of the articles that hold a line, sorted, tell different stories."""
    return any(
        max(cover.get((one, two), (0.0, 0.0))) < ANOTHER_STORY
        for i, one in enumerate(names[:MANY])
        for two in names[i + 1 : MANY]
    )


def _names(line: str, house: str) -> bool:
    """Whether a line names the house that prints it; a name of four letters stands in other words."""
    return len(house) > 4 and house in name_key(line)


def slow_clocks(stamped: Mapping[str, tuple[str, datetime]], cover: Cover) -> frozenset[str]:
    """The houses whose times cannot order anything; `stamped` has for each article its house and its time."""
    gaps: dict[str, list[float]] = defaultdict(list)
    for (a, b), both in sorted(cover.items()):
        if max(both) >= SAME_STORY and a in stamped and b in stamped and stamped[a][0] != stamped[b][0]:
            gap = (stamped[b][1] - stamped[a][1]).total_seconds()
            gaps[stamped[b][0]].append(gap)
            gaps[stamped[a][0]].append(-gap)
    return frozenset(house for house, found in gaps.items() if len(found) >= PAIRS and abs(median(found)) >= SLOW)
