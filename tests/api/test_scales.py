"""Scales from the definition to the results: the server works the score out, and takes none from anybody."""

from typing import Any

from tests.api import acts
from tests.client import Browser, District, wait_for

SCALED: dict[str, Any] = {
    "pages": [{"elements": [{"type": "rating", "name": name} for name in ("a", "b")]}],
    "scales": [{"name": "bond", "title": "Bond", "items": ["a", "b"], "reversed": ["b"], "method": "mean"}],
}


def test_a_score_is_in_results_and_exports(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, definition=SCALED, segments=[])
    visitor = lakeview.visitor()
    assert acts.answer(visitor, survey_id, {"a": 5, "b": 5, "bond": 1}).json["fields"].keys() == {"data.bond"}
    for _ in range(10):
        assert acts.answer(visitor, survey_id, {"a": 5, "b": 2}).status == 201
    results = wait_for(
        lambda: (got := alice.ok("GET", f"/surveys/{survey_id}/results"))["respondents"] == 10 and got, "10 counted"
    )
    assert (results["items"][-1]["name"], results["items"][-1]["mean"], results["items"][-1]["base"]) == (
        "#bond",
        4.5,
        10,
    )
    heading, *lines = acts.exported(alice, survey_id)
    assert heading[-3:] == ["a", "b", "#bond"]
    assert [line[-3:] for line in lines] == [["5", "2", "4.5"]] * 10


def test_a_form_does_not_tell_how_answers_are_scored(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, definition=SCALED, segments=[])
    form = lakeview.visitor().ok("GET", f"/surveys/{survey_id}/form")
    assert "scales" not in form["definition"]
