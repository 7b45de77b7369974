"""`make retention`: what each job of a record's end costs, at different sizes of the store, with the same number due.

A pass of retention has to cost what it removes, also with schools that have rules of their own and with legal holds; an
erasure what is kept of the person; a reminder those who are reminded. Rows are written past the services: what a job
does not open has no contents.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from botocore.config import Config
from msgspec import Struct

from bench.__main__ import quiet
from bench.people import Crowd
from chalicelib.assurance.actor import of_job
from chalicelib.assurance.store import AUDIT_MARK_SK, AuditMarkRow, audit_mark_pk
from chalicelib.aws import clients, dynamodb
from chalicelib.aws.dynamodb import Row
from chalicelib.aws.meter import metered
from chalicelib.continuity.rules import rules
from chalicelib.continuity.store import RuleRow, rule_sk, rules_pk
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, closed_pk, queue_pk, thread_pk
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from chalicelib.privacy.held_service import changed, holds_of
from chalicelib.privacy.store import ErasureRow, erasure_sk, erasures_pk
from chalicelib.surveys.store import (
    RESPONSE_SHARDS,
    ResponseRow,
    SchoolRow,
    held_hours_pk,
    hours_pk,
    response_pk,
    schools_pk,
    shard_of,
)
from local import platform

SIZES, DUE, AT_ONCE = (1_000, 100_000), 12, 100
FREE, HELD, HOLD = "svy_free", "svy_held", "hld_bench"
SCHOOL, SCHOOL_DAYS = "a" * 24, 100


class Cost(Struct, frozen=True):
    """What a job did and what that took."""

    done: dict[str, int]
    calls: dict[str, int]
    read_units: float
    write_units: float


@dataclass
class Filed:
    """Where answers lie: their survey, the school they are filed under, or the hold that keeps them."""

    survey: str = FREE
    school: str = ""
    hold: str = ""


def answers(district_id: str, number: int, at: datetime, filed: Filed | None = None) -> Iterator[Row]:
    """Anonymous answers of one hour, as many in each shard."""
    hour, filed = clock.hour(at), filed or Filed()
    for count in range(number):
        response_id = _id_in(count % RESPONSE_SHARDS)
        shard = shard_of(response_id)
        home = hours_pk(district_id, shard, filed.school)
        yield ResponseRow(
            response_pk(district_id, filed.survey, shard),
            response_id,
            by_hour_pk=held_hours_pk(district_id, filed.hold, shard) if filed.hold else home,
            home_pk=home if filed.hold else None,
            created_sk=f"{hour}#{response_id}",
            version=1,
            subject=response_id,
            hour=hour,
            payload_mac=b"-",
            sealed=b"-",
        )


def _id_in(shard: int) -> str:
    while shard_of(made := random_id("rsp")) != shard:
        pass
    return made


def threads(district_id: str, number: int, at: datetime) -> Iterator[Row]:
    """Closed threads without events, of one moment."""
    for _ in range(number):
        thread_id = random_id("thr")
        yield ThreadRow(
            thread_pk(district_id, thread_id),
            THREAD_SK,
            topic_id="top_a",
            team_id="tea_a",
            owner_id="usr_a",
            kind="question",
            status="closed",
            language="en",
            subject=thread_id,
            due_at=clock.iso(at),
            created_sk=f"{clock.iso(at)}#{thread_id}",
            by_status_pk=queue_pk(district_id, "closed"),
            by_team_pk=queue_pk(district_id, "closed", "team", "tea_a"),
            by_topic_pk=queue_pk(district_id, "closed", "topic", "top_a"),
            by_owner_pk=queue_pk(district_id, "closed", "owner", "usr_a"),
            by_closed_pk=closed_pk(district_id, "closed"),
            request_mac=b"-",
            sealed=b"-",
        )


def notes(district_id: str, number: int, at: datetime) -> Iterator[Row]:
    """Notes of keys that are due at a moment."""
    due = int(at.timestamp())
    for _ in range(number):
        subject = random_id("rsp")
        yield ErasureRow(erasures_pk(district_id), erasure_sk(due, subject), subject=subject, key_due=due)


def stored(rows: Iterable[Row]) -> None:
    """Write rows, a hundred in a transaction."""
    left = iter(rows)
    while some := tuple(islice(left, AT_ONCE)):
        dynamodb.transact(*(dynamodb.put(row) for row in some))


def rule_of_a_school(district_id: str) -> Row:
    """A rule by which the answers of one school go sooner."""
    made = clock.iso(clock.now() - timedelta(days=30))
    place = rules_pk(district_id), rule_sk("answer", SCHOOL)
    return RuleRow(*place, days=SCHOOL_DAYS, before=SCHOOL_DAYS, binds_at=made, changed_by="usr_a", changed_at=made)


def fill(district_id: str, number: int, due: int) -> None:
    """Store so many of each kind that are not due or are held, and so many that are."""
    now = clock.now()
    old = {kind: now - timedelta(days=rules()[kind].days + 2) for kind in ("answer", "dialogue")}
    at_school, sooner = Filed(school=SCHOOL), now - timedelta(days=SCHOOL_DAYS + 2)
    emptied = (now - timedelta(days=rules()["audit"].days)).date().isoformat()
    stored(
        [
            SchoolRow(schools_pk(district_id), SCHOOL, label=b"-"),
            rule_of_a_school(district_id),
            AuditMarkRow(audit_mark_pk(district_id), AUDIT_MARK_SK, upto=emptied),
        ]
    )
    dynamodb.write(changed(district_id, holds_of(district_id), {HOLD: ("survey", HELD)}, []))
    stored(answers(district_id, number, now))
    stored(answers(district_id, number, old["answer"], Filed(HELD, hold=HOLD)))
    stored(answers(district_id, number, now, at_school))
    stored(answers(district_id, due, old["answer"]))
    stored(answers(district_id, due, old["answer"], Filed(HELD)))
    stored(answers(district_id, due, sooner, at_school))
    stored(threads(district_id, number, now))
    stored(threads(district_id, due, old["dialogue"]))
    stored(notes(district_id, number, now + timedelta(days=30)))
    stored(notes(district_id, due, now - timedelta(minutes=1)))


def cost_of(work: Callable[[], dict[str, int]]) -> Cost:
    """Run a job and count what it takes."""
    with metered() as cost:
        done = work()
    return Cost(done, dict(sorted(cost.calls.items())), cost.read_units, cost.write_units)


def cost_of_pass(size: int, due: int) -> Cost:
    """One pass of retention over a district in which so much is stored and so much is due."""
    district_id = random_id("dst")
    fill(district_id, size, due)
    return cost_of(lambda: retain(district_id, of_job("retain_district", "bench")))


def cost_of_erasure(size: int, due: int) -> Cost:
    """Erasing one person with so many records, among so many others."""
    crowd = Crowd()
    crowd.fill(size, due)
    return cost_of(crowd.erase)


def cost_of_reminder(size: int, due: int) -> Cost:
    """Reminding so many who have not answered a survey, among so many who have."""
    crowd = Crowd()
    crowd.invite(size, due)
    return cost_of(crowd.remind)


def cost_of_requests(size: int, due: int) -> Cost:
    """Looking at so many requests whose day has come, among so many whose day has not."""
    crowd = Crowd()
    crowd.request(size, due)
    return cost_of(crowd.remind_of_requests)


PATIENCE = 300  # Seconds for the local AWS to answer one call.
JOBS: dict[str, Callable[[int, int], Cost]] = {
    "retention": cost_of_pass,
    "erasure of a person": cost_of_erasure,
    "survey reminder": cost_of_reminder,
    "request reminder": cost_of_requests,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the costs of a job differ, or do not follow what is due."""
    parser = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__)
    parser.add_argument("--few", type=int, default=SIZES[0], help="rows of each kind in the smaller district")
    parser.add_argument("--rows", type=int, default=SIZES[1], help="rows of each kind in the larger district")
    chosen = parser.parse_args(arguments)
    sizes = (chosen.few, chosen.rows)
    # An emulator looks through all of a table to answer for a few of its rows; here calls are counted, not timed.
    clients.CONFIG = clients.CONFIG.merge(Config(read_timeout=PATIENCE))
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None, is_synced=False)
        try:
            with quiet():
                found = {name: [measure(size, DUE) for size in sizes] for name, measure in JOBS.items()}
                doubled = {name: measure(sizes[0], 2 * DUE) for name, measure in JOBS.items()}
        finally:
            running.stop()
    print(f"{'job':<21}{'rows of each kind':>18}{'done':>6}{'calls':>7}{'read units':>12}{'write units':>13}")
    for name, costs in found.items():
        for size, cost in zip(sizes, costs, strict=True):
            done, calls = sum(cost.done.values()), sum(cost.calls.values())
            print(f"{name:<21}{size:>18}{done:>6}{calls:>7}{cost.read_units:>12}{cost.write_units:>13}")
        twice = doubled[name]
        units = f"{twice.read_units:>12}{twice.write_units:>13}"
        print(f"{name:<21}{'twice as many due':>18}{sum(twice.done.values()):>6}{sum(twice.calls.values()):>7}{units}")
    are_equal = all(costs[0] == costs[1] for costs in found.values())
    are_linear = all(
        costs[0].write_units < doubled[name].write_units <= 2 * costs[0].write_units for name, costs in found.items()
    )
    return 0 if are_equal and are_linear else 1


if __name__ == "__main__":
    sys.exit(main())
