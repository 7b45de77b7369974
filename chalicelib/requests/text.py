"""A person's file in plain words: each thing on lines of its own, for whoever has no use for JSON."""

from collections.abc import Iterator
from typing import Any


def in_words(document: dict[str, Any]) -> str:
    """The document as text: names and values, deeper ones further in."""
    return "\n".join(_lines(document, 0)) + "\n"


def _lines(value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _named(name, inner, depth)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield f"{pad}{number}."
            yield from _lines(inner, depth + 1)
    else:
        yield f"{pad}{value}"


def _named(name: str, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, dict | list):
        yield f"{pad}{name}: {len(value)}" if isinstance(value, list) else f"{pad}{name}:"
        yield from _lines(value, depth + 1)
    else:
        yield f"{pad}{name}: {value}"
