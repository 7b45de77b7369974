"""Expressions made runnable: a parsed condition becomes nested closures over an `Environment`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.surveys.engine import grammar, values
from chalicelib.surveys.engine.frames import Frame
from chalicelib.surveys.engine.functions import ARRAY_FUNCTIONS, FUNCTIONS, fold_rows
from chalicelib.surveys.engine.grammar import Call, Chain, Items, Literal, Name, Node, Null, Unary, Unparsable
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.operators import ARITHMETIC, COMPARISONS, SETS, equal, filling
from chalicelib.surveys.engine.values import Value

MOST_NODES: Final = 500


@dataclass(slots=True)
class Environment:
    """What an expression sees: the values by name, the moment of now, and where it stands.

    `row` is the row that a condition inside sumInArray and its like is asked about; `frame` is the row or panel that
    the expression's own question stands in.
    """

    values: Mapping[str, Value]
    now: Moment
    row: Mapping[str, Value] | None = None
    item: Value = None
    frame: Frame | None = None


Run = Callable[[Environment], Value]
Resolve = Callable[[str], Run]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its text, its tree, the names it reads and the functions it calls."""

    text: str
    tree: Node
    names: tuple[str, ...]
    functions: frozenset[str]


def parse(text: str) -> Expression:
    """Parse an expression; raises Unparsable with a sentence that says why."""
    tree = grammar.parse(text)
    nodes = []
    for node in grammar.walk(tree):
        nodes.append(node)
        if len(nodes) > MOST_NODES:
            raise Unparsable(f"It has more than {MOST_NODES} parts.")
    names = dict.fromkeys(node.text for node in nodes if isinstance(node, Name))
    return Expression(text, tree, tuple(names), frozenset(node.function for node in nodes if isinstance(node, Call)))


def misplaced_null(tree: Node) -> bool:
    """Tell whether null stands anywhere but beside a comparison, where the browser would stop working."""
    return any(
        isinstance(part, Null)
        for node in grammar.walk(tree)
        for part in grammar.children(node)
        if not (isinstance(node, Chain) and all(operator in COMPARISONS for operator, _ in node.tail))
    )


def run(expression: Expression, data: Mapping[str, Value], now: Moment) -> Value:
    """Evaluate over plain values, names found by path and blind to case."""
    return build(expression.tree, look_up)(Environment(data, now))


def build(  # noqa: PLR0911  One return for each kind of node.
    node: Node, resolve: Resolve, strict: frozenset[str] = frozenset()
) -> Run:
    """Turn a tree into a closure; `strict` names values whose order matters in comparisons."""
    match node:
        case Null():
            return _constant(None)
        case Literal(value=value):
            return _constant(values.convert(value))
        case Name(text=text, raw=raw):
            return resolve(text) if raw else _converted(resolve(text))
        case Unary(operator=operator, operand=operand):
            return _unary(operator, build(operand, resolve, strict))
        case Items(values=parts):
            return _list([build(part, resolve, strict) for part in parts])
        case Call():
            return _call(node, resolve, strict)
        case Chain():
            return _chain(node, resolve, strict)


def _constant(value: Value) -> Run:
    return lambda _: value


def _converted(get: Run) -> Run:
    def run_name(env: Environment) -> Value:
        value = get(env)
        return values.convert(value) if type(value) is str else value

    return run_name


def _list(parts: list[Run]) -> Run:
    return lambda env: [part(env) for part in parts]


def _unary(operator: str, operand: Run) -> Run:
    if operator == "empty":
        return lambda env: values.is_empty(operand(env))
    if operator == "notempty":
        return lambda env: not values.is_empty(operand(env))
    return lambda env: not values.truthy(operand(env))


def _call(node: Call, resolve: Resolve, strict: frozenset[str]) -> Run:
    arguments = [build(argument, resolve, strict) for argument in node.arguments]
    if node.function in ARRAY_FUNCTIONS:
        return _array_call(node, arguments, resolve, strict)
    function = FUNCTIONS.get(node.function)
    if function is None:
        return _constant(None)
    return lambda env: function(env.now, [argument(env) for argument in arguments])


def _array_call(node: Call, arguments: list[Run], resolve: Resolve, strict: frozenset[str]) -> Run:
    column, condition = _columns_of(node)
    if len(arguments) not in {2, 3, 4}:
        return _constant(values.UNDEFINED if node.function in {"minInArray", "maxInArray"} else 0.0)
    holds = None if condition is None else build(condition, _in_row(resolve), strict)

    def run_array(env: Environment) -> Value:
        keep = (
            None
            if holds is None
            else lambda row: values.truthy(holds(Environment(env.values, env.now, row, env.item, env.frame)))
        )
        return fold_rows(node.function, arguments[0](env), arguments[1](env), column, keep)

    return run_array


def _columns_of(node: Call) -> tuple[str | None, Node | None]:
    """Give the column to return, if another is named, and the condition on a row."""
    rest = node.arguments[2:]
    column = _column_named(rest[0]) if rest else None
    rest = rest[1:] if column is not None else rest
    if not rest:
        return column, None
    return column, _quoted_condition(rest[0])


def _column_named(node: Node) -> str | None:
    value = values.convert(node.value) if isinstance(node, Literal) else None
    return value if isinstance(value, str) and not set("{}><=!") & set(value) else None


def _quoted_condition(node: Node) -> Node | None:
    """Read a condition given as a text; one that does not parse holds for no row."""
    text = values.convert(node.value) if isinstance(node, Literal) else None
    if not isinstance(text, str):
        return node
    try:
        return grammar.parse(text) if text else None
    except Unparsable:
        return Literal(value=False)


def _in_row(resolve: Resolve) -> Resolve:
    def resolve_in_row(name: str) -> Run:
        path, outer = split_path(name), resolve(name)

        def get(env: Environment) -> Value:
            found, value = follow(env.row or {}, path)
            if found:
                return value
            return 0.0 if name.endswith(".length") else outer(env)

        return get

    return resolve_in_row


def _chain(node: Chain, resolve: Resolve, strict: frozenset[str]) -> Run:
    head = build(node.head, resolve, strict)
    is_strict = bool(strict) and _is_strict(node.head, strict)
    steps = []
    for operator, operand in node.tail:
        is_strict = is_strict or (bool(strict) and _is_strict(operand, strict))
        steps.append((_operation(operator, strict=is_strict), build(operand, resolve, strict)))
    if len(steps) == 1:
        return _pair(head, *steps[0])

    def run_chain(env: Environment) -> Value:
        value = head(env)
        for operation, operand in steps:
            value = operation(value, operand(env))
        return value

    return run_chain


def _pair(left: Run, operation: Callable[[Value, Value], Value], right: Run) -> Run:
    return lambda env: operation(left(env), right(env))


def _is_strict(node: Node, strict: frozenset[str]) -> bool:
    if isinstance(node, Name):
        return node.text.lower() in strict
    return isinstance(node, Chain) and any(_is_strict(part, strict) for part in grammar.children(node))


def _operation(operator: str, *, strict: bool) -> Callable[[Value, Value], Value]:
    if operator in ARITHMETIC:
        return filling(ARITHMETIC[operator])
    if strict and operator == "equal":
        return lambda left, right: equal(left, right, any_order=False)
    if strict and operator == "notequal":
        return lambda left, right: not equal(left, right, any_order=False)
    return COMPARISONS.get(operator) or SETS[operator]


def look_up(name: str) -> Run:
    """Resolve a name by its path among the values, as the browser does for a plain object."""
    path = split_path(name)
    is_length = name.endswith(".length")

    def get(env: Environment) -> Value:
        found, value = follow(env.values if env.row is None else env.row, path)
        if found:
            return value
        return 0.0 if is_length else None

    return get


Path = tuple[tuple[str, int | None], ...]


def split_path(name: str) -> Path:
    """Split "a.b[0].c" into names, each with an index if it has one."""
    return tuple(_step(part) for part in name.split("."))


def _step(part: str) -> tuple[str, int | None]:
    if part.endswith("]") and "[" in part:
        name, _, index = part[:-1].rpartition("[")
        number = values.read_number(index)
        if number == number and number.is_integer():  # noqa: PLR0124  NaN is what differs from itself.
            return name, int(number)
    return part, None


def follow(value: Value, path: Path) -> tuple[bool, Value]:
    """Walk a path, the longest joined name first, since a question may be called "a.b"."""
    start = 0
    while start < len(path):
        limit = next((place for place in range(start, len(path)) if path[place][1] is not None), len(path) - 1)
        for end in range(limit, start - 1, -1):
            part = _member(value, ".".join(name for name, _ in path[start : end + 1]))
            if part is not values.UNDEFINED:
                break
        else:
            return False, None
        value, start = part, end + 1
        index = path[end][1]
        if index is not None:
            if not isinstance(value, list) or not -len(value) <= index < len(value):
                return False, None
            value = value[index]
    return True, value


def _member(value: Value, name: str) -> Value:
    if name == "length" and isinstance(value, (list, str)):
        return float(values.text_length(value) if isinstance(value, str) else len(value))
    if isinstance(value, Mapping):
        if name in value:
            return value[name]
        lowered = name.lower()
        return next((part for key, part in value.items() if key.lower() == lowered), values.UNDEFINED)
    return values.UNDEFINED
