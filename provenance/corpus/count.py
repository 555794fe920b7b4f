"""The tables of the flows, counted from a trace."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from provenance.corpus.rates import wilson
from provenance.corpus.stories import Told, tell
from provenance.corpus.tables import FLOWS, STATUS, made
from provenance.findings import credits_on
from provenance.frames import CREDIT, Trace
from provenance.masthead import agencies, house_key, looks_like_agency
from provenance.pairs import CLOCK_ERROR

__all__ = ["Flows", "flows"]

TOLD = 0.5  # an arrow below even chance is no statement: "cannot tell" on the scale of every report
_CLOCKS = ("second", "minute")  # what a stamp must be exact to, to say how long something took
_ERROR = CLOCK_ERROR["minute"].total_seconds() / 3600  # hours by which two right clocks may differ


@dataclass(frozen=True)
class Flows:
    """The tables of the flows; `FLOWS` says what their columns mean."""

    arrows: pd.DataFrame
    articles: pd.DataFrame
    matrix: pd.DataFrame
    outlets: pd.DataFrame
    cascades: pd.DataFrame
    stories: pd.DataFrame
    lags: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by name, what is counted first."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(table)} {name}" for name, table in self.tables().items())
        return f"<Flows: {rows}>"


def flows(trace: Trace) -> Flows:
    """Who takes from whom, outlet by outlet, as tables whose rows list what they count.

    Sums over `arrows` and `articles`: the arrows of `matrix` add up to the rows of `edges`, its sentences to the
    sentences in `descent` that have a parent. Articles that are versions of another count nowhere. Nothing depends on
    the articles' names. Cost: linear in sentences and arrows, and per origin in what lies downstream of it.
    """
    words = _words(trace)
    arrows = _arrows(trace, words)
    told = tell(trace, arrows)
    articles = _articles(trace, words, arrows, told)
    return Flows(
        arrows=arrows,
        articles=articles,
        matrix=_matrix(arrows, articles),
        outlets=_outlets(arrows, articles),
        cascades=_cascades(trace, words.taken, arrows, told),
        stories=_stories(arrows, told),
        lags=_lags(arrows),
    )


class _Words(NamedTuple):
    """`whole`: the words of each article; `taken`: [child, n, parent, words, origin], its sentences that have a parent,
    with the node where they were first written.
    """

    whole: Mapping[str, int]
    taken: pd.DataFrame


def _words(trace: Trace) -> _Words:
    said = trace.sentences[["article", "n"]].assign(words=_sizes(trace.sentences["norm"]))
    rows = trace.descent.loc[trace.descent["parent"] != "", ["child", "n", "parent", "parent_n"]]
    mine = said[said["article"].isin(rows["child"])].rename(columns={"article": "child"})
    rows = rows.merge(mine, how="left", on=["child", "n"])
    here = pd.MultiIndex.from_frame(rows[["child", "n"]])
    there = rows["parent_n"].astype("float64").fillna(-1).astype("int64")
    above = here.get_indexer(pd.MultiIndex.from_arrays([rows["parent"], there]))
    at = np.arange(len(rows))
    for _ in range(len(trace.articles)):  # no way up is longer: there is no circle
        moves = above[at] >= 0
        if not moves.any():
            break
        at = np.where(moves, above[at], at)
    origin = rows["parent"].to_numpy(dtype=object)[at]
    taken = rows[["child", "n", "parent"]].assign(words=rows["words"].fillna(0).astype("int64"), origin=origin)
    whole = said.groupby("article")["words"].sum()
    return _Words({**trace.left_out, **dict(zip(whole.index.tolist(), whole.tolist(), strict=True))}, taken)


def _sizes(norms: pd.Series) -> pd.Series:
    """The words of folded sentences, which have one space between two."""
    return (norms.str.count(" ") + 1).where(norms != "", 0).astype("int64")


def _outlets_of(trace: Trace) -> dict[str, str]:
    """Every article and unseen node with its outlet or agency; empty if not known."""
    names = {**dict(zip(trace.articles["article"], trace.articles["outlet"].fillna(""), strict=True))}
    return {**names, **dict(zip(trace.unseen["node"], trace.unseen["agency"].fillna(""), strict=True))}


def _wires(names: Iterable[str]) -> set[str]:
    """Those of the names that are a news agency's."""
    known = {house_key(agency.name) for agency in agencies() if agency.kind == "wire"}
    return {name for name in set(names) if name and (house_key(name) in known or looks_like_agency(name))}


def _arrows(trace: Trace, said: _Words) -> pd.DataFrame:
    outlet, credit = _outlets_of(trace), credits_on(trace)
    wires = _wires(outlet.values())
    whole = said.whole
    taken = {
        pair: (len(rows), int(rows["words"].sum()), _runs(rows["n"]))
        for pair, rows in said.taken.groupby(["parent", "child"])
    }
    clocks = _clocks(trace)
    rows = []
    for parent, child, kind, p in trace.edges[["parent", "child", "kind", "p"]].itertuples(index=False, name=None):
        giver, taker = outlet.get(parent, ""), outlet.get(child, "")
        many, words, numbers = taken.get((parent, child), (0, 0, ""))
        hours = clocks[child] - clocks[parent] if parent in clocks and child in clocks else None
        share = words / whole[child] if whole.get(child) else 0.0
        rows.append(
            (parent, child, giver, kind, taker, giver in wires, many, words, share, p, credit(parent, child), hours,
             numbers)
        )  # fmt: skip
    return _table("arrows", rows)


def _table(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = list(FLOWS[name].columns)
    turned = zip(*rows, strict=True) if rows else [()] * len(columns)
    return made(name, dict(zip(columns, turned, strict=True)))


def _runs(numbers: Iterable[int]) -> str:
    """The numbers as '0-3 7'."""
    found = []
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [n for _, n in group]
        found.append(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}")
    return " ".join(found)


def _clocks(trace: Trace) -> dict[str, float]:
    """The articles whose time is known to the minute, in hours since 1970."""
    known = trace.articles[trace.articles["published_precision"].isin(_CLOCKS)].dropna(subset="published")
    return {name: at.timestamp() / 3600 for name, at in zip(known["article"], known["published"], strict=True)}


def _articles(trace: Trace, said: _Words, arrows: pd.DataFrame, told: Told) -> pd.DataFrame:
    outlet = _outlets_of(trace)
    wires = _wires(outlet.values())
    words = said.whole
    taken = said.taken.groupby("child")["words"].sum().to_dict()
    wired = said.taken[np.array([outlet.get(node, "") in wires for node in said.taken["origin"]], dtype=bool)]
    from_wire = wired.groupby("child")["words"].sum().to_dict()
    sure = arrows.groupby("child")["p"].max().to_dict()
    origins = trace.credits[trace.credits["role"] == "origin"].dropna(subset="agency")
    agencies_named = _wires(origins["agency"])
    own = {
        str(name) for name, agency in zip(origins["article"], origins["agency"], strict=True)
        if agency in agencies_named and house_key(agency) != house_key(outlet.get(name, ""))
    }  # fmt: skip
    credit = dict(zip(trace.audit["article"], trace.audit["credit"], strict=True))
    versions = set(trace.articles.dropna(subset="version_of")["article"]) - sure.keys()
    rows = []
    for name in trace.articles["article"].tolist():
        weak = "cannot tell" if name in sure or name in told.kin else "own"
        status = "took" if sure.get(name, 0.0) >= TOLD else "version" if name in versions else weak
        rows.append(
            (name, outlet[name], status, words.get(name, 0), taken.get(name, 0),
             from_wire.get(name, 0), name in own, credit.get(name, "none"), told.story.get(name, ""))
        )  # fmt: skip
    return _table("articles", rows)


def _matrix(arrows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    counted = articles[articles["status"] != "version"].groupby("outlet")["words"].agg(["size", "sum"])
    size, words = counted["size"].to_dict(), counted["sum"].to_dict()
    rows = []
    for (giver, kind, taker), group in arrows.groupby(["giver", "kind", "taker"]):
        children = sorted(set(group["child"]))
        of, total, all_words = size.get(taker, 0), int(group["words"].sum()), words.get(taker, 0)
        rows.append(
            (giver, kind, taker, len(group), len(children), of, *wilson(len(children), of),
             float(group["p"].sum()), int(group["sentences"].sum()), total, total / all_words if all_words else 0.0,
             int((group["credit"] == "full").sum()), children)
        )  # fmt: skip
    return _table("matrix", rows)


def _outlets(arrows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    others = arrows[arrows["giver"].ne(arrows["taker"]) & arrows["kind"].eq("observed")]
    gave = others.groupby("giver")["child"].nunique().to_dict()
    wires = _wires(articles["outlet"])
    rows = []
    columns = ["article", "status", "credit", "words", "taken", "wire", "names_wire"]
    kept: Mapping[str, list[tuple[Any, ...]]] = defaultdict(list)
    # as tuples, for a frame an outlet costs more than all that is counted in it
    for outlet, *row in articles[["outlet", *columns]].itertuples(index=False, name=None):
        kept[outlet].append(tuple(row))
    for outlet, group in sorted(kept.items()):
        counts = Counter(row[1] for row in group)
        took, cannot, own, versions = (counts[status] for status in STATUS)
        left, of = [row for row in group if row[1] != "version"], took + cannot + own
        words, traced = int(sum(row[3] for row in left)), sum(row[5] > 0 for row in left)
        takers = [row for row in left if row[1] == "took"]
        given = [sum(row[2] == credit for row in takers) for credit in CREDIT]
        rows.append(
            (outlet, outlet in wires, of, versions, words, took, cannot, own, *wilson(took, of),
             sum(row[4] for row in left) / words if words else None, traced, *wilson(traced, of),
             sum(row[5] for row in left) / words if words else None, sum(row[6] and row[5] == 0 for row in left),
             *given, *wilson(given[0], took), gave.get(outlet, 0), sorted(row[0] for row in takers))
        )  # fmt: skip
    return _table("outlets", rows)


def _cascades(trace: Trace, taken: pd.DataFrame, arrows: pd.DataFrame, told: Told) -> pd.DataFrame:
    outlet, clocks = _outlets_of(trace), _clocks(trace)
    unseen = set(arrows.loc[arrows["kind"] == "unseen", "parent"])
    carried = taken.groupby("origin")["words"].sum().to_dict()
    rows = []
    for root, below in told.below.items():
        times = [clocks[name] for name in (root, *below) if name in clocks]
        span = max(times) - min(times) if len(times) > 1 else None
        others = {other for name in below for other in told.roots[name]} - {root}
        rows.append(
            (root, outlet.get(root, ""), "unseen" if root in unseen else "observed", told.story[root], len(below),
             len({outlet.get(name, "") for name in below}), told.depth[root], carried.get(root, 0), len(others), span,
             sorted(below))
        )  # fmt: skip
    return _table("cascades", rows)


def _stories(arrows: pd.DataFrame, told: Told) -> pd.DataFrame:
    outlet = {**dict(zip(arrows["parent"], arrows["giver"], strict=True)),
              **dict(zip(arrows["child"], arrows["taker"], strict=True))}  # fmt: skip
    unseen = set(arrows.loc[arrows["kind"] == "unseen", "parent"])
    many = arrows.groupby(arrows["child"].map(told.story)).size().to_dict()
    members: Mapping[str, list[str]] = defaultdict(list)
    for node, story in told.story.items():
        members[story].append(node)
    rows = []
    for story, nodes in members.items():
        names = sorted(set(nodes) - unseen)
        roots = [node for node in nodes if node in told.below]
        away = {name for node in nodes for name in told.kin.get(node, ())} - set(nodes)
        rows.append(
            (story, len(names), len({outlet[name] for name in names}), many[story], len(roots),
             len(unseen.intersection(roots)), len(away), names)
        )  # fmt: skip
    return _table("stories", rows)


def _lags(arrows: pd.DataFrame) -> pd.DataFrame:
    rows = []
    columns = ["giver", "taker", "child", "hours"]
    ways: Mapping[tuple[str, str], list[tuple[str, float | None]]] = defaultdict(list)
    seen = arrows.loc[arrows["kind"] == "observed", columns]
    for giver, taker, child, hour in seen.itertuples(index=False, name=None):
        ways[giver, taker].append((child, None if pd.isna(hour) else float(hour)))
    for (giver, taker), group in sorted(ways.items()):
        timed = [(child, hour) for child, hour in group if hour is not None]
        if timed:
            hours = [hour for _, hour in timed]
            low, middle, high = (float(q) for q in np.quantile(hours, (0.25, 0.5, 0.75)))
            back = sum(hour < -_ERROR for hour in hours)
            children = sorted({child for child, _ in timed})
            rows.append((giver, taker, len(group), len(timed), low, middle, high, back, children))
    return _table("lags", rows)
