"""XLSForm workbooks made in code: rows of a sheet under the columns that they fill."""

import io
import zipfile
from typing import Any

import xlsxwriter

Row = dict[str, Any]


def workbook(
    survey: list[Row], choices: list[Row] | None = None, settings: Row | None = None, **others: list[Row]
) -> bytes:
    """A form of the three sheets, and of others."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheets = {"survey": survey, "choices": choices or [], "settings": [settings] if settings else [], **others}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = row.get(column)
                if isinstance(value, bool):
                    sheet.write_boolean(line, place, value)
                elif isinstance(value, str):
                    sheet.write_string(line, place, value)
                elif value is not None:
                    sheet.write_number(line, place, value)
    book.close()
    return held.getvalue()


def ask(kind: str, name: str, label: str = "", **cells: Any) -> Row:
    return {"type": kind, "name": name, "label": label or f"Question {name}", **cells}


def listed(name: str, *values: Any, **columns: list[Any]) -> list[Row]:
    """The rows of a list of choices; further columns as lists."""
    return [
        {
            "list_name": name,
            "name": value,
            "label": f"Choice {value}",
            **{key: each[place] for key, each in columns.items()},
        }
        for place, value in enumerate(values)
    ]


def bomb() -> bytes:
    """A small file that unpacks to a hundred megabytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook>" + b" " * 100_000_000)
        packed.writestr("xl/_rels/workbook.xml.rels", "<r/>")
    return held.getvalue()


def rich_form() -> bytes:
    """One form with something of nearly everything."""
    survey = [
        {"type": "start", "name": "start"},
        ask("select_one role or_other", "role", required="yes", **{"label::Spanish (es)": "¿Quién es?"}),
        ask("integer", "kids", constraint=". >= 0 and . <= 20", constraint_message="From 0 to 20", hint="All of them"),
        ask("decimal", "km", constraint=". > ${kids}"),
        ask(
            "select_multiple ways",
            "ways",
            appearance="columns-2",
            relevant="${kids} > 0",
            constraint="count-selected(.) <= 2",
        ),
        ask("text", "why", appearance="multiline", relevant="selected(${ways}, 'bus') and ${role} != 'staff'"),
        ask("text", "code", constraint="regex(., '^[a-z]+$')", constraint_message="Small letters", default="abc"),
        ask("select_one towns", "town", choice_filter="role = ${role}", appearance="minimal"),
        {"type": "begin group", "name": "inner", "label": "Inner", "relevant": "not(selected(${ways}, 'car'))"},
        ask("select_one yesno", "ok", required="${kids} > 2"),
        ask("note", "hello", "Thanks ${role} & <you>", relevant="${ok} = 'true'"),
        ask("date", "day", constraint=". <= '2030-01-31'"),
        ask("range", "mood", parameters="start=1 end=7 step=1", appearance="rating"),
        {"type": "end group"},
        {"type": "begin group", "name": "grid", "label": "Rate these", "appearance": "table-list"},
        ask("select_one scale", "grid_food", required="yes"),
        ask("select_one scale", "grid_room", required="yes", relevant="${kids} > 1"),
        {"type": "end group"},
        ask("rank scale", "order", parameters="randomize=true"),
        ask("calculate", "total", calculation="${kids} * 2 + 1"),
        ask("text", "shown", calculation="if(${total} > 5, 'many', 'few')", read_only="yes"),
        ask("time", "when", read_only="not(${total} > 5)", relevant="${grid_food} = 'good'"),
        ask("acknowledge", "agree"),
        ask("geopoint", "place"),
        ask("text", "far", relevant="distance(${place}) > 2", trigger="${kids}", guidance_hint="More"),
        {"type": "begin repeat", "name": "child", "label": "Child", "repeat_count": 2},
        ask("text", "child_name"),
        ask("integer", "child_age", relevant="${child_name} != ''"),
        {"type": "end repeat"},
        ask("text", "last", relevant="count-selected(${ways}) > 1", funny="x", **{"label::Klingon": "nuq"}),
    ]
    choices = [
        *listed("role", "parent", "staff"),
        *listed("ways", "bus", "car", "walk"),
        *listed("towns", "north", "south", "east", role=["parent", "staff", "parent"]),
        *listed("yesno", "true", "false"),
        *listed("scale", "good", "bad"),
        *listed("unused", 1, 2),
    ]
    settings = {"form_title": "Family form", "form_id": "f1", "version": "3", "default_language": "English (en)"}
    return workbook(survey, choices, settings, entities=[{"list_name": "x"}])
