"""The forms of a credit in languages other than English, as patterns on the words left and right of a name.

`role` is asked before the English grammar has its say: where capitals do not tell a name from a word (Arabic, Hindi,
Chinese) the English forms are too wide. A form is a line of a table here, by language and by what it is there for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.masthead.grammar import Where

__all__ = ["GENERIC", "HINTS", "cited", "role"]

_FEW = r"(?:\s[^\s.!?;:؛]{1,24}){0,5}?"  # words between the verb and the name: "sagte ein Sprecher am Montag der"
_UNCASED = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af"
_CLOSE = r"\s*[)）\]】।。.]*\s*$"

# -- pictures ----------------------------------------------------------------------------------------------
_PICTURES = (
    r"(?:fotos?|fotografías?|fotografien?|fotoğraf(?:lar)?|görsel(?:ler)?|kamera|imagen|imagem|immagine|crédit photo|"
    r"crédits photo|фото|снимок|(?:ال)?صور[ةه]?|تصوير|عدسة|(?:फोटो|फ़ोटो|तस्वीर|चित्र)(?:\s(?:साभार|"
    r"सोर्स|स्रोत|क्रेडिट))?|"
    r"图片来源|图片|图源|图|圖片來源|圖片|圖|摄影|写真|사진)"
)
_PHOTO_LEFT = re.compile(rf"(?:^|[\s(（\[|,.;।。–—-]){_PICTURES}\s*(?:[:：／/|-]|من)\s*[^.!?।。\n]{{0,50}}$", re.I)
_PHOTO_BARE = re.compile(r"(?:^|[.!?)]\s)(?:Фото|Foto|Photo|Fotoğraf)\s(?:[^.!?\n]{2,40}[/,]\s?)?$")
_PHOTO_RIGHT = re.compile(
    r"^(?:记者|記者)?\s?[（(]?\s?[\w·\s]{1,14}[摄攝]\s?[)）]?"
    r"|^发\s?[（(][^）)]{1,20}[)）]|^(?:供图|供圖|图片|圖片|资料图)|^ (?:图|제공)"
)
_RIGHTS_LEFT = re.compile(r"©\s*(?:[^\s\d.!?][^.!?\n]{1,40}/\s?)$")
_RIGHTS_RIGHT = re.compile(r"^\s?/\s?[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,3}" + _CLOSE)
_RIGHTS_SIGN = re.compile(r"©\s*$")

# -- origins -----------------------------------------------------------------------------------------------
_DAY = r"\d{1,2}\.?\s[^\W\d_]{3,12}\.?"
# Place and day before a bracket in a script without capitals: four words at most, as in "नई दिल्ली, 14 फरवरी (".
_PLACED = re.compile(
    rf"^(?:(?=[^(（]*[{_UNCASED}])[^\s(（]{{1,20}}(?:[\s,،/-]+[^\s(（]{{1,20}}){{0,3}}\s?)?[(（\[【]\s*$"
)
_PLACED_RIGHT = re.compile(r"^[^()（）\n]{0,20}[)）\]】]\s*[-–—:؛।.ـ]?\s*[^\s.-].{30}")
_CYRILLIC = re.compile(
    rf"^[А-ЯЁІЇЄЎ][\w.-]*(?:[\s,./–-]+[А-ЯЁІЇЄЎ][\w.-]*){{0,3}}[\s,.]*(?P<day>{_DAY})?[\s,.–—-]*(?P<in>[(/«])?$"
)
_CYRILLIC_RIGHT = re.compile(r"^(?P<out>[)/»])?\s?(?:[-–—.:]|/\.)*\s*[А-ЯЁІЇЄЎ«\"]")
_HAN = re.compile(r"^[^。\n]{0,14}?\d{1,2}\s?日\s?(?:专|專|综合|晚|早)?\s?(?:电|電|讯|訊|消息)")
_HAN_LEFT = re.compile(r"^[\s（(【]*(?:据|據)?\s*$")
_TITLED = re.compile(r"^[【\[（(]\s*$")
_SIGNED_LEFT = re.compile(r"[。！？”」।]\s*[（(【]\s*$")
_BESIDE = re.compile(rf"^(?=[^\n]*[{_UNCASED}А-я])[^\s.!?:：]{{2,20}}(?:\s[^\s.!?:：]{{2,20}}){{0,2}}\s?[-–—/|،,]\s?$")
_ROOM = r"(?:redacci[óo]n|reda[çc][ãa]o|redaktion|r[ée]daction|redazione|haber merkezi|dış haberler|редакция|ред\.)"
_ROOMED = re.compile(
    rf"^\W*(?:par\s|por\s|von\s)?(?:la\s|der\s|a\s)?{_ROOM}\s*(?:[/|,–-]|y|e|et|und|ve|mit|avec|con|com)\s*$", re.I
)
_AFTER = re.compile(r"^,\s[^\s,.]{2,20}$")
_CODES = re.compile(r"^(?:/(?:Fim|fim|[a-z]{2,4}))+\W*$")
_INITIALS = re.compile(r"^\W*(?:[a-zà-ÿ]{2,4}/)+$")  # "kes/dpa": a desk's initials stand on either side
_SOURCED = re.compile(
    r"(?:^|[(（\[])\W*(?:इनपुट|साभार|по материалам(?: агентств\w?)?|по сообщениям|с использованием материалов|"
    r"za:|con datos de|con material de|avec le concours d[eu]|met informatie van|bron(?:nen)?:|med material från)"
    r"\s*[:：-]?\s*[^.!?।\n]{0,50}$",
    re.I,
)
_EDITED = re.compile(
    r"^[(\[]\s?(?:Reportage|Rédigé|Version française|Édité|Escrito por|Reportagem|Reporte)\b[^.\n]{4,150},\s$"
)
_NOTICES = (
    (re.compile(r"\b[Tt]his (?:report|story|article) by (?:[Tt]he )?$"), re.compile(r"^ was (?:first )?published")),
    (
        re.compile(r"\b[Hh]aber\b[^.\n]{0,40}\s$"),
        re.compile(r"^\starafından\s(?:servis|geçil|hazırlan|yayınlan|yayımlan)"),
    ),
)

# -- citations ---------------------------------------------------------------------------------------------
# "the news agency X" in a sentence speaks of the agency; where it is an origin, an earlier form has said so.
_NOUN = re.compile(
    r"(?:(?<!\w)(?:(?:Nachrichten|Presse)?[Aa]gentur|agence(?: de presse| officielle)?|agencia(?: de noticias)?|"
    r"agência(?: de notícias)?|agenzia(?: di stampa)?|haber ajansı|агентств[оуаме]{1,2}|(?:لو|بو|و)كالة(?: الأنباء)?|"
    r"(?:समाचार|न्यूज़|न्यूज) एजेंसी|खबर एजेंसी)\s[«\"„“'’‘]?)$"
)
_SAID = {
    "de": rf"(?:laut|gegenüber|sagten?|erklärten?|bestätigten?|berichtet(?:en?)?|meldet(?:en?)?|erfuhr|"
    rf"erfahren hat|zitiert"
    rf"|teilten?){_FEW}(?:\s(?:der|die|dem|den))?\s",
    "fr": r"(?:selon|d['’]après|déclar\w+|dit|indiqu\w+|affirm\w+|expliqu\w+|confi\w+|précis\w+|assur\w+|rapport\w+|"
    rf"sollicit\w+|interrog\w+|cité\w*|contact\w+|auprès)(?:{_FEW}\s(?:à|de|par|auprès de))?\s(?:l['’])?",
    "es": r"(?:según|dijo|declaró|informó|reportó|explicó|aseguró|contó|afirmó|señaló|confirmó|indicó|citó|"
    r"citad[oa] por|"
    rf"recoge|declaraciones|entrevista|reveló)(?:{_FEW}\s(?:a|con|por|de))?(?:\sla)?\s",
    "pt": r"(?:segundo|disse(?:ram)?|declarou|informou|noticiou|explic\w+|afirmou|contou|confirmou|revelou|avançou|"
    rf"declarações|entrevista|de acordo com|citad[oa]s?|conforme)(?:{_FEW}\s(?:à|ao|com|pela|da|a))?(?:\s(?:a|o))?\s",
    "it": rf"(?:secondo|ha detto|hanno detto|ha dichiarato|riferisce|riporta|spiegato|"
    rf"intervista){_FEW}\s(?:all['’]|l['’]|alla\s|la\s|a\s)",
    "ru": r"(?:сообща(?:ет|ют|л[аио]?)|сообщил[аи]?|переда(?:ет|ёт|ют|ла?)|пишет|пишут|рассказал[аи]?|заявил[аи]?|"
    r"сказал[аи]?|подтвердил[аи]?|цитирует|отметил[аи]?|уточнил[аи]?|пояснил[аи]?|интервью)"
    rf"{_FEW}\s[«\"]?|(?:со ссылкой на|по данным|по информации|по сообщению)(?:\s[^\s.]+){{0,2}}\s[«\"]?",
    "ar": r"(?:قال[ت]?|صرح[ت]?|أفاد[ت]?|نقل[ت]?|ذكر[ت]?|أورد[ت]?|بحسب|حسب|وفق|وفقا|نقلا|أعلن[ت]?|أكد[ت]?|"
    r"كشف[ت]?|أبلغ[ت]?|أخبر[ت]?|"
    rf"تصريح(?:ات)?|حديث|أضاف[ت]?){_FEW}\s(?:ل|لـ|إلى\s|عن\s|مع\s)?",
}
_UNSPACED_SAID = r"(?:据|據|告诉|告訴|对|對|向|接受|引述|援引|引)"
_CITED_LEFT = re.compile(rf"(?:(?<!\w)(?:و|ف)?(?:{'|'.join(_SAID.values())})|{_UNSPACED_SAID})$", re.I)
_TOLD = {
    "de": r"^\s(?:zufolge|berichtet|meldet|schreibt|unter Berufung)",
    "tr": r"^(?:(?:['’]\w{1,5})?(?:\s(?:haber\s)?ajansı\w*)?,?\s(?:konuş|göre|haber|aktar|bildir|"
    r"duyur|açıkla|muhabir|demeç|yaz|iddia|[^\s.]+(?:\s[^\s.]+){0,4}\s(?:bildir|duyur|aktar|yaz)))",
    "ar": r"^\s(?:للأنباء|عن\s|إن\s|أن\s|قوله)",
    "hi": r"^['’\"”]?\s(?:को|से|ने|के\s(?:अनुसार|मुताबिक|हवाले|संवाददाता)|की\s(?:रिपोर्ट|खबर|एक))",
    "ru": r"^[»\"]?\s(?:сообща|сообщил|переда|пишет|цитир|отмеча|рассказал|уточн|стало)",
    "zh": r"^(?:通讯社|通訊社)?(?:记者|記者)?(?:\d{1,2}日)?(?:的)?"
    r"(?:报道|報道|報導|称|稱|说|說|援引|引述|消息|采访|採訪|专访|專訪|披露|获悉|表示|指出)",
    "ja": r"^(?:通信)?(?:は|が|によると|の取材|に対し|の報道)",
    "ko": r"^(?:통신)?(?:은|는|이|가|에 따르면|에)\s",
}
_CITED_RIGHT = re.compile("|".join(_TOLD.values()), re.I)
_NEAR = 110  # characters of the left side that are searched, as in the English grammar

# -- agencies without a name --------------------------------------------------------------------------------
_ALL = (
    r"(?:(?:nachrichten|presse)?agenturen|agences(?: de presse)?|agencias(?: de noticias)?|"
    r"agências(?: de notícias)?|agenzie|"
    r"(?:haber )?ajans(?:lar|ları)|(?:информ|информационных |новостных )?агентств[аоу]?|(?:ال)?وكالات(?: الأنباء)?|"
    r"(?:समाचार |न्यूज )?एजेंस(?:ी|ियां|ियाँ|ियों)|"
    r"综合(?:外电|报道|消息)?(?:报道)?|綜合(?:外電|報導|報道)?(?:報導)?|外電|外电|各通信社|통신사 종합)"
)
_WITH = r"(?:(?:mit|avec|con|com|med|met|по|с)\s(?:[^\W\d_]{4,14}\s)?(?:(?:von|der|des|de|les|den)\s)?)?"
GENERIC = re.compile(
    r"(?:^|[(（\[])\W*(?:sources?|quellen?|fuentes?|fontes?|kaynak|источник|المصدر|स्रोत|इनपुट|来源|來源)\s*[:：-]\s*"
    rf"(?:[^.\n]{{0,50}}[\s+,/&]\s*)?(?P<source>{_ALL})(?!\w)"
    rf"|(?:^|[(（\[])\W*{_WITH}(?P<bare>{_ALL})\s*(?:$|[)）\]])"
    rf"|^\W*(?:par\s|por\s|von\s)?(?:la\s|der\s|a\s)?{_ROOM}\s*(?:[/|,–-]|y|e|et|und|ve|mit|avec|con|com)\s*"
    rf"(?:(?:de|les|den|der)\s)?(?P<room>{_ALL})\W*$"
    r"|^(?P<place>एजेंसी|एजेंसियां|وكالات|الوكالات|Agencias|Agências|Ajanslar),\s[^\s,.]{2,20}$"
    r"|^本[报報台](?P<own>综合|綜合)(?:报道|報導|讯|訊)?",
    re.I,
)
# One of these stands in every line that the pattern can match.
HINTS = tuple("gent GENT genc GENC gênc genz jans JANS гентств وكالات एजेंस 综合 綜合 外電 外电 通信社 통신사".split())


def role(w: Where) -> tuple[str, str]:
    """`("photo", "picture")`, or `("origin", form)`, or two empty strings where no form of these languages stands."""
    if _is_photo(w):
        return "photo", "picture"
    if w.pictures:
        return "", ""
    form = _origin(w)
    return ("origin", form) if form else ("", "")


def _is_photo(w: Where) -> bool:
    tail = re.match(_CLOSE, w.right) is not None or re.match(r"\s*[)）\]|/]", w.right) is not None
    if tail and (_PHOTO_LEFT.search(w.left) or _PHOTO_BARE.search(w.left) or _RIGHTS_LEFT.search(w.left)):
        return True
    if _RIGHTS_SIGN.search(w.left) and _RIGHTS_RIGHT.match(w.right):
        return True
    return _PHOTO_RIGHT.match(w.right) is not None


def _origin(w: Where) -> str:
    if w.top and _is_dateline(w):
        return "dateline"
    own = not w.left.strip(" \t(（[*") and re.match(_CLOSE, w.right) is not None
    coded = _CODES.match(w.right) is not None and not w.left.strip()
    signed = _SIGNED_LEFT.search(w.left) is not None and re.match(_CLOSE, w.right) is not None
    initialled = _INITIALS.match(w.left) is not None and re.match(_CLOSE, w.right) is not None
    if w.last and ((own and w.left.strip()) or coded or signed or initialled):
        return "signoff"
    if _SOURCED.search(w.left) and re.match(r"[^.!?।]{0,60}[.)）\]]?\s*$", w.right):
        return "inputs"
    if _EDITED.match(w.left) and w.last:
        return "signed"
    if w.top and w.length < 60 and _is_beside(w):
        return "byline"
    return "notice" if any(a.search(w.left) and b.match(w.right) for a, b in _NOTICES) else ""


def _is_beside(w: Where) -> bool:
    closed = re.match(_CLOSE, w.right) is not None
    if closed and (_BESIDE.match(w.left) or _ROOMED.match(w.left)):
        return True
    uncased = re.search(f"[{_UNCASED}А-я]", w.right) is not None
    return not w.left.strip() and uncased and _AFTER.match(w.right) is not None


def _is_dateline(w: Where) -> bool:
    if _HAN_LEFT.match(w.left) and _HAN.match(w.right):
        return True
    if _TITLED.match(w.left) and re.match(r"[】\]）)]\s*\S", w.right):
        return True
    if _PLACED.match(w.left) and _PLACED_RIGHT.match(w.right):
        return True
    left, right = _CYRILLIC.match(w.left), _CYRILLIC_RIGHT.match(w.right)
    if not (left and right):
        return False
    if left["in"]:
        return right["out"] is not None
    return left["day"] is not None and re.match(r"\s?[-–—.]", w.right) is not None


def cited(w: Where) -> bool:
    """True if the words around the name say that it was told something, or tells it."""
    if _CITED_RIGHT.match(w.right):
        return True
    near = w.left[-_NEAR:]
    return bool(_NOUN.search(near)) or (not w.weak and bool(_CITED_LEFT.search(near)))
