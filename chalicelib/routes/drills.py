"""Restore drills: their status for everybody, their signed reports for administrators."""

from typing import Any

from msgspec import Struct

from chalicelib.continuity import drill_service as drills
from chalicelib.continuity import review
from chalicelib.continuity.drill_service import Drill, Status
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.kernel import clock

routes = Gate(__name__)


class ReportedDrill(Struct, frozen=True):
    drill: Drill
    report: dict[str, Any]


class ReviewShown(Struct, frozen=True):
    reviewed: str
    days: int
    is_due: bool
    is_late: bool


class DrillsShown(Struct, frozen=True):
    items: list[ReportedDrill]
    status: Status
    document: ReviewShown
    next: str | None = None


@routes.on("GET", "/status", allow=Permission.PUBLIC, reply=Status)
def get_status(call: Call[Any, Any]) -> Status:  # noqa: ARG001 - every route takes its call.
    """When the platform's data was last restored to prove that it can be: of the whole installation, of no district."""
    return drills.status()


@routes.on("GET", "/drills", allow=Permission.WATCH_JOBS, reply=DrillsShown)
def list_drills(call: Call[Any, Any]) -> DrillsShown:  # noqa: ARG001 - as above.
    """The last restore drills with their signed reports, and the age of the backup document."""
    now = clock.now()
    document = ReviewShown(
        review.REVIEWED.isoformat(),
        review.days_since_review(now),
        review.is_reminder_due(now),
        review.is_review_late(now),
    )
    items = [ReportedDrill(drill, report) for drill, report in drills.last_drills()]
    return DrillsShown(items, drills.status(), document)
