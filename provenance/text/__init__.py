"""The raw text as lines, sentences and tokens; every piece carries its offsets and is a slice of the text.

Start at `split`. Nothing here alters a text: `norm` makes a second, comparable string beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd

from provenance.errors import TableError
from provenance.frames import frame
from provenance.text._sentences import Span, cut

__all__ = [
    "UNSPACED", "Line", "Page", "Span",
    "cut", "far", "flat", "fold", "gaps", "letters", "marks", "name_key", "spans", "split", "tokens",
    "vocabulary",
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
_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())  # the same of ASCII
# A word of two signs or more comes first, because most are; then one sign, which dots may follow ("u.s.").
_TOKEN = re.compile(r"[^\W\d]\w+(?:['-]\w+)*|[^\W\d](?:(?<!_)\.(?:[^\W\d_]\.)+|(?:['-]\w+)*)|\d+(?:[.,:]\d+)*")


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
        """Whether the text is `far` from plain Latin."""
        return far(self.text)

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


# The signs beside ASCII's that `re.I` takes for i, s and k, and the scripts in which furniture has words of its own.
_FAR = re.compile("[\u0130\u0131\u017f\u0370-\u1fff\u212a\u2e80-\U0010ffff]")


def far(text: str) -> bool:
    """Whether it holds a sign of a script beyond Latin, or one that `re.I` takes for an i, s or k."""
    return not text.isascii() and _FAR.search(text) is not None


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
    folded = fold(name).removeprefix("the ")
    if folded.isascii():
        return folded.encode().translate(None, _SIGNS).decode()
    return _NEITHER.sub("", folded)


def tokens(norm: str) -> list[str]:
    """The words and numbers of a folded text in order; punctuation is left out, `u.s.` and `al-qaeda` stay whole."""
    return (_marked() if not norm.isascii() and _MARKED.search(norm) else _TOKEN).findall(norm)


def vocabulary(norms: Iterable[str]) -> set[str]:
    """Every token of some folded texts: no token goes over a blank, and most of what stands between two is one word."""
    pieces = set(" ".join(norms).split())
    plain = {piece for piece in pieces if piece.isascii() and piece.isalpha()}
    return plain.union(*map(_tokens, pieces - plain))


@lru_cache(maxsize=1 << 16)  # news repeats what stands between two blanks
def _tokens(piece: str) -> tuple[str, ...]:
    return tuple(tokens(piece))


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
