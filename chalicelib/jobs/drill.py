"""Restores: the monthly drill by itself, and an operator's restore of any instant into scratch tables."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from chalicelib.assurance.actor import Actor
from chalicelib.continuity import drill_service as drills
from chalicelib.continuity import restore_report_service as reports
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity import review
from chalicelib.continuity.drill import LATE_DAYS
from chalicelib.entry.job import Counts, Jobs, Record, bodies, queue_item, run_part
from chalicelib.jobs.restoring import Continue, carry_on, order_drill, order_restore, send_on
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, ParleyError

functions = Jobs(__name__)
LATE = timedelta(days=LATE_DAYS)


class Drill(Struct, frozen=True):
    """Whether to drill now, due or not; a schedule's event says nothing of it."""

    now: bool = False


class RestoreTables(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with scratch tables of a name: restore an instant into them, tell how that stands, or drop them."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,29}$")]
    act: Literal["restore", "state", "drop"]
    instant: str = ""


@functions.job(event=Drill)
def drill_restore(event: Drill, _actor: Actor) -> dict[str, Any]:
    """Begin a restore drill where one is due, or now; fails where none has ended well for more than 31 days.

    Test event: {"now": true}.
    """
    document = review.days_since_review(clock.now())
    if not drills.has_backup(clock.now()):
        return {"ordered": 0, "document_days": document}
    held = drills.status()
    is_ordered = event.now or held.is_due
    if is_ordered:
        order_drill()
    if held.is_red and not event.now and (held.last or drills.has_backup(clock.now() - LATE)):
        raise Conflict("No restore drill has ended well for too long.", {"drill": "See the report of the last one."})
    said = {"remind": review.reminder(clock.now())} if review.is_reminder_due(clock.now()) else {}
    return {"ordered": int(is_ordered), "document_days": document, **said}


@functions.batch(item=queue_item)
def continue_restore(records: list[Record]) -> list[Record]:
    """Go on with an ordered restore or drill, and order the next run where this one does not end it.

    Test event: {"Records": [{"messageId": "1", "body": "{…}"}]}.
    """
    return [record for record in records if not _continued(record)]


def _continued(record: Record) -> bool:
    try:
        (order,) = bodies([record], Continue)
        run_part("continue_restore", lambda: _carried_on(order.unit))
    except ParleyError:
        return False
    return True


def _carried_on(unit: str) -> Counts:
    has_ended = carry_on(unit)
    if not has_ended:
        send_on(unit)
    return {"ended": int(has_ended)}


@functions.job(event=RestoreTables)
def restore_tables(event: RestoreTables, _actor: Actor) -> dict[str, Any]:
    """Restore an instant into scratch tables, tell how far that is and what it found, or drop them again.

    Test event: {"name": "r1", "act": "restore", "instant": "2026-11-24T15:30:00Z"}; then
    {"name": "r1", "act": "state", "instant": "2026-11-24T15:30:00Z"} and {"name": "r1", "act": "drop"}.
    """
    if event.name == drills.NAME:
        raise Invalid("This name is the drill's.", {"name": "Choose another."})
    if event.act == "drop":
        restores.drop_tables(event.name)
        return {"dropped": 1}
    order = restores.plan(event.name, _instant(event.instant))
    if event.act == "restore":
        order_restore(event.name, _instant(event.instant))
    return reports.state_of(order.unit)


def _instant(text: str) -> datetime:
    try:
        instant = clock.parse(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or instant > clock.now():
        raise Invalid("There is no such instant.", {"instant": "A past moment such as 2026-11-24T15:30:00Z."})
    return instant
