"""The item bank: every item holds against the profile, in both languages, with sources of what it measures."""

from typing import Any

import pytest

from chalicelib.kernel.errors import NotFound
from chalicelib.surveys.engine.profile.protected import AREAS, AUDIENCES
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.item_bank import FOLDER, BankItem, get_item, items, list_entries
from chalicelib.surveys.protected_areas import hints
from chalicelib.surveys.results import summarise
from tests.unit.surveys.test_templates import texts

ALL = list(items().values())
every_item = pytest.mark.parametrize("item", ALL, ids=lambda one: one.id)


def survey_of(item: BankItem) -> dict[str, Any]:
    scales = {"scales": [item.scale]} if item.scale else {}
    return {"audience": item.audience, "elements": [item.element], **scales}


@every_item
def test_an_item_may_be_published_and_keeps_its_id_in_results(item: BankItem) -> None:
    figures = summarise(compile_questionnaire(survey_of(item)), {}, "en")
    assert {one["bank_id"] for one in figures} == {item.id}
    assert len(figures) == (2 if item.kind == "scale" else 1)
    assert get_item(item.id) == item


@every_item
def test_an_item_is_whole_in_english_and_spanish(item: BankItem) -> None:
    found = [*texts([item.element, item.scale]), item.title, item.about, item.recommended]
    assert all(set(text) == {"default", "es"} and all(text.values()) for text in found)
    assert len({text["es"] for text in found}) > 1


@every_item
def test_an_item_says_for_whom_it_is_and_what_it_touches(item: BankItem) -> None:
    assert item.audience
    assert set(item.audience) <= set(AUDIENCES)
    assert set(item.ppra) <= set(AREAS)
    assert item.ppra == item.element.get("ppra", [])
    assert item.sources or item.kind == "question"
    assert not [one for one in hints(survey_of(item)) if one.area not in item.ppra]


@every_item
def test_a_question_about_the_person_may_be_declined(item: BankItem) -> None:
    assert item.kind in {"scale", "question"}
    assert (item.kind == "scale") or item.element["showRefuseItem"]


def test_ids_are_names_of_files_and_places_are_in_order() -> None:
    assert {item.id.replace(".", "-") for item in ALL} == {path.stem for path in FOLDER.glob("*.json")}
    assert [item.place for item in ALL] == list(range(1, len(ALL) + 1))
    assert [entry.id for entry in list_entries()] == [item.id for item in ALL]
    with pytest.raises(NotFound):
        get_item("belonging.9")
