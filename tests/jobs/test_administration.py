"""What an operator does for a district that cannot help itself; each act is written down and ends by itself."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.entry.job import JobFailed
from chalicelib.jobs.administration import administer_district
from chalicelib.kernel import clock
from tests.api import acts
from tests.client import Browser, District, new_key, wait_for_link

WHY = "Nobody else can be reached."


def act(district: District, what: str, **said: Any) -> dict[str, Any]:
    return {"district": district.slug, "act": what, **said}


@pytest.fixture(scope="module")
def ben(riverside: District) -> Browser:
    """A second administrator, not designated."""
    return riverside.colleague("ben-glass", "administrator")


def verbs_about(alice: Browser, thing: str) -> list[str]:
    return [entry["verb"] for entry in alice.ok("GET", f"/audit?object={thing}")["items"]]


def test_a_broken_glass_opens_the_plane_for_four_hours(run: Any, riverside: District, ben: Browser) -> None:
    assert ben.api("GET", "/security").status == 403
    made = run(administer_district, act(riverside, "break_glass", username="ben-glass", reason=WHY))
    assert 4 * 3600 - 60 < made["ends_at"] - clock.seconds() <= 4 * 3600
    assert ben.api("GET", "/security").status == 200
    assert {"glass.broken", "administrator.designated"} <= set(verbs_about(riverside.administrator, ben.user_id))
    register = riverside.administrator.ok("GET", "/designations")["items"]
    line = next(one for one in register if one["designation_id"] == made["designation_id"])
    assert (line["approved_by"], line["reason"]) == ("operator", WHY)
    with clock.frozen(clock.now() + timedelta(hours=4, seconds=1)):
        assert ben.sign_in("ben-glass").api("GET", "/security").status == 403


def test_somebody_is_designated_for_days_and_no_longer_than_ninety(run: Any, riverside: District) -> None:
    pat = riverside.colleague("pat-days", "administrator")
    event = act(riverside, "designate", username="pat-days", reason=WHY, days=90)
    assert run(administer_district, event)["ends_at"] > clock.seconds() + 89 * 86_400
    assert pat.api("GET", "/security").status == 200
    for change in ({"days": 91}, {"days": 0}, {"reason": " "}, {"username": "nobody-here"}):
        with pytest.raises(JobFailed):
            run(administer_district, {**event, **change})


def test_a_new_administrator_is_invited_and_designated_from_the_start(run: Any, riverside: District) -> None:
    run(administer_district, act(riverside, "invite", email="it@riverside.example", days=30))
    token = wait_for_link(riverside.platform, "it@riverside.example", r"/welcome#([a-z2-7]+)")
    newcomer = Browser(riverside.slug).accept(token, "newcomer", "New Comer")
    assert newcomer.api("GET", "/security").status == 200
    with pytest.raises(JobFailed, match="days"):
        run(administer_district, act(riverside, "invite", email="it2@riverside.example", days=91))


def test_the_networks_are_replaced_where_a_district_has_locked_itself_out(run: Any, riverside: District) -> None:
    elsewhere = Browser(riverside.slug, "10.9.8.7").sign_in("alice")
    assert elsewhere.api("GET", "/security").status == 403
    networks = ["203.0.113.0/24", "10.9.8.0/24"]
    assert run(administer_district, act(riverside, "allow_networks", admin_networks=networks)) == {"networks": 2}
    assert elsewhere.api("GET", "/security").status == 200
    for wrong in (["0.0.0.0/0"], ["school"]):
        with pytest.raises(JobFailed, match="admin_networks"):
            run(administer_district, act(riverside, "allow_networks", admin_networks=wrong))


def test_nobody_gets_in_where_no_network_is_allowed(run: Any, riverside: District, alice: Browser) -> None:
    run(administer_district, act(riverside, "allow_networks", admin_networks=[]))
    refused = alice.api("GET", "/security")
    assert (refused.status, list(refused.json["fields"])) == (403, ["address"])
    run(administer_district, act(riverside, "allow_networks", admin_networks=["203.0.113.0/24"]))
    assert alice.api("GET", "/security").status == 200


def test_the_operator_is_the_second_person_where_there_is_one_administrator(
    run: Any, riverside: District, alice: Browser
) -> None:
    for decision, state, security in (("refuse", "refused", "enhanced"), ("approve", "approved", "standard")):
        survey = acts.make_survey(alice, mode="confidential")
        body = {"key": new_key(), "security": "standard", "reason": "A trial without passkeys."}
        asked = alice.ok("PUT", f"/surveys/{survey}/security", body)["approval_id"]
        assert run(administer_district, act(riverside, decision, approval_id=asked)) == {"state": state}
        assert alice.ok("GET", f"/surveys/{survey}")["security"] == security


def test_what_is_no_act_is_refused(run: Any, riverside: District) -> None:
    with pytest.raises(JobFailed, match="act"):
        run(administer_district, act(riverside, "reset_everything"))
    with pytest.raises(JobFailed):
        run(administer_district, {"district": "no-such-place", "act": "break_glass"})
