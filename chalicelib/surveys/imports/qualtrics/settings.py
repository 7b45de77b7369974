"""Survey options and the bookkeeping entries of a survey file."""

from typing import Final

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import entries, flag, is_blank, mapping, word
from chalicelib.surveys.imports.report import Ledger, Outcome, Path

_LONGEST_BUTTON = 50
_BUTTONS: Final = {"NextButton": "pageNextText", "PreviousButton": "pagePrevText"}
_UNSET = frozenset({"None", "http://", "https://"})
_OFF_HERE = frozenset(
    {
        "BallotBoxStuffingPrevention",
        "CollectGeoLocation",
        "EmailThankYou",
        "PasswordProtection",
        "RefererCheck",
        "ShowExportTags",
        "ValidateMessage",
    },
)
_OPTIONS: Final[dict[str, tuple[Outcome, str]]] = {
    "SaveAndContinue": ("lost", "Whoever answers may always stop and go on later; there is no setting."),
    "SurveyProtection": ("lost", "Who may answer is decided by the invitation or the open link."),
    "BallotBoxStuffingPrevention": ("lost", "Personal links count once; nothing is stored to recognise others."),
    "NoIndex": ("lost", "No survey is offered to search engines."),
    "SecureResponseFiles": ("lost", "Files are always for those alone who may read the answers."),
    "SurveyExpiration": ("lost", "A survey is closed by its author."),
    "SurveyTermination": ("lost", "The form has its own closing page."),
    "PartialData": ("lost", "Answers that were not sent are in no result."),
    "Skin": ("lost", "The form has one accessible look."),
    "SkinType": ("lost", "The form has one accessible look."),
    "SkinLibrary": ("lost", "The form has one accessible look."),
    "NewScoring": ("lost", "Scoring is not carried."),
    "CollectGeoLocation": ("lost", "Where respondents are is never collected."),
    "AnonymizeResponse": ("lost", "Whether answers are anonymous is chosen with the mode of the survey."),
    "Password": ("lost", "Who may answer is decided by the invitation or the open link."),
    "PasswordProtection": ("lost", "Who may answer is decided by the invitation or the open link."),
    "RefererCheck": ("lost", "Who may answer is decided by the invitation or the open link."),
    "RefererURL": ("lost", "Who may answer is decided by the invitation or the open link."),
    "ShowExportTags": ("lost", "A setting of the source's editor."),
    "SurveyTitle": ("lost", "The page is titled with the survey's name."),
    "SurveyMetaDescription": ("lost", "No survey is offered to search engines."),
    "ProtectSelectionIds": ("lost", "A setting of the source's editor."),
    "Header": ("lost", "Headers around the form are not carried."),
    "Footer": ("lost", "Footers around the form are not carried."),
    "CustomStyles": ("lost", "The form has one accessible look."),
    "EOSRedirectURL": ("lost", "Respondents are not sent to other sites."),
    "EOSMessage": ("lost", "The form has its own closing page."),
    "EOSMessageLibrary": ("lost", "The form has its own closing page."),
    "EmailThankYou": ("lost", "No mail is sent to those who answer."),
    "ThankYouEmailMessage": ("lost", "No mail is sent to those who answer."),
    "ThankYouEmailMessageLibrary": ("lost", "No mail is sent to those who answer."),
    "ValidateMessage": ("lost", "The form has its own messages."),
    "ValidationMessage": ("lost", "The form has its own messages."),
    "ValidationMessageLibrary": ("lost", "The form has its own messages."),
    "InactiveSurvey": ("lost", "The form has its own messages."),
    "InactiveMessage": ("lost", "The form has its own messages."),
    "InactiveMessageLibrary": ("lost", "The form has its own messages."),
    "ActiveResponseSet": ("lost", "Response sets belong to the source."),
    "AvailableLanguages": ("changed", "Texts of other languages are carried with their questions."),
}
_ENTRIES: Final[dict[str, tuple[Outcome, str]]] = {
    "SCO": ("lost", "Scoring is not carried."),
    "STAT": ("lost", "Statistics belong to the source."),
    "QC": ("lost", "A count that the source keeps for itself."),
    "RS": ("lost", "Response sets belong to the source."),
    "NT": ("lost", "Notes of the source's editors are not carried."),
    "QO": ("lost", "Quotas are not carried."),
    "QG": ("lost", "Quotas are not carried."),
    "QGO": ("lost", "Quotas are not carried."),
    "PROJ": ("lost", "Projects belong to the source."),
    "PL": ("lost", "Preview links belong to the source."),
    "BR": ("lost", "Counts of a randomizer belong to the source."),
    "BL": ("carried", ""),
    "SO": ("changed", "Each option has a line of its own."),
    "FL": ("lost", "A survey has one flow; this is another."),
    "SQ": ("lost", "Another question of the same identity comes first."),
}


def record_bookkeeping(ledger: Ledger, document: JsonObject) -> None:
    """Record the entries that hold no questions."""
    reason = "The name is carried; owner, dates and state belong to the source."
    ledger.record(("SurveyEntry",), "changed", reason)
    for place, entry in entries(document.get("SurveyElements")):
        code = word(mapping(entry).get("Element"))
        if code in _ENTRIES:
            outcome, why = _ENTRIES[code]
            ledger.record_tree(("SurveyElements", place), outcome, why, why)
            if code in {"BL", "SO"}:
                del ledger.below[("SurveyElements", place)]


def read_settings(ledger: Ledger, path: Path, payload: object) -> JsonObject:
    """The properties that survey options come to; every option is recorded."""
    found: JsonObject = {}
    for key, value in entries(payload):
        outcome, reason, properties = _setting(key, value)
        found |= properties
        ledger.record((*path, key), outcome, reason)
    return found


def _setting(key: str, value: object) -> tuple[Outcome, str, JsonObject]:
    if key == "BackButton":
        return "carried", "", {"showPrevButton": flag(value)}
    if key == "ProgressBarDisplay":
        return _progress(word(value))
    if key in _BUTTONS and 0 < len(plain(word(value))) <= _LONGEST_BUTTON:
        return "carried", "", {_BUTTONS[key]: plain(word(value))}
    if is_blank(value) or word(value) in _UNSET:
        return "carried", "Nothing is set.", {}
    if key in _OFF_HERE and word(value).lower() in {"false", "no", "off"}:
        return "carried", "Off, as it is here.", {}
    outcome, reason = _OPTIONS.get(key, ("lost", "An option that has no counterpart here."))
    return outcome, reason, {}


def _progress(display: str) -> tuple[Outcome, str, JsonObject]:
    if display in {"", "None"}:
        return "carried", "", {"showProgressBar": False}
    return "changed", "The progress bar counts pages.", {"showProgressBar": True, "progressBarType": "pages"}
