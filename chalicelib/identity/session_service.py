"""Sessions: an opaque cookie of 48 random bytes, of which the table holds only digests.

The first 16 bytes are the person's epoch handle, the other 32 the session's token: one BatchGetItem answers who is
asking, and deleting the one epoch row ends every session of a person.
"""

import base64
import binascii

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity.permissions import Role
from chalicelib.identity.store import EPOCH_SK, SESSION_SK, EpochRow, SessionRow, epoch_pk, session_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import vault

HANDLE_BYTES, TOKEN_BYTES = 16, 32
IDLE_SECONDS, ABSOLUTE_SECONDS, TICK_SECONDS = 15 * 60, 12 * 3600, 60


class Session(Struct, frozen=True):
    """A valid session: whose it is, with which roles, and the token that a form must send back."""

    user_id: str
    roles: frozenset[Role]
    csrf: str


class Cookie(Struct, frozen=True):
    """The two random halves of a session cookie."""

    handle: bytes
    token: bytes

    def spelled(self) -> str:
        return base64.urlsafe_b64encode(self.handle + self.token).decode()


def new_handle() -> bytes:
    return random_bytes(HANDLE_BYTES)


def read_cookie(text: str) -> Cookie:
    """The halves of a cookie; Unauthenticated where it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != HANDLE_BYTES + TOKEN_BYTES:
        raise Unauthenticated("Please sign in.")
    return Cookie(raw[:HANDLE_BYTES], raw[HANDLE_BYTES:])


def csrf_of(cookie: Cookie) -> str:
    return vault.derive(cookie.token, "csrf").hex()


def _session_place(district_id: str, cookie: Cookie) -> tuple[str, str]:
    return session_pk(district_id, vault.digest(cookie.token.hex())), SESSION_SK


def _epoch_place(district_id: str, handle: bytes) -> tuple[str, str]:
    return epoch_pk(district_id, vault.digest(handle.hex())), EPOCH_SK


def start_session(district_id: str, user_id: str, handle: bytes) -> tuple[Cookie, Write]:
    """A new session's cookie, and the write that stores its digest."""
    cookie = Cookie(handle, random_bytes(TOKEN_BYTES))
    now = clock.seconds()
    pk, sk = _session_place(district_id, cookie)
    row = SessionRow(pk, sk, user_id=user_id, started_at=now, seen_at=now, expires_at=now + ABSOLUTE_SECONDS)
    return cookie, dynamodb.put_new(row)


def begin_epoch(district_id: str, user_id: str, handle: bytes, roles: list[str]) -> Write:
    """The write that lets sessions with this handle be valid."""
    pk, sk = _epoch_place(district_id, handle)
    return dynamodb.put_new(EpochRow(pk, sk, user_id=user_id, roles=roles))


def find_session(district_id: str, text: str) -> Session:
    """The session of a cookie; Unauthenticated where it is unknown, idle for 15 minutes or 12 hours old.

    One BatchGetItem; and once a minute one UpdateItem that moves the idle clock.
    """
    cookie = read_cookie(text)
    place = _session_place(district_id, cookie)
    session, epoch = dynamodb.batch_get([(SessionRow, *place), (EpochRow, *_epoch_place(district_id, cookie.handle))])
    if not isinstance(session, SessionRow) or not isinstance(epoch, EpochRow) or session.user_id != epoch.user_id:
        raise Unauthenticated("Please sign in.")
    _keep_alive(session, clock.seconds())
    return Session(session.user_id, frozenset(Role(role) for role in epoch.roles), csrf_of(cookie))


def _keep_alive(session: SessionRow, now: int) -> None:
    idle = now - int(session.seen_at)
    if idle > IDLE_SECONDS or now >= int(session.expires_at):
        raise Unauthenticated("Your session has ended. Please sign in again.")
    if idle < TICK_SECONDS:
        return
    seen = SessionRow.seen_at.set(now)
    try:
        dynamodb.write(dynamodb.update(SessionRow, session.pk, session.sk, seen, condition=SessionRow.pk.exists()))
    except TakenError:
        raise Unauthenticated("Please sign in.") from None


def end_session(district_id: str, text: str) -> Write:
    """The write that ends the session of a cookie."""
    return dynamodb.delete(SessionRow, *_session_place(district_id, read_cookie(text)))
