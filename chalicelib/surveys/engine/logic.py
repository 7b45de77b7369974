"""One pass over a compiled questionnaire: what is worked out, what is asked, what must be answered."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.engine.elements import (
    TOTAL,
    Computed,
    Container,
    Item,
    Option,
    Questionnaire,
    holds,
)
from chalicelib.surveys.engine.expressions import Environment, Run
from chalicelib.surveys.engine.frames import PANEL, RECORD, ROW, Frame
from chalicelib.surveys.engine.functions import fold_rows
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.operators import fix
from chalicelib.surveys.engine.profile.limits import MOST_PANELS
from chalicelib.surveys.engine.values import UNDEFINED, Value, is_empty, is_numeric, tidy, to_text

_EMPTY: Final[Mapping[str, Value]] = {}


@dataclass(slots=True)
class State:
    """What the logic makes of one set of values."""

    env: Environment
    is_read_only: bool = False
    computed: dict[str, Value] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    _asked: dict[tuple[int, int], bool] = field(default_factory=dict)
    _enabled: dict[tuple[int, int], bool] = field(default_factory=dict)
    _every: dict[tuple[int, int], list[Frame]] = field(default_factory=dict)
    _frames: dict[tuple[int, int], list[Frame]] = field(default_factory=dict)

    def holds(self, condition: Run, frame: Frame | None) -> bool:
        """Tell whether a condition is met where it stands."""
        self.env.frame = frame.scope if frame else None
        return holds(condition, self.env)

    def value(self, expression: Run, frame: Frame | None) -> Value:
        self.env.frame = frame.scope if frame else None
        return expression(self.env)

    def is_asked(self, block: Item | Container, frame: Frame | None = None) -> bool:
        """Tell whether a block's own condition lets it be seen."""
        return block.visible if block.visible_if is None else self.holds(block.visible_if, frame)

    def is_open(self, container: Container | None, frame: Frame | None = None) -> bool:
        """Tell whether a panel or page is visible with all around it, up to the row or panel that repeats it."""
        if container is None:
            return True
        key = (id(container), id(frame))
        if key not in self._asked:
            self._asked[key] = self.is_open(container.parent, frame) and self.is_asked(container, frame)
        return self._asked[key]

    def is_visible(self, item: Item, frame: Frame | None = None) -> bool:
        """Tell whether an item is asked where it stands."""
        if not (self.is_open(item.container, frame) and self.is_asked(item, frame)):
            return False
        return not item.hides_empty or self._has_something(item, frame)

    def _has_something(self, item: Item, frame: Frame | None) -> bool:
        if item.rows:
            return bool(self.frames(item, frame) if item.cells else self.rows(item))
        return any(self.is_offered(item, option, frame) for option in item.options)

    def is_writable(self, item: Item, frame: Frame | None = None) -> bool:
        """Tell whether the respondent may change an item; what is not writable is not held against its rules."""
        if self.is_read_only or (frame is not None and not frame.is_enabled):
            return False
        if item.read_only if item.enable_if is None else not self.holds(item.enable_if, frame):
            return False
        return self._is_enabled(item.container, frame)

    def _is_enabled(self, container: Container | None, frame: Frame | None) -> bool:
        if container is None:
            return True
        key = (id(container), id(frame))
        if key not in self._enabled:
            condition = container.enable_if
            is_own = not container.is_read_only if condition is None else self.holds(condition, frame)
            self._enabled[key] = is_own and self._is_enabled(container.parent, frame)
        return self._enabled[key]

    def is_required(self, item: Item, frame: Frame | None = None) -> bool:
        return item.required if item.required_if is None else self.holds(item.required_if, frame)

    def is_offered(self, item: Item, option: Option, frame: Frame | None = None) -> bool:
        """Tell whether a choice is shown, be it its own or carried from another question."""
        self.env.frame = frame.scope if frame else None
        if not option.is_offered(self.env):
            return False
        carried = item.carried
        if carried is None or carried.mode == "all" or carried.column:
            return True
        chosen = self.env.values.get(carried.key)
        texts = {to_text(one) for one in (chosen if isinstance(chosen, list) else [chosen])}
        return (to_text(option.value) in texts) == (carried.mode == "selected")

    def may_choose(self, item: Item, option: Option, frame: Frame | None = None) -> bool:
        return self.is_offered(item, option, frame) and option.is_enabled(self.env)

    def rows(self, item: Item) -> list[Option]:
        """Give the rows of a simple table that are asked."""
        self.env.frame = None
        return [row for row in item.rows if row.is_offered(self.env)]

    def every(self, item: Item, outer: Frame | None = None) -> list[Frame]:
        """Give the rows, panels or the one record inside an item, in order, whether they are shown or not."""
        key = (id(item), id(outer))
        found = self._every.get(key)
        if found is None:
            values = (outer.values if outer else self.env.values).get(item.key)
            found = self._every[key] = list(_FRAMES[item.kind](item, values, outer))
            _place(found)
        return found

    def frames(self, item: Item, outer: Frame | None = None) -> list[Frame]:
        """Give the rows, panels or the one record inside an item that are shown, in order."""
        key = (id(item), id(outer))
        found = self._frames.get(key)
        if found is None:
            found = self._frames[key] = self._shown(item, self.every(item, outer))
        return found

    def _shown(self, item: Item, frames: list[Frame]) -> list[Frame]:
        conditions = [one for one in (item.rows_visible_if, item.repeat and item.repeat.visible_if) if one]
        if not conditions and not any(row.visible_if or row.enable_if for row in item.rows):
            return frames
        by_row = {row.value: row for row in item.rows}
        found = [frame for frame in frames if self._is_shown(frame, conditions, by_row.get(frame.key))]
        _place(found)
        return found

    def _is_shown(self, frame: Frame, conditions: list[Run], row: Option | None) -> bool:
        is_shown = all(self.holds(condition, frame) for condition in conditions)
        if row is None or not is_shown:
            return is_shown
        self.env.frame = frame
        frame.is_enabled = row.is_enabled(self.env)
        return row.is_offered(self.env)

    def nested(self, items: Iterable[Item], outer: Frame | None = None) -> Iterator[tuple[Item, Frame | None]]:
        """Give every item that is asked, the repeated in each of their rows and panels, in order."""
        for item in items:
            if not self.is_visible(item, outer):
                continue
            yield item, outer
            for frame in self.frames(item, outer) if item.cells else ():
                yield from self.nested(item.cells, frame)


def _place(frames: list[Frame]) -> None:
    for position, frame in enumerate(frames):
        frame.position, frame.siblings = position, frames


def path_of(item: Item, frame: Frame | None) -> str:
    """Name an item where it stands: "q", "m.r1.c", "p[0].q"."""
    return item.name if frame is None else f"{frame.path}.{item.name}"


def _rowed(item: Item, values: Value, outer: Frame | None) -> Iterator[Frame]:
    table = values if isinstance(values, Mapping) else _EMPTY
    for index, row in enumerate(item.rows):
        cells = table.get(row.value)
        path = f"{path_of(item, outer)}.{row.value}"
        title = row.texts.get("default", row.value)
        yield Frame(ROW, cells if isinstance(cells, dict) else {}, path, outer, row.value, title, index)


def _repeated(item: Item, values: Value, outer: Frame | None) -> Iterator[Frame]:
    repeat, is_panel = item.repeat, item.kind == "paneldynamic"
    assert repeat is not None
    parts = values[:MOST_PANELS] if isinstance(values, list) else []
    if is_panel:
        count = max(len(parts), repeat.fewest) if parts else repeat.initial
    else:
        # An empty list means that every row was taken out.
        count = max(len(parts), repeat.fewest) if parts else 0 if isinstance(values, list) else repeat.initial
    for index in range(count):
        part = parts[index] if index < len(parts) else None
        path = f"{path_of(item, outer)}[{index}]"
        yield Frame(PANEL if is_panel else ROW, part if isinstance(part, dict) else {}, path, outer, index=index)


def _recorded(item: Item, values: Value, outer: Frame | None) -> Iterator[Frame]:
    yield Frame(RECORD, values if isinstance(values, dict) else {}, path_of(item, outer), outer)


_FRAMES: Final = {
    "matrixdropdown": _rowed,
    "matrixdynamic": _repeated,
    "paneldynamic": _repeated,
    "multipletext": _recorded,
}


def evaluate(questionnaire: Questionnaire, values: Mapping[str, Value], now: Moment) -> State:
    """Work out the computed values and the visible items for a set of values and a time."""
    known = dict(values)
    state = State(Environment(known, now), questionnaire.is_read_only)
    for item in {step.within[0].key: step.within[0] for step in questionnaire.computed if step.within}.values():
        if item.key in known:
            known[item.key] = _copied(known[item.key])
    for step in questionnaire.computed:
        _work_out(state, known, step)
    state.visible.update(item.name for item in questionnaire.items if state.is_visible(item))
    return state


def _copied(value: Value) -> Value:
    """Copy the lists and objects of a value, so that what is worked out can be put into them."""
    if isinstance(value, list):
        return [_copied(part) for part in value]
    return {key: _copied(part) for key, part in value.items()} if isinstance(value, dict) else value


def _work_out(state: State, known: dict[str, Value], step: Computed) -> None:
    if step.calculated is not None:
        value = _outcome(state, step.calculated.expression, None)
        # The library does not put an empty value in the place of none; what is not a number it does.
        is_none = is_empty(value) and not isinstance(value, float)
        known[step.calculated.name] = UNDEFINED if is_none else value
        state.computed[step.calculated.name] = None if is_none else value
        return
    item = step.item
    assert item is not None
    for frame in _places(state, step.within, None):
        holder = known if frame is None else frame.values
        assert isinstance(holder, dict)
        if step.total:
            holder[step.total] = _totals(state, item, frame)
            continue
        value = _precise(_outcome(state, item.expression, frame), item.precision) if item.expression else None
        _put(holder, item.key, value)
        if frame is None:
            state.computed[item.key] = value
        elif value is not None:
            _attach(state, known, step.within)


def _put(holder: dict[str, Value], key: str, value: Value) -> None:
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def _places(state: State, within: tuple[Item, ...], outer: Frame | None) -> Iterator[Frame | None]:
    if not within:
        yield outer
        return
    for frame in state.every(within[0], outer):
        yield from _places(state, within[1:], frame)


def _attach(state: State, known: dict[str, Value], within: tuple[Item, ...]) -> None:
    """Let rows that only what was worked out has filled stand among the values, as they do in the browser."""
    outer = within[0]
    if known.get(outer.key) is None and outer.repeat is not None:
        known[outer.key] = [frame.values for frame in state.every(outer)]


def _outcome(state: State, expression: Run, frame: Frame | None) -> Value:
    value = state.value(expression, frame)
    return None if value is UNDEFINED else tidy(value)


def _precise(value: Value, precision: int) -> Value:
    """Round what an expression comes to; one that divides by nothing has no value, as in the browser."""
    if value == math.inf:
        return UNDEFINED
    return tidy(fix(float(value), precision)) if precision >= 0 and is_numeric(value) else value


def _totals(state: State, item: Item, frame: Frame | None) -> dict[str, Value]:
    rows = [row.values for row in state.frames(item, frame) if not is_empty(row.values)]
    return {name: _total(state, rows, name, total.fold, total.expression, frame) for name, total in item.totals.items()}


def _total(
    state: State, rows: list[Mapping[str, Value]], name: str, fold: str, own: Run | None, frame: Frame | None
) -> Value:
    if own is not None:
        return _outcome(state, own, frame)
    value = fold_rows(fold, rows, name, None, None)
    return None if value is UNDEFINED else tidy(value)


def shown(questionnaire: Questionnaire, state: State) -> frozenset[str]:
    """Name what was asked: each visible item and, in tables with hidden parts, each row and cell."""
    names = set(state.visible)
    for item in questionnaire.items:
        if item.is_conditional_table and item.name in names:
            names.update(_parts(item, state))
    return frozenset(names)


def _parts(item: Item, state: State) -> Iterator[str]:
    for row in state.rows(item) if not item.cells else ():
        yield part_name(item.name, row.value)
    for frame in state.frames(item) if item.cells and item.kind != "multipletext" else ():
        row_name = str(frame.key) if frame.key is not None else str(frame.index)
        yield part_name(item.name, row_name)
        yield from (part_name(item.name, row_name, cell.name) for cell in item.cells if state.is_visible(cell, frame))


def part_name(*parts: str) -> str:
    """Name a row or cell of a table; no name or value holds a tab."""
    return "\t".join(parts)


def is_answered(value: Value) -> bool:
    return not (is_empty(value) or (isinstance(value, str) and not value.strip()))


def is_filled(item: Item, value: Value) -> bool:
    """Tell whether an item counts as answered; panels that are all empty do not."""
    if item.kind == "paneldynamic" and isinstance(value, list):
        return any(not is_empty(part) for part in value)
    return is_answered(value)


def without_totals(values: Mapping[str, Value]) -> dict[str, Value]:
    """Leave out the totals that the logic keeps beside the cells."""
    return {key: value for key, value in values.items() if not key.endswith(TOTAL)}
