"""Sixteen at once: one name is given once, one link counts once, one key stores once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.platform import load_app
from tests.api import acts
from tests.api.test_sessions import invitation
from tests.client import CONSENT, Answered, Browser, District, new_key, wait_for

load_app()
MANY = 16


def at_once(slug: str, path: str, bodies: list[dict[str, Any]]) -> list[Answered]:
    """Everybody sends at the same time."""
    browsers = [Browser(slug, address=f"192.0.2.{number}") for number in range(len(bodies))]
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(lambda one: one[0].api("POST", path, one[1]), zip(browsers, bodies, strict=True)))


def statuses(told: list[Answered]) -> Counter[int]:
    return Counter(answered.status for answered in told)


@pytest.fixture(scope="module")
def survey_id(alice: Browser) -> str:
    return acts.make_survey(alice)


def response(**extra: object) -> dict[str, Any]:
    return {"key": new_key(), "version": 1, "locale": "en", "data": {"safe": "yes"}, "consent": CONSENT, **extra}


def test_one_user_name_is_given_to_one(alice: Browser, lakeview: District) -> None:
    bodies = [{**invitation(alice, lakeview, f"x{number}"), "username": "xenia"} for number in range(MANY)]
    assert statuses(at_once("lakeview", "/welcome", bodies)) == {200: 1, 409: MANY - 1}
    assert Browser("lakeview").sign_in("xenia").user_id


def test_one_invitation_makes_one_account(alice: Browser, lakeview: District) -> None:
    body = invitation(alice, lakeview, "yves")
    bodies = [{**body, "username": f"yves{number}"} for number in range(MANY)]
    told = statuses(at_once("lakeview", "/welcome", bodies))
    assert told[200] == 1
    assert told.keys() <= {200, 409, 410}


def test_one_personal_link_counts_once(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, "confidential")
    acts.invite(alice, survey_id, "zoe")
    link = acts.personal_link(lakeview, survey_id, "zoe")
    told = statuses(
        at_once("lakeview", f"/surveys/{survey_id}/responses", [response(invitation=link) for _ in range(MANY)])
    )
    assert told[201] == 1
    assert told.keys() <= {201, 409, 410}
    answered = f"/surveys/{survey_id}/participation"
    wait_for(lambda: alice.ok("GET", answered)["answered"] == 1, "the one answer to be counted")
    recount = {"district": "lakeview", "survey_id": survey_id}
    assert lakeview.platform.run_job("recount_survey", recount)["answers"] == 1


def test_one_key_stores_one_answer_and_gives_equal_receipts(alice: Browser, survey_id: str) -> None:
    before = exported(alice, survey_id)
    body = response()
    told = at_once("lakeview", f"/surveys/{survey_id}/responses", [body] * MANY)
    receipts = {answered.json["receipt"] for answered in told if answered.status == 201}
    assert statuses(told).keys() <= {201, 409}
    assert len(receipts) == 1
    assert at_once("lakeview", f"/surveys/{survey_id}/responses", [body])[0].json["receipt"] in receipts
    assert exported(alice, survey_id) == before + 1


def test_sixteen_answers_are_sixteen(alice: Browser, survey_id: str) -> None:
    before = exported(alice, survey_id)
    told = at_once("lakeview", f"/surveys/{survey_id}/responses", [response() for _ in range(MANY)])
    assert statuses(told) == {201: MANY}
    assert len({answered.json["receipt"] for answered in told}) == MANY
    assert exported(alice, survey_id) == before + MANY


def test_one_key_starts_one_thread(alice: Browser, lakeview: District) -> None:
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    body = acts.message(topic, email="abe@home.example")
    told = at_once("lakeview", "/threads", [body] * MANY)
    assert statuses(told).keys() <= {201, 409}
    assert len({answered.json["reference"] for answered in told if answered.status == 201}) == 1
    assert len(alice.ok("GET", f"/inbox?status=unopened&topic={topic}")["items"]) == 1


def test_every_note_of_many_finds_its_place(alice: Browser, lakeview: District) -> None:
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(lakeview.visitor("192.0.2.99"), topic)
    thread = acts.first_waiting(alice, topic)["thread_id"]
    with ThreadPoolExecutor(4) as pool:
        notes = [{"key": new_key(), "message": f"Note {number}"} for number in range(4)]
        told = list(pool.map(lambda note: alice.api("POST", f"/threads/{thread}/notes", note), notes))
    written = [event["text"] for event in alice.ok("GET", f"/threads/{thread}")["timeline"] if event["kind"] == "note"]
    assert statuses(told).keys() <= {201, 409}
    assert len(written) == statuses(told)[201] >= 1


def exported(alice: Browser, survey_id: str) -> int:
    """How many answers are stored."""
    lines, cursor = 0, ""
    while True:
        part = alice.ok("GET", f"/surveys/{survey_id}/export?cursor={cursor}")
        lines += len(part["csv"].splitlines()) - (not cursor)
        cursor = part["next"]
        if cursor is None:
            return lines
