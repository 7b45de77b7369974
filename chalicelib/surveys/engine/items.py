"""How each type of question is compiled: its options, bounds, rules, rows and columns."""

import re
from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Scope
from chalicelib.surveys.engine.domains import Refused, normalise
from chalicelib.surveys.engine.elements import CHOOSING, Item, Rule, options_by_text
from chalicelib.surveys.engine.options import compile_options, compile_rows, is_set
from chalicelib.surveys.engine.values import Value

Block = Mapping[str, Value]
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONG: Final = {"text": profile.LONGEST_TEXT, "comment": profile.LONGEST_COMMENT}


def compile_item(path: str, block: Block, scope: Scope, kind: str | None = None) -> Item:
    """Compile one question or, with its kind given, one column; problems are noted in the scope."""
    kind = kind or str(block["type"])
    name = str(block.get("name", ""))
    options = compile_options(path, block, scope, kind)
    cells = _cells(path, block, scope, name) if kind == "matrixdropdown" else ()
    least, most = _bounds(path, block, scope)
    length = block.get("maxLength")
    item = Item(
        name=name,
        kind=kind,
        texts=scope.problems.texts(block.get("title"), name),
        visible=block.get("visible", True) is not False,
        visible_if=scope.condition(f"{path}.visibleIf", block),
        required=block.get("isRequired") is True,
        required_if=scope.condition(f"{path}.requiredIf", block),
        enable_if=scope.condition(f"{path}.enableIf", block),
        read_only=block.get("readOnly") is True,
        default=block.get("defaultValue"),
        options=options,
        by_text=options_by_text(options),
        rows=compile_rows(path, block, scope, kind),
        cells=cells,
        rules=_rules(path, block, scope),
        input_type=str(block.get("inputType", "text")),
        least=least,
        most=most,
        longest=length if isinstance(length, int) and length > 0 else scope.longest,
        fewest=_count(block, "minSelectedChoices"),
        most_selected=_count(block, "maxSelectedChoices"),
        has_other=is_set(block, "hasOther", "showOtherItem"),
        has_none=is_set(block, "hasNone", "showNoneItem"),
        has_comment=is_set(block, "hasComment", "showCommentArea"),
        every_row=is_set(block, "isAllRowRequired", "eachRowRequired"),
        unique_rows=is_set(block, "eachRowUnique"),
        partly_ranked=is_set(block, "selectToRankEnabled"),
        expression=_expression(path, block, scope, kind),
    )
    _check_default(path, item, scope)
    return item


def _check_default(path: str, item: Item, scope: Scope) -> None:
    try:
        if item.default is not None and not scope.problems:
            normalise(item, item.default)
    except Refused as refusal:
        scope.problems[f"{path}.defaultValue"] = f"Give a value that is an answer. {refusal}"


def _count(block: Block, key: str) -> int:
    count = block.get(key)
    return count if isinstance(count, int) else 0


def _expression(path: str, block: Block, scope: Scope, kind: str) -> Value:
    if kind != "expression":
        return None
    scope.problems.require(path, block, "expression")
    return scope.expression(f"{path}.expression", block)


def _bounds(path: str, block: Block, scope: Scope) -> tuple[Value, Value]:
    return _bound(f"{path}.min", block.get("min"), block, scope), _bound(f"{path}.max", block.get("max"), block, scope)


def _bound(path: str, value: Value, block: Block, scope: Scope) -> Value:
    if value is None:
        return None
    if block.get("inputType") == "number":
        sentence = profile.number(value)
    elif block.get("inputType") == "date":
        sentence = None if isinstance(value, str) and _DAY.fullmatch(value) else "Give a day such as 2026-01-31."
    else:
        sentence = "Set bounds only for the input types number and date."
    if sentence:
        scope.problems[path] = sentence
        return None
    return value


def _rules(path: str, block: Block, scope: Scope) -> tuple[Rule, ...]:
    parts = scope.problems.list(f"{path}.validators", block.get("validators", []), profile.MOST_RULES)
    rules = [_rule(f"{path}.validators[{place}]", part, scope) for place, part in enumerate(parts)]
    return tuple(rule for rule in rules if rule)


def _rule(path: str, part: Value, scope: Scope) -> Rule | None:
    kind = part.get("type") if isinstance(part, dict) else None
    table = profile.RULES.get(kind) if isinstance(kind, str) else None
    if table is None:
        scope.problems[f"{path}.type"] = "Choose one of: " + ", ".join(sorted(profile.RULES)) + "."
        return None
    scope.problems.table(path, part, table)
    least, most = (next((part[key] for key in keys if key in part), None) for keys in (_LEAST, _MOST))
    return Rule(
        str(kind),
        least,
        most,
        scope.problems.texts(part.get("text"), ""),
        digits=part.get("allowDigits", True) is not False,
        pattern=_pattern(f"{path}.regex", part, scope) if kind == "regex" else None,
        condition=_rule_condition(path, part, scope) if kind == "expression" else None,
    )


_LEAST = ("minValue", "minLength", "minCount")
_MOST = ("maxValue", "maxLength", "maxCount")


def _rule_condition(path: str, part: Block, scope: Scope) -> Value:
    """Compile a validator's condition, which may look at its own question: it refuses values, it sets none."""
    scope.problems.require(path, part, "expression")
    owner, scope.owner = scope.owner, ""
    run = scope.condition(f"{path}.expression", part)
    scope.owner = owner
    return run


def _pattern(path: str, part: Block, scope: Scope) -> Value:
    import re2  # noqa: PLC0415  Loaded only for surveys that have a pattern.

    text = part.get("regex")
    if not isinstance(text, str) or not 0 < len(text) <= profile.LONGEST_PATTERN:
        scope.problems[path] = f"Give a pattern of 1 to {profile.LONGEST_PATTERN} characters."
        return None
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = part.get("caseInsensitive") is not True
    try:
        return re2.compile(text, options)
    except (re2.error, UnicodeEncodeError):
        scope.problems[path] = "Write the pattern without look-around and back-references."
        return None


def _cells(path: str, block: Block, scope: Scope, name: str) -> tuple[Item, ...]:
    columns = scope.problems.list(f"{path}.columns", block.get("columns"), profile.MOST_ROWS)
    if not columns:
        scope.problems[f"{path}.columns"] = "List at least one column."
    names = [str(column.get("name", "")) for column in columns if isinstance(column, dict)]
    scope.row = frozenset(known.lower() for known in names)
    scope.row_columns = {known.lower(): f"{name}\t{known}" for known in names}
    if len(scope.row) < len(names):
        scope.problems[f"{path}.columns"] = "Give every column a name of its own."
    cells = [_cell(f"{path}.columns[{place}]", column, block, scope, name) for place, column in enumerate(columns)]
    scope.row, scope.row_columns = None, {}
    return tuple(cell for cell in cells if cell)


def _cell(path: str, column: Value, table: Block, scope: Scope, name: str) -> Item | None:
    kind = _cell_kind(column, table)
    if kind is None:
        scope.problems[f"{path}.cellType"] = "Choose one of: " + ", ".join(sorted(profile.CELLS)) + "."
        return None
    scope.problems.table(path, column, profile.CELLS[kind])
    scope.problems.require(path, column, "name")
    block = {"choices": table["choices"], **column} if "choices" in table and kind in CHOOSING else column
    with scope.within(f"{name}\t{column.get('name', '')}"):
        cell = compile_item(path, block, scope, kind)
    scope.graph.setdefault(name, set()).update(scope.graph[f"{name}\t{column.get('name', '')}"] - _own(scope))
    return cell


def _own(scope: Scope) -> set[str]:
    return set(scope.row_columns.values())


def _cell_kind(column: Value, table: Block) -> str | None:
    if not isinstance(column, dict):
        return None
    kinds = (
        [kind for kind in (column.get("cellType"), table.get("cellType")) if kind not in {None, "default"}]
        if _plain(column, table)
        else []
    )
    kind = kinds[0] if kinds else "dropdown"
    return kind if kind in profile.CELLS else None


def _plain(column: Block, table: Block) -> bool:
    return all(isinstance(block.get("cellType", ""), str) for block in (column, table))
