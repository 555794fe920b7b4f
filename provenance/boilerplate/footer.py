"""The last lines of a page that end like no sentence are its footer, if one of them is known furniture.

**Blind to:** footers written in sentences; footers without privacy, terms, contact, copyright or network names.
Reference: own observation; text density at page ends, Kohlschütter et al. 2010 (doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, ends, is_prose, may_hold, rule
from provenance.text import Page

__all__ = ["footer"]

_KNOWN = re.compile(
    r"©|\bcopyright\b|all rights reserved|privacy (?:policy|notice)|terms (?:of|and|&) (?:use|service|conditions)|"
    r"cookie (?:policy|settings)|"
    r"\bcontact us\b|\babout us\b|advertise with us|\bsite ?map\b|\bfollow us\b|\bconnect (?:with us|us on|on)\b|"
    r"subscribe to our|our newsletters?|"
    r"linkedin.{0,20}(?:youtube|rss|facebook|twitter|quora)|facebook.{0,20}(?:twitter|instagram|youtube|linkedin)|"
    r"e-?mail\s?:|\bphone\s?:|\btel\s?\.?:|"
    r"impressum|datenschutz|\bagb\b|mentions légales|politique de confidentialité|aviso legal|política de "
    r"(?:privacidad|privacidade|cookies)|"
    r"termos de uso|note legali|privacyverklaring|gizlilik|künye|iletişim|все права защищены|политика "
    r"конфиденциальности|"
    r"جميع الحقوق محفوظة|سياسة الخصوصية|版权所有|隐私政策|著作権|개인정보",
    re.I,
)
# One of these stands in every alternative that has no letter of another script.
_HINTS = (
    *("copyright", "all rights", "privacy", "terms ", "cookie", "contact us", "about us", "advertise", "site"),
    *("follow us", "connect ", "subscribe", "newsletter", "linkedin", "facebook", "mail", "phone", "tel", "impressum"),
    *("datenschutz", "agb", "gales", "confidential", "aviso", "tica de ", "termos", "note legali", "gizlilik", "nye"),
    "ileti",
)
SHORT = 3  # words of a menu heading; a list of the story (poll figures, results) has longer lines
# A line of more words is a paragraph whose stop was lost; on 1,200 articles 10 loses 55 lines, 15 to 25 are alike.
WORDS = 20


@lru_cache(maxsize=1 << 12)  # the last lines of a page are asked again each time one above them falls
def _known(words: str) -> bool:
    return ("©" in words or may_hold(words, _HINTS)) and _KNOWN.search(words) is not None


@rule(label="furniture", asks=lambda line: line.count(" ") < WORDS and _known(line))
def footer(page: Page) -> Iterator[Mark]:
    """The tail from its first known furniture on, line by line, where two paragraphs of prose stand before it."""
    lines = page.lines
    first = len(lines)
    while first and lines[first - 1].text.count(" ") < WORDS and not _sentence(lines[first - 1].text):
        first -= 1
    known = next((i for i in range(first, len(lines)) if _known(lines[i].text)), None)
    if known is None or sum(is_prose(line.text) for line in lines[:first]) < 2:
        return
    while known > first and lines[known - 1].text.count(" ") < SHORT:  # "SECTORS", "EDITIONS" above "Contact us"
        known -= 1
    for line in lines[known:]:
        yield Mark(line.start, line.end, "in the tail of lines that end like no sentence")


def _sentence(words: str) -> bool:
    """True if a line ends as a sentence does and is none of the tail's own ("Copyright 2021 X Ltd.")."""
    return ends(words) and words.count(" ") >= 3 and not _known(words)
