"""What an answer is held against: constraints, requiredness and defaults of a row."""

import re
from typing import Final

from chalicelib.surveys.engine.grammar import Chain, Literal, Name, Node
from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.reading import number
from chalicelib.surveys.imports.unparsing import content_of, unparse
from chalicelib.surveys.imports.xlsform.inventory import row_path
from chalicelib.surveys.imports.xlsform.tree import Entry
from chalicelib.surveys.imports.xlsform.workshop import Form
from chalicelib.surveys.imports.xlsform.xpath import Reference

_REGEX = re.compile(r"""regex\(\s*\.\s*,\s*(?:'([^']*)'|"([^"]*)")\s*\)""")
_LENGTH = re.compile(
    r"(?:string-length\(\s*\.\s*\)\s*>=\s*(?P<least>\d{1,5}))?(?:^|\s+and\s+|$)"
    r"(?:string-length\(\s*\.\s*\)\s*<=\s*(?P<most>\d{1,5}))?",
)
_COUNTED: Final = {"greaterorequal": "minCount", "lessorequal": "maxCount"}
_BOUNDS: Final = {"greaterorequal": "min", "lessorequal": "max"}
_MESSAGES: Final = {"min": "minErrorText", "max": "maxErrorText"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YES: Final = frozenset({"yes", "true", "true()", "1"})
_NO: Final = frozenset({"no", "false", "false()", "0"})


def put_rules(form: Form, entry: Entry, element: JsonObject, own: Reference) -> None:
    """Give an element what its row says about requiredness, constraint, reading only and default."""
    _put_required(form, entry, element)
    _put_constraint(form, entry, element, own)
    said = entry.row.word("read_only").strip()
    if said.lower() in _YES:
        element["readOnly"] = True
        form.record(entry, "read_only", "carried")
    elif said.lower() in _NO:
        form.record(entry, "read_only", "carried", "Nothing is set.")
    elif said:
        _put_enabled(form, entry, element)
    _put_default(form, entry, element, own)


def _put_enabled(form: Form, entry: Entry, element: JsonObject) -> None:
    inner = re.fullmatch(r"not\((.*)\)", entry.row.word("read_only").strip(), re.DOTALL)
    if inner is None:
        form.record(entry, "read_only", "lost", "Only read_only of the form not(…) can be carried.")
        return
    entry.row.cells["read_only"] = inner[1]
    form.put_condition(element, "enableIf", entry, "read_only")


def _put_required(form: Form, entry: Entry, element: JsonObject) -> None:
    said = entry.row.word("required").strip()
    if said.lower() in _YES:
        element["isRequired"] = True
        form.record(entry, "required", "carried")
    elif said.lower() in _NO:
        form.record(entry, "required", "carried", "Nothing is set.")
    elif said:
        form.put_condition(element, "requiredIf", entry, "required")
    message = form.text(entry, "required_message")
    if message:
        element["requiredErrorText"] = message
        form.record(entry, "required_message", "carried")


def _put_constraint(form: Form, entry: Entry, element: JsonObject, own: Reference) -> None:
    text = entry.row.word("constraint").strip()
    message = form.text(entry, "constraint_message")
    if message:
        form.record(entry, "constraint_message", "carried" if text else "lost", "" if text else "No constraint has it.")
    if not text:
        return
    if (found := _REGEX.fullmatch(text)) and element["type"] in {"text", "comment"}:
        _add(element, {"type": "regex", "regex": found[1] or found[2] or ""}, message)
        form.record(entry, "constraint", "carried")
    elif (length := _LENGTH.fullmatch(text)) and element["type"] in {"text", "comment"}:
        if message or length["least"]:
            bounds = {"minLength": length["least"], "maxLength": length["most"]}
            rule = {key: int(bound) for key, bound in bounds.items() if bound}
            _add(element, {"type": "text", **rule}, message)
        else:
            element["maxLength"] = int(length["most"])
        form.record(entry, "constraint", "carried")
    elif (tree := form.condition(entry, "constraint", own)) and not _put_bounds(element, tree, own, message):
        _add(element, {"type": "expression", "expression": unparse(tree)}, message)


def _add(element: JsonObject, rule: JsonObject, message: Text) -> None:
    rules = element.setdefault("validators", [])
    if isinstance(rules, list):
        rules.append({**rule, "text": message} if message else rule)


def _put_bounds(element: JsonObject, tree: Node, own: Reference, message: Text) -> bool:
    """Take a constraint for bounds where it is nothing else."""
    parts = [tree]
    if isinstance(tree, Chain) and all(sign == "and" for sign, _ in tree.tail):
        parts = [tree.head, *(part for _, part in tree.tail)]
    found: dict[str, object] = {}
    for part in parts:
        key = _bound(part, own, element)
        if key is None or key[0] in found:
            return False
        found[key[0]] = key[1]
    if element["type"] == "checkbox":
        _add(element, {"type": "answercount", **found}, message)
        return True
    element.update(found)
    if message:
        element.update({_MESSAGES[key]: message for key in found})
    return True


def _bound(part: Node, own: Reference, element: JsonObject) -> tuple[str, object] | None:
    match part:
        case Chain(head=Name(text=text), tail=((sign, Literal() as limit),)):
            value = content_of(limit)
            if text == f"{own.name}.length" and element["type"] == "checkbox" and isinstance(value, float):
                return (_COUNTED[sign], int(value)) if sign in _COUNTED and value.is_integer() else None
            is_number = element.get("inputType") == "number" and isinstance(value, float)
            is_day = element.get("inputType") == "date" and isinstance(value, str) and _DAY.fullmatch(value)
            if text == own.name and sign in _BOUNDS and (is_number or is_day):
                return _BOUNDS[sign], number(value) if is_number else value
    return None


def _put_default(form: Form, entry: Entry, element: JsonObject, own: Reference) -> None:
    cell = entry.row.cells.get("default")
    if cell is None:
        return
    said = entry.row.word("default").strip()
    if "${" in said or "(" in said:
        tree = form.condition(entry, "default", own)
        if tree is not None:
            element["defaultValueExpression"] = unparse(tree)
            form.cells[id(element), "defaultValueExpression"] = row_path(entry.row.line, "default")
        return
    value: object = cell
    if own.kind in {"many", "rank"}:
        value = said.split()
    elif own.kind == "boolean":
        value = said.lower() == "true"
    elif own.kind == "number":
        value = number(said)
    elif own.kind == "text":
        value = said
    element["defaultValue"] = value
    form.cells[id(element), "defaultValue"] = row_path(entry.row.line, "default")
    form.record(entry, "default", "carried")
