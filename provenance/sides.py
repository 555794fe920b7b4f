"""An article as a signal sees it: its words, marks and credits, and whatever else is asked of it, worked out once.

Start at `Sides`, which makes them from the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any, TypeVar

import pandas as pd

from provenance.habits import Stamp, lines
from provenance.masthead import agencies, house_key, looks_like_agency
from provenance.sights import Credit, Mark, Sentence, Span
from provenance.text import fold, name_key, tokens, vocabulary

__all__ = ["Side", "Sides", "once"]

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """One article of a pair."""

    name: str
    text: str
    outlet: str = ""
    wire: bool = False  # is the outlet a news agency, which sends one text to many?
    published: datetime | None = None
    precision: str = "none"
    lang: str = "en"
    sentences: tuple[Sentence, ...] = ()
    marks: tuple[Mark, ...] = ()
    credits: tuple[Credit, ...] = ()
    url: str = ""
    based_on: tuple[str, ...] = ()  # addresses that its metadata name as its origin
    again: bool = False  # a version of another article, which teaches nothing that the first does not

    @cached_property
    def house(self) -> str:
        """What all ways to write its outlet have in common; empty if the outlet is not known."""
        return house_key(self.outlet) if self.outlet else ""

    @property
    def stamp(self) -> Stamp:
        """Whose it is, and what its clock says."""
        return Stamp(self.house, self.published, self.precision)

    @cached_property
    def lines(self) -> Mapping[str, Span]:
        """Its lines, as furniture repeats them (`habits.lines`), and where each stands first."""
        return {line: Span(*where) for line, where in lines(self.text).items()}

    def credited(self, *roles: str) -> tuple[Credit, ...]:
        """The credits in any of the roles, in the order of the text."""
        return tuple(c for c in self.credits if c.role in roles)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the story."""
        return frozenset(vocabulary([s.norm for s in self.sentences]))

    @cached_property
    def folded(self) -> str:
        """The whole text, furniture included, folded, with one space on either side of each word."""
        return f" {' '.join(tokens(fold(self.text)))} "

    def once(self, work: Callable[[Side], T]) -> T:
        """What `work` makes of the article, made once however many pairs it stands in."""
        return once(self._made, work, self)

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}


def once(made: dict[Any, Any], work: Callable[[Any], T], of: Any) -> T:
    """What `work` makes of a thing, looked up in what was `made` of it before."""
    if work not in made:
        made[work] = work(of)
    found: T = made[work]
    return found


_OF_A_SIDE = (
    "article", "text", "outlet", "published", "published_precision", "lang", "url", "based_on", "version_of",
)  # fmt: skip


class Sides(Mapping[str, Side]):
    """Every article of the tables by name, made when it is asked for: of the articles that answer those of a pair
    (thousands answer a phrase that everybody prints) most are never looked at.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._sentences = _Rows(tables["sentences"], Sentence._fields)
        self._marks = _Rows(tables["marks"], ("start", "end", "label", "rule"))
        self._credits = _Rows(tables["credits"], Credit._fields)
        articles = tables["articles"]
        self._asked = [column for column in _OF_A_SIDE if column in articles]
        self._columns = [articles[column].tolist() for column in self._asked]
        self._place = {name: at for at, name in enumerate(self._columns[self._asked.index("article")])}
        self._made: dict[str, Side] = {}

    def __getitem__(self, name: str) -> Side:
        if name not in self._made:
            at = self._place[name]
            self._made[name] = self._side(dict(zip(self._asked, [held[at] for held in self._columns], strict=True)))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def _side(self, row: Mapping[str, Any]) -> Side:
        name, text, outlet = row["article"], row["text"], _text(row["outlet"])
        return Side(
            name,
            text,
            outlet=outlet,
            wire=_is_wire(outlet),
            published=row["published"].to_pydatetime() if pd.notna(row["published"]) else None,
            precision=row["published_precision"],
            lang=_text(row["lang"]) or "en",
            sentences=tuple(map(Sentence._make, self._sentences.of(name))),
            marks=tuple(Mark(s, e, label, rule, text[s:e]) for s, e, label, rule in self._marks.of(name)),
            credits=tuple(Credit(s, e, _text(agency), *rest) for s, e, agency, *rest in self._credits.of(name)),
            url=_text(row.get("url")),
            based_on=tuple(_text(row.get("based_on")).split()),
            again=_text(row.get("version_of")) != "",
        )


class _Rows:
    """The rows of a table by article, in their order, put together when they are asked for."""

    def __init__(self, table: pd.DataFrame, columns: Iterable[str]) -> None:
        self._columns = [table[column].tolist() for column in columns]
        names = table["article"].tolist()
        starts = [at for at, name in enumerate(names) if at == 0 or name != names[at - 1]]
        self._runs: dict[str, list[slice]] = {}
        for start, end in pairwise([*starts, len(names)]):
            self._runs.setdefault(names[start], []).append(slice(start, end))

    def of(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one article."""
        for run in self._runs.get(name, ()):
            yield from zip(*(column[run] for column in self._columns), strict=True)


@lru_cache(maxsize=1 << 12)
def _is_wire(outlet: str) -> bool:
    return name_key(outlet) in _wires() or looks_like_agency(outlet)


@cache
def _wires() -> frozenset[str]:
    names = (name for agency in agencies() for name in (agency.name, *agency.aliases, *agency.weak))
    return frozenset(map(name_key, names)) - {""}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
