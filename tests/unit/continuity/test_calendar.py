"""The calendar of backups: which sets must exist, for how long, and three years of it with faults."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.continuity import calendar
from chalicelib.continuity.calendar import KINDS, Kind
from tests.conftest import IS_THOROUGH
from tests.unit.continuity import three_years

BEGUN = date(2027, 3, 10)  # A Wednesday.
days = st.dates(date(2027, 1, 1), date(2031, 12, 31))
moments = st.datetimes(datetime(2027, 3, 10), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def names(now: datetime, begun: date = BEGUN) -> list[str]:
    return [one.name for one in calendar.promised(now, begun)]


@pytest.mark.parametrize(
    ("kind", "day", "first", "until"),
    [
        ("daily", "2028-02-29", "2028-02-29", "2028-04-04"),
        ("weekly", "2028-02-29", "2028-02-28", "2028-05-29"),
        ("monthly", "2028-02-29", "2028-02-01", "2029-03-01"),
        ("monthly", "2027-12-31", "2027-12-01", "2029-01-01"),
        ("monthly", "2027-11-30", "2027-11-01", "2028-12-01"),
        ("weekly", "2027-01-03", "2026-12-28", "2027-03-29"),
    ],
)
def test_a_day_belongs_to_its_period_and_is_kept_so_long(kind: Kind, day: str, first: str, until: str) -> None:
    assert calendar.first_of(kind, date.fromisoformat(day)).isoformat() == first
    assert calendar.kept_until(kind, date.fromisoformat(day)).isoformat() == f"{until}T00:00:00+00:00"


def test_nothing_is_promised_before_the_first_day_is_over() -> None:
    assert names(datetime(2027, 3, 10, 23, 59, tzinfo=UTC)) == []
    first = ["daily/2027-03-10", "weekly/2027-03-08", "monthly/2027-03-01"]
    assert names(datetime(2027, 3, 11, tzinfo=UTC)) == first


def test_after_thirteen_months_all_sets_are_promised() -> None:
    promised = names(datetime(2028, 6, 15, 12, tzinfo=UTC))
    counts = {kind: sum(name.startswith(kind) for name in promised) for kind in KINDS}
    assert counts == {"daily": 34, "weekly": 13, "monthly": 13}
    assert promised[0] == "daily/2028-06-14"


@given(moments)
@settings(max_examples=60)
def test_a_promise_is_due_after_its_first_day_and_holds_until_its_end(now: datetime) -> None:
    promises = calendar.promised(now, BEGUN)
    assert len({one.name for one in promises}) == len(promises)
    assert all(one.due <= now < one.until for one in promises)
    assert promises == calendar.promised(calendar.midnight(now.date()), BEGUN)
    for kind, span in (("daily", 35), ("weekly", 7 * 13), ("monthly", 13 * 28)):
        for back in range(1, span, 5 if kind == "daily" else 40):
            day = now.date() - timedelta(days=back)
            if day >= BEGUN:
                assert f"{kind}/{calendar.first_of(kind, day)}" in {one.name for one in promises}


@given(days, st.integers(0, 40))
@settings(max_examples=60)
def test_a_week_and_a_month_take_the_first_set_made_in_them(day: date, later: int) -> None:
    taken = [(kind, day) for kind in calendar.periods_of(day, [])]
    assert [kind for kind, _ in taken] == ["weekly", "monthly"]
    other = day + timedelta(days=later)
    expected = [kind for kind in KINDS[1:] if calendar.first_of(kind, other) != calendar.first_of(kind, day)]
    assert calendar.periods_of(other, taken) == expected


def test_a_promise_is_kept_by_a_set_of_its_period_alone() -> None:
    week = next(one for one in calendar.promised(datetime(2027, 3, 20, tzinfo=UTC), BEGUN) if one.kind == "weekly")
    assert week.name == "weekly/2027-03-15"
    near = [date(2027, 3, 14), date(2027, 3, 15), date(2027, 3, 21), date(2027, 3, 22)]
    assert calendar.in_period(week, near) == near[1:3]


def test_everything_is_read_once_a_day_at_its_hour() -> None:
    for name in ("daily/2027-03-10", "log/2027-03-11", "monthly/2027-03-01"):
        due = [calendar.is_reading_due(name, datetime(2027, 5, 1, hour, tzinfo=UTC), ()) for hour in range(24)]
        assert due == sorted(due)
        assert due[-1]
        assert not calendar.is_reading_due(name, datetime(2027, 5, 1, 23, tzinfo=UTC), {name})


def test_a_set_is_read_first_when_it_falls_due() -> None:
    (promise,) = (one for one in calendar.promised(datetime(2027, 3, 11, tzinfo=UTC), BEGUN) if one.kind == "daily")
    on_due_day = calendar.readings_of(promise, datetime(2027, 3, 11, 0, 10, tzinfo=UTC))
    assert on_due_day == ["daily/2027-03-10/first", "daily/2027-03-10"]
    assert calendar.is_reading_due(on_due_day[0], datetime(2027, 3, 11, 0, 10, tzinfo=UTC), ())
    assert calendar.readings_of(promise, datetime(2027, 3, 12, tzinfo=UTC)) == ["daily/2027-03-10"]


def test_years_with_faults_keep_every_promise_or_ring_within_26_hours(
    figure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long enough for the oldest monthly backup to go; `make calendar` lives three years, many times."""
    if not IS_THOROUGH:
        monkeypatch.setattr(three_years, "END", datetime(2028, 5, 1, tzinfo=UTC))
    world = three_years.live(1)
    figure(three_years.told(world))
    assert world.counts["instants"] == (three_years.END - three_years.BEGIN) / timedelta(hours=1)
    assert len(world.planted) > 15
    assert three_years.longest(world) <= three_years.LIMIT
    assert world.counts["deletions refused"] > 100


def test_a_lifecycle_a_day_too_short_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(three_years, "END", datetime(2027, 6, 1, tzinfo=UTC))
    monkeypatch.setattr(three_years, "lifecycle", lambda: {"daily": 33, "weekly": 92, "monthly": 398})
    world = three_years.World(1, three_years.lifecycle())
    monkeypatch.setattr(three_years, "World", lambda seed: world)
    with pytest.raises(AssertionError):
        three_years.live(1)
