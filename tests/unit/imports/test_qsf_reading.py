"""Files that are broken, hostile or something else end in Invalid; mutated ones in Invalid or a report."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.markup import problem_of_markup
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports import reading
from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.markup import plain, sanitised
from chalicelib.surveys.imports.qualtrics.qsf import import_qsf
from tests.conftest import examples
from tests.unit.imports.documents import block, choice, element, question, raw, rich_survey, survey


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00\x01binary",
        b"<xml/>",
        b"[]",
        b"{}",
        b'"text"',
        b"17",
        b"null",
        raw(rich_survey())[:-40],
        b'{"SurveyEntry": {}, "SurveyElements": []}',
        b'{"SurveyEntry": 1, "SurveyElements": [1, null, "x"]}',
        b'{"SurveyEntry": NaN}',
        b'{"SurveyEntry": ' + b"9" * 5_000 + b"}",
        b'{"SurveyEntry": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"' + b'\\"' * 500_000,
        raw(survey([question("QID1", "Timing", "PageTimer")])),
        raw({"SurveyEntry": {}, "SurveyElements": [{"Element": "BL", "Payload": [block("BL_1")]}]}),
        b" " * (reading.MAX_BYTES + 1),
    ],
)
def test_what_is_no_survey_is_invalid(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        import_qsf(content)
    assert refusal.value.fields["content"].endswith(".")


def test_a_survey_with_too_many_items_is_invalid() -> None:
    with pytest.raises(Invalid, match="cannot be imported") as refusal:
        import_qsf(raw(survey([choice(f"QID{number}") for number in range(501)])))
    assert "500 items" in refusal.value.fields["content"]


def test_a_survey_that_is_too_long_is_invalid() -> None:
    with pytest.raises(Invalid) as refusal:
        import_qsf(raw(survey([choice(f"QID{number}", *(["word " * 200] * 3)) for number in range(200)])))
    assert "characters" in refusal.value.fields["content"]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert import_qsf(b"\xef\xbb\xbf" + raw(rich_survey())).title == "School climate"


def test_lists_and_objects_are_read_alike() -> None:
    document = survey([choice("QID1", Choices=[{"Display": "Red"}, {"Display": "Blue"}])])
    document["SurveyElements"][0]["Payload"] = {"7": document["SurveyElements"][0]["Payload"][0]}
    (page,) = import_qsf(raw(document)).definition["pages"]  # type: ignore[misc]
    assert [option["value"] for option in page["elements"][0]["choices"]] == ["0", "1"]


@pytest.mark.parametrize(
    "value", ["<![foo", "<!doctype <", "</", "<!--", "<a<b>c", "&#xD800;", "<p><b>x</p></b>", "<![CDATA[x"]
)
def test_broken_markup_is_read_as_far_as_it_goes(value: str) -> None:
    assert isinstance(plain(value), str)
    assert problem_of_markup(sanitised(value)) is None


def test_links_that_leave_safely_are_kept() -> None:
    link = '<a href="https://example.org/?a=1&amp;b=2" onclick="x()">here</a>'
    assert sanitised(link) == '<a href="https://example.org/?a=1&amp;b=2">here</a>'
    assert sanitised('<a href="javascript:x">here</a><ul><li>open') == "here<ul><li>open</li></ul>"
    assert sanitised("<b><i>both</b> none") == "<b><i>both</i></b> none"


def test_a_file_of_very_many_elements_is_invalid() -> None:
    options = {str(number): 1 for number in range(20_001)}
    with pytest.raises(Invalid) as refusal:
        import_qsf(raw(survey([choice("QID1")], None, None, element("SO", options))))
    assert "elements" in refusal.value.fields["content"]


@given(st.text(alphabet="<>/!-[]&;#=\"'abip script", max_size=60))
def test_sanitised_markup_always_fits_the_profile(text: str) -> None:
    assert problem_of_markup(sanitised(text)) is None


WORDS = st.sampled_from(["QID1", "MC", "Matrix", "1", "-1", "true", "Branch", "q://QID1/SelectableChoice/1"])
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.sampled_from(["1", "0", "Display", "Flow", "Type"]) | st.text(max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=12) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [at, *(deeper for key in keys for deeper in places(value[key], (*at, key)))]


RICH = rich_survey()
PLACES = places(RICH)[1:]


@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "swap"]), JSON), min_size=1, max_size=6
    )
)
def test_a_mutated_survey_ends_in_invalid_or_in_a_definition_that_holds(changes: list[tuple[Any, str, Any]]) -> None:
    document: Any = copy.deepcopy(RICH)
    for path, change, value in changes:
        mutate(document, path, change, value)
    refusal, found = outcome_of(json.dumps(document).encode())
    if found is None:
        assert "content" in refusal
        return
    labels = [line.element for line in found.report]
    assert len(labels) == len(set(labels))
    assert all(line.reason for line in found.report if line.outcome != "carried")
    compile_questionnaire(found.definition)


def outcome_of(content: bytes) -> tuple[dict[str, str], Imported | None]:
    try:
        return {}, import_qsf(content)
    except Invalid as refusal:
        return refusal.fields, None


def mutate(document: Any, path: tuple[Any, ...], change: str, value: Any) -> None:
    holder = document
    try:
        for key in path[:-1]:
            holder = holder[key]
        if change == "remove":
            del holder[path[-1]]
        elif change == "swap" and isinstance(holder[path[-1]], dict):
            holder[path[-1]] = list(holder[path[-1]].values())
        else:
            holder[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return  # An earlier change has taken this place away.


@settings(max_examples=examples(200), deadline=None)
@given(JSON)
def test_any_json_ends_in_invalid_or_a_report(value: Any) -> None:
    for document in (value, {"SurveyEntry": value, "SurveyElements": [value, {"Element": "BL", "Payload": value}]}):
        with pytest.raises(Invalid):
            import_qsf(json.dumps(document).encode())
