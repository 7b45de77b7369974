"""Counters turned into the figures that staff read: bars, bases, means and medians, question by question."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from chalicelib.surveys.contribution import (
    ANSWERED,
    BIN,
    BINS_PER_OCTAVE,
    CELL,
    CHOICE,
    ENTRIES,
    EVERY_ROW,
    MONTH,
    MONTHLY,
    NONES,
    OTHERS,
    PLACE,
    ROW,
    SCALE,
    SQUARES,
    SUM,
    counts_values,
    key,
    value_of_bin,
)
from chalicelib.surveys.engine.elements import (
    DONT_KNOW,
    NONE,
    OTHER,
    REFUSED,
    UNANSWERED,
    Item,
    Option,
    Questionnaire,
    Scale,
    in_locale,
)
from chalicelib.surveys.engine.scales import marked
from chalicelib.surveys.engine.values import Value, is_numeric, number_of_text, number_text, to_text

Figures = dict[str, Any]
Counters = Mapping[str, int]
_WORDS: Final = {
    "en": {
        OTHER: "Other",
        NONE: "None",
        REFUSED: "Prefer not to say",
        DONT_KNOW: "I do not know",
        EVERY_ROW: "Every row",
    },
    "es": {
        OTHER: "Otro",
        NONE: "Ninguno",
        REFUSED: "Prefiero no decirlo",
        DONT_KNOW: "No lo sé",
        EVERY_ROW: "Cada fila",
    },
}


def summarise(
    questionnaire: Questionnaire, counters: Counters, locale: str, hidden_units: Collection[str] = ()
) -> list[Figures]:
    """Give the figures of every question in the survey's order, then of the scales; what is hidden has no bars."""
    reader = _Reader(counters, locale, hidden_units)
    items = [reader.item(item) for item in questionnaire.items if item.kind not in UNANSWERED]
    return [*items, *(reader.scale(scale) for scale in questionnaire.scales)]


def _percent(count: int, base: int) -> float:
    return round(100 * count / base, 1) if base else 0.0


class _Reader:
    def __init__(self, counters: Counters, locale: str, hidden_units: Collection[str]) -> None:
        self.counters = counters
        self.locale = locale
        self.hidden_units = hidden_units
        self.by_facet: dict[tuple[str, str], dict[str, int]] = {}
        for name, count in counters.items():
            prefix, _, last = name.rpartition("\t")
            unit, _, facet = prefix.rpartition("\t")
            self.by_facet.setdefault((unit, facet), {})[last] = count

    def item(self, item: Item) -> Figures:
        figures = self.figures(item, key(item.name), item.name, item.kind)
        if item.bank_id:
            figures["bank_id"] = item.bank_id
        if item.kind == "matrix":
            figures["rows"] = [self.row(item, row) for row in item.rows]
        elif item.kind == "matrixdropdown":
            figures["rows"] = [self.cells(item, row) for row in item.rows]
        elif item.cells:
            every = Option(EVERY_ROW, {"default": self.words()[EVERY_ROW]})
            figures["rows"] = [self.cells(item, every)]
        return figures

    def scale(self, scale: Scale) -> Figures:
        unit, title = key(marked(scale.name)), in_locale(scale.texts, self.locale)
        figures: Figures = {"name": marked(scale.name), "title": title, "type": "scale", "questions": len(scale.parts)}
        if scale.bank_id:
            figures["bank_id"] = scale.bank_id
        if unit in self.hidden_units:
            return {**figures, "base": None, "hidden": True, "bars": []}
        base = self.count(unit, ANSWERED)
        bars = [
            self.bar(str(place), self.band(scale, place), self.count(unit, key(CHOICE, str(place))), base)
            for place in range(len(scale.bands))
        ]
        sums = self.count(unit, SUM), self.count(unit, SQUARES)
        return {**figures, "base": base, "hidden": False, "bars": bars, **_moments(base, *sums)}

    def band(self, scale: Scale, place: int) -> str:
        """Say a band by its title and range."""
        low = scale.bands[place].least
        high = scale.bands[place + 1].least if place + 1 < len(scale.bands) else max(scale.most, low)
        spread = f"{number_text(float(max(low, scale.least)))} \u2013 {number_text(float(high))}"
        title = in_locale(scale.bands[place].texts, self.locale)
        return f"{title} ({spread})" if title else spread

    def words(self) -> Mapping[str, str]:
        return _WORDS.get(self.locale, _WORDS["en"])

    def figures(self, item: Item, unit: str, name: str, kind: str) -> Figures:
        title = in_locale(item.texts, self.locale)
        return {"name": name, "title": title, "type": kind, **self.unit(unit, _BARS.get(kind, _no_bars), item)}

    def unit(self, unit: str, read: "Callable[[_Reader, Item, str, int], Figures]", item: Item) -> Figures:
        if unit in self.hidden_units:
            return {"base": None, "hidden": True, "bars": []}
        base = self.counters.get(f"{unit}\t{ANSWERED}", 0)
        # Over several rows a person counts once in the base, and the bars are shares of the filled cells.
        entries = self.counters.get(f"{unit}\t{ENTRIES}")
        if entries is None:
            return {"base": base, "hidden": False, **read(self, item, unit, base)}
        return {"base": base, "hidden": False, "entries": entries, **read(self, item, unit, entries)}

    def row(self, item: Item, row: Option) -> Figures:
        return self.option(row) | self.unit(key(item.name, ROW, row.value), _options, item)

    def cells(self, item: Item, row: Option) -> Figures:
        columns = [
            self.figures(cell, key(item.name, CELL, row.value, cell.name), cell.name, cell.kind) for cell in item.cells
        ]
        return {**self.option(row), "base": None, "hidden": False, "bars": [], "columns": columns}

    def option(self, option: Option) -> Figures:
        return {"value": option.value, "label": in_locale(option.texts, self.locale)}

    def bar(self, value: Value, label: str, count: int, base: int) -> Figures:
        return {"value": value, "label": label, "count": count, "percent": _percent(count, base)}

    def count(self, *parts: str) -> int:
        return self.counters.get("\t".join(parts), 0)

    def special(self, item: Item, unit: str, base: int) -> Iterator[Figures]:
        """Give the bars of "other" and "none" where the question offers them."""
        words = self.words()
        for is_offered, value, facet in ((item.has_other, OTHER, OTHERS), (item.has_none, NONE, NONES)):
            if is_offered:
                yield self.bar(value, words[value], self.count(unit, facet), base)
        for value in (REFUSED, DONT_KNOW):
            if value in item.declined:
                yield self.bar(value, words[value], self.count(unit, key(CHOICE, value)), base)


def _no_bars(*_: object) -> Figures:
    return {"bars": []}


def _options(reader: _Reader, item: Item, unit: str, base: int) -> Figures:
    counted = [(option, reader.count(unit, key(CHOICE, to_text(option.value)))) for option in item.options]
    bars = [reader.bar(**_named(reader, option), count=count, base=base) for option, count in counted]
    figures: Figures = {"bars": [*bars, *reader.special(item, unit, base)]}
    if item.kind in {"rating", "matrix"} and all(is_numeric(option.value) for option in item.options):
        figures |= _middle((option.value, count) for option, count in counted)
    return figures


def _named(reader: _Reader, option: Option) -> Figures:
    return reader.option(option)


def _middle(counted: Iterable[tuple[float, int]]) -> Figures:
    """Give mean and median of counted values, or neither when there are none."""
    pairs = sorted((value, count) for value, count in counted if count > 0)
    total = sum(count for _, count in pairs)
    if not total:
        return {}
    mean = math.fsum(value * count for value, count in pairs) / total
    low, high = (_at(pairs, place) for place in ((total - 1) // 2, total // 2))
    return {"mean": round(mean, 2), "median": round((low + high) / 2, 2)}


def _moments(base: int, total: int, squares: int) -> Figures:
    """Give mean and standard deviation from sums in ten-thousandths, or neither of nobody."""
    if not base:
        return {}
    variance = max(base * squares - total * total, 0) / (base * base)
    return {"mean": round(total / base / SCALE, 2), "deviation": round(math.sqrt(variance) / SCALE, 2)}


def _at(pairs: list[tuple[float, int]], place: int) -> float:
    for value, count in pairs:
        place -= count
        if place < 0:
            return value
    return pairs[-1][0]


def _ranking(reader: _Reader, item: Item, unit: str, base: int) -> Figures:
    """Give for each choice how often it came first and its mean place."""
    bars = []
    for option in item.options:
        places = reader.by_facet.get((f"{unit}\t{PLACE}", key(to_text(option.value))), {})
        first = places.get("1", 0)
        bars.append(reader.bar(**_named(reader, option), count=first, base=base) | _mean_place(places))
    return {"bars": bars}


def _mean_place(places: Mapping[str, int]) -> Figures:
    return {"mean": _middle((int(place), count) for place, count in places.items()).get("mean")}


def _text(reader: _Reader, item: Item, unit: str, base: int) -> Figures:
    if item.input_type in MONTHLY:
        months = sorted(reader.by_facet.get((unit, MONTH), {}).items())
        return {"bars": [reader.bar(month, month, count, base) for month, count in months]}
    return _number(reader, item, unit, base) if item.is_number else {"bars": []}


def _number(reader: _Reader, item: Item, unit: str, base: int) -> Figures:
    if counts_values(item):
        counted = sorted(
            (number_of_text(text), count) for text, count in reader.by_facet.get((unit, CHOICE), {}).items()
        )
        bars = [reader.bar(value, number_text(value), count, base) for value, count in counted]
        return {"bars": bars, **_middle(counted)}
    bins = {int(place): count for place, count in reader.by_facet.get((unit, BIN), {}).items()}
    total = sum(bins.values())
    figures: Figures = {"bars": [reader.bar(label, label, count, base) for label, count in _octaves(bins)]}
    if total:
        middle = _middle((value_of_bin(place), count) for place, count in bins.items())
        figures |= {**middle, "mean": round(reader.count(unit, SUM) / SCALE / total, 2)}
    return figures


def _octaves(bins: Mapping[int, int]) -> list[tuple[str, int]]:
    """Fold the fine bins of a number into bars that each double the one before."""
    folded: dict[tuple[float, float], int] = {}
    for place, count in bins.items():
        edges = _edges(place)
        folded[edges] = folded.get(edges, 0) + count
    return [(f"{number_text(low)} \u2013 {number_text(high)}", count) for (low, high), count in sorted(folded.items())]


def _edges(place: int) -> tuple[float, float]:
    if place == 0:
        return 0.0, 0.0
    exponent = abs(place) // BINS_PER_OCTAVE - 16
    low, high = math.ldexp(0.5, exponent), math.ldexp(1.0, exponent)
    return (low, high) if place > 0 else (-high, -low)


_BARS: Final[Mapping[str, Callable[[_Reader, Item, str, int], Figures]]] = {
    "radiogroup": _options,
    "dropdown": _options,
    "checkbox": _options,
    "tagbox": _options,
    "buttongroup": _options,
    "imagepicker": _options,
    "slider": _text,
    "boolean": _options,
    "rating": _options,
    "ranking": _ranking,
    "text": _text,
    "expression": _number,
}
