"""The gate of the district profile: a definition is compiled into a `Questionnaire`, or refused with every problem."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.blocks import Blocks
from chalicelib.surveys.engine.compiling import Problems, Scope
from chalicelib.surveys.engine.elements import (
    COMMENT,
    TOTAL,
    Calculated,
    Computed,
    Container,
    Ending,
    Item,
    Questionnaire,
    Setter,
    options_by_text,
)
from chalicelib.surveys.engine.functions import CLOCK_FUNCTIONS
from chalicelib.surveys.engine.names import SEPARATOR, of_survey, walk_elements
from chalicelib.surveys.engine.options import is_set
from chalicelib.surveys.engine.profile.surveys import TRIGGER_REASONS
from chalicelib.surveys.engine.quotas import compile_quotas
from chalicelib.surveys.engine.scales import compile_scales
from chalicelib.surveys.engine.upgrading import upgraded
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
    compiled = _Compiler(upgraded(definition), problems).questionnaire()
    if problems:
        raise Invalid("The survey's definition has problems.", problems)
    return compiled


class _Compiler:
    def __init__(self, definition: dict[str, Value], problems: Problems) -> None:
        self.definition = definition
        self.problems = problems
        self.names = of_survey(definition)
        self.pages: list[Container] = []
        problems.update(self.names.problems)
        self.scope = Scope(self.names, problems)
        self.scope.longest = self.longest_text()
        self.scope.longest_other = self.longest_other()
        self.scope.stores_others_apart = definition.get("storeOthersAsComment") is not False
        self.blocks = Blocks(self.scope)
        self.endings: list[Ending] = []
        self.setters: dict[str, tuple[Setter, ...]] = {}

    def questionnaire(self) -> Questionnaire:
        self.problems.table("", self.definition, profile.SURVEY)
        self.count_items()
        self.compile_pages()
        calculated = self.compile_calculated()
        self.compile_triggers()
        places = {name: place for place, name in enumerate(self.order())}
        steps = [(self.names.node(one.name), Computed((), calculated=one)) for one in calculated]
        steps += _computed(self.blocks.items, (), "")
        steps.sort(key=lambda step: places.get(step[0], 0))
        items = [self.finished(item) for item in self.blocks.items]
        by_key: dict[str, tuple[Item, ...]] = {}
        for item in items:
            by_key[item.key] = (*by_key.get(item.key, ()), item)
        return Questionnaire(
            definition=self.published(),
            zone=self.problems.zone("timeZone", self.definition.get("timeZone", UTC_NAME)),
            texts=self.problems.texts(self.definition.get("title"), ""),
            pages=tuple(self.pages),
            containers=tuple(self.blocks.containers),
            items=tuple(items),
            by_name={item.name: item for item in items},
            by_key=by_key,
            comments={f"{item.key}{COMMENT}": item for item in items if item.has_other or item.has_comment},
            computed=tuple(computed for _, computed in steps),
            endings=tuple(self.endings),
            setters=self.setters,
            uses_clock=bool(CLOCK_FUNCTIONS & self.scope.functions),
            is_read_only=self.definition.get("mode") == "display" or is_set(self.definition, "readOnly"),
            scales=compile_scales(self.definition, items, self.problems),
            quotas=compile_quotas(self.definition, items, self.scope, self.problems),
        )

    def finished(self, item: Item) -> Item:
        """Add to an item what only the whole survey knows."""
        item = _carrying(item, self.blocks.items)
        return replace(item, is_set_by_survey=True) if item.key in self.setters else item

    def published(self) -> dict[str, Value]:
        """Give the definition as the browser must get it, with the settings that the server relies on."""
        published = dict(self.definition)
        published["clearInvisibleValues"] = "onHiddenContainer"
        published["maxTextLength"] = self.longest_text()
        published["maxOthersLength"] = self.longest_other()
        published.pop("maxCommentLength", None)
        return published

    def longest_text(self) -> int:
        length = self.definition.get("maxTextLength")
        return length if isinstance(length, int) and length > 0 else profile.LONGEST_COMMENT

    def longest_other(self) -> int:
        length = self.definition.get("maxOthersLength") or self.definition.get("maxCommentLength")
        return length if isinstance(length, int) and length > 0 else LONGEST_OTHER

    def count_items(self) -> None:
        if sum(1 for _ in walk_elements(self.definition)) > profile.MOST_ITEMS:
            self.problems["pages"] = f"Keep to {profile.MOST_ITEMS} questions, panels and texts."

    def compile_pages(self) -> None:
        if ("pages" in self.definition) == ("elements" in self.definition):
            self.problems["pages"] = "Put the questions in pages."
        if "elements" in self.definition:
            page = Container("page1", None)
            self.pages.append(page)
            self.blocks.elements("elements", self.definition["elements"], page)
        for place, page in enumerate(self.problems.list("pages", self.definition.get("pages", []))):
            self.compile_page(f"pages[{place}]", page, place)

    def compile_page(self, path: str, page: Value, place: int) -> None:
        if not self.problems.table(path, page, profile.PAGE):
            return
        owner = f"{SEPARATOR}{path}"
        with self.scope.within(owner):
            container = self.blocks.container(path, {"name": f"page{place + 1}", **page}, None, place)
        self.pages.append(container)
        with self.scope.inside(owner):
            self.blocks.elements(f"{path}.elements", page.get("elements", []), container)

    def compile_calculated(self) -> list[Calculated]:
        found = []
        for place, value in enumerate(
            self.problems.list("calculatedValues", self.definition.get("calculatedValues", []))
        ):
            path = f"calculatedValues[{place}]"
            if not self.problems.table(path, value, profile.CALCULATED):
                continue
            self.problems.require(path, value, "name", "expression")
            before = set(self.scope.functions)
            with self.scope.within(str(value.get("name"))):
                run = self.scope.expression(f"{path}.expression", value)
            looks_at_clock = bool(CLOCK_FUNCTIONS & (self.scope.functions - before))
            if run:
                is_kept = value.get("includeIntoResult") is True
                found.append(Calculated(str(value.get("name")), run, is_kept, looks_at_clock))
        return found

    def compile_triggers(self) -> None:
        triggers = self.problems.list("triggers", self.definition.get("triggers", []), profile.MOST_TRIGGERS)
        for place, trigger in enumerate(triggers):
            self.compile_trigger(f"triggers[{place}]", trigger)

    def compile_trigger(self, path: str, trigger: Value) -> None:
        """Check a trigger; the browser acts on it, and the server must know what it may have done."""
        kind = trigger.get("type") if isinstance(trigger, dict) else None
        table = profile.TRIGGERS.get(kind) if isinstance(kind, str) else None
        if table is None:
            otherwise = "Choose one of: " + ", ".join(sorted(profile.TRIGGERS)) + "."
            self.problems[f"{path}.type"] = TRIGGER_REASONS.get(str(kind), otherwise)
            return
        self.problems.table(path, trigger, table)
        read: set[str] = set()
        with self.scope.reading(read):
            condition = self.scope.condition(f"{path}.expression", trigger)
        if kind == "complete" and condition:
            roots = {node.partition(SEPARATOR)[0] for node in read}
            page = max((page_of(item) for item in self.blocks.items if item.name in roots), default=0)
            self.endings.append(Ending(condition, page))
        elif kind != "complete":
            self.compile_setter(path, trigger, str(kind))

    def compile_setter(self, path: str, trigger: Mapping[str, Value], kind: str) -> None:
        names = {key: str(trigger.get(key, "")).lower() for key in ("setToName", "fromName")}
        keys = {key: self.names.canonical.get(name) for key, name in names.items()}
        run = self.scope.expression(f"{path}.runExpression", trigger)
        if kind == "copyvalue":
            self.scope.problems.require(path, trigger, "fromName")
            source = keys["fromName"] or ""
            run = lambda env: env.values.get(source)  # noqa: E731  It is a closure as compiled names are.
        if kind != "runexpression" or "setToName" in trigger:
            self.scope.problems.require(path, trigger, "setToName")
        for key, name in names.items():
            if name and keys[key] is None:
                self.problems[f"{path}.{key}"] = "Name a question of this survey."
        target = keys["setToName"]
        if target is not None:
            setter = Setter(trigger.get("setValue"), run)
            self.setters[target] = (*self.setters.get(target, ()), setter)

    def order(self) -> list[str]:
        """Order the names so that each comes after what it depends on; a cycle is a problem."""
        try:
            return list(TopologicalSorter(self.scope.graph).static_order())
        except CycleError as error:
            cycle = [str(name).rpartition(SEPARATOR)[2] for name in reversed(error.args[1])]
            self.problems[self.scope.paths.get(error.args[1][0], "pages")] = (
                "Break the circle: " + " depends on ".join(cycle) + "."
            )
            return []


def _carrying(item: Item, items: list[Item]) -> Item:
    """Give a question the choices that it carries forward from another, unless they are what others have typed."""
    if item.carried is None or item.carried.column or item.options:
        return item
    source = next((one for one in items if one.key == item.carried.key), None)
    options = source.options if source else ()
    return replace(item, options=options, by_text=options_by_text(options))


def page_of(item: Item) -> int:
    return item.container.page if item.container else 0


def _computed(
    items: list[Item] | tuple[Item, ...], within: tuple[Item, ...], prefix: str
) -> Iterator[tuple[str, Computed]]:
    """Give each thing to be worked out with its node of the dependency graph, whatever repeats it."""
    for item in items:
        node = f"{prefix}{item.name}"
        if item.expression is not None:
            yield node, Computed(within, item=item)
        if item.totals:
            yield f"{node}{TOTAL}", Computed(within, item=item, total=f"{item.name}{TOTAL}")
        if item.cells:
            yield from _computed(item.cells, (*within, item), f"{node}{SEPARATOR}")
