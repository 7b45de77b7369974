"""Details of LimeSurvey structures: attributes, defaults, conditions, older files, and what breaks a definition."""

from typing import Any

import pytest

from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.lss import SID, Structure


def only(kind: str, **asked: Any) -> tuple[dict[str, Any], Imported]:
    """The first element of a survey of one question, and the whole import."""
    made = Structure(("en",))
    made.tables["surveys_languagesettings"][0]["surveyls_welcometext"] = ""
    made.group("One")
    made.ask("q", kind, **asked)
    made.ask("end", "S")
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    return page["elements"][0], found


def outcome(found: Imported, end: str) -> tuple[str, str]:
    line = next(line for line in found.report if line.element.endswith(end))
    return line.outcome, line.reason


COUNT = {"type": "answercount"}
RULE = {"type": "expression", "expression": "{q} != 'x'"}
PATTERN = {"type": "regex", "regex": "^a$", "caseInsensitive": True}
ATTRIBUTES: list[tuple[str, dict[str, Any], dict[str, str], dict[str, Any]]] = [
    ("L", {"answers": ("a", "b")}, {"random_order": "1"}, {"choicesOrder": "random"}),
    ("L", {"answers": ("a", "b")}, {"display_columns": "3"}, {"colCount": 3}),
    ("M", {"subs": ("a", "b")}, {"max_answers": "1"}, {"validators": [COUNT | {"maxCount": 1}]}),
    ("R", {"answers": ("a", "b")}, {"min_answers": "1"}, {"validators": [COUNT | {"minCount": 1}]}),
    ("S", {}, {"hidden": "1"}, {"visible": False}),
    ("S", {}, {"maximum_chars": "20"}, {"maxLength": 20}),
    ("S", {}, {"numbers_only": "1"}, {"inputType": "number"}),
    ("N", {}, {"min_num_value_n": "1.5", "max_num_value_n": "9"}, {"min": 1.5, "max": 9}),
    ("S", {"preg": "/^a$/i"}, {}, {"validators": [PATTERN]}),
    ("S", {}, {"em_validation_q": "self.NAOK != 'x'"}, {"validators": [RULE]}),
    (":", {"subs": ("r",), "across": ("c",)}, {"multiflexible_checkbox": "1"}, {"type": "matrixdropdown"}),
    ("F", {"subs": ("r",), "answers": ("1",), "mandatory": "Y"}, {}, {"isAllRowRequired": True}),
    ("L", {"answers": ("a",), "other": "Y"}, {"other_replace_text": "More"}, {"otherText": "More"}),
    ("|", {}, {}, {"type": "file"}),
]


@pytest.mark.parametrize(("kind", "asked", "attributes", "expected"), ATTRIBUTES, ids=range(len(ATTRIBUTES)))
def test_what_attributes_set(
    kind: str, asked: dict[str, Any], attributes: dict[str, str], expected: dict[str, Any]
) -> None:
    element, found = only(kind, attributes=attributes, **asked)
    assert {key: element.get(key) for key in expected} == expected
    assert {line.outcome for line in found.report if line.kind == "attribute"} <= {"carried"}


LOST_ATTRIBUTES = {
    "prefix": "Words beside the box",
    "input_size": "A matter of the look",
    "strange": "no counterpart",
    "time_limit": "Nobody is hurried",
    "em_validation_q": "cannot be read",
    "min_answers": "no counterpart",
    "random_order": "no counterpart",
}


@pytest.mark.parametrize(("name", "reason"), LOST_ATTRIBUTES.items())
def test_attributes_without_a_counterpart(name: str, reason: str) -> None:
    _, found = only("S", attributes={name: "] 1" if name.startswith("em_") else "1"})
    told = outcome(found, f"({name})")
    assert told[0] == "lost"
    assert reason in told[1]


def test_a_validation_speaks_with_its_tip() -> None:
    made = Structure(("en", "es"))
    made.group("One")
    qid = made.ask("q", "N", attributes={"em_validation_q": "self > 2"})
    for language, tip in (("en", "More"), ("es", "Más")):
        made.add("question_attributes", qid=qid, attribute="em_validation_q_tip", value=tip, language=language)
    (page,) = import_survey(made.raw()).definition["pages"]  # type: ignore[misc]
    text = page["elements"][1]["validators"][0]["text"]
    assert text == {"default": "More", "es": "Más"}


def test_a_pattern_that_cannot_be_read_is_lost() -> None:
    element, found = only("L", answers=("a",), preg="/x/")
    assert "validators" not in element
    assert outcome(found, "(q) / preg")[0] == "lost"


def test_answers_filled_in_beforehand() -> None:
    made = Structure(("en",))
    made.group("One")
    many = made.ask("many", "M", subs=("a", "b"))
    subs = [row["qid"] for row in made.tables["subquestions"]]
    number = made.ask("number", "N")
    table = made.ask("table", "F", subs=("r",), answers=("1",))
    given = (("1", many, subs[1], "Y"), ("2", number, "0", "4"), ("3", table, "0", "1"), ("4", number, "9", "1"))
    for dvid, qid, sqid, value in given:
        made.add("defaultvalues", dvid=dvid, qid=qid, sqid=sqid, scale_id="0", specialtype="", defaultvalue="")
        made.add("defaultvalue_l10ns", dvid=dvid, defaultvalue=value, language="en")
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    by_name = {element["name"]: element for element in page["elements"]}
    assert by_name["many"]["defaultValue"] == ["b"]
    assert by_name["number"]["defaultValue"] == 4
    assert "defaultValue" not in by_name["table"]
    told = [outcome(found, f"defaultvalues {place}")[0] for place in (1, 2, 3, 4)]
    assert told == ["carried", "carried", "lost", "lost"]


def test_conditions_of_older_files_are_alternatives_within_a_question_and_a_scenario() -> None:
    made = Structure(("en",))
    made.group("One")
    one = made.ask("one", "L", answers=("A", "B"))
    many = made.ask("many", "M", subs=("x",))
    last = made.ask("last", "S")
    relevant = made.ask("both", "S", relevance='one == "A"')
    about_one, about_many = f"{SID}X1X{one}", f"+{SID}X1X{many}x"
    rows = (
        (last, one, about_one, "A", "1"),
        (last, one, about_one, 'B"', "1"),
        (last, many, about_many, "Y", "1"),
        (last, one, about_one, "B", "2"),
        (relevant, one, about_one, "A", "1"),
    )
    for qid, cqid, field, value, scenario in rows:
        condition = {"qid": qid, "cqid": cqid, "cfieldname": field, "method": "==", "value": value}
        made.add("conditions", cid=made.new_id(), scenario=scenario, **condition)
    assert outcome(import_survey(made.raw()), "conditions 1")[0] == "lost"  # A quote in a value cannot be said.
    made.tables["conditions"][1]["value"] = "B"
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    shown = page["elements"][3]["visibleIf"]
    assert shown == "({one} = 'A' or {one} = 'B') and {many} contains 'x' or {one} = 'B'"
    assert outcome(found, "conditions 5") == ("carried", "The relevance of its question says it.")


def test_subquestions_and_filters_hide_choices_and_rows() -> None:
    made = Structure(("en",))
    made.group("One")
    made.ask("one", "L", answers=("a", "b"))
    made.ask("grid", "F", subs=("a", "z"), answers=("1",))
    made.ask("many", "M", subs=("a", "b", "c"), attributes={"array_filter": "one"})
    made.ask("less", "M", subs=("a", "b"), attributes={"array_filter_exclude": "grid"})
    made.ask("odd", "M", subs=("a",), attributes={"array_filter": "absent"})
    made.ask("own", "M", subs=("k", "n", "o"))
    relevances = {"k": 'one == "a"', "n": "0", "o": "regexMatch('/a/', one)"}
    for row in made.tables["subquestions"]:
        row["relevance"] = relevances.get(row["title"], "1")
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    conditions = {
        element["name"]: [choice.get("visibleIf") for choice in element["choices"]]
        for element in page["elements"]
        if element["type"] == "checkbox"
    }
    assert conditions["many"] == ["{one} = 'a'", "{one} = 'b'", None]
    assert conditions["less"] == ["{grid.a} empty", None]
    assert conditions["odd"] == [None]
    assert conditions["own"] == ["{one} = 'a'", None]
    assert outcome(found, "question_attributes 3 (array_filter)")[0] == "lost"


def test_a_file_of_version_3_has_its_texts_in_the_rows() -> None:
    made = Structure(("en", "es"))
    made.tables = {"surveys": made.tables["surveys"]}
    plain = {"sid": SID, "gid": "1", "help": "", "other": "N", "mandatory": "N", "relevance": "1"}
    for language, text in (("en", "Color?"), ("es", "¿Color?")):
        spoken = {**plain, "language": language}
        made.add("groups", gid="1", group_name=f"First {language}", description="", language=language, group_order="0")
        made.add("questions", qid="2", parent_qid="0", type="L", title="q", question=text, question_order="1", **spoken)
        for code in ("r", "g"):
            made.add("answers", qid="2", code=code, answer=f"{code} {language}", language=language, scale_id="0")
        made.add("questions", qid="3", parent_qid="0", type="M", title="m", question="M", question_order="2", **spoken)
        made.add("questions", qid="4", parent_qid="3", type="T", title="s", question=f"Sub {language}", **spoken)
    found = import_survey(made.raw())
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert page["title"] == {"default": "First en", "es": "First es"}
    one, many = page["elements"]
    assert one["title"] == {"default": "Color?", "es": "¿Color?"}
    assert one["choices"][0] == {"value": "r", "text": {"default": "r en", "es": "r es"}}
    assert many["choices"] == [{"value": "s", "text": {"default": "Sub en", "es": "Sub es"}}]
    labels = [line.element for line in found.report]
    assert len(labels) == len(set(labels))


def test_settings_of_the_survey() -> None:
    made = Structure(("en", "xx-toolong-for-a-code"))
    made.tables["surveys"][0] |= {"format": "S", "showprogress": "Y", "expires": "2030-01-01", "allowprev": "N"}
    made.tables["surveys_languagesettings"][0] |= {"surveyls_description": "About", "surveyls_endtext": "<b>Bye</b>"}
    made.group("One")
    made.tables["groups"][0]["randomization_group"] = "g"
    made.ask("q", "S")
    made.tables["question_l10ns"][0]["script"] = "alert(1)"
    found = import_survey(made.raw())
    expected = {"questionsOnPageMode": "questionPerPage", "showPrevButton": False, "description": "About"}
    expected |= {"completedHtml": "<b>Bye</b>", "showProgressBar": True}
    assert {key: found.definition[key] for key in expected} == expected
    assert outcome(found, "/ expires")[0] == "lost"
    assert outcome(found, "/ randomization_group")[0] == "lost"
    assert outcome(found, "/ script") == ("lost", "Scripts are never carried.")
    assert outcome(found, "question_l10ns 2 (xx-toolong-for-a-code)")[0] == "lost"


def test_what_the_engine_refuses_in_the_end_is_told_where_it_stood() -> None:
    made = Structure(("en",))
    made.group("One")
    made.ask("one", "S", relevance="!is_empty(two)")
    made.ask("two", "S", relevance="!is_empty(one)")
    made.ask("big", "L", answers=tuple(f"c{number}" for number in range(1_001)))
    made.ask("One", "S")
    found = import_survey(made.raw())
    lost = [line for line in found.report if line.outcome == "lost" and line.kind in {"condition", "question"}]
    assert {line.element for line in lost} == {"questions 1 (one) / relevance", "questions 3 (big)"}
    (page,) = found.definition["pages"]  # type: ignore[misc]
    assert [element["name"] for element in page["elements"][1:]] == ["one", "two", "One_2"]
