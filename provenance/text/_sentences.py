"""A text cut into sentences: `sentencex` decides, is shown only what may be cut, and is corrected where it errs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import sentencex

__all__ = ["Span", "cut"]

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
