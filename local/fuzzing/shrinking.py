"""The smallest definition and answer that still disagree, found by leaving out one part after another."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

KEPT: Final = frozenset({"name", "type", "pages", "expression", "value", "cellType"})
_JOINED: Final = re.compile(r" (?:and|or) ")
MOST_TRIES: Final = 400

Pair = tuple[dict[str, Any], dict[str, Any]]


def shrink(pair: Pair, disagrees: Callable[[Pair], bool], most_tries: int = MOST_TRIES) -> Pair:
    """Leave out parts of a definition and its answer for as long as they disagree; at most so many tries."""
    tries = 0
    found = True
    while found:
        found = False
        for smaller in _smaller(pair):
            tries += 1
            if tries > most_tries:
                return pair
            if disagrees(smaller):
                pair, found = smaller, True
                break
    return pair


def _smaller(pair: Pair) -> Iterator[Pair]:
    definition, answer = pair
    yield from ((less, answer) for less in _less(definition))
    yield from ((definition, less) for less in _less(answer))


def _less(whole: Any) -> Iterator[Any]:
    """Give copies of a value with one part fewer, the outermost parts first."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), whole)]
    while waiting:
        path, value = waiting.pop(0)
        if isinstance(value, (dict, list)):
            for key in list(value) if isinstance(value, dict) else range(len(value)):
                if key not in KEPT:
                    yield _changed(whole, (*path, key), None)
                waiting.append(((*path, key), value[key]))
        elif isinstance(value, str) and path:
            parts = _JOINED.split(value)
            if len(parts) > 1:
                yield from (_changed(whole, path, part.strip("()")) for part in parts)


def _changed(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Copy a value with another part at a path, or without that part for None."""
    copy = json.loads(json.dumps(whole))
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return copy
