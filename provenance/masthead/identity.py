"""ARTICLES from any frame of names and texts: what is given stays, what the text says is added, the rest is null."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from provenance import frames, text
from provenance.errors import TableError
from provenance.masthead import credits, hosts, languages, outlets, times, titles, wires
from provenance.masthead.names import looks_like_media

__all__ = ["identify", "parted", "read"]


def identify(articles: pd.DataFrame) -> pd.DataFrame:
    """ARTICLES: outlet, time, title, author and language of each article, as given or as its own text says.

    `articles` needs the columns `article` and `text`. A value that is given always wins (`outlet_from` is then "given",
    unless the frame says how it is known). Times are UTC; a naive time that is given is taken as UTC; precision "day"
    stores the midnight UTC of the date as printed. What cannot be known is null: a clock in a zone that several
    countries share (`19:25 IST`) is read by the outlet's country, and where that is unknown only the day is kept; a
    date like `08-07-2021` that nothing decides is not kept at all. Raises TableError for a missing column, a name that
    stands twice, a text that is no string, and a given time that is none. Cost: about 1 ms for 500 words.
    """
    return parted(articles)[0]


def read(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """ARTICLES and CREDITS: what `identify` and then `credit` would give, in one reading of each text."""
    identified, found = parted(articles)
    return identified, credits.credit(identified, found)


def parted(articles: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[credits.Credit]]]:
    """ARTICLES, and what each text credits as far as it says by itself: for `credit`, once all outlets are known."""
    for column in ("article", "text"):
        if column not in articles:
            raise TableError(f"articles has no column {column!r}: it needs 'article' and 'text'")
    names = [str(name) for name in articles["article"]]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise TableError(f"two articles are named {min(twice)!r}: give each a name of its own")
    columns = [column for column in frames.TABLES["articles"].columns if column in articles]
    records = articles[columns].to_dict("records")
    pages = [_one(_given(record)) for record in records]
    found = {row["article"]: seen for row, seen in pages}
    return frames.frame("articles", [row for row, _ in pages]), found


def _given(record: dict[Any, Any]) -> dict[str, Any]:
    """The record without its nulls and empty strings (but an empty text, or a `main` that found no story, is said)."""
    kept = {str(k): v for k, v in record.items() if k == "text" or not (pd.isna(v) or (v == "" and k != "main"))}
    kept["article"] = str(record["article"])
    if not isinstance(kept["text"], str):
        raise TableError(f"{kept['article']}: text is {kept['text']!r}, not a string: leave the row out or give ''")
    if not (kept["text"].isascii() or _encodable(kept["text"])):
        raise TableError(f"{kept['article']}: text holds half a character: decode its file with errors='replace'")
    return kept


def _encodable(words: str) -> bool:
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _one(given: dict[str, Any]) -> tuple[dict[str, Any], list[credits.Credit]]:
    words = given["text"]
    main = given.get("main")
    page = text.Page(words, text.spans(given["article"], words, main) if isinstance(main, str) else None)
    found = credits.on(page)
    row: dict[str, Any] = dict(given)
    row["sha256"] = hashlib.sha256(words.encode("utf-8")).hexdigest()
    row.setdefault("title", _title(page))
    row["outlet"], row["outlet_from"] = _outlet(given, page, found, row["title"])
    if row["title"]:
        where = hosts.host(str(given.get("url", "")))
        row["title"] = titles.headline(row["title"], row["outlet"], hosts.called(where).labels if where else ())
    row.setdefault("author", _author(page))
    row.setdefault("lang", languages.language(words))
    stamp = _published(given, page, row["lang"])
    row["published"], row["published_precision"] = stamp or (None, "none")
    return row, found


def _outlet(
    given: dict[str, Any], page: text.Page, found: list[credits.Credit], title: str | None
) -> tuple[str | None, str]:
    if "outlet" in given:
        known = given.get("outlet_from", "given")
        return given["outlet"], "given" if known == "unknown" else known
    hosted = outlets.hosted(page, found, title, str(given.get("url", "")))
    if hosted:
        return hosted, "url"
    read = outlets.outlet(page, found, title)
    return (read, "text") if read else (None, "unknown")


def _published(given: dict[str, Any], page: text.Page, lang: str | None) -> tuple[datetime, str] | None:
    if "published" not in given:
        return times.published(page, outlets.country(page, given.get("url")), lang)
    value, precision = given["published"], given.get("published_precision")
    stamp = _time(value)
    if stamp is None:
        raise TableError(f"{given['article']}: published is {value!r}, not a time: write it like 2021-07-08T13:55:00Z")
    return stamp.at, stamp.precision if precision in (None, "none") else str(precision)


def _time(value: object) -> times.Stamp | None:
    if isinstance(value, datetime):
        at = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        # A column of times writes a bare day as its midnight; nobody prints at midnight to the microsecond.
        bare = not (value.hour or value.minute or value.second or value.microsecond)
        return times.Stamp(at, "day" if bare else "second")
    if isinstance(value, date):
        return times.Stamp(datetime(value.year, value.month, value.day, tzinfo=UTC), "day")
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return times.parse(value)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    colons = value.partition("T")[2].count(":") or value.partition(" ")[2].count(":")
    return times.Stamp(at, "day" if ":" not in value else "minute" if colons == 1 else "second")


_STOP = re.compile(r"[.!?…।。؟:;,][\"”’')\]]*$")
TITLE = 20  # words; 99 % of the titles of lk_news2022 and allsides have 18 at most, leads begin at 20


def _title(page: text.Page) -> str | None:
    """The first line of the head that is short, has no full stop and stands before longer lines."""
    lines = [page.lines[at] for at in page.head(8)]
    for index, line in enumerate(lines[:5]):
        words = re.sub(r"^\s*-?\s*date\s+\d{4}-\d\d-\d\d\s*", "", line.text)
        count = len(words.split())
        after = [later.text for later in lines[index + 1 :]]
        if count > TITLE and _STOP.search(words):
            return None
        if 4 <= count <= TITLE and not _STOP.search(words) and any(len(later.split()) > count + 8 for later in after):
            return words
    return None


_PERSON = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?:\s(?:(?:de|la|van|von|der|bin|al|el|da|di|dos)\s)?[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,3}"
_BY = re.compile(
    rf"^(?:By|BY|Von|VON|Par|Por|POR|Door|Di)\s+(?P<name>{_PERSON}(?:(?:,\s|\s(?:and|und|et|y|e|en)\s|"
    rf"\sAND\s){_PERSON}){{0,3}})"
)
# "Ana Ruiz | 05.04.2025", between the headline of a page and its story; of 390 pages 3 say it so, and nobody else does.
_BESIDE = re.compile(rf"^(?P<name>{_PERSON})\s*[|·•–—-]\s*(?:[^\W\d_]{{3,12}}\.?\s)?\d[^|]*?(?:19|20)\d\d")
_REPORTING = re.compile(rf"\b(?:Reporting|reporting)\sby:?\s(?P<name>{_PERSON})")


def _author(page: text.Page) -> str | None:
    head = [page.lines[at].text for at in page.head(12) if len(page.lines[at].text) <= 200]
    hits = [*map(_BY.match, head), *(map(_BESIDE.match, head) if page.main else ())]
    for hit in filter(None, hits):
        if not times.labels(hit.group("name")):
            return _person(hit.group("name"))
    for line in (page.lines[at] for at in page.foot(12)):
        hit = _REPORTING.search(line.text[-600:]) if "eporting" in line.text else None
        if hit:
            return _person(hit.group("name"))
    return None


def _person(name: str) -> str | None:
    seen = wires.mentions(name)
    if seen:  # "By Jane DoeReuters", "By The Associated Press"
        name = re.sub(r"(?i)(?:,|\sand|\sfor|\sthe|\sof)*\s*$", "", name[: seen[0].start]).strip()
    words = name.split()
    return name if len(words) >= 2 and not looks_like_media(name) else None
