"""A simple survey as a form that needs no script: what it asks, and how its fields are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.elements import (
    COMMENT,
    DONT_KNOW,
    NONE,
    OTHER,
    REFUSED,
    Item,
    Questionnaire,
    in_locale,
)
from chalicelib.surveys.engine.values import Value, to_text
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.pages.words import Words

BEFORE: Final = "data."  # Before the name of a field, as in what the server says of an answer.
_ONE: Final = frozenset({"radiogroup", "buttongroup", "rating", "boolean"})
_DECLINED: Final = (
    (NONE, "noneText", "none"),
    (REFUSED, "refuseText", "refused"),
    (DONT_KNOW, "dontKnowText", "dontKnow"),
)
Sent = Mapping[str, Sequence[str]]


class PlainChoice(Struct, frozen=True):
    value: str
    text: str


class PlainField(Struct, frozen=True):
    """A question, a heading or a text; `kind` is one, list, many, line, lines, heading or words."""

    kind: str
    title: str
    name: str = ""
    hint: str = ""
    required: bool = False
    choices: list[PlainChoice] = []
    input_type: str = "text"
    limits: dict[str, str] = {}
    begins_with: list[str] = []
    comment: str = ""  # What to write beside the choice; "" where nothing can be written.


def fields_of(questionnaire: Questionnaire, words: Words) -> list[PlainField]:
    """What the form shows, in order, in a language."""
    return list(_Form(questionnaire, words).within(questionnaire.definition, ""))


class _Form:
    def __init__(self, questionnaire: Questionnaire, words: Words) -> None:
        self.items = questionnaire.by_name
        self.words = words

    def within(self, block: Mapping[str, Any], heading: str) -> Iterator[PlainField]:
        """The fields of a survey, page or panel."""
        if heading:
            yield PlainField("heading", heading, hint=self.said(block.get("description")))
        for part in block.get("pages", []):
            yield from self.within(part, self.said(part.get("title")))
        for part in block.get("elements", []):
            if part["type"] == "panel":
                yield from self.within(part, self.said(part.get("title")))
            elif part["type"] == "html":
                yield PlainField("words", plain(self.said(part.get("html"))))
            else:
                yield self.field(part, self.items[str(part["name"])])

    def said(self, text: object) -> str:
        """A text in the language of the page, or in the survey's own."""
        if isinstance(text, Mapping):
            return in_locale(text, self.words.language)
        return "" if text is None else str(text)

    def field(self, block: Mapping[str, Any], item: Item) -> PlainField:
        return PlainField(
            _kind_of(item),
            in_locale(item.texts, self.words.language),
            name=f"{BEFORE}{item.key}",
            hint=self.said(block.get("description")),
            required=item.required,
            choices=list(self.choices(block, item)),
            input_type=item.input_type,
            limits=_limits_of(item),
            begins_with=_texts_of(item.default),
            comment=self.comment(block, item),
        )

    def choices(self, block: Mapping[str, Any], item: Item) -> Iterator[PlainChoice]:
        for option in item.options:
            yield PlainChoice(to_text(option.value), self.option(item, option.value, option.texts))
        for value, key, word in _DECLINED:
            if value in item.declined:
                yield PlainChoice(value, self.said(block.get(key)) or self.words(word))
        if item.has_other:
            yield PlainChoice(OTHER, self.said(block.get("otherText")) or self.words("other"))

    def option(self, item: Item, value: Value, texts: Mapping[str, str]) -> str:
        said = in_locale(texts, self.words.language)
        if item.kind == "boolean" and isinstance(value, bool) and said in {"", "true", "false", "True", "False"}:
            return self.words("yes" if value else "no")
        return said or to_text(value)

    def comment(self, block: Mapping[str, Any], item: Item) -> str:
        if item.has_other:
            return self.said(block.get("otherPlaceholder")) or self.words("otherSay")
        return (self.said(block.get("commentText")) or self.words("comment")) if item.has_comment else ""


def _kind_of(item: Item) -> str:
    if item.kind in _ONE:
        return "one"
    return {"dropdown": "list", "checkbox": "many", "comment": "lines"}.get(item.kind, "line")


def _limits_of(item: Item) -> dict[str, str]:
    if item.kind == "comment":
        return {"maxlength": str(item.longest)}
    if item.kind != "text":
        return {}
    bounds = {"min": item.least, "max": item.most, "step": item.step}
    if item.input_type == "number" and item.step is None:
        bounds["step"] = "any"
    limits = {name: to_text(value) for name, value in bounds.items() if value is not None}
    return limits if item.is_number else {**limits, "maxlength": str(item.longest)}


def _texts_of(value: Value) -> list[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [to_text(one) for one in values]


def read_answers(questionnaire: Questionnaire, sent: Sent) -> dict[str, Value]:
    """The answers of a form that was sent; what it does not ask is kept, for the engine to refuse by its name."""
    found: dict[str, Value] = {}
    for name, values in sent.items():
        if name.startswith(BEFORE):
            key = name.removeprefix(BEFORE)
            value = _value(questionnaire.by_key.get(key, ()), values)
            if value is not None:
                found[key] = value
    return found


def mistakes_in(questionnaire: Questionnaire, sent: Sent, locale: str, at: datetime) -> dict[str, str]:
    """The sentences for the answers of a form, where it is refused for something else already."""
    try:
        check_answer(questionnaire, read_answers(questionnaire, sent), at=at, locale=locale)
    except Invalid as refusal:
        return refusal.fields
    return {}


def _value(items: Sequence[Item], values: Sequence[str]) -> Value:
    item = items[0] if items else None
    if item is not None and item.kind == "checkbox":
        return [value for value in values if value] or None
    text = values[-1].strip() if values else ""
    if item is not None and item.is_number:
        return _number(text) if text else None
    return text.replace("\r\n", "\n") or None


def _number(text: str) -> Value:
    """A number as the browser sends it; anything else stays as it is, to be refused."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    return number if number == number and abs(number) != float("inf") else text  # noqa: PLR0124


def comment_name(field: PlainField) -> str:
    return f"{field.name}{COMMENT}"
