"""Nobody finds out who is there: on every public route the known and the unknown get the same bytes for the same work.

The same work is an equal trace: the calls to AWS in order, with their tables and what they do there, and every hash of
a password. A public route that is not in the table (strangers_table.py) fails the first test.
"""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib.aws.meter import metered
from chalicelib.entry.http import PREFIX, ROUTES
from chalicelib.identity.permissions import Permission
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.api import strangers_stage
from tests.api.strangers_stage import Stage
from tests.api.strangers_table import TABLE, WRONG, Pair, Sent
from tests.client import PASSWORD, Answered, Browser
from tests.conftest import Figure

load_app()
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def stage(platform: Any) -> Stage:
    return strangers_stage.build(platform)


def public_routes() -> set[str]:
    return {
        f"{route.method} {route.path.removeprefix(PREFIX)}".strip()
        for route in ROUTES
        if route.allow is Permission.PUBLIC
    }


def test_every_public_route_is_in_the_table(figure: Figure) -> None:
    assert public_routes() == TABLE.keys()
    figure(f"{len(PAIRS)} pairs of the known and the unknown at {len(TABLE)} public routes")


def test_a_public_route_that_takes_anything_has_a_pair() -> None:
    taking = {
        f"{route.method} {route.path.removeprefix(PREFIX)}".strip()
        for route in ROUTES
        if route.allow is Permission.PUBLIC and getattr(route.body, "__struct_fields__", ())
    }
    assert {name for name in taking if not TABLE.get(name)} == set()


def told(stage: Stage, method: str, sent: Sent) -> tuple[Any, list[str]]:
    """What is answered, but for the request's id, and the trace of the work; from an address of its own."""
    number = next(_NUMBERS)
    browser = Browser("elmwood", address=f"100.{number >> 8}.{number & 255}.7", device=sent.device)
    headers = {"parley_share": sent.share_pass} if sent.share_pass else {}
    headers |= {"cookie": f"__Host-sso={sent.elsewhere}"} if sent.elsewhere else {}
    with clock.frozen(clock.now() + timedelta(seconds=sent.later)):
        browser.api("GET", "")  # The district is then in memory, and so are its keys.
        privacy.open_keys_of(stage.district.district_id)
        with metered() as cost:
            answered = browser.api(method, sent.path, sent.body, **headers)
    return as_told(answered), cost.trace


def as_told(answered: Answered) -> tuple[int, list[tuple[str, str]], list[str], bytes]:
    """All but what is random by itself: the request's id, and of a thread that was begun its own reference and link."""
    body = re.sub(rb'"request_id":"[^"]*"', b"", answered.body)
    body = re.sub(rb'("reference":"|#)[\w.-]+', rb"\1", body)
    return answered.status, sorted(answered.headers.items()), answered.cookies, body


PAIRS = [(name, pair) for name, pairs in TABLE.items() for pair in pairs]


@pytest.mark.parametrize(("name", "pair"), PAIRS, ids=lambda one: one if isinstance(one, str) else one.what)
def test_the_known_and_the_unknown_are_told_the_same_for_the_same_work(name: str, pair: Pair, stage: Stage) -> None:
    if name not in public_routes():
        pytest.fail(f"{name} is no public route any more.")
    method = name.partition(" ")[0]
    with clock.frozen(clock.now()):
        known, unknown = (told(stage, method, one(stage)) for one in (pair.known, pair.unknown))
    assert known[0] == unknown[0]
    assert known[1] == unknown[1]


def test_what_is_compared_is_not_empty(stage: Stage) -> None:
    """A trace names hashes, keys and tables: that two are equal says something."""
    answered, trace = told(stage, "POST", Sent("/session", {"username": "alice", "password": WRONG}))
    assert answered[0] == 401
    assert trace == [
        "dynamodb.GetItem local-keys",
        "dynamodb.BatchGetItem local-districts:1 local-keys:1",
        "dynamodb.TransactWriteItems" + " Update:local-districts" * 5,
        "password.hash 600000",
        "kms.GenerateMac",
    ]
    _, forgotten_trace = told(stage, "POST", Sent("/password/forgotten", {"username": "alice"}))
    places = "Update:local-districts " * 3 + "Put:local-keys Put:local-outbox Put:local-operations Put:local-audit"
    assert forgotten_trace == [f"dynamodb.TransactWriteItems {places}"]


def test_a_difference_would_be_seen(stage: Stage) -> None:
    wrong = told(stage, "POST", Sent("/session", {"username": "alice", "password": WRONG}))
    right = told(stage, "POST", Sent("/session", {"username": "alice", "password": PASSWORD}))
    assert wrong[0] != right[0]
    assert wrong[1] != right[1]
