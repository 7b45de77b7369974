"""The backup document is reviewed whenever something is added that stores, encrypts or moves data."""

import shutil
from datetime import date, datetime, timedelta

import pytest

from chalicelib.continuity import review
from chalicelib.continuity.backup_service import TABLES
from chalicelib.continuity.restore_people import NOISE
from chalicelib.continuity.restore_shapes import FIRST, INDEXES, RECOUNTED, tables_in_order
from chalicelib.identity.nobody_service import NOBODY_ID
from infrastructure.templates import HERE, ROOT, of_type, read
from local.backup_document import DOCUMENT, faults, head_of, resources

TEXT = DOCUMENT.read_text()
TABLE = """
  PlantedTable:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: planted}
"""


def test_the_document_is_reviewed_with_what_there_is_now():
    assert faults(TEXT, resources()) == [], "Review it, then: python -m local.backup_document reviewed ROLE"
    assert head_of(TEXT)["reviewer role"]


def test_a_table_that_nobody_reviewed_would_be_seen(tmp_path):
    shutil.copytree(HERE, tmp_path / "infrastructure")
    shutil.copytree(ROOT / ".chalice", tmp_path / ".chalice", ignore=shutil.ignore_patterns("deployments"))
    path = tmp_path / "infrastructure" / "data.yaml"
    assert faults(TEXT, resources(tmp_path / "infrastructure")) == []
    path.write_text(path.read_text().replace("\nResources:\n", f"\nResources:{TABLE}", 1))
    assert faults(TEXT, resources(tmp_path / "infrastructure")) == [
        "what stores or moves data has changed since its review"
    ]


@pytest.mark.parametrize("name", ["reviewer role", "reviewed", "resources_sha256"])
def test_a_head_that_lacks_something_would_be_seen(name):
    assert f"it has no {name}" in faults(TEXT.replace(f"{name}:", "nothing:", 1), resources())


def test_a_day_that_the_code_does_not_know_would_be_seen():
    other = TEXT.replace(f"reviewed: {review.REVIEWED}", "reviewed: 2020-01-01", 1)
    assert faults(other, resources()) == [f"the code says that it was reviewed on {review.REVIEWED}"]


@pytest.mark.parametrize(("days", "is_due", "is_late"), [(0, False, False), (79, False, False), (80, True, False)])
def test_a_reminder_comes_on_the_eightieth_day(days, is_due, is_late):
    now = datetime.fromisoformat("2031-03-01T12:00:00+00:00")
    reviewed = now.date() - timedelta(days=days)
    assert review.is_reminder_due(now, reviewed) is is_due
    assert review.is_review_late(now, reviewed) is is_late


def test_a_review_is_late_after_ninety_two_days():
    now = datetime.fromisoformat("2031-03-01T12:00:00+00:00")
    assert not review.is_review_late(now, now.date() - timedelta(days=92))
    assert review.is_review_late(now, date(2030, 11, 28))
    assert "93 days ago" in review.reminder(now, date(2030, 11, 28))


# --- What a restore must know when the tables are gone


def test_a_restored_table_is_made_as_the_template_says():
    declared = {
        one["Properties"]["TableName"]["Fn::Sub"].removeprefix("${Stage}-"): one["Properties"]
        for one in of_type(read(HERE / "data.yaml"), "AWS::DynamoDB::Table").values()
    }
    assert set(INDEXES) == set(TABLES)
    for table, indexes in INDEXES.items():
        named = [one["IndexName"] for one in declared[table].get("GlobalSecondaryIndexes", [])]
        assert sorted(named) == sorted(indexes)


def test_the_ledger_of_erasures_is_restored_first_and_counters_not_at_all():
    ordered = tables_in_order(list(TABLES))
    assert ordered[: len(FIRST)] == list(FIRST)
    assert set(ordered) == set(TABLES) - RECOUNTED


def test_the_account_that_nobody_has_is_known_as_noise():
    assert NOISE == NOBODY_ID
