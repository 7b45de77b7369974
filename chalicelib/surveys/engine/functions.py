"""The functions that expressions may call, with the browser's treatment of odd arguments."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.surveys.engine import moments, values
from chalicelib.surveys.engine.comparison import less
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.operators import fixed_sum, plus
from chalicelib.surveys.engine.values import UNDEFINED, Value

Arguments = list[Value]
Function = Callable[[Moment, Arguments], Value]
Keep = Callable[[Mapping[str, Value]], bool] | None

_DAY_SECONDS = 86_400
_SECONDS: Final = {"hours": 3_600, "minutes": 60, "seconds": 1}
_UNITS: Final = frozenset({"years", "months", "days", "hours", "minutes", "seconds"})
_WHOLE = re.compile(r"-?[0-9]+")
_EPSILON = 2.0**-52


def _flat(arguments: Arguments) -> Arguments:
    """Flatten lists, leave out nulls and read numbers."""
    flat: Arguments = []
    waiting = list(reversed(arguments))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif not values.is_null(value):
            number = values.read_number(value)
            flat.append(value if math.isnan(number) else number)
    return flat


def _sum(_: Moment, arguments: Arguments) -> Value:
    total: Value = 0.0
    for value in _flat(arguments):
        total = fixed_sum(total, value, plus(total, value))
    return total


def _avg(now: Moment, arguments: Arguments) -> Value:
    count = len(_flat(arguments))
    return values.to_number(_sum(now, arguments)) / count if count else 0.0


def _extreme(arguments: Arguments, *, lowest: bool) -> Value:
    flat = _flat(arguments)
    best = flat[0] if flat else UNDEFINED
    for value in flat[1:]:
        if less(value, best) if lowest else less(best, value):
            best = value
    return best


def _round(_: Moment, arguments: Arguments) -> Value:
    number, places = _number_and_places(arguments)
    if math.isnan(number) or math.isnan(places):
        return values.NAN
    try:
        power = math.pow(10, places)
        scaled = number * power * (1 + _EPSILON)
        return _half_up(scaled) / power if power else values.NAN
    except OverflowError:
        return values.NAN


def _half_up(number: float) -> float:
    if not math.isfinite(number) or abs(number) >= 2**52:
        return number
    floor = math.floor(number)
    return float(floor + 1 if number - floor >= 0.5 else floor)  # noqa: PLR2004


def _number_and_places(arguments: Arguments) -> tuple[float, float]:
    flat = _flat(arguments)
    places = flat[1] if len(flat) > 1 and values.truthy(flat[1]) else 0.0
    return values.read_number(flat[0]) if flat else values.NAN, values.read_number(places)


def _trunc(_: Moment, arguments: Arguments) -> Value:
    number, places = _number_and_places(arguments)
    if math.isnan(number) or math.isnan(places):
        return values.NAN
    text = values.number_text(number)
    whole = _WHOLE.match(text)
    end = whole.end() if whole else 0
    if places >= 1 and places.is_integer() and end < len(text):
        digits = re.match(rf"[0-9]{{0,{min(int(places), 99)}}}", text[end + 1 :])
        end += 1 + (digits.end() if digits else 0)
    return values.number_of_text(text[:end])


def _iif(_: Moment, arguments: Arguments) -> Value:
    if len(arguments) < 2:  # noqa: PLR2004
        return None
    otherwise = arguments[2] if len(arguments) > 2 else UNDEFINED  # noqa: PLR2004
    return arguments[1] if values.truthy(arguments[0]) else otherwise


def _date(now: Moment, value: Value) -> Moment:
    """Read a value as a date; an empty one is now."""
    if not values.truthy(value):
        return now
    if isinstance(value, Moment):
        return value
    if isinstance(value, (str, list, dict)):
        return moments.of_text(values.to_text(value), now.zone)
    return moments.of_number(values.to_number(value), now.zone)


def _get_date(now: Moment, arguments: Arguments) -> Value:
    return _date(now, arguments[0]) if arguments and values.truthy(arguments[0]) else None


def _whole_months(start: Moment, end: Moment) -> float:
    first, last = start.local(), end.local()
    if first is None or last is None:
        return values.NAN
    months = (last.year - first.year) * 12 + last.month - first.month
    return float(months - 1 if last.day < first.day else months)


def _span(start: Moment, end: Moment, unit: Value) -> Value:
    if unit == "days":
        return _days_between(start, end)
    months = _whole_months(start, end)
    if unit == "months":
        return months
    return 0.0 if math.isnan(months) else float(math.trunc(months / 12))


def _days_between(start: Moment, end: Moment) -> float:
    first, last = start.local(), end.local()
    if first is None or last is None:
        return values.NAN
    return float(abs((last.date() - first.date()).days))


def _age(now: Moment, arguments: Arguments) -> Value:
    if not arguments or not values.truthy(arguments[0]):
        return None
    unit = arguments[1] if len(arguments) > 1 and values.truthy(arguments[1]) else "years"
    if unit == "days":
        # The browser hands diffDays no second date, which it answers with 0.
        return 0.0
    return _span(_date(now, arguments[0]), now, unit)


def _date_diff(now: Moment, arguments: Arguments) -> Value:
    if len(arguments) < 2 or not all(map(values.truthy, arguments[:2])):  # noqa: PLR2004
        return None
    start, end = _date(now, arguments[0]), _date(now, arguments[1])
    unit = arguments[2] if len(arguments) > 2 and values.truthy(arguments[2]) else "days"  # noqa: PLR2004
    if not isinstance(unit, str) or unit not in _SECONDS:
        return _span(start, end, unit)
    if start.stamp is None or end.stamp is None:
        return values.NAN
    return float(math.ceil(abs(end.stamp - start.stamp) / (1000 * _SECONDS[unit])))


def _date_add(now: Moment, arguments: Arguments) -> Value:
    if len(arguments) < 2 or not all(map(values.truthy, arguments[:2])):  # noqa: PLR2004
        return None
    unit = arguments[2] if len(arguments) > 2 and values.truthy(arguments[2]) else "days"  # noqa: PLR2004
    date = _date(now, arguments[0])
    return date.shifted(unit, values.to_number(arguments[1])) if isinstance(unit, str) and unit in _UNITS else date


def _diff_days(now: Moment, arguments: Arguments) -> Value:
    if len(arguments) != 2 or not all(map(values.truthy, arguments)):  # noqa: PLR2004
        return 0.0
    return _days_between(_date(now, arguments[0]), _date(now, arguments[1]))


def _today(now: Moment, arguments: Arguments) -> Value:
    today = now.truncated("day")
    return today.shifted("days", values.to_number(arguments[0])) if len(arguments) == 1 else today


def _get_year(now: Moment, arguments: Arguments) -> Value:
    if len(arguments) != 1 or not values.truthy(arguments[0]):
        return UNDEFINED
    return float(_date(now, arguments[0]).field("year"))


def _field(name: str) -> Function:
    return lambda now, arguments: float(_date(now, arguments[0] if arguments else None).field(name))


def _weekday(now: Moment, arguments: Arguments) -> Value:
    return float(_date(now, arguments[0] if arguments else None).weekday())


def _substring(_: Moment, arguments: Arguments) -> Value:
    if len(arguments) < 2 or not isinstance(arguments[0], str):  # noqa: PLR2004
        return ""
    if not values.is_number(arguments[1]):
        return ""
    units = arguments[0].encode("utf-16-le", "surrogatepass")
    size = len(units) // 2
    ends = [_index(arguments[1], size), size]
    if len(arguments) > 2 and values.is_number(arguments[2]):  # noqa: PLR2004
        ends[1] = _index(arguments[2], size)
    start, end = sorted(ends)
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def _index(value: Value, size: int) -> int:
    number = values.to_number(value)
    return 0 if math.isnan(number) else int(max(0, min(number, size)))


FUNCTIONS: Final[dict[str, Function]] = {
    "iif": _iif,
    "sum": _sum,
    "avg": _avg,
    "min": lambda _, arguments: _extreme(arguments, lowest=True),
    "max": lambda _, arguments: _extreme(arguments, lowest=False),
    "count": lambda _, arguments: float(len(_flat(arguments))),
    "round": _round,
    "trunc": _trunc,
    "age": _age,
    "dateDiff": _date_diff,
    "dateAdd": _date_add,
    "diffDays": _diff_days,
    "getDate": _get_date,
    "today": _today,
    "currentDate": lambda now, _: now,
    "currentYear": lambda now, _: float(now.field("year")),
    "getYear": _get_year,
    "year": _field("year"),
    "month": _field("month"),
    "day": _field("day"),
    "weekday": _weekday,
    "substring": _substring,
}
ARRAY_FUNCTIONS: Final = frozenset({"sumInArray", "minInArray", "maxInArray", "countInArray", "avgInArray"})
CLOCK_FUNCTIONS: Final = frozenset(
    {"today", "currentDate", "currentYear", "age", "year", "month", "day", "weekday", "getDate"}
)


def fold_rows(function: str, rows: Value, column: Value, returned: str | None, keep: Keep) -> Value:
    """Sum, count, average or find the extreme of one column over the rows of a list or a table."""
    found = _cells(rows, column, keep)
    if function in {"minInArray", "maxInArray"}:
        return _extreme_cell(found, returned, lowest=function == "minInArray")
    if function == "countInArray":
        return float(len(found))
    total: Value = 0.0
    for value, _ in found:
        number = _as_number(value)
        total = total if values.is_null(number) else fixed_sum(total, number, plus(total, number))
    if function == "sumInArray":
        return total
    return values.to_number(total) / len(found) if found else 0.0


def _cells(rows: Value, column: Value, keep: Keep) -> list[tuple[Value, Mapping[str, Value]]]:
    """Give the filled cells of a column, each with its row."""
    parts = list(rows.values()) if isinstance(rows, Mapping) else rows if isinstance(rows, list) else []
    tables = [row for row in parts if isinstance(row, Mapping)] if isinstance(column, str) else []
    cells = [(row.get(column), row) for row in tables]
    return [(value, row) for value, row in cells if not values.is_empty(value) and (keep is None or keep(row))]


def _as_number(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    number = values.read_number(value)
    return UNDEFINED if math.isnan(number) else number


def _extreme_cell(cells: list[tuple[Value, Mapping[str, Value]]], returned: str | None, *, lowest: bool) -> Value:
    best: tuple[Value, Mapping[str, Value]] | None = None
    for value, row in cells:
        number = _as_number(value)
        if values.is_null(number):
            continue
        if best is None or (less(number, best[0]) if lowest else less(best[0], number)):
            best = number, row
    if best is None:
        return UNDEFINED
    return best[0] if returned is None else best[1].get(returned, UNDEFINED)
