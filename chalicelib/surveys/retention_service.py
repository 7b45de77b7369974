"""Retention of answers: an answer goes with its own key; the stream takes it out of the counters.

An index by school and hour finds what is due, oldest first: a run costs what it removes, however much is stored. What a
hold keeps is put aside when it becomes due, once, so that no later run reads it again, and goes back with its release.
"""

from collections.abc import Mapping
from itertools import islice

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Wire, Write
from chalicelib.privacy import held_service
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.hold import Held
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, SchoolRow, held_hours_pk, hours_pk, schools_pk

AT_ONCE = 45


def files_of(district_id: str) -> list[str]:
    """The files that answers may lie in: of each school by its blind id, and of none. One Query."""
    return ["", *(row.sk for row in dynamodb.every(SchoolRow, schools_pk(district_id)))]


def remove_old_answers(district_id: str, before: Mapping[str, str], proof: Proof) -> None:
    """Delete the answers given before the hour of their file, each with a note of its key. One Query a file and shard.

    `before` names each file's hour. Of what a hold keeps nothing goes.
    """
    held = held_service.holds_of(district_id)
    for school_id, hour in before.items():
        for shard in range(RESPONSE_SHARDS):
            pk = hours_pk(district_id, shard, school_id)
            due = dynamodb.every(ResponseRow, pk, below=hour, index="by_hour")
            while rows := list(islice(due, AT_ONCE)):
                held = _settled(district_id, held, rows, proof)


def _settled(district_id: str, held: Held, rows: list[ResponseRow], proof: Proof) -> Held:
    """Remove some or put them aside; gives the holds by which it was done, newer where they changed meanwhile."""
    while True:
        try:
            _settle(district_id, held, rows, proof)
        except TakenError as taken:
            if taken.index:
                return held  # Another pass has been here.
            held = held_service.holds_of(district_id)
        else:
            return held


def _settle(district_id: str, held: Held, rows: list[ResponseRow], proof: Proof) -> None:
    keeping = [(row, held.hold_of(person=row.subject, survey=_survey_of(row))) for row in rows]
    gone = [row for row, hold_id in keeping if hold_id is None]
    aside = [_put_aside(district_id, row, hold_id) for row, hold_id in keeping if hold_id is not None]
    writes = [write for row in gone for write in _removal(district_id, row)]
    proof.carry_out(
        [held_service.unchanged(district_id, held), *writes, *aside],
        [Removed(row.TABLE, row.pk, row.sk) for row in gone],
        removed=len(gone),
        held=len(aside),
    )


def _survey_of(row: ResponseRow) -> str:
    return row.pk.split("#")[3]


def _removal(district_id: str, row: ResponseRow) -> list[Write]:
    """An identified answer is sealed under its person's key, which stays."""
    deleted = dynamodb.delete(ResponseRow, row.pk, row.sk, ResponseRow.pk.exists())
    return [deleted, note_erasure(district_id, row.subject)] if row.subject == row.sk else [deleted]


def _put_aside(district_id: str, row: ResponseRow, hold_id: str) -> Write:
    shard = int(row.by_hour_pk.rpartition("#")[2])
    actions = [
        ResponseRow.by_hour_pk.set(held_hours_pk(district_id, hold_id, shard)),
        ResponseRow.home_pk.set(row.by_hour_pk),
    ]
    return dynamodb.update(ResponseRow, row.pk, row.sk, *actions, condition=ResponseRow.pk.exists())


def hours_between(
    district_id: str, place: str, since: str, until: str, *, limit: int, after: Wire | None
) -> tuple[list[str], Wire | None]:
    """The hours of the answers that lie between two in a file's shard, "{school_id}#{shard}". One Query, bounded."""
    school_id, _, shard = place.partition("#")
    pk = hours_pk(district_id, int(shard), school_id)
    return dynamodb.sort_keys(ResponseRow, pk, since, until, limit=limit, index="by_hour", after=after)


def return_held_answers(district_id: str, hold_id: str) -> int:
    """Put what was kept for a released hold back where it came from; gives how many. One Query a shard."""
    returned = 0
    for shard in range(RESPONSE_SHARDS):
        aside = dynamodb.every(ResponseRow, held_hours_pk(district_id, hold_id, shard), index="by_hour")
        while rows := list(islice(aside, AT_ONCE)):
            dynamodb.transact(*(_put_back(row) for row in rows))
            returned += len(rows)
    return returned


def _put_back(row: ResponseRow) -> Write:
    actions = [ResponseRow.by_hour_pk.set(row.home_pk), ResponseRow.home_pk.remove()]
    return dynamodb.update(ResponseRow, row.pk, row.sk, *actions, condition=ResponseRow.pk.exists())
