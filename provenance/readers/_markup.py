"""Markup as what a reader sees on the page: its encoding told, its tree built, its visible text written out.

Start at `parse` and `visible`. Shared by whatever meets saved pages (files, archives); no reader itself.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from provenance.readers._decode import code_page, marked, wide

__all__ = ["FLAT", "HUGE", "MANY", "Markup", "decoded", "flat", "parse", "visible"]


class Markup(NamedTuple):
    """A page as a tree (None: none can be built), and what had to be guessed for it."""

    tree: HtmlElement | None
    guess: str | None = None


# Characters of markup (scripts and styles left out) and elements above which the story is not sought, because what is
# done with trees is not linear in the worst case: the longest of 640 news pages had 1.5 million characters with its
# scripts and 3,614 elements. Beyond, a page is read as its words alone, and of these the first FLAT characters of
# markup (a second for a million tags).
HUGE, MANY, FLAT = 2_000_000, 10_000, 4_000_000
# What no reader sees. `head` holds the title, which the page's own tab shows, not the page.
_UNSEEN = (
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "datalist", "dialog", "select", "textarea", "rp", "frameset", "noframes", "applet",
)  # fmt: skip
_DEAD_WEIGHT = ("script", "style", "template", "svg", "iframe", "object", "canvas", "audio", "video", "select")
_COUNT = etree.XPath("count(//*)")
_RECORDS = etree.XPath("//script[contains(translate(@type, 'JSON', 'json'), 'json')]")
# What begins and ends a line. Cells are kept on the line of their row, apart by a tab.
_BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "picture", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
)  # fmt: skip
_BREAK = "\ufdd0"  # a character that Unicode keeps out of texts: it stands for a line end until spaces are closed up
_CELL = "\ufdd1"  # the same for the end of a cell
_SPACES = re.compile(r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]")
_CELLS = re.compile(f" ?(?:{_CELL} ?)+")
_BREAKS = re.compile(f"[ \t]{{0,2}}{_BREAK}[ \t{_BREAK}]*")
# The page's text as a stylesheet (XSLT): four times as fast as a walk over the tree in Python.
_SHOW = etree.XSLT(
    etree.XML(
        f"""<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="text" encoding="UTF-8"/>
<xsl:template match="{"|".join(_BLOCKS)}">{_BREAK}<xsl:apply-templates/>{_BREAK}</xsl:template>
<xsl:template match="br|hr">{_BREAK}</xsl:template>
<xsl:template match="td|th"><xsl:apply-templates/>{_CELL}</xsl:template>
<xsl:template match="pre" priority="2">{_BREAK}<xsl:apply-templates mode="pre"/>{_BREAK}</xsl:template>
<xsl:template match="text()" mode="pre"><xsl:value-of select="translate(., '&#10;', '{_BREAK}')"/></xsl:template>
<xsl:template match="br" mode="pre">{_BREAK}</xsl:template>
<xsl:template match="{"|".join(_UNSEEN)}" priority="3"/>
<xsl:template match="*[@hidden or @style and (
  contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')
  or contains(translate(@style, 'VISBLTYHDEN ', 'visbltyhden'), 'visibility:hidden'))]" priority="4"/>
</xsl:stylesheet>"""
    )
)
_META = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_HEAD = 4096  # bytes in which a page says its encoding; the standard asks for 1024, and 3 of 640 pages take longer
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,500}?\?>", re.I)
_DEAD = re.compile(r"<(?:!--|(?:script|style|noscript|svg|template)\b)", re.I)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*|[/!?])[^<>]*>")
_ENDING = frozenset((*_BLOCKS, "br", "hr", "td", "th"))
# Bytes that are no UTF-8, as a share of the bytes beyond ASCII, up to which a page is UTF-8 with slips in it: a
# comment or an advertisement pasted from elsewhere. A page in another encoding has nearly all of them wrong.
_SLIPS = 0.1


def decoded(data: bytes) -> tuple[str, str | None]:
    """The markup as text, and what had to be guessed for it (None: nothing); it always gives something.

    A byte order mark decides; else UTF-8 if all of it is that, which other encodings are not by chance; else the
    encoding that the page names, if all of it is that; else UTF-8 with a few slips (each becomes U+FFFD); else a code
    page, as a guess.
    """
    mark, encoding = marked(data)
    if encoding:
        return data[len(mark) :].decode(encoding, "replace"), None
    paired = wide(data) if 0 in data else None
    if paired is not None:
        return paired, "UTF-16 without a byte order mark: save it as UTF-8 to be sure"
    said = _META.search(data, 0, _HEAD) or _XML.search(data, 0, _HEAD)
    named = [_known(said[1])] if said else []
    for encoding in ["utf-8", *named] if not data.isascii() else [*named, "utf-8"]:
        try:
            return data.decode(encoding), None
        except (LookupError, UnicodeError):
            continue
    words = data.decode("utf-8", "replace")
    beyond = sum(1 for byte in data if byte > 127)
    if words.count("\ufffd") <= _SLIPS * beyond:
        return words, f"UTF-8 but for {words.count(chr(0xFFFD))} bytes, shown as \ufffd: save it as UTF-8 to be sure"
    page = code_page(data)
    return data.decode(page, "replace"), f"not UTF-8, read as {page}: save it as UTF-8 to be sure"


def _known(name: bytes) -> str:
    """The encoding as browsers read its name: Latin 1 and ASCII are cp1252, what claims UTF-16 in ASCII is UTF-8."""
    said = name.decode("ascii", "replace").lower()
    if said.startswith("utf-16") or said.startswith("utf-32"):
        return "utf-8"
    plain = said.replace("_", "-")
    known = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift-jis": "cp932", "x-sjis": "cp932"}
    known |= dict.fromkeys(("ks-c-5601-1987", "euc-kr"), "cp949") | {"x-gbk": "gb18030", "iso-8859-9": "cp1254"}
    known |= dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252")
    return known.get(plain, said)


def parse(words: str) -> Markup:
    """The page as a tree of `HtmlElement`; no tree for markup that is too large or nested too deep for one.

    libxml2 nests 256 elements at most; no tag of 640 news pages lay deeper.
    """
    if len(words) > HUGE:
        shown = f"{len(words):,} characters of markup"
        words = _alive(words)
        if len(words) > HUGE:
            cut = f" of the first {FLAT:,}" if len(words) >= FLAT else ""
            return Markup(None, f"{shown}: the words{cut} are read, the story in them is not sought")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    clean = _DECLARED.sub("", words).replace("\0", "").replace(_BREAK, "")
    try:
        tree = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        tree = None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        return Markup(None, "nested too deep for a page: its words are read, the story in them is not sought")
    if tree is None:
        return Markup(None)
    _unburdened(tree)
    count = int(_COUNT(tree))
    much = f"{count:,} elements: the words are read, the story in them is not sought"
    return Markup(tree) if count <= MANY else Markup(None, much)


def _unburdened(tree: HtmlElement) -> None:
    """The tree without scripts and the like, which would be copied and searched again and again; records stay."""
    records = _RECORDS(tree)
    etree.strip_elements(tree, *_DEAD_WEIGHT, with_tail=False)
    for record in records:
        record.tail = None
        tree.append(record)


def flat(words: str) -> str:
    """The words between the tags of markup that no tree can be built for, blocks as lines; linear in the markup."""
    alive = _alive(words.replace("\0", "").replace(_BREAK, ""))
    return _closed_up(html.unescape(_TAG.sub(_gap, alive)))


def _gap(tag: re.Match[str]) -> str:
    return _BREAK if tag[1].lstrip("/").lower() in _ENDING else ""


def _alive(words: str) -> str:
    """The markup without comments, scripts and the like, as far as FLAT; what is never closed reaches to the end."""
    kept, room, at, small = [], FLAT, 0, words.lower()
    while at < len(words) and room > 0:
        found = _DEAD.search(words, at, at + room)
        if found is None:
            kept.append(words[at : at + room])
            break
        kept.append(words[at : found.start()])
        room -= found.start() - at
        close = "-->" if found[0] == "<!--" else f"</{found[0][1:].lower()}"
        end = small.find(close, found.end())
        at = small.find(">", end) + 1 if end >= 0 else 0
        at = at or len(words)
    return " ".join(kept)


def visible(tree: HtmlElement) -> str:
    """The text that the page shows, blocks as lines, in the order of the page."""
    return _closed_up(str(_SHOW(tree)))


def _closed_up(words: str) -> str:
    """Spaces closed up as on the page; one break is a line end, several are a blank line."""
    closed = _BREAKS.sub(_line_end, _CELLS.sub("\t", _SPACES.sub(" ", words)))
    return closed.strip(" \t\n")


def _line_end(breaks: re.Match[str]) -> str:
    return "\n\n" if breaks[0].count(_BREAK) > 1 else "\n"
