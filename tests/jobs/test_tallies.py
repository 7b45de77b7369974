"""Counters: each change counts once, however often, in whatever batches and by however many it is delivered."""

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from chalicelib.aws import dynamodb
from chalicelib.entry.job import JobFailed
from chalicelib.jobs.recount import recount_survey
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys, Place
from chalicelib.streams.tallies import count_responses
from chalicelib.surveys.contribution import RESPONDENTS
from chalicelib.surveys.response_service import Answer
from chalicelib.surveys.store import ResponseRow, TallyRow, hours_pk, response_pk, tally_pk
from chalicelib.surveys.tally_service import ALL, Change, apply_changes, stored_counters
from tests.api import acts
from tests.client import CONSENT, Browser, District, wait_for

NORTH = ("school", "north")


@pytest.fixture
def survey_id(alice: Browser) -> str:
    return acts.make_survey(alice)


def image(keys: DistrictKeys, survey_id: str, school: str = "north", shard: int = 0) -> dict[str, Any]:
    """An answer as the stream shows it; its table never had it, so that no other consumer counts it."""
    key, key_write = privacy.new_key(keys, random_id("rsp"))
    dynamodb.write(key_write)
    place = Place(ResponseRow.TABLE, response_pk(keys.district_id, survey_id, shard), key.subject)
    answer = Answer({"safe": "yes", "school": school}, ["safe", "school"], {"school": school}, "en", CONSENT["version"])
    row = ResponseRow(
        place.pk,
        place.sk,
        by_hour_pk=hours_pk(keys.district_id, shard),
        created_sk=f"{clock.hour(clock.now())}#{place.sk}",
        version=1,
        subject=key.subject,
        hour=clock.hour(clock.now()),
        payload_mac=b"-",
        sealed=vault.seal(key, place, answer),
    )
    return {name: {**value} for name, value in row.serialize().items()}


def raw(item: dict[str, Any]) -> dict[str, Any]:
    """As DynamoDB's client gives it: bytes, not base64."""
    return {name: _bytes(value) for name, value in item.items()}


def _bytes(value: dict[str, Any]) -> dict[str, Any]:
    return {"B": base64.b64decode(value["B"])} if isinstance(value.get("B"), str) else value


def added(keys: DistrictKeys, survey_id: str, count: int) -> list[Change]:
    return [Change(100 + number, None, raw(image(keys, survey_id))) for number in range(count)]


def respondents(keys: DistrictKeys, survey_id: str, segment: tuple[str, str] = ALL) -> int:
    return stored_counters(keys, survey_id, 1).get(segment, {}).get(RESPONDENTS, 0)


def test_the_same_batch_twice_counts_once(keys: DistrictKeys, survey_id: str) -> None:
    batch = added(keys, survey_id, 3)
    for _ in range(2):
        apply_changes(keys, survey_id, 0, batch)
    assert respondents(keys, survey_id) == respondents(keys, survey_id, NORTH) == 3


def test_batches_that_overlap_count_each_change_once(keys: DistrictKeys, survey_id: str) -> None:
    changes = added(keys, survey_id, 6)
    for start, end in ((0, 3), (1, 5), (0, 2), (4, 6)):
        apply_changes(keys, survey_id, 0, changes[start:end])
    assert respondents(keys, survey_id) == 6


@limits(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.integers(1, 4), min_size=1, max_size=6), back=st.lists(st.integers(0, 4), min_size=6, max_size=6)
)
def test_any_redelivery_counts_each_change_once(
    keys: DistrictKeys, alice: Browser, cuts: list[int], back: list[int]
) -> None:
    survey_id = acts.make_survey(alice)
    changes = added(keys, survey_id, sum(cuts))
    done = 0
    for size, again in zip(cuts, back, strict=False):
        start = max(0, done - again)
        done += size
        apply_changes(keys, survey_id, 0, changes[start:done])
    assert respondents(keys, survey_id) == len(changes)


def test_many_who_fold_the_same_batch_count_it_once(keys: DistrictKeys, survey_id: str) -> None:
    batch = added(keys, survey_id, 5)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: apply_changes(keys, survey_id, 0, batch), range(4)))
    assert respondents(keys, survey_id) == 5


def test_what_goes_is_taken_away_down_to_nothing(keys: DistrictKeys, survey_id: str) -> None:
    old, new = raw(image(keys, survey_id)), raw(image(keys, survey_id, "south"))
    apply_changes(keys, survey_id, 0, [Change(1, None, old)])
    apply_changes(keys, survey_id, 0, [Change(2, old, new)])
    assert (respondents(keys, survey_id, NORTH), respondents(keys, survey_id, ("school", "south"))) == (0, 1)
    apply_changes(keys, survey_id, 0, [Change(3, new, None)])
    assert stored_counters(keys, survey_id, 1) == {}


def record(number: int, new: dict[str, Any] | None = None) -> dict[str, Any]:
    """A stream record as Lambda hands it over: binary values as base64 text."""
    assert new is not None
    spelled = {
        name: {"B": base64.b64encode(value["B"]).decode()} if isinstance(value.get("B"), bytes) else value
        for name, value in new.items()
    }
    found = {"Keys": {"pk": new["pk"], "sk": new["sk"]}, "SequenceNumber": str(number), "NewImage": spelled}
    source = "arn:aws:dynamodb:us-east-1:000000000000:table/local-responses/stream/2026"
    at = {"ApproximateCreationDateTime": 1.7e9}
    return {"eventName": "INSERT", "eventSourceARN": source, "dynamodb": {**found, **at}}


def test_the_stream_counts_each_shard_and_gives_back_what_failed(keys: DistrictKeys, survey_id: str) -> None:
    good = [record(number, raw(image(keys, survey_id, shard=number))) for number in (1, 2)]
    lost = record(7, raw(image(keys, "svy_nowhere")))
    told = count_responses({"Records": [*good, lost]}, None)
    assert told == {"batchItemFailures": [{"itemIdentifier": "7"}]}
    assert respondents(keys, survey_id) == 2


@pytest.fixture
def counted(alice: Browser, riverside: District, keys: DistrictKeys) -> str:
    """A survey with four answers, counted."""
    survey_id = acts.make_survey(alice)
    for _ in range(4):
        assert acts.answer(riverside.visitor(), survey_id, {"safe": "yes", "school": "north"}).status == 201
    wait_for(lambda: respondents(keys, survey_id) == respondents(keys, survey_id, NORTH) == 4, "four counted")
    return survey_id


def tallies(keys: DistrictKeys, survey_id: str) -> list[TallyRow]:
    return list(dynamodb.every(TallyRow, tally_pk(keys.district_id, survey_id, 1)))


def recount(survey_id: str, *, repair: bool = False) -> tuple[int, int]:
    report = recount_survey({"district": "riverside-tallies", "survey_id": survey_id, "repair": repair}, None)
    return report["differences"], report["repaired"]


def test_a_recount_finds_a_planted_difference_and_mends_it(counted: str, keys: DistrictKeys) -> None:
    assert recount(counted) == (0, 0)
    row = tallies(keys, counted)[0]
    row.counters = msgspec.json.encode({**msgspec.json.decode(row.counters), RESPONDENTS: 99})
    dynamodb.write(dynamodb.put(row))
    assert recount(counted) == (1, 0)
    assert recount(counted, repair=True) == (1, 1)
    assert recount(counted) == (0, 0)


def test_a_recount_makes_missing_counters_and_empties_surplus_ones(counted: str, keys: DistrictKeys) -> None:
    lost = tallies(keys, counted)[0]
    dynamodb.write(dynamodb.delete(TallyRow, lost.pk, lost.sk))
    apply_changes(keys, counted, 3, [Change(10**30, None, raw(image(keys, counted, "south", 3)))])
    differences, repaired = recount(counted, repair=True)
    assert differences == repaired >= 2
    assert recount(counted) == (0, 0)
    assert respondents(keys, counted) == 4


def test_a_recount_of_no_survey_fails_with_a_sentence(run: Any) -> None:
    with pytest.raises(JobFailed, match="not_found"):
        run(recount_survey, {"district": "riverside-tallies", "survey_id": "svy_nowhere"})
