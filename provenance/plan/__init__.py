"""The whole job cut into steps over parts: for whoever carries out steps (`engine.Work`), here or on a cluster.

Start at `carry_out`. Every step calls what `pipeline.trace` calls, on a part, and what one corpus held as a whole would
have told is learned from the parts between; so the rows are those of `pipeline.trace`. A step maps the parts of tables
(by batch of articles: `_articles`; by block of pairs: `_pairs`; by pack of kin: `_lineage`), reduces small tables at
once, or is a query (`_sql`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import pandas as pd
import pyarrow as pa

from provenance import boilerplate, candidates, infer, versions
from provenance.align import LEARN_FROM
from provenance.pipeline import Options, contents
from provenance.plan import _articles, _lineage, _pairs, _sql
from provenance.plan._sql import exchange
from provenance.plan._tables import arrow, frame

__all__ = ["Work", "carry_out", "frame", "given"]

T = TypeVar("T")
Step = Callable[..., Mapping[str, pa.Table]]

# Milliseconds of one processor that the steps which take long cost an article and a pair, measured on 100,000 made-up
# articles of 400 words (`tests/bench/scale.py --steps`); pairs of an article before they are known (1.3 there, 2.7 in
# lk_news2022, 7 in the archive mixture). Only what is left is told by them.
_AN_ARTICLE = {"masthead": 0.5, "sentences": 0.9, "words": 0.2, "lore": 0.5, "audit": 0.1}
_A_PAIR = {"align": 0.5, "evidence": 1.3, "lineage": 0.3}
_PAIRS_OF_ONE = 3


class Work(Protocol[T]):
    """Who carries out steps; T is a table as it keeps it. See `engine.Work`."""

    def pour(self, name: str, batches: Callable[[], Iterator[pa.Table]]) -> T:
        """A table that comes from outside, a part a batch."""
        ...

    def map(
        self, name: str, function: Step, makes: Sequence[str], *, cut: Mapping[str, T],
        whole: Mapping[str, T] | None = None, once: Callable[[Mapping[str, pa.Table]], Any] | None = None,
        options: Any = None,
    ) -> list[T]:  # fmt: skip
        """The tables that a function makes of each part."""
        ...

    def reduce(
        self, name: str, function: Step, makes: Sequence[str], tables: Mapping[str, T], options: Any = None
    ) -> list[T]:
        """The tables that a function makes of whole tables."""
        ...

    def sql(self, name: str, query: str, tables: Mapping[str, T]) -> T:
        """The answer to a query."""
        ...

    def expect(self, costs: Mapping[str, float]) -> None:
        """What steps are going to cost, in milliseconds."""
        ...

    def count(self, table: T) -> int:
        """How many rows a table has."""
        ...


def given(articles: pd.DataFrame, lot: int) -> pa.Table:
    """A batch of articles as the plan takes it: with a digest of what each says, and the batch's number."""
    return arrow(articles.assign(content=pd.array(contents(articles), dtype="str"), lot=lot))


def carry_out(work: Work[T], batches: Callable[[], Iterator[pa.Table]], options: Options) -> dict[str, T]:
    """The final tables by name, each in the order of its key. `batches` gives what `given` makes of each."""
    poured = work.pour("given", batches)
    articles = work.count(poured)
    work.expect({name: cost * articles for name, cost in _AN_ARTICLE.items()})
    work.expect({name: cost * articles * _PAIRS_OF_ONE for name, cost in _A_PAIR.items()})
    ranks = work.sql("ranks", _sql.RANKS, {"given": poured})
    held = _read(work, poured, ranks, options)
    held |= _versions(work, held, options)
    found = _candidates(work, held, options)
    work.expect({name: cost * work.count(found) for name, cost in _A_PAIR.items()})
    blocks, members = work.reduce("paired", _pairs.paired, ("pairs", "members"), {"pairs": found})
    held |= {"pairs": blocks, "members": members, "ranks": ranks}
    held |= _aligned(work, held, options)
    held |= _weighed(work, held, options)
    held |= _judged(work, held, options)
    return _finished(work, held, options)


def _read(work: Work[T], poured: T, ranks: T, options: Options) -> dict[str, T]:
    articles, found, marks, sheets, lines = work.map(
        "masthead", _articles.identify, ("articles", "found", "marks", "sheets", "lines"),
        cut={"given": poured, "ranks": ranks}, options=options.boilerplate,
    )  # fmt: skip
    for lesson in range(boilerplate.LESSONS):
        held = work.sql(f"held_{lesson}", _sql.HELD, {"lines": lines})
        some = work.sql(f"sheets_{lesson}", _sql.SHEETS, {"sheets": sheets, "lines": held})
        sizes = work.sql(f"sizes_{lesson}", _sql.SIZES, {"sheets": sheets})
        (learned,) = work.reduce(
            f"lessons_{lesson}", _articles.lessons, ("lessons",), {"lines": held, "sheets": some, "sizes": sizes}
        )
        if not work.count(learned):
            break
        marks, sheets, lines = work.map(
            f"boilerplate_{lesson}", _articles.teach, ("marks", "sheets", "lines"),
            cut={"articles": articles, "marks": marks, "sheets": sheets, "lines": lines, "lessons": learned},
            options=options.boilerplate,
        )  # fmt: skip
    outlets = work.sql("outlets", _sql.DISTINCT.format(column="outlet", table="articles"), {"articles": articles})
    credits_, sentences, cards, clients, prints, runs = work.map(
        "sentences", _articles.tell, ("credits", "sentences", "cards", "clients", "prints", "runs"),
        cut={"articles": articles, "found": found, "marks": marks}, whole={"outlets": outlets},
    )  # fmt: skip
    return {
        "articles": articles, "marks": marks, "credits": credits_, "sentences": sentences, "cards": cards,
        "clients": clients, "prints": prints, "runs": runs,
    }  # fmt: skip


def _versions(work: Work[T], held: Mapping[str, T], options: Options) -> dict[str, T]:
    asked = options.versions
    query = versions.SQL.format(holders=asked.holders, near=asked.same / 2)
    shared = work.sql("alike", query, {"runs": held["runs"]})
    paged = work.sql("alike_cards", _sql.ALIKE, {"cards": held["cards"]})
    pairs, members = work.reduce(
        "proposals", _articles.proposals, ("pairs", "members"), {"shared": shared, "cards": paged}
    )
    near = {
        name: work.sql(f"{name}_of_proposals", exchange("article", by), {"members": members, "held": held[name]})
        for name, by in (("articles", "t.article"), ("sentences", "t.article, t.n"))
    }
    (linked,) = work.map("versions", _articles.same, ("linked",), cut={"pairs": pairs, **near}, options=asked)
    cards = work.sql("linked_cards", _sql.LINKED, {"cards": held["cards"], "linked": linked})
    again, first = work.reduce("again", _articles.again, ("again", "first"), {"linked": linked, "cards": cards})
    return {"again": again, "first": first}


def _candidates(work: Work[T], held: Mapping[str, T], options: Options) -> T:
    asked = options.candidates
    moment, bucket = candidates.moments(asked)
    stories = work.sql(
        "stories", _sql.STORIES.format(moment=moment, bucket=bucket),
        {name: held[name] for name in ("cards", "again", "clients")},
    )  # fmt: skip
    if work.count(stories) <= asked.everybody:
        return work.reduce("every", _pairs.every, ("pairs",), {"stories": stories}, asked)[0]
    postings = work.sql("postings", _sql.POSTINGS, {"prints": held["prints"], "stories": stories})
    found = work.sql("candidates", candidates.query(asked), {"postings": postings, "stories": stories})
    return work.sql("candidates_named", _sql.NAMED, {"found": found, "stories": stories})


def _aligned(work: Work[T], held: Mapping[str, T], options: Options) -> dict[str, T]:
    paired = work.sql("in_pairs", _sql.MEMBERS_OF_LOTS, {"members": held["members"], "cards": held["cards"]})
    cut = {"paired": paired, "sentences": held["sentences"], "cards": held["cards"]}
    if work.count(paired) >= LEARN_FROM:
        (counted,) = work.map("words", _pairs.stems, ("stems",), cut=cut)
        stems = work.sql("stems", _sql.STEMS, {"stems": counted})
    else:
        (stems,) = work.reduce("stems", _pairs.nothing, ("stems",), {"paired": paired})
    sentences = _of(work, "sentences", held, "members", "t.article, t.n")
    matches, cover = work.map(
        "align", _pairs.align, ("matches", "cover"),
        cut={
            "pairs": held["pairs"],
            "sentences": sentences,
            "cards": _of(work, "cards", held, "members", "t.article"),
        },
        whole={"stems": stems}, once=_pairs.counts, options=options.align,
    )  # fmt: skip
    return {"matches": matches, "cover": cover, "of_members": sentences}


def _of(work: Work[T], table: str, held: Mapping[str, T], members: str, order: str) -> T:
    """The rows of a table that the members of each part need."""
    return work.sql(
        f"{table}_of_{members}", exchange("article", order), {"members": held[members], "held": held[table]}
    )


def _weighed(work: Work[T], held: dict[str, T], options: Options) -> dict[str, T]:
    panel = work.sql("panel", _sql.PANELS, {n: held[n] for n in ("cards", "again", "clients")})
    words, forms, lines = work.map(
        "lore", _pairs.learn, ("words", "forms", "lines"),
        cut={n: held[n] for n in ("articles", "sentences", "cards", "again")} | {"panel": panel},
    )  # fmt: skip
    listed = work.sql("vocabulary", _sql.DISTINCT.format(column="word", table="words"), {"words": words})
    langs = work.sql("langs", _sql.DISTINCT.format(column="lang", table="cards"), {"cards": held["cards"]})
    (words,) = work.reduce("known_words", _pairs.known_words, ("words",), {"words": listed, "langs": langs})
    some = work.sql("lines", _sql.LINES, {"lines": lines})
    (own,) = work.reduce("own_lines", _pairs.lines, ("own",), {"lines": some, "cover": held["cover"]})
    dated = work.sql("dated", _sql.DATED, {n: held[n] for n in ("cards", "again", "cover")})
    (slow,) = work.reduce("slow_clocks", _pairs.tardy, ("slow",), {"dated": dated})
    stamped = work.sql("stamped", _sql.STAMPED, {n: held[n] for n in ("cards", "again", "cover", "pairs")})
    (orders,) = work.reduce("orders", _pairs.usual, ("orders",), {"stamped": stamped, "slow": slow})
    around = work.sql("around", _sql.AROUND, {n: held[n] for n in ("members", "cover", "clients")} | {"panel": panel})
    near = {
        name: work.sql(
            f"{name}_around", exchange("article", order, f"WHERE m.near {which}"),
            {"members": around, "held": held[name]},
        )
        for name, order in _ROWS.items()
        for which in ("= 1" if name == "sentences" else "> 0",)
    }  # fmt: skip
    articles, again = (
        work.sql(f"{name}_around", exchange("article", "t.article"), {"members": around, "held": held[name]})
        for name in ("articles", "first")
    )
    answers = {
        name: work.sql(
            f"{name}_around", _sql.INCIDENT.format(table=name, order=order),
            {n: held[n] for n in ("members", "cover", name)},
        )
        for name, order in (("matches", "x.a, x.a_n, x.b, x.b_n"), ("cover", "x.a, x.b"))
    }  # fmt: skip
    weights, verdicts, kin = work.map(
        "evidence", _pairs.weigh, ("evidence", "verdicts", "kin"),
        cut={
            "pairs": held["pairs"], "articles": articles, "again": again, "orders": orders, **answers, **near,
            "of_members": held["of_members"],
        },
        whole={"panel": panel, "words": words, "forms": forms, "own": own, "slow": slow},
        once=_pairs.heard, options=(options.evidence, options.infer),
    )  # fmt: skip
    return {"evidence": weights, "verdicts": verdicts, "kin": kin}


_ROWS = {
    "sentences": "t.article, t.n", "marks": "t.article, t.start, t.rule", "credits": "t.article, t.start",
    "cards": "t.article",
}  # fmt: skip


def _judged(work: Work[T], held: dict[str, T], options: Options) -> dict[str, T]:
    kin = {n: held[n] for n in ("verdicts", "kin", "cover")}
    bare = work.sql("bare", _sql.BARE, {n: held[n] for n in ("articles", "cards", "again")})
    everybody = work.count(bare) <= infer.MOST
    if everybody:
        (kin["bare_kin"],) = work.reduce("bare_kin", _pairs.handed, ("kin",), {"articles": bare})
    (packed,) = work.reduce("packs", _lineage.pack, ("packed",), kin)
    only = work.sql("pairs_only", "SELECT a, b FROM pairs ORDER BY a, b", {"pairs": held["pairs"]})
    held = held | {"packed": packed, "pairs_only": only}
    cut = {name: _of(work, name, held, "packed", order) for name, order in _ROWS.items() if name != "cards"}
    cut |= {name: _of(work, name, held, "packed", "t.article") for name in ("articles", "first")}
    for name, by in (("pairs_only", "t.a, t.b"), *((name, _sql.order(name)) for name in ("matches", "evidence"))):
        query = _sql.INSIDE.format(table=name, order=by)
        cut[name] = work.sql(f"{name}_inside", query, {"packed": packed, name: held[name]})
    cut["strangers"] = work.sql(
        "strangers", _sql.STRANGERS, {"packed": packed, "matches": held["matches"], "verdicts": held["verdicts"]}
    )
    makes = ("evidence", "verdicts", "descent", "edges", "unseen")
    cut["packed"] = packed
    made = dict(
        zip(
            makes,
            work.map("lineage", _lineage.lineage, makes, cut=cut, options=(options.infer, everybody)),
            strict=True,
        )
    )
    for name in ("evidence", "verdicts"):
        query = _sql.CROSSED.format(table=name, order=_sql.order(name))
        rest = work.sql(f"{name}_crossed", query, {name: held[name], "packed": packed})
        both = f"SELECT t.* FROM (SELECT * FROM one UNION ALL SELECT * FROM two) t ORDER BY {_sql.order(name)}"
        made[name] = work.sql(f"{name}_all", both, {"one": made[name], "two": rest})
    (called,) = work.reduce("names", _lineage.names, ("called",), {"unseen": made["unseen"]})
    return made | {"packed": packed, "called": called}


def _named(work: Work[T], held: Mapping[str, T]) -> dict[str, T]:
    """The tables of articles under the names that were given, batch by batch; put in order if these do not come so."""
    ranks, names = held["ranks"], ("articles", "marks", "credits", "sentences", "descent")
    cut = {name: held[name] for name in names[:-1]} | {
        "ranks": ranks,
        "versioned": work.sql("versioned", _sql.VERSIONED, {"again": held["again"], "ranks": ranks}),
        "descended": work.sql("descended", _sql.DESCENDED, {n: held[n] for n in ("descent", "ranks", "called")}),
    }
    done = dict(zip(names, work.map("final_batches", _articles.called, names, cut=cut), strict=True))
    if not work.count(work.sql("disorder", _sql.DISORDER, {"ranks": ranks})):
        return done
    return {
        name: work.sql(f"final_{name}", f"SELECT t.* FROM {name} t ORDER BY {_sql.order(name)}", {name: table})
        for name, table in done.items()
    }


def _finished(work: Work[T], held: dict[str, T], options: Options) -> dict[str, T]:
    """The tables under the names that were given, audited."""
    done = _named(work, held)
    for name in ("matches", "evidence", "verdicts"):
        done[name] = work.sql(f"final_{name}", _sql.of_pairs(name), {name: held[name], "ranks": held["ranks"]})
    done["edges"] = work.sql("final_edges", _sql.EDGES, {n: held[n] for n in ("edges", "ranks", "called")})
    (done["unseen"],) = work.reduce(
        "final_unseen", _lineage.unseen, ("unseen",),
        {"unseen": held["unseen"], "called": held["called"], "edges": done["edges"]},
    )  # fmt: skip
    taken = work.sql(
        "taken", _sql.TAKEN, {"ranks": held["ranks"], "edges": done["edges"], "articles": done["articles"]}
    )
    brief = work.sql("brief", _sql.BRIEF, {"articles": done["articles"]})
    mine = "WHERE m.mine = 1"
    asked = [("credits", "article"), ("descent", "child"), ("edges", "child")]
    cut = {
        name: work.sql(f"{name}_taken", exchange(by, _sql.order(name), mine), {"members": taken, "held": done[name]})
        for name, by in asked
    }
    cut["brief"] = work.sql("brief_taken", exchange("article", "t.article"), {"members": taken, "held": brief})
    (audited,) = work.map("audit", _lineage.audit, ("audit",), cut={"taken": taken, **cut})
    ordered = f"SELECT t.* FROM audit t ORDER BY {_sql.order('audit')}"
    done["audit"] = work.sql("final_audit", ordered, {"audit": audited})
    told = {"brief": work.sql("final_outlets", _sql.OUTLETS, {"articles": done["articles"]})}
    told |= {name: done[name] for name in ("credits", "edges", "unseen")}
    (named,) = work.reduce("asked", _lineage.asked, ("asked",), told, options.claims)
    told["verdicts"] = work.sql("asked_verdicts", _sql.ASKED, {"verdicts": done["verdicts"], "asked": named})
    told["evidence"] = work.sql("telling", _sql.TELLING, {"evidence": done["evidence"], "asked": told["verdicts"]})
    (done["claims"],) = work.reduce("final_claims", _lineage.claims, ("claims",), told, options.claims)
    return done
