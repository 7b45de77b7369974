"""Stored counters held against the counts of the other witness, column by column."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from chalicelib.surveys.contribution import ANSWERED, CELL, CHOICE, LENGTH, PLACE, ROW, SCALE, SUM, key
from chalicelib.surveys.imports.imported import Column
from local.replay.mapping import Match

Figures = dict[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One column's figures on both sides."""

    tag: str
    question: str
    stored: Figures
    counted: Figures

    @property
    def is_equal(self) -> bool:
        return _without_zeros(self.stored) == _without_zeros(self.counted)


def compare(matches: list[Match], stored: Mapping[str, int], counted: Mapping[str, Counter[str]]) -> list[Comparison]:
    """Compare every column that has an item; figures are named by the codes of the source."""
    return [
        Comparison(match.heading.tag, match.column.question, *_figures(match, match.column, stored, counted))
        for match in matches
        if match.column
    ]


def _figures(
    match: Match, column: Column, stored: Mapping[str, int], counted: Mapping[str, Counter[str]]
) -> tuple[Figures, Figures]:
    cells = counted[match.heading.tag]
    unit = _unit(column)
    if column.kind == "text":
        units = sum(len(text.encode("utf-16-le")) // 2 * count for text, count in cells.items())
        return _named(stored, unit, {"answers": (ANSWERED,), "characters": (LENGTH,)}), {
            "answers": cells.total(),
            "characters": units,
        }
    if column.kind == "number":
        total = sum((_decimal(text) * count for text, count in cells.items()), Decimal(0))
        return _named(stored, unit, {"answers": (ANSWERED,), "sum": (SUM,)}), {
            "answers": cells.total(),
            "sum": int(total * SCALE),
        }
    if column.kind == "rank":
        return _by_prefix(stored, (*unit, PLACE, column.value)), dict(cells)
    if column.kind == "tick":
        ticked = cells.total() - (cells["0"] if "0" not in column.codes else 0)
        return {"ticked": stored.get(key(*unit, CHOICE, column.value), 0)}, {"ticked": ticked}
    by_code = _by_prefix(stored, (*unit, CHOICE))
    codes = {value: code for code, value in column.codes.items()}
    return {codes.get(value, value): count for value, count in by_code.items()}, _split(cells, column)


def _unit(column: Column) -> tuple[str, ...]:
    if column.cell:
        return (column.question, CELL, column.row, column.cell)
    return (column.question, ROW, column.row) if column.row else (column.question,)


def _named(stored: Mapping[str, int], unit: tuple[str, ...], names: dict[str, tuple[str, ...]]) -> Figures:
    return {name: stored.get(key(*unit, *parts), 0) for name, parts in names.items()}


def _by_prefix(stored: Mapping[str, int], parts: tuple[str, ...]) -> Figures:
    prefix = key(*parts, "")
    return {name.removeprefix(prefix): count for name, count in stored.items() if name.startswith(prefix)}


def _split(cells: Counter[str], column: Column) -> Figures:
    figures: Counter[str] = Counter()
    for text, count in cells.items():
        parts = [text] if column.kind == "one" or text in column.codes else [part.strip() for part in text.split(",")]
        for part in parts:
            figures[part] += count
    return dict(figures)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _without_zeros(figures: Figures) -> Figures:
    return {name: count for name, count in figures.items() if count}
