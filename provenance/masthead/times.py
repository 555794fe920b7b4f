"""When an article was published, as its text says it: a small grammar of dates, clocks and zones.

Start at `published`. Nothing is guessed: `08-07-2021` is a day only where the outlet's country (or the crawler's stamp,
if it agrees with one reading) says which number is the month, and `19:25 IST` is an instant only where the country says
which of three zones is meant. What stays open lowers the precision to the day, or leaves the time unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from provenance import text
from provenance.masthead import wires

__all__ = ["Stamp", "parse", "published", "read", "stamps"]


class Stamp(NamedTuple):
    """A time in UTC and how exact it is: second, minute or day (a day is the midnight UTC of the date as printed)."""

    at: datetime
    precision: str


class _Seen(NamedTuple):
    rank: int  # lower is better
    start: int
    words: re.Match[str]


_YEAR = re.compile(r"(?:19|20)\d\d")
HEAD, TAIL = 15, 12  # lines at the top and the end that may hold a time stamp; longer mastheads have not been seen
LONG = 200  # characters; a line longer than this that is not a dateline is prose, and its dates belong to the story

_CREATED = (
    r"(?:first\s)?(?:published|posted|created|issued|released|date|dated|publié|paru|mis en ligne|veröffentlicht|"
    r"erstellt|"
    r"publicado|creado|publicada|pubblicato|gepubliceerd|yayınlanma|giriş|publicerad|publisert|udgivet|opublikowano|"
    r"опубликовано|"
    r"опубліковано|نشر|تاريخ النشر|प्रकाशित|发布|發布)"
)
_UPDATED = (
    r"(?:last\s)?(?:updated|modified|edited|revised|mis à jour|modifié|aktualisiert|actualizado|atualizado|aggiornato|"
    r"bijgewerkt|güncelleme|uppdaterad|oppdatert|opdateret|zaktualizowano|обновлено|تحديث|अपडेट|更新)"
)
_LABEL = re.compile(
    rf"(?:(?P<created>{_CREATED})|(?P<updated>{_UPDATED}))\b\W{{0,3}}(?:on|at|am|le|el|em|il|op|den)?\W{{0,3}}$", re.I
)
_CRAWLED = re.compile(r"\s*-?\s*date:?\s+(?P<day>\d{4}-\d\d-\d\d)\b")


@cache
def _date() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, wires.months()), key=lambda name: (-len(name), name)))
    clock = (
        r"(?:(?:\s*[T,|@·•-]?\s*|\s+(?:at|um|à|a las|às|alle|om|kl\.?|saat|в)\s+)"
        r"(?P<hour>[012]?\d)(?:(?P<sep>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,6})?)?)?(?:\s?(?:Uhr|"
        r"hrs?|h))?"
        r"\s*(?P<half>[ap]\.?m\b\.?)?"
        r"(?:\s*\(?(?P<zone>Z\b|(?:(?:UTC|GMT)\s?)?[+-]\d\d?(?::?\d\d)?\b|[A-Z]{2,5}\b))?)?"
    )
    day = (
        r"(?:(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
        r"|(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark)(?P<year2>(?:19|20)\d\d)"
        r"|(?P<year4>(?:19|20)\d\d)\s?[年년]\s?(?P<month4>\d\d?)\s?[月월]\s?(?P<day4>\d\d?)\s?[日일]"
        rf"|(?P<name>{names})\.?\s(?P<day2>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year3>(?:19|20)\d\d)"
        rf"|(?P<day3>\d\d?)(?:st|nd|rd|th|er|º)?\.?[\s-](?:de\s)?(?P<name2>{names})\.?,?[\s-](?:de\s|"
        r"del\s)?(?P<year5>(?:19|20)\d\d))"
    )
    return re.compile(rf"(?<![\w/.-]){day}(?![\d/]){clock}", re.I)


def published(page: text.Page, country: str | None = None) -> Stamp | None:
    """When the page says it was published; None if it does not say, or says it in a way that stays open.

    "Created" beats "Updated", a stamp with a label beats a bare date line, and the stamp a crawler left at the very
    start (`date 2021-07-08`) counts only if nothing better can be read. `country` is the outlet's ISO 3166 code.
    """
    crawled = _CRAWLED.match(page.text)
    known = _day(crawled.group("day")) if crawled else None
    for seen in sorted(stamps(page)):
        stamp = read(seen.words, country, known)
        if stamp:
            return stamp
    return Stamp(datetime.combine(known, time(), UTC), "day") if known else None


_WEEKDAY = re.compile(r"^[^\W\d]{2,12},?\s+(?=\d|[^\W\d]+\.?\s\d)")


def parse(words: str) -> Stamp | None:
    """A time that stands alone, as a table gives it; None if there is more than that, or two ways to read it."""
    words = words.strip()
    hit = _date().fullmatch(words) or _date().fullmatch(_WEEKDAY.sub("", words))
    return read(hit) if hit else None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def stamps(page: text.Page) -> Iterator[_Seen]:
    """Every date that stands where a time of publication stands, best place first when sorted."""
    count = len(page.lines)
    for index, line in enumerate(page.lines):
        body, offset = line.text[:LONG], line.start
        if HEAD <= index < count - TAIL or not _YEAR.search(body):
            continue
        crawled = _CRAWLED.match(body) if index == 0 else None
        for hit in _date().finditer(body, crawled.end() if crawled else 0):
            rank = _rank(body, hit, index, len(line.text))
            if rank is not None:
                yield _Seen(rank, offset + hit.start(), hit)


_STORY_BEFORE_DATE = re.compile(r"[a-z]{3,}\s(?:[a-z]+\s){2,}")


def _rank(body: str, hit: re.Match[str], index: int, length: int) -> int | None:
    label = _LABEL.search(body[: hit.start()])
    if label:
        return 0 if label.group("created") else 2
    left, right = body[: hit.start()], body[hit.end() :]
    if index >= HEAD:
        return None
    if (
        length < 120
        and not re.search(r"[a-z]\s[a-z]+\s[a-z]", left + " | " + right)
        and not re.search(r"[a-z]\.$", body)
    ):
        return 1
    return 3 if re.match(r"[^a-z\n]{3,40}$", left) and re.match(r"\s*[(/]", right) else None


def read(hit: re.Match[str], country: str | None = None, known: date | None = None) -> Stamp | None:
    """The match as a time, as exact as it can honestly be read; None if even its day stays open or does not exist."""
    day = _calendar(hit, country, known)
    if day is None:
        return None
    got = hit.groupdict()
    clock, zone = _clock(got), _zone(got["zone"], country)
    if clock is not None and zone is not None:
        try:
            at = datetime.combine(day, clock, zone).astimezone(UTC)
        except OverflowError:  # the first or last hours that datetime knows
            return Stamp(datetime.combine(day, time(), UTC), "day")
        return Stamp(at, "second" if got["second"] else "minute")
    return Stamp(datetime.combine(day, time(), UTC), "day")


def _clock(got: dict[str, str | None]) -> time | None:
    """The time of day, on 24 hours; None if there is none, or none that exists ("25:10", "19 pm")."""
    if got["hour"] is None or (got["minute"] is None and not got["half"]):
        return None
    hour, half = int(got["hour"]), (got["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return time(hour, int(got["minute"] or 0), int(got["second"] or 0)) if hour < 24 else None


def _calendar(hit: re.Match[str], country: str | None, known: date | None) -> date | None:
    got = hit.groupdict()
    if got["one"]:
        return _numeric(got, country, known)
    year = got["year"] or got["year3"] or got["year4"] or got["year5"]
    name = got["name"] or got["name2"]
    month = wires.months()[name.casefold()] if name else int(got["month"] or got["month4"])
    return _real(int(year), month, int(got["day"] or got["day2"] or got["day3"] or got["day4"]))


def _numeric(got: dict[str, str], country: str | None, known: date | None) -> date | None:
    """`08-07-2021` in the one way that exists, that the country writes, or that the crawler's stamp agrees with."""
    year, one, two = int(got["year2"]), int(got["one"]), int(got["two"])
    day_first, month_first = _real(year, two, one), _real(year, one, two)
    if day_first == month_first or not (day_first and month_first):
        return day_first or month_first
    order = wires.countries()[country].order if country in wires.countries() else ""
    if order == "mdy":
        return month_first
    if order in ("dmy", "ymd") or got["mark"] == ".":  # nobody writes the month first and dots after it
        return day_first
    return known if known in (day_first, month_first) else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(name: str | None, country: str | None) -> timezone | ZoneInfo | None:
    if name in ("Z", "z"):
        return UTC
    if name is None:
        only = wires.countries()[country].zone if country in wires.countries() else ""
        return ZoneInfo(only) if only else None
    shift = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d\d?):?(\d\d)?", name)
    if shift:
        minutes = 60 * int(shift[2]) + int(shift[3] or 0)
        return timezone(timedelta(minutes=-minutes if shift[1] == "-" else minutes)) if minutes < 16 * 60 else None
    meant = wires.zones().get(name.upper(), {})
    if len(meant) == 1:
        return timezone(timedelta(minutes=next(iter(meant.values()))))
    return timezone(timedelta(minutes=meant[country])) if country in meant else None
