"""Random expressions about questions that stand in a definition."""

# ruff: noqa: PLR2004  The numbers are chances.

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=", "contains", "notcontains", "anyof", "allof", "noneof")
ARITHMETIC = ("+", "-", "*", "/", "%")
FUNCTIONS = ("sum", "min", "max", "avg")
DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What an expression may name: a path, and values that it is likely to hold."""

    path: str
    likely: tuple[Any, ...] = ()
    rows: str = ""  # The column of a list of rows that may be added up.


def literal(random: Random, value: Any) -> str:
    """Write a value as the language does."""
    if isinstance(value, list):
        return "[" + ", ".join(literal(random, part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value) if random.random() < 0.8 else f"'{value}'"
    return f"'{value}'"


def condition(random: Random, named: Sequence[Named], depth: int = 0) -> str:
    """Write something that is true or false."""
    if depth < DEEPEST and random.random() < 0.35:
        joined = f" {random.choice(('and', 'or'))} ".join(
            condition(random, named, depth + 1) for _ in range(random.randint(2, 3))
        )
        return f"({joined})" if depth or random.random() < 0.2 else joined
    if depth < DEEPEST and random.random() < 0.06:
        return f"!({condition(random, named, depth + 1)})"
    one = random.choice(named)
    if random.random() < 0.2:
        return f"{{{one.path}}} {random.choice(('empty', 'notempty'))}"
    if random.random() < 0.15:
        return f"{number(random, named)} {random.choice(COMPARISONS[:6])} {random.randint(-1, 9)}"
    operator = random.choice(COMPARISONS)
    return f"{{{one.path}}} {operator} {_other(random, one, named, operator)}"


def _other(random: Random, one: Named, named: Sequence[Named], operator: str) -> str:
    if random.random() < 0.15:
        return f"{{{random.choice(named).path}}}"
    likely = one.likely or (1, 2, "a", "")
    if operator in {"anyof", "allof", "noneof"}:
        return literal(random, random.sample(likely, random.randint(1, min(3, len(likely)))))
    return literal(random, random.choice(likely))


def number(random: Random, named: Sequence[Named], depth: int = 0) -> str:
    """Write something to compute with."""
    dice = random.random()
    tables = [one for one in named if one.rows]
    if dice < 0.15 and tables:
        one = random.choice(tables)
        function = random.choice(("sumInArray", "countInArray", "minInArray", "maxInArray", "avgInArray"))
        return f"{function}({{{one.path}}}, '{one.rows}')"
    if dice < 0.35:
        parts = ", ".join(_operand(random, named) for _ in range(random.randint(1, 3)))
        return f"{random.choice(FUNCTIONS)}({parts})"
    if dice < 0.5 and depth < DEEPEST:
        return f"iif({condition(random, named, DEEPEST)}, {_operand(random, named)}, {_operand(random, named)})"
    if dice < 0.6 and depth < DEEPEST:
        return f"round({number(random, named, depth + 1)}, {random.randint(0, 2)})"
    operands = [_operand(random, named) for _ in range(random.randint(2, 3))]
    return "".join(part if not place else f" {random.choice(ARITHMETIC)} {part}" for place, part in enumerate(operands))


def _operand(random: Random, named: Sequence[Named]) -> str:
    return f"{{{random.choice(named).path}}}" if random.random() < 0.7 else str(random.choice((0, 1, 2, 3, 10, 0.5)))
