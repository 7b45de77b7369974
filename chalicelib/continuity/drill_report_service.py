"""A drill's report: gathered from the ledger of its steps, signed, and kept."""

from functools import partial

import msgspec

from chalicelib.assurance.signing_service import Signed, sign_document
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity.drill import Report, Tried, document_of, result_of, seconds_between
from chalicelib.continuity.drill_service import JOB, Drill, drill_of
from chalicelib.continuity.restore import Compared
from chalicelib.continuity.restore_service import Checked, Filled, Order
from chalicelib.continuity.step_service import results_of
from chalicelib.continuity.store import DrillRow, drills_pk
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings

FOLDER = "drills"
KEPT_SECONDS = 800 * 86_400


def finish(order: Order, tried: Tried) -> Drill:
    """Sign the report of a drill whose steps are done, and keep it in the backup bucket and for the desk."""
    report = _report(order, tried)
    signed = sign_document(document_of(report))
    key = f"{FOLDER}/{report.ended_at}.json"
    s3.put_object(settings().backup_bucket, key, msgspec.json.encode(signed))
    row = _row(report, signed)
    dynamodb.write(dynamodb.put(row))
    return drill_of(row)


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
