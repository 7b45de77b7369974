"""Second factors: an app, recovery codes and passkeys; each proof counts once, and the weaker never stands in."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.authenticator import PRESENT
from tests.client import PASSWORD, Answered, Browser, District, new_key, wait_for_link
from tests.secondfactors import add_passkey, code_of, enrol, new_authenticator

AT_ONCE = 32


@pytest.fixture
def username() -> str:
    return "nora-" + new_key()[:8].lower().replace("_", "a").replace("-", "b")


@pytest.fixture
def nora(lakeview: District, username: str) -> Browser:
    return lakeview.colleague(username, "author")


def password_given(username: str) -> Any:
    """What comes after the password, in a browser of its own."""
    return Browser("lakeview").ok("POST", "/session", {"username": username, "password": PASSWORD})


def second(challenge: str, kind: str, code: str) -> Answered:
    body = {"challenge": challenge, "kind": kind, "code": code}
    return Browser("lakeview").api("POST", "/session/second", body)


# --- Authenticator app and recovery codes


def test_an_app_is_asked_for_after_the_password(nora: Browser, username: str) -> None:
    secret, codes = enrol(nora)
    assert len(set(codes)) == 10
    pending = password_given(username)
    assert (pending["state"], pending["user"], pending["csrf"]) == ("second_factor", None, "")
    assert set(pending["factors"]) == {"totp", "recovery"}
    signed_in = second(pending["challenge"], "totp", code_of(secret))
    assert signed_in.status == 200
    assert (signed_in.json["state"], signed_in.json["proof"]) == ("signed_in", "totp")
    assert "__Host-sid=" in str(signed_in.headers) or signed_in.headers["set-cookie"]


def test_a_password_alone_gives_no_cookie(nora: Browser, username: str) -> None:
    enrol(nora)
    answered = Browser("lakeview").api("POST", "/session", {"username": username, "password": PASSWORD})
    assert "set-cookie" not in answered.headers


def test_a_used_code_is_refused(nora: Browser, username: str) -> None:
    secret, _ = enrol(nora)
    code = code_of(secret)
    assert second(password_given(username)["challenge"], "totp", code).status == 200
    again = second(password_given(username)["challenge"], "totp", code)
    assert (again.status, list(again.json["fields"])) == (400, ["code"])


@pytest.mark.parametrize("code", ["000000", "", "12345", "abcdef", "1234567", "١٢٣٤٥٦"])
def test_a_wrong_code_is_refused(code: str, nora: Browser, username: str) -> None:
    enrol(nora)
    assert second(password_given(username)["challenge"], "totp", code).status == 400


def test_a_challenge_has_five_tries_and_five_minutes(nora: Browser, username: str) -> None:
    secret, _ = enrol(nora)
    challenge = password_given(username)["challenge"]
    for _ in range(5):
        assert second(challenge, "totp", "000000").status == 400
    assert second(challenge, "totp", code_of(secret)).status == 410
    late = password_given(username)["challenge"]
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert second(late, "totp", code_of(secret)).status == 410


def test_one_code_sent_by_many_at_once_signs_in_one(nora: Browser, username: str) -> None:
    secret, _ = enrol(nora)
    challenges = [password_given(username)["challenge"] for _ in range(8)]
    code = code_of(secret)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda challenge: second(challenge, "totp", code).status, challenges))
    assert told.count(200) == 1


def test_one_challenge_used_by_many_at_once_signs_in_one(nora: Browser, username: str) -> None:
    _, codes = enrol(nora)
    challenge = password_given(username)["challenge"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(
            pool.map(lambda code: second(challenge, "recovery", code).status, [*codes, *codes, *codes][:AT_ONCE])
        )
    assert told.count(200) == 1


def test_a_recovery_code_works_once_however_it_is_typed(nora: Browser, username: str) -> None:
    _, codes = enrol(nora)
    typed = codes[0].upper().replace("-", " ")
    assert second(password_given(username)["challenge"], "recovery", typed).status == 200
    assert second(password_given(username)["challenge"], "recovery", codes[0]).status == 400
    assert nora.ok("GET", "/me/factors")["recovery_left"] == 9
    fresh = nora.ok("POST", "/me/recovery-codes")["recovery_codes"]
    assert second(password_given(username)["challenge"], "recovery", codes[1]).status == 400
    assert second(password_given(username)["challenge"], "recovery", fresh[0]).status == 200


def test_one_recovery_code_sent_by_many_at_once_signs_in_one(nora: Browser, username: str) -> None:
    _, codes = enrol(nora)
    challenges = [password_given(username)["challenge"] for _ in range(8)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda one: second(one, "recovery", codes[0]).status, challenges))
    assert told.count(200) == 1


def test_the_codes_go_with_the_last_factor(nora: Browser, username: str) -> None:
    enrol(nora)
    nora.ok("DELETE", "/me/totp")
    factors = nora.ok("GET", "/me/factors")
    assert (factors["totp"], factors["recovery_left"], factors["passkeys"]) == (False, 0, [])
    assert password_given(username)["state"] == "signed_in"


def choose_password(nora: Browser, old: str, new: str) -> None:
    nora.ok("PUT", "/me/password", {"old": old, "new": new})
    nora.csrf = nora.ok("GET", "/session")["csrf"]


def test_a_password_that_is_good_beside_a_factor_only_never_stands_alone(nora: Browser, username: str) -> None:
    enrol(nora)
    choose_password(nora, PASSWORD, "kumquat-7rq")
    refused = nora.api("DELETE", "/me/totp")
    assert (refused.status, list(refused.json["fields"])) == (409, ["password"])
    assert nora.ok("GET", "/me/factors")["totp"] is True
    choose_password(nora, "kumquat-7rq", PASSWORD)
    assert nora.api("DELETE", "/me/totp").status == 200
    assert password_given(username)["state"] == "signed_in"


# --- Passkeys


def test_a_passkey_signs_in_alone(nora: Browser, username: str) -> None:
    device = new_authenticator()
    added = add_passkey(nora, device)
    assert (added.status, len(added.json["recovery_codes"])) == (200, 10)
    visitor = Browser("lakeview")
    asked = visitor.ok("POST", "/session/passkey/options", {})
    assert "allowCredentials" not in asked["options"] or not asked["options"]["allowCredentials"]
    sent = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    signed_in = visitor.ok("POST", "/session/passkey", sent)
    assert (signed_in["proof"], signed_in["user"]["user_id"]) == ("passkey", nora.user_id)
    assert visitor.api("POST", "/session/passkey", sent).status == 410  # Replayed.


def test_a_passkey_is_a_second_step(nora: Browser, username: str) -> None:
    device = new_authenticator()
    add_passkey(nora, device)
    pending = password_given(username)
    visitor = Browser("lakeview")
    asked = visitor.ok("POST", "/session/passkey/options", {"challenge": pending["challenge"]})
    assert len(asked["options"]["allowCredentials"]) == 1
    sent = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert visitor.ok("POST", "/session/passkey", sent)["proof"] == "passkey"


def test_another_persons_passkey_is_no_second_step(nora: Browser, username: str, lakeview: District) -> None:
    other = lakeview.colleague("o" + username, "member")
    theirs = new_authenticator()
    add_passkey(other, theirs)
    enrol(nora)
    pending = password_given(username)
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {"challenge": pending["challenge"]})
    sent = {"challenge": asked["challenge"], "credential": theirs.prove(asked["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", sent).status == 400


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
    ids=["origin", "like origin", "host", "not verified", "not present"],
)
def test_a_passkey_of_another_place_or_without_its_owner_is_refused(change: dict[str, Any], nora: Browser) -> None:
    assert add_passkey(nora, new_authenticator(**change)).status == 400
    device = new_authenticator()
    add_passkey(nora, device)
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    spoiled = dataclasses.replace(device, **change)
    sent = {"challenge": asked["challenge"], "credential": spoiled.prove(asked["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", sent).status == 400


def test_a_proof_of_another_challenge_is_refused(nora: Browser, hillside: District) -> None:
    device = new_authenticator()
    add_passkey(nora, device)
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    other = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    mixed = {"challenge": other["challenge"], "credential": device.prove(asked["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", mixed).status == 400
    foreign = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert hillside.visitor().api("POST", "/session/passkey", foreign).status == 410


def test_a_counter_that_goes_back_is_refused(nora: Browser) -> None:
    device = new_authenticator(counter=10)
    add_passkey(nora, device)
    device.counter = 3
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    sent = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", sent).status == 400


def test_nobody_keeps_the_passkey_of_another(nora: Browser, username: str, lakeview: District) -> None:
    device = new_authenticator()
    assert add_passkey(nora, device).status == 200
    other = lakeview.colleague("p" + username, "member")
    assert add_passkey(other, device).status == 409


def test_a_removed_passkey_opens_nothing(nora: Browser) -> None:
    device = new_authenticator()
    passkey_id = add_passkey(nora, device).json["passkey_id"]
    assert nora.api("DELETE", "/me/passkeys/0000000000000000").status == 404
    nora.ok("DELETE", f"/me/passkeys/{passkey_id}")
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    sent = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert Browser("lakeview").api("POST", "/session/passkey", sent).status == 400


@pytest.mark.parametrize("credential", [{}, {"id": "x"}, {"id": "AAAA", "response": {}}, {"id": 7}])
def test_what_is_no_credential_is_refused(credential: dict[str, Any], nora: Browser) -> None:
    add_passkey(nora, new_authenticator())
    asked = Browser("lakeview").ok("POST", "/session/passkey/options", {})
    sent = {"challenge": asked["challenge"], "credential": credential}
    assert Browser("lakeview").api("POST", "/session/passkey", sent).status in {400, 401}


# --- Proving again


def test_what_is_sensitive_asks_for_a_new_proof(nora: Browser) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        asked = nora.api("POST", "/me/totp")
        assert (asked.status, asked.json["error"]) == (403, "proof_needed")
        assert nora.api("POST", "/session/proof", {"kind": "password", "password": "wrong words here"}).status == 400
        assert nora.ok("POST", "/session/proof", {"kind": "password", "password": PASSWORD})["proof"] == "password"
        assert nora.api("POST", "/me/totp").status == 200


def test_who_has_a_second_factor_proves_by_it(nora: Browser) -> None:
    secret, _ = enrol(nora)
    refused = nora.api("POST", "/session/proof", {"kind": "password", "password": PASSWORD})
    assert (refused.status, list(refused.json["fields"])) == (403, ["kind"])
    assert nora.ok("POST", "/session/proof", {"kind": "totp", "code": code_of(secret)})["proof"] == "totp"
    device = new_authenticator()
    add_passkey(nora, device)
    asked = nora.ok("POST", "/session/proof/options")
    sent = {"kind": "passkey", "challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert nora.ok("POST", "/session/proof", sent)["proof"] == "passkey"
    assert nora.api("POST", "/session/proof", sent).status == 410


def test_a_proof_that_was_asked_of_another_is_refused(nora: Browser, username: str, lakeview: District) -> None:
    device, other = new_authenticator(), lakeview.colleague("q" + username, "member")
    add_passkey(nora, device)
    asked = nora.ok("POST", "/session/proof/options")
    sent = {"kind": "passkey", "challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    assert other.api("POST", "/session/proof", sent).status == 403


def test_administration_by_passkey_alone(platform: Any, lakeview: District, alice: Browser) -> None:
    """Where the district asks for a passkey, neither a password nor an app opens the administrative plane."""
    event = {"slug": "strictville", "name": "Strict", "timezone": "America/New_York", "email": "it@strict.example"}
    platform.run_job("open_district", {**event, "admin_networks": ["203.0.113.0/24"]})

    token = wait_for_link(platform, "it@strict.example", r"/welcome#([a-z2-7]+)")
    admin = Browser("strictville").accept(token, "strict", "Strict Admin")
    assert admin.api("GET", "/users").status == 200
    for path in ("/security", "/audit", "/designations"):
        asked = admin.api("GET", path)
        assert (asked.status, asked.json["error"]) == (403, "proof_needed")
    device = new_authenticator()
    add_passkey(admin, device)
    asked = admin.ok("POST", "/session/proof/options")
    sent = {"kind": "passkey", "challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    admin.ok("POST", "/session/proof", sent)
    assert admin.api("GET", "/security").status == 200


def test_a_second_step_ends_with_the_password_that_began_it(nora: Browser, username: str) -> None:
    secret, _ = enrol(nora)
    challenge = password_given(username)["challenge"]
    nora.csrf = nora.ok("PUT", "/me/password", {"old": PASSWORD, "new": "eleven slow trains over a bridge"})["csrf"]
    assert second(challenge, "totp", code_of(secret)).status == 410
