"""What becomes of each kind of question."""

from typing import Any

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.qualtrics.qsf import import_qsf
from chalicelib.surveys.imports.reading import entry, number
from tests.unit.imports.documents import (
    choice,
    column,
    displays,
    element,
    matrix,
    question,
    raw,
    side_by_side,
    survey,
    text,
    validated,
)


def imported(*questions: dict[str, Any], language: str = "EN") -> Imported:
    found = import_qsf(raw(survey([*questions, text("QID99")], language=language)))
    compile_questionnaire(found.definition)
    return found


def elements(found: Imported) -> list[dict[str, Any]]:
    return [one for page in found.definition["pages"] for one in page["elements"]][:-1]


def only(*questions: dict[str, Any]) -> dict[str, Any]:
    (one,) = elements(imported(*questions))
    return one


def outcome(found: Imported, label: str) -> tuple[str, str]:
    (line,) = [line for line in found.report if line.element == label]
    return line.outcome, line.reason


@pytest.mark.parametrize(
    ("selector", "kind"),
    [
        *((selector, "radiogroup") for selector in ("SAVR", "SAHR", "SACOL", "NPS")),
        *((selector, "dropdown") for selector in ("DL", "SB")),
        *((selector, "checkbox") for selector in ("MAVR", "MAHR", "MACOL", "MSB")),
    ],
)
def test_multiple_choice_keeps_its_kind_of_choosing(selector: str, kind: str) -> None:
    one = only(choice("QID1", selector=selector))
    assert (one["type"], one["name"], one["title"]) == (kind, "Q1", "Question QID1")
    assert one["choices"][0] == {"value": "1", "text": "Red"}


def test_codes_are_the_values_of_choices() -> None:
    one = only(choice("QID1", RecodeValues={"1": "10", "2": 11, "3": "-99"}))
    assert [option["value"] for option in one["choices"]] == ["10", "11", "-99"]


@pytest.mark.parametrize("codes", [{"1": "5", "2": "5.0"}, {"1": "a", "2": "A"}, {"1": "it's"}, {"1": "other"}])
def test_codes_that_do_not_tell_choices_apart_are_not_used(codes: dict[str, str]) -> None:
    found = imported(choice("QID1", RecodeValues=codes))
    assert [option["value"] for option in elements(found)[0]["choices"]] == ["1", "2", "3"]
    assert outcome(found, "SQ QID1 / RecodeValues")[0] == "changed"


def test_numbers_of_choices_that_cannot_be_values_are_replaced() -> None:
    one = only(choice("QID1", Choices={"it's": {"Display": "Red"}, "<>": {"Display": "Green"}}))
    assert [option["value"] for option in one["choices"]] == ["1", "2"]


def test_the_order_of_choices_is_kept_and_none_is_forgotten() -> None:
    one = only(choice("QID1", ChoiceOrder=[3, "1", "7"]))
    assert [option["text"] for option in one["choices"]] == ["Blue", "Red", "Green"]


def test_a_text_box_becomes_an_item_shown_with_its_choice() -> None:
    found = imported(choice("QID1", Choices=displays("Red", "Other", c2={"TextEntry": "true"}), RecodeValues={"2": 7}))
    _, box = elements(found)
    assert box["name"] == "Q1_7_TEXT"
    assert box["visibleIf"] == "{Q1} = '7'"
    assert outcome(found, "SQ QID1 / Choices.2.TextEntry")[0] == "changed"


def test_an_exclusive_answer_refuses_company() -> None:
    exclusive = displays("Red", "None", c2={"ExclusiveAnswer": "true"})
    one = only(choice("QID1", selector="MAVR", Choices=exclusive))
    assert one["validators"][0]["expression"] == "!({Q1} contains '2') or {Q1.length} = 1"


def test_a_question_has_nine_exclusive_answers_at_most() -> None:
    many = {str(place): {"Display": f"No {place}", "ExclusiveAnswer": True} for place in range(12)}
    found = imported(choice("QID1", selector="MAVR", Choices=many))
    assert len(elements(found)[0]["validators"]) == 9
    assert outcome(found, "SQ QID1 / Choices.11.ExclusiveAnswer")[0] == "lost"


def test_a_single_matrix_keeps_tags_and_codes() -> None:
    one = only(matrix("QID1", ChoiceDataExportTags={"1": "food court", "2": "2"}, RecodeValues={"1": "10"}))
    assert one["type"] == "matrix"
    assert [row["value"] for row in one["rows"]] == ["food_court", "2"]
    assert [answer["value"] for answer in one["columns"]] == ["10", "2", "3"]


def test_a_matrix_of_several_answers_has_checkboxes_in_its_cells() -> None:
    one = only(matrix("QID1", "MultipleAnswer", **validated(ForceResponse="ON", Type="None")))
    assert one["type"] == "matrixdropdown"
    assert one["columns"][0]["cellType"] == "checkbox"
    assert one["columns"][0]["isRequired"] is True


@pytest.mark.parametrize("sub", ["DL", "DND", "SACH", ""])
def test_other_single_matrices_become_a_matrix_too(sub: str) -> None:
    assert only(matrix("QID1", sub))["type"] == "matrix"


def test_a_bipolar_matrix_keeps_both_poles() -> None:
    found = imported(matrix("QID1", "", "Bipolar"))
    assert elements(found)[0]["type"] == "matrix"
    assert outcome(found, "SQ QID1")[0] == "changed"


def test_a_profile_becomes_a_choice_for_each_statement() -> None:
    answers = {"1": displays("Cheap", "Dear"), "2": displays("Near", "Far", "Very far")}
    found = imported(matrix("QID1", "SingleAnswer", "Profile", Answers=answers))
    panel = elements(found)[0]
    assert [one["name"] for one in panel["elements"]] == ["Q1_1", "Q1_2"]
    assert [len(one["choices"]) for one in panel["elements"]] == [2, 3]


@pytest.mark.parametrize(("selector", "typed"), [("TE", None), ("CS", "number")])
def test_a_written_matrix_has_a_text_in_each_cell(selector: str, typed: str | None) -> None:
    one = only(matrix("QID1", "Short", selector))
    assert [cell["name"] for cell in one["columns"]] == ["c1", "c2", "c3"]
    assert one["columns"][0].get("inputType") == typed


def test_a_statement_with_a_text_box_gets_an_item_of_its_own() -> None:
    _, box = elements(imported(matrix("QID1", Choices=displays("Food", "Other", c2={"TextEntry": "true"}))))
    assert box["name"] == "Q1_2_TEXT"


def test_side_by_side_becomes_several_matrices_in_a_panel() -> None:
    one = only(
        side_by_side("QID1", column("QID1#1"), column("QID1#2", "MultipleAnswer"), **validated(ForceResponse="ON"))
    )
    assert one["type"] == "panel"
    assert [inner["name"] for inner in one["elements"]] == ["Q1_1", "Q1_2"]
    assert [inner["type"] for inner in one["elements"]] == ["matrix", "matrixdropdown"]
    assert one["elements"][0]["isRequired"] is True


def test_a_column_without_a_counterpart_is_lost_alone() -> None:
    found = imported(side_by_side("QID1", column("QID1#1"), column("QID1#2") | {"Selector": "MaxDiff"}))
    assert len(elements(found)[0]["elements"]) == 1
    assert outcome(found, "SQ QID1 / AdditionalQuestions.2")[0] == "lost"


@pytest.mark.parametrize(
    ("selector", "kind"), [("SL", "text"), ("", "text"), ("PW", "text"), ("ML", "comment"), ("ESTB", "comment")]
)
def test_text_entries_are_short_or_long(selector: str, kind: str) -> None:
    assert only(text("QID1", selector))["type"] == kind


def test_a_form_becomes_a_panel_of_texts() -> None:
    one = only(text("QID1", "FORM", Choices=displays("Street", "Town")))
    assert [inner["name"] for inner in one["elements"]] == ["Q1_1", "Q1_2"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"Type": "None", "ForceResponse": "ON"}, {"isRequired": True}),
        (
            {"Type": "ContentType", "ContentType": "ValidEmail"},
            {"inputType": "email", "validators": [{"type": "email"}]},
        ),
        (
            {"Type": "ContentType", "ContentType": "ValidNumber", "ValidNumber": {"Min": "0", "Max": "9.5"}},
            {"inputType": "number", "min": 0, "max": 9.5},
        ),
        (
            {"Type": "CharRange", "MinChars": "3", "TotalChars": "9"},
            {"validators": [{"type": "text", "minLength": 3, "maxLength": 9}]},
        ),
        ({"Type": "MinChar", "MinChars": "3"}, {"validators": [{"type": "text", "minLength": 3}]}),
        ({"Type": "TotalChar", "TotalChars": "9"}, {"validators": [{"type": "text", "maxLength": 9}]}),
    ],
)
def test_validation_of_texts_is_kept(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    found = imported(text("QID1", **validated(**settings)))
    assert elements(found)[0].items() >= expected.items()
    assert outcome(found, "SQ QID1 / Validation")[0] == "carried"


@pytest.mark.parametrize(
    "settings",
    [
        {"Type": "ContentType", "ContentType": "ValidDate"},
        {"Type": "MinChar", "MinChars": "many"},
        {"Type": "CustomValidation", "CustomValidation": {"Logic": {}}},
        {"Type": "None", "ForceResponse": "RequestResponse"},
    ],
)
def test_validation_without_a_counterpart_is_lost_with_a_reason(settings: dict[str, Any]) -> None:
    what, why = outcome(imported(text("QID1", **validated(**settings))), "SQ QID1 / Validation")
    assert what == "lost"
    assert why


def test_a_required_question_with_a_lost_check_is_changed() -> None:
    found = imported(text("QID1", **validated(Type="ContentType", ContentType="TextOnly", ForceResponse="ON")))
    assert outcome(found, "SQ QID1 / Validation")[0] == "changed"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"Type": "MinChoices", "MinChoices": "2"}, {"minCount": 2}),
        ({"Type": "MaxChoices", "MaxChoices": 2}, {"maxCount": 2}),
        ({"Type": "ChoiceRange", "MinChoices": "1", "MaxChoices": "2"}, {"minCount": 1, "maxCount": 2}),
    ],
)
def test_the_number_of_choices_is_bounded(settings: dict[str, Any], expected: dict[str, int]) -> None:
    one = only(choice("QID1", selector="MAVR", **validated(**settings)))
    assert one["validators"] == [{"type": "answercount", **expected}]


def test_a_bound_that_cannot_be_read_is_lost() -> None:
    found = imported(choice("QID1", selector="MAVR", **validated(Type="MinChoices", MinChoices="few")))
    assert outcome(found, "SQ QID1 / Validation")[0] == "lost"


def test_a_rank_order_may_be_ranked_in_part() -> None:
    one = only(question("QID1", "RO", "TB", Choices=displays("X", "Y")))
    assert (one["type"], one["selectToRankEnabled"]) == ("ranking", True)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            question(
                "QID1",
                "Slider",
                "HSLIDER",
                Choices=displays("Joy"),
                Configuration={"CSSliderMin": -5, "CSSliderMax": 5},
            ),
            {"min": -5, "max": 5},
        ),
        (
            question("QID1", "Slider", "STAR", Choices=displays("Joy"), Configuration={"StarCount": 5}),
            {"min": 0, "max": 5},
        ),
        (question("QID1", "CS", "VRTL", Choices=displays("Joy")), {"min": 0}),
    ],
)
def test_sliders_and_sums_become_numbers_in_a_panel(payload: dict[str, Any], expected: dict[str, int]) -> None:
    (inner,) = only(payload)["elements"]
    assert inner.items() >= ({"name": "Q1_1", "inputType": "number"} | expected).items()


def test_descriptive_text_is_sanitised() -> None:
    hostile = (
        '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x">there</a> & <b>you</b></p><img src=x>'
    )
    found = imported(question("QID1", "DB", "TB", QuestionText=hostile))
    html = elements(found)[0]["html"]
    assert "script" not in html
    assert "<b>you</b>" in html
    assert "&amp;" in html
    assert outcome(found, "SQ QID1")[0] == "changed"


@pytest.mark.parametrize(
    ("kind", "selector", "made"), [("FileUpload", "X", "file"), ("Draw", "Signature", "signaturepad")]
)
def test_files_and_signatures_are_asked_for(kind: str, selector: str, made: str) -> None:
    found = imported(question("QID1", kind, selector, **validated(ForceResponse="ON")))
    assert elements(found) == [{"type": made, "name": "Q1", "title": "Question QID1", "isRequired": True}]


@pytest.mark.parametrize("kind", ["Timing", "Meta", "Captcha", "Draw", "Nonsense", ""])
def test_questions_without_a_counterpart_are_lost_with_all_they_hold(kind: str) -> None:
    found = imported(question("QID1", kind, "X", DisplayLogic={"0": {}}, **validated(Type="None")))
    assert elements(found) == []
    assert outcome(found, "SQ QID1")[0] == "lost"
    assert outcome(found, "SQ QID1 / Validation") == ("lost", "Its question was not imported.")


@pytest.mark.parametrize(
    "payload",
    [
        choice("QID1", Choices={}),
        matrix("QID1", Choices=displays(*map(str, range(101)))),
        matrix("QID1", "SingleAnswer", "MaxDiff"),
        side_by_side("QID1"),
        question("QID1", "DB", "GRB"),
        matrix("QID1", Answers=[]),
    ],
)
def test_questions_too_large_or_empty_are_lost(payload: dict[str, Any]) -> None:
    assert outcome(imported(payload), "SQ QID1")[0] == "lost"


def test_names_are_safe_and_unique() -> None:
    found = imported(
        choice("QID1", DataExportTag="1. Which?"),
        choice("QID2", DataExportTag="q1_which"),
        choice("QID3", DataExportTag="row"),
    )
    assert [one["name"] for one in elements(found)] == ["q1_Which", "q1_which_2", "row_2"]


def test_english_and_spanish_are_kept_together() -> None:
    spanish = {"ES": {"QuestionText": "¿Color?", "Choices": {"1": {"Display": "Rojo"}}}}
    one = only(choice("QID1", Language=spanish))
    assert one["title"] == {"default": "Question QID1", "es": "¿Color?"}
    assert one["choices"][0]["text"] == {"default": "Red", "es": "Rojo"}


def test_a_spanish_survey_with_english_texts_speaks_both() -> None:
    found = imported(choice("QID1", Language={"EN-US": {"QuestionText": "Color?"}}), language="ES")
    assert elements(found)[0]["title"] == {"default": "Color?", "es": "Question QID1"}


def test_other_languages_are_kept_and_those_without_a_code_are_lost() -> None:
    found = imported(choice("QID1", Language={"FR": {"QuestionText": "Couleur ?"}, "KLINGON": {}}))
    assert elements(found)[0]["title"] == {"default": "Question QID1", "fr": "Couleur ?"}
    assert outcome(found, "SQ QID1 / Language.FR")[0] == "carried"
    assert outcome(found, "SQ QID1 / Language.KLINGON")[0] == "lost"


def test_piped_text_is_replaced_and_reported() -> None:
    found = imported(choice("QID1", QuestionText="Dear ${e://Field/Name}, why?"))
    assert elements(found)[0]["title"] == "Dear …, why?"
    assert outcome(found, "SQ QID1 / QuestionText")[0] == "lost"


def test_formatting_of_a_title_is_reported() -> None:
    found = imported(choice("QID1", QuestionText="A <strong>big</strong><br>question"))
    assert elements(found)[0]["title"] == "A big question"
    assert "strong" in outcome(found, "SQ QID1")[1]


@pytest.mark.parametrize(
    ("setting", "what"),
    [({"Type": "All"}, "carried"), ({"Type": "Subset"}, "lost"), ({"TotalRandSubset": ""}, "carried")],
)
def test_a_full_shuffle_is_kept(setting: dict[str, str], what: str) -> None:
    found = imported(choice("QID1", Randomization=setting))
    assert outcome(found, "SQ QID1 / Randomization")[0] == what
    assert ("choicesOrder" in elements(found)[0]) == (setting.get("Type") == "All")


def test_survey_options_become_properties_or_are_lost() -> None:
    options = {
        "BackButton": "true",
        "ProgressBarDisplay": "Text",
        "NextButton": " Next ",
        "PreviousButton": "x" * 60,
        "Header": "<b>School</b>",
        "SurveyExpiration": "None",
        "CollectGeoLocation": "false",
        "Novelty": "1",
    }
    found = import_qsf(raw(survey([text("QID1")], None, None, element("SO", options, "Survey Options"))))
    assert found.definition.items() >= {"showPrevButton": True, "showProgressBar": True, "pageNextText": "Next"}.items()
    outcomes = {line.element.rpartition(" ")[2]: line.outcome for line in found.report if line.kind == "survey option"}
    assert outcomes == {
        "BackButton": "carried",
        "ProgressBarDisplay": "changed",
        "NextButton": "carried",
        "PreviousButton": "lost",
        "Header": "lost",
        "SurveyExpiration": "carried",
        "CollectGeoLocation": "carried",
        "Novelty": "lost",
    }


def test_entries_of_a_list_are_found_by_their_place() -> None:
    assert entry(["a", "b"], "1") == "b"
    assert entry(["a"], "7") is entry(["a"], "x") is entry("text", "0") is None


def test_numbers_are_read_from_texts() -> None:
    assert number(" 5.0 ") == 5
    assert number("2.5") == 2.5
    assert number("1e999") is number("nan") is number("five") is number(value=True) is None
