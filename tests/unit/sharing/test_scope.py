"""What a share reaches, against a reference that asks Access cell by cell; and its states."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.identity.levels import Access, Level
from chalicelib.identity.permissions import Field, Permission, Role, Verb
from chalicelib.kernel.errors import Invalid
from chalicelib.sharing.scope import MOST_SCHOOLS, MOST_THREADS, Kind, Scope, State, checked, is_held, lacking, state_of

READ, EXPORT, SHARE = Verb.READ, Verb.EXPORT, Verb.SHARE
RESULTS = Scope(Kind.RESULTS, survey_id="svy_a", verbs=[READ])
TOPIC = Scope(Kind.DIALOGUES, topic_id="tpc_a", verbs=[READ])


def changed(scope, **changes):
    return msgspec.structs.replace(scope, **changes)


@pytest.mark.parametrize("scope", [RESULTS, TOPIC, Scope(Kind.DIALOGUES, thread_ids=["thr_a"], verbs=[READ])])
def test_a_scope_that_says_one_thing_is_kept(scope):
    assert checked(scope) == scope


def test_doubles_are_dropped():
    twice = changed(
        RESULTS, schools=["south", "north", "south"], fields=[Field.FREE_TEXT] * 2, verbs=[READ, EXPORT, READ]
    )
    kept = checked(twice)
    assert (kept.schools, kept.fields, kept.verbs) == (["north", "south"], [Field.FREE_TEXT], [EXPORT, READ])


@pytest.mark.parametrize(
    ("scope", "fields"),
    [
        (changed(RESULTS, survey_id=""), {"survey_id"}),
        (changed(RESULTS, topic_id="tpc_a"), {"topic_id"}),
        (changed(RESULTS, schools=[]), {"schools"}),
        (changed(RESULTS, schools=[str(number) for number in range(MOST_SCHOOLS + 1)]), {"schools"}),
        (changed(RESULTS, fields=[Field.CONTACT]), {"fields"}),
        (changed(RESULTS, verbs=[]), {"verbs"}),
        (changed(RESULTS, verbs=[Verb.MANAGE]), {"verbs"}),
        (changed(TOPIC, thread_ids=["thr_a"]), {"topic_id", "thread_ids"}),
        (changed(TOPIC, topic_id=""), {"topic_id", "thread_ids"}),
        (changed(TOPIC, survey_id="svy_a"), {"survey_id"}),
        (changed(TOPIC, schools=["north"]), {"schools"}),
        (changed(TOPIC, verbs=[READ, EXPORT]), {"verbs"}),
        (changed(TOPIC, topic_id="", thread_ids=[str(one) for one in range(MOST_THREADS + 1)]), {"thread_ids"}),
    ],
)
def test_what_is_not_clear_is_refused_by_field(scope, fields):
    with pytest.raises(Invalid) as refused:
        checked(scope)
    assert refused.value.fields.keys() == fields


@pytest.mark.parametrize(
    ("levels", "scope", "field"),
    [
        ([], RESULTS, "schools"),
        ([Level(Role.AUTHOR)], RESULTS, ""),
        ([Level(Role.ADMINISTRATOR)], changed(RESULTS, verbs=[READ, EXPORT], fields=[Field.FREE_TEXT]), ""),
        ([Level(Role.READER)], RESULTS, "schools"),
        ([Level(Role.AUTHOR, schools=["north"])], RESULTS, "schools"),
        ([Level(Role.AUTHOR, schools=["north"])], changed(RESULTS, schools=["north"]), ""),
        ([Level(Role.AUTHOR, schools=["north"])], changed(RESULTS, schools=["north", "south"]), "schools"),
        (
            [Level(Role.AUTHOR, schools=["north"]), Level(Role.AUTHOR, schools=["south"])],
            changed(RESULTS, schools=["north", "south"]),
            "",
        ),
        (
            [Level(Role.AUTHOR, schools=["north"], fields=[]), Level(Role.AUTHOR, schools=["south"])],
            changed(RESULTS, schools=["north", "south"], fields=[Field.FREE_TEXT]),
            "fields",
        ),
        ([Level(Role.AUTHOR, verbs=[READ, SHARE])], changed(RESULTS, verbs=[EXPORT]), "verbs"),
        ([Level(Role.AUTHOR, verbs=[READ, EXPORT])], RESULTS, "schools"),
        # To read with one level and share with another does not add up.
        ([Level(Role.READER), Level(Role.AUTHOR, surveys=["svy_b"])], RESULTS, "schools"),
        ([Level(Role.MEMBER)], TOPIC, ""),
        ([Level(Role.MEMBER, topics=["tpc_b"])], TOPIC, "topic_id"),
        ([Level(Role.MEMBER, fields=[Field.FREE_TEXT])], changed(TOPIC, fields=[Field.CONTACT]), "fields"),
        ([Level(Role.MEMBER, schools=["north"])], TOPIC, ""),
    ],
)
def test_the_part_that_reaches_further_is_named(levels, scope, field):
    access = Access(tuple(levels))
    assert lacking(access, scope, ["tpc_a"]) == field
    assert is_held(access, scope, ["tpc_a"]) is (field == "")


def some(values):
    return st.none() | st.lists(st.sampled_from(values), unique=True)


LEVELS = st.builds(
    Level,
    st.sampled_from(list(Role)),
    some(list(Verb)),
    some(["north", "south"]),
    some(["svy_a", "svy_b"]),
    some(["tpc_a"]),
    some(list(Field)),
)
SCOPES = st.builds(
    Scope,
    st.just(Kind.RESULTS),
    survey_id=st.just("svy_a"),
    schools=st.none() | st.lists(st.sampled_from(["north", "south"]), unique=True, min_size=1),
    fields=st.lists(st.just(Field.FREE_TEXT), max_size=1),
    verbs=st.lists(st.sampled_from([READ, EXPORT]), unique=True, min_size=1),
)


@given(st.lists(LEVELS, max_size=4), SCOPES)
def test_a_share_gives_nothing_that_its_sharer_could_not_read_and_share(levels, scope):
    access = Access(tuple(levels))
    if not is_held(access, scope):
        return
    asked = [Permission.READ_RESULTS, Permission.SHARE_RESULTS]
    asked += [Permission.EXPORT_RESPONSES] if scope.may(EXPORT) else []
    for permission in asked:
        whole = access.schools(permission, survey="svy_a")
        assert whole is None or (scope.schools is not None and set(scope.schools) <= whole)
        for school in scope.schools or [None]:
            for field in [None, *scope.fields]:
                assert access.covers(permission, survey="svy_a", school=school, field=field)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.ACTIVE),
        ({"now": 100}, State.ENDED),
        ({"now": 99}, State.ACTIVE),
        ({"revoked_at": 5}, State.REVOKED),
        ({"revoked_at": 5, "now": 200}, State.REVOKED),
        ({"views": 3, "most_views": 3}, State.USED_UP),
        ({"views": 2, "most_views": 3}, State.ACTIVE),
        ({"views": 9}, State.ACTIVE),
    ],
)
def test_the_state_of_a_share(changes, state):
    assert state_of(**{"ends_at": 100, "revoked_at": 0, "views": 0, "most_views": 0, "now": 10, **changes}) is state
