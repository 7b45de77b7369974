"""Single sign-on: the district's provider, going there and coming back."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.authorise import ELSEWHERE_COOKIE
from chalicelib.entry.call import Call, Reply
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import single_sign_on_service as single_sign_on
from chalicelib.identity.permissions import Permission
from chalicelib.identity.second_step_service import Coming
from chalicelib.identity.single_sign_on_service import Begun, Provider
from chalicelib.routes.session import SessionShown, shown_session
from chalicelib.routes.shapes import Body, Done, Short, Token

routes = Gate(__name__)
SECONDS = 600


class SingleSignOnShown(Struct, frozen=True):
    """Whether the button is shown, and what stands on it."""

    name: str
    is_on: bool


class ProviderAddress(Struct, frozen=True):
    address: str


class CameBack(Body, frozen=True):
    code: Annotated[str, Meta(max_length=4096)]
    state: Token


class ProviderChange(Body, frozen=True):
    name: Short
    issuer: Token
    client_id: Token
    is_on: bool
    client_secret: Token = ""


def _cookie(value: str, seconds: int = SECONDS) -> str:
    return f"{ELSEWHERE_COOKIE}={value}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}"


def _there(begun: Begun) -> Reply:
    return Reply(ProviderAddress(begun.address), {"Set-Cookie": _cookie(begun.cookie)})


@routes.on("GET", "/single-sign-on", allow=Permission.PUBLIC, reply=SingleSignOnShown)
def get_single_sign_on(call: Call[Any, Any]) -> SingleSignOnShown:
    """Whether the district signs in at a provider of its own, and what it is called."""
    row = single_sign_on.find_provider(call.district.id)
    return SingleSignOnShown(row.name, is_on=True) if row and row.is_on else SingleSignOnShown("", is_on=False)


@routes.on(
    "POST", "/single-sign-on/start", allow=Permission.PUBLIC, reply=ProviderAddress, while_closed=WhileClosed.READS
)
def start_single_sign_on(call: Call[Any, Any]) -> Reply:
    """Where to go to sign in at the provider."""
    return _there(single_sign_on.start_sign_in(call.district, call.keys, call.address))


@routes.on("POST", "/me/single-sign-on/start", allow=Permission.SIGNED_IN, reply=ProviderAddress, fresh=True)
def start_link(call: Call[Any, Any]) -> Reply:
    """Where to go to link one's account with the provider."""
    return _there(single_sign_on.start_link(call.district, call.keys, call.session.user_id))


@routes.on("POST", "/me/single-sign-on/finish", allow=Permission.SIGNED_IN, body=CameBack, reply=Done)
def finish_link(call: Call[CameBack, Any]) -> Reply:
    """Link one's account with what the provider sent back, in the browser and the session that began it."""
    single_sign_on.finish_link(
        call.district,
        call.keys,
        call.actor,
        call.session.user_id,
        code=call.body.code,
        state=call.body.state,
        cookie=call.elsewhere,
    )
    return Reply(Done(), {"Set-Cookie": _cookie("", 0)})


@routes.on(
    "POST",
    "/single-sign-on/finish",
    allow=Permission.PUBLIC,
    body=CameBack,
    reply=SessionShown,
    while_closed=WhileClosed.READS,
)
def finish_single_sign_on(call: Call[CameBack, Any]) -> Reply:
    """Sign in with what the provider sent back."""
    signed_in = single_sign_on.finish_sign_in(
        call.district,
        call.keys,
        code=call.body.code,
        state=call.body.state,
        cookie=call.elsewhere,
        coming=Coming(call.device, call.request_id, call.browser),
    )
    reply = shown_session(signed_in)
    sent = reply.headers["Set-Cookie"]
    return Reply(reply.body, {"Set-Cookie": [*([sent] if isinstance(sent, str) else sent), _cookie("", 0)]})


@routes.on("DELETE", "/me/single-sign-on", allow=Permission.SIGNED_IN, reply=Done, fresh=True)
def unlink(call: Call[Any, Any]) -> Done:
    """Part one's account from the provider."""
    single_sign_on.unlink(call.keys, call.actor, call.session.user_id)
    return Done()


@routes.on("GET", "/security/single-sign-on", allow=Permission.MANAGE_SECURITY, reply=Provider)
def get_provider(call: Call[Any, Any]) -> Provider:
    """The district's provider, and where it has to send people back; its secret is never shown."""
    return single_sign_on.shown_provider(call.district)


@routes.on(
    "PUT", "/security/single-sign-on", allow=Permission.MANAGE_SECURITY, body=ProviderChange, reply=Provider, fresh=True
)
def configure(call: Call[ProviderChange, Any]) -> Provider:
    """Name the district's provider; switched on, it is asked first who it is."""
    body = call.body
    return single_sign_on.configure(
        call.district,
        call.keys,
        call.actor,
        name=body.name,
        issuer=body.issuer,
        client_id=body.client_id,
        client_secret=body.client_secret,
        is_on=body.is_on,
    )
