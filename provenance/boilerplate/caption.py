"""Words that explain a picture end with who took it, or stand twice, the second time with the credit.

**Blind to:** captions without a credit, which read like sentences of the story.
Reference: own observation; caption style of AP and Reuters ("in this July 8 photo", "FILE PHOTO:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, is_prose, rule
from provenance.text import Page

__all__ = ["caption"]

_CREDIT = r"(?:[(\[][^()\[\]\n]{2,80}[)\]]|[—–-]{1,2}\s?[A-ZÀ-Ý][^.!?\n]{1,40}|(?:Photo|Image|Picture|Foto|Credit)s?\s?:\s?[^.!?\n]{2,60})"
_END = re.compile(rf"\s*{_CREDIT}[\s.]*$")
_OPENS = re.compile(
    r"(?:FILE(?: PHOTO| PIC| IMAGE)?\s?(?:[:–—-]|\()|file (?:photo|picture|image|pic)\b|(?:photo|image|picture|video) ?(?:caption)?\s?:|caption\s?:|image caption|"
    r"(?:in )?(?:this|an?) (?:\w+ ){0,4}(?:photo|image|picture|photograph|handout|frame grab|screengrab|screenshot)[ ,]|"
    r"archivbild|symbolbild|archivfoto|foto de archivo|imagen de archivo|photo d['’]archives?|foto d['’]archivio|arşiv fotoğraf)",
    re.I,
)
_TAKEN = re.compile(
    r"(?:[A-Z]{2,8}(?: [A-Z]{2,8})?\s?(?:PHOTO|Photo|Images?)?\s?/\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|(?:Getty|AP|EPA|AFP|SOPA|NurPhoto) (?:Images?|Photos?)|[Pp]hoto(?:graph)? (?:by|courtesy)|via (?:Getty|AP|Reuters|AFP)|\b[Ff]ile (?:photo|image|picture)|\[?File(?: photo)?\s?[:\]])"
    r"[^.!?\n]{0,60}[)\]]?[\s.]*$"
)
_DATED = re.compile(
    r"\b(?:on|in|,)\s(?:\w+day,?\s)?(?:[A-Z]\w{2,8}\.?\s\d{1,2},?\s(?:19|20)\d\d|\d{1,2}\s[A-Z]\w{2,8},?\s(?:19|20)\d\d|[A-Z]\w{2,8}\s(?:19|20)\d\d)"
    r"|\((?:[LRC]|left|right|centre|center|pictured)\)|\b(?:pictured|file photo)\b",
    re.I,
)
_LONG = 420  # characters; captions of picture agencies stay below 350


@rule(label="caption")
def caption(page: Page) -> Iterator[Mark]:
    """Whole lines; a dated line with a bracketed name at its end counts only where prose follows."""
    lines = page.lines
    for index, line in enumerate(lines):
        if len(line.text) > _LONG:
            continue
        end = _END.search(line.text[-120:])
        body = line.text[: len(line.text) - len(end.group())].rstrip(" .") if end else ""
        if index and len(body) > 20 and body == lines[index - 1].text.rstrip(" ."):
            yield Mark(lines[index - 1].start, lines[index - 1].end, "printed again with a picture's credit")
            yield Mark(line.start, line.end, "printed twice, here with a picture's credit")
        elif _OPENS.match(line.text) and (end or line.text.count(" ") < 45) and _explains(line.text):
            yield Mark(line.start, line.end, "opens as captions do")
        elif len(line.text) < _LONG and _TAKEN.search(line.text[-120:]):
            yield Mark(line.start, line.end, "ends with who took the picture")
        elif end and body and _DATED.search(body) and _followed(page, index) and _one(body):
            yield Mark(line.start, line.end, "one dated sentence with a credit, before prose")


def _explains(words: str) -> bool:
    """False where "this image ..." begins an ordinary sentence of the story: no colon, no date, no credit."""
    return bool(re.match(r"[A-Za-z ]{2,20}\s?[:(–—-]", words) or _DATED.search(words) or _TAKEN.search(words))


def _followed(page: Page, index: int) -> bool:
    return any(is_prose(line.text) for line in page.lines[index + 1 : index + 6])


def _one(body: str) -> bool:
    return re.search(r"[a-z\d)”\"][.!?][”\"]?\s+[A-Z“\"]", body) is None
