"""A line or bracket that only says who took a picture is no part of the story.

**Blind to:** bare photographers' names; credits in languages not listed here.
Reference: own observation; credit line style of AP, AFP, Reuters and Getty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, line_rule

__all__ = ["photo_credit"]

_LABEL = (
    r"(?:(?:photos?|image|picture|video|media|graphic|illustration|featured image|cover photo|pic)(?:\s?(?:credits?|"
    r"courtesy|copyright|source))?(?:\s(?:by|from|of))?|"
    r"credit|photograph(?:y)?(?: by)?|photographer|fotos?|bild(?:er)?|bildquelle|fotograf|crédit(?:s)?(?: photo)?|"
    r"crédito|"
    r"fotoğraf|imagen|imagem|foto di|фото|صورة|图|圖|写真|사진)"
)
_LINE = Opening(
    rf"{_LABEL}\s?(?:[:：/|©]|\(c\)|copyright|courtesy|by\b|\s)\s?[^.!?\n]{{2,80}}"
    rf"|(?:REUTERS|AP Photo|AFP PHOTO|EPA|AFP|AP|ANSA|EFE|dpa)\s?/\s?[A-Z][^.!?\n]{{2,60}}|(?:[A-Z][\w.'’-]+[ "
    rf"/]){{1,4}}/?\s?(?:Getty Images|AFP|Shutterstock|Alamy|iStock|NurPhoto|REUTERS)"
    r"|(?:Getty Images|AP Photo|Shutterstock|Alamy(?: Stock Photo)?|iStock|Getty|AFP via Getty Images|Handout|"
    rf"Screengrab|File photo|File)",
    behind=r"(?:\s?/\s?[A-Z][\w ]{2,30})?[)\]]?\.?",
    before=r"[(\[]?\s*",
    flags=re.NOFLAG,
)
_INSENSITIVE = Opening(
    _LABEL,
    behind=r"\s?(?:[:：|©]|\(c\)|copyright|courtesy of|credit)\s?[^.!?\n]{2,80}[)\]]?\.?",
    before=r"[(\[]?\s*",
)
_BRACKET = re.compile(
    r"[(\[](?:(?:AP|AFP|EPA|ANSA|EFE) (?:Photo|PHOTO)[^()\[\]\n]{0,60}|(?:Photos?|PHOTOS?|Image|Picture|Foto|Photo "
    r"by|Video)\s?(?::|by\b|courtesy|credit)[^()\[\]\n]{2,80}"
    r"|[^()\[\]\n]{0,60}(?:/|via )(?:Getty Images|AFP|REUTERS|Shutterstock)[^()\[\]\n]{0,30}|"
    r"REUTERS/[^()\[\]\n]{2,60}|Getty Images)[)\]]"
)
_LONG = 110  # characters; two photographers, an agency and its reseller fit


@line_rule(label="caption")
def photo_credit(line: str) -> Iterator[Mark]:
    """Whole lines; inside a longer line the bracket only."""
    if len(line) <= _LONG and (_LINE.fullmatch(line) or _INSENSITIVE.fullmatch(line)):
        yield Mark(0, len(line), "only says who took a picture")
    elif "(" in line or "[" in line:
        for hit in _BRACKET.finditer(line):
            yield Mark(hit.start(), hit.end(), "a picture's credit in brackets")
