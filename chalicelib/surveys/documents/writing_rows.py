"""Pages, panels, tables and questions as rows of a form."""

import html
from collections.abc import Callable
from typing import Final

from chalicelib.surveys.documents.choice_lists import is_written_otherwise, value_and_text, values_otherwise, write_list
from chalicelib.surveys.documents.constraints import put_rules
from chalicelib.surveys.documents.rows import NO_PROPERTY, Sheets, Value, parts_of
from chalicelib.surveys.documents.xpath import Asked
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import mapping, word
from chalicelib.surveys.imports.report import Path
from chalicelib.surveys.imports.rules import whole_number

CONTAINERS: Final = ("pages", "elements", "templateElements")
_VALUED: Final = {"radiogroup", "dropdown", "checkbox", "tagbox", "ranking", "imagepicker"}
_SELECTS: Final = {"radiogroup": "select_one", "dropdown": "select_one", "ranking": "rank"}
_INPUTS: Final = {"number": "decimal", "date": "date", "time": "time", "datetime-local": "dateTime"}
Row = dict[str, Value]


def register(sheets: Sheets, block: JsonObject, path: Path = (), scope: str = "") -> None:
    """Give every question its name in the form, so that conditions may ask about what comes later too."""
    for key in CONTAINERS:
        for steps, entry in parts_of(block, key):
            element = mapping(entry)
            at = (*path, *steps)
            if key != "pages":
                _register(sheets, at, element, scope)
            inner = f"{scope}panel." if element.get("type") == "paneldynamic" else scope
            register(sheets, element, at, inner)
    for steps, entry in parts_of(block, "calculatedValues") if not path else []:
        _know(sheets, steps, str(mapping(entry).get("name")), "calculated", {}, "")


def _register(sheets: Sheets, path: Path, element: JsonObject, scope: str) -> None:
    kind, name = word(element.get("type")), word(element.get("name"))
    sheets.record(path, "carried")
    sheets.ledger.below[path] = ("lost", NO_PROPERTY)
    values = values_otherwise(element, "choices") if kind in _VALUED else {}
    taken = _know(sheets, path, name, kind, values, scope)
    if kind == "matrix":
        otherwise = values_otherwise(element, "columns")
        for _, row in parts_of(element, "rows"):
            value = str(value_and_text(row)[0])
            row_name = sheets.names.take(f"{taken}_{value}")
            sheets.known[f"{scope}{name}.{value}".lower()] = Asked(row_name, "radiogroup", otherwise)


def _know(sheets: Sheets, path: Path, name: str, kind: str, values: dict[str, str], scope: str) -> str:
    taken = sheets.take_name(path, name)
    if kind not in {"panel", "html", "matrix", "paneldynamic", "image"}:
        sheets.known[f"{scope}{name}".lower()] = Asked(taken, kind, values)
    sheets.known.setdefault(f"\t{name}".lower(), Asked(taken, kind))
    return taken


def name_of(sheets: Sheets, element: JsonObject) -> str:
    """The name that an element has in the form."""
    return sheets.known[f"\t{word(element.get('name'))}".lower()].name


def write_block(sheets: Sheets, path: Path, block: JsonObject) -> None:
    """The pages of a survey, or the elements of a page or panel."""
    if not path and "elements" in block:
        sheets.survey.append({"type": "begin_group", "name": "page1", "appearance": "field-list"})
        sheets.record((*path, "elements", "0"), "changed", "It stands on a page of its own.")
    for steps, page in parts_of(block, "pages"):
        _write_page(sheets, (*path, *steps), mapping(page))
    for key in CONTAINERS[1:]:
        for steps, element in parts_of(block, key):
            _write_element(sheets, (*path, *steps), mapping(element))
    if not path and "elements" in block:
        sheets.survey.append({"type": "end_group"})


def _write_page(sheets: Sheets, path: Path, page: JsonObject) -> None:
    name = word(page.get("name"))
    fitting = sheets.pages.take(name or f"page{int(path[-1]) + 1}")
    sheets.carry(path, unless="" if fitting == name else f"It is called {fitting} in the form.")
    sheets.ledger.below[path] = ("lost", NO_PROPERTY)
    _write_group(sheets, path, page, {"type": "begin_group", "name": fitting, "appearance": "field-list"})


def _write_group(sheets: Sheets, path: Path, block: JsonObject, row: Row) -> None:
    _put_texts(sheets, path, block, row)
    sheets.put_condition(row, "relevant", (*path, "visibleIf"), block)
    sheets.survey.append(row)
    write_block(sheets, path, block)
    sheets.survey.append({"type": str(row["type"]).replace("begin", "end")})


def _put_texts(sheets: Sheets, path: Path, block: JsonObject, row: Row) -> None:
    for key, column in (("title", "label"), ("description", "hint")):
        if key in block:
            sheets.put_text(row, column, (*path, key), block[key])


def _write_element(sheets: Sheets, path: Path, element: JsonObject) -> None:
    kind = word(element.get("type"))
    if kind == "panel":
        _write_group(sheets, path, element, {"type": "begin_group", "name": name_of(sheets, element)})
    elif kind == "paneldynamic":
        _write_repeat(sheets, path, element)
    elif kind == "matrix":
        _write_table(sheets, path, element)
    elif kind in _WRITERS:
        row: Row = {"type": "", "name": name_of(sheets, element), "label": name_of(sheets, element)}
        if element.get("title") == element.get("name"):
            sheets.record((*path, "title"), "changed", "A title that is the name comes back as no title.")
        _put_texts(sheets, path, element, row)
        _WRITERS[kind](sheets, path, element, row)
        sheets.put_condition(row, "relevant", (*path, "visibleIf"), element)
        if element.get("visible") is False and "relevant" not in row:
            row["relevant"] = "false()"
            sheets.record((*path, "visible"), "carried")
        sheets.survey.append(row)
    else:
        reason = f"An XLSForm has no question like {kind}."
        sheets.ledger.record_tree(path, "lost", reason, "Its question is not in the form.")


def _write_repeat(sheets: Sheets, path: Path, element: JsonObject) -> None:
    row: Row = {"type": "begin_repeat", "name": name_of(sheets, element)}
    counts = {element.get(key) for key in ("panelCount", "minPanelCount", "maxPanelCount")}
    count = element.get("panelCount")
    if len(counts) == 1 and isinstance(count, int):
        row["repeat_count"] = count
        for key in ("panelCount", "minPanelCount", "maxPanelCount"):
            sheets.record((*path, key), "carried")
    _write_group(sheets, path, element, row)


def _write_table(sheets: Sheets, path: Path, element: JsonObject) -> None:
    name = name_of(sheets, element)
    group: Row = {"type": "begin_group", "name": name, "appearance": "table-list"}
    _put_texts(sheets, path, element, group)
    sheets.put_condition(group, "relevant", (*path, "visibleIf"), element)
    sheets.survey.append(group)
    listed, _ = write_list(sheets, path, element, "columns", name)
    keys = [key for key in ("isAllRowRequired", "eachRowRequired") if element.get(key) is True]
    notes = []
    for steps, entry in parts_of(element, "rows"):
        row_path = (*path, *steps)
        value = str(mapping(entry).get("value", entry))
        row: Row = {
            "type": f"select_one {listed}",
            "name": sheets.known[f"{word(element['name'])}.{value}".lower()].name,
        }
        if row["name"] != f"{name}_{value}":
            notes.append("Rows are called by letters, digits and underscores.")
        if is_written_otherwise(entry):
            notes.append("A row whose text is its value comes back as its value alone.")
        _, text = value_and_text(entry)
        notes += filter(None, [sheets.write_text(row, "label", text or value)])
        sheets.put_condition(row, "relevant", (*row_path, "visibleIf"), mapping(entry))
        sheets.survey.append(row | ({"required": "yes"} if keys else {}))
    for key in keys:
        sheets.record((*path, key), "carried" if key == "isAllRowRequired" else "changed", "As isAllRowRequired.")
    sheets.carry((*path, "rows"), unless=" ".join(dict.fromkeys(notes)))
    sheets.survey.append({"type": "end_group"})


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
    if entered == "number" and element.get("step") == 1 and rules == [whole_number(word(element["name"]))]:
        row["type"] = "integer"
        sheets.record((*path, "step"), "carried")
        sheets.record((*path, "validators"), "carried")
        sheets.ledger.below[(*path, "validators")] = ("carried", "")
    put_rules(sheets, path, element, row, is_whole=row["type"] == "integer")


def _write_choices(sheets: Sheets, path: Path, element: JsonObject, row: Row) -> None:
    kind = word(element["type"])
    if "choices" not in element:
        low, high, step = (
            element.get(key, other) for key, other in (("choicesMin", 0), ("choicesMax", 0), ("choicesStep", 1))
        )
        if isinstance(low, int) and isinstance(high, int) and isinstance(step, int):
            element = {**element, "choices": list(range(low, high + 1, step))}
        sheets.record((*path, "choicesMax"), "changed", "The numbers are a list of choices.")
    listed, filtered = write_list(sheets, path, element, "choices", str(row["name"]))
    row["type"] = f"{_SELECTS.get(kind, 'select_multiple')} {listed}"
    if filtered:
        row["choice_filter"] = filtered
    looks = ["minimal"] if kind in {"dropdown", "tagbox"} else []
    columns = element.get("colCount")
    if isinstance(columns, int) and columns > 0 and kind in {"radiogroup", "checkbox"}:
        looks.append(f"columns-{columns}")
        sheets.record((*path, "colCount"), "carried")
    if looks:
        row["appearance"] = " ".join(looks)
    if element.get("choicesOrder") == "random":
        row["parameters"] = "randomize=true"
        sheets.record((*path, "choicesOrder"), "carried")
    for key in ("showOtherItem", "hasOther"):
        if element.get(key) is True:
            row["type"] = f"{row['type']} or_other"
            sheets.record((*path, key), "carried" if key == "showOtherItem" else "changed", "Another answer is taken.")
    if kind == "imagepicker":
        sheets.record(path, "changed", "The choices are texts, without their pictures.")
    put_rules(sheets, path, element, row)


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


def write_calculated(sheets: Sheets, block: JsonObject) -> None:
    """Calculated values as rows that nobody sees."""
    for steps, entry in parts_of(block, "calculatedValues"):
        value = mapping(entry)
        row: Row = {"type": "calculate", "name": name_of(sheets, value)}
        sheets.record(steps[:1], "carried")
        sheets.record(steps, "carried")
        sheets.put_condition(row, "calculation", (*steps, "expression"), value)
        is_kept = value.get("includeIntoResult") is True
        if "includeIntoResult" in value:
            sheets.record(
                (*steps, "includeIntoResult"), "carried" if is_kept else "changed", "" if is_kept else "Forms keep it."
            )
        if not is_kept:
            sheets.record(steps, "changed", "A form keeps what it works out with the answers.")
        if "calculation" in row:
            sheets.survey.append(row)
        else:
            sheets.record(steps, "lost", "A form cannot work it out.")


_WRITERS: Final[dict[str, Callable[[Sheets, Path, JsonObject, Row], None]]] = {
    **dict.fromkeys(("text", "comment"), _write_text),
    **dict.fromkeys(sorted(_VALUED), _write_choices),
    **dict.fromkeys(("file", "signaturepad"), _write_upload),
    "boolean": _write_boolean,
    "rating": _write_rating,
    "slider": _write_slider,
    "html": _write_note,
    "expression": _write_result,
}
