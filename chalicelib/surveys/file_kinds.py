"""What a file is, by its bytes alone, and the name under which it may be kept: neither is believed of the sender."""

import io
import re
import unicodedata
import zipfile
from typing import Final

PDF, PNG, JPEG, WEBP, TEXT = "application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
ENDINGS: Final = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    WEBP: (".webp",),
    TEXT: (".txt", ".csv", ".md"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
LONGEST_NAME: Final = 120
MOST_PARTS: Final = 2_000
_MARKUP: Final = re.compile(
    r"<\s*(?:!doctype|html|head|body|script|svg|\?xml|iframe)|\A\s*(?:#!|<|%!PS)", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f]')


def kind_of(content: bytes) -> str | None:
    """The type of a file that may be kept, or None: pictures, PDF, plain text, and office files without macros."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return _office(content) if content.startswith(b"PK\x03\x04") else _text(content)


def _office(content: bytes) -> str | None:
    """A document or workbook; an archive of anything else, and one that holds macros or controls, is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            names = {name.lower() for name in held.namelist()[: MOST_PARTS + 1]}
            with held.open("[Content_Types].xml") as stream:
                declared = stream.read(256 * 1024).lower()
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    has_macros = any(part in name for name in names for part in ("vbaproject", "/activex/", "/embeddings/"))
    if len(names) > MOST_PARTS or has_macros or b"macroenabled" in declared:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _text(content: bytes) -> str | None:
    """UTF-8 without control characters that no browser, shell or printer would take for its own language."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    is_plain = all(char >= " " or char in "\t\r\n\f" for char in text) and "\x7f" not in text
    return TEXT if text.strip() and is_plain and not _MARKUP.search(text) else None


def clean_name(name: str, kind: str) -> str:
    """A file's own name without folders, marks that are not seen, and endings that are not its type's."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if char.isspace() else char for char in last if not unicodedata.category(char).startswith("C"))
    text = " ".join(_FORBIDDEN.sub("_", seen).split()).lstrip(". ")
    ending = next((one for one in ENDINGS[kind] if text.lower().endswith(one)), "")
    stem = text[: len(text) - len(ending)] if ending else text
    ending = ending or ENDINGS[kind][0]
    return (stem[: LONGEST_NAME - len(ending)].rstrip(". ") or "file") + ending
