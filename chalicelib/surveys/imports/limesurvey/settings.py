"""Settings of the survey, its texts, and the tables that hold no questions."""

from typing import Final

from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.languages import spoken
from chalicelib.surveys.imports.limesurvey.inventory import SETTINGS
from chalicelib.surveys.imports.limesurvey.questions import Source
from chalicelib.surveys.imports.limesurvey.tables import Row
from chalicelib.surveys.imports.markup import plain, sanitised
from chalicelib.surveys.imports.report import Outcome

_UNSET: Final = frozenset({"I", "inherit", "-1", "N", "0", "E"})
_MODES: Final = {"A": "singlePage", "S": "questionPerPage"}
_TABLES: Final[dict[str, tuple[Outcome, str]]] = {
    "quota": ("lost", "Quotas are not carried."),
    "quota_members": ("lost", "Quotas are not carried."),
    "quota_languagesettings": ("lost", "Quotas are not carried."),
    "assessments": ("lost", "Scoring is not carried."),
    "survey_url_parameters": ("lost", "Addresses hand over no answers here."),
    "plugin_settings": ("lost", "A setting of the source's server."),
    "conditions": ("lost", "Its question was not imported."),
    "defaultvalues": ("lost", "Its question was not imported."),
    "defaultvalue_l10ns": ("lost", "Its question was not imported."),
    "subquestions": ("lost", "No question that was imported has it."),
    "answers": ("lost", "No question that was imported offers it."),
    "question_attributes": ("lost", "It has no counterpart for this type of question."),
    "question_l10ns": ("lost", "Its question was not imported."),
    "answer_l10ns": ("lost", "Its question was not imported."),
}
_TEXTS: Final = {"surveyls_title", "surveyls_description", "surveyls_welcometext", "surveyls_endtext"}
_REASONS: Final = {
    "admin": "Owner and addresses belong to the source.",
    "adminemail": "Owner and addresses belong to the source.",
    "template": "The form has one accessible look.",
    "anonymized": "How answers are kept is chosen when a survey is made here.",
    "expires": "When a survey ends is decided here.",
    "startdate": "When a survey begins is decided here.",
    "surveyls_url": "Respondents are not sent to other sites.",
    "surveyls_urldescription": "Respondents are not sent to other sites.",
    "surveyls_policy_notice": "The district's own privacy notice is shown.",
    "surveyls_policy_error": "The district's own privacy notice is shown.",
    "surveyls_policy_notice_label": "The district's own privacy notice is shown.",
    "surveyls_dateformat": "Dates are shown as the respondent's language does.",
    "surveyls_numberformat": "Numbers are shown as the respondent's language does.",
    "googleanalyticsapikey": "Nobody is tracked here.",
    "googleanalyticsstyle": "Nobody is tracked here.",
}
_LETTERS: Final = "Letters have their own words here."


def record_bookkeeping(source: Source) -> None:
    """Say first what becomes of whole tables; what is met on the way overwrites it."""
    source.ledger.below |= {(table,): outcome for table, outcome in _TABLES.items()}
    for path in source.tables.others:
        source.record(path, "lost", "The form has one accessible look, and settings of its own.")
    for code in source.tables.languages:
        source.record(("languages", code), "carried", "Its texts are kept in the survey.")


def read_settings(source: Source, definition: JsonObject) -> None:
    """Give the survey what its settings say."""
    for row in source.tables.of("surveys"):
        source.record(row.path, "carried")
        for column in row.cells:
            if row[column] and column not in SETTINGS["surveys"]:
                outcome, reason = _setting(row, column, definition)
                source.record((*row.path, column), outcome, reason)


def _setting(row: Row, column: str, definition: JsonObject) -> tuple[Outcome, str]:  # noqa: PLR0911 - One a setting.
    value = row[column]
    if column in {"language", "additional_languages"}:
        return "carried", "Its texts are kept in the survey."
    if column == "format" and value in _MODES:
        definition["questionsOnPageMode"] = _MODES[value]
        return "carried", ""
    if column == "format":
        return "carried", "Each group is a page."
    if column == "allowprev" and value in {"Y", "N"}:
        definition["showPrevButton"] = value == "Y"
        return "carried", ""
    if column == "showprogress" and value == "Y":
        definition |= {"showProgressBar": True, "progressBarType": "pages"}
        return "changed", "The progress bar counts pages."
    if value in _UNSET:
        return "carried", "Nothing is set."
    return "lost", _REASONS.get(column, "A setting of the source's server.")


def read_texts(source: Source, definition: JsonObject, pages: list[JsonObject]) -> None:
    """Give the survey its title, its description, its welcome and its closing words."""
    rows = source.tables.of("surveys_languagesettings")
    for row in rows:
        source.record(row.path, "carried")
        for column in row.cells:
            if row[column] and column not in SETTINGS["surveys_languagesettings"]:
                is_carried = column in _TEXTS
                reason = "" if is_carried else _reason(column)
                source.record((*row.path, column), "carried" if is_carried else "lost", reason)
    for column, key in (("surveyls_title", "title"), ("surveyls_description", "description")):
        text = _spoken(source, rows, column, is_markup=False)
        if text:
            definition[key] = text
    closing = _spoken(source, rows, "surveyls_endtext", is_markup=True)
    if closing:
        definition["completedHtml"] = closing
    welcome = _spoken(source, rows, "surveyls_welcometext", is_markup=True)
    if welcome:
        elements = pages[0]["elements"]
        element: JsonObject = {"type": "html", "name": source.names.take("welcome"), "html": welcome}
        if isinstance(elements, list):
            elements.insert(0, element)


def _reason(column: str) -> str:
    if "email" in column or column == "attachments":
        return _LETTERS
    return _REASONS.get(column, "A setting of the source's server.")


def _spoken(source: Source, rows: list[Row], column: str, *, is_markup: bool) -> Text:
    clean = sanitised if is_markup else plain
    return spoken({row["surveyls_language"]: source.piped(clean(row[column])) for row in rows}, source.base)
