"""What one answer adds to the results: flat sums that can be taken away again to the last bit."""

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from chalicelib.surveys.engine.elements import (
    CHOOSING,
    NESTED,
    NONE,
    REPEATED,
    UNANSWERED,
    Item,
    Questionnaire,
    Scale,
)
from chalicelib.surveys.engine.logic import part_name
from chalicelib.surveys.engine.scales import band_of, is_asked, marked, rounded, score
from chalicelib.surveys.engine.values import Value, is_numeric, text_length, to_text

Counters = dict[str, int]

RESPONDENTS: Final = "n"  # Without a tab, so that no item of that name is meant.
SHOWN, ANSWERED, CHOICE, OTHERS, NONES, SELECTED = "s", "a", "c", "o", "n", "k"
SUM, SQUARES, BIN, MONTH, LENGTH, PLACE, ROW, CELL = "t", "q", "b", "m", "l", "p", "r", "x"
ENTRIES: Final = "e"  # Rows or panels, and in a column of them its filled cells; the base stays people.
EVERY_ROW: Final = ""  # No row has an empty value, so this names the column over all of them.
DECIMALS: Final = 4
SCALE: Final = 10**DECIMALS
BINS_PER_OCTAVE: Final = 32  # Quantiles of unbounded numbers are then right to 1.6 %.
MOST_COUNTED_VALUES: Final = 101


def key(*parts: str) -> str:
    """Join the parts of a counter's name so that they can be told apart whatever they hold."""
    return "\t".join(part.replace("\\", "\\\\").replace("\t", "\\t") for part in parts)


def contribution(questionnaire: Questionnaire, data: Mapping[str, Value], shown: frozenset[str]) -> Counters:
    """Give the counters of one checked answer; each is at least 1 in size."""
    counters: Counters = {RESPONDENTS: 1}
    for item in questionnaire.items:
        if item.kind not in UNANSWERED and item.name in shown:
            for parts, count in _of_item(item, data.get(item.key), shown):
                name = key(item.name, *parts)
                counters[name] = counters.get(name, 0) + count
    for scale in questionnaire.scales:
        counters |= {key(marked(scale.name), *parts): count for parts, count in _of_scale(scale, data, shown)}
    return {name: count for name, count in counters.items() if count}


def add(one: Mapping[str, int], other: Mapping[str, int]) -> Counters:
    """Add two sets of counters; what comes to 0 is left out."""
    return _combine(one, other, 1)


def subtract(one: Mapping[str, int], other: Mapping[str, int]) -> Counters:
    """Take counters away; after `add` this gives the first set again."""
    return _combine(one, other, -1)


def _combine(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> Counters:
    total = dict(one)
    for name, count in other.items():
        total[name] = total.get(name, 0) + sign * count
    return {name: count for name, count in total.items() if count}


Part = tuple[tuple[str, ...], int]


def _of_item(item: Item, value: Value, shown: frozenset[str]) -> Iterator[Part]:
    yield (SHOWN,), 1
    if item.kind == "matrix":
        yield from _of_rows(item, value or {}, shown)
    elif item.kind == "matrixdropdown":
        yield from _of_cells(item, value or {}, shown)
    elif item.kind in REPEATED:
        yield from _of_entries(item, value or [])
    elif item.kind == "multipletext":
        yield from _of_entries(item, [value] if value else [])
    if value is not None:
        yield (ANSWERED,), 1
        yield from _of_value(item, value)


def _of_value(item: Item, value: Value) -> Iterator[Part]:
    count = _COUNTS.get(item.kind)
    if count is None:
        return
    yield from count(item, value)


def _of_choice(item: Item, value: Value) -> Iterator[Part]:
    text = to_text(value)
    if item.kind not in CHOOSING or text in item.by_text or text in item.declined - {NONE}:
        yield (CHOICE, text), 1
    elif value == NONE:
        yield (NONES,), 1
    elif item.has_other:
        # Also where the other stands in the answer in the respondent's own words, which are never counted.
        yield (OTHERS,), 1


def _of_choices(item: Item, values: Value) -> Iterator[Part]:
    yield (SELECTED,), len(values)
    for value in values:
        yield from _of_choice(item, value)


def _of_ranking(_: Item, values: Value) -> Iterator[Part]:
    for place, value in enumerate(values, 1):
        yield (PLACE, to_text(value), str(place)), 1


def _of_picture(item: Item, value: Value) -> Iterator[Part]:
    yield from _of_choices(item, value) if item.is_multiple else _of_choice(item, value)


def _of_slider(item: Item, value: Value) -> Iterator[Part]:
    if item.is_number:
        yield from _of_number(item, value)


def _of_text(item: Item, value: Value) -> Iterator[Part]:
    if item.is_number:
        yield from _of_number(item, value)
    elif item.input_type in MONTHLY:
        yield (MONTH, str(value)[:7]), 1
    else:
        yield (LENGTH,), text_length(str(value))


def _of_number(item: Item, value: Value) -> Iterator[Part]:
    scaled = fixed(value)
    yield (SUM,), scaled
    yield (SQUARES,), scaled * scaled
    yield ((CHOICE, to_text(value)) if counts_values(item) else (BIN, str(bin_of(value)))), 1


def counts_values(item: Item) -> bool:
    """Tell whether a number has so few values that each is counted."""
    bounds = (item.least, item.most)
    return all(isinstance(bound, int) for bound in bounds) and item.most - item.least < MOST_COUNTED_VALUES


def fixed(value: float) -> int:
    """Give a number in units of the last fixed decimal, exactly the same on every machine."""
    return int((Decimal(repr(value)) * SCALE).to_integral_value(ROUND_HALF_EVEN))


def bin_of(value: float) -> int:
    """Give the bin of a number: 32 to the octave, counted from 0 outwards on both sides; exact, so it can be undone."""
    if abs(value) < 1 / SCALE:
        return 0
    mantissa, exponent = math.frexp(abs(value))
    place = (exponent + 16) * BINS_PER_OCTAVE + int((mantissa - 0.5) * 2 * BINS_PER_OCTAVE)
    return place if value > 0 else -place


def value_of_bin(place: int) -> float:
    """Give the middle of a bin."""
    if place == 0:
        return 0.0
    exponent, step = divmod(abs(place), BINS_PER_OCTAVE)
    middle = math.ldexp(0.5 + (step + 0.5) / (2 * BINS_PER_OCTAVE), exponent - 16)
    return middle if place > 0 else -middle


def _of_expression(item: Item, value: Value) -> Iterator[Part]:
    if is_numeric(value) and abs(value) < 10**11:
        yield from _of_number(item, value)


def _of_rows(item: Item, table: Mapping[str, Value], shown: frozenset[str]) -> Iterator[Part]:
    for row in item.rows:
        if item.is_conditional_table and part_name(item.name, row.value) not in shown:
            continue
        yield (ROW, row.value, SHOWN), 1
        if row.value in table:
            yield (ROW, row.value, ANSWERED), 1
            chosen = table[row.value] if item.is_multiple else [table[row.value]]
            yield from (((ROW, row.value, CHOICE, to_text(one)), 1) for one in chosen)


def _of_cells(item: Item, table: Mapping[str, Mapping[str, Value]], shown: frozenset[str]) -> Iterator[Part]:
    for row in item.rows:
        for cell in item.cells:
            if item.is_conditional_table and part_name(item.name, row.value, cell.name) not in shown:
                continue
            for parts, count in _of_item(cell, table.get(row.value, {}).get(cell.name), shown):
                yield (CELL, row.value, cell.name, *parts), count


def _of_entries(item: Item, entries: list[Mapping[str, Value]]) -> Iterator[Part]:
    """Count rows or panels, and each column over all of them; in a column's base a person counts once."""
    if item.kind in REPEATED:
        yield (ENTRIES,), len(entries)
    for cell in item.cells:
        filled = [entry[cell.key] for entry in entries if entry.get(cell.key) is not None]
        column = (CELL, EVERY_ROW, cell.name)
        yield (*column, SHOWN), 1
        if not filled:
            continue
        yield (*column, ANSWERED), 1
        yield (*column, ENTRIES), len(filled)
        for value in filled if cell.kind not in NESTED else ():
            yield from (((*column, *parts), count) for parts, count in _of_value(cell, value))


def _of_scale(scale: Scale, data: Mapping[str, Value], shown: frozenset[str]) -> Iterator[Part]:
    """Count a score as a number, and once in its band."""
    if not any(is_asked(part, shown) for part in scale.parts):
        return
    yield (SHOWN,), 1
    value = score(scale, data, shown)
    if value is not None:
        scaled = rounded(value)
        yield (ANSWERED,), 1
        yield (SUM,), scaled
        yield (SQUARES,), scaled * scaled
        yield (CHOICE, str(band_of(scale, value))), 1


MONTHLY: Final = frozenset({"date", "datetime-local", "month"})
_COUNTS: Final[Mapping[str, Callable[[Item, Value], Iterator[Part]]]] = {
    "text": _of_text,
    "comment": _of_text,
    "radiogroup": _of_choice,
    "dropdown": _of_choice,
    "buttongroup": _of_choice,
    "imagepicker": _of_picture,
    "slider": _of_slider,
    "boolean": _of_choice,
    "rating": _of_choice,
    "checkbox": _of_choices,
    "tagbox": _of_choices,
    "ranking": _of_ranking,
    "expression": _of_expression,
}
