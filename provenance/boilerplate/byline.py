"""A short line that says who wrote, when it was put up or how long it takes to read is not the story.

**Blind to:** bare names without "By" away from the head; bylines inside the first sentence.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, rule
from provenance.text import Page

__all__ = ["byline"]

_CAP = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ]"
_SMALL = r"(?:and|und|et|y|e|en|ve|for|of|the|in|de|da|di|del|van|von|der|den|la|bin|al|el|with|at|as|told to)"
_NAME = rf"{_CAP}[\w.'’-]*"
_NAMES = rf"(?>{_NAME})(?>[\s,|/&•·–—-]+(?:[\w.+-]+@[\w.-]+|{_NAME}|{_SMALL}\b|@\w+|\d+))*"
_ROLE = (
    r"(?:staff|our|special|senior|chief|web|news|online|city|foreign|diplomatic|political|sports?|business|health|"
    r"world|digital)?\s?"
    r"(?:correspondents?|reporters?|writers?|staff writer|staff reporter|editors?|columnists?|contributors?|news "
    r"?desk|web ?desk|"
    r"desk|bureau|staff|team|opinion contributor|editor-in-chief|redaktion|rédaction|redacción|redação|redazione)"
)
_TITLE = re.compile(
    rf"[\W_]*(?:(?i:by\s)?(?i:{_ROLE})|{_NAMES}\s*,\s*(?i:{_ROLE})(?:,?\s(?:of|at|for)\s{_NAMES})?)[\W_]*"
)
_STRICT = Opening(
    "By|BY|From|FROM|Von|VON|Por|POR|Par|PAR|Door|Af|Av", behind=rf"\b:?\s+{_NAMES}[\W_]*", flags=re.NOFLAG
)
_MONTH = r"(?:[A-ZÀ-ÝŞ]\w{2,10}\.?|\w{3,12})"
_DAY = (
    rf"(?:\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|"
    rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|"
    rf"\d{{1,2}}\.?(?:st|nd|rd|th)?\s(?:de\s)?{_MONTH},?\s(?:de\s)?\d{{4}}|\d{{4}}\s?[年년].{{2,8}}[日일])"
)
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)"
_STAMP = re.compile(
    r"[\W_]*(?:[—–-]{1,2}\s*)?(?:(?:first|last|originally|this story was|this report was|this developing report "
    r"was)\s(?:last\s)?)?(?:published|posted|updated|created|modified|publié|mis à jour|veröffentlicht|"
    r"aktualisiert|publicado|actualizado|atualizado|pubblicato|aggiornato|güncelleme|yayınlanma|опубликовано|"
    rf"обновлено|نشر|发布)\b.{{0,20}}(?:{_DAY}|{_CLOCK}|ago\b|\d{{4}}).{{0,60}}",
    re.I,
)
_ALONE = re.compile(
    rf"[\W_]*(?:(?:{_NAME}day|{_NAME}tag|\w{{3,9}}),?\s)?{_DAY}(?:\W{{1,5}}(?:at\s|"
    rf"um\s)?{_CLOCK}(?:\s?Uhr)?)?(?:\W{{0,3}}[A-Z]{{2,5}})?[\W_]*"
)
_READ = re.compile(
    r"[\W_]*(?:reading time:?\s*)?\d{1,3}[\s-]min(?:ute)?s?(?:\sread|\slesezeit|\sde\slectura)?[\W_]*|"
    r"\d+\s(?:minutes?|hours?|days?|weeks?|months?|years?)\sago|"
    r"this article is more than \d+ (?:years?|months?) old|lesezeit:?\s\d+\smin\w*",
    re.I,
)
_PIPED = re.compile(rf"[^|]{{2,60}}(?:\|[^|]{{1,60}})+{_DAY}.{{0,90}}")
_DIGIT, _AGO = re.compile(r"\d"), re.compile(r"\ba (?:minute|hour|day) ago")
_STAMPED = 2
_LONG, _TOP, _TAIL = 140, 12, 6  # characters; lines of the head and of the end where bylines stand


@rule(label="byline", asks=lambda line: len(line) <= _LONG and _tells(line))
def byline(page: Page) -> Iterator[Mark]:
    """Whole lines in the head or at the end; dates, reading times and piped stamps as well."""
    count = len(page.lines)
    for index, line in enumerate(page.lines):
        if len(line.text) > _LONG:
            continue
        dated = _dated(line.text)
        if dated == _STAMPED:
            yield Mark(line.start, line.end, "when it was published or changed")
        elif index >= _TOP and index < count - _TAIL:
            continue
        elif dated and _ALONE.fullmatch(line.text):
            yield Mark(line.start, line.end, "a date on a line of its own")
        elif _names_writer(line.text):
            yield Mark(line.start, line.end, "who wrote it")


def _tells(words: str) -> bool:
    """True of every line that is marked where it stands in the head."""
    dated = _dated(words)
    return dated == _STAMPED or (dated and _ALONE.fullmatch(words) is not None) or _names_writer(words)


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _dated(words: str) -> int:
    """Whether a line has a figure, and with it the form of a stamp."""
    if _DIGIT.search(words) is None and not (" ago" in words and _AGO.search(words)):
        return 0
    stamp = _STAMP.fullmatch(words) or _READ.fullmatch(words) or _PIPED.fullmatch(words)
    return _STAMPED if stamp else 1


@lru_cache(maxsize=1 << 12)
def _names_writer(words: str) -> bool:
    return _STRICT.fullmatch(words) is not None or (words.count(" ") <= 10 and _names_role(words))


def _names_role(words: str) -> bool:
    """True for "Staff Reporter" and "Jane Doe, Political Editor"; the words must be capitalised to be a title."""
    return words[:1].isupper() and not words.endswith(".") and _TITLE.fullmatch(words) is not None
