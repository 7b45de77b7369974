"""A definition that leaves and comes back is the same; what a form cannot say is told when it leaves."""

import json
from typing import Any

import pytest

from chalicelib.surveys.documents.xlsform import export_xlsform
from chalicelib.surveys.engine import grammar
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.samples import SAMPLES
from tests.unit.imports.walks import of_definition

# What a form can say without a change, one of each sort.
SAYABLE: dict[str, Any] = {
    "title": "Family survey",
    "version": "2",
    "clearInvisibleValues": "onHiddenContainer",
    "calculatedValues": [{"name": "adult", "expression": "{age} >= 18", "includeIntoResult": True}],
    "pages": [
        {
            "name": "start",
            "title": {"default": "Start", "es": "Inicio"},
            "elements": [
                {"type": "checkbox", "name": "many", "choices": ["a", "b"], "showOtherItem": True},
                {"type": "text", "name": "age", "title": "Age?", "inputType": "number", "min": 0, "max": 120},
                {
                    "type": "radiogroup",
                    "name": "bus",
                    "title": {"default": "By bus?", "es": "¿En autobús?"},
                    "isRequired": True,
                    "requiredErrorText": {"default": "Please.", "es": "Por favor."},
                    "choices": [
                        {"value": "yes", "text": {"default": "Yes", "es": "Sí"}},
                        "no",
                        {"value": "never", "text": "Never", "visibleIf": "{age} > 10"},
                        {"value": 7, "text": "Seven", "visibleIf": "{age} > 10 and {many} contains 'a'"},
                    ],
                    "showOtherItem": True,
                },
                {
                    "type": "checkbox",
                    "name": "days",
                    "title": "Days",
                    "description": "All that fit",
                    "choices": ["mon", "tue", 3],
                    "visibleIf": "{bus} = 'yes' and {age} notempty",
                    "validators": [{"type": "answercount", "minCount": 1, "maxCount": 2, "text": "One or two"}],
                    "choicesOrder": "random",
                    "colCount": 2,
                },
                {
                    "type": "comment",
                    "name": "why",
                    "title": "Why, at {age}?",
                    "visibleIf": "{days} contains 'mon' or !({bus} = 'no') or ({age} - 1) * 2 < 5",
                    "requiredIf": "{adult} = true",
                    "maxLength": 300,
                },
                {"type": "html", "name": "intro", "html": {"default": "Hello &amp; welcome<br>all", "es": "Hola"}},
            ],
        },
        {
            "name": "more",
            "visibleIf": "{bus} != 'no'",
            "elements": [
                {
                    "type": "panel",
                    "name": "inner",
                    "title": "Inner",
                    "visibleIf": "{days.length} > 1",
                    "elements": [
                        {"type": "boolean", "name": "ok", "title": "OK?", "labelTrue": "Sure"},
                        {"type": "dropdown", "name": "few", "choices": [1, 2, "x"], "defaultValue": 2},
                    ],
                },
                {
                    "type": "matrix",
                    "name": "grid",
                    "title": "Grid",
                    "columns": ["good", {"value": "bad", "text": "Not good"}],
                    "rows": ["food", {"value": "room", "text": "Rooms", "visibleIf": "{ok} = true"}],
                    "isAllRowRequired": True,
                },
                {"type": "rating", "name": "rate", "title": "Rate", "rateMax": 10, "visibleIf": "{grid.food} = 'bad'"},
                {"type": "ranking", "name": "order", "title": "Order", "choices": ["a", "b"]},
                {"type": "text", "name": "day", "inputType": "date", "max": "2026-01-31", "maxErrorText": "Late"},
                {"type": "text", "name": "code", "validators": [{"type": "regex", "regex": "^[a-z]+$", "text": "Low"}]},
                {"type": "text", "name": "long", "validators": [{"type": "text", "minLength": 3, "maxLength": 9}]},
                {
                    "type": "text",
                    "name": "odd",
                    "validators": [{"type": "expression", "expression": "{odd} != {code}"}],
                },
                {"type": "text", "name": "still", "readOnly": True, "defaultValue": "as it is"},
                {"type": "text", "name": "maybe", "enableIf": "{bus} = 'yes'"},
                {"type": "text", "name": "gone", "visible": False},
                {"type": "boolean", "name": "agree", "title": "I agree", "valueTrue": "OK", "renderAs": "checkbox"},
                {"type": "expression", "name": "sum", "title": "Sum", "expression": "iif({age} > 1, {age} + 1, 0)"},
            ],
        },
    ],
}


def parsed(part: Any, key: str = "") -> Any:
    """A definition with its expressions as trees, since blanks and brackets that say nothing may differ."""
    if isinstance(part, dict):
        return {name: parsed(inner, name) for name, inner in part.items()}
    if isinstance(part, list):
        return [parsed(inner) for inner in part]
    return grammar.parse(part) if key.endswith("If") or key == "expression" else part


def test_what_a_form_can_say_comes_back_the_same() -> None:
    written = export_xlsform(SAYABLE, "x")
    assert [line for line in written.report if line.outcome != "carried"] == []
    back = import_survey(written.content)
    assert parsed(back.definition) == parsed(SAYABLE)
    assert {line.element for line in back.report if line.outcome == "lost"} == {"settings / form_id"}


@pytest.mark.parametrize("name", SAMPLES)
def test_json_comes_back_the_same(name: str) -> None:
    found = import_survey(SAMPLES[name])
    again = import_survey(json.dumps(found.definition).encode())
    assert again.definition == found.definition
    assert {line.outcome for line in again.report} == {"carried"}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_tells_every_element_and_comes_back_the_same_once_it_says_all(name: str) -> None:
    found = import_survey(SAMPLES[name])
    first = export_xlsform(found.definition, found.title)
    assert sorted(line.element for line in first.report) == sorted(of_definition(json.dumps(found.definition).encode()))
    assert all(line.reason for line in first.report if line.outcome != "carried")
    back = import_survey(first.content)
    if all(line.outcome == "carried" for line in first.report):
        assert parsed(back.definition) == parsed(found.definition)
    second = export_xlsform(back.definition, back.title)
    assert [line for line in second.report if line.outcome != "carried"] == []
    assert parsed(import_survey(second.content).definition) == parsed(back.definition)
