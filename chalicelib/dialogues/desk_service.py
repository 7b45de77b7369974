"""What the staff does with threads: the inbox, replies, notes, assignment, status; and the writer's own side."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import MESSAGE, Receipt
from chalicelib.dialogues import service, thread
from chalicelib.dialogues.service import Opened, Step
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, queue_pk
from chalicelib.dialogues.thread import Writer
from chalicelib.dialogues.topic_service import get_topic
from chalicelib.districts.service import District
from chalicelib.identity.permissions import Field, Permission
from chalicelib.identity.service import get_user
from chalicelib.identity.session_service import Session
from chalicelib.identity.team_service import get_team
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.notice_versions import is_good
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DistrictKeys, Place

PAGE = 25
FILTERS = ("team", "topic", "owner")


class Waiting(Struct, frozen=True):
    """A thread as the inbox shows it."""

    thread_id: str
    topic_id: str
    type: str
    status: str
    owner_id: str
    preview: str
    created_at: str
    due_at: str
    overdue: bool
    rating: int | None


class Queue(Struct, frozen=True):
    """Which threads are wanted: a status, and at most one of team, topic or owner."""

    status: str
    team: str = ""
    topic: str = ""
    owner: str = ""


def _is_in_team(keys: DistrictKeys, session: Session, team_id: str) -> bool:
    try:
        return session.user_id in get_team(keys.district_id, team_id).member_ids
    except NotFound:
        return False


def require_may_see(keys: DistrictKeys, session: Session, queue: Queue) -> None:
    """Raises Forbidden where a queue is not somebody's own."""
    reached = session.access.topics(Permission.READ_DIALOGUES)
    if reached is not None and queue.topic not in reached:
        raise Forbidden("You see the threads of some topics.", {"topic": "Choose one of your topics."})
    if session.access.oversees(queue.topic or None) or (queue.owner and queue.owner == session.user_id):
        return
    team_id = queue.team
    if queue.topic:
        team_id = get_topic(keys.district_id, queue.topic).team_id
    if not team_id or not _is_in_team(keys, session, team_id):
        raise Forbidden("You see the threads of your own teams.", {"team": "Choose one of your teams."})


def _index_of(keys: DistrictKeys, queue: Queue) -> tuple[str, str]:
    if queue.status not in thread.STATUSES:
        raise Invalid("There is no such status.", {"status": f"One of {', '.join(thread.STATUSES)}."})
    chosen = [(name, getattr(queue, name)) for name in FILTERS if getattr(queue, name)]
    if len(chosen) > 1:
        raise Invalid("One filter beside the status.", {chosen[1][0]: f"Choose this or {chosen[0][0]}."})
    name, value = chosen[0] if chosen else ("", "")
    return (f"by_{name}" if name else "by_status"), queue_pk(keys.district_id, queue.status, name, value)


def list_inbox(keys: DistrictKeys, session: Session, queue: Queue, cursor: str) -> tuple[list[Waiting], str | None]:
    """One page of a queue, newest first: one Query, and one BatchGetItem for the writers' keys."""
    index, pk = _index_of(keys, queue)
    require_may_see(keys, session, queue)
    bound = f"inbox|{session.user_id}|{pk}"
    after = links.open_cursor(keys, bound, cursor)
    page = dynamodb.query(ThreadRow, pk, index=index, limit=PAGE, newest_first=True, after=after)
    rows = [ThreadRow.from_raw_data(raw) for raw in page.items]
    opened = privacy.keys_of(keys, [row.subject for row in rows])
    now = clock.iso(clock.now())
    items = [_waiting(row, opened.get(row.subject) if _has_words(session, row) else None, now) for row in rows]
    return items, links.seal_cursor(keys, bound, page.last_key)


def _has_words(session: Session, row: ThreadRow) -> bool:
    return session.access.covers(Permission.READ_DIALOGUES, topic=row.topic_id, field=Field.FREE_TEXT)


def _waiting(row: ThreadRow, key: vault.DataKey | None, now: str) -> Waiting:
    place = Place(ThreadRow.TABLE, row.pk, THREAD_SK)
    preview = vault.unseal(key, place, row.sealed, Writer).preview if key else ""
    return Waiting(
        row.pk.rpartition("#")[2],
        row.topic_id,
        row.kind,
        row.status,
        row.owner_id,
        preview,
        row.created_sk.partition("#")[0],
        row.due_at,
        is_overdue(row, now),
        int(row.rating) if row.rating else None,
    )


def is_overdue(row: ThreadRow, now: str) -> bool:
    """Whether the first answer is late."""
    return not row.answered_at and row.status != "closed" and now > row.due_at


def open_for(keys: DistrictKeys, session: Session, permission: Permission, thread_id: str) -> Opened:
    """A thread for somebody of the staff; NotFound or Forbidden otherwise."""
    opened = service.open_thread(keys, thread_id)
    row = opened.row
    if not session.access.covers(permission, topic=row.topic_id):
        raise NotFound
    if not is_open_to(keys, session, row):
        raise Forbidden("This thread belongs to another team.")
    return opened


def read_thread(keys: DistrictKeys, session: Session, actor: Actor, thread_id: str) -> Opened:
    """A thread for somebody of the staff to read, which the audit log knows first; NotFound or Forbidden otherwise."""
    opened = open_for(keys, session, Permission.READ_DIALOGUES, thread_id)
    dynamodb.transact(assurance.record(keys.district_id, actor, "thread.read", thread_id))
    return opened


def is_open_to(keys: DistrictKeys, session: Session, row: ThreadRow) -> bool:
    """Whether a thread within somebody's topics is theirs: overseen, owned, or of their team."""
    if session.access.oversees(row.topic_id) or row.owner_id == session.user_id:
        return True
    return _is_in_team(keys, session, row.team_id)


def reply(
    district: District,
    keys: DistrictKeys,
    session: Session,
    actor: Actor,
    thread_id: str,
    *,
    key: str,
    message: str,
    base_url: str,
) -> None:
    """Answer the writer: kept in the thread, and mailed with a signed link where there is an address."""
    text = service.check_words(message)

    def letters(opened: Opened) -> list[Write]:
        writer = opened.writer()
        if not writer.email:
            return []
        link = service.address_of(base_url, district, service.link_of(keys, thread_id))
        parts = {"district": district.name, "reference": thread.reference_of(thread_id), "message": text, "link": link}
        letter_id = privacy.id_from(keys, "rpl", key, thread_id)
        letter = Letter("reply", writer.email, opened.row.language, parts)
        return [post_letter(opened.key, letter_id, letter, about=thread_id)]

    step = Step("reply", session.user_id, actor, key, text)
    service.add_step(keys, lambda: open_for(keys, session, Permission.WORK_DIALOGUES, thread_id), step, letters)


def add_note(keys: DistrictKeys, session: Session, actor: Actor, thread_id: str, *, key: str, message: str) -> None:
    """A note that the staff alone sees."""
    step = Step("note", session.user_id, actor, key, service.check_words(message))
    service.add_step(keys, lambda: open_for(keys, session, Permission.WORK_DIALOGUES, thread_id), step)


def assign(keys: DistrictKeys, session: Session, actor: Actor, thread_id: str, *, owner_id: str, revision: int) -> None:
    """Give the thread to another owner; Invalid where there is no such person."""
    try:
        get_user(keys, owner_id)
    except NotFound:
        raise Invalid("The thread was not assigned.", {"owner_id": "There is no such person here."}) from None
    step = Step("assigned", session.user_id, actor, f"{thread_id}|{revision}", owner_id=owner_id)
    service.add_step(keys, lambda: _unchanged(keys, session, thread_id, revision, step), step)


def set_status(
    keys: DistrictKeys, session: Session, actor: Actor, thread_id: str, *, status: str, revision: int
) -> None:
    """Move the thread to a status; Invalid where there is no such status."""
    if status not in thread.STATUSES:
        raise Invalid("The status was not changed.", {"status": f"One of {', '.join(thread.STATUSES)}."})
    step = Step("status", session.user_id, actor, f"{thread_id}|{revision}", status=status)
    service.add_step(keys, lambda: _unchanged(keys, session, thread_id, revision, step), step)


def _unchanged(keys: DistrictKeys, session: Session, thread_id: str, revision: int, step: Step) -> Opened:
    opened = open_for(keys, session, Permission.WORK_DIALOGUES, thread_id)
    if int(opened.row.revision) != revision and not service.is_added(keys, opened, step):
        raise Conflict("Somebody changed this thread. Load it again.", {"revision": "This is not the newest."})
    return opened


def writer_message(
    district: District, keys: DistrictKeys, actor: Actor, link: str, *, key: str, message: str, agreed: str
) -> None:
    """The writer adds words to their own thread; ConsentNeeded where the notice changed since they last agreed."""
    step = Step("message", "writer", actor, key, service.check_words(message))
    thread_id = links.check_signed(keys, service.PURPOSE, link, service.Claim).thread
    renewed = _renewed(district, thread_id, agreed)
    service.add_step(keys, lambda: service.open_thread(keys, thread_id), step, renewed)


def _renewed(district: District, thread_id: str, agreed: str) -> Callable[[Opened], list[Write]]:
    """What the new consent of a writer adds, where the one that is held no longer covers what is done."""
    held = consents.find_consent(district.id, thread_id, MESSAGE)
    if held is not None and is_good(held.version, district.privacy_version):
        return lambda _: []
    consents.check_agreed(district, agreed)

    def receipt(opened: Opened) -> list[Write]:
        made = Receipt(opened.row.language, clock.iso(clock.now()))
        return [consents.given(opened.key, thread_id, MESSAGE, agreed, made)]

    return receipt


def rate(keys: DistrictKeys, actor: Actor, link: str, *, key: str, score: int, comment: str) -> None:
    """The writer rates the answer with 1 to 10 points; Conflict where there is nothing new to rate."""
    if not 1 <= score <= 10:  # noqa: PLR2004 - the sentence says it.
        raise Invalid("The rating was not taken.", {"score": "1 to 10 points."})
    text = service.check_words(comment, "comment", most=2_000, least=0)
    step = Step("rating", "writer", actor, key, text, score=score)

    def reread() -> Opened:
        opened = service.open_by_link(keys, link)
        if not thread.may_rate(opened.events()) and not service.is_added(keys, opened, step):
            raise Conflict("There is no new answer to rate.", {"score": "An answer is rated once."})
        return opened

    service.add_step(keys, reread, step)


def rows_shown(opened: Opened) -> dict[str, Any]:
    """What the desk shows of a thread beside its timeline."""
    row = opened.row
    return {
        "thread_id": opened.thread_id,
        "topic_id": row.topic_id,
        "team_id": row.team_id,
        "type": row.kind,
        "status": row.status,
        "owner_id": row.owner_id,
        "created_at": row.created_sk.partition("#")[0],
        "due_at": row.due_at,
        "overdue": is_overdue(row, clock.iso(clock.now())),
        "revision": int(row.revision),
    }
