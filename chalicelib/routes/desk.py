"""What the staff does with dialogues: topics, inbox, threads."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.dialogues import desk_service as desk
from chalicelib.dialogues import topic_service as topics
from chalicelib.dialogues.desk_service import Queue, Waiting
from chalicelib.dialogues.topic_service import Topic
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Field, Permission
from chalicelib.kernel.settings import settings
from chalicelib.routes.shapes import Body, Done, Id, Key, Short, Text, Token

routes = Gate(__name__)
Texts = dict[str, Annotated[str, Meta(max_length=400)]]


class TopicBody(Body, frozen=True):
    name: Texts
    description: Texts
    team_id: Id
    owner_id: Id


class NewTopic(TopicBody, frozen=True):
    key: Key


class DeskTopics(Struct, frozen=True):
    items: list[Topic]
    next: str | None = None


class InboxQuery(Struct, frozen=True, forbid_unknown_fields=True):
    status: Short
    team: Short = ""
    topic: Short = ""
    owner: Short = ""
    cursor: Token = ""


class Inbox(Struct, frozen=True):
    items: list[Waiting]
    next: str | None


class WriterShown(Struct, frozen=True):
    name: str
    email: str


class EventShown(Struct, frozen=True):
    kind: str
    at: str
    by: str
    text: str
    status: str
    owner_id: str
    score: int


class ThreadShown(Struct, frozen=True, rename={"kind": "type"}):
    thread_id: str
    topic_id: str
    team_id: str
    kind: str
    status: str
    owner_id: str
    created_at: str
    due_at: str
    overdue: bool
    revision: int
    writer: WriterShown
    timeline: list[EventShown]


class Words(Body, frozen=True):
    key: Key
    message: Text


class Assignment(Body, frozen=True):
    owner_id: Id
    revision: Annotated[int, Meta(ge=1)]


class StatusChange(Body, frozen=True):
    status: Short
    revision: Annotated[int, Meta(ge=1)]


@routes.on("GET", "/desk/topics", allow=Permission.READ_DIALOGUES, reply=DeskTopics)
def list_desk_topics(call: Call[Any, Any]) -> DeskTopics:
    """Topics with their teams and owners."""
    return DeskTopics(topics.list_topics(call.district.id))


@routes.on("POST", "/desk/topics", allow=Permission.MANAGE_TOPICS, body=NewTopic, reply=Topic, status=201)
def create_topic(call: Call[NewTopic, Any]) -> Topic:
    """Make a topic."""
    body = call.body
    return topics.create_topic(
        call.keys,
        call.actor,
        key=body.key,
        name=body.name,
        description=body.description,
        team_id=body.team_id,
        owner_id=body.owner_id,
    )


@routes.on("PUT", "/desk/topics/{topic_id}", allow=Permission.MANAGE_TOPICS, body=TopicBody, reply=Topic)
def change_topic(call: Call[TopicBody, Any]) -> Topic:
    """Change a topic."""
    body = call.body
    return topics.change_topic(
        call.keys,
        call.actor,
        call.params["topic_id"],
        name=body.name,
        description=body.description,
        team_id=body.team_id,
        owner_id=body.owner_id,
    )


@routes.on("GET", "/inbox", allow=Permission.READ_DIALOGUES, query=InboxQuery, reply=Inbox)
def list_inbox(call: Call[Any, InboxQuery]) -> Inbox:
    """One queue, newest first."""
    query = call.query
    queue = Queue(query.status, query.team, query.topic, query.owner)
    return Inbox(*desk.list_inbox(call.keys, call.session, queue, query.cursor))


@routes.on("GET", "/threads/{thread_id}", allow=Permission.READ_DIALOGUES, reply=ThreadShown)
def get_thread(call: Call[Any, Any]) -> ThreadShown:
    """A thread with its whole timeline; words, or who wrote, only where the caller's levels show them."""
    opened = desk.read_thread(call.keys, call.session, call.actor, call.params["thread_id"])
    head = desk.rows_shown(opened)
    head["kind"] = head.pop("type")
    shown = call.session.access.fields(Permission.READ_DIALOGUES, topic=opened.row.topic_id)
    writer = opened.writer() if Field.CONTACT in shown else WriterShown("", "")
    has_words = Field.FREE_TEXT in shown
    events = [
        EventShown(
            event.kind,
            event.at,
            event.by,
            event.text if has_words else "",
            event.status,
            event.owner_id,
            event.score,
        )
        for event in opened.events()
    ]
    return ThreadShown(**head, writer=WriterShown(writer.name, writer.email), timeline=events)


@routes.on("POST", "/threads/{thread_id}/replies", allow=Permission.WORK_DIALOGUES, body=Words, reply=Done, status=201)
def reply_to_thread(call: Call[Words, Any]) -> Done:
    """Answer the writer."""
    desk.reply(
        call.district,
        call.keys,
        call.session,
        call.actor,
        call.params["thread_id"],
        key=call.body.key,
        message=call.body.message,
        base_url=settings().base_url,
    )
    return Done()


@routes.on("POST", "/threads/{thread_id}/notes", allow=Permission.WORK_DIALOGUES, body=Words, reply=Done, status=201)
def add_note(call: Call[Words, Any]) -> Done:
    """Leave a note that the staff alone sees."""
    desk.add_note(
        call.keys, call.session, call.actor, call.params["thread_id"], key=call.body.key, message=call.body.message
    )
    return Done()


@routes.on("PUT", "/threads/{thread_id}/owner", allow=Permission.WORK_DIALOGUES, body=Assignment, reply=Done)
def assign_thread(call: Call[Assignment, Any]) -> Done:
    """Give the thread to another owner."""
    body = call.body
    desk.assign(
        call.keys, call.session, call.actor, call.params["thread_id"], owner_id=body.owner_id, revision=body.revision
    )
    return Done()


@routes.on("PUT", "/threads/{thread_id}/status", allow=Permission.WORK_DIALOGUES, body=StatusChange, reply=Done)
def set_thread_status(call: Call[StatusChange, Any]) -> Done:
    """Move the thread to a status."""
    body = call.body
    desk.set_status(
        call.keys, call.session, call.actor, call.params["thread_id"], status=body.status, revision=body.revision
    )
    return Done()
