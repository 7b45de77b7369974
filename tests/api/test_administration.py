"""The administrative plane: a designation, an allowed address, a second person; and the log that all of it leaves."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.api import acts
from tests.client import PASSWORD, Browser, District, new_key, wait_for_link
from tests.secondfactors import add_passkey, enrol, new_authenticator, sign_in_by_passkey


@pytest.fixture(scope="module")
def ben(lakeview: District) -> Browser:
    """A second administrator, not designated."""
    return lakeview.colleague("ben-admin", "administrator")


def designate(alice: Browser, user_id: str, days: int = 30) -> Any:
    body = {"key": new_key(), "user_id": user_id, "reason": "Runs the desk of the district.", "days": days}
    return alice.api("POST", "/designations", body)


def test_an_administrator_without_a_designation_administers_nothing(ben: Browser, alice: Browser) -> None:
    for path in ("/designations", "/security", "/audit", "/jobs", "/approvals"):
        refused = ben.api("GET", path)
        assert (refused.status, list(refused.json["fields"])) == (403, ["designation"]), path
    made = designate(alice, ben.user_id).json
    assert ben.api("GET", "/security").status == 200
    with clock.frozen(clock.now() + timedelta(days=31)):
        ben.sign_in("ben-admin")
        assert ben.api("GET", "/security").status == 403
    ben.sign_in("ben-admin")
    assert alice.api("DELETE", f"/designations/{made['designation_id']}").status == 200
    assert ben.api("GET", "/security").status == 403
    register = alice.ok("GET", "/designations")["items"]
    line = next(one for one in register if one["designation_id"] == made["designation_id"])
    assert (line["approved_by"], line["reason"]) == (alice.user_id, "Runs the desk of the district.")
    assert line["ended_at"] > 0


@pytest.mark.parametrize("change", [{"days": 91}, {"days": 0}, {"reason": "  "}])
def test_a_designation_has_a_reason_and_an_end(change: dict[str, Any], alice: Browser, ben: Browser) -> None:
    body = {"key": new_key(), "user_id": ben.user_id, "reason": "Because.", "days": 1, **change}
    assert alice.api("POST", "/designations", body).status == 400


def test_nobody_designates_themselves(alice: Browser) -> None:
    assert designate(alice, alice.user_id).status == 403


def test_nobody_locks_themselves_out(alice: Browser) -> None:
    for body in (
        {"admin_networks": ["10.0.0.0/8"]},
        {"admin_networks": []},
        {"admin_networks": ["203.0.113.0/24"], "desk_networks": ["10.0.0.0/8"]},
    ):
        assert alice.api("PUT", "/security", body).status == 400


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "203.0.113.7/24", "school", "203.0.113.0/33"])
def test_a_network_is_a_network(network: str, alice: Browser) -> None:
    refused = alice.api("PUT", "/security", {"admin_networks": ["203.0.113.0/24", network]})
    assert (refused.status, list(refused.json["fields"])) == (400, ["admin_networks.1"])


def test_the_desk_can_be_kept_to_the_districts_networks(hillside: District) -> None:
    alice = hillside.administrator
    carla = hillside.colleague("carla-desk", "member")
    networks = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]
    alice.ok("PUT", "/security", {"admin_networks": networks, "desk_networks": networks})
    elsewhere = dataclasses.replace(carla, address="10.1.2.3")
    assert elsewhere.api("GET", "/session").status == 403
    assert carla.api("GET", "/session").status == 200
    assert hillside.visitor("10.1.2.3").api("GET", "").status == 200  # The public is not the desk.
    alice.ok("PUT", "/security", {"admin_networks": networks, "desk_networks": []})


# --- Four eyes


def test_lowering_a_surveys_security_needs_a_second_person(alice: Browser, ben: Browser) -> None:
    survey = acts.make_survey(alice, mode="confidential")
    assert alice.ok("GET", f"/surveys/{survey}")["security"] == "enhanced"
    lower = {"key": new_key(), "security": "standard", "reason": "A trial without passkeys."}
    assert alice.api("PUT", f"/surveys/{survey}/security", {**lower, "reason": ""}).status == 400
    asked = alice.ok("PUT", f"/surveys/{survey}/security", lower)
    assert asked["security"] == "enhanced"
    path = f"/approvals/{asked['approval_id']}"
    assert alice.api("POST", f"{path}/approve").status == 403
    assert ben.api("POST", f"{path}/approve").status == 403  # Not designated.
    designate(alice, ben.user_id)
    assert ben.ok("POST", f"{path}/approve") == {"state": "approved"}
    assert alice.ok("GET", f"/surveys/{survey}")["security"] == "standard"
    assert ben.api("POST", f"{path}/approve").status == 404
    assert alice.ok("PUT", f"/surveys/{survey}/security", {**lower, "security": "enhanced"})["security"] == "enhanced"


def test_a_refused_request_changes_nothing(alice: Browser, ben: Browser) -> None:
    designate(alice, ben.user_id)
    survey = acts.make_survey(alice, mode="confidential")
    lower = {"key": new_key(), "security": "standard", "reason": "A trial without passkeys."}
    asked = alice.ok("PUT", f"/surveys/{survey}/security", lower)
    assert ben.ok("POST", f"/approvals/{asked['approval_id']}/refuse") == {"state": "refused"}
    assert alice.ok("GET", f"/surveys/{survey}")["security"] == "enhanced"
    (line,) = [one for one in alice.ok("GET", "/approvals")["items"] if one["approval_id"] == asked["approval_id"]]
    assert (line["state"], line["decided_by"], line["asked_by"]) == ("refused", ben.user_id, alice.user_id)


def test_security_cannot_be_lowered_beside_its_own_way(alice: Browser) -> None:
    survey = acts.make_survey(alice, mode="confidential")
    shown = alice.ok("GET", f"/surveys/{survey}")
    body = {"title": shown["title"], "definition": shown["definition"], "revision": shown["revision"]}
    refused = alice.api("PUT", f"/surveys/{survey}", {**body, "security": "standard"})
    assert (refused.status, list(refused.json["fields"])) == (400, ["security"])


def test_enhanced_results_ask_for_a_passkey(alice: Browser) -> None:
    survey = acts.make_survey(alice, mode="confidential")
    for path in ("results", "export"):
        refused = alice.api("GET", f"/surveys/{survey}/{path}")
        assert refused.status == 403
        assert refused.json["error"] in {"proof_needed", "approval_needed"}


def test_a_lost_factor_leaves_no_password_behind_that_needed_it(
    lakeview: District, alice: Browser, ben: Browser
) -> None:
    nora = lakeview.colleague("nora-lost", "author")
    enrol(nora)
    nora.ok("PUT", "/me/password", {"old": PASSWORD, "new": "kumquat-7rq"})
    designate(alice, ben.user_id)
    asked = alice.api("POST", f"/users/{nora.user_id}/factor-reset", {"key": new_key(), "reason": "Lost."}).json
    ben.ok("POST", f"/approvals/{asked['approval_id']}/approve")
    alone = {"username": "nora-lost", "password": "kumquat-7rq"}
    assert lakeview.visitor().api("POST", "/session", alone).status == 401
    lakeview.visitor().ok("POST", "/password/forgotten", {"username": "nora-lost"})
    token = wait_for_link(lakeview.platform, "nora-lost@lakeview.example", r"/password#([a-z2-7]+)")
    too_short = {"token": token, "password": "kumquat-7rq"}
    assert lakeview.visitor().api("POST", "/password/reset", too_short).status == 400
    lakeview.visitor().ok("POST", "/password/reset", {"token": token, "password": PASSWORD})
    assert Browser("lakeview").sign_in("nora-lost").user_id == nora.user_id


# --- The log


def test_reading_protected_results_and_a_thread_leaves_entries(lakeview: District, alice: Browser) -> None:
    device = new_authenticator()
    nora = lakeview.colleague("nora-reads", "author", "member")
    add_passkey(nora, device)
    nora = sign_in_by_passkey("lakeview", device)
    guarded, plain = acts.make_survey(alice, mode="confidential"), acts.make_survey(alice, mode="anonymous")
    for survey in (guarded, plain):
        nora.ok("GET", f"/surveys/{survey}/results")
    team = acts.make_team(alice, alice.user_id)
    topic = acts.make_topic(alice, team, alice.user_id)
    acts.write_to(lakeview.visitor(), topic, "When does bus 7 leave?")
    thread = acts.first_waiting(alice, topic)["thread_id"]
    alice.ok("GET", f"/threads/{thread}")
    found = [alice.ok("GET", f"/audit?object={one}")["items"] for one in (guarded, plain, thread)]
    read = [[(one["verb"], one["actor_id"]) for one in each if one["verb"].endswith(".read")] for each in found]
    assert read == [[("results.read", nora.user_id)], [], [("thread.read", alice.user_id)]]


def test_the_log_is_read_by_day_act_person_and_object(alice: Browser, ben: Browser) -> None:
    designate(alice, ben.user_id)
    today = clock.iso(clock.now())[:10]
    for query, name in (
        (f"day={today}", ""),
        ("verb=administrator.designated", "verb"),
        (f"actor={alice.user_id}", "actor_id"),
        (f"object={ben.user_id}&day={today}", "object_id"),
    ):
        page = alice.ok("GET", f"/audit?{query}")
        assert page["items"], query
        assert page["items"] == sorted(page["items"], key=lambda entry: entry["at"], reverse=True)
        wanted = query.partition("=")[2].partition("&")[0]
        assert not name or {entry[name] for entry in page["items"]} == {wanted}
    assert alice.ok("GET", "/audit?day=2020-01-01")["items"] == []
    assert alice.api("GET", "/audit?verb=a.b&actor=usr_a").status == 400
    assert alice.api("GET", "/audit?day=yesterday").status == 400


def test_reading_the_log_leaves_an_entry_in_it(alice: Browser) -> None:
    alice.ok("GET", "/audit")
    verbs = [entry["verb"] for entry in alice.ok("GET", f"/audit?actor={alice.user_id}")["items"]]
    assert "audit.read" in verbs


def test_the_log_goes_on_page_by_page(alice: Browser) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(20):
        page = alice.ok("GET", f"/audit?actor={alice.user_id}&cursor={cursor}")
        seen += [f"{entry['at']} {entry['verb']} {entry['object_id']}" for entry in page["items"]]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert len(seen) > 10
