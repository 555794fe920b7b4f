"""The corpus report but for its picture: the flows in a reader's words, each figure with the way to its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from shlex import quote
from typing import Any

import pandas as pd

from provenance.corpus.count import Flows, flows
from provenance.corpus.rates import wilson
from provenance.findings import CREDITS, clean, cut, labels, percent, probability, scale, started
from provenance.frames import Trace

__all__ = ["LARGE", "Room", "called", "hours", "interval", "sheet"]

LARGE = 200  # articles from which a run is read by its flows: 50 cards more than anybody turns the pages of
NOT_KNOWN, NOBODY = "outlet not known", "unknown original"
_NAME, _TITLE, _WORDS = 34, 110, 260  # characters of an outlet, of a label, of a quoted sentence
_TYPED = 80  # characters of an article's name in a command
_ENDLESS = re.compile(r"([^\s\u0590-\u08ff]{24})(?=[^\s]{6})")  # no column is wider than that
# Few articles say little of an outlet: from so many on it is named among the outlets of page one.
_ENOUGH = 5


@dataclass(frozen=True)
class Room:
    """How many rows each part of the report has; the rest is counted there and stands in the tables of `flows`."""

    matrix: int = 40
    outlets: int = 60
    cascades: int = 20
    stories: int = 20
    lags: int = 30
    proofs: int = 3  # arrows under each flow and cascade, those with most words


def sheet(trace: Trace, made: Flows | None = None, room: Room = Room()) -> dict[str, Any]:
    """The report as strings, numbers, lists and mappings of them (JSON can hold it).

    Keys: title, foot, numbers, findings, matrix, outlets, cascades, stories, origins, lags, proofs, more, method,
    scale.
    Rows of `matrix` and `cascades` have an `anchor`: the proof of that name lists arrows, each with its two articles,
    the numbers of its sentences, the words of the first and the command that gives every reason. `interval` cells
    are [low, share, high] beside their text. Every string is on one line and free of control characters.
    """
    told = _Told(trace, made or flows(trace), room)
    parts = {
        "title": told.title(),
        "foot": f"Flows between {_count(told.outlets['outlet'].nunique(), 'outlet')}",
        "numbers": list(told.numbers()),
        "findings": list(told.findings()),
        "matrix": list(told.matrix_rows()),
        "outlets": list(told.outlet_rows()),
        "cascades": list(told.cascade_rows()),
        "stories": list(told.story_rows()),
        "origins": list(told.origins()),
        "lags": list(told.lag_rows()),
        "proofs": list(told.proofs()),
        "more": told.more(),
        "method": _METHOD,
        "scale": scale(),
    }
    return {key: _fit(part) for key, part in parts.items()}


def called(outlet: str, kind: str = "observed") -> str:
    """How a reader is told of an outlet, or of the agency of an original that is not in the folder."""
    if kind == "unseen":
        return f"{cut(outlet, _NAME)} (not seen)" if outlet else f"{NOBODY} (not seen)"
    return cut(outlet, _NAME) or NOT_KNOWN


def interval(share: float, low: float, high: float) -> str:
    """A share with its interval: '30 % (18-45)'; a dash of nothing."""
    return "–" if isnan(share) else f"{percent(share)} ({round(100 * low)}–{round(100 * high)})"


def hours(span: float) -> str:
    """A time in the unit that a reader would choose: '12 min', '3.4 h', '2.1 days'; a dash if it is not known."""
    if span is None or isnan(span):
        return "–"
    size, sign = abs(span), "−" if span < 0 else ""
    if size < 1:
        return f"{sign}{round(60 * size)}\u00a0min"
    return f"{sign}{size:.1f}\u00a0h" if size < 48 else f"{sign}{size / 24:.1f}\u00a0days"


def _count(n: int, noun: str) -> str:
    many = noun if n == 1 else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{n:,} {many}".replace(",", "\u202f")


@dataclass(frozen=True)
class _Told:
    trace: Trace
    flows: Flows
    room: Room

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What gave or took, by the name that a reader knows it by."""
        told, arrows = self.trace.articles, self.flows.arrows
        some = told[told["article"].isin({*arrows["parent"].tolist(), *arrows["child"].tolist()})]
        return {n: cut(started(name), _TITLE) for n, name in labels(replace(self.trace, articles=some)).items()}

    @cached_property
    def articles(self) -> pd.DataFrame:
        return self.flows.articles[self.flows.articles["status"] != "version"]

    @cached_property
    def outlets(self) -> pd.DataFrame:
        found = self.flows.outlets
        return found[found["articles"] > 0].sort_values(["articles", "words", "outlet"], ascending=[False, False, True])

    @cached_property
    def matrix(self) -> pd.DataFrame:
        by = ["articles", "words", "giver", "kind", "taker"]
        return self.flows.matrix.sort_values(by, ascending=[False, False, True, True, True], ignore_index=True)

    @cached_property
    def cascades(self) -> pd.DataFrame:
        by = ["articles", "words", "root"]
        return self.flows.cascades.sort_values(by, ascending=[False, False, True], ignore_index=True)

    @cached_property
    def sentences(self) -> dict[tuple[str, int], str]:
        """The first sentence of each arrow that is shown, by child and number."""
        shown = {(child, int(re.split("[- ]", numbers)[0])) for child, numbers in self._shown if numbers}
        rows = self.trace.sentences[self.trace.sentences["article"].isin({child for child, _ in shown})]
        columns = (rows["article"], rows["n"], rows["text"])
        return {(a, int(n)): cut(text, _WORDS) for a, n, text in zip(*columns, strict=True) if (a, n) in shown}

    @cached_property
    def _shown(self) -> list[tuple[str, str]]:
        rows = self.flows.arrows[["child", "numbers"]]
        return list(rows.itertuples(index=False, name=None)) if len(rows) else []

    @cached_property
    def whole(self) -> dict[str, int]:
        """Counts over all articles but versions."""
        status = self.articles["status"].value_counts().to_dict()
        return {
            "articles": len(self.articles), "took": int(status.get("took", 0)), "own": int(status.get("own", 0)),
            "cannot tell": int(status.get("cannot tell", 0)), "words": int(self.articles["words"].sum()),
            "taken": int(self.articles["taken"].sum()), "wire": int(self.articles["wire"].sum()),
            "wired": int((self.articles["wire"] > 0).sum()),
        }  # fmt: skip

    def title(self) -> str:
        whole = self.whole
        if not whole["took"]:
            return f"None of {_count(whole['articles'], 'article')} is known to have taken text from another"
        share = percent(whole["took"] / whole["articles"])
        wires = percent(whole["wire"] / whole["words"]) if whole["words"] else "0 %"
        took = f"{share} of {_count(whole['articles'], 'article')} took text from another"
        return f"{took}; {wires} of all words trace to news agencies"

    def numbers(self) -> Iterator[dict[str, str]]:
        stories = self.flows.stories
        named = self.outlets[self.outlets["outlet"] != ""]
        yield {"value": f"{self.whole['articles']:,}".replace(",", "\u202f"), "means": "articles, versions left out"}
        yield {"value": str(len(named)), "means": "outlets with a name"}
        yield {"value": str(len(stories)), "means": "stories that more than one article tells"}
        yield {"value": str(int(stories["origins"].sum())), "means": "independent origins of these"}

    def findings(self) -> Iterator[dict[str, str]]:
        whole = self.whole
        took = interval(*wilson(whole["took"], whole["articles"]))
        yield _finding(
            f"{_count(whole['took'], 'article')} took text from another, {took}; of {whole['cannot tell']} it cannot "
            f"be told; {whole['own']} took nothing that is known of.", "outlets")  # fmt: skip
        if whole["wired"]:
            named = int(self.outlets["wire_named"].sum())
            more = f"; {_count(named, 'further article')} name an agency whose text was not traced" if named else ""
            yield _finding(
                f"{_count(whole['wired'], 'article')} hold words of a news agency, taken from it or through others"
                f"{more}.", "outlets")  # fmt: skip
        if whole["took"]:
            full = int(self.outlets["full"].sum())
            none = int(self.outlets["none"].sum())
            rate = interval(*wilson(full, whole["took"]))
            yield _finding(f"Of the articles that took text {full} credit its origin in full, {rate}; {none} give no "
                           "credit.", "outlets")  # fmt: skip
        if len(self.matrix):
            top = self.matrix.iloc[0]
            who = f"{called(top['taker'])} from {called(top['giver'], top['kind'])}"
            yield _finding(f"Most articles that one outlet took from one other: {who}, {top['articles']} of its "
                           f"{top['of']} articles.", "flow-1")  # fmt: skip
            top = self.cascades.iloc[0]
            others = f"; they rest on {_count(top['others'], 'other origin')} too" if top["others"] else ""
            yield _finding(f"The largest cascade: {_count(top['articles'], 'article')} of "
                           f"{_count(top['outlets'], 'outlet')} descend from {self.names[top['root']]}{others}.",
                           "cascade-1")  # fmt: skip
        timed = int(self.flows.arrows["hours"].notna().sum())
        if timed:
            middle = hours(float(self.flows.arrows["hours"].median()))
            yield _finding(f"Half of the arrows took less than {middle}, of {timed} with both clocks known to the "
                           f"minute ({len(self.flows.arrows) - timed} have not).", "lags")  # fmt: skip

    def matrix_rows(self) -> Iterator[dict[str, Any]]:
        for at, row in enumerate(self.matrix.head(self.room.matrix).to_dict("records"), 1):
            yield {
                "giver": called(row["giver"], row["kind"]), "taker": called(row["taker"]), "anchor": f"flow-{at}",
                "articles": f"{row['articles']} of {row['of']}",
                "rate": interval(row["article_rate"], row["article_low"], row["article_high"]),
                "words": str(row["words"]), "share": percent(row["share"]), "expected": f"{row['expected']:.1f}",
                "arrows": str(row["arrows"]), "full": f"{row['full']} of {row['arrows']}",
            }  # fmt: skip

    def outlet_rows(self) -> Iterator[dict[str, Any]]:
        for row in self.outlets.head(self.room.outlets).to_dict("records"):
            kinds = {
                kind: {
                    "bar": None if isnan(row[f"{kind}_rate"]) else [row[f"{kind}_{end}"] for end in _ENDS],
                    "text": interval(*(row[f"{kind}_{end}"] for end in ("rate", "low", "high"))),
                }
                for kind in ("took", "wire", "credit")
            }
            yield {
                "name": called(row["outlet"]) + (" (agency)" if row["is_wire"] else ""),
                "articles": str(row["articles"]), "cannot_tell": str(row["cannot_tell"]), "gave": str(row["gave"]),
                "share": percent(row["share"]) if row["words"] else "–",
                "wire_words": percent(row["wire_words"]) if row["words"] else "–",
                **kinds,
            }  # fmt: skip

    def cascade_rows(self) -> Iterator[dict[str, Any]]:
        for at, row in enumerate(self.cascades.head(self.room.cascades).to_dict("records"), 1):
            yield {
                "name": self.names[row["root"]], "anchor": f"cascade-{at}", "articles": str(row["articles"]),
                "outlets": str(row["outlets"]), "depth": str(row["depth"]), "words": str(row["words"]),
                "others": str(row["others"]), "hours": hours(row["hours"]),
            }  # fmt: skip

    def story_rows(self) -> Iterator[dict[str, Any]]:
        by = ["articles", "arrows", "story"]
        rows = self.flows.stories.sort_values(by, ascending=[False, False, True]).head(self.room.stories)
        for row in rows.to_dict("records"):
            cells = ("articles", "outlets", "origins", "unseen", "related")
            yield {"name": self.names[row["story"]], **{cell: str(row[cell]) for cell in cells}}

    def origins(self) -> Iterator[tuple[str, str, str]]:
        """How many stories rest on one origin, on two, and so on; and the articles in them."""
        for many, group in self.flows.stories.groupby("origins"):
            yield _count(int(str(many)), "origin"), str(len(group)), str(int(group["articles"].sum()))

    def lag_rows(self) -> Iterator[dict[str, Any]]:
        by = ["timed", "median", "giver", "taker"]
        rows = self.flows.lags.sort_values(by, ascending=[False, True, True, True]).head(self.room.lags)
        for row in rows.to_dict("records"):
            yield {
                "giver": called(row["giver"]), "taker": called(row["taker"]),
                "timed": f"{row['timed']} of {row['arrows']}", "backwards": str(row["backwards"]),
                **{part: hours(row[part]) for part in ("first_quarter", "median", "third_quarter")},
            }  # fmt: skip

    def proofs(self) -> Iterator[dict[str, Any]]:
        """The arrows behind each flow and cascade that is shown, those with most words."""
        by = ["words", "child", "parent"]
        arrows = self.flows.arrows.sort_values(by, ascending=[False, True, True])
        pairs = arrows.groupby(["giver", "kind", "taker"], sort=False)
        for at, row in enumerate(self.matrix.head(self.room.matrix).to_dict("records"), 1):
            found = pairs.get_group((row["giver"], row["kind"], row["taker"]))
            yield self._proof(f"flow-{at}", f"{called(row['giver'], row['kind'])} → {called(row['taker'])}", found)
        for at, row in enumerate(self.cascades.head(self.room.cascades).to_dict("records"), 1):
            found = arrows[arrows["child"].isin(row["children"])]
            yield self._proof(f"cascade-{at}", f"Cascade of {self.names[row['root']]}", found)

    def _proof(self, anchor: str, name: str, found: pd.DataFrame) -> dict[str, Any]:
        rest = len(found) - self.room.proofs
        rows = found.head(self.room.proofs).to_dict("records")
        more = f"{_count(rest, 'further arrow')} in the table of arrows." if rest > 0 else ""
        return {"anchor": anchor, "name": name, "more": more, "arrows": [self._arrow(row) for row in rows]}

    def _arrow(self, row: Mapping[Any, Any]) -> dict[str, str]:
        parent, child, numbers = row["parent"], row["child"], str(row["numbers"])
        words = self.sentences.get((child, int(re.split("[- ]", numbers)[0])), "") if numbers else ""
        unseen = parent.startswith("~")
        return {
            "child": self.names[child], "parent": self.names.get(parent, cut(parent, _NAME)),
            "sentences": _from_one(numbers), "words": words, "many": str(row["words"]),
            "sure": probability(row["p"]), "credit": CREDITS[row["credit"]],
            # An unseen original has no second article to lay beside: its takers are found in the audit.
            "command": f"provenance {'audit RUN' if unseen else f'why RUN {_asked(parent)} {_asked(child)}'}",
        }  # fmt: skip

    def more(self) -> dict[str, str]:
        """For each table what stands outside the report."""
        tables = {"matrix": self.matrix, "outlets": self.outlets, "cascades": self.cascades,
                  "stories": self.flows.stories, "lags": self.flows.lags}  # fmt: skip
        left = {name: len(table) - getattr(self.room, name) for name, table in tables.items()}
        return {
            name: f"{_count(rows, 'further row')} in the output of provenance flows RUN --json." if rows > 0 else ""
            for name, rows in left.items()
        }


_ENDS = ("low", "rate", "high")

_METHOD = (
    "An arrow runs from a text to one that took sentences from it; the trace gives it a probability. Figures count "
    "arrows as they were drawn. “Expected” is the sum of their probabilities: how many of them to expect to be true.",
    "An article took text if it has an arrow of .50 or more. It cannot be told where there are only weaker arrows, or "
    "where an article is related to another and nobody can say how; such articles are counted apart, and never as if "
    "they had taken nothing.",
    "Intervals are Wilson's, 95 %. They take an outlet's articles for a sample of what it prints. A folder that was "
    "gathered around some stories is no such sample, and its shares say nothing of what the outlet prints otherwise.",
    "Words trace to a news agency if the sentence they stand in was taken from one, directly or through others. Agency "
    "copy that only one article here prints cannot be seen this way: shares of agency text are lower bounds.",
    "An independent origin is an article, or an original not in the folder, that took from nobody known. Those related "
    "in a way that cannot be told may be fewer in truth.",
    "Times are differences of what clocks say, where both say the minute. The order of times also speaks for the "
    "direction of an arrow; few arrows run backwards for that reason too.",
)


def _asked(article: str) -> str:
    """The name as it is typed; of one that nobody would type, the beginning, which finds it too."""
    return quote(article[:_TYPED])


def _finding(text: str, anchor: str) -> dict[str, str]:
    return {"text": text, "anchor": anchor}


def _from_one(numbers: str) -> str:
    """The numbers of sentences as readers count them, from 1."""
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), numbers).replace("-", "–").replace(" ", ", ")


def _fit(value: Any) -> Any:
    """The same, every string fit for print, a word too long for a column with places to break."""
    if isinstance(value, str):
        return _ENDLESS.sub("\\1\u200b", clean(value)) if value else value
    if isinstance(value, Mapping):
        return {key: inner if key == "anchor" else _fit(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_fit(inner) for inner in value]
    return value
