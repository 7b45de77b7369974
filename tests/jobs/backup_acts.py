"""What the tests of backups and of the change log share: buckets of their own, stream records, crashes at a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws.clients import client
from chalicelib.continuity.backup_service import JOB
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings


class Crashed(BaseException):
    """The process was killed here: nothing catches it."""


def make_buckets(platform: Any, monkeypatch: Any, name: str) -> None:
    """Buckets like those of the installation, for one test: nothing else writes to them, no schedule reads them."""
    s3 = platform.client("s3")
    for setting, locked in (("WORK_BUCKET", False), ("BACKUP_BUCKET", True)):
        bucket = f"test-{setting.partition('_')[0].lower()}-{name}"
        s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=locked)
        monkeypatch.setenv(f"PARLEY_{setting}", bucket)
    settings.cache_clear()


def forget_backups(days: int) -> None:
    """Let the ledger forget the backups of today and of some days after: other buckets hold none of them."""
    for number in range(days):
        day = clock.iso(clock.now() + timedelta(days=number))[:10]
        for step in ledger.steps_of(JOB, day):
            ledger.forget_step(JOB, day, step)


def record(table: str, sk: str, n: int, at: float, *, pk: str = "D#d#X", gone: bool = False) -> dict[str, Any]:
    """A stream record as Lambda hands it out."""
    keys = {"pk": {"S": pk}, "sk": {"S": sk}}
    change: dict[str, Any] = {"Keys": keys, "SequenceNumber": str(n), "ApproximateCreationDateTime": at}
    if not gone:
        change["NewImage"] = {**keys, "sealed": {"B": "AP8="}, "turn": {"N": str(n)}}
    source = f"arn:aws:dynamodb:us-east-1:000000000000:table/{settings().table_prefix}{table}/stream/2026"
    return {"eventName": "REMOVE" if gone else "MODIFY", "eventSourceARN": source, "dynamodb": change}


@contextmanager
def crash_at(call: int, when: str) -> Iterator[None]:
    """Kill the process before or after its n-th call of S3 ("before-call", "after-call"), counted from 0."""
    left = [call]

    def count(**_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crashed

    events = client("s3").meta.events
    events.register_first(f"{when}.s3", count)
    try:
        yield
    finally:
        events.unregister(f"{when}.s3", count)


def versions_of(platform: Any, bucket: str, prefix: str = "") -> list[tuple[str, str]]:
    """Key and content hash of every version of every object."""
    listed = platform.client("s3").list_object_versions(Bucket=bucket, Prefix=prefix)
    return [(one["Key"], one["ETag"]) for one in listed.get("Versions", [])]
