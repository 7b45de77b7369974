"""Surveys on their way out of an archive: sealed anew under the keys of the district that they come into.

Every function may be called again with the same records: what is there already is left alone. The head comes last, so
that nobody answers a survey that is half there; the stream counts the answers as it counts all others.
"""

import hashlib
import zlib

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents.archive_service import restored_consents
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.subject_service import keys_of_addresses
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.archived import (
    ArchivedAnswer,
    ArchivedDefinition,
    ArchivedMailing,
    ArchivedParticipant,
    ArchivedSurvey,
)
from chalicelib.surveys.file_archive_service import FilesOfAnswer
from chalicelib.surveys.filing import ITEM, declared_schools, school_of
from chalicelib.surveys.response_service import Answer, Submission, payload_mac
from chalicelib.surveys.roster_service import MAILED, NEW, Contact
from chalicelib.surveys.school_service import register_schools, school_id_of
from chalicelib.surveys.service import get_version
from chalicelib.surveys.store import (
    DRAFT_SK,
    DefinitionRow,
    MailingRow,
    ParticipantRow,
    ResponseRow,
    SurveyRow,
    hours_pk,
    participants_pk,
    response_pk,
    shard_of,
    subject_pk,
    survey_pk,
    surveys_pk,
    version_sk,
    waiting_pk,
)


def has_surveys(district_id: str) -> bool:
    """Whether the district has any survey. One Query."""
    return bool(dynamodb.query(SurveyRow, surveys_pk(district_id), limit=1, consistent=True).items)


def restore_definition(keys: DistrictKeys, survey_id: str, about: ArchivedDefinition, raw: bytes) -> int:
    """Keep a draft or version, its own bytes unchanged; its schools are entered before any answer is filed there."""
    sk = DRAFT_SK if about.name == "draft" else version_sk(int(about.name.removeprefix("v")))
    row = DefinitionRow(
        survey_pk(keys.district_id, survey_id),
        sk,
        definition=zlib.compress(raw, 9),
        content_hash=hashlib.sha256(raw).hexdigest(),
        segments=about.segments,
        made_at=about.made_at,
        parental_notice=about.parental_notice or None,
    )
    made = dynamodb.add_each_once([[dynamodb.put_new(row)]])
    if about.name != "draft" and ITEM in about.segments:
        number = int(about.name.removeprefix("v"))
        register_schools(keys, declared_schools(get_version(keys.district_id, survey_id, number).questionnaire))
    return made


def restore_mailings(keys: DistrictKeys, survey_id: str, mailings: list[ArchivedMailing]) -> int:
    """Keep what is known of mailings; nobody is written to."""
    pk = survey_pk(keys.district_id, survey_id)
    rows = [MailingRow(pk, one.mailing, kind=one.kind, made_at=one.made_at) for one in mailings]
    return dynamodb.add_each_once([[dynamodb.put_new(row)] for row in rows])


def restore_head(keys: DistrictKeys, survey: ArchivedSurvey) -> int:
    """Let the survey be there."""
    mac = vault.fingerprint(keys.index, "survey", ["imported", survey.survey])
    row = SurveyRow(
        surveys_pk(keys.district_id),
        survey.survey,
        title=survey.title,
        state=survey.state,
        mode=survey.mode,
        security=survey.security,
        version=survey.version,
        invited=survey.invited,
        mailed=survey.mailed,
        updated_at=survey.updated_at,
        request_mac=mac,
    )
    return dynamodb.add_each_once([[dynamodb.put_new(row)]])


def participant_id(keys: DistrictKeys, survey_id: str, email: str) -> str:
    """The id that an address has in a survey's roster."""
    return privacy.id_from(keys, "par", survey_id, vault.folded(email))


def restore_roster(keys: DistrictKeys, survey_id: str, people: list[ArchivedParticipant]) -> int:
    """Invite people as they were invited, each under their own key; nobody is written to."""
    opened = keys_of_addresses(keys, [one.email for one in people])
    register_schools(keys, {one.groups.get("school", "") for one in people})
    return dynamodb.add_each_once(
        [_participant(keys, opened[vault.folded(one.email)], survey_id, one) for one in people]
    )


def _participant(keys: DistrictKeys, key: DataKey, survey_id: str, one: ArchivedParticipant) -> list[Write]:
    pk, sk = participants_pk(keys.district_id, survey_id), participant_id(keys, survey_id, one.email)
    sealed = vault.seal(key, Place(ParticipantRow.TABLE, pk, sk), Contact(one.email, one.name, one.groups))
    waits = waiting_pk(keys.district_id, survey_id, MAILED if one.mailing else NEW)
    row = ParticipantRow(
        pk,
        sk,
        by_subject_pk=subject_pk(keys.district_id, key.subject),
        by_waiting_pk=waits if one.state == "invited" else None,
        created_sk=f"{one.invited_at}#{sk}" if one.invited_at else None,
        subject=key.subject,
        state=one.state,
        language=one.language,
        mailing=one.mailing,
        sealed=sealed,
    )
    return [dynamodb.put_new(row), *restored_consents(key, sk, one.consents)]


def restore_answers(
    keys: DistrictKeys, survey_id: str, answers: list[ArchivedAnswer], files: dict[str, FilesOfAnswer]
) -> int:
    """Keep answers with their files, each under its own key; an identified one under its person's."""
    opened = keys_of_addresses(keys, [one.participant for one in answers if one.participant])
    return dynamodb.add_each_once(
        [_answer(keys, survey_id, one, opened, files.get(one.response, {})) for one in answers]
    )


def _answer(
    keys: DistrictKeys, survey_id: str, one: ArchivedAnswer, opened: dict[str, DataKey], files: FilesOfAnswer
) -> list[Write]:
    if one.participant:
        key, writes = opened[vault.folded(one.participant)], []
        participant = participant_id(keys, survey_id, one.participant)
    else:
        key, write = privacy.new_key(keys, one.response)
        writes, participant = [write], ""
    shard = shard_of(one.response)
    version = get_version(keys.district_id, survey_id, one.version)
    school_id = school_id_of(keys, school_of(version.questionnaire, one.groups))
    place = Place(ResponseRow.TABLE, response_pk(keys.district_id, survey_id, shard), one.response)
    sent = Submission("", one.version, one.locale, one.data, one.consent, seed=one.seed)
    values = (one.data, one.shown, one.groups, one.locale, one.consent, participant, one.seed, one.quotas)
    answer = Answer(*values, files)
    row = ResponseRow(
        place.pk,
        place.sk,
        by_hour_pk=hours_pk(keys.district_id, shard, school_id),
        by_subject_pk=subject_pk(keys.district_id, key.subject) if one.participant else None,
        created_sk=f"{one.hour}#{one.response}",
        version=one.version,
        subject=key.subject,
        hour=one.hour,
        payload_mac=payload_mac(key, sent),
        sealed=vault.seal(key, place, answer),
    )
    return [dynamodb.put_new(row), *writes]
