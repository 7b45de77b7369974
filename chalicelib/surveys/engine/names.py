"""The names an expression may use: the declared items, their rows and columns, and what each name reads."""

from collections.abc import Iterator, Mapping
from typing import Final

from chalicelib.surveys.engine.elements import COMMENT, TABLES
from chalicelib.surveys.engine.expressions import Environment, Path, Run, follow, split_path
from chalicelib.surveys.engine.values import Value, to_text

ROW: Final = "row"
ITEM: Final = "item"


def walk_elements(definition: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Give every element with its path, pages first; tolerant of any JSON, since the compiler reports what is wrong."""
    yield from _walk(definition.get("elements"), "elements")
    pages = definition.get("pages")
    for place, page in enumerate(pages if isinstance(pages, list) else []):
        yield from _walk(page.get("elements") if isinstance(page, dict) else None, f"pages[{place}].elements")


def _walk(elements: Value, path: str) -> Iterator[tuple[str, Value]]:
    for place, element in enumerate(elements if isinstance(elements, list) else []):
        yield f"{path}[{place}]", element
        if isinstance(element, dict) and element.get("type") == "panel":
            yield from _walk(element.get("elements"), f"{path}[{place}].elements")


class Names:
    """The declared names, blind to case, and a sample of the shape of each one's value."""

    def __init__(self, definition: Mapping[str, Value]) -> None:
        self.canonical: dict[str, str] = {}
        self.samples: dict[str, Value] = {}
        self.strict: set[str] = set()
        self.problems: dict[str, str] = {}
        self._taken: set[str] = set()
        for path, element in walk_elements(definition):
            self._declare(path, element)
        calculated = definition.get("calculatedValues")
        for place, value in enumerate(calculated if isinstance(calculated, list) else []):
            self._declare(f"calculatedValues[{place}]", value)

    def _declare(self, path: str, element: Value) -> None:
        name = element.get("name") if isinstance(element, dict) else None
        if not isinstance(name, str):
            return
        key = name.lower()
        if key in self._taken:
            self.problems[f"{path}.name"] = (
                "Give it a name that nothing else has; small and capital letters do not differ."
            )
        self._taken.add(key)
        kind = element.get("type")
        if not isinstance(kind, (str, type(None))) or kind in {"panel", "html"}:
            return
        self.canonical[key] = name
        self.samples[name] = _sample(element)
        self.canonical.setdefault(f"{key}{COMMENT.lower()}", f"{name}{COMMENT}")
        if kind == "ranking":
            self.strict.add(key)

    def resolve(self, name: str, *, row: frozenset[str] | None, has_item: bool) -> Run | None:
        """Give what reads a name, or None for a name that means nothing here."""
        path = split_path(name)
        root, rest = path[0][0].lower(), path[1:]
        if row is not None and root == ROW and len(rest) == 1 and rest[0][0].lower() in row:
            return _of_row(rest)
        if has_item and root == ITEM and not rest:
            return lambda env: env.item
        canonical = self.canonical.get(root)
        if canonical is None or path[0][0].startswith("$"):
            return None
        return self._of_item(canonical, ((canonical, path[0][1]), *rest))

    def _of_item(self, name: str, path: Path) -> Run | None:
        if len(path) == 1 and path[0][1] is None:
            return lambda env: env.values.get(name)
        if not _fits(self.samples.get(name), path):
            return None
        is_length = path[-1][0] == "length"

        def get(env: Environment) -> Value:
            found, value = follow(env.values, path)
            return value if found else 0.0 if is_length else None

        return get

    def root_of(self, name: str) -> str | None:
        """Give the declared name behind a path, as the dependency graph knows it."""
        canonical = self.canonical.get(split_path(name)[0][0].lower())
        return canonical.removesuffix(COMMENT) if canonical and canonical not in self.samples else canonical


def _of_row(path: Path) -> Run:
    def get(env: Environment) -> Value:
        found, value = follow(env.row or {}, path)
        return value if found else None

    return get


def _fits(sample: Value, path: Path) -> bool:
    """Tell whether a path can lead anywhere in a value of the sample's shape."""
    if path[0][1] is not None or path[1:] == (("length", None),):
        return not isinstance(sample, dict) and len(path) <= 2  # noqa: PLR2004  A list's part has at most a length.
    return follow(sample, path[1:])[0]


def _sample(element: Mapping[str, Value]) -> Value:
    if element.get("type") not in TABLES:
        return ""
    columns = {column["name"]: "" for column in _dicts(element.get("columns")) if isinstance(column.get("name"), str)}
    cells = columns if element["type"] == "matrixdropdown" else ""
    rows = element.get("rows")
    return {_value_of(row): cells for row in (rows if isinstance(rows, list) else [])}


def _dicts(values: Value) -> list[dict[str, Value]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _value_of(option: Value) -> str:
    value = option.get("value") if isinstance(option, dict) else option
    return value.partition("|")[0] if isinstance(value, str) else to_text(value)
