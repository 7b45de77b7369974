"""Exporting answers page by page, so that no survey is too large."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.privacy import links
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys import export
from chalicelib.surveys.engine.elements import Questionnaire
from chalicelib.surveys.engine.scales import scores
from chalicelib.surveys.export import Path, Row
from chalicelib.surveys.filing import SCHOOL_SEGMENTS
from chalicelib.surveys.protection_service import Viewer, require_may_see
from chalicelib.surveys.response_service import Answer, opened_answers
from chalicelib.surveys.service import find_head, get_version
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, response_pk

PAGE = 100


class Part(Struct, frozen=True):
    """Some lines of CSV, and where the export goes on."""

    csv: str
    next: str | None


class Shown(Struct, frozen=True):
    """Of which schools answers are exported, and of which their free text too; None for all."""

    schools: frozenset[str] | None
    words: frozenset[str] | None


def export_responses(
    keys: DistrictKeys, viewer: Viewer, actor: Actor, survey_id: str, cursor: str, *, shown: Shown
) -> Part:
    """The next lines of a survey's export; the first part has the heading and an audit entry. One Query a part."""
    head = find_head(keys.district_id, survey_id)
    require_may_see(head.security, viewer)
    bound = f"export|{actor.id}|{survey_id}"
    place = links.open_cursor(keys, bound, cursor) or {"shard": 0, "after": None}
    versions = [
        get_version(keys.district_id, survey_id, number + 1).questionnaire for number in range(int(head.version))
    ]
    paths = export.merged(export.columns(one, free_text=shown.words != frozenset()) for one in versions)
    text = export.head(paths) if not cursor else ""
    if not cursor:
        dynamodb.transact(assurance.record(keys.district_id, actor, "responses.exported", survey_id))
    pk = response_pk(keys.district_id, survey_id, place["shard"])
    page = dynamodb.query(ResponseRow, pk, limit=PAGE, after=place["after"])
    text += export.body(paths, _lines(keys, page.items, shown, paths, versions))
    return Part(text, links.seal_cursor(keys, bound, _next(place["shard"], page.last_key)))


def _lines(
    keys: DistrictKeys, items: list[dict[str, Any]], shown: Shown, paths: list[Path], versions: list[Questionnaire]
) -> list[Row]:
    """The answers of the caller's schools; without their free text, what is shown is what their version calls plain."""
    rows, everything = [ResponseRow.from_raw_data(item) for item in items], frozenset(paths)
    plain = [frozenset(export.columns(one, free_text=False)) for one in versions]
    return [
        (
            [row.sk, row.hour, str(int(row.version)), answer.locale, str(answer.seed or "")],
            with_scores(versions[int(row.version) - 1], answer),
            everything if is_of(shown.words, answer.groups) else plain[int(row.version) - 1],
        )
        for row, answer in opened_answers(keys, rows)
        if is_of(shown.schools, answer.groups)
    ]


def with_scores(questionnaire: Questionnaire, answer: Answer) -> dict[str, Any]:
    """An answer's values with the scores of its scales, worked out anew from what was asked and answered."""
    return {**answer.data, **scores(questionnaire.scales, answer.data, frozenset(answer.shown))}


def is_of(schools: frozenset[str] | None, groups: Mapping[str, str]) -> bool:
    """Whether an answer is of one of some schools; None is all of them."""
    return schools is None or any(groups.get(one) in schools for one in SCHOOL_SEGMENTS)


def _next(shard: int, last_key: dict[str, Any] | None) -> dict[str, Any] | None:
    if last_key is not None:
        return {"shard": shard, "after": last_key}
    return {"shard": shard + 1, "after": None} if shard + 1 < RESPONSE_SHARDS else None
