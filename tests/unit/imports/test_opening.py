"""What a file is, its content tells; what it is not is said in one sentence that names what is wrong."""

import io
import json
import random
import zipfile
from contextlib import suppress

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.imports.opening import import_survey
from tests.unit.imports.documents import raw, rich_survey
from tests.unit.imports.forms import ask, bomb, rich_form, workbook
from tests.unit.imports.lss import rich_structure
from tests.unit.imports.samples import OWN
from tests.unit.imports.surveyjs import rich_definition

FORMATS = {"our.qsf": "qsf", "our.lss": "lss", "our.xlsx": "xlsform", "our.json": "surveyjs"}


@pytest.mark.parametrize("name", OWN)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    assert import_survey(OWN[name]).format == FORMATS[name]


def test_a_mark_of_utf_8_and_blanks_do_not_matter() -> None:
    assert import_survey(b"\xef\xbb\xbf\n " + raw(rich_survey())).format == "qsf"
    assert import_survey(b"\xef\xbb\xbf" + rich_structure().raw()).format == "lss"


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return held.getvalue()


def lss(inner: str, head: str = "") -> bytes:
    return f"{head}<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{inner}</document>".encode()


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
BROKEN = {
    "nothing": (b"", "is empty"),
    "a word": (b"hello", "of no known kind"),
    "a PDF": (b"%PDF-1.7", "a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "save it as .xlsx"),
    "JSON of something else": (b'{"a": 1}', 'no "pages"'),
    "a list": (b"[1, 2]", 'no "pages"'),
    "half of JSON": (b'{"pages": [', "goes wrong at line 1"),
    "pages that are none": (b'{"pages": 7}', "has to be a list"),
    "no question": (b'{"pages": []}', "no question"),
    "a web page": (b"<html><body/></html>", "begins with <html>"),
    "half of XML": (lss("<groups>")[:-8], "goes wrong at line 1"),
    "entities": (lss("&b;", ENTITIES), "DOCTYPE"),
    "an entity of another file": (lss("&x;", '<!DOCTYPE d SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
    "deep XML": (lss("<a>" * 100 + "</a>" * 100), "deeper than 64"),
    "an answer archive": (b"<document><LimeSurveyDocType>Responses</LimeSurveyDocType></document>", "a Responses"),
    "a structure without questions": (lss(""), "no questions"),
    "a damaged ZIP": (b"PK\x03\x04 and no more", "damaged"),
    "another ZIP": (packed(readme=b"x"), "no Excel workbook"),
    "a bomb": (bomb(), "unpacks to more"),
    "a workbook without survey": (
        packed(**{"xl/workbook.xml": b"<workbook><sheets/></workbook>", "xl/_rels/workbook.xml.rels": b"<r/>"}),
        "no sheet called survey",
    ),
    "a survey without types": (workbook([{"name": "a"}]), "no column type"),
    "a group without end": (workbook([{"type": "begin group", "name": "a"}]), "at row 2 and never ends it"),
    "an end without group": (workbook([ask("text", "a"), {"type": "end group"}]), "at row 3 that was not begun"),
    "two columns of a name": (workbook([{"type": "text", "name": "a", "label": "A", "Label": "B"}]), "two columns"),
    "nothing that can be asked": (workbook([ask("geopoint", "a")]), "no question that can be carried"),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=list(BROKEN))
def test_what_cannot_be_imported_is_told_what_is_wrong(case: tuple[bytes, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        import_survey(case[0])
    assert refusal.value.fields.keys() == {"content"}
    assert case[1] in refusal.value.fields["content"]


def test_a_file_that_is_too_large_is_not_read() -> None:
    for start in (b"{", b"<a>", b"PK"):
        with pytest.raises(Invalid, match="cannot be imported") as refusal:
            import_survey(start + b" " * 5_000_000)
        assert "larger than 5 MB" in refusal.value.fields["content"]


@pytest.mark.parametrize("kind", ["lss", "surveyjs", "xlsform"])
def test_a_broken_file_is_refused_or_read_but_never_fails(kind: str) -> None:
    whole = {"lss": rich_structure().raw(), "surveyjs": json.dumps(rich_definition()).encode(), "xlsform": b""}[kind]
    chance = random.Random(7)  # noqa: S311 - The same broken files each time.
    for _ in range(60):
        content = _scrambled_form(chance) if kind == "xlsform" else _scrambled(whole, chance)
        with suppress(Invalid):
            assert import_survey(content).report


def _scrambled(whole: bytes, chance: random.Random) -> bytes:
    content = bytearray(whole)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(content))
        length = chance.choice((1, 1, 3, 30))
        content[at : at + length] = chance.choice((b"", b"0", b'"', b"{}", content[at // 2 : at // 2 + length]))
    return bytes(content)


def _scrambled_form(chance: random.Random) -> bytes:
    """The parts of a workbook with their texts changed, packed again."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich_form())) as book, zipfile.ZipFile(held, "w") as changed:
        for name in book.namelist():
            content = book.read(name)
            changed.writestr(name, _scrambled(content, chance) if chance.random() < 0.3 else content)
    return held.getvalue()
