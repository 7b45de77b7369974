"""The one reader of what de-identified districts leave behind."""

from typing import Any

from msgspec import Struct, to_builtins

from chalicelib.assurance.actor import Actor
from chalicelib.closure.trend_service import INSTALLATION
from chalicelib.closure.trend_service import report_trends as sums
from chalicelib.entry.job import Jobs

functions = Jobs(__name__)


class Report(Struct, frozen=True, forbid_unknown_fields=True):
    """What the report is for."""

    reason: str


@functions.job(event=Report)
def report_trends(event: Report, actor: Actor) -> dict[str, Any]:
    """Sums of how Parley was used in districts that have left; the reading is in the audit log, purpose=trends.

    Test event: {"reason": "Which kinds of questions are used most"}.
    """
    found = sums(INSTALLATION, actor, event.reason)
    return {"items": len(found), "trends": to_builtins(found)}
