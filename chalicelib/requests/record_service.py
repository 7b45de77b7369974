"""Everything that is kept under a person, whom their address finds: for showing, correcting and erasing it.

A later area that keeps something under a person joins here.
"""

from typing import Any

from msgspec import Struct

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.store import ConsentRow
from chalicelib.dialogues import person_service as dialogues
from chalicelib.dialogues.store import ThreadRow
from chalicelib.kernel.errors import Conflict
from chalicelib.notifications import service as notifications
from chalicelib.notifications.letters import Letter
from chalicelib.notifications.store import LetterRow
from chalicelib.privacy import held_service, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.hold import Held
from chalicelib.privacy.store import BlindRow
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys import person_service as surveys
from chalicelib.surveys.person_service import OfSurveys

MOST_TRIES = 3
NOT_HERE = (
    "Confidential and anonymous answers are not here: nobody, not even the district, can tell whose they are. "
    "Las respuestas confidenciales y anónimas no están aquí: nadie, tampoco el distrito, puede saber de quién son."
)


class Records(Struct, frozen=True):
    """All rows of one person; `key` opens what is sealed."""

    subject: str
    key: DataKey
    surveys: OfSurveys
    threads: list[ThreadRow]
    letters: list[LetterRow]
    consents: list[ConsentRow]

    def counts(self) -> dict[str, int]:
        return {
            "participations": len(self.surveys.participants),
            "answers": len(self.surveys.answers),
            "dialogues": len(self.threads),
            "letters": len(self.letters),
            "consents": len(self.consents),
        }


def find_records(keys: DistrictKeys, email: str) -> Records | None:
    """What is kept under an address, or None. One Query a table, and one for the consents of each row."""
    subject = privacy.find_blind(keys, "email", email)
    key = privacy.keys_of(keys, [subject]).get(subject) if subject else None
    if subject is None or key is None:
        return None
    of_surveys = surveys.find_of_person(keys.district_id, subject)
    threads = dialogues.find_of_person(keys.district_id, subject)
    whose = [*(row.sk for row in of_surveys.participants), *(row.pk.rpartition("#")[2] for row in threads)]
    return Records(
        subject,
        key,
        of_surveys,
        threads,
        notifications.letters_of(keys.district_id, subject),
        [row for one in whose for row in consents.consents_of(keys.district_id, one)],
    )


def told_records(keys: DistrictKeys, records: Records | None) -> dict[str, Any]:
    """All that is kept under a person in words, for that person."""
    if records is None:
        return {
            "participations": [],
            "answers": [],
            "dialogues": [],
            "letters": [],
            "consents": [],
            "not_here": NOT_HERE,
        }
    return {
        **surveys.told_of_person(keys, records.key, records.surveys),
        "dialogues": dialogues.told_of_person(keys, records.threads),
        "letters": [_letter(records.key, row) for row in records.letters],
        "consents": [_consent(records.key, row) for row in records.consents],
        "not_here": NOT_HERE,
    }


def _consent(key: DataKey, row: ConsentRow) -> dict[str, Any]:
    receipt = consents.opened(key, row)
    told = {"purpose": row.sk, "state": row.state, "notice": row.version, "language": receipt.language}
    return {**told, "at": receipt.at, "withdrawn_at": receipt.withdrawn_at}


def _letter(key: DataKey, row: LetterRow) -> dict[str, Any]:
    letter = vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Letter)
    return {"kind": letter.kind, "to": letter.to, "promised_at": row.created_at, "parts": letter.parts}


def hold_on(held: Held, records: Records) -> str | None:
    """The hold that keeps anything of a person, if any does."""
    threads = (held.hold_of(thread=row.pk.rpartition("#")[2]) for row in records.threads)
    answered = (held.hold_of(survey=one) for one in records.surveys.survey_ids())
    found = (held.hold_of(person=records.subject), *threads, *answered)
    return next((one for one in found if one is not None), None)


def corrections(keys: DistrictKeys, records: Records, *, email_before: str, name: str, email: str) -> list[Write]:
    """The writes that correct a person's name or address wherever it stands; a new address finds them from now on."""
    writes = surveys.correct_participants(records.key, records.surveys, name=name, email=email)
    writes += dialogues.correct_threads(records.key, records.threads, name=name, email=email)
    if email and vault.folded(email) != vault.folded(email_before):
        pk, sk = privacy.blind_place(keys, "email", email_before)
        writes.append(dynamodb.delete(BlindRow, pk, sk, BlindRow.subject == records.subject))
        writes.append(privacy.claim_blind(keys, "email", email, records.subject))
    return writes


def remove_records(keys: DistrictKeys, email: str, proof: Proof) -> Records | None:
    """Delete all rows of a person; gives what they were. Running again goes on where it stopped.

    Raises Conflict where a hold keeps something of theirs: nothing is deleted then.
    """
    for _ in range(MOST_TRIES):
        held = held_service.holds_of(keys.district_id)
        records = find_records(keys, email)
        if records is None:
            return None
        if hold_on(held, records):
            said = {"hold": "A legal hold keeps these records. Refuse the request, or have the hold released first."}
            raise Conflict("These records cannot be erased.", said)
        try:
            _remove(keys.district_id, held, records, proof)
        except TakenError:
            continue
        return records
    raise Conflict("Something changed at the same moment. Please try again.")


def _remove(district_id: str, held: Held, records: Records, proof: Proof) -> None:
    """Consents and letters first: the rows of surveys and dialogues are what finds them."""
    depends = held_service.unchanged(district_id, held)
    for row in [*records.letters, *records.consents]:
        gone = dynamodb.delete(type(row), row.pk, row.sk)
        proof.carry_out([depends, gone], [Removed(row.TABLE, row.pk, row.sk)], removed=1)
    dialogues.remove_of_person(district_id, held, records.threads, proof)
    surveys.remove_of_person(district_id, held, records.surveys, proof)


def forgotten(keys: DistrictKeys, email: str, subject: str) -> Write:
    """The write that lets nobody find a person by their address any more."""
    pk, sk = privacy.blind_place(keys, "email", email)
    return dynamodb.delete(BlindRow, pk, sk, BlindRow.subject == subject)
