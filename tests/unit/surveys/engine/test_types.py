"""Each further type of question: what it takes, as what, and what not."""

import base64

import pytest

from chalicelib.surveys.engine.masks import is_masked, is_unmasked
from tests.unit.surveys.engine.asking import number, problems_of, refused, rules_of, stored, survey_of, text, visible

PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 30).decode()
JPEG = "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff\xe0" + b"0" * 30).decode()
FILE = {"name": "a.png", "type": "image/png", "content": "upload:abcdefgh12"}


def one(kind, **more):
    return {"type": kind, "name": "q", **more}


TAKEN = [
    (one("tagbox", choices=[1, 2, 3]), ["1", 3], [1, 3]),
    (one("buttongroup", choices=["a", "b"]), "a", "a"),
    (one("imagepicker", choices=[{"value": "a", "imageLink": "https://example.org/a.png"}]), "a", "a"),
    (one("imagepicker", choices=["a", "b"], multiSelect=True), ["b"], ["b"]),
    (one("slider"), 100, 100),
    (one("slider", sliderType="range", max=10), [2, 9.5], [2, 9.5]),
    (one("matrix", rows=["r"], columns=[1, 2], cellType="checkbox"), {"r": ["1", 2]}, {"r": [1, 2]}),
    (one("checkbox", choices=["a"], valuePropertyName="id"), [{"id": "a"}], ["a"]),
    (one("checkbox", choices=["a"], showRefuseItem=True), ["refused"], ["refused"]),
    (one("radiogroup", choices=["a"], showDontKnowItem=True), "dontknow", "dontknow"),
    (one("dropdown", choices=[{"value": -1}], choicesMin=1, choicesMax=3), -1, -1),
    (one("dropdown", choices=[-1], choicesMin=1, choicesMax=3), "3", 3),
    (one("radiogroup", choices=["a"], showOtherItem=True, storeOthersAsComment=False), "mine", "mine"),
    (one("file"), [FILE], [FILE]),
    (one("file", acceptedTypes=".png, image/*"), [FILE], [FILE]),
    (one("signaturepad"), PNG, PNG),
    (one("signaturepad"), JPEG, JPEG),
    (text("q", inputType="datetime-local", min="2026-01-01T00:00"), "2026-01-31T14:30", "2026-01-31T14:30"),
    (text("q", inputType="month"), "2026-12", "2026-12"),
    (text("q", inputType="week"), "2026-W53", "2026-W53"),
    (text("q", inputType="color"), "#A0b1c2", "#A0b1c2"),
    (text("q", inputType="range", max=5), 5, 5),
    (number("q", step=0.1), 0.3, 0.3),
    (text("q", maskType="pattern", maskSettings={"pattern": "999-aa"}), "123ab", "123ab"),
    (text("q", maskType="pattern", maskSettings={"pattern": "999-99", "saveMaskedValue": True}), "123-45", "123-45"),
    (text("q", maskType="numeric", maskSettings={"min": 1, "max": 5}), 3, 3),
    (text("q", maskType="datetime", maskSettings={"pattern": "mm/dd/yyyy"}), "2026-01-31", "2026-01-31"),
]


@pytest.mark.parametrize(("element", "sent", "kept"), TAKEN)
def test_an_answer_is_taken_as_its_type_has_it(element, sent, kept):
    assert stored(survey_of(element), {"q": sent}) == {"q": kept}


NOT_TAKEN = [
    (one("tagbox", choices=[1, 2], maxSelectedChoices=1), [1, 2], "selected"),
    (one("imagepicker", choices=["a"]), ["a"], "shape"),
    (one("slider", min=5), 4, "range"),
    (one("slider", sliderType="range"), [9, 2], "range"),
    (one("slider", sliderType="range"), 5, "shape"),
    (one("matrix", rows=["r"], columns=[1], cellType="checkbox"), {"r": 1}, "shape"),
    (one("checkbox", choices=["a"], valuePropertyName="id"), ["a"], "shape"),
    (one("checkbox", choices=["a"], valuePropertyName="id"), [{"id": "a", "x": 1}], "shape"),
    (one("checkbox", choices=["a"], showRefuseItem=True), ["refused", "a"], "exclusive"),
    (one("radiogroup", choices=["a"], showOtherItem=True, storeOthersAsComment=False), "other", "other"),
    (one("file"), [FILE, {**FILE, "content": "upload:bbbbbbbbbb"}], "upload"),
    (one("file"), [{**FILE, "content": "data:image/png;base64,AAAA"}], "upload"),
    (one("file"), [{**FILE, "content": "https://example.org/a.png"}], "upload"),
    (one("file"), [{**FILE, "size": 3}], "upload"),
    (one("file"), [{**FILE, "name": ""}], "upload"),
    (one("file"), [{**FILE, "type": "png"}], "upload"),
    (one("file"), [], "upload"),
    (one("file", allowMultiple=True), [FILE, FILE], "upload"),
    (one("file", acceptedTypes=".pdf"), [FILE], "upload"),
    (one("file", acceptedCategories=["document"]), [FILE], "upload"),
    (one("signaturepad"), PNG.replace("png", "jpeg"), "upload"),
    (one("signaturepad"), "data:image/svg+xml;base64,PHN2Zz4=", "upload"),
    (one("signaturepad"), "data:image/png;base64,AAAAA", "upload"),
    (one("signaturepad"), PNG + "A" * 100_000, "upload"),
    (text("q", inputType="datetime-local"), "2026-01-31", "format"),
    (text("q", inputType="month"), "2026-13", "format"),
    (text("q", inputType="week", min="2026-W10"), "2026-W09", "least"),
    (text("q", inputType="time", max="16:00"), "17:00", "most"),
    (text("q", inputType="color"), "red", "format"),
    (number("q", step=2), 3, "step"),
    (text("q", maskType="pattern", maskSettings={"pattern": "999"}), "12", "mask"),
    (text("q", maskType="numeric", maskSettings={"max": 5}), 9, "range"),
    (text("q", maskType="numeric", maskSettings={"allowNegativeValues": False}), -1, "range"),
    (text("q", maskType="datetime", maskSettings={"pattern": "mm/dd/yyyy"}), "soon", "mask"),
    (text("q", maskType="datetime", maskSettings={"pattern": "yyyy", "min": "2026-01-01"}), "2025-01-01", "range"),
]


@pytest.mark.parametrize(("element", "sent", "rule"), NOT_TAKEN)
def test_what_the_type_does_not_have_is_refused(element, sent, rule):
    assert rules_of(survey_of(element), {"q": sent}) == {"q": [rule]}


@pytest.mark.parametrize(
    ("pattern", "masked", "unmasked"),
    [("999-99", "123-45", "12345"), ("+1 (999)", "+1 (555)", "555"), (r"\9a#", "9bZ", "bZ"), ("a.a", "x.y", "xy")],
)
def test_masks_know_both_ways_of_saving(pattern, masked, unmasked):
    assert is_masked(pattern, masked)
    assert is_unmasked(pattern, unmasked)
    assert not is_masked(pattern, masked + "1")
    assert not is_unmasked(pattern, unmasked[:-1])


def test_choices_are_carried_forward():
    source = {"type": "checkbox", "name": "s", "choices": ["a", "b", "c"]}
    chosen = one("radiogroup", choicesFromQuestion="s", choicesFromQuestionMode="selected", hideIfChoicesEmpty=True)
    questionnaire = survey_of(source, chosen)
    assert visible(questionnaire, {}) == ["s"]
    assert stored(questionnaire, {"s": ["a"], "q": "a"}) == {"s": ["a"], "q": "a"}
    assert refused(questionnaire, {"s": ["a"], "q": "b"}).keys() == {"q"}


def test_choices_are_carried_forward_from_a_column():
    rows = {"type": "matrixdynamic", "name": "m", "columns": [{"name": "k", "cellType": "text"}]}
    questionnaire = survey_of(rows, one("dropdown", choicesFromQuestion="m", choiceValuesFromQuestion="k"))
    assert stored(questionnaire, {"m": [{"k": "x"}], "q": "x"})["q"] == "x"
    assert refused(questionnaire, {"m": [{"k": "x"}], "q": "y"}).keys() == {"q"}


def test_bounds_may_hang_on_other_answers():
    questionnaire = survey_of(number("a"), number("q", minValueExpression="{a}", maxValueExpression="{a} + 2"))
    assert rules_of(questionnaire, {"a": 3, "q": 2}) == {"q": ["least"]}
    assert rules_of(questionnaire, {"a": 3, "q": 6}) == {"q": ["most"]}
    assert not rules_of(questionnaire, {"a": 3, "q": 4})


@pytest.mark.parametrize(
    ("element", "path"),
    [
        (one("slider", min=5, max=5), "max"),
        (one("file", storeDataAsText=True), "storeDataAsText"),
        (one("file", maxFiles=500), "maxFiles"),
        (one("image", imageLink="http://example.org/a.png"), "imageLink"),
        (one("image", imageLink="//example.org/a.png"), "imageLink"),
        (one("image", imageLink="javascript:alert(1)"), "imageLink"),
        (one("imagepicker", choices=[{"value": "a", "imageLink": "data:x"}]), "choices[0].imageLink"),
        (one("dropdown", choicesByUrl={"url": "https://example.org"}), "choicesByUrl"),
        (one("dropdown", choicesFromQuestion="nobody"), "choicesFromQuestion"),
        (one("multipletext", items=[]), "items"),
        (one("multipletext", items=[{"name": "a"}, {"name": "A"}]), "items"),
        (one("multipletext", items=[{"name": "a", "min": 1}]), "items[0].min"),
        (one("signaturepad", dataFormat="svg"), "dataFormat"),
        (text("q", maskType="pattern", maskSettings={}), "maskSettings.pattern"),
        (text("q", maskType="pattern", maskSettings={"pattern": "9", "min": 1}), "maskSettings.min"),
        (text("q", clearIfInvisible="onComplete"), "clearIfInvisible"),
    ],
)
def test_properties_that_the_profile_does_not_have_are_refused(element, path):
    assert f"elements[0].{path}" in problems_of(element)


def test_what_holds_no_answer_may_go_without_a_name():
    questionnaire = survey_of(
        {"type": "html", "html": "Hi"}, {"type": "image"}, {"type": "panel", "elements": []}, text("question2")
    )
    assert [item.name for item in questionnaire.items] == ["question1", "question3", "question2"]
    assert questionnaire.definition["pages"][0]["elements"][2]["name"] == "panel1"
    assert "elements[0].name" in problems_of({"type": "text"})
