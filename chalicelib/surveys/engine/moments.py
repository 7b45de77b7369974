"""A point in time as the browser's Date: milliseconds since 1970 and the zone that its local fields are read in."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

MILLISECONDS: Final = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_LOOSE = re.compile(
    r"(?:(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})|(?P<month2>\d{1,2})[-/](?P<day2>\d{1,2})[-/](?P<year2>\d{4}))"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?",
    re.ASCII,
)
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[,./-](\d{1,2})", re.ASCII)
_LONE = re.compile(r"\d{1,2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in a zone; without a stamp it is the invalid date, whose every field is NaN."""

    stamp: float | None
    zone: tzinfo

    def local(self) -> datetime | None:
        """Give the local time, or None for an invalid date."""
        if self.stamp is None:
            return None
        return (_EPOCH + timedelta(milliseconds=self.stamp)).astimezone(self.zone)

    def field(self, name: str) -> float:
        here = self.local()
        return math.nan if here is None else getattr(here, name)

    def weekday(self) -> float:
        """Give the day of the week, Sunday being 0."""
        here = self.local()
        return math.nan if here is None else here.isoweekday() % 7

    def truncated(self, unit: str) -> "Moment":
        """Cut everything below "second", "minute", "hour" or "day", in local time."""
        here = self.local()
        if here is None:
            return self
        cut = {"second": 3, "minute": 2, "hour": 1, "day": 0}[unit]
        fields = (here.hour, here.minute, here.second)[:cut]
        return of_fields(self.zone, here.year, here.month, here.day, *fields)

    def shifted(self, unit: str, count: float) -> "Moment":
        """Add whole years, months, days, hours, minutes or seconds of local time; too far is invalid."""
        here = self.local()
        if here is None or not math.isfinite(count):
            return Moment(None, self.zone)
        parts = {"years": here.year, "months": here.month, "days": here.day, "hours": here.hour, "minutes": here.minute}
        parts["seconds"] = here.second
        parts[unit] += math.trunc(count)
        return of_fields(self.zone, *parts.values(), millisecond=here.microsecond // MILLISECONDS)

    def __str__(self) -> str:
        here = self.local()
        return "Invalid Date" if here is None else here.strftime("%a %b %d %Y %H:%M:%S GMT%z")


def of_datetime(at: datetime, zone: tzinfo) -> Moment:
    """Give an aware time as a moment, to the millisecond."""
    return Moment(float((at - _EPOCH) // timedelta(milliseconds=1)), zone)


def of_fields(
    zone: tzinfo,
    year: int,
    month: int,
    day: int,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    *,
    millisecond: int = 0,
) -> Moment:
    """Build a moment from local fields, which may overflow into the next larger one."""
    try:
        years, months = divmod(month - 1, 12)
        start = datetime(year + years, months + 1, 1, tzinfo=UTC).replace(tzinfo=None)
        extra = timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=millisecond)
        return of_datetime((start + extra).replace(tzinfo=zone).astimezone(UTC), zone)
    except (ValueError, OverflowError):
        return Moment(None, zone)


def of_number(stamp: float, zone: tzinfo) -> Moment:
    """Build a moment from milliseconds; what the calendar cannot hold is invalid."""
    try:
        moment = Moment(float(math.trunc(stamp)), zone)
        moment.local()
    except (ValueError, OverflowError):
        return Moment(None, zone)
    return moment


def of_text(text: str, zone: tzinfo) -> Moment:
    """Read a date as the browser does: a bare day is local midnight; unreadable text is invalid."""
    text = text.strip()
    found = _ISO.fullmatch(text)
    if found:
        return _of_iso(found, zone, has_day=bool(_DAY.fullmatch(text)))
    found = _LOOSE.fullmatch(text)
    if found:
        return _of_loose(found, zone)
    return _of_lone_number(text, zone)


def _of_iso(found: re.Match[str], zone: tzinfo, *, has_day: bool) -> Moment:
    year, month, day, hour, minute, second = (int(found[part] or least) for part, least in _ISO_PARTS)
    if not _is_on_the_calendar(year, month, day, hour, minute, second):
        return Moment(None, zone)
    part = int((found["part"] or "0").ljust(3, "0")[:3])
    is_utc = found["zone"] == "Z" or (found["hour"] is None and not has_day)
    if is_utc or found["zone"] is None:
        moment = of_fields(UTC if is_utc else zone, year, month, day, hour, minute, second, millisecond=part)
        return Moment(moment.stamp, zone)
    moment = of_fields(UTC, year, month, day, hour, minute, second, millisecond=part)
    return moment if moment.stamp is None else Moment(moment.stamp - _offset(found["zone"]), zone)


_ISO_PARTS = (("year", 0), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))


def _offset(text: str) -> float:
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return (minutes if text[0] == "+" else -minutes) * 60.0 * MILLISECONDS


def _is_on_the_calendar(year: int, month: int, day: int, hour: int, minute: int, second: int) -> bool:
    """Tell whether the fields are in range; a month is given 31 days, as browsers do."""
    in_day = (hour, minute, second) == (24, 0, 0) or (hour in range(24) and minute in range(60) and second in range(60))
    return year >= 1 and month in range(1, 13) and day in range(1, 32) and in_day


def _of_loose(found: re.Match[str], zone: tzinfo) -> Moment:
    year, month, day = (int(found[part] or found[f"{part}2"]) for part in ("year", "month", "day"))
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if not _is_on_the_calendar(year, month, day, hour, minute, second):
        return Moment(None, zone)
    return of_fields(zone, year, month, day, hour, minute, second)


def _of_lone_number(text: str, zone: tzinfo) -> Moment:
    """Read "5" as a month of 2001, "3.5" as a day of it and "45" as a year: that is what browsers make of them."""
    found = _MONTH_AND_DAY.fullmatch(text)
    if found and _is_on_the_calendar(2001, int(found[1]), int(found[2]), 0, 0, 0):
        return of_fields(zone, 2001, int(found[1]), int(found[2]))
    number = int(text) if _LONE.fullmatch(text) else 0
    if number in range(1, 13):
        return of_fields(zone, 2001, number, 1)
    if number in range(32, 100):
        return of_fields(zone, number + (2000 if number in range(50) else 1900), 1, 1)
    return Moment(None, zone)
