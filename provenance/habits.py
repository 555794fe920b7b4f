"""What many articles tell of a house: its own lines, whether its clock can be believed, whom it mostly follows.

Start at `own_lines`, `slow_clocks` and `orders`. With few articles nothing is learned, and nothing that asks is the
worse for it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from statistics import median
from typing import NamedTuple

from provenance.text import fold, name_key

__all__ = [
    "CLOCK_ERROR", "MANY", "SAME_STORY", "Cover", "Orders", "Stamp", "Told", "furnishes", "lag", "line_key", "lines",
    "orders", "own_lines", "slow_clocks", "telling",
]  # fmt: skip

# Two articles of one house of which neither stands for half in the other tell different stories.
ANOTHER_STORY = 0.5
# Articles of one house that are compared to see whether a line stands under different stories: 12 give 66 pairs.
MANY = 12
# An outlet whose stamps lie in the middle a day or more behind (or before) those of others that tell the same stories,
# in so many pairs at least, stamps when it was crawled, or when it was changed.
SLOW, PAIRS = 24 * 3600.0, 3
# What may lie between a true time and the stamp, by its precision: a day's stamp may be any hour in any zone.
CLOCK_ERROR = {"second": timedelta(minutes=5), "minute": timedelta(minutes=5), "day": timedelta(hours=38)}
# Articles that stand further apart are a text that comes back (tables, forecasts) or was dated anew, and tell no order
# of houses. On 5,000 articles of lk_news2022 log loss of the order is .6801 with two days, .6934 without (.6931: none).
FRESH = timedelta(days=2)
# Two articles tell the same story if one of them stands for so much in the other.
SAME_STORY = 0.3
_WORDS = 10  # words from which a line with a full stop reads like a sentence, as in `boilerplate`
_SHORT = 15  # words below which a line that names its house is the house's own
_STOP = re.compile(r"[.!?…。！？؟।][\"'»」』)\]]*$")
_FIGURES = re.compile(r"\d+")

Cover = Mapping[tuple[str, str], tuple[float, float]]
# For two articles: the other stories that the house of the first had before that of the second, and the reverse.
Orders = Mapping[tuple[str, str], tuple[int, int]]


class Stamp(NamedTuple):
    """Whose an article is (empty if not known), when it was published, and how exactly that is known."""

    house: str
    published: datetime | None
    precision: str


def line_key(line: str) -> str:
    """A line as furniture repeats it: folded, every run of figures a 0."""
    folded = fold(line)
    if folded.isascii() and not any(figure in folded for figure in "0123456789"):
        return folded  # ten searches for a sign are faster than one by a pattern
    return _FIGURES.sub("0", folded)


def lines(text: str) -> dict[str, tuple[int, int]]:
    """The lines of a text as furniture repeats them (folded, figures as 0), and where each stands first.

    Lines of one word are left out: every site has them.
    """
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        key = "" if line.isspace() else line_key(line)
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
    held: dict[str, list[tuple[str, str]]] = {}
    for name, (house, said) in sorted(printed.items()):
        for line in said:
            held.setdefault(line, []).append((house, name))
    found = {}
    for line, names in held.items():
        if len(names) == 1 and line.count(" ") >= _SHORT:
            continue  # one story, and too long to be told by a name
        houses: dict[str, list[str]] = {}
        for house, name in names:
            houses.setdefault(house, []).append(name)
        own = [house for house, here in houses.items() if _furnishes(line, house, here, cover)]
        if len(own) == 1:
            found[line] = own[0]
    return found


def _furnishes(line: str, house: str, names: Sequence[str], cover: Cover) -> bool:
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


def lag(early: Stamp, late: Stamp) -> timedelta | None:
    """How much later one was published than the other; None if that is not beyond what clocks err, or not known."""
    errors = [CLOCK_ERROR[stamp.precision] for stamp in (early, late) if stamp.precision in CLOCK_ERROR]
    if not early.published or not late.published or len(errors) < 2:
        return None
    gap = late.published - early.published
    return gap if gap > max(errors) else None


def orders(stamps: Mapping[str, Stamp], cover: Cover, slow: frozenset[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """For each pair of `cover` whose houses differ: in how many other stories either house was the first of the two.

    A story is all articles that hang together by `SAME_STORY`, and has one vote on two houses, however often they
    printed it: by the clocks (but those of `slow` houses) of most of its pairs of theirs that are `FRESH`. The stories
    of the pair itself have none, so that no clock of its own speaks for it. Pairs without such a story are left out.
    """
    story = _stories(cover)
    lead: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (a, b), both in cover.items():
        houses = _houses(stamps, a, b)
        if max(both) < SAME_STORY or houses is None or slow.intersection(houses):
            continue
        forth, back = lag(stamps[a], stamps[b]), lag(stamps[b], stamps[a])
        gap = forth or back
        if gap and gap <= FRESH:
            lead[min(houses), max(houses)][story[a]] += 1 if (stamps[a].house < stamps[b].house) == bool(forth) else -1
    votes = {houses: _votes(told.values()) for houses, told in lead.items()}
    found = {}
    for a, b in sorted(cover):
        houses = _houses(stamps, a, b)
        told = lead.get((min(houses), max(houses))) if houses else None
        if houses is None or told is None:
            continue
        own = _votes(told[one] for one in {story.get(a, a), story.get(b, b)})
        ahead, behind = votes[min(houses), max(houses)]
        left = ahead - own[0], behind - own[1]
        if any(left):
            found[a, b] = left if houses[0] < houses[1] else left[::-1]
    return found


def _votes(leads: Iterable[int]) -> tuple[int, int]:
    told = Counter(lead > 0 for lead in leads if lead)
    return told[True], told[False]


def _houses(stamps: Mapping[str, Stamp], a: str, b: str) -> tuple[str, str] | None:
    """The houses of two articles that have one each, and not the same."""
    houses = tuple(stamps[name].house if name in stamps else "" for name in (a, b))
    return (houses[0], houses[1]) if all(houses) and houses[0] != houses[1] else None


def _stories(cover: Cover) -> dict[str, str]:
    """For each article that tells what others tell, one of those that hang together by that."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for (a, b), both in cover.items():
        if max(both) >= SAME_STORY:
            one, two = sorted((top(a), top(b)))
            above[two] = one
    return {name: top(name) for name in list(above)}
