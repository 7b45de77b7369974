import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.markup import problem_of_markup
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from tests.conftest import examples


def one_page(*elements, **survey):
    return {"pages": [{"name": "first", "elements": list(elements)}], **survey}


def problems_of(definition):
    with pytest.raises(Invalid) as refusal:
        compile_questionnaire(definition)
    return refusal.value.fields


def problem_of(element):
    """The problems of a single question, by the path below it."""
    fields = problems_of(one_page({"type": "text", "name": "q", **element}))
    return {path.removeprefix("pages[0].elements[0]."): sentence for path, sentence in fields.items()}


def test_a_definition_is_published_with_the_settings_the_server_relies_on():
    definition = one_page({"type": "text", "name": "q"}, title={"default": "Hello", "es": "Hola"})
    questionnaire = compile_questionnaire(definition)
    assert questionnaire.definition["clearInvisibleValues"] == "onHiddenContainer"
    assert questionnaire.definition["maxTextLength"] == profile.LONGEST_COMMENT
    assert questionnaire.texts["es"] == "Hola"
    assert "clearInvisibleValues" not in definition


def test_questions_may_stand_without_pages():
    assert [item.name for item in compile_questionnaire({"elements": [{"type": "comment", "name": "q"}]}).items] == [
        "q"
    ]


def test_every_problem_is_named_with_its_path():
    fields = problems_of(
        {
            "pages": [
                {
                    "elements": [
                        {"type": "text", "name": "a", "visibleIf": "{nobody} = 1"},
                        {"type": "imagemap", "name": "b"},
                    ]
                },
                {"elements": [{"type": "text", "name": "A"}, {"type": "text", "colour": "red", "name": "c"}]},
                5,
            ],
            "quiz": True,
        }
    )
    assert fields.keys() == {
        "quiz",
        "pages[0].elements[0].visibleIf",
        "pages[0].elements[1].type",
        "pages[1].elements[0].name",
        "pages[1].elements[1].colour",
        "pages[2]",
    }


@pytest.mark.parametrize(
    ("expression", "hint"),
    [
        ("{q", "Mend"),
        ("{nobody} = 1", "Name a question"),
        ("{q.part} = 1", "Name a question"),
        ("{t.r9} = 1", "Name a question"),
        ("{$t.isVisible}", "Name a question"),
        ("{t} + 1", "Compare"),
        ("'yes'", "Compare"),
        ("[1]", "Compare"),
        ("foo({t}) = 1", "known function"),
        ("displayValue('t') = 1", "known function"),
        ("iif({t.r1} = 1, null, 1) = 1", "null"),
        ("{t.r1} = '" + "é" * 1500 + "'", "bytes"),
        (7, "bytes"),
    ],
)
def test_conditions_that_cannot_work_are_refused(expression, hint):
    table = {"type": "matrix", "name": "t", "rows": ["r1"], "columns": [1]}
    fields = problems_of(one_page(table, {"type": "text", "name": "q", "visibleIf": expression}))
    assert hint in fields["pages[0].elements[1].visibleIf"]


def test_a_circle_of_conditions_is_named():
    fields = problems_of(
        one_page(
            {"type": "text", "name": "a", "visibleIf": "{b} = 1"}, {"type": "text", "name": "b", "visibleIf": "{a} = 1"}
        )
    )
    assert "depends on" in next(iter(fields.values()))


def test_a_circle_through_a_panel_or_a_page_is_found():
    panel = {"type": "panel", "name": "p", "visibleIf": "{a} = 1", "elements": [{"type": "text", "name": "a"}]}
    assert problems_of(one_page(panel))
    page = {"name": "p", "visibleIf": "{a} = 1", "elements": [{"type": "text", "name": "a"}]}
    assert problems_of({"pages": [page]})


def test_a_circle_inside_a_table_row_is_found():
    columns = [
        {"name": "c", "cellType": "text", "visibleIf": "{row.d} = 1"},
        {"name": "d", "cellType": "text", "visibleIf": "{row.c} = 1"},
    ]
    assert "Break" in next(
        iter(problems_of(one_page({"type": "matrixdropdown", "name": "m", "rows": ["r"], "columns": columns})).values())
    )


def test_two_questions_may_require_each_other():
    questionnaire = compile_questionnaire(
        one_page(
            {"type": "text", "name": "mail", "requiredIf": "{phone} empty"},
            {"type": "text", "name": "phone", "requiredIf": "{mail} empty"},
        )
    )
    assert len(questionnaire.items) == 2


@pytest.mark.parametrize(
    ("element", "path"),
    [
        ({"type": ["text"]}, "type"),
        ({"name": "a.b"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 200}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": 5}, "name"),
        ({"title": 5}, "title"),
        ({"title": {}}, "title"),
        ({"title": {"default": 5}}, "title"),
        ({"title": {"Klingon!": "x"}}, "title"),
        ({"title": "x" * 5000}, "title"),
        ({"isRequired": "yes"}, "isRequired"),
        ({"maxLength": 2.5}, "maxLength"),
        ({"width": 5}, "width"),
        ({"inputType": "secret"}, "inputType"),
        ({"inputType": "number", "min": "a"}, "min"),
        ({"inputType": "number", "max": 1e300}, "max"),
        ({"inputType": "date", "min": "soon"}, "min"),
        ({"min": 1}, "min"),
        ({"inputType": "number", "defaultValue": "x"}, "defaultValue"),
        ({"validators": 5}, "validators"),
        ({"validators": [5]}, "validators[0].type"),
        ({"validators": [{"type": "iban"}]}, "validators[0].type"),
        ({"validators": [{"type": "regex"}]}, "validators[0].regex"),
        ({"validators": [{"type": "regex", "regex": "(a"}]}, "validators[0].regex"),
        ({"validators": [{"type": "regex", "regex": "(?=a)b"}]}, "validators[0].regex"),
        ({"validators": [{"type": "expression"}]}, "validators[0].expression"),
        ({"validators": [{"type": "numeric", "minValue": "x"}]}, "validators[0].minValue"),
        ({"type": "radiogroup"}, "choices"),
        ({"type": "radiogroup", "choices": []}, "choices"),
        ({"type": "radiogroup", "choices": ["a", "A"]}, "choices[1]"),
        ({"type": "radiogroup", "choices": [1, "1"]}, "choices[1]"),
        ({"type": "radiogroup", "choices": [None]}, "choices[0].value"),
        ({"type": "radiogroup", "choices": [{"text": "x"}]}, "choices[0].value"),
        ({"type": "radiogroup", "choices": ["a\tb"]}, "choices[0].value"),
        ({"type": "radiogroup", "choices": ["a", "other"], "hasOther": True}, "choices"),
        ({"type": "radiogroup", "choices": ["a"] * 2000}, "choices"),
        ({"type": "radiogroup", "choices": ["a"], "choicesVisibleIf": "{item} = {nobody}"}, "choicesVisibleIf"),
        ({"type": "dropdown", "choicesMax": 10**10}, "choicesMax"),
        ({"type": "dropdown", "choicesMax": 5, "choicesStep": 0}, "choicesMax"),
        ({"type": "rating", "rateMin": 5, "rateMax": 1}, "rateMax"),
        ({"type": "rating", "rateMin": "x", "rateCount": 4}, "rateMin"),
        ({"type": "rating", "rateMax": 100, "rateMin": 0}, "rateMax"),
        ({"type": "matrix", "columns": [1]}, "rows"),
        ({"type": "matrixdropdown", "rows": ["r"]}, "columns"),
        ({"type": "matrixdropdown", "rows": ["r"], "columns": [5]}, "columns[0].cellType"),
        (
            {"type": "matrixdropdown", "rows": ["r"], "columns": [{"name": "c", "cellType": "file"}]},
            "columns[0].cellType",
        ),
        ({"type": "matrixdropdown", "rows": ["r"], "columns": [{"name": "c", "cellType": {}}]}, "columns[0].cellType"),
        ({"type": "matrixdropdown", "rows": ["r"], "columns": [{"cellType": "text"}]}, "columns[0].name"),
        (
            {
                "type": "matrixdropdown",
                "rows": ["r"],
                "columns": [{"name": "c", "cellType": "text"}, {"name": "C", "cellType": "text"}],
            },
            "columns",
        ),
        ({"type": "expression", "expression": 5}, "expression"),
        ({"type": "html", "html": "<script>x</script>"}, "html"),
        ({"type": "panel", "elements": 5}, "elements"),
    ],
)
def test_what_is_outside_the_profile_is_refused(element, path):
    assert path in problem_of(element)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<IMG src=x onerror=alert(1)>",
        '<p onclick="x">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="java\tscript:x">a</a>',
        "<iframe></iframe>",
        '<img src="https://example.org/x.png">',
        "<p style='x'>a</p>",
        '<p style="x">a</p>',
        "a < b",
        "<!-- x -->",
        "<p",
        "<svg/onload=alert(1)>",
    ],
)
def test_dangerous_markup_is_refused(html):
    assert problem_of_markup(html)


def test_plain_markup_is_kept():
    assert (
        problem_of_markup('<h2>Hi</h2><p class="lead">a &lt; b <a href="https://example.org">more</a><br/></p>') is None
    )


def test_calculated_values_are_compiled_in_the_order_they_need():
    questionnaire = compile_questionnaire(
        one_page(
            {"type": "text", "name": "a", "inputType": "number"},
            {"type": "expression", "name": "c", "expression": "{b} + 1"},
            calculatedValues=[{"name": "b", "expression": "{a} * 2", "includeIntoResult": True}],
        )
    )
    assert [(one.calculated or one.item).name for one in questionnaire.computed] == ["b", "c"]


@pytest.mark.parametrize(
    "survey",
    [
        {"calculatedValues": [5]},
        {"calculatedValues": [{"name": "x"}]},
        {"calculatedValues": 7},
        {"timeZone": "Mars/Olympus"},
        {"timeZone": 5},
        {"clearInvisibleValues": "none"},
        {"elements": []},
        {"pages": 5},
    ],
)
def test_broken_survey_properties_are_refused(survey):
    assert problems_of({**one_page({"type": "text", "name": "q"}), **survey})


def test_sizes_are_limited():
    deep = {"type": "text", "name": "q"}
    for _ in range(60):
        deep = {"type": "panel", "name": "p", "elements": [deep]}
    assert problems_of(one_page(deep)).keys() == {"definition"}
    assert problems_of({"title": "x" * 600_000}).keys() == {"definition"}
    assert problems_of([]).keys() == {"definition"}
    assert problems_of({"pages": {1: 2}}).keys() == {"definition"}
    assert problems_of({"pages": {1, 2}}).keys() == {"definition"}
    many = [{"type": "text", "name": f"q{place}"} for place in range(501)]
    assert problems_of(one_page(*many)).keys() == {"pages"}


def test_the_list_of_problems_is_not_endless():
    assert len(problems_of(one_page(*[{"type": "x"} for _ in range(400)]))) == 200


KEYS = st.sampled_from(
    [
        "pages",
        "elements",
        "type",
        "name",
        "choices",
        "columns",
        "rows",
        "visibleIf",
        "validators",
        "value",
        "text",
        "rateMin",
        "rateMax",
        "rateCount",
        "choicesMax",
        "min",
        "max",
        "inputType",
        "cellType",
        "calculatedValues",
        "expression",
        "regex",
        "html",
        "title",
        "defaultValue",
        "timeZone",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*profile.TYPES, *profile.RULES, "number", "{q} = 1"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


@settings(max_examples=examples(400), deadline=None)
@given(element=st.dictionaries(KEYS, JSON, max_size=6), kind=st.sampled_from(sorted(profile.TYPES)), whole=JSON)
def test_hostile_json_is_refused_and_nothing_worse(element, kind, whole):
    for definition in (whole, one_page({"name": "q", **element, "type": kind})):
        try:
            compile_questionnaire(definition)
        except Invalid as refusal:
            assert refusal.fields  # noqa: PT017  Either outcome is right; no third is.
