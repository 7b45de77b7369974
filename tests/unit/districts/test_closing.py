"""When a district that has left goes: never early, never late, and the key's history fits."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.closings import EDGES, count
from chalicelib.districts import closing as rules
from chalicelib.districts.closing import (
    NEXT,
    Closing,
    Mode,
    Request,
    Route,
    State,
    begins_at,
    due,
    final_at,
    is_due,
    is_overdue,
    latest,
    may_wait,
    require_next,
    route,
)
from chalicelib.kernel.errors import Conflict

DAY, HISTORIES = timedelta(days=1), 200
T0 = datetime(2028, 2, 29, 15, 30, tzinfo=UTC)


def request(days: float, mode: Mode = Mode.DELETE, since: datetime = T0) -> Request:
    return Request("Superintendent", since + days * DAY, "0" * 64, mode)


@pytest.mark.parametrize(
    ("asked_on", "begins", "over"),
    [
        (0, 29, 30),
        (1, 29, 30),
        (22, 29, 30),
        (23, 29, 30),
        (29, 29, 30),
        (29.5, 29.5, 30),
        (30, 30, 30),
        (31, 31, 32),
        (89, 89, 90),
        (89.5, 89.5, 90.5),
    ],
)
def test_the_edge_table(asked_on: float, begins: float, over: float) -> None:
    closing = Closing(T0, T0, request(asked_on))
    assert begins_at(closing) == T0 + begins * DAY
    assert due(closing) == latest(closing) == T0 + over * DAY
    assert route(closing) is Route.WINDOW
    assert final_at(closing, latest(closing)) == latest(closing)


def test_without_a_request_it_begins_after_ninety_days_and_ends_within_the_week() -> None:
    closing = Closing(T0, T0)
    assert begins_at(closing) == due(closing) == T0 + 90 * DAY
    assert latest(closing) == T0 + 97 * DAY
    assert closing.mode is Mode.DEIDENTIFY


def test_a_key_that_moved_too_late_is_ended_by_its_kms_key() -> None:
    late = Closing(T0, T0 + 24 * DAY, request(24))
    assert route(late) is Route.KMS
    assert final_at(late, T0 + 29 * DAY) == T0 + 29 * DAY
    soon = Closing(T0, T0 + 23 * DAY, request(23))
    assert route(soon) is Route.WINDOW
    assert final_at(soon, T0 + 29 * DAY) == T0 + 30 * DAY


moments = st.integers(0, 7 * 365 * 86_400).map(lambda after: T0 + timedelta(seconds=after))
days = st.one_of(st.sampled_from(EDGES), st.floats(0, 120))
closings = st.builds(
    lambda at, asked, moved: Closing(at, at + moved * DAY, request(max(asked, moved), since=at)),
    moments,
    days,
    st.floats(0, 89),
) | st.builds(lambda at: Closing(at, at), moments)


@given(closings)
def test_it_never_begins_before_its_time_nor_so_late_that_it_could_not_end(closing: Closing) -> None:
    asked = closing.request
    begins = begins_at(closing)
    assert begins >= closing.moved_at
    if asked is None:
        assert begins >= closing.terminated_at + 90 * DAY
    else:
        assert begins >= min(asked.at, closing.terminated_at + 90 * DAY)
        assert begins >= closing.terminated_at + 29 * DAY
    settled = closing.moved_at + timedelta(minutes=10)
    assert begins <= max(latest(closing), settled)
    assert latest(closing) <= closing.terminated_at + 97 * DAY


@given(closings, st.sampled_from(State), st.floats(0, 130))
def test_what_is_due_stays_due_until_it_is_certified(closing: Closing, state: State, after: float) -> None:
    now = closing.terminated_at + after * DAY
    if is_due(state, closing, now):
        assert state not in {State.ACTIVE, State.CERTIFIED}
        assert is_due(state, closing, now + DAY)
    assert is_due(State.DEIDENTIFYING, closing, now)
    assert not is_overdue(State.CERTIFIED, closing, now)
    assert may_wait(closing, now) <= (not is_overdue(state, closing, now))


def test_states_follow_each_other_and_only_a_termination_is_taken_back() -> None:
    for before in State:
        for after in State:
            if after in NEXT[before]:
                require_next(before, after)
            else:
                with pytest.raises(Conflict):
                    require_next(before, after)
    assert {after for before in State if before is not State.TERMINATED for after in NEXT[before]} == {
        State.TERMINATED,
        State.DEIDENTIFIED,
        State.CERTIFIED,
    }


def test_random_histories_break_no_promise() -> None:
    found = count(HISTORIES, seed=7)
    assert found["histories"] == HISTORIES
    assert found["with a request"] > HISTORIES / 2
    assert found["with days without a sweep"] > HISTORIES / 5
    assert [name for name in found if name.startswith("FAULT")] == []


def _early(state: State, closing: Closing, now: datetime) -> bool:
    return rules.is_due(state, closing, now + DAY)


def _deaf(state: State, closing: Closing, now: datetime) -> bool:
    return rules.is_due(state, Closing(closing.terminated_at, closing.moved_at), now)


def _counts_from_the_request(state: State, closing: Closing, now: datetime) -> bool:
    asked = closing.request
    return rules.is_due(state, closing, now) and (asked is None or now >= asked.at + 29 * DAY)


def _once_on_its_day(state: State, closing: Closing, now: datetime) -> bool:
    return rules.is_due(state, closing, now) and now < begins_at(closing) + timedelta(hours=2)


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (_early, "begun before"),
        (_deaf, "late"),
        (_counts_from_the_request, "late"),
        (_once_on_its_day, "never done"),
    ],
)
def test_a_planted_breach_is_caught(planted: Any, fault: str) -> None:
    found = count(60, seed=3, module=SimpleNamespace(is_due=planted))  # type: ignore[arg-type]
    assert [name for name in found if fault in name]
