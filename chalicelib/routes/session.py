"""Signing in and out, and accepting an invitation."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from chalicelib.entry.call import Call, Reply
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate, cookie_header
from chalicelib.identity import devices
from chalicelib.identity import second_step_service as second
from chalicelib.identity import service as identity
from chalicelib.identity import sign_in_service as signing
from chalicelib.identity.invitation_service import Welcomed, accept_invitation
from chalicelib.identity.levels import Level
from chalicelib.identity.permissions import Permission
from chalicelib.identity.second_step_service import Coming, Given
from chalicelib.identity.session_service import Session
from chalicelib.identity.sign_in_service import Pending, SignedIn
from chalicelib.routes.shapes import Body, Done, Short, Token

routes = Gate(__name__)
Password = Annotated[str, Meta(max_length=256)]


class SignIn(Body, frozen=True):
    username: Short
    password: Password


class Welcome(Body, frozen=True):
    invitation: Token
    username: Short
    name: Short
    password: Password


class Me(Struct, frozen=True):
    user_id: str
    name: str
    roles: list[str]
    levels: list[Level]
    permissions: list[str]
    factors: list[str]
    designated_until: int


class SessionShown(Struct, frozen=True):
    """Who is signed in; or, with the state "second_factor", the challenge and the factors of which one is asked for."""

    state: str
    user: Me | None = None
    csrf: str = ""
    proof: str = ""
    proved_at: int = 0
    challenge: str = ""
    factors: list[str] = []


class SecondStep(Body, frozen=True):
    challenge: Token
    kind: Short
    code: Short


class PasskeyAsked(Body, frozen=True):
    challenge: Token = ""


class PasskeyShown(Struct, frozen=True):
    """A challenge, and PublicKeyCredentialRequestOptionsJSON or PublicKeyCredentialCreationOptionsJSON."""

    challenge: str
    options: dict[str, Any]


class PasskeyGiven(Body, frozen=True):
    challenge: Token
    credential: dict[str, Any]


class ProofGiven(Body, frozen=True):
    kind: Short
    password: Password = ""
    code: Short = ""
    challenge: Token = ""
    credential: dict[str, Any] = field(default_factory=dict)


class Proved(Struct, frozen=True):
    proof: str
    proved_at: int


def shown_session(signed_in: SignedIn | Pending) -> Reply:
    """The reply to whoever has signed in, with both cookies; or what is still asked for, without any."""
    if isinstance(signed_in, Pending):
        shown = SessionShown("second_factor", challenge=signed_in.challenge, factors=signed_in.factors)
        return Reply(shown)
    shown = _of(signed_in.session, signed_in.name, signed_in.factors)
    cookies = [cookie_header(signed_in.cookie.spelled()), devices.header(signed_in.browser)]
    return Reply(shown, {"Set-Cookie": cookies})


def _of(session: Session, name: str, factors: list[str]) -> SessionShown:
    allowed = sorted(one.value for one in Permission if session.may(one))
    levels = list(session.access.levels)
    me = Me(session.user_id, name, session.access.roles(), levels, allowed, factors, session.designated_until)
    return SessionShown("signed_in", me, session.csrf, session.proof, session.proved_at)


@routes.on("POST", "/session", allow=Permission.PUBLIC, body=SignIn, reply=SessionShown, while_closed=WhileClosed.READS)
def sign_in(call: Call[SignIn, Any]) -> Reply:
    """Sign in with user name and password."""
    signed_in = signing.sign_in(
        call.district,
        call.keys,
        username=call.body.username,
        password=call.body.password,
        address=call.address,
        device=call.device,
        request_id=call.request_id,
        browser=call.browser,
    )
    return shown_session(signed_in)


def _coming(call: Call[Any, Any]) -> Coming:
    return Coming(call.device, call.request_id, call.browser)


@routes.on(
    "POST",
    "/session/second",
    allow=Permission.PUBLIC,
    body=SecondStep,
    reply=SessionShown,
    while_closed=WhileClosed.READS,
)
def finish_with_code(call: Call[SecondStep, Any]) -> Reply:
    """Finish signing in with the code of an app, or a recovery code."""
    body = call.body
    return shown_session(
        second.finish_with_code(
            call.keys, challenge=body.challenge, kind=body.kind, code=body.code, coming=_coming(call)
        )
    )


@routes.on(
    "POST",
    "/session/passkey/options",
    allow=Permission.PUBLIC,
    body=PasskeyAsked,
    reply=PasskeyShown,
    while_closed=WhileClosed.READS,
)
def ask_passkey(call: Call[PasskeyAsked, Any]) -> PasskeyShown:
    """What a browser needs to sign in by a passkey, alone or as the second step."""
    asked = second.ask_passkey(call.keys, call.address, second_step=call.body.challenge)
    return PasskeyShown(asked.challenge, asked.options)


@routes.on(
    "POST",
    "/session/passkey",
    allow=Permission.PUBLIC,
    body=PasskeyGiven,
    reply=SessionShown,
    while_closed=WhileClosed.READS,
)
def finish_with_passkey(call: Call[PasskeyGiven, Any]) -> Reply:
    """Sign in by a passkey."""
    body = call.body
    return shown_session(
        second.finish_with_passkey(
            call.keys, challenge=body.challenge, credential=body.credential, coming=_coming(call)
        )
    )


@routes.on(
    "POST", "/session/proof/options", allow=Permission.SIGNED_IN, reply=PasskeyShown, while_closed=WhileClosed.READS
)
def ask_proof(call: Call[Any, Any]) -> PasskeyShown:
    """What a browser needs to prove by a passkey that it is still the same person."""
    asked = second.ask_proof(call.keys, call.session)
    return PasskeyShown(asked.challenge, asked.options)


@routes.on(
    "POST", "/session/proof", allow=Permission.SIGNED_IN, body=ProofGiven, reply=Proved, while_closed=WhileClosed.READS
)
def prove(call: Call[ProofGiven, Any]) -> Proved:
    """Prove again who is signed in; for ten minutes, what is sensitive may be done."""
    body = call.body
    given = Given(body.kind, body.password, body.code, body.challenge, body.credential)
    proved = second.prove(call.district, call.keys, call.session, call.actor, call.cookie, given)
    return Proved(proved.proof, proved.proved_at)


@routes.on("GET", "/session", allow=Permission.SIGNED_IN, reply=SessionShown)
def get_session(call: Call[Any, Any]) -> SessionShown:
    """Who is signed in, and the token that a form must send back."""
    user = identity.get_user(call.keys, call.session.user_id)
    return _of(call.session, user.name, user.factors)


@routes.on("DELETE", "/session", allow=Permission.SIGNED_IN, reply=Done, while_closed=WhileClosed.READS)
def sign_out(call: Call[Any, Any]) -> Reply:
    """Sign out."""
    signing.sign_out(call.district.id, call.actor, call.cookie)
    return Reply(Done(), {"Set-Cookie": cookie_header("", 0)})


@routes.on("POST", "/welcome", allow=Permission.PUBLIC, body=Welcome, reply=SessionShown)
def welcome(call: Call[Welcome, Any]) -> Reply:
    """Make the account that an invitation promises, and sign in."""
    body = call.body
    given = Welcomed(body.invitation, body.username, body.name, body.password)
    signed_in = accept_invitation(
        call.district, call.keys, given, device=call.device, request_id=call.request_id, browser=call.browser
    )
    return shown_session(signed_in)
