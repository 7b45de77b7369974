"""A district's own rules, legal holds and proofs, from the desk to the pass that obeys them."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.assurance import proof
from chalicelib.assurance.actor import of_job
from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof, close_passes, list_purges, new_pass
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.continuity.rules import NOTICE_DAYS, rules
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.privacy import held_service
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.requests import record_service as records
from chalicelib.requests.store import REQUEST_SK, RequestNoteRow, RequestRow, notes_pk, request_pk, timed_sk
from chalicelib.surveys import person_service as surveys
from chalicelib.surveys.store import ResponseRow
from tests.api import acts, record_acts
from tests.api.tables import Tables
from tests.client import Browser, District, new_key

ANSWER_DAYS = rules()["answer"].days


@pytest.fixture(scope="module")
def survey_id(alice: Browser, riverside: District) -> str:
    """Three answers of one school and two of another."""
    made = acts.make_survey(alice)
    for school in ("north", "north", "north", "south", "south"):
        assert acts.answer(riverside.visitor(), made, {"safe": "yes", "school": school}).status == 201
    return made


@pytest.fixture(scope="module")
def ben(riverside: District, alice: Browser) -> Browser:
    """A second administrator."""
    made = riverside.colleague("ben", "administrator")
    body = {"key": new_key(), "user_id": made.user_id, "reason": "Stands in.", "days": 7}
    alice.ok("POST", "/designations", body)
    return made


def retained(district: District, days: float) -> dict[str, int]:
    """What a pass counts that runs so many days from now."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        return retain(district.district_id, of_job("retain_district", "test"))


def left(district: District, table: str, part: str = "") -> int:
    held = Tables(district.platform, district.district_id).rows()
    return len([row for name, row in held if name == table and part in row["pk"]["S"]])


def school_named(browser: Browser, name: str) -> str:
    schools = browser.ok("GET", "/retention/rules")["schools"]
    return next(str(one["school_id"]) for one in schools if one["name"] == name)


def going(browser: Browser, query: str) -> dict[tuple[str, str], int]:
    """A whole preview: how many go of each school and period."""
    found: dict[tuple[str, str], int] = {}
    cursor = ""
    while True:
        part = browser.ok("GET", f"/retention/preview?{query}{cursor}")
        for one in part["items"]:
            place = one["school_id"], one["period"]
            found[place] = found.get(place, 0) + one["records"]
        if part["next"] is None:
            return found
        cursor = f"&cursor={part['next']}"


def test_the_registry_names_no_school_and_an_answer_neither(
    survey_id: str, alice: Browser, riverside: District
) -> None:
    names = {one["name"] for one in alice.ok("GET", "/retention/rules")["schools"]}
    assert names == {"north", "south"}
    for table, row in Tables(riverside.platform, riverside.district_id).rows():
        if table in {"responses", "surveys"} and "definition" not in row:
            assert "north" not in str(row)


def test_a_preview_says_what_would_go_and_when(survey_id: str, alice: Browser) -> None:
    north, south = school_named(alice, "north"), school_named(alice, "south")
    assert going(alice, "kind=answer") == {}
    month = clock.iso(clock.now() + timedelta(days=90))[:7]
    assert going(alice, "kind=answer&days=90") == {(north, month): 3, (south, month): 2}
    assert going(alice, f"kind=answer&days=90&school_id={south}") == {(south, month): 2}
    assert going(alice, "kind=dialogue&days=90") == {}
    assert set(going(alice, "kind=audit&days=2192")) <= {("", "now")}


def test_a_shorter_rule_of_a_school_binds_after_a_week_and_moves_no_other_school(
    survey_id: str, alice: Browser, riverside: District
) -> None:
    body = {"kind": "answer", "school_id": school_named(alice, "south"), "days": 30}
    shown = alice.ok("PUT", "/retention/rules", body)
    assert (shown["days"], shown["days_in_force"]) == (30, ANSWER_DAYS)
    assert retained(riverside, NOTICE_DAYS - 0.1)["answers"] == 0
    counted = retained(riverside, 31)
    assert (counted["answers"], left(riverside, "responses")) == (2, 3)


def test_a_rule_has_bounds_a_kind_and_a_school(alice: Browser) -> None:
    for change, field in (
        ({"days": 29}, "days"),
        ({"kind": "session"}, "kind"),
        ({"kind": "audit", "days": 365}, "days"),
        ({"school_id": "0" * 24}, "school_id"),
        ({"kind": "dialogue", "school_id": school_named(alice, "south")}, "school_id"),
    ):
        refused = alice.api("PUT", "/retention/rules", {"kind": "answer", "school_id": "", "days": 400, **change})
        assert (refused.status, list(refused.json["fields"])) == (400, [field])


def test_what_a_hold_keeps_stays_until_a_second_person_lets_it_go(
    survey_id: str, alice: Browser, ben: Browser, riverside: District
) -> None:
    hold_id = record_acts.hold(alice, "survey", survey_id)["hold_id"]
    late = ANSWER_DAYS + 2
    counted = retained(riverside, late)
    assert (counted["answers"], counted["held"]) == (0, 3)
    again = retained(riverside, late)
    assert (again["answers"], again["held"]) == (0, 0)  # Put aside, it is not read again.
    assert left(riverside, "responses") == 3
    body = {"key": new_key(), "reason": "The case is closed."}
    asked = alice.api("POST", f"/holds/{hold_id}/release-requests", body)
    assert asked.status == 202
    approval = asked.json["approval_id"]
    assert alice.api("POST", f"/approvals/{approval}/approve").status == 403
    assert left(riverside, "responses") == 3
    assert ben.ok("POST", f"/approvals/{approval}/approve") == {"state": "approved"}
    (line,) = [one for one in alice.ok("GET", "/holds")["items"] if one["hold_id"] == hold_id]
    assert (line["state"], line["placed_by"], line["released_by"]) == ("released", alice.user_id, ben.user_id)
    counted = retained(riverside, late)
    assert (counted["returned"], counted["answers"]) == (3, 3)
    assert left(riverside, "responses") == 0
    assert retained(riverside, late)["returned"] == 0
    assert held_service.holds_of(riverside.district_id).returning == []


def test_a_thread_is_held_by_its_id_and_by_its_writer(alice: Browser, riverside: District) -> None:
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    threads = []
    for email in ("", "rosa@home.example", "sam@home.example"):
        acts.write_to(riverside.visitor(), topic, "Bus 7", **({"email": email} if email else {}))
        threads.append(acts.first_waiting(alice, topic)["thread_id"])
        alice.ok("PUT", f"/threads/{threads[-1]}/status", {"status": "closed", "revision": 1})
    record_acts.hold(alice, "thread", threads[0])
    record_acts.hold(alice, "person", "rosa@home.example")
    counted = retained(riverside, rules()["dialogue"].days + 2)
    assert (counted["dialogues"], counted["held"]) == (1, 2)
    for thread_id in threads[:2]:
        assert alice.ok("GET", f"/threads/{thread_id}")["status"] == "closed"
    assert alice.api("GET", f"/threads/{threads[2]}").status == 404


def test_a_withdrawal_takes_nothing_from_a_hold(alice: Browser, ben: Browser, riverside: District, keys: Any) -> None:
    """What is held stays as it is, and goes with the first pass after its release."""
    survey = acts.make_survey(alice, "identified")
    acts.invite(alice, survey, "wilma")
    link = acts.personal_link(riverside, survey, "wilma")
    assert acts.answer(riverside.visitor(), survey, {"safe": "yes"}, invitation=link).status == 201
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    thread_link = acts.write_to(riverside.visitor(), topic, "Bus 9", email="wilma@home.example")
    hold_id = record_acts.hold(alice, "person", "wilma@home.example")["hold_id"]
    visitor = riverside.visitor()
    visitor.ok("POST", f"/surveys/{survey}/withdrawal", {"invitation": link})
    visitor.ok("POST", "/talk/withdrawal", {"link": thread_link})
    counted = retained(riverside, 1)
    assert (counted["withdrawn"], counted["held"]) == (0, 1)
    found = records.find_records(keys, "wilma@home.example")
    assert found is not None
    assert (len(found.surveys.answers), len(found.threads)) == (1, 1)
    assert surveys.told_of_person(keys, found.key, found.surveys)["participations"][0]["email"] == "wilma@home.example"
    asked = alice.api("POST", f"/holds/{hold_id}/release-requests", {"key": new_key(), "reason": "Case closed."})
    ben.ok("POST", f"/approvals/{asked.json['approval_id']}/approve")
    counted = retained(riverside, 1)
    assert (counted["returned"], counted["answers"], counted["withdrawn"]) == (2, 1, 1)


def test_a_hold_on_nothing_is_refused(alice: Browser) -> None:
    for kind, target in (("person", "nobody@home.example"), ("thread", "thr_a2"), ("survey", "svy_a2"), ("topic", "x")):
        body = {"key": new_key(), "kind": kind, "target": target, "reason": "A case before the court."}
        assert alice.api("POST", "/holds", body).status == 400
    assert (
        alice.api("POST", "/holds", {"key": new_key(), "kind": "survey", "target": "svy_a2", "reason": ""}).status
        == 400
    )


def test_the_same_key_places_one_hold(survey_id: str, alice: Browser) -> None:
    body = {"key": new_key(), "kind": "survey", "target": survey_id, "reason": "A case before the court."}
    first, second = (alice.ok("POST", "/holds", body) for _ in range(2))
    assert first == second
    assert alice.api("POST", "/holds", {**body, "reason": "Another case."}).status == 409


def test_a_deletion_does_not_pass_a_hold_that_came_before_it(alice: Browser, riverside: District, keys: Any) -> None:
    """Whoever read the holds before one was placed deletes nothing."""
    held = held_service.holds_of(riverside.district_id)
    record_acts.hold(alice, "survey", acts.make_survey(alice))
    with pytest.raises(TakenError):
        dynamodb.transact(held_service.unchanged(riverside.district_id, held))
    dynamodb.transact(
        held_service.unchanged(riverside.district_id, held_service.holds_of(riverside.district_id)),
    )


def test_every_pass_proves_what_it_removed(alice: Browser, riverside: District) -> None:
    survey = acts.make_survey(alice)
    assert acts.answer(riverside.visitor(), survey, {"safe": "yes"}).status == 201
    rows = [row for name, row in Tables(riverside.platform, riverside.district_id).rows() if name == "responses"]
    gone = [Removed("responses", row["pk"]["S"], row["sk"]["S"]) for row in rows]
    retained(riverside, ANSWER_DAYS + 2)
    proofs = alice.ok("GET", "/retention/purges")["items"]
    newest = next(one for one in proofs if one["kind"] == "answers")
    assert newest["removed"] == len(gone) == 1
    assert newest["content_hash"] == proof.spelled(proof.hash_of(gone))


def test_a_pass_that_was_stopped_is_proved_by_the_next(keys: DistrictKeys, riverside: District) -> None:
    stopped, actor = new_pass(), of_job("test")
    Proof(riverside.district_id, stopped, "answers").carry_out([], [Removed("t", "a", "b")], removed=1, held=2)
    close_passes(riverside.district_id, actor, new_pass())
    assert stopped not in {one.pass_id for one in list_purges(riverside.district_id, None)[0]}
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        close_passes(riverside.district_id, actor, new_pass())
    (found,) = [one for one in list_purges(riverside.district_id, None)[0] if one.pass_id == stopped]
    assert (found.removed, found.held) == (1, 2)
    assert found.content_hash == proof.spelled(proof.hash_of([Removed("t", "a", "b")]))


def test_the_deployed_functions_may_do_what_they_have_to(alice: Browser, riverside: District) -> None:
    """By their own policies: a pass with a hold, its return, and the reminders."""
    alice.ok("PUT", "/retention/rules", {"kind": "answer", "school_id": "", "days": 30})
    survey = acts.make_survey(alice)
    assert acts.answer(riverside.visitor(), survey, {"safe": "yes"}).status == 201
    record_acts.hold(alice, "survey", survey)
    order = {"messageId": "1", "body": msgspec.json.encode({"district_id": riverside.district_id}).decode()}
    old = clock.hour(clock.now() - timedelta(days=ANSWER_DAYS + 30))
    for table, row in Tables(riverside.platform, riverside.district_id).rows():
        if table == "responses":
            moved = ResponseRow.created_sk.set(f"{old}#{row['sk']['S']}")
            dynamodb.write(dynamodb.update(ResponseRow, row["pk"]["S"], row["sk"]["S"], moved))
    assert riverside.platform.run_job("retain_district", {"Records": [order]}) == {"batchItemFailures": []}
    aside = [row for name, row in Tables(riverside.platform, riverside.district_id).rows() if "home_pk" in row]
    assert len(aside) == 1
    request_id = record_acts.recorded(alice, "late@home.example")
    row = dynamodb.get(RequestRow, request_pk(riverside.district_id, request_id), REQUEST_SK)
    assert row is not None
    note = RequestNoteRow(notes_pk(riverside.district_id), timed_sk("2020-01-01", request_id), expires_at=0)
    at_once = dynamodb.update(RequestRow, row.pk, row.sk, RequestRow.remind_at.set("2020-01-01"))
    dynamodb.transact(dynamodb.put(note), at_once)
    assert riverside.platform.run_job("remind_requests", {})["lapsed"] >= 1


def test_a_shortened_rule_of_the_audit_log_misses_no_day(riverside: District, alice: Browser) -> None:
    retained(riverside, 0)
    alice.ok("PUT", "/retention/rules", {"kind": "audit", "school_id": "", "days": 2192})
    late = 2192 + 100
    today = clock.iso(clock.now())[:10]
    assert retained(riverside, late)["audit"] > 0
    assert left(riverside, "audit", f"#A#{today}") == 0
