"""Scales: one score of several questions, worked out exactly from what was asked and answered."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Problems
from chalicelib.surveys.engine.elements import Band, Item, Scale, ScalePart
from chalicelib.surveys.engine.logic import part_name
from chalicelib.surveys.engine.values import Value, is_numeric, number_of_text, to_text

CHOSEN: Final = frozenset({"rating", "radiogroup", "dropdown", "buttongroup", "matrix"})
MARK: Final = "#"  # No question's name holds it, so that a scale's figures and column are never taken for one's.
USUAL_SHARE: Final = 0.5
DECIMALS: Final = 10**4
MOST_STEPS: Final = 10
_STEPS: Final = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), *map(Fraction, (1, 2, 5, 10, 20, 50, 100, 200, 500)))


def marked(name: str) -> str:
    """Give the name by which a scale's figures are told from a question's."""
    return f"{MARK}{name}"


# --- Compiling


def compile_scales(definition: Mapping[str, Value], items: list[Item], problems: Problems) -> tuple[Scale, ...]:
    """Read the scales of a definition; whatever has no numbers to add up is a problem."""
    found: list[Scale] = []
    taken: set[str] = set()
    for place, block in enumerate(problems.list("scales", definition.get("scales", []), profile.MOST_SCALES)):
        path = f"scales[{place}]"
        if not problems.table(path, block, profile.SCALE):
            continue
        problems.require(path, block, "name", "items", "method")
        name = str(block.get("name", ""))
        if name.lower() in taken:
            problems[f"{path}.name"] = "Give it a name that no other scale has."
        taken.add(name.lower())
        parts = tuple(_parts(path, block, {item.name: item for item in items}, problems))
        if parts:
            found.append(_scale(path, block, parts, problems))
    return tuple(found)


def _parts(path: str, block: Mapping[str, Value], items: Mapping[str, Item], problems: Problems) -> Iterator[ScalePart]:
    names = problems.list(f"{path}.items", block.get("items", []), profile.MOST_SCALE_ITEMS)
    turned = problems.list(f"{path}.reversed", block.get("reversed", []), profile.MOST_SCALE_ITEMS)
    if not names:
        problems[f"{path}.items"] = "Name the questions that make the scale."
    for place, one in enumerate(turned):
        if one not in names:
            problems[f"{path}.reversed[{place}]"] = "Name one of the scale's own questions."
    for place, one in enumerate(names):
        part = _part(str(one), items, is_reversed=one in turned)
        if names.index(one) != place:
            problems[f"{path}.items[{place}]"] = "Name each question once."
        elif isinstance(part, str):
            problems[f"{path}.items[{place}]"] = part
        else:
            yield part


def _part(name: str, items: Mapping[str, Item], *, is_reversed: bool) -> ScalePart | str:
    """Give what a name means, or the sentence that mends it."""
    owner, _, row = name.partition(".")
    item = items.get(owner)
    if item is None or (bool(row) != (item.kind == "matrix")):
        return 'Name a question of this survey, or a row of a table as "table.row".'
    if row and all(one.value != row for one in item.rows):
        return "Name a row of this table."
    bounds = _bounds(item)
    if bounds is None:
        return "A scale is made of questions with one choice whose values are numbers, or of numbers with bounds."
    return ScalePart(item, row, *bounds, is_reversed)


def _bounds(item: Item) -> tuple[Fraction, Fraction] | None:
    if item.is_multiple or (item.kind in CHOSEN and not item.options):
        return None
    values = [option.value for option in item.options] if item.kind in CHOSEN else [item.least, item.most]
    if item.kind not in CHOSEN and not item.is_number:
        return None
    numbers = [exact(value) for value in values]
    known = [number for number in numbers if number is not None]
    return (min(known), max(known)) if len(known) == len(numbers) and known else None


def exact(value: Value) -> Fraction | None:
    """Give a number, or a text that is one, without rounding."""
    number = number_of_text(value) if isinstance(value, str) else value
    return Fraction(repr(number)) if is_numeric(number) and math.isfinite(number) else None


def _scale(path: str, block: Mapping[str, Value], parts: tuple[ScalePart, ...], problems: Problems) -> Scale:
    is_sum = block.get("method") == "sum"
    size = 1 if is_sum else len(parts)
    least = sum((part.least for part in parts), Fraction(0)) / size
    most = sum((part.most for part in parts), Fraction(0)) / size
    share = exact(block.get("leastAnswered", USUAL_SHARE)) or Fraction(1)
    bands = tuple(_bands(path, block, least, problems))
    name = str(block.get("name", ""))
    texts, bank_id = problems.texts(block.get("title"), name), str(block.get("bankId", ""))
    return Scale(name, texts, parts, is_sum, share, least, most, bands or steps(least, most), bank_id)


def _bands(path: str, block: Mapping[str, Value], least: Fraction, problems: Problems) -> Iterator[Band]:
    before: Fraction | None = None
    for place, band in enumerate(problems.list(f"{path}.bands", block.get("bands", []), profile.MOST_BANDS)):
        at = f"{path}.bands[{place}]"
        if not problems.table(at, band, profile.BAND):
            continue
        problems.require(at, band, "from", "title")
        begin = exact(band.get("from"))
        if begin is None:
            continue
        if before is None and begin > least:
            problems[f"{at}.from"] = f"Let the first band begin at {float(least):g}, the least score, or below."
        elif before is not None and begin <= before:
            problems[f"{at}.from"] = "Let each band begin above the one before."
        before = begin
        yield Band(begin, problems.texts(band.get("title"), ""))


def steps(least: Fraction, most: Fraction) -> tuple[Band, ...]:
    """Give at most ten equal steps of a round width where a scale has no bands of its own; they have no titles."""
    width = next((step for step in _STEPS if (most - least) / step <= MOST_STEPS), (most - least) / MOST_STEPS)
    count = max(1, -(-(most - least) // width)) if width else 1
    return tuple(Band(least + place * width, {}) for place in range(count))


# --- Scoring


def score(scale: Scale, data: Mapping[str, Value], shown: frozenset[str]) -> Fraction | None:
    """Give a scale's score, or None where too few of its questions were asked and answered.

    What was not answered counts as the mean of what was, so that a sum stands for all of them.
    """
    values = [value for part in scale.parts if (value := _value(part, data, shown)) is not None]
    if not values or Fraction(len(values), len(scale.parts)) < scale.share:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    return mean * len(scale.parts) if scale.is_sum else mean


def is_asked(part: ScalePart, shown: frozenset[str]) -> bool:
    """Tell whether a part of a scale was shown."""
    item = part.item
    is_row_shown = not part.row or not item.is_conditional_table or part_name(item.name, part.row) in shown
    return item.name in shown and is_row_shown


def _value(part: ScalePart, data: Mapping[str, Value], shown: frozenset[str]) -> Fraction | None:
    raw = data.get(part.item.key)
    if part.row:
        raw = raw.get(part.row) if isinstance(raw, dict) else None
    if not is_asked(part, shown) or (part.item.kind in CHOSEN and to_text(raw) not in part.item.by_text):
        return None
    value = exact(raw)
    if value is None:
        return None
    return part.least + part.most - value if part.is_reversed else value


def band_of(scale: Scale, value: Fraction) -> int:
    """Give the place of the band that a score lies in."""
    return max((place for place, band in enumerate(scale.bands) if band.least <= value), default=0)


def rounded(value: Fraction) -> int:
    """Give a score in ten-thousandths, halves to the even one: the same on every machine."""
    return round(value * DECIMALS)


def score_text(value: Fraction) -> str:
    """Give a score as a table shows it."""
    return f"{rounded(value) / DECIMALS:g}"


def scores(scales: tuple[Scale, ...], data: Mapping[str, Value], shown: frozenset[str]) -> dict[str, str]:
    """Give every score of an answer by its marked name, as a table shows it."""
    found = {marked(scale.name): score(scale, data, shown) for scale in scales}
    return {name: score_text(value) for name, value in found.items() if value is not None}
