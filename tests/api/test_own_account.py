"""One's own account: where one is signed in, tokens for integrations, another password."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.api import acts
from tests.client import PASSWORD, Answered, Browser, District, new_key

OTHER = "eleven slow trains over a bridge"


@pytest.fixture
def username() -> str:
    return "omar-" + new_key()[:8].lower().replace("_", "a").replace("-", "b")


@pytest.fixture
def omar(lakeview: District, username: str) -> Browser:
    return lakeview.colleague(username, "author")


def with_token(token: str, method: str, path: str, body: Any = None) -> Answered:
    return Browser("lakeview").api(method, path, body, authorization=f"Bearer {token}")


def test_somebody_sees_and_ends_what_they_are_signed_in_with(omar: Browser, username: str) -> None:
    phone = Browser("lakeview").sign_in(username)
    held = omar.ok("GET", "/me/sessions")["items"]
    assert [one["is_current"] for one in held].count(True) == 1
    assert len(held) == 2
    other = next(one for one in held if not one["is_current"])
    assert other["device"]["network"] == "203.0.113.0/24"
    omar.ok("DELETE", f"/me/sessions/{other['session_id']}")
    assert phone.api("GET", "/session").status == 401
    assert omar.api("DELETE", f"/me/sessions/{other['session_id']}").status == 404


def test_nobody_ends_anothers_session(omar: Browser, alice: Browser) -> None:
    mine = alice.ok("GET", "/me/sessions")["items"][0]["session_id"]
    assert omar.api("DELETE", f"/me/sessions/{mine}").status == 404
    assert alice.api("GET", "/session").status == 200


def test_all_others_end_and_this_browser_stays(omar: Browser, username: str) -> None:
    phone = Browser("lakeview").sign_in(username)
    old = dataclasses.replace(omar)
    omar.csrf = omar.ok("DELETE", "/me/sessions")["csrf"]
    assert omar.api("GET", "/session").status == 200
    assert (old.api("GET", "/session").status, phone.api("GET", "/session").status) == (401, 401)


def test_another_password_ends_everything_else(omar: Browser, username: str) -> None:
    phone, old = Browser("lakeview").sign_in(username), dataclasses.replace(omar)
    assert omar.api("PUT", "/me/password", {"old": "wrong", "new": OTHER}).status == 400
    assert omar.api("PUT", "/me/password", {"old": PASSWORD, "new": "short"}).status == 400
    omar.csrf = omar.ok("PUT", "/me/password", {"old": PASSWORD, "new": OTHER})["csrf"]
    assert omar.api("GET", "/session").status == 200
    assert (old.api("GET", "/session").status, phone.api("GET", "/session").status) == (401, 401)
    assert Browser("lakeview").api("POST", "/session", {"username": username, "password": PASSWORD}).status == 401
    Browser("lakeview").sign_in(username, OTHER)


def make_token(omar: Browser, *permissions: str, days: int = 30) -> Any:
    return omar.ok("POST", "/me/tokens", {"name": "Data warehouse", "permissions": list(permissions), "days": days})


def test_a_token_does_what_it_was_made_for_and_nothing_else(omar: Browser) -> None:
    survey = acts.make_survey(omar)
    token = make_token(omar, "read_surveys")["token"]
    assert with_token(token, "GET", "/surveys").status == 200
    assert with_token(token, "GET", f"/surveys/{survey}").status == 200
    for method, path in (
        ("GET", f"/surveys/{survey}/results"),
        ("POST", f"/surveys/{survey}/close"),
        ("GET", "/session"),
        ("GET", "/users"),
        ("GET", "/me/sessions"),
        ("POST", "/me/tokens"),
        ("GET", "/jobs"),
    ):
        assert with_token(token, method, path, None if method == "GET" else {}).status == 403, path
    shown = next(one for one in omar.ok("GET", "/me/sessions")["items"] if one["is_token"])
    assert (shown["name"], shown["token_for"], shown["is_current"]) == ("Data warehouse", ["read_surveys"], False)


def test_a_token_is_never_fresh(omar: Browser) -> None:
    survey = acts.make_survey(omar)
    token = make_token(omar, "export_responses")["token"]
    refused = with_token(token, "GET", f"/surveys/{survey}/export")
    assert (refused.status, refused.json["error"]) == (403, "proof_needed")


@pytest.mark.parametrize(
    "permissions",
    [[], ["manage_people"], ["read_audit"], ["work_dialogues"], ["public"], ["signed_in"], ["everything"]],
)
def test_a_token_is_for_ones_own_permissions_alone(permissions: list[str], omar: Browser) -> None:
    body = {"name": "Warehouse", "permissions": permissions, "days": 1}
    refused = omar.api("POST", "/me/tokens", body)
    assert (refused.status, list(refused.json["fields"])) == (400, ["permissions"])


def test_an_administrators_token_administers_nothing(alice: Browser) -> None:
    for permission in ("manage_people", "manage_security", "read_audit", "watch_jobs", "run_jobs"):
        body = {"name": "Warehouse", "permissions": [permission], "days": 1}
        assert alice.api("POST", "/me/tokens", body).status == 400


def test_a_token_is_no_cookie_and_a_cookie_no_token(omar: Browser) -> None:
    token = make_token(omar, "read_surveys")["token"]
    assert Browser("lakeview", cookie=token).api("GET", "/surveys").status == 401
    assert with_token(omar.cookie, "GET", "/surveys").status == 401


def test_a_token_ends_with_its_days_with_its_owner_and_by_hand(omar: Browser, alice: Browser) -> None:
    made = make_token(omar, "read_surveys", days=2)
    with clock.frozen(clock.now() + timedelta(days=1, hours=23)):
        assert with_token(made["token"], "GET", "/surveys").status == 200
    with clock.frozen(clock.now() + timedelta(days=2, minutes=1)):
        assert with_token(made["token"], "GET", "/surveys").status == 401
    omar.ok("DELETE", f"/me/sessions/{made['session_id']}")
    assert with_token(made["token"], "GET", "/surveys").status == 401
    second = make_token(omar, "read_surveys")["token"]
    user = next(one for one in alice.ok("GET", "/users")["items"] if one["user_id"] == omar.user_id)
    alice.ok("POST", f"/users/{omar.user_id}/suspend", {"revision": user["revision"]})
    assert with_token(second, "GET", "/surveys").status == 401


def test_a_token_of_one_district_opens_nothing_in_another(omar: Browser, hillside: District) -> None:
    token = make_token(omar, "read_surveys")["token"]
    assert hillside.visitor().api("GET", "/surveys", authorization=f"Bearer {token}").status == 401
