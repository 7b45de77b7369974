"""What stands around the questions: the survey itself, its pages, choices, validators, triggers, calculated values."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine.profile.checks import (
    Table,
    bank_id,
    compiled,
    condition,
    example,
    expression,
    flag,
    html,
    image_link,
    listed,
    name,
    number,
    one_of,
    pattern,
    plain,
    scalar,
    share,
    texts,
    whole,
)
from chalicelib.surveys.engine.profile.limits import (
    FEWEST_OF_QUOTA,
    LONGEST_COMMENT,
    MOST_BANDS,
    MOST_CHOICES,
    MOST_ITEMS,
    MOST_OF_QUOTA,
    MOST_QUOTAS,
    MOST_SCALE_ITEMS,
    MOST_SCALES,
    MOST_TRIGGERS,
)
from chalicelib.surveys.engine.profile.protected import AUDIENCES
from chalicelib.surveys.engine.profile.questions import OLD_FLAGS, TYPES

PAGE: Final[Table] = {
    key: check for key, check in TYPES["panel"].items() if key not in {"type", "startWithNewLine"}
} | {
    "navigationTitle": texts,
    "navigationDescription": texts,
    "navigationButtonsVisibility": one_of("inherit", "show", "hide"),
    "showNavigationButtons": one_of("inherit", "show", "hide", *OLD_FLAGS),
}
SURVEY: Final[Table] = {
    "title": texts,
    "description": texts,
    "pages": compiled(type="array", items={"$ref": "#/definitions/page"}),
    "elements": compiled(type="array", maxItems=MOST_ITEMS, items={"$ref": "#/definitions/element"}),
    "calculatedValues": compiled(type="array", items={"$ref": "#/definitions/calculatedValue"}),
    "triggers": compiled(type="array", maxItems=MOST_TRIGGERS, items={"$ref": "#/definitions/trigger"}),
    "clearInvisibleValues": one_of("onHiddenContainer"),
    "storeOthersAsComment": flag,
    "audience": listed(one_of(*AUDIENCES), len(AUDIENCES)),
    "quotas": compiled(type="array", maxItems=MOST_QUOTAS, items={"$ref": "#/definitions/quota"}),
    "scales": compiled(type="array", maxItems=MOST_SCALES, items={"$ref": "#/definitions/scale"}),
    "timeZone": compiled(type="string"),
    "locale": plain,
    "mode": one_of("edit", "display"),
    "readOnly": flag,
    "logo": one_of(""),
    "completedHtml": html,
    "completedBeforeHtml": html,
    "loadingHtml": html,
    "completeText": texts,
    "pageNextText": texts,
    "pagePrevText": texts,
    "startSurveyText": texts,
    "previewText": texts,
    "editText": texts,
    "requiredText": plain,
    "requiredMark": plain,
    "showQuestionNumbers": one_of("default", "on", "off", "onPage", "onpage", "recursive", *OLD_FLAGS),
    "questionStartIndex": plain,
    "questionTitlePattern": one_of("numTitleRequire", "numRequireTitle", "requireNumTitle", "numTitle"),
    "questionTitleTemplate": texts,
    "questionTitleLocation": one_of("top", "bottom", "left"),
    "questionDescriptionLocation": one_of("underTitle", "underInput", "hidden"),
    "questionErrorLocation": one_of("top", "bottom"),
    "questionOrder": one_of("initial", "random"),
    "questionsOrder": one_of("initial", "random"),
    "showProgressBar": one_of(
        "off", "top", "bottom", "topbottom", "both", "aboveHeader", "aboveheader", "belowheader", "auto", *OLD_FLAGS
    ),
    "progressBarType": one_of("pages", "questions", "requiredQuestions", "correctQuestions", "buttons"),
    "progressBarLocation": one_of("auto", "aboveheader", "belowheader", "bottom", "topbottom"),
    "progressBarShowPageTitles": flag,
    "progressBarShowPageNumbers": flag,
    "progressBarInheritWidthFrom": one_of("container", "survey"),
    "firstPageIsStarted": flag,
    "firstPageIsStartPage": flag,
    "showTitle": flag,
    "showPageTitles": flag,
    "showPageNumbers": flag,
    "showNavigationButtons": one_of("none", "top", "bottom", "both", "topBottom", *OLD_FLAGS),
    "navigationButtonsLocation": one_of("top", "bottom", "topBottom"),
    "showPrevButton": flag,
    "showCompletePage": flag,
    "showCompletedPage": flag,
    "goNextPageAutomatic": one_of("autogonext", *OLD_FLAGS),
    "autoAdvanceEnabled": flag,
    "allowCompleteSurveyAutomatic": flag,
    "autoAdvanceAllowComplete": flag,
    "checkErrorsMode": one_of("onNextPage", "onValueChanged", "onComplete"),
    "validateVisitedEmptyFields": flag,
    "textUpdateMode": one_of("onBlur", "onTyping"),
    "questionsOnPageMode": one_of("standard", "singlePage", "questionPerPage", "inputPerPage"),
    "isSinglePage": flag,
    "maxTextLength": whole(0, LONGEST_COMMENT),
    "maxOthersLength": whole(0, LONGEST_COMMENT),
    "maxCommentLength": whole(0, LONGEST_COMMENT),
    "commentAreaRows": whole(1, 50),
    "autoGrowComment": flag,
    "allowResizeComment": flag,
    "focusFirstQuestionAutomatic": flag,
    "autoFocusFirstQuestion": flag,
    "focusOnFirstError": flag,
    "autoFocusFirstError": flag,
    "widthMode": one_of("auto", "static", "responsive"),
    "width": plain,
    "fitToContainer": flag,
    "gridLayoutEnabled": flag,
    "headerView": one_of("basic", "advanced"),
    "showTOC": flag,
    "tocLocation": one_of("left", "right"),
    "showPreviewBeforeComplete": one_of("noPreview", "showAllQuestions", "showAnsweredQuestions", *OLD_FLAGS),
    "previewMode": one_of("allQuestions", "answeredQuestions"),
    "matrixDragHandleArea": one_of("entireItem", "icon"),
    "version": plain,
    "sjsVersion": plain,
}
OPTION: Final[Table] = {
    "value": scalar,
    "text": texts,
    "visibleIf": condition,
    "enableIf": condition,
    "randomize": flag,
    "randomizeCategory": plain,
}
PICTURE: Final[Table] = {**OPTION, "imageLink": image_link}
QUOTA: Final[Table] = {
    "name": name,
    "title": texts,
    "condition": condition,
    "limit": whole(FEWEST_OF_QUOTA, MOST_OF_QUOTA),
    "message": texts,
}
_PARTS: Final = compiled(type="array", maxItems=MOST_SCALE_ITEMS, items={"type": "string"})
SCALE: Final[Table] = {
    "name": name,
    "bankId": bank_id,
    "title": texts,
    "items": _PARTS,
    "reversed": _PARTS,
    "method": one_of("mean", "sum"),
    "leastAnswered": share,
    "bands": compiled(type="array", maxItems=MOST_BANDS, items={"$ref": "#/definitions/band"}),
}
BAND: Final[Table] = {"from": number, "title": texts}
CALCULATED: Final[Table] = {"name": name, "expression": expression, "includeIntoResult": flag}
_BOUNDS: Final[Mapping[str, Table]] = {
    "numeric": {"minValue": number, "maxValue": number},
    "text": {"minLength": whole(0, LONGEST_COMMENT), "maxLength": whole(0, LONGEST_COMMENT), "allowDigits": flag},
    "answercount": {"minCount": whole(0, MOST_CHOICES), "maxCount": whole(0, MOST_CHOICES)},
    "regex": {"regex": pattern, "caseInsensitive": flag},
    "email": {},
    "expression": {"expression": condition},
}
RULES: Final[Mapping[str, Table]] = {
    kind: {
        "type": compiled(type="string"),
        "text": texts,
        "notificationType": one_of("error", "warning", "info"),
        **bounds,
    }
    for kind, bounds in _BOUNDS.items()
}
_WHEN: Final[Table] = {"type": compiled(type="string"), "expression": condition}
TRIGGERS: Final[Mapping[str, Table]] = {
    "complete": _WHEN,
    "setvalue": {**_WHEN, "setToName": name, "setValue": example, "isVariable": one_of(False)},  # noqa: FBT003
    "copyvalue": {**_WHEN, "fromName": name, "setToName": name, "copyDisplayValue": one_of(False)},  # noqa: FBT003
    "runexpression": {**_WHEN, "setToName": name, "runExpression": expression},
}
REASONS: Final[Mapping[str, str]] = {
    "clearInvisibleValues": 'Set it to "onHiddenContainer", or leave it out: an answer is judged by what it holds.',
    "choicesByUrl": "List the choices; the server cannot vouch for a list that another server gives.",
    "choicesLazyLoadEnabled": "List the choices; the server must know them all.",
    "allowCustomChoices": "Offer other instead; a choice of the respondent's own is no choice of the survey.",
    "navigateToUrl": "Take it out; the respondent stays on the district's own page.",
    "navigateToUrlOnCondition": "Take it out; the respondent stays on the district's own page.",
    "completedHtmlOnCondition": "Use html elements with conditions on the last page.",
    "bindings": "Take it out; count panels or rows by an expression instead.",
    "isVariable": "Use a calculated value instead of a variable: the server never sees variables.",
    "detailElements": "Put these questions into a panel that is repeated.",
    "storeDataAsText": "Set it to false for files, to true for signatures.",
    "surveyPostId": "Take it out; answers go to this server alone.",
    "surveyId": "Take it out; answers go to this server alone.",
    "cookieName": "Take it out; a personal link is what makes an answer single.",
}
TRIGGER_REASONS: Final[Mapping[str, str]] = {
    "visible": "Use visibleIf on the questions or pages that it shows.",
    "skip": "Use visibleIf on the pages that it skips.",
}
