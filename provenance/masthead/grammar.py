"""The forms in which an article credits somebody, as patterns on the words left and right of a name.

`role` asks for a photo credit first ("AP Photo" stands in many sign-offs), then for a place where origins are
credited (dateline, byline, source line, sign-off, notice), then for a citation ("TASS reported"). No form, no role.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from provenance.masthead import tongues
from provenance.masthead.names import NAME

__all__ = ["GENERIC", "ORIGINS", "SIGNED", "TOLD", "Where", "role"]


class Where(NamedTuple):
    """A chain of names ("AP, AFP and Reuters") and what stands around it on its line; the windows are bounded."""

    left: str
    right: str
    length: int  # of the line
    top: bool  # among the first lines, where bylines stand
    last: bool  # in or after the last line of prose
    twice: bool  # the line before says the same words
    glued: bool  # no space before the name
    weak: bool  # the alias is also a word of its own
    capitals: bool  # the alias is an acronym
    pictures: bool  # agencies that sell pictures only
    sold: bool  # one of the chain does ("Bloomberg/Getty Images")


_END = r"\s*[)\]}.»\"”]*\s*$"
_CAP = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ]"
_DASH = r"(?:--?|–|—|―|\.-|\.–|\.—)"

# -- pictures ----------------------------------------------------------------------------------------------
_PICTURE = (
    r"(?:photo(?:s|graph|graphs|graphy|graphie|graphies)?|images?|pictures?|pics?|pix|video|footage|file|fotos?|"
    r"fotografía|bild|"
    r"bilder|foto[gğ]raf|crédito|credit|kredit|imagen|imagem|immagine|afbeelding|beeld|фото|صورة|תמונה|छवि|图|圖|写真|사진)"
)
PICTURE_LEFT = re.compile(
    rf"(?:^|[\s(\[|,.;–—-]){_PICTURE}\s*(?:credit|courtesy|copyright|caption|by|via|from|of|par|von|de|:|：|©|\(c\)|"
    r"/|\||\()+"
    r"[^.!?\n]{0,70}$",
    re.I,
)
PICTURE_RIGHT = re.compile(
    r"^(?:['’]s)?\s*(?:file\s)?(?:[Pp]hotos?|PHOTOS?|[Pp]ictures?|[Pp]ool [Pp]hoto|"
    r"via (?:Getty|AP|Reuters|AFP|Shutterstock|"
    r"REUTERS)|photographers?)\b"
    rf"|^\s?/\s?(?>{_CAP}[\w.'’-]+[\s/]?){{1,4}}(?:via [\w\s]+)?{_END}"
    rf"|^\s?/\s?(?>{_CAP}[\w.'’-]+\s?){{1,4}}[)\]|/]",
)
_CAPTION = re.compile(
    r"\b(?:file photo|file picture|pictured|\(?[LRC]\)|seen (?:here|in|at|on|during)|in this (?:file|photo|image|"
    r"picture|undated)|"
    r"left|right|centre|center|file|archivbild|archivfoto|symbolbild|archivo|arquivo|archives?)\b"
    r"|\b(?:on|in|,)\s(?:\w+\s)?(?:\w+\s\d{1,2}|\d{1,2}\s\w+),?\s(?:19|20)\d\d\b",
    re.I,
)
_BRACKET = re.compile(r"(?:[(\[]|[-–—]\s*|/\s*)$")
_CLOSE = re.compile(r"^\s*[)\]]?\s*\.?\s*$")

# -- origins -----------------------------------------------------------------------------------------------
# A place and perhaps a date before the bracket: "MOSCOW (", "New Delhi [India], July 8 (", "BERLIN/PARIS (".
_SMALL = r"(?:de|del|la|le|los|las|am|al|el|of|the|do|da|di|den|der|und|and|y|e|et|im|in|on|upon|sur|a\.\w\.|d\.\w\.)"
PLACE = (
    rf"(?>{_CAP}[\w.'’/-]*)(?>[\s,./–-]+"
    rf"(?:{_CAP}[\w.'’/-]*|\d{{1,2}}\.?\s[^\W\d]{{3,10}}|\d{{1,4}}\.?|\[[\w\s]{{2,30}}\]|{_SMALL}|\w{{3,10}}(?=\s?\d))){{0,9}}"
)
_STAMP = r"(?:-?\s*date\s+\d{4}-\d\d-\d\d\s+)?"
_DATELINE_LEFT = re.compile(rf"^{_STAMP}(?:{PLACE}[\s,.:–—-]{{0,3}})?[(\[/]\s*$|^{_STAMP}\($")
_DATELINE_RIGHT = re.compile(rf"^[^()\n]{{0,25}}[)\]/]\s*(?:{_DASH}|[:;.,]|$|(?=\s{_CAP}))")
_MID_LEFT = re.compile(rf"(?:^|[\s.]){_CAP}{{3,}}[^()\n.!?]{{0,40}}\(\s*$")
_MID_RIGHT = re.compile(rf"^\s*\)\s*{_DASH}\s")
_BARE_LEFT = re.compile(rf"^{_STAMP}{_CAP}{{3,}}[A-ZÀ-Ý\s./'-]*[.,]\s(?:[^.()]{{1,24}}[.,]\s)?$")
_BARE_RIGHT = re.compile(rf"^\s*(?:\.|{_DASH}|:)\s")
_FIRST_RIGHT = re.compile(rf"^\s*(?:{_DASH})\s*{_CAP}|^\s*\|")

_STAFF = (
    r"(?:news agency|news service|newswires?|newsroom|staff|staff writers?|writers?|reporters?|correspondents?|"
    r"editors?|"
    r"special correspondents?|online|desk|contributors?|agency|wire|business|economics|sports?|science|political|"
    r"national)"
)
_PERSON = rf"{_CAP}[\w.'’-]*(?:\s(?:{_CAP}[\w.'’-]*|de|la|van|von|der|bin|al|el|da|dos|di|and|und|et|y)){{0,8}}"
_BY_LEFT = re.compile(
    r"^[\W_]*(?:(?:by|from|von|par|por|di|door|av|af|written by|reported by|story by|text by|posted "
    rf"by)\b:?\s[^.;?!]{{0,90}}?|"
    rf"(?:{_PERSON}\s*[,|/–—-]?\s*))?$",
    re.I,
)
_BY_PERSON = re.compile(rf"^[\W_]*(?:{_PERSON}[\s,|/–—•·-]*)?$")
_BY_RIGHT = re.compile(
    rf"^(?:\s+{_STAFF})*+(?>[\s,|/–—•·.-]+|{_STAFF}\b|{_CAP}[\w.'’-]*|(?:in|de|la|van|von|and|und|et|y)\b|\d[\d:apmAPM]*|"
    r"(?:updated|published|posted|created)\b.*)*+[^\w:]*$"
)
_OWN_LEFT, _OWN_RIGHT = re.compile(r"^[\W_]*$"), re.compile(rf"^(?:\s+{_STAFF})*[^\w:]*$")
_SOURCE_LEFT = re.compile(
    r"(?:^|[\s(\[|])(?:sources?|quellen?|fuentes?|fontes?|fonte|bron|kaynak|kilde|källa|źródło|zdroj|источник|"
    r"джерело|المصدر|"
    r"منبع|स्रोत|来源|來源|出典|출처)\s*[:：/-]\s*[^.!?\n]{0,70}$",
    re.I,
)
_INPUT_LEFT = re.compile(
    r"\b(?:inputs?|reporting|reports?|files?|material|contributions?|contributing|information|copy|feeds?|texte|"
    r"material|"
    r"información|informação|informações|informazioni|informations|mit|avec)\s*(?:received\s)?(?:from|by|by the|of|"
    r"de|da|di|del|von|der|:)\s*"
    r"(?:the\s)?[^.!?\n]{0,60}$",
    re.I,
)
_WITH = re.compile(
    r"(?:\bwith|\bwritten|\bincludes?|\bincluding|\badditional|\bcontributing|\bcon|\bcom|\bavec|\bmit|\bcompiled|\()",
    re.I,
)
_SHORT_WITH = re.compile(r"[(\[—–-]\s*(?:with|mit|avec|con|com|via)\s[^.!?()\n]{0,50}$", re.I)
_LONE_WITH = re.compile(r"^[\W_]*(?:with|mit|avec|con|com|via)\s(?:the\s)?$", re.I)
_CONTRIBUTED = re.compile(r"^[^.!?\n]{0,80}\bcontributed\b(?:\s(?:to|reporting|material|from)\b|\s*[.)]|$)")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b|&copy;)\s*(?:©|\(c\)|by|of|the|\d{4}(?:\s*-\s*\d{4})?|[,.\s])*$", re.I
)
_PUBLISHED = re.compile(
    r"\b(?:(?:originally|first|previously)\s(?:published|appeared|posted|ran|printed|released)\s(?:by|on|in|at|with)|"
    r"(?:republished|reprinted|reproduced|syndicated|adapted|excerpted|courtesy)\s(?:with (?:the )?permission "
    r")?(?:from|by|of)|"
    r"(?:provided|supplied|distributed|produced)\sby|(?:published|generated|taken|sourced|auto-generated|"
    r"republished)\s(?:directly\s)?from|"
    r"by arrangement with|translated from)\s(?:(?:a|an|the)\s)?$",
    re.I,
)
_FEED = re.compile(
    r"^(?:['’]s)?\s(?:syndicated|wire|news)?\s?(?:feed|copy)\b|^\sTrust Principles|^['’]\sTrust Principles", re.I
)
_NOTICE = re.compile(r"\b(?:story|article|report|copy|feed|item|content|published|generated|standards)\b", re.I)
_AFTER_STOP = re.compile(r"(?:^|[.!?”\"’')\]…।。])\s*$")
_CODES = re.compile(r"^(?>[\s/]+(?:[A-Z]{2,5}|[a-z]{2,4}(?:[/-][a-z]{2,4})+))*+\s*[)\]]?\s*\.?\s*$")
_SPACED_STOP = re.compile(r"[.!?”\"’')\]…।。](?:\s+|\s*[-–—―]+\s*|\s*[(\[]\s*|\s*/)$")

# -- citations ---------------------------------------------------------------------------------------------
_BETWEEN = (
    r"(?:\s(?:the|a|an|its|his|her|both|official|state|state-run|state-owned|semi-official|private|independent|local|"
    r"news|newswire|newswires|wire|agency|agencies|service|media|outlet|outlets|broadcaster|sister|"
    r"[A-ZÀ-Ý][\w.-]+(?:['’]s?)?|[a-z]+-(?:based|run|owned|language|speaking|official|backed)))"
)
_CITE_LEFT = re.compile(
    r"(?:\b(?:told|tells|telling|according to|per|quoted by|cited by|reported by|carried by|quotes|quoting|citing|"
    r"cites|cited|said by|"
    r"(?:quoted|cited|reported)\s(?:[\w’'-]+\s){0,6}(?:by|in|on|to)|"
    r"(?:saying|said|writing|written|published|released|shown|seen|reviewed|obtained|viewed|heard|verified|"
    r"interviewed|contacted|"
    r"approached|asked|polled|surveyed|compiled|broadcast|distributed|leaked|sent|released|carried|conducted|run|"
    r"aired) by|"
    r"(?:speaking|spoke|spoken|talking|talked|comment|comments|commented|statement|statements|interview|interviews|"
    r"email|e-mail|letter|"
    r"response|reply|remarks|message|confirmed|said|explained|admitted|revealed|disclosed|denied|given|gave|speaks|"
    r"confirm|leaked) (?:to|with|for|given to)|"
    r"interview (?:published|broadcast|carried) (?:by|on|in)|reports? (?:by|from|in|on)|dispatch from|quote from|"
    r"informed|reported|reports|said|writes|wrote|add(?:s|ed)|via|as per|data from|tally by|count by|poll by|"
    r"laut|zufolge|sagte der|sagte|gegenüber der|gegenüber|selon|d['’]après|à l['’]|auprès de l['’]|indiqué à l['’]|"
    r"según|a la agencia|dijo a|"
    r"segundo a|segundo|disse à|secondo l['’]|secondo|ha detto all['’]|aldus|volgens|сообщает|сообщил|сообщило|"
    r"передает|передаёт|"
    r"по данным|пишет|заявил|وفقا ل|لوكالة|وكالة|据|據))"
    rf"{_BETWEEN}{{0,6}}\s?$",
    re.I,
)  # fmt: skip
_VERB = (
    r"(?:reports?|reported|reporting|said|says|saying|quoted|quotes|quoting|cited|cites|citing|wrote|writes|noted|"
    r"notes|added|adds|"
    r"learned|learnt|understands|confirmed|revealed|reveals|published|publishes|released|carried|broadcast|showed|"
    r"shows|"
    r"announced|announces|tweeted|could not|couldn['’]t|was (?:not able|unable|told)|was not immediately|has (?:not "
    r")?(?:verified|seen|reviewed|obtained)|"
    r"saw|found|calculated|calculations?|estimates?|put|described|called|declared|projected|interviewed|spoke|asked|"
    r"obtained|reviewed|"
    r"berichtete|berichtet|meldete|meldet|zitierte|rapporte|rapporté|a rapporté|informó|informa|reportó|citó|"
    r"informou|noticiou|"
    r"riferisce|riporta|ha riferito|bildirdi|aktardı|duyurdu|meldde|сообщило|сообщает|цитирует|передает|报道|報道|報導)"
)
_CITE_RIGHT = re.compile(
    r"^(?:['’]s?)?(?:,?\s?\([^()]{2,40}\),?)?"
    r"(?:\s(?:news|state|official|wire|press|information)?\s?(?:news\s)?(?:agency|agencies|service|newswire|wire|"
    r"website|channel|network))?"
    r"(?:\s(?:journalists?|reporters?|correspondents?|photographers?|witness(?:es)?|teams?|crews?|editors?|analysis|"
    r"investigation|tally|count|"
    r"review|examination|survey|headline|alert)(?:\s(?:at|in|on|near)\s[^.,;]{2,40})?)?"
    r"(?:,\s[^,.]{3,60},)?(?:\s(?:has|have|had|also|later|earlier|then|first|previously|separately|on \w+day|\w+day|"
    r"in \w+|exclusively|recently|meanwhile|since|already|initially|itself|further|now))*\s?"
    rf"{_VERB}\b",
    re.I,
)
_REQUEST = re.compile(r"^(?:['’]s?)?\s(?:request|requests|questions?|queries|inquiry|interview)\b", re.I)
_AGENCY_RIGHT = re.compile(
    r"^(?:['’]s)?\s(?:state\s|official\s)?(?:news\s|press\s)?(?:agency|newswire|news wire|wire service)\b", re.I
)
_AGENCY_LEFT = re.compile(r"\b(?:news|press|state) agency\s$", re.I)
_SUBJECT_BAD = re.compile(r"\b(?:shares of|thomson|at|inside|outside|acquired)\s$", re.I)

SIGNED = re.compile(
    r"\(?\b(?:Additional\s)?(?:[Rr]eporting|REPORTING|[Ww]riting)\s(?:and\s\w+\s)?by:?\s[^\n]{2,400}?[Ee]dit(?:ing|"
    r"ed)\sby:?\s[^\n)]{2,160}\)?"
)


def role(w: Where) -> tuple[str, str]:
    """The role of a chain of names ("" = none) and the form it stands in: picture, dateline, byline, source, ..."""
    found, form = tongues.role(w)
    if found:
        return found, form
    if _is_picture(w):
        return "photo", "picture"
    if w.pictures:
        return "", ""
    form = _origin(w)
    if form:
        return "origin", form
    return ("cited", "citation") if not w.glued and (tongues.cited(w) or _is_cited(w)) else ("", "")


def _is_picture(w: Where) -> bool:
    if PICTURE_RIGHT.search(w.right):
        return True
    tail = bool(_CLOSE.match(w.right))
    if PICTURE_LEFT.search(w.left) and (tail or re.match(r"\s*(?:[)\]|/.,]|via\b)", w.right)):
        return True
    if w.pictures or w.sold:
        return tail or bool(re.match(r"\s*[)\]|/]", w.right)) or w.length < 60
    if not (tail and _BRACKET.search(w.left)):
        return False
    body = w.left.strip(" ([—–-")
    if not body or w.weak:
        return False
    # "(Reuters)" closes a caption in mid-article, and a whole story at its end.
    captioned = bool(_CAPTION.search(body))
    return w.twice or (captioned and not w.last) or (not w.last and w.length < _CAPTION_LENGTH and _one_sentence(body))


_CAPTION_LENGTH = 350  # characters; captions of picture agencies have 80 to 300, news in brief has more


def _one_sentence(body: str) -> bool:
    return not re.search(r"[a-z\d)”\"][.!?][”\"]?\s+[A-Z“\"]", body.rstrip(". "))


def _origin(w: Where) -> str:
    """The first form in which the chain is an origin; "" if none is."""
    return next((form for form, stands in _FORMS if stands(w)), "")


def _is_source(w: Where) -> bool:
    return bool(_SOURCE_LEFT.search(w.left) and re.match(r"[^.!?]{0,60}[.)\]]?\s*$", w.right))


def _is_notice(w: Where) -> bool:
    return bool(_PUBLISHED.search(w.left) or (_FEED.search(w.right) and _NOTICE.search(w.left + w.right)))


def _is_input(w: Where) -> bool:
    if _CONTRIBUTED.search(w.right) and (len(w.left) < 100 or "(" in w.left[-60:]):
        return True
    if _SHORT_WITH.search(w.left) or (_LONE_WITH.match(w.left) and _OWN_RIGHT.match(w.right)):
        return True
    inputs = _INPUT_LEFT.search(w.left)
    near = w.left[max(0, inputs.start() - 25) : inputs.end()] if inputs else ""
    return bool(_WITH.search(near)) and (w.length < 160 or w.last)


def _is_signoff(w: Where) -> bool:
    if not w.last:
        return False
    if _CODES.match(w.right) and _SPACED_STOP.search(w.left):
        return True
    return bool(_OWN_LEFT.match(w.left) and _OWN_RIGHT.match(w.right))


def _is_dateline(w: Where) -> bool:
    if _DATELINE_LEFT.match(w.left) and _DATELINE_RIGHT.match(w.right):
        placed = w.left.strip("([/ ") != ""
        return placed or not _CLOSE.match(w.right) or w.top
    if _MID_LEFT.search(w.left) and _MID_RIGHT.match(w.right):
        return True
    if _BARE_LEFT.match(w.left) and _BARE_RIGHT.match(w.right):
        return True
    return not w.left.strip() and bool(_FIRST_RIGHT.match(w.right)) and w.top


def _is_byline(w: Where) -> bool:
    if not (w.top or w.last) or w.length > _BYLINE_LENGTH or not _BY_RIGHT.match(w.right):
        return False
    if _OWN_LEFT.match(w.left) and _OWN_RIGHT.match(w.right):
        return w.top and not w.weak
    if re.match(r"[\W_]*(?:by|from|von|par|por|di|door|av|af)\b", w.left, re.I):
        return bool(_BY_LEFT.match(w.left)) and (w.top or w.length < 90)
    # "Jane Doe, Associated Press", "Reuters, Moscow": names only, and no verb anywhere on the line.
    named = bool(_BY_PERSON.match(w.left)) and (
        w.glued or not w.left.strip() or re.search(r"[,|/–—•·-]\s*$", w.left) is not None or w.left.isupper()
    )
    return named and not w.weak and (bool(w.left.strip()) or bool(re.match(r"\s*[,|•·]", w.right)))


_BYLINE_LENGTH = 130  # characters; "By A B, C D and E F, Associated Press" has 60


_FORMS: tuple[tuple[str, Callable[[Where], bool]], ...] = (
    ("dateline", _is_dateline),
    ("byline", _is_byline),
    ("source", _is_source),
    ("copyright", lambda w: _COPYRIGHT.search(w.left) is not None),
    ("notice", _is_notice),
    ("inputs", _is_input),
    ("signoff", _is_signoff),
)


def _is_cited(w: Where) -> bool:
    agency = bool(_AGENCY_RIGHT.match(w.right) or _AGENCY_LEFT.search(w.left))
    if w.weak and not agency:
        told = re.search(r"\btold\s$", w.left) or re.match(r"\s(?:has\s)?(?:reported|quoted|cited)\b", w.right)
        return bool(w.capitals and told)
    if _CITE_RIGHT.match(w.right):
        return _SUBJECT_BAD.search(w.left[-20:]) is None
    near = " ".join(w.left[-_NEAR:].split(" ")[-_REACH:])
    return bool(_CITE_LEFT.search(near)) or bool(_REQUEST.match(w.right))


# "in an interview given to the state-run Russian daily of ..." spans 10 words; a search over all 160 characters takes
# four times as long.
_REACH, _NEAR = 12, 110


# -- "agencies", and credits to those that are no agency -----------------------------------------------------
_KIND = r"(?:(?:news|wire|other|various|international|foreign|press|local)\s)*"
_WIRES = (
    rf"(?:{_KIND}(?:agencies|agency\s(?:reports?|inputs?|feeds?)|wires|wire\s(?:services?|reports?|copy)|"
    r"news\sservices|wire\sservice\sreports))"
)
GENERIC = re.compile(
    r"^[\W_]*(?:(?:by|from|staff|our correspondents?|news desk|web desk|online desk)[\s,/&|-]+(?:and\s|"
    rf"with\s)?)*(?P<line>{_WIRES})(?:\s(?:staff|and\s[\w ]{{2,30}}))?[\W_]*$"
    rf"|(?:^|[(\[])\s*(?:sources?|credits?)\s*[:-]\s*(?:[^.\n]{{0,70}}(?:and|with|&|,|/)\s*)?(?P<source>{_WIRES})"
    rf"|^[\W_]*(?:by\s)?[^.!?\n]{{2,60}}\s(?:and|with|&|/)\s(?P<and>{_KIND}agencies|{_KIND}wires|wire\s(?:reports|"
    r"services))[\W_]*$"
    rf"|[(\[—–-]\s*(?:[^()\[\].\n]{{0,60}}(?:and|with|&|/|,)\s*)?(?P<paren>{_KIND}agencies|AGENCIES|{_WIRES})\s*[)\]]"
    rf"|(?:[.!?”\"]|^)\s*[—–-]+\s*(?P<dash>(?:the\s)?{_KIND}agencies|{_WIRES})\s*\.?\s*$"
    r"|\bwith\s(?:additional\s)?(?:agency\s)?(?:inputs?|reporting|reports?|files?|information|material|"
    rf"contributions?)\s(?:from|by)\s(?:the\s)?(?:[^.()\n]{{0,40}}and\s)?(?P<inputs>{_WIRES})"
    rf"|\((?:with\s)?(?P<agency>agency\sinputs?|agency\sreports?)\)"
    rf"|\b(?:based|compiled|taken|generated|published|sourced|drawn)\b[^.\n]{{0,40}}\bfrom\s(?:a\s|an?\s|"
    rf"the\s)?(?P<feed>(?:syndicated|wire\sagency|agency|news\sagency|wire)\s(?:news\s)?feed|{_WIRES})"
    rf"|\bon\s(?P<based>wire\sservice\sreports?|{_WIRES})[\s.]*$"
    rf"|(?P<contrib>\b(?:wire\s(?:services|reports)|news\s(?:agencies|services)|agencies))\scontributed\b"
    r"|(?:^|[(\[/–—-])\s*(?P<other>(?:mit\s(?:Material\s(?:der|von)\s)?Agenturen|mit\sAgenturmaterial|Agenturen|"
    r"avec\s(?:les\s)?agences|agences|(?:con\s(?:información\sde\s)?)?agencias|"
    r"com\s(?:informações\sde\s)?agências|agências|agenzie|ve\sajanslar|ajanslar|agentschappen|bureaus|byråer|"
    r"informační\sagentury|agenturer|"
    r"agencje|агентства|по\sсообщениям\sагентств|وكالات|الوكالات|خبرگزاری‌ها|एजेंसियां|एजेंसी|ایجنسیاں|本报综合|综合报道|"
    r"综合外电|綜合外電|外電|各通信社))\s*(?:[)\]/.]|$)",
    re.I,
)

# form, pattern, and words of which one must stand in the line for the pattern to be tried
ORIGINS = (
    # "Source: Daily Mirror" as a line or a bracket of its own
    (
        "source",
        re.compile(
            rf"(?:^|[(\[])\s*(?:[Ss]ource|SOURCE|Via|VIA)\s*[:-]\s*(?P<name>{NAME}(?:\s?(?:[,;/]|and)\s{NAME}){{0,3}})\s*[)\].]?\s*$"
        ),
        ("ource", "OURCE", "Via", "VIA"),
    ),
    # "(Daily Mirror)" after the last sentence
    ("signoff", re.compile(rf"[.!?”\"]\s*[(\[](?P<name>{NAME})[)\]]\s*$"), (")", "]")),
    # before the first sentence, as ECONOMYNEXT and News 1st have it
    ("slug", re.compile(rf"^{_STAMP}(?P<name>[A-Z][A-Z0-9]{{5,24}})\s?(?:[-–—]\s)"), ("-", "–", "—")),
    ("dateline", re.compile(rf"^{_STAMP}(?:{PLACE}\s)?\((?P<name>{NAME})\)\s?(?:[-–—;:]|\.-)"), (")",)),
    # "first published by The Hill", "originally appeared in the Richmond Times-Dispatch"
    (
        "published",
        re.compile(
            r"\b(?:originally|first)\s(?:published|appeared|posted|ran|printed)\s(?:by|on|in|at)\s"
            rf"(?:the\s)?(?P<name>{NAME})"
        ),
        ("first ", "iginally "),
    ),
    (
        "published",
        re.compile(
            r"\b(?:[Rr]epublished|[Rr]eprinted|[Ss]yndicated)\s(?:with\s(?:the\s)?permission\s)?(?:from|by|of)\s"
            rf"(?:the\s)?(?P<name>{NAME})"
        ),
        ("epublished", "eprinted", "yndicated"),
    ),
)
# Sought from one t to the next, because it begins with it: the boundary before it is asked for behind.
TOLD = re.compile(rf"t(?<!\wt)(?:old|ells)\s(?P<name>{NAME})")
