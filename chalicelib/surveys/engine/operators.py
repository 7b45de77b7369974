"""The operators of the expression language, with its decimals, its dates and its sets."""

import math
from collections.abc import Callable
from typing import Any, Final

from chalicelib.surveys.engine.comparison import equals, less
from chalicelib.surveys.engine.moments import Moment, of_text
from chalicelib.surveys.engine.values import (
    NAN,
    UNDEFINED,
    Value,
    as_float,
    is_empty,
    is_null,
    is_number,
    is_numeric,
    is_object,
    to_number,
    to_text,
    truthy,
)


def plus(left: Value, right: Value) -> Value:
    """Add as `+` does: joined when one side is a text or an object."""
    left, right = (to_text(side) if is_object(side) else side for side in (left, right))
    if isinstance(left, str) or isinstance(right, str):
        return to_text(left) + to_text(right)
    return to_number(left) + to_number(right)


def decimals(value: Value) -> int:
    """Count the digits after the point of what reads as a number."""
    if isinstance(value, int) or not is_number(value):
        return 0
    number = to_number(value)
    if isinstance(value, float) and (math.isnan(number) or number.is_integer()):
        return 0
    whole_and_part = to_text(value).split(".")
    return len(whole_and_part[1]) if len(whole_and_part) > 1 else 0


def fix(number: float, digits: int) -> float:
    """Round away the noise that binary fractions leave behind `digits` decimals."""
    return float(f"{number:.{min(digits, 100)}f}") if digits > 0 and math.isfinite(number) else number


def fixed_sum(left: Value, right: Value, result: Value) -> Value:
    """Keep as many decimals in a sum as its parts have."""
    digits = max(decimals(left), decimals(right))
    return fix(result, digits) if isinstance(result, float) else result


def sum_of(left: Value, right: Value) -> Value:
    """Add as the language's `+` does: numbers without noise, texts joined, the numbers of a list."""
    if is_number(left) and is_number(right):
        return (
            plus(left, right)
            if isinstance(left, str) or isinstance(right, str)
            else fixed_sum(left, right, plus(left, right))
        )
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    if isinstance(left, list):
        return _sum_with_list(left, right, lambda text: text + to_text(right), plus(left, right))
    if isinstance(right, list):
        return _sum_with_list(right, left, lambda text: to_text(left) + text, plus(left, right))
    return plus(left, right)


def _sum_with_list(values: list[Value], other: Value, join: Callable[[str], str], otherwise: Value) -> Value:
    if isinstance(other, str):
        return join(", ".join("" if is_null(part) else to_text(part) for part in values))
    if not is_numeric(other):
        return otherwise
    total = 0.0
    for part in [*(part for part in values if is_numeric(part)), other]:
        total = fixed_sum(total, part, total + as_float(part))
    return total


def filling(operation: Callable[[Value, Value], Value]) -> Callable[[Value, Value], Value]:
    """Let an operator take the zero of the other side's type for an empty side."""

    def compute(left: Value, right: Value) -> Value:
        left = _filled(left, right)
        return operation(left, _filled(right, left))

    return compute


def _filled(value: Value, other: Value) -> Value:
    """Give an empty side the zero of the other side's type."""
    if not is_empty(value):
        return value
    if is_numeric(other):
        return 0.0
    if isinstance(value, str):
        return value
    if isinstance(other, str):
        return ""
    return [] if isinstance(other, list) else 0.0


def _minus(left: Value, right: Value) -> float:
    difference = to_number(left) - to_number(right)
    return float(fixed_sum(left, right, difference))


def _mul(left: Value, right: Value) -> float:
    product = to_number(left) * to_number(right)
    return fix(product, decimals(left) + decimals(right))


def _div(left: Value, right: Value) -> float | None:
    if not truthy(right):
        return None
    divisor = to_number(right)
    number = to_number(left)
    return number / divisor if divisor else _by_zero(number)


def _by_zero(number: float) -> float:
    return NAN if number == 0 or math.isnan(number) else number * math.inf


def _mod(left: Value, right: Value) -> float | None:
    if not truthy(right):
        return None
    number, divisor = to_number(left), to_number(right)
    try:
        return math.fmod(number, divisor)
    except ValueError:
        return NAN


def _power(left: Value, right: Value) -> float:
    base, exponent = to_number(left), to_number(right)
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return NAN
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        return math.inf if base == 0 else NAN


def _dated(left: Value, right: Value) -> tuple[Value, Value]:
    """Bring a date and a text beside it to the same kind and precision."""
    if isinstance(right, Moment) and isinstance(left, str):
        return _read_beside(left, right)
    if isinstance(left, Moment) and isinstance(right, str):
        left = _cut(left, len(right))
        right, left = _read_beside(right, left)
    return left, right


def _read_beside(text: str, moment: Moment) -> tuple[Moment, Moment]:
    moment = moment.truncated("second")
    read = of_text(text, moment.zone)
    here = moment.local()
    has_time = here is not None and (here.hour or here.minute or here.second)
    return (read if has_time else read.truncated("day")), moment


def _cut(moment: Moment, length: int) -> Moment:
    for shorter_than, unit in ((11, "day"), (14, "hour"), (17, "minute")):
        if length < shorter_than:
            return moment.truncated(unit)
    return moment


def equal(left: Value, right: Value, *, any_order: bool = True) -> bool:
    left, right = _dated(left, right)
    left = UNDEFINED if left == "undefined" else left
    right = UNDEFINED if right == "undefined" else right
    return equals(left, right, any_order=any_order)


def _less(left: Value, right: Value) -> bool:
    if is_null(left) or is_null(right):
        return False
    return less(*_dated(left, right))


def _greater(left: Value, right: Value) -> bool:
    if is_null(left) or is_null(right):
        return False
    left, right = _dated(left, right)
    return less(right, left)


def _contains(left: Value, right: Value) -> bool:
    return _contains_or_not(left, right, wanted=True)


def _not_contains(left: Value, right: Value) -> bool:
    if not truthy(left) and not is_empty(right):
        return True
    return _contains_or_not(left, right, wanted=False)


def _contains_or_not(left: Value, right: Value, *, wanted: bool) -> bool:
    if isinstance(left, list):
        return _list_contains(left, right, wanted=wanted)
    if is_null(left) or left == "" or (isinstance(left, float) and math.isnan(left)):
        return False
    if not truthy(right):
        return False
    found = to_text(right).lower() in to_text(left).lower()
    return found == wanted


def _list_contains(left: list[Value], right: Value, *, wanted: bool) -> bool:
    wants = right if isinstance(right, list) else [right]
    has_all = all(any(_same_item(part, want) for part in left) for want in wants)
    return (bool(left) and has_all) == wanted


def _same_item(left: Value, right: Value) -> bool:
    left = UNDEFINED if left == "undefined" else left
    right = UNDEFINED if right == "undefined" else right
    return equals(left, right, any_order=True)


def _any_of(left: Value, right: Value) -> bool:
    if is_empty(left):
        return is_empty(right)
    if is_empty(right):
        return True
    if not isinstance(left, list):
        return _contains(right, left)
    wants = right if isinstance(right, list) else [right]
    return any(_contains(left, want) for want in wants)


def _all_of(left: Value, right: Value) -> bool:
    if not truthy(left) and not is_empty(right):
        return False
    wants = right if isinstance(right, list) else [right]
    return all(_contains(left, want) for want in wants)


def _at_least(left: Value, right: Value) -> bool:
    return equal(left, right) or _greater(left, right)


def _at_most(left: Value, right: Value) -> bool:
    return equal(left, right) or _less(left, right)


Operation = Callable[[Value, Value], Any]

ARITHMETIC: Final[dict[str, Operation]] = {
    "or": lambda left, right: left if truthy(left) else right,
    "and": lambda left, right: right if truthy(left) else left,
    "plus": sum_of,
    "minus": _minus,
    "mul": _mul,
    "div": _div,
    "mod": _mod,
    "power": _power,
}
COMPARISONS: Final[dict[str, Operation]] = {
    "equal": equal,
    "notequal": lambda left, right: not equal(left, right),
    "less": _less,
    "greater": _greater,
    "lessorequal": _at_most,
    "greaterorequal": _at_least,
}
SETS: Final[dict[str, Operation]] = {
    "contains": _contains,
    "notcontains": _not_contains,
    "anyof": _any_of,
    "noneof": lambda left, right: not _any_of(left, right),
    "allof": _all_of,
}
