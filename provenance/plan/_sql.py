"""The queries of the plan, in words that DuckDB and Spark both know; each says in which order its rows come."""

from __future__ import annotations

from provenance.align import FIRM
from provenance.frames import TABLES
from provenance.habits import MANY, SAME_STORY
from provenance.lore import PANEL
from provenance.pipeline import SWAPS, TURN

__all__ = [
    "ALIKE", "AROUND", "ASKED", "BARE", "BRIEF", "CROSSED", "DATED", "DESCENDED", "DISORDER", "DISTINCT",
    "EDGES", "HELD", "INCIDENT", "INSIDE", "LINES", "LINKED", "MEMBERS_OF_LOTS", "NAMED", "OUTLETS", "PANELS",
    "POSTINGS", "RANKS", "SHEETS", "SIZES", "STAMPED", "STEMS", "STORIES", "STRANGERS", "TAKEN", "TELLING", "VERSIONED",
    "exchange", "of_pairs", "order",
]  # fmt: skip

RANKS = """
SELECT g.lot AS part, g.article AS given,
  lpad(CAST(row_number() OVER (ORDER BY g.content, g.article) - 1 AS VARCHAR(20)), 9, '0') AS article
FROM given g ORDER BY part, article
"""
DISTINCT = "SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {column}"
HELD = """
SELECT l.* FROM lines l JOIN (SELECT key FROM lines GROUP BY key HAVING count(*) > 1) h ON l.key = h.key
ORDER BY l.article, l.begin
"""
SIZES = "SELECT house, count(*) AS size FROM sheets GROUP BY house ORDER BY house"
SHEETS = """
SELECT s.* FROM sheets s JOIN (SELECT DISTINCT article FROM lines) l ON s.article = l.article ORDER BY s.article
"""
# Stories are numbered by time, so that the earliest represents the others; see `candidates.shared`.
STORIES = """
WITH firsts AS (
  SELECT c.article, c.own, c.moment FROM cards c LEFT JOIN again g ON c.article = g.article WHERE g.article IS NULL
),
credited AS (
  SELECT c.house, count(*) AS times FROM clients c JOIN firsts f ON c.article = f.article WHERE c.house <> f.own
  GROUP BY c.house
)
SELECT CAST(row_number() OVER (ORDER BY f.moment NULLS LAST, f.article) - 1 AS BIGINT) AS story, f.article,
  {moment} AS moment, {bucket} AS bucket, CASE WHEN f.own = '' THEN 0 ELSE coalesce(c.times, 0) END AS standing
FROM firsts f LEFT JOIN credited c ON f.own = c.house ORDER BY story
"""
POSTINGS = "SELECT s.story, p.hash FROM prints p JOIN stories s ON p.article = s.article ORDER BY s.story, p.hash"
NAMED = """
SELECT CASE WHEN x.article < y.article THEN x.article ELSE y.article END AS a,
  CASE WHEN x.article < y.article THEN y.article ELSE x.article END AS b
FROM found f JOIN stories x ON f.a = x.story JOIN stories y ON f.b = y.story ORDER BY a, b
"""
MEMBERS_OF_LOTS = """
SELECT c.lot AS part, m.article FROM (SELECT DISTINCT article FROM members) m JOIN cards c ON m.article = c.article
ORDER BY part, m.article
"""
STEMS = "SELECT stem, CAST(sum(times) AS BIGINT) AS times FROM stems GROUP BY stem ORDER BY stem"
PANELS = f"""
WITH own AS (SELECT lot, article, own AS house FROM cards WHERE own <> ''),
style AS (SELECT o.* FROM own o LEFT JOIN again g ON o.article = g.article WHERE g.article IS NULL),
listed AS (
  SELECT lot, article, house, 'own' AS kind, row_number() OVER (PARTITION BY house ORDER BY article) AS n FROM own
  UNION ALL
  SELECT lot, article, house, 'style', row_number() OVER (PARTITION BY house ORDER BY article) FROM style
  UNION ALL
  SELECT lot, article, house, 'client', row_number() OVER (PARTITION BY house ORDER BY article) FROM clients
)
SELECT lot AS part, article, house, kind FROM listed WHERE n <= {PANEL} ORDER BY part, article, kind, house
"""
LINES = f"""
WITH r AS (
  SELECT *, row_number() OVER (PARTITION BY line, house ORDER BY article) AS n,
    count(*) OVER (PARTITION BY line, house) AS held
  FROM lines
)
SELECT line, house, article, alone FROM r WHERE n <= {MANY} AND (held > 1 OR alone) ORDER BY line, house, article
"""
DATED = f"""
WITH told AS (
  SELECT c.article, c.own, c.published FROM cards c LEFT JOIN again g ON c.article = g.article
  WHERE g.article IS NULL AND c.own <> '' AND c.published IS NOT NULL
)
SELECT v.a, v.b, v.of_a, v.of_b, x.own AS a_house, x.published AS a_published, y.own AS b_house,
  y.published AS b_published
FROM cover v JOIN told x ON v.a = x.article JOIN told y ON v.b = y.article
WHERE greatest(v.of_a, v.of_b) >= {SAME_STORY} ORDER BY v.a, v.b
"""
# Every pair that shares words, with what its clocks say, if they say anything: see `habits.orders`.
STAMPED = """
WITH told AS (
  SELECT c.article, c.own, c.published, c.clock FROM cards c LEFT JOIN again g ON c.article = g.article
  WHERE g.article IS NULL
)
SELECT p.part, v.a, v.b, v.of_a, v.of_b, x.own AS a_house, x.published AS a_published, x.clock AS a_clock,
  y.own AS b_house, y.published AS b_published, y.clock AS b_clock
FROM cover v JOIN pairs p ON v.a = p.a AND v.b = p.b JOIN told x ON v.a = x.article JOIN told y ON v.b = y.article
ORDER BY p.part, v.a, v.b
"""
# Of each block its articles (2), those that answer to them (1), and, for articles that answer, those that speak for a
# house (0).
AROUND = """
WITH told AS (SELECT a AS one, b AS two FROM cover UNION SELECT b, a FROM cover),
shelf AS (
  SELECT DISTINCT m.part, p.article FROM members m JOIN (SELECT DISTINCT one FROM told) t ON m.article = t.one
  JOIN clients c ON m.article = c.article JOIN panel p ON c.house = p.house WHERE p.kind <> 'style'
)
SELECT part, article, max(near) AS near FROM (
  SELECT part, article, 2 AS near FROM members
  UNION ALL SELECT m.part, t.two, 1 FROM members m JOIN told t ON m.article = t.one
  UNION ALL SELECT part, article, 0 FROM shelf
) GROUP BY part, article ORDER BY part, article
"""
INCIDENT = """
SELECT p.part, x.* FROM (
  SELECT m.part, t.a, t.b FROM members m JOIN cover t ON m.article = t.a
  UNION SELECT m.part, t.a, t.b FROM members m JOIN cover t ON m.article = t.b
) p JOIN {table} x ON p.a = x.a AND p.b = x.b ORDER BY p.part, {order}
"""
# The articles that their cards alone propose as versions: see `versions.paged`.
ALIKE = """
SELECT c.* FROM cards c LEFT JOIN (SELECT page FROM cards WHERE page <> '' GROUP BY page HAVING count(*) > 1) p
  ON c.page = p.page LEFT JOIN (
    SELECT house, sha256 FROM cards WHERE house <> '' GROUP BY house, sha256 HAVING count(*) > 1
  ) d ON c.house = d.house AND c.sha256 = d.sha256
WHERE p.page IS NOT NULL OR d.house IS NOT NULL ORDER BY c.article
"""
LINKED = """
SELECT c.* FROM cards c JOIN (SELECT a AS article FROM linked UNION SELECT b FROM linked) l ON c.article = l.article
ORDER BY c.article
"""
# The articles that nothing shows to be news, and that are no later version.
BARE = """
SELECT t.* FROM articles t JOIN cards c ON t.article = c.article LEFT JOIN again g ON t.article = g.article
WHERE c.bare AND g.article IS NULL ORDER BY t.article
"""
# What stands between articles of one pack, and what does not. Not "x.part = y.part": a planner would join packs with
# themselves by it, which is every article of a pack with every other.
INSIDE = """
SELECT x.part, t.* FROM {table} t JOIN packed x ON t.a = x.article JOIN packed y ON t.b = y.article
WHERE x.part - y.part = 0 ORDER BY x.part, {order}
"""
# For each sentence that articles of other packs answer: how probable it is that the likeliest of them gave it, or has
# it from the same third; see `infer.descend`.
STRANGERS = f"""
WITH told AS (
  SELECT x.part AS a_part, y.part AS b_part, t.a, t.a_n, t.b, t.b_n, v.p_a_to_b, v.p_b_to_a, v.p_common
  FROM matches t JOIN verdicts v ON t.a = v.a AND t.b = v.b
  JOIN packed x ON t.a = x.article JOIN packed y ON t.b = y.article
  WHERE t.score >= {FIRM} AND x.part <> y.part
)
SELECT part, article, n, max(p) AS p FROM (
  SELECT a_part AS part, a AS article, a_n AS n, p_b_to_a + p_common AS p FROM told
  UNION ALL SELECT b_part, b, b_n, p_a_to_b + p_common FROM told
) GROUP BY part, article, n ORDER BY part, article, n
"""
CROSSED = """
SELECT t.* FROM {table} t LEFT JOIN packed x ON t.a = x.article LEFT JOIN packed y ON t.b = y.article
WHERE x.part IS NULL OR y.part IS NULL OR x.part <> y.part ORDER BY {order}
"""


def exchange(by: str, order: str, where: str = "") -> str:
    """The rows of `held` for each part of `members` that has their article."""
    return f"SELECT m.part, t.* FROM members m JOIN held t ON t.{by} = m.article {where} ORDER BY m.part, {order}"


def order(table: str) -> str:
    """In which order the rows of a table of the contract stand, for rows called `t`."""
    spec = TABLES[table]
    by = spec.key or sorted(spec.columns, key=lambda c: c.endswith(("_start", "_end")))
    return ", ".join(f"t.{column} NULLS LAST" for column in by)


def of_pairs(table: str) -> str:
    """A table of pairs under the names that were given, every pair with a < b again (`pipeline.SWAPS`)."""
    other = {one: two for swap in SWAPS for one, two in (swap, swap[::-1])}
    turned = " ".join(f"WHEN '{one}' THEN '{two}'" for one, two in TURN.items())
    columns = []
    for column in TABLES[table].columns:
        here = {"a": "x.given", "b": "y.given"}.get(column, f"t.{column}")
        there = {"a": "y.given", "b": "x.given"}.get(column, f"t.{other.get(column, column)}")
        if column in ("says", "kind"):
            there = f"CASE t.{column} {turned} ELSE t.{column} END"
        columns.append(f"CASE WHEN x.given < y.given THEN {here} ELSE {there} END AS {column}")
    return f"""
SELECT * FROM (
  SELECT {", ".join(columns)} FROM {table} t JOIN ranks x ON t.a = x.article JOIN ranks y ON t.b = y.article
) t ORDER BY {order(table)}
"""


# The batches whose names do not all come after those of the batches before.
DISORDER = """
SELECT part FROM (
  SELECT part, min(given) AS first,
    max(max(given)) OVER (ORDER BY part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM ranks GROUP BY part
) WHERE before >= first ORDER BY part
"""
VERSIONED = """
SELECT g.part, g.article, r.given AS version_of FROM again g JOIN ranks r ON g.version_of = r.article
ORDER BY g.part, g.article
"""
# DESCENT of the articles of all packs, batch by batch of articles.
DESCENDED = """
SELECT r.part, r.given AS child, t.n, coalesce(c.name, q.given, t.parent) AS parent, t.parent_n, t.p
FROM descent t JOIN ranks r ON t.child = r.article LEFT JOIN ranks q ON t.parent = q.article
LEFT JOIN called c ON t.pack = c.pack AND t.parent = c.node ORDER BY r.part, child, t.n
"""
EDGES = f"""
SELECT * FROM (
  SELECT coalesce(c.name, q.given) AS parent, r.given AS child, t.share, t.p, t.kind, t."primary",
    coalesce(u.given, t.runner_up) AS runner_up, t.runner_up_p
  FROM edges t JOIN ranks r ON t.child = r.article LEFT JOIN ranks q ON t.parent = q.article
  LEFT JOIN called c ON t.pack = c.pack AND t.parent = c.node LEFT JOIN ranks u ON t.runner_up = u.article
) t ORDER BY {order("edges")}
"""
# Batches of articles as they are audited: with those that they took from, and those that they are versions of.
TAKEN = """
SELECT part, article, max(mine) AS mine FROM (
  SELECT part, given AS article, 1 AS mine FROM ranks
  UNION ALL SELECT r.part, e.parent, 0 FROM edges e JOIN ranks r ON e.child = r.given WHERE e.kind = 'observed'
  UNION ALL SELECT r.part, a.version_of, 0 FROM articles a JOIN ranks r ON a.article = r.given
  WHERE a.version_of IS NOT NULL
) GROUP BY part, article ORDER BY part, article
"""
_BRIEF = ", ".join(f"t.{c}" for c in TABLES["articles"].columns if c not in ("text", "sha256", "main", "path"))
BRIEF = f"SELECT {_BRIEF} FROM articles t ORDER BY t.article"
OUTLETS = "SELECT t.article, t.outlet FROM articles t ORDER BY t.article"
# What may be said of claims rests on the pairs of the articles that they name, and on the evidence of those of them
# that are not most probably unrelated.
ASKED = f"""
SELECT t.* FROM verdicts t LEFT JOIN asked x ON t.a = x.article LEFT JOIN asked y ON t.b = y.article
WHERE x.article IS NOT NULL OR y.article IS NOT NULL ORDER BY {order("verdicts")}
"""
TELLING = f"""
SELECT t.* FROM evidence t JOIN asked v ON t.a = v.a AND t.b = v.b
WHERE v.p_none < greatest(v.p_a_to_b, v.p_b_to_a, v.p_common) ORDER BY {order("evidence")}
"""
