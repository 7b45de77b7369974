import pytest

from chalicelib.surveys.comparing import comparable, compare
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.pooling import ALL, Counted, pool

SAFE = {"type": "radiogroup", "name": "safe", "title": "Safe?", "choices": ["yes", "no"]}
TABLE = {"type": "matrix", "name": "agree", "columns": ["y", "n"], "rows": ["food", "bus"]}
CELLS = {
    "type": "matrixdropdown",
    "name": "visits",
    "rows": ["art"],
    "columns": [{"name": "how", "choices": ["a", "b"]}],
}
SUM = {"type": "expression", "name": "twice", "expression": "{age} * 2"}
AGE = {"type": "text", "name": "age", "inputType": "number"}


def survey(*elements):
    return compile_questionnaire({"pages": [{"name": "p", "elements": list(elements)}]})


def test_an_item_that_is_added_removed_or_unchanged_is_told_as_such():
    changes = compare(survey(SAFE, TABLE), survey(SAFE, AGE))
    assert [(one.name, one.change) for one in changes] == [("age", "added"), ("agree", "removed")]


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        (SAFE, {**SAFE, "type": "checkbox"}, "type"),
        (SAFE, {**SAFE, "choices": ["yes", "no", "maybe"]}, "choices"),
        (SAFE, {**SAFE, "showOtherItem": True}, "special_choices"),
        (TABLE, {**TABLE, "rows": ["food", "art"]}, "rows"),
        (TABLE, {**TABLE, "columns": ["y", "n", "?"]}, "choices"),
        (CELLS, {**CELLS, "columns": [{"name": "how", "choices": ["a"]}]}, "columns"),
        (AGE, {**AGE, "inputType": "text"}, "input"),
        (AGE, {**AGE, "min": 0, "max": 20}, "input"),
    ],
)
def test_another_meaning_keeps_answers_apart(before, after, part):
    changes = compare(survey(before), survey(after))
    assert [(one.change, one.parts) for one in changes] == [("meaning", [part])]
    assert comparable(survey(before), survey(after)) == frozenset()


def test_another_formula_is_another_meaning():
    changes = compare(survey(AGE, SUM), survey(AGE, {**SUM, "expression": "{age} * 3"}))
    assert [(one.name, one.parts) for one in changes] == [("twice", ["calculation"])]


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ({**SAFE, "title": "Do you feel safe?"}, "reworded"),
        ({**SAFE, "choices": [{"value": "no", "text": "No"}, {"value": "yes", "text": "Yes"}]}, "reworded"),
        ({**SAFE, "isRequired": True}, "adjusted"),
    ],
)
def test_other_words_order_or_rules_leave_answers_together(after, change):
    assert [one.change for one in compare(survey(SAFE), survey(after))] == [change]
    assert comparable(survey(SAFE), survey(after)) == {"safe"}


SCHOOL = {"type": "dropdown", "name": "school", "choices": ["north", "south"]}


def counted(number, questionnaire, counters, segments=("school",)):
    return Counted(number, questionnaire, list(segments), counters)


def test_only_what_was_asked_the_same_way_is_added_up():
    first = counted(1, survey(SAFE, SCHOOL), {ALL: {"n": 3, "safe\ta": 3, "safe\tc\tyes": 3, "school\ta": 2}})
    wider = {**SAFE, "choices": ["yes", "no", "maybe"]}
    newest = counted(2, survey(wider, SCHOOL), {ALL: {"n": 1, "safe\ta": 1, "safe\tc\tmaybe": 1}})
    pooled = pool(newest, [first])
    assert pooled.counters[ALL] == {"n": 4, "safe\ta": 1, "safe\tc\tmaybe": 1, "school\ta": 2}
    assert pooled.versions == [1, 2]
    assert pooled.by_item == {"safe": [2], "school": [1, 2]}


def test_a_version_that_shares_nothing_is_left_out():
    first = counted(1, survey(AGE), {ALL: {"n": 3, "age\ta": 3}})
    newest = counted(2, survey(SAFE), {ALL: {"n": 1, "safe\ta": 1}})
    pooled = pool(newest, [first])
    assert (pooled.versions, pooled.counters) == ([2], {ALL: {"n": 1, "safe\ta": 1}})


def test_a_group_is_added_up_only_where_it_means_the_same():
    held = {ALL: {"n": 2, "safe\ta": 2}, ("school", "north"): {"n": 2, "safe\ta": 2}}
    same = pool(counted(2, survey(SAFE, SCHOOL), {}), [counted(1, survey(SAFE, SCHOOL), held)])
    assert same.counters["school", "north"] == {"n": 2, "safe\ta": 2}
    other = {**SCHOOL, "choices": ["north", "south", "west"]}
    apart = pool(counted(2, survey(SAFE, other), {}), [counted(1, survey(SAFE, SCHOOL), held)])
    assert apart.counters == {ALL: {"n": 2, "safe\ta": 2}}


def test_an_item_whose_name_begins_like_another_is_not_taken_for_it():
    longer = {**SAFE, "name": "safe2", "choices": ["a"]}
    held = {ALL: {"n": 1, "safe\ta": 1, "safe2\ta": 1}}
    pooled = pool(counted(2, survey(SAFE, {**longer, "choices": ["b"]}), {}), [counted(1, survey(SAFE, longer), held)])
    assert pooled.counters[ALL] == {"n": 1, "safe\ta": 1}
