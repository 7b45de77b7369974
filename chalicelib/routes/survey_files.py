"""Surveys that come as files and leave as files or on paper."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.call import Call
from chalicelib.entry.http import LARGE, Gate
from chalicelib.identity.permissions import Permission
from chalicelib.routes.shapes import Body, Key, Short
from chalicelib.routes.surveys import require_all_surveys
from chalicelib.surveys import service as surveys
from chalicelib.surveys.documents.shapes import PaperForm
from chalicelib.surveys.service import Survey

routes = Gate(__name__)
Number = Annotated[int, Meta(ge=0, le=9999)]


class SurveyImport(Body, frozen=True):
    """A file of any known kind, its bytes in base64."""

    key: Key
    file: bytes
    mode: Short


class ReportedElement(Struct, frozen=True):
    element: str
    kind: str
    outcome: str
    reason: str


class Imported(Struct, frozen=True):
    survey: Survey
    format: str
    report: list[ReportedElement]


class FileQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which kind of file, and of which version; 0 is the draft."""

    format: Annotated[str, Meta(pattern="^(json|xlsform)$")] = "json"
    version: Number = 0


class PaperQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """In which language, and which version; 0 is the draft."""

    locale: Annotated[str, Meta(max_length=12, pattern=r"^[A-Za-z-]+$")] = "en"
    version: Number = 0


class SurveyFile(Struct, frozen=True):
    """A file, its bytes in base64, and what of the definition is not in it."""

    name: str
    media_type: str
    content: bytes
    report: list[ReportedElement]


@routes.on(
    "POST", "/surveys/import", allow=Permission.WRITE_SURVEYS, body=SurveyImport, reply=Imported, status=201, most=LARGE
)
def import_survey(call: Call[SurveyImport, Any]) -> Imported:
    """Make a draft from another product's file, with a report on every element of it."""
    from chalicelib.surveys.imports.opening import import_survey as read  # noqa: PLC0415 - Other routes start without.

    require_all_surveys(call)
    body = call.body
    found = read(body.file)
    survey = surveys.create_survey(
        call.keys, call.actor, key=body.key, title=found.title, mode=body.mode, definition=found.definition, segments=[]
    )
    report = [ReportedElement(line.element, line.kind, line.outcome, line.reason) for line in found.report]
    return Imported(survey, found.format, report)


@routes.on("GET", "/surveys/{survey_id}/file", allow=Permission.READ_SURVEYS, query=FileQuery, reply=SurveyFile)
def get_survey_file(call: Call[Any, FileQuery]) -> SurveyFile:
    """A survey's definition as a file: JSON of SurveyJS, or an XLSForm workbook."""
    from chalicelib.surveys import document_service as documents  # noqa: PLC0415 - As above.

    query = call.query
    found = documents.export_definition(
        call.district.id, call.params["survey_id"], version=query.version, is_form=query.format == "xlsform"
    )
    report = [ReportedElement(line.element, line.kind, line.outcome, line.reason) for line in found.report]
    return SurveyFile(found.name, found.media_type, found.content, report)


@routes.on("GET", "/surveys/{survey_id}/paper", allow=Permission.READ_SURVEYS, query=PaperQuery, reply=PaperForm)
def get_paper_form(call: Call[Any, PaperQuery]) -> PaperForm:
    """A survey laid out for paper, its conditions in plain words."""
    from chalicelib.surveys import document_service as documents  # noqa: PLC0415 - As above.

    query = call.query
    return documents.print_survey(
        call.district.id, call.params["survey_id"], version=query.version, language=query.locale
    )
