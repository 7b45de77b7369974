"""Erasure of keys: whatever a key sealed, in a table, a backup or a log of changes, is unreadable once the key is gone.

Rows go first, together with a note of their key; a day later, when no stream record can need the key any more, it is
deleted too. Notes lie in the order in which they are due, so that a run reads those alone. The ledger of what was
erased outlives every backup: a restore goes through it, so that nobody comes back.
"""

from collections.abc import Iterator
from itertools import islice

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof, new_pass
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


def erase_due_keys(district_id: str, proof: Proof | None = None) -> int:
    """Delete the keys whose time has come, each with its entry in the ledger, and prove it; gives how many.

    Without a proof of the caller's it begins one, which the next pass of retention closes.
    """
    proof = proof or Proof(district_id, new_pass(), "keys")
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
    return proof.removed


def _entered(district_id: str, subject: str) -> Write:
    at = clock.iso(clock.now())
    expires = clock.seconds() + LEDGER_SECONDS
    row = ErasedRow(erased_pk(district_id), subject, subject=subject, erased_at=at, expires_at=expires)
    return dynamodb.put(row)


def erased_subjects(district_id: str) -> Iterator[str]:
    """Whose key is erased, or is to be because the rows are gone: what a restored backup must not bring back.

    A key that is ordered to go with rows that still live, such as a share's, is not among them.
    """
    for row in dynamodb.every(ErasedRow, erased_pk(district_id)):
        yield row.subject
    for note in dynamodb.every(ErasureRow, erasures_pk(district_id), below=erasure_sk(gone_until(), "")):
        yield note.subject


def gone_until() -> int:
    """Keys due before this second seal rows that are gone already."""
    return clock.seconds() + STREAM_SECONDS + 1
