"""The export of a definition as an XLSForm workbook, with a report of what a form cannot say."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.surveys.documents.naming import register
from chalicelib.surveys.documents.rows import DEFAULT, NO_PROPERTY, Sheets, Value
from chalicelib.surveys.documents.writing_groups import write_block, write_calculated
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import mapping
from chalicelib.surveys.imports.report import ReportLine
from chalicelib.surveys.imports.surveyjs.inventory import take_inventory

_LEADING: Final = ("type", "name", "label")


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook and the report on the elements of the definition."""

    content: bytes
    report: list[ReportLine]


def export_xlsform(definition: Mapping[str, Any], title: str) -> Written:
    """Write a definition inside the profile as a form."""
    block: JsonObject = dict(definition)
    sheets = Sheets()
    for key in block:
        sheets.record((key,), "lost", NO_PROPERTY)
        sheets.ledger.below[(key,)] = ("lost", NO_PROPERTY)
    _write_settings(sheets, block, title)
    register(sheets, block)
    write_block(sheets, (), block)
    write_calculated(sheets, block)
    return Written(_workbook(sheets), sheets.ledger.lines(take_inventory(block)))


def _write_settings(sheets: Sheets, block: JsonObject, title: str) -> None:
    said = block.get("title")
    text = said if isinstance(said, str) else str(mapping(said).get(DEFAULT) or title)
    sheets.settings = {"form_title": text or title, "form_id": "survey", "style": "pages"}
    if isinstance(said, dict):
        sheets.record(("title",), "changed", "A form has one title; the survey's own language is taken.")
    elif said:
        sheets.record(("title",), "carried")
    if "version" in block:
        sheets.settings["version"] = str(block["version"])
        sheets.carry(("version",), unless="" if block["version"] else "It is empty.")
    sheets.record(("clearInvisibleValues",), "carried", "Answers to what is hidden are cleared by forms, too.")


def _workbook(sheets: Sheets) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - A quarter of a second that only this export pays.

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in (("survey", sheets.survey), ("choices", sheets.choices), ("settings", [sheets.settings])):
        _fill(book.add_worksheet(name), rows)
    book.close()
    return held.getvalue()


def _fill(sheet: Any, rows: list[dict[str, Value]]) -> None:
    first = [*_LEADING] if sheet.name == "survey" else ["list_name", "name", "label"] if sheet.name == "choices" else []
    columns = list(dict.fromkeys([*first, *(column for row in rows for column in row)]))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = row.get(column)
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            elif value is not None:
                sheet.write_number(line, place, value)
