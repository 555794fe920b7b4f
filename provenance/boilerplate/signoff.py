"""After the last sentence newsrooms sign: "(Reporting by ...; Editing by ...)", a name in brackets, "-ends-", "- AFP".

**Blind to:** signatures without brackets or dash on the last sentence's own line, unless they are capitals only.
Reference: Reuters Handbook of Journalism, "sign-offs"; own observation of South Asian and Gulf papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, is_prose, may_close, rule
from provenance.text import Page

__all__ = ["signoff"]

_CAP = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ]"
_NAMES = (
    rf"(?>{_CAP}[\w.'’-]*)(?>(?:\s|,\s|/|\s?&\s?|-)"
    rf"(?:{_CAP}[\w.'’-]*|and|und|et|y|de|bin|al|van|von|with|\d{{1,4}}|[a-z]{{2,4}}/[a-z/]+)){{0,9}}"
)
_REPORTING = Opening(
    r"(?:(?:additional|further|with additional)\s)?(?:reporting|writing|reporting and writing|compiled|"
    r"translation|translated|edited|editing|produced|graphics?) by\b:?\s[^\n]{2,600}",
    before=r"[(\[*_\s—–-]*",
)
_INLINE = re.compile(
    r"[(\[](?:[Aa]dditional\s)?(?:[Rr]eporting|REPORTING|[Ww]riting|[Ee]dit(?:ing|ed)|[Cc]ompiled|"
    r"[Tt]ranslat\w+)\s(?:and\s\w+\s)?by\b[^()\[\]\n]{2,400}[)\]]"
)
_BRACKET = re.compile(rf"(?<=[.!?”\"’'…।。])\s*([(\[](?:{_NAMES}|[a-z]{{2,4}}(?:[-/][a-z]{{2,4}})+)[)\]])[\s.]*$")
_DASHED = re.compile(rf"(?<=[.!?”\"’…।。])\s*([—–-]{{1,2}}\s?{_CAP}[\w.'’]*(?:[\s/]{_CAP}[\w.'’]*){{0,2}})[\s.]*$")
_CODES = re.compile(r"(?<=[.!?”\"’])\s+([A-Z]{2,5}(?:[ /][A-Z]{2,4}){0,4})$")
_END = re.compile(
    r"[\W_]*(?:ends?|fin|ende|-?30-?|more to follow|to be continued|/ENDS/|iol|eom|bur[a-z-]*(?:/[a-z]{2,4})+|"
    r"[a-z]{2,4}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}){1,4})[\W_]*|(?:[#*_♦■●•–—=~-]\s?){1,20}",
    re.I,
)
_ALONE = re.compile(rf"[(\[]{_NAMES}[)\]]|[—–]\s?{_NAMES}")
_CAPITALS = re.compile(r"[A-Z]{2,6}(?:\s?[/,&]\s?[A-Z]{2,6}){0,2}")
_TAIL = 4  # lines from the end in which a signature stands
_SHORT = 70  # characters of a signature on a line of its own


def _may_sign(words: str) -> bool:
    """True of every line that is a signature, or ends with one, where it stands last."""
    short = len(words) <= _SHORT and any(one.fullmatch(words) for one in (_END, _ALONE, _CAPITALS))
    return short or _reporting(words) or next(_tail(words, 0, True), None) is not None


@rule(label="signoff", asks=_may_sign)
def signoff(page: Page) -> Iterator[Mark]:
    """The signature alone: what stands before it on the last line is story. Rules of dashes or stars count anywhere."""
    lines = page.lines
    for index, line in enumerate(lines):
        last = index >= len(lines) - _TAIL and index > 0
        if len(line.text) <= _SHORT and (last or not line.text[:1].isalpha()) and _END.fullmatch(line.text):
            yield Mark(line.start, line.end, "says that the report ends")
        elif _reporting(line.text):
            yield Mark(line.start, line.end, "who reported, wrote and edited")
        elif last and len(line.text) <= _SHORT and (_ALONE.fullmatch(line.text) or _is_initials(page, index)):
            yield Mark(line.start, line.end, "a signature on a line of its own")
        else:
            yield from _tail(line.text, line.start, last or index == len(lines) - 1)


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _reporting(words: str) -> bool:
    told = words[0] in "([*_" or "diting by" in words or words.count(" ") < 14
    return told and _REPORTING.fullmatch(words) is not None


def _is_initials(page: Page, index: int) -> bool:
    """Capitals alone ("AFP", "PTI/ANI") right after a sentence are who sent it, not a heading of what follows."""
    line, before = page.lines[index].text, page.lines[index - 1].text
    follows = any(is_prose(later.text) for later in page.lines[index + 1 :])
    return _CAPITALS.fullmatch(line) is not None and is_prose(before) and not follows


def _tail(words: str, start: int, last: bool) -> Iterator[Mark]:
    if "by " in words and ("(" in words or "[" in words):
        for hit in _INLINE.finditer(words):
            yield Mark(start + hit.start(), start + hit.end(), "who reported, wrote and edited")
    if last:
        part = words[-160:]
        found = _BRACKET.search(part) if may_close(part) else None
        # No dash stands in a signature behind its own, and a capital does.
        dash = max(map(part.rfind, "—–-"))
        found = found or (_DASHED.search(part) if dash >= 0 and part[dash + 1 :].lstrip()[:1].isupper() else None)
        found = found or (_CODES.search(part) if part[-1:].isupper() else None)
        if found and is_prose(words[: len(words) - len(part) + found.start(1)].rstrip()):
            at = start + len(words) - len(part)
            yield Mark(at + found.start(1), at + found.end(1), "a signature after the last sentence")
