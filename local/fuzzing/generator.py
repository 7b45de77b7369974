"""Random definitions inside the profile, and random answers to them: honest ones, and some of the wrong kind.

Left out, each because the library does not work it out of the values alone: defaults and set-value expressions, which
act when an answer changes; triggers, which act on events; choices read from another address; and empty texts in the
cells of a table, which no page sends and the server refuses by shape. Choices and validators inside
repeated panels have no conditions: the library clears a choice that is not offered there, the server refuses it.
"""

# ruff: noqa: PLR2004  The numbers are chances.

from collections.abc import Callable
from random import Random
from typing import Any, Final

from local.fuzzing.conditions import Named, condition, number

Json = dict[str, Any]
WORDS: Final = ("a", "b", "c", "Yes", "no", "12", "")
DATES: Final = ("2026-03-15", "2025-12-31", "2026-01-01")
ODD: Final[tuple[Any, ...]] = ("a", 1, 0, True, "", [], ["a"], {}, "zzz", -3, 2.5, "3")
ODD_SHARE: Final = 0.06
CELLS: Final = ("text", "number", "dropdown", "boolean", "checkbox", "rating", "comment")
SIMPLE: Final = (
    *("text", "number", "date", "email", "comment", "radiogroup", "dropdown", "checkbox", "tagbox", "rating"),
    *("boolean", "ranking", "slider"),
)
NESTED: Final = ("matrix", "matrixdropdown", "matrixdynamic", "paneldynamic", "multipletext")


class Maker:
    """Makes one definition and keeps, for each question, how a random answer to it is made."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.named: list[Named] = []
        self.answers: dict[str, Callable[[], Any]] = {}
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self) -> str:
        self.count += 1
        return f"q{self.count}"

    def case(self) -> tuple[Json, Json]:
        """Give a definition and an answer to it."""
        pages = [self.page(place) for place in range(self.random.choice((1, 1, 2)))]
        definition: Json = {"pages": pages}
        if self.chance(0.3) and self.named:
            value = {"name": "calc", "expression": number(self.random, self.named)}
            definition["calculatedValues"] = [value]
            shown = {"type": "text", "name": self.name(), "visibleIf": f"{{calc}} {self.random.choice('<>=')} 3"}
            pages[-1]["elements"].append(shown)
        return definition, self.answer()

    def page(self, place: int) -> Json:
        page: Json = {"name": f"page{place + 1}"}
        if self.named and self.chance(0.2):
            page["visibleIf"] = condition(self.random, self.named)
        page["elements"] = [self.element(0) for _ in range(self.random.randint(1, 4))]
        return page

    def answer(self) -> Json:
        data = {}
        for name, make in self.answers.items():
            if self.chance(0.75):
                data[name] = self.random.choice(ODD) if self.chance(ODD_SHARE) else make()
        return data

    def element(self, depth: int) -> Json:
        if depth < 2 and self.chance(0.15):
            return self.panel(depth)
        if self.named and self.chance(0.12):
            return self.expression()
        if self.chance(0.03):
            return self.conditions({"type": "html", "name": self.name(), "html": "<p>x</p>"}, self.named)
        name = self.name()
        kind = self.random.choice(NESTED if self.chance(0.35) else SIMPLE)
        made, answers, named = self.question(kind, name, self.named)
        self.conditions(made, self.named)
        self.answers[name] = answers
        self.named += named
        return made

    def panel(self, depth: int) -> Json:
        panel: Json = {"type": "panel", "name": self.name()}
        before = list(self.named)
        panel["elements"] = [self.element(depth + 1) for _ in range(self.random.randint(1, 3))]
        if before and self.chance(0.5):
            panel["visibleIf"] = condition(self.random, before)
        return panel

    def expression(self) -> Json:
        name = self.name()
        made = {"type": "expression", "name": name, "expression": number(self.random, self.named)}
        if self.chance(0.2):
            made["visibleIf"] = condition(self.random, self.named)
        self.named.append(Named(name, (0, 1, 2, 5)))
        return made

    def conditions(self, element: Json, named: list[Named]) -> Json:
        """Give an element conditions about what stands before it."""
        if named and self.chance(0.4):
            element["visibleIf"] = condition(self.random, named)
        if element["type"] in {"html", "expression"}:
            return element
        if self.chance(0.25):
            element["isRequired"] = True
        elif named and self.chance(0.3):
            element["requiredIf"] = condition(self.random, named)
        if named and self.chance(0.1):
            element["enableIf"] = condition(self.random, named)
        return element

    def question(self, kind: str, name: str, named: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        """Give a question, how an answer is made, and what of it an expression may name."""
        made: Json = {"type": kind, "name": name}
        if kind in NESTED:
            return getattr(self, kind)(made, named)  # type: ignore[no-any-return]
        likely, answer = self.simple(kind, made, named)
        return made, answer, [Named(name, likely)]

    def simple(  # noqa: PLR0911  One return a type.
        self, kind: str, made: Json, named: list[Named]
    ) -> tuple[tuple[Any, ...], Callable[[], Any]]:
        random = self.random
        if kind in {"text", "comment"}:
            if self.chance(0.2):
                made["maxLength"] = random.randint(1, 3)
            if self.chance(0.2):
                made["validators"] = [self.validator(named)]
            return WORDS, lambda: random.choice(WORDS)
        if kind == "email":
            made |= {"type": "text", "inputType": "email"}
            return ("a@b.org", "x"), lambda: random.choice(("a@b.org", "x@y.edu", "x"))
        if kind == "number":
            made |= {"type": "text", "inputType": "number"} | ({"min": 0, "max": 9} if self.chance(0.4) else {})
            return (0, 1, 2, 5), lambda: random.choice((0, 1, 2, 5, 9, 10, -1, 2.5))
        if kind == "date":
            made |= {"type": "text", "inputType": "date"}
            return DATES, lambda: random.choice(DATES)
        if kind == "rating":
            made |= {"rateMax": 5} if self.chance(0.5) else {}
            return (1, 2, 5), lambda: random.randint(1, 5)
        if kind == "boolean":
            return (True, False), lambda: self.chance(0.5)
        if kind == "slider":
            made |= {"max": 10}
            return (0, 5, 10), lambda: random.randint(0, 10)
        return self.choosing(kind, made, named)

    def validator(self, named: list[Named]) -> Json:
        if named and self.chance(0.5):
            return {"type": "expression", "expression": condition(self.random, named)}
        return self.random.choice(
            (
                {"type": "text", "minLength": 2},
                {"type": "regex", "regex": "^[a-z]*$"},
                {"type": "numeric", "minValue": 5},
            )
        ).copy()

    def choosing(self, kind: str, made: Json, named: list[Named]) -> tuple[tuple[Any, ...], Callable[[], Any]]:
        random = self.random
        values: list[Any] = list(random.choice((("a", "b", "c"), (1, 2, 3, 4), ("1", "2", "x"))))
        made["choices"] = [
            {"value": value, "visibleIf": condition(random, named)} if named and self.chance(0.15) else value
            for value in values
        ]
        if kind == "ranking":
            made["choices"] = values
            return tuple(values), lambda: random.sample(values, len(values))
        if self.chance(0.15):
            made["showNoneItem"] = True
        if self.chance(0.15):
            made["showOtherItem"] = True
        if kind not in {"checkbox", "tagbox"}:
            return tuple(values), lambda: random.choice(values)
        if self.chance(0.2):
            made["maxSelectedChoices"] = 2
        return tuple(values), lambda: random.sample(values, random.randint(1, len(values)))

    def matrix(self, made: Json, _: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        made |= {"columns": [1, 2, 3], "rows": ["r1", "r2"]}
        if self.chance(0.3):
            made["eachRowRequired"] = True
        named = [Named(f"{made['name']}.{row}", (1, 2, 3)) for row in made["rows"]]
        return made, lambda: {row: self.random.randint(1, 3) for row in made["rows"] if self.chance(0.7)}, named

    def columns(self, made: Json, named: list[Named]) -> dict[str, Callable[[], Any]]:
        """Give a table its columns, which may look at their own row."""
        made["columns"] = []
        makers = {}
        before: list[Named] = []
        for place in range(self.random.randint(1, 3)):
            name = f"c{place + 1}"
            kind = self.random.choice(CELLS)
            column: Json = {"type": kind, "name": name}
            likely, makers[name] = self.simple(kind, column, before or named)
            if kind in {"text", "comment"}:
                makers[name] = lambda: self.random.choice(WORDS[:-1])
            if before and self.chance(0.3):
                column["visibleIf"] = condition(self.random, before)
            if self.chance(0.2):
                column["isRequired"] = True
            made["columns"].append({"cellType": column.pop("type"), **column})
            before.append(Named(f"row.{name}", likely))
        return makers

    def matrixdropdown(self, made: Json, named: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        made["rows"] = ["r1", "r2"]
        makers = self.columns(made, named)
        paths = [Named(f"{made['name']}.r1.c1")]
        return made, lambda: {row: self.record(makers) for row in made["rows"] if self.chance(0.8)}, paths

    def matrixdynamic(self, made: Json, named: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        makers = self.columns(made, named)
        made |= {"rowCount": self.random.randint(0, 2)}
        return made, lambda: self.records(makers), self.listed(made["name"], "c1")

    def paneldynamic(self, made: Json, _: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        made["templateElements"] = []
        makers = {}
        before: list[Named] = []
        for place in range(self.random.randint(1, 3)):
            kind = self.random.choice(SIMPLE)
            inner: Json = {"type": kind, "name": f"t{place + 1}"}
            likely, makers[inner["name"]] = self.simple(kind, inner, [])
            made["templateElements"].append(self.conditions(inner, before))
            before.append(Named(f"panel.t{place + 1}", likely))
        return made, lambda: self.records(makers), self.listed(made["name"], "t1")

    def listed(self, name: str, column: str) -> list[Named]:
        return [Named(f"{name}[0].{column}"), Named(name, rows=column), Named(f"{name}.length", (0, 1, 2))]

    def record(self, makers: dict[str, Callable[[], Any]]) -> Json:
        return {name: make() for name, make in makers.items() if self.chance(0.75)}

    def records(self, makers: dict[str, Callable[[], Any]]) -> list[Json]:
        return [self.record(makers) for _ in range(self.random.randint(1, 3))]

    def multipletext(self, made: Json, _: list[Named]) -> tuple[Json, Callable[[], Any], list[Named]]:
        made["items"] = [{"name": "i1"}, {"name": "i2", "isRequired": self.chance(0.3)}]
        makers = {name: (lambda: self.random.choice(WORDS[:-1])) for name in ("i1", "i2")}
        return made, lambda: self.record(makers), [Named(f"{made['name']}.i1", WORDS)]
