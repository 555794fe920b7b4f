"""An outlet's furniture, learned from its repetition: a line that stands at the end of many of its stories is its own.

Start at `learn`. What one outlet reprints or updates is one story, however often it is printed, and teaches nothing; a
paragraph inside the story is never learned, because writers repeat their background. What several outlets carry under
different stories came with an agency's feed: it is a notice, and no sign of one site.

**Blind to:** outlets with few articles here; furniture in the middle of a page; furniture that changes with every page.
Reference: template detection by frequency within a site, Bar-Yossef and Rajagopalan 2002 (doi:10.1145/511446.511522).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from provenance import text

__all__ = ["Lesson", "Row", "Sheet", "learn", "sheet"]

# Tried on the 14,526 articles of seven outlets in lk_news2022, where 1,595 lines are learned beside the other rules.
# Only STORIES, TAIL and RETOLD decide anything there; the other numbers are judgement, set so as to learn too little.
ARTICLES = 8  # of one outlet, below which nothing is learned of it
STORIES = 5  # different stories that must hold a line; 8 loses nine lines of ten, 3 learns twice as many
SHARE = 0.1  # of the outlet's articles that must hold it, unless MANY stories do
MANY = 20  # stories from which the share does not matter, for a short line that ends with a stop
PROSE_STORIES, PROSE_SHARE = 8, 0.2  # the same for a line that reads like a sentence: background recurs, too
OUTLETS = 3  # that must carry a line before it counts as sent by an agency; two may belong to one owner
ENDS = 0.8  # share of its places that must lie at the same end of the story
# Lines of a story's head and tail, once all else that is furniture is taken out. A tail of 10 learns a columnist's
# subhead, one of 3 loses 111 lines.
HEAD, TAIL = 3, 5
PROSE_HEAD, PROSE_TAIL = 1, 2  # the same for a line that reads like a sentence
LONG = 500  # characters; a longer line is a paragraph whatever it says
RETOLD = 0.5  # share of the shorter article's sentences from which two articles are one story; .3 and .8 differ by 21


class Row(NamedTuple):
    """A line of what is left of an article: what all lines like it have in common, where it stands, how it looks."""

    key: Hashable
    start: int
    end: int
    above: int  # lines of the story before it
    below: int
    size: int  # characters
    reads: bool  # like a sentence of the story
    stops: bool


class Sheet(NamedTuple):
    """What is left of one article: its outlet's key and name, a digest of the words, the size of all that reads like
    sentences, and its lines; where it has no outlet nothing is learned of it, and it has none.
    """

    house: str
    outlet: str
    content: str
    told: int
    rows: Sequence[Row]


Told = tuple[str, bool, bool]  # what a line tells by itself: its key, whether it reads like a sentence, or stops as one


class Lesson(NamedTuple):
    """A line that was learned: offsets into the sheet's text, label and reason."""

    start: int
    end: int
    label: str
    reason: str


class _Place(NamedTuple):
    sheet: int
    row: Row


_WORDS = 10  # words from which a line with a full stop reads like a sentence
_STOP = re.compile(r"[.!?…。！？؟।][\"”’'»」』)\]]*$")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u9fff]")
_DIGITS = re.compile(r"\d+")


def sheet(outlet: object, rest: str, known: dict[str, Told] | None = None) -> Sheet:
    """The sheet of what is left of an article; `known` keeps what lines tell from one sheet to the next."""
    name = outlet if isinstance(outlet, str) else ""
    house = text.name_key(name)
    if not house:
        return Sheet("", name, "", 0, ())
    keys = {} if known is None else known
    lines = text.Page(rest).lines
    rows, told = [], 0
    for at, line in enumerate(lines):
        one = keys.get(line.text)
        if one is None:
            stopped = _STOP.search(line.text[-8:]) is not None
            one = keys[line.text] = (_key(line.text), stopped and _long(line.text), stopped)
        key, reads, stops = one
        size = len(line.text)
        told += size * reads
        if key:
            rows.append(Row(key, line.start, line.end, at, len(lines) - 1 - at, size, reads, stops))
    return Sheet(house, name, blake2b(rest.encode(), digest_size=16).hexdigest(), told, rows)


def learn(sheets: Sequence[Sheet], size: Mapping[str, int] | None = None) -> dict[int, list[Lesson]]:
    """The lines of each sheet (by its place in the list) that its outlet or an agency puts there; neither order nor
    number of other outlets' sheets matters to what is learned of one.

    Sheets without lines, and lines that stand in one sheet alone, may be left out; `size` then says how many sheets
    each house has in all. Cost: linear in the lines.
    """
    places = _places(sheets)
    story = _stories(sheets, places)
    size = Counter(one.house for one in sheets if one.house) if size is None else size
    found: dict[int, list[Lesson]] = defaultdict(list)
    for held in places.values():
        if len(held) >= STORIES and held[0].row.size <= LONG:
            for place, label, reason in _taught(sheets, held, story, size):
                found[place.sheet].append(Lesson(place.row.start, place.row.end, label, reason))
    return {at: sorted(lessons) for at, lessons in sorted(found.items())}


def _places(sheets: Sequence[Sheet]) -> dict[Hashable, list[_Place]]:
    """Lines that stand twice, folded and without figures, with where they stand; sheets in the order of content."""
    found: dict[Hashable, list[_Place]] = defaultdict(list)
    held = Counter(row.key for one in sheets for row in one.rows)
    for index in sorted(range(len(sheets)), key=lambda i: (sheets[i].house, sheets[i].content)):
        for row in sheets[index].rows:
            if held[row.key] > 1:  # most lines stand once, and teach nothing
                found[row.key].append(_Place(index, row))
    return found


def _key(line: str) -> str:
    """The line folded and without its figures; empty if no letter is left."""
    key = _DIGITS.sub("0", text.fold(line[: LONG + 1]))
    return key if any(c.isalpha() for c in key) else ""


def _long(line: str) -> bool:
    """True if a line that ends with a stop reads like a sentence of the story."""
    return line.count(" ") >= _WORDS - 1 or (len(line) >= 25 and _UNSPACED.search(line) is not None)


def _stories(sheets: Sequence[Sheet], places: Mapping[Hashable, Sequence[_Place]]) -> list[int]:
    """Which story each sheet tells: sheets are one where half of the shorter one's sentences are common to both."""
    common: Counter[tuple[int, int]] = Counter()
    for held in places.values():
        if len(held) > 1 and held[0].row.reads:
            order = list(dict.fromkeys(place.sheet for place in held))
            # Each with the next and with the first: all pairs of a line that thousands hold would not be linear.
            for pair in {*pairwise(order), *((order[0], other) for other in order[1:])}:
                common[pair] += held[0].row.size
    root = list(range(len(sheets)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for (one, two), shared in sorted(common.items()):
        if shared >= RETOLD * min(sheets[one].told, sheets[two].told):
            root[top(two)] = top(one)
    return [top(at) for at in range(len(sheets))]


def _taught(
    sheets: Sequence[Sheet], held: Sequence[_Place], story: Sequence[int], size: Mapping[str, int]
) -> Iterable[tuple[_Place, str, str]]:
    """The places of one line that are furniture, with label and reason."""
    reads = held[0].row.reads
    head, tail = (PROSE_HEAD, PROSE_TAIL) if reads else (HEAD, TAIL)
    ends = [place for place in held if place.row.above < head or place.row.below < tail]
    most = max(sum(place.row.above < head for place in held), sum(place.row.below < tail for place in held))
    if most < ENDS * len(held):
        return
    by: dict[str, list[_Place]] = defaultdict(list)
    for place in ends:
        by[sheets[place.sheet].house].append(place)
    wanted = PROSE_STORIES if reads else STORIES
    if len(by) >= OUTLETS and len({story[place.sheet] for place in ends}) >= max(wanted, 2 * OUTLETS):
        yield from ((place, "notice", f"in articles of {len(by)} outlets, under different stories") for place in ends)
        return
    for house, own in sorted(by.items()):
        stories = len({story[place.sheet] for place in own})
        articles = len({place.sheet for place in own})
        enough = articles >= (PROSE_SHARE if reads else SHARE) * size[house]
        # A headline under many stories is a list of links that the site changes every hour: its share says nothing.
        enough = enough or (not reads and stories >= (MANY if held[0].row.stops else STORIES))
        if size[house] >= ARTICLES and stories >= wanted and enough:
            for place in own:
                whose = sheets[place.sheet].outlet
                yield place, "furniture", f"in {articles} of {size[house]} articles of {whose}"
