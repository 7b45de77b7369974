"""Untrusted Excel workbooks (.xlsx) as sheets of cells: only values are read, and no more than a form can have.

A workbook is a ZIP file of XML documents. What each part unpacks to is counted while it is unpacked, so that a small
file cannot grow without end, whatever its directory says.
"""

import io
import re
import struct
import zipfile
import zlib
from typing import Final

from chalicelib.surveys.imports.reading import MAX_BYTES, number, refuse
from chalicelib.surveys.imports.trees import Node, read_xml

MOST_UNPACKED: Final = 20_000_000
MOST_PARTS: Final = 2_000
MOST_CELLS: Final = 100_000
MOST_COLUMNS: Final = 500
MOST_ROWS: Final = 20_000
Cell = str | int | float | bool
# The cells of each row by column number; both count from 0.
Sheet = dict[int, dict[int, Cell]]
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_workbook(raw: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by name, in its order; raise Invalid naming `content`."""
    if len(raw) > MAX_BYTES:
        refuse(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return _sheets(_Parts(packed))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, struct.error):
        refuse("The file is a damaged or encrypted workbook; open it in a spreadsheet program and save it again.")


class _Parts:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.left = MOST_UNPACKED
        if len(packed.infolist()) > MOST_PARTS:
            refuse(f"The file is a workbook of more than {MOST_PARTS:,} parts.")
        self.names = set(packed.namelist())

    def tree(self, name: str) -> Node | None:
        if name not in self.names:
            return None
        with self.packed.open(name) as part:
            raw = part.read(min(self.left, MAX_BYTES) + 1)
        if len(raw) > min(self.left, MAX_BYTES):
            refuse("The workbook unpacks to more than a survey can need; delete the sheets that are no part of it.")
        self.left -= len(raw)
        return read_xml(raw, f"The part {name[:60]} of the workbook")


def _sheets(parts: _Parts) -> dict[str, Sheet]:
    book = parts.tree("xl/workbook.xml")
    relations = parts.tree("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        refuse("The file is a ZIP file, but no Excel workbook (.xlsx).")
    targets = {one.attributes.get("Id", ""): one.attributes.get("Target", "") for one in relations.all("Relationship")}
    shared = _shared_texts(parts)
    found: dict[str, Sheet] = {}
    left = MOST_CELLS
    listed = book.first("sheets")
    for sheet in listed.all("sheet") if listed else []:
        target = next((targets.get(value, "") for key, value in sheet.attributes.items() if key.endswith(":id")), "")
        tree = parts.tree(f"xl/{target}" if not target.startswith("/") else target[1:])
        if tree is not None:
            cells = _cells(tree, shared)
            left -= sum(map(len, cells.values()))
            if left < 0:
                refuse(f"The workbook holds more than {MOST_CELLS:,} filled cells.")
            found[sheet.attributes.get("name", "").strip()] = cells
    return found


def _shared_texts(parts: _Parts) -> list[str]:
    tree = parts.tree("xl/sharedStrings.xml")
    return [_text(one) for one in tree.all("si")] if tree else []


def _text(node: Node) -> str:
    """The text of a string, without its reading aids (`rPh`)."""
    direct = [child.text for child in node.all("t")]
    runs = [part.text for run in node.all("r") for part in run.all("t")]
    return "".join(direct + runs)


def _cells(tree: Node, shared: list[str]) -> Sheet:
    found: Sheet = {}
    data = tree.first("sheetData")
    for at, row in enumerate(data.children if data else []):
        line = int(row.attributes["r"]) - 1 if row.attributes.get("r", "").isdecimal() else at
        for column, cell in enumerate(row.all("c")):
            place = _PLACE.fullmatch(cell.attributes.get("r", ""))
            across = _column(place[1]) if place else column
            value = _value(cell, shared)
            if value is not None and across < MOST_COLUMNS:
                if line >= MOST_ROWS:
                    refuse(f"A sheet of the workbook has more than {MOST_ROWS:,} rows.")
                found.setdefault(line, {})[across] = value
    return found


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def _value(cell: Node, shared: list[str]) -> Cell | None:
    kind = cell.attributes.get("t", "n")
    inline = cell.first("is")
    content = cell.first("v")
    if kind == "inlineStr":
        return _filled(_text(inline)) if inline else None
    if content is None or not content.text.strip():
        return None
    if kind == "s":
        place = content.text.strip()
        return _filled(shared[int(place)]) if place.isdecimal() and int(place) < len(shared) else None
    if kind == "b":
        return content.text.strip() == "1"
    if kind == "n":
        return number(content.text)
    return _filled(content.text)


def _filled(text: str) -> str | None:
    return text.strip() or None
