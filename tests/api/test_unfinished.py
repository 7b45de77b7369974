"""Answers saved to be finished later: kept as their browser locked them, for thirty days, and joined to nothing."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from chalicelib.surveys.store import RESPONSE_SHARDS
from chalicelib.surveys.unfinished_service import MOST_LOCKED
from local.platform import load_app
from tests.api import acts
from tests.client import Answered, Browser, District, new_key

load_app()
LOCKED = bytes(range(64))


def name() -> str:
    return new_key() + new_key()[:21]


def body(called: str, content: bytes = LOCKED, follows: str = "", revision: str = "") -> dict[str, str]:
    spelled = base64.b64encode(content).decode()
    return {"name": called, "content": spelled, "revision": revision or new_key(), "follows": follows}


def save(visitor: Browser, survey: str, sent: dict[str, str]) -> Answered:
    return visitor.api("PUT", f"/surveys/{survey}/unfinished", sent)


def found(visitor: Browser, survey: str, called: str) -> Answered:
    return visitor.api("POST", f"/surveys/{survey}/unfinished", {"name": called})


def rows(district: District, table: str, survey: str) -> list[dict[str, Any]]:
    scanned = district.platform.client("dynamodb").scan(TableName=f"local-{table}", ConsistentRead=True)["Items"]
    return [row for row in scanned if f"#S#{survey}#" in row["pk"]["S"]]


@pytest.fixture(scope="module")
def survey(alice: Browser) -> str:
    return acts.make_survey(alice)


@pytest.fixture
def visitor(lakeview: District) -> Browser:
    return lakeview.visitor("203.0.113.99")


def test_what_was_saved_comes_back_to_whoever_knows_its_name(visitor: Browser, survey: str) -> None:
    sent = body(name())
    assert save(visitor, survey, sent).status == 200
    given = found(visitor, survey, sent["name"]).json
    assert (given["content"], given["revision"]) == (sent["content"], sent["revision"])
    assert found(visitor, survey, name()).status == 404


def test_another_survey_knows_nothing_of_it(visitor: Browser, survey: str, alice: Browser) -> None:
    sent = body(name())
    save(visitor, survey, sent)
    assert found(visitor, acts.make_survey(alice), sent["name"]).status == 404


def test_a_saving_that_comes_twice_is_one_and_an_older_device_does_not_overwrite_a_newer(
    visitor: Browser, survey: str
) -> None:
    first = body(name())
    assert [save(visitor, survey, first).status for _ in range(2)] == [200, 200]
    second = body(first["name"], b"B" * 40, follows=first["revision"])
    assert [save(visitor, survey, second).status for _ in range(2)] == [200, 200]
    late = save(visitor, survey, body(first["name"], b"C" * 40, follows=first["revision"]))
    assert (late.status, late.json["fields"].keys()) == (409, {"follows"})
    unaware = save(visitor, survey, body(first["name"], b"C" * 40))
    assert unaware.status == 409
    assert found(visitor, survey, first["name"]).json["content"] == second["content"]


def test_what_follows_something_that_is_gone_is_not_kept(visitor: Browser, survey: str) -> None:
    assert save(visitor, survey, body(name(), follows=new_key())).status == 409


def test_it_goes_when_its_respondent_says_so_and_nothing_remembers_it(
    visitor: Browser, survey: str, lakeview: District
) -> None:
    sent = body(name())
    save(visitor, survey, sent)
    held = len(rows(lakeview, "unfinished", survey))
    for _ in range(2):
        assert visitor.api("POST", f"/surveys/{survey}/unfinished/removal", {"name": sent["name"]}).status == 200
    assert found(visitor, survey, sent["name"]).status == 404
    assert len(rows(lakeview, "unfinished", survey)) == held - 1


def test_it_is_gone_after_thirty_days_and_its_end_tells_no_hour(visitor: Browser, survey: str) -> None:
    sent = body(name())
    until = save(visitor, survey, sent).json["until"]
    assert until.endswith("T00:00:00.000Z")
    now = clock.now()
    for days, status in ((28, 200), (30, 404)):
        with clock.frozen(now + timedelta(days=days)):
            assert found(visitor, survey, sent["name"]).status == status
    with clock.frozen(now + timedelta(days=30)):
        assert save(visitor, survey, body(sent["name"], b"D" * 40)).status == 200


def test_what_is_stored_says_neither_what_nor_whose_nor_when(visitor: Browser, survey: str, lakeview: District) -> None:
    sent = body(name())
    save(visitor, survey, sent)
    acts.answer(visitor, survey, {"safe": "yes"})
    stored = rows(lakeview, "unfinished", survey)
    for row in stored:
        assert row.keys() == {"pk", "sk", "revision", "sealed", "expires_at"}
        assert int(row["expires_at"]["N"]) % 86_400 == 0
        assert LOCKED not in row["sealed"]["B"]
        assert sent["name"] not in str(row)
        assert row["pk"]["S"].rpartition("#")[2] in map(str, range(RESPONSE_SHARDS))
    answers = rows(lakeview, "responses", survey)
    assert answers
    named = {row["sk"]["S"].partition("_")[2] for row in stored} | {row["revision"]["S"] for row in stored}
    assert not [one for one in named if one in str(answers)]


def test_a_closed_survey_keeps_nothing_more_and_still_lets_it_go(visitor: Browser, alice: Browser) -> None:
    closing = acts.make_survey(alice)
    sent = body(name())
    save(visitor, closing, sent)
    alice.ok("POST", f"/surveys/{closing}/close")
    again = save(visitor, closing, body(sent["name"], follows=sent["revision"]))
    assert (again.status, again.json["fields"].keys()) == (410, {"survey"})
    assert visitor.api("POST", f"/surveys/{closing}/unfinished/removal", {"name": sent["name"]}).status == 200
    assert found(visitor, closing, sent["name"]).status == 404


def test_a_draft_of_a_survey_has_nothing_to_save(visitor: Browser, alice: Browser) -> None:
    assert save(visitor, acts.draft_survey(alice)["survey_id"], body(name())).status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "short"}, "name"),
        ({"revision": "short"}, "revision"),
        ({"follows": "short"}, "follows"),
        ({"content": "AAAA"}, "content"),
        ({"content": "no base64"}, "content"),
        ({"participant": "par_a2"}, "participant"),
    ],
)
def test_bad_input_is_named(change: dict[str, str], field: str, visitor: Browser, survey: str) -> None:
    refused = save(visitor, survey, {**body(name()), **change})
    assert (refused.status, refused.json["fields"].keys()) == (400, {field})


def test_the_largest_is_kept_and_more_is_refused(visitor: Browser, survey: str) -> None:
    largest = body(name(), b"L" * MOST_LOCKED)
    assert save(visitor, survey, largest).status == 200
    assert found(visitor, survey, largest["name"]).json["content"] == largest["content"]
    assert save(visitor, survey, body(name(), b"L" * (MOST_LOCKED + 1))).status == 400
