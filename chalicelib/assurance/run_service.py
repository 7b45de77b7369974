"""What ran: the runs of each job, for the desk and for the operator."""

from chalicelib.assurance.run import Run
from chalicelib.assurance.store import RunRow
from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.kernel.ids import ulid

KEPT_SECONDS = 90 * 86_400


def begin_run(job: str) -> RunRow:
    """Write down that a job has begun."""
    expires = clock.seconds() + KEPT_SECONDS
    row = RunRow(f"JOB#{job}", ulid(), started_at=clock.iso(clock.now()), outcome="running", expires_at=expires)
    dynamodb.write(dynamodb.put(row))
    return row


def end_run(row: RunRow, outcome: str, counts: dict[str, int]) -> None:
    """Write down how a run ended and what it counted."""
    row.ended_at, row.outcome, row.counts = clock.iso(clock.now()), outcome, counts or None
    dynamodb.write(dynamodb.put(row))


def last_runs(job: str, most: int = 5) -> list[Run]:
    """A job's newest runs. One Query."""
    page = dynamodb.query(RunRow, f"JOB#{job}", limit=most, newest_first=True)
    rows = [RunRow.from_raw_data(item) for item in page.items]
    return [
        Run(
            row.started_at,
            row.ended_at,
            row.outcome,
            {k: int(v) for k, v in (row.counts.as_dict() if row.counts else {}).items()},
        )
        for row in rows
    ]
