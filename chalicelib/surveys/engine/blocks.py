"""How pages, panels and the elements in them are compiled, down to what is repeated inside them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Scope
from chalicelib.surveys.engine.elements import NESTED, REPEATED, Container, Item
from chalicelib.surveys.engine.items import compile_item
from chalicelib.surveys.engine.names import NAMELESS
from chalicelib.surveys.engine.nested import compile_columns, compile_repeat, compile_texts, compile_totals
from chalicelib.surveys.engine.values import Value

Block = Mapping[str, Value]
TYPES: Final = ", ".join(sorted(profile.TYPES))


class Blocks:
    """The containers and items of one level: the survey's own, or those of a repeated panel."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.items: list[Item] = []
        self.containers: list[Container] = []

    def container(self, path: str, block: Block, parent: Container | None, page: int = 0) -> Container:
        """Compile a page or panel itself."""
        scope = self.scope
        found = Container(
            name=str(block.get("name", "")),
            parent=parent,
            visible=block.get("visible", True) is not False,
            visible_if=scope.condition(f"{path}.visibleIf", block),
            enable_if=scope.condition(f"{path}.enableIf", block),
            required_if=scope.condition(f"{path}.requiredIf", block),
            is_required=block.get("isRequired") is True,
            is_read_only=block.get("readOnly") is True,
            page=parent.page if parent else page,
        )
        self.containers.append(found)
        return found

    def elements(self, path: str, elements: Value, container: Container | None) -> None:
        for place, element in enumerate(self.scope.problems.list(path, elements)):
            self.element(f"{path}[{place}]", element, container)

    def element(self, path: str, element: Value, container: Container | None) -> None:
        scope = self.scope
        kind = element.get("type") if isinstance(element, dict) else None
        table = profile.TYPES.get(kind) if isinstance(kind, str) else None
        if kind is None or table is None:
            scope.problems[f"{path}.type"] = f"Choose one of: {TYPES}."
            return
        scope.problems.table(path, element, table)
        if kind not in NAMELESS:
            scope.problems.require(path, element, "name")
        if kind == "panel":
            self.panel(path, element, container)
            return
        name = str(element.get("name", ""))
        with scope.within(scope.names.node(name)):
            item = compile_item(path, element, scope)
            if kind in NESTED:
                item = self.nested(path, element, item)
        self.items.append(replace(item, container=container))

    def panel(self, path: str, element: Block, container: Container | None) -> None:
        owner = f"{self.scope.names.prefix}\t{path}"
        with self.scope.within(owner):
            panel = self.container(path, element, container)
        with self.scope.inside(owner):
            self.elements(f"{path}.elements", element.get("elements", []), panel)

    def nested(self, path: str, element: Block, item: Item) -> Item:
        """Add what stands inside a table, a record of texts or a repeated panel."""
        scope = self.scope
        if len(scope.stack) > profile.DEEPEST_NESTING:
            scope.problems[path] = f"Repeat parts within one another at most {profile.DEEPEST_NESTING} deep."
            return item
        if item.kind == "multipletext":
            cells = compile_texts(path, element, scope)
        elif item.kind == "paneldynamic":
            cells = self.template(path, element, item)
        else:
            cells = compile_columns(path, element, scope, item.name)
            item = replace(item, totals=compile_totals(path, element, scope, item.name))
        if item.kind in REPEATED:
            item = replace(item, repeat=compile_repeat(path, element, scope, item.name))
        return replace(item, cells=cells, by_cell={cell.key: cell for cell in cells})

    def template(self, path: str, element: Block, item: Item) -> tuple[Item, ...]:
        inner = Blocks(self.scope)
        with self.scope.entering(item.name):
            inner.elements(f"{path}.templateElements", element.get("templateElements", []), None)
        return tuple(inner.items)
