"""The first look at an answer: shapes and domains only, bounded by a meter of what it has to touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.surveys.engine.domains import Refused, check_rows, check_text, normalise
from chalicelib.surveys.engine.elements import COMMENT, NESTED, REPEATED, TOTAL, Item, Questionnaire
from chalicelib.surveys.engine.findings import Findings
from chalicelib.surveys.engine.profile.checks import size_of
from chalicelib.surveys.engine.profile.limits import MOST_PANELS
from chalicelib.surveys.engine.values import UNDEFINED, Value

LARGEST_ANSWER: Final = 250_000  # Characters, and one for every other value.
MOST_NODES: Final = 20_000
DEEPEST_ODD: Final = 5
LARGEST_ODD: Final = 2_000


class TooLarge(ValueError):
    """The answer is larger than any page could have made it; `path` says where that was seen."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


@dataclass(slots=True)
class Meter:
    """Counts the values that were touched and the characters in them, up to a limit."""

    nodes: int = 0
    size: int = 0

    def count(self, path: str, value: Value) -> None:
        """Count one value; raises TooLarge."""
        self.nodes += 1
        self.size += len(value) if isinstance(value, str) else 1
        if self.nodes > MOST_NODES or self.size > LARGEST_ANSWER:
            raise TooLarge(path, "Shorten the answer.")


class Reader:
    """Types an answer by its definition. What does not fit is noted, and kept as it is for the logic if it is small."""

    def __init__(self, questionnaire: Questionnaire, findings: Findings, meter: Meter) -> None:
        self.questionnaire = questionnaire
        self.findings = findings
        self.meter = meter

    def read(self, data: Mapping[str, Value]) -> dict[str, Value]:
        """Give the values by key as the definition types them; raises TooLarge."""
        if len(data) > self.most_keys():
            raise TooLarge("data", "Answer only the questions of the survey.")
        read: dict[str, Value] = {}
        for key, value in data.items():
            self.meter.count(key, value)
            typed = self.root(key, value)
            if typed is not UNDEFINED:
                read[key] = typed
        return read

    def most_keys(self) -> int:
        asked = self.questionnaire
        return 2 * len(asked.items) + len(asked.comments) + len(asked.computed) + 100

    def root(self, key: str, value: Value) -> Value:
        items = self.questionnaire.by_key.get(key)
        if items:
            return self.shared(items, value)
        if key in self.questionnaire.comments:
            return self.comment(key, value)
        if key in self.questionnaire.computed_names or self.is_total(key):
            return self.computed(value)
        self.findings.add(key, "unknown", "The survey has no such question.")
        return UNDEFINED

    def is_total(self, key: str) -> bool:
        item = self.questionnaire.by_key.get(key.removesuffix(TOTAL), ()) if key.endswith(TOTAL) else ()
        return any(one.totals for one in item)

    def shared(self, items: tuple[Item, ...], value: Value) -> Value:
        """Type a value by each question that shares it."""
        for item in items:
            value = self.value(item, value, item.name)
        return value

    def value(self, item: Item, value: Value, path: str) -> Value:
        if not item.is_answerable:
            return self.computed(value) if item.kind == "expression" else self.refuse(path, _NOT_ASKED, value)
        try:
            if item.kind in NESTED:
                return self.nested(item, value, path)
            self.measure(value, path)
            return normalise(item, value)
        except Refused as refusal:
            return self.refuse(path, refusal, value)

    def refuse(self, path: str, refusal: Refused, value: Value) -> Value:
        self.findings.add(path, refusal.rule, str(refusal))
        return self.odd(value)

    def odd(self, value: Value) -> Value:
        """Keep a value of the wrong shape where it is small, so that the logic can name what else is wrong."""
        return value if size_of(value, DEEPEST_ODD, LARGEST_ODD) is not None else UNDEFINED

    def computed(self, value: Value) -> Value:
        return self.odd(value)

    def comment(self, path: str, value: Value) -> Value:
        self.meter.count(path, value)
        try:
            return check_text(value, self.questionnaire.definition["maxOthersLength"])
        except Refused as refusal:
            return self.refuse(path, refusal, value)

    def measure(self, value: Value, path: str) -> None:
        """Count the parts of a value that is not repeated."""
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for part in parts:
            self.meter.count(path, part)

    def nested(self, item: Item, value: Value, path: str) -> Value:
        if item.kind in REPEATED:
            return self.repeated(item, value, path)
        if item.kind == "multipletext":
            return self.cells(item, value, path, may_be_empty=False)
        check_rows(item, value)
        rows = {}
        for row, cells in value.items():
            self.meter.count(path, cells)
            rows[row] = self.cells(item, cells, f"{path}.{row}", may_be_empty=False)
        return {row: cells for row, cells in rows.items() if cells is not UNDEFINED}

    def repeated(self, item: Item, value: Value, path: str) -> Value:
        assert item.repeat is not None
        if not isinstance(value, list):
            raise Refused("Answer with a list of rows.")
        if len(value) > MOST_PANELS:
            raise TooLarge(path, f"Answer with at most {item.repeat.most} rows.")
        if len(value) > item.repeat.most:
            self.findings.add(path, "count", f"Answer with at most {item.repeat.most} rows.")
        parts = []
        for place, part in enumerate(value):
            self.meter.count(path, part)
            typed = self.cells(item, part, f"{path}[{place}]", may_be_empty=True)
            parts.append({} if typed is UNDEFINED else typed)
        return parts

    def cells(self, item: Item, value: Value, path: str, *, may_be_empty: bool) -> Value:
        """Type the cells of one row, panel or record."""
        if not isinstance(value, dict) or not (value or may_be_empty):
            return self.refuse(path, Refused("Answer with values by name."), value)
        typed: dict[str, Value] = {}
        for key, part in value.items():
            self.meter.count(path, part)
            read = self.cell(item, key, part, path)
            if read is not UNDEFINED:
                typed[key] = read
        return typed

    def cell(self, item: Item, key: str, value: Value, path: str) -> Value:
        cell = item.by_cell.get(key)
        if cell is not None:
            return self.value(cell, value, f"{path}.{cell.name}")
        commented = item.by_cell.get(key.removesuffix(COMMENT)) if key.endswith(COMMENT) else None
        if commented is not None and (commented.has_other or commented.has_comment):
            return self.comment(f"{path}.{key}", value)
        totalled = item.by_cell.get(key.removesuffix(TOTAL)) if key.endswith(TOTAL) else None
        if totalled is not None and totalled.totals:
            return self.computed(value)
        self.findings.add(path, "unknown", "Answer only what is asked there.")
        return UNDEFINED


_NOT_ASKED: Final = Refused("This takes no answer.", "unknown")
