"""The gate of the district profile: a definition is compiled into a `Questionnaire`, or refused with every problem."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Problems, Scope
from chalicelib.surveys.engine.elements import COMMENT, Calculated, Container, Item, Questionnaire
from chalicelib.surveys.engine.functions import CLOCK_FUNCTIONS
from chalicelib.surveys.engine.items import compile_item
from chalicelib.surveys.engine.names import Names, walk_elements
from chalicelib.surveys.engine.values import Value

LONGEST_OTHER: Final = 1_000
UTC_NAME: Final = "UTC"


def compile_questionnaire(definition: Value) -> Questionnaire:
    """Compile a definition; raises Invalid whose fields name every problem by path and how to mend it."""
    problems = Problems()
    if not isinstance(definition, Mapping):
        raise Invalid("A survey's definition is a JSON object.", {"definition": "Give a JSON object."})
    size = profile.size_of(definition, profile.DEEPEST_DEFINITION)
    if size is None or size > profile.LARGEST_DEFINITION:
        raise Invalid("The definition is too large or nested too deeply.", {"definition": "Split the survey."})
    compiled = _Compiler(dict(definition), problems).questionnaire()
    if problems:
        raise Invalid("The survey's definition has problems.", problems)
    return compiled


class _Compiler:
    def __init__(self, definition: dict[str, Value], problems: Problems) -> None:
        self.definition = definition
        self.problems = problems
        self.names = Names(definition)
        self.items: list[Item] = []
        self.pages: list[Container] = []
        problems.update(self.names.problems)
        self.scope = Scope(self.names, problems)
        self.scope.longest = self.longest_text()

    def questionnaire(self) -> Questionnaire:
        self.problems.table("", self.definition, profile.SURVEY)
        self.count_items()
        self.compile_pages()
        calculated = self.compile_calculated()
        order = self.order()
        places = {name: place for place, name in enumerate(order)}
        computed: list[Item | Calculated] = [*(item for item in self.items if item.kind == "expression"), *calculated]
        computed.sort(key=lambda one: places.get(one.name, 0))
        return Questionnaire(
            definition=self.published(),
            zone=self.problems.zone("timeZone", self.definition.get("timeZone", UTC_NAME)),
            texts=self.problems.texts(self.definition.get("title"), ""),
            pages=tuple(self.pages),
            items=tuple(self.items),
            by_name={item.name: item for item in self.items},
            comments={f"{item.name}{COMMENT}": item for item in self.items if item.has_other or item.has_comment},
            computed=tuple(computed),
            uses_clock=bool(CLOCK_FUNCTIONS & self.scope.functions),
        )

    def published(self) -> dict[str, Value]:
        """Give the definition as the browser must get it, with the settings that the server relies on."""
        published: dict[str, Value] = copy.deepcopy(self.definition)
        published["clearInvisibleValues"] = "onHiddenContainer"
        published["maxTextLength"] = self.longest_text()
        published["maxOthersLength"] = published.get("maxOthersLength") or LONGEST_OTHER
        return published

    def longest_text(self) -> int:
        length = self.definition.get("maxTextLength")
        return length if isinstance(length, int) and length > 0 else profile.LONGEST_COMMENT

    def count_items(self) -> None:
        if sum(1 for _ in walk_elements(self.definition)) > profile.MOST_ITEMS:
            self.problems["pages"] = f"Keep to {profile.MOST_ITEMS} questions, panels and texts."

    def compile_pages(self) -> None:
        if ("pages" in self.definition) == ("elements" in self.definition):
            self.problems["pages"] = "Put the questions in pages."
        if "elements" in self.definition:
            page = Container("page1", None)
            self.pages.append(page)
            self.compile_elements("elements", self.definition["elements"], page)
        for place, page in enumerate(self.problems.list("pages", self.definition.get("pages", []))):
            self.compile_page(f"pages[{place}]", page, place)

    def compile_page(self, path: str, page: Value, place: int) -> None:
        if not self.problems.table(path, page, profile.PAGE):
            return
        owner = f"\t{path}"
        with self.scope.within(owner):
            container = self.container(path, {"name": f"page{place + 1}", **page}, None)
        self.pages.append(container)
        with self.scope.inside(owner):
            self.compile_elements(f"{path}.elements", page.get("elements", []), container)

    def container(self, path: str, block: Mapping[str, Value], parent: Container | None) -> Container:
        return Container(
            name=str(block.get("name", "")),
            parent=parent,
            visible=block.get("visible", True) is not False,
            visible_if=self.scope.condition(f"{path}.visibleIf", block),
            enable_if=self.scope.condition(f"{path}.enableIf", block),
            required_if=self.scope.condition(f"{path}.requiredIf", block),
            is_required=block.get("isRequired") is True,
        )

    def compile_elements(self, path: str, elements: Value, container: Container) -> None:
        for place, element in enumerate(self.problems.list(path, elements)):
            self.compile_element(f"{path}[{place}]", element, container)

    def compile_element(self, path: str, element: Value, container: Container) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        table = profile.TYPES.get(kind) if isinstance(kind, str) else None
        if table is None:
            self.problems[f"{path}.type"] = "Choose one of: " + ", ".join(sorted(profile.TYPES)) + "."
            return
        self.problems.table(path, element, table)
        self.problems.require(path, element, "name")
        if kind == "panel":
            with self.scope.within(owner := f"\t{path}"):
                panel = self.container(path, element, container)
            with self.scope.inside(owner):
                self.compile_elements(f"{path}.elements", element.get("elements", []), panel)
            return
        with self.scope.within(str(element.get("name"))):
            item = compile_item(path, element, self.scope)
        self.items.append(replace(item, container=container))

    def compile_calculated(self) -> list[Calculated]:
        found = []
        for place, value in enumerate(
            self.problems.list("calculatedValues", self.definition.get("calculatedValues", []))
        ):
            path = f"calculatedValues[{place}]"
            if not self.problems.table(path, value, profile.CALCULATED):
                continue
            self.problems.require(path, value, "name", "expression")
            with self.scope.within(str(value.get("name"))):
                run = self.scope.expression(f"{path}.expression", value)
            if run:
                found.append(Calculated(str(value.get("name")), run, value.get("includeIntoResult") is True))
        return found

    def order(self) -> list[str]:
        """Order the names so that each comes after what it depends on; a cycle is a problem."""
        try:
            return list(TopologicalSorter(self.scope.graph).static_order())
        except CycleError as error:
            cycle = [str(name).rpartition("\t")[2] for name in reversed(error.args[1])]
            self.problems[self.scope.paths.get(error.args[1][0], "pages")] = (
                "Break the circle: " + " depends on ".join(cycle) + "."
            )
            return []
