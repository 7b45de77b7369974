"""What the desk shows of the jobs that run by themselves, and starting one of them now."""

from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.assurance import run_service as runs
from chalicelib.assurance import service as assurance
from chalicelib.assurance.run import Run
from chalicelib.assurance.schedules import (
    SCHEDULES,
    After,
    ByTheClock,
    Daily,
    Every,
    Hourly,
    Monthly,
    Schedule,
    state_of,
)
from chalicelib.aws import dynamodb, functions
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.identity.throttle_service import RUN_JOB, count_try
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import settings
from chalicelib.routes.shapes import Body, Short

routes = Gate(__name__)


class When(Struct, frozen=True):
    """When a job runs; kind is "daily", "hourly", "monthly", "every", "after" or "on_request"."""

    kind: str
    hour: int | None = None
    minute: int | None = None
    day: int | None = None
    minutes: int | None = None
    job: str | None = None
    until: int | None = None


class JobShown(Struct, frozen=True):
    """A job: how it does ("never", "running", "well", "failed", "late"), when it is due, and its last runs."""

    job: str
    schedule: When
    state: str
    due_at: str | None
    may_start: bool
    last_runs: list[Run]


class JobsShown(Struct, frozen=True):
    timezone: str
    items: list[JobShown]
    next: str | None = None


class JobStart(Body, frozen=True):
    """Which job to start."""

    job: Short


class JobStarted(Struct, frozen=True):
    job: str


@routes.on("GET", "/jobs", allow=Permission.WATCH_JOBS, reply=JobsShown)
def list_jobs(call: Call[Any, Any]) -> JobsShown:  # noqa: ARG001 - every route takes its call.
    """The jobs with their last runs, how they do, and when they are due."""
    zone, now = ZoneInfo(settings().time_zone), clock.now()
    items = []
    for job, schedule in SCHEDULES.items():
        last = runs.last_runs(job)
        state = state_of(schedule, last, now, zone)
        items.append(JobShown(job, _when(schedule), state.state, state.due_at, _may_start(schedule), last))
    return JobsShown(zone.key, items)


def _when(schedule: Schedule) -> When:
    match schedule:
        case Daily(hour, minute, until):
            return When("daily", hour, minute, until=until)
        case Hourly(minute):
            return When("hourly", minute=minute)
        case Monthly(day, hour, minute):
            return When("monthly", hour, minute, day)
        case Every(minutes):
            return When("every", minutes=minutes)
        case After(job):
            return When("after", job=job)
    return When("on_request")


def _may_start(schedule: Schedule) -> bool:
    """Whatever runs by the clock is harmless to run once more."""
    return isinstance(schedule, ByTheClock | Every)


@routes.on("POST", "/jobs/runs", allow=Permission.RUN_JOBS, body=JobStart, reply=JobStarted, status=202, fresh=True)
def start_job(call: Call[JobStart, Any]) -> JobStarted:
    """JobStart a job now that otherwise waits for its time; running it twice is harmless."""
    job = call.body.job
    if job not in SCHEDULES or not _may_start(SCHEDULES[job]):
        raise Invalid("The job was not started.", {"job": "The name of a job that runs by the clock."})
    count_try(call.keys, RUN_JOB, job)
    dynamodb.transact(assurance.record(call.district.id, call.actor, "job.started", job))
    functions.start(job, {})
    return JobStarted(job)
