"""Dialogues on their way out of an archive: sealed anew under the keys of the district that they come into.

Every function may be called again with the same records: what is there already is left alone. Nobody is written to.
"""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents.archive_service import restored_consents
from chalicelib.dialogues import thread
from chalicelib.dialogues.archived import ArchivedEvent, ArchivedThread, ArchivedTopic
from chalicelib.dialogues.service import queues_of
from chalicelib.dialogues.store import (
    THREAD_SK,
    EventRow,
    ThreadRow,
    TopicRow,
    closed_pk,
    event_sk,
    queue_pk,
    subject_pk,
    thread_pk,
    topics_pk,
)
from chalicelib.dialogues.thread import CLOSED, Words, Writer
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.subject_service import keys_of_addresses
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

EVENTS_IN_A_TRANSACTION = 80


def has_dialogues(district_id: str) -> bool:
    """Whether the district has any topic or thread. Five Queries."""
    pages = [dynamodb.query(TopicRow, topics_pk(district_id), limit=1, consistent=True)]
    pages += [
        dynamodb.query(ThreadRow, queue_pk(district_id, status), index="by_status", limit=1)
        for status in thread.STATUSES
    ]
    return any(page.items for page in pages)


def restore_topics(keys: DistrictKeys, topics: list[ArchivedTopic]) -> int:
    """Keep topics."""
    rows = [
        TopicRow(
            topics_pk(keys.district_id),
            one.topic,
            name=one.name,
            description=one.description,
            team_id=one.team,
            owner_id=one.owner,
            request_mac=vault.fingerprint(keys.index, "topic", ["imported", one.topic]),
        )
        for one in topics
    ]
    return dynamodb.add_each_once([[dynamodb.put_new(row)] for row in rows])


def restore_threads(keys: DistrictKeys, threads: list[ArchivedThread]) -> int:
    """Keep threads with their timelines, each under its writer's key; the head comes with the last entries.

    A long timeline takes several transactions: its own key first, so that one that was stopped goes on with it.
    """
    opened = keys_of_addresses(keys, [one.email for one in threads if one.email])
    own = {one.thread for one in threads if not one.email}
    if own:
        dynamodb.add_each_once([[privacy.new_key(keys, thread_id)[1]] for thread_id in sorted(own)])
        opened |= privacy.keys_of(keys, sorted(own))
    groups = []
    for one in threads:
        key = opened[vault.folded(one.email) if one.email else one.thread]
        groups += _groups(keys, key, one)
    return dynamodb.add_each_once(groups)


def _groups(keys: DistrictKeys, key: DataKey, one: ArchivedThread) -> list[list[Write]]:
    events = [_event(keys, key, one.thread, event) for event in one.events]
    early, last = events[:-1], events[-1]
    receipts = restored_consents(key, one.thread, one.consents)
    starts = range(0, len(early), EVENTS_IN_A_TRANSACTION)
    return [*(early[start : start + EVENTS_IN_A_TRANSACTION] for start in starts), [_head(key, one), last, *receipts]]


def _head(key: DataKey, one: ArchivedThread) -> Write:
    place = Place(ThreadRow.TABLE, thread_pk(key.district_id, one.thread), THREAD_SK)
    writer = Writer(one.name, one.email, thread.preview_of(one.events[0].text))
    row = ThreadRow(
        place.pk,
        place.sk,
        topic_id=one.topic,
        team_id=one.team,
        owner_id=one.owner,
        kind=one.kind,
        status=one.status,
        language=one.language,
        subject=key.subject,
        by_subject_pk=subject_pk(key.district_id, key.subject) if one.email else None,
        by_closed_pk=closed_pk(key.district_id, CLOSED) if one.status == CLOSED else None,
        due_at=one.due_at,
        answered_at=one.answered_at,
        rating=one.rating or None,
        revision=one.events[-1].number,
        created_sk=f"{one.created_at}#{one.thread}",
        request_mac=vault.fingerprint(key.secret, "thread", ["imported", one.thread]),
        sealed=vault.seal(key, place, writer),
        **queues_of(key.district_id, one.status, one.topic, one.team, one.owner),
    )
    return dynamodb.put_new(row)


def _event(keys: DistrictKeys, key: DataKey, thread_id: str, event: ArchivedEvent) -> Write:
    place = Place(EventRow.TABLE, thread_pk(key.district_id, thread_id), event_sk(event.number))
    row = EventRow(
        place.pk,
        place.sk,
        kind=event.kind,
        at=event.at,
        by=event.by,
        request=privacy.id_from(keys, "req", "imported", thread_id, str(event.number)),
        request_mac=vault.fingerprint(key.secret, "event", ["imported", event.number]),
        status=event.status or None,
        owner_id=event.owner or None,
        score=event.score or None,
        sealed=vault.seal(key, place, Words(event.text)) if event.text else None,
    )
    return dynamodb.put_new(row)
