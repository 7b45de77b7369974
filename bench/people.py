"""A district full of people, for the costs of what is done for one or some of them."""

from collections.abc import Iterator
from itertools import islice

from chalicelib.assurance import proof_service
from chalicelib.assurance.actor import of_job
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Row
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_bytes, random_id
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.requests import record_service as records
from chalicelib.requests import service as requests
from chalicelib.requests import states
from chalicelib.requests.reminder_service import remind_of_requests
from chalicelib.requests.store import REQUEST_SK, RequestNoteRow, RequestRow, notes_pk, request_pk, timed_sk
from chalicelib.surveys.roster_service import MAILED, Contact, carry_out_mailing
from chalicelib.surveys.store import (
    MailingRow,
    ParticipantRow,
    ResponseRow,
    SurveyRow,
    participants_pk,
    response_pk,
    subject_pk,
    survey_pk,
    surveys_pk,
    waiting_pk,
)

AT_ONCE = 100
SURVEY, ADDRESS, FAR = "svy_crowd", "erin@home.example", "2999-01-01T00:00:00.000Z"


class Crowd:
    """One district of its own, and its jobs."""

    def __init__(self) -> None:
        self.district = District(random_id("dst"), "crowd", "Crowd", "America/New_York", ["en", "es"], "2026-11")
        self.keys = DistrictKeys(self.district.id, 1, random_bytes(32), random_bytes(32))
        self.actor = of_job("bench")

    @property
    def id(self) -> str:
        return self.district.id

    def _store(self, rows: Iterator[Row]) -> None:
        while some := tuple(islice(rows, AT_ONCE)):
            dynamodb.transact(*(dynamodb.put(row) for row in some))

    def _head(self, invited: int, mode: str) -> None:
        row = SurveyRow(
            surveys_pk(self.id), SURVEY, title="A", state="open", mode=mode, invited=invited, mailed=invited,
            updated_at=FAR, request_mac=b"-",
        )  # fmt: skip
        dynamodb.write(dynamodb.put(row))

    def _person(self) -> DataKey:
        key, write = privacy.new_key(self.keys, random_id("sub"))
        dynamodb.write(write)
        return key

    def _participants(self, key: DataKey, number: int, *, state: str, survey: str = SURVEY) -> Iterator[Row]:
        waiting = waiting_pk(self.id, survey, MAILED) if state == "invited" else None
        for _ in range(number):
            place = Place(ParticipantRow.TABLE, participants_pk(self.id, survey), random_id("par"))
            sealed = vault.seal(key, place, Contact(ADDRESS, "Erin", {}))
            yield ParticipantRow(
                place.pk, place.sk, subject=key.subject, by_subject_pk=subject_pk(self.id, key.subject),
                by_waiting_pk=waiting, created_sk=f"{FAR}#{place.sk}", state=state, language="en", mailing="mlg_a",
                sealed=sealed,
            )  # fmt: skip

    def _answers(self, subject: str, number: int) -> Iterator[Row]:
        for count in range(number):
            response_id, shard = random_id("rsp"), count % 4
            yield ResponseRow(
                response_pk(self.id, SURVEY, shard), response_id, by_hour_pk=f"D#{self.id}#HOURS#{shard}",
                by_subject_pk=subject_pk(self.id, subject), created_sk=f"{FAR}#{response_id}", version=1,
                subject=subject, hour=FAR, payload_mac=b"-", sealed=b"-",
            )  # fmt: skip

    def fill(self, others: int, own: int) -> None:
        """So many participations and identified answers of others, and so many of one person."""
        self._head(others + own, "identified")
        other, erin = self._person(), self._person()
        dynamodb.write(privacy.claim_blind(self.keys, "email", ADDRESS, erin.subject))
        for key, number in ((other, others), (erin, own)):
            self._store(self._participants(key, number, state="answered"))
            self._store(self._answers(key.subject, number))

    def erase(self) -> dict[str, int]:
        """Erase the one person."""
        proof = Proof(self.id, proof_service.new_pass(), "erasure")
        records.remove_records(self.keys, ADDRESS, proof)
        return {"removed": proof.removed}

    def invite(self, answered: int, silent: int) -> None:
        """So many who have answered, and so many who have not."""
        self._head(answered + silent, "confidential")
        key = self._person()
        self._store(self._participants(key, answered, state="answered"))
        self._store(self._participants(key, silent, state="invited"))
        row = MailingRow(survey_pk(self.id, SURVEY), "mlg_b", kind="reminder", made_at=FAR)
        dynamodb.write(dynamodb.put(row))

    def remind(self) -> dict[str, int]:
        """Remind those who have not answered."""
        return {"posted": carry_out_mailing(self.district, self.keys, SURVEY, "mlg_b", "http://localhost")}

    def request(self, later: int, due: int) -> None:
        """So many requests to be looked at later, and so many now."""
        past = clock.iso(clock.now())
        self._store(
            RequestNoteRow(notes_pk(self.id), timed_sk(FAR, random_id("rqs")), expires_at=0) for _ in range(later)
        )
        for _ in range(due):
            request_id = random_id("rqs")
            row = RequestRow(
                request_pk(self.id, request_id), REQUEST_SK, kind=states.ACCESS, state=states.VERIFIED, language="en",
                received_at=past, due_at=past, remind_at=past, listed_sk="-", request_mac=b"-", sealed=b"-",
                expires_at=0,
            )  # fmt: skip
            note = RequestNoteRow(notes_pk(self.id), timed_sk(past, request_id), expires_at=0)
            dynamodb.transact(dynamodb.put(row), dynamodb.put(note))

    def remind_of_requests(self) -> dict[str, int]:
        """Look at the requests whose day has come."""
        told = remind_of_requests(self.district, self.keys, self.actor, "http://localhost")
        return {"requests": told.requests, "left": len(requests.due_notes(self.id))}
