"""A line that says "Advertisement" or "Story continues below" marks a hole that an advertisement left.

**Blind to:** advertisements themselves, which look like any text.
Reference: own observation.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, line_rule

__all__ = ["advert"]

_HOLE = Opening(
    r"(?:advertisements?|advertising|ad|ads|sponsored|promoted|paid content|anzeige|werbung|publicité|"
    r"publicidad|publicidade|pubblicità|"
    r"advertentie|annons|annonse|reklam|reklama|реклама|إعلان(?:ات)?|广告|廣告|広告|광고|iklan|विज्ञापन)(?:[\s:-]+(?:"
    r"continue reading.{0,40}|scroll to continue|story continues.{0,40}|advertisement|this ad will close.{0,30}))?"
    r"|(?:(?:article|story|post) )?continues? (?:reading )?(?:below|after (?:the )?(?:advertisement|ad|this ad|"
    r"promotion|newsletter).{0,30})|story continues(?: below)?(?: (?:this )?(?:advertisement|ad))?"
    r"|continue reading(?: (?:below|the main story))?|scroll (?:down )?(?:to|for) (?:continue|read) ?.{0,30}|skip "
    r"(?:past )?(?:advertisement|ad|newsletter promotion)s?"
    r"|after newsletter promotion|weiterlesen nach der (?:anzeige|werbung)|"
    r"(?:der )?artikel wird nach der anzeige fortgesetzt|"
    r"la suite après (?:cette|la) publicité|continúa (?:después de|tras) la publicidad|continua (?:após a|depois da) "
    r"publicidade|continua dopo la pubblicità|"
    r"\[?(?:pullquote|embedded content|media omitted)\]?",
    behind=r"[\W_]*",
)
_LONG = 100  # characters


@line_rule(label="furniture", opens=(_HOLE,))
def advert(line: str) -> Iterator[Mark]:
    """Whole short lines."""
    if len(line) <= _LONG and _HOLE.fullmatch(line):
        yield Mark(0, len(line), "stands where an advertisement was")
