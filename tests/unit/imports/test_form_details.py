"""Details of XLSForms and of what goes out: defaults, repeats, files, names, looks, and what breaks a definition."""

from typing import Any

import pytest

from chalicelib.surveys.documents.paper import print_form
from chalicelib.surveys.documents.xlsform import export_xlsform
from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.forms import ask, listed, workbook
from tests.unit.imports.walks import sheets_of

CHOICES = [*listed("ab", "a", "b"), *listed("num", 1, 2)]


def only(kind: str, name: str = "q", **cells: Any) -> tuple[dict[str, Any], Imported]:
    found = import_survey(workbook([ask(kind, name, **cells), ask("text", "end")], CHOICES))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    return page["elements"][0], found


def outcome(found: Imported, end: str) -> tuple[str, str]:
    line = next(line for line in found.report if line.element.endswith(end))
    return line.outcome, line.reason


NUMBERS = [{"value": 1, "text": "Choice 1"}, {"value": 2, "text": "Choice 2"}]
BETWEEN = {"type": "text", "minLength": 2, "maxLength": 5}
CELLS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("dateTime", {}, {"type": "text", "inputType": "datetime-local"}),
    ("select_multiple ab", {"appearance": "minimal", "default": "a b"}, {"type": "tagbox", "defaultValue": ["a", "b"]}),
    ("select_one num", {"default": 2}, {"defaultValue": 2, "choices": NUMBERS}),
    ("integer", {"default": "7"}, {"defaultValue": 7}),
    ("date", {"default": "today()"}, {"defaultValueExpression": "today()"}),
    ("text", {"constraint": "string-length(.) >= 2 and string-length(.) <= 5"}, {"validators": [BETWEEN]}),
    ("text", {"required": "no", "read_only": "false"}, {"type": "text"}),
    ("range", {"parameters": "start=0 end=100 step=5"}, {"type": "slider", "min": 0, "max": 100, "step": 5}),
    ("image", {"appearance": "signature"}, {"type": "signaturepad"}),
    ("image", {}, {"type": "file", "acceptedTypes": "image/*"}),
    ("rank ab", {}, {"type": "ranking"}),
    ("text", {"name": "other"}, {"name": "other_2"}),
    ("text", {"required_message": "Please"}, {"requiredErrorText": "Please"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cells", "expected"), CELLS, ids=range(len(CELLS)))
def test_what_cells_set(kind: str, cells: dict[str, Any], expected: dict[str, Any]) -> None:
    cells = dict(cells)
    element, _ = only(kind, cells.pop("name", "q"), **cells)
    assert {key: element.get(key) for key in expected} == expected


LOST = {
    "appearance": ("signature", "has its own look"),
    "read_only": ("${end} = 'x'", "Only read_only"),
    "default": ("pulldata('x')", "pulldata"),
    "constraint_message": ("Wrong", "No constraint"),
    "parameters": ("rows=5", "no counterpart"),
    "image": ("a.png", "Pictures and sounds"),
    "calculation": ("uuid()", "uuid"),
}


@pytest.mark.parametrize(("column", "case"), LOST.items())
def test_cells_that_cannot_be_carried(column: str, case: tuple[str, str]) -> None:
    _, found = only("text", **{column: case[0]})
    told = outcome(found, f"(q) / {column}")
    assert told[0] == "lost"
    assert case[1] in told[1]


def test_a_filter_that_cannot_be_said_leaves_all_choices() -> None:
    element, found = only("select_one ab", choice_filter="region = instance('x')")
    assert len(element["choices"]) == 2
    assert outcome(found, "(q) / choice_filter")[0] == "lost"
    choices = listed("ab", "a", "b", **{"media::image": ["a.png", "b.png"], "region": ["n", "s"]})
    rows = [ask("select_one ab", "q", choice_filter="region = 'n'", **{"label:French": "Quoi ?"})]
    found = import_survey(workbook(rows, choices))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert page["elements"][0]["choices"] == [{"value": "a", "text": "Choice a"}]
    assert page["elements"][0]["title"] == {"default": "Question q", "fr": "Quoi ?"}
    assert outcome(found, "column region")[0] == "carried"
    assert outcome(found, "(ab: b)") == ("changed", "Its filter never lets it be seen, so it is left out.")
    assert outcome(found, "column media::image")[0] == "lost"


def test_without_pages_there_is_one_and_loose_questions_stand_between_pages() -> None:
    rows = [
        ask("text", "a"),
        {"type": "begin_group", "name": "p", "label": "P", "appearance": "field-list", "hint": "About"},
        ask("text", "b"),
        {"type": "end_group"},
        ask("text", "c"),
    ]
    one = import_survey(workbook(rows))
    (page,) = one.definition["pages"]  # type: ignore[misc]
    assert [element["type"] for element in page["elements"]] == ["text", "panel", "text"]
    three = import_survey(workbook(rows, settings={"style": "pages"}))
    pages: Any = three.definition["pages"]
    assert [(page["name"], page.get("description")) for page in pages] == [
        ("page1", None),
        ("p", "About"),
        ("page3", None),
    ]


def test_a_repeat_knows_its_own_questions_and_nobody_else_does() -> None:
    rows = [
        {"type": "begin_repeat", "name": "child", "label": "Child", "repeat_count": "${n}"},
        ask("integer", "age"),
        ask("text", "school", relevant="${age} > 5"),
        {"type": "end_repeat"},
        ask("text", "after", relevant="${age} > 5"),
        ask("integer", "n"),
    ]
    found = import_survey(workbook(rows))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert page["elements"][0]["templateElements"][1]["visibleIf"] == "{panel.age} > 5"
    assert outcome(found, "(after) / relevant") == ("lost", "It asks from outside about age, which is repeated.")
    assert outcome(found, "(child) / repeat_count")[0] == "lost"


def test_a_table_needs_one_list_and_says_what_its_rows_lose() -> None:
    rows = [
        {"type": "begin_group", "name": "g", "label": "G", "appearance": "table-list w4"},
        ask("select_one ab", "x", required="yes", hint="Hint"),
        ask("select_one ab", "y"),
        {"type": "end_group"},
    ]
    found = import_survey(workbook(rows, CHOICES))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert [row["value"] for row in page["elements"][0]["rows"]] == ["x", "y"]
    assert outcome(found, "(g) / appearance")[0] == "changed"
    assert outcome(found, "(x) / required")[0] == "lost"
    rows[2] = ask("select_one num", "y")
    (page,) = import_survey(workbook(rows, CHOICES)).definition["pages"]  # type: ignore[misc]
    assert page["elements"][0]["type"] == "panel"


def test_what_the_engine_refuses_in_the_end_is_told_where_it_stood() -> None:
    rows = [
        ask("text", "one", relevant="${two} != ''"),
        ask("text", "two", relevant="${one} != ''"),
        ask("select_one none", "empty"),
        ask("select_one ab", "bad", default="z"),
        ask("text", "ONE"),
        ask("text", "free", constraint="regex(., '(?=x)')"),
    ]
    found = import_survey(workbook(rows, CHOICES))
    lost = {line.element for line in found.report if line.outcome == "lost"}
    assert "survey, row 2 (one) / relevant" in lost
    assert "survey, row 4 (empty)" in lost
    assert "survey, row 5 (bad) / default" in lost
    assert outcome(found, "(ONE)") == ("changed", "It is called ONE_2 here.")
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert [element["name"] for element in page["elements"]] == ["one", "two", "bad", "ONE_2", "free"]


def test_numbers_and_truth_values_of_cells_are_read() -> None:
    choices = [{"list_name": "tf", "name": flag, "label": str(flag)} for flag in (True, False)]
    choices += [{"list_name": "n", "name": 1.5, "label": "x"}, {"list_name": "n", "name": "  ", "label": "y"}]
    found = import_survey(workbook([ask("select_one tf", "t"), ask("select_one n", "n", required=True)], choices))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert page["elements"][0]["type"] == "boolean"
    assert page["elements"][1] == {
        "type": "radiogroup",
        "name": "n",
        "title": "Question n",
        "choices": [{"value": 1.5, "text": "x"}],
        "isRequired": True,
    }


def rows_of(*elements: dict[str, Any], **survey: Any) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The rows of a definition's form between its page, and what became of what is not carried."""
    definition = {"title": "T", "pages": [{"name": "p", "elements": list(elements)}], **survey}
    written = export_xlsform(definition, "T")
    rows = [row for row in sheets_of(written.content)["survey"] if row.get("name") != "p"][:-1]
    return rows, {line.element.rpartition("].")[2]: line.reason for line in written.report if line.outcome != "carried"}


def q(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": "q", "title": "Q", **more}


ANY_CASE = {"type": "regex", "regex": "a", "caseInsensitive": True}
WRITTEN: list[tuple[dict[str, Any], dict[str, str]]] = [
    (q("buttongroup", choices=["a"]), {"type": "select_one q"}),
    (q("imagepicker", choices=[{"value": "a", "imageLink": "https://x.example/a.png"}]), {"type": "select_one q"}),
    (q("imagepicker", multiSelect=True, choices=["a"]), {"type": "select_multiple q"}),
    (q("tagbox", choices=["a"]), {"type": "select_multiple q", "appearance": "minimal"}),
    (q("dropdown", choicesMin=1, choicesMax=3), {"type": "select_one q"}),
    (q("rating", rateValues=["a", "b"]), {"type": "select_one q"}),
    (q("rating", rateCount=3), {"parameters": "start=1 end=3 step=1"}),
    (q("slider", max=10), {"type": "range", "parameters": "start=0 end=10 step=1"}),
    (q("file", acceptedTypes="image/*"), {"type": "image"}),
    (q("file", acceptedTypes=".pdf"), {"type": "file"}),
    (q("signaturepad"), {"type": "image", "appearance": "signature"}),
    (q("boolean", valueTrue="y", valueFalse="n", labelTrue="Yes"), {"type": "select_one q"}),
    (q("text", inputType="email", validators=[{"type": "email"}]), {"constraint": "regex(., '[^@ ]+@[^@ ]+')"}),
    (q("text", inputType="number", validators=[{"type": "numeric", "minValue": 1}]), {"constraint": ". >= 1"}),
    (q("text", validators=[{"type": "regex", "regex": "it's"}]), {"constraint": 'regex(., "it\'s")'}),
    (q("text", validators=[ANY_CASE]), {"constraint": "regex(., '(?i)a')"}),
    (q("checkbox", choices=["a", "b"], maxSelectedChoices=1), {"constraint": "count-selected(.) <= 1"}),
    (q("checkbox", choices=["a", "b"], hasOther=True), {"type": "select_multiple q or_other"}),
    (q("text", isRequired=True, requiredIf="{q} = 1"), {"required": "${q} = 1"}),
    (q("text", defaultValueExpression="today()"), {"default": "today()"}),
    (q("checkbox", choices=["a", "b"], defaultValue=["a", "b"]), {"default": "a b"}),
    (q("boolean", defaultValue=True), {"default": "true"}),
    (q("image", imageLink="https://x.example/a.png"), {}),
]  # fmt: skip


@pytest.mark.parametrize(("element", "expected"), WRITTEN, ids=range(len(WRITTEN)))
def test_elements_as_rows(element: dict[str, Any], expected: dict[str, str]) -> None:
    rows, _ = rows_of(element)
    row = rows[0] if rows else {}
    assert {key: row.get(key) for key in expected} == expected
    assert bool(rows) is bool(expected)
    (page,) = print_form({"pages": [{"name": "p", "elements": [element, q("text", name="r")]}]}, "T", "en").pages
    assert page.items


def test_values_with_blanks_are_written_with_underscores_everywhere() -> None:
    rows, told = rows_of(
        {"type": "radiogroup", "name": "a b", "title": "A", "choices": ["one two", "one_two", "x|Ex"]},
        {"type": "text", "name": "c", "title": "C", "visibleIf": "{a b} = 'one two'", "enableIf": "{a b} notempty"},
        {"type": "matrix", "name": "m", "columns": ["k"], "rows": ["r 1", {"value": "s", "text": "s"}]},
    )
    assert [row.get("name") for row in rows] == ["a_b", "c", "m", "m_r_1", "m_s", None]
    assert rows[1]["relevant"] == "${a_b} = 'one_two_2'"
    assert rows[1]["read_only"] == "not(${a_b} != '')"
    assert told["elements[0] (a b)"] == "It is called a_b in the form."
    assert "underscores" in told["rows (m)"]


def test_several_tables_become_groups_and_keep_their_conditions() -> None:
    rows, told = rows_of(
        {
            "type": "matrixdynamic",
            "name": "trips",
            "columns": [
                {"name": "by", "choices": ["bus"]},
                {"name": "late", "cellType": "text", "visibleIf": "{row.by} = 'bus'"},
            ],
        },
        {"type": "multipletext", "name": "place", "items": [{"name": "town", "isRequired": True}]},
        {"type": "text", "name": "c", "title": "C", "visibleIf": "{place.town} = 'x'"},
        {"type": "panel", "name": "nothing", "elements": []},
    )
    assert [row["type"] for row in rows] == [
        "begin_repeat", "select_one trips_by", "text", "end_repeat", "begin_group", "text", "end_group", "text",
    ]  # fmt: skip
    assert rows[2]["relevant"] == "${trips_by} = 'bus'"
    assert (rows[5]["name"], rows[5]["required"]) == ("place_town", "yes")
    assert rows[7]["relevant"] == "${place_town} = 'x'"
    assert told["elements[3] (nothing)"] == "It holds nothing."


def test_survey_texts_and_broken_conditions_are_told() -> None:
    definition = {
        "title": {"default": "T", "es": "Te"},
        "version": "",
        "completedHtml": "Bye",
        "elements": [{"type": "text", "name": "q", "title": {"es": "¿Qué?"}, "visibleIf": "age({q}) > 1"}],
    }
    written = export_xlsform(definition, "T")
    told = {line.element: (line.outcome, line.reason) for line in written.report}
    assert told["completedHtml"][0] == "lost"
    assert told["title"][0] == told["version"][0] == told["elements[0].title (q)"][0] == "changed"
    assert told["elements[0].visibleIf (q)"] == ("lost", "A form has no function age().")
    form = print_form({**definition, "description": "About"}, "T", "es")
    assert (form.title, form.description) == ("Te", "About")
    assert form.pages[0].items[0].condition == "Responda solo si age de su respuesta a la pregunta 1 es más de 1."
