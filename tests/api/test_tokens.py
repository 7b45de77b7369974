"""Tokens for integrations: they last as long as their owner's standing, and reach as far as their owner does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.identity import invitation_service as invitations
from chalicelib.identity.own_account_service import MOST_TOKENS
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.api import acts
from tests.client import PASSWORD, Answered, Browser, District, new_key

load_app()
OTHER = "eleven slow trains over a bridge"


@pytest.fixture
def pia(lakeview: District) -> Browser:
    return lakeview.colleague("pia-" + new_key()[:10].lower().replace("_", "a").replace("-", "b"), "author", "member")


def make_token(owner: Browser, *permissions: str, **change: Any) -> Any:
    body = {"name": "Warehouse", "permissions": list(permissions), "days": 30, **change}
    return owner.ok("POST", "/me/tokens", body)


def use(token: str, method: str, path: str, body: Any = None, **headers: str) -> Answered:
    return Browser("lakeview").api(method, path, body, authorization=f"Bearer {token}", **headers)


def revision_of(alice: Browser, user_id: str) -> Any:
    return next(one["revision"] for one in alice.ok("GET", "/users")["items"] if one["user_id"] == user_id)


ENDINGS: dict[str, Callable[[Browser, Browser], object]] = {
    "another password": lambda pia, _: pia.ok("PUT", "/me/password", {"old": PASSWORD, "new": OTHER}),
    "ending all others": lambda pia, _: pia.ok("DELETE", "/me/sessions"),
    "other levels": lambda pia, alice: alice.ok(
        "PUT",
        f"/users/{pia.user_id}/levels",
        {"levels": [{"role": "author"}], "revision": revision_of(alice, pia.user_id)},
    ),
    "suspension": lambda pia, alice: alice.ok(
        "POST", f"/users/{pia.user_id}/suspend", {"revision": revision_of(alice, pia.user_id)}
    ),
    "the end of the account": lambda pia, alice: alice.ok(
        "POST", f"/users/{pia.user_id}/end", {"revision": revision_of(alice, pia.user_id)}
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_cookie_and_tokens_end_together(ending: str, pia: Browser, alice: Browser) -> None:
    tokens = [make_token(pia, "read_surveys")["token"] for _ in range(2)]
    kept = Browser("lakeview", cookie=pia.cookie, csrf=pia.csrf)
    assert {use(token, "GET", "/surveys").status for token in tokens} == {200}
    ENDINGS[ending](pia, alice)
    assert {use(token, "GET", "/surveys").status for token in tokens} == {401}
    assert kept.api("GET", "/session").status == 401


def test_a_token_does_not_fall_asleep_and_its_last_use_is_shown(pia: Browser) -> None:
    made = make_token(pia, "read_surveys")
    later = clock.now() + timedelta(hours=9)
    with clock.frozen(later):
        assert use(made["token"], "GET", "/surveys").status == 200
    shown = next(one for one in pia.ok("GET", "/me/sessions")["items"] if one["session_id"] == made["session_id"])
    assert shown["seen_at"] == int(later.timestamp())
    assert shown["expires_at"] - shown["started_at"] == 30 * 86_400
    assert made["token"] not in str(shown)


def test_a_token_writes_in_its_owners_name_without_a_page(pia: Browser) -> None:
    token = make_token(pia, "write_surveys")["token"]
    body = {"key": new_key(), "title": "By token", "mode": "anonymous", "definition": acts.DEFINITION, "segments": []}
    made = use(token, "POST", "/surveys", body)
    assert made.status in {200, 201}
    assert any(one["survey_id"] == made.json["survey_id"] for one in pia.ok("GET", "/surveys")["items"])
    assert use(token, "GET", "/surveys").status == 403


def test_a_token_changes_nothing_of_the_account(pia: Browser) -> None:
    token = make_token(pia, "read_surveys", "work_dialogues")["token"]
    proof = {"kind": "password", "password": PASSWORD}
    for method, path, body in (
        ("POST", "/session/proof", proof),
        ("POST", "/session/proof/options", {}),
        ("PUT", "/me/password", {"old": PASSWORD, "new": OTHER}),
        ("GET", "/me/factors", None),
        ("POST", "/me/totp", {}),
        ("POST", "/me/passkeys/options", {}),
        ("POST", "/me/recovery-codes", {}),
        ("DELETE", "/me/sessions", None),
        ("DELETE", "/session", None),
    ):
        assert use(token, method, path, body).status == 403, path


def test_a_token_reaches_no_further_than_its_owner(alice: Browser, lakeview: District) -> None:
    mine, others = acts.make_survey(alice), acts.make_survey(alice)
    name = "qi-" + new_key()[:10].lower().replace("_", "a").replace("-", "b")
    levels = [{"role": "author", "surveys": [mine]}]
    body = {"key": new_key(), "email": f"{name}@lakeview.example", "levels": levels}
    user_id = alice.ok("POST", "/users", body)["user_id"]
    link = invitations.invitation_token(privacy.open_keys_of(lakeview.district_id), user_id)
    owner = Browser("lakeview").accept(link, name, "Qi")
    token = make_token(owner, "read_results")["token"]
    assert use(token, "GET", f"/surveys/{mine}/results").status == 200
    assert use(token, "GET", f"/surveys/{others}/results").status == 404


def test_a_token_beside_a_cookie_is_what_counts(pia: Browser) -> None:
    token = make_token(pia, "read_surveys")["token"]
    assert pia.api("GET", "/session", None, authorization=f"Bearer {token}").status == 403
    assert pia.api("GET", "/session", None, authorization="Bearer nothing").status == 401


def test_somebody_has_twenty_tokens_at_most(pia: Browser) -> None:
    for _ in range(MOST_TOKENS):
        made = make_token(pia, "read_surveys")
    body = {"name": "One more", "permissions": ["read_surveys"], "days": 1}
    assert pia.api("POST", "/me/tokens", body).status == 409
    pia.ok("DELETE", f"/me/sessions/{made['session_id']}")
    assert pia.api("POST", "/me/tokens", body).status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"days": 0},
        {"days": 366},
        {"days": "7"},
        {"name": " "},
        {"name": "x" * 81},
        {"permissions": ["read_surveys", "read_audit"]},
        {"owner": "somebody else"},
    ],
    ids=str,
)
def test_a_token_without_name_or_end_is_refused(change: dict[str, Any], pia: Browser) -> None:
    body = {"name": "Warehouse", "permissions": ["read_surveys"], "days": 30, **change}
    assert pia.api("POST", "/me/tokens", body).status == 400


def test_making_a_token_needs_a_fresh_proof(pia: Browser) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        body = {"name": "Warehouse", "permissions": ["read_surveys"], "days": 30}
        refused = pia.api("POST", "/me/tokens", body)
        assert (refused.status, refused.json["error"]) == (403, "proof_needed")
