"""A drill as it runs by itself: the job orders it, the queue carries it from run to run, everybody sees its outcome."""

import pytest

from chalicelib.assurance import run_service as runs
from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import service as privacy
from tests.api import acts
from tests.client import Browser, District, wait_for


def test_a_drill_runs_by_itself_and_is_shown_to_everybody_and_in_the_desk(riverside: District, alice: Browser) -> None:
    survey_id = acts.make_survey(alice)
    assert acts.answer(riverside.visitor(), survey_id, {"safe": "yes", "school": "north"}).status == 201
    riverside.platform.run_job("back_up_daily", {"day": clock.iso(clock.now())[:10]})
    before = alice.ok("GET", "/drills")["items"]
    assert riverside.platform.run_job("drill_restore", {"now": True})["ordered"] == 1
    wait_for(lambda: alice.ok("GET", "/drills")["items"] != before, "the end of the drill", 60)
    desk = alice.ok("GET", "/drills")
    (ended,) = [one for one in desk["items"] if one not in before]
    shown = ended["drill"]
    assert shown["items"] == shown["equal"] > 0
    assert riverside.visitor().ok("GET", "/status")["last"] == desk["items"][0]["drill"]
    assert ended["report"]["document"]["tried"]["answers"] >= 1
    assert desk["document"]["days"] >= 0
    wait_for(lambda: runs.last_runs("continue_restore")[0].outcome == "done", "the run written down")


def test_a_district_that_is_gone_has_no_keys_in_restored_tables_either(riverside: District) -> None:
    """A backup may hold a district that has left since: its keys are looked for where they were, and are not there."""
    with dynamodb.pointed_at("scratch-nowhere-"):
        assert privacy.open_keys_of(riverside.district_id).district_id == riverside.district_id
        with pytest.raises(NotFound):
            privacy.open_keys_of("dst_left")
