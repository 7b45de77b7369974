"""Untrusted JSON: parsed within limits, then read by functions that take any shape and never raise."""

import json
import math
import re
from typing import NoReturn

from chalicelib.kernel.errors import Invalid

MAX_BYTES = 5_000_000
MAX_DEPTH = 64

# A string token always matches (an open one runs to the end), so the scan stays linear on hostile input.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refuse(reason: str) -> NoReturn:
    raise Invalid("The file cannot be imported.", {"content": reason})


def read_json(raw: bytes) -> object:
    """Parse a JSON document of at most 5 MB and 64 levels; raise Invalid naming `content`."""
    if len(raw) > MAX_BYTES:
        refuse(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    text = _decode(raw)
    _check_depth(text)
    try:
        document: object = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        refuse("The file holds broken characters (half of a surrogate pair).")
    except ValueError as problem:
        refuse(f"The file is no complete JSON document: {_where(problem)}.")
    return document


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("The file is not UTF-8 text.")


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            refuse(f"The file is nested deeper than {MAX_DEPTH} levels.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _where(problem: ValueError) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"it breaks off or goes wrong at line {problem.lineno}, column {problem.colno}"
    return "it holds a number that JSON does not know"


def mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def entries(value: object) -> list[tuple[str, object]]:
    """The entries of an object, or of a list under their positions: the source writes either for the same thing."""
    if isinstance(value, dict):
        return [(str(key), entry) for key, entry in value.items()]
    return [(str(position), entry) for position, entry in enumerate(sequence(value))]


def entry(value: object, key: str) -> object:
    """One of the entries, or nothing."""
    if isinstance(value, list):
        return value[int(key)] if key.isascii() and key.isdigit() and int(key[:9]) < len(value) else None
    return mapping(value).get(key)


def word(value: object) -> str:
    """A scalar as text without control characters; anything else as nothing."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return _CONTROL.sub("", str(value))


def number(value: object) -> int | float | None:
    text = word(value).strip()
    try:
        found = float(text)
    except ValueError:
        return None
    if not math.isfinite(found):
        return None
    return int(found) if found.is_integer() and abs(found) < 1e15 else found  # noqa: PLR2004 - exact in a double


def whole(value: object) -> int | None:
    found = number(value)
    return found if isinstance(found, int) else None


def flag(value: object) -> bool:
    return value is True or word(value).strip().lower() in {"1", "true", "on", "yes"}


def is_blank(value: object) -> bool:
    return value is None or value is False or value in ("", [], {})
