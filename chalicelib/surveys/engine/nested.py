"""How the parts of tables, of records of texts and of repeated panels are compiled."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Scope
from chalicelib.surveys.engine.elements import CHOOSING, TOTAL, Item, Repeat, Total
from chalicelib.surveys.engine.items import compile_item, count_of
from chalicelib.surveys.engine.values import Value

Block = Mapping[str, Value]
_FIRST_ROWS: Final = 2  # A dynamic matrix begins with two rows unless it says otherwise.


def compile_columns(path: str, block: Block, scope: Scope, name: str) -> tuple[Item, ...]:
    """Compile the columns of a table; problems are noted in the scope."""
    columns = scope.problems.list(f"{path}.columns", block.get("columns"), profile.MOST_ROWS)
    if not columns:
        scope.problems[f"{path}.columns"] = "List at least one column."
    names = [str(column.get("name", "")).lower() for column in columns if isinstance(column, dict)]
    if len(set(names)) < len(names):
        scope.problems[f"{path}.columns"] = "Give every column a name of its own."
    with scope.entering(name):
        cells = [_cell(f"{path}.columns[{place}]", column, block, scope) for place, column in enumerate(columns)]
    return tuple(cell for cell in cells if cell)


def _cell(path: str, column: Value, table: Block, scope: Scope) -> Item | None:
    kind = _cell_kind(column, table)
    if kind is None:
        scope.problems[f"{path}.cellType"] = "Choose one of: " + ", ".join(sorted(profile.CELLS)) + "."
        return None
    scope.problems.table(path, column, profile.CELLS[kind])
    scope.problems.require(path, column, "name")
    block = {"choices": table["choices"], **column} if "choices" in table and kind in CHOOSING else column
    with scope.within(scope.names.node(str(column.get("name", "")))):
        return compile_item(path, block, scope, kind)


def _cell_kind(column: Value, table: Block) -> str | None:
    if not isinstance(column, dict):
        return None
    kinds = [column.get("cellType"), table.get("cellType")]
    if not all(isinstance(kind, (str, type(None))) for kind in kinds):
        return None
    kind = next((kind for kind in kinds if kind not in {None, "default"}), "dropdown")
    return kind if kind in profile.CELLS else None


def compile_totals(path: str, block: Block, scope: Scope, name: str) -> dict[str, Total]:
    """Compile what stands in the last line of a table, by column; a total hangs on its own column alone."""
    found: dict[str, Total] = {}
    columns = block.get("columns")
    with scope.within(scope.names.node(f"{name}{TOTAL}")):
        for place, column in enumerate(columns if isinstance(columns, list) else []):
            total = _total(f"{path}.columns[{place}]", column, scope) if isinstance(column, dict) else None
            if total:
                key = str(column.get("name"))
                scope.depend(f"{scope.names.node(name)}\t{key}")
                found[key] = total
    return found


def _total(path: str, column: Block, scope: Scope) -> Total | None:
    run = scope.expression(f"{path}.totalExpression", column)
    fold = column.get("totalType", "none")
    if run is None and (fold == "none" or not isinstance(fold, str)):
        return None
    return Total("" if run else f"{fold}InArray", run)


def compile_texts(path: str, block: Block, scope: Scope) -> tuple[Item, ...]:
    """Compile the items of a multiple text."""
    parts = scope.problems.list(f"{path}.items", block.get("items"), profile.MOST_ROWS)
    if not parts:
        scope.problems[f"{path}.items"] = "List at least one item."
    names = [str(part.get("name", "")).lower() for part in parts if isinstance(part, dict)]
    if len(set(names)) < len(names):
        scope.problems[f"{path}.items"] = "Give every item a name of its own."
    items = []
    for place, part in enumerate(parts):
        inner = f"{path}.items[{place}]"
        if scope.problems.table(inner, part, profile.ITEM):
            scope.problems.require(inner, part, "name")
            items.append(compile_item(inner, part, scope, "text"))
    return tuple(items)


def compile_repeat(path: str, block: Block, scope: Scope, name: str) -> Repeat:
    """Compile how often rows or panels may stand."""
    is_table = block.get("type") == "matrixdynamic"
    word = "Row" if is_table else "Panel"
    fewest = count_of(block, f"min{word}Count")
    most = count_of(block, f"max{word}Count") or profile.MOST_PANELS
    initial = count_of(block, "rowCount") if "rowCount" in block else _FIRST_ROWS
    initial = initial if is_table else count_of(block, "panelCount")
    if fewest > most:
        scope.problems[f"{path}.min{word}Count"] = f"Give a number of at most max{word}Count."
    with scope.entering(name) as inner:
        key = block.get("keyName")
        if isinstance(key, str) and key and key.lower() not in inner.canonical:
            scope.problems[f"{path}.keyName"] = "Name one of the parts that are repeated."
        visible_if = None if is_table else scope.condition(f"{path}.templateVisibleIf", block)
    canonical = inner.canonical.get(key.lower(), "") if isinstance(key, str) else ""
    return Repeat(min(max(initial, fewest), most), fewest, most, canonical, visible_if)
