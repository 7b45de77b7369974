import math
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from tests.conftest import examples

NOON = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)


def survey_of(*elements, **survey):
    return compile_questionnaire({"pages": [{"elements": list(elements)}], **survey})


def checked(questionnaire, data, **options):
    return check_answer(questionnaire, data, at=options.pop("at", NOON), **options)


def refused(questionnaire, data, **options):
    with pytest.raises(Invalid) as refusal:
        checked(questionnaire, data, **options)
    return {path.removeprefix("data."): sentence for path, sentence in refusal.value.fields.items()}


CLIMATE = survey_of(
    {
        "type": "radiogroup",
        "name": "role",
        "choices": ["student", "parent", "staff"],
        "isRequired": True,
        "hasOther": True,
    },
    {"type": "dropdown", "name": "grade", "choicesMin": 1, "choicesMax": 12, "visibleIf": "{role} = 'student'"},
    {
        "type": "checkbox",
        "name": "why",
        "choices": ["bus", "food", {"value": "other-school", "visibleIf": "{role} = 'parent'"}],
        "hasNone": True,
    }
    | {"maxSelectedChoices": 2},
    {"type": "rating", "name": "safe", "rateMax": 5},
    {"type": "boolean", "name": "again", "valueTrue": "Y", "valueFalse": "N"},
    {"type": "text", "name": "kids", "inputType": "number", "min": 0, "max": 12},
    {"type": "text", "name": "since", "inputType": "date", "max": "2026-12-31"},
    {"type": "text", "name": "mail", "inputType": "email"},
    {"type": "text", "name": "site", "inputType": "url"},
    {"type": "text", "name": "at", "inputType": "time"},
    {"type": "comment", "name": "more", "maxLength": 10, "hasComment": True},
    {"type": "matrix", "name": "m", "rows": ["r1", {"value": 2, "visibleIf": "{role} = 'staff'"}], "columns": [1, 2]},
    {"type": "ranking", "name": "rank", "choices": ["x", "y", "z"]},
    {"type": "matrixdropdown", "name": "t", "rows": ["a", "b"], "choices": ["u", "v"]}
    | {"columns": [{"name": "c"}, {"name": "d", "cellType": "text", "visibleIf": "{row.c} = 'u'", "isRequired": True}]},
    {"type": "html", "name": "note", "html": "<p>Thanks</p>"},
    {"type": "expression", "name": "twice", "expression": "{kids} * 2"},
    calculatedValues=[
        {"name": "kept", "expression": "{safe} > 3", "includeIntoResult": True},
        {"name": "free", "expression": "today()"},
    ],
)


def test_an_answer_is_stored_as_the_definition_types_it():
    answer = checked(
        CLIMATE,
        {"role": "student", "grade": "7", "safe": "4", "kids": 3.0, "again": "Y", "m": {"r1": "2"}, "twice": 6},
    )
    assert answer.data == {
        "role": "student",
        "grade": 7,
        "safe": 4,
        "kids": 3,
        "again": "Y",
        "m": {"r1": 2},
        "twice": 6,
        "kept": True,
    }
    assert repr(answer.data["kids"]) == "3"
    assert answer.computed["free"] == "2026-05-20"
    assert {"role", "grade", "note", "twice"} <= answer.shown
    assert "m\tr1" in answer.shown
    assert "m\t2" not in answer.shown
    assert "t\ta\tc" in answer.shown
    assert "t\ta\td" not in answer.shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("role", ["student"]),
        ("role", "zzz"),
        ("role", {"x": 1}),
        ("role", None),
        ("role", "none"),
        ("grade", 13),
        ("why", "bus"),
        ("why", []),
        ("why", ["bus", "bus"]),
        ("why", ["bus", "zzz"]),
        ("why", ["none", "bus"]),
        ("why", ["bus", "food", "other-school"]),
        ("why", ["bus"] * 50),
        ("why", ["other-school"]),
        ("safe", "x"),
        ("safe", 9),
        ("safe", True),
        ("again", "maybe"),
        ("again", True),
        ("kids", "abc"),
        ("kids", "3"),
        ("kids", 55),
        ("kids", -1),
        ("kids", math.nan),
        ("kids", 10**400),
        ("since", "hello"),
        ("since", "2026-02-30"),
        ("since", "2027-01-01"),
        ("since", "20260101"),
        ("mail", "nope"),
        ("site", "javascript:alert(1)"),
        ("at", "25:00"),
        ("more", {"x": "y"}),
        ("more", ""),
        ("more", "x" * 11),
        ("more", "\ud800"),
        ("more", "a\0b"),
        ("evil", "y"),
        ("note", "y"),
        ("role-Comment", "no other chosen"),
        ("why-Comment", "no other offered"),
        ("m", "x"),
        ("m", {"r1": 7}),
        ("m", {"zz": 1}),
        ("m", {"2": 1}),
        ("rank", ["x", "x", "x"]),
        ("rank", ["x", "y"]),
        ("t.a", {"a": "x"}),
        ("t.a", {"a": {"zz": 1}}),
        ("t", {"q": {"c": "u"}}),
        ("t.a.c", {"a": {"c": "w"}}),
        ("t.a.d", {"a": {"c": "v", "d": "hidden"}}),
        ("t.a.d", {"a": {"c": "u"}}),
    ],
)
def test_hostile_values_are_refused_by_name(name, value):
    data = {"role": "student", name.partition(".")[0]: value}
    assert name in refused(CLIMATE, data)


def test_honest_values_of_every_type_are_taken():
    data = {
        "role": "other",
        "role-Comment": "neighbour",
        "why": ["none"],
        "since": "2024-02-29",
        "mail": "someone@example.org",
        "site": "example.org:8080/x",
        "at": "09:30",
        "more": "fine 😀",
        "more-Comment": "and more",
        "rank": ["y", "z", "x"],
        "t": {"a": {"c": "u", "d": "seen"}, "b": {"c": "v"}},
    }
    answer = checked(CLIMATE, data)
    assert data.items() <= answer.data.items()
    assert "t\ta\td" in answer.shown


def test_other_needs_its_comment_and_required_questions_an_answer():
    assert "role" in refused(CLIMATE, {"role": "other"})
    assert refused(CLIMATE, {}) == {"role": "Answer this question."}


def test_values_that_the_logic_hides_are_refused():
    assert "grade" in refused(CLIMATE, {"role": "parent", "grade": 3})


def test_all_problems_are_collected():
    assert refused(CLIMATE, {"safe": 9, "kids": "x", "evil": 1}).keys() == {"role", "safe", "kids", "evil"}


@pytest.mark.parametrize(
    "data", [None, [], "x", 5, {"more": "x" * 300_000}, {"m": {"a": {"b": {"c": {"d": {"e": {}}}}}}}]
)
def test_what_is_no_answer_at_all_is_refused(data):
    assert refused(CLIMATE, data)


def test_unknown_names_do_not_fill_the_reply():
    fields = refused(CLIMATE, {f"{place}" * 400: 1 for place in range(300)})
    assert len(fields) <= 101
    assert max(map(len, fields)) <= 100


RULED = survey_of(
    {
        "type": "text",
        "name": "zip",
        "validators": [{"type": "regex", "regex": r"^\d{5}$", "text": {"default": "five digits", "es": "cinco"}}],
    },
    {
        "type": "text",
        "name": "n",
        "inputType": "number",
        "validators": [{"type": "numeric", "minValue": 2, "maxValue": 4}],
    },
    {
        "type": "text",
        "name": "s",
        "validators": [{"type": "text", "minLength": 2, "maxLength": 3, "allowDigits": False}],
    },
    {"type": "checkbox", "name": "c", "choices": [1, 2, 3], "validators": [{"type": "answercount", "minCount": 2}]},
    {"type": "text", "name": "e", "validators": [{"type": "email"}]},
    {"type": "text", "name": "x", "validators": [{"type": "expression", "expression": "{x} empty or {x} <> {s}"}]},
    {"type": "checkbox", "name": "few", "choices": [1, 2, 3], "minSelectedChoices": 1},
    {"type": "ranking", "name": "top", "choices": ["a", "b"], "selectToRankEnabled": True, "maxSelectedChoices": 1},
)


def test_rules_are_kept():
    data = {"zip": "02139", "n": 3, "s": "ab", "c": [1, 2], "e": "a@b.org", "x": "other", "few": [2], "top": ["b"]}
    assert checked(RULED, data).data == data


def test_broken_rules_speak_the_respondents_language():
    data = {"zip": "1", "n": 9, "s": "a1", "c": [1], "e": "x", "x": "a1", "top": ["a", "b"]}
    fields = refused(RULED, data, locale="es")
    assert fields.keys() == {"zip", "n", "s", "c", "e", "x", "few", "top"}
    assert fields["zip"] == "cinco"


def test_what_is_read_only_keeps_its_default_and_is_held_to_no_rule():
    questionnaire = survey_of(
        {"type": "text", "name": "a", "readOnly": True, "defaultValue": "d", "isRequired": True},
        {"type": "text", "name": "b", "readOnly": True},
        {"type": "text", "name": "c", "enableIf": "{on} = 1", "isRequired": True},
        {"type": "text", "name": "on", "inputType": "number"},
        {
            "type": "panel",
            "name": "p",
            "enableIf": "{on} = 1",
            "elements": [{"type": "text", "name": "e", "isRequired": True}],
        },
    )
    assert checked(questionnaire, {"a": "d", "c": "kept"}).data == {"a": "d", "c": "kept"}
    assert refused(questionnaire, {"a": "tampered", "b": "x"}).keys() == {"a", "b"}
    assert refused(questionnaire, {"on": 1}).keys() == {"c", "e"}


def test_choices_that_are_switched_off_are_refused():
    questionnaire = survey_of(
        {"type": "text", "name": "on"},
        {"type": "radiogroup", "name": "q", "choices": ["a", {"value": "b", "enableIf": "{on} = 'yes'"}]},
        {"type": "radiogroup", "name": "r", "choices": ["a", "b"], "choicesVisibleIf": "{on} = {item}"},
    )
    assert "q" in refused(questionnaire, {"q": "b"})
    assert checked(questionnaire, {"q": "b", "on": "yes"}).data["q"] == "b"
    assert checked(questionnaire, {"r": "b", "on": "b"}).data["r"] == "b"
    assert "r" in refused(questionnaire, {"r": "a", "on": "b"})


def test_matrix_rows_may_all_be_needed_or_differ():
    every = survey_of({"type": "matrix", "name": "m", "rows": ["a", "b"], "columns": [1, 2], "eachRowRequired": True})
    assert "m" in refused(every, {"m": {"a": 1}})
    unique = survey_of({"type": "matrix", "name": "m", "rows": ["a", "b"], "columns": [1, 2], "eachRowUnique": True})
    assert "m" in refused(unique, {"m": {"a": 1, "b": 1}})
    assert checked(unique, {"m": {"a": 1, "b": 2}}).data


def test_choices_and_cells_of_a_table_may_depend_on_the_row():
    choices = ["x", {"value": "y", "visibleIf": "{row.b} = true"}]
    questionnaire = survey_of(
        {"type": "matrixdropdown", "name": "t", "rows": ["r"], "columns": [{"name": "b", "cellType": "boolean"}]}
        | {
            "columns": [
                {"name": "b", "cellType": "boolean"},
                {"name": "c", "choices": choices},
                {"name": "z", "cellType": "text", "readOnly": True},
            ]
        }
    )
    assert checked(questionnaire, {"t": {"r": {"b": True, "c": "y"}}}).data
    assert "t.r.c" in refused(questionnaire, {"t": {"r": {"c": "y"}}})


def test_a_days_grace_is_given_to_the_respondents_clock():
    questionnaire = survey_of(
        {
            "type": "text",
            "name": "day",
            "inputType": "date",
            "validators": [{"type": "expression", "expression": "{day} <= today()"}],
        },
        timeZone="America/Chicago",
    )
    assert checked(questionnaire, {"day": "2026-05-21"}).data
    assert "day" in refused(questionnaire, {"day": "2026-05-22"})
    assert checked(questionnaire, {"day": "2026-05-22"}, at=NOON + timedelta(days=1)).data


def test_computed_values_are_stored_as_json():
    questionnaire = survey_of(
        {"type": "text", "name": "a"},
        {"type": "expression", "name": "bad", "expression": "{a} * 2"},
        {"type": "expression", "name": "no", "expression": "getDate('x')"},
        {"type": "expression", "name": "list", "expression": "[today(), 1]"},
        {"type": "expression", "name": "nothing", "expression": "iif({a} = 'q', 1)"},
        {"type": "expression", "name": "hidden", "expression": "1", "visibleIf": "{a} = 'q'"},
    )
    assert checked(questionnaire, {"a": "x"}).data == {"a": "x", "list": ["2026-05-20", 1]}


def test_an_answer_of_thirty_questions_is_checked_in_a_few_milliseconds():
    elements = [
        {"type": "radiogroup", "name": f"q{n}", "choices": [1, 2, 3], "visibleIf": f"{{q{n - 1}}} > 0" if n else ""}
        for n in range(30)
    ]
    questionnaire = survey_of(*elements)
    data = {f"q{n}": 1 for n in range(30)}
    started = perf_counter()
    for _ in range(20):
        checked(questionnaire, data)
    assert (perf_counter() - started) / 20 < 0.02


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["student", "other", "r1", "a", "u", "2026-01-01"])
)
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["r1", "2", "a", "b", "c", "d"]) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=10,
)
NAMES = st.sampled_from([*CLIMATE.by_name, *CLIMATE.comments, *CLIMATE.computed_names]) | st.text(max_size=5)


@settings(max_examples=examples(500), deadline=None)
@given(data=st.dictionaries(NAMES, JSON, max_size=12) | JSON)
def test_any_json_is_taken_or_refused_and_nothing_worse(data):
    try:
        answer = checked(CLIMATE, data)
    except Invalid as refusal:
        assert refusal.fields  # noqa: PT017  Either outcome is right; no third is.
    else:
        assert checked(CLIMATE, answer.data).data == answer.data
