"""The check of the calendar: every set that is promised now is there, has all its parts, and reads as it was written.

Each hour looks at what there is; each set, and each day of the change log, is also read through once a day, in an hour
of its own. A set that can never exist any more, because its day was missed, is promised until somebody accepts it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import msgspec
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import s3
from chalicelib.continuity import calendar, log_service
from chalicelib.continuity.backup_service import begin_calendar, is_set_whole, manifest_key, read_backup
from chalicelib.continuity.calendar import Kind, Promise
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings

JOB = "check_backups"
ACCEPTED = "calendar/accepted/"


class Checked(Struct, frozen=True):
    """What a check found: sets that are promised, sets and days of the log read through, and faults by name."""

    promised: int
    read: int
    faults: dict[str, str]


def check() -> Checked:
    """Look at everything that is promised now; running again repeats no reading that was good."""
    now = clock.now()
    tomorrow = clock.iso(now + timedelta(days=1))[:10]
    begun = date.fromisoformat(begin_calendar(tomorrow))
    accepted = set(_accepted())
    promises = [one for one in calendar.promised(now, begun) if one.name not in accepted]
    days = {kind: list(s3.folders_in(settings().backup_bucket, f"{kind}/")) for kind in calendar.KINDS}
    faults: dict[str, str] = {}
    read = 0
    for promise in promises:
        day = _made(promise, days[promise.kind])
        if day is None:
            faults[promise.name] = "It is missing."
        elif not _has_all_parts(promise.kind, day):
            faults[promise.name] = "Parts of it are missing."
        else:
            for reading in calendar.readings_of(promise, now):
                read += _read(reading, partial(_is_whole, promise.kind, day), faults)
    for day in _days_of_log(begun):
        if f"log/{day}" not in accepted:
            read += _read(f"log/{day}", partial(_is_log_whole, day), faults)
    return Checked(len(promises), read, faults)


def accept(names: list[str]) -> None:
    """Write down that these sets are missing for good, and that somebody knows it."""
    for name in names:
        body = msgspec.json.encode({"accepted_at": clock.iso(clock.now())})
        s3.put_object(settings().backup_bucket, f"{ACCEPTED}{name}.json", body)


def _accepted() -> Iterator[str]:
    for key in s3.keys_in(settings().backup_bucket, ACCEPTED):
        yield key.removeprefix(ACCEPTED).removesuffix(".json")


def _made(promise: Promise, days: list[str]) -> str | None:
    """The first day of a promise's period of which there is a set with its manifest."""
    candidates = [day.isoformat() for day in calendar.in_period(promise, map(date.fromisoformat, days))]
    keys = ((day, manifest_key(promise.kind, day)) for day in candidates)
    return next((day for day, key in keys if s3.has_object(settings().backup_bucket, key)), None)


def _has_all_parts(kind: Kind, day: str) -> bool:
    present = set(s3.keys_in(settings().backup_bucket, f"{kind}/{day}/"))
    return all(part in present for table in read_backup(day, kind).tables for part in table.parts)


def _is_whole(kind: Kind, day: str) -> bool:
    return is_set_whole(read_backup(day, kind))


def _is_log_whole(day: str) -> bool:
    return not log_service.check_log(day, day)


def _read(name: str, is_good: Callable[[], bool], faults: dict[str, str]) -> bool:
    """Read one thing through where its hour has come and today's reading is not in the ledger; tell what is wrong."""
    now = clock.now()
    today = clock.iso(now)[:10]
    if not calendar.is_reading_due(name, now, ()) or ledger.result_of(JOB, today, name, bool):
        return False
    if is_good():
        ledger.once(JOB, today, name, lambda: True, bool)
    else:
        faults[name.removesuffix(calendar.FIRST_READING)] = "It is not as it was written."
    return True


def _days_of_log(begun: date) -> Iterator[str]:
    today = clock.now().date()
    for back in range(log_service.KEPT_DAYS - 1):
        day = today - timedelta(days=back)
        if day >= begun:
            yield day.isoformat()
