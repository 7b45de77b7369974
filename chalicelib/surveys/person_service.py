"""What surveys keep of a person: participations and identified answers. Confidential and anonymous ones stay hidden."""

from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec import Struct

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Row, Write
from chalicelib.privacy import held_service, vault
from chalicelib.privacy.hold import Held
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.response_service import opened_answers
from chalicelib.surveys.roster_service import WITHDRAWN, Contact, contact_of
from chalicelib.surveys.store import ParticipantRow, ResponseRow, SurveyRow, subject_pk, surveys_pk

R = TypeVar("R", bound=Row)


class OfSurveys(Struct, frozen=True):
    """A person's rows in surveys."""

    participants: list[ParticipantRow]
    answers: list[ResponseRow]

    def survey_ids(self) -> set[str]:
        return {row.pk.split("#")[3] for row in [*self.participants, *self.answers]}


def find_of_person(district_id: str, subject: str) -> OfSurveys:
    """All rows of a person. One Query a table, and one BatchGetItem for up to 100."""
    return OfSurveys(
        _found(district_id, subject, ParticipantRow),
        _found(district_id, subject, ResponseRow),
    )


def _found(district_id: str, subject: str, kind: type[R]) -> list[R]:
    places = dynamodb.every(kind, subject_pk(district_id, subject), index="by_subject")
    rows = dynamodb.batch_get([(kind, one.pk, one.sk) for one in places])
    return [row for row in rows if isinstance(row, kind)]


def addresses_of(key: DataKey, found: OfSurveys) -> set[str]:
    """The addresses by which a person was invited."""
    return {contact_of(key, row).email for row in found.participants}


def told_of_person(keys: DistrictKeys, key: DataKey, found: OfSurveys) -> dict[str, list[dict[str, Any]]]:
    """A person's participations and identified answers in words, for that person."""
    heads = _heads(keys.district_id, found.survey_ids())
    return {
        "participations": [_participation(key, row, heads) for row in found.participants],
        "answers": [
            {
                "survey": _title(heads, row.pk),
                "hour": row.hour,
                "version": int(row.version),
                "language": answer.locale,
                "consent": answer.consent,
                "groups": answer.groups,
                "answers": answer.data,
            }
            for row, answer in opened_answers(keys, found.answers)
        ],
    }


def _heads(district_id: str, survey_ids: Iterable[str]) -> dict[str, SurveyRow]:
    ids = sorted(survey_ids)
    rows = dynamodb.batch_get([(SurveyRow, surveys_pk(district_id), one) for one in ids]) if ids else []
    return {row.sk: row for row in rows if isinstance(row, SurveyRow)}


def _title(heads: dict[str, SurveyRow], pk: str) -> str:
    head = heads.get(pk.split("#")[3])
    return head.title if head else ""


def _participation(key: DataKey, row: ParticipantRow, heads: dict[str, SurveyRow]) -> dict[str, Any]:
    contact = contact_of(key, row)
    told = {"survey": _title(heads, row.pk), "state": row.state, "language": row.language}
    return {**told, "email": contact.email, "name": contact.name, "groups": contact.groups}


def correct_participants(key: DataKey, found: OfSurveys, *, name: str, email: str) -> list[Write]:
    """The writes that give a person's participations the right name and address; an empty one stays as it is."""
    writes = []
    for row in found.participants:
        if row.state == WITHDRAWN:
            continue
        held = contact_of(key, row)
        right = Contact(email or held.email, name or held.name, held.groups)
        sealed = vault.seal(key, Place(row.TABLE, row.pk, row.sk), right)
        unchanged = ParticipantRow.subject == key.subject
        writes.append(
            dynamodb.update(ParticipantRow, row.pk, row.sk, ParticipantRow.sealed.set(sealed), condition=unchanged)
        )
    return writes


def remove_of_person(district_id: str, held: Held, found: OfSurveys, proof: Proof) -> None:
    """Delete a person's rows, each in a transaction that no new hold may precede; raises TakenError at index 0 then.

    An answer leaves the counters through its stream. The figures of participation forget whoever leaves no answer.
    """
    depends = held_service.unchanged(district_id, held)
    for row in found.answers:
        gone = dynamodb.delete(ResponseRow, row.pk, row.sk)
        proof.carry_out([depends, gone], [Removed(row.TABLE, row.pk, row.sk)], removed=1)
    heads = _heads(district_id, found.survey_ids())
    for one in found.participants:
        gone = dynamodb.delete(ParticipantRow, one.pk, one.sk, ParticipantRow.pk.exists())
        left = _uninvited(one, heads.get(one.pk.split("#")[3]))
        proof.carry_out([depends, gone, *left], [Removed(one.TABLE, one.pk, one.sk)], removed=1)


def _uninvited(row: ParticipantRow, head: SurveyRow | None) -> list[Write]:
    """A confidential answer stays, because nobody can tell whose it is; so does the count of its invitation."""
    if head is None or (row.state == "answered" and head.mode == "confidential"):
        return []
    actions = [SurveyRow.invited.add(-1), *([SurveyRow.mailed.add(-1)] if row.mailing else [])]
    return [dynamodb.update(SurveyRow, head.pk, head.sk, *actions)]
