"""Sessions begin, end and are guarded: idle and absolute time, sign-out, foreign pages, guessing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.identity import invitation_service as invitations
from chalicelib.identity.session_service import ABSOLUTE_SECONDS, IDLE_SECONDS, TICK_SECONDS
from chalicelib.identity.throttle_service import SIGN_IN_PAIR
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.client import PASSWORD, Answered, Browser, District, new_key

load_app()
MORNING = datetime(2027, 3, 8, 14, tzinfo=UTC)
AUTHORED = "https://evil.example"


def at(seconds: float = 0) -> datetime:
    return MORNING + timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def quinn(lakeview: District) -> Browser:
    """A member who signs in and out all day."""
    return lakeview.colleague("quinn", "member")


@pytest.fixture
def signed_in(quinn: Browser) -> Iterator[Browser]:
    with clock.frozen(at()):
        yield Browser("lakeview", address="203.0.113.80").sign_in("quinn")


def status_at(browser: Browser, seconds: float) -> int:
    with clock.frozen(at(seconds)):
        return browser.api("GET", "/session").status


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(quinn: Browser) -> None:
    body = {"username": "quinn", "password": PASSWORD}
    sent = Browser("lakeview", address="203.0.113.81").api("POST", "/session", body).headers["set-cookie"]
    assert re.fullmatch(r"__Host-sid=[\w=-]{64}; Secure; HttpOnly; SameSite=Lax; Path=/", sent)


def test_a_session_ends_after_fifteen_idle_minutes(signed_in: Browser) -> None:
    assert status_at(signed_in, IDLE_SECONDS) == 200
    assert status_at(signed_in, 2 * IDLE_SECONDS) == 200
    assert status_at(signed_in, 3 * IDLE_SECONDS + 1) == 401
    assert signed_in.cookie == ""


def test_a_busy_session_ends_after_twelve_hours(signed_in: Browser) -> None:
    for moment in range(0, ABSOLUTE_SECONDS, IDLE_SECONDS):
        assert status_at(signed_in, moment) == 200
    assert status_at(signed_in, ABSOLUTE_SECONDS - 1) == 200
    assert status_at(signed_in, ABSOLUTE_SECONDS) == 401


def test_the_idle_clock_moves_once_a_minute(signed_in: Browser) -> None:
    assert status_at(signed_in, TICK_SECONDS - 1) == 200
    assert status_at(signed_in, TICK_SECONDS - 1 + IDLE_SECONDS) == 401


def test_signing_out_ends_the_session_and_clears_the_cookie(quinn: Browser) -> None:
    browser = Browser("lakeview", address="203.0.113.82").sign_in("quinn")
    kept = browser.cookie
    answered = browser.api("DELETE", "/session")
    assert answered.headers["set-cookie"].startswith("__Host-sid=; ")
    assert "Max-Age=0" in answered.headers["set-cookie"]
    assert Browser("lakeview", cookie=kept).api("GET", "/session").status == 401


def test_a_broken_cookie_is_no_session() -> None:
    for cookie in ("", "!", "AAAA", "é", "A" * 64, "A" * 5_000):
        assert Browser("lakeview", cookie=cookie).api("GET", "/session").status == 401


def test_half_a_cookie_of_each_of_two_people_is_no_session(alice: Browser, quinn: Browser) -> None:
    mixed = alice.cookie[:20] + quinn.cookie[20:]
    assert Browser("lakeview", cookie=mixed).api("GET", "/session").status == 401


def test_other_cookies_do_no_harm(alice: Browser) -> None:
    sent = f"theme=dark; __Host-sid={alice.cookie}; x"
    assert Browser("lakeview").api("GET", "/session", None, cookie=sent).status == 200


WRITES = (
    ("POST", "/teams", {"key": "A" * 22, "name": "Night", "member_ids": []}),
    ("PUT", "/teams/tem_a2", {"name": "Night", "member_ids": []}),
    ("DELETE", "/session", None),
)


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[0]} {write[1]}")
def test_a_write_from_another_page_is_refused(write: tuple[str, str, object], alice: Browser) -> None:
    forged = Browser("lakeview", cookie=alice.cookie)
    method, path, body = write
    refused: list[Answered] = [
        forged.api(method, path, body),
        forged.api(method, path, body, parley_csrf="0" * 64),
        forged.api(method, path, body, parley_csrf="é"),
        alice.api(method, path, body, origin=AUTHORED),
        alice.api(method, path, body, origin="null"),
        alice.api(method, path, body, sec_fetch_site="cross-site"),
        alice.api(method, path, body, sec_fetch_site="same-site"),
    ]
    assert {answered.status for answered in refused} == {403}
    assert {tuple(answered.json["fields"]) for answered in refused} == {("parley-csrf",)}
    assert alice.api("GET", "/session").status == 200


def test_our_own_page_may_write(alice: Browser) -> None:
    body = {"key": new_key(), "name": "Evening", "member_ids": []}
    assert alice.api("POST", "/teams", body, origin=settings().base_url, sec_fetch_site="same-origin").status == 201


def test_a_member_may_not_do_what_an_author_or_administrator_does(quinn: Browser) -> None:
    for path in ("/surveys", "/jobs"):
        assert quinn.api("GET", path).status == 403
    assert (
        quinn.api(
            "POST", "/users", {"key": new_key(), "email": "a@home.example", "levels": [{"role": "member"}]}
        ).status
        == 403
    )


def test_addresses_of_the_staff_are_shown_to_administrators_alone(alice: Browser, quinn: Browser) -> None:
    assert any(user["email"] for user in alice.ok("GET", "/users")["items"])
    assert not any(user["email"] for user in quinn.ok("GET", "/users")["items"])


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(quinn: Browser) -> None:
    visitor = Browser("lakeview", address="203.0.113.83")
    told = [
        visitor.api("POST", "/session", {"username": name, "password": PASSWORD + "?"}) for name in ("quinn", "nobody")
    ]
    bodies = {re.sub(rb'"request_id":"[^"]*"', b"", answered.body) for answered in told}
    assert {answered.status for answered in told} == {401}
    assert len(bodies) == 1


def test_guessing_is_slowed_down_and_forgiven_later(quinn: Browser) -> None:
    visitor = Browser("lakeview", address="203.0.113.84")
    wrong = {"username": "Quinn ", "password": "not the password at all"}
    with clock.frozen(at(3600)):
        told = [visitor.api("POST", "/session", wrong) for _ in range(SIGN_IN_PAIR.tries + 1)]
        assert [answered.status for answered in told] == [401] * SIGN_IN_PAIR.tries + [429]
        assert told[-1].headers["retry-after"] == str(SIGN_IN_PAIR.seconds)
        right = {"username": "quinn", "password": PASSWORD}
        assert visitor.api("POST", "/session", right).status == 429
        assert Browser("lakeview", address="203.0.113.85").api("POST", "/session", right).status == 200
    with clock.frozen(at(3600 + SIGN_IN_PAIR.seconds)):
        assert visitor.api("POST", "/session", right).status == 200


def invitation(alice: Browser, lakeview: District, username: str) -> dict[str, str]:
    """What somebody sends who accepts an invitation."""
    body = {"key": new_key(), "email": f"{username}@lakeview.example", "levels": [{"role": "member"}]}
    user_id = alice.ok("POST", "/users", body)["user_id"]
    token = invitations.invitation_token(privacy.open_keys_of(lakeview.district_id), user_id)
    return {"invitation": token, "username": username, "name": username.title(), "password": PASSWORD}


def test_an_invitation_works_once(alice: Browser, lakeview: District) -> None:
    body = invitation(alice, lakeview, "rosa")
    assert Browser("lakeview").api("POST", "/welcome", body).status == 200
    assert Browser("lakeview").api("POST", "/welcome", {**body, "username": "rosa2"}).status == 410


def test_an_invitation_ends_after_a_day(alice: Browser, lakeview: District) -> None:
    body = invitation(alice, lakeview, "sven")
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert Browser("lakeview").api("POST", "/welcome", body).status == 410


def test_an_invitation_is_made_once_by_its_key(alice: Browser) -> None:
    body = {"key": new_key(), "email": "tara@lakeview.example", "levels": [{"role": "member"}]}
    assert alice.ok("POST", "/users", body) == alice.ok("POST", "/users", body)
    refused = alice.api("POST", "/users", {**body, "levels": [{"role": "author"}]})
    assert (refused.status, refused.json["fields"].keys()) == (409, {"key"})


def test_the_key_of_an_accepted_invitation_gives_the_same_person(alice: Browser, lakeview: District) -> None:
    body = {"key": new_key(), "email": "uma@lakeview.example", "levels": [{"role": "member"}]}
    user_id = alice.ok("POST", "/users", body)["user_id"]
    token = invitations.invitation_token(privacy.open_keys_of(lakeview.district_id), user_id)
    Browser("lakeview").accept(token, "uma", "Uma")
    assert alice.ok("POST", "/users", body)["user_id"] == user_id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "ab"}, "username"),
        ({"username": "two words"}, "username"),
        ({"name": "  "}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "abababababababababab"}, "password"),
        ({"password": "victor is my user name"}, "password"),
    ],
)
def test_a_poor_account_is_refused(change: dict[str, str], field: str, alice: Browser, lakeview: District) -> None:
    body = {**invitation(alice, lakeview, "victor"), **change}
    refused = Browser("lakeview").api("POST", "/welcome", body)
    assert (refused.status, refused.json["fields"].keys()) == (400, {field})


def test_a_user_name_is_taken_whatever_its_case(alice: Browser, lakeview: District, quinn: Browser) -> None:
    body = {**invitation(alice, lakeview, "wim"), "username": "QUINN"}
    refused = Browser("lakeview").api("POST", "/welcome", body)
    assert (refused.status, refused.json["fields"].keys()) == (409, {"username"})


def test_an_account_that_two_share_leaves_a_trace_and_one_that_moves_does_not(
    lakeview: District, alice: Browser
) -> None:
    paul = lakeview.colleague("paul-shares", "author")  # At work at 203.0.113.7.

    def traces() -> int:
        items = alice.ok("GET", f"/audit?object={paul.user_id}")["items"]
        return sum(one["verb"] == "session.far_apart" for one in items)

    Browser("lakeview", address="203.0.77.1").sign_in("paul-shares")
    assert traces() == 0
    far = Browser("lakeview", address="198.51.100.9").sign_in("paul-shares")
    assert traces() == 1
    far.ok("DELETE", "/me/sessions")
    far.csrf = far.ok("GET", "/session")["csrf"]
    far.ok("DELETE", "/session")
    Browser("lakeview", address="203.0.113.7").sign_in("paul-shares")
    assert traces() == 1
