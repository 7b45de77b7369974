"""The drill: ordered when due, carried out in as many runs as it takes, signed, shown, and red when it is late."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bench.events import Context
from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, kms, s3, scratch
from chalicelib.aws.dynamodb import AwayError
from chalicelib.continuity import drill_service as drills
from chalicelib.continuity import review
from chalicelib.continuity.drill_report_service import FOLDER
from chalicelib.continuity.restore_service import Order
from chalicelib.continuity.restore_shapes import INDEXES
from chalicelib.entry.job import JobFailed
from chalicelib.jobs import restoring
from chalicelib.jobs.drill import continue_restore, drill_restore, restore_tables
from chalicelib.jobs.trying import restored_tables
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from local import verify
from tests.client import Browser

FEW = 600


@pytest.fixture
def now(backed: Any) -> Iterator[Any]:
    with clock.frozen(backed.now):
        yield backed.now


def ordered_drill() -> Order:
    """The order of the drill that the job has just begun."""
    order = drills.order_drill()
    held = ledger.result_of(drills.JOB, order.unit, "order", Order)
    assert held is not None
    return held


def carried_out(unit: str, most: int = FEW) -> int:
    """How many runs a restore takes until it has ended."""
    runs = 1
    while not restoring.carry_on(unit, most):
        runs += 1
    return runs


def scratch_tables(backed: Any, name: str) -> list[str]:
    names = backed.place.tables.list_tables(Limit=100)["TableNames"]
    return [one for one in names if one.startswith(scratch.prefix_of(name))]


def test_before_the_first_drill_the_status_is_red_and_one_is_due(now: Any) -> None:
    assert drills.status() == drills.Status(None, None, is_red=True, is_due=True)


def test_a_drill_that_is_due_is_carried_out_in_several_runs(now: Any, backed: Any) -> None:
    assert drill_restore({"scheduled_at": "x"}, Context())["ordered"] == 1
    order = ordered_drill()
    assert carried_out(order.unit) > 3
    status = drills.status()
    assert status.last is not None
    assert (status.last.result, status.is_red, status.is_due, status.age_days) == ("equal", False, False, 0)
    assert status.last.items == status.last.equal > 20
    assert 0 < status.last.rpo_seconds <= 15 * 60
    assert scratch_tables(backed, drills.NAME) == []
    assert carried_out(order.unit) == 1
    assert len(drills.last_drills()) == 1


def test_its_report_is_signed_kept_and_tells_of_no_district(now: Any, backed: Any, tmp_path: Any) -> None:
    ((drill, report),) = drills.last_drills()
    stored = s3.get_object(settings().backup_bucket, f"{FOLDER}/{drill.ended_at}.json")
    (file, key) = (tmp_path / "report.json", tmp_path / "key.der")
    file.write_bytes(stored)
    key.write_bytes(kms.public_key())
    assert verify.main([str(file), str(key)]) == 0
    assert backed.history.district.id.encode() not in stored
    assert b"hillside" not in stored
    document = report["document"]
    assert {one["table"] for one in document["tables"]} == set(INDEXES) - {"tallies"}
    assert document["damages"] == []
    assert document["tried"]["answers"] > 0
    assert document["tried"]["journeys"] > 3
    assert document["tried"]["failed"] == document["tried"]["differences"] == 0


def test_everybody_sees_the_status_and_administrators_alone_the_reports(now: Any, backed: Any) -> None:
    visitor = Browser(backed.history.district.slug)
    shown = visitor.ok("GET", "/status")
    assert set(shown) == {"last", "age_days", "is_red", "is_due"}
    assert shown["last"]["result"] == "equal"
    assert visitor.api("GET", "/drills").status == 401


@pytest.mark.parametrize(("days", "is_due", "is_red"), [(26, False, False), (27, True, False), (32, True, True)])
def test_a_drill_that_is_late_is_red(days: int, is_due: object, is_red: object, now: Any) -> None:
    with clock.frozen(now + timedelta(days=days)):
        status = drills.status()
    assert (status.is_due, status.is_red, status.age_days) == (is_due, is_red, days)


def test_the_job_fails_where_no_drill_has_ended_well_for_too_long(now: Any) -> None:
    with clock.frozen(now + timedelta(days=31, minutes=1)), pytest.raises(JobFailed, match="too long"):
        drill_restore({}, Context())


def test_a_drill_that_is_not_due_is_not_ordered_but_now(now: Any) -> None:
    with clock.frozen(now + timedelta(seconds=1)):
        assert drill_restore({}, Context())["ordered"] == 0
        assert drill_restore({"now": True}, Context())["ordered"] == 1


def test_the_job_reminds_of_the_review_of_the_document(now: Any) -> None:
    report = drill_restore({}, Context())
    assert report["document_days"] == review.days_since_review(now) > review.LATE_DAYS
    assert "review it" in report["remind"]


def test_where_there_is_no_backup_there_is_no_drill(now: Any) -> None:
    with clock.frozen(now - timedelta(days=50)):
        assert drill_restore({}, Context())["ordered"] == 0


def test_a_drill_of_a_damaged_backup_is_red_and_due_again(now: Any, backed: Any) -> None:
    with clock.frozen(now + timedelta(minutes=1)):
        unit = restoring.order_drill().unit
        manifest = drills.source.find_manifest(now)
        part = drills.source.saved_of(manifest, "surveys").parts[0]
        before = s3.get_object(settings().backup_bucket, part)
        s3.put_object(settings().backup_bucket, part, before[:-20])
        ledger_of(unit)
        carried_out(unit)
        s3.put_object(settings().backup_bucket, part, before)
        status = drills.status()
        assert status.last is not None
        assert (status.last.result, status.is_red) == ("damaged", True)
        ((_, report), *_) = drills.last_drills()
        assert [one["place"] for one in report["document"]["damages"]] == ["daily/surveys"]


def ledger_of(unit: str) -> None:
    """Forget what an earlier drill of the same instant has done: a damaged one is tried anew."""
    for step in ledger.steps_of(drills.JOB, unit):
        if step != "order":
            ledger.forget_step(drills.JOB, unit, step)


# --- An operator's restore


def test_an_operator_restores_an_instant_looks_and_drops(now: Any, backed: Any) -> None:
    event = {"name": "r1", "instant": clock.iso(now - timedelta(minutes=30))}
    begun = restore_tables({**event, "act": "restore"}, Context())
    assert (begun["ended"], begun["items"]) == (0, 0)
    message = {"messageId": "1", "body": f'{{"unit": "r1@{event["instant"]}"}}'}
    assert continue_restore({"Records": [message]}, None) == {"batchItemFailures": []}
    state = restore_tables({**event, "act": "state"}, Context())
    assert (state["ended"], state["damages"]) == (1, [])
    assert state["items"] == state["equal"] > 20
    assert len(scratch_tables(backed, "r1")) == len(INDEXES)
    restore_tables({"name": "r1", "act": "drop"}, Context())
    assert scratch_tables(backed, "r1") == []


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"name": "r1", "act": "restore", "instant": "yesterday"}, "no such instant"),
        ({"name": "r1", "act": "restore", "instant": "2099-01-01T00:00:00Z"}, "no such instant"),
        ({"name": "r1", "act": "restore", "instant": "2031-03-07T05:00:00"}, "no such instant"),
        ({"name": "r1", "act": "restore", "instant": "2031-03-07T05:30:00Z"}, "No daily backup"),
        ({"name": "drill", "act": "drop"}, "the drill's"),
    ],
)
def test_what_cannot_be_restored_is_refused(event: dict[str, str], said: str, now: Any) -> None:
    with pytest.raises(JobFailed, match=said):
        restore_tables(event, Context())


def test_a_broken_order_comes_again(now: Any) -> None:
    bad = {"messageId": "bad", "body": "{}"}
    assert continue_restore({"Records": [bad]}, None) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_nothing_that_is_tried_writes_beyond_the_scratch_tables(now: Any, backed: Any) -> None:
    _, write = privacy.new_key(backed.history.keys, "any_subject")
    with restored_tables("r9"), pytest.raises(AwayError):
        dynamodb.transact(write)
    dynamodb.transact(write)
