"""Logic trees of the source read as conditions on the answers to questions that come earlier."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.conditions import (
    FALSE,
    TRUE,
    Always,
    Condition,
    Fact,
    Unknown,
    all_of,
    any_of,
    is_writable,
    negation,
)
from chalicelib.surveys.imports.markup import is_piped
from chalicelib.surveys.imports.reading import entries, flag, mapping, number, whole, word
from chalicelib.surveys.imports.report import Ledger, Path

MOST_CONDITIONS: Final = 200
_LOCATOR = re.compile(r"q://([^/]+)/(\w+)(?:/([^/?]+))?(?:/([^/?]+))?")
# The expression language rewrites these even inside quotes, and has no escape that every version reads alike.
_UNQUOTABLE = re.compile(r"""['"\\{}]|<>|=>|=<|equals|[\x00-\x1f]""", re.IGNORECASE)
_COMPARED: Final[dict[str, tuple[str, str, Callable[[float, float], bool]]]] = {
    "EqualTo": ("=", "!=", operator.eq),
    "NotEqualTo": ("!=", "=", operator.ne),
    "GreaterThan": (">", "<=", operator.gt),
    "GreaterThanOrEqual": (">=", "<", operator.ge),
    "LessThan": ("<", ">=", operator.lt),
    "LessThanOrEqual": ("<=", ">", operator.le),
}
_ELSEWHERE: Final = {
    "EmbeddedField": "It asks about embedded data, which is not carried.",
    "PanelData": "It asks about a field of the contact list, which is not carried.",
    "GeoIP": "It asks where the respondent is, which is never collected here.",
    "DeviceType": "It asks which device the respondent uses, which is never collected here.",
    "Quota": "It asks about a quota; quotas are not carried.",
}
_SELECTED, _SHOWN = ("Selected", "NotSelected"), ("Displayed", "NotDisplayed")
_NEGATIVE = frozenset({"NotSelected", "NotDisplayed", "Empty", "DoesNotContain", "NotEqualTo"})


def is_quotable(text: str) -> bool:
    return not _UNQUOTABLE.search(text) and bool(text.strip())


@dataclass(slots=True)
class Asked:
    """What logic may ask about a question that was placed: its values by the identities of the source."""

    identity: str
    kind: str
    name: str
    shown: Condition = TRUE
    choices: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    offered: dict[str, Condition] = field(default_factory=dict)
    columns: dict[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Operand:
    identity: str
    asks: str
    first: str
    second: str


@dataclass(slots=True)
class Logic:
    """Reads logic trees in the order in which respondents meet them, and records what became of each."""

    ledger: Ledger
    placed: frozenset[str]
    known: frozenset[str]
    asked: dict[str, Asked] = field(default_factory=dict)
    unsupported: set[str] = field(default_factory=set)
    _notes: list[str] = field(default_factory=list)

    def read(self, path: Path, tree: object) -> Condition:
        """The condition of a tree; Unknown, and recorded as lost, where it cannot be said."""
        self._notes = []
        if sum(len(group) for group in _numbered(tree)) > MOST_CONDITIONS:
            condition: Condition = Unknown("It is too long for one condition.")
        else:
            condition = _join_groups([self._group(group) for group in _numbered(tree)])
        if not isinstance(condition, Unknown) and not is_writable(condition):
            condition = Unknown("It is too long for one condition.")
        self._record(path, condition)
        return condition

    def visibility(self, path: Path, tree: object) -> Condition:
        """As read, but always true where the condition is lost: what may be hidden is rather shown."""
        condition = self.read(path, tree)
        return TRUE if isinstance(condition, Unknown) else condition

    def selected(self, locator: str, operation: str) -> Condition:
        """The condition that one locator is in the state named by a skip rule."""
        self._notes = []
        return self._expression({"LogicType": "Question", "LeftOperand": locator, "Operator": operation})

    def _record(self, path: Path, condition: Condition) -> None:
        notes = " ".join(dict.fromkeys(self._notes))
        match condition:
            case Unknown(reason):
                self.ledger.record(path, "lost", f"{reason} What it governs is always shown.")
            case Always(True):
                self.ledger.record(path, "changed", f"{notes} It always holds, so no condition is needed.".strip())
            case Always():
                self.ledger.record(path, "changed", f"{notes} It never holds, so what it governs is left out.".strip())
            case _:
                self.ledger.record(path, "changed" if notes else "carried", notes)

    def _group(self, group: dict[str, object]) -> tuple[str, Condition]:
        # "And" binds closer than "Or" inside a group.
        runs: list[list[Condition]] = [[]]
        for place, expression in enumerate(_numbered(group)):
            joined = (word(expression.get("Conjuction")) or word(expression.get("Conjunction"))).lower()
            condition = self._expression(expression)
            if place and joined not in {"and", "or"}:
                condition = Unknown(f"Its conditions are joined by something unknown ({joined[:40] or 'nothing'}).")
            if place and joined == "or":
                runs.append([])
            runs[-1].append(condition)
        if not runs[0]:
            return "If", Unknown("It holds no condition.")
        return word(group.get("Type")), any_of(*(all_of(*run) for run in runs))

    def _expression(self, expression: dict[str, object]) -> Condition:
        kind = word(expression.get("LogicType"))
        if kind != "Question":
            return Unknown(_ELSEWHERE.get(kind, f"It asks about something unknown here ({kind[:40] or 'nothing'})."))
        operand = _operand(expression)
        if operand is None:
            return Unknown("It does not say in a known form which answer it asks about.")
        operation, right = word(expression.get("Operator")), word(expression.get("RightOperand")).strip()
        if is_piped(right):
            return Unknown("It compares with piped text.")
        condition = self._of_question(operand, operation, right)
        if (
            operation in {"EqualTo", "Contains"}
            and right.lower() != right.upper()
            and not flag(
                expression.get("IgnoreCase"),
            )
            and isinstance(condition, Fact)
        ):
            self._notes.append("Capital and small letters are not told apart here.")
        return condition

    def _of_question(self, operand: _Operand, operation: str, right: str) -> Condition:
        identity = operand.identity
        if identity in self.unsupported:
            return Unknown(f"It asks about {identity}, which was not imported.")
        if identity in self.asked:
            return _about(self.asked[identity], operand, operation, right)
        if identity not in self.known:
            return Unknown(f"It asks about {identity}, which is not in the file.")
        outcome = _unanswered(operand, operation, right)
        if outcome is None:
            return Unknown(f"Its comparison is unknown here ({operation[:40] or 'nothing'}).")
        when = "comes later and is unanswered by then" if identity in self.placed else "is never asked"
        self._notes.append(f"It asks about {identity}, which {when}.")
        return Always(outcome)


def _numbered(tree: object) -> list[dict[str, object]]:
    return [mapping(part) for key, part in entries(tree) if key.isdecimal() and isinstance(part, dict)]


def _join_groups(groups: list[tuple[str, Condition]]) -> Condition:
    if not groups:
        return Unknown("It holds no condition.")
    joined = groups[0][1]
    for kind, condition in groups[1:]:
        if kind == "AndIf":
            joined = all_of(joined, condition)
        elif kind == "OrIf":
            joined = any_of(joined, condition)
        else:
            return Unknown(f"Its groups are joined by something unknown ({kind[:40] or 'nothing'}).")
    return joined


def _operand(expression: dict[str, object]) -> _Operand | None:
    for key in ("LeftOperand", "ChoiceLocator"):
        found = _LOCATOR.fullmatch(word(expression.get(key)).strip())
        if found:
            return _Operand(found[1], found[2], found[3] or "", found[4] or "")
    return None


def _unanswered(operand: _Operand, operation: str, right: str) -> bool | None:
    if operation in _NEGATIVE:
        return not (operation == "NotEqualTo" and right == "")
    if operation in {"Selected", "Displayed", "NotEmpty", "Contains"}:
        return False
    if operation not in _COMPARED:
        return None
    compared = whole(right)
    if operand.asks == "SelectedChoicesCount" and compared is not None:
        return _COMPARED[operation][2](0, compared)
    return operation == "EqualTo" and right == ""


def _about(asked: Asked, operand: _Operand, operation: str, right: str) -> Condition:
    if operation in _SHOWN:
        shown = _displayed(asked, operand)
        return shown if operation == "Displayed" else negation(shown)
    if operation in _SELECTED:
        chosen = _chosen(asked, operand)
        return chosen if operation == "Selected" else negation(chosen)
    if operand.asks == "SelectedChoicesCount":
        return _counted(asked, operation, right)
    return _compared(asked, _name_of_text(asked, operand), operation, right)


def _displayed(asked: Asked, operand: _Operand) -> Condition:
    if operand.asks == "QuestionDisplayed":
        return asked.shown
    offered = {
        "ChoiceDisplayed": asked.offered,
        "SelectableChoice": asked.offered,
        "AnswerDisplayed": asked.columns,
        "SelectableAnswer": asked.columns,
    }.get(operand.asks)
    if offered is None:
        return Unknown("It asks whether something unknown here was displayed.")
    # A choice that the question no longer has is never displayed.
    return all_of(asked.shown, offered.get(operand.first, FALSE))


def _chosen(asked: Asked, operand: _Operand) -> Condition:
    if operand.asks not in {"SelectableChoice", "SelectableAnswer"}:
        return Unknown("It does not say in a known form which choice it asks about.")
    is_grid = asked.kind in {"grid", "grid of many"}
    if is_grid != bool(operand.second) or asked.kind not in {"one", "many", "grid", "grid of many"}:
        return Unknown(f"It asks about a choice of {asked.identity} in a way that has no counterpart here.")
    if not is_grid and operand.first in asked.choices:
        return _equals(asked, asked.name, asked.choices[operand.first], many=asked.kind == "many")
    if is_grid and operand.first in asked.choices and operand.second in asked.answers:
        cell = f"{asked.name}.{asked.choices[operand.first]}" + (".answers" if asked.kind == "grid of many" else "")
        return _equals(asked, cell, asked.answers[operand.second], many=asked.kind == "grid of many")
    return FALSE


def _equals(asked: Asked, name: str, value: str, *, many: bool) -> Condition:
    if many:
        text = f"{{{name}}} contains '{value}'"
        return Fact(asked.identity, text, f"!({text})", empty=False)
    return Fact(asked.identity, f"{{{name}}} = '{value}'", f"{{{name}}} != '{value}'", empty=False)


def _counted(asked: Asked, operation: str, right: str) -> Condition:
    compared = whole(right)
    if asked.kind != "many" or operation not in _COMPARED or compared is None or compared < 0:
        return Unknown(f"It counts the choices of {asked.identity} in a way that has no counterpart here.")
    sign, opposite, outcome = _COMPARED[operation]
    name = f"{{{asked.name}.length}}"
    return Fact(asked.identity, f"{name} {sign} {compared}", f"{name} {opposite} {compared}", outcome(0, compared))


def _name_of_text(asked: Asked, operand: _Operand) -> str | None:
    if operand.asks not in {"ChoiceTextEntryValue", "ChoiceNumericEntryValue"}:
        return None
    return asked.texts.get(operand.first)


def _compared(asked: Asked, name: str | None, operation: str, right: str) -> Condition:
    if name is None:
        return Unknown(f"It asks about {asked.identity} in a way that has no counterpart here.")
    if operation in {"Empty", "NotEmpty"}:
        text, opposite = f"{{{name}}} empty", f"{{{name}}} notempty"
        empty = Fact(asked.identity, text, opposite, empty=True)
        return empty if operation == "Empty" else negation(empty)
    if operation in {"Contains", "DoesNotContain"} and is_quotable(right):
        text = f"{{{name}}} contains '{right}'"
        contains = Fact(asked.identity, text, f"!({text})", empty=False)
        return contains if operation == "Contains" else negation(contains)
    if operation in {"EqualTo", "NotEqualTo"} and is_quotable(right):
        equal = Fact(asked.identity, f"{{{name}}} = '{right}'", f"{{{name}}} != '{right}'", empty=False)
        return equal if operation == "EqualTo" else negation(equal)
    compared = number(right)
    if operation not in _COMPARED or compared is None or abs(compared) > 1e9 or "e" in str(compared):  # noqa: PLR2004
        return Unknown(f"Its comparison is unknown here ({operation[:40] or 'nothing'}).")
    text = f"{{{name}}} {_COMPARED[operation][0]} {compared}"
    return Fact(asked.identity, text, f"!({text})", empty=False)
