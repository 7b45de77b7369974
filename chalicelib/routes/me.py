"""One's own account: sessions and tokens, password, second factors."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.consents import feature_service as features
from chalicelib.consents.receipt import BIOMETRIC
from chalicelib.entry.call import Call, Reply
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import factor_service as factors
from chalicelib.identity import own_account_service as own
from chalicelib.identity import service as identity
from chalicelib.identity.factor_service import Factors
from chalicelib.identity.own_account_service import MOST_DAYS, FactorAdded, NewApp
from chalicelib.identity.permissions import Permission
from chalicelib.routes.session import PasskeyShown, SessionShown, shown_session
from chalicelib.routes.shapes import Body, Done, Short, Token

routes = Gate(__name__)
Password = Annotated[str, Meta(max_length=256)]


class DeviceShown(Struct, frozen=True):
    agent: str
    network: str


class HeldShown(Struct, frozen=True):
    session_id: str
    is_token: bool
    is_current: bool
    name: str
    started_at: int
    seen_at: int
    expires_at: int
    proof: str
    device: DeviceShown
    token_for: list[str]


class HeldPage(Struct, frozen=True):
    items: list[HeldShown]
    next: str | None = None


class NewPassword(Body, frozen=True):
    old: Password
    new: Password


class Confirmed(Body, frozen=True):
    challenge: Token
    code: Short


class NewPasskey(Body, frozen=True):
    challenge: Token
    name: Short
    credential: dict[str, Any]


class Codes(Struct, frozen=True):
    recovery_codes: list[str]


class NewToken(Body, frozen=True):
    name: Short
    permissions: Annotated[list[Short], Meta(max_length=20)]
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)]


class TokenShown(Struct, frozen=True):
    """A token's id and its secret, which is shown this once."""

    session_id: str
    token: str


@routes.on("GET", "/me/sessions", allow=Permission.SIGNED_IN, reply=HeldPage)
def list_own_sessions(call: Call[Any, Any]) -> HeldPage:
    """What one is signed in with: sessions and tokens."""
    current = call.session.session_id
    items = [
        HeldShown(
            one.session_id,
            one.is_token,
            one.session_id == current,
            one.device.agent if one.is_token else "",
            one.started_at,
            one.seen_at,
            one.expires_at,
            one.proof,
            DeviceShown("" if one.is_token else one.device.agent, one.device.network),
            one.token_for,
        )
        for one in own.list_held(call.keys, call.session)
    ]
    return HeldPage(items)


@routes.on(
    "DELETE", "/me/sessions/{session_id}", allow=Permission.SIGNED_IN, reply=Done, while_closed=WhileClosed.READS
)
def end_own_session(call: Call[Any, Any]) -> Done:
    """End one of one's own sessions or tokens."""
    own.end_held(call.keys, call.session, call.actor, call.params["session_id"])
    return Done()


@routes.on("DELETE", "/me/sessions", allow=Permission.SIGNED_IN, reply=SessionShown, while_closed=WhileClosed.READS)
def end_all_others(call: Call[Any, Any]) -> Reply:
    """End everything that one is signed in with, tokens too, but for a new session of this browser."""
    return shown_session(own.end_all_others(call.keys, call.session, call.actor, call.device, call.browser))


@routes.on(
    "PUT",
    "/me/password",
    allow=Permission.SIGNED_IN,
    body=NewPassword,
    reply=SessionShown,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def change_password(call: Call[NewPassword, Any]) -> Reply:
    """Choose another password; everything else that one is signed in with ends."""
    body = call.body
    return shown_session(
        own.change_password(
            call.district,
            call.keys,
            call.session,
            call.actor,
            old=body.old,
            new=body.new,
            device=call.device,
            browser=call.browser,
        )
    )


@routes.on("GET", "/me/factors", allow=Permission.SIGNED_IN, reply=Factors)
def list_factors(call: Call[Any, Any]) -> Factors:
    """One's own second factors."""
    return factors.list_factors(identity.find_account(call.keys, call.session.user_id))


@routes.on("POST", "/me/totp", allow=Permission.SIGNED_IN, reply=NewApp, fresh=True)
def begin_totp(call: Call[Any, Any]) -> NewApp:
    """A seed for an authenticator app; it counts once a code of it confirms it."""
    return own.begin_totp(call.district, call.keys, call.session)


@routes.on("PUT", "/me/totp", allow=Permission.SIGNED_IN, body=Confirmed, reply=FactorAdded)
def add_totp(call: Call[Confirmed, Any]) -> FactorAdded:
    """Confirm an authenticator app by its code; the first factor brings ten recovery codes."""
    body = call.body
    return own.add_totp(call.keys, call.session, call.actor, challenge=body.challenge, code=body.code)


@routes.on("DELETE", "/me/totp", allow=Permission.SIGNED_IN, reply=Done, fresh=True)
def remove_totp(call: Call[Any, Any]) -> Done:
    """Remove the authenticator app."""
    own.remove_totp(call.keys, call.session, call.actor)
    return Done()


@routes.on(
    "POST",
    "/me/passkeys/options",
    allow=Permission.SIGNED_IN,
    reply=PasskeyShown,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def begin_passkey(call: Call[Any, Any]) -> PasskeyShown:
    """What a browser makes a new passkey of; only for whoever has agreed that their device may be asked."""
    features.require_own(call.district, call.session.user_id, BIOMETRIC)
    asked = own.begin_passkey(call.district, call.keys, call.session)
    return PasskeyShown(asked.challenge, asked.options)


@routes.on(
    "POST",
    "/me/passkeys",
    allow=Permission.SIGNED_IN,
    body=NewPasskey,
    reply=FactorAdded,
    while_closed=WhileClosed.READS,
)
def add_passkey(call: Call[NewPasskey, Any]) -> FactorAdded:
    """Keep a new passkey; the first factor brings ten recovery codes."""
    body = call.body
    return own.add_passkey(
        call.keys, call.session, call.actor, challenge=body.challenge, name=body.name, credential=body.credential
    )


@routes.on("DELETE", "/me/passkeys/{passkey_id}", allow=Permission.SIGNED_IN, reply=Done, fresh=True)
def remove_passkey(call: Call[Any, Any]) -> Done:
    """Remove one of one's own passkeys."""
    own.remove_passkey(call.keys, call.session, call.actor, call.params["passkey_id"])
    return Done()


@routes.on("POST", "/me/recovery-codes", allow=Permission.SIGNED_IN, reply=Codes, fresh=True)
def renew_codes(call: Call[Any, Any]) -> Codes:
    """Ten new recovery codes; the old ones end."""
    return Codes(own.renew_codes(call.keys, call.session, call.actor))


@routes.on("POST", "/me/tokens", allow=Permission.SIGNED_IN, body=NewToken, reply=TokenShown, fresh=True)
def make_token(call: Call[NewToken, Any]) -> TokenShown:
    """A token for an integration, shown once: never for more than one's own, nor for administration."""
    body = call.body
    made = own.make_token(
        call.keys, call.session, call.actor, name=body.name, permissions=body.permissions, days=body.days
    )
    return TokenShown(*made)
