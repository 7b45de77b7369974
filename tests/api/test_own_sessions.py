"""A session that takes another's place: no fresher than that one, good for no longer, in the browser that is known."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.aws import dynamodb
from chalicelib.identity.session_service import ABSOLUTE_SECONDS, FRESH_SECONDS, IDLE_SECONDS, TICK_SECONDS
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.identity.throttle_service import PROVE_AGAIN
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from tests.authenticator import Authenticator
from tests.client import PASSWORD, Browser, District, new_key
from tests.secondfactors import add_passkey, code_of, enrol

OTHER = "eleven slow trains over a bridge"
MORNING = datetime(2027, 5, 10, 13, tzinfo=UTC)
Replace = Callable[[Browser], None]


@pytest.fixture
def username() -> str:
    return "remy-" + new_key()[:10].lower().replace("_", "a").replace("-", "b")


@pytest.fixture
def remy(lakeview: District, username: str) -> Browser:
    """Somebody who signed in on a morning of their own, in the browser that they always use."""
    browser = lakeview.colleague(username, "author")
    with clock.frozen(MORNING):
        return browser.sign_in(username)


def end_all_others(browser: Browser) -> None:
    browser.csrf = browser.ok("DELETE", "/me/sessions")["csrf"]


def change_password(browser: Browser) -> None:
    browser.csrf = browser.ok("PUT", "/me/password", {"old": PASSWORD, "new": OTHER})["csrf"]


def is_fresh(browser: Browser) -> bool:
    answered = browser.api("POST", "/me/totp")
    assert answered.status == 200 or answered.json["error"] == "proof_needed"
    return answered.status == 200


def known_browsers(district: District, user_id: str) -> list[str]:
    row = dynamodb.get(UserRow, people_pk(district.district_id), user_id)
    assert row is not None
    return list(row.devices)


def test_ending_all_others_proves_nothing(remy: Browser) -> None:
    """Whoever finds a desk unlocked cannot make its session fresh without the person."""
    with clock.frozen(MORNING + timedelta(seconds=FRESH_SECONDS)):
        assert not is_fresh(remy)
        end_all_others(remy)
        assert not is_fresh(remy)
        remy.ok("POST", "/session/proof", {"kind": "password", "password": PASSWORD})
        assert is_fresh(remy)


@pytest.mark.parametrize("replace", [end_all_others, change_password])
def test_a_session_in_anothers_place_stays_as_fresh_as_that_was(replace: Replace, remy: Browser) -> None:
    with clock.frozen(MORNING + timedelta(seconds=FRESH_SECONDS - 1)):
        before = remy.ok("GET", "/session")
        replace(remy)
        after = remy.ok("GET", "/session")
        assert (after["proof"], after["proved_at"]) == (before["proof"], before["proved_at"])
        assert is_fresh(remy)
    with clock.frozen(MORNING + timedelta(seconds=FRESH_SECONDS)):
        assert not is_fresh(remy)


def test_a_session_in_anothers_place_ends_when_that_would_have(remy: Browser) -> None:
    for moment in range(0, ABSOLUTE_SECONDS, IDLE_SECONDS):
        with clock.frozen(MORNING + timedelta(seconds=moment)):
            end_all_others(remy) if moment % (4 * IDLE_SECONDS) == 0 else remy.ok("GET", "/session")
    with clock.frozen(MORNING + timedelta(seconds=ABSOLUTE_SECONDS - 1)):
        assert remy.api("GET", "/session").status == 200
    with clock.frozen(MORNING + timedelta(seconds=ABSOLUTE_SECONDS)):
        assert remy.api("GET", "/session").status == 401


@pytest.mark.parametrize("replace", [end_all_others, change_password])
def test_this_browser_alone_stays_a_known_one(
    replace: Replace, remy: Browser, username: str, lakeview: District
) -> None:
    with clock.frozen(MORNING):
        phone = Browser("lakeview").sign_in(username)
        assert len(known_browsers(lakeview, remy.user_id)) == 2
        kept = remy.device
        replace(remy)
        assert remy.device == kept != phone.device
        assert len(known_browsers(lakeview, remy.user_id)) == 1


def test_the_proof_stays_the_one_that_was_given(remy: Browser) -> None:
    with clock.frozen(MORNING):
        secret, _ = enrol(remy)
        assert remy.ok("POST", "/session/proof", {"kind": "totp", "code": code_of(secret)})["proof"] == "totp"
        end_all_others(remy)
        assert remy.ok("GET", "/session")["proof"] == "totp"


def test_a_new_password_still_asks_for_the_second_factor(remy: Browser, username: str) -> None:
    with clock.frozen(MORNING):
        enrol(remy)
        change_password(remy)
        pending = Browser("lakeview").ok("POST", "/session", {"username": username, "password": OTHER})
        assert (pending["state"], pending["user"]) == ("second_factor", None)


def test_the_present_password_is_not_guessed_from_within(remy: Browser) -> None:
    with clock.frozen(MORNING):
        wrong = [{"old": f"guess number {number}", "new": OTHER} for number in range(PROVE_AGAIN.tries)]
        assert {remy.api("PUT", "/me/password", body).status for body in wrong} == {400}
        assert remy.api("PUT", "/me/password", {"old": PASSWORD, "new": OTHER}).status == 429
        assert remy.api("POST", "/session/proof", {"kind": "password", "password": PASSWORD}).status == 429


def test_what_is_seen_of_a_session_is_when_it_began_and_was_used(remy: Browser) -> None:
    with clock.frozen(MORNING + timedelta(seconds=TICK_SECONDS)):
        remy.ok("GET", "/session")
        (shown,) = remy.ok("GET", "/me/sessions")["items"]
    began = int(MORNING.timestamp())
    assert (shown["started_at"], shown["seen_at"]) == (began, began + TICK_SECONDS)
    assert (shown["expires_at"], shown["proof"]) == (began + ABSOLUTE_SECONDS, "password")
    assert (shown["is_token"], shown["is_current"], shown["token_for"]) == (False, True, [])


def test_an_idle_session_is_not_listed(remy: Browser, username: str) -> None:
    with clock.frozen(MORNING + timedelta(seconds=IDLE_SECONDS)):
        later = Browser("lakeview").sign_in(username)
    with clock.frozen(MORNING + timedelta(seconds=IDLE_SECONDS + 1)):
        (shown,) = later.ok("GET", "/me/sessions")["items"]
        assert shown["is_current"]


def test_signing_in_tells_at_once_whether_one_may_administer(alice: Browser) -> None:
    """The page of somebody who has just signed in shows what the same page shows when it is loaded again."""
    browser = Browser("lakeview")
    told: Any = browser.ok("POST", "/session", {"username": "alice", "password": PASSWORD})
    again = browser.ok("GET", "/session")
    assert told["user"]["designated_until"] > clock.seconds()
    assert told == again


def test_neither_a_passkey_nor_a_step_begun_before_opens_a_suspended_account(
    username: str, lakeview: District, alice: Browser
) -> None:
    sam, base_url = lakeview.colleague(username, "author"), settings().base_url
    phone = Authenticator(base_url, urlsplit(base_url).hostname or "")
    assert add_passkey(sam, phone).status == 200
    secret, codes = enrol(sam)
    assert (bool(secret), codes) == (True, [])  # They came with the passkey.
    alone = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    pending = Browser("lakeview").ok("POST", "/session", {"username": username, "password": PASSWORD})
    revision = next(one["revision"] for one in alice.ok("GET", "/users")["items"] if one["user_id"] == sam.user_id)
    alice.ok("POST", f"/users/{sam.user_id}/suspend", {"revision": revision})
    assert sam.api("GET", "/session").status == 401
    answer = {"challenge": alone["challenge"], "credential": phone.prove(alone["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", answer).status == 400
    step = {"challenge": pending["challenge"], "kind": "totp", "code": code_of(secret)}
    assert Browser("lakeview").api("POST", "/session/second", step).status == 401
