"""A survey as a file for other products, and as a form for paper."""

import re

import msgspec
from msgspec import Struct

from chalicelib.kernel.errors import NotFound
from chalicelib.surveys import service as surveys
from chalicelib.surveys.documents.paper import print_form
from chalicelib.surveys.documents.shapes import PaperForm
from chalicelib.surveys.documents.xlsform import export_xlsform
from chalicelib.surveys.imports.report import ReportLine

_UNSAFE = re.compile(r"[^\w]+")


class DefinitionFile(Struct, frozen=True):
    """A file: its name, its media type and its bytes; the report says what of the definition is not in it."""

    name: str
    media_type: str
    content: bytes
    report: list[ReportLine]


def export_definition(district_id: str, survey_id: str, *, version: int, is_form: bool) -> DefinitionFile:
    """The draft (version 0) or a published version as a file; NotFound otherwise."""
    title, definition = _definition(district_id, survey_id, version)
    name = _UNSAFE.sub("-", title).strip("-")[:60] or "survey"
    if not is_form:
        content = msgspec.json.format(msgspec.json.encode(definition), indent=2)
        return DefinitionFile(f"{name}.json", "application/json", content, [])
    written = export_xlsform(definition, title)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return DefinitionFile(f"{name}.xlsx", kind, written.content, written.report)


def print_survey(district_id: str, survey_id: str, *, version: int, language: str) -> PaperForm:
    """The draft (version 0) or a published version as a paper form; NotFound otherwise."""
    title, definition = _definition(district_id, survey_id, version)
    return print_form(definition, title, language)


def _definition(district_id: str, survey_id: str, version: int) -> tuple[str, dict[str, object]]:
    head, draft = surveys.get_draft(district_id, survey_id)
    if not version:
        return head.title, draft.definition
    if version > head.version:
        raise NotFound
    return head.title, surveys.get_version(district_id, survey_id, version).definition
