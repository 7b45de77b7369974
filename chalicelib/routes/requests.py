"""What a person may ask about what is kept of them, and how the district answers within 45 days."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.networks import subscriber
from chalicelib.identity.permissions import Permission
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import settings
from chalicelib.privacy import held_service, links
from chalicelib.requests import answer_service as answering
from chalicelib.requests import record_service as records
from chalicelib.requests import service as requests
from chalicelib.requests import states
from chalicelib.requests.answer_service import Correction, PersonalFile
from chalicelib.requests.service import Asking, Line, line_of
from chalicelib.routes.shapes import Body, Done, Key, Short, Text, Token

routes = Gate(__name__)


class NewRequest(Body, frozen=True):
    key: Key
    kind: Short
    email: Annotated[str, Meta(max_length=254)]
    name: Short
    language: Annotated[str, Meta(max_length=10)]
    message: Text = ""
    website: Text = ""


class RecordedRequest(Body, frozen=True):
    key: Key
    kind: Short
    email: Annotated[str, Meta(max_length=254)]
    name: Short
    language: Annotated[str, Meta(max_length=10)]
    message: Text = ""


class RequestLink(Body, frozen=True):
    link: Token


class RequestConfirmed(Struct, frozen=True):
    kind: str
    due_at: str


class Recorded(Struct, frozen=True):
    request_id: str


class RequestsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Requests in one state."""

    state: Short = states.VERIFIED
    cursor: Token = ""


class RequestPage(Struct, frozen=True):
    items: list[Line]
    next: str | None


class RequestShown(Struct, frozen=True):
    """A request with what is kept of whoever asks, in numbers, once they have confirmed it."""

    request: Line
    message: str
    reason: str
    language: str
    recorded_by: str
    handled_by: str
    verified_at: str
    days_left: int
    found: dict[str, int] | None
    is_held: bool


class Answering(Body, frozen=True):
    """What is right, for a correction; nothing for the other kinds."""

    name: Short = ""
    email: Annotated[str, Meta(max_length=254)] = ""


class Refusal(Body, frozen=True):
    reason: Text


class Moved(Struct, frozen=True):
    state: str


@routes.on("POST", "/requests", allow=Permission.PUBLIC, body=NewRequest, reply=Done, status=201)
def ask(call: Call[NewRequest, Any]) -> Done:
    """Ask to see, correct or erase what is kept under one's address. The same is told to everybody, known or not."""
    body = call.body
    if body.website:
        raise Invalid("Your request was not sent.", {"website": "Please leave this field empty."})
    throttles.count_try(call.keys, throttles.REQUEST_FROM, subscriber(call.address))
    throttles.count_try(call.keys, throttles.REQUEST_AS, body.email)
    _receive(call, body, "")
    return Done()


def _receive(call: Call[Any, Any], body: NewRequest | RecordedRequest, recorded_by: str) -> str:
    asking = Asking(body.key, body.kind, body.email, body.name, body.message, body.language)
    return requests.receive_request(
        call.district, call.keys, call.actor, asking, settings().base_url, recorded_by=recorded_by
    )


@routes.on(
    "POST",
    "/requests/confirm",
    allow=Permission.PUBLIC,
    body=RequestLink,
    reply=RequestConfirmed,
    while_closed=WhileClosed.READS,
)
def confirm(call: Call[RequestLink, Any]) -> RequestConfirmed:
    """Confirm by the link of the letter that it was oneself who asked. It counts once."""
    row = requests.confirm_request(call.keys, call.actor, call.body.link)
    return RequestConfirmed(row.kind, row.due_at)


@routes.on(
    "POST",
    "/requests/file",
    allow=Permission.PUBLIC,
    body=RequestLink,
    reply=PersonalFile,
    while_closed=WhileClosed.READS,
)
def open_file(call: Call[RequestLink, Any]) -> PersonalFile:
    """All that is kept of a person, by the link of the letter, for 24 hours."""
    return answering.open_file(call.keys, call.actor, call.body.link)


@routes.on("GET", "/requests", allow=Permission.MANAGE_RECORDS, query=RequestsQuery, reply=RequestPage)
def list_requests(call: Call[Any, RequestsQuery]) -> RequestPage:
    """Requests in a state: open ones by when they are due, closed ones newest first. One Query."""
    query = call.query
    bound = f"requests|{call.session.user_id}|{query.state}"
    found, last_key = requests.list_requests(call.keys, query.state, links.open_cursor(call.keys, bound, query.cursor))
    return RequestPage(found, links.seal_cursor(call.keys, bound, last_key))


@routes.on(
    "POST", "/requests/recorded", allow=Permission.MANAGE_RECORDS, body=RecordedRequest, reply=Recorded, status=201,
    fresh=True,
)  # fmt: skip
def record_request(call: Call[RecordedRequest, Any]) -> Recorded:
    """Record what somebody asked by telephone, by letter or in person; the letter to confirm it goes out at once."""
    return Recorded(_receive(call, call.body, call.session.user_id))


@routes.on("GET", "/requests/{request_id}", allow=Permission.MANAGE_RECORDS, reply=RequestShown)
def read_request(call: Call[Any, Any]) -> RequestShown:
    """One request. Who asks, and how much is kept of them, is for whoever answers; reading is written down."""
    opened = requests.read_request(call.keys, call.actor, call.params["request_id"])
    row, now = opened.row, clock.now()
    is_open = row.state in {states.VERIFIED, states.IN_PROGRESS}
    found = records.find_records(call.keys, opened.asked.email) if is_open else None
    held = held_service.holds_of(call.district.id)
    return RequestShown(
        line_of(row, opened.key, clock.iso(now)),
        opened.asked.message,
        opened.asked.reason,
        row.language,
        row.recorded_by,
        row.handled_by,
        row.verified_at,
        (clock.parse(row.due_at) - now).days,
        (found.counts() if found else {}) if is_open else None,
        found is not None and records.hold_on(held, found) is not None,
    )


@routes.on(
    "POST",
    "/requests/{request_id}/start",
    allow=Permission.MANAGE_RECORDS,
    reply=Moved,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def start_request(call: Call[Any, Any]) -> Moved:
    """Begin to work on a confirmed request."""
    return Moved(requests.start_request(call.keys, call.actor, call.params["request_id"]).state)


@routes.on(
    "POST", "/requests/{request_id}/answer", allow=Permission.MANAGE_RECORDS, body=Answering, reply=Moved,
    fresh=True, while_closed=WhileClosed.READS,
)  # fmt: skip
def answer_request(call: Call[Answering, Any]) -> Moved:
    """Do what is asked: send the file, correct name or address, or erase. A legal hold refuses an erasure."""
    right = Correction(call.body.name, call.body.email)
    state = answering.answer_request(
        call.district, call.keys, call.actor, call.params["request_id"], right, settings().base_url
    )
    return Moved(state)


@routes.on(
    "POST", "/requests/{request_id}/refuse", allow=Permission.MANAGE_RECORDS, body=Refusal, reply=Moved,
    fresh=True, while_closed=WhileClosed.READS,
)  # fmt: skip
def refuse_request(call: Call[Refusal, Any]) -> Moved:
    """Refuse a request, with the reason in a letter to whoever asks."""
    requests.refuse_request(call.district, call.keys, call.actor, call.params["request_id"], reason=call.body.reason)
    return Moved(states.REFUSED)
