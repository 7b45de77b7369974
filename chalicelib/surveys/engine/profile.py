"""The district profile: which properties each type may have, of what kind, and how large anything may be."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.surveys.engine.markup import problem_of_markup
from chalicelib.surveys.engine.values import Value, text_length

MOST_ITEMS: Final = 500
MOST_CHOICES: Final = 1_000
MOST_ROWS: Final = 100
MOST_RATES: Final = 20
MOST_RULES: Final = 10
LARGEST_DEFINITION: Final = 500_000  # Characters of all texts and keys, and one for each other value.
DEEPEST_DEFINITION: Final = 40
LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 4_000
LONGEST_PATTERN: Final = 500
LONGEST_TEXT: Final = 2_000
LONGEST_COMMENT: Final = 10_000
LARGEST_NUMBER: Final = 10**11

Check = Callable[[Value], str | None]
Table = Mapping[str, Check]

_NAME = re.compile(r"[^\x00-\x1f\x7f{}\[\]#$.\"'\\]+")
_LOCALE = re.compile(r"default|[a-z]{2,3}(-[A-Za-z]{2,8})?")


def size_of(value: Value, deepest: int) -> int | None:
    """Measure JSON without recursion; None for what nests deeper or is no JSON."""
    size, waiting = 0, [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        size += 1
        if depth > deepest:
            return None
        if isinstance(part, str):
            size += len(part)
        elif isinstance(part, dict):
            if not all(isinstance(key, str) for key in part):
                return None
            size += sum(map(len, part))
            waiting.extend((inner, depth + 1) for inner in part.values())
        elif isinstance(part, list):
            waiting.extend((inner, depth + 1) for inner in part)
        elif part is not None and not isinstance(part, (bool, int, float)):
            return None
    return size


def problem_of_name(value: Value) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        return f"Give a name of 1 to {LONGEST_NAME} characters."
    if not _NAME.fullmatch(value) or value != value.strip():
        return "Leave braces, brackets, dots, quotes, #, $, backslashes, line breaks and outer blanks out of names."
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "Write the name with whole characters."
    return None


def anything(_: Value) -> None:
    """Leave the check to the part of the compiler that reads the property."""


def flag(value: Value) -> str | None:
    return None if isinstance(value, bool) else "Set it to true or false."


def texts(value: Value) -> str | None:
    """Take a text, or an object of texts by language."""
    if isinstance(value, str):
        return None if len(value) <= LONGEST_TITLE else f"Shorten it to {LONGEST_TITLE} characters."
    if not isinstance(value, dict) or not value:
        return 'Write a text, or texts by language such as {"default": "…", "es": "…"}.'
    if not all(_LOCALE.fullmatch(key) for key in value):
        return 'Name languages as "default", "es" or "pt-BR".'
    problems = (texts(text) if isinstance(text, str) else "Write a text for every language." for text in value.values())
    return next((problem for problem in problems if problem), None)


def plain(value: Value) -> str | None:
    return (
        None
        if isinstance(value, str) and len(value) <= LONGEST_NAME
        else f"Write a text of at most {LONGEST_NAME} characters."
    )


def html(value: Value) -> str | None:
    problem = texts(value)
    parts = [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else []
    return problem or next((found for part in parts if (found := problem_of_markup(part))), None)


def whole(least: int, most: int) -> Check:
    def check(value: Value) -> str | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return None if is_whole and least <= value <= most else f"Give a whole number from {least} to {most}."

    return check


def number(value: Value) -> str | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (
        None if is_number and abs(value) <= LARGEST_NUMBER else f"Give a number of at most {LARGEST_NUMBER} either way."
    )


def one_of(*allowed: Value) -> Check:
    def check(value: Value) -> str | None:
        is_known = any(type(value) is type(one) and value == one for one in allowed)
        return None if is_known else "Choose one of: " + ", ".join(map(str, allowed)) + "."

    return check


def scalar(value: Value) -> str | None:
    """Take what may be the value of a choice: a short text, a number or a boolean."""
    if isinstance(value, str):
        fits = len(value.strip()) > 0 and text_length(value) <= LONGEST_NAME * 2 and value.isprintable()
        return None if fits else "Give the value as 1 to 200 printable characters."
    return None if isinstance(value, bool) else number(value) and "Give the value as a text, a number or a boolean."


_OLD_FLAGS: Final = (True, False)  # Earlier versions of the format wrote a boolean here.

_LAYOUT: Final[Table] = {
    "startWithNewLine": flag,
    "width": plain,
    "minWidth": plain,
    "maxWidth": plain,
    "indent": whole(0, 10),
    "titleLocation": one_of("default", "top", "bottom", "left", "hidden"),
    "descriptionLocation": one_of("default", "underTitle", "underInput"),
    "errorLocation": one_of("default", "top", "bottom"),
    "showNumber": flag,
    "hideNumber": flag,
    "state": one_of("default", "collapsed", "expanded"),
}
_ELEMENT: Final[Table] = {
    "type": anything,
    "name": problem_of_name,
    "visible": flag,
    "visibleIf": anything,
    **_LAYOUT,
}
_ASKED: Final[Table] = {
    **_ELEMENT,
    "title": texts,
    "description": texts,
    "isRequired": flag,
    "requiredIf": anything,
    "requiredErrorText": texts,
    "enableIf": anything,
    "readOnly": flag,
    "validators": anything,
    "defaultValue": anything,
    "hasComment": flag,
    "showCommentArea": flag,
    "commentText": texts,
    "commentPlaceholder": texts,
}
_CHOICES: Final[Table] = {
    "choices": anything,
    "choicesVisibleIf": anything,
    "choicesEnableIf": anything,
    "choicesOrder": one_of("none", "asc", "desc", "random"),
    "colCount": whole(0, 10),
    "hasOther": flag,
    "showOtherItem": flag,
    "otherText": texts,
    "otherPlaceholder": texts,
    "otherErrorText": texts,
    "hasNone": flag,
    "showNoneItem": flag,
    "noneText": texts,
    "separateSpecialChoices": flag,
}
_TYPED: Final[Table] = {
    "inputType": one_of("text", "number", "email", "date", "tel", "url", "time"),
    "min": anything,
    "max": anything,
    "step": number,
    "minErrorText": texts,
    "maxErrorText": texts,
    "maxLength": whole(-1, LONGEST_TEXT),
    "placeholder": texts,
    "autocomplete": plain,
    "size": whole(1, 500),
    "inputWidth": plain,
}
_LONG: Final[Table] = {
    "maxLength": whole(-1, LONGEST_COMMENT),
    "placeholder": texts,
    "rows": whole(1, 50),
    "cols": whole(1, 200),
    "autoGrow": flag,
    "allowResize": flag,
}
_RATED: Final[Table] = {
    "rateMin": whole(-100, 100),
    "rateMax": whole(-100, 100),
    "rateStep": whole(1, 100),
    "rateCount": whole(2, MOST_RATES),
    "rateValues": anything,
    "autoGenerate": flag,
    "minRateDescription": texts,
    "maxRateDescription": texts,
    "displayRateDescriptionsAsExtremeItems": flag,
    "displayMode": one_of("auto", "buttons", "dropdown"),
    "rateType": one_of("labels", "stars", "smileys"),
    "rateDisplayMode": one_of("labels", "stars", "smileys"),
    "rateColorMode": one_of("default", "scale"),
    "scaleColorMode": one_of("monochrome", "colored"),
}
_TWO: Final[Table] = {
    "labelTrue": texts,
    "labelFalse": texts,
    "valueTrue": scalar,
    "valueFalse": scalar,
    "renderAs": one_of("default", "checkbox", "radio"),
    "swapOrder": flag,
}
_SELECTED: Final[Table] = {"minSelectedChoices": whole(0, MOST_CHOICES), "maxSelectedChoices": whole(0, MOST_CHOICES)}
_ROWS: Final[Table] = {
    "columns": anything,
    "rows": anything,
    "rowsVisibleIf": anything,
    "columnsVisibleIf": anything,
    "rowsOrder": one_of("initial", "random"),
    "alternateRows": flag,
    "verticalAlign": one_of("top", "middle"),
    "columnMinWidth": plain,
    "rowTitleWidth": plain,
    "showHeader": flag,
    "hideIfRowsEmpty": flag,
}
_ONE: Final[Table] = {"showClearButton": flag, "allowClear": flag, "placeholder": texts, "searchEnabled": flag}
_SHOWN: Final[Table] = {
    "displayStyle": one_of("none", "decimal", "currency", "percent", "date"),
    "currency": plain,
    "maximumFractionDigits": whole(-1, 20),
    "minimumFractionDigits": whole(-1, 20),
    "useGrouping": flag,
    "format": texts,
}

TYPES: Final[Mapping[str, Table]] = {
    "text": {**_ASKED, **_TYPED},
    "comment": {**_ASKED, **_LONG},
    "radiogroup": {**_ASKED, **_CHOICES, **_ONE},
    "dropdown": {**_ASKED, **_CHOICES, **_ONE, "choicesMin": number, "choicesMax": number, "choicesStep": number},
    "checkbox": {
        **_ASKED,
        **_CHOICES,
        **_SELECTED,
        "hasSelectAll": flag,
        "showSelectAllItem": flag,
        "selectAllText": texts,
    },
    "ranking": {**_ASKED, **_CHOICES, **_SELECTED, "selectToRankEnabled": flag, "longTap": flag},
    "rating": {**_ASKED, **_RATED},
    "boolean": {**_ASKED, **_TWO},
    "matrix": {**_ASKED, **_ROWS, "isAllRowRequired": flag, "eachRowRequired": flag, "eachRowUnique": flag},
    "matrixdropdown": {
        **_ASKED,
        **_ROWS,
        "choices": anything,
        "cellType": anything,
        "placeholder": texts,
        "optionsCaption": texts,
    },
    "html": {**_ELEMENT, "html": html},
    "expression": {**_ELEMENT, "title": texts, "description": texts, "expression": anything, **_SHOWN},
    "panel": {
        **_ELEMENT,
        "title": texts,
        "description": texts,
        "enableIf": anything,
        "requiredIf": anything,
        "isRequired": flag,
        "requiredErrorText": texts,
        "readOnly": flag,
        "elements": anything,
        "innerIndent": whole(0, 10),
        "questionTitleLocation": one_of("default", "top", "bottom", "left", "hidden"),
        "showQuestionNumbers": one_of("default", "onpanel", "off", "on", "recursive", *_OLD_FLAGS),
        "questionStartIndex": plain,
    },
}
NO_OTHER: Final = frozenset({"hasOther", "showOtherItem", "hasNone", "showNoneItem"})
PAGE: Final[Table] = {
    key: check for key, check in TYPES["panel"].items() if key not in {"type", "startWithNewLine"}
} | {
    "navigationTitle": texts,
    "navigationDescription": texts,
    "showNavigationButtons": one_of("inherit", "show", "hide", *_OLD_FLAGS),
}
_CELL_TYPES = ("text", "comment", "dropdown", "radiogroup", "checkbox", "rating", "boolean")
CELL_TYPE: Final = one_of("default", *_CELL_TYPES)
_CELL: Final[Table] = {
    key: check
    for key, check in _ASKED.items()
    if key not in {"type", "hasComment", "showCommentArea", "commentText", "commentPlaceholder", "defaultValue"}
} | {"cellType": CELL_TYPE, "minWidth": plain, "isUnique": flag}
CELLS: Final[Mapping[str, Table]] = {
    kind: {**_CELL, **{key: check for key, check in TYPES[kind].items() if key not in {*_ASKED, *NO_OTHER}}}
    for kind in _CELL_TYPES
}
SURVEY: Final[Table] = {
    "title": texts,
    "description": texts,
    "pages": anything,
    "elements": anything,
    "calculatedValues": anything,
    "clearInvisibleValues": one_of("onHiddenContainer"),
    "timeZone": anything,
    "locale": plain,
    "logo": one_of(""),
    "completedHtml": html,
    "completeText": texts,
    "pageNextText": texts,
    "pagePrevText": texts,
    "startSurveyText": texts,
    "requiredText": plain,
    "requiredMark": plain,
    "showQuestionNumbers": one_of("default", "on", "off", "onPage", "onpage", "recursive", *_OLD_FLAGS),
    "questionTitleLocation": one_of("top", "bottom", "left"),
    "questionDescriptionLocation": one_of("underTitle", "underInput"),
    "questionErrorLocation": one_of("top", "bottom"),
    "showProgressBar": one_of(
        "off", "top", "bottom", "topbottom", "both", "aboveHeader", "aboveheader", "belowheader", "auto", *_OLD_FLAGS
    ),
    "progressBarType": one_of("pages", "questions", "requiredQuestions", "correctQuestions", "buttons"),
    "progressBarLocation": one_of("auto", "aboveheader", "belowheader", "bottom", "topbottom"),
    "showTitle": flag,
    "showPageTitles": flag,
    "showPageNumbers": flag,
    "showNavigationButtons": one_of("none", "top", "bottom", "both", "topBottom", *_OLD_FLAGS),
    "showPrevButton": flag,
    "showCompletePage": flag,
    "checkErrorsMode": one_of("onNextPage", "onValueChanged", "onComplete"),
    "textUpdateMode": one_of("onBlur", "onTyping"),
    "questionsOnPageMode": one_of("standard", "singlePage", "questionPerPage", "inputPerPage"),
    "maxTextLength": whole(0, LONGEST_COMMENT),
    "maxOthersLength": whole(0, LONGEST_COMMENT),
    "autoGrowComment": flag,
    "allowResizeComment": flag,
    "focusFirstQuestionAutomatic": flag,
    "autoFocusFirstQuestion": flag,
    "focusOnFirstError": flag,
    "autoFocusFirstError": flag,
    "widthMode": one_of("auto", "static", "responsive"),
    "width": plain,
    "fitToContainer": flag,
    "headerView": one_of("basic", "advanced"),
    "showTOC": flag,
    "showPreviewBeforeComplete": one_of("noPreview", "showAllQuestions", "showAnsweredQuestions", *_OLD_FLAGS),
    "version": plain,
}
OPTION: Final[Table] = {"value": scalar, "text": texts, "visibleIf": anything, "enableIf": anything}
CALCULATED: Final[Table] = {"name": problem_of_name, "expression": anything, "includeIntoResult": flag}
_BOUNDS: Final[Mapping[str, Table]] = {
    "numeric": {"minValue": number, "maxValue": number},
    "text": {"minLength": whole(0, LONGEST_COMMENT), "maxLength": whole(0, LONGEST_COMMENT), "allowDigits": flag},
    "answercount": {"minCount": whole(0, MOST_CHOICES), "maxCount": whole(0, MOST_CHOICES)},
    "regex": {"regex": anything, "caseInsensitive": flag},
    "email": {},
    "expression": {"expression": anything},
}
RULES: Final[Mapping[str, Table]] = {
    kind: {"type": anything, "text": texts, **bounds} for kind, bounds in _BOUNDS.items()
}
