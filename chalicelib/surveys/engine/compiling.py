"""What the compiler collects while it reads: the problems by path, and the graph of what depends on what."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, tzinfo
from typing import Final

from chalicelib.surveys.engine import expressions
from chalicelib.surveys.engine.elements import DEFAULT_LOCALE
from chalicelib.surveys.engine.expressions import Run
from chalicelib.surveys.engine.functions import ARRAY_FUNCTIONS, FUNCTIONS
from chalicelib.surveys.engine.grammar import Call, Chain, Items, Literal, Name, Node, Unparsable, walk
from chalicelib.surveys.engine.names import Namespace, resolve
from chalicelib.surveys.engine.operators import ARITHMETIC
from chalicelib.surveys.engine.profile.checks import Table
from chalicelib.surveys.engine.profile.limits import LONGEST_COMMENT, LONGEST_EXPRESSION
from chalicelib.surveys.engine.profile.surveys import REASONS
from chalicelib.surveys.engine.values import Value

MOST_PROBLEMS: Final = 200
OUTSIDE: Final = "Take this property out; the profile does not have it."


class Problems(dict[str, str]):
    """Sentences by path. It stops taking in more once nobody would read them."""

    def __setitem__(self, path: str, sentence: str) -> None:
        if path not in self and len(self) < MOST_PROBLEMS:
            super().__setitem__(path, sentence)

    def table(self, path: str, value: Value, table: Table) -> bool:
        """Hold an object against its table of properties; tell whether it is an object at all."""
        if not isinstance(value, dict):
            self[path] = "Give an object."
            return False
        prefix = f"{path}." if path else ""
        for key, part in value.items():
            check = table.get(key)
            sentence = check(part) if check else REASONS.get(key, OUTSIDE)
            if sentence and key in REASONS:
                sentence = REASONS[key]
            if sentence:
                self[f"{prefix}{key[:100]}"] = sentence
        return True

    def list(self, path: str, value: Value, most: int = 1_000) -> list[Value]:
        """Give a list, or an empty one with a problem noted."""
        if not isinstance(value, list):
            self[path] = "Give a list."
            return []
        if len(value) > most:
            self[path] = f"Keep to {most} entries."
            return []
        return value

    def require(self, path: str, value: Mapping[str, Value], *keys: str) -> None:
        for key in keys:
            if key not in value:
                self[f"{path}.{key}"] = "Give this property."

    def texts(self, value: Value, otherwise: str) -> dict[str, str]:
        if isinstance(value, dict):
            return {str(locale): str(text) for locale, text in value.items()}
        return {DEFAULT_LOCALE: value if isinstance(value, str) else otherwise}

    def zone(self, path: str, name: Value) -> tzinfo:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  Loaded where a survey names a zone.

        try:
            return UTC if name == "UTC" else ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            self[path] = 'Name a time zone such as "America/Chicago".'
            return UTC


class Scope:
    """Where an expression stands: the names it may use, and whose value depends on it."""

    def __init__(self, names: Namespace, problems: Problems) -> None:
        self.stack = [names]
        self.problems = problems
        self.has_item = False
        self.longest = LONGEST_COMMENT
        self.longest_other = LONGEST_COMMENT
        self.stores_others_apart = True
        self.owner = ""
        self.outer: list[str] = []
        self.graph: dict[str, set[str]] = {}
        self.paths: dict[str, str] = {}
        self.functions: set[str] = set()
        self.read: set[str] | None = None

    @property
    def names(self) -> Namespace:
        """Give the names of the innermost level."""
        return self.stack[-1]

    @contextmanager
    def within(self, owner: str) -> Iterator[None]:
        """Note dependencies for one item, panel or column, by its node."""
        before, self.owner = self.owner, owner
        self.graph.setdefault(owner, set()).update(self.outer)
        yield
        self.owner = before

    @contextmanager
    def inside(self, container: str) -> Iterator[None]:
        """Let everything below a panel depend on the panel's own conditions."""
        self.outer.append(container)
        yield
        self.outer.pop()

    @contextmanager
    def entering(self, name: str) -> Iterator[Namespace]:
        """Stand inside the rows or panels of an item, whose value hangs on whatever is in there."""
        inner = self.names.nested.get(name) or Namespace()
        node = self.names.node(name)
        before, self.outer = self.outer, []
        self.stack.append(inner)
        yield inner
        self.stack.pop()
        self.outer = before
        known = [one for one in self.graph if one.startswith(inner.prefix)] if inner.prefix else []
        self.graph.setdefault(node, set()).update(known)

    @contextmanager
    def items(self) -> Iterator[None]:
        """Allow {item}, which is the choice or row whose condition it is."""
        before, self.has_item = self.has_item, True
        yield
        self.has_item = before

    @contextmanager
    def reading(self, nodes: set[str]) -> Iterator[None]:
        """Collect the nodes that the expressions compiled meanwhile hang on."""
        self.read = nodes
        yield
        self.read = None

    def depend(self, on: str) -> None:
        """Note that the owner hangs on a node."""
        self.graph.setdefault(self.owner, set()).add(on)

    def condition(self, path: str, block: Mapping[str, Value]) -> Run | None:
        """Compile a condition if the block has it; `path` ends in its property's name."""
        run, tree = self._compile(path, block)
        if tree is not None and not _may_be_boolean(tree):
            self.problems[path] = "Compare something: a condition is true or false."
        return run

    def expression(self, path: str, block: Mapping[str, Value]) -> Run | None:
        return self._compile(path, block)[0]

    def text(self, path: str, text: str) -> Run | None:
        """Compile an expression that is written here and not in the definition."""
        return self._compile(path, {path.rpartition(".")[2]: text})[0]

    def _compile(self, path: str, block: Mapping[str, Value]) -> tuple[Run | None, Node | None]:
        key = path.rpartition(".")[2]
        text = block.get(key)
        if text is None or text == "":
            return None, None
        parsed = self._parse(path, text)
        if parsed is None:
            return None, None
        strict = frozenset(name for space in self.stack for name in _strict_names(space))
        # Being required changes no value, so it may look anywhere.
        notes = bool(self.owner) and key != "requiredIf"
        if notes:
            self.paths.setdefault(self.owner, path)
        return expressions.build(parsed.tree, self._reader(path, parsed.tree, notes=notes), strict), parsed.tree

    def _parse(self, path: str, text: Value) -> expressions.Expression | None:
        if not isinstance(text, str) or len(text.encode("utf-8", "replace")) > LONGEST_EXPRESSION:
            self.problems[path] = f"Give an expression of at most {LONGEST_EXPRESSION} bytes."
            return None
        try:
            parsed = expressions.parse(text)
        except Unparsable as error:
            self.problems[path] = f"Mend the expression. {error}"
            return None
        unknown = sorted(parsed.functions - FUNCTIONS.keys() - ARRAY_FUNCTIONS)
        if unknown:
            self.problems[path] = "Use a known function instead of " + ", ".join(unknown) + "."
        if expressions.misplaced_null(parsed.tree):
            self.problems[path] = "Write null or undefined only beside a comparison, or use empty and notempty."
        self.functions |= parsed.functions
        return parsed

    def _reader(self, path: str, tree: Node, *, notes: bool) -> expressions.Resolve:
        columns = {
            name.text.lower() for call in _array_calls(tree) for part in call.arguments[2:] for name in _names(part)
        }

        def read(name: str) -> Run:
            found = resolve(name, self.stack, has_item=self.has_item)
            if found is None:
                if name.lower() not in columns:
                    self.problems[path] = f"Name a question of this survey instead of {{{name[:100]}}}."
                return lambda _: None
            if notes:
                self._note(name, found.nodes)
            if self.read is not None:
                self.read |= found.nodes
            return found.run

        return read

    def _note(self, name: str, nodes: frozenset[str]) -> None:
        """Note what the owner depends on; an earlier row's own value is worked out before, so it makes no circle."""
        looks_back = name.lower().startswith(("prevrow.", "prevpanel."))
        self.graph.setdefault(self.owner, set()).update(nodes - {self.owner} if looks_back else nodes)


def _strict_names(space: Namespace) -> Iterator[str]:
    yield from (f"{space.kind}.{name}" if space.kind else name for name in space.strict)


def _array_calls(tree: Node) -> list[Call]:
    return [node for node in walk(tree) if isinstance(node, Call) and node.function in ARRAY_FUNCTIONS]


def _names(tree: Node) -> list[Name]:
    return [node for node in walk(tree) if isinstance(node, Name)]


def _may_be_boolean(tree: Node) -> bool:
    if isinstance(tree, Literal):
        return isinstance(tree.value, bool)
    if isinstance(tree, Chain):
        return tree.tail[0][0] not in ARITHMETIC.keys() - {"and", "or"}
    return not isinstance(tree, Items)
