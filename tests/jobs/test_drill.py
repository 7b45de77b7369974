"""A drill as it runs by itself: the job orders it, the queue carries it from run to run, everybody sees its outcome."""

from chalicelib.assurance import run_service as runs
from chalicelib.kernel import clock
from tests.api import acts
from tests.client import Browser, District, wait_for


def test_a_drill_runs_by_itself_and_is_shown_to_everybody_and_in_the_desk(riverside: District, alice: Browser) -> None:
    survey_id = acts.make_survey(alice)
    assert acts.answer(riverside.visitor(), survey_id, {"safe": "yes", "school": "north"}).status == 201
    riverside.platform.run_job("back_up_daily", {"day": clock.iso(clock.now())[:10]})
    assert riverside.platform.run_job("drill_restore", {"now": True})["ordered"] == 1
    shown = wait_for(lambda: riverside.visitor().ok("GET", "/status")["last"], "the end of the drill", 60)
    assert shown["items"] == shown["equal"] > 0
    desk = alice.ok("GET", "/drills")
    assert desk["items"][0]["drill"] == shown
    assert desk["items"][0]["report"]["document"]["tried"]["answers"] >= 1
    assert desk["document"]["days"] >= 0
    wait_for(lambda: runs.last_runs("continue_restore")[0].outcome == "done", "the run written down")
