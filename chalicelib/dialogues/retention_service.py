"""Retention of dialogues: a closed or withdrawn thread goes as a whole, its head last: a run that stopped goes on.

What a hold keeps is put aside when it becomes due, once, so that no later run reads it again.
"""

from itertools import islice
from typing import Any

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Wire, Write
from chalicelib.consents.removal_service import removals
from chalicelib.dialogues.store import THREAD_SK, EventRow, ThreadRow, closed_pk, held_closed_pk, thread_pk
from chalicelib.dialogues.thread import CLOSED, WITHDRAWN
from chalicelib.privacy import held_service
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.hold import Held

PAGE, AT_ONCE = 100, 90
EVER = "~"  # After every moment.


def remove_old_threads(district_id: str, before: str, proof: Proof) -> None:
    """Delete the closed threads that began before an hour, each with a note of its own key, unless a hold keeps it."""
    _remove(district_id, CLOSED, before, proof)


def remove_withdrawn_threads(district_id: str, proof: Proof) -> None:
    """Delete the threads whose writers have withdrawn, whatever their age, unless a hold keeps them."""
    _remove(district_id, WITHDRAWN, EVER, proof)


def _remove(district_id: str, status: str, before: str, proof: Proof) -> None:
    held = held_service.holds_of(district_id)
    for head in dynamodb.every(ThreadRow, closed_pk(district_id, status), below=before, index="by_closed", page=PAGE):
        held = _settled(district_id, held, head, proof)


def _settled(district_id: str, held: Held, head: ThreadRow, proof: Proof) -> Held:
    while True:
        hold_id = held.hold_of(person=head.subject, thread=head.pk.rpartition("#")[2])
        try:
            if hold_id is None:
                remove_thread(district_id, held, head, proof, ThreadRow.status == head.status)
            else:
                _put_aside(district_id, held, head, hold_id, proof)
        except TakenError as taken:
            if taken.index:
                return held  # It was opened again, or another pass has been here.
            held = held_service.holds_of(district_id)
        else:
            return held


def remove_thread(district_id: str, held: Held, head: ThreadRow, proof: Proof, condition: Any) -> None:
    """Delete a thread while a condition of its head holds, with a note of its own key; raises TakenError otherwise.

    A withdrawn thread is also noted where its key is its writer's: the ledger keeps a restore from bringing it back.
    """
    thread_id = head.pk.rpartition("#")[2]
    events = dynamodb.every(EventRow, thread_pk(district_id, thread_id), begins="E#")
    while rows := list(islice(events, AT_ONCE)):
        depends = [
            held_service.unchanged(district_id, held),
            dynamodb.check(ThreadRow, head.pk, head.sk, condition),
        ]
        deleted = [dynamodb.delete(EventRow, row.pk, row.sk) for row in rows]
        proof.carry_out([*depends, *deleted], [Removed(row.TABLE, row.pk, row.sk) for row in rows])
    goes = head.subject == thread_id or head.status == WITHDRAWN
    proof.carry_out(
        [
            held_service.unchanged(district_id, held),
            dynamodb.delete(ThreadRow, head.pk, head.sk, condition),
            *removals(district_id, thread_id),
            *([note_erasure(district_id, thread_id)] if goes else []),
        ],
        [Removed(head.TABLE, head.pk, head.sk)],
        removed=1,
    )


def _put_aside(district_id: str, held: Held, head: ThreadRow, hold_id: str, proof: Proof) -> None:
    aside = ThreadRow.by_closed_pk.set(held_closed_pk(district_id, hold_id))
    moved = dynamodb.update(ThreadRow, head.pk, head.sk, aside, condition=ThreadRow.status == head.status)
    proof.carry_out([held_service.unchanged(district_id, held), moved], [], held=1)


def beginnings_between(
    district_id: str, since: str, until: str, *, limit: int, after: Wire | None
) -> tuple[list[str], Wire | None]:
    """When the closed threads began that began between two moments. One Query, bounded."""
    pk = closed_pk(district_id, CLOSED)
    return dynamodb.sort_keys(ThreadRow, pk, since, until, limit=limit, index="by_closed", after=after)


def return_held_threads(district_id: str, hold_id: str) -> int:
    """Put what was kept for a released hold back where retention finds it; gives how many. One Query."""
    aside = dynamodb.every(ThreadRow, held_closed_pk(district_id, hold_id), index="by_closed", page=PAGE)
    return sum(_put_back(district_id, head, hold_id) for head in aside)


def _put_back(district_id: str, head: ThreadRow, hold_id: str) -> int:
    back: Write = dynamodb.update(
        ThreadRow,
        head.pk,
        THREAD_SK,
        ThreadRow.by_closed_pk.set(closed_pk(district_id, head.status)),
        condition=ThreadRow.by_closed_pk == held_closed_pk(district_id, hold_id),
    )
    try:
        dynamodb.write(back)
    except TakenError:  # It was opened again meanwhile.
        return 0
    return 1
