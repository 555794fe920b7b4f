"""The steps that read articles a batch at a time: identify, mark, teach, tell; and what is learned between them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from provenance import boilerplate, infer, masthead, versions
from provenance.boilerplate import Lesson, Pages, Row, Sheet
from provenance.fingerprint import fingerprint
from provenance.frames import TABLES
from provenance.lore import credited, line_number
from provenance.masthead import house_key
from provenance.plan._tables import Tables, arrow, frame, plain
from provenance.text import split

__all__ = ["again", "called", "identify", "lessons", "proposals", "same", "teach", "tell"]

_DAY = 86_400_000_000  # microseconds
_LINES = pa.schema(
    [("article", pa.string()), ("key", pa.int64())]
    + [(name, pa.int64()) for name in ("begin", "finish", "above", "below", "size")]
    + [("reads", pa.bool_()), ("stops", pa.bool_())]
)
_SHEETS = pa.schema([(n, pa.string()) for n in ("article", "house", "outlet", "content")] + [("told", pa.int64())])


def identify(tables: Tables, _: Any, options: boilerplate.Options) -> Tables:
    """Names by rank, ARTICLES, credits that a text gives by itself, MARKS of each page alone, and its lines."""
    given, ranks = tables["given"].to_pandas(), plain(tables["ranks"])
    lot = int(given["lot"].iloc[0])
    names = dict(zip(ranks["given"], ranks["article"], strict=True))
    known = given.drop(columns=["lot", "content"])
    articles, found = masthead.parted(known.assign(article=known["article"].map(names)))
    rows = [(name, *one) for name, held in sorted(found.items()) for one in held]
    credits_ = pd.DataFrame(rows, columns=["article", *masthead.Credit._fields])
    credits_ = credits_.astype({c: "int64" if c in ("start", "end") else "str" for c in credits_})
    pages = Pages(articles, options)
    made = {"articles": arrow(articles.assign(lot=lot)), "found": arrow(credits_), "marks": arrow(pages.marks())}
    return {**made, **_sheets(pages, lot)}


def _sheets(pages: Pages, lot: int) -> Tables:
    sheets = pages.sheets() if pages.teachable else []
    named = list(zip(pages.names, sheets, strict=False))
    lines = [
        (name, line_number(str(row.key)), *row[1:])
        for name, one in named
        for row in one.rows
    ]  # fmt: skip
    held = [(name, *one[:4]) for name, one in named if one.house]
    return {"sheets": _table(held, _SHEETS).append_column("lot", pa.array([lot] * len(held), pa.int64())),
            "lines": _table(lines, _LINES)}  # fmt: skip


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)], schema=schema)


def lessons(tables: Tables, _: Any) -> Tables:
    """What the lines that several sheets hold teach: [part, article, begin, finish, label, reason]."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for name, *row in zip(*(tables["lines"][c].to_pylist() for c in _LINES.names), strict=True):
        rows[name].append(Row(*row))
    columns = ("article", "lot", *_SHEETS.names[1:])
    listed = [row for row in zip(*(tables["sheets"][c].to_pylist() for c in columns), strict=True) if row[0] in rows]
    sheets = [Sheet(house, outlet, content, told, rows[name]) for name, _, house, outlet, content, told in listed]
    size = dict(zip(tables["sizes"]["house"].to_pylist(), tables["sizes"]["size"].to_pylist(), strict=True))
    found = boilerplate.learn(sheets, size)
    made = sorted((listed[at][1], listed[at][0], *one) for at, learned in found.items() for one in learned)
    schema = [("part", pa.int64()), ("article", pa.string()), ("begin", pa.int64()), ("finish", pa.int64())]
    return {"lessons": _table(made, pa.schema([*schema, ("label", pa.string()), ("reason", pa.string())]))}


def teach(tables: Tables, _: Any, options: boilerplate.Options) -> Tables:
    """MARKS, sheets and lines once what was learned of these articles is marked."""
    taught: dict[str, list[Lesson]] = defaultdict(list)
    for name, *one in plain(tables["lessons"]).itertuples(index=False, name=None):
        taught[name].append(Lesson(*one))
    if not taught:
        return {name: tables[name] for name in ("marks", "sheets", "lines")}
    articles, marks = frame("articles", tables["articles"]), frame("marks", tables["marks"])
    lot = tables["articles"]["lot"][0].as_py()
    mine = articles[articles["article"].isin(taught.keys())]
    pages = Pages(mine, options, known=marks[marks["article"].isin(taught.keys())])
    for at, name in enumerate(pages.names):
        pages.teach(at, taught[name])
    rest = marks[~marks["article"].isin(taught.keys())]
    both = pd.concat([rest, pages.marks()]).sort_values(["article", "start", "rule"], ignore_index=True)
    kept = {
        name: tables[name].filter(
            pa.array([one not in taught for one in tables[name]["article"].to_pylist()], pa.bool_())
        )
        for name in ("sheets", "lines")
    }
    new = _sheets(pages, lot)
    return {"marks": arrow(both)} | {name: pa.concat_tables([kept[name], new[name]]) for name in kept}


def tell(tables: Tables, told: Tables, _: Any) -> Tables:
    """CREDITS and SENTENCES; what `versions`, `candidates` and `lore` ask of every article; its runs of words."""
    articles, marks = frame("articles", tables["articles"]), frame("marks", tables["marks"])
    lot = tables["articles"]["lot"][0].as_py()
    found: dict[str, list[masthead.Credit]] = defaultdict(list)
    for name, start, end, agency, *rest in zip(
        *(tables["found"][c].to_pylist() for c in tables["found"].column_names), strict=True
    ):
        found[name].append(masthead.Credit(start, end, agency, *rest))
    credits_ = masthead.credit(articles, found, told["outlets"]["outlet"].to_pylist())
    sentences = split(articles, marks)
    cards = versions.cards(articles)
    prints = fingerprint(sentences)
    runs = versions.runs(sentences, cards, prints)
    outlets = articles["outlet"].astype(object).where(articles["outlet"].notna(), "")
    known = articles["published"].notna()
    cards = cards.assign(
        lot=lot, lang=articles["lang"], published=articles["published"], clock=articles["published_precision"],
        own=pd.Series([house_key(one) if one else "" for one in outlets], dtype="str", index=cards.index),
        moment=(pd.to_datetime(articles["published"], utc=True).astype("int64") / _DAY).where(known),
        bare=_bare(articles, marks, credits_),
    )  # fmt: skip
    origins = credits_[(credits_["role"] == "origin") & credits_["agency"].notna()]
    houses = sorted(
        {
            (name, house)
            for name, agency in zip(origins["article"], origins["agency"], strict=True)
            for house in credited([agency])
        }
    )
    clients = pd.DataFrame(houses, columns=["article", "house"], dtype="str").assign(lot=lot)
    hashes = prints.assign(hash=prints["hash"].to_numpy().view(np.int64))
    return {
        "credits": arrow(credits_), "sentences": arrow(sentences), "cards": arrow(cards), "clients": arrow(clients),
        "prints": arrow(hashes), "runs": arrow(runs),
    }  # fmt: skip


def _bare(articles: pd.DataFrame, marks: pd.DataFrame, credits_: pd.DataFrame) -> pd.Series:
    """Which articles nothing shows to be news (see `infer.news`)."""
    shown = infer.news(articles, marks, credits_)
    return ~articles["article"].isin(shown)


def proposals(tables: Tables, _: Any) -> Tables:
    """[part, a, b] and [part, article]: the pairs that may be versions, in blocks."""
    shared = set(zip(tables["shared"]["a"].to_pylist(), tables["shared"]["b"].to_pylist(), strict=True))
    return blocks(sorted(shared | versions.paged(plain(tables["cards"]))))


def same(tables: Tables, _: Any, options: versions.Options) -> Tables:
    """[a, b]: those of the pairs that are one article."""
    pairs = list(zip(tables["pairs"]["a"].to_pylist(), tables["pairs"]["b"].to_pylist(), strict=True))
    found = versions.same(
        frame("articles", tables["articles"]), frame("sentences", tables["sentences"]), pairs, options=options
    )
    return {"linked": _pairs(found)}


def again(tables: Tables, _: Any) -> Tables:
    """[part, article, version_of]: every version and its first article, by batch and all at once."""
    cards = plain(tables["cards"])
    linked = zip(tables["linked"]["a"].to_pylist(), tables["linked"]["b"].to_pylist(), strict=True)
    first = versions.firsts(cards, linked)
    lots = dict(zip(cards["article"], cards["lot"], strict=True)) if first else {}
    rows = sorted((int(lots[name]), name, one) for name, one in first.items())
    made = _table(rows, pa.schema([("part", pa.int64()), ("article", pa.string()), ("version_of", pa.string())]))
    return {"again": made, "first": made.drop_columns("part").sort_by("article")}


def called(tables: Tables, _told: Any, _: Any) -> Tables:
    """ARTICLES, MARKS, CREDITS, SENTENCES and DESCENT of a batch under the names that were given."""
    given, first = (tables[name].combine_chunks() for name in ("ranks", "versioned"))
    made = {}
    for name in ("articles", "marks", "credits", "sentences"):
        rows, spec = tables[name].combine_chunks(), TABLES[name]
        if name == "articles":
            again = pc.index_in(rows["article"], value_set=first["article"])
            rows = rows.drop_columns("version_of").append_column("version_of", first["version_of"].take(again))
        at = pc.index_in(rows["article"], value_set=given["article"])
        rows = rows.drop_columns("article").append_column("article", given["given"].take(at))
        made[name] = rows.select(list(spec.columns)).sort_by([(column, "ascending") for column in spec.key])
    return made | {"descent": _descent(made["sentences"], tables["descended"])}


def _descent(sentences: pa.Table, known: pa.Table) -> pa.Table:
    """DESCENT of every sentence: an article that is in no pack has its words from nobody (see `infer.descend`)."""
    alone = sentences.filter(pc.invert(pc.is_in(sentences["article"], value_set=known["child"].combine_chunks())))
    many = len(alone)
    own = pa.table(
        [alone["article"], alone["n"], pa.repeat("", many), pa.nulls(many, pa.int64()), pa.repeat(infer.OWN, many)],
        names=list(TABLES["descent"].columns),
    )
    return pa.concat_tables([known.select(own.column_names), own.cast(known.select(own.column_names).schema)]).sort_by(
        [(column, "ascending") for column in TABLES["descent"].key]
    )


def _pairs(found: list[tuple[str, str]]) -> pa.Table:
    return _table(found, pa.schema([("a", pa.string()), ("b", pa.string())]))


# Pairs of a block that are aligned and weighed together: their articles, some thousand, are 10 MB of text and 200 MB at
# work. 500 to 8,000 were tried on 10,000 articles: time differs by a tenth.
BLOCK = 2_000


def blocks(pairs: list[tuple[str, str]], size: int = BLOCK) -> Tables:
    """[part, a, b]: the pairs in blocks, kin beside kin; [part, article]: the articles of each block."""
    place = _walk(pairs)
    ordered = sorted(pairs, key=lambda pair: (min(place[pair[0]], place[pair[1]]), pair))
    cut = [(at // size, *pair) for at, pair in enumerate(ordered)]
    members = sorted({(part, name) for part, *pair in cut for name in pair})
    schema = pa.schema([("part", pa.int64()), ("a", pa.string()), ("b", pa.string())])
    return {
        "pairs": _table(sorted(cut), schema),
        "members": _table(members, pa.schema([schema[0], ("article", pa.string())])),
    }


def _walk(pairs: list[tuple[str, str]]) -> dict[str, int]:
    """The articles in the order of a walk from each to those beside it, breadth first."""
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        beside[a].append(b)
        beside[b].append(a)
    place: dict[str, int] = {}
    for start in sorted(beside):
        if start not in place:
            place[start] = len(place)
            queue = [start]
            for name in queue:
                for other in beside[name]:
                    if other not in place:
                        place[other] = len(place)
                        queue.append(other)
    return place
