"""What the browser's library takes from a hostile client, kind by kind: the server refuses each of them."""

import pytest

from chalicelib.surveys.engine.reading import Meter
from tests.unit.surveys.engine.asking import number, refused, rules_of, stored, survey_of, text

ABC = ["a", "b", "c"]
RADIO = {"type": "radiogroup", "name": "radio", "choices": [*ABC, {"value": "off", "enableIf": "{text} = 'on'"}]}
CHECKBOX = {"type": "checkbox", "name": "check", "choices": ABC, "showNoneItem": True, "showOtherItem": True}
PANEL = {"type": "paneldynamic", "name": "panel", "maxPanelCount": 2, "templateElements": [text("c")]}
MATRIX = {"type": "matrix", "name": "matrix", "columns": [1, 2], "rows": ["r"]}
CELLS = {"type": "matrixdropdown", "name": "cells", "rows": ["r"], "columns": [{"name": "x", "choices": [1, 2]}]}
SURVEY = survey_of(
    RADIO,
    CHECKBOX,
    {"type": "rating", "name": "rating"},
    {"type": "boolean", "name": "boolean"},
    number("number", min=1, max=9),
    text("date", inputType="date"),
    text("text", maxLength=5),
    {"type": "comment", "name": "comment", "maxLength": 5},
    text("fixed", readOnly=True, defaultValue="d"),
    PANEL,
    {"type": "slider", "name": "slider", "max": 10},
    {"type": "signaturepad", "name": "signature"},
    {"type": "multipletext", "name": "several", "items": [{"name": "i"}]},
    MATRIX,
    CELLS,
    {"type": "ranking", "name": "ranking", "choices": ["x", "y"]},
    {"type": "expression", "name": "twice", "expression": "{number} * 2"},
    {"type": "dropdown", "name": "dropdown", "choices": ABC},
    text("hidden", visibleIf="{text} = 'on'"),
)

KINDS = [
    ("an array for a radio choice", "radio", ["a"], "shape"),
    ("one value for several choices", "check", "a", "shape"),
    ("a word for a rating", "rating", "x", "choice"),
    ("a word for yes or no", "boolean", "maybe", "choice"),
    ("a word for a number with bounds", "number", "abc", "shape"),
    ("a word for a date", "date", "hello", "format"),
    ("an object for a text", "text", {"x": 1}, "shape"),
    ("an unknown name", "evil", "y", "unknown"),
    ("a changed value of what is read-only", "fixed", "tampered", "locked"),
    ("a choice that is switched off", "radio", "off", "choice"),
    ("none and something", "check", ["none", "a"], "exclusive"),
    ("three panels of at most two", "panel", [{}, {}, {}], "count"),
    ("a word for repeated panels", "panel", "boo", "shape"),
    ("55 on a scale to ten", "slider", 55, "range"),
    ("a script for a signature", "signature", "javascript:alert(1)", "upload"),
    ("an unknown item of several texts", "several", {"zz": "1"}, "unknown"),
    ("a choice twice", "check", ["a", "a"], "repeated"),
    ("an unknown row", "matrix", {"zz": 1}, "choice"),
    ("an unknown value in a cell", "cells", {"r": {"x": 7}}, "choice"),
    ("an unknown choice", "dropdown", "zzz", "choice"),
    ("a ranking that repeats", "ranking", ["x", "x"], "repeated"),
    ("a forged expression", "twice", 999, "computed"),
    ("nothing inside repeated panels", "panel", [None], "shape"),
    ("a text longer than allowed", "text", "abcdef", "length"),
    ("a comment longer than allowed", "comment", "abcdef", "length"),
    ("an answer to what is hidden", "hidden", "x", "hidden"),
    ("a comment without its choice", "check-Comment", "x", "comment"),
]


@pytest.mark.parametrize(("name", "value", "rule"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_what_the_library_takes_is_refused(name, value, rule):
    sent = {name: value}
    found = rules_of(SURVEY, sent)
    assert {rule} <= {one for parts in found.values() for one in parts}
    assert all(path.startswith(name) for path in refused(SURVEY, sent))


def test_the_same_questions_take_honest_answers():
    answer = {
        "radio": "a",
        "check": ["a", "b"],
        "rating": 3,
        "boolean": True,
        "number": 5,
        "date": "2026-01-31",
        "text": "abcde",
        "comment": "abcde",
        "fixed": "d",
        "panel": [{"c": "1"}, {}],
        "slider": 10,
        "several": {"i": "x"},
        "matrix": {"r": 1},
        "cells": {"r": {"x": 2}},
        "ranking": ["y", "x"],
        "dropdown": "c",
    }
    assert stored(SURVEY, answer) == answer | {"twice": 10}


def test_a_thousand_panels_are_refused_before_they_are_looked_at():
    body = {"panel": [{"c": "aaaaaaaaaaaa"} for _ in range(1_000)]}
    meter = Meter()
    assert refused(SURVEY, body, meter=meter).keys() == {"panel"}
    assert meter.nodes == 1


def test_a_wide_and_deep_answer_is_refused_at_the_first_node_too_many():
    inner = {"type": "paneldynamic", "name": "q", "templateElements": [text("a"), text("b")]}
    nested = survey_of({"type": "paneldynamic", "name": "p", "templateElements": [inner]})
    body = {"p": [{"q": [{"a": "x", "b": "y"} for _ in range(100)]} for _ in range(100)]}
    meter = Meter()
    assert "Shorten" in next(iter(refused(nested, body, meter=meter).values()))
    assert meter.nodes == 20_001


@pytest.mark.parametrize(
    "value", [{"x": [[[[[[[[1]]]]]]]]}, ["x" * 3_000], {str(place): place for place in range(2_000)}]
)
def test_a_large_value_of_the_wrong_shape_never_reaches_the_logic(value):
    assert "text" in refused(SURVEY, {"text": value})


def test_an_answer_to_more_questions_than_there_are_is_refused_as_a_whole():
    assert refused(SURVEY, {f"x{place}": 1 for place in range(500)}).keys() == {"data"}
    assert refused(SURVEY, []).keys() == {"data"}
