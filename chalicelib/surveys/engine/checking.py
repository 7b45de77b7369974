"""The second look at an answer: what is asked, required, offered and allowed once the logic has been worked out."""

from collections.abc import Iterator, Mapping

from chalicelib.surveys.engine.comparison import equals
from chalicelib.surveys.engine.domains import Refused, is_step, normalise
from chalicelib.surveys.engine.elements import (
    COMMENT,
    NESTED,
    OTHER,
    Container,
    Item,
    Option,
    Questionnaire,
    in_locale,
)
from chalicelib.surveys.engine.findings import Findings
from chalicelib.surveys.engine.frames import Frame
from chalicelib.surveys.engine.logic import State, is_answered, is_filled, path_of
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.repeats import check_repeats
from chalicelib.surveys.engine.rules import keeps
from chalicelib.surveys.engine.values import Value, is_empty, is_numeric, to_text

_NOTHING: Mapping[str, Value] = {}


class Check:
    """Holds typed values against the state that the logic made of them, and notes what is at fault."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        data: Mapping[str, Value],
        state: State,
        locale: str,
        findings: Findings,
    ) -> None:
        self.questionnaire = questionnaire
        self.data = data
        self.state = state
        self.locale = locale
        self.findings = findings

    def run(self) -> None:
        self.level(self.questionnaire.items, self.state.env.values, None)
        for container in self.questionnaire.containers:
            self.check_container(container)

    def level(self, items: tuple[Item, ...], values: Mapping[str, Value], frame: Frame | None) -> None:
        """Check the items of the survey itself, or of one row, panel or record."""
        shown_keys = set()
        hidden = []
        for item in items:
            if self.state.is_visible(item, frame):
                shown_keys.add(item.key)
                self.check_item(item, values, frame)
                continue
            self.findings.excuse_closed(path_of(item, frame))
            if (
                item.is_answerable
                and not item.keeps_hidden
                and (item.key in values or f"{item.key}{COMMENT}" in values)
            ):
                hidden.append(item)
        for item in hidden:
            if item.key not in shown_keys and not item.is_computed:
                self.refuse(path_of(item, frame), "hidden", "This question is not asked with these answers.")

    def refuse(self, path: str, rule: str, sentence: str) -> None:
        self.findings.add(path, rule, sentence)

    def check_item(self, item: Item, values: Mapping[str, Value], frame: Frame | None) -> None:
        if not item.is_answerable:
            self.check_rules(item, values.get(item.key), frame)
            return
        path, value = path_of(item, frame), values.get(item.key)
        if item.is_computed or not self.state.is_writable(item, frame):
            self.check_untouched(item, value, path, frame)
            return
        is_typed = not self.findings.has(path)
        if is_typed:
            self.check_comment(item, values, frame)
        if is_typed and value is not None and item.kind not in NESTED:
            self.check_offer(item, value, frame)
        if item.kind in NESTED:
            check_repeats(item, frame, self.state, self.refuse)
            for inner in self.state.frames(item, frame):
                self.level(item.cells, inner.values, inner)
        self.check_bounds(item, value, frame)
        self.check_rules(item, value, frame)

    def check_untouched(self, item: Item, value: Value, path: str, frame: Frame | None) -> None:
        """Refuse a changed value of what is always read-only; one that was switched off later keeps its value."""
        is_always = self.state.is_read_only or (item.read_only and item.enable_if is None)
        if not is_always and not item.is_computed:
            self.findings.excuse_closed(path)
        if value is None or item.is_computed or not is_always:
            return
        if not any(equals(value, allowed) for allowed in self.allowed(item, frame)):
            self.refuse(path, "locked", "This question cannot be changed.")

    def allowed(self, item: Item, frame: Frame | None) -> Iterator[Value]:
        """Give the values that the survey itself may have put into a question that nobody may change."""
        if item.default is not None:
            yield self.typed(item, item.default)
        if item.default_if is not None:
            yield self.typed(item, as_answer(self.state.value(item.default_if, frame)))
        for setter in self.questionnaire.setters.get(item.key, ()) if frame is None else ():
            value = setter.value if setter.expression is None else self.state.value(setter.expression, None)
            yield self.typed(item, as_answer(value))

    def typed(self, item: Item, value: Value) -> Value:
        try:
            return value if item.kind in NESTED else normalise(item, value)
        except Refused:
            return value

    def check_comment(self, item: Item, values: Mapping[str, Value], frame: Frame | None) -> None:
        value, path = values.get(item.key), path_of(item, frame)
        chosen = value if isinstance(value, list) else [value]
        has_other = item.has_other and OTHER in chosen
        has_comment = f"{item.key}{COMMENT}" in values
        if has_other and (item.has_inline_other or not has_comment):
            self.refuse(path, "other", "Say what the other is.")
        elif has_comment and not has_other and not item.has_comment:
            self.refuse(f"{path}{COMMENT}", "comment", "A comment needs its question to be answered with other.")

    def check_offer(self, item: Item, value: Value, frame: Frame | None) -> None:
        """Refuse choices that the logic hides or switches off, rows that are not asked, and rankings with gaps."""
        path = path_of(item, frame)
        if item.kind == "matrix":
            if not value.keys() <= {row.value for row in self.state.rows(item)}:
                self.refuse(path, "hidden", "Answer only the rows that are asked.")
            return
        chosen = value if isinstance(value, list) else [value]
        if item.carried is not None and not item.options:
            self.check_carried(item, chosen, path)
        elif not all(self.is_offered(item, part, frame) for part in chosen):
            self.refuse(path, "choice", "Choose one of the choices that are offered.")
        elif item.kind == "ranking" and not item.partly_ranked:
            offered = sum(self.state.is_offered(item, option, frame) for option in item.options)
            if len(value) != offered:
                self.refuse(path, "ranking", "Rank every choice.")

    def is_offered(self, item: Item, value: Value, frame: Frame | None) -> bool:
        option: Option | None = item.by_text.get(to_text(value)) if item.options else None
        return option is None or self.state.may_choose(item, option, frame)

    def check_carried(self, item: Item, chosen: list[Value], path: str) -> None:
        assert item.carried is not None
        rows = self.state.env.values.get(item.carried.key)
        column = item.carried.column
        held = [
            part.get(column) if column and isinstance(part, Mapping) else part
            for part in (rows if isinstance(rows, list) else [rows])
        ]
        offered = {to_text(part) for part in held if not is_empty(part)} | item.declined | {OTHER}
        if not all(to_text(part) in offered for part in chosen):
            self.refuse(path, "choice", "Choose one of the choices that are offered.")

    def check_bounds(self, item: Item, value: Value, frame: Frame | None) -> None:
        """Hold a value against bounds that hang on other answers, and count what must be chosen."""
        path = path_of(item, frame)
        if item.fewest and is_empty(value) and (item.kind in {"checkbox", "tagbox"} or item.partly_ranked):
            self.refuse(path, "fewest", f"Choose at least {item.fewest}.")
        if not is_answered(value) or isinstance(value, (list, dict)):
            return
        least, most = (
            as_answer(self.state.value(bound, frame)) if bound is not None else None
            for bound in (item.least_if, item.most_if)
        )
        if _is_less(value, least):
            self.refuse(path, "least", f"Answer with {least} or more.")
        if _is_less(most, value):
            self.refuse(path, "most", f"Answer with {most} or less.")
        self.check_text_number(item, value, path)

    def check_text_number(self, item: Item, value: Value, path: str) -> None:
        """Name the bounds that a number written as a text breaks, since its page would name them too."""
        if item.input_type != "number" or not isinstance(value, str) or item.mask is not None:
            return
        number = _number(value)
        if number is None:
            return
        for bound, is_broken, rule in (
            (item.least, lambda bound: number < bound, "least"),
            (item.most, lambda bound: number > bound, "most"),
            (item.step, lambda bound: not is_step(number, bound), "step"),
        ):
            if bound is not None and is_broken(bound):
                self.refuse(path, rule, f"Keep to {bound}.")

    def check_rules(self, item: Item, value: Value, frame: Frame | None) -> None:
        """Say what is missing or which rules a value breaks."""
        path = path_of(item, frame)
        if item.is_answerable and not is_filled(item, value) and self.state.is_required(item, frame):
            self.refuse(path, "required", "Answer this question.")
            return
        if item.every_row and item.kind == "matrix":
            table = value if isinstance(value, Mapping) else _NOTHING
            if any(is_empty(table.get(row.value)) for row in self.state.rows(item)):
                self.refuse(path, "rows", "Answer every row.")
        for rule in item.rules:
            if rule.kind == "expression":
                is_kept = rule.condition is None or self.state.holds(rule.condition, frame)
            else:
                is_kept = keeps(rule, value)
            if not is_kept:
                sentence = in_locale(rule.texts, self.locale) or "The answer breaks a rule of this question."
                self.findings.add(path, "rule", sentence, is_blocking=rule.is_blocking)

    def check_container(self, container: Container) -> None:
        """Ask for at least one answer in a page or panel that must have one."""
        condition = container.required_if
        if condition is None and not container.is_required:
            return
        if not self.state.is_open(container) or not (condition is None or self.state.holds(condition, None)):
            return
        inside = [item for item in self.questionnaire.items if _stands_in(item, container)]
        asked = [item for item in inside if item.name in self.state.visible]
        if asked and not any(is_filled(item, self.state.env.values.get(item.key)) for item in asked):
            self.refuse(container.name, "required", "Answer at least one of these questions.")


def _stands_in(item: Item, container: Container) -> bool:
    around = item.container
    while around is not None and around is not container:
        around = around.parent
    return around is container


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _is_less(one: Value, other: Value) -> bool:
    if is_numeric(one) and is_numeric(other):
        return bool(one < other)
    return isinstance(one, str) and isinstance(other, str) and bool(one) and bool(other) and one < other


def as_answer(value: Value) -> Value:
    """Give a computed value as it stands in an answer: a date as its local day, no NaN."""
    if isinstance(value, Moment):
        here = value.local()
        return None if here is None else here.date().isoformat()
    if isinstance(value, list):
        return [as_answer(part) for part in value]
    if isinstance(value, dict):
        return {key: as_answer(part) for key, part in value.items()}
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value  # noqa: PLR0124
