"""What the verbs show on a terminal: grids, coloured edits, and words that steer nothing; `cli` prints them.

Nothing heavy is imported before it is needed: `Late` stands for a module until something of it is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from provenance import api, corpus, findings, masking, scoring
    from provenance.archive import Added, Found
    from provenance.findings import Side

__all__ = [
    "UNPRINTED", "Late", "added", "aside", "audited", "beside", "checked", "flowing", "hops", "labelled", "plain",
    "reasons",
    "records", "scored", "screen", "sheet", "simulated", "sourced", "sources", "styled",
]  # fmt: skip

# Characters of a passage or a credit that are shown in a table: enough to find it again in the text.
_PASSAGE = 160
_SEEN = 0.05  # nats; what is less shows as 0 at one decimal
# Control characters, and what turns the writing direction of a line. Line ends are kept, tabs become spaces.
UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# How an edit looks without colour, and with it: red and blue stay apart for every reader, the strokes without either.
_EDITS = {"delete": ("[-", "-]", "red strike"), "insert": ("{+", "+}", "blue underline"), "equal": ("", "", "")}
_WORDS = re.compile(r"(\S(?:.*\S)?)", re.DOTALL)


class Late:
    """A module that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> object:
        return getattr(import_module(self._name), wanted)


if not TYPE_CHECKING:
    findings, pd, scoring = Late("provenance.findings"), Late("pandas"), Late("provenance.scoring")
    corpus = Late("provenance.corpus")
    masking = Late("provenance.masking")


def aside(marks: pd.DataFrame, names: Iterable[str]) -> RenderableType:
    """What was set aside, article by article; an article without marks is named too."""
    blocks: list[RenderableType] = []
    for name in names:
        own = marks[marks["article"] == name]
        blocks.append(styled(name if len(own) else f"{name}: nothing set aside", "bold"))
        grid = sheet(("kind", "rule", "words", "why"))
        for label, rule, words, reason in own[["label", "rule", "words", "reason"]].itertuples(index=False):
            grid.add_row(*map(styled, (label, rule, findings.cut(words, _PASSAGE), reason)))
        blocks += [grid, styled("")] if len(own) else [styled("")]
    return Group(*blocks)


def reasons(made: api.Trace, rows: pd.DataFrame, one: str, two: str) -> RenderableType:
    """The verdict as a sentence, then each reason with its weights for the three stories."""
    names = findings.labels(made)
    told = [styled(findings.verdict_sentence(made, one, two), "bold"), styled("")]
    told += [styled(f"A: {names[one]}"), styled(f"B: {names[two]}")]
    if rows.empty:
        return Group(*told, styled("No evidence was weighed for these two."))
    scale = 'Weights are nats against "the two are independent": +1 is a factor of 2.7, +3 of 20.'
    grid = sheet(("B from A", "A from B", "a third", "because of"), right=(0, 1, 2))
    for signal, quote, *weights in rows[["signal", "quote", "a_to_b", "b_to_a", "common"]].itertuples(index=False):
        words = styled(f"{signal.replace('_', ' ')}: ", "bold").append(plain(" ".join(quote.split())), "not bold")
        grid.add_row(*(styled(f"{weight:+.1f}" if abs(weight) >= _SEEN else "0") for weight in weights), words)
    return Group(*told, styled(scale), styled(""), grid)


def beside(rows: list[findings.Row], a: str, b: str) -> RenderableType | str:
    """Sentences side by side; edits in colour where there is colour, else between strokes."""
    if not rows:
        return f"{a} and {b} share no sentence.\n"
    console = screen()
    coloured = console.color_system is not None and not console.no_color
    grid = sheet(("", a, "", b, ""))
    for row in rows:
        cells = [cell for side in (row.left, row.right) for cell in _side(side, coloured)]
        chance, moved = "perhaps by chance" * row.faint, "moved" * row.moved
        said = (chance, row.kind, findings.weighed(row), moved, findings.edits_told(row.edits))
        grid.add_row(*cells, styled("; ".join(filter(None, said)), "dim"))
    return grid


def _side(side: Side | None, coloured: bool) -> tuple[Text, Text]:
    """One side of a row as two cells: its numbers, and its words with what only this side has marked."""
    if side is None:
        return Text(), Text()
    words = Text()
    for op, run in side.runs:
        before, after, style = _EDITS[op]
        shown = plain(run)
        words.append(shown if coloured else _WORDS.sub(rf"{before}\1{after}", shown), style if coloured else "")
    return styled(side.numbers, "dim"), words


def records(rows: list[findings.Row]) -> list[dict[str, Any]]:
    """Sentences side by side as plain values: their numbers and words on either side, how they answer, every edit."""
    return [
        {
            "a_n": a_n,
            "a": one,
            "b_n": b_n,
            "b": two,
            "kind": row.kind,
            "moved": row.moved,
            "score": row.score,
            "perhaps_by_chance": row.faint,
            "says_the_same": row.alike,
            "by_meaning": row.meaning,
            "edits": [dict(zip(("kind", "deleted", "inserted"), edit[1:4], strict=True)) for edit in row.edits],
        }
        for row in rows
        for (a_n, one), (b_n, two) in [(_told(row.left), _told(row.right))]
    ]


def flowing(made: api.Trace, found: api.Flows) -> RenderableType:
    """The flows in tables of twenty rows, and the command that leads from an arrow to its sentences."""
    told = corpus.sheet(made, found, corpus.Room(20, 20, 20, 0, 20, 1))
    blocks: list[RenderableType] = [styled(told["title"], "bold"), styled("")]
    blocks += [styled(f["text"]) for f in told["findings"]]
    for name, heads, cells in _FLOWS:
        if told[name]:
            grid = sheet(heads, right=tuple(range(2 - (name in _ONE_NAME), len(heads))))
            for row in told[name]:
                grid.add_row(*(styled(row[c]["text"] if isinstance(row[c], dict) else row[c]) for c in cells))
            blocks += [styled(""), grid, *([styled(told["more"][name], "dim")] if told["more"][name] else [])]
    commands = [arrow["command"] for proof in told["proofs"] for arrow in proof["arrows"]]
    lead = "From an arrow to its words, with RUN the folder of the run: "
    first = sorted(commands, key=lambda command: " why " not in command)[:1]
    return Group(*blocks, *(part for command in first for part in (styled(""), styled(lead + command))))


_ONE_NAME = ("outlets", "cascades")
_FLOWS = (
    ("matrix", ("giver", "taker", "articles", "share, %", "words", "full credit"),
     ("giver", "taker", "articles", "rate", "words", "full")),
    ("outlets", ("outlet", "articles", "cannot tell", "took, %", "agency text, %", "full credit, %"),
     ("name", "articles", "cannot_tell", "took", "wire", "credit")),
    ("cascades", ("origin", "articles", "outlets", "other origins", "time"),
     ("name", "articles", "outlets", "others", "hours")),
    ("lags", ("giver", "taker", "arrows timed", "a quarter under", "median", "three quarters under"),
     ("giver", "taker", "timed", "first_quarter", "median", "third_quarter")),
)  # fmt: skip


def added(made: Added) -> str:
    """What an addition brought, in a line."""
    return f"{made.new:,} added, {made.known:,} there already: {made.articles:,} articles in the archive\n"


def checked(rows: pd.DataFrame) -> str:
    """The parts of an archive that are not as they were written, or that all of them are."""
    wrong = rows[rows["wrong"] != ""]
    lines = [f"{part}: {why}\n" for part, why in zip(wrong["part"], wrong["wrong"], strict=True)]
    return "".join(lines) or f"{len(rows)} parts, {rows['bytes'].sum():,} bytes: all as they were written\n"


def sources(found: Found) -> list[dict[str, Any]]:
    """The articles that one may come from as plain values, each with the sentences that answer each other."""
    rows = json.loads(found.sources().to_json(orient="records", date_format="iso"))
    return [
        {**row, "sentences": records(findings.side_by_side(found.trace, found.article, row["article"]))} for row in rows
    ]


def sourced(found: Found) -> RenderableType | str:
    """Where an article came from: the articles it was compared with, then the sentences that answer each other."""
    rows = found.sources()
    if rows.empty:
        return "No article in the archive shares enough with it.\n"
    grid = sheet(("article", "outlet", "published", "verdict", "likely", "shares"), right=(4, 5))
    blocks: list[RenderableType] = []
    for row in rows.to_dict("records"):
        day = "" if pd.isna(row["published"]) else f"{row['published']:%Y-%m-%d %H:%M}"
        p = {"took": row["p"], "gave": row["p_gave"], "common": row["p_common"]}.get(row["says"])
        likely = "" if p is None else findings.probability(p)
        outlet = "" if pd.isna(row["outlet"]) else row["outlet"]
        shares = findings.percent(row["shared"])
        grid.add_row(*map(styled, (row["article"], outlet, day, _SAID[row["says"]], likely, shares)))
        if row["sentences"]:
            both = findings.side_by_side(found.trace, found.article, row["article"])
            blocks += [styled(""), beside(both, "the new article", row["article"])]
    many = "s" * (len(rows) > 1) + " of the archive"
    many += f", of {found.sharing:,} that share enough with it" * (found.sharing > len(rows))
    return Group(styled(f"Compared with {len(rows)} article{many}:"), styled(""), grid, *blocks)


# What the new article is to the other one, in words.
_SAID = {
    "took": "took from it", "gave": "gave to it", "common": "both from a third", "none": "not related",
    "undecided": "related, order open", "version": "the same article",
}  # fmt: skip


def _told(side: Side | None) -> tuple[str | None, str | None]:
    """The numbers and the words of one side."""
    return (side.numbers, "".join(words for _, words in side.runs)) if side else (None, None)


def hops(rows: pd.DataFrame) -> RenderableType:
    """A claimed chain hop by hop: what the trace says of each, and why."""
    blocks: list[RenderableType] = []
    for parent, child, result, p, because in rows[["parent", "child", "result", "p", "why"]].itertuples(index=False):
        blocks.append(
            styled(f"{parent} > {child}: {result} (probability that it happened: {findings.probability(p)})", "bold")
        )
        blocks.append(Padding(styled(because), (0, 0, 0, 2)))
    return Group(*blocks)


def audited(made: api.Trace) -> RenderableType:
    """Who took what from whom, and the credit given."""
    names = findings.shorts(made)
    grid = sheet(("article", "took", "from", "credit", "its words"), right=(1,))
    rows = made.audit[["article", "share", "taken_from", "credit", "quote"]].fillna("").itertuples(index=False)
    for article, share, node, credit, quote in rows:
        who, took, whom = names[article], findings.percent(share), names.get(node, "")
        given = findings.CREDITS[credit] if node or quote else "nothing to credit"
        grid.add_row(*map(styled, (who, took, whom, given, findings.clean(quote))))
    return grid


def sheet(heads: Iterable[str], right: tuple[int, ...] = ()) -> Table:
    """An empty grid with these heads; the columns numbered in `right` are flush right."""
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for at, head in enumerate(heads):
        grid.add_column(styled(head), justify="right" if at in right else "left", overflow="fold")
    return grid


def styled(words: str, style: str = "") -> Text:
    """The words as text for a terminal, in this style."""
    return Text(plain(words), style)


def plain(words: str) -> str:
    """The words with nothing in them that steers a terminal; that is written out in hexadecimal."""
    spaced = words.replace("\t", " ")
    return UNPRINTED.sub(lambda found: found[0].encode("unicode_escape").decode(), spaced)


def screen() -> Console:
    """The terminal, on which nothing is coloured or folded but what is meant to be."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def simulated(rows: Mapping[str, int]) -> str:
    """What stands in a simulation, in a line."""
    return ", ".join(f"{rows[name]:,} {one if rows[name] == 1 else many}" for name, one, many in _COUNTED) + "\n"


_COUNTED = (
    ("articles", "article", "articles"),
    ("edges", "edge between them", "edges between them"),
    ("unseen", "original that is not in the folder", "originals that are not in the folder"),
)


def scored(rows: pd.DataFrame) -> RenderableType:
    """The measures, with what each counts."""
    grid = sheet(("measure", "value", "of", "what is counted"), right=(1, 2))
    for measure, value, of in rows.itertuples(index=False):
        shown = "-" if of == 0 else f"{value:.3f}"
        grid.add_row(*map(styled, (measure, shown, f"{of:,}", scoring.MEASURES[measure])))
    return grid


def labelled(made: masking.Labels) -> RenderableType:
    """How much is told without the credits, the signals that tell it, and every pair."""
    if made.pairs.empty:
        return (
            "No article credits another that is here and shares half of its story: nothing to hold a trace against.\n"
        )
    blocks: list[RenderableType] = []
    for rows, what in ((made.measures(), masking.MEASURES), (made.signals(), None)):
        names = [*rows.columns, *(["what is counted"] if what else [])]
        grid = sheet(names, right=(1, 2, 3))
        for row in rows.itertuples(index=False):
            cells = [f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row]
            grid.add_row(*map(styled, (*cells, *([what[row[0]]] if what else []))))
        blocks.append(grid)
    grid = sheet(("credited", "by", "shared", "p", "reverse", "common", "masked words"), right=(2, 3, 4, 5))
    columns = ("parent", "child", "shared", "p", "p_back", "p_common", "quote")
    for parent, child, *shares, quote in zip(*(made.pairs[c] for c in columns), strict=True):
        grid.add_row(*map(styled, (parent, child, *(f"{x:.2f}" for x in shares), quote[:_PASSAGE])))
    return Group(*blocks, grid)
