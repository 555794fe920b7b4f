"""The words by which an article says that its text was published elsewhere first, in ten languages.

"(This story was originally published by X)", "as first reported by X", "Dieser Artikel erschien zuerst bei X",
"转载自X". What "first appeared in 1931" is no text: only a name answers, and where nothing here is called so, only one
that looks like a paper's, or behind a word for the text itself.
"""

from __future__ import annotations

import re

__all__ = ["about_the_text", "first_told", "reprinted"]

_LEFT = re.compile(
    r"(?:"
    r"\b(?:this|the)\s(?:story|article|report|piece|column|item|post)\s(?:is|was|has\sbeen)?\s?(?:also\s)?"
    r"(?:taken|comes|came|copied|reproduced|republished|reprinted|supplied|provided)\s(?:from|by|courtesy\sof)"
    r"|\b(?:republished|reprinted|reproduced|cross-?posted)\s(?:with\s(?:the\s)?(?:kind\s)?permission\s)?(?:from|by|of|courtesy\sof)"
    r"|\boriginal(?:ly)?\s(?:from|at|in|on)|\bread\sthe\soriginal\s(?:article|story)?\s?(?:at|on|in|from)"
    r"|\bcourtesy(?:\sof)?\s?:?"
    r"|\b(?:zuerst|ursprünglich|erstmals)\s(?:erschien(?:en)?|veröffentlicht|publiziert)?\s?(?:bei|in|auf|im|von)(?:\s(?:der|dem))?"
    r"|\berschien\s(?:zuerst|ursprünglich)\s(?:bei|in|auf|im)(?:\s(?:der|dem))?|\bübernommen\s(?:von|aus)(?:\s(?:der|dem))?"
    r"|\b(?:publié|paru|repris)e?\s(?:initialement|d['’]abord|à\sl['’]origine|pour\sla\spremière\sfois)\s(?:par|dans|sur|chez|de)(?:\s(?:le|la))?"
    r"|\b(?:initialement|d['’]abord)\s(?:publié|paru)e?\s(?:par|dans|sur)(?:\s(?:le|la))?"
    r"|\b(?:publicad[oa]|aparecid[oa])\s(?:originalmente|inicialmente|primero|por\sprimera\svez)\s(?:en|por)(?:\s(?:el|la))?"
    r"|\boriginalmente\s(?:publicad[oa])\s(?:en|por|em|no|na|pel[oa])(?:\s(?:el|la))?"
    r"|\bpublicad[oa]\s(?:originalmente|primeiro|inicialmente)\s(?:em|no|na|por|pel[oa])"
    r"|\b(?:pubblicat[oa]|apparso|apparsa)\s(?:originariamente|originalmente|per\sla\sprima\svolta|prima)\s(?:su|da|in|sul|sulla)"
    r"|\b(?:первоначально|впервые)\s(?:был[аои]?\s)?(?:опубликован[аоы]?|вышл[аои]|появил\w+)\s(?:в|на|изданием|газетой)(?:\s(?:газете|сайте|издании))?"
    r"|(?:نُ?شر(?:ت)?\s(?:أولا|أولاً|لأول مرة|في الأصل)\s(?:في|على|من)|نقلا عن|نقلاً عن)(?:\s(?:صحيفة|موقع|قناة|وكالة))?"
    r"|(?:转载自|轉載自|转自|轉自|原载于|原載於|原载|首发于|首發於|原文刊于|来源于)"
    r"|(?:साभार|से साभार)\s?:?"
    r")\s?[:：]?\s?[«\"“„‘'《(]?\s?(?:[Tt]he\s)?$",
    re.I,
)
_RIGHT = re.compile(
    r"^['’]?\w{0,4}\s(?:tarafından\s)?(?:ilk\s(?:olarak\s|kez\s)?)(?:yayım|yayın)lan"
    r"|^\s?(?:में|पर)\s(?:पहली बार|मूल रूप से|पहले)\s(?:प्रकाशित|छपा)|^\s?से साभार"
)
_FIRST = re.compile(
    r"\b(?:first|originally)\s(?:reported|revealed|disclosed|broken|told)\s(?:by|in|on)\s(?:the\s)?$"
    r"|\b(?:zuerst|als\serste[sr]?)\s(?:berichtete[nt]?|hatte)(?:\s[^\s.]+){0,3}\s(?:der|die|das)?\s?$",
    re.I,
)
_FIRST_RIGHT = re.compile(r"^\s(?:first|was\s(?:the\s)?first\sto)\s(?:reported|report|revealed|reveal|broke|break)\b")
_TEXT = re.compile(r"\b(?:story|article|report|piece|column|post|interview|essay|op-ed|version|dispatch)\b", re.I)


def reprinted(left: str, right: str) -> bool:
    """Whether the words around a name say that the text is taken from there."""
    return _LEFT.search(left) is not None or _RIGHT.match(right) is not None


def first_told(left: str, right: str) -> bool:
    """Whether they say that the news was there first ("first reported by X", "X first reported")."""
    return _FIRST.search(left) is not None or _FIRST_RIGHT.match(right) is not None


def about_the_text(words: str) -> bool:
    """Whether a line that says "first appeared in" speaks of an article, and not of a book or a bird."""
    return _TEXT.search(words) is not None
