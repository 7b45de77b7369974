"""What the engine's work grows with, counted and not timed."""

import sys
from contextlib import contextmanager, suppress

import pytest

from bench.engine import QUESTIONS, fifty_two
from chalicelib.surveys.engine import grammar
from chalicelib.surveys.engine.grammar import Unparsable
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.engine.reading import Meter
from tests.unit.surveys.engine.asking import refused, stored, survey_of, text

SHAPES = {
    "a long chain": lambda size: " and ".join(["{a} = 1"] * size),
    "a chain of every level": lambda size: " or ".join(["{a} + 2 * {b} > 3 and {c} contains 'x'"] * size),
    "a list": lambda size: "{a} anyof [" + ", ".join(["'x'"] * size) + "]",
    "a call": lambda size: "sum(" + ", ".join(["{a}"] * size) + ") > 1",
    "brackets side by side": lambda size: " and ".join(["({a} = 1 or {b} = 2)"] * size),
    "brackets that are never closed": lambda size: " and ".join(["({a} = 1"] * size),
    "a long name": lambda size: "{" + "a" * 8 * size + "} = 1",
    "an unfinished text": lambda size: "{a} = '" + "x" * 8 * size,
}


@contextmanager
def counted_calls(module):
    """Count the calls of a module's functions."""
    calls = [0]

    def note(frame, event, _):
        if event == "call" and frame.f_code.co_filename == module.__file__:
            calls[0] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def calls_to_parse(expression):
    with counted_calls(grammar) as calls, suppress(Unparsable):
        grammar.parse(expression)
    return calls[0]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_parsing_grows_linearly_with_an_expression(shape):
    short, long = shape(12), shape(24)
    growth = len(long) / len(short)
    assert len(long) <= grammar.LONGEST
    assert 0 < calls_to_parse(long) <= 1.1 * growth * calls_to_parse(short)


def test_parsing_brackets_within_brackets_grows_linearly():
    short, long = ("(" * size + "{a} = 1" + ")" * size for size in (8, 16))
    assert 0 < calls_to_parse(long) <= 2.2 * calls_to_parse(short)


def test_a_body_of_22_kilobytes_in_a_thousand_panels_is_refused_at_its_first_value():
    survey = survey_of({"type": "paneldynamic", "name": "panel", "maxPanelCount": 2, "templateElements": [text("c")]})
    body = {"panel": [{"c": "a" * 12}] * 1_000}
    meter = Meter()
    assert refused(survey, body, meter=meter).keys() == {"panel"}
    assert meter.nodes <= 2


def test_the_bench_checks_an_answer_to_all_of_its_52_questions():
    definition, data = fifty_two()
    survey = compile_questionnaire(definition)
    assert len(survey.items) == QUESTIONS
    assert stored(survey, data).keys() == data.keys()
