"""The counts of results as CSV, and results without what their readers may not see: pure."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from chalicelib.surveys.engine.elements import WORDED
from chalicelib.surveys.export import guarded

HEADING = ("group", "question", "row", "answer", "count", "percent", "answered")
HIDDEN = "hidden"
Figures = dict[str, Any]
Line = tuple[str, ...]


def without_free_text(items: Iterable[Figures]) -> list[Figures]:
    """The figures of the questions that offer their answers; what people wrote themselves is left out."""
    return [_without_cells(item) for item in items if item["type"] not in WORDED]


def _without_cells(item: Figures) -> Figures:
    if "rows" not in item:
        return item
    rows = [{**row, "columns": without_free_text(row["columns"])} if "columns" in row else row for row in item["rows"]]
    return {**item, "rows": rows}


def without_sizes(items: Iterable[Figures], dimensions: Collection[str]) -> list[Figures]:
    """The figures without those questions whose bars would tell how large a hidden group is."""
    nothing: Figures = {"base": None, "hidden": True, "bars": []}
    return [{**item, **nothing} if item["name"] in dimensions else item for item in items]


def written(group: str, items: Iterable[Figures]) -> str:
    """The counts of one group as CSV, with a heading; a part that is hidden says so and nothing else."""
    text = io.StringIO()
    lines = (line for item in items for line in _lines(item))
    csv.writer(text).writerows([HEADING, *([guarded(cell) for cell in (group, *line)] for line in lines)])
    return text.getvalue()


def _lines(item: Figures) -> Iterator[Line]:
    title = _text(item["title"]) or item["name"]
    if not item.get("rows"):
        yield from _bars(title, "", item)
    for row in item.get("rows", ()):
        label = _text(row["label"])
        if "columns" not in row:
            yield from _bars(title, label, row)
        for column in row.get("columns", ()):
            yield from _bars(title, f"{label}: {_text(column['title']) or column['name']}", column)


def _bars(title: str, row: str, unit: Figures) -> Iterator[Line]:
    if unit["hidden"]:
        yield title, row, HIDDEN, "", "", ""
        return
    for bar in unit["bars"]:
        yield title, row, _text(bar["label"]), _text(bar["count"]), _text(bar["percent"]), _text(unit["base"])
    if not unit["bars"]:
        yield title, row, "", "", "", _text(unit["base"])


def _text(value: object) -> str:
    return "" if value is None else str(value)
