from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.contribution import add, key
from chalicelib.surveys.disclosure import decide, suppressed
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

SURVEY = compile_questionnaire(
    {
        "elements": [
            {"type": "boolean", "name": "q"},
            {"type": "matrix", "name": "m", "rows": ["r"], "columns": [1, 2]},
            {"type": "matrixdropdown", "name": "t", "rows": ["r"], "columns": [{"name": "c", "cellType": "boolean"}]},
        ]
    }
)
UNITS = [key("q"), key("m"), key("m", "r", "r"), key("t"), key("t", "x", "r", "c")]


def counters_of(respondents, *bases):
    return {"n": respondents} | {f"{unit}\ta": base for unit, base in zip(UNITS, bases, strict=False)}


def test_everything_of_fewer_than_ten_people_is_hidden():
    decided = decide(SURVEY, counters_of(9, 9, 9, 9, 9, 9), {})
    assert decided.hidden
    assert decided.hidden_units == set(UNITS)


def test_a_question_that_few_answered_is_hidden():
    decided = decide(SURVEY, counters_of(40, 40, 40, 9, 40, 40), {})
    assert not decided.hidden
    assert decided.hidden_units == {key("m", "r", "r")}


def test_the_next_smallest_school_is_hidden_with_a_small_one():
    schools = {"Lincoln": counters_of(30, 30), "Oak": counters_of(12, 12), "Pine": counters_of(4, 4)}
    decided = decide(SURVEY, counters_of(46, 46), {"school": schools}).groups["school"]
    assert [name for name in schools if decided[name].hidden] == ["Oak", "Pine"]


def test_a_question_of_one_group_is_hidden_where_only_few_there_answered():
    schools = {"Lincoln": counters_of(30, 25), "Oak": counters_of(30, 20), "Pine": counters_of(30, 3)}
    decided = decide(SURVEY, counters_of(90, 48), {"school": schools}).groups["school"]
    assert not any(group.hidden for group in decided.values())
    assert key("q") in decided["Pine"].hidden_units
    assert key("q") in decided["Oak"].hidden_units
    assert key("q") not in decided["Lincoln"].hidden_units


SIZES = st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=7)


@given(sizes=SIZES, nobody=st.integers(0, 30), threshold=st.integers(2, 20))
def test_no_hidden_figure_follows_from_the_total_and_the_shown(sizes, nobody, threshold):
    total = sum(sizes.values()) + nobody
    hidden = suppressed(sizes, total, threshold)
    shown = [size for group, size in sizes.items() if group not in hidden]
    unseen = total - sum(shown)
    assert all(size >= threshold for size in shown)
    assert unseen == 0 or unseen >= threshold or not shown


COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=5)


@given(groups=st.dictionaries(st.sampled_from(["A", "B", "C", "D"]), COUNTS, min_size=1), absent=COUNTS)
def test_no_unit_of_a_group_follows_from_everyones(groups, absent):
    parts = {name: counters_of(max(bases), *bases) for name, bases in groups.items()}
    everyone = counters_of(max(absent), *absent)
    for part in parts.values():
        everyone = add(everyone, part)
    decided = decide(SURVEY, everyone, {"school": parts})
    for unit in set(UNITS) - decided.hidden_units:
        base = f"{unit}\ta"
        shown = [
            parts[name].get(base, 0)
            for name, group in decided.groups["school"].items()
            if not group.hidden and unit not in group.hidden_units
        ]
        unseen = everyone.get(base, 0) - sum(shown)
        assert all(size >= 10 for size in shown)
        assert unseen == 0 or unseen >= 10 or not shown
