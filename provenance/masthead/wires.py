"""The world's news agencies and the zones of its clocks: data beside the code, read once, never changed.

Start at `agencies`. A new agency, zone or country is a new line in a CSV file, not a new line of Python.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from provenance.text import flat

__all__ = ["Agency", "Country", "Mention", "agencies", "countries", "lexicon", "mentions", "months", "rows", "zones"]


class Agency(NamedTuple):
    """One agency: `weak` aliases are words of their own (AA, Petra) and need a credit's grammar around them."""

    name: str
    country: str
    kind: str  # wire: sells words; photo: sells pictures
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    native: tuple[str, ...]  # aliases in other scripts
    signoff: str  # the sign-off only this house uses: "reporting-editing" is "(Reporting by .. Editing by ..)"


class Country(NamedTuple):
    """One country: its telephone prefix, the order of its numeric dates, its zone if it has but one."""

    code: str
    name: str
    phone: str
    order: str
    zone: str


class Mention(NamedTuple):
    """An agency's name in a text; `weak` as in `Agency`."""

    start: int
    end: int
    agency: Agency
    weak: bool


def rows(file: str) -> list[dict[str, str]]:
    """The lines of one of this room's CSV files, by column."""
    text = resources.files("provenance.masthead").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def agencies() -> tuple[Agency, ...]:
    """Every known agency, in the order of the data file; the tuple and its rows cannot be changed."""
    return tuple(
        Agency(
            row["name"], row["country"], row["kind"],
            _many(row["aliases"]), _many(row["weak"]), _many(row["native"]), row["signoff"],
        )
        for row in rows("agencies.csv")
    )  # fmt: skip


@cache
def countries() -> dict[str, Country]:
    """Every known country by its ISO 3166 code."""
    return {row["code"]: Country(**row) for row in rows("countries.csv")}


@cache
def zones() -> dict[str, dict[str, int]]:
    """Zone abbreviation -> country (empty: the same everywhere) -> minutes east of Greenwich."""
    found: dict[str, dict[str, int]] = {}
    for row in rows("zones.csv"):
        sign = -1 if row["offset"].startswith("-") else 1
        hours, minutes = row["offset"][1:].split(":")
        found.setdefault(row["abbreviation"], {})[row["country"]] = sign * (60 * int(hours) + int(minutes))
    return found


@cache
def months() -> dict[str, int]:
    """A month's name, folded, in any of the known languages -> 1..12; a name that two languages dispute is left out."""
    found: dict[str, int] = {}
    disputed = set()
    for row in rows("months.csv"):
        for number, name in enumerate(_many(row["names"]), 1):
            if found.setdefault(name.casefold(), number) != number:
                disputed.add(name.casefold())
    return {name: number for name, number in found.items() if name not in disputed}


@cache
def lexicon() -> dict[str, tuple[Agency, bool]]:
    """Alias as written -> agency, and whether the alias is weak; an alias that two agencies claim is nobody's."""
    found: dict[str, tuple[Agency, bool]] = {}
    disputed = set()
    for agency in agencies():
        for weak, names in ((False, (agency.name, *agency.aliases, *agency.native)), (True, agency.weak)):
            for name in names:
                for form in dict.fromkeys((name, name.upper())):
                    if form in found and found[form][0] is not agency:
                        disputed.add(form)
                    elif form not in agency.weak or weak:
                        found.setdefault(form, (agency, weak))
    return {form: claim for form, claim in found.items() if form not in disputed}


def _unspaced(alias: str) -> bool:
    """Chinese, Japanese, Korean and Thai set no space between words; no boundary can be asked for."""
    return any("\u0e00" <= c <= "\u0e7f" or "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in alias)


def _overlaps(head: str, begin: Mapping[str, object]) -> bool:
    """True if another alias could begin at a capital inside a head."""
    behind = [head[at:] for at, sign in enumerate(head) if at and sign.isupper()]
    return any(one in begin or any(one[:end] in begin for end in range(1, len(one))) for one in behind)


class _Index(NamedTuple):
    heads: re.Pattern[str]  # how any alias begins that begins with a capital, or in a script without
    small: tuple[str, ...]  # how the others do
    by_head: dict[str, tuple[str, ...]]  # such a beginning -> the aliases it may be, the longest first
    by_next: dict[str, dict[str, tuple[str, ...]]]  # ... -> the sign behind it -> those that go on so, or end before


# How much of an alias the regular expression knows. Tried 2 to 5 and whole: 4 compiles in 5 ms and scans 4,000
# characters in .12 ms; whole aliases take 24 ms to compile, a quarter of what a trace of five articles may cost.
_HEAD = 4


def _branches(names: list[str]) -> str:
    """One alternation of many names, shared beginnings written once, a longer name before its beginning."""
    heads: dict[str, list[str]] = {}
    for name in names:
        heads.setdefault(name[:1], []).append(name[1:])
    parts = [re.escape(h) + (_branches(heads[h]) if any(heads[h]) else "") for h in sorted(heads, reverse=True)]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


@cache
def _index(latin: bool) -> _Index:
    longest = sorted(lexicon(), key=lambda alias: (-len(alias), alias))
    aliases = [alias for alias in longest if (_FAR.search(alias) is None) is latin]
    heads = sorted({alias[:_HEAD] for alias in aliases})
    begin: dict[str, list[str]] = {}  # the aliases that begin with a head, or with a part of one
    for alias in aliases:
        for end in range(1, 1 + min(len(alias), _HEAD)):
            begin.setdefault(alias[:end], []).append(alias)
    known = set(aliases)
    near = {
        head: (*begin[head], *(head[:end] for end in range(len(head) - 1, 0, -1) if head[:end] in known))
        for head in heads
    }
    # Where only capitals open the pattern, a scan leaps from one to the next and takes a quarter of the time. What
    # begins small is sought by itself, as long as no other alias could begin at a capital within it.
    small = {h for h in heads if h[0].islower() and h.isascii() and not _overlaps(h, begin)}
    after = {head: {alias[len(head) : len(head) + 1] for alias in near[head]} for head in heads}
    by_next = {
        head: {sign: tuple(a for a in near[head] if a[len(head) : len(head) + 1] in ("", sign)) for sign in after[head]}
        for head in heads
    }
    pattern = re.compile(_branches([head for head in heads if head not in small]))
    return _Index(pattern, tuple(sorted(small)), near, by_next)


_FAR = re.compile("[\u0370-\u1cff\u2e80-\uffff]")  # the scripts that are not Latin


def mentions(text: str) -> list[Mention]:
    """Every agency's name in the text, in order, none overlapping; what it is there for is not asked here.

    A name glued to the word before it ("By Jane DoeReuters") is found too: feeds lose line breaks.
    """
    found = _mentions(text, _index(True))
    if not text.isascii() and _FAR.search(text):
        found = sorted([*found, *_mentions(text, _index(False))])
    return found


def _mentions(text: str, index: _Index) -> list[Mention]:
    known = lexicon()
    found = []
    free = 0  # where the last name ended
    for start, head in _heads(text, index):
        if start < free:
            continue
        behind = index.by_next[head]
        for alias in behind.get(text[start + len(head) : start + len(head) + 1]) or behind.get("", ()):
            if not text.startswith(alias, start):
                continue
            end = start + len(alias)
            if known[alias][1] and not alias.isupper() and _LONGER.match(text, end):
                continue  # "Petra Lindqvist", "The Beta Chronicle": a weak alias inside a longer proper name
            if _unspaced(alias) or _stands_alone(text, start, end):
                found.append(Mention(start, end, *known[alias]))
                free = end
                break
    return found


def _heads(text: str, index: _Index) -> list[tuple[int, str]]:
    """Where an alias may begin, and how it does, in order, none overlapping."""
    found = [(hit.start(), hit.group()) for hit in index.heads.finditer(text)]
    small = []
    plain = flat(text) if index.small else ""
    for head in index.small:
        at = plain.find(head)
        while at >= 0:
            small.append((at, head))
            at = plain.find(head, at + 1)
    if not small:
        return found
    kept, free = [], 0
    for start, head in sorted([*found, *small], key=lambda one: (one[0], -len(one[1]))):
        if start >= free:
            kept.append((start, head))
            free = start + len(head)
    return kept


_LONGER = re.compile(r"\s(?!(?:News|Press|Agency|Wire|Photos?)\b)[A-ZÀ-Ý][a-zß-ÿ]")
_GOES_ON = re.compile(r"[\w@]|\.(?:com?|org|net|[a-z]{2})\b")


_PREFIXES = tuple("لوبفك")  # Arabic writes "to", "and", "by" as one with the name


def _stands_alone(text: str, start: int, end: int) -> bool:
    if _GOES_ON.match(text, end):
        return False
    before = text[start - 1 : start]
    if before in _PREFIXES and not text[max(start - 2, 0) : start - 1].isalnum():
        return True
    if before.isalnum():  # glued: only where a capital follows a small letter, as in DoeReuters
        return before.islower() and text[start].isupper()
    return before not in ("@", "#", "_")
