"""What a web address says: whose host it is, and which page, whatever the road by which a reader came.

Start at `canonical`. Campaign tags, mobile hosts and AMP endings are lines of `urls.csv`; which part of a host somebody
can own ("bbc" of "news.bbc.co.uk") is read from the public suffix list that the package `tld` carries.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from provenance.masthead import wires

__all__ = ["Host", "called", "canonical", "host", "owned", "publisher"]


class Host(NamedTuple):
    """A host as its owner speaks: `name` is what to call it, `labels` the words a paper's name may answer to."""

    name: str
    labels: tuple[str, ...]


_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@\s]*@)?([\w.-]+\.[^\W\d_][\w-]{1,23})\.?(?::\d+)?(?:[/?#]|$)", re.I
)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?:/\S*)?", re.I)
# Copies that another host keeps of a page: the AMP cache, its viewer, the web's archive. The address follows.
_KEPT = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:[civr]|wp)/(?:s/)?|(?:www\.)?google\.[\w.]{2,6}/amp/(?:s/)?"
    r"|web\.archive\.org/web/\w+/(?=https?://))",
    re.I,
)


@cache
def _listed(part: str) -> tuple[str, ...]:
    return tuple(row["pattern"] for row in wires.rows("urls.csv") if row["part"] == part)


@cache
def _dropped() -> re.Pattern[str]:
    forms = [re.escape(name).replace(r"\*", ".*") for name in _listed("query")]
    return re.compile("|".join(forms), re.I)


def host(url: str) -> str | None:
    """The host of an address without "www.", "m." and the like, or None if it is no web address."""
    url = _unwrapped(url)
    hit = _HOST.match(url) or (_HOST.match(f"//{url}") if _BARE.fullmatch(url) else None)
    if not hit:
        return None
    found = hit.group(1).casefold().rstrip(".")
    return _without(found, _listed("prefix"))


def _without(found: str, prefixes: tuple[str, ...]) -> str:
    """The host without these first labels, as long as something that can be owned is left."""
    least = owned(found).count(".") + 1
    parts = found.split(".")
    while len(parts) > least and parts[0] in prefixes:
        parts.pop(0)
    return ".".join(parts)


@lru_cache(maxsize=4096)
def owned(found: str) -> str:
    """The part of a host that somebody registered: "bbc.co.uk" of "news.bbc.co.uk", "x.blogspot.com" whole.

    A host under no public suffix ("selbypost.example") counts as registered under its last label.
    """
    suffixes = import_module("tld")  # a tenth of a second that articles without an address do not wait for
    known = suffixes.get_tld(f"//{found}", as_object=True, fail_silently=True, fix_protocol=True, search_private=True)
    fld = getattr(known, "fld", None)
    return str(fld) if fld else ".".join(found.split(".")[-2:])


@lru_cache(maxsize=4096)
def called(found: str) -> Host:
    """How to speak of a host: without an edition's label in front, and the labels that a name may answer to."""
    name = _without(found, (*_listed("prefix"), *_listed("edition")))
    own = owned(name)
    labels = [*name[: len(name) - len(own)].strip(".").split("."), own.split(".")[0], own.replace(".", "")]
    return Host(name, tuple(dict.fromkeys(label.replace("-", "") for label in labels if len(label) > 1)))


def canonical(url: str) -> str | None:
    """The address of the page itself, without scheme, campaign tags, fragment, mobile or AMP dress; or None.

    None for what is no web address, and for a front page ("https://selbypost.example/"), which is no article. The AMP
    cache and the web's archive give the page that they keep. What is left of the query is sorted.
    """
    url = _unwrapped(url)
    try:
        parts = urlsplit(url if "//" in url[:12] else f"//{url}")
        asked = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    where = host(url)
    path = _path(parts.path)
    left = sorted((key, value) for key, value in asked if not _dropped().fullmatch(key))
    if where is None or not (path or left):
        return None
    turn = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return where + path + (f"?{urlencode(left)}" if left else "") + turn


def publisher(url: str) -> str | None:
    """What its owner registered of an address's host ("bbc.co.uk"), or None if it is no web address."""
    found = host(url)
    return owned(found) if found else None


def _unwrapped(url: str) -> str:
    url = url.strip()
    for _ in range(3):  # an archive may hold a cache's copy; nobody wraps deeper
        kept = _KEPT.match(url)
        if not kept:
            break
        rest = url[kept.end() :]
        url = rest if re.match(r"https?://", rest, re.I) else f"https://{rest}"
    return url


def _path(path: str) -> str:
    path = quote(unquote(re.sub(r"/{2,}", "/", path), errors="replace"), safe="/!$&'()*+,;=:@~-._")
    path = path.rstrip("/")
    for ending in _listed("ending"):
        path = path.removesuffix(ending)
    parts = [part for part in path.split("/") if part not in _listed("segment")]
    return "/".join(parts).rstrip("/")
