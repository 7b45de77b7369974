"""The engine held against the browser library's own results, where a folder of them is given."""

import json
import math
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import expressions, logic, moments, values
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.comparison import loosely_equal
from chalicelib.surveys.engine.grammar import Unparsable
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

FOLDER = os.environ.get("PARLEY_CONFORMANCE", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="PARLEY_CONFORMANCE names no folder")

FEWEST_COMPARED = {"surveys.json": 95, "surveys-public.json": 22}  # A ratchet: the profile may only grow.


def cases_of(name):
    file = json.loads((Path(FOLDER) / name).read_text())
    for case in file["cases"]:
        yield case, case.get("now") or file["now"], case.get("tz") or file["tz"]


def encoded(value):
    if value is values.UNDEFINED or value is None:
        return {"type": "null" if value is None else "undefined"}
    if isinstance(value, Moment):
        return encoded_date(value)
    if isinstance(value, list):
        return {"type": "array", "value": [encoded(part) for part in value]}
    kinds = {bool: "boolean", int: "number", float: "number", dict: "object", str: "string"}
    shown = values.number_text(value) if isinstance(value, float) and not math.isfinite(value) else value
    return {"type": kinds[type(value)], "value": shown}


def encoded_date(moment):
    if moment.stamp is None:
        return {"type": "invalid-date"}
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment.stamp)
    return {"type": "date", "value": f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"}


def outcome_of(case, now, zone_name):
    zone = ZoneInfo(zone_name)
    try:
        parsed = expressions.parse(case["expr"])
    except Unparsable:
        return {"parses": False}
    moment = moments.of_datetime(datetime.fromisoformat(now), zone)
    result = expressions.run(parsed, case.get("values") or {}, moment)
    condition = not isinstance(result, (dict, Moment)) and loosely_equal(
        values.to_text(result) if isinstance(result, list) else result, right=True
    )
    return {"parses": True, "variables": list(parsed.names), "result": encoded(result), "condition": condition}


@pytest.mark.parametrize(("name", "share"), [("expressions.json", 1.0), ("expressions-fuzz.json", 0.999)])
def test_expressions_agree_with_the_browser(name, share):
    compared = [(case["id"], outcome_of(case, now, zone) == case["expected"]) for case, now, zone in cases_of(name)]
    wrong = [case for case, agrees in compared if not agrees]
    assert len(wrong) <= (1 - share) * len(compared), wrong


def inside_the_profile(name):
    for case, now, _ in cases_of(name):
        if case["definition"].get("clearInvisibleValues", "onHiddenContainer") != "onHiddenContainer":
            continue
        try:
            questionnaire = compile_questionnaire(case["definition"])
        except Invalid:
            continue
        yield case, questionnaire, datetime.fromisoformat(now)


def visible_and_required(questionnaire, data, now):
    state = logic.evaluate(questionnaire, data, moments.of_datetime(now, questionnaire.zone))
    visible, required = [], []
    for item in questionnaire.items:
        if item.name not in state.visible:
            continue
        visible.append(item.name)
        if item.is_answerable and state.is_required(item):
            required.append(item.name)
        for row in state.rows(item) if item.cells else ():
            for cell in state.cells(item, row):
                visible.append(f"{item.name}.{row.value}.{cell.name}")
                if state.is_required(cell):
                    required.append(visible[-1])
    return visible, required


@pytest.mark.parametrize("name", sorted(FEWEST_COMPARED))
def test_visible_and_required_questions_agree_with_the_browser(name):
    cases = list(inside_the_profile(name))
    assert len(cases) >= FEWEST_COMPARED[name]
    for case, questionnaire, now in cases:
        expected = case["expected"]
        found = visible_and_required(questionnaire, expected["data"], now)
        assert found == (expected["visible"], expected["required"]), case["id"]


@pytest.mark.parametrize("name", sorted(FEWEST_COMPARED))
def test_what_fails_in_the_browser_fails_here(name, capsys):
    stricter = 0
    for case, questionnaire, now in inside_the_profile(name):
        failing = {error["question"] for error in case["expected"]["errors"]}
        refused = refused_fields(questionnaire, case["expected"]["data"], now)
        stricter += bool(refused - failing)
        assert failing <= refused, case["id"]
    with capsys.disabled():
        print(f"\n{name}: nothing missed; in {stricter} cases the server refuses more than the browser")  # noqa: T201


def test_hostile_answers_are_refused():
    for case, questionnaire, now in inside_the_profile("surveys.json"):
        is_forged_expression = any(item.kind == "expression" for item in questionnaire.items)
        if case["group"] == "tamper" and not is_forged_expression:
            assert refused_fields(questionnaire, case["data"], now), case["id"]


def refused_fields(questionnaire, data, now):
    try:
        check_answer(questionnaire, data, at=now)
    except Invalid as error:
        return {field.removeprefix("data.") for field in error.fields}
    return set()
