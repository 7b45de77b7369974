"""Conditions as values: joined, negated and simplified, then written in the expression language."""

from dataclasses import dataclass

# An expression has at most 2,048 characters; an item's own condition may be joined from two or three of these.
MAX_PART = 900
MAX_EXPRESSION = 2_000
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Always:
    value: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """A condition that cannot be said here; the reason is a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One comparison on the answer to one question; `empty` is its outcome while that question is unanswered."""

    question: str
    text: str
    opposite: str
    empty: bool


@dataclass(frozen=True, slots=True)
class Both:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    parts: "tuple[Condition, ...]"


Condition = Always | Unknown | Fact | Both | Either

TRUE = Always(value=True)
FALSE = Always(value=False)


def all_of(*conditions: Condition) -> Condition:
    return _join(Both, FALSE, conditions)


def any_of(*conditions: Condition) -> Condition:
    return _join(Either, TRUE, conditions)


def _join(joined: type[Both | Either], deciding: Always, conditions: tuple[Condition, ...]) -> Condition:
    parts: list[Condition] = []
    for condition in conditions:
        for part in condition.parts if isinstance(condition, joined) else (condition,):
            if not isinstance(part, Always) and part not in parts:
                parts.append(part)
    if deciding in conditions or any(_opposes(part, parts) for part in parts):
        return deciding
    unknown = [part for part in parts if isinstance(part, Unknown)]
    if unknown:
        return unknown[0]
    if len(parts) > 1:
        return joined(tuple(parts))
    return parts[0] if parts else negation(deciding)


def _opposes(part: Condition, parts: list[Condition]) -> bool:
    return not isinstance(part, Unknown) and negation(part) in parts


def negation(condition: Condition) -> Condition:
    match condition:
        case Always(value):
            return Always(not value)
        case Fact(question, text, opposite, empty):
            return Fact(question, opposite, text, not empty)
        case Both(parts):
            return Either(tuple(negation(part) for part in parts))
        case Either(parts):
            return Both(tuple(negation(part) for part in parts))
        case _:
            return condition


def while_unanswered(condition: Condition, question: str) -> Condition:
    """What the condition comes to while that question has no answer."""
    match condition:
        case Fact(asked, _, _, empty) if asked == question:
            return Always(empty)
        case Both(parts):
            return all_of(*(while_unanswered(part, question) for part in parts))
        case Either(parts):
            return any_of(*(while_unanswered(part, question) for part in parts))
        case _:
            return condition


def written(condition: Condition) -> str:
    """The condition in the expression language; empty where it always holds."""
    match condition:
        case Fact(text=text):
            return text
        case Both(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case Either(parts):
            return " or ".join(_bracketed(part) for part in parts)
        case _:
            return ""


def _bracketed(condition: Condition) -> str:
    text = written(condition)
    return f"({text})" if isinstance(condition, (Both, Either)) else text


def is_writable(condition: Condition, most: int = MAX_PART) -> bool:
    """Whether the condition fits in so many bytes and nests no deeper than the language reads."""
    return len(written(condition).encode()) <= most and _depth(condition) <= MAX_DEPTH


def _depth(condition: Condition) -> int:
    if isinstance(condition, (Both, Either)):
        return 1 + max(_depth(part) for part in condition.parts)
    return 0
