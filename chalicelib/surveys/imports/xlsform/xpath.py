"""Conditions of a form (XPath with `${name}`) as parsed conditions of ours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from typing import Literal as OneOf

from chalicelib.surveys.engine.grammar import Call, Chain, Literal, Name, Node, Unary
from chalicelib.surveys.imports.unparsing import FALSE, TRUE, Unsayable, content_of, negation, quoted

LONGEST: Final = 4_000
DEEPEST: Final = 40
Kind = OneOf["one", "many", "boolean", "number", "text", "rank", "other"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name of the form is here: the name in conditions, the kind of its values, the repeat that it stands in."""

    name: str
    kind: Kind
    scope: str = ""


Resolve = Callable[[str], Reference]
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^{}]+?\s*\})|(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?|\.\d+)"""
    r"""|(?P<path>(?:\.\./|/)[\w./-]+)|(?P<word>[A-Za-z_][\w-]*(?:[.:][\w-]+)*)|(?P<sign>!=|<=|>=|[=<>+*,()|.-]))""",
)
_LEVELS: Final[tuple[dict[str, str], ...]] = (
    {"or": "or"},
    {"and": "and"},
    {"=": "equal", "!=": "notequal"},
    {"<": "less", ">": "greater", "<=": "lessorequal", ">=": "greaterorequal"},
    {"+": "plus", "-": "minus"},
    {"*": "mul", "div": "div", "mod": "mod"},
)
_COMPARED: Final = 2
_FUNCTIONS: Final = {
    "if": ("iif", 3), "int": ("trunc", 1), "round": ("round", 0), "sum": ("sum", 0), "min": ("min", 0),
    "max": ("max", 0), "today": ("today", 0), "now": ("currentDate", 0),
}  # fmt: skip


def parse_xpath(
    text: str, resolve: Resolve, own: Reference | None = None, columns: Mapping[str, Literal] | None = None
) -> Node:
    """Parse a condition; `.` is the question itself, a word may be a column of the list of choices.

    Raise Unsayable with a sentence where it has no counterpart.
    """
    if len(text) > LONGEST:
        raise Unsayable("It is too long.")
    parser = _Parser(_tokens(text), resolve, own, columns or {})
    node = parser.level(0)
    if parser.at < len(parser.tokens):
        raise Unsayable(f"It cannot be read from “{parser.tokens[parser.at][1][:30]}” on.")
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unsayable(f"It cannot be read from “{text[at : at + 30].strip()}” on.")
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


class _Parser:
    def __init__(
        self,
        tokens: list[tuple[str, str]],
        resolve: Resolve,
        own: Reference | None,
        columns: Mapping[str, Literal],
    ) -> None:
        self.columns = columns
        self.tokens = tokens
        self.resolve = resolve
        self.own = own
        self.at = 0
        self.depth = 0
        self.kinds: dict[str, Kind] = {}

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise Unsayable("It breaks off.")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.take()[1] != sign:
            raise Unsayable(f"A “{sign}” is missing in it.")

    def level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.unary()
        head = self.level(level + 1)
        tail: list[tuple[str, Node]] = []
        while self.peek() in _LEVELS[level]:
            operator = _LEVELS[level][self.take()[1]]
            tail.append((operator, self.level(level + 1)))
        if not tail:
            return head
        if level == _COMPARED and len(tail) == 1:
            return self.equality(head, *tail[0])
        return Chain(head, tuple(tail))

    def equality(self, left: Node, operator: str, right: Node) -> Node:
        """A comparison, in which to be like nothing is to be empty and truth values are no texts."""
        if isinstance(left, Literal) and isinstance(right, Name):
            left, right = right, left
        if isinstance(left, Name) and content_of(right) == "":
            return Unary("empty" if operator == "equal" else "notempty", left)
        kind = self.kinds.get(left.text) if isinstance(left, Name) else None
        if kind in {"many", "rank"} and isinstance(right, Literal):
            raise Unsayable("It compares all choices at once; use selected().")
        if kind == "boolean" and content_of(right) in {"true", "false"}:
            right = TRUE if content_of(right) == "true" else FALSE
        return Chain(left, ((operator, right),))

    def unary(self) -> Node:
        if self.peek() == "-":
            self.take()
            operand = self.unary()
            if isinstance(operand, Literal) and isinstance(operand.value, float):
                return Literal(-operand.value)
            return Chain(Literal(0.0), (("minus", operand),))
        return self.primary()

    def primary(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsayable("It is nested too deeply.")
        kind, text = self.take()
        node = self.read(kind, text)
        self.depth -= 1
        return node

    def read(self, kind: str, text: str) -> Node:  # noqa: PLR0911 - One for each kind of token.
        if text == "(":
            inner = self.level(0)
            self.expect(")")
            return inner
        if kind == "number":
            return Literal(float(text))
        if kind == "text":
            return quoted(text[1:-1])
        if kind == "name":
            return self.named(text[2:-1].strip())
        if kind == "path":
            return self.named(text.rpartition("/")[2])
        if text == "." and self.own:
            return self.reading(self.own)
        if kind == "word" and self.peek() == "(":
            return self.call(text)
        if kind == "word" and text in self.columns:
            return self.columns[text]
        raise Unsayable(f"It holds “{text[:30]}”, which has no counterpart here.")

    def named(self, name: str) -> Node:
        return self.reading(self.resolve(name))

    def reading(self, found: Reference) -> Node:
        self.kinds[found.name] = found.kind
        return Name(found.name, raw=False)

    def call(self, function: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while self.peek() != ")":
            if arguments:
                self.expect(",")
            arguments.append(self.level(0))
        self.take()
        return self.called(function, arguments)

    def called(self, function: str, arguments: list[Node]) -> Node:  # noqa: C901, PLR0911 - One for each function.
        match function, arguments:
            case ("true", []):
                return TRUE
            case ("false", []):
                return FALSE
            case ("not", [one]):
                return Unary("negate", one) if not isinstance(one, Literal) else negation(one)
            case (("selected" | "jr:selected"), [Name() as asked, Literal() as value]):
                return self.selected(asked, value)
            case ("count-selected", [Name(text=text)]) if self.kinds.get(text) in {"many", "rank"}:
                return Name(f"{text}.length", raw=False)
            case ("coalesce", [Name() as first, second]):
                return Call("iif", (Unary("notempty", first), first, second))
            case ("contains", [Name() as asked, Literal() as value]):
                return Chain(asked, (("contains", value),))
            case ("pow", [base, power]):
                return Chain(base, (("power", power),))
            case (("number" | "string" | "date" | "boolean"), [one]):
                return one
            case _ if function in _FUNCTIONS:
                name, count = _FUNCTIONS[function]
                if not count or len(arguments) == count:
                    return Call(name, tuple(arguments))
        raise Unsayable(f"It uses {function[:40]}() in a way that has no counterpart here.")

    def selected(self, asked: Name, value: Literal) -> Node:
        if self.kinds.get(asked.text) in {"many", "rank"}:
            return Chain(asked, (("contains", value),))
        return self.equality(asked, "equal", value)
