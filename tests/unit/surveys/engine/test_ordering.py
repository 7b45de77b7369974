"""Orders of chance: where a survey has one, and seeds that are never the one of no order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.engine.ordering import LARGEST_SEED, is_shuffled, seed_of


@pytest.mark.parametrize(
    "definition",
    [
        {"questionsOrder": "random"},
        {"pages": [{"questionOrder": "random"}]},
        {"pages": [{"elements": [{"type": "checkbox", "choicesOrder": "random"}]}]},
        {"elements": [{"type": "panel", "elements": [{"type": "matrix", "rowOrder": "random"}]}]},
        {"elements": [{"type": "paneldynamic", "templateElements": [{"type": "ranking", "choicesOrder": "random"}]}]},
        {"elements": [{"type": "matrixdynamic", "columns": [{"name": "c", "choicesOrder": "random"}]}]},
    ],
)
def test_an_order_of_chance_is_found_wherever_it_stands(definition):
    assert is_shuffled(definition)


def test_a_survey_without_one_is_asked_as_it_is_written():
    definition = {"questionsOrder": "initial", "elements": [{"choicesOrder": "asc", "title": "random"}]}
    assert not is_shuffled(definition)


@given(st.binary(min_size=8, max_size=32))
def test_a_seed_fits_and_is_never_none(digest):
    assert 1 <= seed_of(digest) <= LARGEST_SEED
