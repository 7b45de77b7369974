"""What stands in an answer for what was uploaded or drawn: references to files, and signatures as pictures."""

import base64
import binascii
import re
from typing import Final

from chalicelib.surveys.engine.elements import Upload
from chalicelib.surveys.engine.profile.limits import LARGEST_SIGNATURE
from chalicelib.surveys.engine.values import Value

LONGEST_FILE_NAME: Final = 255
REFERENCE: Final = re.compile(r"upload:[a-z0-9_]{8,80}", re.ASCII)
_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}", re.ASCII)
_PICTURE: Final = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})", re.ASCII)
_BEGINNINGS: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


def problem_of_files(upload: Upload, value: Value) -> str | None:
    """Give the sentence that mends a list of uploaded files; whether each exists is asked where they are kept."""
    if not isinstance(value, list) or not value:
        return "Give a list of files."
    if len(value) > upload.most:
        return f"Give at most {upload.most} files."
    problem = next((found for part in value if (found := _problem_of_file(upload, part))), None)
    if problem is None and len({part["content"] for part in value}) < len(value):
        return "Give each file once."
    return problem


def _problem_of_file(upload: Upload, value: Value) -> str | None:
    if not isinstance(value, dict) or value.keys() != {"name", "type", "content"}:
        return "Give each file by its name, type and content."
    name, kind, content = (value[key] for key in ("name", "type", "content"))
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_FILE_NAME or not name.isprintable():
        return f"Give each file a name of 1 to {LONGEST_FILE_NAME} printable characters."
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        return "Give each file its type, such as image/png."
    if not isinstance(content, str) or not REFERENCE.fullmatch(content):
        return "Upload the file first; its content is the reference that you are given."
    return None if is_accepted(upload, name, kind) else "Choose a file of a type that is asked for."


def is_accepted(upload: Upload, name: str, kind: str) -> bool:
    """Whether a file of this name and type is one that is asked for."""
    return not upload.types or any(_matches(accepted, name.lower(), kind) for accepted in upload.types)


def _matches(accepted: str, name: str, kind: str) -> bool:
    if accepted.startswith("."):
        return name.endswith(accepted)
    return kind.startswith(accepted[:-1]) if accepted.endswith("/*") else kind == accepted


def problem_of_signature(value: Value) -> str | None:
    """Give the sentence that mends a signature, which is a small PNG or JPEG picture as a data address."""
    if not isinstance(value, str) or len(value) > LARGEST_SIGNATURE:
        return f"Give the signature as a picture of at most {LARGEST_SIGNATURE} characters."
    found = _PICTURE.fullmatch(value)
    if found is None:
        return "Give the signature as a PNG or JPEG picture."
    try:
        picture = base64.b64decode(found[2], validate=True)
    except binascii.Error:
        return "Give the signature as a PNG or JPEG picture."
    return None if picture.startswith(_BEGINNINGS[found[1]]) else "Give the signature as a PNG or JPEG picture."
