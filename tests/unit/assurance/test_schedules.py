"""When jobs are due, and when one is late: at every hour of years with leap days and clocks that change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.assurance.run import Run
from chalicelib.assurance.schedules import SCHEDULES, After, Daily, Every, Hourly, Monthly, OnRequest, state_of
from chalicelib.kernel import clock

ZONES = ("America/Chicago", "America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/St_Johns")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware.
HOUR = timedelta(hours=1)


def run(began: datetime, outcome: str = "done") -> Run:
    return Run(clock.iso(began), None if outcome == "running" else clock.iso(began), outcome, {})


def due(schedule: Daily | Monthly | Every, now: datetime, zone: str) -> datetime:
    told = state_of(schedule, [], now, ZoneInfo(zone)).due_at
    assert told is not None
    return clock.parse(told)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 59))
def test_a_daily_job_is_due_within_a_day_at_its_time(now: datetime, zone: str, hour: int, minute: int) -> None:
    next_time = due(Daily(hour, minute), now, zone)
    assert timedelta() < next_time - now <= 25 * HOUR
    local = next_time.astimezone(ZoneInfo(zone))
    skipped = local.replace(fold=0).utcoffset() != (local - 2 * HOUR).utcoffset()
    assert (local.hour, local.minute) == (hour, minute) or skipped


@given(MOMENTS, st.sampled_from(ZONES), st.integers(1, 28))
def test_a_monthly_job_is_due_within_a_month_on_its_day(now: datetime, zone: str, day: int) -> None:
    next_time = due(Monthly(day, 5), now, zone)
    assert timedelta() < next_time - now <= timedelta(days=31, hours=1)
    assert next_time.astimezone(ZoneInfo(zone)).day == day


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_job_that_ran_at_its_time_is_well_until_an_hour_after_the_next(now: datetime, zone: str) -> None:
    daily = Daily(2)
    began = due(daily, now, zone)
    following = due(daily, began, zone)
    for moment, state in ((following + HOUR - timedelta(seconds=1), "well"), (following + 61 * 60 * HOUR / 60, "late")):
        assert state_of(daily, [run(began)], moment, ZoneInfo(zone)).state == state


NOW, CHICAGO = datetime(2031, 5, 5, 12, tzinfo=UTC), ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ([], "never"),
        ([run(NOW)], "well"),
        ([run(NOW, "failed"), run(NOW - HOUR)], "failed"),
        ([run(NOW, "running"), run(NOW - HOUR)], "running"),
        ([run(NOW, "running"), run(NOW - 60 * HOUR)], "late"),
        ([run(NOW - 60 * HOUR)], "late"),
    ],
)
def test_the_state_of_a_daily_job_is_read_from_its_runs(runs: list[Run], state: str) -> None:
    assert state_of(Daily(2), runs, NOW, CHICAGO).state == state


def test_a_job_of_every_few_minutes_is_late_after_a_quarter_of_an_hour() -> None:
    for minutes, state in ((4, "well"), (14, "well"), (16, "late")):
        began = NOW - timedelta(minutes=minutes)
        told = state_of(Every(5), [run(began)], NOW, CHICAGO)
        assert told.state == state
        assert clock.parse(told.due_at or "") == max(NOW, began + timedelta(minutes=5))


def test_what_others_order_is_never_late_and_has_no_time() -> None:
    for schedule in (After("plan_retention"), OnRequest()):
        told = state_of(schedule, [run(NOW - 9000 * HOUR)], NOW, CHICAGO)
        assert (told.state, told.due_at) == ("well", None)


def test_whatever_runs_after_a_job_runs_after_one_that_there_is() -> None:
    assert {one.job for one in SCHEDULES.values() if isinstance(one, After)} <= set(SCHEDULES)


def test_what_is_left_is_taken_up_each_hour() -> None:
    midnight = datetime(2031, 5, 5, 6, tzinfo=UTC)
    hours, now = [], midnight
    for _ in range(8):
        now = due(Daily(2, until=8), now, "America/Chicago")
        hours.append(now.astimezone(CHICAGO).hour)
    assert hours == [2, 3, 4, 5, 6, 7, 8, 2]
    assert due(Hourly(10), midnight, "America/Chicago") == midnight + timedelta(minutes=10)


def test_expressions_are_those_of_the_scheduler() -> None:
    assert [Daily(2, until=8).expression, Hourly(10).expression] == ["cron(0 2-8 * * ? *)", "cron(10 * * * ? *)"]
    assert [Daily(2).expression, Monthly(3, 5, 30).expression] == ["cron(0 2 * * ? *)", "cron(30 5 3 * ? *)"]
    assert [Every(5).expression, Every(60).expression, Every(120).expression] == [
        "rate(5 minutes)",
        "rate(1 hour)",
        "rate(2 hours)",
    ]
