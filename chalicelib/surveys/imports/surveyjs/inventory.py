"""Every element of a SurveyJS definition: pages, questions, and each property that says more than what they are."""

from collections.abc import Iterator
from typing import Final

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import mapping, sequence, word
from chalicelib.surveys.imports.report import Element, Path, labelled_once

CONTAINERS: Final = frozenset({"pages", "elements", "questions", "templateElements"})
# Entries of these lists are elements of their own; of the others, only what they have beside value and text.
_PARTS: Final = {
    "columns": "column",
    "validators": "validator",
    "triggers": "trigger",
    "calculatedValues": "calculated value",
    "items": "entry of a question",
}
_VALUES: Final = frozenset({"choices", "rows", "rateValues", "choicesByUrl"})
_IDENTITY: Final = frozenset({"type", "name"})
_OF_A_VALUE: Final = frozenset({"value", "text"})


def take_inventory(document: JsonObject) -> list[Element]:
    """The elements in the order of the document, each under a label of its own."""
    return labelled_once(list(_of_block((), document, "")))


def _of_block(path: Path, block: JsonObject, name: str) -> Iterator[Element]:
    for key, value in block.items():
        at = (*path, key)
        if key in CONTAINERS and isinstance(value, list):
            for place, inner in enumerate(value):
                yield from _of_element((*at, str(place)), mapping(inner), "page" if key == "pages" else "")
        elif not (path and key in _IDENTITY):
            yield from _of_property(at, key, value, name)


def _of_element(path: Path, block: JsonObject, kind: str) -> Iterator[Element]:
    name = word(block.get("name"))
    yield Element(path, label_of(path, name), kind or f"question: {word(block.get('type')) or 'untyped'}"[:60])
    yield from _of_block(path, block, name)


def _of_property(path: Path, key: str, value: object, name: str) -> Iterator[Element]:
    yield Element(path, label_of(path, name), _kind_of_property(key))
    for place, entry in enumerate(sequence(value) if key in _PARTS or key in _VALUES else []):
        at = (*path, str(place))
        if not isinstance(entry, dict):
            continue
        is_part = key in _PARTS and "value" not in entry
        if is_part:
            yield Element(at, label_of(at, name), _PARTS[key])
        for inner, content in entry.items():
            if inner not in (_IDENTITY if is_part else _OF_A_VALUE):
                yield from _of_property((*at, inner), inner, content, name)


def _kind_of_property(key: str) -> str:
    if key.endswith("If"):
        return "condition"
    return "expression" if key.lower().endswith("expression") else "property"


def label_of(path: Path, name: str) -> str:
    """A path as people who read JSON write it, with the name of its question."""
    text = "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in path).lstrip(".")
    return f"{text} ({name})" if name else text
