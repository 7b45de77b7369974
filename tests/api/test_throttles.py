"""Guessing is slowed down for strangers, and no stranger locks an owner out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws import dynamodb
from chalicelib.identity import devices
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Unavailable
from local.platform import load_app
from tests.api import acts
from tests.client import PASSWORD, Answered, Browser, District

load_app()
NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)
WRONG = "not the password at all"


@pytest.fixture
def stopped(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """A day of its own for each test, so that no test uses up another's tries."""
    moment = NOON + timedelta(days=sum(request.node.name.encode()))
    with clock.frozen(moment):
        yield moment


@pytest.fixture(scope="module")
def olga(lakeview: District) -> Browser:
    """The owner, whose browser is known from her first sign-in on."""
    return lakeview.colleague("olga", "member")


def try_(address: str, username: str = "olga", password: str = WRONG, device: str = "") -> Answered:
    browser = Browser("lakeview", address=address, device=device)
    return browser.api("POST", "/session", {"username": username, "password": password})


def strangers(number: int) -> Iterator[str]:
    """Addresses in as many networks."""
    return (f"10.{one >> 8}.{one & 255}.1" for one in range(number))


def exhaust(username: str = "olga", limit: throttles.Limit = throttles.SIGN_IN_ACCOUNT) -> None:
    assert [try_(address, username).status for address in strangers(limit.tries)] == [401] * limit.tries


def test_many_addresses_together_are_stopped_at_the_account(olga: Browser, stopped: datetime) -> None:
    exhaust()
    told = try_("172.16.0.1", password=PASSWORD)
    assert (told.status, told.json["error"]) == (429, "too_many")
    assert told.headers["retry-after"] == str(throttles.SIGN_IN_ACCOUNT.seconds)
    assert try_("172.16.0.2", "somebody-else").status == 401


def test_an_account_that_does_not_exist_is_stopped_at_the_same_try(stopped: datetime) -> None:
    exhaust("nobody-at-all")
    assert try_("172.16.0.3", "nobody-at-all").status == 429


def test_the_owner_signs_in_from_her_own_browser_while_strangers_try(olga: Browser, stopped: datetime) -> None:
    exhaust()
    assert try_("172.16.0.4", password=PASSWORD).status == 429
    assert try_("172.16.0.4", password=PASSWORD, device=olga.device).status == 200


def test_nor_do_strangers_at_her_own_address_lock_her_out(
    olga: Browser, stopped: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = throttles.Limit("few", 10, 900)
    monkeypatch.setattr(throttles, "SIGN_IN_ADDRESS", limit)
    told = [try_("172.16.5.5", f"pupil-{number}").status for number in range(limit.tries)]
    assert set(told) == {401}
    assert try_("172.16.5.5", "alice", PASSWORD).status == 429
    assert try_("172.16.5.5", password=PASSWORD, device=olga.device).status == 200


def test_a_network_is_stopped_as_a_whole(stopped: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    few = throttles.Limit("few", 5, 900)
    monkeypatch.setattr(throttles, "SIGN_IN_NETWORK", few)
    assert {try_(f"172.16.6.{number}", f"name-{number}").status for number in range(few.tries)} == {401}
    assert try_("172.16.6.200", "another").status == 429
    assert try_("172.16.7.200", "another").status == 401


def test_a_device_value_that_nobody_verified_gives_no_fresh_tries(olga: Browser, stopped: datetime) -> None:
    exhaust()
    for device in ("A" * 43, olga.device[::-1], "short", "é" * 43):
        assert try_("172.16.0.6", password=PASSWORD, device=device).status == 429


def test_a_known_device_of_one_account_is_a_stranger_to_another(
    olga: Browser, alice: Browser, stopped: datetime
) -> None:
    exhaust()
    assert try_("172.16.0.7", password=PASSWORD, device=alice.device).status == 429


def test_a_known_device_may_not_guess_for_ever_either(olga: Browser, stopped: datetime) -> None:
    limit = throttles.SIGN_IN_DEVICE
    told = [try_(address, device=olga.device).status for address in strangers(limit.tries + 1)]
    assert told == [401] * limit.tries + [429]
    with clock.frozen(stopped + timedelta(seconds=limit.seconds)):
        assert try_("172.16.0.8", password=PASSWORD, device=olga.device).status == 200


def test_a_refused_try_counts_nowhere(stopped: datetime) -> None:
    limit = throttles.SIGN_IN_PAIR
    told = [try_("172.16.0.9", "refused").status for _ in range(throttles.SIGN_IN_ACCOUNT.tries + 5)]
    assert told.count(401) == limit.tries
    assert try_("172.17.0.9", "refused").status == 401


def test_a_browser_keeps_its_value_and_an_account_the_last_ten(lakeview: District) -> None:
    ivo = lakeview.colleague("ivo", "member")
    first = ivo.device
    for number in range(devices.MOST_DEVICES):
        browser = Browser("lakeview", address=f"172.18.{number}.1").sign_in("ivo")
        again = Browser("lakeview", address=f"172.18.{number}.2", device=browser.device).sign_in("ivo")
        assert again.device == browser.device != first
    row = dynamodb.get(UserRow, people_pk(lakeview.district_id), ivo.user_id)
    assert row is not None
    assert len(row.devices) == devices.MOST_DEVICES
    assert not devices.known_digest(row.devices, lakeview.district_id, ivo.user_id, first)
    assert devices.known_digest(row.devices, lakeview.district_id, ivo.user_id, browser.device)


def test_two_accounts_in_one_browser_keep_digests_that_differ(lakeview: District, olga: Browser) -> None:
    before = olga.device
    lakeview.colleague("piet", "member")
    shared = Browser("lakeview", address="172.19.0.1", device=before).sign_in("piet")
    assert shared.device == before
    rows = [dynamodb.get(UserRow, people_pk(lakeview.district_id), one.user_id) for one in (olga, shared)]
    held = [set(row.devices) for row in rows if row]
    assert not held[0] & held[1]


def test_the_device_cookie_is_for_this_host_alone_and_for_a_year(olga: Browser) -> None:
    sent = try_("172.19.1.1", password=PASSWORD)
    name = rf"{devices.COOKIE}=[\w-]{{43}}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000"
    assert len(sent.cookies) == 2
    assert re.fullmatch(name, sent.cookies[1])


def test_a_failed_try_makes_no_device_known(olga: Browser) -> None:
    assert try_("172.19.2.1").cookies == []


def test_a_store_that_does_not_answer_refuses(
    olga: Browser, stopped: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> None:
        raise Unavailable("The store does not answer. Please try again.")

    monkeypatch.setattr(dynamodb, "transact", down)
    told = try_("172.19.3.1", password=PASSWORD)
    assert (told.status, told.cookies) == (503, [])


def test_a_disturbed_count_is_repeated_and_then_refused(
    olga: Browser, stopped: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []
    transact = dynamodb.transact

    def disturbed(*writes: dynamodb.Write) -> None:
        turns.append(len(writes))
        if len(turns) < throttles.TURNS:
            raise Conflict("Somebody else changed this at the same moment. Please try again.")
        transact(*writes)

    monkeypatch.setattr(dynamodb, "transact", disturbed)
    assert try_("172.19.4.1", password=PASSWORD).status == 200
    monkeypatch.setattr(throttles, "TURNS", 0)
    assert try_("172.19.4.2", password=PASSWORD).headers["retry-after"] == "1"


def test_a_school_may_write_from_one_address(lakeview: District, alice: Browser) -> None:
    assert throttles.WRITE_TO_US.tries == 300
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    for number in range(40):
        acts.write_to(lakeview.visitor("172.20.0.1"), topic, f"Message {number}")


def test_nobodys_mailbox_is_flooded_and_no_thread_either(
    lakeview: District, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "WRITE_AS", throttles.Limit("write-as-few", 2, 3600))
    monkeypatch.setattr(throttles, "WRITE_MORE", throttles.Limit("write-more-few", 2, 3600))
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    visitors = [lakeview.visitor(f"172.21.{number}.1") for number in range(3)]
    links = [acts.write_to(one, topic, "Again?", email="Victim@home.example") for one in visitors[:2]]
    body = acts.message(topic, "Again?", email="victim@home.example ")
    assert visitors[2].api("POST", "/threads", body).status == 429
    more = [{"link": links[0], "key": key * 22, "message": "And?"} for key in "ABC"]
    assert [visitors[2].api("POST", "/talk/messages", one).status for one in more] == [201, 201, 429]
