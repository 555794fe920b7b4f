"""The passages that answer each other, as JSON lines in the manner of passim's pairwise output.

One line a passage of a pair: sentences that follow each other on both sides and answer each other, chance left out.
`id`, `series` (the outlet), `date`, `begin`, `end` and `text` with a 1 are of the article whose name sorts first, with
a 2 of the other; `begin` and `end` are characters (code points) of the raw text, half-open, and `text` is what stands
there. Ours are `matches` (sentences), `score` (their mean probability of being no chance), `kinds`, `moved`, and of
the whole pair `says` and `p` (of what it says; null where it is undecided). https://github.com/dasmiq/passim
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd

from provenance.align import FIRM
from provenance.frames import Trace
from provenance.renderers import renderer

__all__ = ["passim"]

_SURE = {"a->b": "p_a_to_b", "b->a": "p_b_to_a", "common": "p_common", "none": "p_none"}
_Row: TypeAlias = Mapping[Hashable, Any]


@renderer("passim")
def passim(trace: Trace) -> Mapping[str, bytes]:
    """`passages.jsonl`: the passages by pair, in the order of the first article; UTF-8."""
    articles = {row["article"]: row for row in trace.articles.to_dict("records")}
    columns = ["article", "n", "start", "end"]
    spans = {(name, n): (start, end) for name, n, start, end in trace.sentences[columns].itertuples(index=False)}
    verdicts = {(row["a"], row["b"]): row for row in trace.verdicts.to_dict("records")}
    firm = trace.matches[trace.matches["score"] >= FIRM].sort_values(["a", "b", "a_n", "b_n"])
    lines = []
    for (a, b), rows in firm.groupby(["a", "b"], sort=True):
        verdict = verdicts.get((a, b), {"says": "none"})
        said = {"says": verdict["says"], "p": verdict.get(_SURE.get(verdict["says"], ""))}
        for run in _runs(rows.to_dict("records")):
            ends = _side("1", articles[a], [spans[a, row["a_n"]] for row in run])
            ends |= _side("2", articles[b], [spans[b, row["b_n"]] for row in run])
            lines.append(json.dumps({**ends, **_facts(run), **said}, ensure_ascii=False))
    return {"passages.jsonl": "".join(f"{_whole(line)}\n" for line in lines).encode()}


def _runs(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Rows of one pair in turns of which each next answers the same or the next sentence on both sides."""
    run: list[_Row] = []
    for row in rows:
        if run and not (0 <= row["a_n"] - run[-1]["a_n"] <= 1 and 0 <= row["b_n"] - run[-1]["b_n"] <= 1):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _side(number: str, article: _Row, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    begin, end = min(start for start, _ in spans), max(end for _, end in spans)
    day: str | None = None if pd.isna(article["published"]) else f"{article['published']:%Y-%m-%d}"
    facts = {"id": article["article"], "series": None if pd.isna(article["outlet"]) else article["outlet"], "date": day}
    facts |= {"begin": int(begin), "end": int(end), "text": article["text"][begin:end]}
    return {f"{name}{number}": value for name, value in facts.items()}


def _facts(run: Sequence[_Row]) -> dict[str, Any]:
    return {
        "matches": len(run),
        "score": round(sum(row["score"] for row in run) / len(run), 6),
        "kinds": sorted({row["kind"] for row in run}),
        "moved": any(row["moved"] for row in run),
    }


def _whole(line: str) -> str:
    """One line for readers that end lines at more than a line feed."""
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
