"""What the page's script needs: an overview of everything, and the details of articles and pairs, in parts.

Articles go by number, in the order of the lineage, so that families stand together and no name is ever a key.
Offsets count characters as Python does; the script knows that its own strings count otherwise.
"""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import pandas as pd

from provenance import findings as told
from provenance.align import coverage
from provenance.align.edits import KINDS
from provenance.evidence import SIGNALS
from provenance.findings.side import placed_edits
from provenance.findings.verdict import next_origin
from provenance.findings.words import EDITS
from provenance.frames import Trace
from provenance.plot.order import by_lineage

__all__ = ["FOLDER", "NO_CHARACTERS", "Details", "script_json"]

# Code points that are no characters: HTML admits them nowhere.
NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
# What may end a script element, and what may not stand even in one; the lone surrogates are for JSON to escape.
_UNSAFE = re.compile(f"[<\x7f-\x9f\ufdd0-\ufdef{NO_CHARACTERS}]")

FOLDER = "report_files"  # beside report.html: the details of articles and pairs, if they are too much for one file
# Bytes of details that the page holds itself. With 200 articles of 5,000 characters it stays under 5 MB, and
# opens in under a second; 1 MB would split what a mail takes, 8 MB is slow to open on a telephone.
_WITHIN = 2_800_000
_EDITED = 1_500  # sentences whose edits are told by kind: a second of work, and all of some 150 articles
_PART = 400_000  # bytes of one part beside it: read in a blink, and 2,000 articles make some thirty of them


@dataclass(frozen=True)
class Details:
    """A trace as numbers and words for a script; every cell is plain JSON."""

    dossier: told.Dossier

    @property
    def trace(self) -> Trace:
        """The trace that it tells of."""
        return self.dossier.trace

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The number of each article, by lineage, and after them of each unseen original."""
        return {node: at for at, node in enumerate([*by_lineage(self.trace), *self.trace.unseen["node"]])}

    @cached_property
    def parts(self) -> Sequence[str]:
        """The details as JSON texts: one if they fit into the page, else one for each file beside it."""
        return [f'{{"texts":[{",".join(texts)}],"pairs":[{",".join(pairs)}]}}' for texts, pairs in self._packed]

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The parts as scripts, by file name; none if the page holds the details itself."""
        if len(self.parts) < 2:
            return {}
        named = {f"{FOLDER}/part-{at:03}.js": part for at, part in enumerate(self.parts)}
        return {name: f"provenance({part});\n".encode() for name, part in named.items()}

    @cached_property
    def nonce(self) -> str:
        """What the page's policy asks of those scripts: a digest, since the same trace gives the same bytes."""
        return sha256("".join(self.parts).encode()).hexdigest()[:32] if self.files else ""

    def overview(self) -> str:
        """Everything but texts and evidence, as JSON."""
        return script_json({
            "nodes": [*self._nodes()],
            "articles": len(self.trace.articles),
            "edges": [*self._edges()],
            "kin": self._kin(),
            "heat": [*self._heat()],
            "signals": _claims(),
            "credits": told.CREDITS,
            "kinds": told.KINDS,
            "edits": [EDITS[kind] for kind in KINDS],
            "scale": told.scale(),
            "parts": list(self.files),
            "nonce": self.nonce,
        })  # fmt: skip

    def _nodes(self) -> Iterator[dict[str, Any]]:
        heads, whole, part_of = told.mastheads(self.trace), self.dossier.family, self._part_of()
        clock = dict(zip(self.trace.articles["article"], self.trace.articles["published"], strict=True))
        exact = dict(zip(self.trace.articles["article"], self.trace.articles["published_precision"], strict=True))
        audit = {row["article"]: row for row in self.trace.audit.to_dict("records")}
        for card in sorted(self.dossier.cards(), key=lambda card: self.place[card.article]):
            name, audited = card.article, audit.get(card.article, {})
            known = exact[name] != "none" and isinstance(clock[name], pd.Timestamp)
            yield {
                "name": self.dossier.names[name], "outlet": heads[name].outlet, "headline": heads[name].headline,
                "known": bool(card.outlet), "when": card.time, "at": int(clock[name].timestamp()) if known else None,
                "exact": exact[name], "anchor": told.anchor_article(name), "path": card.path, "author": card.author,
                "credit": audited.get("credit", "none"), "share": round(float(audited.get("share", 0)), 4),
                "finding": card.finding, "quote": card.quote, "own": card.own, "sentences": card.sentences,
                "words": card.words, "version": self.place.get(whole.versions.get(name, ""), -1),
                "part": part_of[self.place[name]],
            }  # fmt: skip
        for row in self.trace.unseen.to_dict("records"):
            name = self.dossier.names.get(row["node"], row["node"])
            yield {"name": name, "unseen": row["text"].split("\n"), "anchor": told.anchor_unseen(row["node"])}

    def _edges(self) -> Iterator[dict[str, Any]]:
        """Each arrow with what came second, in words."""
        credit = told.credits_on(self.trace)
        for edge in self.dossier.family.edges:
            yield {
                "from": self.place[edge.parent], "to": self.place[edge.child], "share": round(edge.share, 4),
                "p": round(edge.p, 4), "sure": told.confidence(edge.p), "main": edge.primary, "taken": edge.taken,
                "of": edge.of, "credit": credit(edge.parent, edge.child),
                "second": next_origin(edge, self.dossier.verdicts, self.dossier.names),
                "second_p": round(float(edge.runner_up_p), 4) if edge.runner_up else 0,
            }  # fmt: skip

    def _kin(self) -> list[list[int]]:
        """Of two families that are related without an arrow the closest pair, as in the picture."""
        whole = self.dossier.family
        closest: dict[tuple[int, ...], list[int]] = {}
        for row in sorted(whole.kin, key=lambda v: (v.p_none, -v.shared, v.a, v.b)):
            ends = tuple(sorted((whole.trees[row.a], whole.trees[row.b])))
            closest.setdefault(ends, [self.place[row.a], self.place[row.b]])
        return list(closest.values())

    @cached_property
    def shares(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        """By pair (a < b): the share (0..1) of a's story that stands in b's, and of b's in a's, where there is any."""
        return dict(sorted(coverage(self.trace.sentences, self.trace.matches).items()))

    def _heat(self) -> Iterator[list[int]]:
        for (a, b), shares in self.shares.items():
            yield [self.place[a], self.place[b], *(min(100, max(1, round(100 * share))) for share in shares)]

    @cached_property
    def _packed(self) -> Sequence[tuple[list[str], list[str]]]:
        return _packed(list(self._articles()))

    def _part_of(self) -> list[int]:
        """The number of the part that holds each article, by the article's own number."""
        return [number for number, (texts, _) in enumerate(self._packed) for _ in texts]

    def _articles(self) -> Iterator[tuple[str, list[str]]]:
        """Each article, and the pairs that it is the first of, as JSON."""
        spans, pairs = self._spans(), self._pairs()
        texts = dict(zip(self.trace.articles["article"], self.trace.articles["text"], strict=True))
        langs = dict(zip(self.trace.articles["article"], self.trace.articles["lang"].fillna(""), strict=True))
        for name in list(self.place)[: len(texts)]:
            sentences, marks = spans[name]
            whole = {"at": self.place[name], "lang": langs[name], "text": texts[name]}
            yield script_json(whole | {"sentences": sentences, "marks": marks}), pairs[name]

    def _spans(self) -> Mapping[str, tuple[list[Any], list[Any]]]:
        """By article: [start, end, origin or -1, its sentence or -1] a sentence, [start, end, label, why] a mark."""
        found: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        rows = self.trace.descent[["child", "n", "parent", "parent_n"]].itertuples(index=False, name=None)
        origin = {(c, n): [self.place.get(p, -1), -1 if pd.isna(at) else int(at)] for c, n, p, at in rows}
        cut = self.trace.sentences[["article", "n", "start", "end"]].itertuples(index=False, name=None)
        for name, n, start, end in cut:
            found[name][0].append([start, end, *origin.get((name, n), (-1, -1))])
        columns = ["article", "start", "end", "label", "reason"]
        for name, start, end, label, reason in self.trace.marks[columns].itertuples(index=False, name=None):
            found[name][1].append([start, end, told.MARKS[label], reason])
        return found

    def _pairs(self) -> Mapping[str, list[str]]:
        """The pairs that were compared, by their first article: verdict, answers, reasons."""
        dossier = self.dossier
        spots = ["a", "b", "signal", "a_to_b", "b_to_a", "common", "quote", "a_start", "a_end", "b_start", "b_end"]
        reasons: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
        for a, b, *row in self.trace.evidence[spots].itertuples(index=False, name=None):
            weights = [round(weight, 2) for weight in row[1:4]]
            where = [None if pd.isna(spot) else int(spot) for spot in row[5:]]
            reasons[a, b].append([row[0], *weights, row[4], *where])
        found: dict[str, list[str]] = defaultdict(list)
        edits = self._edits()
        for a, b in sorted({*dossier.verdicts, *dossier.matches, *reasons}):
            judged = dossier.verdicts.get((a, b))
            ledger = sorted(reasons[a, b], key=lambda r: (-max(map(abs, r[1:4])), r[0], r[4]))
            found[a].append(script_json({
                "a": self.place[a], "b": self.place[b], "says": dossier.says(a, b),
                "p": [round(p, 4) for p in judged[2:6]] if judged else [],
                "matches": [[m.left, m.right, round(m.score, 2), m.kind, int(m.moved), int(m.meaning)]
                            for m in dossier.matches.get((a, b), ())],
                "edits": edits.get((a, b)),
                "ledger": ledger,
            }))  # fmt: skip
        return found

    def _edits(self) -> Mapping[tuple[str, str], list[list[int]]]:
        """By pair, the arrows' first: each edit as [start, end] on the left, on the right, and the number of its kind.

        Of a large trace only so many sentences are told; the script finds the words of the others, not their kinds.
        """
        dossier, found, told_ = self.dossier, {}, 0
        columns = ["article", "start", "text"]
        stories: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name, start, text in self.trace.sentences[columns].itertuples(index=False, name=None):
            stories[name].append((start, text))
        for a, b in dossier.notable_pairs(len(dossier.verdicts) + len(dossier.family.edges)):
            matches = dossier.matches.get((a, b), ())
            told_ += sum(match.kind != "same" for match in matches)
            if told_ > _EDITED:
                break
            placed = placed_edits(stories[a], stories[b], matches, dossier.langs[a])
            found[a, b] = [[*one, *two, KINDS.index(kind)] for one, two, kind in placed]
        return found


def script_json(value: object) -> str:
    """The value as JSON that may stand in a script element: `<` is escaped, so no text can end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda at: json.dumps(at[0])[1:-1] if at[0] != "<" else "\\u003c", text)


def _packed(articles: Sequence[tuple[str, list[str]]]) -> list[tuple[list[str], list[str]]]:
    """The articles in their order, in as few parts as may be: one part if that fits into the page."""
    total = sum(len(text.encode()) + sum(map(len, pairs)) for text, pairs in articles)
    most = total + 1 if total <= _WITHIN else _PART
    packed: list[tuple[list[str], list[str]]] = [([], [])]
    room = most
    for text, pairs in articles:
        size = len(text.encode()) + sum(map(len, pairs))
        if size > room and packed[-1][0]:
            packed.append(([], []))
            room = most
        packed[-1][0].append(text)
        packed[-1][1].extend(pairs)
        room -= size
    return packed


def _claims() -> Mapping[str, str]:
    """Each signal with the claim that it makes about the world."""
    docs = {name: inspect.getdoc(inspect.getmodule(found.see)) or "" for name, found in SIGNALS}
    return {name: doc.splitlines()[0] for name, doc in docs.items() if doc}
