"""Files of answers: what is taken, by whom it is claimed, who reads it, and when it goes."""

import base64
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb, meter, s3
from chalicelib.districts.service import get_district
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.surveys import response_service
from chalicelib.surveys.engine.profile.limits import LARGEST_FILE
from chalicelib.surveys.response_service import Submission, submit_response
from chalicelib.surveys.upload_service import Claim, remove_all_files
from tests.api import acts, record_acts
from tests.api.tables import Tables
from tests.client import CONSENT, Answered, Browser, District, new_key, wait_for

RACING = 6
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILE: dict[str, Any] = {
    "type": "file",
    "name": "proof",
    "title": "A file",
    "acceptedTypes": ".pdf,image/*",
    "maxSize": 1000,
}
DEFINITION = {
    "pages": [{"name": "p", "elements": [FILE, {**FILE, "name": "other", "allowMultiple": True, "maxFiles": 2}]}]
}


@pytest.fixture
def survey_id(alice: Browser) -> str:
    return acts.make_survey(alice, definition=DEFINITION, segments=[])


def upload(visitor: Browser, survey_id: str, **changed: Any) -> Answered:
    body = {"key": new_key(), "version": 1, "question": "proof", "name": "C:\\me\\Cat.png", "consent": CONSENT}
    content = base64.b64encode(changed.pop("content", PNG)).decode()
    return visitor.api("POST", f"/surveys/{survey_id}/uploads", {**body, "content": content, **changed})


def uploaded(visitor: Browser, survey_id: str, **changed: Any) -> Any:
    answered = upload(visitor, survey_id, **changed)
    assert answered.status == 201, answered.body
    return answered.json


def objects(district: District) -> list[str]:
    return list(s3.keys_in(settings().files_bucket, f"{district.district_id}/"))


def test_a_file_goes_through_its_whole_life(alice: Browser, lakeview: District, survey_id: str) -> None:
    visitor, before = lakeview.visitor(), set(objects(lakeview))
    key = new_key()
    file = uploaded(visitor, survey_id, key=key)
    assert uploaded(visitor, survey_id, key=key) == file  # The same key again is the same file.
    assert (file["name"], file["type"]) == ("Cat.png", "image/png")
    assert upload(visitor, survey_id, key=key, content=PNG + b"x").status == 409
    (stored,) = set(objects(lakeview)) - before
    assert PNG not in s3.get_object(settings().files_bucket, stored)
    answer_key = new_key()
    answered = acts.answer(visitor, survey_id, {"proof": [file]}, answer_key)
    assert answered.status == 201, answered.body
    assert acts.answer(visitor, survey_id, {"proof": [file]}, answer_key).json == answered.json
    twice = acts.answer(visitor, survey_id, {"proof": [file]})
    assert (twice.status, list(twice.json["fields"])) == (400, ["data.proof[0]"])
    response_id = acts.only_answer(alice, survey_id)
    path = f"/surveys/{survey_id}/responses/{response_id}/files/{file['content'].removeprefix('upload:')}"
    got = alice.api("GET", path)
    assert got.status == 200, got.body
    assert base64.b64decode(got.json["content"]) == PNG
    assert (got.headers["content-disposition"], got.headers["x-content-type-options"]) == ("attachment", "nosniff")
    assert lakeview.visitor().api("GET", path).status == 401
    assert alice.api("GET", f"{path}a").status == 404
    retain(lakeview.district_id, of_job("retain_district", "1"))
    assert stored in objects(lakeview)  # A claimed file does not go with those that nobody claimed.
    with clock.frozen(clock.now() + timedelta(days=1900)):
        retain(lakeview.district_id, of_job("retain_district", "1"))
    wait_for(lambda: stored not in objects(lakeview), "the file to go with its answer")


def test_an_anonymous_file_tells_nothing_of_who_or_when(lakeview: District, survey_id: str) -> None:
    before = {row["sk"]["S"] for _, row in Tables(lakeview.platform, lakeview.district_id).rows()}
    uploaded(lakeview.visitor(), survey_id)
    new = [
        (t, row) for t, row in Tables(lakeview.platform, lakeview.district_id).rows() if row["sk"]["S"] not in before
    ]
    row = next(row for table, row in new if table == "responses")
    assert set(row) == {"pk", "sk", "subject", "hour", "sealed"}
    assert row["hour"]["S"].endswith(":00:00.000Z")
    assert not [table for table, _ in new if table == "audit"]


def test_what_nobody_claims_goes_after_a_day(lakeview: District, survey_id: str) -> None:
    before = set(objects(lakeview))
    file = uploaded(lakeview.visitor(), survey_id)
    (stored,) = set(objects(lakeview)) - before
    with clock.frozen(clock.now() + timedelta(hours=23)):
        retain(lakeview.district_id, of_job("retain_district", "1"))
    assert stored in objects(lakeview)
    with clock.frozen(clock.now() + timedelta(hours=26)):
        assert retain(lakeview.district_id, of_job("retain_district", "1"))["unclaimed_files"] >= 1
    assert stored not in objects(lakeview)
    assert acts.answer(lakeview.visitor(), survey_id, {"proof": [file]}).status == 400


def workbook(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "name": "a.png"}, "content"),
        ({"content": b"MZ\x90\x00", "name": "a.png"}, "content"),
        ({"content": workbook("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")}, "content"),
        ({"content": b"plain words"}, "content"),  # A kind that may be kept, but is not asked for.
        ({"content": PNG + bytes(1000)}, "content"),  # Larger than the question takes.
        ({"content": b""}, "content"),
        ({"question": "nothing"}, "question"),
        ({"version": 9}, "version"),
        ({"name": " "}, "name"),
        ({"invitation": "x"}, "invitation"),
        ({"content": bytes(LARGEST_FILE + 100_000)}, "body"),
    ],
)
def test_what_may_not_be_kept_is_refused_by_name(
    lakeview: District, survey_id: str, changed: dict[str, Any], field: str
) -> None:
    refused = upload(lakeview.visitor(), survey_id, **changed)
    assert (refused.status, list(refused.json["fields"])) == (413 if field == "body" else 400, [field])


def test_a_file_is_of_one_question_of_one_survey(alice: Browser, lakeview: District, survey_id: str) -> None:
    visitor, file = lakeview.visitor(), uploaded(lakeview.visitor(), survey_id)
    assert acts.answer(visitor, survey_id, {"other": [file]}).status == 400
    elsewhere = acts.make_survey(alice, definition=DEFINITION, segments=[])
    assert acts.answer(visitor, elsewhere, {"proof": [file]}).status == 400
    assert acts.answer(visitor, survey_id, {"proof": [{**file, "name": "Dog.png"}]}).status == 400
    assert acts.answer(visitor, survey_id, {"proof": [file]}).status == 201


def test_a_link_that_is_used_takes_no_more_files(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, "identified", definition=DEFINITION, segments=[])
    acts.invite(alice, survey_id, "uma")
    link, visitor = acts.personal_link(lakeview, survey_id, "uma"), lakeview.visitor()
    before = set(objects(lakeview))
    assert upload(visitor, survey_id).status in {400, 401, 403, 404}
    file = uploaded(visitor, survey_id, invitation=link)
    assert acts.answer(visitor, survey_id, {"proof": [file]}, invitation=link).status == 201
    assert upload(visitor, survey_id, invitation=link).status == 410
    (stored,) = set(objects(lakeview)) - before
    visitor.ok("POST", f"/surveys/{survey_id}/withdrawal", {"invitation": link})
    wait_for(lambda: stored not in objects(lakeview), "the file to go with its withdrawn answer")


def test_of_answers_that_race_for_a_file_one_has_it(alice: Browser, lakeview: District, survey_id: str) -> None:
    file = uploaded(lakeview.visitor(), survey_id)
    visitors = [lakeview.visitor() for _ in range(RACING)]
    with ThreadPoolExecutor(RACING) as pool:
        answered = list(pool.map(lambda one: acts.answer(one, survey_id, {"proof": [file]}), visitors))
    assert sorted(one.status for one in answered) == [201, *[400] * (RACING - 1)]
    assert {name for one in answered if one.status == 400 for name in one.json["fields"]} == {"data.proof[0]"}
    assert acts.only_answer(alice, survey_id)


def test_whoever_loses_a_file_between_reading_and_storing_is_told_which(
    lakeview: District, survey_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [uploaded(lakeview.visitor(), survey_id, question="other", name=f"{name}.png") for name in "ab"]
    keys, district = privacy.open_keys_of(lakeview.district_id), get_district(lakeview.district_id)
    read = response_service.claim

    def overtaken(*given: Any) -> Claim:
        claimed = read(*given)
        dynamodb.transact(claimed.writes[1])
        return claimed

    monkeypatch.setattr(response_service, "claim", overtaken)
    sent = Submission(new_key(), 1, "en", {"other": files}, CONSENT["version"])
    with pytest.raises(Invalid) as told:
        submit_response(district, keys, of_job("test"), survey_id, sent)
    assert list(told.value.fields) == ["data.other[1]"]


def test_an_erasure_on_request_takes_the_file_with_it(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, "identified", definition=DEFINITION, segments=[])
    acts.invite(alice, survey_id, "vera")
    link, visitor, before = acts.personal_link(lakeview, survey_id, "vera"), lakeview.visitor(), set(objects(lakeview))
    file = uploaded(visitor, survey_id, invitation=link)
    assert acts.answer(visitor, survey_id, {"proof": [file]}, invitation=link).status == 201
    (stored,) = set(objects(lakeview)) - before
    request_id = record_acts.verified(lakeview, alice, "vera@home.example", "erasure")
    assert stored in objects(lakeview)
    assert record_acts.answered(alice, request_id).json == {"state": "done"}
    wait_for(lambda: stored not in objects(lakeview), "the file to go with the person")


def test_a_district_that_leaves_keeps_no_file(hillside: District) -> None:
    survey_id = acts.make_survey(hillside.administrator, definition=DEFINITION, segments=[])
    uploaded(hillside.visitor(), survey_id)
    assert objects(hillside)
    remove_all_files(hillside.district_id)
    assert objects(hillside) == []


def test_a_submission_with_files_costs_two_reads_more(lakeview: District, survey_id: str) -> None:
    files = [uploaded(lakeview.visitor(), survey_id, question="other", name=f"{name}.png") for name in "ab"]
    costs = []
    for data in ({}, {"other": files}):
        with meter.metered() as cost:
            assert acts.answer(lakeview.visitor(), survey_id, data).status == 201
        costs.append(cost.of("dynamodb"))
    assert costs[1] - costs[0] == 2
