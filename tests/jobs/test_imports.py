"""Imports by their job's own steps: brought back whole, stopped anywhere, and nothing taken that is damaged."""

import re
from collections import Counter
from typing import Any

import pytest

from chalicelib.aws import s3
from chalicelib.exports.import_service import import_archive, require_empty
from chalicelib.jobs.importing import import_district
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import held_service, vault
from chalicelib.privacy import service as privacy
from chalicelib.surveys import restore_service, roster_service
from chalicelib.surveys.roster import read_roster
from chalicelib.surveys.tally_service import stored_counters
from tests import exporting
from tests.api import acts
from tests.client import Browser, District, wait_for, wait_for_link
from tests.jobs.damage import DAMAGE, damaged


class Killed(BaseException):
    """What stops a run, as the end of a process would: no handler of ours takes it."""


@pytest.fixture(scope="module")
def surveys(riverside: District) -> dict[str, str]:
    return exporting.fill(riverside)


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


# --- The way back


def test_a_second_export_is_the_first(archive: bytes, twin: str) -> None:
    again = exporting.exported(twin)
    assert exporting.manifest(again).content_hash == exporting.manifest(archive).content_hash
    assert exporting.data(again) == exporting.data(archive)


def test_files_of_answers_come_back_byte_for_byte(twin: str, surveys: dict[str, str]) -> None:
    assert exporting.sent_files(twin, surveys["filed"]) == exporting.SENT
    assert len(exporting.objects_of(twin)) == len(exporting.SENT)


def test_a_file_that_is_gone_is_told_of_and_ends_nothing(platform: Any, archive: bytes) -> None:
    first, second = exporting.opened(platform, "riverside-gone"), exporting.opened(platform, "riverside-gone-too")
    exporting.imported(first, archive)
    s3.delete_object(settings().files_bucket, exporting.objects_of(first)[0])
    without = exporting.exported(first)
    told, counts = exporting.manifest(without).attachments, exporting.manifest(without).counts
    assert (told.files, told.gone, counts["files"]) == (1, 1, 2)
    assert "gone" in told.note
    exporting.imported(second, without)
    assert len(exporting.objects_of(second)) == 1
    assert exporting.data(exporting.exported(second)) == exporting.data(without)


def test_an_archive_without_files_of_answers_is_taken(platform: Any, archive: bytes, surveys: dict[str, str]) -> None:
    held, folder = exporting.files(archive), f"surveys/{surveys['filed']}/files"
    older = {path: raw for path, raw in held.items() if not path.startswith(folder)}
    district_id = exporting.opened(platform, "riverside-older")
    assert exporting.imported(
        district_id, exporting.packed({**older, "manifest.json": exporting.remade(older)})
    ).finished
    assert exporting.objects_of(district_id) == []
    answers = f"surveys/{surveys['filed']}/answers.jsonl"
    assert exporting.files(exporting.exported(district_id))[answers] == held[answers]


def test_an_import_that_ends_between_a_file_and_its_answer_leaves_no_second_file(
    platform: Any, archive: bytes, surveys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    district_id, given = exporting.opened(platform, "riverside-between"), exporting.given(archive)
    keys, whole = privacy.open_keys_of(district_id), restore_service.restore_answers

    def killed(keys: Any, survey_id: str, answers: Any, files: Any) -> int:
        if files:
            raise Killed
        return whole(keys, survey_id, answers, files)

    with monkeypatch.context() as patch:
        patch.setattr(restore_service, "restore_answers", killed)
        with pytest.raises(Killed):
            import_archive(keys, exporting.ACTOR, given, seconds=600)
    assert len(exporting.objects_of(district_id)) == len(exporting.SENT)
    assert import_archive(keys, exporting.ACTOR, given, seconds=600).finished
    assert len(exporting.objects_of(district_id)) == len(exporting.SENT)
    assert exporting.sent_files(district_id, surveys["filed"]) == exporting.SENT


OWN = re.compile(r"\b(?:dst|sub|par|mlg)_[a-z2-7]{26}|\b[0-9a-f]{24}\b|(?<=#given#)[0-3]")
ROWS = re.compile(r"#(?:S#svy|T#thr|CONSENT|SURVEYS|RULES|HOLDS|SCHOOLS|TEAMS|TOPICS)")


def shapes(district_id: str, table: str) -> Counter[tuple[str, ...]]:
    """The rows of a table by the names of their attributes and by what they and their indexes are found under."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in exporting.rows_of(table, district_id):
        if ROWS.search(row["pk"]["S"]):
            places = [row[name]["S"] for name in sorted(row) if name.endswith(("pk", "sk"))]
            found[*sorted(row), *(OWN.sub("*", place) for place in places)] += 1
    return found


@pytest.mark.parametrize("table", ["surveys", "responses", "dialogues", "consents", "districts"])
def test_imported_rows_are_found_as_those_that_services_write(table: str, riverside: District, twin: str) -> None:
    first, second = shapes(riverside.district_id, table), shapes(twin, table)
    assert first
    assert (first - second, second - first) == (Counter(), Counter())


def test_what_was_held_is_held(twin: str, surveys: dict[str, str]) -> None:
    keys = privacy.open_keys_of(twin)
    held = held_service.holds_of(twin)
    ana = privacy.find_blind(keys, "email", "ana@home.example")
    assert ana
    assert held.hold_of(person=ana)
    assert held.hold_of(survey=surveys["confidential"])
    assert len(held.active) == 2


def test_an_imported_person_has_an_id_that_says_nothing_of_the_address(twin: str) -> None:
    keys = privacy.open_keys_of(twin)
    subject = privacy.find_blind(keys, "email", "ana@home.example")
    assert subject not in {privacy.id_from(keys, "sub", "email", vault.folded("ana@home.example")), None}


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


def test_an_import_that_is_killed_around_any_step_goes_on_to_the_same_data(
    platform: Any, archive: bytes, surveys: dict[str, str]
) -> None:
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
    assert len(exporting.objects_of(district_id)) == len(exporting.SENT)
    assert exporting.sent_files(district_id, surveys["filed"]) == exporting.SENT
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
    broken, told = damaged(name, archive, surveys)
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
