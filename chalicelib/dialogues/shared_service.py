"""Dialogues as they are shown to somebody with whom they are shared: without the names of the staff."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.dialogues import desk_service as desk
from chalicelib.dialogues import service
from chalicelib.dialogues.desk_service import Queue
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, queue_pk, thread_pk
from chalicelib.dialogues.thread import STATUSES, Event, Writer
from chalicelib.dialogues.topic_service import list_topics
from chalicelib.identity.permissions import Permission
from chalicelib.identity.session_service import Session
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

PAGE = 25
NOT_TOLD = frozenset({"assigned", "status"})
NOTE = "note"


class Told(Struct, frozen=True):
    """One entry of a shared timeline; `by` is "writer" or "district"."""

    kind: str
    at: str
    by: str
    text: str
    score: int


class SharedThread(Struct, frozen=True, rename={"kind": "type"}):
    """A thread as it is shared; what is not shared of it is empty. A list leaves the timeline out."""

    thread_id: str
    topic: dict[str, str]
    kind: str
    status: str
    created_at: str
    rating: int | None
    preview: str
    writer_name: str
    writer_email: str
    timeline: list[Told] = []


class Shown(Struct, frozen=True):
    """Which parts are shown: the words, who wrote, and the notes of the staff."""

    words: bool
    contact: bool
    notes: bool


def find_heads(keys: DistrictKeys, session: Session, thread_ids: Sequence[str]) -> list[ThreadRow]:
    """The heads of those threads that are there and that somebody may read. One read, and one for each team."""
    wanted = [(ThreadRow, thread_pk(keys.district_id, one), THREAD_SK) for one in thread_ids]
    heads = [row for row in dynamodb.batch_get(wanted) if isinstance(row, ThreadRow)]
    within = [row for row in heads if session.access.covers(Permission.READ_DIALOGUES, topic=row.topic_id)]
    own = [row for row in within if session.access.oversees(row.topic_id) or row.owner_id == session.user_id]
    others = {row.team_id: row for row in within if row not in own}
    teams = {team_id for team_id, row in others.items() if desk.is_open_to(keys, session, row)}
    return [row for row in within if row in own or row.team_id in teams]


def list_topic(keys: DistrictKeys, session: Session, topic_id: str) -> list[ThreadRow]:
    """The newest 25 threads of a topic in each status, newest first; Forbidden where it is not theirs. Four Queries."""
    desk.require_may_see(keys, session, Queue(STATUSES[0], topic=topic_id))
    rows = []
    for status in STATUSES:
        pk = queue_pk(keys.district_id, status, "topic", topic_id)
        page = dynamodb.query(ThreadRow, pk, index="by_topic", limit=PAGE, newest_first=True)
        rows += [ThreadRow.from_raw_data(raw) for raw in page.items]
    return sorted(rows, key=lambda row: row.created_sk, reverse=True)


def show_heads(keys: DistrictKeys, rows: Sequence[ThreadRow], shown: Shown) -> list[SharedThread]:
    """Heads as they are shared. One Query for the topics and one BatchGetItem for the writers' keys."""
    names = {topic.topic_id: topic.name for topic in list_topics(keys.district_id)}
    opened = privacy.keys_of(keys, [row.subject for row in rows])
    return [_shown(row, names.get(row.topic_id, {}), _writer(opened.get(row.subject), row), shown) for row in rows]


def _writer(key: DataKey | None, row: ThreadRow) -> Writer:
    if key is None:
        return Writer("", "", "")
    return vault.unseal(key, Place(ThreadRow.TABLE, row.pk, THREAD_SK), row.sealed, Writer)


def show_thread(keys: DistrictKeys, thread_id: str, shown: Shown) -> SharedThread:
    """One thread with its timeline, as it is shared; NotFound where there is none."""
    opened = service.open_thread(keys, thread_id)
    names = {topic.topic_id: topic.name for topic in list_topics(keys.district_id)}
    timeline = [_told(event, shown) for event in opened.events() if _is_told(event, shown)]
    return _shown(opened.row, names.get(opened.row.topic_id, {}), opened.writer(), shown, timeline)


def _is_told(event: Event, shown: Shown) -> bool:
    return event.kind not in NOT_TOLD and (shown.notes or event.kind != NOTE)


def _told(event: Event, shown: Shown) -> Told:
    by = event.by if event.by == "writer" else "district"
    return Told(event.kind, event.at, by, event.text if shown.words else "", event.score)


def _shown(
    row: ThreadRow, topic: dict[str, str], writer: Writer, shown: Shown, timeline: Sequence[Told] = ()
) -> SharedThread:
    return SharedThread(
        row.pk.rpartition("#")[2],
        topic,
        row.kind,
        row.status,
        row.created_sk.partition("#")[0],
        int(row.rating) if row.rating else None,
        writer.preview if shown.words else "",
        writer.name if shown.contact else "",
        writer.email if shown.contact else "",
        list(timeline),
    )
