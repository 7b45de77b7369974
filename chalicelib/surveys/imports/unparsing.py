"""Parsed conditions written out again, and simplified where their outcome is known."""

import re
from typing import Final

from chalicelib.surveys.engine.grammar import Call, Chain, Items, Literal, Name, Node, Null, Unary

_LEVELS: Final[tuple[dict[str, str], ...]] = (
    {"or": "or"},
    {"and": "and"},
    {
        "equal": "=", "notequal": "!=", "less": "<", "greater": ">",
        "lessorequal": "<=", "greaterorequal": ">=",
    },
    {"plus": "+", "minus": "-"},
    {"mul": "*", "div": "/", "mod": "%"},
    {"power": "^"},
    {"contains": "contains", "notcontains": "notcontains", "anyof": "anyof", "allof": "allof", "noneof": "noneof"},
)  # fmt: skip
_LEVEL: Final = {name: level for level, names in enumerate(_LEVELS) for name in names}
_SIGNS: Final = {name: sign for names in _LEVELS for name, sign in names.items()}
# The expression language rewrites these even inside quotes, and has no escape that every version reads alike.
_UNQUOTABLE = re.compile(r"""['"\\{}]|<>|=>|=<|equals|[\x00-\x1f]""", re.IGNORECASE)
TRUE: Final = Literal(True)  # noqa: FBT003 - A value of the language.
FALSE: Final = Literal(False)  # noqa: FBT003 - As above.


class Unsayable(Exception):
    """A condition that has no counterpart; the message is a sentence that says why."""


def is_quotable(text: str) -> bool:
    return not _UNQUOTABLE.search(text) and bool(text.strip())


def quoted(text: str) -> Literal:
    """A text as a constant."""
    return Literal(f"'{text}'" if text else "")


def content_of(node: Node) -> str | float | bool | None:
    """What a constant stands for: a text without its quotes, a number, a truth value; None for anything else."""
    if not isinstance(node, Literal):
        return None
    value = node.value
    return value[1:-1] if isinstance(value, str) and value.startswith("'") else value


def unparse(node: Node) -> str:
    """The expression as text; raise Unsayable for a text that cannot be quoted."""
    return _written(node, 0)


def _written(node: Node, level: int) -> str:  # noqa: PLR0911 - One for each kind of node.
    match node:
        case Chain(head=head, tail=tail):
            own = _LEVEL[tail[0][0]]
            parts = [_written(head, own + 1)]
            for operator, operand in tail:
                parts += [_SIGNS[operator], _written(operand, own + 1)]
            text = " ".join(parts)
            return text if own >= level else f"({text})"
        case Unary(operator="negate", operand=operand):
            inner = _written(operand, 0)
            return f"!{inner}" if isinstance(operand, (Name, Call)) else f"!({inner})"
        case Unary(operator=operator, operand=operand):
            inner = _written(operand, len(_LEVELS))
            return f"{inner} {operator}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_written(part, 0) for part in arguments)})"
        case Items(values=values):
            return f"[{', '.join(_written(part, 0) for part in values)}]"
        case Name(text=text, raw=raw):
            return f"{{{'#' if raw else ''}{text}}}"
        case Literal(value=value):
            return _constant(value)
        case Null():
            return "null"


def _constant(value: str | float | bool) -> str:  # noqa: FBT001 - A value of the language.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        text = repr(int(value)) if float(value).is_integer() else repr(value)
        if "e" in text or "n" in text:
            raise Unsayable("A number in it is too large or too small.")
        return text
    text = value[1:-1] if value.startswith("'") else value
    if text and not is_quotable(text):
        raise Unsayable("A text in it holds quotes, braces or signs that cannot be quoted.")
    return f"'{text}'"


def all_of(parts: list[Node]) -> Node:
    """The parts joined by and, those of the same kind in one chain."""
    return _joined("and", parts, TRUE)


def any_of(parts: list[Node]) -> Node:
    """The parts joined by or, those of the same kind in one chain."""
    return _joined("or", parts, FALSE)


def _joined(operator: str, parts: list[Node], nothing: Node) -> Node:
    flat: list[Node] = []
    for part in parts:
        is_same = isinstance(part, Chain) and all(sign == operator for sign, _ in part.tail)
        flat += [part.head, *(operand for _, operand in part.tail)] if isinstance(part, Chain) and is_same else [part]
    if len(flat) < 2:  # noqa: PLR2004 - One part is joined with nothing.
        return flat[0] if flat else nothing
    return Chain(flat[0], tuple((operator, part) for part in flat[1:]))


def negation(node: Node) -> Node:
    match node:
        case Literal(value=bool() as value):
            return Literal(not value)
        case Unary(operator="negate", operand=operand):
            return operand
        case Unary(operator="empty", operand=operand):
            return Unary("notempty", operand)
        case Unary(operator="notempty", operand=operand):
            return Unary("empty", operand)
        case _:
            return Unary("negate", node)


def simplified(node: Node) -> Node:
    """The expression without what is known beforehand: comparisons of constants, and what they decide."""
    match node:
        case Chain(tail=((("and" | "or") as operator, _), *_)) if all(sign == operator for sign, _ in node.tail):
            return _simplified_join(node, operator)
        case Chain(head=Literal() as left, tail=(("equal" | "notequal" as operator, Literal() as right),)):
            return Literal((content_of(left) == content_of(right)) == (operator == "equal"))
        case Unary(operator="negate", operand=operand):
            inner = simplified(operand)
            return negation(inner) if isinstance(inner, Literal) else Unary("negate", inner)
        case Unary(operator="empty" | "notempty" as operator, operand=Literal() as operand):
            return Literal((content_of(operand) == "") == (operator == "empty"))
        case _:
            return node


def _simplified_join(node: Chain, operator: str) -> Node:
    parts = [simplified(part) for part in (node.head, *(operand for _, operand in node.tail))]
    deciding, neutral = (FALSE, TRUE) if operator == "and" else (TRUE, FALSE)
    if deciding in parts:
        return deciding
    kept = [part for part in parts if part != neutral]
    return all_of(kept) if operator == "and" else any_of(kept)
