"""What would go, and when: a walk through the files in which records lie, a bounded part of it in each request."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.kernel import clock

NOW = "now"
HORIZON_DAYS = {"month": 366, "day": 31}
MOST_QUERIES, ROWS = 60, 1_000
LONG_AGO = "0"


class File(Struct, frozen=True):
    """One place in which records lie in order of their time, and how many days they are kept."""

    school_id: str
    days: int
    place: str


class Going(Struct, frozen=True):
    """How many records go in a period: "now" with the next pass, or in a month or on a day."""

    school_id: str
    period: str
    records: int


class Cursor(Struct, frozen=True):
    """Where a preview goes on: the moment for which it is made, the file and its last key."""

    at: str
    file: int = 0
    after: dict[str, dict[str, str]] | None = None


Read = Callable[[str, str, str, dict[str, dict[str, str]] | None], tuple[list[str], dict[str, dict[str, str]] | None]]


def walk(files: Sequence[File], cursor: Cursor, by: str, read: Read) -> tuple[list[Going], Cursor | None]:
    """Count some of what goes within the horizon; what is counted in a later part adds to it.

    `read` gives the sort keys of a place between two, up to a thousand, and where it goes on.
    """
    at, counted = clock.parse(cursor.at), Counter[tuple[str, str]]()
    number, after = cursor.file, cursor.after
    for _ in range(MOST_QUERIES):
        if number >= len(files):
            return _listed(counted), None
        one = files[number]
        until = clock.hour(at + timedelta(days=HORIZON_DAYS[by] - one.days))
        keys, after = read(one.place, LONG_AGO, until, after)
        counted.update((one.school_id, period_of(key, one.days, at, by)) for key in keys)
        number += after is None
    return _listed(counted), Cursor(cursor.at, number, after) if number < len(files) else None


def _listed(counted: Counter[tuple[str, str]]) -> list[Going]:
    return [Going(school_id, period, count) for (school_id, period), count in sorted(counted.items())]


def period_of(key: str, days: int, at: datetime, by: str) -> str:
    """When a record goes that was made at the time with which its sort key begins."""
    goes = clock.parse(key[:24]) + timedelta(days=days)
    if goes <= at:
        return NOW
    return clock.iso(goes)[: 7 if by == "month" else 10]
