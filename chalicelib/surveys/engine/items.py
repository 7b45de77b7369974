"""How a single question or column is compiled: its options, bounds, rules and what is worked out for it."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Scope
from chalicelib.surveys.engine.domains import FORMATS, Refused, normalise
from chalicelib.surveys.engine.elements import (
    DONT_KNOW,
    NESTED,
    NONE,
    REFUSED,
    SEVERAL,
    Carried,
    Item,
    Mask,
    Rule,
    Upload,
    options_by_text,
)
from chalicelib.surveys.engine.expressions import Run
from chalicelib.surveys.engine.functions import CLOCK_FUNCTIONS
from chalicelib.surveys.engine.names import key_of
from chalicelib.surveys.engine.options import compile_options, compile_rows, is_set
from chalicelib.surveys.engine.values import Value

Block = Mapping[str, Value]
_BOUNDED: Final = "Set bounds only for numbers, ranges, dates, months, weeks and times."
_SLIDER: Final = (0, 100)
_DECLINED: Final = (
    (NONE, ("hasNone", "showNoneItem")),
    (REFUSED, ("showRefuseItem",)),
    (DONT_KNOW, ("showDontKnowItem",)),
)
_CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "image": ("image/*",),
    "video": ("video/*",),
    "audio": ("audio/*",),
    "document": (".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp"),
    "archive": (".zip",),
}


def compile_item(path: str, block: Block, scope: Scope, kind: str | None = None) -> Item:
    """Compile one question or, with its kind given, one column; problems are noted in the scope."""
    kind = kind or str(block["type"])
    name = str(block.get("name", ""))
    options = compile_options(path, block, scope, kind)
    least, most = _bounds(path, block, scope, kind)
    clock = set(scope.functions)
    expression = _expression(path, block, scope, kind)
    item = Item(
        name=name,
        kind=kind,
        key=key_of(block, name),
        texts=scope.problems.texts(block.get("title"), name),
        bank_id=str(block.get("bankId", "")),
        visible=block.get("visible", True) is not False,
        visible_if=scope.condition(f"{path}.visibleIf", block),
        required=block.get("isRequired") is True,
        required_if=scope.condition(f"{path}.requiredIf", block),
        enable_if=scope.condition(f"{path}.enableIf", block),
        read_only=block.get("readOnly") is True,
        default=block.get("defaultValue"),
        is_set_by_survey=bool(block.get("setValueExpression") or block.get("defaultValueExpression")),
        default_if=_elsewhere(path, block, scope),
        options=options,
        by_text=options_by_text(options),
        rows=compile_rows(path, block, scope, kind),
        rows_visible_if=_rows_visible_if(path, block, scope, kind),
        rules=_rules(path, block, scope),
        input_type=str(block.get("inputType", "text")),
        least=least,
        most=most,
        least_if=scope.expression(f"{path}.minValueExpression", block),
        most_if=scope.expression(f"{path}.maxValueExpression", block),
        step=_step(block),
        mask=_mask(path, block, scope),
        longest=count_of(block, "maxLength") if count_of(block, "maxLength") > 0 else scope.longest,
        longest_other=scope.longest_other,
        fewest=count_of(block, "minSelectedChoices"),
        most_selected=count_of(block, "maxSelectedChoices"),
        is_multiple=_is_multiple(block, kind),
        has_other=is_set(block, "hasOther", "showOtherItem"),
        has_none=is_set(block, "hasNone", "showNoneItem"),
        declined=frozenset(value for value, keys in _DECLINED if is_set(block, *keys)),
        has_comment=is_set(block, "hasComment", "showCommentArea"),
        has_inline_other=_has_inline_other(block, scope),
        property_name=str(block.get("valuePropertyName", "")),
        carried=_carried(path, block, scope),
        hides_empty=is_set(block, "hideIfChoicesEmpty", "hideIfRowsEmpty"),
        keeps_hidden=block.get("clearIfInvisible") == "none",
        every_row=is_set(block, "isAllRowRequired", "eachRowRequired"),
        unique_rows=is_set(block, "eachRowUnique"),
        is_unique=is_set(block, "isUnique"),
        partly_ranked=is_set(block, "selectToRankEnabled"),
        upload=_upload(block) if kind == "file" else None,
        expression=expression,
        precision=count_of(block, "precision") if "precision" in block else -1,
        looks_at_clock=bool(CLOCK_FUNCTIONS & (scope.functions - clock)),
    )
    _check_default(path, item, scope)
    return item


def _elsewhere(path: str, block: Block, scope: Scope) -> Run | None:
    """Check the expressions that run in the browser alone and give the one of the default value.

    They change answers that are then sent, so nothing here hangs on them.
    """
    owner, scope.owner = scope.owner, ""
    run = scope.expression(f"{path}.defaultValueExpression", block)
    for key in ("setValueIf", "resetValueIf", *(() if _is_derived(block) else ("setValueExpression",))):
        scope.expression(f"{path}.{key}", block)
    scope.owner = owner
    return run


def _check_default(path: str, item: Item, scope: Scope) -> None:
    if item.default is None or scope.problems or item.kind in NESTED or item.carried:
        return
    try:
        normalise(item, item.default)
    except Refused as refusal:
        scope.problems[f"{path}.defaultValue"] = f"Give a value that is an answer. {refusal}"


def count_of(block: Block, key: str) -> int:
    """Give a whole number of a block, 0 where there is none."""
    count = block.get(key)
    return count if isinstance(count, int) else 0


def _is_multiple(block: Block, kind: str) -> bool:
    return (
        kind in SEVERAL
        or (kind == "imagepicker" and is_set(block, "multiSelect"))
        or (kind == "slider" and block.get("sliderType") == "range")
        or (kind == "matrix" and block.get("cellType") == "checkbox")
    )


def _has_inline_other(block: Block, scope: Scope) -> bool:
    stored = block.get("storeOthersAsComment", "default")
    apart = stored if isinstance(stored, bool) else scope.stores_others_apart
    return not apart or is_set(block, "hasComment", "showCommentArea")


def _is_derived(block: Block) -> bool:
    """Tell whether the value of a question that nobody may change follows from the others."""
    return bool(block.get("setValueExpression")) and is_set(block, "readOnly") and not block.get("setValueIf")


def _expression(path: str, block: Block, scope: Scope, kind: str) -> Run | None:
    if kind == "expression":
        return scope.expression(f"{path}.expression", block)
    return scope.expression(f"{path}.setValueExpression", block) if _is_derived(block) else None


def _rows_visible_if(path: str, block: Block, scope: Scope, kind: str) -> Run | None:
    if kind not in {"matrixdropdown", "matrixdynamic"}:
        return None
    with scope.entering(str(block.get("name", ""))):
        return scope.condition(f"{path}.rowsVisibleIf", block)


def _carried(path: str, block: Block, scope: Scope) -> Carried | None:
    name = block.get("choicesFromQuestion")
    if not isinstance(name, str) or not name:
        return None
    key = scope.names.canonical.get(name.lower()) if len(scope.stack) == 1 else None
    if key is None:
        scope.problems[f"{path}.choicesFromQuestion"] = "Name a question that is not repeated."
        return None
    for node in scope.names.nodes.get(key, ()):
        scope.depend(node)
    mode = str(block.get("choicesFromQuestionMode", "all"))
    return Carried(key, mode, str(block.get("choiceValuesFromQuestion", "")))


def _upload(block: Block) -> Upload:
    most = (count_of(block, "maxFiles") or profile.MOST_FILES) if is_set(block, "allowMultiple") else 1
    types = [part.strip().lower() for part in str(block.get("acceptedTypes", "")).split(",") if part.strip()]
    categories = block.get("acceptedCategories")
    for category in categories if isinstance(categories, list) else ():
        types += _CATEGORIES.get(str(category), ())
    return Upload(most, count_of(block, "maxSize"), tuple(types))


def _step(block: Block) -> float | None:
    step = block.get("step")
    is_number = isinstance(step, (int, float)) and not isinstance(step, bool)
    return step if is_number and block.get("inputType") == "number" and step > 0 else None  # type: ignore[operator]


def _mask(path: str, block: Block, scope: Scope) -> Mask | None:
    kind, settings = block.get("maskType", "none"), block.get("maskSettings", {})
    table = profile.MASK.get(kind) if isinstance(kind, str) else None
    if table is None or not scope.problems.table(f"{path}.maskSettings", settings, table) or kind == "none":
        return None
    pattern = settings.get("pattern", "")
    if kind == "pattern" and (not isinstance(pattern, str) or not 0 < len(pattern) <= profile.LONGEST_MASK):
        scope.problems[f"{path}.maskSettings.pattern"] = 'Give a pattern such as "999-99".'
    return Mask(
        str(kind),
        str(pattern),
        settings.get("saveMaskedValue") is True,
        settings.get("min"),
        settings.get("max"),
        settings.get("allowNegativeValues", True) is not False,
    )


def _bounds(path: str, block: Block, scope: Scope, kind: str) -> tuple[Value, Value]:
    if kind == "slider":
        least, most = (block.get(key, otherwise) for key, otherwise in zip(("min", "max"), _SLIDER, strict=True))
        if not any(profile.problem_of_number(bound) for bound in (least, most)) and least >= most:
            scope.problems[f"{path}.max"] = "Let max be larger than min."
        return least, most
    return _bound(f"{path}.min", block.get("min"), block, scope), _bound(f"{path}.max", block.get("max"), block, scope)


def _bound(path: str, value: Value, block: Block, scope: Scope) -> Value:
    if value is None or value == "":
        return None
    kind = str(block.get("inputType"))
    if kind in {"number", "range"}:
        sentence = profile.problem_of_number(value)
    elif kind in FORMATS and kind not in {"email", "url", "color"}:
        sentence = None if isinstance(value, str) and FORMATS[kind].fits(value) else FORMATS[kind].sentence
    else:
        sentence = _BOUNDED
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
        is_blocking=part.get("notificationType", "error") == "error",
    )


_LEAST = ("minValue", "minLength", "minCount")
_MOST = ("maxValue", "maxLength", "maxCount")


def _rule_condition(path: str, part: Block, scope: Scope) -> Run | None:
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
