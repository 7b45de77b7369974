"""Signing in and out, and accepting an invitation."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.call import Call, Reply
from chalicelib.entry.http import Gate, cookie_header
from chalicelib.identity import service as identity
from chalicelib.identity.permissions import Permission
from chalicelib.identity.service import SignedIn
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


class SessionShown(Struct, frozen=True):
    user: Me
    csrf: str


def _shown(signed_in: SignedIn) -> Reply:
    session = signed_in.session
    me = Me(session.user_id, signed_in.name, sorted(session.roles))
    return Reply(SessionShown(me, session.csrf), {"Set-Cookie": cookie_header(signed_in.cookie.spelled())})


@routes.on("POST", "/session", allow=Permission.PUBLIC, body=SignIn, reply=SessionShown)
def sign_in(call: Call[SignIn, Any]) -> Reply:
    """Sign in with user name and password."""
    signed_in = identity.sign_in(
        call.district,
        call.keys,
        username=call.body.username,
        password=call.body.password,
        address=call.address,
        request_id=call.request_id,
    )
    return _shown(signed_in)


@routes.on("GET", "/session", allow=Permission.SIGNED_IN, reply=SessionShown)
def get_session(call: Call[Any, Any]) -> SessionShown:
    """Who is signed in, and the token that a form must send back."""
    user = identity.get_user(call.keys, call.session.user_id)
    return SessionShown(Me(user.user_id, user.name, user.roles), call.session.csrf)


@routes.on("DELETE", "/session", allow=Permission.SIGNED_IN, reply=Done)
def sign_out(call: Call[Any, Any]) -> Reply:
    """Sign out."""
    identity.sign_out(call.district.id, call.actor, call.cookie)
    return Reply(Done(), {"Set-Cookie": cookie_header("", 0)})


@routes.on("POST", "/welcome", allow=Permission.PUBLIC, body=Welcome, reply=SessionShown)
def accept_invitation(call: Call[Welcome, Any]) -> Reply:
    """Make the account that an invitation promises, and sign in."""
    body = call.body
    signed_in = identity.accept_invitation(
        call.district,
        call.keys,
        invitation=body.invitation,
        username=body.username,
        name=body.name,
        password=body.password,
        request_id=call.request_id,
    )
    return _shown(signed_in)
