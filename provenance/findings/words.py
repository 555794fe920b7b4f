"""The words of the reports: one scale for probabilities, one name for each credit, label and section."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = [
    "CREDITS",
    "KINDS",
    "MARKS",
    "NAMED_FROM",
    "SCALE",
    "SECTIONS",
    "Section",
    "and_list",
    "clean",
    "confidence",
    "count",
    "cut",
    "isolated",
    "likelihood",
    "number",
    "percent",
    "printable",
    "probability",
]

# The lower end of each step and its words, after the calibrated language of the IPCC and of ICD 203.
SCALE = ((0.99, "almost certain"), (0.90, "very likely"), (0.66, "likely"), (0.50, "more likely than not"))

# The runner-up is named from this probability on: below one in ten nobody would act on it (report design).
NAMED_FROM = 0.10


class Section(NamedTuple):
    """One part of a report: the anchor that links point at, its title, and one sentence on how to read it."""

    anchor: str
    title: str
    reads: str


SECTIONS: Mapping[str, Section] = {
    "findings": Section("findings", "Findings", "Each sentence links to its proof."),
    "lineage": Section(
        "lineage",
        "Lineage",
        "Time runs downwards where it is known, else rank. An arrow runs from the origin to the "
        "taker; its label is the share of the taker's sentences that came that way and the "
        "probability of the arrow.",
    ),
    "heatmap": Section(
        "heatmap",
        "Who contains whom",
        "A row is the taker, a column the origin. A cell is the share of the row's words, 0 to 1, "
        "that stand in sentences which answer a sentence of the column, weighted by how closely they "
        "do. It shows overlap, not direction.",
    ),
    "strips": Section(
        "strips",
        "Where each sentence came from",
        "One bar an article, one cell a sentence, in the article's own order; the width of a cell is "
        "its number of words.",
    ),
    "cards": Section("cards", "The articles", "One card an article: what is known of it, and what was found."),
    "pairs": Section(
        "pairs",
        "The pairs, sentence by sentence",
        "Left and right are the two stories; the numbers count each story's sentences from 1. Words "
        "that only the left has are struck through, words that only the right has are underlined. A "
        "sentence out of order carries the other side's number.",
    ),
    "evidence": Section(
        "evidence",
        "The evidence for each verdict",
        "Weights are natural logarithms of likelihood ratios (nats): how much likelier is this sight "
        "if the story of the column is true than if the two articles are independent. +1 is a factor "
        "of 2.7, +3 of 20. Their sums, on top of the prior that most pairs are strangers, give the verdict.",
    ),
    "claims": Section(
        "claims",
        "Claims tested",
        "A claimed chain is judged hop by hop: one hop can hold while the next does not.",
    ),
    "aside": Section(
        "aside",
        "Set aside",
        "What was not counted as story. It was labelled, not deleted: one site's furniture inside "
        "another site's story is evidence.",
    ),
    "method": Section("method", "Method and limits", ""),
}

CREDITS: Mapping[str, str] = {
    "full": "full credit",
    "generic": "generic credit only",
    "photo-only": "photo credit only",
    "other": "credits somebody else",
    "none": "no credit",
}

KINDS: Mapping[str, str] = {
    "same": "the same words",
    "edited": "edited",
    "rewritten": "rewritten",
    "merged": "several of the left in one of the right",
    "split": "one of the left in several of the right",
}

# Kinds of edit, the left read before the right; which of the two was first is not for them to say.
EDITS: Mapping[str, str] = {
    "negation changed": "negation differs",
    "number changed": "number differs",
    "quotation changed": "quotation differs",
    "name changed": "name differs",
    "attribution lost": "attribution only on the left",
    "attribution added": "attribution only on the right",
    "detail lost": "detail only on the left",
    "detail added": "detail only on the right",
    "reworded": "reworded",
    "spelling": "spelling",
    "style": "style",
}

MARKS: Mapping[str, str] = {
    "furniture": "Site furniture",
    "related": "Links to other stories",
    "caption": "Captions",
    "byline": "Bylines",
    "dateline": "Datelines",
    "signoff": "Sign-offs",
    "credit": "Credits",
    "notice": "Notices",
    "crawl": "Traces of the crawl",
    "repeat": "Repeated passages",
}

# What no page can show and XML forbids; white space (tab, line feed, return) is dealt with apart.
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # Hebrew, Arabic, Syriac, Thaana and kin

_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def likelihood(p: float) -> str:
    """The probability in words, on the one scale of every report; below .50 it is 'cannot tell'."""
    return next((words for least, words in SCALE if p >= least - 1e-9), "cannot tell")


def probability(p: float) -> str:
    """The probability as '.97': two digits, rounded down so that it never climbs a step, at most .99; '<.01' below."""
    if p < 0.01:
        return "<.01"
    return f".{min(math.floor(p * 100 + 1e-6), 99):02d}"


def confidence(p: float) -> str:
    """The probability in words and as a number: 'almost certain, .99'."""
    return f"{likelihood(p)}, {probability(p)}"


def percent(share: float) -> str:
    """A share, 0..1, as '92 %'; 100 % and 0 % only where it is all or nothing."""
    whole = round(share * 100)
    if whole == 100 and share < 1 - 1e-9:
        whole = 99
    if whole == 0 and share > 1e-9:
        whole = 1
    return f"{whole}\u00a0%"


def number(n: int) -> str:
    """The number in words up to twelve: 'no', 'one', 'twelve', '27'."""
    return _SMALL[n] if n < len(_SMALL) else f"{n:,}".replace(",", "\u202f")


def count(n: int, noun: str) -> str:
    """The number with its noun: 'one article', 'no articles', '27 articles'."""
    return f"{number(n)} {noun}{'' if n == 1 else 's'}"


def and_list(things: list[str], most: int = 4) -> str:
    """The things as 'a, b and c'; past `most` the rest is counted, never dropped: 'a, b and 7 others'."""
    if len(things) > most:
        things = [*things[: most - 1], f"{len(things) - most + 1} others"]
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}" if things else ""


def printable(text: str) -> str:
    """The text on one line as it can be printed and put into XML: control characters, overrides of the
    writing direction and halves of surrogate pairs are left out, white space becomes one space.
    """
    return re.sub(r"\s+", " ", _UNPRINTED.sub("", text)).strip()


def clean(text: str) -> str:
    """The same for a text that came from outside: without isolates either, which are ours to set (`isolated`)."""
    return printable(_ISOLATES.sub("", text))


def isolated(name: str) -> str:
    """A name written from right to left, fenced so that it does not turn the sentence it stands in."""
    return f"\u2068{name}\u2069" if _FROM_THE_RIGHT.search(name) else name


def cut(text: str, most: int) -> str:
    """The text on one line, of at most `most` characters: cut at a word, with an ellipsis, if longer."""
    line = clean(text)
    if len(line) <= most:
        return line
    head = line[: most - 1]
    at = head.rfind(" ")
    # A script without spaces, or one endless word, is cut at the character.
    if at >= most // 2:
        head = head[:at]
    return head.rstrip(" ,;:.-–—") + "…"
