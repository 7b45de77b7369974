"""Sequences of grants, suspensions and sign-ins against the platform itself: suspension and new epochs always win."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.aws import dynamodb
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.session_service import Device, Proof
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from tests.client import Browser, District, new_key, open_district

LEVELS = st.sampled_from(
    [
        {"role": "administrator"},
        {"role": "administrator", "schools": ["north"]},
        {"role": "administrator", "verbs": ["read", "manage"]},
        {"role": "author"},
        {"role": "author", "surveys": ["svy_a"]},
        {"role": "reader", "schools": ["north"]},
        {"role": "reader", "schools": ["south"], "fields": []},
        {"role": "member", "topics": ["tpc_a"]},
    ]
)


@pytest.fixture(scope="module")
def elmwood(platform: Any) -> District:
    district = open_district(platform, "grants-elmwood")
    for number in range(4):
        district.colleague(f"person{number}", "member")
    return district


def signed_in(district: District, user_id: str) -> Browser:
    """Somebody with a session of their own, as after a sign-in; without its tenth of a second of hashing."""
    keys = privacy.open_keys_of(district.district_id)
    account = identity.find_account(keys, user_id)
    cookie, session, write = sessions.start_session(
        account.key, account.access, account.person.handle, proof=Proof.PASSWORD, device=Device()
    )
    dynamodb.transact(write)
    return Browser(district.slug, cookie=cookie.spelled(), csrf=session.csrf, user_id=user_id)


class Epochs(RuleBasedStateMachine):
    """Some accounts with some sessions; what the model says is valid is valid, and nothing else."""

    district: District
    held = Bundle("held")

    @initialize()
    def begin(self) -> None:
        self.alice = self.district.administrator
        users = self.alice.ok("GET", "/users")["items"]
        self.people = [user["user_id"] for user in users if user["username"].startswith("person")]
        for user in users:
            if user["user_id"] in self.people and user["state"] == "suspended":
                self.alice.ok("POST", f"/users/{user['user_id']}/resume", {"revision": user["revision"]})
        self.valid: dict[int, bool] = {}
        self.browsers: dict[int, Browser] = {}
        self.state = dict.fromkeys(self.people, "active")

    def user(self, person: int) -> Any:
        user_id = self.people[person]
        return next(one for one in self.alice.ok("GET", "/users")["items"] if one["user_id"] == user_id)

    def ended(self, user_id: str) -> None:
        for number, browser in self.browsers.items():
            if browser.user_id == user_id:
                self.valid[number] = False

    @rule(target=held, person=st.integers(0, 3))
    def sign_in(self, person: int) -> int:
        number, user_id = len(self.browsers), self.people[person]
        self.browsers[number] = signed_in(self.district, user_id)
        self.valid[number] = self.state[user_id] == "active"
        return number

    @rule(person=st.integers(0, 3), what=st.sampled_from(["suspend", "resume"]))
    def suspend_or_resume(self, person: int, what: str) -> None:
        user = self.user(person)
        self.alice.ok("POST", f"/users/{user['user_id']}/{what}", {"revision": user["revision"]})
        self.state[user["user_id"]] = "suspended" if what == "suspend" else "active"
        self.ended(user["user_id"])

    @rule(person=st.integers(0, 3), level=LEVELS)
    def change_levels(self, person: int, level: dict[str, Any]) -> None:
        user = self.user(person)
        body = {"levels": [level], "revision": user["revision"]}
        self.alice.ok("PUT", f"/users/{user['user_id']}/levels", body)
        self.ended(user["user_id"])

    @rule(number=held, person=st.integers(0, 3), level=LEVELS)
    def reach_for_more(self, number: int, person: int, level: dict[str, Any]) -> None:
        """Whoever is not designated administers nothing, whatever their levels."""
        browser = replace(self.browsers[number])
        body = {"levels": [level], "revision": 1}
        assert browser.api("PUT", f"/users/{self.people[person]}/levels", body).status in {401, 403}
        invited = {"key": new_key(), "email": f"{random_id('x')}@grants.example", "levels": [level]}
        assert browser.api("POST", "/users", invited).status in {401, 403}

    @invariant()
    def a_session_is_valid_exactly_while_its_epoch_lasts(self) -> None:
        for number, browser in getattr(self, "browsers", {}).items():
            again = replace(browser)  # A refusal takes the cookie away; whoever has stolen it keeps it.
            assert (again.api("GET", "/session").status == 200) == self.valid[number]


def test_suspensions_and_new_levels_always_win(elmwood: District) -> None:
    Epochs.district = elmwood
    quick = limits(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Epochs, settings=quick)
