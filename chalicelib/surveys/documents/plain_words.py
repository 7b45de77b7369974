"""Conditions said in plain words, as a paper form needs them: "you chose “Yes” in question 3"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from chalicelib.surveys.engine import grammar
from chalicelib.surveys.engine.grammar import Call, Chain, Items, Literal, Name, Node, Unary
from chalicelib.surveys.imports.unparsing import content_of, negation

_ENGLISH: Final = {
    "only if": "Answer only if {}.",
    "choice if": "only if {}",
    "chose": "you chose “{value}” in {asked}",
    "not chose": "you did not choose “{value}” in {asked}",
    "is": "{asked} is “{value}”",
    "not is": "{asked} is not “{value}”",
    "answered": "you answered {asked}",
    "not answered": "you did not answer {asked}",
    "more": "{left} is more than {right}",
    "less": "{left} is less than {right}",
    "at least": "{left} is at least {right}",
    "at most": "{left} is at most {right}",
    "equal": "{left} is {right}",
    "not equal": "{left} is not {right}",
    "mentions": "your answer to {asked} mentions “{value}”",
    "not": "it is not so that {}",
    "holds": "{} holds",
    "and": "and",
    "or": "or",
    "question": "question {}",
    "row": "“{row}” of {asked}",
    "place": "place {place} in {asked}",
    "answer": "your answer to {}",
    "count": "the number of your choices in {}",
    "value": "“{}”",
    "today": "today",
    "function": "{function} of {arguments}",
    "yes": "Yes",
    "no": "No",
}
_SPANISH: Final[dict[str, str]] = {
    "only if": "Responda solo si {}.",
    "choice if": "solo si {}",
    "chose": "eligió «{value}» en {asked}",
    "not chose": "no eligió «{value}» en {asked}",
    "is": "{asked} es «{value}»",
    "not is": "{asked} no es «{value}»",
    "answered": "respondió {asked}",
    "not answered": "no respondió {asked}",
    "more": "{left} es más de {right}",
    "less": "{left} es menos de {right}",
    "at least": "{left} es al menos {right}",
    "at most": "{left} es como máximo {right}",
    "equal": "{left} es {right}",
    "not equal": "{left} no es {right}",
    "mentions": "su respuesta a {asked} menciona «{value}»",
    "not": "no es cierto que {}",
    "holds": "se cumple {}",
    "and": "y",
    "or": "o",
    "question": "la pregunta {}",
    "row": "«{row}» de {asked}",
    "place": "el lugar {place} de {asked}",
    "answer": "su respuesta a {}",
    "count": "el número de opciones elegidas en {}",
    "value": "«{}»",
    "today": "hoy",
    "function": "{function} de {arguments}",
    "yes": "Sí",
    "no": "No",
}
_LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {"en": _ENGLISH, "es": _SPANISH}
_ORDERS: Final = {"greater": "more", "less": "less", "greaterorequal": "at least", "lessorequal": "at most"}
_ARITHMETIC: Final = {"plus": "+", "minus": "-", "mul": "*", "div": "/", "mod": "mod", "power": "^"}
_CHOSEN: Final = frozenset(
    {"radiogroup", "dropdown", "checkbox", "tagbox", "boolean", "imagepicker", "matrix", "ranking"}
)
_PLACED = re.compile(r"(.+)\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as people know it: its number, its type, the texts of its choices and rows by their values."""

    label: str
    kind: str
    choices: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """Says conditions in one language; what has no words in it is said in English."""

    language: str
    known: Mapping[str, Spoken]

    def word(self, key: str) -> str:
        return _LANGUAGES.get(self.language, _ENGLISH)[key]

    def only_if(self, *expressions: object) -> str:
        """A sentence for the conditions under which something is answered; empty where there are none."""
        said = [self._said(str(one)) for one in expressions if one]
        return self.word("only if").format(f" {self.word('and')} ".join(said)) if said else ""

    def choice_if(self, expression: object) -> str:
        return self.word("choice if").format(self._said(str(expression))) if expression else ""

    def _said(self, expression: str) -> str:
        try:
            return self._condition(grammar.parse(expression), is_inner=False)
        except grammar.Unparsable:
            return self.word("holds").format(expression)

    def _condition(self, node: Node, *, is_inner: bool) -> str:
        match node:
            case Chain(tail=((("and" | "or") as sign, _), *_)):
                parts = [node.head, *(part for _, part in node.tail)]
                text = f" {self.word(sign)} ".join(self._condition(part, is_inner=True) for part in parts)
                return f"({text})" if is_inner else text
            case Unary(operator="negate", operand=operand):
                return self._negated(operand)
            case Unary(operator=operator, operand=operand):
                key = "answered" if operator == "notempty" else "not answered"
                return self.word(key).format(asked=self._asked(operand))
            case Chain(head=head, tail=((sign, right),)) if sign not in _ARITHMETIC:
                return self._comparison(head, sign, right)
            case _:
                return self.word("holds").format(self._operand(node))

    def _negated(self, node: Node) -> str:
        match node:
            case Chain(head=head, tail=(("contains", right),)):
                return self._comparison(head, "notcontains", right)
            case Chain(head=head, tail=(("equal", right),)):
                return self._comparison(head, "notequal", right)
            case Unary():
                return self._condition(negation(node), is_inner=True)
        return self.word("not").format(self._condition(node, is_inner=True))

    def _comparison(self, left: Node, sign: str, right: Node) -> str:
        if sign in _ORDERS:
            return self.word(_ORDERS[sign]).format(left=self._operand(left), right=self._operand(right))
        if sign in {"anyof", "noneof", "allof"}:
            values = list(right.values) if isinstance(right, Items) else [right]
            one = "notcontains" if sign == "noneof" else "contains"
            joint = self.word("or" if sign == "anyof" else "and")
            text = f" {joint} ".join(self._comparison(left, one, value) for value in values)
            return f"({text})" if len(values) > 1 else text
        negative = "not " if sign in {"notequal", "notcontains"} else ""
        value = content_of(right)
        if value is None or not isinstance(left, Name):
            key = f"{negative}equal"
            return self.word(key).format(left=self._operand(left), right=self._operand(right))
        found, row = self._find(left.text)
        if found is None or found.kind not in _CHOSEN:
            if sign == "contains":
                return self.word("mentions").format(asked=self._asked(left), value=_text(value))
            return self.word(f"{negative}is").format(asked=self._operand(left), value=_text(value))
        said = found.choices.get(_text(value).lower(), _text(value))
        return self.word(f"{negative}chose").format(value=said, asked=self._label(found, row))

    def _find(self, name: str) -> tuple[Spoken | None, str]:
        """The question behind a name, and the row of it."""
        key = name.lower().removeprefix("panel.")
        if key in self.known:
            return self.known[key], ""
        placed = _PLACED.fullmatch(key)
        if placed and placed[1] in self.known:
            ranked = self.known[placed[1]]
            label = self.word("place").format(place=int(placed[2]) + 1, asked=ranked.label)
            return replace(ranked, label=label), ""
        root, _, row = key.partition(".")
        found = self.known.get(root)
        return (found, found.rows.get(row, row)) if found and row != "length" else (None, "")

    def _label(self, found: Spoken, row: str) -> str:
        return self.word("row").format(row=row, asked=found.label) if row else found.label

    def _asked(self, node: Node) -> str:
        if isinstance(node, Name):
            found, row = self._find(node.text)
            return self._label(found, row) if found else self.word("value").format(node.text)
        return self._operand(node)

    def _operand(self, node: Node) -> str:  # noqa: PLR0911 - One for each kind of node.
        match node:
            case Name(text=text) if text.endswith(".length"):
                return self.word("count").format(self._asked(Name(text.removesuffix(".length"), raw=False)))
            case Name(text=text):
                found, _ = self._find(text)
                return self.word("answer").format(self._asked(node)) if found else self.word("value").format(text)
            case Literal():
                return _text(content_of(node))
            case Call(function="today" | "currentDate"):
                return self.word("today")
            case Call(function=function, arguments=arguments):
                said = ", ".join(map(self._operand, arguments))
                return self.word("function").format(function=function, arguments=said)
            case Chain(head=head, tail=tail):
                steps = [f"{_ARITHMETIC.get(sign, sign)} {self._operand(part)}" for sign, part in tail]
                return " ".join([self._operand(head), *steps])
            case _:
                return self._condition(node, is_inner=True)


def _text(value: str | float | bool | None) -> str:  # noqa: FBT001 - A value of the language.
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
