"""The gate of jobs: parse the event, run, write down the run, beat the heart, log one line.

Chalice's middleware does not run in deployed blueprint functions, so the gate is a wrapper of its own.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from chalice.app import Blueprint
from msgspec import Struct

from chalicelib.assurance import run_service as runs
from chalicelib.assurance.actor import Actor, of_job
from chalicelib.entry import log, parse
from chalicelib.kernel.errors import ParleyError
from chalicelib.kernel.settings import settings

E = TypeVar("E")
Counts = dict[str, int]
Record = dict[str, Any]


class Anything(Struct):
    """An event of which nothing is read: a schedule's."""


class JobFailed(Exception):
    """A job did not end well; the message names the kind of fault, never a value."""


class Job(Struct, frozen=True):
    """A job as documents and tests see it."""

    name: str
    module: str
    kind: str
    event: Any
    text: str


JOBS: list[Job] = []


class Jobs(Blueprint):
    """A blueprint whose functions all pass the gate."""

    def job(self, *, event: type[Any] = Anything) -> Callable[[Callable[[Any, Actor], Any]], Callable[[Any, Any], Any]]:
        """Declare a function for a schedule, a queue's message or an operator; it returns counts or a report."""

        def register(work: Callable[[Any, Actor], Any]) -> Callable[[Any, Any], Any]:
            name = _declared(work, "job", event)

            def handler(sent: Any, context: Any) -> Any:
                return run_job(name, work, parse_event(sent, event), context)

            return self._registered(handler, work)

        return register

    def batch(
        self, *, item: Callable[[Record], str]
    ) -> Callable[[Callable[[list[Record]], list[Record]]], Callable[[Any, Any], Any]]:
        """Declare a function for batches of a stream or queue; it returns the records that failed."""

        def register(work: Callable[[list[Record]], list[Record]]) -> Callable[[Any, Any], Any]:
            name = _declared(work, "batch", None)

            def handler(sent: Any, _context: Any) -> Any:
                return run_batch(name, work, sent["Records"], item)

            return self._registered(handler, work)

        return register

    def _registered(self, handler: Callable[[Any, Any], Any], work: Callable[..., Any]) -> Callable[[Any, Any], Any]:
        handler.__name__, handler.__doc__, handler.__module__ = work.__name__, work.__doc__, work.__module__
        registered: Callable[[Any, Any], Any] = self.lambda_function(name=work.__name__)(handler)
        return registered


def _declared(work: Callable[..., Any], kind: str, event: Any) -> str:
    JOBS.append(Job(work.__name__, work.__module__, kind, event, (work.__doc__ or "").strip()))
    return work.__name__


def parse_event(sent: Any, kind: type[E]) -> E:
    """The event as its shape; Invalid, naming the field, otherwise."""
    return parse.read_body(msgspec.json.encode(sent), kind, most=parse.MOST_EVENT)


def run_job(name: str, work: Callable[[Any, Actor], Any], event: Any, context: Any) -> Any:
    """Run a job once, with its run written down and its heartbeat sent; raises JobFailed."""
    started = time.perf_counter()
    request_id = str(getattr(context, "aws_request_id", ""))
    run = runs.begin_run(name)
    line: dict[str, Any] = {"job": name, "request_id": request_id}
    try:
        report = work(event, of_job(name, request_id))
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the run is written down.
        runs.end_run(run, "failed", {})
        line["fault"], line["at"] = log.fault_of(error)
        log.write_line("job", outcome="failed", milliseconds=_since(started), **line)
        raise _told(error) from None
    counts = {key: value for key, value in report.items() if isinstance(value, int)}
    runs.end_run(run, "done", counts)
    beat(name)
    log.write_line("job", outcome="done", milliseconds=_since(started), counts=counts, **line)
    return report


def run_part(name: str, work: Callable[[], Counts]) -> None:
    """Run one unit of a batch as a run of its own, written down like a job's; raises what the work raises."""
    run = runs.begin_run(name)
    try:
        counts = work()
    except Exception as error:
        runs.end_run(run, "failed", {})
        _write_down(error, job=name)
        raise
    runs.end_run(run, "done", counts)
    beat(name)


def for_each(ids: Iterable[str], work: Callable[[str], None]) -> None:
    """Do a piece of work for each district. One that fails keeps no other from its own; the first fault is raised."""
    faults: list[Exception] = []
    for one in ids:
        try:
            work(one)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are not to wait for it.
            faults.append(error)
            _write_down(error, district=one)
    if faults:
        raise faults[0]


def _write_down(error: Exception, **whose: str) -> None:
    """Write a line of a part of a job that failed: whose it is, the kind of fault, and where it arose."""
    fault, at = log.fault_of(error)
    log.write_line("part", outcome="failed", fault=fault, at=at, **whose)


def _told(error: Exception) -> Exception:
    if isinstance(error, ParleyError):
        fields = "; ".join(f"{name}: {said}" for name, said in error.fields.items())
        return JobFailed(f"{error.code}: {error.message} {fields}".strip())
    return JobFailed(type(error).__name__)


def run_batch(
    name: str, work: Callable[[list[Record]], list[Record]], records: list[Record], item: Callable[[Record], str]
) -> dict[str, list[dict[str, str]]]:
    """Work on a batch; the records that failed come again, their neighbours do not wait for them."""
    started = time.perf_counter()
    failed = work(records)
    counts = {"records": len(records), "failed": len(failed)}
    log.write_line("batch", job=name, outcome="done", counts=counts, milliseconds=_since(started))
    return {"batchItemFailures": [{"itemIdentifier": item(record)} for record in failed]}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def beat(name: str) -> None:
    """One heartbeat of a job, as a CloudWatch metric in the log (embedded metric format)."""
    measure(name, "JobHeartbeat", 1)


def measure(name: str, metric: str, value: int) -> None:
    """One figure of a job that an alarm listens to."""
    metrics = Metrics(namespace="Parley", service=settings().stage)
    metrics.add_dimension("job", name)
    metrics.add_metric(metric, MetricUnit.Count, value)
    metrics.flush_metrics()


def stream_item(record: Record) -> str:
    """What names a stream record in a partial failure: its sequence number."""
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def queue_item(record: Record) -> str:
    """What names a queue message in a partial failure."""
    message_id: str = record["messageId"]
    return message_id


def bodies(records: Iterable[Record], kind: type[E]) -> list[E]:
    """The bodies of queue messages as their shape."""
    return [parse.read_body(record["body"].encode(), kind, most=parse.MOST_EVENT) for record in records]
