"""Who is shown what: display logic, branches and skip logic as conditions."""

from typing import Any

import pytest

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.qualtrics.qsf import import_qsf
from tests.unit.imports.documents import (
    PAGE_BREAK,
    asked,
    block,
    branch,
    choice,
    column,
    displays,
    elsewhere,
    expression,
    logic,
    matrix,
    picked,
    question,
    raw,
    shows,
    side_by_side,
    skip,
    survey,
    text,
)

Json = dict[str, Any]


def imported(*arguments: Any) -> Imported:
    found = import_qsf(raw(survey(*arguments)))
    compile_questionnaire(found.definition)
    return found


def conditions(found: Imported) -> dict[str, str]:
    return {one["name"]: one.get("visibleIf", "") for page in found.definition["pages"] for one in page["elements"]}


def pages(found: Imported) -> list[str]:
    return [page.get("visibleIf", "") for page in found.definition["pages"]]


def outcomes(found: Imported, kind: str) -> list[str]:
    return [line.outcome for line in found.report if line.kind == kind]


BEFORE = [
    choice("QID1"),
    choice("QID2", selector="MAVR"),
    matrix("QID3"),
    matrix("QID4", "MultipleAnswer"),
    text("QID5"),
    choice("QID6", Choices=displays("Red", "Other", c2={"TextEntry": "true"})),
    question("QID7", "Slider", "HSLIDER", Choices=displays("Joy")),
    question("QID8", "Timing", "PageTimer"),
    side_by_side("QID9", column("QID9#1")),
]
TEXT, COUNT = "q://QID5/ChoiceTextEntryValue", "q://QID2/SelectedChoicesCount"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ([picked("QID1", "2")], "{Q1} = '2'"),
        ([picked("QID1", "2", by="NotSelected")], "{Q1} != '2'"),
        ([picked("QID2", "2")], "{Q2} contains '2'"),
        ([picked("QID2", "2", by="NotSelected")], "!({Q2} contains '2')"),
        ([picked("QID3", "1/2")], "{Q3.1} = '2'"),
        ([picked("QID4", "1/2", by="NotSelected")], "!({Q4.1.answers} contains '2')"),
        ([picked("QID9#1", "2/1")], "{Q9_1.2} = '1'"),
        ([picked("QID1", "1"), picked("QID1", "2", "Or"), picked("QID2", "1", "And")],
         "{Q1} = '1' or ({Q1} = '2' and {Q2} contains '1')"),
        ([expression(TEXT, "Empty")], "{Q5} empty"),
        ([expression(TEXT, "NotEmpty")], "{Q5} notempty"),
        ([expression(TEXT, "Contains", "abc")], "{Q5} contains 'abc'"),
        ([expression(TEXT, "DoesNotContain", "7")], "!({Q5} contains '7')"),
        ([expression(TEXT, "EqualTo", "yes")], "{Q5} = 'yes'"),
        ([expression(TEXT, "NotEqualTo", "5")], "{Q5} != '5'"),
        ([expression(TEXT, "GreaterThanOrEqual", "5")], "{Q5} >= 5"),
        ([expression(TEXT, "LessThan", "2.5")], "{Q5} < 2.5"),
        ([expression("q://QID6/ChoiceTextEntryValue/2", "NotEmpty")], "{Q6_2_TEXT} notempty"),
        ([expression("q://QID7/ChoiceNumericEntryValue/1", "GreaterThan", "3")], "{Q7_1} > 3"),
        ([expression(COUNT, "GreaterThan", "1")], "{Q2.length} > 1"),
        ([picked("QID1", "1"), elsewhere("GeoIP", "Or"), picked("QID1", "1", "Or", by="NotSelected")], ""),
        ([picked("QID1", "1", by="Displayed")], ""),
    ],
)  # fmt: skip
def test_a_condition_is_written_in_the_expression_language(expressions: list[Json], expected: str) -> None:
    found = imported([*BEFORE, choice("QID20", DisplayLogic=logic(*expressions))])
    assert conditions(found)["Q20"] == expected
    assert "lost" not in outcomes(found, "display logic")


@pytest.mark.parametrize(
    "broken",
    [
        elsewhere("PanelData"),
        elsewhere("DeviceType"),
        elsewhere("Astrology"),
        picked("QID77", "1"),
        picked("QID8", "1"),
        picked("QID3", "1"),
        picked("QID1", "1/2"),
        picked("QID5", "1"),
        expression("nonsense", "Selected"),
        expression("q://QID1/Mystery/1", "Selected"),
        expression("q://QID1/Mystery/1", "Displayed"),
        expression("q://QID1/Mystery/1", "EqualTo", "1"),
        expression(TEXT, "MatchesRegex", "a"),
        expression(TEXT, "EqualTo", "${e://Field/x}"),
        expression(TEXT, "EqualTo", "it's"),
        expression(TEXT, "GreaterThan", "many"),
        expression(COUNT, "GreaterThan", "many"),
        expression("q://QID1/SelectedChoicesCount", "GreaterThan", "1"),
    ],
)
def test_a_condition_that_cannot_be_said_is_lost_and_all_is_shown(broken: Json) -> None:
    found = imported([*BEFORE, choice("QID20", DisplayLogic=logic(broken))])
    assert conditions(found)["Q20"] == ""
    assert outcomes(found, "display logic") == ["lost"]


@pytest.mark.parametrize("tree", [{"Type": "x"}, "text", [1], {"0": {"Type": "If"}}, {"0": {"0": {}}}, {"0": {"0": 5}}])
def test_a_malformed_tree_is_lost(tree: Any) -> None:
    found = imported([choice("QID1"), choice("QID20", DisplayLogic=tree)])
    assert outcomes(found, "display logic") == ["lost"]


def test_groups_are_joined_by_their_type() -> None:
    tree = logic(picked("QID1", "1"), AndIf=[picked("QID2", "1")], OrIf=[picked("QID2", "2")])
    found = imported([*BEFORE, choice("QID20", DisplayLogic=tree)])
    assert conditions(found)["Q20"] == "({Q1} = '1' and {Q2} contains '1') or {Q2} contains '2'"


@pytest.mark.parametrize(
    "tree", [logic(picked("QID1", "1"), ElseIf=[picked("QID2", "1")]), logic(picked("QID1", "1"), picked("QID2", "1"))]
)
def test_unknown_ways_of_joining_are_lost(tree: Json) -> None:
    assert outcomes(imported([*BEFORE, choice("QID20", DisplayLogic=tree)]), "display logic") == ["lost"]


def test_an_unknown_part_does_not_spoil_what_is_decided_without_it() -> None:
    tree = logic(picked("QID1", "1", by="Displayed"), elsewhere("DeviceType", "Or"))
    found = imported([*BEFORE, choice("QID20", DisplayLogic=tree)])
    assert outcomes(found, "display logic") == ["changed"]


def test_letters_of_either_case_are_reported() -> None:
    found = imported([*BEFORE, choice("QID20", DisplayLogic=logic(expression(TEXT, "EqualTo", "Yes", IgnoreCase=0)))])
    assert outcomes(found, "display logic") == ["changed"]
    found = imported([*BEFORE, choice("QID20", DisplayLogic=logic(expression(TEXT, "EqualTo", "Yes", IgnoreCase=1)))])
    assert outcomes(found, "display logic") == ["carried"]


@pytest.mark.parametrize(
    ("expressions", "is_shown"),
    [
        ([picked("QID9", "1")], False),
        ([picked("QID9", "1", by="NotSelected")], True),
        ([picked("QID9", "1", by="Displayed")], False),
        ([expression("q://QID9/ChoiceTextEntryValue", "Empty")], True),
        ([expression("q://QID9/ChoiceTextEntryValue", "EqualTo", "")], True),
        ([expression("q://QID9/ChoiceTextEntryValue", "GreaterThan", "1")], False),
        ([expression("q://QID9/SelectedChoicesCount", "LessThan", "1")], True),
    ],
)
def test_what_asks_about_a_later_question_is_decided_now(expressions: list[Json], *, is_shown: bool) -> None:
    found = imported([text("QID8"), choice("QID20", DisplayLogic=logic(*expressions)), choice("QID9", selector="MAVR")])
    assert ("Q20" in conditions(found)) is is_shown
    assert "later" in next(line.reason for line in found.report if line.kind == "display logic") or not is_shown


def test_a_question_in_the_trash_is_never_answered() -> None:
    blocks = [block("BL_1", asked("QID2")), block("BL_2", asked("QID1"), kind="Trash")]
    found = imported(
        [choice("QID1"), choice("QID2", DisplayLogic=logic(picked("QID1", "1", by="NotSelected")))], blocks
    )
    assert conditions(found) == {"Q2": ""}


def test_an_unknown_comparison_with_a_later_question_is_lost() -> None:
    tree = logic(expression("q://QID9/ChoiceTextEntryValue", "Rhymes", "1"))
    found = imported([choice("QID20", DisplayLogic=tree), text("QID9")])
    assert outcomes(found, "display logic") == ["lost"]


def test_displayed_takes_over_the_condition_of_what_is_displayed() -> None:
    second = choice(
        "QID2",
        DisplayLogic=logic(picked("QID1", "1")),
        Choices=displays("A", "B", c2={"DisplayLogic": logic(picked("QID1", "2"))}),
    )
    third = choice("QID3", DisplayLogic=logic(expression("q://QID2/ChoiceDisplayed/1", "Displayed")))
    fourth = choice("QID4", DisplayLogic=logic(expression("q://QID2/ChoiceDisplayed/2", "NotDisplayed")))
    fifth = choice("QID5", DisplayLogic=logic(expression("q://QID2/QuestionDisplayed", "Displayed")))
    found = imported([choice("QID1"), second, third, fourth, fifth])
    assert conditions(found)["Q3"] == "{Q1} = '1'"
    assert conditions(found)["Q4"] == "{Q1} != '1' or {Q1} != '2'"
    assert conditions(found)["Q5"] == "{Q1} = '1'"


def test_choices_and_scale_points_have_conditions_of_their_own() -> None:
    shown = {"DisplayLogic": logic(picked("QID1", "1"))}
    never = {"DisplayLogic": logic(expression("q://QID1/AnswerDisplayed/1", "Displayed"))}
    found = imported(
        [
            choice("QID1"),
            matrix("QID2", Choices=displays("A", "B", c1=shown), Answers=displays("X", "Y", "Z", c2=shown, c3=never)),
        ]
    )
    (page,) = found.definition["pages"]
    table = page["elements"][1]
    assert table["rows"][0]["visibleIf"] == table["columns"][1]["visibleIf"] == "{Q1} = '1'"
    assert len(table["columns"]) == 2


def test_a_condition_that_is_too_long_is_lost() -> None:
    endless = [picked("QID1", "1")] + [expression(TEXT, "Contains", str(number) * 20, "Or") for number in range(200)]
    found = imported([*BEFORE, choice("QID20", DisplayLogic=logic(*endless))])
    assert outcomes(found, "display logic") == ["lost"]


THREE = [choice("QID1"), choice("QID2"), choice("QID3")]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("QID3", {"Q1": "", "Q2": "{Q1} != '1'", "Q3": ""}),
        ("ENDOFBLOCK", {"Q1": "", "Q2": "{Q1} != '1'", "Q3": "{Q1} != '1'"}),
        ("ENDOFSURVEY", {"Q1": "", "Q2": "{Q1} != '1'", "Q3": "{Q1} != '1'"}),
        ("QID1", {"Q1": "", "Q2": "", "Q3": ""}),
        ("QID77", {"Q1": "", "Q2": "", "Q3": ""}),
    ],
)
def test_a_skip_hides_what_it_passes_by(to: str, expected: dict[str, str]) -> None:
    found = imported(THREE, [block("BL_1", asked("QID1", skip("QID1", "1", to)), asked("QID2"), asked("QID3"))])
    assert conditions(found) == expected
    assert outcomes(found, "skip logic") == ["carried" if expected["Q2"] else "lost"]


def test_the_first_rule_that_fires_wins() -> None:
    rules = [skip("QID1", "1", "QID3"), skip("QID1", "1", "ENDOFBLOCK"), skip("QID1", "2", "ENDOFBLOCK")]
    found = imported(THREE, [block("BL_1", asked("QID1", *rules), asked("QID2"), asked("QID3"))])
    assert outcomes(found, "skip logic") == ["carried", "lost", "carried"]
    assert conditions(found)["Q3"] == "{Q1} != '2' or {Q1} = '1'"


def test_a_skip_on_what_was_not_chosen_needs_its_question_to_be_seen() -> None:
    second = choice("QID2", DisplayLogic=logic(picked("QID1", "1")))
    found = imported(
        [THREE[0], second, THREE[2]],
        [block("BL_1", asked("QID1"), asked("QID2", skip("QID2", "1", "ENDOFBLOCK", "NotSelected")), asked("QID3"))],
    )
    assert conditions(found)["Q3"] == "{Q2} = '1' or {Q1} != '1'"


def test_a_skip_that_cannot_be_said_is_lost() -> None:
    found = imported(THREE, [block("BL_1", asked("QID1", skip("QID1", "1/2", "QID3")), asked("QID2"), asked("QID3"))])
    assert outcomes(found, "skip logic") == ["lost"]


def test_skips_of_questions_that_are_not_there_are_lost() -> None:
    never = logic(picked("QID3", "1"))
    found = imported(
        [*THREE, choice("QID4", DisplayLogic=never), question("QID5", "Meta", "Browser")],
        [
            block(
                "BL_1",
                asked("QID77", skip("QID77", "1", "QID3")),
                asked("QID4", skip("QID4", "1", "QID3")),
                asked("QID5", skip("QID5", "1", "QID3")),
                *map(asked, ("QID1", "QID2", "QID3")),
                asked("QID1", skip("QID1", "1", "QID3")),
            ),
        ],
    )
    assert outcomes(found, "skip logic") == ["lost"] * 4
    assert list(conditions(found)) == ["Q1", "Q2", "Q3"]


def test_the_end_of_the_survey_hides_later_blocks() -> None:
    blocks = [block("BL_1", asked("QID1", skip("QID1", "1", "ENDOFSURVEY"))), block("BL_2", asked("QID2"))]
    assert pages(imported(THREE, blocks)) == ["", "{Q1} != '1'"]


def test_page_breaks_and_blocks_make_pages() -> None:
    blocks = [
        block("BL_1", asked("QID1"), PAGE_BREAK, PAGE_BREAK, asked("QID2"), {"Type": "Novelty"}),
        block("BL_2", asked("QID3")),
    ]
    found = imported(THREE, blocks)
    assert len(pages(found)) == 3
    assert outcomes(found, "novelty") == ["lost"]


def test_a_branch_is_the_condition_of_its_pages() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2")), block("BL_3", asked("QID3"))]
    nested = branch(logic(picked("QID1", "1")), {"Type": "Group", "Flow": [shows("BL_2")]}, {"Type": "EndSurvey"})
    found = imported(THREE, blocks, [shows("BL_1"), nested, branch(logic(picked("QID1", "2"))), shows("BL_3")])
    assert pages(found) == ["", "{Q1} = '1'", "{Q1} != '1'"]
    assert outcomes(found, "branch logic") == ["carried", "carried"]


def test_under_a_lost_branch_everything_is_shown_and_nothing_ends() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2"))]
    flow = [branch(logic(elsewhere("EmbeddedField")), {"Type": "EndSurvey"}, shows("BL_1")), shows("BL_2")]
    found = imported(THREE, blocks, flow)
    assert pages(found) == ["", ""]
    assert outcomes(found, "flow: EndSurvey") == ["lost"]


def test_nothing_follows_an_end_without_condition() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2"))]
    found = imported(THREE, blocks, [shows("BL_1"), {"Type": "EndSurvey"}, shows("BL_2")])
    assert pages(found) == [""]


def test_a_block_in_two_branches_is_for_those_who_come_to_either() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2"))]
    flow = [shows("BL_1"), *(branch(logic(picked("QID1", chosen)), shows("BL_2")) for chosen in "12")]
    assert pages(imported(THREE, blocks, flow)) == ["", "{Q1} = '1' or {Q1} = '2'"]


def test_a_block_with_a_place_for_everyone_is_asked_there() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2")), block("BL_3", asked("QID3"))]
    flow = [
        shows("BL_1"),
        branch(logic(picked("QID1", "1")), shows("BL_2")),
        shows("BL_3"),
        shows("BL_2"),
        shows("BL_2"),
    ]
    found = imported(THREE, blocks, flow)
    assert list(conditions(found)) == ["Q1", "Q3", "Q2"]
    assert pages(found) == ["", "", ""]


@pytest.mark.parametrize(("shown", "what"), [(2, "changed"), ("", "changed"), (1, "lost")])
def test_a_randomizer_shows_all_in_one_order(shown: Any, what: str) -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2"))]
    flow = [{"Type": "BlockRandomizer", "SubSet": shown, "Flow": [shows("BL_1"), shows("BL_2")]}]
    found = imported(THREE, blocks, flow)
    assert len(pages(found)) == 2
    assert outcomes(found, "flow: BlockRandomizer") == [what]


def test_a_block_that_is_missing_or_not_reached_is_lost() -> None:
    blocks = [block("BL_1", asked("QID1")), block("BL_2", asked("QID2"))]
    found = imported(THREE, blocks, [shows("BL_1"), shows("BL_9"), {"Type": "WebService"}, {"Type": "Novelty"}])
    assert outcomes(found, "block") == ["carried", "lost"]
    assert outcomes(found, "flow: Block") == ["carried", "lost"]


def test_conditions_too_long_for_a_page_show_it_to_all() -> None:
    many = [expression(TEXT, "Contains", str(number) * 20, "Or") for number in range(100, 155)]
    blocks = [block("BL_1", *(asked(one["QuestionID"]) for one in BEFORE)), block("BL_2", asked("QID20"))]
    deep = branch(
        logic(*many), branch(logic(*many[::-1], picked("QID1", "1", "Or")), {"Type": "EndSurvey"}, shows("BL_2"))
    )
    found = imported([*BEFORE, choice("QID20")], blocks, [shows("BL_1"), deep])
    assert outcomes(found, "flow: EndSurvey") == ["lost"]
    assert pages(found) == ["", ""]


def test_skips_that_add_up_to_too_much_are_lost() -> None:
    many = [choice(f"QID{number}") for number in range(100, 190)]
    members = [asked(one["QuestionID"], skip(one["QuestionID"], "1", "ENDOFBLOCK")) for one in many]
    found = imported(many, [block("BL_1", *members)])
    assert set(outcomes(found, "skip logic")) == {"carried", "lost"}


def test_a_skip_on_a_choice_that_is_gone_always_fires_or_never() -> None:
    rules = [skip("QID1", "9", "QID3", "Selected"), skip("QID1", "9", "QID3", "NotSelected")]
    found = imported(THREE, [block("BL_1", asked("QID1", *rules), asked("QID2"), asked("QID3"))])
    assert outcomes(found, "skip logic") == ["lost", "carried"]
    assert list(conditions(found)) == ["Q1", "Q3"]


def test_display_logic_that_is_too_long_with_the_rest_is_lost() -> None:
    long = [expression(TEXT, "Contains", str(number) * 10, "Or") for number in range(10, 30)]
    more = [expression(TEXT, "DoesNotContain", str(number) * 10, "And") for number in range(10, 30)]
    rules = [skip("QID1", chosen, "ENDOFBLOCK") for chosen in "123"]
    many = choice("QID20", DisplayLogic=logic(*long), InPageDisplayLogic=logic(*more))
    rest = [choice(f"QID{number}") for number in range(30, 70)]
    skips = [asked(one["QuestionID"], skip(one["QuestionID"], "1", "ENDOFBLOCK")) for one in rest]
    members = [*(asked(one["QuestionID"]) for one in BEFORE[1:]), asked("QID1", *rules), *skips, asked("QID20")]
    found = imported([*BEFORE, *rest, many], [block("BL_1", *members)])
    assert sorted(outcomes(found, "display logic")) == ["carried", "lost"]


def test_a_text_box_whose_conditions_are_too_long_follows_its_question() -> None:
    long = [expression(TEXT, "Contains", str(number) * 10, "Or") for number in range(10, 30)]
    more = [expression(TEXT, "DoesNotContain", str(number) * 10, "And") for number in range(10, 30)]
    third = [expression(TEXT, "Contains", str(number) * 9, "Or") for number in range(50, 70)]
    rows = displays("A", "B", c2={"TextEntry": True, "DisplayLogic": logic(*third)})
    table = matrix("QID20", Choices=rows, DisplayLogic=logic(*long), InPageDisplayLogic=logic(*more))
    found = conditions(imported([*BEFORE, table]))
    assert found["Q20"] == found["Q20_2_TEXT"]


def test_endings_that_add_up_to_too_much_are_lost() -> None:
    ends = [
        branch(
            logic(*(expression(TEXT, "Contains", f"{number}{place}" * 7, "Or") for place in range(10))),
            {"Type": "EndSurvey"},
        )
        for number in range(10, 16)
    ]
    blocks = [block("BL_1", *(asked(one["QuestionID"]) for one in BEFORE)), block("BL_2", asked("QID20"))]
    found = imported([*BEFORE, choice("QID20")], blocks, [shows("BL_1"), *ends, shows("BL_2")])
    assert set(outcomes(found, "flow: EndSurvey")) == {"carried", "lost"}


def test_a_page_whose_conditions_are_too_long_is_shown_to_all() -> None:
    long = [[expression(TEXT, "Contains", f"{first}{number}" * 5, "Or") for number in range(10, 30)] for first in "123"]
    nested = shows("BL_2")
    for tree in long:
        nested = branch(logic(*tree), nested)
    blocks = [block("BL_1", *(asked(one["QuestionID"]) for one in BEFORE)), block("BL_2", asked("QID20"))]
    found = imported([*BEFORE, choice("QID20")], blocks, [shows("BL_1"), nested])
    assert pages(found) == ["", ""]
    assert outcomes(found, "flow: Block") == ["carried", "lost"]
