"""Which articles are the same article again: another address of one page, or an outlet's own later version.

Start at `versions`. What is the same article is no copying: an outlet that mends its own story took it from nobody.
Two like texts of unknown outlets are not versions; they may be two outlets, and then they are kin and a tie.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from provenance import candidates
from provenance.candidates import shared
from provenance.fingerprint import fingerprint
from provenance.masthead import canonical
from provenance.text import fold, name_key, tokens

__all__ = ["Options", "versions"]


@dataclass(frozen=True)
class Options:
    """What makes two articles of one outlet the same; tried on lk_news2022 (14,526 articles, 3,057 versions).

    `same`: share of the runs of three words of each story that stand in the other one too, from which two stories of
    one outlet are one. .7 adds 84 pairs, half of them weather reports in one form; .9 loses 91 updates.
    `page`: the same, of the shorter of two texts from one address: a page that was written anew keeps some of its
    words, a page that lists the latest news does not. By judgement; no data at hand has such pages.
    `figures`: the least share of the numbers of both that agree: "Rupee at 361.20" and "at 358.75" in the same words
    are the reports of two days. .5 adds 30 pairs, most of them such reports and follow-ups; .9 loses 20 updates.
    `days`: how far apart two versions may be in time unless their headlines are alike. 10 adds 7 pairs, all of them
    later news or fixed forms; 1 loses 11 updates.
    `holders`: a run of words that more articles of one outlet hold is its formula, and proposes no pair; 10 loses 8
    pairs, 60 adds a weather report.
    """

    same: float = 0.8
    page: float = 0.3
    figures: float = 0.7
    days: float = 3.0
    holders: int = 30


class _Story(NamedTuple):
    """What is compared of one article."""

    name: str
    order: tuple[bool, float, str, str]  # known times first, then the text, never the name before these
    outlet: str  # empty: not known
    page: str
    sha256: str
    title: str
    at: float | None  # days since 1970
    runs: frozenset[tuple[str, ...]]
    figures: Counter[str]


# An outlet that was read from the text may have come with it: copies carry the source line of what they copied.
_SURE = ("given", "url")
_DAY = 86_400_000_000  # microseconds
_NUMBER = re.compile(r"\d")


def versions(articles: pd.DataFrame, sentences: pd.DataFrame, *, options: Options = Options()) -> dict[str, str]:
    """Article -> the article that it is a version of: the earliest by time, else by text; nothing else is a key.

    Two articles are the same article if (1) their addresses are those of one page and their stories have something in
    common, or the same outlet published both (as given, or by the address) and (2) their bytes are equal or
    (3) each story stands in the other, figures included, under one headline or within days. Every link is checked on
    the two texts themselves; versions of a version fall to the same first article. Takes ARTICLES and SENTENCES.
    Cost: linear in the words, plus the pairs that one outlet's shared runs propose.
    """
    proposed = _proposed(articles, sentences, options)
    wanted = {name for pair in proposed for name in pair}
    rows = {row["article"]: row for row in articles[articles["article"].isin(wanted)].to_dict("records")}
    # Of equal bytes nobody asks the words.
    unlike = {name for pair in proposed if len({rows[one]["sha256"] for one in pair}) > 1 for name in pair}
    told = sentences[sentences["article"].isin(unlike)]
    words = {name: _words(group["norm"]) for name, group in told.groupby("article")}
    stories = {name: _story(rows[name], words.get(name, [])) for name in sorted(wanted)}
    linked: dict[str, list[str]] = defaultdict(list)
    for one, two in proposed:
        if _same(stories[one], stories[two], options):
            linked[one].append(two)
            linked[two].append(one)
    found: dict[str, str] = {}
    for story in sorted((stories[name] for name in linked), key=lambda s: (s.order, s.name)):
        earlier = [stories[name] for name in linked[story.name] if _before(stories[name], story)]
        firsts = [found.get(one.name, one.name) for one in earlier]
        if firsts:
            found[story.name] = min(firsts, key=lambda name: (stories[name].order, name))
    return found


def _before(one: _Story, two: _Story) -> bool:
    return (one.order, one.name) < (two.order, two.name)


def _proposed(articles: pd.DataFrame, sentences: pd.DataFrame, options: Options) -> list[tuple[str, str]]:
    """The pairs worth looking at: one page, or one outlet with equal bytes or several shared runs of words."""
    pages: dict[str, list[str]] = defaultdict(list)
    bytes_: dict[tuple[str, str], list[str]] = defaultdict(list)
    houses: dict[str, str] = {}
    columns = ["article", "url", "outlet", "outlet_from", "sha256"]
    for name, url, outlet, known, digest in articles[columns].itertuples(index=False, name=None):
        page = canonical(url) if isinstance(url, str) else None
        if page:
            pages[page].append(name)
        if isinstance(outlet, str) and name_key(outlet) and known in _SURE:
            houses[name] = name_key(outlet)
            bytes_[houses[name], digest].append(name)
    pairs = {pair for group in (*pages.values(), *bytes_.values()) for pair in _chain(group)}
    pairs.update(_shared(sentences[sentences["article"].isin(houses.keys())], houses, options))
    return sorted(pairs)


def _chain(group: Iterable[str]) -> Iterator[tuple[str, str]]:
    """All pairs of a few names; of many, each with the first: a page that was saved a thousand times costs as many."""
    names = sorted(group)
    yield from combinations(names, 2) if len(names) <= 8 else ((names[0], other) for other in names[1:])


def _shared(sentences: pd.DataFrame, houses: dict[str, str], options: Options) -> Iterator[tuple[str, str]]:
    prints = fingerprint(sentences)
    names, story = np.unique(prints["article"].to_numpy(dtype=object), return_inverse=True)
    _, house = np.unique([houses[name] for name in names], return_inverse=True)
    # A run of one house is another than the same run of another house.
    run = prints["hash"].to_numpy() + (house.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))[story]
    _, place, holders = np.unique(run, return_inverse=True, return_counts=True)
    told = holders[place] <= options.holders
    sizes = np.bincount(story)
    common = shared(
        pa.table({"story": story[told].astype(np.uint32), "hash": run[told]}),
        np.full(len(names), np.nan),
        options=candidates.Options(holders=options.holders, least=1),
    )
    one, two, count = (common[column].to_numpy() for column in ("a", "b", "shared"))
    # Winnowing keeps a fifth of the runs, and a changed word moves some: half of what is asked for in the end.
    near = count >= options.same / 2 * np.maximum(sizes[one], sizes[two])
    return zip(names[one[near]], names[two[near]], strict=True)


def _words(norms: Iterable[str]) -> list[str]:
    return [word for norm in norms for word in tokens(norm)]


def _story(row: dict[Any, Any], words: list[str]) -> _Story:
    known = isinstance(row["published"], pd.Timestamp) and not pd.isna(row["published"])
    at = row["published"].value / 1000 / _DAY if known else None
    return _Story(
        name=row["article"],
        order=(at is None, at or 0.0, row["text"], row["url"] if isinstance(row["url"], str) else ""),
        outlet=name_key(row["outlet"]) if isinstance(row["outlet"], str) and row["outlet_from"] in _SURE else "",
        page=(canonical(row["url"]) or "") if isinstance(row["url"], str) else "",
        sha256=row["sha256"],
        title=fold(row["title"]) if isinstance(row["title"], str) else "",
        at=at,
        runs=frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({tuple(words)} - {()}),
        figures=Counter(word for word in words if _NUMBER.search(word)),
    )


def _same(one: _Story, two: _Story, options: Options) -> bool:
    both = len(one.runs & two.runs)
    least = min(both / max(len(one.runs), 1), both / max(len(two.runs), 1))
    most = max(both / max(len(one.runs), 1), both / max(len(two.runs), 1))
    if one.page and one.page == two.page and (most >= options.page or one.sha256 == two.sha256):
        return True
    if not one.outlet or one.outlet != two.outlet:
        return False
    if one.sha256 == two.sha256:
        return True
    return least >= options.same and _agree(one.figures, two.figures, options.figures) and _near(one, two, options)


def _agree(one: Counter[str], two: Counter[str], least: float) -> bool:
    whole, both = (one | two).total(), (one & two).total()
    # A toll that rose from 214 to 216 is one figure replaced beside three or more that stand.
    return whole == 0 or both >= least * whole or (both >= 3 and whole - both <= 2)


def _near(one: _Story, two: _Story, options: Options) -> bool:
    if one.title and one.title == two.title:
        return True
    return one.at is not None and two.at is not None and abs(one.at - two.at) <= options.days
