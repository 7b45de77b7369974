"""Sharing results and dialogues: what staff give, what they were given, and the door for recipients outside."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Field, Permission, Verb
from chalicelib.kernel.errors import Invalid
from chalicelib.routes.shapes import Body, Done, Id, Key, Short, Token
from chalicelib.sharing import list_service as lists
from chalicelib.sharing import outside_service as outside
from chalicelib.sharing import service as sharing
from chalicelib.sharing import view_service as views
from chalicelib.sharing.list_service import ShareShown
from chalicelib.sharing.live_service import Recipient
from chalicelib.sharing.outside_service import Pass
from chalicelib.sharing.scope import MOST_DAYS, MOST_SCHOOLS, MOST_THREADS, MOST_VIEWS, Kind, Scope
from chalicelib.sharing.service import Wanted
from chalicelib.sharing.view_service import Asked, Content
from chalicelib.surveys.export_service import Part

routes = Gate(__name__)


class RecipientBody(Body, frozen=True):
    """A colleague by id, or somebody outside by e-mail address, with a name and the language of the letters."""

    user_id: Id | None = None
    email: Short = ""
    name: Annotated[str, Meta(max_length=120)] = ""
    language: Literal["en", "es"] = "en"


class NewShare(Body, frozen=True):
    key: Key
    kind: Kind
    recipient: RecipientBody
    verbs: list[Verb]
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)]
    survey_id: Id | None = None
    topic_id: Id | None = None
    thread_ids: Annotated[list[Id], Meta(max_length=MOST_THREADS)] | None = None
    schools: Annotated[list[Short], Meta(max_length=MOST_SCHOOLS)] | None = None
    fields: list[Field] = field(default_factory=list)
    most_views: Annotated[int, Meta(ge=1, le=MOST_VIEWS)] | None = None


class ShareMade(Struct, frozen=True):
    share_id: str


class SharesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose shares: one's own, those that left the organisation, or all that one oversees."""

    which: Literal["mine", "outside", "all"] = "mine"
    cursor: Token = ""


class ReceivedQuery(Struct, frozen=True, forbid_unknown_fields=True):
    cursor: Token = ""


class Shares(Struct, frozen=True):
    items: list[ShareShown]
    next: str | None


class ContentQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which group of results, in which language; or which dialogue."""

    group: Short = ""
    locale: Annotated[str, Meta(max_length=10)] = "en"
    thread_id: Short = ""


class LinkBody(Body, frozen=True):
    token: Token


class CodeBody(Body, frozen=True):
    token: Token
    code: Short


def _wanted(body: NewShare) -> Wanted:
    person = body.recipient
    if bool(person.user_id) is bool(person.email.strip()):
        raise Invalid("This cannot be shared like this.", {"recipient": "Name a colleague, or an e-mail address."})
    scope = Scope(
        body.kind,
        body.survey_id or "",
        body.topic_id or "",
        body.thread_ids or [],
        body.schools,
        body.fields,
        body.verbs,
    )
    guest = None if person.user_id else Recipient(person.email, person.name, person.language)
    return Wanted(scope, body.days, person.user_id or "", guest, body.most_views or 0)


def _asked(query: ContentQuery) -> Asked:
    return Asked(query.group, query.locale, query.thread_id)


@routes.on("POST", "/shares", allow=Permission.SIGNED_IN, body=NewShare, reply=ShareMade, status=201, fresh=True)
def create_share(call: Call[NewShare, Any]) -> ShareMade:
    """Share results or dialogues with one person, for a time; asks for share_results or share_dialogues."""
    wanted = _wanted(call.body)
    made = sharing.create_share(call.district, call.keys, call.session, call.actor, key=call.body.key, wanted=wanted)
    return ShareMade(made)


@routes.on("GET", "/shares", allow=Permission.SIGNED_IN, query=SharesQuery, reply=Shares)
def list_shares(call: Call[Any, SharesQuery]) -> Shares:
    """What was shared, newest first: one's own, or of the whole district for administrators."""
    return Shares(*lists.list_shares(call.keys, call.session, call.query.which, call.query.cursor))


@routes.on("GET", "/shares/received", allow=Permission.SIGNED_IN, query=ReceivedQuery, reply=Shares)
def list_received_shares(call: Call[Any, ReceivedQuery]) -> Shares:
    """What colleagues share with the caller and still opens."""
    return Shares(*lists.list_received(call.keys, call.session, call.query.cursor))


@routes.on("GET", "/shares/{share_id}/content", allow=Permission.SIGNED_IN, query=ContentQuery, reply=Content)
def get_received_content(call: Call[Any, ContentQuery]) -> Content:
    """What a colleague shares with the caller. Each call is a view."""
    share_id = call.params["share_id"]
    return views.view_received(call.keys, call.viewer, call.actor, share_id, _asked(call.query))


@routes.on("GET", "/shares/{share_id}/export", allow=Permission.SIGNED_IN, query=ContentQuery, reply=Part)
def export_received_share(call: Call[Any, ContentQuery]) -> Part:
    """The counts that a colleague shares with the caller, as CSV. Each call is a view."""
    share_id = call.params["share_id"]
    return views.export_received(call.keys, call.viewer, call.actor, share_id, _asked(call.query))


@routes.on("DELETE", "/shares/{share_id}", allow=Permission.SIGNED_IN, reply=Done, while_closed=WhileClosed.READS)
def revoke_share(call: Call[Any, Any]) -> Done:
    """End a share now: one's own, or any for administrators."""
    sharing.revoke_share(call.keys, call.session, call.actor, call.params["share_id"])
    return Done()


@routes.on("POST", "/shared/code", allow=Permission.PUBLIC, body=LinkBody, reply=Done)
def send_share_code(call: Call[LinkBody, Any]) -> Done:
    """Mail a code of ten minutes to the address that a share names. Says the same of every link."""
    outside.send_code(call.district, call.keys, token=call.body.token, address=call.address, request_id=call.request_id)
    return Done()


@routes.on("POST", "/shared/open", allow=Permission.PUBLIC, body=CodeBody, reply=Pass)
def open_share(call: Call[CodeBody, Any]) -> Pass:
    """A pass of thirty minutes for link and code; it is sent as the header parley-share."""
    body = call.body
    return outside.open_share(
        call.keys, token=body.token, code=body.code, address=call.address, request_id=call.request_id
    )


@routes.on("GET", "/shared/content", allow=Permission.PUBLIC, query=ContentQuery, reply=Content)
def get_shared_content(call: Call[Any, ContentQuery]) -> Content:
    """What a pass shows. Each call is a view."""
    return outside.view_outside(call.keys, call.share_pass, _asked(call.query), call.request_id)


@routes.on("GET", "/shared/export", allow=Permission.PUBLIC, query=ContentQuery, reply=Part)
def export_shared(call: Call[Any, ContentQuery]) -> Part:
    """The counts that a pass may take along, as CSV. Each call is a view."""
    return outside.export_outside(call.keys, call.share_pass, _asked(call.query), call.request_id)


@routes.on("DELETE", "/shared", allow=Permission.PUBLIC, reply=Done, while_closed=WhileClosed.READS)
def leave_share(call: Call[Any, Any]) -> Done:
    """End a pass."""
    outside.leave(call.keys, call.share_pass)
    return Done()
