"""Patterns of masked texts: 9 is a digit, a is a letter, # is either, anything else stands for itself."""

import re
from typing import Final

_PLACES: Final = {"9": "[0-9]", "a": "[a-zA-Z]", "#": "[a-zA-Z0-9]"}
_ESCAPE: Final = "\\"


def _parts(pattern: str) -> list[tuple[str, bool]]:
    """Give each character of a pattern and whether it stands for itself, as after a backslash."""
    parts, is_escaped = [], False
    for letter in pattern:
        if letter == _ESCAPE and not is_escaped:
            is_escaped = True
            continue
        parts.append((letter, is_escaped or letter not in _PLACES))
        is_escaped = False
    return parts


def _fits(parts: list[tuple[str, bool]], text: str) -> bool:
    expected = "".join(re.escape(letter) if is_fixed else _PLACES[letter] for letter, is_fixed in parts)
    return re.fullmatch(expected, text) is not None


def is_masked(pattern: str, text: str) -> bool:
    """Tell whether a text fills a pattern, its fixed characters included."""
    return _fits(_parts(pattern), text)


def is_unmasked(pattern: str, text: str) -> bool:
    """Tell whether a text fills the places of a pattern; fixed letters and digits may stand in it, fixed signs not."""
    parts = _parts(pattern)
    lettered = [part for part in parts if not part[1] or (part[0].isascii() and part[0].isalnum())]
    return _fits(lettered, text) or _fits([part for part in parts if not part[1]], text)
