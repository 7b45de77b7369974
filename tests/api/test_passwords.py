"""A forgotten password is replaced by a one-time link; a stored one of old form is renewed at sign-in."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, kms
from chalicelib.aws.meter import metered
from chalicelib.identity import credentials
from chalicelib.identity import reset_service as resets
from chalicelib.identity import service as identity
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from chalicelib.privacy.store import KeyRow, key_pk
from local.platform import load_app
from tests.api.tables import Tables
from tests.client import PASSWORD, Answered, Browser, District, letters_to, new_key, wait_for_link

load_app()
BETTER = "nine brass kettles under the bridge"
LINK = r"/desk/d/lakeview/password#([a-z2-7]+)"


@pytest.fixture
def somebody(lakeview: District, request: pytest.FixtureRequest) -> Browser:
    """A colleague of each test's own."""
    name = "z" + new_key()[:10].lower().replace("_", "a").replace("-", "b")
    lakeview.colleague(name, "member")
    return Browser("lakeview", address=address_of(name)).sign_in(name)


def address_of(name: str) -> str:
    return f"10.{sum(name.encode()) % 250}.{ord(name[1]) % 250}.{ord(name[2]) % 250}"


def name_of(lakeview: District, browser: Browser) -> str:
    keys = privacy.open_keys_of(lakeview.district_id)
    return identity.find_account(keys, browser.user_id).person.username


def row_of(lakeview: District, browser: Browser) -> UserRow:
    row = dynamodb.get(UserRow, people_pk(lakeview.district_id), browser.user_id)
    assert row is not None
    return row


def link_for(lakeview: District, name: str, number: int = 1) -> str:
    told = Browser("lakeview", address=f"10.9.{number}.{ord(name[1])}").ok(
        "POST", "/password/forgotten", {"username": name}
    )
    assert told == {}
    return str(wait_for_link(lakeview.platform, f"{name}@lakeview.example", LINK, number))


def reset(token: str, password: str = BETTER, **extra: Any) -> Answered:
    return Browser("lakeview", address="10.8.7.6", **extra).api(
        "POST", "/password/reset", {"token": token, "password": password}
    )


def sign_in(name: str, password: str, **extra: Any) -> Answered:
    return Browser("lakeview", **extra).api("POST", "/session", {"username": name, "password": password})


def test_a_link_gives_a_new_password_and_ends_every_session(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    token = link_for(lakeview, name)
    told = reset(token)
    assert (told.status, told.json) == (200, {})
    assert not any(cookie.startswith("__Host-sid") for cookie in told.cookies)
    assert somebody.api("GET", "/session").status == 401
    assert sign_in(name, PASSWORD).status == 401
    assert sign_in(name, BETTER).status == 200


def test_a_link_works_once(lakeview: District, somebody: Browser) -> None:
    token = link_for(lakeview, name_of(lakeview, somebody))
    assert [reset(token).status, reset(token).status] == [200, 410]


def test_a_link_ends_after_an_hour(lakeview: District, somebody: Browser) -> None:
    token = link_for(lakeview, name_of(lakeview, somebody))
    with clock.frozen(clock.now() + timedelta(seconds=resets.RESET_SECONDS)):
        assert reset(token).status == 410
    assert reset(token).status == 200


def test_a_poor_password_is_refused_and_spends_nothing(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    token = link_for(lakeview, name)
    for poor in ("short", f"{name} {name} {name}", "Lakeview-Schools-2026", "qwertyuiopasdfghjkl"):
        told = reset(token, poor)
        assert (told.status, told.json["fields"].keys()) == (400, {"password"})
        assert poor not in told.body.decode()
    assert reset(token).status == 200


def test_a_link_dies_with_the_state_of_the_account_it_was_made_for(
    lakeview: District, somebody: Browser, alice: Browser
) -> None:
    name = name_of(lakeview, somebody)
    first, second = link_for(lakeview, name), link_for(lakeview, name, 2)
    assert reset(first).status == 200
    assert reset(second).status == 410
    third = link_for(lakeview, name, 3)
    suspend = {"revision": int(row_of(lakeview, somebody).revision)}
    alice.ok("POST", f"/users/{somebody.user_id}/suspend", suspend)
    assert reset(third).status == 410


def test_a_reset_never_skips_a_second_factor(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    keys = privacy.open_keys_of(lakeview.district_id)
    account = identity.find_account(keys, somebody.user_id)
    identity.end_everything(keys, Actor("job", "test"), account, "user.factors_changed", factors=["totp"])
    told = reset(link_for(lakeview, name), "kumquat-7rq")  # Eight characters are enough beside a second factor.
    assert told.status == 200
    assert row_of(lakeview, somebody).factors == ["totp"]
    assert not any(cookie.startswith("__Host-sid=") for cookie in told.cookies)


def test_the_browser_of_a_reset_is_the_only_one_that_is_known(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    browser = Browser("lakeview", address="10.8.7.5")
    browser.ok("POST", "/password/reset", {"token": link_for(lakeview, name), "password": BETTER})
    assert len(row_of(lakeview, somebody).devices) == 1
    with clock.frozen(clock.now() + timedelta(days=2)):
        for number in range(throttles.SIGN_IN_ACCOUNT.tries):
            assert sign_in(name, "not the password at all", address=f"10.7.{number}.1").status == 401
        assert sign_in(name, BETTER, address="10.7.99.1", device=somebody.device).status == 429
        assert sign_in(name, BETTER, address="10.7.99.1", device=browser.device).status == 200


def test_nobody_is_told_whether_a_letter_goes(lakeview: District, somebody: Browser) -> None:
    letters = len(letters_to(lakeview.platform, "@lakeview.example"))
    visitor = Browser("lakeview", address="10.6.6.6")
    for name in ("nobody-here", "", "é" * 200, "alice@lakeview.example"):
        assert visitor.ok("POST", "/password/forgotten", {"username": name}) == {}
    Tables(lakeview.platform, lakeview.district_id).at_rest()
    assert len(letters_to(lakeview.platform, "@lakeview.example")) == letters


def test_a_mailbox_gets_three_letters_an_hour_and_nobody_is_told(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    with clock.frozen(clock.now() + timedelta(days=3)):
        for number in range(throttles.FORGOTTEN_ACCOUNT.tries + 4):
            visitor = Browser("lakeview", address=f"10.5.{number}.1")
            assert visitor.ok("POST", "/password/forgotten", {"username": name}) == {}
    Tables(lakeview.platform, lakeview.district_id).at_rest()
    links = [text for text in letters_to(lakeview.platform, f"{name}@lakeview.example") if re.search(LINK, text)]
    assert len(links) == throttles.FORGOTTEN_ACCOUNT.tries


def test_one_address_may_not_ask_for_ever(lakeview: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "FORGOTTEN_ADDRESS", throttles.Limit("few", 2, 3600))
    visitor = Browser("lakeview", address="10.4.4.4")
    told = [visitor.api("POST", "/password/forgotten", {"username": f"name-{number}"}) for number in range(3)]
    assert [one.status for one in told] == [200, 200, 429]


def test_the_letter_is_in_the_name_of_the_district_and_asks_for_nothing(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    link_for(lakeview, name)
    (letter,) = [text for text in letters_to(lakeview.platform, f"{name}@lakeview.example") if "/password#" in text]
    assert "Lakeview Schools" in letter
    assert PASSWORD not in letter
    assert name not in letter.replace(f"{name}@", "")


def test_a_letter_that_is_tried_again_has_the_same_link(lakeview: District, somebody: Browser) -> None:
    from chalicelib.districts.service import get_district  # noqa: PLC0415

    keys, district = privacy.open_keys_of(lakeview.district_id), get_district(lakeview.district_id)
    name = name_of(lakeview, somebody)
    made = [resets.letter_for(district, keys, Actor("job", "test"), "pwf_again", name) for _ in range(2)]
    assert made[0] == made[1]
    assert reset(made[0].parts["link"].partition("#")[2]).status == 200


def test_the_note_of_who_forgot_is_sealed_under_a_key_that_goes(lakeview: District, somebody: Browser) -> None:
    name = name_of(lakeview, somebody)
    link_for(lakeview, name)
    rows = list(Tables(lakeview.platform, lakeview.district_id).rows())
    notes = {
        row["subject"]["S"]
        for table, row in rows
        if table == "operations" and row["pk"]["S"].endswith("#ERASURES") and row["subject"]["S"].startswith("pwf_")
    }
    assert notes
    assert all(dynamodb.get(KeyRow, key_pk(lakeview.district_id, note), "DEK") for note in notes)
    assert not [row for _, row in rows if name in str(row)]


# --- Stored passwords


def stored_of_old(lakeview: District, browser: Browser, password: str, rounds: int = 1000, key: str = "") -> str:
    """The stored form that an earlier version made."""
    salt = bytes(range(16))
    derived = credentials.PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=rounds).derive(
        password.encode()
    )
    mac = kms.mac(b"|".join((b"pw|v2", lakeview.district_id.encode(), browser.user_id.encode(), derived)))
    spelled = [base64.b64encode(part).decode() for part in (salt, mac)]
    return f"$pbkdf2-sha256$v=2$i={rounds}${spelled[0]}${key}{spelled[1]}"


def store(lakeview: District, browser: Browser, stored: str) -> None:
    place = (people_pk(lakeview.district_id), browser.user_id)
    dynamodb.write(dynamodb.update(UserRow, *place, UserRow.password.set(stored)))


def test_a_stored_password_says_how_it_was_made(lakeview: District, somebody: Browser) -> None:
    stored = row_of(lakeview, somebody).password
    form = r"\$pbkdf2-sha256\$v=2\$i=600000\$[A-Za-z0-9+/]{22}==\$k=[0-9a-f]{8}\$[A-Za-z0-9+/]{43}="
    assert re.fullmatch(form, stored)
    assert credentials.read_stored(stored).key == credentials.key_mark()
    assert not credentials.is_old(stored)


def test_an_old_hash_is_renewed_at_sign_in_and_the_session_begins(lakeview: District, somebody: Browser) -> None:
    name, old = name_of(lakeview, somebody), stored_of_old(lakeview, somebody, PASSWORD)
    store(lakeview, somebody, old)
    with metered() as cost:
        assert sign_in(name, PASSWORD).status == 200
    assert [step for step in cost.trace if step.startswith("password")] == [
        "password.hash 1000",
        "password.hash 599000",
        "password.hash 600000",
    ]
    assert (cost.of("kms"), cost.of("dynamodb")) == (2, 5)
    assert not credentials.is_old(row_of(lakeview, somebody).password)
    with metered() as cost:
        assert sign_in(name, PASSWORD).status == 200
    assert [step for step in cost.trace if step.startswith("password")] == ["password.hash 600000"]


def test_a_wrong_password_renews_nothing_and_costs_as_much_as_ever(lakeview: District, somebody: Browser) -> None:
    name, old = name_of(lakeview, somebody), stored_of_old(lakeview, somebody, PASSWORD)
    store(lakeview, somebody, old)
    with metered() as cost:
        assert sign_in(name, "not the password at all").status == 401
    rounds = [int(step.split()[1]) for step in cost.trace if step.startswith("password")]
    assert (sum(rounds), cost.of("kms")) == (credentials.ROUNDS, 1)
    assert row_of(lakeview, somebody).password == old


def test_the_form_without_a_key_mark_is_read_too(lakeview: District, somebody: Browser) -> None:
    old = stored_of_old(lakeview, somebody, PASSWORD, credentials.ROUNDS)
    store(lakeview, somebody, old)
    assert sign_in(name_of(lakeview, somebody), PASSWORD).status == 200
    assert row_of(lakeview, somebody).password == old


def test_a_password_that_changes_while_it_is_renewed_stays_as_it_was_changed(
    lakeview: District, somebody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_of(lakeview, somebody)
    store(lakeview, somebody, stored_of_old(lakeview, somebody, PASSWORD))
    changed = stored_of_old(lakeview, somebody, BETTER)
    hash_password = credentials.hash_password

    def meanwhile(*parts: str) -> str:
        store(lakeview, somebody, changed)
        return hash_password(*parts)

    monkeypatch.setattr(credentials, "hash_password", meanwhile)
    assert sign_in(name, PASSWORD).status == 409
    assert row_of(lakeview, somebody).password == changed


def test_without_the_key_service_no_password_is_right(
    lakeview: District, somebody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kms, "mac", lambda message: b"\0" * 32)
    assert sign_in(name_of(lakeview, somebody), PASSWORD).status == 401
