"""What the desk shows of the jobs that run by themselves."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance import run_service as runs
from chalicelib.assurance.run_service import Run
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission

routes = Gate(__name__)
SCHEDULES = {
    "back_up_daily": "every day at 02:00",
    "plan_retention": "every day at 03:30",
    "retain_district": "after plan_retention",
    "sweep_outbox": "every 5 minutes",
    "sweep_closings": "every hour",
    "close_district": "after sweep_closings",
}


class JobShown(Struct, frozen=True):
    job: str
    schedule: str
    last_runs: list[Run]


class JobsShown(Struct, frozen=True):
    items: list[JobShown]
    next: str | None = None


@routes.on("GET", "/jobs", allow=Permission.WATCH_JOBS, reply=JobsShown)
def list_jobs(call: Call[Any, Any]) -> JobsShown:  # noqa: ARG001 - every route takes its call.
    """The scheduled jobs with their last runs."""
    return JobsShown([JobShown(job, schedule, runs.last_runs(job)) for job, schedule in SCHEDULES.items()])
