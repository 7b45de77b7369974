"""The daily backup: whole, resumable, without keys, and honest about damage."""

from typing import Any

import msgspec
import pytest

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import backup_service as backups
from chalicelib.continuity.manifest import Manifest, TableSaved
from chalicelib.entry.job import JobFailed
from chalicelib.jobs.backup import back_up_daily
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.settings import settings
from tests.client import District

DAY = "2031-01-06"


@pytest.fixture(scope="module")
def made(riverside: District) -> Manifest:
    back_up_daily({"day": DAY}, None)
    return backups.read_backup(DAY)


def saved(made: Manifest, table: str) -> TableSaved:
    return next(one for one in made.tables if one.table == table)


def versions(riverside: District, key: str) -> int:
    listed = riverside.platform.client("s3").list_object_versions(Bucket=settings().backup_bucket, Prefix=key)
    return len(listed["Versions"])


def test_every_table_but_the_keys_is_saved_and_whole(made: Manifest) -> None:
    assert [one.table for one in made.tables] == list(backups.TABLES)
    assert "keys" not in backups.TABLES
    assert all(backups.is_whole(one) for one in made.tables)
    assert saved(made, "districts").items > 0


def test_what_was_saved_reads_back_as_it_was(made: Manifest) -> None:
    kept = {(item["pk"]["S"], item["sk"]["S"]): item for item in backups.items_of(saved(made, "districts"))}
    now = [
        item for page in dynamodb.pages_of_table("districts") for item in page.items if item["sk"]["S"] == "DISTRICT"
    ]
    assert now
    assert all(kept[item["pk"]["S"], item["sk"]["S"]] == item for item in now)


def test_running_again_repeats_nothing(made: Manifest, riverside: District, run: Any) -> None:
    part = saved(made, "districts").parts[0]
    assert run(back_up_daily, {"day": DAY})["tables"] == len(backups.TABLES)
    assert versions(riverside, part) == 1


def test_a_run_that_stopped_goes_on_where_it_stopped(made: Manifest, riverside: District) -> None:
    client, key = riverside.platform.client("s3"), backups.manifest_key("daily", DAY)
    client.delete_object(Bucket=settings().backup_bucket, Key=key)
    for step in ("surveys", "surveys/00000"):
        ledger.forget_step(backups.JOB, DAY, step)
    again = backups.back_up(DAY)
    assert again.started_at == made.started_at
    assert versions(riverside, saved(again, "surveys").parts[0]) == 2
    assert versions(riverside, saved(again, "districts").parts[0]) == 1
    assert backups.is_set_whole(again)


def test_a_set_whose_tables_are_whole_but_not_those_of_its_root_is_found(made: Manifest) -> None:
    fewer = msgspec.structs.replace(made, tables=made.tables[1:])
    assert all(map(backups.is_whole, fewer.tables))
    assert not backups.is_set_whole(fewer)


@pytest.mark.parametrize("place", [12, -20, -3])
def test_a_flipped_byte_is_found(place: int, made: Manifest) -> None:
    table = saved(backups.read_backup(DAY), "audit")
    raw = bytearray(s3.get_object(settings().backup_bucket, table.parts[0]))
    raw[place] ^= 1
    damaged = f"damaged/{place}.gz"
    s3.put_object(settings().backup_bucket, damaged, bytes(raw))
    assert not backups.is_whole(TableSaved(table.table, [damaged], table.items, table.content_hash))


def test_missing_parts_and_swapped_lines_are_told_apart(made: Manifest) -> None:
    table = saved(made, "audit")
    assert not backups.is_whole(TableSaved("audit", ["nowhere.gz"], table.items, table.content_hash))
    assert not backups.is_whole(TableSaved("audit", [], table.items, table.content_hash))
    assert backups.is_whole(TableSaved("audit", table.parts[::-1], table.items, table.content_hash))


def test_an_unknown_day_has_no_backup() -> None:
    with pytest.raises(NotFound):
        backups.read_backup("1999-01-01")


def test_the_day_must_be_a_day(run: Any) -> None:
    with pytest.raises((Invalid, JobFailed)):
        run(back_up_daily, {"day": "yesterday"})
