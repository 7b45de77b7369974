"""What each type of question takes for an answer: its shape and its own bounds, and the value as it is stored."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from chalicelib.surveys.engine.elements import NONE, OTHER, Item
from chalicelib.surveys.engine.profile import LARGEST_NUMBER
from chalicelib.surveys.engine.values import Value, is_numeric, text_length, tidy, to_text

LONGEST_LINE: Final = 254  # A longer e-mail address is not deliverable.
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_LETTERS = r"[^<>()\[\].,;:\s@\"]+"
_EMAIL = re.compile(rf"{_LETTERS}(?:\.{_LETTERS})*@(?:{_LETTERS}\.)+[^<>()\[\].,;:\s@\"]{{2,}}")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Refused(ValueError):
    """The value is no answer to the question; the sentence says why."""


def normalise(item: Item, value: Value) -> Value:
    """Give a value as the definition types it; raises Refused for any other shape or range."""
    return _DOMAINS[item.kind](item, value)


def check_text(value: Value, longest: int) -> str:
    """Take a text of 1 to `longest` UTF-16 units that can be stored; raises Refused."""
    if not isinstance(value, str) or not value:
        raise Refused("Answer with a text.")
    if text_length(value) > longest:
        raise Refused(f"Shorten the text to {longest} characters.")
    if "\0" in value or not _is_whole(value):
        raise Refused("Take out the characters that cannot be stored.")
    return value


def _is_whole(text: str) -> bool:
    """Tell whether a text has no half of a surrogate pair, which no store takes."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_email(text: str) -> bool:
    return len(text) <= LONGEST_LINE and _EMAIL.fullmatch(text) is not None


def _text(item: Item, value: Value) -> Value:
    if item.input_type == "number":
        return _within(item, _number(value))
    text = check_text(value, item.longest)
    check = _TYPES.get(item.input_type)
    return check(item, text) if check else text


def _number(value: Value) -> float:
    if not is_numeric(value):
        raise Refused("Answer with a number.")
    if not abs(value) <= LARGEST_NUMBER:  # NaN is not less than anything either.
        raise Refused("Answer with a smaller number.")
    return tidy(value)  # type: ignore[no-any-return]


def _within(item: Item, value: Value) -> Value:
    """Hold a number or a day, whose text sorts like the calendar, against the question's bounds."""
    if item.least is not None and value < item.least:
        raise Refused(f"Answer with {item.least} or more.")
    if item.most is not None and value > item.most:
        raise Refused(f"Answer with {item.most} or less.")
    return value


def _day(item: Item, text: str) -> Value:
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise Refused("Answer with a day such as 2026-01-31.")
    return _within(item, text)


def _time(_: Item, text: str) -> Value:
    if not _TIME.fullmatch(text):
        raise Refused("Answer with a time such as 14:30.")
    return text


def _address(_: Item, text: str) -> Value:
    if not is_email(text):
        raise Refused("Answer with an e-mail address.")
    return text


def _link(_: Item, text: str) -> Value:
    scheme = _SCHEME.match(text)
    if scheme and "." not in scheme[1] and scheme[1].lower() not in {"http", "https"}:
        raise Refused("Answer with a web address.")
    return text


_TYPES: Final[Mapping[str, Callable[[Item, str], Value]]] = {
    "date": _day,
    "time": _time,
    "email": _address,
    "url": _link,
}


def _comment(item: Item, value: Value) -> Value:
    return check_text(value, item.longest)


def _choice(item: Item, value: Value) -> Value:
    """Give the definition's own form of a choice, so that "1" and 1 are counted as one."""
    if isinstance(value, (str, int, float)):
        option = item.by_text.get(to_text(value))
        if option is not None:
            return option.value
        if (item.has_other and value == OTHER) or (item.has_none and value == NONE):
            return value
    raise Refused("Choose one of the choices.")


def _choices(item: Item, value: Value) -> Value:
    if not isinstance(value, list) or not value:
        raise Refused("Choose from the choices.")
    if len(value) > len(item.options) + item.has_other + item.has_none:
        raise Refused("Choose each choice once.")
    chosen = [_choice(item, part) for part in value]
    if len({to_text(part) for part in chosen}) < len(chosen):
        raise Refused("Choose each choice once.")
    if item.has_none and NONE in chosen and len(chosen) > 1:
        raise Refused("Choose none, or something, but not both.")
    return chosen


def _selection(item: Item, value: Value) -> Value:
    chosen = _choices(item, value)
    if chosen != [NONE] and len(chosen) < item.fewest:
        raise Refused(f"Choose at least {item.fewest}.")
    if item.most_selected and len(chosen) > item.most_selected:
        raise Refused(f"Choose at most {item.most_selected}.")
    return chosen


def _matrix(item: Item, value: Value) -> Value:
    _check_rows(item, value)
    filled = {row: _choice(item, cell) for row, cell in value.items()}
    if item.unique_rows and len({to_text(cell) for cell in filled.values()}) < len(filled):
        raise Refused("Give every row another answer.")
    return filled


def _table(item: Item, value: Value) -> Value:
    _check_rows(item, value)
    cells = {cell.name: cell for cell in item.cells}
    return {row: _row(cells, columns) for row, columns in value.items()}


def _check_rows(item: Item, value: Value) -> None:
    if not isinstance(value, dict) or not value:
        raise Refused("Answer by rows.")
    if not value.keys() <= {row.value for row in item.rows}:
        raise Refused("Answer only the rows that are there.")


def _row(cells: Mapping[str, Item], columns: Value) -> Value:
    if not isinstance(columns, dict) or not columns or not columns.keys() <= cells.keys():
        raise Refused("Answer only the columns that are there.")
    return {name: normalise(cells[name], value) for name, value in columns.items()}


_DOMAINS: Final[Mapping[str, Callable[[Item, Value], Value]]] = {
    "text": _text,
    "comment": _comment,
    "radiogroup": _choice,
    "dropdown": _choice,
    "rating": _choice,
    "boolean": _choice,
    "checkbox": _selection,
    "ranking": _selection,
    "matrix": _matrix,
    "matrixdropdown": _table,
}
