"""A survey on paper: what is asked, how it is answered, and in which order."""

import pytest

from chalicelib.surveys.documents.paper import print_form
from chalicelib.surveys.documents.shapes import PaperItem
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.samples import SAMPLES
from tests.unit.imports.test_round_trips import SAYABLE


def flat(items: list[PaperItem]) -> list[PaperItem]:
    return [one for item in items for one in (item, *flat(item.items))]


def test_everything_that_is_asked_has_its_number_and_its_way_of_answering() -> None:
    form = print_form(SAYABLE, "x", "es")
    assert form.title == "Family survey"
    assert form.languages == ["default", "es"]
    assert form.pages[0].title == "Inicio"
    assert form.pages[1].condition == "Responda solo si no eligió «no» en la pregunta 3."
    found = [(item.number, item.kind) for page in form.pages for item in flat(page.items)]
    assert found == [
        ("1", "many"), ("2", "lines"), ("3", "one"), ("4", "many"), ("5", "lines"), ("", "text"), ("", "group"),
        ("6", "one"), ("7", "one"), ("8", "table"), ("9", "scale"), ("10", "rank"), ("11", "lines"), ("12", "lines"),
        ("13", "lines"), ("14", "lines"), ("15", "lines"), ("16", "lines"), ("17", "one"),
    ]  # fmt: skip
    bus = form.pages[0].items[2]
    assert (bus.title, bus.required, bus.lines) == ("¿En autobús?", True, 1)
    assert [choice.text for choice in bus.choices] == ["Sí", "no", "Never", "Seven"]
    assert bus.choices[2].condition == "solo si su respuesta a la pregunta 2 es más de 10"
    grid = next(item for item in form.pages[1].items if item.kind == "table")
    assert (grid.columns, [row.text for row in grid.rows]) == (["good", "Not good"], ["food", "Rooms"])
    assert form.pages[0].items[4].title == "Why, at …?"


def test_a_language_that_the_survey_lacks_shows_its_own_texts_with_english_conditions() -> None:
    form = print_form(SAYABLE, "x", "vi")
    assert form.pages[0].title == "Start"
    assert form.pages[1].condition.startswith("Answer only if")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_can_be_printed(name: str) -> None:
    found = import_survey(SAMPLES[name])
    for language in ("en", "es", "default"):
        items = [
            item for page in print_form(found.definition, found.title, language).pages for item in flat(page.items)
        ]
        assert items
        numbers = [item.number for item in items if item.number and "." not in item.number]
        assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
