"""One door for survey files of every kind: what a file is, its content tells."""

from collections.abc import Callable
from typing import Final

from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.reading import mapping, read_json, refuse

_NAMED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind (.xls); save it as .xlsx"),
    (b"%PDF", "a PDF; export the survey's structure instead of its print"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text document"),
)
_KNOWN: Final = "A Qualtrics .qsf, a LimeSurvey .lss, an XLSForm .xlsx or a SurveyJS .json can be imported."


def import_survey(raw: bytes) -> Imported:
    """Import a survey file of any known kind; raise Invalid naming `content` with what is wrong with it."""
    return _importer_of(raw)(raw)


def _importer_of(raw: bytes) -> Callable[[bytes], Imported]:
    for magic, what in _NAMED:
        if raw.startswith(magic):
            refuse(f"The file is {what}. {_KNOWN}")
    start = raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if raw.startswith(b"PK"):
        from chalicelib.surveys.imports.xlsform.form import import_xlsform  # noqa: PLC0415 - Each file pays for its own.

        return import_xlsform
    if start.startswith(b"<") or raw.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        from chalicelib.surveys.imports.limesurvey.lss import import_lss  # noqa: PLC0415 - As above.

        return import_lss
    if start.startswith((b"{", b"[")):
        return _importer_of_json(raw)
    return refuse(f"The file is empty. {_KNOWN}" if not start else f"The file is of no known kind. {_KNOWN}")


def _importer_of_json(raw: bytes) -> Callable[[bytes], Imported]:
    document = mapping(read_json(raw))
    if "SurveyEntry" in document or "SurveyElements" in document:
        from chalicelib.surveys.imports.qualtrics.qsf import import_qsf  # noqa: PLC0415 - As above.

        return import_qsf
    if not {"pages", "elements", "questions"} & document.keys():
        refuse(f'The file is JSON, but no survey: it has no "pages", "elements" or "SurveyElements". {_KNOWN}')
    from chalicelib.surveys.imports.surveyjs.definition import import_surveyjs  # noqa: PLC0415 - As above.

    return import_surveyjs
