"""Dialogues on their way into an archive: topics, and threads with their timelines, opened."""

import heapq
from collections.abc import Iterator

import msgspec

from chalicelib.aws import dynamodb
from chalicelib.consents.archive_service import archived_consents
from chalicelib.consents.archived import ArchivedConsent
from chalicelib.consents.receipt import MESSAGE, REPLY_EMAIL
from chalicelib.dialogues import thread
from chalicelib.dialogues.archived import ArchivedEvent, ArchivedThread, ArchivedTopic
from chalicelib.dialogues.service import Opened
from chalicelib.dialogues.store import EventRow, ThreadRow, TopicRow, queue_pk, thread_pk, topics_pk
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys

OPENED_AT_ONCE = 100


def archived_topics(district_id: str) -> list[ArchivedTopic]:
    """The district's topics, by id."""
    rows = dynamodb.every(TopicRow, topics_pk(district_id), consistent=True)
    return [
        ArchivedTopic(row.sk, row.name.as_dict(), row.description.as_dict(), row.team_id, row.owner_id) for row in rows
    ]


def oldest_thread(district_id: str) -> str:
    """When the oldest thread began; empty where there is none. One Query a status."""
    pages = [
        dynamodb.query(ThreadRow, queue_pk(district_id, status), index="by_status", limit=1)
        for status in thread.STATUSES
    ]
    return min((page.items[0]["created_sk"]["S"].partition("#")[0] for page in pages if page.items), default="")


def archived_threads(keys: DistrictKeys, month: str) -> Iterator[ArchivedThread]:
    """The threads that began in a month ("2026-11"), oldest first; those whose writer is erased are not there."""
    some: list[ThreadRow] = []
    for row in _heads(keys.district_id, month):
        some.append(row)
        if len(some) == OPENED_AT_ONCE:
            yield from _opened(keys, some)
            some = []
    yield from _opened(keys, some)


def _heads(district_id: str, month: str) -> Iterator[ThreadRow]:
    """Each head once, though it may go from one status to another while this reads."""
    within = (f"{month}-", f"{month}~")
    statuses = [
        dynamodb.every(ThreadRow, queue_pk(district_id, status), within=within, index="by_status")
        for status in thread.STATUSES
    ]
    before = ""
    for row in heapq.merge(*statuses, key=lambda row: row.created_sk):
        if row.created_sk != before:
            yield row
        before = row.created_sk


def _opened(keys: DistrictKeys, rows: list[ThreadRow]) -> Iterator[ArchivedThread]:
    opened = privacy.keys_of(keys, [row.subject for row in rows])
    whose = {row.pk.rpartition("#")[2]: opened[row.subject] for row in rows if row.subject in opened}
    receipts = archived_consents(keys.district_id, whose, [MESSAGE, REPLY_EMAIL])
    for row in rows:
        if row.subject in opened:
            thread_id = row.pk.rpartition("#")[2]
            events = dynamodb.every(EventRow, thread_pk(keys.district_id, thread_id), begins="E#", consistent=True)
            yield _archived(Opened(row, opened[row.subject], list(events)), receipts[thread_id])


def _archived(one: Opened, receipts: list[ArchivedConsent]) -> ArchivedThread:
    row, writer = one.row, one.writer()
    events = [ArchivedEvent(*msgspec.structs.astuple(event)) for event in one.events()]
    return ArchivedThread(
        one.thread_id,
        row.topic_id,
        row.team_id,
        row.owner_id,
        row.kind,
        row.status,
        row.language,
        writer.name,
        writer.email,
        row.created_sk.partition("#")[0],
        row.due_at,
        row.answered_at,
        int(row.rating or 0),
        events,
        receipts,
    )
