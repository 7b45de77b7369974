"""Checks of single properties: each gives the sentence that mends a value, or None, and its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.surveys.engine.markup import problem_of_markup
from chalicelib.surveys.engine.profile.limits import (
    LARGEST_NUMBER,
    LONGEST_EXPRESSION,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_PATTERN,
    LONGEST_TITLE,
    MOST_CHOICES,
)
from chalicelib.surveys.engine.values import Value, text_length

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """A test of a property's value, with the JSON Schema that says the same as far as a schema can."""

    test: Callable[[Value], str | None]
    schema: Schema = field(default_factory=dict)

    def __call__(self, value: Value) -> str | None:
        return self.test(value)


Table = Mapping[str, Check]

_NAME = re.compile(r"[^\x00-\x1f\x7f{}\[\]#$.\"'\\]+")
LOCALE: Final = r"default|[a-z]{2,3}(-[A-Za-z]{2,8})?"
_LOCALE = re.compile(LOCALE)
_IMAGE = re.compile(r"https://[^\s<>\"'\\]+|/[^\s<>\"'\\/][^\s<>\"'\\]*|", re.IGNORECASE)


def size_of(value: Value, deepest: int, most: int | None = None) -> int | None:
    """Measure JSON without recursion; None for what nests deeper, is larger than `most`, or is no JSON."""
    size, waiting = 0, [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        size += 1
        if depth > deepest or (most is not None and size > most):
            return None
        if isinstance(part, str):
            size += len(part)
        elif isinstance(part, dict):
            if not all(isinstance(key, str) for key in part):
                return None
            size += sum(map(len, part))
            waiting.extend((inner, depth + 1) for inner in part.values())
        elif isinstance(part, list):
            waiting.extend((inner, depth + 1) for inner in part)
        elif part is not None and not isinstance(part, (bool, int, float)):
            return None
    return size


def problem_of_name(value: Value) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        return f"Give a name of 1 to {LONGEST_NAME} characters."
    if not _NAME.fullmatch(value) or value != value.strip():
        return "Leave braces, brackets, dots, quotes, #, $, backslashes, line breaks and outer blanks out of names."
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "Write the name with whole characters."
    return None


def _nothing(_: Value) -> None:
    """Leave the check to the part of the compiler that reads the property."""


def compiled(**schema: Any) -> Check:
    """Give a check for a property that the compiler itself reads."""
    return Check(_nothing, schema)


name = Check(problem_of_name, {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME})
condition = compiled(type="string", maxLength=LONGEST_EXPRESSION, description="A condition: true or false.")
expression = compiled(type="string", maxLength=LONGEST_EXPRESSION, description="An expression: any value.")
pattern = compiled(type="string", minLength=1, maxLength=LONGEST_PATTERN, description="A regular expression of RE2.")


def _flag(value: Value) -> str | None:
    return None if isinstance(value, bool) else "Set it to true or false."


flag = Check(_flag, {"type": "boolean"})


def _texts(value: Value) -> str | None:
    """Take a text, or an object of texts by language."""
    if isinstance(value, str):
        return None if len(value) <= LONGEST_TITLE else f"Shorten it to {LONGEST_TITLE} characters."
    if not isinstance(value, dict) or not value:
        return 'Write a text, or texts by language such as {"default": "…", "es": "…"}.'
    if not all(_LOCALE.fullmatch(key) for key in value):
        return 'Name languages as "default", "es" or "pt-BR".'
    problems = (
        _texts(text) if isinstance(text, str) else "Write a text for every language." for text in value.values()
    )
    return next((problem for problem in problems if problem), None)


texts = Check(_texts, {"$ref": "#/definitions/texts"})
TEXTS_SCHEMA: Final[Schema] = {
    "anyOf": [
        {"type": "string", "maxLength": LONGEST_TITLE},
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^(?:{LOCALE})$"},
            "additionalProperties": {"type": "string", "maxLength": LONGEST_TITLE},
        },
    ]
}


def _plain(value: Value) -> str | None:
    fits = isinstance(value, str) and len(value) <= LONGEST_NAME
    return None if fits else f"Write a text of at most {LONGEST_NAME} characters."


plain = Check(_plain, {"type": "string", "maxLength": LONGEST_NAME})


_BANK_ID: Final = r"[a-z][a-z0-9_]{0,60}\.[1-9][0-9]{0,3}"


def _bank_id(value: Value) -> str | None:
    fits = isinstance(value, str) and re.fullmatch(_BANK_ID, value)
    return None if fits else 'Give the id of an item of the bank, such as "belonging.1".'


bank_id = Check(_bank_id, {"type": "string", "pattern": f"^{_BANK_ID}$"})


def _measure(value: Value) -> str | None:
    """Take a width or height: a number of pixels or a text such as "50%"."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 10_000  # noqa: PLR2004
    return None if is_number else _plain(value)


measure = Check(_measure, {"type": ["string", "number"], "maxLength": LONGEST_NAME})


def _html(value: Value) -> str | None:
    problem = _texts(value)
    parts = [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else []
    return problem or next((found for part in parts if (found := problem_of_markup(part))), None)


html = Check(_html, {"allOf": [{"$ref": "#/definitions/texts"}], "description": "HTML of a short list of tags."})


def _link(value: Value) -> str | None:
    parts = [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else [None]
    are_links = all(isinstance(part, str) and len(part) <= LONGEST_LINK and _IMAGE.fullmatch(part) for part in parts)
    return None if are_links and parts else "Give an address that begins with https:// or with one slash."


image_link = Check(_link, {"type": ["string", "object"], "description": "An address of https, or by language."})


def whole(least: int, most: int) -> Check:
    def check(value: Value) -> str | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return None if is_whole and least <= value <= most else f"Give a whole number from {least} to {most}."

    return Check(check, {"type": "integer", "minimum": least, "maximum": most})


def problem_of_number(value: Value) -> str | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (
        None if is_number and abs(value) <= LARGEST_NUMBER else f"Give a number of at most {LARGEST_NUMBER} either way."
    )


def _share(value: Value) -> str | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return None if is_number and 0 < value <= 1 else "Give a share above 0 and up to 1, such as 0.5 for half."


share = Check(_share, {"type": "number", "exclusiveMinimum": 0, "maximum": 1})
number = Check(problem_of_number, {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER})


def one_of(*allowed: Value) -> Check:
    def check(value: Value) -> str | None:
        is_known = any(type(value) is type(one) and value == one for one in allowed)
        return None if is_known else "Choose one of: " + ", ".join(map(str, allowed)) + "."

    return Check(check, {"enum": list(allowed)})


def problem_of_scalar(value: Value) -> str | None:
    """Take what may be the value of a choice: a short text, a number or a boolean."""
    if isinstance(value, str):
        fits = len(value.strip()) > 0 and text_length(value) <= LONGEST_NAME * 2 and value.isprintable()
        return None if fits else "Give the value as 1 to 200 printable characters."
    problem = None if isinstance(value, bool) else problem_of_number(value)
    return problem and "Give the value as a text, a number or a boolean."


scalar = Check(problem_of_scalar, {"type": ["string", "number", "boolean"], "maxLength": LONGEST_NAME * 2})


def _example(value: Value) -> str | None:
    """Take any JSON of moderate size, such as the correct answer of a quiz, which nothing here reads."""
    return None if size_of(value, 5, 4 * LONGEST_TITLE) is not None else "Shorten the value."


example = Check(_example, {})


def listed(check: Check, most: int = MOST_CHOICES) -> Check:
    """Take a list whose every entry passes a check."""

    def test(value: Value) -> str | None:
        if not isinstance(value, list) or len(value) > most:
            return f"Give a list of at most {most} entries."
        return next((problem for part in value if (problem := check(part))), None)

    return Check(test, {"type": "array", "maxItems": most, "items": check.schema})
