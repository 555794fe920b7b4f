"""A paragraph in which the outlet speaks of the text itself (feed, correction, reprint) is a notice, not the story.

**Blind to:** notices inside a paragraph of the story without brackets; languages not listed here; beside the story of
a page, whether the site says it of this text or a reader does in a comment.
Reference: own observation; the standing notices of feed clients ("auto-generated from a syndicated feed").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, line_rule

__all__ = ["notice"]

_TEXT = (
    r"(?:story|article|report|piece|post|column|essay|op-ed|interview|content|copy|item|news|page|text|excerpt|"
    r"commentary|material|transcript|headline|version)"
)
_THIS = rf"(?:this|the|an earlier version of this|a version of this)\s(?:\w+\s){{0,3}}{_TEXT}"
_OPENS = Opening(
    rf"(?:except for the headline[, ]+)?{_THIS}\s(?:has|was|is|is being|has been|may|may not|will|first|originally|"
    rf"appeared|contains|and its|also appeared|ran)\s?(?:\w+\s){{0,5}}?"
    r"(?:not been|edited|auto-?generated|syndicated|feed|published|republished|appeared|updated|corrected|amended|"
    r"translated|produced|"
    r"reproduced|copied|reprinted|adapted|excerpted|part of|based in part|sponsored|broadcast|rewritten|"
    r"redistributed|developing|breaking|for subscribers|behind)\b"
    r"|(?:disclaimer|editor['’]?s?['’]? note|editors['’] note|correction|clarification|note to readers|"
    r"publisher['’]s note|hinweis|anmerkung der redaktion|nota del editor|nota de la redacción|ndlr|note de la "
    r"rédaction)\b\s?[:.–—-]"
    r"|(?:the )?(?:views?|opinions?)(?: and opinions| and views)? (?:expressed|stated|contained)\b"
    r"|(?:this is )?a (?:breaking|developing)(?: news)? story\b|this story is developing"
    r"|our standards: |your email address will not be published|save my name,? e?-?mail|all comments are "
    r"(?:moderated|subject)"
    r"|(?:we use|this (?:web)?site uses) cookies|by (?:continuing|clicking|using|submitting|signing "
    r"up)\b.{0,60}\b(?:agree|accept|consent)"
    r"|published in .{3,40}, \w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}|(?:originally|first) (?:published|appeared) (?:in|"
    r"on|at|by)\b"
    r"|(?:republished|reprinted|reproduced) (?:with|from|by|under)\b|the post .{3,160} appeared first on\b"
    r"|(?:subscribe|log in|sign in|register) (?:now )?to (?:continue|read|keep reading|unlock)|dieser (?:artikel|"
    r"text|beitrag) (?:ist|wurde|erschien)|"
    r"diese meldung (?:ist|wurde)|cet article (?:est|a été)|este (?:artículo|texto|contenido) (?:fue|ha sido|es)|"
    r"bu (?:haber|içerik|yazı) .{0,40}(?:yayımlan|güncellen|otomatik)|данный материал|этот материал",
)
_BRACKET = re.compile(
    rf"[(\[](?:except for the headline[^()\[\]]{{2,300}}|{_THIS}\s[^()\[\]\n]{{0,80}}(?:edited|generated|syndicated|"
    rf"published|updated|translated)[^()\[\]\n]{{0,300}}"
    r"|(?:disclaimer|editor['’]s note|the (?:views|opinions) expressed)\b[^()\[\]\n]{2,600}|(?:the )?(?:writer|"
    r"author) is (?:a|an|the)\b[^()\[\]\n]{2,300})[)\]]",
    re.I,
)
_LONG = 700  # characters; a notice longer than this has story in it


@line_rule(label="notice", around=True, opens=(_OPENS,))
def notice(line: str) -> Iterator[Mark]:
    """Whole paragraphs that open as notices do; inside a paragraph the bracket only."""
    if len(line) <= _LONG and _OPENS.match(line):
        yield Mark(0, len(line), "the outlet speaks of the text itself")
    elif "(" in line or "[" in line:
        for hit in _BRACKET.finditer(line):
            yield Mark(hit.start(), hit.end(), "a notice in brackets")
