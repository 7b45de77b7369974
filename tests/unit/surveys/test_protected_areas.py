"""Protected areas: tags are found wherever they stand, words hint and never judge, and respondents see no tags."""

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.own import shown_to_respondents
from chalicelib.surveys.engine.profile.protected import AREAS
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.protected_areas import NOTICES, hints, protected_items, require_notice

TABLE = {
    "type": "matrixdynamic",
    "name": "table",
    "ppra": ["income"],
    "columns": [{"name": "c", "cellType": "text", "ppra": ["sex"]}],
}
TAGGED = {
    "audience": ["students"],
    "pages": [
        {
            "elements": [
                {"type": "text", "name": "free"},
                {"type": "panel", "elements": [{"type": "text", "name": "in", "title": "In", "ppra": ["religion"]}]},
                {"type": "paneldynamic", "name": "many", "templateElements": [TABLE]},
            ]
        }
    ],
}


def asked(title, *tags, **survey):
    return {"elements": [{"type": "text", "name": "q", "title": title, "ppra": list(tags)}], **survey}


def test_tags_are_found_in_panels_repeats_and_columns():
    compile_questionnaire(TAGGED)
    assert [(one.name, one.title, one.areas) for one in protected_items(TAGGED)] == [
        ("in", "In", ["religion"]),
        ("table", "table", ["sex", "income"]),
    ]


def test_respondents_see_neither_tags_nor_audience():
    shown = shown_to_respondents(TAGGED)
    assert "ppra" not in repr(shown)
    assert "audience" not in shown
    assert protected_items(TAGGED)


@pytest.mark.parametrize(
    "definition",
    [asked("x", "money"), asked("x", audience=["pupils"]), asked("x", audience="students"), asked("x") | {"ppra": []}],
)
def test_areas_and_audiences_are_of_closed_lists(definition):
    with pytest.raises(Invalid):
        compile_questionnaire(definition)


@pytest.mark.parametrize("notice", NOTICES)
def test_students_are_not_asked_about_protected_areas_without_a_notice(notice):
    with pytest.raises(Invalid) as refusal:
        require_notice(TAGGED, "")
    assert list(refusal.value.fields) == ["parental_notice"]
    assert require_notice(TAGGED, notice) == notice


@pytest.mark.parametrize(
    "definition", [{**TAGGED, "audience": ["families", "staff"]}, asked("x", audience=["students"]), asked("x", "sex")]
)
def test_no_notice_is_kept_where_none_is_needed(definition):
    assert require_notice(definition, "prior_consent") == ""
    with pytest.raises(Invalid):
        require_notice(definition, "yes")


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("Have you ever felt depressed?", "mental_health"),
        ({"default": "How are you?", "es": "¿Has sentido ansiedad?"}, "mental_health"),
        ("Did you vote?", "politics"),
        ("¿Vas a la iglesia?", "religion"),
        ("What is the household's INCOME?", "income"),
        ("Have you used drugs?", "illegal_behavior"),
        ("Do your parents listen to you?", "family_appraisals"),
        ("Have you talked to a lawyer?", "privileged_relationships"),
        ("¿Tienes relaciones sexuales?", "sex"),
    ],
)
def test_words_hint_at_an_area_until_it_is_tagged(title, area):
    assert area in {one.area for one in hints(asked(title))}
    assert area not in {one.area for one in hints(asked(title, area))}
    assert hints(asked(title, audience=["staff"])) == []


def test_words_that_only_begin_alike_are_no_hint():
    assert hints(asked("Is the sandwich fresh? Do teachers devote time to you?")) == []


def test_a_hint_names_its_place_and_one_word_and_takes_any_json():
    definition = {
        "pages": [None, {"elements": [3, {"type": "html", "html": 1, "choices": ["beer", {"text": "Church"}]}]}]
    }
    assert [(one.path, one.area, one.word) for one in hints(definition)] == [
        ("pages[1].elements[1]", "illegal_behavior", "beer"),
        ("pages[1].elements[1]", "religion", "church"),
    ]


def test_there_are_eight_areas():
    assert len(AREAS) == 8
