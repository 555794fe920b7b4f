"""A pair of articles to look at in a notebook: its verdict, its evidence, and its sentences side by side.

Every part shows itself as HTML (`_repr_html_`): no script, no style but on the elements, article text always escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from provenance.findings.dossier import side_by_side
from provenance.findings.kin import Judged, judged
from provenance.findings.names import shorts, started
from provenance.findings.side import Row, Side, edits_told, weighed
from provenance.findings.verdict import verdict_sentence
from provenance.findings.words import KINDS, clean, printable, probability
from provenance.frames import Trace

__all__ = ["Alignment", "Pair", "Verdict", "pair", "shown"]

_CELL = 'style="text-align:left;vertical-align:top;padding:2px 8px"'
# Struck through and underlined as well as coloured, so that the colours are needed by nobody.
_RUNS = {
    "equal": "<span>{}</span>",
    "delete": '<s style="color:#7a2e0e">{}</s>',
    "insert": '<u style="color:#004b76">{}</u>',
}
_LEAST = 0.05  # nats: what is less adds nothing that is printed


@dataclass(frozen=True)
class Verdict:
    """What two articles are to each other: the sentence of the reports, and the four probabilities by story.

    `probabilities` is empty where the two share too little to be compared.
    """

    sentence: str
    probabilities: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td {_CELL}>{_text(story)}</td><td {_CELL}>{probability(p)}</td><td {_CELL}>"
            f'<div style="background:#236ea5;height:0.7em;width:{p * 12:.2f}em"></div></td></tr>'
            for story, p in self.probabilities
        )
        return f"<div><p>{_text(self.sentence)}</p><table>{rows}</table></div>"


@dataclass(frozen=True)
class Alignment:
    """The sentences of two articles side by side, in the order of the left one; a sequence of rows."""

    left: str
    right: str
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: int) -> Row:
        return self.rows[at]

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{_text(started(self.left))} and {_text(self.right)} share no sentence.</p>"
        heads = "".join(f"<th {_CELL}>{_text(head)}</th>" for head in ("", started(self.left), "", self.right, ""))
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(map(_row, self.rows))}</tbody></table>"


@dataclass(frozen=True)
class Pair:
    """Two articles of a trace, `a` before `b`: `verdict`, `evidence` and `alignment`."""

    trace: Trace
    a: str
    b: str

    @cached_property
    def names(self) -> tuple[str, str]:
        """How a person calls the two."""
        known = shorts(self.trace)
        return known.get(self.a, self.a), known.get(self.b, self.b)

    @cached_property
    def verdict(self) -> Verdict:
        """What they are to each other, and how sure that is."""
        said = verdict_sentence(self.trace, self.a, self.b)
        rows = [row for row in judged(self.trace) if (row.a, row.b) == (self.a, self.b)]
        return Verdict(said, _stories(rows[0], self.names) if rows else ())

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Every reason, the strongest first: signal, the weights of the three stories in nats, the words."""
        rows = self.trace.evidence
        rows = rows[(rows["a"] == self.a) & (rows["b"] == self.b)]
        columns = ["signal", "a_to_b", "b_to_a", "common", "quote"]
        strength = rows[columns[1:4]].abs().max(axis=1)
        return rows.loc[strength.sort_values(ascending=False, kind="stable").index, columns].reset_index(drop=True)

    @cached_property
    def alignment(self) -> Alignment:
        """Their sentences side by side."""
        return Alignment(*self.names, side_by_side(self.trace, self.a, self.b))

    def _repr_html_(self) -> str:
        one, two = self.names
        heads = ("signal", f"{two} from {one}", f"{one} from {two}", "both from a third", "the words")
        rows = [row for row in self.evidence.itertuples(index=False) if max(map(abs, row[1:4])) >= _LEAST]
        ledger = "".join(
            f"<tr><td {_CELL}>{_text(signal.replace('_', ' '))}</td>"
            + "".join(f"<td {_CELL}>{weight:+.1f}</td>" for weight in weights)
            + f"<td {_CELL}>{_text(quote)}</td></tr>"
            for signal, *weights, quote in rows
        )
        head = "".join(f"<th {_CELL}>{_text(words)}</th>" for words in heads)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{ledger}</tbody></table>" if rows else ""
        return (
            f"<div>{self.verdict._repr_html_()}<details open><summary>Evidence, in nats</summary>{table}</details>"
            f"<details><summary>Side by side</summary>{self.alignment._repr_html_()}</details></div>"
        )


def pair(trace: Trace, a: str, b: str) -> Pair:
    """The two articles as a pair that shows itself in a notebook, in whichever order they are named."""
    one, two = sorted((a, b))
    return Pair(trace, one, two)


def shown(lines: Sequence[str], title: str, folded: str, text: str) -> str:
    """A title, its sentences as a list, and a text that unfolds, as HTML."""
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    body = f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'
    more = f"<details><summary>{escape(folded)}</summary>{body}</details>"
    return f"<div><p><b>{_text(title)}</b></p><ul>{items}</ul>{more}</div>"


def _stories(row: Judged, names: tuple[str, str]) -> tuple[tuple[str, float], ...]:
    one, two = names
    stories = (
        (f"{two} took from {one}", row.p_a_to_b), (f"{one} took from {two}", row.p_b_to_a),
        ("both took from a third text", row.p_common), ("they are not related", row.p_none),
    )  # fmt: skip
    ranked = sorted(stories, key=lambda story: -story[1])
    return tuple((started(story), p) for story, p in ranked)


def _row(row: Row) -> str:
    said = ["perhaps by chance"] if row.faint else []
    said += [KINDS.get(row.kind, ""), weighed(row), "moved" if row.moved else "", edits_told(row.edits)]
    note = "; ".join(filter(None, said))
    shade = "" if row.kind else ' style="color:#6a6a6a"'
    return f"<tr{shade}>{_side(row.left)}{_side(row.right)}<td {_CELL}><i>{_text(note)}</i></td></tr>"


def _side(side: Side | None) -> str:
    if side is None:
        return f"<td {_CELL}></td><td {_CELL}></td>"
    words = "".join(_RUNS[op].format(escape(_kept(run))) for op, run in side.runs)
    return f'<td {_CELL}>{side.numbers}</td><td {_CELL} dir="auto">{words}</td>'


def _kept(run: str) -> str:
    """A run without what no page can show; the blanks at its ends stay."""
    return f"{' ' * run[:1].isspace()}{clean(run)}{' ' * (run[-1:].isspace() and len(run) > 1)}"


def _text(words: str) -> str:
    """Words of ours and of others on one line, as HTML; the fences around names from right to left stay."""
    return escape(printable(words))
