"""The names that everything has in a form, its parts among them."""

from typing import Final

from chalicelib.surveys.documents.choice_lists import value_and_text, values_otherwise
from chalicelib.surveys.documents.rows import NO_PROPERTY, Sheets, parts_of
from chalicelib.surveys.documents.xpath import Asked
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import mapping, word
from chalicelib.surveys.imports.report import Path

CONTAINERS: Final = ("pages", "elements", "templateElements")
VALUED: Final = frozenset({"radiogroup", "buttongroup", "dropdown", "checkbox", "tagbox", "ranking", "imagepicker"})
HOLDERS: Final = frozenset({"matrix", "matrixdropdown", "matrixdynamic", "multipletext", "paneldynamic"})


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
    values = values_otherwise(element, "choices") if kind in VALUED else {}
    taken = _know(sheets, path, name, kind, values, scope)
    _register_parts(sheets, element, kind, name, taken)
    if kind == "matrix":
        otherwise = values_otherwise(element, "columns")
        for _, row in parts_of(element, "rows"):
            value = str(value_and_text(row)[0])
            row_name = sheets.names.take(f"{taken}_{value}")
            sheets.known[f"{scope}{name}.{value}".lower()] = Asked(row_name, "radiogroup", otherwise)


def _register_parts(sheets: Sheets, element: JsonObject, kind: str, name: str, taken: str) -> None:
    """Name the questions that the parts of a question become in the form."""
    if kind == "multipletext":
        for _, item in parts_of(element, "items"):
            part = word(mapping(item).get("name"))
            _know_part(sheets, f"{name}.{part}", f"{taken}_{part}", "text", {})
    elif kind in {"matrixdropdown", "matrixdynamic"}:
        rows = [str(value_and_text(row)[0]) for _, row in parts_of(element, "rows")]
        for _, entry in parts_of(element, "columns"):
            column = mapping(entry)
            cell = cell_of(element, column)
            values = values_otherwise(cell, "choices") if word(cell["type"]) in VALUED else {}
            for row in rows if kind == "matrixdropdown" else [""]:
                part = f"{row}.{column.get('name')}" if row else f"{column.get('name')}"
                _know_part(sheets, f"{name}.{part}", f"{taken}_{part.replace('.', '_')}", word(cell["type"]), values)


def _know_part(sheets: Sheets, name: str, wanted: str, kind: str, values: dict[str, str]) -> None:
    asked = Asked(sheets.names.take(wanted), kind, values)
    sheets.known[name.lower()] = sheets.known[f"\t{name}".lower()] = asked


def cell_of(table: JsonObject, column: JsonObject) -> JsonObject:
    """A column as a question: its type, and the choices of its table where it has none."""
    kinds = [word(block.get("cellType")) for block in (column, table)]
    kind = next((kind for kind in kinds if kind not in {"", "default"}), "dropdown")
    shared = {"choices": table["choices"]} if "choices" in table and "choices" not in column else {}
    return {**(shared if kind in VALUED else {}), **column, "type": kind}


def _know(sheets: Sheets, path: Path, name: str, kind: str, values: dict[str, str], scope: str) -> str:
    taken = sheets.take_name(path, name)
    if kind not in {"panel", "html", "image", *HOLDERS}:
        sheets.known[f"{scope}{name}".lower()] = Asked(taken, kind, values)
    sheets.known.setdefault(f"\t{name}".lower(), Asked(taken, kind))
    return taken


def name_of(sheets: Sheets, element: JsonObject) -> str:
    """The name that an element has in the form."""
    return sheets.known[f"\t{word(element.get('name'))}".lower()].name
