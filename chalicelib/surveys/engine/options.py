"""Choices, rates, rows and columns: every list of values that a question offers."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Scope
from chalicelib.surveys.engine.elements import CHOOSING, DONT_KNOW, NONE, OTHER, REFUSED, Option
from chalicelib.surveys.engine.profile.checks import Table
from chalicelib.surveys.engine.values import Value, tidy, to_text

Block = Mapping[str, Value]
LAST_RATE: Final = 5


def is_set(block: Block, *keys: str) -> bool:
    """Tell whether a flag is set under any of its names."""
    return any(block.get(key) is True for key in keys)


def compile_options(path: str, block: Block, scope: Scope, kind: str) -> tuple[Option, ...]:
    if kind in CHOOSING:
        return _choices(path, block, scope, kind)
    if kind == "rating":
        return _rates(path, block, scope)
    if kind == "boolean":
        return _two(block, scope)
    if kind == "matrix":
        return _listed(f"{path}.columns", block.get("columns"), scope, profile.MOST_ROWS, block, "columnsVisibleIf")
    return ()


def _choices(path: str, block: Block, scope: Scope, kind: str) -> tuple[Option, ...]:
    numbered = _numbered(path, block, scope) if "choicesMax" in block else ()
    may_be_empty = bool(numbered) or "choicesFromQuestion" in block or "cellType" in block or len(scope.stack) > 1
    if may_be_empty and not block.get("choices"):
        return numbered
    options = _listed(
        f"{path}.choices",
        block.get("choices"),
        scope,
        profile.MOST_CHOICES,
        block,
        "choicesVisibleIf",
        "choicesEnableIf",
        table=profile.PICTURE if kind == "imagepicker" else profile.OPTION,
    )
    special = [value for value, keys in _SPECIAL if is_set(block, *keys)]
    for option in options:
        if to_text(option.value).strip().lower() in special:
            scope.problems[f"{path}.choices"] = (
                f"Give the choice another value than {to_text(option.value)}, which is taken."
            )
    taken = {to_text(option.value) for option in options}
    return (*options, *(option for option in numbered if to_text(option.value) not in taken))


_SPECIAL = (
    (OTHER, ("hasOther", "showOtherItem")),
    (NONE, ("hasNone", "showNoneItem")),
    (REFUSED, ("showRefuseItem",)),
    (DONT_KNOW, ("showDontKnowItem",)),
)


def _numbered(path: str, block: Block, scope: Scope) -> tuple[Option, ...]:
    bounds = [block.get("choicesMin", 0), block["choicesMax"], block.get("choicesStep", 1)]
    return _range(f"{path}.choicesMax", scope, bounds, profile.MOST_CHOICES)


def _range(path: str, scope: Scope, bounds: list[Value], limit: int) -> tuple[Option, ...]:
    """Give the numbers from a least to a most by a step."""
    are_whole = all(isinstance(bound, int) and not isinstance(bound, bool) for bound in bounds)
    least, most, step = bounds if are_whole else (0, 0, 1)
    if step < 1 or not least < most or (most - least) // step >= limit:
        scope.problems[path] = f"Let whole numbers, by a step above 0, give 2 to {limit} values."
        return ()
    return tuple(Option(value, {"default": str(value)}) for value in range(least, most + 1, step))


def _rates(path: str, block: Block, scope: Scope) -> tuple[Option, ...]:
    if "rateValues" in block:
        return _listed(f"{path}.rateValues", block["rateValues"], scope, profile.MOST_RATES, block)
    least, step, count = (block.get(key, 1) for key in ("rateMin", "rateStep", "rateCount"))
    most = block.get("rateMax", LAST_RATE)
    if "rateCount" in block and "rateMax" not in block and all(isinstance(one, int) for one in (least, step, count)):
        most = least + (count - 1) * step
    return _range(f"{path}.rateMax", scope, [least, most, step], profile.MOST_RATES)


def _two(block: Block, scope: Scope) -> tuple[Option, ...]:
    sides = (("valueTrue", True, "labelTrue", "Yes"), ("valueFalse", False, "labelFalse", "No"))
    return tuple(
        Option(block.get(key, value), scope.problems.texts(block.get(label), text)) for key, value, label, text in sides
    )


def compile_rows(path: str, block: Block, scope: Scope, kind: str) -> tuple[Option, ...]:
    if kind == "matrix":
        rows = _listed(f"{path}.rows", block.get("rows"), scope, profile.MOST_ROWS, block, "rowsVisibleIf")
    elif kind == "matrixdropdown":
        # Conditions of these rows see the row's own cells; the one common to all rows is compiled beside them.
        with scope.entering(str(block.get("name", ""))):
            rows = _listed(f"{path}.rows", block.get("rows"), scope, profile.MOST_ROWS, block)
    else:
        return ()
    # A table's keys are texts in the answer, whatever its rows are called by.
    return tuple(Option(to_text(row.value), row.texts, row.visible_if, row.enable_if) for row in rows)


def _listed(
    path: str,
    values: Value,
    scope: Scope,
    limit: int,
    block: Block,
    *conditions: str,
    table: Table = profile.OPTION,
) -> tuple[Option, ...]:
    """Read choices, rows or columns, each with its own condition and the one that is common to all."""
    parts = scope.problems.list(path, values, limit)
    if not parts and path not in scope.problems:
        scope.problems[path] = "List at least one value."
    with scope.items():
        base = path.rpartition(".")[0]
        common = [scope.condition(f"{base}.{key}", block) for key in conditions]
        options = [_option(f"{path}[{place}]", part, scope, common, table) for place, part in enumerate(parts)]
    seen: set[str] = set()
    for place, option in enumerate(options):
        key = to_text(option.value).strip().lower()
        if key in seen:
            scope.problems[f"{path}[{place}]"] = "Give it a value of its own; small and capital letters do not differ."
        seen.add(key)
    return tuple(options)


def _option(path: str, part: Value, scope: Scope, common: list[Value], table: Table) -> Option:
    block = part if isinstance(part, dict) else _written(part)
    scope.problems.table(path, block, table)
    scope.problems.require(path, block, "value")
    value = tidy(block.get("value"))
    shown, enabled = [*common, None, None][:2]
    return Option(
        value,
        scope.problems.texts(block.get("text"), to_text(value)),
        _both(shown, scope.condition(f"{path}.visibleIf", block)),
        _both(enabled, scope.condition(f"{path}.enableIf", block)),
    )


def _both(common: Value, own: Value) -> Value:
    """Let an option's own condition stand before the one common to all, as in the browser."""
    return own or common


def _written(part: Value) -> dict[str, Value]:
    value, bar, text = part.partition("|") if isinstance(part, str) else (part, "", "")
    return {"value": value, "text": text} if bar else {"value": value}
