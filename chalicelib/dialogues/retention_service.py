"""Retention of dialogues: a closed thread goes as a whole, its head last, so that a run that stopped goes on."""

from collections.abc import Iterator

from chalicelib.aws import dynamodb
from chalicelib.dialogues.store import EventRow, ThreadRow, queue_pk, thread_pk
from chalicelib.dialogues.thread import WITHDRAWN
from chalicelib.privacy.erasure_service import note_erasure

PAGE = 100


def remove_old_threads(district_id: str, before: str) -> int:
    """Delete the closed threads that began before an hour, each with a note of its own key; gives how many."""
    removed = 0
    for head in list(_closed_before(district_id, before)):
        _remove_thread(district_id, head)
        removed += 1
    return removed


def remove_withdrawn_threads(district_id: str) -> int:
    """Delete the threads whose writers have withdrawn, whatever their age; gives how many."""
    waiting = list(dynamodb.every(ThreadRow, queue_pk(district_id, WITHDRAWN), index="by_status", page=PAGE))
    for head in waiting:
        _remove_thread(district_id, head)
    return len(waiting)


def _closed_before(district_id: str, before: str) -> Iterator[ThreadRow]:
    """Oldest first, and none that is not due."""
    return dynamodb.every(ThreadRow, queue_pk(district_id, "closed"), below=before, index="by_status", page=PAGE)


def _remove_thread(district_id: str, head: ThreadRow) -> None:
    thread_id = head.pk.rpartition("#")[2]
    events = list(dynamodb.every(EventRow, thread_pk(district_id, thread_id), begins="E#"))
    for start in range(0, len(events), PAGE):
        dynamodb.transact(*(dynamodb.delete(EventRow, row.pk, row.sk) for row in events[start : start + PAGE]))
    # A withdrawn thread is also noted where its key is its writer's: the ledger keeps a restore from bringing it back.
    goes = head.subject == thread_id or head.status == WITHDRAWN
    own_key = [note_erasure(district_id, thread_id)] if goes else []
    dynamodb.transact(dynamodb.delete(ThreadRow, head.pk, head.sk), *own_key)
