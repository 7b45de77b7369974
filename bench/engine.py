"""The survey engine's own time: checking an answer beside reading the same answer as JSON."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bench.stage import thirty_items
from chalicelib.kernel import clock
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.elements import Questionnaire
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from local.demo import climate

BATCH = 100
QUESTIONS = 52
MOST_RATIO = 450.0

SCALE = ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]
ELEMENTS: tuple[Mapping[str, Any], ...] = (
    {"type": "radiogroup", "choices": SCALE, "isRequired": True},
    {"type": "checkbox", "choices": SCALE, "maxSelectedChoices": 3, "showOtherItem": True},
    {"type": "text", "inputType": "number", "min": 0, "max": 99},
    {"type": "comment", "maxLength": 500},
    {"type": "rating", "rateMax": 10},
    {"type": "boolean"},
    {"type": "matrix", "columns": SCALE, "rows": ["safe", "heard", "welcome"]},
    {"type": "dropdown", "choices": SCALE, "requiredIf": "{q1} = 'Agree' and {q3} >= 3"},
)
ANSWERS: tuple[Any, ...] = (
    *("Agree", ["Agree", "Disagree"], 7, "More shade in the yard, and a later bus.", 8, True),
    *({"safe": "Agree", "heard": "Disagree", "welcome": "Agree"}, "Disagree"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The median microseconds to check an answer, and those of json.loads of its text."""

    questions: int
    checked: float
    read: float
    most_ratio: float = float("inf")

    @property
    def ratio(self) -> float:
        return self.checked / self.read


def measure(rounds: int) -> tuple[Checked, Checked]:
    """Time the demo's 30 items, and a survey of 52 questions of which every other one hangs on others."""
    demo, data = compile_questionnaire(climate.DEFINITION), thirty_items()
    return _timed(demo, data, rounds), large(rounds)


def large(rounds: int) -> Checked:
    """Time the survey of 52 questions, whose ratio has a budget."""
    definition, data = fifty_two()
    return _timed(compile_questionnaire(definition), data, rounds, MOST_RATIO)


def fifty_two() -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a survey of 52 questions of eight types, and an answer to all of them."""
    elements, data = [], {}
    for place in range(QUESTIONS):
        kind = place % len(ELEMENTS)
        name = f"q{place + 1}"
        before = {"visibleIf": f"{{q{place}}} notempty and ({{q1}} = 'Agree' or {{q3}} > 5)"} if place % 2 else {}
        elements.append({**ELEMENTS[kind], **before, "name": name})
        data[name] = ANSWERS[kind]
    return {"elements": elements}, data


def _timed(questionnaire: Questionnaire, data: Mapping[str, Any], rounds: int, most: float = float("inf")) -> Checked:
    now: datetime = clock.now()
    text = json.dumps(data)
    pairs = [
        (_each(lambda: check_answer(questionnaire, data, at=now, locale="en")), _each(lambda: json.loads(text)))
        for _ in range(rounds)
    ]
    checked, read = zip(*pairs, strict=True)
    return Checked(len(questionnaire.items), statistics.median(checked), statistics.median(read), most)


def _each(work: Callable[[], object]) -> float:
    started = time.process_time()
    for _ in range(BATCH):
        work()
    return 1e6 * (time.process_time() - started) / BATCH
