"""What a file is by its bytes, and what is left of its name."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.file_kinds import (
    DOCX,
    ENDINGS,
    JPEG,
    LONGEST_NAME,
    PDF,
    PNG,
    TEXT,
    WEBP,
    XLSX,
    clean_name,
    kind_of,
)


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", "<Types/>"))
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", PDF),
        (b"\x89PNG\r\n\x1a\nrest", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"RIFF\0\0\0\0WEBPVP8 ", WEBP),
        ("ñandú, 3 < 4\n".encode(), TEXT),
        (zipped(word__document_xml=""), DOCX),
        (zipped(xl__workbook_xml=""), XLSX),
        (zipped(word__document_xml="", word__vbaProject_bin=""), None),
        (zipped(xl__workbook_xml="", types="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), None),
        (zipped(readme_xml=""), None),
        (b"PK\x03\x04 cut short", None),
        (b"<svg/>", None),
        (b"words <script>", None),
        (b"#!/bin/sh", None),
        (b"\x7fELF\x02", None),
        (b"MZ\x00", None),
        (b"GIF89a\x00", None),
        (b"a\x00b", None),
        (b"\xff\xfea", None),
        (b"", None),
    ],
)
def test_bytes_decide(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@given(st.text(max_size=300), st.sampled_from(sorted(ENDINGS)))
def test_a_clean_name_is_one_name_with_its_types_ending(name: str, kind: str) -> None:
    cleaned = clean_name(name, kind)
    assert cleaned.lower().endswith(ENDINGS[kind])
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not cleaned.startswith(".")
    assert clean_name(cleaned, kind) == cleaned


def test_folders_and_false_endings_go() -> None:
    assert clean_name("C:\\me\\Cat.JPG", JPEG) == "Cat.jpg"
    assert clean_name("../../evil\u202egnp.exe", PNG) == "evilgnp.exe.png"
    assert clean_name("", PDF) == "file.pdf"
