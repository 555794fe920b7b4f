"""What the page shows without its script: words, pictures as geometry, and the cards, pairs and texts told in full."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import Any

from markupsafe import Markup

from provenance import findings as told
from provenance.corpus import sheet
from provenance.findings.pieces import Piece, pieces
from provenance.findings.verdict import next_origin
from provenance.findings.words import Section, count, number
from provenance.plot.paint import fit
from provenance.plot.scene import MARGIN, scene
from provenance.renderers._details import Details

__all__ = ["page"]

_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\]+", re.IGNORECASE)
_FEW = 20  # articles up to which everything is told in the page itself; the script tells the rest of more
_FLOWS = 50  # articles from which flows between outlets are told: of fewer they are the arrows again
_PAIRS = 120  # pairs side by side of few articles: some 20 KB each
_NOTABLE = 24  # articles, and pairs, told in the page of many articles, as in the PDF
_ROWS = 200  # rows of a table that stand in the page itself: ten screens; the script has them all
_LONGEST = 100_000  # characters of a text that stands in the page itself: twenty long articles; the script opens any
_GRID = 60  # articles in the heatmap of the page itself, as in the picture

_SECTIONS = {
    **{key: told.SECTIONS[key] for key in ("findings", "lineage")},
    "timeline": Section("timeline", "When each appeared", "Each article at its time of publication (UTC), with the "
                        "arrows of the lineage. A bar instead of a dot: only the day is known."),
    **{key: told.SECTIONS[key] for key in ("heatmap", "strips")},
    "audit": Section("audit", "Taken and credited", "For each article: how much of it was taken, from whom, and the "
                     "credit that it gives."),
    "sure": Section("sure", "How sure this is", "Every arrow is the likeliest of several stories. The next best one "
                    "stands beside it; the least sure arrows come first."),
    "flows": Section("flows", "Flows between outlets", "Who takes from whom, and how much each outlet depends on "
                     "others; shares with their 95 % intervals."),
    **{key: told.SECTIONS[key] for key in ("cards", "pairs", "evidence", "claims", "aside", "method")},
}  # fmt: skip


def page(details: Details) -> dict[str, Any]:
    """Everything that the template asks for, by name."""
    dossier = details.dossier
    many = len(dossier.trace.articles) > _FEW
    ranked = dossier.notable_pairs(len(dossier.verdicts) + len(dossier.family.edges))
    named = {found.anchor for found in told.findings(dossier.trace)}
    chosen = [
        pair
        for at, pair in enumerate(ranked)
        if at < (_NOTABLE if many else _PAIRS) or told.anchor_pair(*pair) in named
    ]
    full = _full(dossier, chosen, named) if many else set(details.place)
    return {
        **_words(dossier), **_sure(dossier), **_proofs(details, chosen, full), **_pictures(details, full),
        "sections": _SECTIONS, "web": _WEB.fullmatch, "full": full, "many": many, "rows": _ROWS,
        "further": len(ranked) - len(chosen), "place": details.place, "overview": Markup(details.overview()),
        "flows": sheet(dossier.trace) if len(dossier.trace.articles) > _FLOWS else None,
        "details": Markup(details.parts[0]) if not details.files else "",
    }  # fmt: skip


def _full(dossier: told.Dossier, pairs: list[tuple[str, str]], named: set[str]) -> set[str]:
    """The articles and originals of a large trace that get a card: what findings name, then the ends of the pairs."""
    trace = dossier.trace
    nodes = {told.anchor_article(name): name for name in trace.articles["article"]}
    nodes |= {told.anchor_unseen(node): node for node in trace.unseen["node"]}
    first = [node for anchor, node in nodes.items() if anchor in named]
    takers = Counter(edge.parent for edge in dossier.family.edges)
    ranked = [*first, *(name for pair in pairs for name in pair), *sorted(takers, key=lambda n: (-takers[n], n))]
    return {*first, *list(dict.fromkeys(ranked))[:_NOTABLE]}


def _words(dossier: told.Dossier) -> dict[str, Any]:
    """The words: numbers as they are written, and what is said of the whole trace."""
    trace = dossier.trace
    ways = {name: getattr(told, name) for name in ("percent", "probability", "confidence", "cut")}
    return {
        **ways, "told": told, "trace": trace, "credits": told.CREDITS, "kinds": told.KINDS, "dossier": dossier,
        "credit": told.credits_on(trace), "numbers": told.numbers(trace), "headline": told.headline(trace),
        "method": told.method(), "options": told.options_of(trace),
        "claims": trace.claims.to_dict("records"), "unseen": trace.unseen.to_dict("records"),
    }  # fmt: skip


def _sure(dossier: told.Dossier) -> dict[str, Any]:
    """How the arrows spread over the scale, and how many of them would be wrong if their probabilities hold."""
    edges, kin = dossier.family.edges, dossier.family.kin
    steps = Counter(told.likelihood(edge.p) for edge in edges)
    said = []
    if edges:
        drawn = f"{count(len(edges), 'arrow')} {'is' if len(edges) == 1 else 'are'} drawn"
        wrong = round(sum(1 - edge.p for edge in edges))
        amount = f"about {number(wrong)} of them {'is' if wrong == 1 else 'are'}" if wrong else "hardly any of them is"
        said.append(f"{started(drawn)}. If their probabilities hold, {amount} wrong.")
    if kin:
        pairs = f"{count(len(kin), 'pair')} without an arrow {'is' if len(kin) == 1 else 'are'} related"
        said.append(f"{started(pairs)}, but who took from whom cannot be told.")
    seconds = {(edge.parent, edge.child): next_origin(edge, dossier.verdicts, dossier.names) for edge in edges}
    return {
        "steps": [(*step, steps[step[0]]) for step in told.scale()], "said": said, "seconds": seconds,
        "surest": sorted(edges, key=lambda edge: (edge.p, edge.child, edge.parent)),
    }  # fmt: skip


def started(words: str) -> str:
    """The words with a capital."""
    return words[0].upper() + words[1:]


def _proofs(details: Details, pairs: list[tuple[str, str]], full: set[str]) -> dict[str, Any]:
    """What links to each other: the anchors of what is told in full, and the pairs that are shown."""
    dossier = details.dossier
    articles = set(dossier.trace.articles["article"])
    anchors = {
        n: told.anchor_article(n) if n in articles else told.anchor_unseen(n) for n in details.place if n in full
    }
    shown, rows = {}, []
    for a, b in pairs:
        anchor = told.anchor_pair(a, b)
        says = dossier.says(a, b) or "The two share no run of words: nothing to compare."
        rows.append((anchor, a, b, dossier.rows(a, b), says))
        shown[a, b] = f"evidence-{anchor}" if (a, b) in dossier.ledgers else anchor
    langs = zip(dossier.trace.articles["article"], dossier.trace.articles["lang"].fillna(""), strict=True)
    return {
        "names": dossier.names, "edges": dossier.family.edges, "anchors": anchors, "pairs": rows, "langs": dict(langs),
        "proof": lambda one, two: shown.get((min(one, two), max(one, two)), anchors.get(one, "lineage")),
    }  # fmt: skip


def _pictures(details: Details, full: set[str]) -> dict[str, Any]:
    """Lineage, heatmap and strips as geometry, and the texts that they are of."""
    trace = details.trace
    short = set(trace.articles.loc[trace.articles["text"].str.len() <= _LONGEST, "article"]) & full
    texts = {name: text for name, text in pieces(trace).items() if name in short}
    taken = Counter(piece.origin for text in texts.values() for piece in text if piece.origin)
    ranked = sorted(taken, key=lambda origin: (-taken[origin], origin))
    looks = {origin: (f"p{at}", letter) for at, (origin, letter) in enumerate(zip(ranked, "ABCDEFGH", strict=False))}

    def look(piece: Piece) -> tuple[str, str]:
        if piece.label:
            return "lost-fill", ""
        return looks.get(piece.origin, ("p8", "+")) if piece.origin else ("own", "")

    cells = {name: [piece for piece in text if piece.n >= 0 or piece.label] for name, text in texts.items()}
    bars = {name: [(*key, list(run)) for key, run in groupby(row, key=look)] for name, row in cells.items()}
    longest = max((sum(piece.words for piece in row) for row in cells.values()), default=1)
    order = list(details.place)[: len(trace.articles)]
    heat = {
        (a, b): share
        for pair, both in details.shares.items()
        for (a, b), share in zip((pair, pair[::-1]), both, strict=True)
    }
    return {
        "scene": scene(trace, 4.0, MARGIN), "fit": fit, "heads": told.mastheads(trace),
        "heat": heat, "grid": order[:_GRID], "order": [name for name in order if name in texts],
        "texts": texts, "looks": looks, "bars": bars, "longest": max(longest, 1),
        "audited": {row["article"]: row for row in trace.audit.to_dict("records")}, "lineup": order[:_ROWS],
        "main": details.dossier.family.main(),
    }  # fmt: skip
