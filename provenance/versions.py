"""Which articles are the same article again: another address of one page, or an outlet's own later version.

Start at `versions`. What is the same article is no copying: an outlet that mends its own story took it from nobody.
Two like texts of unknown outlets are not versions; they may be two outlets, and then they are kin and a tie.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
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

__all__ = ["SQL", "Options", "cards", "firsts", "paged", "runs", "same", "versions"]


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


def versions(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    prints: pd.DataFrame | None = None,
    *,
    options: Options = Options(),
) -> dict[str, str]:
    """Article -> the article that it is a version of: the earliest by time, else by its bytes; nothing else is a key.

    Two articles are the same article if (1) their addresses are those of one page and their stories have something in
    common, or the same outlet published both (as given, or by the address) and (2) their bytes are equal or
    (3) each story stands in the other, figures included, under one headline or within days. Every link is checked on
    the two texts themselves; versions of a version fall to the same first article. Takes ARTICLES and SENTENCES, and
    the stories' `fingerprint` if that is known. Cost: linear in the words, plus the pairs that one outlet's shared runs
    propose.
    """
    known = cards(articles)
    proposed = {*paged(known), *_shared(runs(sentences, known, prints), options)}
    return firsts(known, same(articles, sentences, sorted(proposed), options=options))


def cards(articles: pd.DataFrame) -> pd.DataFrame:
    """[article, page, house, sha256, at, url]: what is asked of every article: the page that its address is, the key of
    its outlet if that is sure, its time in days since 1970; "" and NaN where unknown.
    """
    rows = []
    columns = ["article", "url", "outlet", "outlet_from", "sha256", "published"]
    for name, url, outlet, known, digest, at in articles[columns].itertuples(index=False, name=None):
        page = (canonical(url) or "") if isinstance(url, str) else ""
        house = name_key(outlet) if isinstance(outlet, str) and known in _SURE else ""
        days = at.value / 1000 / _DAY if isinstance(at, pd.Timestamp) and not pd.isna(at) else np.nan
        rows.append((name, page, house, digest, days, url if isinstance(url, str) else ""))
    made = pd.DataFrame(rows, columns=["article", "page", "house", "sha256", "at", "url"])
    return made.astype({c: "float64" if c == "at" else "str" for c in made})


def paged(known: pd.DataFrame) -> set[tuple[str, str]]:
    """The pairs worth looking at by their `cards` alone: one page, or one outlet and equal bytes."""
    pages: dict[str, list[str]] = defaultdict(list)
    bytes_: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, page, house, digest in known[["article", "page", "house", "sha256"]].itertuples(index=False, name=None):
        if page:
            pages[page].append(name)
        if house:
            bytes_[house, digest].append(name)
    return {pair for group in (*pages.values(), *bytes_.values()) for pair in _chain(group)}


def same(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    proposed: Sequence[tuple[str, str]],
    *,
    options: Options = Options(),
) -> list[tuple[str, str]]:
    """Those of the pairs that are one article; ARTICLES and SENTENCES of these are enough."""
    wanted = {name for pair in proposed for name in pair}
    rows = {row["article"]: row for row in articles[articles["article"].isin(wanted)].to_dict("records")}
    # Of equal bytes nobody asks the words.
    unlike = {name for pair in proposed if len({rows[one]["sha256"] for one in pair}) > 1 for name in pair}
    told = sentences[sentences["article"].isin(unlike)]
    words = {name: _words(group["norm"]) for name, group in told.groupby("article")}
    stories = {name: _story(rows[name], words.get(name, [])) for name in sorted(wanted)}
    return [(one, two) for one, two in proposed if _same(stories[one], stories[two], options)]


def firsts(known: pd.DataFrame, linked: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each version's first article, from the `cards` and the pairs that are `same`."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, two in linked:
        beside[one].append(two)
        beside[two].append(one)
    mine = known[known["article"].isin(beside.keys())]
    columns = mine[["article", "at", "sha256", "url"]].itertuples(index=False, name=None)
    # Known times first, then the bytes, never the name before these.
    order = {name: (np.isnan(at), np.nan_to_num(at), digest, url, name) for name, at, digest, url in columns}
    found: dict[str, str] = {}
    for name in sorted(beside, key=order.__getitem__):
        before = [found.get(one, one) for one in beside[name] if order[one] < order[name]]
        if before:
            found[name] = min(before, key=order.__getitem__)
    return found


def _chain(group: Iterable[str]) -> Iterator[tuple[str, str]]:
    """All pairs of a few names; of many, each with the first: a page that was saved a thousand times costs as many."""
    names = sorted(group)
    yield from combinations(names, 2) if len(names) <= 8 else ((names[0], other) for other in names[1:])


def runs(sentences: pd.DataFrame, known: pd.DataFrame, prints: pd.DataFrame | None = None) -> pd.DataFrame:
    """[article, run]: the kept runs of words of every article of a sure outlet, as numbers of 63 bits: a run of one
    house is another than the same run of another house. `prints`: the `fingerprint` of all stories, if it is known.
    """
    houses = known.loc[known["house"] != ""].set_index("article")["house"]
    if prints is None:
        prints = fingerprint(sentences[sentences["article"].isin(houses.index)])
    else:
        prints = prints[prints["article"].isin(houses.index)]
    number = {one: int.from_bytes(blake2b(one.encode(), digest_size=8).digest(), "big") for one in houses.unique()}
    told = np.array([number[houses[name]] for name in prints["article"].unique()], np.uint64)
    mixed = prints["hash"].to_numpy() ^ told[pd.factorize(prints["article"])[0]]
    return pd.DataFrame({"article": prints["article"], "run": (mixed >> np.uint64(1)).astype(np.int64)})


# The pairs that `runs` propose, to any engine: those that share enough of what few hold. Winnowing keeps a fifth of the
# runs, and a changed word moves some: half of what is asked for in the end.
SQL = """
WITH held AS (SELECT run FROM runs GROUP BY run HAVING count(*) > 1 AND count(*) <= {holders}),
few AS (SELECT r.article, r.run FROM runs r JOIN held h ON r.run = h.run),
sizes AS (SELECT article, count(*) AS size FROM runs GROUP BY article),
common AS (
  SELECT p.article AS a, q.article AS b, count(*) AS shared FROM few p JOIN few q ON p.run = q.run
  WHERE p.article < q.article GROUP BY p.article, q.article
)
SELECT c.a, c.b FROM common c JOIN sizes x ON c.a = x.article JOIN sizes y ON c.b = y.article
WHERE c.shared >= CAST({near} AS DOUBLE) * greatest(x.size, y.size) ORDER BY c.a, c.b
"""


def _shared(held: pd.DataFrame, options: Options) -> Iterator[tuple[str, str]]:
    """What `SQL` says, of these `runs`."""
    names, story = np.unique(held["article"].to_numpy(dtype=object), return_inverse=True)
    run = held["run"].to_numpy()
    _, place, holders = np.unique(run, return_inverse=True, return_counts=True)
    told = holders[place] <= options.holders
    sizes = np.bincount(story)
    common = shared(
        pa.table({"story": story[told].astype(np.uint32), "hash": run[told].astype(np.uint64)}),
        np.full(len(names), np.nan),
        options=candidates.Options(holders=options.holders, least=1),
    )
    one, two, count = (common[column].to_numpy() for column in ("a", "b", "shared"))
    near = count >= options.same / 2 * np.maximum(sizes[one], sizes[two])
    return zip(names[one[near]], names[two[near]], strict=True)


def _words(norms: Iterable[str]) -> list[str]:
    return [word for norm in norms for word in tokens(norm)]


def _story(row: dict[Any, Any], words: list[str]) -> _Story:
    known = isinstance(row["published"], pd.Timestamp) and not pd.isna(row["published"])
    at = row["published"].value / 1000 / _DAY if known else None
    return _Story(
        name=row["article"],
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
