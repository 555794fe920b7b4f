"""A line of menu words only (Home, Sign in, Share) is the site's, and so is a list under "Country:" or "Section:".

**Blind to:** menus of section names that are also words of the story; menus in languages not listed here.
Reference: own observation; short lines without verbs as furniture, Kohlschütter et al. 2010
(doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, rule
from provenance.text import Line, Page

__all__ = ["navigation"]

_PHRASES = (
    r"(?:left|right|main|top|site|mobile)?\s?(?:menu|navigation|nav)|skip to (?:main )?(?:content|navigation)|"
    r"(?:toggle|open|close) "
    r"(?:menu|navigation|search|sidebar)|sign (?:in|up|out)|log (?:in|out)|home ?page|back to top|go to top|scroll "
    r"to top|"
    r"view (?:all|more|gallery|comments|image in fullscreen)|see all|show (?:more|less)|load more|next|previous|prev|"
    r"(?:next|previous|prev) (?:article|post|story|image \d+ of \d+)|image \d+ of \d+|(?:share|save|print|email|"
    r"listen to|bookmark) "
    r"(?:this )?(?:article|story|post|page)|share (?:on|via|with) .{2,30}|copy (?:the )?link|link copied!?|give "
    r"feedback|"
    r"text size|a-|a\+|read in app|open in app|search(?: for)?:?|close|loading\.*|play video|watch live|live tv|"
    r"e-?paper|"
    r"slideshow(?: \(\d+ images?\))?|\d+ (?:images?|photos?|comments?|shares?)|toggle caption|enlarge this image|"
    r"hide caption|"
    r"startseite|zum inhalt springen|menü|menú|menu principal|inicio|accueil|se connecter|iniciar sesión|anmelden|"
    r"ana ?sayfa|главная|меню|الرئيسية|القائمة|首页|菜单|ホーム|메뉴"
)
_WORDS = (
    "home menu search login subscribe subscription share tweet print email e-mail facebook twitter linkedin "
    "whatsapp telegram "
    "instagram youtube pinterest reddit tumblr quora rss messenger flipboard pin save bookmark copy link comment "
    "comments "
    "like follow x viber threads bluesky sms mail sitemap newsletter newsletters podcast podcasts teilen drucken "
    "merken "
    "compartir imprimir partager imprimer condividi stampa paylaş"
).split()
_LINE = Opening(
    rf"{_PHRASES}|(?>(?:{'|'.join(map(re.escape, _WORDS))}|this|story|article|on|and|\d+)\b"
    r"[\s|/>›»·•,&+:-]*){1,12}",
    behind=r"[\W_]*",
)
_CRUMBS = Opening(
    r"home|startseite|inicio|accueil|главная|首页",
    behind=r"(?:\s*[>›»/|\\→]\s*[^>›»/|\\→.!?]{2,40}){1,6}",
    before="",
)
_BULLET = re.compile(r"[•·▪◦‣*●-]\s*")
_LIST = Opening(
    r"country|countries|section|category|categories|topics?|region|tags?|edition|ressort|sección|rubrique",
    behind=r"\s*:",
    before=r"[•·▪◦‣*●-]?\s*",
)
_LETTER = re.compile(r"[^\W\d_]")  # a number alone ("2004", "52%") may be a table's or a retelling's
_SHORT = 90  # characters; menus run longer only when glued, and then the words list decides


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _menu(words: str) -> str:
    """Why a line is a menu's; empty if it is none."""
    if len(words) <= _SHORT and _LETTER.search(words) and _LINE.fullmatch(words):
        return "menu words only"
    return "a trail of section names" if _CRUMBS.fullmatch(words) else ""


@rule(
    label="furniture",
    asks=lambda line: _opens(line) or (len(line) <= 2 * _SHORT and _menu(line) != ""),
    opens=(_LINE, _CRUMBS, _LIST),
)
def navigation(page: Page) -> Iterator[Mark]:
    """Whole lines: menu words, breadcrumbs, and bulleted lists that a heading such as "Country:" opens."""
    under = False
    for line in page.lines:
        under = _listed(line, under)
        if under:
            yield Mark(line.start, line.end, "a list of the site's own categories")
        elif len(line.text) <= 2 * _SHORT and (reason := _menu(line.text)):
            yield Mark(line.start, line.end, reason)


def _opens(words: str) -> bool:
    """True for the heading of a list of categories."""
    return words[-1] == ":" and _LIST.fullmatch(words) is not None


def _listed(line: Line, under: bool) -> bool:
    if _opens(line.text):
        return True
    return under and bool(_BULLET.match(line.text)) and line.text.count(" ") <= 4
