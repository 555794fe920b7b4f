"""Times as tables give them: ISO, RFC 2822, epochs, YYYYMMDDHHMMSS, serial days of a spreadsheet, and written dates.

Nothing is guessed: `08/07/2021` is a day only if its column says elsewhere which number is the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isnan
from typing import NamedTuple

from provenance.masthead import times

__all__ = ["When", "order", "when"]

# The years that can be a newspaper's: the first was printed in Strasbourg in 1605; nothing here knows today's date.
_FIRST, _LAST = 1605, 2100
# Numbers as times. Seconds, milli-, micro- and nanoseconds of the epoch from 1973 (10**8 s) to 2100 do not overlap,
# nor do days of a spreadsheet (1954 to 2119); digits that spell a date go before them.
_EPOCH = ((10**8, 1), (10**11, 10**3), (10**14, 10**6), (10**17, 10**9))
_EPOCH_SPAN = 41  # an epoch's range: the unit's first value times this is the year 2099
_SERIAL = (20_000, 80_000)
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)  # what Excel calls day 0, its leap day of 1900 allowed for
_NUMBER = re.compile(r"\d{4,19}(?:\.\d+)?")
_DIGITS = re.compile(r"((?:1[6-9]|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:([0-2]\d)([0-5]\d)([0-5]\d)?)?")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,]+(.+))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.I)
_ISO_TAIL = re.compile(r"\s*(?:UTC|GMT)$")
_WEEKDAY = re.compile(r"(?<=\d{4})[\s,]+[^\W\d]{3,12}$")  # "July 8, 2021 Thursday", as Nexis writes
_PIVOT = 69  # two digits from here on are of the 1900s, as POSIX has it
_LONG = 80  # characters; nothing longer is a time


class When(NamedTuple):
    """A time in ISO 8601 and UTC with its precision; or why there is none."""

    published: str | None
    precision: str | None = None
    problem: str | None = None
    zoned: bool = True  # False: its zone was not said, and UTC was taken


def order(values: Iterable[object]) -> str | None:
    """Which way round a column writes its dates: "dmy" or "mdy" if any value shows it and none denies it, else None."""
    seen = set()
    for value in values:
        found = _NUMERIC.fullmatch(str(value).strip()[:_LONG]) if value else None
        if found and (found[2] == "." or int(found[1]) > 12 >= int(found[3])):  # nobody dots a month that comes first
            seen.add("dmy")
        elif found and int(found[3]) > 12 >= int(found[1]):
            seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def when(value: object, way: str | None) -> When:
    """The time that a cell holds, read in the way that its column writes dates; never raises."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return When(None)
    try:
        found = _object(value) if isinstance(value, date | int | float) else _text(str(value).strip(), way)
    except (ValueError, OverflowError):
        found = None
    if isinstance(found, When):
        return found
    shown = str(value).strip()[:_LONG]
    if found is None:
        return When(None, problem=f"{shown!r} is no time") if shown else When(None)
    at, precision, zoned = found
    if not _FIRST <= at.year <= _LAST:
        return When(None, problem=f"{shown!r} is no year of a newspaper")
    if precision == "day":
        return When(at.date().isoformat(), "day")
    return When(at.isoformat(timespec="seconds").replace("+00:00", "Z"), precision, zoned=zoned)


_Read = tuple[datetime, str, bool] | When | None


def _object(value: date | float) -> _Read:
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), "day", True
    return _number(repr(value))


def _moment(at: datetime) -> _Read:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC), "second", at.tzinfo is not None


def _text(words: str, way: str | None) -> _Read:
    if not words or len(words) > _LONG:
        return None
    if _NUMBER.fullmatch(words):
        return _number(words)
    numeric = _NUMERIC.fullmatch(words)
    if numeric:
        return _numeric(numeric, way)
    try:
        at = datetime.fromisoformat(_ISO_TAIL.sub("+00:00" if ":" in words else "", words))
    except ValueError:
        return _written(words)
    if ":" not in words and "T" not in words:
        return at.replace(tzinfo=UTC), "day", True
    found = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return found, "minute" if words.count(":") == 1 and "+" not in words else "second", at.tzinfo is not None


def _written(words: str) -> _Read:
    """`Thu, 08 Jul 2021 13:55:00 GMT` as mail and feeds write it; else as a masthead would."""
    stamp = times.parse(words) or times.parse(_WEEKDAY.sub("", words))
    try:
        at = parsedate_to_datetime(words) if ":" in words and stamp is None else None
    except (ValueError, TypeError, IndexError):
        at = None
    if at is not None:
        return _moment(at)
    if stamp is None:
        return None
    return stamp.at, stamp.precision, True


def _number(words: str) -> _Read:
    whole = words.partition(".")[0]
    spelled = _DIGITS.fullmatch(whole)
    if spelled:
        year, month, day, hour, minute, second = (int(part or 0) for part in spelled.groups())
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return at, "second" if spelled[6] else "minute" if spelled[4] else "day", True
    value = float(words)
    if _SERIAL[0] <= value < _SERIAL[1]:
        at = _SERIAL_ZERO + timedelta(seconds=round(value * 86400))
        return at, "day" if value == int(value) else "second", value == int(value)
    for first, unit in _EPOCH:
        if first <= value < first * _EPOCH_SPAN:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(value) // unit), "second", True
    return None


def _numeric(found: re.Match[str], way: str | None) -> _Read:
    """`08/07/2021` in the one way that exists, or that its column writes."""
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    if found[2] == "." or one > 12 or way == "dmy":
        day, month = one, two
    elif two > 12 or way == "mdy" or one == two:
        day, month = two, one
    else:
        return When(None, problem=f"{found[0]!r} is two days, and no other date of its column says which")
    if len(found[4]) == 2 and way is None:
        return When(None, problem=f"{found[0]!r} may be several days, and no other date of its column says which")
    at = datetime(year, month, day, tzinfo=UTC)
    clock = _CLOCK.fullmatch(found[5].strip()) if found[5] else None
    if found[5] and not clock:
        return None
    return _timed(at, clock) if clock else (at, "day", True)


def _timed(at: datetime, clock: re.Match[str]) -> _Read:
    hour, half, zone = int(clock[1]), (clock[4] or "").lower(), clock[5]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    at = at.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0))
    if zone and zone[0] in "+-":
        shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        at = at + shift if zone[0] == "-" else at - shift
    return at, "second" if clock[3] else "minute", bool(zone)
