"""Whatever a file holds is reported exactly once; the counting here is made without the importers."""

import json

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.opening import import_survey
from chalicelib.surveys.imports.report import UNKNOWN
from tests.unit.imports.samples import OWN, SAMPLES
from tests.unit.imports.test_qsf_report import walk
from tests.unit.imports.walks import of_definition, of_form, of_structure

WALKS = {"qsf": lambda raw: walk(json.loads(raw)), "lss": of_structure, "xlsform": of_form, "surveyjs": of_definition}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_reported_exactly_once(name: str) -> None:
    found = import_survey(SAMPLES[name])
    labels = [line.element for line in found.report]
    assert sorted(labels) == sorted(WALKS[found.format](SAMPLES[name]))
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_carried_holds_and_what_is_not_has_a_reason(name: str) -> None:
    found = import_survey(SAMPLES[name])
    assert compile_questionnaire(found.definition).items
    assert all(line.reason for line in found.report if line.outcome != "carried")
    assert UNKNOWN not in {line.reason for line in found.report}


@pytest.mark.parametrize("name", OWN)
def test_our_samples_have_something_of_every_outcome(name: str) -> None:
    assert {line.outcome for line in import_survey(OWN[name]).report} == {"carried", "changed", "lost"}
