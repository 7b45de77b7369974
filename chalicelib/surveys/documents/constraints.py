"""What an answer is held against, as a form says it: required, constraint, read only and default."""

from collections.abc import Callable
from typing import Final

from chalicelib.surveys.documents.rows import Sheets, Value, parts_of
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import mapping, word
from chalicelib.surveys.imports.report import Path

Row = dict[str, Value]
_SEVERAL: Final = "Several rules are one constraint of the form."
_EMAIL: Final = "regex(., '[^@ ]+@[^@ ]+')"


def put_rules(sheets: Sheets, path: Path, element: JsonObject, row: Row, *, is_whole: bool = False) -> None:
    """Give a row what its element says about the answer."""
    _put_required(sheets, path, element, row)
    if element.get("readOnly") is True:
        row["read_only"] = "yes"
        sheets.record((*path, "readOnly"), "carried")
    elif element.get("enableIf") and (said := sheets.said((*path, "enableIf"), element["enableIf"])):
        row["read_only"] = f"not({said})"
    _put_constraint(sheets, path, element, row, is_whole=is_whole)
    _put_default(sheets, path, element, row)


def _put_required(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    if element.get("isRequired") is True:
        row["required"] = "yes"
        sheets.record((*path, "isRequired"), "carried")
    if element.get("requiredIf"):
        if "isRequired" in element:
            sheets.record((*path, "isRequired"), "changed", "Its condition decides.")
        sheets.put_condition(row, "required", (*path, "requiredIf"), element)
    if "requiredErrorText" in element:
        sheets.put_text(row, "required_message", (*path, "requiredErrorText"), element["requiredErrorText"])


def _put_constraint(sheets: Sheets, path: Path, element: JsonObject, row: Row, *, is_whole: bool) -> None:
    parts: list[str] = []
    bounds = _bounds(sheets, path, element, row)
    if bounds:
        parts.append(bounds)
    length = element.get("maxLength")
    if isinstance(length, int) and length > 0:
        parts.append(f"string-length(.) <= {length}")
        sheets.record((*path, "maxLength"), "carried")
    for steps, entry in parts_of(element, "validators") if not is_whole else []:
        rule = mapping(entry)
        at = (*path, *steps)
        text = _said(sheets, at, element, rule)
        sheets.record(at, "carried" if text else "lost", "" if text else "A form cannot say it.")
        if text and "text" in rule:
            sheets.put_text(row, "constraint_message", (*at, "text"), rule["text"])
        if text:
            parts.append(text)
            sheets.ledger.below[at] = ("carried", "")
        if rule.keys() == {"type", "maxLength"} and text:
            sheets.record(at, "changed", "It comes back as the greatest length of the text.")
    parts += _selected(sheets, path, element)
    if "validators" in element and not is_whole:
        sheets.carry((*path, "validators"), unless="" if element["validators"] else "It is empty.")
    if parts:
        row["constraint"] = parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)
    if len(parts) > 1:
        _note_several(sheets, path, element)


def _note_several(sheets: Sheets, path: Path, element: JsonObject) -> None:
    for key in ("min", "max", "maxLength"):
        if key in element:
            sheets.record((*path, key), "changed", _SEVERAL)
    for steps, _ in parts_of(element, "validators"):
        if sheets.ledger.outcomes.get((*path, *steps), ("lost", ""))[0] == "carried":
            sheets.record((*path, *steps), "changed", _SEVERAL)


def _bounds(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> str:
    found = []
    for key, sign in (("min", ">="), ("max", "<=")):
        bound = element.get(key)
        if bound is not None and not isinstance(bound, bool) and isinstance(bound, int | float | str):
            found.append(f". {sign} {_quoted(bound)}")
            sheets.record((*path, key), "carried")
    messages = [element[key] for key in ("minErrorText", "maxErrorText") if key in element]
    if messages and len(messages) == len(found) and all(message == messages[0] for message in messages):
        for key in ("minErrorText", "maxErrorText"):
            if key in element:
                sheets.put_text(row, "constraint_message", (*path, key), messages[0])
    return " and ".join(found)


def _quoted(bound: float | str) -> str:
    return f"'{bound}'" if isinstance(bound, str) else str(bound)


def _selected(sheets: Sheets, path: Path, element: JsonObject) -> list[str]:
    found = []
    for key, sign in (("minSelectedChoices", ">="), ("maxSelectedChoices", "<=")):
        count = element.get(key)
        if isinstance(count, int) and count > 0:
            found.append(f"count-selected(.) {sign} {count}")
            sheets.record((*path, key), "changed", "It is a constraint of the form.")
    return found


def _said(sheets: Sheets, path: Path, element: JsonObject, rule: JsonObject) -> str:
    kind = word(rule.get("type"))
    if kind == "expression":
        own = f"{sheets.scope}{word(element.get('name'))}"
        return sheets.said((*path, "expression"), rule.get("expression"), own)
    return _RULES[kind](rule) if kind in _RULES else ""


def _between(subject: str, low: str, high: str) -> Callable[[JsonObject], str]:
    def say(rule: JsonObject) -> str:
        bounds = [(">=", rule.get(low)), ("<=", rule.get(high))]
        return " and ".join(f"{subject} {sign} {bound}" for sign, bound in bounds if isinstance(bound, int | float))

    return say


def _regex(rule: JsonObject) -> str:
    pattern = word(rule.get("regex"))
    if rule.get("caseInsensitive") is True:
        pattern = f"(?i){pattern}"
    if "'" in pattern and '"' in pattern:
        return ""
    return f'regex(., "{pattern}")' if "'" in pattern else f"regex(., '{pattern}')"


_RULES: Final[dict[str, Callable[[JsonObject], str]]] = {
    "answercount": _between("count-selected(.)", "minCount", "maxCount"),
    "text": _between("string-length(.)", "minLength", "maxLength"),
    "numeric": _between(".", "minValue", "maxValue"),
    "regex": _regex,
    "email": lambda _: _EMAIL,
}


def _put_default(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    value = element.get("defaultValue")
    if "defaultValueExpression" in element:
        sheets.put_condition(row, "default", (*path, "defaultValueExpression"), element)
        return
    at = (*path, "defaultValue")
    if isinstance(value, bool):
        row["default"] = str(value).lower()
    elif isinstance(value, str | int | float):
        row["default"] = value
    elif isinstance(value, list) and all(isinstance(one, str | int | float) and " " not in str(one) for one in value):
        row["default"] = " ".join(map(str, value))
    else:
        return
    sheets.record(at, "carried")
