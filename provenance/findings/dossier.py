"""What stands behind each finding, as plain rows for any report: cards, ledgers, what was set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from provenance.findings.kin import Edge, Family, Judged, family
from provenance.findings.names import labels, shorts, text_of, when
from provenance.findings.side import Match, Row, lang_of, matches_of, rows_of
from provenance.findings.tree import credits_on
from provenance.findings.verdict import told
from provenance.findings.words import CREDITS, MARKS
from provenance.frames import Trace
from provenance.text import tokens

__all__ = ["Card", "Dossier", "Origin", "SetAside", "Weight", "side_by_side"]

_KNOWN = {
    "given": "given with the article",
    "text": "read from the text",
    "url": "read from the address",
    "unknown": "not known",
}
_EXACT = {
    "second": "to the second",
    "minute": "to the minute",
    "day": "to the day; the hour is not known",
    "none": "not known",
}
_ASIDE = 240  # characters of a passage set aside that are quoted: enough to find it again


class Origin(NamedTuple):
    """Where a part of an article came from: node, its short name, sentences, share, probability, credit."""

    node: str
    name: str
    taken: int
    share: float
    p: float
    primary: bool
    credit: str


class Card(NamedTuple):
    """What is known of one article, and what was found."""

    article: str
    name: str
    outlet: str
    outlet_from: str
    time: str
    time_exact: str
    author: str
    url: str
    path: str
    sentences: int
    words: int
    own: int
    origins: tuple[Origin, ...]
    taken_by: tuple[Origin, ...]
    credit: str
    quote: str
    finding: str


class Weight(NamedTuple):
    """One reason: the signal, its weights in nats for the three stories, and the words it rests on."""

    signal: str
    a_to_b: float
    b_to_a: float
    common: float
    quote: str


class SetAside(NamedTuple):
    """One passage that was not counted as story."""

    label: str
    reason: str
    words: str


@dataclass(frozen=True)
class Dossier:
    """A trace with its tables indexed once, so that five hundred cards cost one pass and not five hundred."""

    trace: Trace

    @cached_property
    def family(self) -> Family:
        """The edges as a family."""
        return family(self.trace)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Short names by node."""
        return shorts(self.trace)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Full names by node."""
        return labels(self.trace)

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], Judged]:
        """The verdicts by pair."""
        rows = self.trace.verdicts[list(Judged._fields)].itertuples(index=False, name=None)
        return {(row[0], row[1]): Judged(*row) for row in rows}

    def says(self, a: str, b: str) -> str:
        """The verdict on a pair (a < b) as a sentence, with what its arrow adds; empty where it was never judged."""
        row = self.verdicts.get((a, b))
        return told(row, self.names, self.arrows.get((a, b))) if row else ""

    @cached_property
    def arrows(self) -> Mapping[tuple[str, str], Edge]:
        """The arrows by the pair (a < b) that they join."""
        return {(min(e.parent, e.child), max(e.parent, e.child)): e for e in self.family.edges}

    @cached_property
    def stories(self) -> Mapping[str, Sequence[str]]:
        """The sentences of each article, in order."""
        told: dict[str, list[str]] = defaultdict(list)
        for article, text in self.trace.sentences[["article", "text"]].itertuples(index=False):
            told[article].append(text)
        return told

    @cached_property
    def matches(self) -> Mapping[tuple[str, str], Sequence[Match]]:
        """The matches by pair."""
        return matches_of(self.trace)

    @cached_property
    def langs(self) -> Mapping[str, str]:
        """The language of each article, as edits are told in it."""
        articles = self.trace.articles
        return {name: lang_of(code) for name, code in zip(articles["article"], articles["lang"], strict=True)}

    def rows(self, a: str, b: str) -> list[Row]:
        """One pair (a < b) side by side, in the order of the left story; empty where the two share no sentence."""
        left, right = (self.stories.get(name, ()) for name in (a, b))
        return rows_of(left, right, self.matches.get((a, b), ()), self.langs[a])

    def cards(self) -> Iterator[Card]:
        """One card an article, in the order of the table."""
        audited = {row["article"]: row for row in self.trace.audit.to_dict("records")}
        above, below = self._origins("child", "parent"), self._origins("parent", "child")
        for row in self.trace.articles.to_dict("records"):
            name = row["article"]
            found = audited.get(name, {"credit": "none", "quote": "", "finding": ""})
            yield Card(
                article=name,
                name=self.labels[name],
                outlet=text_of(row["outlet"]),
                outlet_from=_KNOWN[row["outlet_from"]],
                time=when(row["published"], row["published_precision"]),
                time_exact=_EXACT[row["published_precision"]],
                author=text_of(row["author"]),
                url=text_of(row["url"]),
                path=text_of(row["path"]) or name,
                sentences=len(self.stories.get(name, ())),
                words=self._words.get(name, 0),
                own=self._own.get(name, 0),
                origins=above.get(name, ()),
                taken_by=below.get(name, ()),
                credit=CREDITS[found["credit"]],
                quote=text_of(found["quote"]),
                finding=text_of(found["finding"]),
            )

    @cached_property
    def _words(self) -> Mapping[str, int]:
        counted: dict[str, int] = defaultdict(int)
        for article, norm in self.trace.sentences[["article", "norm"]].itertuples(index=False):
            counted[article] += len(tokens(norm))
        return counted

    @cached_property
    def _own(self) -> Mapping[str, int]:
        own = self.trace.descent.loc[self.trace.descent["parent"] == "", "child"]
        return dict(Counter(own.tolist()))

    def _origins(self, of: str, at: str) -> Mapping[str, tuple[Origin, ...]]:
        """The edges by the node at their end `of`, told from there: the main one first, then by share."""
        credit = credits_on(self.trace)
        found: dict[str, list[Origin]] = defaultdict(list)
        for edge in sorted(self.family.edges, key=lambda e: (not e.primary, -e.share, e.parent, e.child)):
            ends = {"parent": edge.parent, "child": edge.child}
            given = CREDITS[credit(edge.parent, edge.child)]
            name = self.names.get(ends[at], ends[at])
            found[ends[of]].append(Origin(ends[at], name, edge.taken, edge.share, edge.p, edge.primary, given))
        return {node: tuple(origins) for node, origins in found.items()}

    @cached_property
    def ledgers(self) -> Mapping[tuple[str, str], Sequence[Weight]]:
        """The reasons of every pair that has any, the strongest first."""
        rows: dict[tuple[str, str], list[Weight]] = defaultdict(list)
        columns = ["a", "b", *Weight._fields]
        for a, b, *weight in self.trace.evidence[columns].itertuples(index=False, name=None):
            rows[a, b].append(Weight(*weight))
        return {
            pair: sorted(found, key=lambda w: (-max(map(abs, w[1:4])), w.signal, w.quote))
            for pair, found in rows.items()
        }

    def set_aside(self) -> Mapping[str, Sequence[SetAside]]:
        """What was not counted as story, by article, in the order of the text; two rules on one passage are one row."""
        texts = dict(zip(self.trace.articles["article"], self.trace.articles["text"], strict=True))
        by: dict[tuple[str, int, int], list[tuple[str, str]]] = defaultdict(list)
        columns = ["article", "start", "end", "label", "reason"]
        for article, start, end, label, reason in self.trace.marks[columns].itertuples(index=False):
            by[article, start, end].append((MARKS[label], reason))
        found: dict[str, list[SetAside]] = defaultdict(list)
        for (article, start, end), why in sorted(by.items()):
            labels_, reasons = (dict.fromkeys(part) for part in zip(*why, strict=True))
            words = texts[article][start:end][: _ASIDE * 4]
            found[article].append(SetAside(", ".join(labels_), "; ".join(reasons), words))
        return found

    def notable_pairs(self, most: int) -> list[tuple[str, str]]:
        """The pairs that carry the findings: arrows first, then kin, then the rest by what they share."""
        arrows = [
            tuple(sorted((e.parent, e.child)))
            for e in sorted(self.family.edges, key=lambda e: (-e.share, -e.taken, e.child))
            if e.parent in self.stories
        ]
        rest = sorted(self.verdicts.values(), key=lambda v: (v.says == "none", -v.shared, v.a, v.b))
        ranked = [*arrows, *((v.a, v.b) for v in rest)]
        return [(pair[0], pair[1]) for pair in list(dict.fromkeys(ranked))[:most]]


def side_by_side(trace: Trace, a: str, b: str) -> list[Row]:
    """The rows of one pair in the order of the left story; the left is the name that sorts first.

    Sentences that only one side has are gathered into runs. Empty where the two share no sentence.
    """
    one, two = sorted((a, b))
    return Dossier(trace).rows(one, two)
