"""What a member of the community does: write, read the thread again, answer, rate."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.dialogues import desk_service as desk
from chalicelib.dialogues import service as dialogues
from chalicelib.dialogues import thread, topic_service
from chalicelib.dialogues import withdrawal_service as withdrawals
from chalicelib.dialogues.service import Agreed, Message, Opened
from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.networks import subscriber
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import settings
from chalicelib.privacy import links
from chalicelib.routes.shapes import Body, Consent, Done, Id, Key, Short, Text, Token

routes = Gate(__name__)


class WriterConsent(Consent, frozen=True):
    """The same, and whether we may write to the address that is given."""

    reply_email: bool = False


class NewThread(Body, frozen=True):
    key: Key
    topic_id: Id
    type: Short
    message: Text
    language: Annotated[str, Meta(max_length=10)]
    name: Short = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    website: Text = ""
    consent: WriterConsent = WriterConsent()


class Started(Struct, frozen=True):
    reference: str
    link: str


class Link(Body, frozen=True):
    link: Token


class WriterMessage(Body, frozen=True):
    link: Token
    key: Key
    message: Text
    consent: Consent = Consent()


class Rating(Body, frozen=True):
    link: Token
    key: Key
    score: int
    comment: Text = ""


class TopicShown(Struct, frozen=True):
    topic_id: str
    name: dict[str, str]
    description: dict[str, str]


class Topics(Struct, frozen=True):
    items: list[TopicShown]
    next: str | None = None


class Rated(Struct, frozen=True):
    score: int
    comment: str


class WriterThread(Struct, frozen=True, rename={"kind": "type"}):
    reference: str
    status: str
    topic: dict[str, str]
    kind: str
    messages: list[dict[str, str]]
    may_rate: bool
    rating: Rated | None


@routes.on("GET", "/topics", allow=Permission.PUBLIC, reply=Topics, while_closed=WhileClosed.REFUSED)
def list_topics(call: Call[Any, Any]) -> Topics:
    """What people may write about."""
    found = topic_service.list_topics(call.district.id)
    return Topics([TopicShown(topic.topic_id, topic.name, topic.description) for topic in found])


@routes.on("POST", "/threads", allow=Permission.PUBLIC, body=NewThread, reply=Started, status=201)
def start_thread(call: Call[NewThread, Any]) -> Started:
    """Write to the district. Without an address, the reply is read with the link that comes back."""
    body = call.body
    if body.website:
        raise Invalid("Your message was not sent.", {"website": "Please leave this field empty."})
    throttles.count_try(call.keys, throttles.WRITE_TO_US, subscriber(call.address))
    if body.email:
        throttles.count_try(call.keys, throttles.WRITE_AS, body.email)
    sent = Message(body.key, body.topic_id, body.type, body.message, body.language, body.name, body.email)
    agreed = Agreed(body.consent.version, body.consent.reply_email)
    thread_id = dialogues.start_thread(call.district, call.keys, call.actor, sent, agreed, settings().base_url)
    link = dialogues.address_of(settings().base_url, call.district, dialogues.link_of(call.keys, thread_id))
    return Started(thread.reference_of(thread_id), link)


@routes.on(
    "POST", "/talk/thread", allow=Permission.PUBLIC, body=Link, reply=WriterThread, while_closed=WhileClosed.READS
)
def read_own_thread(call: Call[Link, Any]) -> WriterThread:
    """The writer's own thread: their words and the district's answers, no internal notes."""
    return _writer_view(call.district.id, dialogues.open_by_link(call.keys, call.body.link))


def _writer_view(district_id: str, opened: Opened) -> WriterThread:
    events = opened.events()
    topic = topic_service.get_topic(district_id, opened.row.topic_id)
    said = [
        {"from": "writer" if event.kind == "message" else "district", "text": event.text, "at": event.at}
        for event in events
        if event.kind in {"message", "reply"}
    ]
    ratings = [Rated(event.score, event.text) for event in events if event.kind == "rating"]
    return WriterThread(
        thread.reference_of(opened.thread_id),
        opened.row.status,
        topic.name,
        opened.row.kind,
        said,
        thread.may_rate(events),
        ratings[-1] if ratings else None,
    )


@routes.on("POST", "/talk/messages", allow=Permission.PUBLIC, body=WriterMessage, reply=Done, status=201)
def add_own_message(call: Call[WriterMessage, Any]) -> Done:
    """The writer adds words to their own thread."""
    thread_id = links.check_signed(call.keys, dialogues.PURPOSE, call.body.link, dialogues.Claim).thread
    throttles.count_try(call.keys, throttles.WRITE_MORE, thread_id)
    body = call.body
    desk.writer_message(
        call.district,
        call.keys,
        call.actor,
        body.link,
        key=body.key,
        message=body.message,
        agreed=body.consent.version,
    )
    return Done()


@routes.on("POST", "/talk/withdrawal", allow=Permission.PUBLIC, body=Link, reply=Done, while_closed=WhileClosed.READS)
def withdraw_thread(call: Call[Link, Any]) -> Done:
    """The writer withdraws the conversation: nobody works on it any more, and it is erased."""
    withdrawals.withdraw_thread(call.keys, call.actor, call.body.link)
    return Done()


@routes.on("POST", "/talk/rating", allow=Permission.PUBLIC, body=Rating, reply=Done, status=201)
def rate_answer(call: Call[Rating, Any]) -> Done:
    """The writer rates the answer, once for each."""
    body = call.body
    desk.rate(call.keys, call.actor, body.link, key=body.key, score=body.score, comment=body.comment)
    return Done()
