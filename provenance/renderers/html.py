"""The report as one page that needs nothing else: `report.html`, with its style, pictures and script inside.

Everything that comes from articles passes through Jinja's escaping; the content security policy admits this one
style and this one script by their hashes, so that even a hole in the escaping runs nothing and fetches nothing.
Without JavaScript all of it can be read; the script adds finding, sorting and opening.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from provenance import findings as told
from provenance.findings.pieces import Piece, pieces
from provenance.findings.verdict import told as verdict
from provenance.frames import Trace
from provenance.plot.heatmap import containment
from provenance.plot.order import by_lineage
from provenance.plot.paint import fit
from provenance.plot.scene import MARGIN, scene
from provenance.renderers import renderer

__all__ = ["html"]

_PAIRS = 120  # pairs side by side: with 200 articles of 30 sentences the page stays under 5 MB
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # what HTML does not admit
_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\]+", re.IGNORECASE)


@renderer("html")
def html(trace: Trace) -> Mapping[str, bytes]:
    """`report.html`: one UTF-8 file that refers to no other."""
    loader = PackageLoader("provenance.renderers", "")
    room = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown)
    room.trim_blocks = room.lstrip_blocks = True
    style, script = (Markup(loader.get_source(room, f"report.{kind}")[0]) for kind in ("css", "js"))
    inside = {"style": style, "script": script, "policy": _policy(style, script), "web": _WEB.fullmatch}
    inside |= {**_told(trace), **_proofs(trace), **_pictures(trace)}
    return {"report.html": room.get_template("report.html.j2").render(inside).encode()}


def _told(trace: Trace) -> dict[str, Any]:
    """The words: numbers as they are written, and what is said of the whole trace."""
    ways = {name: getattr(told, name) for name in ("percent", "probability", "confidence", "cut")}
    return {
        **ways, "told": told, "trace": trace, "credits": told.CREDITS, "kinds": told.KINDS,
        "credit": told.credits_on(trace), "numbers": told.numbers(trace), "headline": told.headline(trace),
        "method": told.method(), "options": told.options_of(trace),
        "claims": trace.claims.to_dict("records"), "unseen": trace.unseen.to_dict("records"),
    }  # fmt: skip


def _proofs(trace: Trace) -> dict[str, Any]:
    """What links to each other: the anchors, and the pairs that are shown."""
    dossier = told.Dossier(trace)
    anchors = {name: told.anchor_article(name) for name in trace.articles["article"]}
    anchors |= {node: told.anchor_unseen(node) for node in trace.unseen["node"]}
    named = {found.anchor for found in told.findings(trace)}
    ranked = dossier.notable_pairs(len(dossier.verdicts) + len(dossier.family.edges))
    pairs, shown = [], {}
    for at, (a, b) in enumerate(ranked):
        anchor, row = told.anchor_pair(a, b), dossier.verdicts.get((a, b))
        if at < _PAIRS or anchor in named:
            says = verdict(row, dossier.names) if row else told.verdict_sentence(trace, a, b)
            pairs.append((anchor, a, b, dossier.rows(a, b), says))
            shown[a, b] = f"evidence-{anchor}" if (a, b) in dossier.ledgers else anchor
    return {
        "dossier": dossier, "names": dossier.names, "edges": dossier.family.edges,
        "anchors": anchors, "pairs": pairs, "further": len(ranked) - len(pairs),
        "langs": dict(zip(trace.articles["article"], trace.articles["lang"].fillna(""), strict=True)),
        "proof": lambda one, two: shown.get((min(one, two), max(one, two)), anchors.get(one, "lineage")),
    }  # fmt: skip


def _pictures(trace: Trace) -> dict[str, Any]:
    """Lineage, heatmap and strips as geometry, and the texts that they are of."""
    texts = pieces(trace)
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
    return {
        "scene": scene(trace, 4.0, MARGIN), "fit": fit, "heads": told.mastheads(trace), "heat": containment(trace),
        "order": by_lineage(trace), "texts": texts, "looks": looks, "bars": bars, "longest": max(longest, 1),
    }  # fmt: skip


def _shown(value: object) -> object:
    """Text as a page can hold it: control characters as their pictures, line ends as line feeds."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(lambda at: chr(0x2400 + ord(at[0])) if at[0] < " " else "\ufffd", plain)


def _policy(style: str, script: str) -> str:
    style, script = (b64encode(sha256(inline.encode()).digest()).decode() for inline in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )
