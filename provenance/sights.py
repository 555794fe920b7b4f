"""The pieces of articles that a signal sees, and the sights that it tells: rows of the tables, with their words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from provenance.align.edits import Edit, changes
from provenance.text import fold, tokens

__all__ = ["Credit", "Mark", "Match", "Reading", "Sentence", "Span", "Weight", "readings"]


class Span(NamedTuple):
    """Where in the raw text, half-open; both None: nowhere in particular."""

    start: int | None
    end: int | None


class Weight(NamedTuple):
    """One sight: nats for each story against 'independent', its words, and where they stand."""

    a_to_b: float
    b_to_a: float
    common: float
    quote: str
    a_span: Span | None = None
    b_span: Span | None = None


class Sentence(NamedTuple):
    """A row of SENTENCES."""

    n: int
    start: int
    end: int
    text: str
    norm: str


class Mark(NamedTuple):
    """A row of MARKS with its words."""

    start: int
    end: int
    label: str
    rule: str
    text: str


class Credit(NamedTuple):
    """A row of CREDITS; `agency` is empty for 'agencies'."""

    start: int
    end: int
    agency: str
    role: str
    quote: str


class Match(NamedTuple):
    """A firm row of MATCHES, seen from the pair."""

    a_n: int
    b_n: int
    likeness: float
    kind: str
    moved: bool


class Reading(NamedTuple):
    """Where two matched sentences differ: what a has there, what b has (either may be empty), where, and how.

    `kind` is one of `align.edits.KINDS`, read from a to b: "detail lost" is what only a has.
    """

    a_text: str
    b_text: str
    a_span: Span
    b_span: Span
    kind: str = "reworded"


def readings(one: Sentence, two: Sentence, lang: str) -> Iterator[Reading]:
    """The places where two sentences differ in more than case, marks and white space, in the order of the first."""
    for edit in _edits(one.text, two.text, lang) if one.text != two.text else ():
        here = Span(one.start + edit.one.start, one.start + edit.one.end)
        there = Span(two.start + edit.two.start, two.start + edit.two.end)
        yield Reading(edit.deleted.strip(), edit.inserted.strip(), here, there, edit.kind)


@lru_cache(maxsize=1 << 13)  # clients of one agency differ in the same places
def _edits(one: str, two: str, lang: str) -> tuple[Edit, ...]:
    """The changes that are readings: case, marks and white space are nobody's."""
    found = changes(one, two, lang)
    return tuple(edit for edit in found if tokens(fold(edit.deleted)) != tokens(fold(edit.inserted)))
