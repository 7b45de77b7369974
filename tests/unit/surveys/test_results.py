from datetime import UTC, datetime

import pytest

from chalicelib.surveys.contribution import add, contribution, key
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.results import summarise

NOON = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
SURVEY = compile_questionnaire(
    {
        "elements": [
            {
                "type": "radiogroup",
                "name": "q",
                "title": {"default": "Why?", "es": "¿Por qué?"},
                "choices": ["a|Ay", "b"],
                "hasOther": True,
            },
            {"type": "checkbox", "name": "c", "choices": ["x", "y"], "hasNone": True},
            {"type": "rating", "name": "safe"},
            {"type": "matrix", "name": "m", "rows": ["r|Row", "s"], "columns": [1, 2, 3]},
            {"type": "matrixdropdown", "name": "t", "rows": ["r"], "columns": [{"name": "d", "choices": ["u", "v"]}]},
            {"type": "ranking", "name": "rank", "choices": ["x", "y"]},
            {"type": "text", "name": "kids", "inputType": "number", "min": 0, "max": 12},
            {"type": "text", "name": "pay", "inputType": "number"},
            {"type": "text", "name": "day", "inputType": "date"},
            {"type": "comment", "name": "say"},
            {"type": "boolean", "name": "again"},
            {"type": "expression", "name": "twice", "expression": "{kids} * 2"},
            {"type": "html", "name": "note", "html": "x"},
        ]
    }
)
ANSWERS = [
    {
        "q": "a",
        "c": ["x", "y"],
        "safe": 1,
        "m": {"r": 1, "s": 3},
        "t": {"r": {"d": "u"}},
        "rank": ["x", "y"],
        "kids": 1,
        "pay": 10,
        "day": "2026-05-02",
    },
    {
        "q": "b",
        "c": ["none"],
        "safe": 4,
        "m": {"r": 3},
        "rank": ["y", "x"],
        "kids": 2,
        "pay": 1000,
        "day": "2026-04-02",
        "again": True,
    },
    {
        "q": "other",
        "q-Comment": "z",
        "c": ["x"],
        "safe": 5,
        "t": {"r": {"d": "v"}},
        "rank": ["y", "x"],
        "pay": -3,
        "say": "hi",
        "again": False,
    },
    {"pay": 0},
]


def figures(locale="en", **options):
    total = {}
    for data in ANSWERS:
        answer = check_answer(SURVEY, data, at=NOON)
        total = add(total, contribution(SURVEY, answer.data, answer.shown))
    return {item["name"]: item for item in summarise(SURVEY, total, locale, **options)}


def counts(item):
    return {bar["value"]: bar["count"] for bar in item["bars"]}


def test_single_choices_are_counted_with_other():
    item = figures()["q"]
    assert item["base"] == 3
    assert counts(item) == {"a": 1, "b": 1, "other": 1}
    assert item["bars"][0]["label"] == "Ay"
    assert item["bars"][0]["percent"] == 33.3


def test_titles_and_words_come_in_the_readers_language():
    item = figures("es")["q"]
    assert item["title"] == "¿Por qué?"
    assert item["bars"][-1]["label"] == "Otro"


def test_percents_of_multiple_choices_are_of_respondents():
    item = figures()["c"]
    assert counts(item) == {"x": 2, "y": 1, "none": 1}
    assert item["bars"][0]["percent"] == 66.7


def test_ratings_have_mean_and_median():
    item = figures()["safe"]
    assert (item["mean"], item["median"]) == (3.33, 4)
    assert counts(item) == {1: 1, 2: 0, 3: 0, 4: 1, 5: 1}


def test_tables_are_read_row_by_row():
    item = figures()["m"]
    assert [(row["label"], row["base"], row["mean"]) for row in item["rows"]] == [("Row", 2, 2), ("s", 1, 3)]
    assert item["bars"] == []
    cell = figures()["t"]["rows"][0]["columns"][0]
    assert counts(cell) == {"u": 1, "v": 1}


def test_rankings_have_first_places_and_mean_places():
    bars = figures()["rank"]["bars"]
    assert [(bar["value"], bar["count"], bar["mean"]) for bar in bars] == [("x", 1, 1.67), ("y", 2, 1.33)]


def test_numbers_have_mean_median_and_bars():
    kids, pay = figures()["kids"], figures()["pay"]
    assert (kids["mean"], kids["median"]) == (1.5, 1.5)
    assert pay["mean"] == 251.75
    assert pay["median"] == pytest.approx(5, rel=0.02)
    assert [bar["label"] for bar in pay["bars"]] == ["-4 \u2013 -2", "0 \u2013 0", "8 \u2013 16", "512 \u2013 1024"]
    assert figures()["twice"]["mean"] == 1.5


def test_dates_are_counted_by_month_and_texts_only_counted():
    assert counts(figures()["day"]) == {"2026-04": 1, "2026-05": 1}
    assert (figures()["say"]["base"], figures()["say"]["bars"]) == (1, [])
    assert counts(figures()["again"]) == {True: 1, False: 1}
    assert "note" not in figures()


def test_hidden_units_show_nothing():
    hidden = figures(hidden_units={key("safe"), key("m", "r", "r")})
    assert hidden["safe"] == {
        "name": "safe",
        "title": "safe",
        "type": "rating",
        "base": None,
        "hidden": True,
        "bars": [],
    }
    assert hidden["m"]["rows"][0]["hidden"]
    assert not hidden["m"]["rows"][1]["hidden"]


def test_no_answers_give_no_mean():
    item = next(item for item in summarise(SURVEY, {}, "en") if item["name"] == "safe")
    assert item["base"] == 0
    assert "mean" not in item
