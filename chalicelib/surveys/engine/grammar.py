"""The grammar of conditions: a packrat parser from text to a small tree.

Ordered choice and a memory of every rule at every place keep the parse linear, whatever the text; the rules, and
what they tolerate (a missing closing bracket, for one), are those of the form library in the browser.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DEEPEST: Final = 60
LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class Null:
    """The word null or undefined."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; a quoted text keeps single quotes around it."""

    value: str | float | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A {name}; `raw` when {#name} asks for the value as it is."""

    text: str
    raw: bool


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence, taken from left to right."""

    head: "Node"
    tail: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Items:
    values: tuple["Node", ...]


Node = Null | Literal | Name | Call | Unary | Chain | Items


class Unparsable(ValueError):
    """The text is no expression; the sentence says why."""


_BLANK = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"[a-zA-Z_]+(?:[0-9]+[a-zA-Z_]*)*")
_NUMBER = re.compile(r"-?(?:[0-9]+\.[0-9]+|[1-9][0-9]*|0)")
_HEX = re.compile(r"0x[0-9]+")
_LOGIC = re.compile(r"true|false", re.IGNORECASE)
_NULL = re.compile(r"undefined|null")
_NAME = re.compile(r"\{([^{}]+)\}")
_QUOTED = re.compile(r"""'((?:\\'|\\"|[^"'])+)'|"((?:\\'|\\"|[^"'])+)\"""")
_NEGATE = re.compile(r"!|negate", re.IGNORECASE)
_POSTFIX = re.compile(r"(empty)|(notempty)", re.IGNORECASE)

# Each level lists its operators in the order in which they are tried; a group's name is the operator's.
_LEVELS: Final = (
    re.compile(r"(?P<or>\|\||or)", re.IGNORECASE),
    re.compile(r"(?P<and>&&|and)", re.IGNORECASE),
    re.compile(
        r"(?P<lessorequal><=|lessorequal)|(?P<greaterorequal>>=|greaterorequal)|(?P<equal>==|equal|=)"
        r"|(?P<notequal>!=|notequal)|(?P<less><|less)|(?P<greater>>|greater)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<plus>\+)|(?P<minus>-)"),
    re.compile(r"(?P<mul>\*)|(?P<div>/)|(?P<mod>%)"),
    re.compile(r"(?P<power>\^|power)", re.IGNORECASE),
    re.compile(
        r"(?P<contains>\*=|contains|contain)|(?P<notcontains>notcontains|notcontain)"
        r"|(?P<anyof>anyof)|(?P<allof>allof)|(?P<noneof>noneof)",
        re.IGNORECASE,
    ),
)
_SETS = len(_LEVELS) - 1
_SPELLINGS = (("=>", ">="), ("=<", "<="), ("<>", "!="), ("equals", "equal "))


def parse(text: str) -> Node:
    """Parse an expression; raises Unparsable for what is none, too long or too deep."""
    if len(text) > LONGEST:
        raise Unparsable(f"It is longer than {LONGEST} characters.")
    for written, meant in _SPELLINGS:
        text = text.replace(written, meant)
    node = _Parser(text).whole()
    if node is None or isinstance(node, Null):
        raise Unparsable("It is not a complete expression.")
    return node


_Parsed = tuple[Node, int] | None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.seen: dict[tuple[int, int], _Parsed] = {}

    def whole(self) -> Node | None:
        parsed = self.expression(0)
        return parsed[0] if parsed and parsed[1] == len(self.text) else None

    def blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def expression(self, at: int) -> _Parsed:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unparsable(f"It is nested more than {DEEPEST} deep.")
        parsed = self.level(0, self.blank(at))
        self.depth -= 1
        return (parsed[0], self.blank(parsed[1])) if parsed else None

    def level(self, level: int, at: int) -> _Parsed:
        if level == len(_LEVELS):
            return self.factor(at)
        key = (level, at)
        if key not in self.seen:
            self.seen[key] = self.chain(level, at)
        return self.seen[key]

    def chain(self, level: int, at: int) -> _Parsed:
        head = self.level(level + 1, at)
        if head is None:
            return None
        node, at = head
        tail = []
        while step := self.step(level, at):
            operator, operand, at = step
            tail.append((operator, operand))
        return (Chain(node, tuple(tail)) if tail else node), at

    def step(self, level: int, at: int) -> tuple[str, Node, int] | None:
        found = _LEVELS[level].match(self.text, self.blank(at))
        if found is None or found.lastgroup is None:
            return None
        after = self.blank(found.end())
        operand = self.level(level + 1, after)
        if operand:
            return found.lastgroup, *operand
        # A set operator may stand without its right side, which then is null.
        return (found.lastgroup, Null(), after) if level == _SETS else None

    def factor(self, at: int) -> _Parsed:
        key = (len(_LEVELS), at)
        if key not in self.seen:
            self.depth += 1
            if self.depth > DEEPEST:
                raise Unparsable(f"It is nested more than {DEEPEST} deep.")
            self.seen[key] = self.bracket(at) or self.call(at) or self.unary(at) or self.atom(at) or self.array(at)
            self.depth -= 1
        return self.seen[key]

    def bracket(self, at: int) -> _Parsed:
        if not self.text.startswith("(", at):
            return None
        inner = self.expression(self.blank(at + 1))
        return (inner[0], self.closed(inner[1])) if inner else None

    def closed(self, at: int) -> int:
        return at + 1 if self.text.startswith(")", at) else at

    def call(self, at: int) -> _Parsed:
        word = _WORD.match(self.text, at)
        if word is None or not self.text.startswith("(", word.end()):
            return None
        arguments, after = self.sequence(word.end() + 1)
        return Call(word[0], arguments), self.closed(after)

    def sequence(self, at: int) -> tuple[tuple[Node, ...], int]:
        first = self.expression(at)
        values = [first[0]] if first else []
        at = first[1] if first else at
        while following := self.following(at):
            values.append(following[0])
            at = following[1]
        # The library's own reading: with nothing or null in the first place, the rest is dropped.
        is_void = not first or isinstance(first[0], Null)
        return (() if is_void else tuple(values)), at

    def following(self, at: int) -> _Parsed:
        comma = self.blank(at)
        return self.expression(self.blank(comma + 1)) if self.text.startswith(",", comma) else None

    def array(self, at: int) -> _Parsed:
        if not self.text.startswith("[", at):
            return None
        values, after = self.sequence(at + 1)
        return (Items(values), after + 1) if self.text.startswith("]", after) else None

    def unary(self, at: int) -> _Parsed:
        sign = _NEGATE.match(self.text, at)
        if sign:
            operand = self.factor(self.blank(sign.end()))
            if operand:
                return Unary("negate", operand[0]), operand[1]
        return self.postfix(at)

    def postfix(self, at: int) -> _Parsed:
        atom = self.atom(at)
        found = _POSTFIX.match(self.text, self.blank(atom[1])) if atom else None
        if atom is None or found is None:
            return None
        return Unary(found[0].lower(), atom[0]), found.end()

    def atom(self, at: int) -> _Parsed:
        at = self.blank(at)
        found = _NULL.match(self.text, at)
        if found:
            return Null(), found.end()
        return self.constant(at) or self.name(at)

    def constant(self, at: int) -> _Parsed:
        for pattern, read in _CONSTANTS:
            found = pattern.match(self.text, at)
            if found:
                return Literal(read(found[0])), found.end()
        if self.text.startswith(("''", '""'), at):
            return Literal(""), at + 2
        found = _QUOTED.match(self.text, at)
        return (Literal(f"'{_unescape(found[1] or found[2])}'"), found.end()) if found else None

    def name(self, at: int) -> _Parsed:
        found = _NAME.match(self.text, at)
        if found is None:
            return None
        name = found[1]
        is_raw = len(name) > 1 and name.startswith("#")
        return Name(name[1:] if is_raw else name, is_raw), found.end()


def _unescape(text: str) -> str:
    return text.replace("\\'", "'").replace('\\"', '"')


def _float(text: str) -> float:
    number = float(text)
    return -0.0 if text.startswith("-") and number == 0 else number


_CONSTANTS = (
    (_LOGIC, lambda text: text.lower() == "true"),
    (_HEX, lambda text: float(int(text, 16)) if len(text) < 250 else math.inf),  # noqa: PLR2004
    (_NUMBER, _float),
    (_WORD, str),
)


def children(node: Node) -> Iterator[Node]:
    """Give the parts directly below a node."""
    match node:
        case Call(arguments=parts) | Items(values=parts):
            yield from parts
        case Unary(operand=operand):
            yield operand
        case Chain(head=head, tail=tail):
            yield head
            yield from (operand for _, operand in tail)
        case _:
            return


def walk(node: Node) -> Iterator[Node]:
    """Give a node and everything below it, the outer before the inner."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(list(children(node))))
