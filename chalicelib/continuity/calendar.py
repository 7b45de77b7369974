"""The calendar of backups: which sets must exist at an instant, which period a day belongs to, how long a set is kept.

Days are those of UTC. A set of a week or a month is a copy of the first daily set made in it. A set is due when its
period's first day is over, and promised until 35 days, 13 weeks or 13 months after that day began.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct

Kind = Literal["daily", "weekly", "monthly"]
KINDS: tuple[Kind, ...] = ("daily", "weekly", "monthly")
DAYS, WEEKS, MONTHS = 35, 13, 13
ONE_DAY = timedelta(days=1)
FIRST_READING, HOURS = "/first", 22


class Promise(Struct, frozen=True):
    """A set that must exist from `due` until `until`: of the period that begins on `first`."""

    kind: Kind
    first: date
    due: datetime
    until: datetime

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.first.isoformat()}"


def midnight(day: date) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), UTC)


def first_of(kind: Kind, day: date) -> date:
    """The first day of the period that a day belongs to."""
    if kind == "daily":
        return day
    return day - timedelta(days=day.weekday()) if kind == "weekly" else day.replace(day=1)


def kept_until(kind: Kind, day: date) -> datetime:
    """Until when the set of a day's period is kept and locked."""
    first = first_of(kind, day)
    if kind == "monthly":
        months = first.month - 1 + MONTHS
        return midnight(date(first.year + months // 12, months % 12 + 1, 1))
    return midnight(first + timedelta(days=DAYS if kind == "daily" else 7 * WEEKS))


def promised(now: datetime, begun: date) -> list[Promise]:
    """The sets that must exist at an instant, where the first was to be made on `begun`, newest first."""
    return [one for kind in KINDS for one in _promised(kind, now, begun)]


def _promised(kind: Kind, now: datetime, begun: date) -> Iterator[Promise]:
    day = now.astimezone(UTC).date()
    while day >= begun or first_of(kind, day) == first_of(kind, begun):
        first = first_of(kind, day)
        due = midnight(max(first, begun) + ONE_DAY)
        until = kept_until(kind, first)
        if now >= until:
            return
        if now >= due:
            yield Promise(kind, first, due, until)
        day = first - ONE_DAY


def periods_of(day: date, made: Iterable[tuple[Kind, date]]) -> list[Kind]:
    """Which copies a daily set of this day is to become: of its week and month, where no earlier day has."""
    taken = {(kind, first_of(kind, one)) for kind, one in made}
    return [kind for kind in KINDS[1:] if (kind, first_of(kind, day)) not in taken]


def in_period(promise: Promise, days: Iterable[date]) -> list[date]:
    """Of the days of which there are sets of a kind, those that would keep a promise."""
    return [day for day in days if first_of(promise.kind, day) == promise.first]


def readings_of(promise: Promise, now: datetime) -> list[str]:
    """The readings of a set on a day: one every day, and one more on the day it falls due, when nobody has read it."""
    first = [f"{promise.name}{FIRST_READING}"] if now.astimezone(UTC).date() == promise.due.date() else []
    return [*first, promise.name]


def is_reading_due(name: str, now: datetime, read_on: Container[str]) -> bool:
    """Whether a reading is to be made now: once a day, in or after an hour of its own, so that they spread.

    No hour is among the day's last two: a check that did not run is made up for on the same day.
    """
    hour = 0 if name.endswith(FIRST_READING) else sum(name.encode()) % HOURS
    return hour <= now.astimezone(UTC).hour and name not in read_on
