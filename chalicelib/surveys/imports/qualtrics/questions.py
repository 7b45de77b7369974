"""What every question of the source shares: names, texts, choices with their codes, and the columns of an export."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.conditions import FALSE, TRUE, Condition, written
from chalicelib.surveys.imports.imported import Column, JsonObject, Text
from chalicelib.surveys.imports.languages import is_language, spoken
from chalicelib.surveys.imports.markup import dropped_tags, is_piped, plain, sanitised, unpiped
from chalicelib.surveys.imports.names import RESERVED, Names
from chalicelib.surveys.imports.qualtrics.logic import Asked, Logic, is_quotable
from chalicelib.surveys.imports.reading import entries, entry, mapping, number, sequence, word
from chalicelib.surveys.imports.report import Ledger, Path

MOST_CHOICES: Final = 1_000
MOST_ROWS: Final = 100
LONGEST_TITLE: Final = 4_000
LONGEST_VALUE: Final = 100


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the source; `path` leads to its payload."""

    path: Path
    identity: str
    payload: JsonObject
    language: str

    @property
    def tag(self) -> str:
        return word(self.payload.get("DataExportTag")).strip() or self.identity

    @property
    def selector(self) -> str:
        return word(self.payload.get("Selector"))

    @property
    def sub_selector(self) -> str:
        return word(self.payload.get("SubSelector"))

    def configured(self, key: str) -> object:
        return mapping(self.payload.get("Configuration")).get(key)

    def text(self, *keys: str) -> Text:
        """The plain text at a place of the payload, with its translations."""
        return self._spoken(keys, plain)

    def markup(self) -> Text:
        return self._spoken(("QuestionText",), sanitised)

    def _spoken(self, keys: tuple[str, ...], clean: Callable[[str], str]) -> Text:
        original = clean(unpiped(_at(self.payload, keys)))[:LONGEST_TITLE]
        texts = {self.language: original}
        for code, translation in entries(self.payload.get("Language")):
            text = clean(unpiped(_at(translation, keys)))[:LONGEST_TITLE]
            if text and is_language(language_of(code)):
                texts.setdefault(language_of(code), text)
        return spoken(texts, self.language)


def language_of(code: str) -> str:
    return code.strip().lower().partition("-")[0].partition("_")[0] or "en"


def _at(holder: object, keys: tuple[str, ...]) -> str:
    for key in keys:
        holder = entry(holder, key)
    return word(holder)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice, statement or scale point that is kept; `code` is what an export writes for it."""

    identity: str
    code: str
    value: str
    text: Text
    shown: Condition

    def option(self) -> JsonObject:
        condition = written(self.shown)
        shown: JsonObject = {"visibleIf": condition} if condition else {}
        return {"value": self.value, "text": self.text or self.value, **shown}

    @property
    def label(self) -> str:
        return self.text if isinstance(self.text, str) else self.text["default"]


@dataclass(slots=True)
class Draft:
    """What became of a question: its elements, each with the condition it needs beside the question's own."""

    asked: Asked
    elements: list[tuple[JsonObject, Condition]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Workshop:
    """What building a question needs: the ledger of the report, the logic met so far, the names taken."""

    ledger: Ledger
    logic: Logic
    names: Names

    def attempt(self, build: "Callable[[], Draft]") -> Draft:
        """Build a draft; what was recorded on the way counts only where it succeeds. Raises Unsupported."""
        kept = self.ledger
        self.ledger = self.logic.ledger = Ledger()
        try:
            draft = build()
            kept.outcomes |= self.ledger.outcomes
            kept.below |= self.ledger.below
        finally:
            self.ledger = self.logic.ledger = kept
        return draft


class Unsupported(Exception):
    """A question that has no counterpart; the message says why."""


def titled(question: Question, name: str) -> JsonObject:
    return {"name": name, "title": question.text("QuestionText") or question.tag}


def offered(
    shop: Workshop, question: Question, key: str, values: dict[str, str], codes: dict[str, str]
) -> list[Choice]:
    """The choices that can ever be shown, in order; those whose condition never holds are left out."""
    found = dict(entries(question.payload.get(key)))
    kept = []
    for identity in _order(question, key, found):
        content = mapping(found[identity])
        path = (*question.path, key, identity)
        logic = content.get("DisplayLogic")
        shown = shop.logic.visibility((*path, "DisplayLogic"), logic) if logic else TRUE
        _record_piped(shop.ledger, path, word(content.get("Display")), "Display")
        if shown != FALSE:
            text = question.text(key, identity, "Display")
            kept.append(Choice(identity, codes.get(identity, identity), values[identity], text, shown))
    return kept


def _order(question: Question, key: str, found: dict[str, object]) -> list[str]:
    listed = [word(identity) for identity in sequence(question.payload.get(f"{key[:-1]}Order"))]
    return list(dict.fromkeys([identity for identity in listed if identity in found] + list(found)))


def codes_of(question: Question) -> dict[str, str]:
    return {
        key: word(code).strip() for key, code in entries(question.payload.get("RecodeValues")) if word(code).strip()
    }


def coded_values(shop: Workshop, question: Question, key: str) -> dict[str, str]:
    """The value of each choice: its code where the question has codes that tell choices apart, else its identity."""
    identities = [identity for identity, _ in entries(question.payload.get(key))]
    codes = codes_of(question)
    path = (*question.path, "RecodeValues")
    values = {identity: codes.get(identity, identity) for identity in identities}
    if are_usable(list(values.values())):
        shop.ledger.record(path, "carried", "The codes are the values of the choices.")
        return values
    shop.ledger.record(path, "changed", "The codes do not tell the choices apart, so the choices keep their numbers.")
    if are_usable(identities):
        return {identity: identity for identity in identities}
    return {identity: str(place) for place, identity in enumerate(identities, start=1)}


def are_usable(values: list[str]) -> bool:
    alike = {number(value) if number(value) is not None else value.strip().lower() for value in values}
    return len(alike) == len(values) and all(map(_is_usable, values))


def _is_usable(value: str) -> bool:
    fits = value == value.strip() and len(value) <= LONGEST_VALUE and value.isprintable()
    return fits and is_quotable(value) and value.lower() not in RESERVED


def check_size(what: str, count: int, most: int) -> None:
    if not 0 < count <= most:
        raise Unsupported(f"It has {count} {what}; 1 to {most} can be carried.")


def note_text(shop: Workshop, question: Question, draft: Draft) -> None:
    """Record what the question's own text loses on its way to plain text."""
    source = word(question.payload.get("QuestionText"))
    _record_piped(shop.ledger, question.path, source, "QuestionText")
    dropped = dropped_tags(source, is_markup=draft.asked.kind == "html")
    if dropped:
        draft.notes.append(f"The text is kept without its formatting ({', '.join(dropped)[:100]}).")


def _record_piped(ledger: Ledger, path: Path, source: str, key: str) -> None:
    if is_piped(source):
        ledger.record((*path, key), "lost", "Text piped in from elsewhere is not carried; an ellipsis stands for it.")


def text_box(shop: Workshop, question: Question, name: str, title: Text) -> JsonObject:
    return {"type": "text", "name": shop.names.take(name), "title": title or question.tag, "maxLength": 2_000}
