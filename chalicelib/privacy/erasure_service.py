"""Erasure of keys: whatever a key sealed, in a table, a backup or a log of changes, is unreadable once the key is gone.

Rows go first, together with a note of their key; a day later, when no stream record can need the key any more, it is
deleted too. Notes lie in the order in which they are due, so that a run reads those alone.
"""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.kernel import clock
from chalicelib.privacy.store import KEY_SK, ErasureRow, KeyRow, erasure_sk, erasures_pk, key_pk

STREAM_SECONDS = 25 * 3600


def note_erasure(district_id: str, subject: str, *, rows_go_in: int = 0) -> Write:
    """The write that orders a subject's key to be deleted 25 hours after its rows.

    It joins the deletion of the last rows; or their making, where time to live removes them in so many seconds.
    """
    due = clock.seconds() + rows_go_in + STREAM_SECONDS
    return dynamodb.put(ErasureRow(erasures_pk(district_id), erasure_sk(due, subject), subject=subject, key_due=due))


def erase_due_keys(district_id: str) -> int:
    """Delete the keys whose time has come; gives how many."""
    until = erasure_sk(clock.seconds() + 1, "")
    due = list(dynamodb.every(ErasureRow, erasures_pk(district_id), below=until))
    for row in due:
        dynamodb.transact(
            dynamodb.delete(KeyRow, key_pk(district_id, row.subject), KEY_SK),
            dynamodb.delete(ErasureRow, row.pk, row.sk),
        )
    return len(due)
