"""What the newer types of question add to results, disclosure and exports."""

from datetime import UTC, datetime

from chalicelib.surveys import export
from chalicelib.surveys.contribution import add, contribution, subtract
from chalicelib.surveys.disclosure import decide, units_of
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.results import summarise

NOON = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
SURVEY = compile_questionnaire(
    {
        "elements": [
            {"type": "tagbox", "name": "tags", "choices": [1, 2, 3]},
            {"type": "buttongroup", "name": "button", "choices": ["a", "b"]},
            {"type": "imagepicker", "name": "picture", "choices": ["cat", "dog"], "multiSelect": True},
            {"type": "slider", "name": "slide", "max": 10},
            {"type": "radiogroup", "name": "say", "choices": ["a"], "showOtherItem": True, "showDontKnowItem": True}
            | {"storeOthersAsComment": False},
            {"type": "matrix", "name": "many", "rows": ["r"], "columns": [1, 2], "cellType": "checkbox"},
            {
                "type": "paneldynamic",
                "name": "kids",
                "templateElements": [
                    {"type": "dropdown", "name": "grade", "choices": ["K", 1]},
                    {"type": "text", "name": "first"},
                ],
            },
            {
                "type": "multipletext",
                "name": "both",
                "items": [{"name": "age", "inputType": "number"}, {"name": "word"}],
            },
            {"type": "file", "name": "file"},
            {"type": "text", "name": "shared", "valueName": "v", "inputType": "month"},
        ]
    }
)
ANSWER = {
    "tags": [1, 3],
    "button": "b",
    "picture": ["dog"],
    "slide": 7,
    "say": "my own words",
    "many": {"r": [1, 2]},
    "kids": [{"grade": "K", "first": "Ana"}, {"grade": 1}, {"grade": "K"}],
    "both": {"age": 40, "word": "x"},
    "file": [{"name": "ana.png", "type": "image/png", "content": "upload:abcdefgh12"}],
    "v": "2026-05",
}


def counted(data):
    answer = check_answer(SURVEY, data, at=NOON)
    return contribution(SURVEY, answer.data, answer.shown)


def figures_of(counters, locale="en"):
    return {item["name"]: item for item in summarise(SURVEY, counters, locale)}


def counts(figures):
    return {bar["value"]: bar["count"] for bar in figures["bars"]}


def test_each_type_is_counted_as_its_likes_are():
    found = figures_of(counted(ANSWER))
    assert counts(found["tags"]) == {1: 1, 2: 0, 3: 1}
    assert counts(found["button"]) == {"a": 0, "b": 1}
    assert counts(found["picture"]) == {"cat": 0, "dog": 1}
    assert (counts(found["slide"]), found["slide"]["mean"]) == ({7: 1}, 7)
    assert counts(found["say"]) == {"a": 0, "other": 1, "dontknow": 0}
    assert counts(found["many"]["rows"][0]) == {1: 1, 2: 1}
    assert (found["file"]["base"], found["file"]["bars"]) == (1, [])
    assert counts(found["shared"]) == {"2026-05": 1}


def test_words_of_the_respondents_own_are_never_counters():
    assert not any("my own words" in name or "Ana" in name or "ana.png" in name for name in counted(ANSWER))


def test_rows_are_counted_over_all_and_people_once():
    counters = add(counted(ANSWER), counted({"kids": [{"grade": 1}]}))
    kids = figures_of(counters)["kids"]
    grade = kids["rows"][0]["columns"][0]
    assert (kids["base"], kids["entries"]) == (2, 4)
    assert (grade["base"], grade["entries"], counts(grade)) == (2, 4, {"K": 2, 1: 2})
    assert figures_of(counters)["both"]["rows"][0]["columns"][0]["mean"] == 40


def test_counters_of_every_type_can_be_taken_away_again():
    one, other = counted(ANSWER), counted({"kids": [{}], "tags": [2]})
    assert subtract(add(one, other), other) == one


def test_a_column_over_rows_is_hidden_by_people_not_by_rows():
    counters = {}
    for _ in range(10):
        counters = add(counters, counted({"tags": [1]}))
    counters = add(counters, counted({"kids": [{"grade": "K"}] * 30}))
    item = SURVEY.by_name["kids"]
    assert set(units_of(item)) <= decide(SURVEY, counters, {}).hidden_units


def test_exports_have_one_column_for_each_part_of_what_is_repeated():
    paths = export.columns(SURVEY, free_text=True)
    cells = {path: export.cell(export.value_at(ANSWER, path)) for path in paths}
    assert cells["kids", "grade"] == "K | 1 | K"
    assert cells["kids", "first"] == "Ana |  | "
    assert cells["both", "word"] == "x"
    assert cells["many", "r"] == "1; 2"
    assert cells["v",] == "2026-05"
    assert cells["file",] == "name: ana.png, type: image/png, content: upload:abcdefgh12"


def test_exports_without_free_text_leave_out_all_words():
    plain = export.columns(SURVEY, free_text=False)
    assert {path[0] for path in plain} == {"tags", "button", "picture", "slide", "many", "kids"}
    assert ("kids", "first") not in plain
