"""Tables as CSV and as workbooks; no cell of either is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.surveys.export import guarded, is_formula

LONGEST_CELL = 32_767  # Of a workbook (Microsoft, Excel specifications and limits).
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - XlsxWriter takes a moment without a zone; the same bytes every time.
Cells = list[str]


def csv_lines(rows: Iterable[Cells]) -> bytes:
    """Lines of CSV (RFC 4180), in UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


class Workbook:
    """A workbook of texts, one row in memory at a time; the same rows give the same bytes."""

    def __init__(self) -> None:
        import xlsxwriter  # noqa: PLC0415 - A quarter of a second that only this step pays.

        self._bytes = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._bytes, {"constant_memory": True})
        self._book.set_properties({"created": NO_TIME})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._lines: dict[str, int] = {}

    def add(self, sheet: str, heading: Cells) -> None:
        """Begin a sheet."""
        self._book.add_worksheet(sheet)
        self._lines[sheet] = 0
        self.write(sheet, heading)

    def write(self, sheet: str, cells: Cells) -> None:
        """Add a row to a sheet: every cell is a text, and one that looks like a formula is marked as a text."""
        line, page = self._lines[sheet], self._book.get_worksheet_by_name(sheet)
        for column, cell in enumerate(cells):
            if cell:
                shown = printable(cell)[:LONGEST_CELL]
                page.write_string(line, column, shown, self._quoted if is_formula(shown) else None)
        self._lines[sheet] = line + 1

    def lines(self, sheet: str) -> int:
        """How many rows a sheet has, its heading among them."""
        return self._lines[sheet]

    def close(self) -> bytes:
        """The workbook's bytes."""
        self._book.close()
        return self._bytes.getvalue()


def printable(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return "".join(one for one in text if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
