"""Surveys asked in an order of chance: its seed is kept with the answer, and leads to nobody who is not named in it."""

from typing import Any

import pytest

from chalicelib.districts.service import find_district
from chalicelib.privacy.service import open_keys_of
from chalicelib.surveys.archive_service import archived_answers
from local.platform import load_app
from tests.api import acts
from tests.client import Browser, District, new_key

load_app()

SHUFFLED = {**acts.DEFINITION, "questionsOrder": "random"}


def seeds(survey_id: str) -> list[int]:
    """The seeds that lie sealed in the answers."""
    keys = open_keys_of(find_district("lakeview").id)
    return sorted(one.seed for one, _ in archived_answers(keys, survey_id, 0, 1))


def look(lakeview: District, survey_id: str, link: str) -> Any:
    return lakeview.visitor().ok("POST", f"/surveys/{survey_id}/invitation", {"invitation": link})


def test_an_anonymous_answer_keeps_the_seed_that_the_browser_drew(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, definition=SHUFFLED)
    key = new_key()
    first = acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, key, seed=7)
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, key, seed=7).json == first.json
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, key, seed=8).status == 409
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "no"}).status == 201
    assert seeds(survey_id) == [0, 7]


def test_an_export_has_a_column_for_the_seed(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, definition=SHUFFLED)
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, seed=7).status == 201
    heading, line = acts.exported(alice, survey_id)
    assert line[heading.index("seed")] == "7"


def test_no_seed_is_kept_where_everybody_is_asked_alike(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice)
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, seed=7).status == 201
    assert seeds(survey_id) == [0]


@pytest.mark.parametrize("seed", [-1, 2**31, 1.5, "7"])
def test_a_seed_is_a_whole_number_in_bounds(alice: Browser, lakeview: District, seed: object) -> None:
    refused = acts.answer(lakeview.visitor(), acts.make_survey(alice), {"safe": "yes"}, seed=seed)
    assert (refused.status, list(refused.json["fields"])) == (400, ["seed"])


def test_a_named_person_sees_one_order_on_every_device(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, mode="identified", definition=SHUFFLED)
    acts.invite(alice, survey_id, "ora", "pia")
    ora, pia = (acts.personal_link(lakeview, survey_id, name) for name in ("ora", "pia"))
    seed = look(lakeview, survey_id, ora)["seed"]
    assert seed == look(lakeview, survey_id, ora)["seed"]
    assert seed != look(lakeview, survey_id, pia)["seed"]
    refused = acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, invitation=ora, seed=seed - 1 or 2)
    assert (refused.status, list(refused.json["fields"])) == (400, ["seed"])
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, invitation=ora, seed=seed).status == 201
    assert seeds(survey_id) == [seed]


def test_nobody_s_seed_is_in_a_confidential_answer(alice: Browser, lakeview: District) -> None:
    survey_id = acts.make_survey(alice, mode="confidential", definition=SHUFFLED)
    acts.invite(alice, survey_id, "quin")
    quin = acts.personal_link(lakeview, survey_id, "quin")
    assert look(lakeview, survey_id, quin)["seed"] == 0
    assert acts.answer(lakeview.visitor(), survey_id, {"safe": "yes"}, invitation=quin, seed=11).status == 201
    assert seeds(survey_id) == [11]
