"""Restore drills: when one is due, and what is known of those that were."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity import restore_source_service as source
from chalicelib.continuity.drill import (
    WELL,
    age_days,
    is_due,
    is_late,
)
from chalicelib.continuity.restore_service import Order
from chalicelib.continuity.store import DrillRow, drills_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound

JOB = "continue_restore"
NAME = "drill"
MOST_SHOWN = 12


class Drill(Struct, frozen=True):
    """A drill that has ended, as everybody may know it."""

    ended_at: str
    instant: str
    result: str
    items: int
    equal: int
    rpo_seconds: int
    rto_seconds: int


class Status(Struct, frozen=True):
    """How restore drills stand: the last one, its age, and whether it is too long ago or did not end well."""

    last: Drill | None
    age_days: int | None
    is_red: bool
    is_due: bool


def drill_of(row: DrillRow) -> Drill:
    numbers = [int(one) for one in (row.items, row.equal, row.rpo_seconds, row.rto_seconds)]
    return Drill(row.ended_at, row.instant, row.result, *numbers)


def last_drills(most: int = MOST_SHOWN) -> list[tuple[Drill, Any]]:
    """The newest drills with their signed reports, newest first. One Query."""
    page = dynamodb.query(DrillRow, drills_pk(), limit=most, newest_first=True)
    rows = [DrillRow.from_raw_data(item) for item in page.items]
    return [(drill_of(row), row.report) for row in rows]


def status() -> Status:
    """How drills stand now. One Query."""
    drills = [drill for drill, _ in last_drills()]
    now, last = clock.now(), drills[0] if drills else None
    well = next((clock.parse(one.ended_at) for one in drills if one.result == WELL), None)
    age = age_days(clock.parse(last.ended_at), now) if last else None
    is_red = (last is not None and last.result != WELL) or is_late(well, now)
    return Status(last, age, is_red, is_due(well, now))


def order_drill() -> Order:
    """The order of a drill of the newest sealed instant; NotFound where there is no backup yet."""
    return restores.plan(NAME, clock.parse(source.newest_change(clock.now())), kind="drill")


def has_backup(by: datetime) -> bool:
    """Whether there was a backup by a moment that a drill could have restored."""
    try:
        source.find_manifest(by)
    except NotFound:
        return False
    return True
