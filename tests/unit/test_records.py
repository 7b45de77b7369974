"""Pure rules of how long records live and of the clock of requests, over many cases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.assurance import proof
from chalicelib.assurance.proof import Removed
from chalicelib.continuity import preview, rules
from chalicelib.continuity.preview import Cursor, File
from chalicelib.continuity.rules import Chosen
from chalicelib.kernel import clock
from chalicelib.privacy.hold import Held
from chalicelib.requests import states, text

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
KINDS = ("answer", "dialogue", "audit")


# --- Rules


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_chosen_within_its_bounds_alone(kind):
    bounds = rules.rules()[kind].bounds
    assert not rules.problem_of(kind, "", bounds.least)
    assert not rules.problem_of(kind, "", bounds.most)
    assert set(rules.problem_of(kind, "", bounds.least - 1)) == {"days"}
    assert set(rules.problem_of(kind, "", bounds.most + 1)) == {"days"}
    assert bounds.least <= rules.rules()[kind].days <= bounds.most


def test_only_answers_have_rules_by_school_and_no_other_kind_a_rule():
    assert not rules.problem_of("answer", "a", 100)
    assert set(rules.problem_of("dialogue", "a", 100)) == {"school_id"}
    assert set(rules.problem_of("session", "", 100)) == {"kind"}
    assert set(rules.problem_of("nothing", "", 100)) == {"kind"}


@given(st.integers(30, 3653), st.integers(30, 3653), MOMENTS)
def test_nothing_goes_sooner_by_a_choice_than_a_week_after_it(days, before, at):
    chosen = Chosen(days, before, clock.iso(rules.binds_at(days, before, at)))
    within = [chosen.in_force(clock.iso(at + timedelta(days=day))) for day in range(rules.NOTICE_DAYS)]
    assert min(within) >= before or days >= before
    assert chosen.in_force(clock.iso(at + timedelta(days=rules.NOTICE_DAYS, milliseconds=1))) == days


def test_the_rule_of_a_school_comes_before_the_districts_and_that_before_the_maps():
    old = "2020-01-01T00:00:00.000Z"
    choices = {("answer", ""): Chosen(100, 100, old), ("answer", "a"): Chosen(200, 200, old)}
    now = clock.iso(clock.now())
    assert [rules.days_of(choices, "answer", one, now) for one in ("a", "b", "")] == [200, 100, 100]
    assert rules.days_of({}, "answer", "a", now) == rules.rules()["answer"].days


# --- Preview


@given(MOMENTS, st.lists(st.integers(0, 4_000), max_size=40), st.integers(30, 3653), st.sampled_from(["month", "day"]))
def test_a_preview_counts_what_will_go_and_nothing_else(at, ages, days, by):
    keys = sorted(f"{clock.hour(at - timedelta(days=age))}#rsp_{n}" for n, age in enumerate(ages))

    def read(_place, _since, until, after):
        start = int(after["at"]["N"]) if after else 0
        part = [key for key in keys if key < until][start : start + 7]
        more = {"at": {"N": str(start + 7)}} if len([key for key in keys if key < until]) > start + 7 else None
        return part, more

    found, cursor = [], Cursor(clock.iso(at))
    while cursor is not None:
        some, cursor = preview.walk([File("s", days, "p")], cursor, by, read)
        found += some
    gone = [key for key in keys if clock.parse(key[:24]) + timedelta(days=days) <= at]
    assert sum(one.records for one in found if one.period == preview.NOW) == len(gone)
    horizon = clock.hour(at + timedelta(days=preview.HORIZON_DAYS[by] - days))
    assert sum(one.records for one in found) == len([key for key in keys if key < horizon])


def test_a_preview_asks_a_bounded_number_of_times():
    asked = []

    def read(place, _since, _until, _after):
        asked.append(place)
        return [], None

    files = [File("s", 30, str(number)) for number in range(preview.MOST_QUERIES + 5)]
    _, cursor = preview.walk(files, Cursor(clock.iso(clock.now())), "month", read)
    assert len(asked) == preview.MOST_QUERIES
    assert preview.walk(files, cursor, "month", read)[1] is None
    assert asked == [file.place for file in files]


# --- Proofs and holds


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=1), st.randoms())
def test_a_proof_does_not_depend_on_the_order_and_finds_every_change(numbers, shuffled):
    rows = [Removed("responses", f"D#a#{number}", "x") for number in numbers]
    mixed = list(rows)
    shuffled.shuffle(mixed)
    assert proof.hash_of(mixed) == proof.hash_of(rows)
    assert proof.hash_of(mixed[1:], proof.hash_of(mixed[:1])) == proof.hash_of(rows)
    assert proof.hash_of(rows[1:]) != proof.hash_of(rows)
    assert proof.hash_of([Removed("responses", "D#b", "x"), *rows[1:]]) != proof.hash_of(rows)


def test_a_hold_keeps_what_it_names_and_nothing_without_a_name():
    held = Held(1, {"hld_a": ("person", "sub_a"), "hld_b": ("thread", ""), "hld_c": ("survey", "svy_a")})
    assert held.hold_of(person="sub_a", survey="svy_b") == "hld_a"
    assert held.hold_of(survey="svy_a") == "hld_c"
    assert held.hold_of(person="svy_a", thread="sub_a") is None


# --- Requests


@given(MOMENTS, st.integers(0, 90 * 24 * 60))
def test_a_request_is_looked_at_in_time_and_every_day_once_it_is_late(received, minutes):
    now = received + timedelta(minutes=minutes)
    coming = states.next_reminder(received, now)
    due = states.due_after(received)
    assert coming > now
    assert coming - now <= timedelta(days=16)
    if now >= due:
        assert coming - now <= timedelta(days=1)
    assert states.is_overdue(states.VERIFIED, clock.iso(due), clock.iso(now)) == (clock.iso(now) >= clock.iso(due))
    assert not states.is_overdue(states.DONE, clock.iso(due), clock.iso(now))


def test_a_request_moves_forward_alone():
    order = {state: number for number, state in enumerate(states.STATES)}
    for state, following in states.NEXT.items():
        assert all(order[one] > order[state] for one in following)
    assert not states.may_move(states.RECEIVED, states.IN_PROGRESS)
    assert not states.may_move(states.DONE, states.REFUSED)
    assert states.DUE_DAYS == 45


def test_a_file_reads_as_plain_lines():
    words = text.in_words({"district": "Lakeview", "answers": [{"survey": "Climate", "answers": {"safe": "no"}}]})
    assert words == "district: Lakeview\nanswers: 1\n  1.\n    survey: Climate\n    answers:\n      safe: no\n"
