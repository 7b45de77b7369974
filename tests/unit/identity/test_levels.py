"""Levels against an oracle of cells: (permission, survey, school, topic, field), counted one by one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from chalicelib.identity.levels import MOST_LEVELS, Access, Level, check_levels
from chalicelib.identity.permissions import (
    ADMINISTRATIVE,
    ASKED_OF_NOBODY,
    DISTRICT_WIDE,
    GRANTS,
    OF_WHOLE_SURVEYS,
    VERB_OF,
    Field,
    Permission,
    Role,
    Verb,
)
from chalicelib.kernel.errors import Invalid

# "+" stands for every name that no level mentions: only a part that is None holds it.
SURVEYS, SCHOOLS, TOPICS, FIELDS = (
    ("svy_a", "svy_b", "+"),
    ("north", "south", "+"),
    ("tpc_a", "tpc_b", "+"),
    (*Field, "+"),
)


def part(values):
    return st.none() | st.lists(st.sampled_from([one for one in values if one != "+"]), unique=True, max_size=2)


LEVELS = st.builds(
    Level,
    role=st.sampled_from(Role),
    verbs=st.none() | st.lists(st.sampled_from(Verb), unique=True, min_size=1),
    schools=part(SCHOOLS),
    surveys=part(SURVEYS),
    topics=part(TOPICS),
    fields=st.none() | st.lists(st.sampled_from(Field), unique=True),
)


def cells(levels):
    """All that levels allow, one cell for each permission at each place, by the words of the documentation."""
    found = set()
    for level in levels:
        is_part = any(one is not None for one in (level.schools, level.surveys, level.topics))
        for permission in GRANTS[level.role]:
            if level.verbs is not None and VERB_OF[permission] not in level.verbs:
                continue
            if permission in DISTRICT_WIDE and is_part:
                continue
            if permission in OF_WHOLE_SURVEYS and level.schools is not None:
                continue
            for survey, school, topic, field in product(SURVEYS, SCHOOLS, TOPICS, FIELDS):
                inside = [
                    level.surveys is None or survey in level.surveys,
                    level.schools is None or school in level.schools,
                    level.topics is None or topic in level.topics,
                    level.fields is None or field in level.fields,
                ]
                if all(inside):
                    found.add((permission, survey, school, topic, field))
    return found


@given(st.lists(LEVELS, max_size=3), st.sampled_from(sorted(set(Permission) - ASKED_OF_NOBODY)))
def test_what_is_covered_is_what_the_cells_hold(levels, permission):
    access, held = Access(tuple(levels)), cells(levels)
    for survey, school, topic, field in product(SURVEYS, SCHOOLS, TOPICS, FIELDS):
        covered = access.covers(permission, survey=survey, school=school, topic=topic, field=field)
        assert covered == ((permission, survey, school, topic, field) in held)


@given(st.lists(LEVELS, max_size=3), st.sampled_from(sorted(set(Permission) - ASKED_OF_NOBODY)))
def test_a_field_is_shown_at_those_schools_where_the_cells_hold_it(levels, permission):
    levels = [level for level in levels if level.topics != []]  # What is asked here names no topic.
    access, held = Access(tuple(levels)), {cell for cell in cells(levels) if cell[0] == permission}
    for survey, field in product(SURVEYS, FIELDS):
        schools = access.schools(permission, survey=survey, field=field)
        for school in SCHOOLS:
            shown = schools is None or school in schools
            assert shown == any(cell[1] == survey and cell[2] == school and cell[4] == field for cell in held)


@given(st.lists(LEVELS, max_size=3), LEVELS)
def test_whoever_may_grant_holds_every_cell_of_the_grant(levels, level):
    if Access(tuple(levels)).may_grant(level):
        assert cells([level]) <= cells(levels)


@given(LEVELS, LEVELS)
def test_with_one_level_everything_within_it_may_be_granted(mine, level):
    parts = (level.surveys, level.schools, level.topics, level.fields)
    if all(one != [] for one in parts) and cells([level]) <= cells([mine]):
        assert Access((mine,)).may_grant(level)


@given(st.lists(LEVELS, max_size=3), LEVELS)
def test_a_further_level_never_takes_anything_away(levels, level):
    before, after = Access(tuple(levels)), Access((*levels, level))
    for permission in Permission:
        assert after.may(permission) >= before.may(permission)


@given(LEVELS)
def test_for_a_part_of_the_district_nothing_of_the_whole_is_held(level):
    if level.is_for_a_part:
        assert not level.permissions() & DISTRICT_WIDE


@given(LEVELS)
def test_a_level_never_allows_more_than_its_role(level):
    assert level.permissions() <= GRANTS[level.role]


def test_only_administrators_hold_what_is_administrative():
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert not GRANTS[role] & ADMINISTRATIVE


@pytest.mark.parametrize(
    "levels",
    [
        [],
        [Level(Role.MEMBER, verbs=[Verb.EXPORT])],
        [Level(Role.READER, schools=["x"] * 51)],
        [Level(Role.READER, schools=[""])],
        [Level(Role.READER, schools=[str(number)]) for number in range(MOST_LEVELS + 1)],
    ],
)
def test_odd_levels_are_refused(levels):
    with pytest.raises(Invalid):
        check_levels(levels)


def test_doubles_are_kept_once():
    assert check_levels([Level(Role.READER), Level(Role.READER)]) == [Level(Role.READER)]


class Grants(RuleBasedStateMachine):
    """A district that begins with one administrator, in which whoever may, grants; and nobody ever holds too much."""

    people = Bundle("people")

    def __init__(self):
        super().__init__()
        self.root = [Level(Role.ADMINISTRATOR)]
        self.held = {0: self.root}
        self.ceiling = {0: cells(self.root)}

    @rule(target=people)
    def begin(self):
        return 0

    @rule(target=people, grantor=people, levels=st.lists(LEVELS, min_size=1, max_size=2))
    def invite(self, grantor, levels):
        access = Access(tuple(self.held[grantor]))
        if not access.may(Permission.MANAGE_PEOPLE) or not all(access.may_grant(level) for level in levels):
            return grantor
        person = len(self.held)
        self.held[person], self.ceiling[person] = levels, cells(self.held[grantor])
        return person

    @rule(grantor=people, person=people, levels=st.lists(LEVELS, min_size=1, max_size=2))
    def change(self, grantor, person, levels):
        access = Access(tuple(self.held[grantor]))
        allowed = access.may_manage(Access(tuple(self.held[person])))
        if grantor == person or not allowed or not all(access.may_grant(level) for level in levels):
            return
        self.held[person], self.ceiling[person] = levels, cells(self.held[grantor])

    @rule(person=consumes(people))
    def end(self, person):
        if person:
            self.held[person] = []

    @invariant()
    def nobody_holds_more_than_whoever_gave_it(self):
        for person, levels in self.held.items():
            assert cells(levels) <= self.ceiling[person]

    @invariant()
    def an_ended_account_holds_nothing(self):
        assert all(not Access(()).may(permission) for permission in set(Permission) - ASKED_OF_NOBODY)


TestGrants = Grants.TestCase
