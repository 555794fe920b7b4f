"""What happened: an event with its people, figures and statements; and reports on it, each in words of its own.

Start at `Event.report`. Reports on one event share names, figures and quoted statements, as reports from one press
conference do, and no run of `APART` words outside quotation marks: that is what makes them independent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import NamedTuple

from provenance.newsrooms.grammar import Grammar, Part, capital

__all__ = ["APART", "MONTHS", "STYLES", "Event", "Facts", "Person", "Sentence", "runs", "somebody", "town"]

# Words in a row that independent reports on one event never share outside quotation marks. A name with its office
# ("the harbour master of Norrvik, Alma Keane") has 7; with 8 every tenth sentence is drawn again, with 6 every third.
APART = 8
STYLES = ("wire", "feature", "release")
MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SMALL = "two three four five six seven eight nine".split()
_TRIES = 6
_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*")
_QUOTED = re.compile(r'"[^"]*"')
# What an event is made of, and how often each kind of sentence can be had from it.
_BEATS = ("act",) * 3 + ("number",) * 4 + ("plan",) * 3 + ("money",) * 2 + ("background",) * 5 + ("detail",) * 6
_STATEMENTS = 6
# Of the statements that a report quotes, the share that was made to all reporters; the others were made to one.
_TOGETHER = 0.5
# Sentences of so many characters at most get a source behind them, in so many of cases: the same form, another end.
_SHORT, _SOURCED = 90, 0.3
# Of the sentences after the lead: how many of ten are a quoted statement. News has 2 to 4.
_QUOTES = {"wire": 0.25, "feature": 0.3, "release": 0.12}


class Person(NamedTuple):
    """Somebody who is spoken of: names, how the papers that use titles call them, and what they do."""

    first: str
    last: str
    title: str
    role: str


class Sentence(NamedTuple):
    """A sentence of a report, and the surnames in it (for papers that write Mr)."""

    text: str
    quoted: bool


def runs(text: str, size: int = APART) -> set[tuple[str, ...]]:
    """Every run of so many words outside straight quotation marks, in lower case."""
    found = set()
    for piece in _QUOTED.split(text):
        words = _WORD.findall(piece.lower())
        found |= {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
    return found


def somebody(lists: Grammar, rng: Random, role: str = "") -> Person:
    """A person whom the grammar invents."""
    first = lists.draw("first", rng)
    last = lists.draw("last.a", rng) + lists.draw("last.b", rng)
    return Person(first, last, "Ms" if first[-1] in "ae" else "Mr", role)


def town(lists: Grammar, rng: Random) -> str:
    """A place that the grammar invents."""
    return lists.draw("place.a", rng) + lists.draw("place.b", rng)


class Facts(dict[str, str]):
    """The facts of one matter within an event, each settled when it is first asked for and the same from then on."""

    def __init__(self, event: Event, rng: Random) -> None:
        super().__init__(TOPIC=event.topic, PL=event.place, RG=event.region)
        self.event, self.rng = event, rng
        self.person = event.people[int(rng.random() * len(event.people))]

    def __missing__(self, name: str) -> str:
        value = self._made(name)
        self[name] = value
        return value

    def _made(self, name: str) -> str:
        event, rng = self.event, self.rng
        kind = name.rstrip("0123456789")
        if kind in _FIGURES:
            return _figure(kind, name, rng)
        if kind in _THINGS:
            return event.lists.fill(_THINGS[kind].format(event.topic), self, rng)
        if name in ("O", "OS", "OH", "WAS"):
            return self._object(name)
        if kind == "ORG":
            return event.orgs[int(rng.random() * len(event.orgs))]
        if kind == "D":
            return _day(event, rng)
        person = self.person
        return {"N": f"{person.first} {person.last}", "S": person.last, "R": person.role}[name]

    def _object(self, name: str) -> str:
        noun = self.event.nouns[int(self.rng.random() * len(self.event.nouns))]
        adjective = self.event.lists.draw("adj", self.rng)
        many = noun.endswith(("talks", "works"))
        self.update(O=f"the {adjective} {noun}", OS=f"the {noun}", OH=f"{adjective} {noun}")
        self["WAS"] = "were" if many else "was"
        return self[name]


_THINGS = {"U": "{}.unit", "AG": "agent", "TR": "{}.trouble", "EF": "effort"}
_FIGURES = {"K", "PC", "CUR", "Y"}


def _figure(kind: str, name: str, rng: Random) -> str:
    if kind == "Y":
        return str(1931 + int(rng.random() * 92))
    if kind == "PC":
        return str(2 + int(rng.random() * 88))
    if kind == "CUR":
        return f"${1 + int(rng.random() * 990) / 10:g} million"
    if name == "K2":
        few = int(rng.random() * 26)
        return _SMALL[few] if few < len(_SMALL) else str(few + 2)
    return f"{1100 + int(rng.random() * 97000):,}"


def _day(event: Event, rng: Random) -> str:
    """The day of the event or the one before, by its name or by its date."""
    back = int(rng.random() * 1.3)
    if rng.random() < 0.85:
        return _DAYS[(event.day - back) % 7]
    return f"{MONTHS[event.month]} {max(1, event.date - back)}"


@dataclass
class Event:
    """One event: its topic, place and day, the people and bodies in it, and what can be said of it."""

    lists: Grammar
    topic: str
    place: str
    region: str
    day: int  # of the week, 0 = Monday
    month: int  # 0 = January
    date: int
    people: list[Person]
    orgs: list[str]
    nouns: list[str]
    beats: list[tuple[str, Facts, tuple[str, str]]] = field(default_factory=list)
    statements: list[tuple[Facts, str]] = field(default_factory=list)
    told: set[tuple[str, ...]] = field(default_factory=set)  # runs of words that a report has used
    forms: set[tuple[Part, ...]] = field(default_factory=set)  # forms of sentences that one has

    @classmethod
    def invented(cls, lists: Grammar, rng: Random) -> Event:
        """An event that the grammar invents."""
        topic, place = lists.draw("topic", rng), town(lists, rng)
        people = [somebody(lists, rng, lists.draw(f"{topic}.role", rng)) for _ in range(4)]
        heads = (place, place, town(lists, rng))
        orgs = [f"the {head} {lists.draw(f'{topic}.org', rng)}" for head in heads]
        region = lists.draw("region", rng)
        when = (int(rng.random() * 7), int(rng.random() * 12), 2 + int(rng.random() * 26))
        nouns = rng.sample(lists.plain[f"{topic}.noun"], 3)
        return cls(lists, topic, place, region, *when, people, orgs, nouns)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The surnames of its people, each behind its title, and their first names."""
        titled = sorted(f"{person.title} {person.last}" for person in self.people)
        return tuple(titled), tuple(person.first for person in self.people)

    def _meet(self, rng: Random) -> None:
        """Settle what every reporter learns; done once, for the first of several."""
        self.beats = [(kind, Facts(self, rng), self.deed(rng)) for kind in _BEATS]
        self.statements = [self.statement(rng) for _ in range(_STATEMENTS)]

    def deed(self, rng: Random) -> tuple[str, str]:
        """Two verbs for one deed."""
        one, _, two = self.lists.draw(f"{self.topic}.act", rng).partition("|")
        return one, two

    def statement(self, rng: Random) -> tuple[Facts, str]:
        """Who said it, and the words, as they will stand between quotation marks."""
        facts = Facts(self, rng)
        return facts, capital(self.lists.fill("quote", facts, rng))

    def sentence(self, kind: str, style: str, rng: Random) -> Sentence:
        """A sentence of this kind on a matter of its own, which no other report knows."""
        if kind == "quote":
            return self._said(self.statement(rng), rng)
        found = self._fresh((kind, Facts(self, rng), self.deed(rng)), style, rng, alone=False)
        self.told |= runs(found.text)
        return found

    def headline(self, rng: Random) -> str:
        """A headline, without a full stop."""
        return capital(self._filled(["headline"], Facts(self, rng), self.deed(rng), rng))

    def report(self, style: str, length: int, rng: Random, *, alone: bool) -> list[Sentence]:
        """A report of so many sentences: a lead, then what is known, then background; in words of its own.

        With `alone` nothing is compared with other reports on the event, and nothing remembered for them: cheaper,
        where there is only one.
        """
        if not (alone or self.beats):
            self._meet(rng)
        known, said = [*self.beats], [*self.statements]
        kinds = [*_BEATS]
        for drawn in (known, said, kinds):
            rng.shuffle(drawn)
        share = _QUOTES[style]
        found = [self._fresh(("lead", Facts(self, rng), self.deed(rng)), style, rng, alone)]
        while len(found) < length:
            if rng.random() < share:
                statement = said.pop() if said and rng.random() < _TOGETHER else self.statement(rng)
                found.append(self._said(statement, rng))
                continue
            kind = kinds.pop() if kinds else "filler"
            beat = known.pop() if known else (kind, Facts(self, rng), self.deed(rng))
            found.append(self._fresh(beat, style, rng, alone))
        own = [sentence for sentence in found if sentence.text]
        if not alone:
            for sentence in own:
                self.told |= runs(sentence.text)
        return own

    def _fresh(self, beat: tuple[str, Facts, tuple[str, str]], style: str, rng: Random, alone: bool) -> Sentence:
        """The matter told in words that no other report on the event has; nothing, if none can be found."""
        for _ in range(_TRIES):
            text = self._told(beat, style, rng)
            if alone or not runs(text) & self.told:
                return Sentence(text, quoted=False)
        return Sentence("", quoted=False)

    def _told(self, beat: tuple[str, Facts, tuple[str, str]], style: str, rng: Random) -> str:
        kind, facts, deed = beat
        names = [name for name in (f"{style}.{kind}", f"wire.{kind}", kind) if name in self.lists.lists]
        return self._filled(names, facts, deed, rng)

    def _filled(self, names: Sequence[str], facts: Facts, deed: Sequence[str], rng: Random) -> str:
        """A sentence in a form that the event has not seen yet, as far as there are any."""
        facts["V"], facts["VB"] = (deed[0], deed[1]) if rng.random() < 0.5 else (deed[1], deed[0])
        text = self.lists.filled(self.lists.fresh(names, self.forms, rng), facts, rng)
        if text[-1] == "." and rng.random() < _SOURCED and len(text) < _SHORT:
            text = f"{text[:-1]}, {self.lists.fill('sourced', facts, rng)}."
        if text[0] == "{" or text[0].islower():
            text = capital(text)
        return text

    def _said(self, statement: tuple[Facts, str], rng: Random) -> Sentence:
        facts, words = statement
        facts["Q"] = words
        return Sentence(self.lists.fill("say", facts, rng), quoted=True)
