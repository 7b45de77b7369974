"""Threads: a message comes in, the team works on it, the writer answers and rates.

Every event of a thread is one transaction: the event under the next number, the head on condition that nobody was
faster, the letter, the audit entry. A client's key is kept with its event, so that a repeated request finds it.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import MESSAGE, REPLY_EMAIL, Receipt
from chalicelib.dialogues import sla, thread
from chalicelib.dialogues.store import (
    THREAD_SK,
    EventRow,
    ThreadRow,
    closed_pk,
    event_sk,
    queue_pk,
    subject_pk,
    thread_pk,
)
from chalicelib.dialogues.thread import CLOSED, Event, Words, Writer
from chalicelib.dialogues.topic_service import Topic, get_topic
from chalicelib.districts.service import District
from chalicelib.identity.invitation_service import check_email
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, ConsentNeeded, Gone, Invalid, NotFound
from chalicelib.kernel.ids import random_id
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

PURPOSE = "thread"
MOST_TRIES = 5


class Message(Struct, frozen=True):
    """What a member of the community sends."""

    key: str
    topic_id: str
    type: str
    message: str
    language: str
    name: str = ""
    email: str = ""


class Agreed(Struct, frozen=True):
    """What a writer agreed to: a version of the privacy notice, and whether we may write to the address given."""

    version: str
    reply_email: bool = False


class Claim(Struct, frozen=True):
    """What a writer's link says."""

    thread: str


class Opened(Struct, frozen=True):
    """A thread read as a whole: its head, its key and its timeline."""

    row: ThreadRow
    key: DataKey
    rows: list[EventRow]

    @property
    def thread_id(self) -> str:
        return self.row.pk.rpartition("#")[2]

    def events(self) -> list[Event]:
        return [_event(self.key, row) for row in self.rows]

    def writer(self) -> Writer:
        return writer_of(self.key, self.row)


class Step(Struct, frozen=True):
    """One event to be added, and what it does to the head."""

    kind: str
    by: str
    actor: Actor
    key: str
    text: str = ""
    status: str = ""
    owner_id: str = ""
    score: int = 0


def writer_of(key: DataKey, row: ThreadRow) -> Writer:
    """Who wrote, and the first words: what is sealed of a thread's head."""
    return vault.unseal(key, Place(ThreadRow.TABLE, row.pk, THREAD_SK), row.sealed, Writer)


def _event(key: DataKey, row: EventRow) -> Event:
    place = Place(EventRow.TABLE, row.pk, row.sk)
    text = vault.unseal(key, place, row.sealed, Words).text if row.sealed else ""
    number = int(row.sk.partition("#")[2])
    return Event(number, row.kind, row.at, row.by, text, row.status or "", row.owner_id or "", int(row.score or 0))


def check_words(text: str, field: str = "message", most: int = thread.LONGEST_MESSAGE, least: int = 1) -> str:
    """The words, trimmed; Invalid where there are too few or too many."""
    if not least <= len(text.strip()) <= most:
        raise Invalid("This cannot be sent.", {field: f"Please write {least} to {most} characters."})
    return text.strip()


def _check_message(district: District, sent: Message) -> None:
    fields = {}
    if sent.type not in thread.TYPES:
        fields["type"] = f"One of {', '.join(thread.TYPES)}."
    if sent.language not in district.languages:
        fields["language"] = f"One of {', '.join(district.languages)}."
    if len(sent.name) > thread.LONGEST_NAME:
        fields["name"] = f"At most {thread.LONGEST_NAME} characters."
    if fields:
        raise Invalid("Your message was not sent.", fields)


def link_of(keys: DistrictKeys, thread_id: str) -> str:
    """The token of a writer's own link."""
    return links.sign(keys, PURPOSE, Claim(thread_id))


def address_of(base_url: str, district: District, token: str) -> str:
    return f"{base_url}/d/{district.slug}/talk/thread#{token}"


def start_thread(
    district: District, keys: DistrictKeys, actor: Actor, sent: Message, agreed: Agreed, base_url: str
) -> str:
    """Store a message under its topic's team and owner; gives the thread's id. The same key starts it once.

    Raises ConsentNeeded where the writer did not agree, Invalid or Conflict; nothing is stored then.
    """
    _check_agreed(district, sent, agreed)
    text = check_words(sent.message)
    _check_message(district, sent)
    email = check_email(sent.email) if sent.email.strip() else ""
    try:
        topic = get_topic(district.id, sent.topic_id)
    except NotFound:
        raise Invalid("Your message was not sent.", {"topic_id": "Please choose one of the topics."}) from None
    thread_id = privacy.id_from(keys, "thr", sent.key)
    key, key_writes = _writer_key(keys, thread_id, email)
    row = _new_head(district, key, topic, thread_id, sent, Writer(sent.name.strip(), email, thread.preview_of(text)))
    step = Step("message", "writer", actor, sent.key, text)
    try:
        dynamodb.transact(
            dynamodb.put_new(row),
            *key_writes,
            _event_write(keys, key, row, 1, step),
            *_thanks(district, keys, key, row, email, base_url),
            *_receipts(key, thread_id, sent.language, agreed, email),
            assurance.record(district.id, actor, "thread.started", thread_id),
        )
    except TakenError:
        _check_same_message(keys, row, sent)
    return thread_id


def _check_agreed(district: District, sent: Message, agreed: Agreed) -> None:
    consents.check_agreed(district, agreed.version)
    if sent.email.strip() and not agreed.reply_email:
        said = "Say that we may write to this address, or leave it out."
        raise ConsentNeeded("Your message was not sent.", {"consent.reply_email": said})


def _receipts(key: DataKey, thread_id: str, language: str, agreed: Agreed, email: str) -> list[Write]:
    receipt = Receipt(language, clock.iso(clock.now()))
    purposes = [MESSAGE, REPLY_EMAIL] if email else [MESSAGE]
    return [consents.given(key, thread_id, purpose, agreed.version, receipt) for purpose in purposes]


def _check_same_message(keys: DistrictKeys, row: ThreadRow, sent: Message) -> None:
    held = dynamodb.get(ThreadRow, row.pk, THREAD_SK)
    if held is None:
        raise Conflict("Two messages met. Please send yours again.")
    if not vault.same(held.request_mac, _message_mac(privacy.key_of(keys, held.subject), sent)):
        raise Conflict("This key sent another message.", {"key": "Make a new key for a new message."})


def _message_mac(key: DataKey, sent: Message) -> bytes:
    return vault.fingerprint(key.secret, "thread", sent)


def _writer_key(keys: DistrictKeys, thread_id: str, email: str) -> tuple[DataKey, list[Write]]:
    """The writer's key: one per person where an address is given, else one for this thread alone.

    Whether an address is known already costs no call and no write more or less, so that nobody can measure it.
    """
    if not email:
        key, write = privacy.new_key(keys, thread_id)
        return key, [write]
    known = privacy.find_blind(keys, "email", email)
    subject = known or random_id("sub")  # Never made of the address: whoever was erased comes back as somebody else.
    held = privacy.keys_of(keys, [subject]).get(subject)
    key, write = (held, privacy.same_key(keys, held)) if held else privacy.new_key(keys, subject)
    claim = privacy.same_blind if known else privacy.claim_blind
    return key, [write, claim(keys, "email", email, subject)]


def queues_of(district_id: str, status: str, topic_id: str, team_id: str, owner_id: str) -> dict[str, Any]:
    return {
        "by_status_pk": queue_pk(district_id, status),
        "by_team_pk": queue_pk(district_id, status, "team", team_id),
        "by_topic_pk": queue_pk(district_id, status, "topic", topic_id),
        "by_owner_pk": queue_pk(district_id, status, "owner", owner_id),
    }


def _new_head(
    district: District, key: DataKey, topic: Topic, thread_id: str, sent: Message, writer: Writer
) -> ThreadRow:
    now = clock.now()
    place = Place(ThreadRow.TABLE, thread_pk(district.id, thread_id), THREAD_SK)
    return ThreadRow(
        place.pk,
        place.sk,
        topic_id=topic.topic_id,
        team_id=topic.team_id,
        owner_id=topic.owner_id,
        kind=sent.type,
        status="unopened",
        language=sent.language,
        subject=key.subject,
        by_subject_pk=subject_pk(district.id, key.subject) if writer.email else None,
        created_sk=f"{clock.iso(now)}#{thread_id}",
        due_at=clock.iso(sla.due_after(now, district.timezone)),
        request_mac=_message_mac(key, sent),
        sealed=vault.seal(key, place, writer),
        **queues_of(district.id, "unopened", topic.topic_id, topic.team_id, topic.owner_id),
    )


def _thanks(
    district: District, keys: DistrictKeys, key: DataKey, row: ThreadRow, email: str, base_url: str
) -> list[Write]:
    if not email:
        return []
    thread_id = row.pk.rpartition("#")[2]
    parts = {
        "district": district.name,
        "reference": thread.reference_of(thread_id),
        "due": row.due_at[:10],
        "link": address_of(base_url, district, link_of(keys, thread_id)),
    }
    letter = Letter("message_received", email, row.language, parts)
    return [post_letter(key, f"thx_{thread_id}", letter, about=thread_id)]


def _event_write(keys: DistrictKeys, key: DataKey, head: ThreadRow, number: int, step: Step) -> Write:
    place = Place(EventRow.TABLE, head.pk, event_sk(number))
    row = EventRow(
        place.pk,
        place.sk,
        kind=step.kind,
        at=clock.iso(clock.now()),
        by=step.by,
        request=_request_of(keys, step),
        request_mac=_step_mac(key, step),
        status=step.status or None,
        owner_id=step.owner_id or None,
        score=step.score or None,
        sealed=vault.seal(key, place, Words(step.text)) if step.text else None,
    )
    return dynamodb.put_new(row)


def _request_of(keys: DistrictKeys, step: Step) -> str:
    return privacy.id_from(keys, "req", step.key, step.kind)


def _step_mac(key: DataKey, step: Step) -> bytes:
    return vault.fingerprint(key.secret, "event", [step.kind, step.text, step.status, step.owner_id, step.score])


def open_thread(keys: DistrictKeys, thread_id: str) -> Opened:
    """A thread with its whole timeline; NotFound or Gone otherwise. One Query and one BatchGetItem."""
    rows = _rows_of_thread(keys.district_id, thread_id)
    head = next((ThreadRow.from_raw_data(raw) for raw in rows if raw["sk"]["S"] == THREAD_SK), None)
    if head is None:
        raise NotFound
    if head.status == thread.WITHDRAWN:
        raise Gone("The writer has withdrawn this conversation.")
    events = [EventRow.from_raw_data(raw) for raw in rows if raw["sk"]["S"] != THREAD_SK]
    return Opened(head, privacy.key_of(keys, head.subject), events)


def _rows_of_thread(district_id: str, thread_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    after = None
    while True:
        page = dynamodb.query(ThreadRow, thread_pk(district_id, thread_id), limit=500, after=after)
        items += page.items
        after = page.last_key
        if after is None:
            return items


def open_by_link(keys: DistrictKeys, link: str) -> Opened:
    """The writer's own thread; NotFound where the link is not one of ours."""
    return open_thread(keys, links.check_signed(keys, PURPOSE, link, Claim).thread)


def add_step(
    keys: DistrictKeys, reread: Callable[[], Opened], step: Step, letters: Callable[[Opened], list[Write]] | None = None
) -> bool:
    """Add one event to a thread; False where this request had added it before. Conflict where its key was another's."""
    for _ in range(MOST_TRIES):
        opened = reread()
        if is_added(keys, opened, step):
            return False
        writes = [_moved(opened, step), _event_write(keys, opened.key, opened.row, int(opened.row.revision) + 1, step)]
        entry = assurance.record(keys.district_id, step.actor, f"thread.{step.kind}", opened.thread_id)
        try:
            dynamodb.transact(*writes, *(letters(opened) if letters else []), entry)
        except TakenError:
            continue
        return True
    raise Conflict("Somebody else is working on this at the same moment. Please try again.")


def is_added(keys: DistrictKeys, opened: Opened, step: Step) -> bool:
    """Whether this very request is in the timeline; Conflict where its key made another event."""
    request = _request_of(keys, step)
    held = next((row for row in opened.rows if row.request == request), None)
    if held is None:
        return False
    if not vault.same(held.request_mac, _step_mac(opened.key, step)):
        raise Conflict("This key was used for something else.", {"key": "Make a new key for a new request."})
    return True


def _moved(opened: Opened, step: Step) -> Write:
    row = opened.row
    status = step.status or thread.status_after(step.kind, row.status)
    owner = step.owner_id or row.owner_id
    district_id = opened.key.district_id
    changes: dict[str, Any] = {"status": status, "owner_id": owner, "revision": int(row.revision) + 1}
    changes |= queues_of(district_id, status, row.topic_id, row.team_id, owner)
    if step.kind == "reply" and not row.answered_at:
        changes["answered_at"] = clock.iso(clock.now())
    if step.score:
        changes["rating"] = step.score
    closed = ThreadRow.by_closed_pk
    actions = [
        *(getattr(ThreadRow, name).set(value) for name, value in changes.items()),
        closed.set(closed_pk(district_id, CLOSED)) if status == CLOSED else closed.remove(),
    ]
    condition = ThreadRow.revision == row.revision
    return dynamodb.update(ThreadRow, row.pk, row.sk, *actions, condition=condition)
