"""Conditions of LimeSurvey and XLSForm in ours, and ours in XLSForm and in plain words."""

from typing import Any

import pytest

from chalicelib.surveys.documents.paper import print_form
from chalicelib.surveys.documents.xlsform import export_xlsform
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.forms import ask, listed, workbook
from tests.unit.imports.lss import SID, Structure


def shown_in_lss(script: str) -> tuple[str, str, str]:
    """The condition of the last question, what became of it, and why."""
    made = Structure(("en",))
    made.group("One")
    made.ask("one", "L", answers=("A", "B"))
    made.ask("many", "M", subs=("x", "y"), other="Y")
    made.ask("num", "N")
    made.ask("txt", "S")
    made.ask("grid", "F", subs=("r1",), answers=("1", "2"))
    made.ask("rank", "R", answers=("a", "b"))
    made.ask("dual", "1", subs=("r",), answers=("1",), more_answers=("2",))
    made.ask("cells", ";", subs=("r",), across=("c",))
    made.ask("file", "I")
    made.ask("last", "S", relevance=script)
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    element = page["elements"][-1]
    line = next(line for line in found.report if line.element.endswith("(last) / relevance"))
    return element.get("visibleIf", ""), line.outcome, line.reason


LSS = {
    'one.NAOK == "A"': "{one} = 'A'",
    'one == "A"': "{one} = 'A'",
    '"A" == one.NAOK': "{one} = 'A'",
    'one.NAOK != "A"': "{one} != 'A'",
    'one ne "A" and num gt 3': "{one} != 'A' and {num} > 3",
    'many_x.NAOK == "Y"': "{many} contains 'x'",
    'many_x.NAOK != "Y"': "!({many} contains 'x')",
    'many_x == ""': "!({many} contains 'x')",
    "many_x": "{many} contains 'x'",
    "!is_empty(many_x.NAOK)": "{many} contains 'x'",
    "is_empty(txt)": "{txt} empty",
    'txt == ""': "{txt} empty",
    "!is_empty(txt.NAOK)": "{txt} notempty",
    "num >= 2 && (num < 9 || txt)": "{num} >= 2 and ({num} < 9 or {txt} notempty)",
    "num + 1 * 2 > -3": "{num} + 1 * 2 > -3",
    "count(many_x, many_y) >= 2": "{many.length} >= 2",
    'grid_r1.NAOK == "2"': "{grid.r1} = '2'",
    'rank_1 == "a"': "{rank[0]} = 'a'",
    'dual_r_1 == "2"': "{dual.r.scale1} = '2'",
    'cells_r_c == "z"': "{cells.r.c} = 'z'",
    "sum(num, 2) > round(num)": "sum({num}, 2) > round({num})",
    'if(one == "A", 1, 2) == 1': "iif({one} = 'A', 1, 2) = 1",
    "{num.NAOK > 1}": "{num} > 1",
    f'{SID}X1X2.NAOK == "A"': "{one} = 'A'",
    f'{SID}X1X5x == "Y"': "{many} contains 'x'",
    "many_other != 'a'": "{many-Comment} != 'a'",
}


@pytest.mark.parametrize(("script", "expected"), LSS.items())
def test_a_condition_of_limesurvey_is_ours(script: str, expected: str) -> None:
    assert shown_in_lss(script) == (expected, "carried", "")


LOST = {
    "regexMatch('/a/', txt)": "regexMatch()",
    "file_1 == 'a'": "is not in the file",
    "absent == 'a'": "is not in the file",
    'file == "a"': "was not imported",
    "one.shown == 'A'": "no counterpart",
    "one = 'A'": "cannot be read",
    "one == 'A' &&": "breaks off",
    "(one == 'A'": "breaks off",
    "many_x > 2": "more than whether a choice is taken",
    "many_x + 1 > 2": "reckons with a choice",
    "count(many_x) > 0": "counts answers",
    "one == 'it''s'": "cannot be",
    "(" * 60 + "one": "nested too deeply",
    f"one == '{'a' * 9000}'": "too long",
}


@pytest.mark.parametrize(("script", "reason"), LOST.items(), ids=range(len(LOST)))
def test_a_condition_that_cannot_be_said_is_lost_with_its_reason(script: str, reason: str) -> None:
    shown, outcome, why = shown_in_lss(script)
    assert (shown, outcome) == ("", "lost")
    assert reason in why
    assert why.endswith("What it governs is always shown.")


FORM = [
    ask("select_one abc", "one"),
    ask("select_multiple abc", "many"),
    ask("integer", "num"),
    ask("text", "txt"),
    ask("select_one tf", "yes"),
    ask("geopoint", "place"),
]
CHOICES = [*listed("abc", "a", "b", "c"), *listed("tf", "true", "false")]


def shown_in_form(condition: str) -> tuple[str, str, str]:
    found = import_survey(workbook([*FORM, ask("text", "last", relevant=condition)], CHOICES))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    line = next(line for line in found.report if line.element.endswith("(last) / relevant"))
    return page["elements"][-1].get("visibleIf", ""), line.outcome, line.reason


XPATH = {
    "${one} = 'a'": "{one} = 'a'",
    "'a' = ${one}": "{one} = 'a'",
    "selected(${one}, 'a')": "{one} = 'a'",
    "selected(${many}, 'a')": "{many} contains 'a'",
    "not(selected(${many}, 'a'))": "!({many} contains 'a')",
    "${txt} = ''": "{txt} empty",
    "${txt} != ''": "{txt} notempty",
    "${num} > 3 and ${one} != 'a' or ${txt} = ''": "{num} > 3 and {one} != 'a' or {txt} empty",
    "(${num} + 2) * 3 >= 9": "({num} + 2) * 3 >= 9",
    "${num} div 2 = 1": "{num} / 2 = 1",
    "${num} mod 2 = 1": "{num} % 2 = 1",
    "pow(${num}, 2) > 4": "{num} ^ 2 > 4",
    "count-selected(${many}) > 1": "{many.length} > 1",
    "${yes} = 'true'": "{yes} = true",
    "if(${num} > 1, 'x', 'y') = 'x'": "iif({num} > 1, 'x', 'y') = 'x'",
    "coalesce(${num}, 0) > 1": "iif({num} notempty, {num}, 0) > 1",
    "int(${num}) = 3": "trunc({num}) = 3",
    "contains(${txt}, 'bus')": "{txt} contains 'bus'",
    "../num > 1": "{num} > 1",
    "/data/num > 1": "{num} > 1",
    "${num} > -1": "{num} > -1",
    "number(${num}) > 1": "{num} > 1",
}


@pytest.mark.parametrize(("condition", "expected"), XPATH.items())
def test_a_condition_of_a_form_is_ours(condition: str, expected: str) -> None:
    assert shown_in_form(condition) == (expected, "carried", "")


LOST_IN_FORMS = {
    "${absent} = 1": "is not in the form",
    "${place} = 1": "was not imported",
    "regex(${txt}, 'a')": "regex()",
    "${many} = 'a b'": "use selected()",
    "${num} >": "breaks off",
    "${num} > 1)": "cannot be read",
    "count(${many}": "breaks off",
    '${txt} = "it\'s"': "cannot be quoted",
    "(" * 60 + "1": "nested too deeply",
    "position(..) = 1": "no counterpart",
}


@pytest.mark.parametrize(("condition", "reason"), LOST_IN_FORMS.items(), ids=range(len(LOST_IN_FORMS)))
def test_a_condition_of_a_form_that_cannot_be_said_is_lost(condition: str, reason: str) -> None:
    shown, outcome, why = shown_in_form(condition)
    assert (shown, outcome) == ("", "lost")
    assert reason in why


@pytest.mark.parametrize(
    ("condition", "is_shown"), [("true()", True), ("1", True), ("false()", False), ("'a' = 'b'", False)]
)
def test_a_condition_that_is_known_beforehand_is_none(condition: str, is_shown: bool) -> None:  # noqa: FBT001
    found = import_survey(workbook([*FORM, ask("text", "last", relevant=condition)], CHOICES))
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert "visibleIf" not in page["elements"][-1]
    assert page["elements"][-1].get("visible", True) is is_shown


def definition(**last: Any) -> dict[str, Any]:
    asked = [
        {"type": "radiogroup", "name": "one", "title": "One?", "choices": ["a", {"value": "b", "text": "Blue"}]},
        {
            "type": "checkbox",
            "name": "many",
            "choices": ["a", {"value": "b c", "text": {"default": "Blue", "es": "Azul"}}],
        },
        {"type": "text", "name": "num", "inputType": "number"},
        {"type": "boolean", "name": "yes"},
        {"type": "matrix", "name": "grid", "columns": ["good"], "rows": [{"value": "r1", "text": "Food"}]},
        {"type": "text", "name": "last", **last},
    ]
    return {"title": "T", "pages": [{"name": "page1", "elements": asked}]}


WRITTEN = {
    "{many} contains 'b c'": ("selected(${many}, 'b_c')", "carried"),
    "{many} anyof ['a', 'b c']": ("(selected(${many}, 'a') or selected(${many}, 'b_c'))", "changed"),
    "{many} noneof ['a']": ("not(selected(${many}, 'a'))", "changed"),
    "{yes} = true": ("${yes} = 'true'", "carried"),
    "{grid.r1} = 'good'": ("${grid_r1} = 'good'", "carried"),
    "sum({num}, 1) > 2": ("(coalesce(${num}, 0) + coalesce(1, 0)) > 2", "changed"),
    "{many.length} >= 1": ("count-selected(${many}) >= 1", "carried"),
    "age({num}) > 1": ("", "lost"),
    "{one} = ['a']": ("", "lost"),
    "!({num} empty)": ("not(${num} = '')", "carried"),
}


@pytest.mark.parametrize(("expression", "expected"), WRITTEN.items())
def test_a_condition_of_ours_in_a_form(expression: str, expected: tuple[str, str]) -> None:
    from tests.unit.imports.walks import sheets_of  # noqa: PLC0415

    written = export_xlsform(definition(visibleIf=expression), "T")
    row = next(row for row in sheets_of(written.content)["survey"] if row.get("name") == "last")
    line = next(line for line in written.report if line.element.endswith("visibleIf (last)"))
    assert (row.get("relevant", ""), line.outcome) == expected


SAID = {
    "{one} = 'b'": ("you chose “Blue” in question 1", "eligió «Blue» en la pregunta 1"),
    "{one} != 'b'": ("you did not choose “Blue” in question 1", "no eligió «Blue» en la pregunta 1"),
    "{many} contains 'b c'": ("you chose “Blue” in question 2", "eligió «Azul» en la pregunta 2"),
    "!({many} contains 'a')": ("you did not choose “a” in question 2", "no eligió «a» en la pregunta 2"),
    "{many} anyof ['a', 'b c']": (
        "(you chose “a” in question 2 or you chose “Blue” in question 2)",
        "(eligió «a» en la pregunta 2 o eligió «Azul» en la pregunta 2)",
    ),
    "{num} > 3 and {one} notempty": (
        "your answer to question 3 is more than 3 and you answered question 1",
        "su respuesta a la pregunta 3 es más de 3 y respondió la pregunta 1",
    ),
    "{yes} = true": ("you chose “Yes” in question 4", "eligió «Sí» en la pregunta 4"),
    "{grid.r1} = 'good'": ("you chose “good” in “Food” of question 5", "eligió «good» en «Food» de la pregunta 5"),
    "{many.length} >= 2": (
        "the number of your choices in question 2 is at least 2",
        "el número de opciones elegidas en la pregunta 2 es al menos 2",
    ),
    "({num} > 1 or {num} < 0) and {num} != 5": (
        "(your answer to question 3 is more than 1 or your answer to question 3 is less than 0)"
        " and your answer to question 3 is not “5”",
        "(su respuesta a la pregunta 3 es más de 1 o su respuesta a la pregunta 3 es menos de 0)"
        " y su respuesta a la pregunta 3 no es «5»",
    ),
}


@pytest.mark.parametrize(("expression", "expected"), SAID.items())
def test_a_condition_in_plain_words(expression: str, expected: tuple[str, str]) -> None:
    for language, words, lead in (("en", expected[0], "Answer only if"), ("es", expected[1], "Responda solo si")):
        form = print_form(definition(visibleIf=expression), "T", language)
        assert form.pages[0].items[-1].condition == f"{lead} {words}."
