"""Files of answers as an archive holds them: an index of them all, and each as a file of its own, named by it: pure."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.surveys.archived import Count
from chalicelib.surveys.engine.profile.limits import LARGEST_FILE
from chalicelib.surveys.engine.uploads import REFERENCE
from chalicelib.surveys.file_kinds import ENDINGS, clean_name, kind_of


class ArchivedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of an answer; `path` is where it stands in the archive, or nothing where the file itself is gone."""

    response: Annotated[str, Meta(pattern=r"^rsp_[a-z2-7]{26}\Z")]
    upload: Annotated[str, Meta(pattern=r"^[a-z0-9_]{8,80}\Z")]
    question: str
    name: str
    type: str
    size: Count
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    path: str


class Sent(Struct, frozen=True):
    """What an answer says of a file that came with it."""

    question: str
    name: str
    type: str


def place_of(survey_id: str, upload_id: str, kind: str) -> str:
    """Where a file stands in the archive, with the ending of its type."""
    return f"surveys/{survey_id}/files/{upload_id}{ENDINGS[kind][0]}"


def sent_with(data: Mapping[str, Any]) -> Iterator[tuple[str, Sent]]:
    """The files that an answer's values name, those of panels and tables too, by their ids."""
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        question, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(question, part) for part in value]
        elif isinstance(value, dict):
            if value.keys() == {"name", "type", "content"} and _is_reference(value["content"]):
                upload_id = value["content"].partition(":")[2]
                yield upload_id, Sent(question, str(value["name"]), str(value["type"]))
            else:
                waiting += value.items()


def _is_reference(content: object) -> bool:
    return isinstance(content, str) and REFERENCE.fullmatch(content) is not None


def fault_of_record(survey_id: str, one: ArchivedFile, sent: Sent | None) -> str:
    """What is wrong with a line of the index, or nothing; `sent` is what the answer that it names says of the file."""
    if sent != Sent(one.question, one.name, one.type):
        return "The answer names no such file for this question, by this name and type."
    if one.type not in ENDINGS:
        return "A file of this type is not kept."
    if clean_name(one.name, one.type) != one.name:
        return "A file may not have this name."
    if not 0 < one.size <= LARGEST_FILE:
        return f"A file has 1 to {LARGEST_FILE} bytes."
    is_placed = one.path in {"", place_of(survey_id, one.upload, one.type)}
    return "" if is_placed else "The path is not that of this file."


def fault_of_content(one: ArchivedFile, content: bytes) -> str:
    """What is wrong with a file's bytes, or nothing."""
    return "" if kind_of(content) == one.type else f"{one.path} is not of the type that stands here."
