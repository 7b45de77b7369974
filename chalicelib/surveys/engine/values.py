"""Values as the browser's expression language sees them: its equality, order, text, numbers and emptiness.

The same answer must give the same visibility here and in the browser, so these functions follow ECMAScript and the
form library even where Python would do otherwise. `None` is null; `UNDEFINED` is what a function leaves out.
"""

import math
import re
from typing import Any, Final

from chalicelib.surveys.engine.moments import Moment

Value = Any  # JSON values, Moment and UNDEFINED; a recursive type would only move the casts.

BLANKS: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
LARGEST_PLAIN: Final = 21  # Digits before the point; above, an exponent is printed.
SMALLEST_PLAIN: Final = -6
LONGEST_NUMBER: Final = 15
LONGEST_HEX: Final = 32
NAN: Final = math.nan
_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_WITH_BASE = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_HEX_PREFIX = re.compile(r"[+-]?0[xX]")
_SIGNED_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]+")


class Undefined:
    """The type of `UNDEFINED`, which is empty, false and equal to null."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = Undefined()


def is_null(value: Value) -> bool:
    return value is None or value is UNDEFINED


def is_object(value: Value) -> bool:
    return isinstance(value, (dict, list, Moment))


def is_numeric(value: Value) -> bool:
    """Tell whether a value is of the number type, which true and false are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_empty(value: Value) -> bool:
    if isinstance(value, dict):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list):
        return not value
    if isinstance(value, float):
        return math.isnan(value)
    return is_null(value) or value == ""


def truthy(value: Value) -> bool:
    if isinstance(value, (dict, list, Moment)):
        return True
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def as_float(number: float) -> float:
    """Give a Python number as a double; what no double can hold is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def tidy(value: Value) -> Value:
    """Give a whole double as an integer, as JSON would print it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def number_of_text(text: str) -> float:
    """Read a text as `Number(text)` does: the whole of it or NaN; blank is 0."""
    text = text.strip(BLANKS)
    if not text:
        return 0.0
    if _WITH_BASE.fullmatch(text):
        return as_float(int(text, 0))
    if _DECIMAL.fullmatch(text):
        return float(text.replace("Infinity", "inf"))
    return NAN


def leading_float(text: str) -> float:
    found = _DECIMAL.match(text.lstrip(BLANKS))
    return float(found[0].replace("Infinity", "inf")) if found else NAN


def leading_integer(text: str) -> float:
    """Read the beginning of a text as `parseInt(text)` does, or NaN."""
    text = text.lstrip(BLANKS)
    if _HEX_PREFIX.match(text):
        found = _SIGNED_HEX.match(text)
        return as_float(int(found[0], 16)) if found else NAN
    found = _INTEGER.match(text)
    return float(found[0]) if found else NAN


def to_number(value: Value) -> float:
    """Convert as unary plus does."""
    if isinstance(value, (int, float)):
        return as_float(value)
    if isinstance(value, str):
        return number_of_text(value)
    if value is None:
        return 0.0
    if isinstance(value, Moment):
        return NAN if value.stamp is None else value.stamp
    return number_of_text(to_text(value)) if isinstance(value, list) else NAN


def number_text(number: float) -> str:
    """Print a number as ECMAScript does."""
    number = as_float(number)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    digits, _, power = f"{number!r}e0".partition("e")
    exponent = int(power.removesuffix("e0") or 0)
    whole, _, part = digits.lstrip("-").partition(".")
    part = "" if part == "0" else part
    return ("-" if number < 0 else "") + _place(whole + part, exponent + len(whole))


def _place(digits: str, point: int) -> str:
    """Put the decimal point after `point` digits, or an exponent where ECMAScript would."""
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    count = len(digits)
    if count <= point <= LARGEST_PLAIN:
        return digits + "0" * (point - count)
    if 0 < point <= LARGEST_PLAIN:
        return f"{digits[:point]}.{digits[point:]}"
    if SMALLEST_PLAIN < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def to_text(value: Value) -> str:  # noqa: PLR0911  One return for each type.
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, list):
        return ",".join("" if is_null(part) else to_text(part) for part in value)
    if isinstance(value, dict):
        return "[object Object]"
    if value is None:
        return "null"
    return str(value) if isinstance(value, Moment) else "undefined"


def text_length(text: str) -> int:
    """Count UTF-16 units, which is how the browser measures a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_number(value: Value) -> float:
    """Read what the form library takes for a number (`"1,5"` too), NaN otherwise."""
    if isinstance(value, bool) or is_null(value):
        return NAN
    if isinstance(value, (int, float)):
        number = as_float(value)
        return number if math.isfinite(number) else NAN
    if not isinstance(value, str):
        return _number_of_object(value)
    return _number_of_written(value.strip(BLANKS))


def _number_of_object(value: Value) -> float:
    number = leading_float(to_text(value))
    return number if math.isfinite(number) and math.isfinite(to_number(value)) else NAN


def _number_of_written(text: str) -> float:
    if not text:
        return NAN
    if text.startswith("0x"):
        return NAN if len(text) > LONGEST_HEX else leading_integer(text)
    if len(text) > LONGEST_NUMBER and text.isascii() and text.isdigit():
        return NAN
    if _has_operator(text):
        return NAN
    if text.count(",") == 1:
        text = text.replace(",", ".")
    number = leading_float(text)
    return number if math.isfinite(number) and math.isfinite(number_of_text(text)) else NAN


def _has_operator(text: str) -> bool:
    if text.rfind("-") > 0 or text.rfind("+") > 0:
        return False
    return any(sign in text for sign in "*^/%")


def is_number(value: Value) -> bool:
    return not math.isnan(read_number(value))


def convert(value: Value) -> Value:
    """Give a text of an answer as the boolean, number or unquoted text that expressions work with."""
    if not isinstance(value, str) or not value:
        return value
    lowered = value.lower()
    if lowered in {"true", "false"}:
        return lowered == "true"
    if len(value) > 1 and value[0] in "'\"" and value[-1] in "'\"":
        return value[1:-1]
    number = read_number(value)
    if math.isnan(number) or _keeps_its_zero(value):
        return value
    return number


def _keeps_its_zero(text: str) -> bool:
    if text[0] != "0" or text.startswith("0x"):
        return False
    has_point = len(text) > 1 and text[1] in ".,"
    return len(text) > 1 and not has_point
