"""Students and protected areas: nothing is published before somebody confirms what their parents had, by name."""

from typing import Any

from tests.api import acts
from tests.client import Browser, District

ASKED: dict[str, Any] = {
    "audience": ["students"],
    "elements": [
        {"type": "radiogroup", "name": "faith", "title": "Do you pray?", "choices": ["yes", "no"], "ppra": ["religion"]}
    ],
}
ITEM = {"name": "faith", "title": "Do you pray?", "areas": ["religion"]}


def test_publishing_asks_for_the_notice_and_records_it(alice: Browser, lakeview: District) -> None:
    survey = acts.draft_survey(alice, definition=ASKED, segments=[])
    path = f"/surveys/{survey['survey_id']}"
    changes = alice.ok("GET", f"{path}/changes")
    assert (changes["protected"], changes["needs_notice"]) == ([ITEM], True)
    for notice in ("", "told them"):
        body = {"revision": survey["revision"], "parental_notice": notice}
        refused = alice.api("POST", f"{path}/publish", body)
        assert (refused.status, list(refused.json["fields"])) == (400, ["parental_notice"])
    body = {"revision": survey["revision"], "parental_notice": "prior_consent"}
    assert alice.ok("POST", f"{path}/publish", body)["state"] == "open"
    (version,) = alice.ok("GET", f"{path}/versions")["items"]
    assert version["parental_notice"] == "prior_consent"
    entries = alice.ok("GET", f"/audit?object={survey['survey_id']}")["items"]
    (published,) = [one for one in entries if one["verb"] == "survey.published"]
    assert published["detail"] == {"parental_notice": "prior_consent"}
    form = lakeview.visitor().ok("GET", f"{path}/form")
    assert "ppra" not in form["definition"]["elements"][0]


def test_a_check_hints_at_words_and_refuses_nothing(alice: Browser) -> None:
    definition = {"elements": [{"type": "text", "name": "q", "title": "Do you pray?"}]}
    checked = alice.ok("POST", "/surveys/check", {"definition": definition})
    assert checked == {
        "ok": True,
        "problems": {},
        "hints": [{"path": "elements[0]", "area": "religion", "word": "pray"}],
    }
