"""A line that claims rights (©, Copyright 2021, All rights reserved) is the publisher's, never the story's.

**Blind to:** claims in a paragraph of the story about copyright; claims in languages not listed here.
Reference: own observation; the form follows the Universal Copyright Convention, article III.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, may_hold, rule
from provenance.text import Page

__all__ = ["copyright_line"]

_OPENS = Opening(
    r"©|\(c\)\s?(?:\d{4}|copyright)|&copy;|copyright\s?(?:©|\(c\)|\d{4}|by\b|:)|all rights reserved\b|alle "
    r"rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|alle rechten "
    r"voorbehouden|tüm hakları saklıdır|"
    r"все права защищены|جميع الحقوق محفوظة|版权所有|無断転載|무단\s?전재",
)
_SHORT = re.compile(
    r"(?:\bcopyright\b|©|\(c\))\s?(?:©|\(c\)|by\s[\w .,]{2,40}?)?\s?(?:19|20)\d\d\b|all rights reserved\.?$|this "
    r"material may not be published, broadcast",
    re.I,
)
_SYMBOL = re.compile(r"©\s?(?:\d{4}|[A-Z])")
# One of these stands in every claim; most pages hold none, and the patterns need not run.
_HINTS = (
    *("©", "(c)", "(C)", "&copy;", "opyright", "OPYRIGHT", "ights", "IGHTS", "echte", "roits", "erechos", "ireitos"),
    *("iritti", "akları", "права", "الحقوق", "版权", "無断", "무단", "material"),
)
_ANYWHERE = ("(c)", "copyr", "all r", "mater")  # one of these or © stands in every line that claims inside
_LONG, _LINE = 400, 160  # characters: of a claim with its conditions; of a line that claims at its end
_REPRINT = re.compile(r"\bmay not be (?:published|reproduced|redistributed|copied)\b", re.I)


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _claims(words: str) -> bool:
    hinted = len(words) <= _LINE and ("©" in words or may_hold(words, _ANYWHERE))
    if _OPENS.match(words) or (hinted and (_SHORT.search(words) or _SYMBOL.search(words))):
        return True
    return "ights" in words and _REPRINT.search(words) is not None


@rule(label="furniture", asks=lambda line: len(line) <= _LONG and _claims(line))
def copyright_line(page: Page) -> Iterator[Mark]:
    """Whole lines that open with the claim, and short ones that end with it."""
    if not any(word in page.text for word in _HINTS):
        return
    for line in page.lines:
        if len(line.text) <= _LONG and _claims(line.text):
            yield Mark(line.start, line.end, "claims rights")
