"""What unanswered, switched-off and hidden questions count for, as random surveys showed of the browser's library."""

import pytest

from chalicelib.surveys.engine.answers import judge
from tests.unit.surveys.engine.asking import NOON, number, refused, stored, survey_of, text

CHECKBOX = {"type": "checkbox", "name": "several", "choices": ["x"]}
RATING = {"type": "rating", "name": "rating"}
MATRIX = {"type": "matrix", "name": "matrix", "columns": [1], "rows": ["r"]}
PANELS = {"type": "paneldynamic", "name": "p", "templateElements": [CHECKBOX | {"name": "t"}, text("u")]}


def shows(condition, data, *elements):
    survey = survey_of(*elements, text("shown", visibleIf=condition))
    return "shown" in judge(survey, data, at=NOON).state.visible


@pytest.mark.parametrize(
    ("condition", "is_shown"),
    [
        ("{several} = {rating}", True),
        ("{several} = {matrix}", False),
        ("{several} < '2'", True),
        ("{rating} < '2'", False),
        ("{several} empty", True),
        ("{p[0].t} = {p}", True),
        ("{p[0].t} < '2'", False),
    ],
)
def test_nothing_reads_as_it_does_in_the_browser(condition, is_shown):
    assert shows(condition, {}, CHECKBOX, RATING, MATRIX, PANELS) is is_shown


def test_a_cell_with_several_choices_reads_as_an_empty_list_once_its_panel_is_there():
    assert shows("{p[0].t} < '2'", {"p": [{}]}, PANELS)
    assert not shows("{p[0].u} < '2'", {"p": [{}]}, PANELS)


def test_a_number_out_of_bounds_is_excused_once_its_question_is_switched_off():
    survey = survey_of(text("off"), number("n", min=0, enableIf="{off} empty"))
    assert refused(survey, {"n": -1}).keys() == {"n"}
    assert stored(survey, {"n": -1, "off": "x"}) == {"n": -1, "off": "x"}


def test_what_is_kept_while_hidden_is_not_held_against_the_rules_of_its_page():
    email = text("e", inputType="email", visibleIf="{a} = 1", clearIfInvisible="none")
    survey = survey_of(text("a"), email)
    assert refused(survey, {"a": "1", "e": "x"}).keys() == {"e"}
    assert stored(survey, {"e": "x"}) == {"e": "x"}


def test_what_no_page_checks_once_it_is_switched_off_is_excused_inside_repeated_panels_too():
    people = {
        "type": "paneldynamic",
        "name": "p",
        "templateElements": [text("e", inputType="email"), number("n", min=3)],
    }
    survey = survey_of(text("on"), {**people, "enableIf": "{on} notempty"})
    answer = {"p": [{"e": "x", "n": 1}]}
    assert refused(survey, {"on": "1", **answer}).keys() == {"p[0].e", "p[0].n"}
    assert stored(survey, answer) == answer
    assert refused(survey, {"p": [{"e": 5}]}).keys() == {"p[0].e"}


TWO = {"type": "matrixdropdown", "name": "m", "rows": ["r"], "columns": [{"name": "c", "cellType": "checkbox"}]}
ROWS = {"type": "matrixdynamic", "name": "m", "rowCount": 1, "cellType": "tagbox", "columns": [{"name": "c"}]}


@pytest.mark.parametrize(
    ("table", "cell", "data", "is_shown"),
    [
        (TWO, "{m.r.c}", {}, True),
        (TWO, "{m.r.c}", {"m": {"r": {}}}, True),
        (ROWS, "{m[0].c}", {}, True),
        (ROWS, "{m[1].c}", {}, False),
        (ROWS, "{m[0].c}", {"m": []}, False),
        (ROWS, "{m[0].c}", {"m": [{}]}, True),
        (PANELS | {"panelCount": 1}, "{p[0].t}", {"p": []}, True),
    ],
)
def test_a_cell_with_several_choices_reads_as_an_empty_list_where_its_row_stands(table, cell, data, is_shown):
    table = {**table, **({"choices": ["a"]} if "columns" in table else {})}
    assert shows(f"{cell} < 2", data, table) is is_shown


@pytest.mark.parametrize("data", [{}, {"p": []}, {"p": [{}, {}]}])
def test_panels_without_contents_read_as_unanswered(data):
    assert shows("{p} empty", data, PANELS)
    assert not shows("{p} < 3", data, PANELS)
    assert not shows("{p} notempty", data, PANELS)
    assert shows("{p} notempty", {"p": [{}, {"u": "x"}]}, PANELS)


def test_a_table_without_rows_reads_as_unanswered_and_one_with_empty_rows_does_not():
    assert not shows("{m} < 3", {"m": []}, ROWS | {"choices": ["a"]})
    assert shows("{m} notempty", {"m": [{}]}, ROWS | {"choices": ["a"]})


@pytest.mark.parametrize("expression", ["{several}", "''", "iif({several} empty, {several}, 1)"])
def test_a_calculated_value_that_is_empty_reads_as_none(expression):
    def is_shown(condition):
        calculated = [{"name": "calc", "expression": expression}]
        survey = survey_of(CHECKBOX, text("shown", visibleIf=condition), calculatedValues=calculated)
        return "shown" in judge(survey, {}, at=NOON).state.visible

    assert is_shown("{calc} empty")
    assert not is_shown("{calc} < 3")


def test_an_expression_that_divides_by_nothing_has_no_value():
    several = CHECKBOX | {"choices": [4]}
    ratio = {"type": "expression", "name": "ratio", "expression": "{several} / {rating} + 1"}
    assert shows("{ratio} empty", {"several": [4]}, several, RATING, ratio)
    assert shows("{ratio} = 3", {"several": [4], "rating": 2}, several, RATING, ratio)
