"""A district leaves: it is read-only, it is emptied when its day has come, and a signed certificate remains."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance.actor import of_job
from chalicelib.assurance.service import entries_of_day
from chalicelib.assurance.store import StepRow, steps_pk
from chalicelib.aws import dynamodb, kms
from chalicelib.closure import service as closure
from chalicelib.closure.lattice import LATTICE
from chalicelib.closure.store import TrendRow, trends_pk
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import TERM, State
from chalicelib.entry.job import JobFailed
from chalicelib.jobs import closing as jobs
from chalicelib.jobs.notices import announce_notice
from chalicelib.jobs.requests import remind_requests
from chalicelib.jobs.retention import retain
from chalicelib.jobs.trends import report_trends
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy.hold_service import release_hold
from chalicelib.privacy.store import ClosingKeyRow, DistrictKeyRow
from chalicelib.streams.tallies import count_responses
from local import verify
from tests.api import acts
from tests.api.tables import Tables
from tests.client import Browser, District, letters_to, new_key, open_district, wait_for

PEOPLE = 12
END = {"basis": "Contract 2026-17 ended", "ordered_by": "j.lopez", "agreed_by": "m.chen"}
SHA = hashlib.sha256(b"a signed request").hexdigest()
# What may be left of a district, in order that it can be said that it has left, and what ends by itself.
LEFT = {"audit", "districts", "operations", "outbox"}


def filled(district: District) -> str:
    """Answers, people and dialogues of every kind, some of the same week and language."""
    alice = district.administrator
    survey = acts.make_survey(alice)
    for number in range(PEOPLE):
        data = {"safe": "yes" if number % 2 else "no", "school": "north", "score": 3}
        assert acts.answer(district.visitor(), survey, data).status == 201
    named = acts.make_survey(alice, "identified")
    acts.invite(alice, named, "bob", "carol")
    link = acts.personal_link(district, named, "bob")
    assert acts.answer(district.visitor(), named, {"safe": "yes"}, invitation=link).status == 201
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(district.visitor(), topic, "A", email="eve@home.example")
    acts.write_to(district.visitor(), topic, "B")
    district.colleague("dora", "author")
    body = {"key": new_key(), "email": "never@came.example", "levels": [{"role": "reader"}]}
    alice.ok("POST", "/users", body)
    acts.agree(alice)
    asked = {
        "key": new_key(),
        "kind": "access",
        "email": "eve@home.example",
        "name": "Eve",
        "message": "",
        "language": "en",
    }
    district.visitor().ok("POST", "/requests", asked)
    Tables(district.platform, district.district_id).at_rest()
    return survey


@pytest.fixture
def leaving(platform: Any, request: pytest.FixtureRequest) -> District:
    """A district of its own for a test, with data."""
    slug = "leaving-" + hashlib.sha256(request.node.name.encode()).hexdigest()[:8]
    return open_district(platform, slug)


def order(district: District) -> dict[str, Any]:
    body = msgspec.json.encode({"district_id": district.district_id}).decode()
    return {"Records": [{"messageId": "1", "body": body}]}


def state(district: District) -> str:
    return districts.get_district(district.district_id).state


def rows_left(district: District) -> list[tuple[str, dict[str, Any]]]:
    return list(Tables(district.platform, district.district_id).rows())


def ended(run: Any, district: District, **more: str) -> dict[str, Any]:
    made = run(jobs.terminate_district, {"district": district.slug, **END, **more})
    districts.forget_found_districts()
    return dict(made)


@pytest.fixture
def later() -> Iterator[Any]:
    """Stop the clock so many days from now."""

    def at(**ahead: float) -> Any:
        return clock.frozen(clock.now() + timedelta(**ahead))

    return at


def closed(run: Any, district: District) -> None:
    """Work until it is over, as the queue would: the platform's own worker may be at it too, and be faster."""
    for _ in range(5):
        jobs.close_district(order(district), None)
        if state(district) == State.CERTIFIED:
            return
        wait_for(lambda: not closure.notices.are_letters_waiting(district.district_id), "the last letters sent")
    raise AssertionError(state(district))


def test_a_district_leaves_and_nothing_of_it_remains(
    leaving: District, run: Any, later: Any, tmp_path: Path, capsys: Any
) -> None:
    survey = filled(leaving)
    alice, visitor = leaving.administrator, leaving.visitor()
    kms_key = row_of_key(leaving)
    made = ended(run, leaving)
    address = f"admin@{leaving.slug}.example"
    wait_for(lambda: [one for one in letters_to(leaving.platform, address) if "has ended" in one], "the notice")

    kept_as_it_is(leaving, survey)

    # Never early.
    with later(seconds=TERM.total_seconds() - 60):
        assert run(jobs.sweep_closings, {})["due"] == 0
        assert jobs.close_district(order(leaving), None) == {"batchItemFailures": []}
        assert state(leaving) == "terminated"
        assert visitor.api("GET", f"/certificates/{made['certificate_id']}").status == 404

    before = rows_left(leaving)
    with later(days=90, minutes=30):
        assert run(jobs.sweep_closings, {})["due"] >= 1
        closed(run, leaving)
        assert jobs.close_district(order(leaving), None) == {"batchItemFailures": []}
        districts.forget_found_districts()
        # Nobody comes in, and the certificate is there.
        assert alice.api("GET", "/surveys").status == 410
        shown = visitor.ok("GET", f"/certificates/{made['certificate_id']}")["signed"]
        key = visitor.ok("GET", "/signing-key")["pem"]

    nothing_is_left(leaving, kms_key)
    document = shown["document"]
    certified(document, before, kms_key)
    file, pem = tmp_path / "certificate.json", tmp_path / "parley.pem"
    file.write_text(json.dumps(shown))
    pem.write_text(key)
    assert verify.main([str(file), str(pem)]) == 0
    file.write_text(json.dumps(shown).replace('"responses": 0', '"responses": 1'))
    assert verify.main([str(file), str(pem)]) == 1
    capsys.readouterr()
    assert [one for one in letters_to(leaving.platform, address) if made["certificate_id"] in one and "now" in one]
    trends_name_nobody(leaving, survey, document)


def kept_as_it_is(leaving: District, survey: str) -> None:
    """It is read, signed in to and kept as it is; the public is told that it has left."""
    alice, visitor = leaving.administrator, leaving.visitor()
    assert dynamodb.get(DistrictKeyRow, f"D#{leaving.district_id}#KEK", "CURRENT") is None
    assert alice.ok("GET", "/surveys")["items"]
    assert alice.api("POST", f"/surveys/{survey}/close").json["error"] == "conflict"
    refused = acts.answer(visitor, survey, {"safe": "yes"})
    assert (refused.status, refused.json["error"]) == (410, "gone")
    assert visitor.api("GET", f"/surveys/{survey}/form").status == 410
    privacy.forget_opened_keys()
    assert Browser(leaving.slug).sign_in("dora").ok("GET", "/surveys")["items"]
    assert visitor.ok("GET", "")["state"] == "terminated"


def nothing_is_left(leaving: District, kms_key: str) -> None:
    """Nothing but what says that it has left, and what names nobody and ends by itself."""
    after = rows_left(leaving)
    assert {table for table, _ in after} <= LEFT
    assert {row["sk"]["S"] for table, row in after if table == "districts" and "tries" not in row} <= {
        "DISTRICT",
        "CLOSING",
        "CHALLENGE",
        "RESET",
    }
    assert not [row for _, row in after if "sealed" in row]
    with pytest.raises(NotFound):
        privacy.open_keys_of(leaving.district_id)
    assert dynamodb.get(ClosingKeyRow, f"D#{leaving.district_id}#KEK", "CURRENT") is None
    assert kms.state_of(kms_key).state == "PendingDeletion"


def certified(document: dict[str, Any], before: list[Any], kms_key: str) -> None:
    """The certificate says what was there, that nothing is, and what became of the keys."""
    assert document["rows_before"]["responses"] == PEOPLE + 1
    assert set(document["rows_after"].values()) == {0}
    counted = {table: sum(table == one for one, _ in before) for table in ("surveys", "responses", "dialogues")}
    assert {table: document["rows_before"][table] for table in counted} == counted
    assert document["keys"]["kms"]["key"] == kms_key
    assert document["keys"]["made_final_by"] == "key history over"
    assert document["people"] == ["j.lopez", "m.chen"]
    assert len(document["audit_entries"]) >= 4


def trends_name_nobody(leaving: District, survey: str, document: dict[str, Any]) -> None:
    """Crowds of ten and more, and no name."""
    kept = [row for kind in LATTICE for row in dynamodb.every(TrendRow, trends_pk(kind))]
    assert kept
    assert min(int(row.people) for row in kept) >= 10
    assert document["trends"]["smallest"] >= 10
    text = json.dumps([row.serialize() for row in kept])
    assert not [word for word in (leaving.slug, leaving.district_id, survey, "north", "@", "bob") if word in text]


def test_a_hold_stops_a_closing_until_it_is_released(leaving: District, run: Any, later: Any) -> None:
    """Placed after the termination too; the sweep counts it and is not late; once released, everything goes."""
    alice = leaving.administrator
    survey = acts.make_survey(alice)
    ended(run, leaving)
    held = alice.ok("POST", "/holds", {"key": new_key(), "kind": "survey", "target": survey, "reason": "A lawsuit"})
    with later(days=98):
        assert run(jobs.sweep_closings, {})["held"] == 1
        assert jobs.close_district(order(leaving), None) == {"batchItemFailures": []}
        assert state(leaving) == "terminated"
        keys, actor = privacy.open_keys_of(leaving.district_id), of_job("close_district", "test")
        release_hold(keys, actor, held["hold_id"])
        closed(run, leaving)
    assert not [row for table, row in rows_left(leaving) if "HOLD" in row["pk"]["S"]]


def test_what_runs_for_every_district_passes_one_that_has_left_by(leaving: District, run: Any, later: Any) -> None:
    ended(run, leaving)
    with later(days=91):
        closed(run, leaving)
    retain(leaving.district_id, of_job("retain_district", "test"))
    run(remind_requests, {})
    run(announce_notice, {})
    assert not [row for _, row in rows_left(leaving) if "sealed" in row]


def row_of_key(district: District) -> str:
    row = dynamodb.get(DistrictKeyRow, f"D#{district.district_id}#KEK", "CURRENT")
    assert row is not None
    return row.kms_key


def test_a_request_is_carried_out_within_thirty_days_and_deletes_everything(
    leaving: District, run: Any, later: Any
) -> None:
    acts.make_survey(leaving.administrator)
    ended(run, leaving)
    event = {"district": leaving.slug, "signed_by": "Superintendent", "sha256": SHA, "mode": "delete"}
    with later(days=29, hours=12):
        run(jobs.request_erasure, event)
        run(jobs.request_erasure, event)
        with pytest.raises(JobFailed, match="conflict"):
            run(jobs.request_erasure, {**event, "sha256": "0" * 64})
        closed(run, leaving)
    assert state(leaving) == "certified"
    document = certificate_of(leaving)
    assert (document["mode"], document["trends"]) == ("delete", {})
    assert document["request"]["sha256"] == SHA
    dates = {name: clock.parse(text) for name, text in document["dates"].items()}
    assert dates["done_at"] <= dates["terminated_at"] + timedelta(days=30)
    assert dates["final_at"] <= dates["latest"] == dates["due"]


def certificate_of(district: District) -> dict[str, Any]:
    found = closings.standing_of(district.district_id).certificate_id
    return dict(district.visitor().ok("GET", f"/certificates/{found}")["signed"]["document"])


def test_a_termination_is_taken_back_until_the_work_begins(leaving: District, run: Any, later: Any) -> None:
    survey = acts.make_survey(leaving.administrator)
    kms_key = row_of_key(leaving)
    ended(run, leaving)
    with pytest.raises(JobFailed, match="conflict"):
        run(jobs.terminate_district, {"district": leaving.slug, **END})
    run(jobs.reinstate_district, {"district": leaving.slug, "reason": "The contract was renewed."})
    privacy.forget_opened_keys()
    assert acts.answer(leaving.visitor(), survey, {"safe": "yes"}).status == 201
    assert row_of_key(leaving) == kms_key
    assert dynamodb.get(ClosingKeyRow, f"D#{leaving.district_id}#KEK", "CURRENT") is None
    with later(days=100):
        assert leaving.district_id not in {one.district_id for one in closings.due_closings(clock.now())}
        assert jobs.close_district(order(leaving), None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    ended(run, leaving)
    with later(days=91):
        closed(run, leaving)
        with pytest.raises(JobFailed):
            run(jobs.reinstate_district, {"district": leaving.slug, "reason": "Too late."})


STEPS = ["begin", "certify", "count", "end_keys", "recount", "remove", "trends"]


def test_a_run_that_stopped_after_any_step_goes_on(leaving: District, run: Any, later: Any) -> None:
    """Each step is taken out of the ledger after the end and done again: the same end, and the same certificate."""
    acts.make_survey(leaving.administrator)
    ended(run, leaving)
    with later(days=90, hours=1):
        closed(run, leaving)
        assert sorted(ledger.steps_of(closure.JOB, leaving.district_id)) == STEPS
        document = certificate_of(leaving)
        again = set_back(leaving, "end_keys", "certify")
        with again:
            closed(run, leaving)
        assert certificate_of(leaving)["rows_before"] == document["rows_before"]
        assert state(leaving) == "certified"


class set_back:  # noqa: N801 - reads as a sentence.
    """The district as it is when a worker was killed before its last steps were written down."""

    def __init__(self, district: District, *steps: str) -> None:
        self.district, self.steps = district, steps

    def __enter__(self) -> None:
        from chalicelib.districts.store import DISTRICT_SK, DistrictRow, district_pk  # noqa: PLC0415

        place = (district_pk(self.district.district_id), DISTRICT_SK)
        dynamodb.write(dynamodb.update(DistrictRow, *place, DistrictRow.state.set("de-identified")))
        for step in self.steps:
            dynamodb.write(dynamodb.delete(StepRow, steps_pk(closure.JOB, self.district.district_id), step))

    def __exit__(self, *_: object) -> None:
        return


def test_a_late_closing_fails_the_sweep_and_is_ordered_again(leaving: District, run: Any, later: Any) -> None:
    ended(run, leaving)
    with later(days=98):
        with pytest.raises(JobFailed, match="late"):
            run(jobs.sweep_closings, {})
        closed(run, leaving)
        run(jobs.sweep_closings, {})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreed_by": "j.lopez"}, "agreed_by"),
        ({"basis": " "}, "basis"),
        ({"terminated_at": "2999-01-01T00:00:00Z"}, "terminated_at"),
        ({"terminated_at": "soon"}, "terminated_at"),
        ({"terminated_at": "2026-01-01"}, "terminated_at"),
    ],
)
def test_an_odd_termination_is_refused_with_the_field_named(
    change: dict[str, str], field: str, run: Any, riverside: District
) -> None:
    with pytest.raises(JobFailed, match=field):
        run(jobs.terminate_district, {"district": riverside.slug, **END, **change})
    assert state(riverside) == "active"


def test_a_request_needs_a_file_a_mode_and_a_termination(run: Any, riverside: District) -> None:
    event = {"district": riverside.slug, "signed_by": "Superintendent", "sha256": SHA, "mode": "delete"}
    for change in ({"sha256": "abc"}, {"mode": "burn"}, {"signed_by": ""}, {}):
        with pytest.raises(JobFailed):
            run(jobs.request_erasure, {**event, **change})


def test_a_report_of_trends_is_written_down_with_its_purpose(run: Any, platform: Any) -> None:
    with pytest.raises(JobFailed, match="reason"):
        run(report_trends, {"reason": " "})
    report = run(report_trends, {"reason": "Which questions are used"})
    assert all(set(one) == {"kind", "attribute", "value", "records"} for one in report["trends"])
    entries = entries_of_day("installation", clock.iso(clock.now())[:10])
    assert {entry.detail.as_dict()["purpose"] for entry in entries} == {"trends"}


def test_an_order_that_names_no_district_comes_again(riverside: District) -> None:
    records = {"Records": [{"messageId": "bad", "body": "{}"}]}
    assert jobs.close_district(records, None) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_answers_of_a_district_that_is_gone_count_no_more(leaving: District, run: Any, later: Any) -> None:
    ended(run, leaving)
    with later(days=91):
        closed(run, leaving)
    pk = f"D#{leaving.district_id}#S#svy_x#0"
    record = {
        "eventName": "REMOVE",
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/local-responses/stream/1",
        "dynamodb": {
            "Keys": {"pk": {"S": pk}, "sk": {"S": "rsp_x"}},
            "SequenceNumber": "1",
            "ApproximateCreationDateTime": clock.seconds(),
        },
    }
    assert count_responses({"Records": [record]}, None) == {"batchItemFailures": []}
