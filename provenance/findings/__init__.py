"""What a trace says, in a reader's words: names, probabilities, findings, and the dossier behind each.

Start at `findings`: up to seven sentences, each with the anchor of its proof; then `Dossier`, which holds the
proofs as plain rows. Every report takes its words from here, so that the PDF, the page and the terminal
never tell one thing in two ways.
"""

from provenance.findings.dossier import Card, Dossier, Origin, SetAside, Weight, side_by_side
from provenance.findings.kin import Edge, Family, Judged, family
from provenance.findings.method import method, options_of, scale
from provenance.findings.names import (
    Masthead,
    anchor_article,
    anchor_pair,
    anchor_unseen,
    label,
    labels,
    mastheads,
    short,
    shorts,
    started,
    when,
)
from provenance.findings.rich import Alignment, Pair, Verdict, pair, shown
from provenance.findings.side import Row, Side, edits_told, weighed
from provenance.findings.story import Finding, Numbers, findings, headline, numbers
from provenance.findings.tree import credit_of, credits_on, lineage_text
from provenance.findings.verdict import runner_up, verdict_sentence
from provenance.findings.words import (
    CREDITS,
    KINDS,
    MARKS,
    SECTIONS,
    clean,
    confidence,
    cut,
    likelihood,
    percent,
    probability,
)

__all__ = [
    "CREDITS",
    "KINDS",
    "MARKS",
    "SECTIONS",
    "Alignment",
    "Card",
    "Dossier",
    "Edge",
    "Family",
    "Finding",
    "Judged",
    "Masthead",
    "Numbers",
    "Origin",
    "Pair",
    "Row",
    "SetAside",
    "Side",
    "Verdict",
    "Weight",
    "anchor_article",
    "anchor_pair",
    "anchor_unseen",
    "clean",
    "confidence",
    "credit_of",
    "credits_on",
    "cut",
    "edits_told",
    "family",
    "findings",
    "headline",
    "label",
    "labels",
    "likelihood",
    "lineage_text",
    "mastheads",
    "method",
    "numbers",
    "options_of",
    "pair",
    "percent",
    "probability",
    "runner_up",
    "scale",
    "short",
    "shorts",
    "shown",
    "side_by_side",
    "started",
    "verdict_sentence",
    "weighed",
    "when",
]
