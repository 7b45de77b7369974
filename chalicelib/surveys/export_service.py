"""Exporting answers page by page, so that no survey is too large."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.privacy import links
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys import export
from chalicelib.surveys.filing import SCHOOL_SEGMENTS
from chalicelib.surveys.protection_service import Viewer, require_may_see
from chalicelib.surveys.response_service import opened_answers
from chalicelib.surveys.service import find_head, get_version
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, response_pk

PAGE = 100


class Part(Struct, frozen=True):
    """Some lines of CSV, and where the export goes on."""

    csv: str
    next: str | None


class Shown(Struct, frozen=True):
    """What of the answers is exported: which schools, None for all, and whether free text."""

    schools: frozenset[str] | None
    free_text: bool


def export_responses(
    keys: DistrictKeys, viewer: Viewer, actor: Actor, survey_id: str, cursor: str, *, shown: Shown
) -> Part:
    """The next lines of a survey's export; the first part has the heading and an audit entry. One Query a part."""
    head = find_head(keys.district_id, survey_id)
    require_may_see(head.security, viewer)
    bound = f"export|{actor.id}|{survey_id}"
    place = links.open_cursor(keys, bound, cursor) or {"shard": 0, "after": None}
    versions = [get_version(keys.district_id, survey_id, number + 1) for number in range(int(head.version))]
    paths = export.merged(export.columns(version.questionnaire, free_text=shown.free_text) for version in versions)
    text = export.head(paths) if not cursor else ""
    if not cursor:
        dynamodb.transact(assurance.record(keys.district_id, actor, "responses.exported", survey_id))
    pk = response_pk(keys.district_id, survey_id, place["shard"])
    page = dynamodb.query(ResponseRow, pk, limit=PAGE, after=place["after"])
    text += export.body(paths, _lines(keys, page.items, shown))
    return Part(text, links.seal_cursor(keys, bound, _next(place["shard"], page.last_key)))


def _lines(keys: DistrictKeys, items: list[dict[str, Any]], shown: Shown) -> list[tuple[list[str], dict[str, Any]]]:
    rows = [ResponseRow.from_raw_data(item) for item in items]
    return [
        ([row.sk, row.hour, str(int(row.version)), answer.locale], answer.data)
        for row, answer in opened_answers(keys, rows)
        if shown.schools is None or any(answer.groups.get(one) in shown.schools for one in SCHOOL_SEGMENTS)
    ]


def _next(shard: int, last_key: dict[str, Any] | None) -> dict[str, Any] | None:
    if last_key is not None:
        return {"shard": shard, "after": last_key}
    return {"shard": shard + 1, "after": None} if shard + 1 < RESPONSE_SHARDS else None
