"""One pass over a compiled questionnaire: what is worked out, what is asked, what must be answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.surveys.engine.elements import Container, Item, Option, Questionnaire, holds
from chalicelib.surveys.engine.expressions import Environment
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.values import UNDEFINED, Value, is_empty, tidy


@dataclass(slots=True)
class State:
    """What the logic makes of one set of values."""

    env: Environment
    computed: dict[str, Value] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    _asked: dict[int, bool] = field(default_factory=dict)
    _enabled: dict[int, bool] = field(default_factory=dict)

    def is_asked(self, block: Item | Container) -> bool:
        """Tell whether a block's own condition lets it be seen."""
        return block.visible if block.visible_if is None else holds(block.visible_if, self.env)

    def is_open(self, container: Container | None) -> bool:
        """Tell whether a panel or page is visible with all around it."""
        if container is None:
            return True
        key = id(container)
        if key not in self._asked:
            self._asked[key] = self.is_open(container.parent) and self.is_asked(container)
        return self._asked[key]

    def is_writable(self, item: Item) -> bool:
        """Tell whether the respondent may change an item; what is not writable is not held against its rules."""
        if item.read_only if item.enable_if is None else not holds(item.enable_if, self.env):
            return False
        return self._is_enabled(item.container)

    def _is_enabled(self, container: Container | None) -> bool:
        if container is None:
            return True
        key = id(container)
        if key not in self._enabled:
            is_enabled = container.enable_if is None or holds(container.enable_if, self.env)
            self._enabled[key] = is_enabled and self._is_enabled(container.parent)
        return self._enabled[key]

    def is_required(self, item: Item) -> bool:
        return item.required if item.required_if is None else holds(item.required_if, self.env)

    def rows(self, item: Item) -> list[Option]:
        """Give the rows of a table that are asked."""
        return [row for row in item.rows if row.is_offered(self.env)]

    def cells(self, item: Item, row: Option) -> Iterator[Item]:
        """Give the cells asked in a row; while they are read, the environment stands in that row."""
        table = self.env.values.get(item.name)
        values = table.get(row.value) if isinstance(table, Mapping) else None
        self.env.row = values if isinstance(values, Mapping) else {}
        yield from (cell for cell in item.cells if self.is_asked(cell))
        self.env.row = None


def evaluate(questionnaire: Questionnaire, values: Mapping[str, Value], now: Moment) -> State:
    """Work out the computed values and the visible items for a set of values and a time."""
    known = dict(values)
    state = State(Environment(known, now))
    for one in questionnaire.computed:
        value = one.expression(state.env) if one.expression else None
        known[one.name] = state.computed[one.name] = None if value is UNDEFINED else tidy(value)
    state.visible.update(
        item.name for item in questionnaire.items if state.is_open(item.container) and state.is_asked(item)
    )
    return state


def shown(questionnaire: Questionnaire, state: State) -> frozenset[str]:
    """Name what was asked: each visible item and, in tables with hidden parts, each row and cell."""
    names = set(state.visible)
    for item in questionnaire.items:
        if item.is_conditional_table and item.name in names:
            names.update(_parts(item, state))
    return frozenset(names)


def _parts(item: Item, state: State) -> Iterator[str]:
    for row in state.rows(item):
        yield part_name(item.name, row.value)
        yield from (part_name(item.name, row.value, cell.name) for cell in state.cells(item, row))


def part_name(*parts: str) -> str:
    """Name a row or cell of a table; no name or value holds a tab."""
    return "\t".join(parts)


def is_answered(value: Value) -> bool:
    return not (is_empty(value) or (isinstance(value, str) and not value.strip()))
