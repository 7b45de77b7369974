"""A survey as a form without scripts: what can be one, that each field comes back as an answer, nothing unescaped."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.engine.simple import is_simple
from chalicelib.surveys.pages.markup import Html, joined, tag, void
from chalicelib.surveys.pages.plain_form import fields_of, read_answers
from chalicelib.surveys.pages.plain_page import Filled, form_page
from chalicelib.surveys.pages.words import Words, words_in
from chalicelib.surveys.response_service import Form

DISTRICT = District("dst_a", "lakeview", "Lake & View", "America/New_York", ["en", "es"], "2026-1")
CHOICES = ["yes", {"value": "no", "text": {"default": "No", "es": "Ninguno"}}, 3]
ALL = {
    "title": {"default": "School <b>", "es": "Escuela"},
    "pages": [
        {
            "name": "p1",
            "title": "First",
            "elements": [
                {"type": "html", "name": "intro", "html": "<p>Read <b>this</b></p>"},
                {"type": "radiogroup", "name": "safe", "title": "Safe?", "choices": CHOICES, "showOtherItem": True},
                {"type": "checkbox", "name": "many", "choices": CHOICES, "showNoneItem": True},
                {"type": "dropdown", "name": "school", "choices": ["North", "South"]},
            ],
        },
        {
            "name": "p2",
            "elements": [
                {"type": "rating", "name": "bus"},
                {"type": "boolean", "name": "own"},
                {"type": "panel", "name": "more", "title": "More", "elements": [{"type": "comment", "name": "why"}]},
                {"type": "text", "name": "age", "inputType": "number", "min": 3, "max": 99},
                {"type": "text", "name": "day", "inputType": "date", "isRequired": True},
                {"type": "text", "name": "free"},
            ],
        },
    ],
}
CONDITIONS = [
    {"type": "text", "name": "q", "visibleIf": "{own} = true"},
    {"type": "text", "name": "q", "requiredIf": "{own} = true"},
    {"type": "text", "name": "q", "enableIf": "{own} = true"},
    {"type": "text", "name": "q", "readOnly": True},
    {"type": "text", "name": "q", "visible": False},
    {"type": "text", "name": "q", "defaultValueExpression": "1 + 1"},
    {"type": "radiogroup", "name": "q", "choices": [{"value": 1, "visibleIf": "{own} = true"}]},
    {"type": "panel", "name": "p", "visibleIf": "{own} = true", "elements": [{"type": "text", "name": "q"}]},
    {"type": "matrix", "name": "q", "columns": [1, 2], "rows": ["a"]},
    {"type": "file", "name": "q"},
    {"type": "expression", "name": "q", "expression": "1 + 1"},
]


class _Controls(HTMLParser):
    """Reads the controls of a form as a browser would fill them: by name, every value that can be sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.values: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.append(given["for"])
        if "name" in given and tag in {"input", "select", "textarea"}:
            self.names.append(given["name"])
            self.values.setdefault(given["name"], []).append(given.get("value", ""))
        if tag == "option" and given["value"]:
            self.values[self.names[-1]].append(given["value"])


@pytest.fixture(scope="module")
def words() -> Words:
    class Same(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    return Words("es", Same())


def compiled(**more: Any) -> Any:
    return compile_questionnaire({**ALL, **more})


def page_of(words: Words, filled: Filled, mode: str = "anonymous", asked: Any = None) -> str:
    asked = asked or compiled()
    privacy = {"version": "2026-1"}
    form = Form(
        "svy_a", 1, "School", dict(asked.definition), mode, accepting=True, privacy=privacy, full=[], is_simple=True
    )
    return form_page(DISTRICT, form, "School <b>", fields_of(asked, words), filled, words).body


def test_every_type_of_the_simple_version_can_be_sent(words: Words) -> None:
    controls = _Controls(page_of(words, Filled("k" * 22)))
    wanted = {"data.safe": ["no"], "data.many": ["yes", "3"], "data.school": ["South"], "data.bus": ["4"]}
    wanted |= {"data.own": ["true"], "data.why": ["One\r\ntwo"], "data.age": ["7"], "data.day": ["2026-01-31"]}
    assert {name for name in controls.names if name.startswith("data.")} == {*wanted, "data.safe-Comment", "data.free"}
    for name in ("data.safe", "data.many", "data.school", "data.bus", "data.own"):
        assert set(wanted[name]) <= set(controls.values[name])
    sent = parse_qs(urlencode({**wanted, "data.free": [""]}, doseq=True), keep_blank_values=True)
    asked = compiled()
    checked = check_answer(asked, read_answers(asked, sent), at=clock.now(), locale="es")
    assert checked.data == {
        "safe": "no", "many": ["yes", 3], "school": "South", "bus": 4, "own": True, "why": "One\ntwo", "age": 7,
        "day": "2026-01-31",
    }  # fmt: skip


def test_every_control_has_a_label_of_its_own(words: Words) -> None:
    controls = _Controls(page_of(words, Filled("k" * 22), "confidential"))
    assert len(controls.ids) == len(set(controls.ids))
    assert set(controls.labels) <= set(controls.ids)
    assert len(controls.labels) == len(set(controls.labels))
    assert set(controls.ids) - set(controls.labels) == {"main", "invitation-hint"}


def test_what_was_written_and_what_is_wrong_stand_at_their_fields(words: Words) -> None:
    values = {
        "data.safe": ["other"],
        "data.safe-Comment": ['"><script>'],
        "data.why": ["</textarea>&"],
        "data.own": ["true"],
    }
    mistakes = {"data.day": "Answer this question.", "data.safe-Comment": "Too long.", "consent": "Agree."}
    page = page_of(words, Filled("k" * 22, values, mistakes))
    assert 'value="other" checked' in page
    assert 'value="&quot;&gt;&lt;script&gt;"' in page
    assert "&lt;/textarea&gt;&amp;</textarea>" in page
    assert "<script" not in page
    assert 'id="q2-error">Too long.' in page
    assert "eAnswer</p>" in page
    assert 'href="#consent">Agree.' in page
    assert "Lake &amp; View" in page
    assert "School &lt;b&gt;" in page


def test_texts_are_in_the_language_of_the_page(words: Words) -> None:
    assert ">Ninguno<" in page_of(words, Filled("k" * 22))
    assert ">No<" in page_of(Words("ar", words.texts), Filled("k" * 22))


def test_a_personal_link_is_asked_for_where_there_are_any(words: Words) -> None:
    assert 'name="invitation"' in page_of(words, Filled("k" * 22), "identified")
    assert 'name="invitation"' not in page_of(words, Filled("k" * 22))


@pytest.mark.parametrize("element", CONDITIONS, ids=lambda one: f"{one['type']} {list(one)[2:]}")
def test_what_depends_on_something_is_no_plain_form(element: dict[str, Any]) -> None:
    own = {"type": "boolean", "name": "own"}
    assert is_simple(compile_questionnaire({"elements": [own, {"type": "text", "name": "z"}]}))
    assert not is_simple(compile_questionnaire({"elements": [own, element]}))


def test_a_trigger_or_a_page_that_depends_is_no_plain_form() -> None:
    assert is_simple(compiled())
    trigger = {"type": "complete", "expression": "{own} = true"}
    assert not is_simple(compiled(triggers=[trigger]))
    assert not is_simple(compiled(calculatedValues=[{"name": "c", "expression": "1 + 1"}]))
    pages = [ALL["pages"][0], {**ALL["pages"][1], "visibleIf": "{safe} = 'yes'"}]  # type: ignore[index, dict-item]
    assert not is_simple(compiled(pages=pages))


def test_a_field_that_nobody_asks_is_kept_for_the_engine_to_refuse() -> None:
    asked = compiled()
    assert read_answers(asked, {"data.forged": ["1"], "key": ["k"], "data.age": ["seven"]}) == {
        "forged": "1",
        "age": "seven",
    }


def test_sentences_of_the_engine_are_said_in_the_language_of_the_page() -> None:
    lists = {"en": {"eLeast": "At least {count}."}, "es": {"eLeast": "Al menos {count}."}}
    assert words_in(lists, "es-MX").sentence("Choose at least 2.") == "Al menos 2."
    assert words_in(lists, "fr").language == "en"
    assert words_in(lists, "es").sentence("La suma debe ser 10.") == "La suma debe ser 10."


@given(text=st.text(), value=st.text())
def test_no_text_becomes_markup(text: str, value: str) -> None:
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)
            assert dict(attrs).keys() <= {"title", "value"}

    reader = Reader()
    reader.feed(joined(tag("p", text, title=value), text, void("input", value=value)))
    reader.close()
    assert seen == ["p", "input"]
    assert isinstance(tag("p", text), Html)
