"""Lists of choices of a form: values that a form may have, texts, and conditions as one filter."""

import json
import re
from typing import Final

from chalicelib.surveys.documents.rows import Sheets, Value, parts_of
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.reading import mapping
from chalicelib.surveys.imports.report import Path

_FITTING = re.compile(r"[^\s'\"]+")
FILTER: Final = "shown_if"


def values_otherwise(block: JsonObject, key: str) -> dict[str, str]:
    """The values that a form must write otherwise, because they hold blanks or quotes."""
    taken = Names()
    found: dict[str, str] = {}
    for value in _plain_values(block, key):
        text = str(value)
        if _FITTING.fullmatch(text):
            taken.taken.add(text.lower())
        elif text not in found:
            found[text] = taken.take(text)
    return found


def _plain_values(block: JsonObject, key: str) -> list[object]:
    return [value_and_text(entry)[0] for _, entry in parts_of(block, key)]


def value_and_text(entry: object) -> tuple[object, object]:
    """The value of a choice and its text; no text where it is its value."""
    if isinstance(entry, dict):
        return entry.get("value", ""), entry.get("text")
    if isinstance(entry, str) and "|" in entry:
        value, _, text = entry.partition("|")
        return value, text
    return entry, None


def is_written_otherwise(entry: object) -> bool:
    """Whether a choice or row comes back in another form: with a condition it has a text, else only its own."""
    value, text = value_and_text(entry)
    if not isinstance(entry, dict):
        return text is not None
    return not text if entry.get("visibleIf") else text in (None, "", str(value))


def write_list(sheets: Sheets, path: Path, block: JsonObject, key: str, wanted: str) -> tuple[str, str]:
    """Write the choices of a question once; give the name of their list and the filter of the question."""
    otherwise = values_otherwise(block, key)
    rows: list[dict[str, Value]] = []
    conditions: dict[str, str] = {}
    notes: list[str] = []
    for steps, entry in parts_of(block, key):
        value, text = value_and_text(entry)
        row: dict[str, Value] = {"name": _written(value, otherwise)}
        if str(row["name"]) != str(value) or isinstance(value, bool):
            notes.append("Values with blanks or quotes are written with underscores.")
        elif is_written_otherwise(entry):
            notes.append("A choice whose text is its value comes back as its value alone.")
        notes += filter(None, [sheets.write_text(row, "label", text or str(value))])
        condition = mapping(entry).get("visibleIf")
        if condition and (said := sheets.said((*path, *steps, "visibleIf"), condition)):
            row[FILTER] = conditions.setdefault(said, str(len(conditions) + 1))
        rows.append(row)
    if {str(row["name"]).lower() for row in rows} == {"true", "false"}:
        notes.append("A question with the choices true and false comes back as a yes-or-no question.")
    sheets.carry((*path, key), unless=" ".join(dict.fromkeys(notes)))
    content = json.dumps(rows, sort_keys=True)
    if content not in sheets.lists:
        sheets.lists[content] = _free(set(sheets.lists.values()), wanted)
        sheets.choices += [{"list_name": sheets.lists[content], **row} for row in rows]
    return sheets.lists[content], _filter(conditions)


def _written(value: object, otherwise: dict[str, str]) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise.get(str(value), str(value).lower() if isinstance(value, bool) else str(value))
    return value


def _free(taken: set[str], wanted: str) -> str:
    name, again = wanted, 1
    while name in taken:
        again += 1
        name = f"{wanted}_{again}"
    return name


def _filter(conditions: dict[str, str]) -> str:
    """One filter for the list: a choice is shown where nothing stands in its column, or what stands there holds."""
    if not conditions:
        return ""
    parts = [f"({FILTER} = '{number}' and ({said}))" for said, number in conditions.items()]
    return " or ".join([f"{FILTER} = ''", *parts])
