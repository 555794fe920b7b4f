"""What a page says of itself: JSON-LD first, then the meta elements, then the elements that readers see.

Start at `facts`. Nothing is believed that cannot be so: a time that is none, an address without a host, an author who
is an address or the site itself.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from provenance.masthead import publisher, titles
from provenance.readers._dates import when
from provenance.text import name_key

__all__ = ["Facts", "facts"]


class Facts(NamedTuple):
    """What the page says of itself; what it does not say is None. `published` is ISO 8601."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    lang: str | None = None
    titles: tuple[str, ...] = ()  # every form of the headline that the page gives
    summary: str | None = None
    based_on: tuple[str, ...] = ()  # addresses of another publisher that the page names as its origin


class _Page(NamedTuple):
    """The page's own record of itself in JSON-LD, other records, its meta elements by name, and its tree."""

    story: dict[str, Any]
    nodes: list[dict[str, Any]]
    meta: dict[str, list[str]]
    tree: HtmlElement


# schema.org's types of a story; the page's own record is the first of them that has a headline.
_STORIES = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|Posting|Review)$")
# Who else a record names where it names no publisher.
_HOLDERS = ("isPartOf", "copyrightHolder", "sourceOrganization", "provider")
# Keys under which other stories hang, which must not pass for this one.
_OTHERS = frozenset(
    "itemListElement liveBlogUpdate hasPart mentions comment review relatedLink citation isBasedOn about".split()
)
_NODES = 2000  # objects of JSON-LD that are looked at; the most that 640 pages held was 400
_JSON = 1_000_000  # characters of one JSON-LD script; the longest of 640 pages had 190,000
_WORDS = 500  # characters of a title or a name; what is longer is a text put in the wrong place
_META = etree.XPath("//meta[@content]")
_SCRIPTS = etree.XPath("//script[contains(translate(@type, 'LD+JSON', 'ld+json'), 'ld+json')]/text()")
_CANONICAL = etree.XPath("//link[translate(@rel, 'CANONICAL', 'canonical')='canonical']/@href")
_TIMES = etree.XPath("//time[@datetime]")
_SIGNED = etree.XPath(
    "//*[@itemprop='author' or @rel='author' or contains(@class, 'yline') or contains(@class, 'uthor')]"
    "|//a[contains(@href, '/author') or contains(@href, '/autor') or contains(@href, '/auteur')]"
)
_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish-date", "publishdate", "publish_date",
    "publication_date", "publicationdate", "pubdate", "dcterms.created", "dcterms.issued", "dc.date.issued",
    "dc.date.created", "dc.date", "dc:date", "dcterms.date", "date", "article:post_date", "original-publish-date",
    "article.published", "published", "rnews:datepublished", "displaydate", "created", "iptc.created",
    "shareaholic:article_published_time",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
           "dc.contributor", "article:author_name", "cxenseparse:author", "authors", "creator")  # fmt: skip
_BY = re.compile(
    r"^\W*(?:(?:written |reported |posted |story |text |words |report )?by|von|par|por|de|di|door|av|af|yazan|"
    r"autor(?:in)?|author|reporter|text|texte|texto|foto|от|автор)\b[:\s]+", re.I,
)  # fmt: skip
_AND = re.compile(r"\s*(?:,|;|\||/|·|•|\s(?:and|und|et|y|e|en|og|och|ve|&|и)\s)\s*")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|[<>{}\[\]]|^\W*$|^[\w-]+\.[a-z]{2,6}$"
    r"|^(?:admin|editor|null|none|undefined|unknown|redaktion)$", re.I,
)  # fmt: skip
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]")
_TRADE = re.compile(r"\s(?:기자|記者|记者|reporter|correspondent|staff writer)$", re.I)
_PERSON = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*)(?:\s(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|[a-z]{1,3})){1,4}")


def facts(tree: HtmlElement) -> Facts:
    """What the page says of itself; it never raises."""
    nodes = [node for script in _SCRIPTS(tree) for node in _nodes(str(script))]
    stories = [node for node in nodes if _is_story(node)]
    story = next((node for node in stories if node.get("headline")), stories[0] if stories else {})
    page = _Page(story, nodes, _metas(tree), tree)
    outlet = _outlet(page)
    signed = ", ".join(_authors(page, outlet)) or None
    heads = _titles(page)
    summary = _first(_said(page, "og:description", "description", "twitter:description"))
    known = heads[0] if heads else None
    url = _url(page)
    return Facts(known, outlet, _published(page), signed, url, _lang(page), heads, summary, _based_on(page, url))


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD script but those of other stories, outermost first."""
    waiting, seen = [_loaded(script[:_JSON])], 0
    while waiting and seen < _NODES:
        found = waiting.pop(0)
        seen += 1
        if isinstance(found, list):
            waiting += found[:_NODES]
        elif isinstance(found, dict):
            yield found
            waiting += [value for key, value in found.items() if key not in _OTHERS and isinstance(value, dict | list)]


def _loaded(script: str) -> Any:
    """The script's value; what is broken is mended where the mending is safe, else it is None."""
    words = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", script).strip().rstrip(";")
    for mend in (str, _tidied, html.unescape):
        words = mend(words)
        try:
            return json.JSONDecoder(strict=False).raw_decode(words)[0]
        except (ValueError, RecursionError):
            continue
    found = dict(_PAIR.findall(words))
    return {"@type": "NewsArticle", **found} if _STORY_TYPE.search(words) else None


_PAIR = re.compile(r'"(headline|datePublished|inLanguage|url)"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"')
_STORY_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|Posting)"')


def _tidied(words: str) -> str:
    return re.sub(r",\s*(?=[\]}])", "", words)


def _is_story(node: dict[str, Any]) -> bool:
    said = node.get("@type")
    kinds = said if isinstance(said, list) else [said]
    return any(isinstance(kind, str) and _STORIES.search(kind) for kind in kinds)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in _META(tree):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        value = node.get("content").strip()
        if name and value:
            found.setdefault(name.lower(), []).append(value)
    return found


def _line(value: object) -> str | None:
    """The value as a line of text, freed of markup that was put into it; None if it is none or far too long."""
    if not isinstance(value, str):
        return None
    words = " ".join(re.sub(r"<[^<>]{1,200}>", " ", html.unescape(value)).split())
    return words if 0 < len(words) <= _WORDS else None


def _first(values: Iterable[object]) -> str | None:
    return next((line for line in map(_line, values) if line), None)


def _said(page: _Page, *names: str) -> list[str]:
    return [value for name in names for value in page.meta.get(name, [])]


def _titles(page: _Page) -> tuple[str, ...]:
    """Every form of the headline that the page gives, the one that it goes by first."""
    shared = [_line(words) for words in _said(page, "og:title", "twitter:title")]
    shown = [_line("".join(node.itertext())) for node in page.tree.iter("h1")]
    tab = [_line(node.text) for node in page.tree.iter("title")]
    told = [words for words in (*shared, _line(page.story.get("headline")), *shown, *tab) if words]
    if not told:
        return ()
    known = _recorded(page) or told[0]
    return tuple(dict.fromkeys((_untailed(known, told), known, *told)))


def _recorded(page: _Page) -> str | None:
    """The record's headline where the page was given another one to be shared with, else None.

    Of 129 pages, `og:title` is what people noted on 80 %, the record's headline on 77, the one shown on 78. Where the
    two differ and `twitter:title` repeats `og:title`, both were worded for sharing: there the record is right on 13,
    the others on 8 (7 to 6 and 6 to 2 in two halves without a publisher in common). Where `twitter:title` is absent
    or a third wording, `og:title` is right on 12, the record on 2. Records that differ are other stories' too.
    """
    shared, sent = (_first(_said(page, name)) for name in ("og:title", "twitter:title"))
    heads = {line for node in page.nodes if _is_story(node) and (line := _line(node.get("headline")))}
    told = heads.pop() if len(heads) == 1 else None
    if not (shared and sent and told) or name_key(shared) != name_key(sent):
        return None
    cut = name_key(told.rstrip(".… "))  # some records end at 110 characters, as a search engine once asked
    return None if len(cut) < _HEAD or name_key(shared).startswith(cut) else told


# Letters that a headline has at least; a shorter one before a dash may be a kicker ("Live – ...").
_HEAD = 12


def _untailed(title: str, forms: list[str]) -> str:
    """The title without what it has behind a dash or a bar, where the page elsewhere gives the rest as a headline."""
    keys = {name_key(form) for form in forms}
    for head, tail in titles.tails(title):
        key = name_key(head)
        if key in keys and len(key) >= max(_HEAD, len(name_key(tail))):
            return head
    return title


def _outlet(page: _Page) -> str | None:
    """The publisher by name; the page's site where no publisher is named."""
    holders = [page.story.get(key) for key in ("publisher", *_HOLDERS)]
    named = _first(name for holder in holders[:1] for name in _names(holder))
    sites = _said(page, "og:site_name", "application-name", "dc.publisher", "article:publisher", "copyright")
    others = [name for holder in holders[1:] for name in _names(holder)]
    return next((name for name in [named, *map(_line, sites), *others] if name and not _NO_NAME.search(name)), None)


def _names(thing: object) -> Iterator[str]:
    """The names of a person or an organisation, however JSON-LD writes them: text, object, or a list of these."""
    for one in (thing if isinstance(thing, list) else [thing])[:50]:
        name = one.get("name") if isinstance(one, dict) else one
        for part in name if isinstance(name, list) else [name]:
            line = _line(part)
            if line:
                yield line


def _authors(page: _Page, outlet: str | None) -> list[str]:
    """Who signed: the first place that names somebody who is not the site itself."""
    by_id = {node["@id"]: node for node in page.nodes if isinstance(node.get("@id"), str) and "name" in node}
    authors = page.story.get("author", page.story.get("creator"))
    linked = [
        by_id.get(str(one.get("@id")), one) if isinstance(one, dict) and "name" not in one else one
        for one in (authors if isinstance(authors, list) else [authors])
    ]
    places: tuple[Callable[[], list[str]], ...] = (
        lambda: list(_names(linked)), lambda: _said(page, *_AUTHOR), lambda: _signed(page)
    )  # fmt: skip
    site = {name_key(name) for name in (outlet, *_said(page, "og:site_name"), *_labels(_url(page))) if name}
    for place in places:
        found = [name for words in place() for name in _people(words) if name_key(name) not in site]
        if found:
            return list(dict.fromkeys(found))[:20]
    return _house(linked, site)


def _house(authors: list[Any], site: set[str]) -> list[str]:
    """The outlet or desk that signs in place of a person, where the record says so and the page names nobody.

    Of 126 pages of publishers that somebody signed, 11 are signed so and not otherwise.
    """
    for one in authors:
        kind = one.get("@type") if isinstance(one, dict) else None
        for name in _names(one):
            if (isinstance(kind, str) and kind.endswith("Organization")) or name_key(name) in site:
                return [name]
    return []


def _labels(url: str | None) -> list[str]:
    return (urlsplit(url).hostname or "").split(".")[:-1] if url else []


def _signed(page: _Page) -> list[str]:
    """The first element marked as a signature that holds a name, and little else."""
    for node in _SIGNED(page.tree)[:20]:
        words = " ".join(" ".join(node.itertext()).split())
        said = _BY.sub("", words)
        if 3 <= len(words) <= 80 and (said != words or node.get("itemprop") or node.get("rel") or node.tag == "a"):
            # Initials ("kes; ab") are believed where nothing but their place says what they are; links say "All posts".
            stated = "author" in (node.get("itemprop"), node.get("rel")) and node.tag != "a"
            names = [name for name in _people(said) if _PERSON.fullmatch(name) or (stated and " " not in name)]
            if names:
                return names
    return []


def _people(words: str) -> Iterator[str]:
    said = _line(words) or ""
    for part in [] if _NO_NAME.search(said) else _AND.split(_BY.sub("", _BRACKETS.sub("", said))):
        name = _TRADE.sub("", part).strip(' .,:;-–—|*"“”')
        if 2 <= len(name) <= 80 and not _NO_NAME.search(name) and name.count(" ") < 6:
            yield name


def _published(page: _Page) -> str | None:
    """The time of publication; the time of a change never stands in for it."""
    told = [page.story.get("datePublished"), *(node.get("datePublished") for node in page.nodes)]
    told += _said(page, *_PUBLISHED)
    told += [node.get("datetime") for node in _TIMES(page.tree)[:5] if "modif" not in _class(node) + "updat"]
    told += [page.story.get("dateCreated"), page.story.get("uploadDate")]
    return next((when for when in map(_time, told) if when), None)


def _class(node: HtmlElement) -> str:
    return f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('id') or ''}".lower()


def _time(value: object) -> str | None:
    """The time in UTC; only its day where it does not say its zone, None where it is no time."""
    found = when(value, None) if isinstance(value, str) else None
    if not found or not found.published:
        return None
    return found.published if found.zoned else found.published[:10]


def _url(page: _Page) -> str | None:
    """Where the page says it stands: an address with a host, or none.

    A canonical address at another publisher's host is where the story came from, if the page has one of its own: of 640
    pages, 7 name the paper they took it from in this way (Funke's papers each other, msn.com the broadcasters).
    """
    main = page.story.get("mainEntityOfPage")
    told = [main.get("@id") if isinstance(main, dict) else main, page.story.get("url")]
    own = _addresses(_said(page, "og:url"))
    first = _addresses(map(str, _CANONICAL(page.tree)))
    if own and first and publisher(own[0]) != publisher(first[0]):
        return own[0]
    return next(iter([*first, *own, *_addresses([*_said(page, "twitter:url"), *told])]), None)


def _based_on(page: _Page, url: str | None) -> tuple[str, ...]:
    """The addresses, not of the page's own publisher, that it names as its origin; the surest first."""
    works = page.story.get("isBasedOn", page.story.get("isBasedOnUrl"))
    listed = works if isinstance(works, list) else [works]
    told = [one.get("url", one.get("@id")) if isinstance(one, dict) else one for one in listed[:20]]
    told += _said(page, "syndication-source", "original-source")
    told += map(str, _CANONICAL(page.tree)) if _said(page, "og:url") else []
    house = publisher(url) if url else None
    return tuple(dict.fromkeys(one for one in _addresses(told) if publisher(one) != house))


def _addresses(values: Iterable[object]) -> list[str]:
    lines = (_line(value) for value in values)
    return [line for line in lines if line and " " not in line and _hosted(line)]


def _hosted(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


def _lang(page: _Page) -> str | None:
    """The two letters of the language; None where the page names none, or one that has no two letters."""
    root = page.tree.getroottree().getroot()
    own = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    for value in [*own, page.story.get("inLanguage"), *_said(page, "og:locale", "content-language", "dc.language")]:
        found = re.match(r"([A-Za-z]{2})(?:[-_]\w|$)", value.strip()) if isinstance(value, str) else None
        if found:
            return found[1].lower()
    return None
