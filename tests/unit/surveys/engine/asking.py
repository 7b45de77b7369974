"""Short ways to ask the engine, for its tests."""

from datetime import UTC, datetime

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import logic, moments
from chalicelib.surveys.engine.answers import check_answer, judge
from chalicelib.surveys.engine.logic import path_of
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

NOON = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)


def survey_of(*elements, **survey):
    return compile_questionnaire({"pages": [{"elements": list(elements)}], **survey})


def text(name, **more):
    return {"type": "text", "name": name, **more}


def number(name, **more):
    return text(name, inputType="number", **more)


def stored(questionnaire, data):
    return check_answer(questionnaire, data, at=NOON).data


def refused(questionnaire, data, **options):
    with pytest.raises(Invalid) as refusal:
        check_answer(questionnaire, data, at=NOON, **options)
    return {path.removeprefix("data."): sentence for path, sentence in refusal.value.fields.items()}


def rules_of(questionnaire, data):
    """The rules that an answer breaks, by place."""
    found = judge(questionnaire, data, at=NOON).findings
    return {path: [one.rule for one in parts] for path, parts in found.by_path.items()}


def visible(questionnaire, data):
    state = logic.evaluate(questionnaire, data, moments.of_datetime(NOON, questionnaire.zone))
    return [path_of(item, frame) for item, frame in state.nested(questionnaire.items)]


def problems_of(*elements, **survey):
    with pytest.raises(Invalid) as refusal:
        survey_of(*elements, **survey)
    return {path.removeprefix("pages[0]."): sentence for path, sentence in refusal.value.fields.items()}
