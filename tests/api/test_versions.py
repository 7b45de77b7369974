"""A live survey is edited and published again: versions never change, and results say what they add together."""

import copy
from typing import Any

import pytest

from tests.api import acts
from tests.client import Browser, District, open_district, wait_for

ADDRESS = "/surveys/{}"


@pytest.fixture(scope="module")
def rosewood(platform: Any) -> District:
    return open_district(platform, "rosewood")


def edited(**choices: Any) -> dict[str, Any]:
    definition = copy.deepcopy(acts.DEFINITION)
    for name, values in choices.items():
        element = next(one for one in definition["pages"][0]["elements"] if one["name"] == name)
        element.update(values)
    return definition


def save(alice: Browser, survey: str, definition: Any, segments: tuple[str, ...] = ("school",)) -> Any:
    revision = alice.ok("GET", f"/surveys/{survey}")["revision"]
    body = {"title": "Climate", "definition": definition, "segments": list(segments), "revision": revision}
    return alice.ok("PUT", f"/surveys/{survey}", body)


def publish(alice: Browser, survey: str) -> Any:
    revision = alice.ok("GET", f"/surveys/{survey}")["revision"]
    return alice.ok("POST", f"/surveys/{survey}/publish", {"revision": revision})


def send(district: District, survey: str, version: int, count: int, **data: Any) -> None:
    visitor = district.visitor("192.0.2.77")
    for _ in range(count):
        assert acts.answer(visitor, survey, {"safe": "yes", **data}, version=version).status == 201


def test_a_draft_is_kept_unfinished_and_refused_only_when_it_is_published(rosewood: District) -> None:
    alice = rosewood.administrator
    survey = acts.make_survey(alice)
    saved = save(alice, survey, edited(safe={"choices": []}))
    assert saved["version"] == 1
    refused = alice.api("POST", f"/surveys/{survey}/publish", {"revision": saved["revision"]})
    assert (refused.status, list(refused.json["fields"])) == (400, ["pages[0].elements[0].choices"])
    assert alice.api("GET", f"/surveys/{survey}/changes").status == 400
    assert alice.ok("GET", f"/surveys/{survey}/versions/1")["definition"]["pages"] == acts.DEFINITION["pages"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"definition": {"pages": [{"name": "x" * 600_000}]}}, "definition"),
        ({"segments": ["a", "a"]}, "segments"),
    ],
)
def test_a_draft_beyond_every_bound_is_refused(rosewood: District, change: dict[str, Any], field: str) -> None:
    alice = rosewood.administrator
    held = acts.draft_survey(alice)
    body = {"title": "Climate", "definition": acts.DEFINITION, "revision": held["revision"], **change}
    refused = alice.api("PUT", f"/surveys/{held['survey_id']}", body)
    assert (refused.status, list(refused.json["fields"])) == (400, [field])


def test_publishing_an_unchanged_draft_opens_the_version_that_is_there(rosewood: District) -> None:
    alice = rosewood.administrator
    survey = acts.make_survey(alice)
    assert alice.ok("GET", f"/surveys/{survey}/changes") == {
        "version": 1,
        "is_new": False,
        "items": [],
        "protected": [],
        "needs_notice": False,
    }
    alice.ok("POST", f"/surveys/{survey}/close", {})
    assert (publish(alice, survey)["state"], publish(alice, survey)["version"]) == ("open", 1)
    assert [one["version"] for one in alice.ok("GET", f"/surveys/{survey}/versions")["items"]] == [1]


def test_a_new_version_is_told_before_and_leaves_the_old_one_as_it_was(rosewood: District) -> None:
    alice = rosewood.administrator
    survey = acts.make_survey(alice)
    first = alice.ok("GET", f"/surveys/{survey}/versions/1")
    save(alice, survey, edited(safe={"choices": ["yes", "no", "maybe"]}, score={"title": "Your score"}))
    told = alice.ok("GET", f"/surveys/{survey}/changes")
    assert [(one["name"], one["change"]) for one in told["items"]] == [("safe", "meaning"), ("score", "reworded")]
    assert publish(alice, survey)["version"] == 2
    assert alice.ok("GET", f"/surveys/{survey}/versions/1") == first
    hashes = [one["content_hash"] for one in alice.ok("GET", f"/surveys/{survey}/versions")["items"]]
    assert len(set(hashes)) == 2
    save(alice, survey, acts.DEFINITION)
    assert publish(alice, survey)["version"] == 3
    again = [one["content_hash"] for one in alice.ok("GET", f"/surveys/{survey}/versions")["items"]]
    assert again == [*hashes, hashes[0]]


def test_results_add_up_what_was_asked_the_same_way_and_say_so(rosewood: District) -> None:
    alice = rosewood.administrator
    survey = acts.make_survey(alice)
    send(rosewood, survey, 1, 12, score=5, school="north")
    save(alice, survey, edited(safe={"choices": ["yes", "no", "maybe"]}))
    assert publish(alice, survey)["version"] == 2
    send(rosewood, survey, 2, 11, score=3, school="north")

    def read() -> Any:
        results = alice.ok("GET", f"/surveys/{survey}/results")
        return results if results["respondents"] == 23 else None

    results = wait_for(read, "23 counted")
    by_name = {item["name"]: item for item in results["items"]}
    assert results["versions"] == [1, 2]
    assert (by_name["safe"]["versions"], by_name["safe"]["base"]) == ([2], 11)
    assert (by_name["score"]["versions"], by_name["score"]["base"]) == ([1, 2], 23)
    north = alice.ok("GET", f"/surveys/{survey}/results?group=school:north")
    assert north["respondents"] == 23


def test_an_answer_to_the_old_form_is_still_held_against_what_it_asked(rosewood: District) -> None:
    alice = rosewood.administrator
    survey = acts.make_survey(alice)
    save(alice, survey, edited(safe={"choices": ["never", "always"]}))
    publish(alice, survey)
    visitor = rosewood.visitor("192.0.2.78")
    assert acts.answer(visitor, survey, {"safe": "yes"}, version=1).status == 201
    assert acts.answer(visitor, survey, {"safe": "yes"}, version=2).status == 400
