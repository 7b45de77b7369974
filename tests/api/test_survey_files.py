"""Surveys come as files of four kinds and leave as two, and on paper."""

import base64
import json
from typing import Any

import pytest

from chalicelib.surveys.imports.opening import import_survey
from tests.client import Browser, District, new_key
from tests.unit.imports.samples import OWN

FORMATS = {"our.qsf": "qsf", "our.lss": "lss", "our.xlsx": "xlsform", "our.json": "surveyjs"}


def brought(alice: Browser, raw: bytes) -> dict[str, Any]:
    body = {"key": new_key(), "file": base64.b64encode(raw).decode(), "mode": "anonymous"}
    return alice.ok("POST", "/surveys/import", body)


@pytest.mark.parametrize("name", OWN)
def test_a_file_of_each_kind_becomes_a_draft_that_can_be_published(alice: Browser, name: str) -> None:
    told = brought(alice, OWN[name])
    found = import_survey(OWN[name])
    assert told["format"] == FORMATS[name]
    assert told["survey"]["title"] == found.title
    assert [line["element"] for line in told["report"]] == [line.element for line in found.report]
    survey = alice.ok("GET", f"/surveys/{told['survey']['survey_id']}")
    assert survey["definition"] == found.definition
    opened = alice.ok("POST", f"/surveys/{survey['survey_id']}/publish", {"revision": survey["revision"]})
    assert opened["state"] == "open"


def test_the_same_request_makes_one_survey(alice: Browser) -> None:
    body = {"key": new_key(), "file": base64.b64encode(OWN["our.json"]).decode(), "mode": "anonymous"}
    first, second = (alice.ok("POST", "/surveys/import", body)["survey"]["survey_id"] for _ in range(2))
    assert first == second


def test_a_draft_leaves_as_json_and_as_a_form_and_comes_back(alice: Browser) -> None:
    survey = brought(alice, OWN["our.xlsx"])["survey"]["survey_id"]
    definition = alice.ok("GET", f"/surveys/{survey}")["definition"]
    as_json = alice.ok("GET", f"/surveys/{survey}/file?format=json")
    assert (as_json["name"], as_json["media_type"], as_json["report"]) == ("Family-form.json", "application/json", [])
    assert json.loads(base64.b64decode(as_json["content"])) == definition
    as_form = alice.ok("GET", f"/surveys/{survey}/file?format=xlsform")
    assert as_form["name"] == "Family-form.xlsx"
    assert {line["outcome"] for line in as_form["report"]} == {"carried"}
    back = brought(alice, base64.b64decode(as_form["content"]))["survey"]["survey_id"]
    assert alice.ok("GET", f"/surveys/{back}")["definition"] == definition


def test_a_survey_on_paper_says_its_conditions_in_the_language_asked_for(alice: Browser) -> None:
    survey = brought(alice, OWN["our.xlsx"])["survey"]["survey_id"]
    form = alice.ok("GET", f"/surveys/{survey}/paper?locale=es")
    assert form["title"] == "Family form"
    assert form["languages"] == ["default", "es"]
    items = form["pages"][0]["items"]
    assert (items[0]["number"], items[0]["title"], items[0]["required"]) == ("1", "¿Quién es?", True)
    assert items[3]["condition"] == "Responda solo si su respuesta a la pregunta 2 es más de 0."


def test_a_published_version_leaves_as_it_was(alice: Browser) -> None:
    head = brought(alice, OWN["our.json"])["survey"]
    survey = head["survey_id"]
    assert alice.api("GET", f"/surveys/{survey}/paper?version=1").status == 404
    head = alice.ok("POST", f"/surveys/{survey}/publish", {"revision": head["revision"]})
    changed = {
        "title": "Another",
        "definition": {"pages": [{"name": "a", "elements": [{"type": "text", "name": "new"}]}]},
    }
    alice.ok("PUT", f"/surveys/{survey}", {**changed, "revision": head["revision"]})
    draft = alice.ok("GET", f"/surveys/{survey}/paper")
    version = alice.ok("GET", f"/surveys/{survey}/paper?version=1")
    assert [item["title"] for item in draft["pages"][0]["items"]] == ["new"]
    assert len(version["pages"]) == 2
    assert json.loads(base64.b64decode(alice.ok("GET", f"/surveys/{survey}/file?version=1")["content"]))["pages"][1]


def test_a_reader_takes_the_file_and_nobody_outside_sees_it(alice: Browser, lakeview: District) -> None:
    survey = brought(alice, OWN["our.json"])["survey"]["survey_id"]
    for path in (f"/surveys/{survey}/file", f"/surveys/{survey}/paper"):
        assert lakeview.visitor().api("GET", path).status == 401
