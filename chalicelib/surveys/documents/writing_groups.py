"""Pages, panels, tables and repeats as groups of a form."""

from collections.abc import Callable
from typing import Final

from chalicelib.surveys.documents.choice_lists import is_written_otherwise, value_and_text, write_list
from chalicelib.surveys.documents.naming import CONTAINERS, cell_of, name_of
from chalicelib.surveys.documents.rows import NO_PROPERTY, Sheets, Value, parts_of
from chalicelib.surveys.documents.writing_rows import WRITERS
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import mapping, word
from chalicelib.surveys.imports.report import Path

Row = dict[str, Value]


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
    if kind in {"panel", "paneldynamic"} and not any(element.get(key) for key in CONTAINERS):
        sheets.ledger.record_tree(path, "lost", "It holds nothing.", "Its group is not in the form.")
    elif kind == "panel":
        _write_group(sheets, path, element, {"type": "begin_group", "name": name_of(sheets, element)})
    elif kind == "paneldynamic":
        _write_repeat(sheets, path, element)
    elif kind in _HELD:
        _HELD[kind](sheets, path, element)
    elif kind in WRITERS:
        row: Row = {"type": "", "name": name_of(sheets, element), "label": name_of(sheets, element)}
        if element.get("title") == element.get("name"):
            sheets.record((*path, "title"), "changed", "A title that is the name comes back as no title.")
        _put_texts(sheets, path, element, row)
        WRITERS[kind](sheets, path, element, row)
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
    before, sheets.scope = sheets.scope, "panel."
    _write_group(sheets, path, element, row)
    sheets.scope = before


def _write_several(sheets: Sheets, path: Path, element: JsonObject) -> None:
    """Several texts as questions of a group."""
    sheets.record(path, "changed", "Its texts are questions of a group.")
    sheets.record((*path, "items"), "carried")
    _begin(sheets, path, element, "begin_group")
    for steps, entry in parts_of(element, "items"):
        item = mapping(entry)
        name = f"{word(element.get('name'))}.{word(item.get('name'))}"
        sheets.record((*path, *steps), "carried")
        sheets.ledger.below[(*path, *steps)] = ("lost", NO_PROPERTY)
        _write_element(sheets, (*path, *steps), {**item, "type": "text", "name": name})
    sheets.survey.append({"type": "end_group"})


def _write_cells(sheets: Sheets, path: Path, element: JsonObject) -> None:
    """A table of different questions as a group of groups, one for each row."""
    sheets.record(path, "changed", "Each of its rows is a group of questions.")
    _record_columns(sheets, path, element)
    sheets.record((*path, "rows"), "carried")
    _begin(sheets, path, element, "begin_group")
    for steps, entry in parts_of(element, "rows"):
        value, text = value_and_text(entry)
        group: Row = {"type": "begin_group", "name": sheets.names.take(f"{name_of(sheets, element)}_{value}")}
        sheets.write_text(group, "label", text or str(value))
        sheets.put_condition(group, "relevant", (*path, *steps, "visibleIf"), mapping(entry))
        sheets.survey.append(group)
        _write_columns(sheets, path, element, f"{value}.")
        sheets.survey.append({"type": "end_group"})
    sheets.survey.append({"type": "end_group"})


def _write_rows(sheets: Sheets, path: Path, element: JsonObject) -> None:
    """A table with as many rows as are needed as a repeat."""
    sheets.record(path, "changed", "Its rows are repeats of questions.")
    _record_columns(sheets, path, element)
    _begin(sheets, path, element, "begin_repeat")
    _write_columns(sheets, path, element, "")
    sheets.survey.append({"type": "end_repeat"})


def _begin(sheets: Sheets, path: Path, element: JsonObject, kind: str) -> None:
    row: Row = {"type": kind, "name": name_of(sheets, element)}
    _put_texts(sheets, path, element, row)
    sheets.put_condition(row, "relevant", (*path, "visibleIf"), element)
    sheets.survey.append(row)


def _record_columns(sheets: Sheets, path: Path, element: JsonObject) -> None:
    sheets.record((*path, "columns"), "carried")
    for steps, _ in parts_of(element, "columns"):
        sheets.record((*path, *steps), "carried")
        sheets.record((*path, *steps, "cellType"), "carried")
        sheets.ledger.below[(*path, *steps)] = ("lost", NO_PROPERTY)
    sheets.record((*path, "cellType"), "carried")
    sheets.record((*path, "choices"), "carried")


def _write_columns(sheets: Sheets, path: Path, element: JsonObject, row: str) -> None:
    """The questions of one row; what a condition calls {row.…} is the question beside it."""
    kept = dict(sheets.known)
    table = word(element.get("name"))
    cells = [(steps, cell_of(element, mapping(entry))) for steps, entry in parts_of(element, "columns")]
    for _, cell in cells:
        name = word(cell.get("name"))
        sheets.known[f"row.{name}".lower()] = sheets.known[f"{table}.{row}{name}".lower()]
    before, sheets.scope = sheets.scope, "row."
    for steps, cell in cells:
        title = {"title": cell["title"]} if "title" in cell else {"title": word(cell.get("name"))}
        _write_element(sheets, (*path, *steps), {**cell, **title, "name": f"{table}.{row}{word(cell.get('name'))}"})
    sheets.scope = before
    sheets.known = kept


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


_HELD: Final[dict[str, Callable[[Sheets, Path, JsonObject], None]]] = {
    "matrix": _write_table,
    "multipletext": _write_several,
    "matrixdropdown": _write_cells,
    "matrixdynamic": _write_rows,
}
