"""Rows and panels: which are shown, what their conditions see, what is worked out in them, what must differ."""

import pytest

from tests.unit.surveys.engine.asking import number, problems_of, refused, rules_of, stored, survey_of, text, visible


def panel(*elements, **more):
    return {"type": "paneldynamic", "name": "p", "templateElements": list(elements), **more}


def rows(*columns, **more):
    return {"type": "matrixdynamic", "name": "m", "columns": list(columns), **more}


def column(name, **more):
    return {"name": name, "cellType": "text", **more}


def table(*columns, **more):
    return {"type": "matrixdropdown", "name": "t", "rows": ["x", "y"], "columns": list(columns), **more}


KIDS = survey_of(
    panel(
        number("age", isRequired=True),
        text("school", visibleIf="{panel.age} >= 5", isRequired=True),
        {"type": "panel", "name": "inner", "visibleIf": "{panel.age} < 5", "elements": [text("care")]},
        {"type": "expression", "name": "next", "expression": "{panel.age} + 1"},
        panelCount=1,
        maxPanelCount=5,
    ),
    {"type": "expression", "name": "sum", "expression": "sumInArray({p}, 'next')"},
    text("many", visibleIf="{p.length} > 1"),
)


def test_each_panel_has_conditions_of_its_own():
    assert visible(KIDS, {"p": [{"age": 3}, {"age": 7}]}) == [
        *("p", "p[0].age", "p[0].care", "p[0].next", "p[1].age", "p[1].school", "p[1].next", "sum", "many")
    ]


def test_panels_that_are_shown_at_first_are_asked_too():
    assert refused(KIDS, {}).keys() == {"p[0].age"}


def test_what_is_worked_out_in_a_panel_is_stored_in_it():
    answer = {"p": [{"age": 3}, {"age": 4, "next": 5}]}
    assert stored(KIDS, answer) == {"p": [{"age": 3, "next": 4}, {"age": 4, "next": 5}], "sum": 9}
    assert answer == {"p": [{"age": 3}, {"age": 4, "next": 5}]}


def test_what_is_forged_or_hidden_in_a_panel_is_refused_where_it_stands():
    assert refused(KIDS, {"p": [{"age": 3, "next": 9}]}).keys() == {"p[0].next"}
    assert refused(KIDS, {"p": [{"age": 3, "school": "x"}]}).keys() == {"p[0].school"}
    assert refused(KIDS, {"p": [{"age": 7}]}).keys() == {"p[0].school"}


def test_rows_know_their_number_and_their_neighbours():
    questionnaire = survey_of(
        rows(
            column("a"),
            column("first", visibleIf="{rowIndex} = 1"),
            column("after", visibleIf="{prevRow.a} = 'x'"),
            column("before", visibleIf="{nextRow.a} = 'x'"),
        )
    )
    shown = visible(questionnaire, {"m": [{"a": "x"}, {"a": "y"}, {"a": "x"}]})
    assert [path for path in shown if not path.endswith("a")] == ["m", "m[0].first", "m[1].after", "m[1].before"]


def test_panels_in_panels_see_the_outer_one():
    inner = {"type": "paneldynamic", "name": "q", "templateElements": [text("z", visibleIf="{parentPanel.t} = 'x'")]}
    questionnaire = survey_of(panel(text("t"), inner))
    shown = visible(questionnaire, {"p": [{"t": "x", "q": [{}]}, {"t": "y", "q": [{}]}]})
    assert [path for path in shown if path.endswith("z")] == ["p[0].q[0].z"]


def test_a_table_in_a_panel_sees_both():
    inner = rows(column("c", visibleIf="{panel.f} = 1 and {row.d} = 2"), column("d"), rowCount=1)
    questionnaire = survey_of(panel(number("f"), inner))
    shown = visible(questionnaire, {"p": [{"f": 1, "m": [{"d": "2"}, {"d": "3"}]}, {"f": 2, "m": [{"d": "2"}]}]})
    assert [path for path in shown if path.endswith("c")] == ["p[0].m[0].c"]


def test_totals_are_worked_out_over_the_rows_that_are_shown():
    questionnaire = survey_of(
        rows(
            {**column("a"), "inputType": "number", "totalType": "sum"},
            {"name": "share", "cellType": "expression", "expression": "{row.a} / {totalRow.a}"},
            rowsVisibleIf="{row.a} < 100",
        ),
        text("big", visibleIf="{m-total.a} > 5"),
    )
    assert stored(questionnaire, {"m": [{"a": 2}, {"a": 6}], "m-total": {"a": 8}, "big": "x"}) == {
        "m": [{"a": 2, "share": 0.25}, {"a": 6, "share": 0.75}],
        "big": "x",
    }
    assert refused(questionnaire, {"m": [{"a": 2}], "m-total": {"a": 80}}).keys() == {"m"}


def test_rows_that_are_not_asked_take_no_answer():
    questionnaire = survey_of(
        {"type": "checkbox", "name": "c", "choices": ["x", "y"]},
        table(column("a", isRequired=True), rowsVisibleIf="{c} contains {item}"),
    )
    assert visible(questionnaire, {"c": ["y"]}) == ["c", "t", "t.y.a"]
    assert rules_of(questionnaire, {"c": ["y"], "t": {"x": {"a": "1"}, "y": {"a": "1"}}}) == {"t.x": ["hidden"]}


@pytest.mark.parametrize(
    ("element", "data", "places"),
    [
        (rows(column("k", isUnique=True)), {"m": [{"k": "A"}, {"k": "a"}, {"k": "b"}]}, {"m[0].k", "m[1].k"}),
        (rows(column("k"), keyName="k"), {"m": [{"k": "A"}, {"k": "a"}]}, {"m[0].k", "m[1].k"}),
        (panel(text("k"), keyName="k"), {"p": [{"k": "A"}, {"k": "B"}, {"k": "A"}]}, {"p[2].k"}),
        (table(column("k", isUnique=True)), {"t": {"x": {"k": "1"}, "y": {"k": "1"}}}, {"t.x.k", "t.y.k"}),
    ],
)
def test_what_must_be_single_is_refused_twice(element, data, places):
    assert refused(survey_of(element), data).keys() == places


def test_a_required_table_asks_for_its_least_rows():
    questionnaire = survey_of(rows(column("k"), minRowCount=2, isRequired=True))
    assert rules_of(questionnaire, {}) == {"m": ["rows", "required"]}
    assert rules_of(questionnaire, {"m": [{"k": "1"}, {}]}) == {"m": ["rows"]}
    assert not rules_of(questionnaire, {"m": [{"k": "1"}, {"k": "2"}]})


def test_several_texts_are_each_held_against_their_rules():
    items = [{"name": "a", "isRequired": True}, {"name": "b", "inputType": "email"}]
    questionnaire = survey_of({"type": "multipletext", "name": "q", "items": items}, text("z", visibleIf="{q.a} = 'x'"))
    assert rules_of(questionnaire, {"q": {"b": "nope"}}) == {"q.b": ["email"], "q.a": ["required"]}
    assert stored(questionnaire, {"q": {"a": "x"}, "z": "y"}) == {"q": {"a": "x"}, "z": "y"}


def test_a_panel_that_may_not_be_changed_is_not_held_against_its_rules():
    assert stored(survey_of(panel(text("a", isRequired=True), panelCount=1, readOnly=True)), {}) == {}


@pytest.mark.parametrize(
    ("element", "path"),
    [
        (panel(text("a", visibleIf="{panel.zz} = 1")), "elements[0].templateElements[0].visibleIf"),
        (panel(text("a", visibleIf="{row.a} = 1")), "elements[0].templateElements[0].visibleIf"),
        (panel(text("a", visibleIf="{parentPanel.a} = 1")), "elements[0].templateElements[0].visibleIf"),
        (panel(text("a"), text("A")), "elements[0].templateElements[1].name"),
        (panel(text("a"), keyName="b"), "elements[0].keyName"),
        (panel(text("a"), minPanelCount=9, maxPanelCount=2), "elements[0].minPanelCount"),
        (panel(text("a"), maxPanelCount=500), "elements[0].maxPanelCount"),
        (panel(text("a", visibleIf="{p[0].a} = 1")), "elements[0].templateElements[0].visibleIf"),
        (rows(column("a", visibleIf="{row.b} = 1"), column("b", visibleIf="{row.a} = 1")), None),
        (rows(column("a"), rowsVisibleIf="{row.zz} = 1"), "elements[0].rowsVisibleIf"),
        (panel(panel(panel(panel(text("a"))))), None),
    ],
)
def test_parts_that_cannot_work_are_refused_where_they_stand(element, path):
    problems = problems_of(element)
    assert path is None or path in problems


def test_values_that_are_shared_by_tables_are_refused():
    assert "elements[1].valueName" in problems_of(
        rows(column("a"), valueName="v"), {**rows(column("b")), "name": "n", "valueName": "v"}
    )


def test_questions_may_share_a_value():
    questionnaire = survey_of(
        text("a", valueName="v"), text("b", valueName="v", isRequired=True), text("c", visibleIf="{v} = '1'")
    )
    assert stored(questionnaire, {"v": "1", "c": "x"}) == {"v": "1", "c": "x"}
    assert refused(questionnaire, {}).keys() == {"b"}
