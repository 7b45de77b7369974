"""The enhanced option of a survey, each of its controls in both modes, as a hand-written table says."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.approvals.service import GOOD_SECONDS
from chalicelib.aws import dynamodb
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.session_service import FRESH_SECONDS, Device, Proof
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.api import acts, share_acts
from tests.client import Browser, District, new_key, open_district
from tests.conftest import Figure

load_app()
WITHIN, ELSEWHERE = "203.0.113.7", "10.0.0.1"
MODES = {"standard": "anonymous", "enhanced": "confidential"}
# What somebody is told who is signed in with a proof, at an address, so many seconds after it: results, an export
# without a second person's approval, and one with it.
OPEN, PROOF, SECOND, ADDRESS = "ok", "proof_needed", "approval_needed", "forbidden"
TABLE = {
    ("standard", "password", WITHIN, 0): (OPEN, OPEN, OPEN),
    ("standard", "password", WITHIN, 599): (OPEN, OPEN, OPEN),
    ("standard", "password", WITHIN, 600): (OPEN, PROOF, PROOF),
    ("standard", "password", ELSEWHERE, 0): (OPEN, OPEN, OPEN),
    ("standard", "password", ELSEWHERE, 599): (OPEN, OPEN, OPEN),
    ("standard", "password", ELSEWHERE, 600): (OPEN, PROOF, PROOF),
    ("standard", "totp", WITHIN, 0): (OPEN, OPEN, OPEN),
    ("standard", "totp", WITHIN, 599): (OPEN, OPEN, OPEN),
    ("standard", "totp", WITHIN, 600): (OPEN, PROOF, PROOF),
    ("standard", "totp", ELSEWHERE, 0): (OPEN, OPEN, OPEN),
    ("standard", "totp", ELSEWHERE, 599): (OPEN, OPEN, OPEN),
    ("standard", "totp", ELSEWHERE, 600): (OPEN, PROOF, PROOF),
    ("standard", "passkey", WITHIN, 0): (OPEN, OPEN, OPEN),
    ("standard", "passkey", WITHIN, 599): (OPEN, OPEN, OPEN),
    ("standard", "passkey", WITHIN, 600): (OPEN, PROOF, PROOF),
    ("standard", "passkey", ELSEWHERE, 0): (OPEN, OPEN, OPEN),
    ("standard", "passkey", ELSEWHERE, 599): (OPEN, OPEN, OPEN),
    ("standard", "passkey", ELSEWHERE, 600): (OPEN, PROOF, PROOF),
    ("enhanced", "password", WITHIN, 0): (PROOF, SECOND, PROOF),
    ("enhanced", "password", WITHIN, 599): (PROOF, SECOND, PROOF),
    ("enhanced", "password", WITHIN, 600): (PROOF, PROOF, PROOF),
    ("enhanced", "password", ELSEWHERE, 0): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "password", ELSEWHERE, 599): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "password", ELSEWHERE, 600): (ADDRESS, PROOF, PROOF),
    ("enhanced", "totp", WITHIN, 0): (PROOF, SECOND, PROOF),
    ("enhanced", "totp", WITHIN, 599): (PROOF, SECOND, PROOF),
    ("enhanced", "totp", WITHIN, 600): (PROOF, PROOF, PROOF),
    ("enhanced", "totp", ELSEWHERE, 0): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "totp", ELSEWHERE, 599): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "totp", ELSEWHERE, 600): (ADDRESS, PROOF, PROOF),
    ("enhanced", "passkey", WITHIN, 0): (OPEN, SECOND, OPEN),
    ("enhanced", "passkey", WITHIN, 599): (OPEN, SECOND, OPEN),
    ("enhanced", "passkey", WITHIN, 600): (PROOF, PROOF, PROOF),
    ("enhanced", "passkey", ELSEWHERE, 0): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "passkey", ELSEWHERE, 599): (ADDRESS, SECOND, ADDRESS),
    ("enhanced", "passkey", ELSEWHERE, 600): (ADDRESS, PROOF, PROOF),
}


@pytest.fixture(scope="module")
def maplewood(platform: Any) -> District:
    return open_district(platform, "maplewood")


@pytest.fixture(scope="module")
def deputy(maplewood: District) -> Browser:
    """A second administrator, designated."""
    found = maplewood.colleague("deputy", "administrator")
    body = {"key": new_key(), "user_id": found.user_id, "reason": "Stands in.", "days": 7}
    maplewood.administrator.ok("POST", "/designations", body)
    return found


@pytest.fixture(scope="module")
def nora(maplewood: District) -> Browser:
    return maplewood.colleague("nora", "author")


@pytest.fixture(scope="module")
def surveys(maplewood: District) -> dict[str, str]:
    return {security: acts.make_survey(maplewood.administrator, mode) for security, mode in MODES.items()}


def proved(district: District, user_id: str, proof: str, address: str = WITHIN) -> Browser:
    """Somebody with a session of their own, as after signing in with this proof."""
    account = identity.find_account(privacy.open_keys_of(district.district_id), user_id)
    cookie, session, write = sessions.start_session(
        account.key, account.access, account.person.handle, proof=Proof(proof), device=Device()
    )
    dynamodb.transact(write)
    return Browser(district.slug, address, cookie.spelled(), session.csrf, user_id)


def told(browser: Browser, path: str) -> str:
    answered = browser.api("GET", path)
    return OPEN if answered.status == 200 else str(answered.json["error"])


def at_a_time(
    district: District, browser: Browser, surveys: dict[str, str], case: tuple[str, str, str, int], *acts_: str
) -> list[str]:
    """What somebody is told, so many seconds after they proved who they are."""
    security, proof, address, seconds = case
    moment = clock.now()
    with clock.frozen(moment):
        again = proved(district, browser.user_id, proof, address)
    with clock.frozen(moment + timedelta(seconds=seconds)):
        return [told(again, f"/surveys/{surveys[security]}/{act}") for act in acts_]


def ask_for_export(browser: Browser, survey: str) -> str:
    body = {"key": new_key(), "reason": "For the school board."}
    asked = browser.api("POST", f"/surveys/{survey}/export-requests", body)
    assert asked.status == 202, asked.body
    return str(asked.json["approval_id"])


def agreed(deputy: Browser, browser: Browser, survey: str) -> None:
    """A second person agrees to somebody's export."""
    share_acts.refreshed(deputy, "deputy").ok("POST", f"/approvals/{ask_for_export(browser, survey)}/approve")


def test_the_table_names_every_case() -> None:
    assert TABLE.keys() == set(product(MODES, ("password", "totp", "passkey"), (WITHIN, ELSEWHERE), (0, 599, 600)))
    assert FRESH_SECONDS == 600


def test_results_and_exports_open_as_the_table_says(
    maplewood: District, nora: Browser, deputy: Browser, surveys: dict[str, str], figure: Figure
) -> None:
    seen: dict[Any, tuple[str, ...]] = {}
    for case in TABLE:
        seen[case] = tuple(at_a_time(maplewood, nora, surveys, case, "results", "export"))
    agreed(deputy, nora, surveys["enhanced"])
    for case in TABLE:
        seen[case] += tuple(at_a_time(maplewood, nora, surveys, case, "export"))
    assert seen == TABLE
    figure(f"{3 * len(TABLE)} cells of mode, proof, address, time and act")


def test_an_approval_is_for_one_person_one_survey_and_one_day(
    maplewood: District, deputy: Browser, surveys: dict[str, str]
) -> None:
    omar, other = maplewood.colleague("omar", "author"), maplewood.colleague("pia", "author")
    survey, another = surveys["enhanced"], acts.make_survey(maplewood.administrator, MODES["enhanced"])
    agreed(deputy, omar, survey)
    for browser, which, seconds, expected in (
        (omar, survey, 0, OPEN),
        (omar, another, 0, SECOND),
        (other, survey, 0, SECOND),
        (omar, survey, GOOD_SECONDS + 1, SECOND),
    ):
        with clock.frozen(clock.now() + timedelta(seconds=seconds)):
            again = proved(maplewood, browser.user_id, "passkey")
            assert told(again, f"/surveys/{which}/export") == expected


def test_what_is_refused_or_still_waits_opens_nothing(
    maplewood: District, deputy: Browser, surveys: dict[str, str]
) -> None:
    rosa = maplewood.colleague("rosa", "author")
    browser, path = proved(maplewood, rosa.user_id, "passkey"), f"/surveys/{surveys['enhanced']}/export"
    waiting = ask_for_export(rosa, surveys["enhanced"])
    assert told(browser, path) == SECOND
    share_acts.refreshed(deputy, "deputy").ok("POST", f"/approvals/{waiting}/refuse")
    assert told(browser, path) == SECOND


def test_a_token_sees_nothing_of_it(nora: Browser, surveys: dict[str, str], maplewood: District) -> None:
    fresh = proved(maplewood, nora.user_id, "passkey")
    made = fresh.ok("POST", "/me/tokens", {"name": "Warehouse", "permissions": ["read_results"], "days": 1})
    for security, expected in (("standard", 200), ("enhanced", 403)):
        path = f"/surveys/{surveys[security]}/results"
        answered = Browser("maplewood").api("GET", path, authorization=f"Bearer {made['token']}")
        assert answered.status == expected


@pytest.mark.parametrize(("security", "expected"), [("standard", 201), ("enhanced", 409)])
def test_nothing_of_it_is_shared_outside(
    security: str, expected: int, maplewood: District, nora: Browser, surveys: dict[str, str]
) -> None:
    browser = proved(maplewood, nora.user_id, "passkey")
    refused = share_acts.share(browser, survey_id=surveys[security], recipient={"email": "guest@elsewhere.example"})
    assert refused.status == expected


def test_it_is_on_by_default_and_lowered_in_no_other_way(
    maplewood: District, nora: Browser, surveys: dict[str, str]
) -> None:
    survey = surveys["enhanced"]
    assert nora.ok("GET", f"/surveys/{survey}")["security"] == "enhanced"
    body = {"key": new_key(), "title": "Climate", "mode": "confidential", "definition": acts.DEFINITION}
    assert nora.api("POST", "/surveys", {**body, "security": "standard"}).json["fields"].keys() == {"security"}
    browser = proved(maplewood, nora.user_id, "passkey")
    lower = {"key": new_key(), "security": "standard", "reason": "A trial."}
    assert browser.api("PUT", f"/surveys/{survey}/security", {**lower, "reason": "no"}).status == 400
    assert browser.ok("PUT", f"/surveys/{survey}/security", lower)["security"] == "enhanced"
    assert nora.ok("GET", f"/surveys/{survey}")["security"] == "enhanced"
