"""Sets of days, weeks and months by the real jobs under a stopped clock: made, locked, checked, missed, damaged."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws import s3
from chalicelib.continuity import backup_service as backups
from chalicelib.continuity import calendar
from chalicelib.entry.job import JobFailed
from chalicelib.jobs.backup import back_up_daily, check_backups
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from tests.client import District
from tests.jobs.backup_acts import Crashed, crash_at, make_buckets, versions_of

FIRST = datetime(2027, 11, 26, 8, 0, tzinfo=UTC)  # A Friday: a new week on the 29th, a new month on 1 December.


@pytest.fixture(scope="module")
def buckets(platform: Any, riverside: District) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make_buckets(platform, patch, "sets")
        yield
    settings.cache_clear()


def back_up_on(run: Any, day: int) -> Any:
    with clock.frozen(FIRST + timedelta(days=day)):
        return run(back_up_daily, {})


def check_at(run: Any, day: int, hour: int, event: Any = None) -> str:
    """What the check said: its counts, or the faults that failed it."""
    with clock.frozen(FIRST.replace(hour=0) + timedelta(days=day, hours=hour, minutes=10)):
        try:
            return str(run(check_backups, event or {}))
        except JobFailed as failed:
            return str(failed)


@pytest.fixture(scope="module")
def nine_days(buckets: None) -> list[str]:
    """Nine days of backups, of which the fifth, 30 November, is missed; what the check said at 23:10 of each."""
    from tests.jobs.conftest import Context  # noqa: PLC0415 - the handlers' context, outside a function's fixture.

    def run(handler: Any, event: Any) -> Any:
        return handler(event, Context())

    said = []
    for day in range(9):
        if day != 4:
            back_up_on(run, day)
        said.append(check_at(run, day, 23))
    return said


def lock_of(platform: Any, key: str) -> datetime:
    held = platform.client("s3").head_object(Bucket=settings().backup_bucket, Key=key)
    until: datetime = held["ObjectLockRetainUntilDate"]
    return until


def test_the_first_set_of_a_week_and_of_a_month_is_copied_and_locked_to_its_end(
    nine_days: list[str], platform: Any
) -> None:
    kinds = {kind: backups.days_of(kind) for kind in calendar.KINDS}
    assert kinds["daily"] == [
        f"2027-{day}" for day in ("11-26", "11-27", "11-28", "11-29", "12-01", "12-02", "12-03", "12-04")
    ]
    assert kinds["weekly"] == ["2027-11-26", "2027-11-29"]
    assert kinds["monthly"] == ["2027-11-26", "2027-12-01"]
    for kind, day, until in (("weekly", "2027-11-29", "2028-02-28"), ("monthly", "2027-12-01", "2029-01-01")):
        copy = backups.read_backup(day, kind)
        assert backups.is_set_whole(copy)
        assert copy.merkle_root == backups.read_backup(day).merkle_root
        for key in (backups.manifest_key(kind, day), copy.tables[0].parts[0]):
            assert lock_of(platform, key) == datetime.fromisoformat(f"{until}T00:00:00+00:00")


def test_a_manifest_says_what_made_it(nine_days: list[str]) -> None:
    made = backups.read_backup("2027-11-29")
    assert made.software == settings().software
    assert len(made.merkle_root) == 64
    assert all(len(table.merkle_root) == 64 for table in made.tables)


def test_a_missed_day_fails_the_check_from_midnight_on_until_it_is_accepted(nine_days: list[str], run: Any) -> None:
    assert ["missing" in said for said in nine_days] == [False] * 5 + [True] * 4
    assert "daily/2027-11-30" in check_at(run, 5, 0)
    assert "promised" in check_at(run, 8, 23, {"accept": ["daily/2027-11-30"]})
    assert "missing" not in check_at(run, 8, 23)


def test_a_set_that_vanished_or_rotted_is_found(nine_days: list[str], run: Any, platform: Any) -> None:
    check_at(run, 8, 23, {"accept": ["daily/2027-11-30"]})
    bucket, client = settings().backup_bucket, platform.client("s3")
    part = backups.read_backup("2027-11-28").tables[0].parts[0]
    good = s3.get_object(bucket, part)
    s3.put_object(bucket, part, good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
    found = [check_at(run, 9, hour) for hour in (0, 8, 16, 23)]
    assert "daily/2027-11-28: It is not as it was written." in found[-1]
    s3.put_object(bucket, part, good)
    client.delete_object(Bucket=bucket, Key=part)
    assert "daily/2027-11-28: Parts of it are missing." in check_at(run, 10, 0)
    s3.put_object(bucket, part, good)
    client.delete_object(Bucket=bucket, Key=backups.manifest_key("monthly", "2027-12-01"))
    assert "monthly/2027-12-01: It is missing." in check_at(run, 10, 1)


@pytest.mark.usefixtures("buckets")
def test_a_backup_killed_at_some_calls_goes_on_page_by_page(run: Any, platform: Any) -> None:
    for number, (call, when) in enumerate(
        [(1, "before-call"), (4, "after-call"), (9, "before-call"), (21, "after-call")]
    ):
        day = 40 + number
        with pytest.raises(Crashed), crash_at(call, when):
            back_up_on(run, day)
        back_up_on(run, day)
        made = backups.read_backup(clock.iso(FIRST + timedelta(days=day))[:10])
        assert backups.is_set_whole(made)
        again = versions_of(platform, settings().backup_bucket, f"daily/{made.day}/")
        assert len(again) - len({key for key, _ in again}) <= 1  # At most the page that was being written.
        assert list(s3.keys_in(settings().work_bucket, "digests/")) == []
