"""The change log: every change once, whoever is killed where; answers without order or time; damage is found."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import log_service as log
from chalicelib.continuity import segment
from chalicelib.continuity.segment import Line
from chalicelib.jobs.sealing import seal_changes
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.streams.changes import log_changes, not_kept
from tests.api import acts
from tests.client import District, wait_for
from tests.jobs.backup_acts import Crashed, crash_at, make_buckets, record, versions_of

NOON = datetime(2027, 2, 28, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def buckets(platform: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    make_buckets(platform, monkeypatch, f"log-{abs(hash(request.node.name)) % 10**8}")
    yield
    settings.cache_clear()


def seal_at(run: Any, moment: datetime) -> Any:
    with clock.frozen(moment):
        return run(seal_changes, {})


def lines_of(name: str) -> list[Line]:
    return segment.unpack(s3.get_object(settings().backup_bucket, segment.object_key(name)))


def header_of(name: str) -> segment.Header:
    return segment.decode_header(s3.get_object(settings().backup_bucket, segment.header_key(name)))


def waiting() -> list[str]:
    return list(s3.keys_in(settings().work_bucket, "changes/"))


def seconds(moment: datetime) -> float:
    return moment.timestamp() + 0.75


@pytest.mark.usefixtures("buckets")
def test_changes_of_tables_are_sealed_with_their_second_and_number(run: Any) -> None:
    records = [record("surveys", "a", 7, seconds(NOON)), record("audit", "b", 3, seconds(NOON), gone=True)]
    unlogged = [
        record("keys", "k", 1, seconds(NOON)),
        record("tallies", "t", 1, seconds(NOON)),
        record("operations", "o", 1, seconds(NOON), pk="JOB#back_up_daily"),
    ]
    assert run(log_changes, {"Records": records + unlogged}) == {"batchItemFailures": []}
    assert seal_at(run, NOON + timedelta(minutes=4)) == {"minutes": 1, "hours": 0}
    assert lines_of("2027-02-28/1204") == [
        Line("audit", "D#d#X", "b", None, "2027-02-28T12:00:30.000Z", "3"),
        Line(
            "surveys",
            "D#d#X",
            "a",
            {"pk": {"S": "D#d#X"}, "sk": {"S": "a"}, "sealed": {"B": b"\x00\xff"}, "turn": {"N": "7"}},
            "2027-02-28T12:00:30.000Z",
            "7",
        ),
    ]
    assert waiting() == []


@pytest.mark.usefixtures("buckets")
def test_segments_follow_on_one_another_and_a_minute_has_one(run: Any) -> None:
    for minute in (0, 0, 5, 20):
        now = NOON + timedelta(minutes=minute)
        not_kept([record("surveys", f"{minute}", minute + 1, seconds(now))])
        seal_at(run, now)
    names = log.names_of_day("2027-02-28")
    assert names == ["2027-02-28/1200", "2027-02-28/1205", "2027-02-28/1220"]
    assert [len(lines_of(name)) for name in names] == [1, 2, 1]
    first, second, third = map(header_of, names)
    assert (second.since, third.since) == (first.until, second.until)
    assert log.check_log("2027-02-28", "2027-02-28") == []
    assert seal_at(run, NOON + timedelta(hours=1)) == {"minutes": 0, "hours": 0}


@pytest.mark.usefixtures("buckets")
def test_answers_wait_for_their_hour_and_come_out_without_order_or_time(run: Any, platform: Any) -> None:
    chance = random.Random(5)  # noqa: S311 - dice.
    for n in range(1, 31):
        not_kept([record("responses", f"answer-{n % 20}", n, seconds(NOON + timedelta(minutes=chance.randrange(59))))])
    assert seal_at(run, NOON + timedelta(minutes=64)) == {"minutes": 0, "hours": 0}
    names = [key.rpartition("/")[2] for key in waiting()]
    assert len({name[:3] for name in names}) > 15
    assert seal_at(run, NOON + timedelta(minutes=65)) == {"minutes": 0, "hours": 1}
    lines = lines_of("2027-02-28/12-responses")
    assert {line.sk: line.item["turn"]["N"] for line in lines if line.item} == {
        f"answer-{n % 20}": str(n) for n in range(11, 31)
    }
    assert all(line.at == line.n == "" for line in lines)
    assert [line.sk for line in lines] != sorted((line.sk for line in lines), key=lambda sk: int(sk[7:]))
    header = header_of("2027-02-28/12-responses")
    assert (header.since, header.until) == ("2027-02-28T12:00:00.000Z", "2027-02-28T13:00:00.000Z")
    assert waiting() == []
    assert versions_of(platform, settings().work_bucket) == []


@pytest.mark.usefixtures("buckets")
def test_an_answer_that_comes_too_late_for_its_hour_is_in_the_next(run: Any) -> None:
    not_kept([record("responses", "early", 1, seconds(NOON))])
    assert seal_at(run, NOON + timedelta(hours=2))["hours"] == 1
    late = [
        record("responses", "late", 2, seconds(NOON)),
        record("responses", "due", 3, seconds(NOON + timedelta(hours=3))),
    ]
    not_kept(late)
    assert seal_at(run, NOON + timedelta(hours=4, minutes=10))["hours"] == 1
    assert log.names_of_day("2027-02-28") == ["2027-02-28/12-responses", "2027-02-28/15-responses"]
    assert {line.sk for line in lines_of("2027-02-28/15-responses")} == {"late", "due"}
    assert log.check_log("2027-02-28", "2027-02-28") == []


# `make test` kills at every sixth call, before some and after others; PARLEY_KILLS=1 at each, before and after.
STEP = 1 if os.environ.get("PARLEY_KILLS") else 6
TABLES_OF = ("surveys row-{}", "responses answer-{}")


def change_everything(numbers: range, at: datetime) -> None:
    for n in numbers:
        not_kept([record("surveys", f"row-{n}", n, seconds(at)), record("responses", f"answer-{n}", n, seconds(at))])


def seal_everything(at: datetime) -> None:
    with clock.frozen(at):
        log.seal("minutes")
        log.seal("hour")


def seal_and_crash(at: datetime, call: int, when: str) -> bool:
    """Whether it came to its end before it was killed."""
    try:
        with crash_at(call, when):
            seal_everything(at)
    except Crashed:
        return False
    return True


@pytest.mark.usefixtures("buckets")
@pytest.mark.parametrize("when", ["before-call", "after-call"])
def test_whoever_is_killed_at_whatever_call_loses_and_doubles_nothing(when: str, platform: Any, figure: Any) -> None:
    noon, whole, points = NOON, False, 0 if when == "before-call" else STEP // 2
    while not whole:
        change_everything(range(1, 3), noon)
        whole = seal_and_crash(noon + timedelta(hours=2), points, when)
        change_everything(range(3, 5), noon)
        seal_everything(noon + timedelta(hours=2, minutes=5))
        seal_everything(noon + timedelta(hours=3, minutes=10))
        day = clock.iso(noon)[:10]
        sealed = Counter(f"{line.table} {line.sk}" for name in log.names_of_day(day) for line in lines_of(name))
        assert sealed == Counter(one.format(n) for n in range(1, 5) for one in TABLES_OF), points
        assert waiting() == []
        noon, points = noon + timedelta(days=1), points + STEP
    contents = set(versions_of(platform, settings().backup_bucket))
    assert len({key for key, _ in contents}) == len(contents)
    assert log.check_log("2027-02-28", clock.iso(noon)[:10]) == []
    figure(f"killed {when} {points} calls to the object store")
    assert points > 12


@pytest.mark.usefixtures("buckets")
def test_a_lost_an_altered_and_a_replaced_segment_are_found(run: Any, platform: Any) -> None:
    for minute in range(0, 25, 5):
        not_kept([record("surveys", f"{minute}", minute + 1, seconds(NOON))])
        seal_at(run, NOON + timedelta(minutes=minute))
    bucket, names = settings().backup_bucket, log.names_of_day("2027-02-28")
    day = ("2027-02-28", "2027-02-28")
    assert log.check_log(*day) == []
    good = s3.get_object(bucket, segment.object_key(names[1]))
    s3.put_object(bucket, segment.object_key(names[1]), segment.pack(lines_of(names[2])))
    assert log.check_log(*day) == [names[1]]
    s3.put_object(bucket, segment.object_key(names[1]), good[:-1])
    assert log.check_log(*day) == [names[1]]
    s3.put_object(bucket, segment.object_key(names[1]), good)
    rewritten = msgspec.structs.replace(header_of(names[1]), sealed_at="2027-02-28T12:00:00.000Z")
    s3.put_object(bucket, segment.header_key(names[1]), segment.encode_header(rewritten))
    assert log.check_log(*day) == [names[2]]
    client = platform.client("s3")
    for key in (segment.header_key(names[1]), segment.object_key(names[1])):
        client.delete_object(Bucket=bucket, Key=key)
    assert log.check_log(*day) == [names[2]]


def test_what_the_desk_writes_is_in_the_log_of_the_running_platform(riverside: District, run: Any) -> None:
    """Through the deployed streams and functions, with the permissions that they have."""
    before = {item["sk"]["S"] for page in dynamodb.pages_of_table("audit") for item in page.items}
    acts.draft_survey(riverside.administrator)
    audit = {item["sk"]["S"] for page in dynamodb.pages_of_table("audit") for item in page.items} - before
    assert audit
    logged = wait_for(lambda: _logged(riverside, audit), "the change in the log", 60)
    assert not any(line.table in segment.UNLOGGED or line.pk.startswith("JOB#") for line in logged)
    row = next(line for line in logged if line.sk in audit)
    held = next(item for page in dynamodb.pages_of_table("audit") for item in page.items if item["sk"]["S"] == row.sk)
    assert row.item == held


def _logged(riverside: District, wanted: set[str]) -> list[Line]:
    riverside.platform.run_job("seal_changes", {})
    names = log.names_of_day(clock.iso(clock.now())[:10])
    lines = [line for name in names if segment.kind_of(name) == "minutes" for line in lines_of(name)]
    waits = [line for key in s3.keys_in(settings().work_bucket, "changes/minutes/") for line in _piece(key)]
    return lines + waits if wanted & {line.sk for line in lines + waits} else []


def _piece(key: str) -> list[Line]:
    return segment.unpack(s3.get_object(settings().work_bucket, key))
