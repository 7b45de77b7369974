"""Attributes of questions: what they set here, and what has no counterpart."""

from typing import Final

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.languages import spoken
from chalicelib.surveys.imports.limesurvey.expressions import parse_script
from chalicelib.surveys.imports.limesurvey.questions import Question, Source
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import number, whole
from chalicelib.surveys.imports.rules import whole_number
from chalicelib.surveys.imports.unparsing import Unsayable, unparse

_OFF: Final = frozenset({"", "0", "N", "default", "none", "no"})
_REASONS: Final = {
    "cssclass": "The form has one accessible look.",
    "css_class": "The form has one accessible look.",
    "prefix": "Words beside the box are not carried.",
    "suffix": "Words beside the box are not carried.",
    "random_group": "Questions stay in their order.",
    "scale_export": "A setting of the source's export.",
    "public_statistics": "A setting of the source's reports.",
    "assessment_value": "Scoring is not carried.",
    "category_separator": "Categories of choices are not carried.",
    "equation": "The equation is the question's text.",
}
_OF_REPORTS: Final = ("statistics_", "public_")
_OF_TIME: Final = "time_limit"
_OF_LOOK: Final = (
    "text_input_width", "input_size", "display_rows", "label_input_columns", "answer_width", "repeat_headings",
    "hide_tip", "page_break", "save_as_default", "display_type", "dropdown_prefix", "keep_aspect", "input_boxes",
    "printable_help", "alphasort_separator", "button_size", "max_buttons_row", "text_input_columns", "use_dropdown",
)  # fmt: skip
_SHUFFLES: Final = frozenset({"random_order", "subquestion_order", "answer_order"})
_CHOOSING: Final = frozenset({"radiogroup", "dropdown", "checkbox", "tagbox", "ranking"})


def use(source: Source, question: Question, name: str, reason: str = "") -> None:
    """Record an attribute as carried in every language."""
    for row in question.attributes.get(name, {}).values():
        source.record(row.path, "carried", reason)


def read_attributes(source: Source, question: Question, element: JsonObject) -> None:
    """Give an element what its attributes set; every attribute that sets something else is recorded."""
    kind = str(element["type"])
    _read_order(source, question, element, kind)
    _read_counts(source, question, element, kind)
    _read_bounds(source, question, element)
    _read_validation(source, question, element)
    if question.attribute("hidden") == "1":
        element["visible"] = False
        use(source, question, "hidden", "It is never shown.")
    columns = whole(question.attribute("display_columns"))
    if columns and 1 < columns <= 10 and kind in {"radiogroup", "checkbox"}:  # noqa: PLR2004 - as many as fit.
        element["colCount"] = columns
        use(source, question, "display_columns")


def record_rest(source: Source, question: Question) -> None:
    """Record the attributes that nothing has used."""
    has_time = question.attribute("time_limit") not in _OFF
    for name, rows in question.attributes.items():
        for row in rows.values():
            if row.path in source.ledger.outcomes:
                continue
            if row["value"] in _OFF or (name.startswith(_OF_TIME) and not has_time):
                source.record(row.path, "carried", "Nothing is set.")
            elif name.startswith(_OF_TIME):
                source.record(row.path, "lost", "Nobody is hurried here.")
            elif name.startswith(_OF_REPORTS):
                source.record(row.path, "lost", "A setting of the source's reports.")
            elif name in _OF_LOOK:
                source.record(row.path, "lost", "A matter of the look; the form has its own.")
            else:
                reason = _REASONS.get(name, "An attribute that has no counterpart here.")
                source.record(row.path, "lost", reason)


def _read_order(source: Source, question: Question, element: JsonObject, kind: str) -> None:
    for name in _SHUFFLES & question.attributes.keys():
        if question.attribute(name) in {"1", "random"}:
            if kind in _CHOOSING:
                element["choicesOrder"] = "random"
            elif kind == "matrix":
                element["rowsOrder"] = "random"
            else:
                continue
            use(source, question, name)


def _read_counts(source: Source, question: Question, element: JsonObject, kind: str) -> None:
    if kind not in {"checkbox", "ranking"}:
        return
    bounds: JsonObject = {}
    for name, key in (("min_answers", "minCount"), ("max_answers", "maxCount")):
        count = whole(question.attribute(name))
        if count is not None and 0 < count <= 1_000:  # noqa: PLR2004 - as many choices as a question may have
            bounds[key] = count
            use(source, question, name)
    if bounds:
        _rules(element).append({"type": "answercount", **bounds})
    else:
        return
    if kind == "ranking":
        element["selectToRankEnabled"] = True


def _rules(element: JsonObject) -> list[object]:
    rules = element.setdefault("validators", [])
    return rules if isinstance(rules, list) else []


def _read_bounds(source: Source, question: Question, element: JsonObject) -> None:
    length = whole(question.attribute("maximum_chars"))
    most = {"text": 2_000, "comment": 10_000}.get(str(element["type"]), 0)
    if length is not None and 0 < length <= most and element.get("inputType") != "number":
        element["maxLength"] = length
        use(source, question, "maximum_chars")
    if element.get("inputType") != "number":
        return
    for name, key in (("min_num_value_n", "min"), ("max_num_value_n", "max")):
        bound = number(question.attribute(name))
        if bound is not None and abs(bound) <= 10**11:
            element[key] = bound
            use(source, question, name)
    if question.attribute("num_value_int_only") == "1":
        element["step"] = 1
        _rules(element).append(whole_number(str(element["name"])))
        use(source, question, "num_value_int_only")


def _read_validation(source: Source, question: Question, element: JsonObject) -> None:
    script = question.attribute("em_validation_q")
    if not script:
        return
    path = next(row.path for row in question.attributes["em_validation_q"].values() if row["value"])
    try:
        rule: JsonObject = {
            "type": "expression",
            "expression": unparse(parse_script(script, source.resolve, str(element["name"]), source.is_all)),
        }
    except Unsayable as problem:
        source.record(path, "lost", str(problem))
        return
    tips = {language: plain(row["value"]) for language, row in question.attributes["em_validation_q_tip"].items()}
    text = spoken({language: source.piped(tip) for language, tip in tips.items()}, source.base)
    _rules(element).append({**rule, "text": text} if text else rule)
    source.record(path, "carried")
    use(source, question, "em_validation_q_tip")


def read_pattern(source: Source, question: Question, element: JsonObject) -> None:
    """The pattern that a text has to follow, without its delimiters."""
    path = (*question.row.path, "preg")
    pattern = question.row["preg"]
    if not pattern:
        return
    body, _, flags = pattern[1:].rpartition(pattern[0])
    if element["type"] in {"text", "comment"} and body and set(flags) <= {"i", "u"}:
        rule: JsonObject = {"type": "regex", "regex": body}
        _rules(element).append({**rule, "caseInsensitive": True} if "i" in flags else rule)
        source.record(path, "carried")
    else:
        source.record(path, "lost", "Its pattern cannot be read or its type takes none.")
