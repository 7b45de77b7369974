"""Whether a survey asks in an order of chance, and the seed from which a page and anybody later make the same order."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine.values import Value

LARGEST_SEED: Final = 2**31 - 1
NO_SEED: Final = 0  # What is asked in the written order, or in one that nobody noted.
_ORDERS: Final = frozenset({"questionsOrder", "questionOrder", "choicesOrder", "rowsOrder", "rowOrder"})


def is_shuffled(definition: Mapping[str, Value]) -> bool:
    """Tell whether questions, choices or rows come in an order of chance anywhere in a definition."""
    waiting: list[Value] = [definition]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            if any(part.get(name) == "random" for name in _ORDERS):
                return True
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return False


def seed_of(digest: bytes) -> int:
    """Give the seed that a keyed digest decides; never the one that means there is none."""
    return int.from_bytes(digest[:8]) % LARGEST_SEED + 1
