"""The names an expression may use: questions, rows and columns, what stands around it, and what each name reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.engine.elements import COMMENT, NESTED, REPEATED, SEVERAL, TOTAL, UNANSWERED
from chalicelib.surveys.engine.expressions import Environment, Path, Run, follow, split_path
from chalicelib.surveys.engine.frames import PANEL, ROW, Frame
from chalicelib.surveys.engine.values import UNDEFINED, Value, is_null, to_text

ITEM_NAMES: Final = frozenset({"item", "choice", "self"})
PARENT: Final = "parentpanel"
_STEPS: Final[Mapping[str, tuple[str, int]]] = {
    "row": (ROW, 0),
    "prevrow": (ROW, -1),
    "nextrow": (ROW, 1),
    "panel": (PANEL, 0),
    "prevpanel": (PANEL, -1),
    "nextpanel": (PANEL, 1),
}
_MARKS: Final[Mapping[tuple[str, str], Callable[[Frame], Value]]] = {
    (ROW, "rowindex"): lambda frame: float(frame.index + 1),
    (ROW, "visiblerowindex"): lambda frame: float(frame.position + 1),
    (ROW, "rowname"): lambda frame: frame.key,
    (ROW, "rowvalue"): lambda frame: frame.key,
    (ROW, "item"): lambda frame: frame.key,
    (ROW, "rowtitle"): lambda frame: frame.title,
    (PANEL, "panelindex"): lambda frame: float(frame.index),
    (PANEL, "visiblepanelindex"): lambda frame: float(frame.position),
}
SEPARATOR: Final = "\t"
Shape = Value  # None for a scalar, a dict of shapes by key, or a list with the shape of its entries.
NAMELESS: Final = frozenset({*UNANSWERED, "panel"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name reads, and the nodes of the dependency graph that it hangs on."""

    run: Run
    nodes: frozenset[str] = frozenset()


def walk_elements(definition: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Give every element with its path, pages first; tolerant of any JSON, since the compiler reports what is wrong."""
    yield from walk(definition.get("elements"), "elements")
    pages = definition.get("pages")
    for place, page in enumerate(pages if isinstance(pages, list) else []):
        yield from walk(page.get("elements") if isinstance(page, dict) else None, f"pages[{place}].elements")


def walk(elements: Value, path: str) -> Iterator[tuple[str, Value]]:
    """Give elements and what stands in panels among them, but not what is repeated."""
    for place, element in enumerate(elements if isinstance(elements, list) else []):
        yield f"{path}[{place}]", element
        if isinstance(element, dict) and element.get("type") == "panel":
            yield from walk(element.get("elements"), f"{path}[{place}].elements")


@dataclass(slots=True)
class Namespace:
    """The names of one level, blind to case: the survey's own, a table's columns, or those of a repeated panel."""

    kind: str = ""
    owner: str = ""
    prefix: str = ""
    canonical: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    nodes: dict[str, set[str]] = field(default_factory=dict)
    strict: set[str] = field(default_factory=set)
    several: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    panels: set[str] = field(default_factory=set)
    first_rows: int = 0
    nested: "dict[str, Namespace]" = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def node(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def declare(self, path: str, element: Value) -> None:
        """Enter one element or column; problems of its name are noted."""
        name = element.get("name") if isinstance(element, dict) else None
        if not isinstance(name, str):
            return
        if name.lower() in self.taken:
            self.problems[f"{path}.name"] = (
                "Give it a name that nothing else has; small and capital letters do not differ."
            )
        self.taken.add(name.lower())
        kind = element.get("type")
        if isinstance(kind, (str, type(None))) and kind not in NAMELESS:
            self._enter(path, name, str(kind), element)

    def unanswered(self, key: str) -> Value:
        """Give what an unanswered question reads as in an expression, which the browser tells apart by its type."""
        if key in self.several:
            return []
        is_record = isinstance(self.shapes.get(key), dict) and key not in self.nested
        return None if is_record or key not in self.shapes else UNDEFINED

    def reader(self, key: str, run: Run) -> Run:
        """Give what reads a question whose value `run` gives.

        Several choices are a list always. Repeated parts of which nothing is filled in read as unanswered: a table
        without rows, or panels that are all empty.
        """
        if key in self.repeated:
            return _filled(run, is_of_panels=key in self.panels)
        return _listed(run) if key in self.several else run

    def _enter(self, path: str, name: str, kind: str, element: Mapping[str, Value]) -> None:
        key = key_of(element, name)
        if key in self.shapes and (kind in NESTED or self.shapes[key] is not None):
            self.problems[f"{path}.valueName"] = "Give it a valueName of its own: tables cannot share their values."
        # Where a question has a valueName, expressions know it by that alone, as they do in the browser.
        self.canonical[key.lower()] = key
        self.canonical.setdefault(f"{key}{COMMENT}".lower(), f"{key}{COMMENT}")
        self.nodes.setdefault(key, set()).add(self.node(name))
        self.nodes.setdefault(f"{key}{COMMENT}", set()).add(self.node(name))
        self.shapes[key] = self._shape(path, name, kind, element)
        if kind in SEVERAL:
            self.several.add(key)
        if kind in REPEATED:
            self.repeated.add(key)
        if kind == "paneldynamic":
            self.panels.add(key)
        if kind == "ranking":
            self.strict.add(name.lower())

    def _shape(self, path: str, name: str, kind: str, element: Mapping[str, Value]) -> Shape:
        if kind == "paneldynamic":
            inner = self._inner(name, PANEL, walk(element.get("templateElements"), f"{path}.templateElements"))
            inner.first_rows = _most(element, "panelCount", "minPanelCount", otherwise=0)
            return [inner.shapes]
        if kind in {"matrixdynamic", "matrixdropdown"}:
            columns = [
                (f"{path}.columns[{place}]", {**one, "type": _type_of_cell(one, element)})
                for place, one in _dicts(element.get("columns"))
            ]
            inner = self._inner(name, ROW, columns)
            inner.first_rows = _most(element, "rowCount", "minRowCount", otherwise=2)
            self._enter_totals(name, inner)
            return [inner.shapes] if kind == "matrixdynamic" else dict.fromkeys(_rows(element), inner.shapes)
        if kind == "matrix":
            return dict.fromkeys(_rows(element))
        if kind == "multipletext":
            return {str(item.get("name")): None for _, item in _dicts(element.get("items"))}
        return [None] if kind in {*SEVERAL, "file"} else None

    def _inner(self, name: str, kind: str, elements: Iterable[tuple[str, Value]]) -> "Namespace":
        inner = Namespace(kind, name, f"{self.node(name)}{SEPARATOR}")
        for path, element in elements:
            inner.declare(path, element)
        self.problems.update(inner.problems)
        self.nested[name] = inner
        return inner

    def _enter_totals(self, name: str, inner: "Namespace") -> None:
        key = f"{name}{TOTAL}"
        self.canonical.setdefault(key.lower(), key)
        self.shapes.setdefault(key, dict.fromkeys(inner.shapes))
        self.nodes.setdefault(key, set()).add(self.node(key))


def key_of(element: Mapping[str, Value], name: str) -> str:
    """Give the name under which a question's value stands in an answer."""
    key = element.get("valueName")
    return key if isinstance(key, str) and key else name


def of_survey(definition: Mapping[str, Value]) -> Namespace:
    """Declare all that a survey names."""
    space = Namespace()
    for path, element in walk_elements(definition):
        space.declare(path, element)
    calculated = definition.get("calculatedValues")
    for place, value in enumerate(calculated if isinstance(calculated, list) else []):
        space.declare(f"calculatedValues[{place}]", value)
    return space


def resolve(name: str, stack: list[Namespace], *, has_item: bool) -> Resolved | None:
    """Give what reads a name where the innermost of `stack` stands, or None for a name that means nothing there."""
    path = split_path(name)
    root = path[0][0].lower()
    if has_item and root in ITEM_NAMES and len(path) == 1:
        return Resolved(lambda env: env.item)
    for depth, space in enumerate(reversed(stack[1:])):
        found = _in_frame(space, root, path, depth, stack)
        if found is not None:
            return found
    return None if root.startswith("$") else _global(stack[0], root, path)


def _in_frame(space: Namespace, root: str, path: Path, depth: int, stack: list[Namespace]) -> Resolved | None:
    if len(path) == 1:
        mark = _MARKS.get((space.kind, root))
        return Resolved(_marked(mark, depth)) if mark else None
    if root == "totalrow" and space.kind == ROW:
        return _of_totals(space, path[1:], depth, stack)
    kind, step = _STEPS.get(root, ("", 0))
    if root == PARENT and space.kind == PANEL:
        return _parent(path, depth, stack)
    return _of_field(space, path[1:], depth, step) if kind == space.kind else None


def _parent(path: Path, depth: int, stack: list[Namespace]) -> Resolved | None:
    outer = [one for one in enumerate(reversed(stack[1:])) if one[1].kind == PANEL and one[0] > depth]
    return _of_field(outer[0][1], path[1:], outer[0][0], 0) if outer else None


def _of_field(space: Namespace, path: Path, depth: int, step: int) -> Resolved | None:
    key = space.canonical.get(path[0][0].lower())
    if key is None or not _fits(space.shapes.get(key), path):
        return None
    path = ((key, path[0][1]), *path[1:])
    nodes = frozenset(space.nodes.get(key, ()))
    if path == ((key, None),):
        return Resolved(space.reader(key, _framed(path, depth, step, space.unanswered(key))), nodes)
    return Resolved(_framed(path, depth, step), nodes)


def _of_totals(space: Namespace, path: Path, depth: int, stack: list[Namespace]) -> Resolved | None:
    key = space.canonical.get(path[0][0].lower())
    if key is None or len(path) != 1:
        return None
    total = f"{space.owner}{TOTAL}"
    outer = stack[len(stack) - 2 - depth]
    if outer.kind:
        return Resolved(_framed(((total, None), (key, None)), depth + 1, 0), frozenset({outer.node(total)}))
    return Resolved(_pathed(((total, None), (key, None)), is_length=False), frozenset({outer.node(total)}))


def _filled(run: Run, *, is_of_panels: bool) -> Run:
    """Read repeated parts without any contents as unanswered."""

    def get(env: Environment) -> Value:
        value = run(env)
        if isinstance(value, list) and (all(part == {} for part in value) if is_of_panels else not value):
            return UNDEFINED
        return value

    return get


def _listed(run: Run) -> Run:
    """Read a single value as a list of one."""

    def get(env: Environment) -> Value:
        value = run(env)
        return value if is_null(value) or isinstance(value, list) else [value]

    return get


def _at(env: Environment, depth: int) -> Frame | None:
    frame = env.frame
    for _ in range(depth):
        frame = frame.outer.scope if frame and frame.outer else None
    return frame


def _marked(mark: Callable[[Frame], Value], depth: int) -> Run:
    def get(env: Environment) -> Value:
        frame = _at(env, depth)
        return None if frame is None else mark(frame)

    return get


def _framed(path: Path, depth: int, step: int, nothing: Value = None) -> Run:
    is_length = path[-1][0] == "length"
    key = path[0][0] if len(path) == 1 and path[0][1] is None else None

    def get(env: Environment) -> Value:
        frame = _at(env, depth)
        frame = frame.sibling(step) if step and frame else frame
        if frame is None:
            return None
        if key is not None:
            return frame.values.get(key, nothing)
        found, value = follow(frame.values, path)
        return value if found else 0.0 if is_length else None

    return get


def _global(space: Namespace, root: str, path: Path) -> Resolved | None:
    key = space.canonical.get(root)
    if key is None:
        return None
    if len(path) == 1 and path[0][1] is None:
        nodes = frozenset(space.nodes.get(key, ()))
        nothing = space.unanswered(key)
        return Resolved(space.reader(key, lambda env: env.values.get(key, nothing)), nodes)
    if not _fits(space.shapes.get(key), path):
        return None
    is_length = path[-1][0] == "length"
    nodes = _nodes_on(space, key, path)
    path = ((key, path[0][1]), *path[1:])
    return Resolved(_cell(space, key, path) or _pathed(path, is_length=is_length), nodes)


def _cell(space: Namespace, key: str, path: Path) -> Run | None:
    """Read a cell of a table or of repeated panels; None for a path that leads elsewhere."""
    inner, is_list = space.nested.get(key), isinstance(space.shapes.get(key), list)
    if inner is None or len(path) != (2 if is_list else 3) or path[-1][1] is not None:
        return None
    cell = inner.canonical.get(path[-1][0].lower())
    if cell not in inner.shapes:
        return None
    nothing, around = inner.unanswered(cell), path[:-1]
    is_there_at_first = 0 <= (path[0][1] or 0) < inner.first_rows

    def get(env: Environment) -> Value:
        found, value = follow(env.values, path)
        if found:
            return value
        is_at_first = is_there_at_first and (not env.values.get(key) if inner.kind == PANEL else key not in env.values)
        return nothing if not is_list or is_at_first or follow(env.values, around)[0] else None

    return inner.reader(cell, get)


def _nodes_on(space: Namespace, key: str, path: Path) -> frozenset[str]:
    """Give the nodes that a path hangs on: of one cell where it leads to one, none where it but counts rows."""
    nodes, shape = space.nodes.get(key, set()), space.shapes.get(key)
    place = 1 if isinstance(shape, list) else 2
    if isinstance(shape, list) and path[1:] == (("length", None),):
        return frozenset()
    if len(nodes) == 1 and len(path) > place:
        inner = space.nested.get(next(iter(nodes)).removeprefix(space.prefix))
        cell = inner and inner.canonical.get(path[place][0].lower())
        if inner and cell:
            return frozenset(inner.nodes.get(cell, ()))
    return frozenset(nodes)


def _pathed(path: Path, *, is_length: bool) -> Run:
    def get(env: Environment) -> Value:
        found, value = follow(env.values, path)
        return value if found else 0.0 if is_length else None

    return get


def _fits(shape: Shape, path: Path) -> bool:
    """Tell whether a path, whose first step is the value itself, can lead anywhere in a value of this shape."""
    index, rest = path[0][1], path[1:]
    if isinstance(shape, dict):
        return index is None and (not rest or _leads(shape, rest))
    if index is not None and isinstance(shape, list):
        return not rest or _leads(shape[0], rest)
    return not rest or (rest == (("length", None),))


def _leads(shape: Shape, path: Path) -> bool:
    if not isinstance(shape, dict):
        return path == (("length", None),)
    name = path[0][0].lower()
    key = next((known for known in shape if known.lower() == name or f"{known}{COMMENT}".lower() == name), None)
    return key is not None and _fits(shape[key], path)


def _dicts(values: Value) -> list[tuple[int, dict[str, Value]]]:
    parts = values if isinstance(values, list) else []
    return [(place, part) for place, part in enumerate(parts) if isinstance(part, dict)]


def _type_of_cell(column: Mapping[str, Value], table: Mapping[str, Value]) -> str | None:
    """Give the type of a column's cells where it changes what their names read, else None."""
    kind = column.get("cellType", table.get("cellType"))
    return kind if isinstance(kind, str) and kind in SEVERAL else None


def _most(element: Mapping[str, Value], *names: str, otherwise: int) -> int:
    """Give the greater of some counts; tolerant of any JSON."""
    counts = [element.get(name) for name in names]
    return max([otherwise if counts[0] is None else 0, *(one for one in counts if isinstance(one, int))])


def _rows(element: Mapping[str, Value]) -> list[str]:
    rows = element.get("rows")
    return [_value_of(row) for row in (rows if isinstance(rows, list) else [])]


def _value_of(option: Value) -> str:
    value = option.get("value") if isinstance(option, dict) else option
    return value.partition("|")[0] if isinstance(value, str) else to_text(value)
