"""Who publishes: outlets and agencies, each with its own style of writing, site furniture, credits and clock.

Start at `Outlet.invented`. House style goes both ways: `restyle` writes U.S. as US or US as U.S., whatever it finds.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from provenance.newsrooms.events import MONTHS, town
from provenance.newsrooms.grammar import Grammar
from provenance.newsrooms.options import Simulation

__all__ = ["AXES", "Clock", "Outlet", "Site", "first_style", "restyle"]

# The axes of house style: for each, the pairs of forms that a style chooses between.
_US = "U.S./US U.N./UN"
_IZE = (
    "organised/organized reorganise/reorganize reorganised/reorganized criticised/criticized recognised/recognized "
    "emphasised/emphasized privatised/privatized nationalise/nationalize nationalised/nationalized "
    "modernise/modernize modernised/modernized subsidise/subsidize digitise/digitize "
    "demilitarised/demilitarized plagiarised/plagiarized authorised/authorized"
)
_OUR = (
    "harbour/harbor Harbour/Harbor labour/labor defence/defense Defence/Defense centre/center theatre/theater "
    "programme/program neighbours/neighbors Neighbours/Neighbors sceptical/skeptical ageing/aging licence/license "
    "grey/gray greys/grays kilometres/kilometers litres/liters tonnes/tons cancelled/canceled"
)
_JOINED = (
    "airbase/air_base healthcare/health_care Healthcare/Health_care coastguard/coast_guard ceasefire/cease-fire "
    "policymakers/policy_makers whistle-blowers/whistleblowers shipyard/ship_yard headquarters/head_quarters"
)
AXES = ("us", "ize", "our", "joined", "percent", "money", "date", "number", "title", "quote")
_FORMS = {
    form: (axis, tuple(pair.replace("_", " ").split("/")))
    for axis, pairs in enumerate((_US, _IZE, _OUR, _JOINED))
    for pair in pairs.split()
    for form in pair.replace("_", " ").split("/")
}
_PERCENT, _MONEY, _DATE, _NUMBER, _TITLE, _QUOTE = range(4, 10)
_CHOICES = (2, 2, 2, 2, 3, 3, 2, 2, 2, 2)
_PERCENTS = (" percent", " per cent", "%")
_SMALL = "two three four five six seven eight nine".split()
_DIGITS = {word: str(n) for n, word in enumerate(_SMALL, 2)}
_FORM = re.compile(
    rf"(?<![\w.])(?:{'|'.join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))})(?!\w)"
)
# A word that begins a form: most sentences have none, and need no search.
_STARTS = frozenset(form.split()[0] for form in _FORMS)
_MONTH = "|".join(MONTHS)
# Every alternative begins with a character of its own, so that the search skips to it.
_FIGURE = re.compile(
    r"\d+(?P<percent> percent| per cent|%)"
    r"|\$(?P<dollars>\d+(?:\.\d+)?)(?: million|m\b)|USD (?P<usd>\d+(?:\.\d+)?) million"
    rf"|(?P<month>{_MONTH}) (?P<day>\d\d?)(?!\d)|(?P<day2>\d+) (?P<month2>{_MONTH})"
    rf"| (?P<word>{'|'.join(_SMALL)})(?= [a-z])| (?P<digit>[2-9])(?= [a-z])"
)
_WORD = re.compile(r"[\w.-]+")
_MARKS = re.compile("[\"“”'’]")
_MONTHS = frozenset(MONTHS)
_TITLED = re.compile(r"\b(?:Mr|Ms) (?=[A-Z])")


def restyle(text: str, style: tuple[int, ...], surnames: Collection[str] = (), firsts: Collection[str] = ()) -> str:
    """The text as a house of this style writes it: one choice for each of AXES, whatever the text had.

    `surnames` get a title if the style has titles and no first name (of `firsts`) stands before them.
    """
    words = _WORD.findall(text)
    made = _FIGURE.sub(lambda found: _figure(found, style), _formed(text, words, style))
    return _named(made, style, surnames, firsts)


def first_style(text: str, style: tuple[int, ...], surnames: Collection[str], firsts: Collection[str]) -> str:
    """The same for a text as the grammar has it, whose forms are the first of every axis: no more is looked for."""
    words = _WORD.findall(text)
    made = _formed(text, words, style) if any(style[:_PERCENT]) else text
    figures = (style[_PERCENT] and " percent" in text) or (style[_MONEY] and "$" in text)
    days = style[_DATE] and not _MONTHS.isdisjoint(words)
    if figures or days or (style[_NUMBER] and not _DIGITS.keys().isdisjoint(words)):
        made = _FIGURE.sub(lambda found: _figure(found, style), made)
    return _named(made, style, surnames, firsts)


def _formed(text: str, words: Collection[str], style: tuple[int, ...]) -> str:
    if _STARTS.isdisjoint(words):
        return text
    return _FORM.sub(lambda found: _FORMS[found[0]][1][style[_FORMS[found[0]][0]]], text)


def _named(text: str, style: tuple[int, ...], surnames: Collection[str], firsts: Collection[str]) -> str:
    if style[_TITLE] == 0:
        text = _TITLED.sub("", text) if "Mr " in text or "Ms " in text else text
    elif surnames:
        text = _titled(text, surnames, firsts)
    return _quoted(text, curly=style[_QUOTE] == 1)


def _figure(found: re.Match[str], style: tuple[int, ...]) -> str:
    kind, words = found.lastgroup or "", found[0]
    if kind == "percent":
        return words.removesuffix(found[kind]) + _PERCENTS[style[_PERCENT]]
    if kind in ("dollars", "usd"):
        money = found[kind]
        return (f"${money} million", f"${money}m", f"USD {money} million")[style[_MONEY]]
    if kind in ("day", "month2"):
        month, day = (found["month"], found["day"]) if kind == "day" else (found["month2"], found["day2"])
        if len(day) > 2:
            return words  # a year before a month
        return f"{month} {day}" if style[_DATE] == 0 else f"{day} {month}"
    if kind == "word":
        return words if style[_NUMBER] == 0 else f" {_DIGITS[words[1:]]}"
    return f" {_SMALL[int(words) - 2]}" if style[_NUMBER] == 0 else words


def _titled(text: str, surnames: Collection[str], firsts: Collection[str]) -> str:
    for entry in surnames:
        title, _, name = entry.partition(" ")
        if name not in text:
            continue
        pieces = text.split(name)
        made = pieces[0]
        for piece in pieces[1:]:
            before = made.rsplit(None, 1)[-1] if made.strip() else ""
            inside = made != "" and not made[-1].isspace() and made[-1] not in '"“'
            full = before in firsts or before in ("Mr", "Ms")
            made += (name if inside or full else f"{title} {name}") + piece
        text = made
    return text


def _quoted(text: str, *, curly: bool) -> str:
    if not curly:
        return text.translate(_STRAIGHT) if not text.isascii() else text
    open_ = False
    out = []
    at = 0
    for mark in _MARKS.finditer(text):
        out.append(text[at : mark.start()])
        if mark[0] in "'’":
            out.append("’")
        else:
            open_ = not open_
            out.append("“" if open_ else "”")
        at = mark.end()
    return "".join([*out, text[at:]])


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'"})


class Clock(NamedTuple):
    """How an outlet stamps its articles: whether at all, how far off, and how exactly."""

    mode: str  # right, zone, crawl, day, none
    minutes: int  # added to the true time


class Site(NamedTuple):
    """The furniture of one site, filled in but for what differs from page to page (in braces)."""

    nav: str
    share: str
    newsletter: str
    footer: str
    comments: str
    advert: str
    related: str
    caption: str
    byline: str
    stamp: str


class _Open(dict[str, str]):
    """Facts of which those not known stay open, in braces."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@dataclass(frozen=True, eq=False)
class Outlet:
    """Who publishes, and how: what kind of house, its style, its site, its way with credits and its clock."""

    name: str
    kind: str  # agency, client, desk, scraper, digest, translator
    genre: str  # how its own reports are written: wire, feature, release
    style: tuple[int, ...]
    site: Site
    credit: str  # full, generic, none
    credit_line: str
    dress: float  # share of its pages that show the furniture, 0..1
    care: float  # chance that a slip is put right, 0..1
    clock: Clock
    named: bool  # is the outlet known to whoever collected its articles?

    @classmethod
    def invented(cls, lists: Grammar, rng: Random, taken: Collection[str], options: Simulation, *, kind: str) -> Outlet:
        """An outlet that the grammar invents, of a name that is not among `taken`, as the options want outlets."""
        name = _name(lists, rng, taken, agency=kind == "agency")
        genres, credits = options.styles, options.credited
        facts = _Open(OUT=name, Y9=str(2014 + int(rng.random() * 10)), PL9=town(lists, rng))
        facts.update(K2=str(2 + int(rng.random() * 40)), K=f"{1000 + int(rng.random() * 90000):,}")
        bare = 0.45 if kind == "agency" else 0.12
        parts = [lists.fill(part, facts, rng) if rng.random() > bare else "" for part in Site._fields]
        roll = rng.random()
        credit = "none" if roll >= credits else "full" if roll < 0.7 * credits else "generic"
        if kind == "scraper":
            credit = "full" if roll < credits / 2 else "none"
        credit_line = lists.fill(f"credit.{credit}", facts, rng) if credit != "none" else ""
        style = tuple(int(rng.random() * many) for many in _CHOICES)
        genre = "wire" if kind == "agency" and "wire" in genres else genres[int(rng.random() * len(genres))]
        dress, care = 0.35 + 0.65 * rng.random(), rng.random()
        clock = _clock(rng, options.clocks)
        named = rng.random() < (0.8 if kind == "scraper" else 0.97)
        return cls(name, kind, genre, style, Site(*parts), credit, credit_line, dress, care, clock, named)


def _name(lists: Grammar, rng: Random, taken: Collection[str], *, agency: bool) -> str:
    while True:
        if agency:
            real = rng.random() < 0.5
            name = lists.draw("agency.real", rng) if real else f"{town(lists, rng)} {lists.draw('agency.tail', rng)}"
        else:
            the = "The " if rng.random() < 0.25 else ""
            name = f"{the}{town(lists, rng)} {lists.draw('outlet.tail', rng)}"
        if name not in taken:
            return name


def _clock(rng: Random, right: float) -> Clock:
    if rng.random() < right:
        return Clock("right" if rng.random() < 0.8 else "day", 0)
    roll = rng.random()
    if roll < 0.35:
        return Clock("none", 0)
    if roll < 0.7:
        return Clock("zone", 30 * (int(rng.random() * 45) - 22))
    return Clock("crawl", 1440 + int(rng.random() * 20000))
