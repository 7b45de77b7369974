"""What the survey itself puts into answers: expressions, set values, triggers; and what ends it."""

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from tests.unit.surveys.engine.asking import number, problems_of, refused, rules_of, stored, survey_of, text, visible


def test_a_forged_value_is_refused_and_a_missing_one_worked_out():
    questionnaire = survey_of(
        number("a"),
        {"type": "expression", "name": "e", "expression": "{a} * 1.1", "precision": 1},
        calculatedValues=[{"name": "c", "expression": "{e} + 1", "includeIntoResult": True}],
    )
    assert stored(questionnaire, {"a": 10}) == {"a": 10, "e": 11, "c": 12}
    assert stored(questionnaire, {"a": 10, "e": 11, "c": 12}) == {"a": 10, "e": 11, "c": 12}
    assert refused(questionnaire, {"a": 10, "e": 12}).keys() == {"e"}
    assert refused(questionnaire, {"a": 10, "c": 13}).keys() == {"c"}


def test_what_hangs_on_the_clock_is_worked_out_whatever_is_sent():
    questionnaire = survey_of({"type": "expression", "name": "e", "expression": "today()"})
    assert stored(questionnaire, {"e": "1999-01-01T00:00:00.000Z"}) == {"e": "2026-05-20"}


def test_a_worked_out_day_may_be_sent_as_the_browser_writes_it():
    questionnaire = survey_of(
        text("d", inputType="date"), {"type": "expression", "name": "e", "expression": "dateAdd({d}, 1, 'days')"}
    )
    assert stored(questionnaire, {"d": "2026-01-31", "e": "2026-02-01T00:00:00.000Z"})["e"] == "2026-02-01"
    assert refused(questionnaire, {"d": "2026-01-31", "e": "2026-02-02T00:00:00.000Z"}).keys() == {"e"}


def test_a_read_only_set_value_is_worked_out():
    questionnaire = survey_of(
        number("a"), number("b", setValueExpression="{a} * 2", readOnly=True), text("c", visibleIf="{b} > 5")
    )
    assert visible(questionnaire, {"a": 3}) == ["a", "b", "c"]
    assert stored(questionnaire, {"a": 3}) == {"a": 3, "b": 6}
    assert refused(questionnaire, {"a": 3, "b": 7}).keys() == {"b"}


def test_a_set_value_that_may_be_changed_is_the_respondents():
    questionnaire = survey_of(number("a"), text("b", setValueExpression="{a} * 2"))
    assert stored(questionnaire, {"a": 3, "b": "mine"}) == {"a": 3, "b": "mine"}
    assert stored(questionnaire, {"a": 3, "b": 6}) == {"a": 3, "b": "6"}


def test_a_default_that_may_not_be_changed_is_taken_as_it_is_worked_out():
    questionnaire = survey_of(number("a"), number("b", defaultValueExpression="{a} + 1", readOnly=True))
    assert stored(questionnaire, {"a": 1, "b": 2}) == {"a": 1, "b": 2}
    assert refused(questionnaire, {"a": 1, "b": 3}).keys() == {"b"}


TRIGGERED = survey_of(
    text("a"),
    text("b", readOnly=True),
    number("c", readOnly=True),
    text("d", readOnly=True),
    triggers=[
        {"type": "setvalue", "expression": "{a} = 'x'", "setToName": "b", "setValue": "set"},
        {"type": "runexpression", "expression": "{a} = 'x'", "setToName": "c", "runExpression": "1 + 1"},
        {"type": "copyvalue", "expression": "{a} notempty", "setToName": "d", "fromName": "a"},
    ],
)


def test_a_read_only_question_takes_what_a_trigger_may_have_set():
    answer = {"a": "x", "b": "set", "c": 2, "d": "x"}
    assert stored(TRIGGERED, answer) == answer
    assert refused(TRIGGERED, {"a": "x", "b": "forged", "c": 3, "d": "y"}).keys() == {"b", "c", "d"}


def test_a_survey_that_a_trigger_ended_need_not_be_answered_further():
    pages = [
        {"elements": [text("a", isRequired=True)]},
        {"elements": [text("b", isRequired=True), number("n", min=5)]},
    ]
    questionnaire = survey_of_pages(pages, triggers=[{"type": "complete", "expression": "{a} = 'stop'"}])
    assert stored(questionnaire, {"a": "stop"}) == {"a": "stop"}
    assert refused(questionnaire, {"a": "go"}).keys() == {"b"}
    assert refused(questionnaire, {"a": "stop", "n": 3}).keys() == {"n"}
    assert refused(questionnaire, {}).keys() == {"a", "b"}


def survey_of_pages(pages, **survey):
    return compile_questionnaire({"pages": pages, **survey})


def test_triggers_of_an_older_spelling_are_written_anew():
    old = {"type": "complete", "name": "a", "operator": "equal", "value": "it's"}
    trigger = survey_of(text("a"), triggers=[old]).definition["triggers"][0]
    assert trigger == {"type": "complete", "expression": "{a} equal 'it\\'s'"}
    assert survey_of(text("a"), triggers=[{"type": "complete", "name": "a", "operator": "notempty"}]).endings


@pytest.mark.parametrize(
    ("trigger", "path", "hint"),
    [
        ({"type": "visible", "expression": "{a} = 1", "questions": ["a"]}, "type", "visibleIf"),
        ({"type": "skip", "expression": "{a} = 1", "gotoName": "a"}, "type", "visibleIf"),
        ({"type": "magic"}, "type", "Choose one of"),
        (5, "type", "Choose one of"),
        ({"type": "setvalue", "setToName": "v", "setValue": 1, "isVariable": True}, "isVariable", "calculated"),
        ({"type": "setvalue", "setValue": 1}, "setToName", "Give"),
        ({"type": "setvalue", "setToName": "nobody", "setValue": 1}, "setToName", "Name a question"),
        ({"type": "copyvalue", "setToName": "a", "fromName": "nobody"}, "fromName", "Name a question"),
        ({"type": "copyvalue", "setToName": "a"}, "fromName", "Give"),
        ({"type": "complete", "expression": "{nobody} = 1"}, "expression", "Name a question"),
        ({"type": "runexpression", "setToName": "a", "runExpression": "magic()"}, "runExpression", "known function"),
    ],
)
def test_triggers_that_the_server_cannot_follow_are_refused(trigger, path, hint):
    problems = problems_of(text("a"), triggers=[trigger])
    assert hint in problems[f"triggers[0].{path}"]


def test_a_survey_to_be_read_takes_no_answer():
    questionnaire = survey_of(text("a", isRequired=True), mode="display")
    assert stored(questionnaire, {}) == {}
    assert rules_of(questionnaire, {"a": "x"}) == {"a": ["locked"]}


def test_a_page_that_must_have_an_answer_is_named():
    questionnaire = survey_of({"type": "panel", "name": "p", "isRequired": True, "elements": [text("a"), text("b")]})
    assert refused(questionnaire, {}).keys() == {"p"}
    assert stored(questionnaire, {"b": "x"}) == {"b": "x"}


def test_a_warning_keeps_no_answer_out():
    rule = {"type": "text", "minLength": 5, "notificationType": "warning"}
    questionnaire = survey_of(text("a", validators=[rule]))
    assert rules_of(questionnaire, {"a": "x"}) == {"a": ["rule"]}
    assert stored(questionnaire, {"a": "x"}) == {"a": "x"}


def test_what_is_kept_when_hidden_may_be_sent():
    questionnaire = survey_of(text("a"), text("b", visibleIf="{a} = 'x'", clearIfInvisible="none"))
    assert stored(questionnaire, {"a": "y", "b": "z"}) == {"a": "y", "b": "z"}
