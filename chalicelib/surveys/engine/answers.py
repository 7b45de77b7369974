"""Holding one answer against its questionnaire: shape, domain, logic and rules, stricter than the browser's library."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import logic, moments
from chalicelib.surveys.engine.domains import Refused, check_text, is_email, normalise
from chalicelib.surveys.engine.elements import (
    COMMENT,
    OTHER,
    TABLES,
    Calculated,
    Item,
    Option,
    Questionnaire,
    Rule,
    holds,
    in_locale,
)
from chalicelib.surveys.engine.logic import State, is_answered
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.profile import size_of
from chalicelib.surveys.engine.values import Value, is_numeric, text_length, to_text

DEEPEST_ANSWER: Final = 5
LARGEST_ANSWER: Final = 250_000
MOST_PROBLEMS: Final = 100
LONGEST_KEY: Final = 100
GRACE: Final = (timedelta(0), timedelta(days=-1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer as it may be stored: typed data with computed values, and the names of what was asked."""

    data: Mapping[str, Value]
    shown: frozenset[str]
    computed: Mapping[str, Value]


def check_answer(questionnaire: Questionnaire, data: Value, *, at: datetime, locale: str = "default") -> CheckedAnswer:
    """Check an answer given at a time (aware); raises Invalid with a sentence for each item at fault.

    A survey that looks at the clock is given a day's grace either way, since the respondent's clock is not ours.
    """
    problems: dict[str, str] = {}
    clean, raw = _typed(questionnaire, data, problems)
    first: dict[str, str] | None = None
    for shift in GRACE if questionnaire.uses_clock else GRACE[:1]:
        state = logic.evaluate(questionnaire, raw | clean, moments.of_datetime(at + shift, questionnaire.zone))
        check = _Check(questionnaire, clean, state, locale, dict(problems))
        check.run()
        if not check.problems:
            return check.checked()
        first = first or check.problems
    raise Invalid("The answer does not fit the survey.", first)


def _typed(
    questionnaire: Questionnaire, data: Value, problems: dict[str, str]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """Give the values of the right shape, and the others, so that the logic can still name what else is wrong."""
    if not isinstance(data, dict):
        raise Invalid("An answer is an object.", {"data": "Give an object."})
    size = size_of(data, DEEPEST_ANSWER)
    if size is None or size > LARGEST_ANSWER:
        raise Invalid("The answer is too large or nested too deeply.", {"data": "Shorten the answer."})
    clean: dict[str, Value] = {}
    raw: dict[str, Value] = {}
    for key, value in data.items():
        try:
            found, typed = _typed_value(questionnaire, key, value)
        except Refused as refusal:
            _add(problems, key, str(refusal))
            raw[key] = value
            continue
        if found:
            clean[key] = typed
    return clean, raw


def _typed_value(questionnaire: Questionnaire, key: str, value: Value) -> tuple[bool, Value]:
    item = questionnaire.by_name.get(key)
    if item is not None and item.is_answerable:
        return True, normalise(item, value)
    if key in questionnaire.computed_names:
        return False, None
    if key in questionnaire.comments:
        return True, check_text(value, questionnaire.definition["maxOthersLength"])
    raise Refused("The survey has no such question.")


def _add(problems: dict[str, str], name: str, sentence: str) -> None:
    if len(problems) < MOST_PROBLEMS:
        problems.setdefault(f"data.{name[:LONGEST_KEY]}", sentence)


class _Check:
    def __init__(
        self, questionnaire: Questionnaire, data: dict[str, Value], state: State, locale: str, problems: dict[str, str]
    ) -> None:
        self.questionnaire = questionnaire
        self.data = data
        self.locale = locale
        self.problems = problems
        self.state = state

    def refuse(self, name: str, sentence: str) -> None:
        _add(self.problems, name, sentence)

    def run(self) -> None:
        for item in self.questionnaire.items:
            if not item.is_answerable:
                continue
            if item.name in self.state.visible:
                self.check_item(item)
            elif item.name in self.data or f"{item.name}{COMMENT}" in self.data:
                self.refuse(item.name, "This question is not asked with these answers.")

    def checked(self) -> CheckedAnswer:
        computed = {name: _storable(value) for name, value in self.state.computed.items()}
        kept = [one.name for one in self.questionnaire.computed if self.is_kept(one)]
        data = self.data | {name: computed[name] for name in kept if computed[name] is not None}
        return CheckedAnswer(data, logic.shown(self.questionnaire, self.state), computed)

    def is_kept(self, one: Item | Calculated) -> bool:
        return one.is_kept if isinstance(one, Calculated) else one.name in self.state.visible

    def check_item(self, item: Item) -> None:
        value = self.data.get(item.name)
        if not self.state.is_writable(item):
            self.check_untouched(item, value)
            return
        if f"data.{item.name}" in self.problems:
            return
        self.check_comment(item, value)
        if value is not None:
            self.check_offer(item, value)
        elif item.fewest and (item.kind == "checkbox" or item.partly_ranked):
            self.refuse(item.name, f"Choose at least {item.fewest}.")
        if item.kind in TABLES:
            self.check_table(item, value)
        for sentence in self.sentences(item, value):
            self.refuse(item.name, sentence)

    def check_untouched(self, item: Item, value: Value) -> None:
        """Refuse a changed value of what is always read-only; one that was switched off later keeps its value."""
        if not item.read_only or item.enable_if is not None or value is None:
            return
        try:
            is_default = item.default is not None and normalise(item, item.default) == value
        except Refused:
            is_default = False
        if not is_default:
            self.refuse(item.name, "This question cannot be changed.")

    def check_comment(self, item: Item, value: Value) -> None:
        has_other = item.has_other and (value == OTHER or (isinstance(value, list) and OTHER in value))
        has_comment = f"{item.name}{COMMENT}" in self.data
        if has_other and not has_comment:
            self.refuse(item.name, "Say what the other is.")
        elif has_comment and not has_other and not item.has_comment:
            self.refuse(f"{item.name}{COMMENT}", "A comment needs its question to be answered with other.")

    def check_offer(self, item: Item, value: Value) -> None:
        """Refuse choices that the logic hides or switches off, and rankings that leave one out."""
        if not self.is_offered(item, value):
            self.refuse(item.name, "Choose one of the choices that are offered.")
        elif item.kind == "ranking" and not item.partly_ranked:
            offered = sum(option.is_offered(self.state.env) for option in item.options)
            if len(value) != offered:
                self.refuse(item.name, "Rank every choice.")

    def is_offered(self, item: Item, value: Value) -> bool:
        chosen = value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
        options = [] if item.cells else [item.by_text.get(to_text(part)) for part in chosen]
        return all(option is None or _may_choose(option, self.state) for option in options)

    def check_table(self, item: Item, value: Value) -> None:
        table = value or {}
        rows = self.state.rows(item)
        if not table.keys() <= {row.value for row in rows}:
            self.refuse(item.name, "Answer only the rows that are asked.")
        if item.every_row and any(row.value not in table for row in rows):
            self.refuse(item.name, "Answer every row.")
        for row in rows if item.cells else ():
            self.check_row(item, row, table.get(row.value, {}))

    def check_row(self, item: Item, row: Option, columns: Mapping[str, Value]) -> None:
        asked = set()
        for cell in self.state.cells(item, row):
            asked.add(cell.name)
            name, value = f"{item.name}.{row.value}.{cell.name}", columns.get(cell.name)
            if not self.state.is_writable(cell):
                continue
            if value is not None and not self.is_offered(cell, value):
                self.refuse(name, "Choose one of the choices that are offered.")
            for sentence in self.sentences(cell, value):
                self.refuse(name, sentence)
        if not columns.keys() <= asked:
            self.refuse(item.name, "Answer only the cells that are asked.")

    def sentences(self, item: Item, value: Value) -> Iterator[str]:
        """Say what is missing or which rules a value breaks."""
        if not is_answered(value) and self.state.is_required(item):
            yield "Answer this question."
            return
        for rule in item.rules:
            if not self.keeps(rule, value):
                yield in_locale(rule.texts, self.locale) or "The answer breaks a rule of this question."

    def keeps(self, rule: Rule, value: Value) -> bool:
        if rule.kind == "expression":
            return rule.condition is None or holds(rule.condition, self.state.env)
        return value is None or _KEEPS[rule.kind](rule, value)


def _may_choose(option: Option, state: State) -> bool:
    return option.is_offered(state.env) and option.is_enabled(state.env)


def _is_between(rule: Rule, number: float) -> bool:
    return (rule.least is None or number >= rule.least) and (rule.most is None or number <= rule.most)


def _keeps_numeric(rule: Rule, value: Value) -> bool:
    return is_numeric(value) and _is_between(rule, value)


def _keeps_text(rule: Rule, value: Value) -> bool:
    text = to_text(value)
    has_digit = not rule.digits and any("0" <= letter <= "9" for letter in text)
    most = rule.most or None
    return not has_digit and (most is None or text_length(text) <= most) and text_length(text) >= (rule.least or 0)


def _keeps_count(rule: Rule, value: Value) -> bool:
    return not isinstance(value, list) or _is_between(rule, len(value))


def _keeps_pattern(rule: Rule, value: Value) -> bool:
    return rule.pattern is None or rule.pattern.search(to_text(value)) is not None


def _keeps_email(_: Rule, value: Value) -> bool:
    return is_email(to_text(value))


_KEEPS = {
    "numeric": _keeps_numeric,
    "text": _keeps_text,
    "answercount": _keeps_count,
    "regex": _keeps_pattern,
    "email": _keeps_email,
}


def _storable(value: Value) -> Value:
    """Give a computed value as JSON: a date as its local day, no NaN."""
    if isinstance(value, Moment):
        here = value.local()
        return None if here is None else here.date().isoformat()
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value  # noqa: PLR0124
