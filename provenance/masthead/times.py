"""When an article was published, as its text says it: a small grammar of dates, clocks and zones.

Start at `published`. Nothing is guessed: `08-07-2021` is a day only where the outlet's country (or the crawler's stamp,
if it agrees with one reading) says which number is the month, and `19:25 IST` is an instant only where the country says
which of three zones is meant. What stays open lowers the precision to the day, or leaves the time unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from provenance import text
from provenance.masthead import wires

__all__ = ["Stamp", "labels", "parse", "published", "read", "stamps"]


class Stamp(NamedTuple):
    """A time in UTC and how exact it is: second, minute or day (a day is the midnight UTC of the date as printed)."""

    at: datetime
    precision: str


class _Seen(NamedTuple):
    rank: int  # lower is better
    away: int  # lines from where a page's story begins; 0 in a text that is all story
    start: int
    words: re.Match[str]


_YEAR = re.compile(r"(?:19|20)\d\d")
HEAD, TAIL = 15, 12  # lines at the top and the end that may hold a time stamp; longer mastheads have not been seen
LONG = 200  # characters; a line longer than this that is not a dateline is prose, and its dates belong to the story

_CREATED = (
    r"(?:first\s)?(?:published|posted|created|issued|released|date|dated|publié|publiée|paru|"
    r"mise? en ligne|veröffentlicht|erschienen|erstellt|publicado|creado|publicada|criado|pubblicato|"
    r"pubblicata|gepubliceerd|geplaatst|yayınlanma(?: tarihi)?|yayın tarihi|yayınlandı|"
    r"giriş(?: tarihi)?|oluşturulma(?: tarihi)?|publicerad|publisert|udgivet|julkaistu|opublikowano|"
    r"publikováno|dátum|опубликовано|дата публикации|опубліковано|публикувано|نشر|نُشر|نشرت|تاريخ النشر|"
    r"تاريخ|प्रकाशित|पब्लिश(?:ेड)?|发布(?:时间|日期|于)?|發布(?:時間|日期|於)?|发表(?:时间|于)?|時間|时间|日期|公開(?:日時?)?|"
    r"掲載(?:日時?)?|配信(?:日時?)?|投稿日?|입력|등록)"
)
_UPDATED = (
    r"(?:last\s)?(?:updated|modified|edited|revised|stand|mis(?:e)? à jour|modifiée?|"
    r"dernière mise à jour|aktualisiert|actualizad[oa]|última actualización|modificado|atualizad[oa]|"
    r"aggiornat[oa]|ultimo aggiornamento|bijgewerkt|(?:son )?güncell?e(?:me|ndi|nme)(?: tarihi)?|"
    r"uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano|aktualizováno|обновлено|дата обновления|"
    r"оновлено|(?:آخر )?تحديث|अपडेट(?:ेड)?|संशोधित|更新(?:时间|時間|日期|于|於|日時?)?|修改(?:时间)?|수정)"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<created>{_CREATED})|(?P<updated>{_UPDATED}))(?!\w)\W{{0,4}}"
    r"(?:(?:on|at|am|vom|le|el|em|il|op|den|в|в:|في|بتاريخ|tarihi)(?!\w)\W{0,3})?(?:[^\W\d_]{2,12}\.?,?\s)?$",
    re.I,
)
_CRAWLED = re.compile(r"\s*-?\s*date:?\s+(?P<day>\d{4}-\d\d-\d\d)\b")


# Digits of other scripts, one for one, so that offsets stay.
_FOREIGN = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯０１２３４５６７８９"
_DIGITS = str.maketrans(_FOREIGN, "0123456789" * 5)
_FIGURES = re.compile(f"[{_FOREIGN}]")
_ZONE = r"Z\b|(?:(?:UTC|GMT)\s?)?[+-]\d\d?(?::?\d\d)?\b|[A-ZА-Яİ]{2,5}\b"
_HALF = r"(?:[ap]\.?m\b\.?|[صم](?!\w))"
_WEEKDAY_NAME = r"(?:[^\W\d_]{2,12}\.?(?:-feira)?,?\s)"


@cache
def _date() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, wires.months()), key=lambda name: (-len(name), name)))
    clock = (
        r"(?:(?:\s*(?:[T,|@·•،-]|–)?\s*|,?\s+(?:at|um|à|a las|às|as|alle|alle ore|ore|om|kl\.?|saat|в|को|الساعة|-)\s+)"
        r"(?:[(（][^\W\d_]{1,3}[)）]\s*)?(?P<east>上午|下午|晚上|午前|午後|오전|오후)?\s?"
        r"(?P<hour>[012]?\d)(?:(?P<sep>[:：.h时時点點시])\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,6})?)?)?"
        r"(?:分|분)?(?:\s?(?:Uhr|hrs?|h|बजे)(?!\w))?"
        rf"\s*(?P<half>{_HALF})?"
        rf"(?:\s*\(?(?P<zone>{_ZONE}))?)?"
    )
    # The clock may come first, as in "7:25 PM IST, Tue February 14, 2023" or "09:30, 14 февраля 2023".
    early = (
        rf"(?:(?P<hour0>[012]?\d)[:.](?P<minute0>[0-5]\d)\s?(?P<half0>{_HALF})?(?:\s?\(?(?P<zone0>{_ZONE})\)?)?"
        rf"\s?[,|·•-]?\s?(?:on\s|den\s)?{_WEEKDAY_NAME}?)?"
    )
    day = (
        r"(?:(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
        r"|(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark)(?P<year2>(?:19|20)\d\d)"
        r"|(?P<year4>(?:19|20)\d\d)\s?[年년]\s?(?P<month4>\d\d?)\s?[月월]\s?(?P<day4>\d\d?)\s?[日일]"
        rf"|(?P<name>{names})\.?\s(?P<day2>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year3>(?:19|20)\d\d)"
        rf"|(?P<day3>\d\d?)(?:st|nd|rd|th|er|º)?\.?[\s-](?:de\s)?(?P<name2>{names})(?:\s?[/(]\s?(?:{names})\)?)?\.?,?،?[\s-](?:de\s|"
        r"del\s)?(?P<year5>(?:19|20)\d\d))"
    )
    return re.compile(rf"(?<![\w/.:-]){early}{day}(?![\d/]){clock}", re.I)


# Where these are spoken, numeric dates put the day first; English and Spanish are at home in countries of both kinds.
_DAY_FIRST = frozenset("ar bg cs da de el fi fr he hi id it mk nb nl pl pt ro ru sk sl sq sr tr uk vi".split())


def published(page: text.Page, country: str | None = None, lang: str | None = None) -> Stamp | None:
    """When the page says it was published; None if it does not say, or says it in a way that stays open.

    "Created" beats "Updated", a stamp with a label beats a bare date line, and the stamp a crawler left at the very
    start (`date 2021-07-08`) counts only if nothing better can be read. A time of change is never taken where a time
    of publication stands, not even where that one cannot be read. `country` is the outlet's ISO 3166 code; without it
    `lang` may say that the day comes first.
    """
    crawled = _CRAWLED.match(page.text)
    known = _day(crawled.group("day")) if crawled else None
    seen = sorted(stamps(page))
    first = lang in _DAY_FIRST and country is None
    for one in seen:
        if one.rank >= _CHANGED and seen[0].rank < _CHANGED:
            break
        stamp = read(one.words, country, known, day_first=first)
        if stamp:
            return stamp
    return Stamp(datetime.combine(known, time(), UTC), "day") if known else None


_WEEKDAY = re.compile(r"^[^\W\d]{2,12},?\s+(?=\d|[^\W\d]+\.?\s\d)")


def parse(words: str) -> Stamp | None:
    """A time that stands alone, as a table gives it; None if there is more than that, or two ways to read it."""
    words = words.strip()
    hit = _date().fullmatch(words) or _date().fullmatch(_WEEKDAY.sub("", words))
    return read(hit) if hit else None


def labels(words: str) -> bool:
    """True if the words end as those before a time do, as in "Last Updated" and "Published Monday"."""
    return _LABEL.search(f"{words} ") is not None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def stamps(page: text.Page) -> Iterator[_Seen]:
    """Every date that stands where a time of publication stands, best place first when sorted."""
    head = page.head(HEAD)
    for index in sorted({*head, *page.foot(TAIL)}):
        line = page.lines[index]
        body, offset = line.text[:LONG], line.start
        if not body.isascii() and _FIGURES.search(body):
            body = body.translate(_DIGITS)
        if not _YEAR.search(body):
            continue
        hits = list(_dates(body))
        crawled = _CRAWLED.match(body) if index == 0 else None
        if not hits and not crawled:
            continue
        above = page.lines[index - 1].text if index else ""
        rest = " | ".join(_LABEL.sub("", piece) for piece in _between(body, hits))
        # Inside a page's story captions are dated: "The market hall of Brenn on the day of the fire, 24 April 2023".
        told = _tells(rest) or (index >= page.story.start and bool(page.main) and len(_LETTERS.findall(rest)) > _BESIDE)
        for hit in _dates(body, crawled.end()) if crawled else hits:
            # "Published" may stand on a line of its own above the date.
            led = f"{above} " if len(above) <= _LED and not body[: hit.start()].strip() else ""
            rank = _rank(body, hit, index in head, (len(line.text), told), led)
            if rank is not None:
                yield _Seen(rank, abs(index - page.story.start) if page.main else 0, offset + hit.start(), hit)


def _dates(body: str, at: int = 0) -> Iterator[re.Match[str]]:
    """What `_date` finds in a text from a place on, tried only where a date can begin.

    A date begins behind no letter, figure or one of `/.:-`, with a figure or with a month's name, which a space and a
    figure follow. A name that holds more than letters begins with a letter, too, but need not be a word.
    """
    begins = _BEGINS if body.isascii() else _BEGINS_ANY
    while begun := begins.search(body, at):
        hit = _date().match(body, begun.start())
        if hit:
            yield hit
        at = hit.end() if hit else begun.start() + 1


_BEGINS = re.compile(r"(?<![\w/.:-])(?:\d|[A-Za-z]+\.?\s\d)")
_BEGINS_ANY = re.compile(r"(?<![\w/.:-])(?:\d|[^\W\d_]+\.?\s\d|[^\W\d_]*[^\x00-\u02ff])")


def _between(body: str, hits: Iterable[re.Match[str]]) -> Iterator[str]:
    """What stands before, between and behind the dates of a line."""
    at = 0
    for hit in hits:
        yield body[at : hit.start()]
        at = hit.end()
    yield body[at:]


_LED = 30  # characters of a line that is a label only; "Дата публикации:" has 16
_LABELLED, _BARE, _DATELINE, _CHANGED = range(4)  # the better place has the lower rank
_LETTERS = re.compile(r"[^\W\d_]+")
_BESIDE = 5  # words beside the date of a byline ("By Ana Ruiz, Port Selby -"); of 390 pages 4 loses a day, 6 gains none
_PROSE = 5  # words of a script without capitals beside a date from which a line is no stamp; "Place - Agency" has 2
_UNSPACED = re.compile("[\u3040-\u9fff]")


def _rank(body: str, hit: re.Match[str], top: bool, line: tuple[int, bool], led: str) -> int | None:
    """The place of a date on a line of this length that tells something beside its dates, or does not."""
    length, told = line
    before = led + body[: hit.start()]
    label = _LABEL.search(before)
    # "a gazette issued on 20 April 2022" is the story's own date
    if label and (not told or not before[: label.start()].strip(" |([—–-")):
        return _LABELLED if label.group("created") else _CHANGED
    left, right = body[: hit.start()], body[hit.end() :]
    if not top:
        return None
    if length < 120 and not told and not re.search(r"[^\W\d_A-ZÀ-Þ]\.$|[。।]$", body):
        return _BARE
    return _DATELINE if re.match(r"[^a-z\n]{3,40}$", left) and re.match(r"\s*[(/]", right) else None


def _tells(rest: str) -> bool:
    """True if the words beside a date are a sentence's: three small ones in a row, or many in a script without case."""
    words = _LETTERS.findall(rest)
    small = "".join("s" if word.islower() else "n" if word == word.upper() == word.lower() else "C" for word in words)
    return "sss" in small or small.count("n") > _PROSE or len(_UNSPACED.findall(rest)) > 3 * _PROSE


def read(
    hit: re.Match[str], country: str | None = None, known: date | None = None, *, day_first: bool = False
) -> Stamp | None:
    """The match as a time, as exact as it can honestly be read; None if even its day stays open or does not exist."""
    day = _calendar(hit, country, known, day_first)
    if day is None:
        return None
    got = hit.groupdict()
    if got["hour0"] and not got["minute"]:
        got |= {"hour": got["hour0"], "minute": got["minute0"], "half": got["half0"], "second": None}
        got["zone"] = got["zone0"] or got["zone"]
    clock, zone = _clock(got), _zone(got["zone"], country)
    if clock is not None and zone is not None:
        try:
            at = datetime.combine(day, clock, zone).astimezone(UTC)
        except OverflowError:  # the first or last hours that datetime knows
            return Stamp(datetime.combine(day, time(), UTC), "day")
        return Stamp(at, "second" if got["second"] else "minute")
    return Stamp(datetime.combine(day, time(), UTC), "day")


_EAST = {"上午": "a", "午前": "a", "오전": "a", "下午": "p", "午後": "p", "오후": "p", "晚上": "p"}


def _clock(got: dict[str, str | None]) -> time | None:
    """The time of day, on 24 hours; None if there is none, or none that exists ("25:10", "19 pm")."""
    if got["hour"] is None or (got["minute"] is None and not got["half"]):
        return None
    hour, half = int(got["hour"]), (got["half"] or _EAST.get(got["east"] or "", ""))[:1].lower()
    half = {"ص": "a", "م": "p"}.get(half, half)
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return time(hour, int(got["minute"] or 0), int(got["second"] or 0)) if hour < 24 else None


def _calendar(hit: re.Match[str], country: str | None, known: date | None, day_first: bool) -> date | None:
    got = hit.groupdict()
    if got["one"]:
        return _numeric(got, country, known, day_first)
    year = got["year"] or got["year3"] or got["year4"] or got["year5"]
    name = got["name"] or got["name2"]
    month = wires.months()[name.casefold()] if name else int(got["month"] or got["month4"])
    return _real(int(year), month, int(got["day"] or got["day2"] or got["day3"] or got["day4"]))


def _numeric(got: dict[str, str], country: str | None, known: date | None, first: bool) -> date | None:
    """`08-07-2021` in the one way that exists, that the country writes, or that the crawler's stamp agrees with."""
    year, one, two = int(got["year2"]), int(got["one"]), int(got["two"])
    day_first, month_first = _real(year, two, one), _real(year, one, two)
    if day_first == month_first or not (day_first and month_first):
        return day_first or month_first
    order = wires.countries()[country].order if country in wires.countries() else ""
    if order == "mdy":
        return month_first
    # Nobody writes the month first and dots after it.
    if order in ("dmy", "ymd") or got["mark"] == "." or (first and not order):
        return day_first
    return known if known in (day_first, month_first) else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Names that mean summer time in summer: in the press of the United States only.
_SEASONAL = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip


def _zone(name: str | None, country: str | None) -> timezone | ZoneInfo | None:
    if name in ("Z", "z"):
        return UTC
    if name is None or name[:1].islower() or name.istitle():  # "19:25 Von Anna Meier": no zone, a word
        only = wires.countries()[country].zone if country in wires.countries() else ""
        return ZoneInfo(only) if only else None
    shift = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d\d?):?(\d\d)?", name)
    if shift:
        minutes = 60 * int(shift[2]) + int(shift[3] or 0)
        return timezone(timedelta(minutes=-minutes if shift[1] == "-" else minutes)) if minutes < 16 * 60 else None
    if name in _SEASONAL and country in (None, "US", "CA"):
        return ZoneInfo(_SEASONAL[name])
    meant = wires.zones().get(name.upper(), {})
    if len(meant) == 1:
        return timezone(timedelta(minutes=next(iter(meant.values()))))
    return timezone(timedelta(minutes=meant[country])) if country in meant else None
