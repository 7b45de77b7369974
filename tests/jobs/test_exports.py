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
from chalicelib.exports import service as exports
from chalicelib.exports.assembly_service import JOB
from chalicelib.exports.import_service import import_archive, require_empty
from chalicelib.exports.pieces_service import folder_of
from chalicelib.exports.store import ExportRow, exports_pk
from chalicelib.exports.work_service import MOST_SECONDS, STALLED_SECONDS, sweep_exports, work_on_export
from chalicelib.jobs.exporting import export_district
from chalicelib.jobs.importing import import_district
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.surveys import roster_service
from chalicelib.surveys.roster import read_roster
from chalicelib.surveys.tally_service import stored_counters
from tests import exporting
from tests.api import acts
from tests.client import Browser, District, wait_for, wait_for_link
from tests.jobs.damage import DAMAGE, damaged

ANSWERS = 6


class Killed(BaseException):
    """What stops a run, as the end of a process would: no handler of ours takes it."""


@pytest.fixture(scope="module")
def surveys(riverside: District) -> dict[str, str]:
    return exporting.fill(riverside, ANSWERS)


@pytest.fixture(scope="module")
def archive(riverside: District, surveys: dict[str, str]) -> bytes:
    return exporting.exported(riverside.district_id)


@pytest.fixture(scope="module")
def twin(platform: Any, archive: bytes) -> str:
    """A district that the archive was imported into by the operator's job; gives its id."""
    district_id = exporting.opened(platform, "riverside-twin")
    event = {"district": "riverside-twin", "archive": exporting.given(archive)}
    told = import_district(event, None)
    assert told["finished"] == 1
    assert told["content_hash"] == exporting.manifest(archive).content_hash
    return district_id


# --- What is in it


def test_the_manifest_says_of_every_file_what_it_is(archive: bytes) -> None:
    held, listed = exporting.files(archive), exporting.manifest(archive)
    assert {one.path for one in listed.files} == set(held) - {"manifest.json"}
    assert all(hashlib.sha256(held[one.path]).hexdigest() == one.sha256 for one in listed.files)
    counts = listed.counts
    assert (counts["surveys"], counts["answers"], counts["invited"]) == (4, ANSWERS + 4, 6)
    assert (counts["dialogues"], counts["messages"], counts["people"], counts["shares"]) == (2, 6, 3, 2)
    assert counts["audit"] > 20
    assert listed.attachments.files == 0
    assert "stores no attachments" in listed.attachments.note
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


# --- The way back


def test_a_second_export_is_the_first(archive: bytes, twin: str) -> None:
    again = exporting.exported(twin)
    assert exporting.manifest(again).content_hash == exporting.manifest(archive).content_hash
    assert exporting.data(again) == exporting.data(archive)


def test_the_counters_come_back_through_the_stream(riverside: District, twin: str, surveys: dict[str, str]) -> None:
    first, second = privacy.open_keys_of(riverside.district_id), privacy.open_keys_of(twin)
    for mode in ("anonymous", "identified"):
        wanted = stored_counters(first, surveys[mode], 1)
        wait_for(lambda: stored_counters(second, surveys[mode], 1) == wanted, "the counters")  # noqa: B023 - at once.


def test_people_come_back_without_a_password_and_choose_one_by_letter(twin: str, platform: Any) -> None:
    browser = Browser("riverside-twin")
    told = browser.api("POST", "/session", {"username": "bob", "password": "seven green boats on a lake"})
    assert told.status == 401
    assert browser.api("POST", "/password/forgotten", {"username": "bob"}).status in {200, 202}
    token = wait_for_link(platform, "bob@", r"riverside-twin/password#([a-z2-7]+)")
    words = "nine brass kettles under the bridge"
    assert browser.api("POST", "/password/reset", {"token": token, "password": words}).status == 200
    browser.sign_in("bob", words)
    assert browser.ok("GET", "/desk/topics")["items"]


def test_the_same_roster_invites_nobody_twice(twin: str, surveys: dict[str, str]) -> None:
    keys = privacy.open_keys_of(twin)
    people = read_roster(acts.roster_of("ana", "ben", "dan"))
    assert roster_service.add_roster(keys, exporting.ACTOR, surveys["confidential"], people) == 1


def test_an_import_that_is_killed_around_any_step_goes_on_to_the_same_data(platform: Any, archive: bytes) -> None:
    district_id, kills = exporting.opened(platform, "riverside-broken"), 0
    keys, key = privacy.open_keys_of(district_id), exporting.given(archive)
    seen: list[str] = []

    def watch(step: str) -> None:
        nonlocal kills
        if seen.count(step) < 2:
            seen.append(step)
            kills += 1
            raise Killed

    for _ in range(500):
        try:
            if import_archive(keys, exporting.ACTOR, key, seconds=600, watch=watch).finished:
                break
        except Killed:
            continue
    assert kills > 30
    assert exporting.data(exporting.exported(district_id)) == exporting.data(archive)


def test_an_import_out_of_time_says_so_and_is_finished_by_the_next(platform: Any, archive: bytes) -> None:
    district_id = exporting.opened(platform, "riverside-slow")
    key, keys = exporting.given(archive), privacy.open_keys_of(district_id)
    for _ in range(3):
        assert not import_archive(keys, exporting.ACTOR, key, seconds=0).finished
    assert import_archive(keys, exporting.ACTOR, key, seconds=600).finished
    with pytest.raises(Conflict, match="empty"):
        exporting.imported(district_id, exporting.exported(district_id))


def test_a_district_that_is_not_empty_takes_no_archive(riverside: District, archive: bytes) -> None:
    with pytest.raises(Conflict) as told:
        exporting.imported(riverside.district_id, archive)
    assert told.value.fields["district"].startswith("It has people, surveys, dialogues, shares.")


def test_no_archive_at_all(twin: str) -> None:
    keys = privacy.open_keys_of(twin)
    with pytest.raises(NotFound):
        import_archive(keys, exporting.ACTOR, f"imports/{random_id('arc')}.zip", seconds=1)


# --- Damage


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_with_its_file_and_line_and_nothing_is_written(
    name: str, archive: bytes, surveys: dict[str, str], platform: Any, hollow: str
) -> None:
    broken, told = damaged(name, archive, surveys["anonymous"])
    assert broken != archive
    with pytest.raises(Invalid) as refused:
        exporting.imported(hollow, broken)
    assert told in " ".join([*refused.value.fields, *refused.value.fields.values()])
    require_empty(hollow)


@pytest.fixture(scope="module")
def hollow(platform: Any) -> str:
    """A district that stays empty."""
    return exporting.opened(platform, "hollow")


def test_what_is_no_archive_or_lacks_a_file_is_refused(archive: bytes, surveys: dict[str, str], hollow: str) -> None:
    held = exporting.files(archive)
    lacking = {name: raw for name, raw in held.items() if name != "people.jsonl"}
    more = {**held, "surveys/more.json": b"{}"}
    wrong_hash = {**held, "manifest.json": held["manifest.json"].replace(b'hash": "', b'hash": "0', 1)}
    for broken in (b"PK no zip", archive[: len(archive) // 2], *map(exporting.packed, (lacking, more, wrong_hash))):
        with pytest.raises(Invalid):
            exporting.imported(hollow, broken)
    require_empty(hollow)
