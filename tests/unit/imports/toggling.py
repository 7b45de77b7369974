"""Answers that make each condition of a definition hold, and answers that do not, found by asking the engine."""

import copy
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import grammar, logic, moments
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.elements import Item, Questionnaire
from chalicelib.surveys.engine.frames import Frame
from chalicelib.surveys.engine.logic import State
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

Json = dict[str, Any]
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
MOST_TRIES = 4_000
INNER = ("elements", "templateElements")
WORDS = ("x", "abc", "abcdef", "someone@home.example", "12345")


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition: of which it is, and whose names it shows; `value` is the choice or row, `within` what repeats it."""

    kind: str
    owner: str
    expression: str
    inner: tuple[str, ...] = ()
    value: str = ""
    within: str = ""


@dataclass(slots=True)
class Found:
    """Answers under which a rule shows something, and under which it hides it; None where none were met."""

    rule: Rule
    on: Json | None = None
    off: Json | None = None


def rules_of(definition: Json) -> list[Rule]:
    """Every visibleIf of a definition."""
    found: list[Rule] = []
    for page in definition.get("pages", [{"elements": definition.get("elements", [])}]):
        found += _of_block("page", page)
    return found


def _of_block(kind: str, block: Json, within: str = "") -> Iterator[Rule]:
    if block.get("visibleIf"):
        yield Rule(kind, block.get("name", ""), block["visibleIf"], tuple(_names(block)), within=within)
    for key in INNER:
        for element in block.get(key, []):
            inner = block["name"] if key == "templateElements" else within
            yield from _of_block("panel" if "elements" in element else "question", element, inner)
    for column in block.get("columns", []) if not within else []:
        if isinstance(column, dict) and column.get("visibleIf") and "name" in column:
            yield Rule("question", column["name"], column["visibleIf"], (column["name"],), within=block["name"])
    for key, part in (("choices", "choice"), ("rows", "row")):
        for entry in block.get(key, []) if not within else []:
            if isinstance(entry, dict) and entry.get("visibleIf"):
                yield Rule(part, block["name"], entry["visibleIf"], (block["name"],), str(entry["value"]))


def _names(block: Json) -> Iterator[str]:
    if "elements" not in block:
        yield block["name"]
    for element in block.get("elements", []):
        yield from _names(element)


@dataclass(slots=True)
class Search:
    """Tries answers at random, the same each time, and keeps those that turn rules on and off."""

    definition: Json
    rules: list[Rule]
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 - The same tries each time.
    questionnaire: Questionnaire = field(init=False)
    items: list[Item] = field(init=False)
    constants: tuple[list[float], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        watched = copy.deepcopy(self.definition)
        values = [
            {"name": f"rule{place}", "expression": rule.expression}
            for place, rule in enumerate(self.rules)
            if not rule.within
        ]
        watched["calculatedValues"] = [*watched.get("calculatedValues", []), *values]
        self.questionnaire = compile_questionnaire(watched)
        self.items = [item for item in self.questionnaire.items if item.is_answerable and not item.read_only]
        self.constants = _constants(self.definition)

    def run(self) -> list[Found]:
        """Every rule with what was found for it."""
        found = [Found(rule) for rule in self.rules]
        for _ in range(MOST_TRIES):
            if all(one.on is not None and one.off is not None for one in found):
                break
            values, state = self.settle(
                {item.name: self.answer(item) for item in self.items if self.chance.random() < 0.8}
            )
            for place, one in enumerate(found):
                is_shown = shows(one.rule, self.questionnaire, state)
                holds = is_shown is True if one.rule.within else state.computed[f"rule{place}"] is True
                if holds and is_shown and one.on is None:
                    one.on = values
                if not holds and is_shown is False and one.off is None:
                    one.off = values
        return found

    def settle(self, values: Json) -> tuple[Json, State]:
        """The answers without those to what is not asked, and what the logic makes of them."""
        values = {name: value for name, value in values.items() if value not in (None, [], {})}
        while True:
            state = logic.evaluate(self.questionnaire, values, moments.of_datetime(NOW, UTC))
            kept = self.cleaned(state, self.questionnaire.items, values, None)
            if kept == values:
                return values, state
            values = kept

    def cleaned(self, state: State, items: Iterable[Item], values: Mapping[str, Any], frame: Frame | None) -> Json:
        """What of some values is asked, be it in the survey or in a row or panel."""
        shown = {item.key: item for item in items if state.is_visible(item, frame)}
        kept = {key: self.kept(state, shown[key], value, frame) for key, value in values.items() if key in shown}
        return {key: value for key, value in kept.items() if value not in (None, [], {})}

    def kept(self, state: State, item: Item, value: Any, frame: Frame | None) -> Any:  # noqa: PLR0911 - As answer.
        """An answer without choices, rows and cells that are not offered."""
        if item.cells:
            inner = [(one, self.cleaned(state, item.cells, one.values, one)) for one in state.frames(item, frame)]
            if item.kind == "multipletext":
                return inner[0][1]
            if item.kind == "matrixdropdown":
                return {one.key: cells for one, cells in inner if cells}
            return [cells for _, cells in inner][: len(value)]
        if item.rows:
            rows = {row.value for row in state.rows(item)}
            return {row: cell for row, cell in value.items() if row in rows}
        if item.options and item.kind not in {"rating", "boolean"}:
            offered = [option.value for option in item.options if state.is_offered(item, option, frame)]
            if isinstance(value, list):
                return [one for one in value if one in offered]
            return value if value in offered else None
        return value

    def answer(self, item: Item) -> Any:  # noqa: PLR0911 - One for each kind of question.
        """An answer at random: a value of the question, often one that a condition speaks of."""
        values = [option.value for option in item.options]
        if item.kind in {"checkbox", "tagbox"}:
            return [value for value in values if self.chance.random() < 0.5]
        if item.kind == "ranking":
            return self.chance.sample(
                values, self.chance.randint(1, len(values)) if item.partly_ranked else len(values)
            )
        if item.kind == "matrix":
            return {row.value: self.chance.choice(values) for row in item.rows if self.chance.random() < 0.8}
        if item.kind in {"file", "signaturepad"}:
            return None
        if item.cells:
            return self.nested(item)
        if values:
            return self.chance.choice(values)
        if item.input_type == "number":
            return self.chance.choice([*self.constants[0], 1, 2, 5, 10])
        if item.input_type == "date":
            return self.chance.choice(["2025-12-31", "2026-01-31", "2026-02-28"])
        if item.input_type == "time":
            return "09:30"
        return self.chance.choice([*self.constants[1], *WORDS])

    def nested(self, item: Item) -> Any:
        """An answer of a table, a repeat or several texts."""
        if item.kind == "multipletext":
            return self.record(item)
        if item.rows:
            return {row.value: self.record(item) for row in item.rows}
        least = max(item.repeat.fewest, 1) if item.repeat else 1
        return [self.record(item) for _ in range(least)]

    def record(self, item: Item) -> Json:
        cells = {cell.key: self.answer(cell) for cell in item.cells if cell.is_answerable}
        return {
            key: value for key, value in cells.items() if value not in (None, [], {}) and self.chance.random() < 0.8
        }

    def complete(self) -> Json:
        """An answer that the server takes, with as much in it as can be."""
        questionnaire = compile_questionnaire(self.definition)
        values: Json = {item.name: self.answer(item) for item in self.items}
        refused: Mapping[str, str] = {}
        for _ in range(MOST_TRIES):
            settled, _ = self.settle(values)
            try:
                check_answer(questionnaire, settled, at=NOW)
            except Invalid as refusal:
                refused = refusal.fields
                wrong = {path.removeprefix("data.").partition(".")[0].partition("[")[0] for path in refused}
                for item in self.items:
                    if item.name in wrong or item.name not in settled or self.chance.random() < 0.05:
                        values[item.name] = self.answer(item) if self.chance.random() < 0.9 else None
            else:
                return settled
        raise AssertionError(f"No answer fits: {refused}")


def shows(rule: Rule, questionnaire: Questionnaire, state: State) -> bool | None:
    """Whether what a rule governs is shown; None where it could not be seen anyway."""
    if rule.within:
        item = questionnaire.by_name[rule.within]
        frames = state.frames(item) if item.name in state.visible else []
        if not frames or (not frames[0].values and item.kind != "paneldynamic"):
            return None
        return bool(asked_in(questionnaire, rule.within, state) & set(rule.inner))
    if rule.kind not in {"choice", "row"}:
        return any(name in state.visible for name in rule.inner)
    if rule.owner not in state.visible:
        return None
    return rule.value in offered(questionnaire.by_name[rule.owner], rule.kind, state)


def asked_in(questionnaire: Questionnaire, name: str, state: State) -> set[str]:
    """What is asked in the first row or panel of a repeat."""
    item = questionnaire.by_name[name]
    frame = state.frames(item)[0]
    return {cell.name for cell in item.cells if state.is_visible(cell, frame)}


def offered(item: Item, kind: str, state: State) -> list[str]:
    """The choices or rows of a question that are shown."""
    if kind == "row":
        return [str(row.value) for row in state.rows(item)]
    return [str(option.value) for option in item.options if state.is_offered(item, option)]


def _constants(definition: Mapping[str, Any]) -> tuple[list[float], list[str]]:
    """What the conditions compare with: numbers with their neighbours, and texts."""
    numbers: set[float] = set()
    texts: set[str] = set()
    for expression in _expressions(definition):
        for node in grammar.walk(grammar.parse(expression)):
            if isinstance(node, grammar.Literal) and isinstance(node.value, float):
                numbers |= {node.value - 1, node.value, node.value + 1}
                texts.add(f"{node.value:g}")
            elif isinstance(node, grammar.Literal) and isinstance(node.value, str):
                texts.add(node.value.strip("'"))
    return sorted(int(one) if one.is_integer() else one for one in numbers), sorted(texts)


def _expressions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, str) and (key.endswith("If") or key == "expression"):
                yield value
            yield from _expressions(value)
    elif isinstance(part, list):
        for inner in part:
            yield from _expressions(inner)
