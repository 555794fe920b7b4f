"""Words that explain a picture end with who took it, or stand twice, the second time with the credit.

**Blind to:** captions without a credit, which read like sentences of the story.
Reference: own observation; caption style of AP and Reuters ("in this July 8 photo", "FILE PHOTO:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, ends, is_prose, may_close, rule
from provenance.text import Page

__all__ = ["caption"]

_CREDIT = (
    r"(?:[(\[][^()\[\]\n]{2,80}[)\]]|[—–-]{1,2}\s?[A-ZÀ-Ý][^.!?\n]{1,40}|"
    r"(?:Photo|Image|Picture|Foto|Credit)s?\s?:\s?[^.!?\n]{2,60})"
)
_END = re.compile(rf"\s*{_CREDIT}[\s.]*$")
_OPENS = Opening(
    r"FILE(?: PHOTO| PIC| IMAGE)?\s?(?:[:–—-]|\()|file (?:photo|picture|image|pic)\b|(?:photo|image|picture|"
    r"video) ?(?:caption)?\s?:|caption\s?:|image caption|"
    r"(?:in )?(?:this|an?) (?:\w+ ){0,4}(?:photo|image|picture|photograph|handout|frame grab|screengrab|"
    r"screenshot)[ ,]|"
    r"archivbild|symbolbild|archivfoto|foto de archivo|imagen de archivo|photo d['’]archives?|foto d['’]archivio|"
    r"arşiv fotoğraf",
    before="",
)
_TAKEN = re.compile(
    r"(?:^|[.!?\d)”\"(\[:]\s*|\s[—–-]\s)(?:[A-Z]{2,8}(?: [A-Z]{2,8})?\s?(?:PHOTO|Photo|Images?)?\s?/\s?"
    r"[A-Z][\w.'’-]*[a-z][\w.'’-]*(?: [A-Z][\w.'’-]+){0,3}(?:/\w+(?: [Pp]hoto)?)?"
    r"|[^.!?()\n]{0,60}(?:(?:Getty|AP|EPA|AFP|SOPA|NurPhoto) (?:Images?|Photos?)|via (?:Getty|AP|Reuters|AFP))"
    r"|[Pp]hoto(?:graph|grapher)? ?(?:by|courtesy|:)[^.!?\n]{2,60}|File(?: photo)?\s?[:\]][^.!?\n]{0,60})"
    r"(?: [A-Z]{3,}(?: [A-Z]{2,})*)?\s*[)\]]?[\s.]*$"
)
_DATED = re.compile(
    r"\b(?:on|in|,)\s(?:\w+day,?\s)?(?:[A-Z]\w{2,8}\.?\s\d{1,2},?\s(?:19|20)\d\d|\d{1,2}\s[A-Z]\w{2,8},?\s(?:19|"
    r"20)\d\d|[A-Z]\w{2,8}\s(?:19|20)\d\d)"
    r"|\((?:[LRC]|left|right|centre|center|pictured)\)|\b(?:pictured|file photo)\b",
    re.I,
)
_SIGNS = ("–", "—", "-", ":")  # one opens every credit that is not in brackets
_TAKERS = ("/", "hoto", "Image", "via ", "File")  # one stands in every line that ends with who took the picture
# The credit of a dated caption: a bracket that holds names only, after a full stop or right after the year.
_NAMED = re.compile(r"\.?\s*[(\[](?>[A-Z][\w.'’-]*(?:[\s/]|\s?[|,]\s)?){1,6}[)\]][\s.]*")
_LONG = 420  # characters; captions of picture agencies stay below 350


@rule(label="caption", asks=lambda line: len(line) <= _LONG and _may_be(line))
def caption(page: Page) -> Iterator[Mark]:
    """Whole lines; a dated line with a bracketed name at its end counts only where prose follows."""
    lines = page.lines
    for index, line in enumerate(lines):
        if len(line.text) > _LONG:
            continue
        tail = line.text[-120:]
        end = _credit(tail)
        body = line.text[: len(line.text) - len(end)].rstrip(" .") if end else ""
        if index and len(body) > 20 and body == lines[index - 1].text.rstrip(" ."):
            yield Mark(lines[index - 1].start, lines[index - 1].end, "printed again with a picture's credit")
            yield Mark(line.start, line.end, "printed twice, here with a picture's credit")
        elif _OPENS.match(line.text) and (end or line.text.count(" ") < 45) and _explains(line.text):
            yield Mark(line.start, line.end, "opens as captions do")
        elif any(sign in tail for sign in _TAKERS) and _taken(line.text, tail):
            yield Mark(line.start, line.end, "ends with who took the picture")
        elif end and _NAMED.fullmatch(end) and _DATED.search(body[-90:]) and _followed(page, index) and _one(body):
            yield Mark(line.start, line.end, "one dated sentence with a credit, before prose")


def _may_be(words: str) -> bool:
    """True of every line that is marked, or that has the line before it marked."""
    tail = words[-120:]
    return bool(_credit(tail) or _OPENS.match(words) or (any(map(tail.__contains__, _TAKERS)) and _taken(words, tail)))


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _credit(tail: str) -> str:
    """The credit with which a line ends, with the space before it."""
    # A bracket closes at the end; behind a dash or a colon no sentence ends any more.
    if not may_close(tail):
        core = tail.rstrip(" .")
        last = core[max(core.rfind("."), core.rfind("!"), core.rfind("?")) + 1 :]
        if not any(map(last.__contains__, _SIGNS)):
            return ""
    end = _END.search(tail)
    return end.group() if end else ""


def _explains(words: str) -> bool:
    """False where "this image ..." begins an ordinary sentence of the story: no colon, no date, no credit."""
    return bool(re.match(r"[A-Za-z ]{2,20}\s?[:(–—-]", words) or _DATED.search(words) or _TAKEN.search(words))


def _taken(words: str, tail: str) -> bool:
    """True if a picture's credit ends a caption; a closed and undated sentence before it is the story's own."""
    hit = _TAKEN.search(tail)
    if hit is None:
        return False
    body = words[: len(words) - len(tail) + hit.start() + 1].rstrip(" ([")
    return not ends(body) or _DATED.search(body) is not None


def _followed(page: Page, index: int) -> bool:
    return any(is_prose(line.text) for line in page.lines[index + 1 : index + 6])


def _one(body: str) -> bool:
    return re.search(r"[a-z\d)”\"][.!?][”\"]?\s+[A-Z“\"]", body) is None
