"""A line or bracket that names where the text came from ("Source: X and agencies", "With inputs from ...") is a credit.

**Blind to:** credits woven into a sentence of the story; they are citations and stay.
Reference: wire use and attribution in online news, Boumans et al. 2018 (doi:10.1080/1461670X.2016.1271729).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, line_rule

__all__ = ["source_line"]

_LINE = Opening(
    r"(?:sources?|via|quellen?|fuentes?|fontes?|bron|kaynak|kilde|källa|źródło|zdroj|источник|джерело|"
    r"المصدر|منبع|स्रोत|来源|來源|出典|출처)\s*[:：][^\n]{2,90}"
    r"|(?:by\s)?(?:(?:staff|our \w+|news ?desk|web ?desk)[\s,/&|-]+(?:and\s)?)?(?:news\s|wire\s|foreign\s|"
    r"international\s)?(?:agencies|wire (?:services|reports)|agenturen|agencias|agences|agências|agenzie|ajanslar|"
    r"агентства|وكالات)"
    r"|(?:with|mit|avec|con|com)\s(?:additional\s|agency\s)?(?:inputs?|reporting|reports?|files?|material|"
    r"information|información|informações|contributions?)\s?(?:from|by|of|de|von|der)?\b[^\n]{2,110}"
    r"|(?:contributing|contributors?|additional reporting|reporting contributed by)\s?:[^\n]{2,140}"
    r"|[•*\s-]*this (?:article|story|report) (?:is|was) (?:based in part on|compiled from|provided by|supplied by|"
    r"contributed by)\b[^\n]{2,120}",
    behind=r"[\W_]*",
)
_CONTRIBUTED = re.compile(
    r"[\W_]*(?:[A-ZÀ-Ý“\"][^!?\n]{2,200}\s)?(?:also\s)?contributed(?:\sreporting)?(?:\sto\s(?:this|"
    r"the)\s(?:\w+\s)?(?:report|story|article|post|piece)|\sfrom\s[A-Z][\w\s,.]{2,30})?[\W_]*"
)
_BRACKET = re.compile(
    r"[(\[](?:with (?:agency )?(?:inputs?|reporting|reports?|files?)\b[^()\[\]\n]{0,90}|(?:source|via|quelle|fuente|"
    r"fonte|kaynak|источник)\s?:[^()\[\]\n]{2,80}|agencies|agenturen|agencias|agences|agenzie)[)\]]",
    re.I,
)
_WITH = Opening(
    r"[Ww]ith|WITH|[Mm]it|[Aa]vec|[Cc]on|[Cc]om|[Vv]ia",
    behind=r"\s(?:the\s)?(?:[A-ZÀ-Ý][\w.]*|[a-z]{3})"
    r"(?:(?:,|\s?/|\sand|\sund|\set|\sy|\se)?\s[A-ZÀ-Ý][\w.]*){0,4}[\W_]*",
    flags=re.NOFLAG,
)
_LONG = 240  # characters


@line_rule(label="credit", opens=(_LINE, _WITH))
def source_line(line: str) -> Iterator[Mark]:
    """Whole short lines; inside a longer line the bracket only."""
    if len(line) <= _LONG and (_LINE.fullmatch(line) or _WITH.fullmatch(line)):
        yield Mark(0, len(line), "names where the text came from")
    elif len(line) <= _LONG and "contributed" in line and _CONTRIBUTED.fullmatch(line):
        yield Mark(0, len(line), "names who contributed to the report")
    elif "(" in line or "[" in line:
        for hit in _BRACKET.finditer(line):
            yield Mark(hit.start(), hit.end(), "a credit in brackets")
