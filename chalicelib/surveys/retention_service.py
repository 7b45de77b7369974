"""Retention of answers: an answer goes with its own key; the stream takes it out of the counters.

An index by the hour finds what is due, oldest first: a run costs what it removes, however much is stored.
"""

from chalicelib.aws import dynamodb
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, hours_pk


def remove_old_answers(district_id: str, before: str) -> int:
    """Delete the answers given before an hour, each with a note of its key; gives how many. One Query a shard."""
    removed = 0
    for shard in range(RESPONSE_SHARDS):
        due = dynamodb.every(ResponseRow, hours_pk(district_id, shard), below=before, index="by_hour")
        for row in due:
            dynamodb.transact(*_removal(district_id, row))
            removed += 1
    return removed


def _removal(district_id: str, row: ResponseRow) -> list[dynamodb.Write]:
    """An identified answer is sealed under its person's key, which stays."""
    deleted = dynamodb.delete(ResponseRow, row.pk, row.sk)
    return [deleted, note_erasure(district_id, row.subject)] if row.subject == row.sk else [deleted]
