"""Answers as CSV: one column for each thing that can be answered, one line for each answer."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from chalicelib.surveys.engine.elements import COMMENT, NESTED, UNANSWERED, Item, Questionnaire
from chalicelib.surveys.engine.scales import marked
from chalicelib.surveys.engine.values import to_text

LEADING = ("response", "hour", "version", "language", "seed")
# What may begin a formula; the last four are full-width, which some spreadsheets take for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Path = tuple[str, ...]
# What leads a line, the answers, and the columns that are shown of them.
Row = tuple[list[str], Mapping[str, Any], Collection[Path]]


def columns(questionnaire: Questionnaire, *, free_text: bool) -> list[Path]:
    """The columns of a questionnaire in its own order: (item,), (item, row) or (item, row, column).

    What is repeated has one column for each of its parts, (item, part), with a value for every row. Scales come last.
    """
    items = [item for item in questionnaire.items if item.kind not in UNANSWERED]
    paths = dict.fromkeys(path for item in items for path in _paths(item, free_text=free_text))
    return [*paths, *((marked(scale.name),) for scale in questionnaire.scales)]


def _paths(item: Item, *, free_text: bool) -> Iterator[Path]:
    cells = [cell for cell in item.cells if free_text or not _has_words(cell)]
    if item.kind == "matrix":
        yield from ((item.key, to_text(row.value)) for row in item.rows)
    elif item.kind == "matrixdropdown":
        yield from ((item.key, to_text(row.value), cell.key) for row in item.rows for cell in cells)
    elif item.kind in NESTED:
        yield from ((item.key, cell.key) for cell in cells)
    elif free_text or not item.takes_words:
        yield (item.key,)
    if free_text and (item.has_other or item.has_comment):
        yield (f"{item.key}{COMMENT}",)


def _has_words(cell: Item) -> bool:
    """Whether a part may hold words of the respondent's own, itself or in what is repeated inside it."""
    return cell.takes_words or any(inner.takes_words or inner.cells for inner in cell.cells)


def merged(lists: Iterable[list[Path]]) -> list[Path]:
    """The columns of several versions, each once."""
    return list(dict.fromkeys(path for paths in lists for path in paths))


def cell(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, Rows):
        return " | ".join(cell(one) for one in value)
    if isinstance(value, list):
        return "; ".join(cell(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {cell(one)}" for name, one in value.items())
    return to_text(value)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV Injection); plain numbers stay numbers."""
    return "'" + text if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula; a plain number is none."""
    return text.startswith(_FORMULA) and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def value_at(data: Mapping[str, Any], path: Path) -> Any:
    """What an answer holds at a column's path, or None."""
    found: Any = data
    for part in path:
        if isinstance(found, list):
            return Rows(one.get(part) if isinstance(one, dict) else None for one in found)
        found = found.get(part) if isinstance(found, dict) else None
    return found


class Rows(list[Any]):
    """The values of one part in every row of what is repeated."""


def head(paths: list[Path]) -> str:
    """The heading line."""
    return _lines([[*LEADING, *(" / ".join(path) for path in paths)]])


def body(paths: list[Path], rows: Iterable[Row]) -> str:
    """The lines of answers: what leads each, then its values; empty where a column is not shown of it."""
    return _lines(
        [*leading, *(cell(value_at(data, path)) if path in shown else "" for path in paths)]
        for leading, data, shown in rows
    )


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([guarded(one) for one in row] for row in rows)
    return out.getvalue()
