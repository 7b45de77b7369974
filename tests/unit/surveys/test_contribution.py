from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.contribution import add, bin_of, contribution, fixed, key, subtract, value_of_bin
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

NOON = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
SURVEY = compile_questionnaire(
    {
        "elements": [
            {"type": "radiogroup", "name": "q", "choices": ["a", "b"], "hasOther": True, "hasNone": True},
            {"type": "checkbox", "name": "c", "choices": ["x", "y"], "hasNone": True, "visibleIf": "{q} <> 'b'"},
            {"type": "ranking", "name": "rank", "choices": ["x", "y"]},
            {"type": "matrix", "name": "m", "rows": ["r", {"value": "s", "visibleIf": "{q} = 'a'"}], "columns": [1, 2]},
            {
                "type": "matrixdropdown",
                "name": "t",
                "rows": ["r"],
                "columns": [{"name": "n", "cellType": "text", "inputType": "number"}],
            }
            | {
                "columns": [
                    {"name": "n", "cellType": "text", "inputType": "number"},
                    {"name": "h", "cellType": "boolean", "visible": False},
                ]
            },
            {"type": "text", "name": "kids", "inputType": "number", "min": 0, "max": 12},
            {"type": "text", "name": "pay", "inputType": "number"},
            {"type": "text", "name": "day", "inputType": "date"},
            {"type": "comment", "name": "say"},
            {"type": "expression", "name": "twice", "expression": "{kids} * 2"},
            {"type": "expression", "name": "word", "expression": "{say}"},
            {"type": "html", "name": "note", "html": "x"},
        ]
    }
)


def counted(**data):
    answer = check_answer(SURVEY, data, at=NOON)
    return contribution(SURVEY, answer.data, answer.shown)


def test_an_answer_is_counted_by_the_type_of_each_question():
    counters = counted(
        q="a",
        c=["x", "y"],
        rank=["y", "x"],
        m={"r": 2},
        t={"r": {"n": -0.5}},
        kids=2,
        pay=1.25,
        day="2026-05-02",
        say="hola",
    )
    assert counters["n"] == 1
    assert counters[key("q", "c", "a")] == counters[key("q", "s")] == counters[key("q", "a")] == 1
    assert counters[key("c", "k")] == 2
    assert counters[key("rank", "p", "y", "1")] == 1
    assert counters[key("m", "r", "r", "c", "2")] == 1
    assert counters[key("m", "r", "s", "s")] == 1
    assert key("m", "r", "s", "a") not in counters
    assert counters[key("t", "x", "r", "n", "t")] == -5_000
    assert key("t", "x", "r", "h", "s") not in counters
    assert counters[key("kids", "c", "2")] == 1
    assert counters[key("pay", "t")] == 12_500
    assert counters[key("pay", "q")] == 12_500**2
    assert counters[key("day", "m", "2026-05")] == 1
    assert counters[key("say", "l")] == 4
    assert counters[key("twice", "t")] == 40_000
    assert counters[key("word", "a")] == 1
    assert not any(name.startswith("note") for name in counters)


def test_other_none_and_what_was_not_asked():
    counters = counted(**{"q": "other", "q-Comment": "else", "c": ["none"]})
    assert counters[key("q", "o")] == counters[key("c", "n")] == 1
    assert key("m", "r", "s", "s") not in counters
    assert key("c", "s") not in counted(q="b")
    assert counted(q="none")[key("q", "n")] == 1


COUNTERS = st.dictionaries(
    st.text(max_size=4), st.integers(min_value=-(10**30), max_value=10**30).filter(bool), max_size=8
)


@given(one=COUNTERS, other=COUNTERS)
def test_adding_and_taking_away_gives_the_same_again(one, other):
    assert subtract(add(one, other), other) == one
    assert subtract(one, one) == {}
    assert add(one, other) == add(other, one)


@given(first=st.lists(st.text(max_size=5), max_size=4), second=st.lists(st.text(max_size=5), max_size=4))
def test_names_of_counters_are_never_mistaken_for_each_other(first, second):
    assert (key("q", *first) == key("q", *second)) == (first == second)


@given(value=st.floats(min_value=-(10**11), max_value=10**11, allow_nan=False))
def test_numbers_are_binned_to_within_two_percent_and_fixed_exactly(value):
    assert fixed(value) == int((Decimal(repr(value)) * 10**4).to_integral_value())
    if abs(value) >= 1e-4:
        assert abs(value_of_bin(bin_of(value)) - value) <= abs(value) * 0.016
    else:
        assert value_of_bin(bin_of(value)) == 0


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["a", "b", "none"]),
        "rank": st.permutations(["x", "y"]),
        "kids": st.integers(0, 12),
        "pay": st.floats(-(10**9), 10**9),
        "say": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=9),
    },
)


@given(answers=st.lists(ANSWERS, max_size=6), gone=st.integers(0, 5))
def test_deleting_an_answer_leaves_what_the_others_add_up_to(answers, gone):
    parts = [counted(**answer) for answer in answers]
    total = {}
    for part in parts:
        total = add(total, part)
    expected = {}
    for place, part in enumerate(parts):
        if place != gone:
            expected = add(expected, part)
    assert subtract(total, parts[gone] if gone < len(parts) else {}) == expected
