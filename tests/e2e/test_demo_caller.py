"""The demo's people act in the past, where the database may already have removed their sessions."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from local.demo.caller import Caller, RefusedError
from local.front import Front
from local.platform import load_app
from tests.client import PASSWORD, open_district

SLUG = "callers"


@pytest.fixture(scope="module")
def username(platform: Any) -> str:
    open_district(platform, SLUG).colleague("nora", "member")
    return "nora"


def test_whoever_lost_a_session_of_the_past_goes_on(username: str) -> None:
    caller = Caller(Front(load_app()), slug=SLUG)
    at = clock.now() - timedelta(days=30)
    caller.sign_in(username, PASSWORD, at)
    with clock.frozen(at):
        caller._call("DELETE", "/session", None)
    assert caller.call("GET", "/session", at=at)["user"]["user_id"] == caller.user_id


def test_a_wrong_password_is_told_at_once(username: str) -> None:
    with pytest.raises(RefusedError):
        Caller(Front(load_app()), slug=SLUG).sign_in(username, "not the password at all")
