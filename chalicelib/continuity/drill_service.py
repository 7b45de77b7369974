"""Restore drills: when one is due, its signed report, and what is known of those that were."""

from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance.signing_service import Signed, sign_document
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity import restore_source_service as source
from chalicelib.continuity.drill import (
    WELL,
    Report,
    Tried,
    age_days,
    document_of,
    is_due,
    is_late,
    result_of,
    seconds_between,
)
from chalicelib.continuity.restore import Compared
from chalicelib.continuity.restore_service import Checked, Filled, Order
from chalicelib.continuity.step_service import results_of
from chalicelib.continuity.store import DrillRow, drills_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings

JOB = "continue_restore"
NAME, FOLDER = "drill", "drills"
KEPT_SECONDS = 800 * 86_400
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


def _drill_of(row: DrillRow) -> Drill:
    numbers = [int(one) for one in (row.items, row.equal, row.rpo_seconds, row.rto_seconds)]
    return Drill(row.ended_at, row.instant, row.result, *numbers)


def last_drills(most: int = MOST_SHOWN) -> list[tuple[Drill, Any]]:
    """The newest drills with their signed reports, newest first. One Query."""
    page = dynamodb.query(DrillRow, drills_pk(), limit=most, newest_first=True)
    rows = [DrillRow.from_raw_data(item) for item in page.items]
    return [(_drill_of(row), row.report) for row in rows]


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


def finish(order: Order, tried: Tried) -> Drill:
    """Sign the report of a drill whose steps are done, and keep it in the backup bucket and for the desk."""
    report = _report(order, tried)
    signed = sign_document(document_of(report))
    key = f"{FOLDER}/{report.ended_at}.json"
    s3.put_object(settings().backup_bucket, key, msgspec.json.encode(signed))
    row = _row(report, signed)
    dynamodb.write(dynamodb.put(row))
    return _drill_of(row)


def _report(order: Order, tried: Tried) -> Report:
    held = partial(results_of, JOB, order.unit)
    filled, compared = held("fill:", Filled), held("compare:", Compared)
    damages = restores.damages_of(held("check:", Checked), compared)
    now = clock.now()
    return Report(
        drill=order.unit,
        instant=order.instant,
        backup=order.day,
        started_at=order.ordered_at,
        ended_at=clock.iso(now),
        result=result_of(damages, tried),
        items=sum(one.items for one in compared),
        equal=sum(one.equal for one in compared),
        erased=sum(one.erased for one in filled),
        without_key=sum(one.without_key for one in filled),
        rpo_seconds=seconds_between(clock.parse(order.instant), clock.parse(order.ordered_at)),
        rto_seconds=seconds_between(clock.parse(order.ordered_at), now),
        tables=compared,
        damages=damages,
        tried=tried,
    )


def _row(report: Report, signed: Signed) -> DrillRow:
    return DrillRow(
        drills_pk(),
        report.ended_at,
        ended_at=report.ended_at,
        instant=report.instant,
        result=report.result,
        items=report.items,
        equal=report.equal,
        rpo_seconds=report.rpo_seconds,
        rto_seconds=report.rto_seconds,
        report=msgspec.to_builtins(signed),
        expires_at=clock.seconds() + KEPT_SECONDS,
    )


def has_backup(by: datetime) -> bool:
    """Whether there was a backup by a moment that a drill could have restored."""
    try:
        source.find_manifest(by)
    except NotFound:
        return False
    return True
