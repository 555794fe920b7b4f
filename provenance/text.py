"""The raw text as lines, sentences and tokens; every piece carries its offsets and is a slice of the text.

Start at `split`. Nothing here alters a text: `norm` makes a second, comparable string beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import sentencex

from provenance.errors import TableError
from provenance.frames import frame

__all__ = [
    "UNSPACED", "Line", "Page", "Span",
    "cut", "flat", "fold", "gaps", "letters", "marks", "name_key", "spans", "split", "tokens",
]  # fmt: skip

# Scripts that put no space between words: Thai and Lao, Myanmar, Khmer, kana, Han (and what the Han blocks add).
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)

# What a reader sees as the same character in print, but a computer does not.
_SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "―": " - ", "−": "-",
    "…": "...", "\u00a0": " ", "\u202f": " ", "\u00ad": "",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    "\u200e": "", "\u200f": "", "\u202a": "", "\u202b": "", "\u202c": "",
    "\u202d": "", "\u202e": "", "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "",
}  # fmt: skip
_COMMON = "’“”–‘—…\u00a0"  # without these most news is ASCII
_NEITHER = re.compile(r"[\W_]+")  # neither letter nor digit
# A word of two signs or more comes first, because most are; then one sign, which dots may follow ("u.s.").
_TOKEN = re.compile(
    r"[^\W\d]\w+(?:['-]\w+)*|[^\W\d](?:(?<!_)\.(?:[^\W\d_]\.)+|(?:['-]\w+)*)|\d+(?:[.,:]\d+)*"
)


# `sentencex` never splits inside quotation marks, so a paragraph of several quoted sentences would stay whole:
# it is shown the text with the marks blanked out, one character for one, so that offsets stay.
_QUOTES = '"“”„«»'
_OPENERS = "\"“„«'‘([¿¡"
_CLOSERS = "\"”»'’)]"
# After these a full stop may end no sentence: "at 5 a.m. Monday", "6 p.m. ET", "M. Macron", "Gen. Smith".
_CLOCK = re.compile(r"\b[ap]\.m\.$", re.I)
_AFTER_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber|[ECMP]?[SD]?T|GMT|UTC|IST|local)\b"
)
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:[A-HJ-Z]|(?:^|[A-Z]\w+\s)I|M{1,2}|Mmes?|Gen|Col|Lt|Capt|Sgt|Maj|Rep|Sen|Gov|Rev|Hon|Pres|Sr)\.$"
)
# A sentence may start small ("... one week ago. he left"), where the word before the stop is small too and no
# abbreviation; "Yahoo! in the department" goes on.
_SMALL_START = re.compile(r"(?:[!?]+|\.)[\"”’)]?\s+(?=[a-z])")
# "... the service I received.This man was": a space was lost between two sentences.
_ADDRESS = re.compile(r"://|www|[@/]")
_GLUED = re.compile(r"[.!?]+(?=[A-Z][a-z]*\s)")
_SHORTENED = re.compile(
    r"(?:^|\W)(?:approx|etc|dept|est|inc|ltd|corp|fig|vol|eds?|min|max|tel|ext|incl|excl|esp|govt|assn|bros|pts?|hrs?"
    r"|secs?|mins?|yrs?|wks?|mos|sq|cont|misc|resp|int|bzw|usw|ggf|evtl|zzgl|geb|gest|env|art|pág|núm|sig|seg|ecc)$"
)
_ITEM = re.compile(r"(?<=\s)(?:[•⁃*-]\s?)?\d{1,2}\.\)?\s+$")
_BRACKET = re.compile(r"[()\[\]]")
_LOWER = re.compile(r"[a-z]{3}$")
_NUMBER = re.compile(r"\W{0,3}\d{1,2}[.)]{1,2}")
_FACE = re.compile(r"\s*[:;]['-]?[()DPp](?!\w)")
# "(Laughter.) That's ..." and "Go there!! I love ...": `sentencex` reads on.
_STRONG = re.compile(r"(?:[!?]{2,}|(?<=\w)[.!?]\))\s+(?=[A-Z])")
_FACE_ENDS = re.compile(r"[.!?]\s*[:;]['-]?[()DPp]\s+(?=\w)")
# What stands in a text that has any of them: most have none, and need no search.
_RARE = (
    (("!!", "??", "!?", "?!", ".)", "!)", "?)"), _STRONG),
    ((":)", ":(", ":D", ":-", ";)", ";-", ":'", ":p", ":P"), _FACE_ENDS),
)
_TERMINAL = re.compile(r"[.!?…。！？।؟۔:;][\"”»'’)\]]*$")
# A line this long (characters) that ends in no sentence mark, before one that begins small, was broken inside a
# sentence; shorter ones may be entries of a list. Tried 0-60 on the books and pages of PAN13.
_BROKEN = 20
_TERMINALS = tuple(".!?…。！？।؟۔:;\"”»'’)]|")
# A text whose lines were broken at a column: the share of its lines that break within a sentence, and the widths
# at which people wrap (50-100 columns). Tried on the plain-text books of PAN13 and on the seeds (paragraph a line).
_WRAPPED_SHARE = 0.4
_WRAPPED_WIDTH = (50, 100)


class Span(NamedTuple):
    """A half-open range of characters of a raw text."""

    start: int
    end: int


class Line(NamedTuple):
    """A line of a raw text that holds more than white space, without the white space around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """One raw text as the rules see it: the text, its lines, and where its reader found the story (None: not known)."""

    text: str
    main: tuple[Span, ...] | None = None

    @cached_property
    def flat(self) -> str:
        """The text as `flat` gives it."""
        return flat(self.text)

    @cached_property
    def low(self) -> str:
        """The same in small letters."""
        return self.flat.lower()

    @cached_property
    def far(self) -> bool:
        """Whether it holds a sign of a script beyond Latin, or one that `re.I` takes for an i, s or k."""
        return self.flat is not self.text and _FAR.search(self.text) is not None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold more than white space, in order, each trimmed, with its offsets."""
        found = []
        at = 0
        for piece in self.text.splitlines(keepends=True):
            words = piece.strip()
            if words:
                start = at + piece.index(words)
                found.append(Line(start, start + len(words), words))
            at += len(piece)
        return tuple(found)

    @cached_property
    def story(self) -> range:
        """Which lines the story reaches over, by index; all of them where no place is known for it."""
        if not self.main:
            return range(len(self.lines))
        first, last = self.main[0].start, self.main[-1].end
        inside = [n for n, line in enumerate(self.lines) if line.end > first and line.start < last]
        return range(inside[0], inside[-1] + 1) if inside else range(len(self.lines))

    def head(self, count: int) -> range:
        """The lines in which a masthead stands: the first `count`, or, on a page, as many above the story.

        The story's own first lines count there too: readers of pages often take the byline for one.
        """
        if not self.main:
            return range(min(count, len(self.lines)))
        return range(max(0, self.story.start - count), min(self.story.start + _OVER, self.story.stop))

    def foot(self, count: int) -> range:
        """The lines in which a story is signed off: the last `count`, or, on a page, of the story and right behind."""
        if not self.main:
            return range(max(0, len(self.lines) - count), len(self.lines))
        return range(max(self.story.start, self.story.stop - count), min(self.story.stop + _OVER, len(self.lines)))


# Lines by which a masthead may reach into a page's story, or a sign-off out of it. Of 388 pages the story begins in
# the 14th line or later on 332. Tried 1 to 8, on days read from the text alone against those of the pages' records:
# 1 finds 183 right, 2 201, 4 235, 6 240, 8 243; the lines past 4 are paragraphs.
_OVER = 4


def spans(name: str, words: str, main: str) -> tuple[Span, ...]:
    """The story's spans as the column `main` gives them; TableError if they are no spans of the text, in order."""
    try:
        found = tuple(Span(*map(int, pair.split(":"))) for pair in main.split())
    except (TypeError, ValueError):
        found = (Span(-1, -1),)
    ends = [0, *(at for span in found for at in span), len(words)]
    if ends != sorted(ends):
        raise TableError(f"{name}: main is {main[:60]!r}, not spans of its text in order: write it like '12:80 95:310'")
    return found


_FAR = re.compile("[\u0130\u0131\u017f\u0370-\u1fff\u212a\u2e80-\U0010ffff]")


def flat(text: str) -> str:
    """The text with a question mark for each sign beyond ASCII: plain words are found there quickly, and in place."""
    return text if text.isascii() else text.encode("ascii", "replace").decode("ascii")


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, plain quotes and dashes, one space between words."""
    plain = text
    for sign in () if text.isascii() else _COMMON:
        plain = plain.replace(sign, _SAME[sign])
    if plain.isascii():  # none of the common signs changes by NFKC what stands beside it
        return " ".join(plain.replace("`", "'").lower().split())
    text = unicodedata.normalize("NFKC", text)
    for sign, plain in _SAME.items():  # most are absent, and each is sought faster than a table is asked of every sign
        if sign in text:
            text = text.replace(sign, plain)
    return " ".join(text.casefold().split())


def name_key(name: str) -> str:
    """What two spellings of one outlet's or agency's name have in common: `The TRT World` and `TRTWorld` are one."""
    return _NEITHER.sub("", fold(name).removeprefix("the "))


def tokens(norm: str) -> list[str]:
    """The words and numbers of a folded text in order; punctuation is left out, `u.s.` and `al-qaeda` stay whole."""
    return (_marked() if not norm.isascii() and _MARKED.search(norm) else _TOKEN).findall(norm)


def letters(token: str) -> list[str]:
    """The signs of a token, each with the vowel signs and accents that hang on it."""
    return _cluster().findall(token)


_MARKED = re.compile("[\u0300-\U0010ffff]")  # no mark stands before these


@lru_cache(maxsize=1)
def marks() -> str:
    """Every combining mark (vowel signs of Hindi, Arabic and Hebrew points, accents that do not compose)."""
    planes = (range(0x300, 0xD800), range(0xF900, 0x1F000), range(0xE0100, 0xE01F0))  # all that have any
    return "".join(chr(point) for plane in planes for point in plane if unicodedata.category(chr(point))[0] == "M")


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    return re.compile(f".[{marks()}]*", re.S)


@lru_cache(maxsize=1)
def _marked() -> re.Pattern[str]:
    """The pattern of a token in which vowel signs (Hindi, Thai), points (Arabic) and loose accents go on a word."""
    more = marks()
    return re.compile(_TOKEN.pattern.replace(r"\w*", rf"[\w{more}]*").replace(r"\w+", rf"[\w{more}]+"))


def gaps(length: int, spans: Iterable[tuple[int, int]]) -> list[Span]:
    """What is left of `0..length` once the spans (which may overlap) are taken out, in order."""
    left, at = [], 0
    for start, end in sorted(spans):
        if min(start, length) > at:
            left.append(Span(at, min(start, length)))
        at = max(at, end)
    if at < length:
        left.append(Span(at, length))
    return left


def split(articles: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """SENTENCES: the story of each article (its text without the marked spans), cut into sentences.

    Takes ARTICLES (columns article, text; lang is used where given) and MARKS; rows come in the order of
    (article, n). A stretch without a letter or a digit is no sentence. Cost: linear in the text.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for article, start, end in zip(*(marks[name].tolist() for name in ("article", "start", "end")), strict=True):
        spans.setdefault(article, []).append((start, end))
    langs = articles["lang"].tolist() if "lang" in articles else [None] * len(articles)
    rows = []
    for article, text, lang in zip(articles["article"].tolist(), articles["text"].tolist(), langs, strict=True):
        n = 0
        code = lang if isinstance(lang, str) and lang else "en"
        for gap in gaps(len(text), spans.get(article, [])):
            for start, end in cut(text[gap.start : gap.end], lang=code):
                piece = text[gap.start + start : gap.start + end]
                rows.append((article, n, gap.start + start, gap.start + end, piece, fold(piece)))
                n += 1
    return frame("sentences", rows)


def cut(text: str, *, lang: str = "en") -> Iterator[Span]:
    """The sentences of a text as spans in order, trimmed of white space; `lang` is an ISO 639-1 code.

    A newline ends a sentence unless the text is hard-wrapped; inside a paragraph `sentencex` decides, on the text
    with its quotation marks blanked out, and what it cuts too eagerly is merged again.
    """
    for paragraph in _paragraphs(text):
        piece = text[paragraph.start : paragraph.end]
        if lang in _PLAIN_LANGS and not _INNER.search(piece):
            words = piece.strip()
            if words[:1].isalnum() or any(map(str.isalnum, words)):
                first = paragraph.start + piece.index(words)
                yield Span(first, first + len(words))
            continue
        for start, end in _merged(piece, _boundaries(piece, lang)):
            words = piece[start:end].strip()
            if words[:1].isalnum() or any(map(str.isalnum, words)):
                first = paragraph.start + start + piece[start:end].index(words)
                yield Span(first, first + len(words))


# A paragraph in ASCII (and common signs) whose only stop stands at its end is one sentence, and most are such. In these
# languages nothing but a stop, a line's end and the numbers of a list ("(a)", "2)") makes `sentencex` cut.
_PLAIN_LANGS = frozenset("en de fr es it pt nl".split())
_INNER = re.compile(r"[^\x20-\x7e\u00a0‘’“”–—]|[)\]]|[.!?](?![\"”’']?\Z)")
_BREAK = re.compile(r"(?:\r\n|[\n\r\v\f\x85\u2028\u2029])(?:\s*[\n\r])?")


def _paragraphs(text: str) -> Iterator[Span]:
    wrapped = _is_wrapped(text)
    start = before = 0
    for found in _BREAK.finditer(text):
        end = found.start()
        while end > before and text[end - 1] in " \t":
            end -= 1
        before = found.end()
        blank = found.group().count("\n") > 1 or found.group().count("\r") > 1 + found.group().count("\n")
        if not blank and (wrapped or _goes_on(text[start:end], text[before : before + 2])):
            continue
        yield Span(start, end)
        start = before
    yield Span(start, len(text))


def _goes_on(before: str, after: str) -> bool:
    """Was a line broken inside a sentence? The next begins small, and this one is long and does not end as one does."""
    line = before[before.rfind("\n") + 1 :]
    return after[:1].islower() and len(line) >= _BROKEN and line[-1:] not in _TERMINALS


def _is_wrapped(text: str) -> bool:
    lines = text.splitlines()
    if max(map(len, lines), default=0) > _WRAPPED_WIDTH[1]:
        return False
    pairs = [(one, two) for one, two in pairwise(lines) if one.strip() and two.strip()]
    if not pairs:
        return False
    inside = sum(len(one) >= _WRAPPED_WIDTH[0] and not _TERMINAL.search(one.rstrip()) for one, _ in pairs)
    return inside >= _WRAPPED_SHARE * len(pairs)


def _boundaries(text: str, lang: str) -> list[int]:
    """Where a new sentence may start: what `sentencex` says, what it misses, put before an opening mark."""
    blank = text
    for mark in _QUOTES:
        blank = blank.replace(mark, " ")
    starts = {s["start_index"] for s in sentencex.get_sentence_boundaries(lang, blank)}
    for small in _SMALL_START.finditer(text):
        word = text[max(0, small.start() - 12) : small.start()]
        if _LOWER.search(word) and not _SHORTENED.search(word):
            starts.add(small.end())
    found = set()
    for glued in _GLUED.finditer(text):
        at = glued.start()
        if _LOWER.search(text[max(0, at - 3) : at]) and not _ADDRESS.search(text, *_word(text, at)):
            found.add(glued.end())
    if "!" in text or "?" in text or ")" in text or ":" in text or ";" in text:
        for signs, pattern in _RARE:
            if any(sign in text for sign in signs):
                found |= {end.end() for end in pattern.finditer(text)}
    listed = _NUMBER.match(text) is not None
    for start in starts:
        at = start
        while at > 1 and text[at - 1] in _OPENERS and text[at - 2].isspace():
            at -= 1
        item = _ITEM.search(text[max(0, at - 12) : at]) if listed else None
        at -= len(item.group()) if item else 0  # "... first item 2. | The second": the number begins the next
        if at and (text[at - 1].isspace() or text[at - 1] >= "\u0900"):  # never inside a URL or a number
            found.add(at)
    return sorted(found)


def _word(text: str, at: int) -> tuple[int, int]:
    """The run without white space around a place, as far as it is looked at (80 characters before)."""
    start = max(text.rfind(space, max(0, at - 80), at) for space in " \n\t") + 1
    return max(start, at - 80), at


def _merged(text: str, starts: list[int]) -> Iterator[Span]:
    """The pieces between the starts, joined where the cut cannot be right."""
    at = depth = counted = 0
    for start in starts:
        depth += _opened(text[counted:start])
        counted = start
        if depth > 0 and _closes_soon(text, start):
            continue
        depth = 0
        if not _joined(text[max(at, start - 40) : start].rstrip(), text[start : start + 40]):
            yield Span(at, start)
            at = start
    yield Span(at, len(text))


def _joined(left: str, after: str) -> bool:
    """Do the end of one piece and the beginning of the next belong to one sentence?"""
    right = after.lstrip(_OPENERS + " ")
    if _FACE.match(after) or _NUMBER.fullmatch(left):
        return True  # "... from referrals. :)" and "1.) The first item"
    if right[:1].islower() and left[-1:] in _CLOSERS:
        return True
    if _CLOCK.search(left) and _AFTER_CLOCK.match(right):
        return True
    return right[:1].isupper() and _ABBREVIATION.search(left) is not None


def _opened(text: str) -> int:
    """How many more brackets a piece opens than it closes; a face made of them is none."""
    if not _BRACKET.search(text):
        return 0
    plain = _FACE.sub("", text)
    return plain.count("(") + plain.count("[") - plain.count(")") - plain.count("]")


def _closes_soon(text: str, start: int) -> bool:
    """Is the bracket that is open at `start` closed within what a person would put in brackets?"""
    return any(c in text[start : start + 300] for c in ")]")
