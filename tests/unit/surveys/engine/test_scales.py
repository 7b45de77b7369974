"""Scales: what a definition may say of them, and scores that are exact, whoever answered what."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.comparing import comparable, compare
from chalicelib.surveys.contribution import add, contribution, key, subtract
from chalicelib.surveys.disclosure import decide
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.scales import score, scores
from chalicelib.surveys.results import summarise
from tests.unit.surveys.engine.asking import NOON, problems_of, survey_of, text

RATED = [{"type": "rating", "name": name} for name in ("a", "b")]
TABLE = {
    "type": "matrix",
    "name": "m",
    "rows": ["r", {"value": "s", "visibleIf": "{a} > 2"}],
    "columns": [{"value": "1"}, {"value": "5"}],
}
BANDS = [{"from": 0, "title": "low"}, {"from": 3, "title": {"default": "high", "es": "alto"}}]


def scale(**more):
    return {"name": "bond", "items": ["a", "b", "m.r", "m.s"], "reversed": ["b"], "method": "mean", **more}


def scaled(**more):
    return survey_of(*RATED, TABLE, scales=[scale(**more)])


def scored(survey, data):
    checked = check_answer(survey, data, at=NOON)
    return score(survey.scales[0], checked.data, checked.shown)


def counted(survey, data):
    checked = check_answer(survey, data, at=NOON)
    return contribution(survey, checked.data, checked.shown)


@pytest.mark.parametrize(
    ("data", "mean", "total"),
    [
        ({"a": 4, "b": 1, "m": {"r": "5", "s": "1"}}, Fraction(15, 4), 15),
        ({"a": 4, "b": 2, "m": {"r": "5"}}, Fraction(13, 3), Fraction(52, 3)),
        ({"a": 2, "b": 5}, Fraction(3, 2), 6),
        ({"a": 4}, None, None),
        ({}, None, None),
    ],
)
def test_a_score_is_of_what_was_answered_and_reversed_items_count_backwards(data, mean, total):
    assert scored(scaled(), data) == mean
    assert scored(scaled(method="sum"), data) == total


def test_what_was_not_asked_counts_as_not_answered_and_every_item_may_be_needed():
    survey = scaled(leastAnswered=1)
    assert scored(survey, {"a": 2, "b": 5, "m": {"r": "1"}}) is None
    assert scored(survey, {"a": 4, "b": 5, "m": {"r": "1", "s": "1"}}) == Fraction(7, 4)


def test_to_decline_is_no_number():
    choice = {"type": "radiogroup", "name": "c", "choices": [1, 2], "showRefuseItem": True, "showOtherItem": True}
    survey = survey_of(choice, scales=[{"name": "x", "items": ["c"], "method": "mean"}])
    assert [scored(survey, {"c": value}) for value in (2, "refused")] == [2, None]
    assert scored(survey, {"c": "other", "c-Comment": "1"}) is None


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"items": []}, "items"),
        ({"items": ["a", "a"]}, "items[1]"),
        ({"items": ["nobody"]}, "items[0]"),
        ({"items": ["m"]}, "items[0]"),
        ({"items": ["m.t"]}, "items[0]"),
        ({"items": ["a.r"]}, "items[0]"),
        ({"items": ["words"]}, "items[0]"),
        ({"items": ["named"]}, "items[0]"),
        ({"items": ["a"], "reversed": ["b"]}, "reversed[0]"),
        ({"items": "a"}, "items"),
        ({"method": "median"}, "method"),
        ({"leastAnswered": 0}, "leastAnswered"),
        ({"bands": [{"from": 2, "title": "x"}]}, "bands[0].from"),
        ({"bands": [{"from": 1, "title": "x"}, {"from": 1, "title": "y"}]}, "bands[1].from"),
        ({"bands": [{"title": "x"}]}, "bands[0].from"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_scale_that_cannot_be_worked_out_is_refused(more, path):
    named = {"type": "radiogroup", "name": "named", "choices": [1, "two"]}
    changed = {**scale(), "reversed": [], **more}
    assert list(problems_of(*RATED, TABLE, text("words"), named, scales=[changed])) == [f"scales[0].{path}"]


def test_two_scales_need_two_names():
    assert list(problems_of(*RATED, TABLE, scales=[scale(), scale(name="BOND")])) == ["scales[1].name"]


ANSWERS = st.fixed_dictionaries(
    {}, optional={"a": st.integers(1, 5), "b": st.integers(1, 5), "m": st.just({"r": "5"}) | st.just({"r": "1"})}
)


@given(st.lists(ANSWERS, max_size=8), ANSWERS)
def test_counters_of_scores_can_be_taken_away_to_the_last_bit(answers, another):
    survey = scaled(bands=BANDS)
    total = {}
    for data in answers:
        total = add(total, counted(survey, data))
    assert subtract(add(total, counted(survey, another)), counted(survey, another)) == total


def test_results_give_mean_spread_and_bands():
    survey = scaled(bands=BANDS)
    total = {}
    for data in [{"a": 4, "b": 1, "m": {"r": "5", "s": "1"}}] * 10 + [{"a": 2, "b": 5}] * 10 + [{}]:
        total = add(total, counted(survey, data))
    figures = summarise(survey, total, "es")[-1]
    assert (figures["name"], figures["type"], figures["base"]) == ("#bond", "scale", 20)
    assert (figures["mean"], figures["deviation"]) == (2.62, 1.12)
    assert [(bar["label"], bar["count"]) for bar in figures["bars"]] == [
        ("low (1 \u2013 3)", 10),
        ("alto (3 \u2013 5)", 10),
    ]
    assert summarise(survey, total, "en", {key("#bond")})[-1]["bars"] == []


def test_without_bands_scores_are_told_in_round_steps():
    labels = [bar["label"] for bar in summarise(scaled(), {}, "en")[-1]["bars"]]
    assert labels == [f"{low:g} \u2013 {low + 0.5:g}" for low in (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5)]


def test_a_scale_is_hidden_with_any_question_that_few_answered():
    survey = survey_of(*RATED, scales=[{"name": "x", "items": ["a", "b"], "method": "mean"}])
    many, few = key("a"), key("b")
    groups = {
        name: {"n": 30, f"{many}\ta": 30, f"{few}\ta": answered, "#x\ta": 30}
        for name, answered in (("north", 30), ("south", 3), ("west", 12))
    }
    everyone = {"n": 90, f"{many}\ta": 90, f"{few}\ta": 45, "#x\ta": 90}
    held = decide(survey, everyone, {"school": groups}).groups["school"]
    assert "#x" not in held["north"].hidden_units
    assert {"#x", few} <= held["south"].hidden_units & held["west"].hidden_units
    assert "#x" in decide(survey, {**everyone, f"{few}\ta": 9}, {}).hidden_units


def test_scores_are_added_up_only_where_they_are_made_alike():
    before = scaled(title="Bond")
    assert "#bond" in comparable(before, scaled(title="Belonging"))
    assert [(one.name, one.change) for one in compare(before, scaled(title="Belonging"))] == [("#bond", "reworded")]
    for other in ({"reversed": []}, {"method": "sum"}, {"leastAnswered": 1}, {"bands": BANDS}, {"items": ["a", "b"]}):
        after = scaled(title="Bond", **other)
        assert "#bond" not in comparable(before, after)
        assert [(one.name, one.change, one.parts) for one in compare(before, after)] == [
            ("#bond", "meaning", ["scoring"])
        ]


def test_a_table_of_answers_has_a_column_for_each_score():
    survey = scaled(method="sum")
    checked = check_answer(survey, {"a": 4, "b": 2, "m": {"r": "5"}}, at=NOON)
    assert scores(survey.scales, checked.data, checked.shown) == {"#bond": "17.3333"}
