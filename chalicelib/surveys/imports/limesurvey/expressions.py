"""Conditions of the source (ExpressionScript) as parsed conditions of ours."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chalicelib.surveys.engine.grammar import Call, Chain, Literal, Name, Node, Unary
from chalicelib.surveys.imports.unparsing import TRUE, Unsayable, content_of, negation, quoted

LONGEST: Final = 8_000
DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable of the source is here: a name in conditions, or one option of a question of several."""

    name: str
    option: str = ""


Resolve = Callable[[str], Variable]
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?![\dX]))|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<word>(?:\d+X\d+X\d+|[A-Za-z_])[\w#]*(?:\.[A-Za-z_]+)*)"""
    r"""|(?P<sign>==|!=|<=|>=|&&|\|\||[=<>!+*/(),-]))""",
)
_LEVELS: Final[tuple[dict[str, str], ...]] = (
    {"||": "or", "or": "or"},
    {"&&": "and", "and": "and"},
    {
        "==": "equal", "eq": "equal", "!=": "notequal", "ne": "notequal", "<": "less", "lt": "less", ">": "greater",
        "gt": "greater", "<=": "lessorequal", "le": "lessorequal", ">=": "greaterorequal", "ge": "greaterorequal",
    },
    {"+": "plus", "-": "minus"},
    {"*": "mul", "/": "div"},
)  # fmt: skip
_COMPARED: Final = 2
_FUNCTIONS: Final = {
    "if": ("iif", 3), "sum": ("sum", 0), "min": ("min", 0), "max": ("max", 0), "round": ("round", 0),
    "intval": ("trunc", 1),
}  # fmt: skip
_SUFFIXES: Final = (".NAOK", ".valueNAOK", ".value", ".code")


def parse_script(text: str, resolve: Resolve, own: str = "", counted: Callable[[set[str]], bool] = bool) -> Node:
    """Parse a condition; `self` is the question itself, `counted` tells whether options are all of their question.

    Raise Unsayable with a sentence where it has no counterpart.
    """
    if len(text) > LONGEST:
        raise Unsayable("It is too long.")
    parser = _Parser(_tokens(text), resolve, own, counted)
    node = parser.level(0)
    if parser.at < len(parser.tokens):
        raise Unsayable(f"It cannot be read from “{parser.tokens[parser.at][1][:30]}” on.")
    return as_condition(parser, node)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip().removeprefix("{").removesuffix("}").strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unsayable(f"It cannot be read from “{text[at : at + 30].strip()}” on.")
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


def as_condition(parser: "_Parser", node: Node) -> Node:
    """A value as the source takes it for a condition: what is empty, or 0, does not hold."""
    if isinstance(node, Name):
        return parser.option_of(node) or Unary("notempty", node)
    value = content_of(node)
    return Literal(bool(value)) if isinstance(value, float | str) and not isinstance(value, bool) else node


class _Parser:
    def __init__(
        self,
        tokens: list[tuple[str, str]],
        resolve: Resolve,
        own: str,
        counted: Callable[[set[str]], bool],
    ) -> None:
        self.tokens = tokens
        self.resolve = resolve
        self.own = own
        self.counted = counted
        self.at = 0
        self.depth = 0
        self.options: dict[str, Variable] = {}

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

    def option_of(self, node: Node) -> Node | None:
        """That an option is chosen, where the node is one."""
        option = self.options.get(node.text) if isinstance(node, Name) else None
        return Chain(Name(option.name, raw=False), (("contains", quoted(option.option)),)) if option else None

    def level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.unary()
        head = self.level(level + 1)
        tail: list[tuple[str, Node]] = []
        while self.peek().lower() in _LEVELS[level] and self.tokens[self.at][0] != "text":
            operator = _LEVELS[level][self.take()[1].lower()]
            tail.append((operator, self.level(level + 1)))
        if not tail:
            return head
        if level == _COMPARED and len(tail) == 1:
            return self.comparison(head, *tail[0])
        parts = [head, *(operand for _, operand in tail)]
        if level < _COMPARED:
            parts = [as_condition(self, part) for part in parts]
        elif any(self.option_of(part) for part in parts):
            raise Unsayable("It reckons with a choice of several.")
        return Chain(parts[0], tuple((operator, part) for (operator, _), part in zip(tail, parts[1:], strict=True)))

    def comparison(self, left: Node, operator: str, right: Node) -> Node:
        if isinstance(left, Literal) and isinstance(right, Name) and operator in {"equal", "notequal"}:
            left, right = right, left
        chosen = self.option_of(left)
        if chosen is not None:
            value = content_of(right)
            if value not in {"Y", "", "N"} or operator not in {"equal", "notequal"}:
                raise Unsayable("It asks for more than whether a choice is taken.")
            return chosen if (value == "Y") == (operator == "equal") else negation(chosen)
        if isinstance(left, Name) and content_of(right) == "" and operator in {"equal", "notequal"}:
            return Unary("empty" if operator == "equal" else "notempty", left)
        if self.option_of(right):
            raise Unsayable("It compares with a choice of several.")
        return Chain(left, ((operator, _number(right)),))

    def unary(self) -> Node:
        if self.peek() == "!":
            self.take()
            return negation(as_condition(self, self.unary()))
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

    def read(self, kind: str, text: str) -> Node:
        if text == "(":
            inner = self.level(0)
            self.expect(")")
            return inner
        if kind == "number":
            return Literal(float(text))
        if kind == "text":
            return quoted(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "word" and self.peek() == "(":
            return self.call(text)
        if kind == "word":
            return self.variable(text)
        raise Unsayable(f"It holds “{text[:30]}”, which has no counterpart here.")

    def variable(self, text: str) -> Node:
        name = text
        for suffix in _SUFFIXES:
            name = name.removesuffix(suffix)
        if name in {"self", "this"} and self.own:
            return Name(self.own, raw=False)
        if "." in name:
            raise Unsayable(f"It asks for {name[:60]}, which has no counterpart here.")
        found = self.resolve(name)
        if not found.option:
            return Name(found.name, raw=False)
        known = f"{found.name}\t{found.option}"
        self.options[known] = found
        return Name(known, raw=False)

    def call(self, function: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while self.peek() != ")":
            if arguments:
                self.expect(",")
            arguments.append(self.level(0))
        self.take()
        return self.called(function, arguments)

    def called(self, function: str, arguments: list[Node]) -> Node:
        match function, arguments:
            case (("is_empty" | "empty"), [Name() as asked]):
                chosen = self.option_of(asked)
                return negation(chosen) if chosen else Unary("empty", asked)
            case ("count", [Name(), *_]):
                return self.count(arguments)
            case _ if function in _FUNCTIONS and not any(map(self.option_of, arguments)):
                name, count = _FUNCTIONS[function]
                if not count or len(arguments) == count:
                    return Call(name, tuple(arguments))
        raise Unsayable(f"It uses {function[:40]}() in a way that has no counterpart here.")

    def count(self, arguments: list[Node]) -> Node:
        texts = {argument.text for argument in arguments if isinstance(argument, Name)}
        asked = {self.options[text].name for text in texts if text in self.options}
        if len(asked) == 1 and len(texts) == len(arguments) and self.counted(texts):
            return Name(f"{asked.pop()}.length", raw=False)
        raise Unsayable("It counts answers to other than all choices of one question.")


def _number(node: Node) -> Node:
    return TRUE if content_of(node) is True else node
