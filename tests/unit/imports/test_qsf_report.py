"""The report names every element of the source once; the enumeration here is made without the importer."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.qualtrics.qsf import import_qsf
from chalicelib.surveys.imports.report import UNKNOWN
from tests.unit.imports.documents import raw, rich_survey

QUIET = {
    "QuestionText", "QuestionText_Unsafe", "QuestionType", "Selector", "SubSelector", "DataExportTag", "QuestionID",
    "QuestionDescription",
    "ChoiceOrder", "AnswerOrder", "NumberOfQuestions", "NextChoiceId", "NextAnswerId", "SurveyID",
}  # fmt: skip
ON = {"true", "True", "1", "on", "ON", "yes", "Yes"}


def walk(document: Any) -> list[str]:
    """Every element by label: a second reading of the document, with none of the importer's code."""
    labels = [key for key in document if key != "SurveyElements"]
    for part in document["SurveyElements"]:
        head = f"{part['Element']} {part['PrimaryAttribute']}"
        labels.append(head)
        inner: list[str] = []
        payload = part["Payload"]
        if part["Element"] == "SQ":
            inner = list(of_question(payload, ""))
        elif part["Element"] == "BL":
            inner = list(of_blocks(payload))
        elif part["Element"] == "FL":
            inner = list(of_flow(payload, ""))
        elif part["Element"] == "SO":
            inner = list(payload)
        labels += [f"{head} / {label}" for label in inner]
    counted: Counter[str] = Counter()
    unique = []
    for label in labels:
        counted[label] += 1
        unique.append(label if counted[label] == 1 else f"{label} ({counted[label]})")
    return unique


def pairs(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else [(str(at), one) for at, one in enumerate(value or [])]


def named(identity: Any) -> str:
    return f" ({identity})" if identity else ""


def of_question(payload: Any, at: str) -> Any:
    if "${" in payload.get("QuestionText", ""):
        yield f"{at}QuestionText"
    for key, value in payload.items():
        if key in QUIET or value in (None, "", False, [], {}):
            continue
        if key in ("Choices", "Answers"):
            for identity, one in pairs(value):
                yield from of_choice(one, f"{at}{key}.{identity}.")
        elif key == "AdditionalQuestions":
            for place, one in pairs(value):
                yield f"{at}{key}.{place}"
                yield from of_question(one, f"{at}{key}.{place}.")
        elif key == "Language":
            yield from (f"{at}{key}.{language}" for language, _ in pairs(value))
        else:
            yield f"{at}{key}"


def of_choice(one: Any, at: str) -> Any:
    if "${" in str(one.get("Display", "")):
        yield f"{at}Display"
    for key, value in one.items():
        if key in ("Display", "TextEntrySize", "InputHeight", "InputWidth") or value in (None, "", False, [], {}):
            continue
        if key not in ("TextEntry", "ExclusiveAnswer") or str(value) in ON:
            yield f"{at}{key}"


def of_blocks(payload: Any) -> Any:
    for key, one in pairs(payload):
        yield f"{key}{named(one.get('ID'))}"
        yield from (f"{key}.Options.{name}" for name in one.get("Options", {}))
        for place, member in pairs(one.get("BlockElements")):
            at = f"{key}.BlockElements.{place}"
            if member["Type"] != "Question":
                yield at
            for rule, _ in pairs(member.get("SkipLogic")):
                yield f"{at}.SkipLogic.{rule}{named(member.get('QuestionID'))}"


def of_flow(node: Any, at: str) -> Any:
    for place, inner in pairs(node.get("Flow")):
        here = f"{at}Flow.{place}"
        yield f"{here}{named(inner.get('FlowID'))}"
        if inner.get("BranchLogic"):
            yield f"{here}.BranchLogic{named(inner.get('FlowID'))}"
        yield from of_flow(inner, f"{here}.")


def test_every_element_is_reported_once() -> None:
    document = rich_survey()
    labels = [line.element for line in import_qsf(raw(document)).report]
    assert sorted(labels) == sorted(walk(document))
    assert len(labels) == len(set(labels))


def test_whatever_is_not_carried_has_a_reason() -> None:
    report = import_qsf(raw(rich_survey())).report
    assert all(line.reason for line in report if line.outcome != "carried")
    assert {line.outcome for line in report} == {"carried", "changed", "lost"}


def test_what_the_importer_does_not_know_is_reported_as_lost() -> None:
    document = rich_survey()
    document["SurveyElements"].append({"Element": "XX", "PrimaryAttribute": "new", "Payload": {}})
    document["Extra"] = 1
    report = {line.element: line for line in import_qsf(raw(document)).report}
    assert report["XX new"].reason == report["Extra"].reason == UNKNOWN


def test_elements_of_one_name_are_told_apart() -> None:
    document = rich_survey()
    document["SurveyElements"].append(document["SurveyElements"][2])
    labels = [line.element for line in import_qsf(raw(document)).report]
    assert "SQ QID1 (2)" in labels
    assert sorted(labels) == sorted(walk(document))


SAMPLES = Path(os.environ.get("PARLEY_SAMPLES", ""), "qualtrics")
FILES = sorted(SAMPLES.glob("*.qsf")) or [SAMPLES / "a sample.qsf"]


@pytest.mark.skipif("PARLEY_SAMPLES" not in os.environ, reason="PARLEY_SAMPLES names no folder with samples")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_survey_is_carried_and_accounted_for(path: Path) -> None:
    found = import_qsf(path.read_bytes())
    assert compile_questionnaire(found.definition).items
    assert sorted(line.element for line in found.report) == sorted(walk(json.loads(path.read_bytes())))
    assert UNKNOWN not in {line.reason for line in found.report}
