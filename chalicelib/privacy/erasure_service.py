"""Erasure of keys: whatever a key sealed, in a table, a backup or a log of changes, is unreadable once the key is gone.

Rows go first, together with a note of their key; a day later, when no stream record can need the key any more, it is
deleted too. Notes lie in the order in which they are due, so that a run reads those alone. The ledger of what was
erased outlives every backup: a restore goes through it, so that nobody comes back.
"""

from collections.abc import Iterator
from itertools import islice

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.kernel import clock
from chalicelib.privacy.store import (
    KEY_SK,
    ErasedRow,
    ErasureRow,
    KeyRow,
    erased_pk,
    erasure_sk,
    erasures_pk,
    key_pk,
)

STREAM_SECONDS = 25 * 3600
KEYS_AT_ONCE = 30
LEDGER_SECONDS = 460 * 86_400  # Longer than the longest backup.


def note_erasure(district_id: str, subject: str, *, rows_go_in: int = 0) -> Write:
    """The write that orders a subject's key to be deleted 25 hours after its rows.

    It joins the deletion of the last rows; or their making, where time to live removes them in so many seconds.
    """
    due = clock.seconds() + rows_go_in + STREAM_SECONDS
    return dynamodb.put(ErasureRow(erasures_pk(district_id), erasure_sk(due, subject), subject=subject, key_due=due))


def erase_due_keys(district_id: str, proof: Proof) -> None:
    """Delete the keys whose time has come, each with its entry in the ledger, and prove it."""
    until = erasure_sk(clock.seconds() + 1, "")
    due = dynamodb.every(ErasureRow, erasures_pk(district_id), below=until)
    while rows := list(islice(due, KEYS_AT_ONCE)):
        subjects = {row.subject for row in rows}
        writes = [
            *(dynamodb.delete(ErasureRow, row.pk, row.sk) for row in rows),
            *(dynamodb.delete(KeyRow, key_pk(district_id, one), KEY_SK) for one in sorted(subjects)),
            *(_entered(district_id, one) for one in sorted(subjects)),
        ]
        gone = [Removed(KeyRow.TABLE, key_pk(district_id, one), KEY_SK) for one in subjects]
        proof.carry_out(writes, gone, removed=len(subjects))


def _entered(district_id: str, subject: str) -> Write:
    at = clock.iso(clock.now())
    expires = clock.seconds() + LEDGER_SECONDS
    row = ErasedRow(erased_pk(district_id), subject, subject=subject, erased_at=at, expires_at=expires)
    return dynamodb.put(row)


def erased_subjects(district_id: str) -> Iterator[str]:
    """Whose key is erased, or ordered to be: what a restored backup must not bring back."""
    for row in dynamodb.every(ErasedRow, erased_pk(district_id)):
        yield row.subject
    for note in dynamodb.every(ErasureRow, erasures_pk(district_id)):
        yield note.subject
