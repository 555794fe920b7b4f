"""What is not the story, marked and never deleted: one rule a file, each with the claim it makes about the world.

Start at `mark`. A rule sees a page and proposes spans; it knows nothing of the other rules. What one round cuts can
lay bare furniture for the next (a headline above a byline), so rounds follow until nothing new is found. What an outlet
repeats under many stories is then learned from all its articles together (rule `learned`). Hence the law:
what is left of a text once its marks are cut out has no marks, as long as the rounds end within `WORK`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from provenance import frames, text
from provenance.boilerplate._learned import Lesson, Row, Sheet, Told, learn, sheet
from provenance.boilerplate._openings import Opening, may_close, may_hold
from provenance.registry import Registry

__all__ = [
    "INSIDE", "LEARNED", "LESSONS", "RULES",
    "Found", "Lesson", "Mark", "Opening", "Options", "Pages", "Row", "Rule", "Sheet",
    "cut", "ends", "find", "is_prose", "learn", "line_rule", "mark", "may_close", "may_hold", "punctuated", "rule",
]  # fmt: skip


class Mark(NamedTuple):
    """A span of a page that is not story, and why, in a sentence."""

    start: int
    end: int
    reason: str


class Found(NamedTuple):
    """A mark with the label and the name of the rule that made it; offsets are into the text as read."""

    start: int
    end: int
    label: str
    rule: str
    reason: str


class Rule(NamedTuple):
    """A rule and the label that its marks bear; `first`: it marks before the others, which see what it left.

    `around`: it also marks, beside them, what stands outside the story that a page sets apart. `line`: what it marks
    of one line (offsets into it), for a rule that looks at nothing else. `asks`: whether a line by itself may lead it
    to mark anything; a page none of whose lines may has no mark of this rule. `opens`: if there are any, one opens each
    line that is marked or asks, unless it holds one of `INSIDE`.
    """

    label: str
    marks: Callable[[text.Page], Iterable[Mark]]
    first: bool = False
    around: bool = False
    line: Callable[[str], Iterable[Mark]] | None = None
    asks: Callable[[str], bool] | None = None
    opens: tuple[Opening, ...] = ()


@dataclass(frozen=True)
class Options:
    """`skip`: names of rules to leave out."""

    skip: tuple[str, ...] = ()


LEARNED = "learned"  # the name under which learned marks stand; no file of this folder, for it needs all articles
LESSONS = 4  # times that what is left is learned from again; lk_news2022 comes to rest after the first
RULES: Registry[Rule] = Registry("provenance.boilerplate", "rule")

# Characters that all rounds of one text may read together. Of 1,200 news pages (lk_news2022, allsides) the slowest came
# to rest in 4 rounds, so 50 rounds of 20 kB are ample; a text of 2 MB gets ROUNDS and stays linear.
WORK, ROUNDS = 1_000_000, 8

INSIDE = ("(", "[", "contributed")  # with these a rule may mark a line that none of its words opens


def rule(
    *,
    label: str,
    first: bool = False,
    around: bool = False,
    asks: Callable[[str], bool] | None = None,
    opens: tuple[Opening, ...] = (),
) -> Callable[[Callable[[text.Page], Iterable[Mark]]], Callable[[text.Page], Iterable[Mark]]]:
    """A decorator that enters a rule under its module's name; `label` is one of `frames.LABELS`.

    A rule that is `first` has the first round for itself; one that is `around` then reads what lies outside the story.
    `asks` is shown each line once, trimmed: unless it is true of one of its lines, a page is not shown to the rule.
    """

    def enter(marks: Callable[[text.Page], Iterable[Mark]]) -> Callable[[text.Page], Iterable[Mark]]:
        RULES.add(marks.__module__.rsplit(".", 1)[-1])(Rule(label, marks, first, around, None, asks, opens))
        return marks

    return enter


def line_rule(
    *, label: str, around: bool = False, opens: tuple[Opening, ...] = ()
) -> Callable[[Callable[[str], Iterable[Mark]]], Callable[[str], Iterable[Mark]]]:
    """The same for a rule that is shown one line after the other, trimmed: its marks are offsets into that line.

    A line that stands on many pages, or is still there in the next round, is shown once.
    """

    def enter(line: Callable[[str], Iterable[Mark]]) -> Callable[[str], Iterable[Mark]]:
        def marks(page: text.Page) -> Iterator[Mark]:
            for one in page.lines:
                for start, end, reason in line(one.text):
                    yield Mark(one.start + start, one.start + end, reason)

        RULES.add(line.__module__.rsplit(".", 1)[-1])(Rule(label, marks, around=around, line=line, opens=opens))
        return line

    return enter


def mark(articles: pd.DataFrame, *, options: Options = Options()) -> pd.DataFrame:
    """MARKS: every span of every article that is not story, by rule, with the reason; the texts stay as they are.

    `articles` needs the columns article and text; `main` is used where given, and so is `outlet`: what stands at the
    end of many of an outlet's stories is learned to be its own (rule `learned`). Marks of different rules may overlap;
    none is empty, none begins or ends with white space. Raises OptionError if `options.skip` names no rule, TableError
    if a `main` is not written as spans of its text. Cost: about 1 ms for 500 words.
    """
    pages = Pages(articles, options)
    if pages.teachable:
        sheets = pages.sheets()
        for _ in range(LESSONS):
            lessons = learn(sheets)
            for at, lines in lessons.items():
                sheets[at] = pages.teach(at, lines)
            if not lessons:
                break
    return pages.marks()


class Pages:
    """A batch of articles while their marks are found: at first what each page alone shows, then what is taught.

    `known` are MARKS of these articles that were found before.
    """

    def __init__(self, articles: pd.DataFrame, options: Options = Options(), known: pd.DataFrame | None = None) -> None:
        for name in options.skip:
            if name != LEARNED:
                RULES[name]
        self.teachable = "outlet" in articles and LEARNED not in options.skip
        self.names: list[str] = articles["article"].tolist()
        self._texts: list[str] = articles["text"].tolist()
        self._rules = [(name, one) for name, one in RULES if name not in options.skip]
        mains = articles["main"] if "main" in articles else [None] * len(articles)
        self._inside = [
            text.spans(name, words, main) if isinstance(main, str) else None
            for name, words, main in zip(self.names, self._texts, mains, strict=True)
        ]
        self._outlets = articles["outlet"].tolist() if "outlet" in articles else [None] * len(articles)
        self._keys: dict[str, Told] = {}
        if known is None:
            pages = zip(self._texts, self._inside, strict=True)
            self._marks = [find(words, self._rules, main=main) for words, main in pages]
        else:
            held: dict[str, list[Found]] = {}
            for name, *one in known[["article", *Found._fields]].itertuples(index=False, name=None):
                held.setdefault(name, []).append(Found(*one))
            self._marks = [held.get(name, []) for name in self.names]

    def sheets(self) -> list[Sheet]:
        """What an outlet's furniture is learned from: of each article what its marks have left."""
        rest = [_left(words, found)[0] for words, found in zip(self._texts, self._marks, strict=True)]
        return [sheet(outlet, words, self._keys) for outlet, words in zip(self._outlets, rest, strict=True)]

    def teach(self, at: int, lines: Iterable[Lesson]) -> Sheet:
        """The sheet of one article after its outlet's lines are marked, with all that the rules see in what is left."""
        back = _back(_left(self._texts[at], self._marks[at])[1])
        new = [Found(back(one.start), back(one.end - 1) + 1, one.label, LEARNED, one.reason) for one in lines]
        known = [one for one in self._marks[at] if one.rule == LEARNED] + new
        self._marks[at] = find(self._texts[at], self._rules, main=self._inside[at], known=known)
        return sheet(self._outlets[at], _left(self._texts[at], self._marks[at])[0], self._keys)

    def marks(self) -> pd.DataFrame:
        """MARKS as they are now."""
        rows = [(name, *one) for name, found in zip(self.names, self._marks, strict=True) for one in found]
        return frames.frame("marks", rows)


def find(
    words: str,
    rules: Iterable[tuple[str, Rule]] | None = None,
    *,
    main: tuple[text.Span, ...] | None = None,
    known: Iterable[Found] = (),
) -> list[Found]:
    """The marks of one text in order of start and rule; without `rules`, of all of them.

    `main` says where the reader of a page found the story: what the rules that come first then leave is what the
    others see. `known` are marks that are certain beforehand; they are cut out, and given back with the others.
    """
    early, using, around = _readings(tuple(RULES if rules is None else rules))
    found: dict[tuple[int, str], Found] = {(one.start, one.rule): one for one in known}
    rest, starts = words, [(0, 0)]
    for number in range(max(ROUNDS, WORK // max(len(words), 1))):
        if number == 0:
            page = text.Page(words, main)
            new = [*_round(page, starts, early), *_around(words, main, starts, around)]
        else:
            if main is not None:
                page = text.Page(rest, (text.Span(0, len(rest)),))
            elif rest is not page.text:
                page = text.Page(rest)
            new = list(_round(page, starts, using))
        if number and not new:
            break
        for one in new:
            before = found.get((one.start, one.rule))
            found[one.start, one.rule] = max(before, one, key=lambda f: f.end) if before else one
        if found:
            rest, starts = _left(words, found.values())
    return sorted(found.values(), key=lambda one: (one.start, one.rule))


def _around(
    words: str, main: tuple[text.Span, ...] | None, starts: list[tuple[int, int]], rules: _Reading
) -> Iterator[Found]:
    """What the rules for it find outside the story: what a site says there of the text is said of this text."""
    for gap in text.gaps(len(words), main) if main else ():
        page = text.Page(words[gap.start : gap.end])
        for one in _round(page, starts, rules):
            yield one._replace(start=gap.start + one.start, end=gap.start + one.end)


def _left(words: str, found: Iterable[Found]) -> tuple[str, list[tuple[int, int]]]:
    """What is left of a text, and the places in it from which offsets shift, each with its offset into the text."""
    left = text.gaps(len(words), [(one.start, one.end) for one in found])
    starts, at = [], 0
    for gap in left:
        starts.append((at, gap.start))
        at += gap.end - gap.start
    return "".join(words[gap.start : gap.end] for gap in left), starts


def _back(starts: list[tuple[int, int]]) -> Callable[[int], int]:
    """From an offset into what is left to the offset into the text as read."""
    places = [place for place, _ in starts]

    def back(at: int) -> int:
        place, origin = starts[bisect_right(places, at) - 1]
        return origin + at - place

    return back


class _Reading(NamedTuple):
    """Some rules, ready to read: what they tell of one line (its marks, as offsets into it, and in bits which of the
    rules that read a whole page it calls for), and these rules, each with its bit.
    """

    line: Callable[[str], tuple[tuple[Found, ...], int]]
    page: tuple[tuple[int, str, Rule], ...]


@lru_cache(maxsize=8)
def _readings(rules: tuple[tuple[str, Rule], ...]) -> tuple[_Reading, _Reading, _Reading]:
    """The rules that come first, all others, and those of them that read what lies around a story."""
    later = [(name, one) for name, one in rules if not one.first]
    return (
        _reading([(name, one) for name, one in rules if one.first]),
        _reading(later),
        _reading([(name, one) for name, one in later if one.around]),
    )


def _reading(rules: list[tuple[str, Rule]]) -> _Reading:
    lines = [(name, one.label, one.line, one.opens != ()) for name, one in rules if one.line]
    pages = tuple((1 << bit, name, one) for bit, (name, one) in enumerate(rules) if one.line is None)
    asks = [(bit, one.asks, one.opens != ()) for bit, _, one in pages if one.asks]
    always = sum(bit for bit, _, one in pages if one.asks is None)
    # Most lines are the story's, and open as furniture does in no rule: one pattern tells, and most rules are spared.
    opening = Opening.any_of(one for _, rule_ in rules for one in rule_.opens)

    @lru_cache(maxsize=1 << 14)  # news repeats its furniture, and what one round leaves the next one asks again
    def line(words: str) -> tuple[tuple[Found, ...], int]:
        opened = opening.match(words) is not None or any(map(words.__contains__, INSIDE))
        marks: list[Found] = []
        for name, label, marked, needs in lines:
            if opened or not needs:
                marks += [Found(start, end, label, name, reason) for start, end, reason in marked(words)]
        asked = always
        for bit, may, needs in asks:
            if (opened or not needs) and may(words):
                asked |= bit
        return tuple(marks), asked

    return _Reading(line, pages)


def _round(page: text.Page, starts: list[tuple[int, int]], rules: _Reading) -> Iterator[Found]:
    """One pass of the rules over what is left, with offsets into the text as read."""
    found: list[Found] = []
    asked = 0
    for line in page.lines:
        marks, bits = rules.line(line.text)
        asked |= bits
        for start, end, label, name, reason in marks:
            found.append(Found(line.start + start, line.start + end, label, name, reason))
    for bit, name, one in rules.page:
        if asked & bit:
            found += [Found(start, end, one.label, name, reason) for start, end, reason in one.marks(page)]
    if not found:
        return
    back = _back(starts)
    for start, end, label, name, reason in found:
        words = page.text[start:end]
        first, last = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        if first < last:
            yield Found(back(first), back(last - 1) + 1, label, name, reason)


def cut(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without the spans: what is left, joined as it stood."""
    return "".join(words[gap.start : gap.end] for gap in text.gaps(len(words), spans))


# -- what the rules share: how a line looks ------------------------------------------------------------------
_STOP = re.compile(r"[.!?…。！？؟।۔։][\"”’'»」』)\]]*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\. \. \.)$")
_PACKED = re.compile("[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]")
PROSE = 10  # words from which a line with a full stop is prose; 8 adds 18 marks in 1,200 articles, 12 loses 24 headings
PACKED = 25  # the same in characters, for scripts without spaces between words


@lru_cache(maxsize=4096)  # a dozen rules ask it of the same lines
def ends(line: str) -> bool:
    """True if a line ends as sentences end: with a stop, not with the three dots of a headline cut short."""
    return _STOP.search(line[-8:]) is not None and _ELLIPSIS.search(line[-8:]) is None


@lru_cache(maxsize=4096)
def is_prose(line: str) -> bool:
    """True if a line is a paragraph of the story by its looks: long enough, and closed by a full stop."""
    if not ends(line):
        return line.count(" ") >= 6 * PROSE  # a paragraph whose stop was lost
    return line.count(" ") >= PROSE - 1 or (len(line) >= PACKED and _PACKED.search(line) is not None)


def punctuated(page: text.Page) -> bool:
    """True if the page sets full stops: most of its longer lines end with one (verse and hard-wrapped text do not)."""
    longer = [line.text for line in page.lines if line.text.count(" ") >= PROSE - 1]
    return 10 * sum(map(ends, longer)) >= 7 * len(longer) > 0
