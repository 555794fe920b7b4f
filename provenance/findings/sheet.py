"""The whole report as plain values for a template: every word already said, every link sure of its target."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from provenance.evidence import SIGNALS
from provenance.findings.dossier import Card, Dossier
from provenance.findings.kin import Edge, family
from provenance.findings.method import method, options_of, scale
from provenance.findings.names import anchor_article, anchor_pair, anchor_unseen, started, text_of
from provenance.findings.printed import NOTHING, abreast, fit_for_print, narrow, nats, printed_row
from provenance.findings.story import findings, headline, numbers
from provenance.findings.words import (
    SECTIONS,
    and_list,
    clean,
    confidence,
    count,
    cut,
    number,
    percent,
    probability,
)
from provenance.frames import Trace

__all__ = ["Budget", "sheet"]

_TOLD = ("cards", "pairs", "evidence", "rest", "rest_unseen")  # the parts whose items can be linked to
_FACT = 100  # characters of a name, a path or a fact in small print


@dataclass(frozen=True)
class Budget:
    """How much of a large trace is told in full; `many` articles and more get the notable ones and an appendix.

    An editor reads twenty pages or so: told whole, twelve articles take 26 of them, 20 took 47 and 49 took 61
    (simulated newsrooms), where nobody finds the telling case. Pairs that are not related have their evidence told
    while all pairs are at most `weighed`.
    """

    many: int = 13
    weighed: int = 10
    cards: int = 12
    pairs: int = 6
    rows: int = 60
    weights: int = 12
    aside: int = 60
    unseen: int = 4
    lines: int = 12


def sheet(trace: Trace, budget: Budget = Budget()) -> dict[str, Any]:
    """The report but for its pictures: strings, numbers as strings, lists and mappings of them (JSON can hold it).

    Keys: title, foot, sections, numbers, findings, cards, pairs, pairs_more, evidence, signals, claims, aside,
    aside_more, method, scale, options, rest, rest_unseen. Every string is on one line and free of control characters.
    """
    made = _Sheet(Dossier(trace), budget)
    told_now = {
        "title": headline(trace),
        "foot": f"Provenance of {count(len(trace.articles), 'article')}",
        "sections": {key: section._asdict() for key, section in SECTIONS.items()},
        "numbers": list(_numbers(trace)),
        "cards": [*made.unseen(), *(made.card(card) for card in made.cards if card.article in made.notable)],
        "pairs": [made.pair(a, b) for a, b in made.aligned],
        "pairs_more": made.pairs_more(),
        "evidence": [made.ledger(a, b) for a, b in made.weighed],
        "signals": made.signals(),
        "claims": list(_claims(trace, made.dossier.names)),
        **made.aside(),
        "method": list(zip(("How it was done", "What it cannot show"), method(), strict=True)),
        "scale": scale(),
        "options": [(cut(name, _FACT), cut(value, _FACT)) for name, value in options_of(trace)],
        "rest": [made.line(card) for card in made.cards if card.article not in made.notable],
        "rest_unseen": [made.unseen_line(row) for row in made.originals[len(made.told_unseen) :]],
    }
    return {key: fit_for_print(part) for key, part in {**told_now, "findings": made.findings(told_now)}.items()}


@dataclass(frozen=True)
class _Sheet:
    """The dossier, and what of it the budget lets in."""

    dossier: Dossier
    budget: Budget

    @cached_property
    def cards(self) -> Sequence[Card]:
        return list(self.dossier.cards())

    @cached_property
    def notable(self) -> set[str]:
        """All articles of a small trace; else the ends of the notable pairs, then those with most taken from them."""
        if len(self.cards) < self.budget.many:
            return {card.article for card in self.cards}
        ranked = [name for pair in self.dossier.notable_pairs(self.budget.pairs) for name in pair]
        ranked += [c.article for c in sorted(self.cards, key=lambda c: (-len(c.taken_by), -c.words, c.article))]
        return set(list(dict.fromkeys(ranked))[: self.budget.cards])

    @cached_property
    def _pairs(self) -> Sequence[tuple[str, str]]:
        few = len(self.cards) < self.budget.many
        return self.dossier.notable_pairs(len(self.cards) ** 2 if few else self.budget.pairs)

    @property
    def aligned(self) -> Sequence[tuple[str, str]]:
        """The pairs whose sentences are shown side by side: those that are related."""
        most = 3 * self.budget.pairs
        return [pair for pair in self._pairs if pair in self.dossier.matches and self._related(pair)][:most]

    @property
    def weighed(self) -> Sequence[tuple[str, str]]:
        """The pairs whose ledger is shown: those that are related, and of few pairs the others too."""
        most = 3 * self.budget.pairs
        told_ = [pair for pair in self._pairs if pair in self.dossier.ledgers]
        related = [pair for pair in told_ if self._related(pair)]
        return related[:most] if len(told_) > self.budget.weighed else told_

    def pairs_more(self) -> str:
        """What is said of the related pairs that are not shown; empty where there are none."""
        more = sum(map(self._related, self.dossier.matches)) - len(self.aligned)
        words = f"{count(more, 'further pair')} {'is' if more == 1 else 'are'} related"
        return (
            f"{words[0].upper()}{words[1:]}: the web page of this report shows any two articles side by side."
            if more
            else ""
        )

    def _related(self, pair: tuple[str, str]) -> bool:
        row = self.dossier.verdicts.get(pair)
        return pair in self.dossier.arrows or (row is not None and row.says != "none")

    def name(self, node: str) -> str:
        return started(self.dossier.names.get(node, node))

    def _named(self, a: str, b: str) -> dict[str, str]:
        return {"name": f"{self.name(a)} and {self.dossier.names.get(b, b)}", "verdict": self.dossier.says(a, b)}

    def card(self, card: Card) -> dict[str, Any]:
        facts = [f"{card.time} ({card.time_exact})" if card.time_exact != "not known" else "time not known"]
        facts.append(f"outlet {card.outlet_from}")
        facts += [cut(card.author, _FACT)] if card.author else []
        facts.append(f"{count(card.sentences, 'sentence')}, {card.words} words")
        facts.append(f"file {card.path if len(card.path) <= _FACT else '…' + card.path[-_FACT:]}")
        own = ["its own words", str(card.own), percent(card.own / card.sentences), "", ""] if card.own else []
        return {
            "name": started(card.name),
            "anchor": anchor_article(card.article),
            "facts": facts,
            "finding": f"It {cut(card.finding.rstrip('.'), 3 * _FACT)}." if card.finding else "",
            "origins": [
                {
                    "name": started(o.name), "taken": str(o.taken), "share": percent(o.share),
                    "sure": confidence(o.p), "credit": o.credit,
                }
                for o in card.origins
            ],
            "own": own,
            "quote": cut(card.quote, 200),
            "taken_by": ", ".join(f"{o.name} ({percent(o.share)} of its sentences)" for o in card.taken_by[:12]),
            "text": [],
        }  # fmt: skip

    @cached_property
    def _takers(self) -> Mapping[str, Sequence[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in sorted(self.dossier.family.edges, key=lambda e: (e.parent, e.child)):
            found[edge.parent].append(edge)
        return found

    @cached_property
    def originals(self) -> Sequence[Mapping[Hashable, Any]]:
        """The originals that are not in the folder, in a large trace those with the most takers first."""
        rows = self.dossier.trace.unseen.to_dict("records")
        few = len(self.cards) < self.budget.many
        return rows if few else sorted(rows, key=lambda row: (-len(self._takers.get(row["node"], ())), row["node"]))

    @property
    def told_unseen(self) -> Sequence[Mapping[Hashable, Any]]:
        """Those of them that get a card."""
        few = len(self.cards) < self.budget.many
        return self.originals[: self.budget.cards if few else self.budget.unseen]

    def unseen_line(self, row: Mapping[Hashable, Any]) -> dict[str, str]:
        """One original of the appendix."""
        takers = [self.dossier.names.get(edge.child, edge.child) for edge in self._takers.get(row["node"], ())]
        name = started(cut(self.dossier.labels.get(row["node"], row["node"]), 60))
        return {"name": name, "anchor": anchor_unseen(row["node"]), "takers": and_list(takers)}

    def unseen(self) -> Iterator[dict[str, Any]]:
        """The cards of the originals that are not in the folder."""
        few = len(self.cards) < self.budget.many
        for row in self.told_unseen:
            takers = self._takers.get(row["node"], ())
            lines = [line for line in text_of(row["text"]).splitlines() if line.strip()]
            most = self.budget.rows // 2 if few else self.budget.lines
            left_out = len(lines) - most
            more = (
                [f"… and {count(left_out, 'sentence')} more, in the table of unseen originals."] if left_out > 0 else []
            )
            yield {
                "name": started(self.dossier.labels.get(row["node"], row["node"])),
                "anchor": anchor_unseen(row["node"]),
                "facts": ["not in the folder", "inferred from what its takers share"],
                "finding": "",
                "origins": [],
                "own": [],
                "quote": "",
                "taken_by": ", ".join(self._taker(edge) for edge in takers[:12]),
                "text": [cut(line, 600) for line in lines[:most]] + more,
            }

    def _taker(self, edge: Edge) -> str:
        name = self.dossier.names.get(edge.child, edge.child)
        return f"{name} ({percent(edge.share)} of its sentences, {confidence(edge.p)})"

    def line(self, card: Card) -> dict[str, str]:
        """One article of the appendix."""
        main = card.origins[0] if card.origins else None
        return {
            "name": started(cut(card.name, 60)),
            "anchor": anchor_article(card.article),
            "origin": cut(started(main.name), 40) if main else "nobody here",
            "share": percent(main.share) if main else "",
            "p": probability(main.p) if main else "",
            "credit": card.credit if main else "",
        }

    def pair(self, a: str, b: str) -> dict[str, Any]:
        rows = list(abreast(self.dossier.rows(a, b)))
        left_out = len(rows) - self.budget.rows
        return {
            **self._named(a, b),
            "anchor": anchor_pair(a, b),
            "evidence": f"evidence-{anchor_pair(a, b)}" if (a, b) in self.weighed else None,
            "left": self.name(a),
            "right": self.name(b),
            "rows": [printed_row(row) for row in rows[: self.budget.rows]],
            "more": f"{left_out} further rows are in the web page of this report." if left_out > 0 else "",
        }

    def ledger(self, a: str, b: str) -> dict[str, Any]:
        weights = self.dossier.ledgers[a, b]
        shown = [w for w in weights if max(map(abs, w[1:4])) >= NOTHING][: self.budget.weights] or weights[:1]
        left_out = len(weights) - len(shown)
        names = self.dossier.names
        return {
            **self._named(a, b),
            "anchor": f"evidence-{anchor_pair(a, b)}" if (a, b) in self.aligned else anchor_pair(a, b),
            "ab": narrow(names.get(b, b), names.get(a, a)),
            "ba": narrow(names.get(a, a), names.get(b, b)),
            "weights": [
                {
                    "signal": cut(w.signal.replace("_", " "), _FACT), "quote": cut(w.quote, 150),
                    "a_to_b": nats(w.a_to_b), "b_to_a": nats(w.b_to_a), "common": nats(w.common),
                }
                for w in shown
            ],
            "sums": [nats(sum(getattr(w, way) for w in weights)) for way in ("a_to_b", "b_to_a", "common")],
            "more": f"with {count(left_out, 'weaker reason')} not listed" if left_out > 0 else "",
        }  # fmt: skip

    def signals(self) -> list[tuple[str, str]]:
        """The signals that spoke, each with the claim it makes about the world."""
        spoke = {w.signal for pair in self.weighed for w in self.dossier.ledgers[pair][: self.budget.weights]}
        known = [(name, SIGNALS[name]) for name in sorted(spoke) if name in SIGNALS]
        docs = [(name, inspect.getdoc(inspect.getmodule(found.see)) or "") for name, found in known]
        return [(name.replace("_", " "), doc.splitlines()[0]) for name, doc in docs if doc]

    def aside(self) -> dict[str, Any]:
        """What was set aside, article by article; neighbours of one kind are one row."""
        left, groups, total = self.budget.aside, [], 0
        ranked = sorted(self.dossier.set_aside().items(), key=lambda held: (held[0] not in self.notable, held[0]))
        for article, passages in ranked:
            runs = [list(run) for _, run in groupby(passages, key=lambda p: p.label)]
            total += len(runs)
            rows = [
                {
                    "label": run[0].label,
                    "words": cut(" · ".join(clean(p.words) for p in run), 420),
                    "reason": cut("; ".join(dict.fromkeys(p.reason for p in run)), 160),
                }
                for run in runs[:left]
            ]
            left -= len(rows)
            if rows and article in self.notable:
                groups.append({"name": started(self.dossier.labels[article]), "rows": rows})
        more = total - sum(len(group["rows"]) for group in groups)
        note = f"{more} further passages are in the table of marks." if more > 0 else ""
        return {"aside": groups, "aside_more": note}

    def findings(self, made: Mapping[str, Any]) -> list[dict[str, str]]:
        """The findings, each linked to its proof if it is told in full, else to the section it belongs to."""
        there = {item["anchor"] for part in _TOLD for item in made[part]}
        there |= {SECTIONS[part].anchor for part in ("cards", "pairs", "evidence", "claims", "aside") if made[part]}
        there |= {SECTIONS[part].anchor for part in ("lineage", "heatmap", "strips") if len(self.cards) > 1}
        near = {"pair": "pairs", "card": "cards", "unseen": "cards"}
        out = []
        for finding in findings(self.dossier.trace):
            part = near.get(finding.anchor.partition("-")[0], "")
            ways = (finding.anchor, SECTIONS[part].anchor if part else "", SECTIONS["method"].anchor)
            out.append({"text": finding.text, "anchor": next(way for way in ways if way in there or way == ways[-1])})
        return out


def _numbers(trace: Trace) -> Iterator[dict[str, str]]:
    four, again = numbers(trace), len(family(trace).versions)
    versions = f"; {number(again)} more {'is a version' if again == 1 else 'are versions'} of these" if again else ""
    at_least = f", at least {four.origins_at_least}" if four.origins_at_least < four.origins else ""
    yield {"value": str(four.articles - again), "means": f"articles compared{versions}"}
    yield {"value": str(four.origins), "means": f"independent origins{at_least}"}
    yield {"value": str(four.over_half), "means": "take over more than half of their text"}
    yield {"value": str(four.without_full_credit), "means": "of these without a full credit"}


def _claims(trace: Trace, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    unseen = {node: names[node] for node in trace.unseen["node"]}
    for chain, hops in trace.claims.groupby("claim", sort=True):
        rows = [
            {
                "hop": " → ".join(cut(unseen.get(end, end), _FACT) for end in (h["parent"], h["child"])),
                "result": h["result"],
                "p": probability(h["p"]),
                "why": cut(h["why"], 3 * _FACT),
            }
            for h in hops.sort_values("hop").to_dict("records")
        ]
        yield {
            "chain": cut(" → ".join(unseen.get(end, end) for end in str(chain).split(" > ")), 2 * _FACT),
            "hops": rows,
        }
