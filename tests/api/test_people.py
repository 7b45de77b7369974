"""Accounts and sub-accounts: nobody gives more than they hold, and what ends, ends at the next request."""

from typing import Any

import pytest

from chalicelib.identity.permissions import Role
from tests.api import acts
from tests.client import PASSWORD, Browser, District, new_key, wait_for_link

HEADING = "email,role,schools,surveys,topics\n"


def find(alice: Browser, user_id: str) -> Any:
    return next(user for user in alice.ok("GET", "/users")["items"] if user["user_id"] == user_id)


def act(alice: Browser, user_id: str, what: str) -> Any:
    return alice.api("POST", f"/users/{user_id}/{what}", {"revision": find(alice, user_id)["revision"]})


@pytest.fixture
def bob(lakeview: District, request: pytest.FixtureRequest) -> Browser:
    """Alice's sub-account, one for each test."""
    return lakeview.colleague("bob-" + new_key()[:8].lower().replace("_", "a").replace("-", "b"), "member")


def test_suspension_ends_every_session_at_the_next_request(alice: Browser, bob: Browser) -> None:
    assert bob.api("GET", "/session").status == 200
    assert act(alice, bob.user_id, "suspend").json["state"] == "suspended"
    assert bob.api("GET", "/session").status == 401
    username = find(alice, bob.user_id)["username"]
    assert bob.api("POST", "/session", {"username": username, "password": PASSWORD}).status == 401
    assert act(alice, bob.user_id, "resume").json["state"] == "active"
    assert bob.api("GET", "/session").status == 401  # The old session stays ended.
    bob.sign_in(username)
    assert bob.api("GET", "/session").status == 200


def test_an_ended_account_is_gone_and_its_name_is_free(alice: Browser, bob: Browser, lakeview: District) -> None:
    username = find(alice, bob.user_id)["username"]
    ended = act(alice, bob.user_id, "end").json
    assert (ended["state"], ended["levels"], ended["factors"]) == ("ended", [], [])
    assert bob.api("GET", "/session").status == 401
    assert act(alice, bob.user_id, "resume").status == 404
    email = f"again-{username}@lakeview.example"
    invited = {"key": new_key(), "email": email, "levels": [{"role": "member"}]}
    alice.ok("POST", "/users", invited)
    token = wait_for_link(lakeview.platform, email, r"/welcome#([a-z2-7]+)")
    assert Browser("lakeview").accept(token, username, "Bob the second").user_id != bob.user_id


def test_other_levels_hold_at_once_and_end_every_session(alice: Browser, bob: Browser) -> None:
    user = find(alice, bob.user_id)
    body = {"levels": [{"role": "author", "surveys": []}], "revision": user["revision"]}
    changed = alice.ok("PUT", f"/users/{bob.user_id}/levels", body)
    assert changed["roles"] == ["author"]
    assert bob.api("GET", "/session").status == 401
    stale = alice.api("PUT", f"/users/{bob.user_id}/levels", body)
    assert (stale.status, list(stale.json["fields"])) == (409, ["revision"])
    bob.sign_in(user["username"])
    assert bob.ok("GET", "/surveys")["items"] == []
    assert bob.api("GET", "/inbox?status=unopened").status == 403


def test_nobody_changes_their_own_account(alice: Browser) -> None:
    for what in ("suspend", "end"):
        assert act(alice, alice.user_id, what).status == 403


@pytest.mark.parametrize(
    "level",
    [{"role": "administrator"}, {"role": "reader"}, {"role": "reader", "schools": ["cedar", "maple"]}],
)
def test_a_principal_gives_no_more_than_their_school(level: dict[str, Any], lakeview: District, alice: Browser) -> None:
    principal = lakeview.colleague("principal-" + new_key()[:6].lower(), "member")
    user = find(alice, principal.user_id)
    levels = [{"role": "administrator", "schools": ["cedar"]}]
    alice.ok("PUT", f"/users/{principal.user_id}/levels", {"levels": levels, "revision": user["revision"]})
    alice.ok("POST", "/designations", {"key": new_key(), "user_id": principal.user_id, "reason": "Cedar.", "days": 5})
    principal.sign_in(user["username"])
    invited = {"key": new_key(), "email": "new@lakeview.example", "levels": [level]}
    assert principal.api("POST", "/users", invited).status == 403
    assert (
        principal.api("POST", "/users", {**invited, "levels": [{"role": "reader", "schools": ["cedar"]}]}).status == 201
    )
    assert act(principal, alice.user_id, "suspend").status == 403
    lost = {"key": new_key(), "reason": "The phone is lost."}
    assert principal.api("POST", f"/users/{alice.user_id}/factor-reset", lost).status == 403
    assert principal.api("GET", "/security").status == 403


def test_a_list_is_tried_before_anybody_is_invited(alice: Browser, lakeview: District) -> None:
    good = HEADING + "nora@lakeview.example,reader,cedar; maple,,\nomar@lakeview.example,member,,,\n"
    bad = good + "nobody,member,,,\nnora@lakeview.example,reader,,,\npat@lakeview.example,owner,,,\n"
    tried = alice.ok("POST", "/users/import", {"key": new_key(), "csv": bad, "is_dry_run": True})
    assert (tried["people"], tried["invited"]) == (2, 0)
    assert list(tried["problems"]) == ["line 4", "line 5", "line 6"]
    refused = alice.ok("POST", "/users/import", {"key": new_key(), "csv": bad, "is_dry_run": False})
    assert refused["invited"] == 0
    sent = {"key": new_key(), "csv": good, "is_dry_run": False}
    for _ in range(2):  # The same key invites once.
        assert alice.ok("POST", "/users/import", sent)["invited"] == 2
    token = wait_for_link(lakeview.platform, "nora@lakeview.example", r"/welcome#([a-z2-7]+)")
    nora = Browser("lakeview").accept(token, "nora", "Nora")
    (level,) = nora.ok("GET", "/session")["user"]["levels"]
    assert (level["role"], level["schools"]) == ("reader", ["cedar", "maple"])


@pytest.mark.parametrize(
    "text", ["", "name\nx\n", HEADING, 'email,role\n"broken', "email,role\n" + "a@b.example,member\n" * 201]
)
def test_what_is_no_list_is_refused(text: str, alice: Browser) -> None:
    refused = alice.api("POST", "/users/import", {"key": new_key(), "csv": text, "is_dry_run": True})
    assert (refused.status, list(refused.json["fields"])) == (400, ["csv"])


def test_what_somebody_sees_is_told_with_names(alice: Browser, bob: Browser) -> None:
    survey = acts.make_survey(alice)
    user = find(alice, bob.user_id)
    levels = [{"role": "reader", "surveys": [survey], "schools": ["cedar"], "fields": []}]
    alice.ok("PUT", f"/users/{bob.user_id}/levels", {"levels": levels, "revision": user["revision"]})
    view = alice.ok("GET", f"/users/{bob.user_id}/view")
    (level,) = view["levels"]
    assert level["permissions"] == ["read_results", "read_surveys"]
    assert level["surveys"] == [{"id": survey, "name": "How safe is school?"}] or level["surveys"][0]["id"] == survey
    assert (level["schools"], level["fields"], view["is_designated"]) == (["cedar"], [], False)


def test_roles_are_known() -> None:
    assert {role.value for role in Role} == {"administrator", "author", "reader", "member"}
