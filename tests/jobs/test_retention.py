"""Retention: rows go when their rule says so, their counts follow, and the keys go last."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.assurance import run_service as runs
from chalicelib.assurance.service import entries_of_day
from chalicelib.aws import dynamodb
from chalicelib.continuity.rules import rules
from chalicelib.jobs.retention import plan_retention, retain_district
from chalicelib.kernel import clock
from chalicelib.privacy.erasure_service import STREAM_SECONDS, erased_subjects, note_erasure
from chalicelib.privacy.opening_service import erased_in
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.contribution import RESPONDENTS
from chalicelib.surveys.tally_service import ALL, stored_counters
from tests.api import acts
from tests.api.tables import Tables
from tests.client import Browser, District, wait_for

ANSWERS = 6


def order(district_id: str, message_id: str = "1") -> dict[str, Any]:
    """The queue's message that orders a pass over one district."""
    body = msgspec.json.encode({"district_id": district_id}).decode()
    return {"messageId": message_id, "body": body}


def retained(district: District, at: datetime) -> dict[str, int]:
    """What a pass at a moment counts."""
    with clock.frozen(at):
        assert retain_district({"Records": [order(district.district_id)]}, None) == {"batchItemFailures": []}
        newest = runs.last_runs("retain_district", 1)[0]
    assert newest.outcome == "done"
    return newest.counts


def rows_of(district: District, table: str) -> list[dict[str, Any]]:
    return [row for name, row in Tables(district.platform, district.district_id).rows() if name == table]


def places(district: District, table: str, part: str) -> set[str]:
    return {row["pk"]["S"] for row in rows_of(district, table) if part in row["pk"]["S"]}


@pytest.fixture(scope="module")
def survey_id(alice: Browser, riverside: District) -> str:
    """Some anonymous answers, all counted."""
    made = acts.make_survey(alice)
    for number in range(ANSWERS):
        data = {"safe": "yes", "school": "north", "score": 1 + number % 5}
        assert acts.answer(riverside.visitor(), made, data).status == 201
    return made


@pytest.fixture(scope="module")
def threads(alice: Browser, riverside: District) -> dict[str, str]:
    """A closed and an open thread without address, and a closed one of a writer with an address."""
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    made = {}
    for name, extra in (("closed", {}), ("open", {}), ("known", {"email": "eve@home.example"})):
        acts.write_to(riverside.visitor(), topic, name, **extra)
        made[name] = acts.first_waiting(alice, topic)["thread_id"]
        if name != "open":
            alice.ok("PUT", f"/threads/{made[name]}/status", {"status": "closed", "revision": 1})
    return made


def test_nothing_goes_before_its_time(survey_id: str, threads: dict[str, str], riverside: District) -> None:
    Tables(riverside.platform, riverside.district_id).at_rest()
    soon = clock.now() + timedelta(days=rules()["dialogue"].days - 1)
    kinds = ("answers", "dialogues", "withdrawn", "audit", "keys", "unclaimed_files", "held", "returned")
    assert retained(riverside, soon) == dict.fromkeys(kinds, 0)


def test_closed_threads_go_first_and_their_keys_a_day_later(
    survey_id: str, threads: dict[str, str], riverside: District
) -> None:
    due = clock.now() + timedelta(days=rules()["dialogue"].days, hours=2)
    assert retained(riverside, due)["dialogues"] == 2
    left = places(riverside, "dialogues", "#H#")
    assert {pk.rpartition("#")[2] for pk in left} == {threads["open"]}
    own_key = f"#K#{threads['closed']}"
    assert places(riverside, "keys", own_key)
    assert retained(riverside, due + timedelta(seconds=STREAM_SECONDS - 1))["keys"] == 0
    assert places(riverside, "keys", own_key)
    assert retained(riverside, due + timedelta(seconds=STREAM_SECONDS))["keys"] == 1
    assert not places(riverside, "keys", own_key)
    assert threads["closed"] in set(erased_subjects(riverside.district_id))
    assert places(riverside, "keys", f"#K#{threads['open']}")


def test_answers_go_their_counts_follow_and_then_their_keys(
    survey_id: str, threads: dict[str, str], riverside: District, keys: DistrictKeys
) -> None:
    wait_for(lambda: respondents(keys, survey_id) == ANSWERS, "every answer counted")
    due = clock.now() + timedelta(days=rules()["answer"].days, hours=2)
    assert retained(riverside, due)["answers"] == ANSWERS
    assert not rows_of(riverside, "responses")
    wait_for(lambda: stored_counters(keys, survey_id, 1) == {}, "counters at zero")
    assert len(places(riverside, "keys", "#K#rsp_")) == ANSWERS
    assert retained(riverside, due + timedelta(seconds=STREAM_SECONDS))["keys"] == ANSWERS
    assert not places(riverside, "keys", "#K#rsp_")


def respondents(keys: DistrictKeys, survey_id: str) -> int:
    return stored_counters(keys, survey_id, 1).get(ALL, {}).get(RESPONDENTS, 0)


def test_old_audit_entries_go_and_the_pass_is_itself_recorded(threads: dict[str, str], riverside: District) -> None:
    today = clock.iso(clock.now())[:10]
    assert entries_of_day(riverside.district_id, today)
    late = clock.now() + timedelta(days=rules()["audit"].days + 2)
    assert retained(riverside, late)["audit"] > 0
    assert not entries_of_day(riverside.district_id, today)
    (entry,) = entries_of_day(riverside.district_id, clock.iso(late)[:10])
    assert (entry.verb, entry.actor_id) == ("retention.purged", "retain_district")
    assert entry.detail.as_dict()["kind"] == "audit"
    assert retained(riverside, late + timedelta(seconds=1))["audit"] == 0


def test_a_key_that_goes_with_rows_that_still_live_belongs_to_nobody_erased(riverside: District) -> None:
    """A restore brings back what is shared today, though its key is ordered to go with it one day."""
    orders = [note_erasure(riverside.district_id, "shr_lives", rows_go_in=60), note_erasure(riverside.district_id, "x")]
    dynamodb.transact(*orders)
    found = set(erased_subjects(riverside.district_id))
    assert "x" in found
    assert "shr_lives" not in found
    rows = [row for row in rows_of(riverside, "operations") if "shr_lives" in row["sk"]["S"]]
    assert list(erased_in(rows)) == []


def test_a_broken_order_comes_again_and_its_neighbour_does_not_wait(riverside: District) -> None:
    records = [{"messageId": "bad", "body": "{}"}, order(riverside.district_id, "good")]
    assert retain_district({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_the_planner_orders_one_pass_for_each_district(riverside: District, run: Any) -> None:
    assert run(plan_retention, {})["districts"] >= 1
