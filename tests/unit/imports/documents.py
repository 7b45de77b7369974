"""Survey files made piece by piece, in the shape that Qualtrics writes."""

import json
from typing import Any

Json = dict[str, Any]


def displays(*texts: str, **extra: Json) -> Json:
    """Choices numbered from 1; `c2={...}` adds to the second."""
    found = {str(place): {"Display": text} for place, text in enumerate(texts, start=1)}
    for key, content in extra.items():
        found[key.removeprefix("c")] |= content
    return found


def question(identity: str, kind: str, selector: str, **payload: Any) -> Json:
    return {
        "QuestionText": f"Question {identity}",
        "DataExportTag": identity.replace("QID", "Q"),
        "QuestionType": kind,
        "Selector": selector,
        "QuestionID": identity,
        "Language": [],
    } | payload


def choice(identity: str, *texts: str, selector: str = "SAVR", **payload: Any) -> Json:
    texts = texts or ("Red", "Green", "Blue")
    return question(identity, "MC", selector, **({"Choices": displays(*texts)} | payload))


def matrix(identity: str, sub: str = "SingleAnswer", selector: str = "Likert", **payload: Any) -> Json:
    tables = {"Choices": displays("Food", "Rooms"), "Answers": displays("Good", "Fair", "Bad")}
    return question(identity, "Matrix", selector, SubSelector=sub, **(tables | payload))


def side_by_side(identity: str, *columns: Json, **payload: Any) -> Json:
    numbered = {str(place): column for place, column in enumerate(columns, start=1)}
    shared = {"Choices": displays("Food", "Rooms"), "AdditionalQuestions": numbered}
    return question(identity, "SBS", "SBSMatrix", **(shared | payload))


def column(identity: str, sub: str = "SingleAnswer", **payload: Any) -> Json:
    tag = identity.replace("QID", "Q")
    return question(
        identity, "Matrix", "Likert", SubSelector=sub, DataExportTag=tag, Answers=displays("Yes", "No"), **payload
    )


def text(identity: str, selector: str = "SL", **payload: Any) -> Json:
    return question(identity, "TE", selector, **payload)


def validated(**settings: Any) -> Json:
    return {"Validation": {"Settings": settings}}


def expression(left: str, operator: str, right: str | None = None, joined: str | None = None, **extra: Any) -> Json:
    found = {"LogicType": "Question", "LeftOperand": left, "Operator": operator, "Type": "Expression"} | extra
    if right is not None:
        found["RightOperand"] = right
    if joined:
        found["Conjuction"] = joined
    return found


def picked(identity: str, chosen: str, joined: str | None = None, *, by: str = "Selected") -> Json:
    return expression(f"q://{identity}/SelectableChoice/{chosen}", by, joined=joined)


def elsewhere(kind: str, joined: str | None = None) -> Json:
    return expression("x", "EqualTo", "y", joined, LogicType=kind)


def logic(*expressions: Json, **groups: list[Json]) -> Json:
    """A tree of one group, and further groups by their type: `AndIf=[...]`."""
    tree: Json = {"Type": "BooleanExpression", "0": _group("If", list(expressions))}
    for place, (kind, content) in enumerate(groups.items(), start=1):
        tree[str(place)] = _group(kind, content)
    return tree


def _group(kind: str, expressions: list[Json]) -> Json:
    return {str(place): content for place, content in enumerate(expressions)} | {"Type": kind}


def asked(identity: str, *skips: Json) -> Json:
    return {"Type": "Question", "QuestionID": identity} | ({"SkipLogic": list(skips)} if skips else {})


def skip(identity: str, chosen: str, to: str, by: str = "Selected") -> Json:
    locator = f"q://{identity}/SelectableChoice/{chosen}"
    return {"ChoiceLocator": locator, "Condition": by, "SkipToDestination": to}


PAGE_BREAK = {"Type": "Page Break"}


def block(identity: str, *members: Json, kind: str = "Default", **extra: Any) -> Json:
    return {"Type": kind, "ID": identity, "BlockElements": list(members)} | extra


def shows(identity: str, flow: str = "FL_2") -> Json:
    return {"Type": "Block", "ID": identity, "FlowID": flow}


def branch(condition: Json, *flow: Json) -> Json:
    return {"Type": "Branch", "FlowID": "FL_9", "BranchLogic": condition, "Flow": list(flow)}


def element(code: str, payload: Any, attribute: str = "") -> Json:
    return {"SurveyID": "SV_1", "Element": code, "PrimaryAttribute": attribute or code, "Payload": payload}


def survey(
    questions: list[Json],
    blocks: list[Json] | None = None,
    flow: list[Json] | None = None,
    *others: Json,
    name: str = "School climate",
    language: str = "EN",
) -> Json:
    """A whole file; without blocks one block asks every question, without flow every block is shown."""
    blocks = blocks or [block("BL_1", *(asked(one["QuestionID"]) for one in questions))]
    flow = flow or [shows(one["ID"]) for one in blocks if one["Type"] != "Trash"]
    return {
        "SurveyEntry": {"SurveyID": "SV_1", "SurveyName": name, "SurveyLanguage": language},
        "SurveyElements": [
            element("BL", blocks, "Survey Blocks"),
            element("FL", {"Type": "Root", "FlowID": "FL_1", "Flow": flow}, "Survey Flow"),
            *(element("SQ", one, one["QuestionID"]) for one in questions),
            *others,
        ],
    }


def raw(document: Any) -> bytes:
    return json.dumps(document).encode()


def rich_survey() -> Json:
    """One survey with something of nearly everything, for tests of the report and of broken files."""
    questions = [
        choice("QID1", "Red", "Green", "Other", Choices=displays("Red", "Green", "Other", c3={"TextEntry": "true"})),
        choice(
            "QID2",
            selector="MAVR",
            Choices=displays(
                "A", "B", "None", c3={"ExclusiveAnswer": True}, c2={"DisplayLogic": logic(picked("QID1", "1"))}
            ),
            RecodeValues={"1": "10", "2": "11", "3": "12"},
            **validated(ForceResponse="ON", Type="MinChoices", MinChoices="1"),
        ),
        matrix("QID3", ChoiceDataExportTags={"1": "food", "2": "rooms"}, DisplayLogic=logic(picked("QID2", "1"))),
        matrix("QID4", "MultipleAnswer"),
        side_by_side("QID5", column("QID5#1"), column("QID5#2", "MultipleAnswer")),
        text("QID6", **validated(Type="ContentType", ContentType="ValidNumber", ValidNumber={"Min": "0", "Max": "9"})),
        text("QID7", "FORM", Choices=displays("Street", "Town")),
        question("QID8", "RO", "DND", Choices=displays("X", "Y", "Z"), Randomization={"Type": "All"}),
        question(
            "QID9", "Slider", "HSLIDER", Choices=displays("Joy"), Configuration={"CSSliderMin": 0, "CSSliderMax": 10}
        ),
        question("QID10", "DB", "TB", QuestionText="<b>Thanks</b> ${q://QID6/ChoiceTextEntryValue} <script>x</script>"),
        question("QID11", "Timing", "PageTimer", Choices=displays("First Click")),
        question("QID12", "CS", "VRTL", Choices=displays("Work", "Play")),
        matrix("QID13", "Short", "TE"),
        choice("QID14", DisplayLogic=logic(elsewhere("GeoIP")), Language={"ES": {"QuestionText": "¿Cuál?"}, "FR": {}}),
    ]
    blocks = [
        block("BL_1", asked("QID1", skip("QID1", "2", "ENDOFBLOCK")), PAGE_BREAK, asked("QID2"), asked("QID3")),
        block("BL_2", *(asked(f"QID{number}") for number in range(4, 14)), Options={"Looping": "None"}),
        block("BL_3", asked("QID14"), kind="Trash"),
    ]
    flow = [
        shows("BL_1"),
        branch(logic(picked("QID1", "1", by="NotSelected")), shows("BL_2", "FL_3"), {"Type": "EndSurvey"}),
        {"Type": "EmbeddedData", "FlowID": "FL_4"},
    ]
    return survey(questions, blocks, flow, element("SO", {"BackButton": "true", "Header": ""}), element("QO", {}))
