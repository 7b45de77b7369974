"""Questions as rows of a form, by their type."""

import html
from collections.abc import Callable
from typing import Final

from chalicelib.surveys.documents.choice_lists import write_list
from chalicelib.surveys.documents.constraints import put_rules
from chalicelib.surveys.documents.naming import VALUED
from chalicelib.surveys.documents.rows import NO_PROPERTY, Sheets, Value
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import mapping, word
from chalicelib.surveys.imports.report import Path
from chalicelib.surveys.imports.rules import whole_number

_SELECTS: Final = {"radiogroup": "select_one", "buttongroup": "select_one", "dropdown": "select_one", "ranking": "rank"}
_INPUTS: Final = {"number": "decimal", "date": "date", "time": "time", "datetime-local": "dateTime"}
_OTHERWISE: Final = {
    "imagepicker": "The choices are texts, without their pictures.",
    "buttongroup": "It is a plain choice of one.",
}
Row = dict[str, Value]


def _write_text(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    entered = word(element.get("inputType")) or "text"
    row["type"] = _INPUTS.get(entered, "text")
    if "inputType" in element:
        is_said = entered in _INPUTS
        sheets.record(
            (*path, "inputType"), "carried" if is_said else "changed", "" if is_said else "Any text is taken."
        )
    if element["type"] == "comment":
        row["appearance"] = "multiline"
    rules = element.get("validators")
    if (
        entered == "number"
        and element.get("step") == 1
        and rules == [whole_number(f"{sheets.scope}{word(element['name'])}")]
    ):
        row["type"] = "integer"
        sheets.record((*path, "step"), "carried")
        sheets.record((*path, "validators"), "carried")
        sheets.ledger.below[(*path, "validators")] = ("carried", "")
    put_rules(sheets, path, element, row, is_whole=row["type"] == "integer")


def _write_choices(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    kind = word(element["type"])
    element = _listed(sheets, path, element)
    listed, filtered = write_list(sheets, path, element, "choices", str(row["name"]))
    is_one = kind == "imagepicker" and element.get("multiSelect") is not True
    row["type"] = f"{'select_one' if is_one else _SELECTS.get(kind, 'select_multiple')} {listed}"
    if filtered:
        row["choice_filter"] = filtered
    if kind in _OTHERWISE:
        sheets.record(path, "changed", _OTHERWISE[kind])
    _write_look(sheets, path, element, row)
    for key in ("showOtherItem", "hasOther"):
        if element.get(key) is True:
            row["type"] = f"{row['type']} or_other"
            sheets.record((*path, key), "carried" if key == "showOtherItem" else "changed", "Another answer is taken.")
    put_rules(sheets, path, element, row)


def _listed(sheets: Sheets, path: Path, element: JsonObject) -> JsonObject:
    """A question whose choices are numbers from and to, with all of them listed."""
    if "choices" in element:
        return element
    usual = (("choicesMin", 0), ("choicesMax", 0), ("choicesStep", 1))
    low, high, step = (element.get(key, other) for key, other in usual)
    sheets.record((*path, "choicesMax"), "changed", "The numbers are a list of choices.")
    if isinstance(low, int) and isinstance(high, int) and isinstance(step, int):
        return {**element, "choices": list(range(low, high + 1, step))}
    return element


def _write_look(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    looks = ["minimal"] if element["type"] in {"dropdown", "tagbox"} else []
    columns = element.get("colCount")
    if isinstance(columns, int) and columns > 0 and element["type"] in {"radiogroup", "checkbox"}:
        looks.append(f"columns-{columns}")
        sheets.record((*path, "colCount"), "carried")
    if looks:
        row["appearance"] = " ".join(looks)
    if element.get("choicesOrder") == "random":
        row["parameters"] = "randomize=true"
        sheets.record((*path, "choicesOrder"), "carried")


def _write_boolean(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    if element.get("valueTrue") == "OK" and element.get("renderAs") == "checkbox" and "valueFalse" not in element:
        row["type"] = "acknowledge"
        sheets.record((*path, "valueTrue"), "carried")
        sheets.record((*path, "renderAs"), "carried")
        put_rules(sheets, path, element, row)
        return
    sides = [("valueTrue", True, "labelTrue", "Yes"), ("valueFalse", False, "labelFalse", "No")]
    choices: list[object] = []
    for value, otherwise, label, text in sides:
        said = element.get(label, text)
        choices.append({"value": element.get(value, str(otherwise).lower()), "text": said})
        if label in element:
            sheets.carry((*path, label), unless="As usual." if said == text else "")
        if value in element:
            sheets.record((*path, value), "changed", "It is a choice between two values.")
            sheets.record(path, "changed", "It is a choice between two values.")
    kept = dict(sheets.ledger.outcomes)
    listed, _ = write_list(sheets, path, {"choices": choices}, "choices", str(row["name"]))
    sheets.ledger.outcomes = kept
    row["type"] = f"select_one {listed}"
    put_rules(sheets, path, element, row)


def _write_rating(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    if "rateValues" in element:
        listed, _ = write_list(sheets, path, element, "rateValues", str(row["name"]))
        row["type"] = f"select_one {listed}"
        sheets.record(path, "changed", "It is a choice of one of its values.")
    else:
        low, step = element.get("rateMin", 1), element.get("rateStep", 1)
        high = element.get("rateMax", 5)
        if "rateMax" not in element and isinstance(element.get("rateCount"), int):
            high = int(str(low)) + (int(str(element["rateCount"])) - 1) * int(str(step))
            sheets.record((*path, "rateCount"), "changed", "Its greatest value is given instead.")
        row |= {"type": "range", "parameters": f"start={low} end={high} step={step}", "appearance": "rating"}
        for key, usual in (("rateMin", 1), ("rateMax", 5), ("rateStep", 1)):
            if key in element:
                sheets.carry((*path, key), unless="As usual." if element[key] == usual else "")
    put_rules(sheets, path, element, row)


def _write_slider(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    low, high, step = (element.get(key, usual) for key, usual in (("min", 0), ("max", 100), ("step", 1)))
    row |= {"type": "range", "parameters": f"start={low} end={high} step={step}"}
    for key in ("min", "max", "step"):
        sheets.record((*path, key), "carried")
    put_rules(sheets, path, {key: value for key, value in element.items() if key not in {"min", "max"}}, row)


def _write_note(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    row["type"] = "note"
    said = element.get("html")
    del row["label"]
    if not said:
        sheets.carry((*path, "html"), unless="It is empty.")
        return
    texts = {"default": said} if isinstance(said, str) else dict(mapping(said))
    marked = any("<" in str(text).replace("<br>", "") for text in texts.values())
    clean = {code: plain(str(text)) if marked else _unescaped(str(text)) for code, text in texts.items()}
    sheets.put_text(row, "label", (*path, "html"), clean["default"] if isinstance(said, str) else clean)
    if marked:
        sheets.record((*path, "html"), "changed", "The text is kept without its formatting.")


def _unescaped(text: str) -> str:
    return html.unescape(text.replace("<br>", "\n"))


def _write_result(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    row |= {"type": "text", "read_only": "yes"}
    sheets.put_condition(row, "calculation", (*path, "expression"), element)


def _write_upload(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    taken = word(element.get("acceptedTypes"))
    kind = {"image/*": "image", "audio/*": "audio", "video/*": "video"}.get(taken, "file")
    row["type"] = "image" if element["type"] == "signaturepad" else kind
    if element["type"] == "signaturepad":
        row["appearance"] = "signature"
    if taken:
        sheets.record(
            (*path, "acceptedTypes"), "carried" if kind != "file" else "lost", "" if kind != "file" else NO_PROPERTY
        )
    put_rules(sheets, path, element, row)


WRITERS: Final[dict[str, Callable[[Sheets, Path, JsonObject, Row], None]]] = {
    **dict.fromkeys(("text", "comment"), _write_text),
    **dict.fromkeys(sorted(VALUED), _write_choices),
    **dict.fromkeys(("file", "signaturepad"), _write_upload),
    "boolean": _write_boolean,
    "rating": _write_rating,
    "slider": _write_slider,
    "html": _write_note,
    "expression": _write_result,
}
