"""Traces for the tests of the renderers: one whose every free text is a hostile string, and the smallest ones."""

from __future__ import annotations

import hashlib
from functools import cache

from provenance.frames import TABLES, Trace, empty, frame

# One of each kind that has broken a report, a spreadsheet or a graph reader somewhere.
STRINGS = {
    "script": "<script>alert(1)</script>",
    "style": "</style><style>body{display:none}</style>",
    "comment": "--><!-- <![CDATA[ ]]> &amp; &lt; &#60;",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7}",
    "scheme": "javascript:alert(1)",
    "quotes": "\"' onmouseover=alert(1) x='\\",
    "formula": "=HYPERLINK(\"http://x.example\",\"a\")",
    "minus": "-1+cmd|' /C calc'!A0",
    "bidi": "abc \u202e fdp.exe \u2066 \u200f",
    "control": "bell\x07 escape\x1b[31m null\x00 next\x85 \ufffe end",
    "lines": "one\r\ntwo\rthree\u2028four\u2029five\ttab",
    "long": "headline " * 1112,
    "arabic": "قالت روسيا إن التحالف العسكري سيكون جاهزا",
    "rich": "<r><t>x</t></r>",
    "dot": 'a\\" ]; evil [label="\\N \\G \\',
    "astral": "\U0001f9ea" * 20000,
}  # fmt: skip


def nothing() -> Trace:
    """The trace of no articles."""
    return Trace(**{name: empty(name) for name in TABLES}, options={})


def lone(text: str = "A single sentence about a single thing.") -> Trace:
    """The trace of one article that answers to nothing."""
    return _replace(
        nothing(),
        articles=[_article("lone", text, None)],
        sentences=[("lone", 0, 0, len(text), text, text.casefold())],
        descent=[("lone", 0, "", None, 1.0)],
        audit=[("lone", "", 0.0, "none", None, "It took nothing from any other article.")],
    )


@cache
def hostile(word: str) -> Trace:
    """Three articles and an unseen original in which every free text, every name included, holds the string."""
    a, b, c = (f"{word}{n}" for n in "abc")
    node = f"~{word}"
    text = f"{word}. First.\n{word} Second.\nSet aside {word}"
    cut = len(word) + 8
    stop = cut + 1 + len(word) + 8
    spans = [(0, 0, cut), (1, cut + 1, stop)]
    return _replace(
        nothing(),
        articles=[_article(name, text, word) for name in (a, b, c)],
        marks=[(name, stop + 1, len(text), "furniture", word, word) for name in (a, b, c)],
        credits=[(b, 0, cut, word, "origin", word), (c, 0, cut, None, "generic", word)],
        sentences=[(name, n, s, e, text[s:e], text[s:e]) for name in (a, b, c) for n, s, e in spans],
        matches=[
            (a, 0, b, 1, 1.0, "same", True, 1.0, False),
            (a, 1, b, 0, 0.8, "edited", True, 0.9, True, cut + 1, stop, 0, len(word)),
            (b, 0, c, 0, 0.4, "rewritten", False, 0.5, False),
        ],
        evidence=[(a, b, word, 3.0, -1.0, 0.5, word, 0, cut, 0, cut), (b, c, word, 0.0, 0.0, 2.0, word)],
        verdicts=[
            (a, b, 0.95, 0.01, 0.03, 0.01, 0.9, "a->b"),
            (a, c, 0.01, 0.01, 0.02, 0.96, 0.0, "none"),
            (b, c, 0.1, 0.15, 0.7, 0.05, 0.5, "common"),
        ],
        descent=[
            (a, 0, "", None, 1.0), (a, 1, "", None, 1.0), (b, 0, a, 1, 0.9), (b, 1, a, 0, 0.99),
            (c, 0, node, None, 0.7), (c, 1, "", None, 0.6),
        ],
        edges=[(a, b, 1.0, 0.95, "observed", True, word, 0.03), (node, b, 0.5, 0.5, "unseen", False, None),
               (node, c, 0.5, 0.7, "unseen", True, None)],
        unseen=[(node, word, f"{word}\nsecond line", f"{b},{c}")],
        audit=[
            (a, "", 0.0, "none", None, word),
            (b, a, 1.0, "none", word, word),
            (c, node, 0.5, "generic", word, word),
        ],
        claims=[(f"{word} > B", 0, word, word, "contradicted", 0.1, word)],
    )  # fmt: skip


def _article(name: str, text: str, word: str | None) -> tuple[object, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return (name, text, word, word, "given" if word else "unknown", None, "none", word, word, word, word, digest)


def _replace(trace: Trace, **rows: list[tuple[object, ...]]) -> Trace:
    tables = trace.tables()
    for name, found in rows.items():
        width = len(TABLES[name].columns)
        tables[name] = frame(name, [(*row, *[None] * (width - len(row))) for row in found])
    return Trace(**tables, options={"align": {"note": "plain"}})
