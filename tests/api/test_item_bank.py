"""The item bank over the API: what is taken from it can be published and is known by its id in the results."""

from tests.api import acts
from tests.client import Browser


def test_an_author_takes_a_scale_from_the_bank(alice: Browser) -> None:
    entries = {one["id"]: one for one in alice.ok("GET", "/item-bank")["items"]}
    assert "element" not in entries["belonging.1"]
    item = alice.ok("GET", "/item-bank/belonging.1")
    assert {name: item[name] for name in entries["belonging.1"]} == entries["belonging.1"]
    definition = {"elements": [item["element"]], "scales": [item["scale"]]}
    survey_id = acts.make_survey(alice, definition=definition, segments=[])
    results = alice.ok("GET", f"/surveys/{survey_id}/results")
    assert results["hidden"]
    assert alice.api("GET", "/item-bank/belonging.2").status == 404
