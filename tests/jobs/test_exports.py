"""Exports and imports by their jobs' own steps: complete, safe to open, stopped anywhere, brought back whole."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, s3
from chalicelib.districts.service import get_district
from chalicelib.exports import service as exports
from chalicelib.exports import work_service
from chalicelib.exports.assembly_service import JOB
from chalicelib.exports.pieces_service import folder_of
from chalicelib.exports.store import ExportRow, exports_pk
from chalicelib.exports.work_service import MOST_SECONDS, STALLED_SECONDS, sweep_exports, work_on_export
from chalicelib.jobs.exporting import export_district
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings
from tests import exporting
from tests.client import District

ANSWERS = 6


class Killed(BaseException):
    """What stops a run, as the end of a process would: no handler of ours takes it."""


@pytest.fixture(scope="module")
def surveys(riverside: District) -> dict[str, str]:
    return exporting.fill(riverside, ANSWERS)


@pytest.fixture(scope="module")
def archive(riverside: District, surveys: dict[str, str]) -> bytes:
    return exporting.exported(riverside.district_id)


# --- What is in it


def test_the_manifest_says_of_every_file_what_it_is(archive: bytes) -> None:
    held, listed = exporting.files(archive), exporting.manifest(archive)
    assert {one.path for one in listed.files} == set(held) - {"manifest.json"}
    assert all(hashlib.sha256(held[one.path]).hexdigest() == one.sha256 for one in listed.files)
    counts = listed.counts
    assert (counts["surveys"], counts["answers"], counts["invited"]) == (5, ANSWERS + 5, 6)
    assert (counts["dialogues"], counts["messages"], counts["people"], counts["shares"]) == (2, 6, 3, 2)
    assert counts["audit"] > 20
    assert (counts["files"], listed.attachments.files, listed.attachments.gone) == (2, 2, 0)
    assert b"ESPA\xc3\x91OL" in held["README.txt"]


def test_an_archive_holds_no_key_no_credential_and_no_district(riverside: District, archive: bytes) -> None:
    everything = b"\n".join(exporting.files(archive).values())
    for word in (riverside.district_id.encode(), b"pbkdf2", b'password"', b"sealed", b"wrapped", b"handle"):
        assert word not in everything, word
    # What comes from the district's keys would be another in another district.
    assert not re.search(rb"\b(?:par|sub)_[a-z2-7]{26}", b"\n".join(exporting.data(archive).values()))


def test_nothing_tells_when_an_anonymous_answer_came(archive: bytes, surveys: dict[str, str]) -> None:
    lines = exporting.files(archive)[f"surveys/{surveys['anonymous']}/answers.jsonl"].splitlines()
    answers = [msgspec.json.decode(line) for line in lines]
    ids = [one["response"] for one in answers]
    assert ids == sorted(ids)
    assert all(one["hour"].endswith(":00:00.000Z") and not one["participant"] for one in answers)
    assert [one["data"]["why"] for one in answers] != sorted(one["data"]["why"] for one in answers) or len(ids) < 3


def test_an_identified_answer_names_its_person_and_no_other_does(archive: bytes, surveys: dict[str, str]) -> None:
    held = exporting.files(archive)

    def people(mode: str) -> set[str]:
        lines = held[f"surveys/{surveys[mode]}/answers.jsonl"].splitlines()
        return {msgspec.json.decode(line)["participant"] for line in lines}

    assert people("identified") == {"ana@home.example", "ben@home.example"}
    assert people("confidential") == {""}


def test_files_of_answers_stand_in_it_as_they_came(archive: bytes, surveys: dict[str, str]) -> None:
    held, folder = exporting.files(archive), f"surveys/{surveys['filed']}"
    index = [msgspec.json.decode(line) for line in held[f"{folder}/files.jsonl"].splitlines()]
    assert {one["name"]: held[one["path"]] for one in index} == exporting.SENT
    (answer,) = (msgspec.json.decode(line) for line in held[f"{folder}/answers.jsonl"].splitlines())
    assert {one["response"] for one in index} == {answer["response"]}
    assert {f"upload:{one['upload']}" for one in index} == {one["content"] for one in answer["data"]["proof"]}
    kinds = {one.path: one.kind for one in exporting.manifest(archive).files}
    assert {kinds[one["path"]] for one in index} == {"file"}


def test_reading_files_for_an_export_is_not_an_entry_each(riverside: District, archive: bytes) -> None:
    assert b"file.read" not in exporting.files(exporting.exported(riverside.district_id))["records/audit.jsonl"]


def test_no_cell_is_a_formula(archive: bytes, surveys: dict[str, str]) -> None:
    held, folder = exporting.files(archive), f"surveys/{surveys['anonymous']}"
    tables = {name: list(csv.reader(io.StringIO(raw.decode()))) for name, raw in held.items() if name.endswith(".csv")}
    cells = [cell for rows in tables.values() for row in rows for cell in row]
    assert sum("HYPERLINK" in cell for cell in cells) == 3
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for name in (f"{folder}/answers.xlsx", "dialogues/dialogues.xlsx"):
        with zipfile.ZipFile(io.BytesIO(held[name])) as book:
            sheets = b"".join(book.read(one) for one in book.namelist() if one.startswith("xl/worksheets/"))
        assert b"HYPERLINK" in sheets
        assert not re.search(rb"<f[ >]|<hyperlink", sheets)
        assert set(re.findall(rb' t="(\w+)"', sheets)) == {b"inlineStr"}
    # The words themselves are whole where nothing opens them as a sheet.
    first = msgspec.json.decode(held["dialogues/threads.jsonl"].splitlines()[0])
    assert first["events"][0]["text"] == exporting.FORMULA


def test_the_same_data_makes_the_same_bytes(riverside: District, archive: bytes) -> None:
    again = exporting.exported(riverside.district_id)
    before, after = exporting.files(archive), exporting.files(again)
    assert {name for name in before if before[name] != after[name]} <= {"manifest.json", "records/audit.jsonl"}


# --- Stopped anywhere


def test_a_run_that_is_killed_around_any_step_goes_on_to_the_same_bytes(riverside: District, archive: bytes) -> None:
    """Each step is killed twice: before its entry in the ledger, and after it."""
    at = clock.now()
    with clock.frozen(at):
        whole, broken = exporting.begun(riverside.district_id), exporting.begun(riverside.district_id)
        assert work_on_export(riverside.district_id, exporting.ACTOR, whole, seconds=600)
        kills = 0
        seen: set[tuple[str, int]] = set()

        def watch(step: str) -> None:
            nonlocal kills
            place = (step, sum(1 for one, _ in seen if one == step))
            if place[1] < 2:
                seen.add(place)
                kills += 1
                raise Killed

        for _ in range(500):
            try:
                if work_on_export(riverside.district_id, exporting.ACTOR, broken, seconds=600, watch=watch):
                    break
            except Killed:
                continue
    steps = len(ledger.steps_of(JOB, broken))
    assert kills == 2 * steps
    first, second = exporting.files(exporting.archive_of(whole)), exporting.files(exporting.archive_of(broken))
    # The first one's end is itself an entry of the log that the second one reads.
    assert {name for name in first if first[name] != second.get(name)} <= {"manifest.json", "records/audit.jsonl"}


@pytest.mark.parametrize("is_given_up", [False, True])
def test_a_run_whose_pieces_another_end_takes_away_has_nothing_left_to_do(
    riverside: District, surveys: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, is_given_up: bool
) -> None:
    """Of two runs at once, one is about to read the pieces when the other removes them."""
    district_id, export_id = riverside.district_id, exporting.begun(riverside.district_id)

    def overtaken(_district_id: str) -> District:
        monkeypatch.setattr(work_service, "get_district", get_district)
        if is_given_up:
            exports.cancel_export(district_id, exporting.ACTOR, export_id)
            sweep_exports(district_id, exporting.ACTOR)
        else:
            assert work_on_export(district_id, exporting.ACTOR, export_id, seconds=600)
        return get_district(district_id)

    monkeypatch.setattr(work_service, "get_district", overtaken)
    assert work_on_export(district_id, exporting.ACTOR, export_id, seconds=600)
    assert state(district_id, export_id) == ("cancelled" if is_given_up else "done")


def test_a_run_whose_pieces_are_lost_says_so(riverside: District, surveys: dict[str, str]) -> None:
    district_id, export_id = riverside.district_id, exporting.begun(riverside.district_id)
    while not any(one.startswith("audit/") for one in ledger.steps_of(JOB, export_id)):
        assert not work_on_export(district_id, exporting.ACTOR, export_id, seconds=0)
    s3.delete_objects(settings().work_bucket, lying(export_id))
    with pytest.raises(NotFound):
        work_on_export(district_id, exporting.ACTOR, export_id, seconds=600)
    assert state(district_id, export_id) == "running"


def test_a_run_out_of_time_does_a_step_and_leaves_the_rest(riverside: District, surveys: dict[str, str]) -> None:
    export_id = exporting.begun(riverside.district_id)
    for number in range(1, 4):
        assert not work_on_export(riverside.district_id, exporting.ACTOR, export_id, seconds=0)
        assert len(ledger.steps_of(JOB, export_id)) == number + 1  # And the plan.
    row = dynamodb.get(ExportRow, exports_pk(riverside.district_id), export_id)
    assert row is not None
    assert (int(row.done), int(row.steps) > 10) == (3, True)
    exports.cancel_export(riverside.district_id, exporting.ACTOR, export_id)
    assert work_on_export(riverside.district_id, exporting.ACTOR, export_id, seconds=0)
    assert len(ledger.steps_of(JOB, export_id)) == 4


def test_pieces_lie_sealed_and_are_gone_when_the_archive_is_there(riverside: District, surveys: dict[str, str]) -> None:
    export_id = exporting.begun(riverside.district_id)
    assert not work_on_export(riverside.district_id, exporting.ACTOR, export_id, seconds=0)
    held = [s3.get_object(settings().work_bucket, key) for key in lying(export_id)]
    assert held
    assert not any(raw[:2] == b"\x1f\x8b" or b"example" in raw for raw in held)
    order = msgspec.json.encode({"district_id": riverside.district_id, "export_id": export_id}).decode()
    assert export_district({"Records": [{"messageId": "1", "body": order}]}, None) == {"batchItemFailures": []}
    assert lying(export_id) == [f"{folder_of(export_id)}archive.zip"]


def lying(export_id: str) -> list[str]:
    """What of an export lies in the bucket."""
    return list(s3.keys_in(settings().work_bucket, folder_of(export_id)))


def test_a_broken_order_comes_again(surveys: dict[str, str]) -> None:
    assert export_district({"Records": [{"messageId": "bad", "body": "{}"}]}, None)["batchItemFailures"]


# --- Clearing away


def state(district_id: str, export_id: str) -> str:
    row = dynamodb.get(ExportRow, exports_pk(district_id), export_id)
    assert row is not None
    return row.state


def test_what_stands_still_is_called_and_what_is_over_goes(platform: Any) -> None:
    district_id = exporting.opened(platform, "stillwater")
    done, stalled = exporting.begun(district_id), exporting.begun(district_id)
    assert work_on_export(district_id, exporting.ACTOR, done, seconds=600)
    assert not work_on_export(district_id, exporting.ACTOR, stalled, seconds=0)
    now = clock.now()
    assert sweep_exports(district_id, exporting.ACTOR) == ([], 0)
    with clock.frozen(now + timedelta(seconds=STALLED_SECONDS + 5)):
        assert sweep_exports(district_id, exporting.ACTOR) == ([stalled], 0)
    with clock.frozen(now + timedelta(seconds=MOST_SECONDS + 5)):
        assert sweep_exports(district_id, exporting.ACTOR) == ([], 1)
        assert state(district_id, stalled) == "failed"
        assert exporting.archive_of(done)
    with clock.frozen(now + timedelta(seconds=exports.AVAILABLE_SECONDS + 5)):
        assert sweep_exports(district_id, exporting.ACTOR) == ([], 1)
        assert sweep_exports(district_id, exporting.ACTOR) == ([], 0)
    assert state(district_id, done) == "ended"
    for one in (done, stalled):
        assert lying(one) == []
