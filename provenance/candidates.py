"""Which pairs of articles are worth aligning: all of a handful, those that share runs of words of many.

Start at `candidates` (tables in, names out) or `shared` (postings in, pairs out). Few postings are joined in plain
Python, many by SQL in DuckDB, which spills to disk when told where; `SQL` says the same to any other engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from provenance.fingerprint import Options as FingerprintOptions
from provenance.fingerprint import fingerprint
from provenance.masthead import house_key
from provenance.sql import connected

__all__ = ["SQL", "Options", "candidates", "every", "moments", "query", "shared"]


@dataclass(frozen=True)
class Options:
    """How candidates are found.

    `everybody`: up to this many articles every pair is a candidate, so that even a retelling without a shared run
    of words is compared, and so that "nothing in common" is a verdict with its reason. 40 articles are 780 pairs,
    under a second; tried 10-100.
    `holders`: a run of words that more articles hold than this links each of them to two representatives only, the
    earliest and the likeliest source (`standing`, then the fullest): a story reprinted 2,000 times costs 2,000 to
    4,000 links, not 2,000,000. Among 300 clocks the earliest is a wrong one: with it alone .02 of the prints of a
    wire were compared with the wire (D39).
    `least`, `part`: a pair needs so many kept runs in common, or this part of what the shorter story has. On 2,000
    articles of lk_news2022, 1 run makes 6,400 pairs of which 5,000 have nothing in common; 2 and .1 make 1,900 and
    lose 37 of 554 related pairs and 149 of 858 undecided ones; the seven read are reports in one form (weather, power
    cuts, the market) or two reports on one event. No other corpus was tried.
    `days`: how far apart in time two articles may be, more than 0; None, the default, asks no time, and an article of
    unknown time is near to every other.
    `joined`: postings from which SQL joins them. 271,000 take .40 s with DuckDB, its loading included, and .55 s
    without; 955,000 take .97 and 1.76 s. Where the two cross below was not measured.
    """

    everybody: int = 40
    holders: int = 50
    least: int = 2
    part: float = 0.1
    days: float | None = None
    joined: int = 200_000
    fingerprint: FingerprintOptions = FingerprintOptions()


_DAY = 86_400_000_000  # microseconds
_PAIRS = pa.schema([("a", pa.uint32()), ("b", pa.uint32()), ("shared", pa.int64())])
# A bucket of its own for the stories of unknown time, behind all others.
_TIMELESS = 1 << 40

# The join, in words that every engine knows, on the tables `postings` [story, hash] and `stories` [story, moment,
# bucket, standing]. `few`: the runs that some stories hold; `many`: those held everywhere, by which the stories of one
# bucket of time are linked to the first of them and to the likeliest source among them, one bucket's last to the next
# one's first, and the timeless to all firsts.
SQL = """
WITH held AS (SELECT hash, count(*) AS holders FROM postings GROUP BY hash HAVING count(*) > 1),
few AS (SELECT p.hash, p.story FROM postings p JOIN held h ON p.hash = h.hash WHERE h.holders <= {holders}),
many AS (
  SELECT p.hash, p.story, s.bucket FROM postings p JOIN held h ON p.hash = h.hash JOIN stories s ON p.story = s.story
  WHERE h.holders > {holders}
),
held_by AS (SELECT story, count(*) AS runs FROM many GROUP BY story),
likely AS (
  SELECT f.story, row_number() OVER (ORDER BY s.standing DESC, f.runs DESC, f.story) AS place
  FROM held_by f JOIN stories s ON f.story = s.story
),
ends AS (
  SELECT m.hash, m.bucket, min(m.story) AS head, max(m.story) AS tail, min(l.place) AS place
  FROM many m JOIN likely l ON m.story = l.story GROUP BY m.hash, m.bucket
),
buckets AS (SELECT f.hash, f.bucket, f.head, f.tail, l.story AS source FROM ends f JOIN likely l ON f.place = l.place),
steps AS (
  SELECT head, bucket, lag(tail) OVER (PARTITION BY hash ORDER BY bucket) AS former,
    max(CASE WHEN bucket = {timeless} THEN head END) OVER (PARTITION BY hash) AS timeless
  FROM buckets
),
links AS (
  SELECT p.story AS a, q.story AS b FROM few p JOIN few q ON p.hash = q.hash WHERE p.story < q.story
  UNION ALL SELECT b.head, m.story FROM many m JOIN buckets b ON m.hash = b.hash AND m.bucket = b.bucket
  WHERE b.head < m.story
  UNION ALL SELECT least(b.source, m.story), greatest(b.source, m.story)
  FROM many m JOIN buckets b ON m.hash = b.hash AND m.bucket = b.bucket
  WHERE b.source <> b.head AND m.story <> b.head AND m.story <> b.source
  UNION ALL SELECT former, head FROM steps WHERE former IS NOT NULL AND bucket < {timeless}
  UNION ALL SELECT head, timeless FROM steps WHERE timeless IS NOT NULL AND bucket < {timeless}
),
pairs AS (SELECT a, b, count(*) AS shared FROM links GROUP BY a, b),
sizes AS (SELECT story, count(*) AS size FROM postings GROUP BY story)
SELECT p.a, p.b, p.shared FROM pairs p
JOIN sizes x ON p.a = x.story JOIN sizes y ON p.b = y.story
JOIN stories s ON p.a = s.story JOIN stories t ON p.b = t.story
WHERE (p.shared >= {least} OR p.shared >= CAST({part} AS DOUBLE) * least(x.size, y.size))
  AND (s.moment IS NULL OR t.moment IS NULL OR t.moment - s.moment <= CAST({days} AS DOUBLE))
ORDER BY p.a, p.b
"""


def candidates(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    credits: pd.DataFrame | None = None,
    prints: pd.DataFrame | None = None,
    *,
    options: Options = Options(),
) -> list[tuple[str, str]]:
    """The pairs (a, b), a < b, that may share text, sorted; takes ARTICLES, SENTENCES and, if there are any, CREDITS.

    `prints`: the `fingerprint` of these and perhaps other stories, if it is known.

    A story that is held everywhere is represented by its earliest (where no times are known, by the first name), and by
    the article whose house most articles credit, or by the fullest if none is credited. Of ARTICLES, outlet and
    published are used if given.
    """
    known = articles["published"] if "published" in articles else pd.Series(pd.NaT, index=articles.index)
    moments = pd.to_datetime(known, utc=True).astype("int64").where(known.notna()) / _DAY
    if len(articles) <= options.everybody:
        return every(dict(zip(articles["article"].tolist(), moments.tolist(), strict=True)), options=options)
    listed = pd.DataFrame({"article": articles["article"], "moment": moments}).sort_values(["moment", "article"])
    credited = _standing(articles, credits)
    place = pd.Series(np.arange(len(listed)), index=listed["article"])
    if prints is None:
        prints = fingerprint(sentences, options=options.fingerprint)
    else:
        prints = prints[prints["article"].isin(place.index)]
    made = pa.table({"story": prints["article"].map(place).to_numpy(np.uint32), "hash": prints["hash"].to_numpy()})
    standing = listed["article"].map(credited).to_numpy(np.int64)
    found = shared(made, listed["moment"].to_numpy(), standing, options=options)
    order = listed["article"].to_list()
    pairs = ((order[a], order[b]) for a, b in zip(found["a"].to_pylist(), found["b"].to_pylist(), strict=True))
    return sorted((min(pair), max(pair)) for pair in pairs)


def every(moments: Mapping[str, float], *, options: Options = Options()) -> list[tuple[str, str]]:
    """All pairs (a, b), a < b, of a few articles, sorted, but those further apart in time than `options` allows.

    `moments` has the time of each in days, NaN where it is unknown.
    """
    far = inf if options.days is None else options.days
    return [(a, b) for a, b in combinations(sorted(moments), 2) if not abs(moments[a] - moments[b]) > far]


def _standing(articles: pd.DataFrame, credits: pd.DataFrame | None) -> pd.Series:
    """By how many of the articles, not its own, each article's house is credited as the origin."""
    named = articles["outlet"] if "outlet" in articles else pd.Series(None, index=articles.index, dtype=object)
    own = dict(zip(articles["article"], [house_key(one) if pd.notna(one) else "" for one in named], strict=True))
    if credits is None:
        return pd.Series(0, index=list(own))
    origins = credits[(credits["role"] == "origin") & credits["agency"].notna() & credits["article"].isin(own)]
    told = {(name, house_key(agency)) for name, agency in zip(origins["article"], origins["agency"], strict=True)}
    times = Counter(house for name, house in told if house != own[name])
    return pd.Series({name: times[house] if house else 0 for name, house in own.items()}, dtype="int64")


def shared(
    postings: Any,
    moments: np.ndarray,
    standing: np.ndarray | None = None,
    *,
    options: Options = Options(),
    memory: str = "",
    spill: str = "",
) -> pa.Table:
    """[a, b, shared]: the pairs of stories, a < b, and how many kept runs proposed each; sorted.

    `postings` has columns story (a number) and hash, each row once: an Arrow table, or whatever else DuckDB scans (a
    dataset of Parquet files is never held). `moments` has the time of every story in days, NaN where unknown; stories
    are numbered by time, so that the earliest represents the others; so does the one of the highest `standing` (by how
    many its house is credited; none if not given). `memory` ("4GB") bounds what DuckDB holds, and what is more goes to
    the folder `spill`. Cost: sorting the postings, plus the pairs.
    """
    stories = _stories(moments, options).assign(standing=np.int64(0) if standing is None else standing)
    if isinstance(postings, pa.Table) and len(postings) < options.joined:
        return _plain(postings, stories, options)
    return _sql(postings, stories, options, memory, spill)


def query(options: Options) -> str:
    """`SQL` with these options."""
    return SQL.format(
        holders=options.holders, least=options.least, part=options.part, days=options.days or 0, timeless=_TIMELESS
    )


def moments(options: Options) -> tuple[str, str]:
    """How the columns moment and bucket of the table `stories` are made of a time in days, in SQL; see `_stories`."""
    if options.days is None:
        return "CAST(NULL AS DOUBLE)", "CAST(0 AS BIGINT)"
    bucket = f"CAST(floor(f.moment / CAST({options.days} AS DOUBLE)) AS BIGINT)"
    return "f.moment", f"CASE WHEN f.moment IS NULL THEN CAST({_TIMELESS} AS BIGINT) ELSE {bucket} END"


def _stories(moment: np.ndarray, options: Options) -> pd.DataFrame:
    """[story, moment, bucket]; without a window all stories are in one bucket of no time."""
    number = np.arange(len(moment), dtype=np.int64)
    if options.days is None:
        return pd.DataFrame({"story": number, "moment": np.nan, "bucket": 0})
    bucket = np.where(np.isnan(moment), _TIMELESS, np.floor(np.nan_to_num(moment) / options.days)).astype(np.int64)
    return pd.DataFrame({"story": number, "moment": moment, "bucket": bucket})


def _sql(postings: Any, stories: pd.DataFrame, options: Options, memory: str, spill: str) -> pa.Table:
    asked = query(options)
    config = {"preserve_insertion_order": False, "temp_directory": spill}
    if memory:
        config["memory_limit"] = memory
    with connected(**config) as base:
        base.register("postings", postings)
        base.register("stories", pa.Table.from_pandas(stories, preserve_index=False))
        found = base.sql(asked).to_arrow_table()
    return found.cast(_PAIRS)


def _plain(postings: pa.Table, stories: pd.DataFrame, options: Options) -> pa.Table:
    story, run = postings["story"].to_numpy(), postings["hash"].to_numpy()
    order = np.lexsort((story, run))
    story, run = story[order], run[order]
    bounds = np.append(np.flatnonzero(np.append(True, run[1:] != run[:-1])), len(run)) if len(run) else np.array([0])
    held = np.flatnonzero(np.diff(bounds) > 1)  # most runs stand in one story alone
    groups = [story[start:end] for start, end in zip(bounds[held].tolist(), bounds[held + 1].tolist(), strict=True)]
    bucket = stories["bucket"].to_numpy()
    everywhere = [group for group in groups if len(group) > options.holders]
    runs = np.bincount(np.concatenate([*everywhere, story[:0]]), minlength=len(stories))
    likely = np.lexsort((-runs, -stories["standing"].to_numpy())).argsort()
    proposed: Counter[tuple[int, int]] = Counter()
    for group in groups:
        few = len(group) <= options.holders
        proposed.update(combinations(group.tolist(), 2) if few else _through_two(group.tolist(), bucket, likely))
    sizes = np.bincount(story, minlength=len(stories))
    pairs = [(a, b, n) for (a, b), n in sorted(proposed.items())]
    a, b, n = (np.array([pair[i] for pair in pairs], dtype=np.int64) for i in range(3))
    moment = stories["moment"].to_numpy()
    apart = moment[b] - moment[a]
    wanted = (n >= options.least) | (n >= options.part * np.minimum(sizes[a], sizes[b]))
    wanted &= np.isnan(apart) | (apart <= (options.days or 0))
    return pa.table([a[wanted], b[wanted], n[wanted]], schema=_PAIRS)


def _through_two(group: list[int], bucket: np.ndarray, likely: np.ndarray) -> Iterator[tuple[int, int]]:
    """The links of a run that is held everywhere: two for each holder, and one or two more a bucket of time."""
    buckets: dict[int, list[int]] = {}
    for story in group:
        buckets.setdefault(int(bucket[story]), []).append(story)
    timeless = buckets.get(_TIMELESS, [])
    dated = [members for at, members in sorted(buckets.items()) if at != _TIMELESS]
    for members in (*dated, timeless):
        source = min(members, key=likely.__getitem__, default=-1)
        yield from ((members[0], other) for other in members[1:])
        if members and source != members[0]:
            yield from ((min(source, other), max(source, other)) for other in members[1:] if other != source)
    yield from ((one[-1], two[0]) for one, two in pairwise(dated))
    yield from ((members[0], timeless[0]) for members in dated if timeless)
