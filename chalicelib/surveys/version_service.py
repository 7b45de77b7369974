"""Versions of a live survey: what each one asked, and what publishing the draft would change."""

from typing import Any

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.districts.service import District
from chalicelib.surveys.comparing import ItemChange, compare
from chalicelib.surveys.service import compile_draft, get_draft, get_version
from chalicelib.surveys.store import DefinitionRow, survey_pk

_FIRST, _LAST = "V#", "V$"


class PublishedVersion(Struct, frozen=True):
    """A version by its number, the SHA-256 of its definition, and when it was published."""

    version: int
    content_hash: str
    made_at: str


class Changes(Struct, frozen=True):
    """What publishing the draft would change: since which version (0 for none), whether at all, and each item."""

    version: int
    is_new: bool
    items: list[ItemChange]


def list_versions(district_id: str, survey_id: str, limit: int, after: dict[str, Any] | None) -> dynamodb.Page:
    """Rows of versions, the first first. One Query."""
    return dynamodb.query(
        DefinitionRow, survey_pk(district_id, survey_id), limit=limit, after=after, within=(_FIRST, _LAST)
    )


def shown(raw: dict[str, Any]) -> PublishedVersion:
    """A version as a list shows it."""
    row = DefinitionRow.from_raw_data(raw)
    return PublishedVersion(int(row.sk.removeprefix(_FIRST)), row.content_hash, row.made_at)


def get_changes(district: District, survey_id: str) -> Changes:
    """Compare the draft with the newest version; Invalid where the draft has problems. Two reads."""
    head, draft = get_draft(district.id, survey_id)
    compiled = compile_draft(district, head.title, head.mode, draft)
    if head.version == 0:
        return Changes(0, is_new=True, items=[])
    newest = get_version(district.id, survey_id, head.version)
    is_new = newest.definition != compiled.definition or newest.segments != draft.segments
    return Changes(head.version, is_new, compare(newest.questionnaire, compiled))
