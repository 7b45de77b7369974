"""The builder's templates hold against the profile, and every text of theirs is there in English and in Spanish."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire

TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "web/desk/builder/templates").glob("*.json"))
WORDS = {"title", "text", "html", "labelTrue", "labelFalse", "minRateDescription", "maxRateDescription"}


def texts(part: Any) -> list[Any]:
    if isinstance(part, list):
        return [found for each in part for found in texts(each)]
    if not isinstance(part, dict):
        return []
    own = [value for key, value in part.items() if key in WORDS]
    return own + [found for key, value in part.items() if key not in WORDS for found in texts(value)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_may_be_published_and_lacks_no_translation(path: Path):
    definition = json.loads(path.read_text())
    compile_questionnaire(definition)
    found = texts(definition)
    assert len(found) >= 20
    assert all(set(text) == {"default", "es"} for text in found)


def test_there_are_templates():
    assert len(TEMPLATES) >= 4
