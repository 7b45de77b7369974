"""Withdrawing from a survey by one's personal link: no more letters, and an answer that carries a name goes.

What is left of the participant is that they withdrew, so that no later roster invites them again. An answer that
nobody can tell from others, a confidential one, stays among the counts: there is nothing by which to find it.
A legal hold keeps name, address and answer until it is released; then the answer is the first to go.
"""

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import ANSWER
from chalicelib.consents.store import ConsentRow
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict
from chalicelib.privacy import held_service, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.roster_service import WITHDRAWN, Contact, find_participant
from chalicelib.surveys.service import find_head
from chalicelib.surveys.store import ParticipantRow, ResponseRow, held_hours_pk, hours_pk, response_pk, shard_of

LONG_AGO = "1970-01-01T00:00:00.000Z"
REMOVED, KEPT, NONE = "removed", "kept", "none"


def withdraw_participant(keys: DistrictKeys, actor: Actor, survey_id: str, token: str) -> str:
    """Withdraw by a personal link; gives what became of an answer: "removed", "kept" among the counts, or "none".

    NotFound where the link is not of this survey. Doing it again changes nothing.
    """
    head = find_head(keys.district_id, survey_id, consistent=False)
    row = find_participant(keys, head.sk, token)
    if row.state == WITHDRAWN:
        return NONE
    person = privacy.key_of(keys, row.subject)
    held = consents.find_consent(keys.district_id, row.sk, ANSWER)
    answer_id = consents.opened(person, held).answer if held else ""
    holds = held_service.holds_of(keys.district_id)
    hold_id = holds.hold_of(person=row.subject, survey=head.sk)
    who = row.sk if head.mode == "identified" else "participant"
    by = Actor("participant", who, actor.request_id if head.mode == "identified" else "")
    try:
        dynamodb.transact(
            _forgotten(person, row, is_held=hold_id is not None),
            _taken_back(person, row, held, head.mode),
            *_removal(keys.district_id, survey_id, answer_id, hold_id),
            held_service.unchanged(keys.district_id, holds),
            assurance.record(keys.district_id, by, "consent.withdrawn", head.sk, purpose=ANSWER),
        )
    except TakenError:
        raise Conflict("Your answer arrived at the same moment. Please withdraw again.") from None
    if answer_id and hold_id is None:
        return REMOVED
    return KEPT if row.state == "answered" else NONE


def _forgotten(person: DataKey, row: ParticipantRow, *, is_held: bool) -> Write:
    """Name and address go, unless they are held, on condition that no answer came in between."""
    place = Place(ParticipantRow.TABLE, row.pk, row.sk)
    actions = [ParticipantRow.state.set(WITHDRAWN), ParticipantRow.by_waiting_pk.remove()]
    if not is_held:
        actions.append(ParticipantRow.sealed.set(vault.seal(person, place, _NOBODY)))
    return dynamodb.update(ParticipantRow, row.pk, row.sk, *actions, condition=ParticipantRow.state == row.state)


_NOBODY = Contact("", "", {})


def _taken_back(person: DataKey, row: ParticipantRow, held: ConsentRow | None, mode: str) -> Write:
    now = clock.iso(clock.now())
    return consents.withdrawn(person, row.sk, ANSWER, held, now if mode == "identified" else now[:10])


def _removal(district_id: str, survey_id: str, answer_id: str, hold_id: str | None) -> list[Write]:
    """The answer goes, the stream takes it out of the counters, and the ledger keeps a restore from reviving it.

    What a hold keeps is put aside as the oldest of all, so that it goes with the first pass after its release.
    """
    if not answer_id:
        return []
    shard = shard_of(answer_id)
    pk = response_pk(district_id, survey_id, shard)
    if hold_id is not None:
        actions = [
            ResponseRow.by_hour_pk.set(held_hours_pk(district_id, hold_id, shard)),
            ResponseRow.home_pk.set(hours_pk(district_id, shard)),
            ResponseRow.created_sk.set(f"{LONG_AGO}#{answer_id}"),
        ]
        return [dynamodb.update(ResponseRow, pk, answer_id, *actions, condition=ResponseRow.pk.exists())]
    return [dynamodb.delete(ResponseRow, pk, answer_id), note_erasure(district_id, answer_id)]
