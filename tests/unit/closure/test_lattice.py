"""What is kept of a district names nobody, and who holds the roster finds nobody."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reidentify import attack, play, records_of, roster
from chalicelib.closure.lattice import (
    ANY,
    LATTICE,
    LEAST,
    Attribute,
    Record,
    band_of,
    crowds,
    deidentify,
    family_of,
    places,
    quarter_of,
    week_of,
)
from chalicelib.kernel import clock


@pytest.mark.parametrize("people", [9, 40, 400, 1500])
def test_an_attacker_with_the_roster_finds_nobody(people: int) -> None:
    found = play(people, seed=people)
    assert found.matches == 0
    assert all(one.people >= LEAST for one in found.outcome.kept)
    assert found.outcome.kept == [] or found.fewest >= LEAST


def test_a_weak_lattice_is_caught() -> None:
    """One that keeps what it should make coarser, or crowds of one, gives people away."""
    assert play(300, seed=300, least=1).matches > 0
    dice = random.Random(5)  # noqa: S311 - a repeatable district.
    people = roster(dice, 300)
    cells = crowds(records_of(dice, people))
    rigid = {
        kind: tuple(Attribute(one.name, one.levels[:1]) for one in attributes) for kind, attributes in LATTICE.items()
    }
    weak = deidentify(cells, rigid, least=2)
    assert attack(people, weak, rigid)[0] < LEAST
    assert deidentify(cells).smallest >= LEAST


words = st.sampled_from(("2026-W01", "2026-W02", "2026-W20", "2027-W01"))
answers = st.builds(
    lambda person, week, language, mode: Record("answer", f"p{person}", (week, language, mode)),
    st.integers(0, 40),
    words,
    st.sampled_from(("en", "es", "so")),
    st.sampled_from(("anonymous", "identified")),
)


@given(st.lists(answers, max_size=120))
def test_every_crowd_has_ten_people_and_nothing_is_counted_twice(records: list[Record]) -> None:
    made = deidentify(crowds(records))
    assert all(one.people >= LEAST for one in made.kept)
    assert sum(one.records for one in made.kept) + made.left_out == made.records == len(records)
    assert not {record.person for record in records} & {text for one in made.kept for text in one.values.values()}


def test_one_person_with_a_hundred_records_is_no_crowd() -> None:
    made = deidentify(crowds(Record("answer", "p", ("2026-W01", "en", "anonymous")) for _ in range(100)))
    assert (made.kept, made.left_out, made.smallest) == ([], 100, 0)


def test_the_lowest_place_that_hides_everybody_is_taken() -> None:
    same = [Record("answer", f"p{number}", ("2026-W01", "en", "anonymous")) for number in range(20)]
    assert deidentify(crowds(same)).levels["answer"] == [0, 0, 0]
    spread = [
        Record("answer", f"p{number}", (f"2026-W{number % 10 + 1:02d}", "en", "anonymous")) for number in range(20)
    ]
    (kept,) = deidentify(crowds(spread)).kept
    assert kept.values == {"week": "2026-Q1", "language": "en", "mode": "anonymous"}


def test_a_lattice_begins_with_what_is_there_and_ends_with_nothing() -> None:
    for attributes in LATTICE.values():
        assert next(places(attributes)) == (0,) * len(attributes)
        for one in attributes:
            assert (one.levels[0]("2026-W01"), one.levels[-1]("2026-W01")) == ("2026-W01", ANY)


def test_bands_families_and_weeks() -> None:
    assert [band_of(length) for length in (0, 1, 50, 51, 1000, 1001)] == [
        "none", "up to 50", "up to 50", "up to 200", "up to 1000", "longer",
    ]  # fmt: skip
    assert [family_of(kind) for kind in ("rating", "comment", "radiogroup", "html")] == [
        "scale", "text", "choice", "other",
    ]  # fmt: skip
    assert week_of(clock.parse("2027-01-01T00:00:00.000Z")) == "2026-W53"
    assert [quarter_of(week) for week in ("2026-W01", "2026-W13", "2026-W14", "2026-W53")] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip
