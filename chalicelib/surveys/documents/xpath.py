"""Conditions of ours as those of an XLSForm (XPath with `${name}`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.engine.grammar import Call, Chain, Items, Literal, Name, Node, Null, Unary
from chalicelib.surveys.imports.unparsing import Unsayable, content_of

_LEVELS: Final[tuple[dict[str, str], ...]] = (
    {"or": "or"},
    {"and": "and"},
    {"equal": "=", "notequal": "!=", "less": "<", "greater": ">", "lessorequal": "<=", "greaterorequal": ">="},
    {"plus": "+", "minus": "-"},
    {"mul": "*", "div": "div", "mod": "mod"},
)  # fmt: skip
_LEVEL: Final = {name: level for level, names in enumerate(_LEVELS) for name in names}
_SIGNS: Final = {name: sign for names in _LEVELS for name, sign in names.items()}
_FUNCTIONS: Final = {
    "iif": "if", "trunc": "int", "round": "round", "min": "min", "max": "max", "today": "today", "currentDate": "now",
}  # fmt: skip
_MANY: Final = frozenset({"checkbox", "tagbox", "ranking"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the form knows it: its name there, its type here, and the values that are written otherwise."""

    name: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Speaker:
    """Writes conditions; notes what comes back in other words when the form is imported again."""

    known: Mapping[str, Asked]
    own: str = ""
    notes: list[str] = field(default_factory=list)

    def write(self, node: Node) -> str:
        """The condition as XPath; raise Unsayable with a sentence where a form cannot say it."""
        return self._written(node, 0)

    def _written(self, node: Node, level: int) -> str:  # noqa: C901, PLR0911 - One for each kind of node.
        match node:
            case Chain(head=head, tail=((("contains" | "notcontains" | "anyof" | "allof" | "noneof"), _), *_)):
                return self._set(head, *node.tail[0])
            case Chain(head=base, tail=(("power", power),)):
                return f"pow({self._written(base, 0)}, {self._written(power, 0)})"
            case Chain(head=head, tail=tail) if tail[0][0] in _LEVEL:
                return self._chain(head, tail, level)
            case Unary(operator="negate", operand=operand):
                return f"not({self._written(operand, 0)})"
            case Unary(operator=operator, operand=operand):
                text = f"{self._written(operand, len(_LEVELS))} {'=' if operator == 'empty' else '!='} ''"
                return text if level <= _LEVEL["equal"] else f"({text})"
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)
            case Name(text=text):
                return self._name(text)
            case Literal(value=str() as text) if text and not text.startswith("'"):
                self.notes.append("A word comes back in quotes.")
                return _quoted(text)
            case Literal():
                return _constant(node)
            case Items() | Null() | Chain():
                raise Unsayable("It compares lists, which a form cannot.")
        raise Unsayable("It cannot be said in a form.")

    def _chain(self, head: Node, tail: tuple[tuple[str, Node], ...], level: int) -> str:
        own = _LEVEL[tail[0][0]]
        values = self._values_of(head)
        parts = [self._written(head, own + 1)]
        for operator, operand in tail:
            parts += [_SIGNS[operator], self._operand(operand, values, own + 1, self._kind_of(head))]
        text = " ".join(parts)
        return text if own >= level else f"({text})"

    def _operand(self, operand: Node, values: Mapping[str, str], level: int, kind: str) -> str:
        value = content_of(operand)
        if isinstance(value, bool):
            return f"'{str(value).lower()}'" if kind == "boolean" else f"{str(value).lower()}()"
        if isinstance(value, str) and value in values:
            return _quoted(values[value])
        return self._written(operand, level)

    def _asked(self, node: Node) -> Asked | None:
        return self.known.get(node.text.lower()) if isinstance(node, Name) else None

    def _values_of(self, node: Node) -> Mapping[str, str]:
        found = self._asked(node)
        return found.values if found else {}

    def _kind_of(self, node: Node) -> str:
        found = self._asked(node)
        return found.kind if found else ""

    def _set(self, head: Node, operator: str, right: Node) -> str:
        """Whether an answer holds one or several values."""
        if self._kind_of(head) not in _MANY:
            if operator != "contains" or not isinstance(right, Literal):
                raise Unsayable("It compares lists, which a form cannot.")
            return f"contains({self._written(head, 0)}, {self._written(right, 0)})"
        values = list(right.values) if isinstance(right, Items) else [right]
        asked, held = self._written(head, 0), self._values_of(head)
        said = [f"selected({asked}, {_as_text(value, held)})" for value in values]
        if operator == "contains" and len(said) == 1:
            return said[0]
        self.notes.append("It is said choice by choice.")
        joined = (" or " if operator in {"anyof", "noneof", "notcontains"} else " and ").join(said)
        return f"not({joined})" if operator in {"noneof", "notcontains"} else f"({joined})"

    def _call(self, function: str, arguments: tuple[Node, ...]) -> str:
        said = [self._written(part, 0) for part in arguments]
        if function == "sum" and len(said) > 1:
            self.notes.append("The sum is written as an addition.")
            return "(" + " + ".join(f"coalesce({part}, 0)" for part in said) + ")"
        if function not in _FUNCTIONS:
            raise Unsayable(f"A form has no function {function}().")
        return f"{_FUNCTIONS[function]}({', '.join(said)})"

    def _name(self, text: str) -> str:
        if text.lower() == self.own.lower():
            return "."
        found = self.known.get(text.lower())
        if found is not None:
            return f"${{{found.name}}}"
        holder = self.known.get(text.lower().removesuffix(".length"))
        if text.endswith(".length") and holder is not None and holder.kind in _MANY:
            asked = "." if text.lower() == f"{self.own.lower()}.length" else f"${{{holder.name}}}"
            return f"count-selected({asked})"
        raise Unsayable(f"It asks about {text[:60]}, which the form does not hold in this way.")


def _as_text(node: Node, values: Mapping[str, str]) -> str:
    value = content_of(node)
    if value is None:
        raise Unsayable("It compares with what another question holds, which a form cannot.")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return _quoted(values.get(text, text))


def _constant(node: Literal) -> str:
    value = content_of(node)
    if isinstance(value, bool):
        return f"{str(value).lower()}()"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() else repr(value)
    return _quoted(str(value))


def _quoted(text: str) -> str:
    if "'" in text and '"' in text:
        raise Unsayable("A text in it holds both kinds of quotes.")
    return f'"{text}"' if "'" in text else f"'{text}'"
