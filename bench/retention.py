"""`make retention`: what a pass of retention costs, at different sizes of the store, with the same number due.

A pass has to cost what it removes. Rows are written past the services, without contents, because a pass opens none.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bench.__main__ import quiet
from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Row
from chalicelib.aws.meter import metered
from chalicelib.continuity.rules import rules
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, queue_pk, thread_pk
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from chalicelib.privacy.store import ErasureRow, erasure_sk, erasures_pk
from chalicelib.surveys.response_service import shard_of
from chalicelib.surveys.store import ResponseRow, hours_pk, response_pk
from local import platform

SIZES, DUE, AT_ONCE = (1_000, 100_000), 10, 100


class Cost(Struct, frozen=True):
    """What a pass removed and what that took."""

    removed: dict[str, int]
    calls: dict[str, int]
    read_units: float
    write_units: float


def answers(district_id: str, number: int, at: datetime) -> Iterator[Row]:
    """Anonymous answers of one hour."""
    hour = clock.hour(at)
    for _ in range(number):
        response_id = random_id("rsp")
        yield ResponseRow(
            response_pk(district_id, "svy_retention", shard_of(response_id)),
            response_id,
            by_hour_pk=hours_pk(district_id, shard_of(response_id)),
            created_sk=f"{hour}#{response_id}",
            version=1,
            subject=response_id,
            hour=hour,
            payload_mac=b"-",
            sealed=b"-",
        )


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
    for some in batched_rows(rows):
        dynamodb.transact(*(dynamodb.put(row) for row in some))


def batched_rows(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """Rows in as many as one transaction takes."""
    left = iter(rows)
    while some := tuple(islice(left, AT_ONCE)):
        yield some


def fill(district_id: str, number: int, due: int) -> None:
    """Store so many of each kind that are not due, and so many that are."""
    now = clock.now()
    old = {kind: now - timedelta(days=rules()[kind].days + 2) for kind in ("answer", "dialogue")}
    stored(answers(district_id, number, now))
    stored(answers(district_id, due, old["answer"]))
    stored(threads(district_id, number, now))
    stored(threads(district_id, due, old["dialogue"]))
    stored(notes(district_id, number, now + timedelta(days=30)))
    stored(notes(district_id, due, now - timedelta(minutes=1)))


def cost_of_pass(district_id: str) -> Cost:
    """Run one pass over a district."""
    with metered() as cost:
        removed = retain(district_id, of_job("retain_district", "bench"))
    return Cost(removed, dict(sorted(cost.calls.items())), cost.read_units, cost.write_units)


def measure(sizes: Iterable[int], due: int) -> list[Cost]:
    """The cost of a pass in districts of different sizes, with the same number due."""
    found = []
    for size in sizes:
        district_id = random_id("dst")
        fill(district_id, size, due)
        found.append(cost_of_pass(district_id))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the costs differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__)
    parser.add_argument("--few", type=int, default=SIZES[0], help="rows of each kind in the smaller district")
    parser.add_argument("--rows", type=int, default=SIZES[1], help="rows of each kind in the larger district")
    chosen = parser.parse_args(arguments)
    sizes = (chosen.few, chosen.rows)
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None)
        try:
            with quiet():
                costs = measure(sizes, DUE)
        finally:
            running.stop()
    print(f"{'rows of each kind':>18}{'removed':>9}{'calls':>7}{'read units':>12}{'write units':>13}")
    for size, cost in zip(sizes, costs, strict=True):
        removed, calls = sum(cost.removed.values()), sum(cost.calls.values())
        print(f"{size:>18}{removed:>9}{calls:>7}{cost.read_units:>12}{cost.write_units:>13}")
    return 0 if costs[0] == costs[1] else 1


if __name__ == "__main__":
    sys.exit(main())
