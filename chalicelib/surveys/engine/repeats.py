"""What holds for rows and panels together: none that is hidden, none too few, no value that must be single twice."""

from collections.abc import Callable, Mapping

from chalicelib.surveys.engine.comparison import loosely_equal
from chalicelib.surveys.engine.elements import Item
from chalicelib.surveys.engine.frames import Frame
from chalicelib.surveys.engine.logic import State
from chalicelib.surveys.engine.values import Value, is_empty, to_text

Refuse = Callable[[str, str, str], None]
_TWICE = "Give a value that no other row has."


def check_repeats(item: Item, outer: Frame | None, state: State, refuse: Refuse) -> None:
    """Note what is wrong with the rows, panels or record of an item as a whole."""
    frames = state.frames(item, outer)
    shown = {id(frame) for frame in frames}
    for frame in state.every(item, outer):
        if id(frame) not in shown and not is_empty(frame.values):
            refuse(frame.path, "hidden", "This row is not asked with these answers.")
    if item.kind == "paneldynamic":
        _check_key(item, frames, refuse)
    else:
        for cell in item.cells:
            if cell.is_unique or (item.repeat and item.repeat.key_name == cell.key):
                _check_column(cell, frames, refuse)
    if item.kind == "matrixdynamic" and item.repeat and item.repeat.fewest and state.is_required(item, outer):
        filled = sum(not is_empty(frame.values) for frame in frames)
        if filled < item.repeat.fewest:
            path = item.name if outer is None else f"{outer.path}.{item.name}"
            refuse(path, "rows", f"Fill in at least {item.repeat.fewest} rows.")


def _check_column(cell: Item, frames: list[Frame], refuse: Refuse) -> None:
    by_text: dict[str, list[Frame]] = {}
    for frame in frames:
        value = frame.values.get(cell.key)
        if not is_empty(value):
            by_text.setdefault(to_text(value).lower(), []).append(frame)
    for same in by_text.values():
        for frame in same if len(same) > 1 else ():
            refuse(f"{frame.path}.{cell.name}", "unique", _TWICE)


def _check_key(item: Item, frames: list[Frame], refuse: Refuse) -> None:
    key = item.repeat.key_name if item.repeat else ""
    cell = item.by_cell.get(key)
    if cell is None:
        return
    seen: list[Value] = []
    for frame in frames:
        value = frame.values.get(key)
        if is_empty(value):
            continue
        if any(_same(value, one) for one in seen):
            refuse(f"{frame.path}.{cell.name}", "unique", _TWICE)
        else:
            seen.append(value)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, (list, Mapping)) or isinstance(other, (list, Mapping)):
        return False
    return loosely_equal(one, other)
