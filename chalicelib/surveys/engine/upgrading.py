"""Older spellings of a definition, written anew: what the format once allowed and its own software still reads."""

import copy
from collections.abc import Iterator, Mapping
from typing import Final

from chalicelib.surveys.engine.names import NAMELESS
from chalicelib.surveys.engine.values import Value, is_empty, number_text

_COMPARED: Final = frozenset(
    {"equal", "notequal", "contains", "notcontains", "greater", "less", "greaterorequal", "lessorequal"}
)
_UNCOMPARED: Final = frozenset({"empty", "notempty"})


def upgraded(definition: Mapping[str, Value]) -> dict[str, Value]:
    """Give a copy with `questions` called elements, triggers as expressions, and names for texts and pictures."""
    survey: dict[str, Value] = copy.deepcopy(dict(definition))
    pages = survey.get("pages")
    for block in [survey, *(pages if isinstance(pages, list) else [])]:
        if isinstance(block, dict) and "questions" in block and "elements" not in block:
            block["elements"] = block.pop("questions")
    triggers = survey.get("triggers")
    if isinstance(triggers, list):
        survey["triggers"] = [_trigger(one) for one in triggers]
    _name_the_nameless(survey)
    return survey


def _trigger(trigger: Value) -> Value:
    if not isinstance(trigger, dict) or "expression" in trigger or not isinstance(trigger.get("name"), str):
        return trigger
    operator = str(trigger.get("operator", "equal")).lower()
    rest = {key: value for key, value in trigger.items() if key not in {"name", "operator", "value"}}
    if operator in _UNCOMPARED:
        return {**rest, "expression": f"{{{trigger['name']}}} {operator}"}
    if operator not in _COMPARED or is_empty(trigger.get("value")):
        return trigger
    return {**rest, "expression": f"{{{trigger['name']}}} {operator} {_operand(trigger['value'])}"}


def _operand(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(_operand(part) for part in value) + "]"
    escaped = str(value).replace("'", "\\'").replace('"', '\\"')
    return f"'{escaped}'"


def _name_the_nameless(survey: dict[str, Value]) -> None:
    blocks = list(_blocks(survey))
    taken = {str(block.get("name", "")).lower() for block in blocks}
    for block in blocks:
        kind = block.get("type")
        if "name" in block or not isinstance(kind, str) or kind not in NAMELESS:
            continue
        stem = "panel" if kind == "panel" else "question"
        place = next(place for place in range(1, len(blocks) + 2) if f"{stem}{place}" not in taken)
        block["name"] = f"{stem}{place}"
        taken.add(f"{stem}{place}")


def _blocks(survey: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Give every element, the repeated among them."""
    pages = survey.get("pages")
    waiting = [survey, *reversed(pages if isinstance(pages, list) else [])]
    while waiting:
        block = waiting.pop()
        for key in ("elements", "templateElements"):
            inner = block.get(key) if isinstance(block, dict) else None
            for element in inner if isinstance(inner, list) else []:
                if isinstance(element, dict):
                    yield element
                    waiting.append(element)
