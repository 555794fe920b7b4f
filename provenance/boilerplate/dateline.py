"""A place, a date and a name in brackets before a dash, as in "MOSCOW (Reuters) -", stand before the first sentence.

**Blind to:** places in small letters without a bracket ("Berlin - ..."); datelines that run into the sentence.
Reference: AP Stylebook, entry "datelines"; own observation of world agencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, is_prose, rule
from provenance.text import Page

__all__ = ["dateline"]

_CAP = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ]"
_SMALL = r"(?:de|del|la|le|los|las|am|el|of|the|do|da|di|den|der|und|and|y|e|et|im|in|on|upon|sur)"
_PLACE = (
    rf"(?>{_CAP}[\w.'’/-]*)(?>[\s,./–-]+"
    rf"(?:{_CAP}[\w.'’/-]*|\d{{1,2}}\.?\s[^\W\d]{{3,10}}|\d{{1,4}}\.?|\[[\w\s]{{2,30}}\]|{_SMALL}\b|\w{{3,10}}(?=\s?\d))){{0,9}}"
)
_DASH = r"(?:--?|–|—|―)"
_CLOSE = rf"(?:\s*(?:\.?{_DASH}|[:;](?!\S{{0,2}}\))|\.(?=\s)){{1,2}}|(?=\s{_CAP}))"
_BRACKET = re.compile(rf"(?:{_PLACE}[\s,.:–—-]{{0,3}})?[(\[](?=[^()\[\]]*[^\W\d_])[^()\[\]\n]{{2,40}}[)\]]{_CLOSE}")
_SLASH = re.compile(rf"{_PLACE}[\s,.:–—-]{{0,3}}/[^/\n]{{2,30}}/\.?(?:\s*{_DASH})?(?=\s)")
_CAPS = re.compile(
    rf"(?:{_CAP}{{4,}}|{_CAP}{{2,}}\s{_CAP}{{2,}}|{_CAP}\.{_CAP}\.)(?:[\s,./'’-]+(?:{_CAP}{{2,}}\.?|{_CAP}\.|"
    rf"{_CAP}[a-z]{{1,8}}\.?)){{0,4}}(?:,?\s(?:\w{{3,9}}\.?\s\d{{1,2}}|\d{{1,2}}\.?\s\w{{3,9}})(?:,\s\d{{4}})?)?"
    rf"\s?(?:{_DASH}(?=\s?[{'A-ZÀ-Ý'}“\"'‘0-9])|:(?=\s))"
)
_LONG = 90  # characters; two towns, a date and two agencies fit


@rule(label="dateline", asks=lambda line: is_prose(line) and (_opens(line) or _CAPS.match(line[:_LONG])) is not None)
def dateline(page: Page) -> Iterator[Mark]:
    """The words before the story's first sentence; in capitals without a bracket only in the first paragraph."""
    first = True
    for line in page.lines:
        if not is_prose(line.text):
            continue
        hit = _opens(line.text)
        if hit and _closed(hit.group(), first):
            yield Mark(line.start, line.start + hit.end(), "place and agency before the first sentence")
        elif first:
            bare = _CAPS.match(line.text[:_LONG])
            if bare:
                yield Mark(line.start, line.start + bare.end(), "the place before the first sentence")
        first = False


def _opens(words: str) -> re.Match[str] | None:
    """The words that stand before a line's first sentence if they hold a name in brackets or between slashes."""
    head = words[:_LONG]
    hit = _BRACKET.match(head) if "(" in head or "[" in head else None
    return hit or (_SLASH.match(head) if "/" in head else None)


def _closed(words: str, first: bool) -> bool:
    """A dash closes a dateline anywhere; without one ("KABUL (Reuters) The ...") it takes capitals, at the top."""
    if re.search(r"[-–—―:;]\s*$", words):
        return re.search(r"[:;]\s*$", words) is None or first
    return first and bool(re.match(r"[A-ZÀ-Ý]{3,}", words) or words.endswith((".", "/")))
