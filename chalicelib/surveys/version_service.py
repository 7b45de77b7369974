"""Versions of a live survey: what each one asked, and what publishing the draft would change."""

from typing import Any

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.districts.service import District
from chalicelib.surveys.comparing import ItemChange, compare
from chalicelib.surveys.protected_areas import ProtectedItem, asks_students, protected_items
from chalicelib.surveys.service import compile_draft, get_draft, get_version
from chalicelib.surveys.store import DefinitionRow, survey_pk

_FIRST, _LAST = "V#", "V$"


class PublishedVersion(Struct, frozen=True):
    """A version by its number, the SHA-256 of its definition, when it was published, and which notice parents had."""

    version: int
    content_hash: str
    made_at: str
    parental_notice: str


class Changes(Struct, frozen=True):
    """What publishing the draft would change: since which version (0 for none), whether at all, and each item.

    Then the questions about protected areas, and whether students are asked them, so that parents need a notice.
    """

    version: int
    is_new: bool
    items: list[ItemChange]
    protected: list[ProtectedItem]
    needs_notice: bool


def list_versions(district_id: str, survey_id: str, limit: int, after: dict[str, Any] | None) -> dynamodb.Page:
    """Rows of versions, the first first. One Query."""
    return dynamodb.query(
        DefinitionRow, survey_pk(district_id, survey_id), limit=limit, after=after, within=(_FIRST, _LAST)
    )


def shown(raw: dict[str, Any]) -> PublishedVersion:
    """A version as a list shows it."""
    row = DefinitionRow.from_raw_data(raw)
    return PublishedVersion(int(row.sk.removeprefix(_FIRST)), row.content_hash, row.made_at, row.parental_notice or "")


def get_changes(district: District, survey_id: str) -> Changes:
    """Compare the draft with the newest version; Invalid where the draft has problems. Two reads."""
    head, draft = get_draft(district.id, survey_id)
    compiled = compile_draft(district, head.title, head.mode, draft)
    protected = protected_items(compiled.definition)
    needs_notice = bool(protected) and asks_students(compiled.definition)
    if head.version == 0:
        return Changes(0, is_new=True, items=[], protected=protected, needs_notice=needs_notice)
    newest = get_version(district.id, survey_id, head.version)
    is_new = newest.definition != compiled.definition or newest.segments != draft.segments
    return Changes(head.version, is_new, compare(newest.questionnaire, compiled), protected, needs_notice)
