"""The steps that look at pairs, a block at a time: align, weigh, judge; and what the corpus tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from provenance import align as alignment
from provenance import candidates, evidence, infer, lore, pairs
from provenance.frames import empty
from provenance.habits import Stamp, orders, slow_clocks
from provenance.lore import Lore
from provenance.plan._articles import blocks
from provenance.plan._tables import Tables, arrow, frame, plain, with_versions
from provenance.slips import Slips
from provenance.text import vocabulary
from provenance.wordlists import LISTED, frequencies

__all__ = [
    "align",
    "counts",
    "every",
    "handed",
    "heard",
    "known_words",
    "learn",
    "lines",
    "nothing",
    "paired",
    "stems",
    "tardy",
    "usual",
    "weigh",
]


def paired(tables: Tables, _: Any) -> Tables:
    """The candidate pairs in blocks, and the articles of each block."""
    return blocks(_named(tables["pairs"]))


def every(tables: Tables, options: candidates.Options) -> Tables:
    """[a, b]: every pair of a few articles."""
    stories = plain(tables["stories"])
    moments = stories["moment"].astype("float64")
    both = candidates.every(dict(zip(stories["article"], moments, strict=True)), options=options)
    return {"pairs": arrow(pd.DataFrame(both, columns=["a", "b"], dtype="str"))}


def nothing(_tables: Tables, _: Any) -> Tables:
    """[stem, times] of a corpus too small to be asked."""
    return {"stems": pa.table({"stem": pa.array([], pa.string()), "times": pa.array([], pa.int64())})}


def _named(table: pa.Table) -> list[tuple[str, str]]:
    return list(zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True))


def stems(tables: Tables, _told: Any, _: Any) -> Tables:
    """[stem, times]: what the sentences of articles in pairs are made of."""
    wanted = set(tables["paired"]["article"].to_pylist())
    sentences = frame("sentences", tables["sentences"])
    found = alignment.stems(sentences[sentences["article"].isin(wanted)], _langs(tables["cards"]))
    rows = sorted(found.items())
    return {
        "stems": pa.table(
            {"stem": pa.array([s for s, _ in rows], pa.string()), "times": pa.array([n for _, n in rows], pa.int64())}
        )
    }


def _langs(told: pa.Table) -> dict[str, str]:
    return {
        name: lang for name, lang in zip(told["article"].to_pylist(), told["lang"].to_pylist(), strict=True) if lang
    }


def counts(told: Tables) -> Mapping[str, int]:
    """How often each stem stands in the corpus."""
    return dict(zip(told["stems"]["stem"].to_pylist(), told["stems"]["times"].to_pylist(), strict=True))


def align(tables: Tables, told: Mapping[str, int], options: alignment.Options) -> Tables:
    """MATCHES of a block, and [a, b, of_a, of_b]: how much of either story stands in the other."""
    sentences = frame("sentences", tables["sentences"])
    found = alignment.align(
        sentences, _named(tables["pairs"]), langs=_langs(tables["cards"]), options=options, counts=told
    )
    cover = [(*pair, *shares) for pair, shares in sorted(alignment.coverage(sentences, found).items())]
    kinds = {"a": "str", "b": "str", "of_a": "float64", "of_b": "float64"}
    shares = pd.DataFrame(cover, columns=list(kinds)).astype(kinds)
    return {"matches": arrow(found), "cover": arrow(shares)}


def learn(tables: Tables, _told: Any, _: Any) -> Tables:
    """Of a batch: its words, the forms of the articles that speak for their houses, lines that may be a house's own."""
    articles, sentences = frame("articles", tables["articles"]), frame("sentences", tables["sentences"])
    versions = set(tables["again"]["article"].to_pylist())
    own = dict(zip(tables["cards"]["article"].to_pylist(), tables["cards"]["own"].to_pylist(), strict=True))
    words = vocabulary(sentences["norm"].tolist())
    asked = set(tables["panel"].filter(pa.compute.equal(tables["panel"]["kind"], "style"))["article"].to_pylist())
    langs = _langs(tables["cards"])
    told = sentences[sentences["article"].isin(asked)]
    stories = {name: " ".join(group["text"].tolist()) for name, group in told.groupby("article")}
    forms = [
        (own[name], name, axis, form)
        for name in sorted(asked)
        for axis, form in sorted(lore.printed(stories.get(name, ""), langs.get(name, "en")).items())
    ]
    lines = lore.owning({
        name: (own[name], text)
        for name, text in zip(articles["article"].tolist(), articles["text"].tolist(), strict=True)
        if own[name] and name not in versions
    })  # fmt: skip
    rows = pd.DataFrame(list(lines), columns=["line", "house", "article", "alone"])
    return {
        "words": pa.table({"word": pa.array(lore.vocabulary(words), pa.string())}),
        "forms": arrow(pd.DataFrame(forms, columns=["house", "article", "axis", "form"], dtype="str")),
        "lines": arrow(rows.astype({"line": "int64", "house": "str", "article": "str", "alone": "bool"})),
    }  # fmt: skip


def known_words(tables: Tables, _: Any) -> Tables:
    """[word]: the corpus's words that stand in the dictionary of one of its languages."""
    langs = sorted(LISTED & set(tables["langs"]["lang"].to_pylist()) | {"en"})
    listed = [frequencies(lang) for lang in langs]
    words = [word for word in tables["words"]["word"].to_pylist() if any(word in held for held in listed)]
    return {"words": pa.table({"word": pa.array(words, pa.string())})}


def lines(tables: Tables, _: Any) -> Tables:
    """[line, house]: the lines that are a house's own."""
    return {"own": arrow(lore.owners(plain(tables["lines"]), _cover(tables["cover"])))}


def tardy(tables: Tables, _: Any) -> Tables:
    """[house]: the houses whose clocks cannot be believed."""
    rows = plain(tables["dated"])
    stamped: dict[str, tuple[str, datetime]] = {}
    for side in ("a", "b"):
        columns = (rows[side], rows[f"{side}_house"], rows[f"{side}_published"])
        stamped |= {name: (house, at.to_pydatetime()) for name, house, at in zip(*columns, strict=True)}
    found = slow_clocks(stamped, _cover(tables["dated"]))
    return {"slow": pa.table({"house": pa.array(sorted(found), pa.string())})}


def usual(tables: Tables, _: Any) -> Tables:
    """[part, a, b, ahead, behind]: for pairs of each block, what `habits.orders` tells of their houses."""
    rows = plain(tables["stamped"])
    stamps: dict[str, Stamp] = {}
    for side in ("a", "b"):
        columns = (rows[column] for column in (side, f"{side}_house", f"{side}_published", f"{side}_clock"))
        stamps |= {
            name: Stamp(house, at.to_pydatetime() if pd.notna(at) else None, clock)
            for name, house, at, clock in zip(*columns, strict=True)
        }
    found = orders(stamps, _cover(tables["stamped"]), frozenset(tables["slow"]["house"].to_pylist()))
    parts = zip(rows["part"], rows["a"], rows["b"], strict=True)
    told = [(part, a, b, *found[a, b]) for part, a, b in parts if (a, b) in found]
    kinds = {"part": "int64", "a": "str", "b": "str", "ahead": "int64", "behind": "int64"}
    return {"orders": arrow(pd.DataFrame(told, columns=list(kinds)).astype(kinds))}


def _cover(table: pa.Table) -> dict[tuple[str, str], tuple[float, float]]:
    shares = zip(table["of_a"].to_pylist(), table["of_b"].to_pylist(), strict=True)
    return dict(zip(_named(table), shares, strict=True))


def heard(told: Tables) -> Lore:
    """What the corpus tells, ready to be asked."""
    panel = plain(told["panel"])
    houses = {str(h): tuple(sorted(set(g))) for h, g in panel[panel["kind"] != "style"].groupby("house")["article"]}
    printed: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for name, house in panel.loc[panel["kind"] == "style", ["article", "house"]].itertuples(index=False, name=None):
        printed[house][name] = {}
    for house, article, axis, form in plain(told["forms"]).itertuples(index=False, name=None):
        printed[house][article][axis] = form
    number = told["own"]["line"].to_numpy()
    order = np.argsort(number, kind="stable")
    number, owner = number[order], told["own"]["house"].to_numpy()[order]

    def own(asked: Iterable[str]) -> Mapping[str, str]:
        listed = list(asked)
        wanted = np.array([lore.line_number(line) for line in listed], np.int64)
        at = np.minimum(np.searchsorted(number, wanted), max(0, len(number) - 1))
        if not len(number) or not listed:
            return {}
        return {listed[k]: str(owner[at[k]]) for k in np.flatnonzero(number[at] == wanted)}

    slips = Slips(frozenset(told["words"]["word"].to_pylist()))
    return Lore(slips, houses, printed, frozenset(told["slow"]["house"].to_pylist()), own, {})


def handed(tables: Tables, _: Any) -> Tables:
    """[a, b]: of a few articles that are no news, those that hang together, candidates or not."""
    articles = frame("articles", tables["articles"])
    names = sorted(articles["article"])
    both = [(a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    near = infer.near(dict(zip(articles["article"], articles["text"], strict=True)), _langs(tables["articles"]), both)
    kin = [(a, b) for a, b in both if b in near.get(a, ())]
    return {"kin": arrow(pd.DataFrame(kin, columns=["a", "b"], dtype="str"))}


def weigh(tables: Tables, told: Lore, options: tuple[evidence.Options, infer.Options]) -> Tables:
    """EVIDENCE and first VERDICTS of a block, and [a, b]: the pairs that may be one text handed on."""
    named = _named(tables["pairs"])
    held = {name: frame(name, tables[name]) for name in ("marks", "credits", "matches")}
    held["sentences"] = frame("sentences", pa.concat_tables([tables["of_members"], tables["sentences"]]))
    held["articles"] = with_versions(frame("articles", tables["articles"]), tables["again"])
    if not named:
        return {"evidence": arrow(empty("evidence")), "verdicts": arrow(empty("verdicts")), "kin": tables["pairs"]}
    told = told._replace(orders={
        (a, b): (ahead, behind)
        for a, b, ahead, behind in zip(
            *(tables["orders"][name].to_pylist() for name in ("a", "b", "ahead", "behind")), strict=True
        )
    })  # fmt: skip
    cover = _cover(tables["cover"])
    weights = evidence.weigh(pairs.pairs(held, named, told, cover), options=options[0])
    verdicts = infer.judge(weights, named, cover, options=options[1])
    bare = {
        n
        for n, is_ in zip(tables["cards"]["article"].to_pylist(), tables["cards"]["bare"].to_pylist(), strict=True)
        if is_
    }
    texts = dict(zip(held["articles"]["article"], held["articles"]["text"], strict=True))
    near = infer.near(texts, _langs(tables["articles"]), [(a, b) for a, b in named if a in bare or b in bare])
    kin = sorted({(a, b) for a, b in named if b in near.get(a, ())})
    return {
        "evidence": arrow(weights), "verdicts": arrow(verdicts),
        "kin": arrow(pd.DataFrame(kin, columns=["a", "b"], dtype="str")),
    }  # fmt: skip
