"""Surveys on their way into an archive: heads, definitions, mailings, rosters and answers, opened."""

import heapq
import zlib
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.consents.archive_service import archived_consents
from chalicelib.consents.archived import ArchivedConsent
from chalicelib.consents.receipt import ANSWER
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys
from chalicelib.surveys.archived import (
    ArchivedAnswer,
    ArchivedDefinition,
    ArchivedMailing,
    ArchivedParticipant,
    ArchivedSurvey,
    bounds,
)
from chalicelib.surveys.engine.scales import scores
from chalicelib.surveys.export import Path, columns, merged
from chalicelib.surveys.protection_service import ENHANCED
from chalicelib.surveys.response_service import opened_answers
from chalicelib.surveys.roster_service import WITHDRAWN, batched, contact_of
from chalicelib.surveys.school_service import list_schools
from chalicelib.surveys.service import get_version
from chalicelib.surveys.store import (
    DRAFT_SK,
    RESPONSE_SHARDS,
    DefinitionRow,
    MailingRow,
    ParticipantRow,
    ResponseRow,
    SurveyRow,
    hours_pk,
    participants_pk,
    response_pk,
    survey_pk,
    surveys_pk,
)
from chalicelib.surveys.upload_service import Kept

MAILINGS, VERSIONS = "mlg_", "V#"
OPENED_AT_ONCE = 100


class Archived(Struct, frozen=True):
    """A survey's head, and its definitions' own bytes by name."""

    survey: ArchivedSurvey
    definitions: dict[str, bytes]


def every_survey(district_id: str) -> list[SurveyRow]:
    """The heads of all surveys, by id."""
    return list(dynamodb.every(SurveyRow, surveys_pk(district_id), consistent=True))


def has_enhanced_survey(district_id: str) -> bool:
    """Whether any survey's security asks for a second person. Pages of the list of surveys."""
    return any(row.security == ENHANCED for row in dynamodb.every(SurveyRow, surveys_pk(district_id)))


def oldest_answer(keys: DistrictKeys) -> str:
    """The hour of the oldest answer; empty where there is none. One Query a school and shard."""
    schools = ["", *(school.school_id for school in list_schools(keys))]
    pages = [
        dynamodb.query(ResponseRow, hours_pk(keys.district_id, shard, school_id), index="by_hour", limit=1)
        for school_id in schools
        for shard in range(RESPONSE_SHARDS)
    ]
    return min((page.items[0]["created_sk"]["S"].partition("#")[0] for page in pages if page.items), default="")


def archived_survey(district_id: str, head: SurveyRow) -> Archived:
    """A survey's head with its draft and every version."""
    pk = survey_pk(district_id, head.sk)
    rows = [row for row in [dynamodb.get(DefinitionRow, pk, DRAFT_SK)] if row]
    rows += dynamodb.every(DefinitionRow, pk, begins=VERSIONS, consistent=True)
    named = {("draft" if row.sk == DRAFT_SK else f"v{row.sk.removeprefix(VERSIONS)}"): row for row in rows}
    survey = ArchivedSurvey(
        head.sk,
        head.title,
        head.state,
        head.mode,
        head.security,
        int(head.version),
        int(head.invited),
        int(head.mailed),
        head.updated_at,
        [
            ArchivedDefinition(name, list(row.segments), row.made_at, row.parental_notice or "")
            for name, row in named.items()
        ],
    )
    return Archived(survey, {name: zlib.decompress(row.definition) for name, row in named.items()})


def archived_mailings(district_id: str, survey_id: str) -> list[ArchivedMailing]:
    """A survey's mailings, by id."""
    rows = dynamodb.every(MailingRow, survey_pk(district_id, survey_id), begins=MAILINGS, consistent=True)
    return [ArchivedMailing(row.sk, row.kind, row.made_at) for row in rows]


def archived_roster(keys: DistrictKeys, survey_id: str) -> list[ArchivedParticipant]:
    """Everybody invited whose key is not erased and who has not withdrawn, by address."""
    found = list(_participants(keys, survey_id))
    return sorted(found, key=lambda one: vault.folded(one.email))


def _participants(keys: DistrictKeys, survey_id: str) -> Iterator[ArchivedParticipant]:
    rows = dynamodb.every(ParticipantRow, participants_pk(keys.district_id, survey_id), consistent=True)
    for some in batched(rows, OPENED_AT_ONCE):
        opened = privacy.keys_of(keys, [row.subject for row in some])
        whose = {row.sk: opened[row.subject] for row in some if row.subject in opened}
        receipts = archived_consents(keys.district_id, whose, [ANSWER])
        for row in some:
            if row.subject in opened and row.state != WITHDRAWN:
                yield _participant(opened[row.subject], row, receipts[row.sk])


def _participant(key: DataKey, row: ParticipantRow, receipts: list[ArchivedConsent]) -> ArchivedParticipant:
    who, at = contact_of(key, row), row.created_sk.partition("#")[0] if row.created_sk else None
    return ArchivedParticipant(who.email, who.name, row.language, who.groups, row.state, row.mailing, at, receipts)


def answer_columns(district_id: str, head: SurveyRow) -> list[Path]:
    """The columns of a survey's answers over all its versions."""
    numbers = range(1, int(head.version) + 1)
    versions = [get_version(district_id, head.sk, number) for number in numbers]
    return merged(columns(version.questionnaire, free_text=True) for version in versions)


def scored_values(district_id: str, survey_id: str, one: ArchivedAnswer) -> dict[str, Any]:
    """An answer's values with the scores of its version's scales."""
    scales = get_version(district_id, survey_id, one.version).questionnaire.scales
    return {**one.data, **scores(scales, one.data, frozenset(one.shown))}


def archived_answers(
    keys: DistrictKeys, survey_id: str, part: int, parts: int
) -> Iterator[tuple[ArchivedAnswer, dict[str, Kept]]]:
    """One part of a survey's answers with their files, by random id, which tells nothing of who came when."""
    within = bounds(part, parts)
    shards = [
        dynamodb.every(ResponseRow, response_pk(keys.district_id, survey_id, shard), within=within, consistent=True)
        for shard in range(RESPONSE_SHARDS)
    ]
    for some in batched(heapq.merge(*shards, key=lambda row: row.sk), OPENED_AT_ONCE):
        opened = opened_answers(keys, some)
        emails = _addresses(keys, survey_id, {answer.participant for _, answer in opened if answer.participant})
        for row, answer in opened:
            archived = ArchivedAnswer(
                row.sk,
                row.hour,
                int(row.version),
                answer.locale,
                answer.consent,
                answer.data,
                answer.shown,
                answer.groups,
                emails.get(answer.participant, ""),
                answer.seed,
                answer.quotas,
            )
            yield archived, answer.files


def _addresses(keys: DistrictKeys, survey_id: str, participants: set[str]) -> dict[str, str]:
    """The address of each participant that is still there; none for an anonymous or confidential survey."""
    if not participants:
        return {}
    pk = participants_pk(keys.district_id, survey_id)
    rows = [row for row in dynamodb.batch_get([(ParticipantRow, pk, one) for one in sorted(participants)]) if row]
    opened = privacy.keys_of(keys, [row.subject for row in rows if isinstance(row, ParticipantRow)])
    known = [row for row in rows if isinstance(row, ParticipantRow) and row.subject in opened]
    return {row.sk: contact_of(opened[row.subject], row).email for row in known}
