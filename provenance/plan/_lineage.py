"""The steps from verdicts to the final tables: packs of kin, lineage, names, audit, claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from provenance import audit as auditing
from provenance import infer, pipeline
from provenance.frames import TABLES, Trace, empty
from provenance.plan._tables import Tables, arrow, frame, plain, with_versions

__all__ = ["asked", "audit", "claims", "lineage", "names", "pack", "unseen"]

# Articles of a pack: kin are never parted, and packs of a few hundred articles keep the tables of a part small.
PACK = 2_000


def pack(tables: Tables, _: Any) -> Tables:
    """[part, article]: the articles that anything answers, in packs; on what is outside, all verdicts are "none".

    Two hang together over another verdict, or as one text handed on. Not over an answer: a phrase that everybody prints
    would make one pack of a whole archive.
    """
    verdicts = tables["verdicts"].filter(pa.compute.not_equal(tables["verdicts"]["says"], "none"))
    beside: dict[str, list[str]] = {name: [] for side in ("a", "b") for name in tables["cover"][side].to_pylist()}
    for table in (verdicts, tables["kin"], *([tables["bare_kin"]] if "bare_kin" in tables else [])):
        for a, b in zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True):
            beside.setdefault(a, []).append(b)
            beside.setdefault(b, []).append(a)
    rows, part, held = [], 0, 0
    for group in infer.together(beside):
        if held and held + len(group) > PACK:
            part, held = part + 1, 0
        held += len(group)
        rows += [(part, name) for name in group]
    rows.sort()
    parts = pa.array([number for number, _ in rows], pa.int64())
    return {"packed": pa.table({"part": parts, "article": pa.array([n for _, n in rows], pa.string()), "pack": parts})}


def lineage(tables: Tables, _told: Any, options: tuple[infer.Options, bool]) -> Tables:
    """EVIDENCE, VERDICTS, DESCENT, EDGES and UNSEEN of a pack; with `everybody` as for `infer.families`."""
    held = {name: frame(name, tables[name]) for name in ("marks", "credits", "sentences", "matches", "evidence")}
    held["articles"] = with_versions(frame("articles", tables["articles"]), tables["first"])
    named = list(zip(tables["pairs_only"]["a"].to_pylist(), tables["pairs_only"]["b"].to_pylist(), strict=True))
    made = {name: empty(name) for name in ("evidence", "verdicts", "descent", "edges", "unseen")}
    pack = 0
    if len(tables["packed"]):
        rows = (tables["strangers"][column].to_pylist() for column in ("article", "n", "p"))
        strangers = {(name, n): p for name, n, p in zip(*rows, strict=True)}
        found = pipeline.judged(held, held["evidence"], named, options[0], everybody=options[1], strangers=strangers)
        made = {"evidence": found.evidence, "verdicts": found.verdicts, **found.lineage._asdict()}
        pack = tables["packed"]["pack"][0].as_py()
    told = {
        name: table.assign(pack=np.int64(pack)) if name in ("descent", "edges", "unseen") else table
        for name, table in made.items()
    }
    return {name: arrow(table) for name, table in told.items()}


def names(tables: Tables, _: Any) -> Tables:
    """[pack, node, name]: what every unseen original is called in the end."""
    unseen = plain(tables["unseen"])
    called = infer.numbered(unseen)
    return {
        "called": arrow(
            pd.DataFrame(
                {
                    "pack": unseen["pack"].astype("int64"),
                    "node": unseen["node"].astype("str"),
                    "name": pd.Series(called, dtype="str"),
                }
            )
        )
    }


def unseen(tables: Tables, _: Any) -> Tables:
    """UNSEEN under the names of the end."""
    rows = plain(tables["unseen"]).merge(plain(tables["called"]), on=["pack", "node"])
    kids: dict[str, list[str]] = defaultdict(list)
    for node, child in zip(tables["edges"]["parent"].to_pylist(), tables["edges"]["child"].to_pylist(), strict=True):
        kids[node].append(child)
    children = pd.Series([", ".join(sorted(kids[node])) for node in rows["name"]], dtype="str")
    made = rows.assign(node=rows["name"], children=children).sort_values("node", ignore_index=True)
    return {"unseen": arrow(made[list(TABLES["unseen"].columns)].astype("str"))}


def audit(tables: Tables, _told: Any, _: Any) -> Tables:
    """AUDIT of a batch: its articles' rows, and those of the articles that they took from."""
    mine = set(tables["taken"].filter(pa.compute.equal(tables["taken"]["mine"], 1))["article"].to_pylist())
    articles = plain(tables["brief"])
    for column in ("outlet", "title", "version_of", "based_on", "published_precision"):
        articles[column] = articles[column].astype("str")
    made = auditing.audit(
        articles,
        frame("credits", tables["credits"]),
        frame("descent", tables["descent"]),
        frame("edges", tables["edges"]),
    )
    return {"audit": arrow(made[made["article"].isin(mine)])}


def asked(tables: Tables, options: tuple[str, ...]) -> Tables:
    """[article]: those on whose pairs the claims turn."""
    made, chains = _claimed(tables, options)
    return {"asked": pa.table({"article": pa.array(sorted(auditing.concerned(made, chains)), pa.string())})}


def claims(tables: Tables, options: tuple[str, ...]) -> Tables:
    """CLAIMS, those asked and those a reader would be tempted to make."""
    return {"claims": arrow(auditing.claims(*_claimed(tables, options)))}


def _claimed(tables: Tables, options: tuple[str, ...]) -> tuple[Trace, list[str]]:
    articles = plain(tables["brief"])
    rest = {name: frame(name, tables[name]) if name in tables else empty(name) for name in TABLES}
    made = replace(Trace(**rest, options={}, stamp="", left_out={}), articles=articles)
    return made, list(dict.fromkeys((*options, *auditing.chains(made))))
