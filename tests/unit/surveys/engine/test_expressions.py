from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.surveys.engine import expressions, moments
from chalicelib.surveys.engine.grammar import Unparsable
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.values import UNDEFINED
from tests.conftest import examples

CHICAGO = ZoneInfo("America/Chicago")
NOW = moments.of_datetime(datetime(2026, 5, 20, 15, 30, 45, 123_000, tzinfo=UTC), CHICAGO)


def result_of(text, **data):
    return expressions.run(expressions.parse(text), data, NOW)


@pytest.mark.parametrize(
    ("text", "data", "expected"),
    [
        ("{grade} >= 6 and {grade} <= 8", {"grade": "7"}, True),
        ("{grade} = '07'", {"grade": 7}, True),
        ("{school} = ' lincoln '", {"school": "Lincoln"}, True),
        ("{a} = {b}", {"a": [1, "x"], "b": ["x", 1]}, True),
        ("{a} = {b}", {"a": {"x": 1}, "b": {"x": "1"}}, True),
        ("{a} = {b}", {"a": {"x": 1}, "b": {"y": 1}}, False),
        ("{a} = {b}", {"a": ["p"], "b": {"0": "p"}}, True),
        ("{a} = {b}", {"a": True, "b": "TRUE"}, True),
        ("{#a} = {#b}", {"a": "TRUE", "b": True}, True),
        ("{#a} = {#b}", {"a": True, "b": "true"}, True),
        ("{a} = {b}", {"a": [1], "b": [1, 2]}, False),
        ("{a} = {b}", {"a": {"x": 1}, "b": 3}, False),
        ("{a} = 'undefined'", {}, True),
        ("{a} <> 3", {"a": 3}, False),
        ("{a} > {b}", {"a": "b", "b": "a"}, True),
        ("{a} > {b}", {"a": [2], "b": 1}, True),
        ("{a} < 5", {}, False),
        ("{a} notcontains 'x'", {"a": ["y"]}, True),
        ("{a} contains [1, 2]", {"a": [2, 3, 1]}, True),
        ("{a} contains 'b'", {"a": "ABC"}, True),
        ("{a} notcontains 'b'", {"a": "ABC"}, False),
        ("{a} contains ''", {"a": "ABC"}, False),
        ("{a} contains 'x'", {"a": float("nan")}, False),
        ("{a} anyof ['x', 'y']", {"a": "y"}, True),
        ("{a} anyof 'y'", {"a": ["y"]}, True),
        ("{a} anyof ['q']", {"a": []}, False),
        ("{a} allof ['x', 'y']", {"a": ["y", "x"]}, True),
        ("{a} allof 'x'", {}, False),
        ("{a} noneof ['x']", {"a": ["y"]}, True),
        ("{a} contains", {"a": ["y"]}, False),
        ("({a} = 1", {"a": 1}, True),
        ("!{a}", {"a": 0}, True),
        ("{a} empty or {b} notempty", {"b": 0}, True),
        ("{list[1].n} = 2", {"list": [{"n": 1}, {"n": 2}]}, True),
        ("{list[7].n} empty", {"list": [{"n": 1}]}, True),
        ("{name.length}", {"name": "ab"}, 2),
        ("{none.length}", {}, 0),
        ("{A.b}", {"a.B": 4}, 4),
        ("{a[x]} empty", {"a": [1]}, True),
        ("2 ^ 3 ^ 2", {}, 64),
        ("0.1 + 0.2", {}, 0.3),
        ("1.1 * 3", {}, 3.3),
        ("{a} + {b}", {"a": ["x", None], "b": "y"}, "x, y"),
        ("{a} + {b}", {"a": "y", "b": ["x"]}, "yx"),
        ("{a} + {b}", {"a": ["x"], "b": ["y"]}, ["x", "y"]),
        ("{a} + 2", {"a": [1, "x", 0.5]}, 3.5),
        ("2 + {a}", {"a": [1, 2, 3]}, 8),
        ("{a} + {b}", {"a": ["x"], "b": True}, "xtrue"),
        ("{a} + {b}", {"a": [True], "b": False}, "truefalse"),
        ("{#a} + 1", {"a": "1"}, "11"),
        ("{a} + {b}", {"a": "", "b": "x"}, "x"),
        ("{a} + {b}", {"b": ["x"]}, ["x"]),
        ("{a} - {b}", {}, 0),
        ("7 / 0", {}, None),
        ("7 / {a}", {"a": "x"}, pytest.approx(float("nan"), nan_ok=True)),
        ("7 % 4", {}, 3),
        ("7 % 0", {}, None),
        ("{a} ^ {b}", {"a": -10.0, "b": 401}, float("-inf")),
        ("{a} ^ {b}", {"a": 0, "b": -1}, float("inf")),
        ("{a} ^ {b}", {"a": -8, "b": 0.5}, pytest.approx(float("nan"), nan_ok=True)),
        ("{a} ^ {b}", {"a": 2, "b": "x"}, pytest.approx(float("nan"), nan_ok=True)),
        ("iif({a} > 1, 'many', 'one')", {"a": 2}, "many"),
        ("iif({a} > 1, 'many')", {"a": 1}, UNDEFINED),
        ("iif(1)", {}, None),
        ("sum({a}, '3', 0.1)", {"a": [1, None, ["2"]]}, 6.1),
        ("avg(1, 2)", {}, 1.5),
        ("avg({a})", {"a": None}, 0),
        ("min(3, '2')", {}, 2),
        ("max('b', 'a')", {}, "b"),
        ("max({a})", {}, UNDEFINED),
        ("count({a}, 1)", {"a": ["x", None]}, 2),
        ("round(2.345, 2)", {}, 2.35),
        ("round('x')", {}, pytest.approx(float("nan"), nan_ok=True)),
        ("round(5, 400)", {}, pytest.approx(float("nan"), nan_ok=True)),
        ("round(1234567890123456789)", {}, pytest.approx(1234567890123456789)),
        ("trunc(3.987, 2)", {}, 3.98),
        ("trunc(3.987)", {}, 3),
        ("trunc({a})", {}, pytest.approx(float("nan"), nan_ok=True)),
        ("substring('abcdef', 1, 3)", {}, "bc"),
        ("substring('abcdef', 4, 2)", {}, "cd"),
        ("substring('abcdef', 2)", {}, "cdef"),
        ("substring('abc')", {}, ""),
        ("substring('abc', 'x')", {}, ""),
        ("unknown(1)", {}, None),
        ("sumInArray({t}, 'n', {k} = 'x')", {"t": {"r": {"n": 1, "k": "x"}, "s": {"n": "2", "k": "y"}}}, 1),
        ("avgInArray({t}, 'n')", {"t": [{"n": 1}, {"n": 2}, {"n": "z"}]}, 1),
        ("avgInArray({t}, 'n')", {"t": 5}, 0),
        ("countInArray({t}, 'n', '{n} > 1')", {"t": [{"n": 1}, {"n": 2}, 5]}, 1),
        ("countInArray({t}, 'n', '{n} >')", {"t": [{"n": 1}]}, 0),
        ("countInArray({t}, 'n', '{n.length} = 1')", {"t": [{"n": "a"}, {"n": "ab"}]}, 1),
        ("countInArray({t}, 'n', '{m.length} = 0')", {"t": [{"n": "a"}]}, 1),
        ("countInArray({t})", {"t": [{"n": 1}]}, 0),
        ("maxInArray({t}, 'n', 'k')", {"t": [{"n": 1, "k": "x"}, {"n": 2, "k": "y"}, {"n": "q"}]}, "y"),
        ("minInArray({t}, 'n')", {"t": [{"n": 3}, {"n": 2}]}, 2),
        ("minInArray({t}, 'n')", {"t": []}, UNDEFINED),
        ("minInArray({t})", {"t": []}, UNDEFINED),
    ],
)
def test_an_expression_gives_what_the_browser_gives(text, data, expected):
    assert result_of(text, **data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age('2016-05-21')", 9),
        ("age('2016-05-20')", 10),
        ("age('')", None),
        ("age('2016-05-20', 'days')", 0),
        ("age('soon')", 0),
        ("dateDiff('2026-01-31', '2026-03-01', 'months')", 1),
        ("dateDiff('2026-01-31', '2026-03-01')", 29),
        ("dateDiff('2026-01-31', '')", None),
        ("dateDiff('2026-03-08T00:00', '2026-03-09T00:00', 'hours')", 23),
        ("dateDiff('x', '2026-03-09T00:00', 'hours')", pytest.approx(float("nan"), nan_ok=True)),
        ("dateDiff('x', 'y', 'days')", pytest.approx(float("nan"), nan_ok=True)),
        ("diffDays('2026-01-01', '2026-01-11')", 10),
        ("diffDays('2026-01-01')", 0),
        ("currentYear()", 2026),
        ("year('2020-02-03') + month('2020-02-03') + day('2020-02-03')", 2025),
        ("getYear('2020-02-03')", 2020),
        ("getYear()", UNDEFINED),
        ("weekday('2026-05-17')", 0),
        ("'2026-05-20' = today()", True),
        ("today() > '2026-05-19'", True),
        ("today(1) > '2026-05-20'", True),
        ("'2026-05-20T10:30' < currentDate()", True),
        ("currentDate() > '2026-05-20T09:00'", True),
        ("currentDate() >= '2026-05-20T10:30'", True),
        ("today() = 'never'", False),
        ("today() = today()", True),
        ("getDate('2026-05-20') = getDate('5/20/2026')", True),
        ("getDate('')", None),
        ("dateAdd('2026-01-31', 1, 'months') = getDate('2026-03-03')", True),
        ("dateAdd('2026-01-31', 24, 'hours') = getDate('2026-02-01')", True),
        ("dateAdd('2026-01-31', 2) = getDate('2026-02-02')", True),
        ("dateAdd('2026-01-31', 2, 'moons') = getDate('2026-01-31')", True),
        ("dateAdd('2026-01-31', 0)", None),
        ("(today() + 1) contains '2026'", True),
    ],
)
def test_dates_are_read_in_the_districts_time_zone(text, expected):
    assert result_of(text) == expected


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-05-20", "2026-05-20T05:00:00+00:00"),
        ("2026-05", "2026-05-01T00:00:00+00:00"),
        ("2026-05-20T10:00Z", "2026-05-20T10:00:00+00:00"),
        ("2026-05-20T10:00+02:00", "2026-05-20T08:00:00+00:00"),
        ("2026-05-20T10:00:01.5", "2026-05-20T15:00:01.500000+00:00"),
        ("2026-5-20 1:02", "2026-05-20T06:02:00+00:00"),
        ("3.5", "2001-03-05T06:00:00+00:00"),
        ("7", "2001-07-01T05:00:00+00:00"),
        ("45", "2045-01-01T06:00:00+00:00"),
        ("99", "1999-01-01T06:00:00+00:00"),
    ],
)
def test_texts_become_dates_as_in_the_browser(text, iso):
    local = moments.of_text(text, CHICAGO).local()
    assert local is not None
    assert local.astimezone(UTC).isoformat() == iso


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "13/32/2026", "20", "0000-01-01T10:00+01:00", "40.50"])
def test_what_is_no_date_is_invalid(text):
    moment = moments.of_text(text, CHICAGO)
    assert moment.stamp is None
    assert str(moment) == "Invalid Date"
    assert moment.truncated("day") == moment
    assert moment.shifted("days", 1).stamp is None


def test_dates_beyond_the_calendar_are_invalid():
    assert moments.of_number(1e30, CHICAGO).stamp is None
    assert moments.of_number(0, CHICAGO).stamp == 0
    assert NOW.shifted("years", 1e9).stamp is None
    assert NOW.shifted("days", float("nan")).stamp is None
    assert result_of("getDate({a})", a=float(10**20)).stamp is None
    assert result_of("weekday('x')") != result_of("weekday('x')")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{a",
        "a}",
        "= 1",
        "{a} {b}",
        "not {a}",
        "{a} like 'x'",
        "null",
        "'a",
        "[1",
        "größe",
        "x" * 3000,
        "(" * 70 + "1",
        "!" * 70 + "1",
    ],
)
def test_what_is_no_expression_does_not_parse(text):
    with pytest.raises(Unparsable):
        expressions.parse(text)


def test_an_expression_of_too_many_parts_does_not_parse():
    with pytest.raises(Unparsable, match="parts"):
        expressions.parse("+".join(["1"] * 600))


def test_null_may_stand_only_beside_a_comparison():
    assert not expressions.misplaced_null(expressions.parse("{a} = null").tree)
    assert expressions.misplaced_null(expressions.parse("iif({a}, 1, null)").tree)
    assert expressions.misplaced_null(expressions.parse("!null").tree)


def test_the_order_of_a_ranking_matters():
    tree = expressions.parse("{r} = ['b', 'a'] and ({r} != ['b', 'a']) = false").tree
    run = expressions.build(tree, expressions.look_up, frozenset({"r"}))
    assert run(expressions.Environment({"r": ["a", "b"]}, NOW)) is False
    assert run(expressions.Environment({"r": ["b", "a"]}, NOW)) is True


PIECES = st.sampled_from(
    [
        "{a}",
        "{b.c}",
        "'x'",
        '"',
        "1",
        "0.5",
        "(",
        ")",
        "[",
        "]",
        ",",
        " and ",
        " or ",
        "=",
        "<>",
        "!",
        "negate",
        "empty",
        "*=",
        "contains",
        "sum(",
        "round(",
        "today()",
        "null",
        "+",
        "-",
        "*",
        "/",
        "^",
        "%",
        " ",
        "dateAdd(",
        "substring(",
        "{#a}",
        "anyof",
        "notempty",
    ]
)
PLAIN = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=examples(400), deadline=None)
@given(text=st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40), a=JSON, b=JSON)
def test_no_text_and_no_values_crash_the_engine(text, a, b):
    try:
        parsed = expressions.parse(text)
    except Unparsable:
        return
    if not expressions.misplaced_null(parsed.tree):
        expressions.run(parsed, {"a": a, "b": {"c": b}}, NOW)


@pytest.mark.parametrize("hostile", ["(((a + [", "f(f([", "negate", "{a} or (", "[[[(1+"])
def test_parsing_is_linear_even_where_every_branch_fails(hostile):
    started = perf_counter()
    for _ in range(3):
        with pytest.raises(Unparsable):
            expressions.parse((hostile * 400)[:2040] + "[")
    assert perf_counter() - started < 3


def test_a_moment_knows_its_local_fields():
    assert isinstance(NOW, Moment)
    assert NOW.field("hour") == 10
    assert str(NOW).startswith("Wed May 20 2026 10:30:45")
