"""Quotas: as many answers as there are places, however many come at once; and nobody learns who took them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.platform import load_app
from tests.api import acts
from tests.client import Answered, Browser, District, new_key, wait_for

load_app()
MANY, LIMIT = 32, 10
SCHOOLS = {"type": "dropdown", "name": "school", "choices": ["north", "south"]}
FULL = {"default": "Enough from the north.", "es": "Suficientes del norte."}
NORTH = {"name": "north", "title": "North", "condition": "{school} = 'north'", "limit": LIMIT, "message": FULL}
DEFINITION = {"pages": [{"elements": [SCHOOLS]}], "quotas": [NORTH, {"name": "all", "limit": 1000}]}


@pytest.fixture
def survey_id(alice: Browser) -> str:
    return acts.make_survey(alice, definition=DEFINITION, segments=[])


def send(survey_id: str, count: int, school: str = "north", **extra: object) -> list[Answered]:
    """So many people send at the same moment."""
    browsers = [Browser("lakeview", address=f"192.0.2.{number}") for number in range(count)]
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(lambda one: acts.answer(one, survey_id, {"school": school}, **extra), browsers))


def fills(alice: Browser, survey_id: str) -> dict[str, Any]:
    items = alice.ok("GET", f"/surveys/{survey_id}/quotas")["items"]
    return {one["name"]: (one["taken"], one["is_full"]) for one in items}


def stored(alice: Browser, survey_id: str) -> int:
    return len(acts.exported(alice, survey_id)) - 1


def test_exactly_as_many_are_taken_as_there_are_places(alice: Browser, lakeview: District, survey_id: str) -> None:
    told = send(survey_id, MANY)
    assert Counter(one.status for one in told) == {201: LIMIT, 410: MANY - LIMIT}
    refused = next(one for one in told if one.status == 410)
    assert (refused.json["message"], list(refused.json["fields"])) == (FULL["default"], ["quota"])
    assert send(survey_id, 1, locale="es")[0].json["message"] == FULL["es"]
    assert stored(alice, survey_id) == LIMIT
    assert fills(alice, survey_id) == {"north": (LIMIT, True), "all": (LIMIT, False)}
    assert send(survey_id, 1, "south")[0].status == 201
    form = lakeview.visitor().ok("GET", f"/surveys/{survey_id}/form")
    assert form["full"] == [{"name": "north", "condition": NORTH["condition"], "reads": ["school"], "message": FULL}]
    assert "quotas" not in form["definition"]


def test_the_same_key_gives_the_same_receipt_when_all_places_are_gone(alice: Browser, survey_id: str) -> None:
    key, visitor = new_key(), Browser("lakeview")
    first = acts.answer(visitor, survey_id, {"school": "north"}, key)
    send(survey_id, LIMIT)
    again = acts.answer(visitor, survey_id, {"school": "north"}, key)
    assert (again.status, again.json) == (201, first.json)
    assert acts.answer(visitor, survey_id, {"school": "south"}, key).status == 409
    assert stored(alice, survey_id) == LIMIT


def test_how_many_are_taken_is_told_in_tens(alice: Browser, survey_id: str) -> None:
    send(survey_id, 9)
    send(survey_id, 4, "south")
    assert fills(alice, survey_id) == {"north": (0, False), "all": (10, False)}


def test_a_lost_count_is_made_from_the_counters(alice: Browser, lakeview: District, survey_id: str) -> None:
    from chalicelib.aws import dynamodb  # noqa: PLC0415 - Only once the platform has its settings.
    from chalicelib.districts.service import find_district  # noqa: PLC0415
    from chalicelib.surveys.store import QuotaRow, quotas_pk  # noqa: PLC0415

    send(survey_id, LIMIT - 1)
    wait_for(lambda: alice.ok("GET", f"/surveys/{survey_id}/results")["counted_until"], "counters")
    recount = {"district": "lakeview", "survey_id": survey_id}
    wait_for(lambda: lakeview.platform.run_job("recount_survey", recount)["counted"] == LIMIT - 1, "all counted")
    dynamodb.delete_all("tallies", [(quotas_pk(find_district("lakeview").id, survey_id), "north")])
    assert QuotaRow.TABLE == "tallies"
    assert Counter(one.status for one in send(survey_id, 3)) == {201: 1, 410: 2}


def test_a_personal_link_is_not_spent_on_a_group_that_is_complete(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, mode="confidential", definition=DEFINITION, segments=[])
    names = [f"quo{number}" for number in range(LIMIT + 1)]
    acts.invite(alice, survey_id, *names)
    links = [acts.personal_link(lakeview, survey_id, name) for name in names]
    told = [acts.answer(Browser("lakeview"), survey_id, {"school": "north"}, invitation=link) for link in links]
    assert [one.status for one in told] == [201] * LIMIT + [410]
    assert acts.answer(Browser("lakeview"), survey_id, {"school": "south"}, invitation=links[-1]).status == 201
    assert "invitation" in acts.answer(Browser("lakeview"), survey_id, {}, invitation=links[-1]).json["fields"]
