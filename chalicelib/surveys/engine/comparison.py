"""Equality and order of values as the browser's expression language has them."""

import math

from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.values import (
    BLANKS,
    UNDEFINED,
    Value,
    as_float,
    is_empty,
    is_null,
    is_object,
    leading_float,
    leading_integer,
    to_number,
    to_text,
)


def loosely_equal(left: Value, right: Value) -> bool:
    """Compare two primitives as `==` does."""
    if is_null(left) or is_null(right):
        return is_null(left) and is_null(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return to_number(left) == to_number(right)


def strictly_equal(left: Value, right: Value) -> bool:
    if left is right:
        return not (isinstance(left, float) and math.isnan(left))
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return as_float(left) == as_float(right)
    return isinstance(left, str) and isinstance(right, str) and left == right


def equals(  # noqa: PLR0911  The steps are the library's, in its order.
    left: Value, right: Value, *, any_order: bool = False
) -> bool:
    """Compare as the language's `=` does: blind to case, to outer blanks and, if asked, to the order of lists."""
    if strictly_equal(left, right):
        return True
    if isinstance(left, str) and isinstance(right, str):
        return left.strip(BLANKS).lower() == right.strip(BLANKS).lower()
    if _is_nothing(left, right) or _is_nothing(right, left):
        return True
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.stamp is not None and left.stamp == right.stamp
    if _same_number(left, right):
        return True
    if is_empty(left) != is_empty(right):
        return False
    return _same_rest(left, right, any_order=any_order)


def _is_nothing(value: Value, other: Value) -> bool:
    return (isinstance(value, list) and not value and other is UNDEFINED) or (value == "" and is_null(other))


def _same_number(left: Value, right: Value) -> bool:
    if _no_number(left) or _no_number(right):
        return False
    left_text, right_text = to_text(left), to_text(right)
    return leading_integer(left_text) == leading_integer(right_text) and leading_float(left_text) == leading_float(
        right_text
    )


def _no_number(value: Value) -> bool:
    return is_null(value) or isinstance(value, (list, dict, Moment)) or math.isnan(to_number(value))


def _same_rest(left: Value, right: Value, *, any_order: bool) -> bool:
    if isinstance(left, bool) and isinstance(right, str):
        return to_text(left) == right.lower()
    if isinstance(right, bool) and isinstance(left, str):
        return to_text(right) == left.lower()
    if not is_object(left) and not is_object(right):
        return loosely_equal(left, right)
    if not is_object(left) or not is_object(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return _same_lists(left, right, any_order=any_order)
    return _same_parts(_parts(left), _parts(right), any_order=any_order)


def _parts(value: Value) -> dict[str, Value]:
    if isinstance(value, dict):
        return value
    return {str(place): part for place, part in enumerate(value)} if isinstance(value, list) else {}


def _same_lists(left: list[Value], right: list[Value], *, any_order: bool) -> bool:
    if len(left) != len(right):
        return False
    if any_order:
        left, right = _by_text(left), _by_text(right)
    return all(equals(one, other, any_order=any_order) for one, other in zip(left, right, strict=True))


def _by_text(values: list[Value]) -> list[Value]:
    return sorted(values, key=lambda value: (value is UNDEFINED, units(to_text(value))))


def _same_parts(left: dict[str, Value], right: dict[str, Value], *, any_order: bool) -> bool:
    return left.keys() == right.keys() and all(equals(left[key], right[key], any_order=any_order) for key in left)


def units(text: str) -> bytes:
    """Give a key that orders texts by UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")


def less(left: Value, right: Value) -> bool:
    """Compare as `<` does: two texts by their units, anything else as numbers."""
    left, right = _primitive(left), _primitive(right)
    if isinstance(left, str) and isinstance(right, str):
        return units(left) < units(right)
    return to_number(left) < to_number(right)


def _primitive(value: Value) -> Value:
    if isinstance(value, Moment):
        return to_number(value)
    return to_text(value) if is_object(value) else value
