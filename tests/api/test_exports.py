"""Exports over HTTP: who may, what it asks for, what comes of it, and for how long."""

from datetime import timedelta
from typing import Any
from urllib.request import urlopen

import msgspec
import pytest

from chalicelib.assurance.service import entries_of_day
from chalicelib.aws import dynamodb
from chalicelib.exports import service as exports
from chalicelib.exports.store import ExportRow, exports_pk
from chalicelib.identity.session_service import FRESH_SECONDS
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_id
from tests import exporting
from tests.api import acts, share_acts
from tests.client import Answered, Browser, District, new_key, open_district, wait_for


@pytest.fixture(scope="module")
def mill(platform: Any) -> District:
    """A district whose one survey has an open link, so that nobody else has to agree."""
    district = open_district(platform, "millrace")
    survey = acts.make_survey(district.administrator)
    acts.answer(district.visitor(), survey, {"safe": "no", "why": exporting.FORMULA})
    exporting.counted(district, survey, 1)
    return district


@pytest.fixture
def alice(mill: District) -> Browser:
    return share_acts.refreshed(mill.administrator, "alice")


def order(browser: Browser, key: str = "") -> Answered:
    return browser.api("POST", "/exports", {"key": key or new_key()})


def finished(browser: Browser, export_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        shown: dict[str, Any] = browser.ok("GET", f"/exports/{export_id}")
        return shown if shown["state"] == "done" else None

    return wait_for(look, "the export", 60)


def verbs(district: District) -> list[str]:
    return [row.verb for row in entries_of_day(district.district_id, clock.iso(clock.now())[:10])]


@pytest.fixture(scope="module")
def done(mill: District) -> dict[str, Any]:
    """An export that the platform's own worker has made."""
    key, browser = new_key(), share_acts.refreshed(mill.administrator, "alice")
    made = order(browser, key)
    assert made.status == 202, made.body
    assert order(browser, key).json["export_id"] == made.json["export_id"]
    return finished(browser, made.json["export_id"])


def test_an_export_is_made_and_says_what_is_in_it(done: dict[str, Any], alice: Browser, mill: District) -> None:
    assert (done["done"], done["is_mine"]) == (done["steps"], True)
    assert done["available_until"] - done["ended_at"] == exports.AVAILABLE_SECONDS
    assert {name: done["counts"][name] for name in ("surveys", "answers", "people")} == {
        "surveys": 1,
        "answers": 1,
        "people": 1,
    }
    assert done["export_id"] in [one["export_id"] for one in alice.ok("GET", "/exports")["items"]]
    assert {"export.ordered", "export.finished"} <= set(verbs(mill))


def test_each_fetching_is_written_down_first(done: dict[str, Any], alice: Browser, mill: District) -> None:
    before = verbs(mill).count("export.fetched")
    told = alice.ok("POST", f"/exports/{done['export_id']}/address")
    assert verbs(mill).count("export.fetched") == before + 1
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in told["address"]  # The older kind opens nothing that KMS encrypts.
    assert f"X-Amz-Expires={told['seconds']}" in told["address"]
    assert mill.district_id not in told["address"]
    with urlopen(told["address"]) as reply:  # noqa: S310 - the emulator of this test.
        archive = reply.read()
        assert "millrace-" in reply.headers["Content-Disposition"]
    assert len(archive) == done["bytes"]
    assert exporting.manifest(archive).content_hash == done["content_hash"]


def test_an_archive_is_there_for_a_day_and_no_longer(done: dict[str, Any], alice: Browser, mill: District) -> None:
    path = f"/exports/{done['export_id']}"
    late = clock.now() + timedelta(seconds=exports.AVAILABLE_SECONDS - 60)
    with clock.frozen(late):
        late_alice = Browser(mill.slug).sign_in("alice")
        assert 0 < late_alice.ok("POST", f"{path}/address")["seconds"] <= 60
    with clock.frozen(late + timedelta(seconds=61)):
        assert late_alice.api("POST", f"{path}/address").status == 410
        assert late_alice.ok("GET", path)["state"] == "ended"


def test_only_who_asked_may_fetch_it(done: dict[str, Any], alice: Browser, mill: District) -> None:
    deputy = share_acts.somebody(mill, "dora", {"role": "administrator"})
    designated = {"key": new_key(), "user_id": deputy.user_id, "reason": "Stands in.", "days": 7}
    alice.ok("POST", "/designations", designated)
    deputy.sign_in("dora")
    assert deputy.ok("GET", f"/exports/{done['export_id']}")["is_mine"] is False
    assert deputy.api("POST", f"/exports/{done['export_id']}/address").status == 403


def test_an_export_and_its_fetching_ask_for_a_fresh_proof(done: dict[str, Any], mill: District) -> None:
    browser = Browser(mill.slug).sign_in("alice")
    # In work all the time, so that the session itself does not end.
    with clock.frozen(clock.now() + timedelta(seconds=FRESH_SECONDS + 1)):
        for path, body in (
            ("/exports", {"key": new_key()}),
            ("/exports/approval", {"key": new_key(), "reason": "Because."}),
            (f"/exports/{done['export_id']}/address", {}),
        ):
            told = browser.api("POST", path, body)
            assert (told.status, told.json["error"]) == (403, "proof_needed"), path
        assert browser.api("GET", "/exports").status == 200


def test_a_person_who_may_not_see_every_field_exports_nothing(alice: Browser, mill: District) -> None:
    blind = share_acts.somebody(mill, "blind", {"role": "administrator", "fields": ["free_text"]})
    alice.ok("POST", "/designations", {"key": new_key(), "user_id": blind.user_id, "reason": "A trial.", "days": 7})
    assert order(blind.sign_in("blind")).status == 403


def test_one_export_at_a_time_and_it_can_be_given_up(alice: Browser, mill: District) -> None:
    row = exports.new_row(mill.district_id, random_id("exp"), alice.user_id)
    dynamodb.write(dynamodb.put_new(row))
    assert order(alice).status == 409
    assert alice.api("POST", f"/exports/{row.sk}/address").status == 409
    assert alice.api("DELETE", f"/exports/{row.sk}").status == 200
    assert alice.api("DELETE", f"/exports/{row.sk}").status == 200
    assert alice.ok("GET", f"/exports/{row.sk}")["state"] == "cancelled"
    assert alice.api("POST", f"/exports/{row.sk}/address").status == 410
    assert "export.cancelled" in verbs(mill)


def test_an_archive_that_is_given_up_is_gone_at_once(alice: Browser, mill: District) -> None:
    made = order(alice).json
    finished(alice, made["export_id"])
    assert exporting.archive_of(made["export_id"])
    assert alice.api("DELETE", f"/exports/{made['export_id']}").status == 200
    with pytest.raises(NotFound):
        exporting.archive_of(made["export_id"])


def test_another_districts_export_is_not_there(done: dict[str, Any], charlie: Browser) -> None:
    told = [charlie.api("GET", f"/exports/{one}") for one in (done["export_id"], random_id("exp"))]
    assert [one.status for one in told] == [404, 404]
    first, second = ({**one.json, "request_id": ""} for one in told)
    assert first == second


def test_a_survey_with_a_roster_needs_a_second_person(platform: Any) -> None:
    """The second person agrees, and then whoever asked may export for a day; nobody else may."""
    district = open_district(platform, "twinfalls")
    alice = district.administrator
    acts.make_survey(alice, "confidential")
    told = order(alice)
    assert (told.status, told.json["error"]) == (403, "approval_needed")
    deputy = share_acts.somebody(district, "dora", {"role": "administrator"})
    alice.ok("POST", "/designations", {"key": new_key(), "user_id": deputy.user_id, "reason": "Second.", "days": 7})
    deputy.sign_in("dora")
    asked = alice.api("POST", "/exports/approval", {"key": new_key(), "reason": "For the board."})
    assert asked.status == 202
    path = f"/approvals/{asked.json['approval_id']}"
    assert alice.api("POST", f"{path}/approve").status == 403
    assert order(alice).status == 403
    assert deputy.ok("POST", f"{path}/approve") == {"state": "approved"}
    assert order(deputy).status == 403
    made = order(alice)
    assert made.status == 202
    held = dynamodb.get(ExportRow, exports_pk(district.district_id), made.json["export_id"])
    assert held is not None
    assert held.asked_by == alice.user_id
    with clock.frozen(clock.now() + timedelta(days=1, hours=1)):
        assert order(Browser(district.slug).sign_in("alice")).json["error"] == "approval_needed"


def test_no_export_says_a_word_of_what_is_in_it(done: dict[str, Any]) -> None:
    assert not {"http", "Reason", "alice@"} & set(msgspec.json.encode(done).decode().split('"'))
