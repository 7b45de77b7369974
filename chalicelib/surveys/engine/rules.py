"""The six kinds of validator: whether a value keeps a rule that an author set."""

from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.surveys.engine.domains import is_email
from chalicelib.surveys.engine.elements import Rule
from chalicelib.surveys.engine.values import Value, is_empty, read_number, text_length, to_text


def keeps(rule: Rule, value: Value) -> bool:
    """Tell whether a value keeps a rule that needs nothing but the value; nothing keeps every rule."""
    return is_empty(value) or _KEEPS[rule.kind](rule, value)


def _is_between(rule: Rule, number: float) -> bool:
    return (rule.least is None or number >= rule.least) and (rule.most is None or number <= rule.most)


def _numeric(rule: Rule, value: Value) -> bool:
    number = read_number(value)
    return number == number and _is_between(rule, number)  # noqa: PLR0124  NaN is what differs from itself.


def _text(rule: Rule, value: Value) -> bool:
    text = to_text(value)
    if not rule.digits and "0" <= text[-1:] <= "9":
        return False
    length = len(value) if isinstance(value, list) else text_length(text) if isinstance(value, str) else None
    if length is None:
        return True
    return not (rule.least and length < rule.least) and not (rule.most and length > rule.most)


def _count(rule: Rule, value: Value) -> bool:
    if not isinstance(value, list) or not value:
        return True
    return not (rule.least and len(value) < rule.least) and not (rule.most and len(value) > rule.most)


def _pattern(rule: Rule, value: Value) -> bool:
    parts = [*value, value] if isinstance(value, list) else [value]
    return rule.pattern is None or all(rule.pattern.search(to_text(part)) is not None for part in parts)


def _email(_: Rule, value: Value) -> bool:
    return value is False or value == 0 or is_email(to_text(value))


_KEEPS: Final[Mapping[str, Callable[[Rule, Value], bool]]] = {
    "numeric": _numeric,
    "text": _text,
    "answercount": _count,
    "regex": _pattern,
    "email": _email,
}
