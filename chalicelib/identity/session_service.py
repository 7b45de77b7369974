"""Sessions and tokens: 48 random bytes, of which the table holds only digests.

The first 16 bytes are the person's epoch handle, the other 32 the secret of one session or one token. All that somebody
is signed in with lies in one partition, under the handle's digest, beside the one epoch row on which it stands: one
BatchGetItem answers who is asking, one Query lists it, and deleting the epoch row ends all of it at once.
"""

import base64
import binascii
from enum import StrEnum

import msgspec
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity.levels import Access, Level
from chalicelib.identity.permissions import Permission
from chalicelib.identity.store import EPOCH_SK, SESSION_PREFIX, EpochRow, SessionRow, epoch_pk, session_sk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound, Unauthenticated
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, Place

HANDLE_BYTES, TOKEN_BYTES = 16, 32
IDLE_SECONDS, ABSOLUTE_SECONDS, TICK_SECONDS = 15 * 60, 12 * 3600, 60
FRESH_SECONDS = 10 * 60
SHOWN_ID = 16


class Proof(StrEnum):
    """How somebody proved who they are, the weakest first."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind.
    SINGLE_SIGN_ON = "single_sign_on"
    TOTP = "totp"
    PASSKEY = "passkey"


STRONG = frozenset({Proof.TOTP, Proof.PASSKEY, Proof.SINGLE_SIGN_ON})


class Device(Struct, frozen=True):
    """What is sealed of a session: the browser's kind and the network it came from; or the name of a token."""

    agent: str = ""
    network: str = ""


class Session(Struct, frozen=True):
    """A valid session or token: whose it is, what it allows, how and when it was proved."""

    user_id: str
    access: Access
    csrf: str
    session_id: str
    proof: Proof
    proved_at: int
    seen_at: int
    designated_until: int = 0
    token_for: frozenset[Permission] | None = None
    expires_at: int = 0

    def may(self, permission: Permission) -> bool:
        """Whether it has a permission anywhere; a token, of those it was made for."""
        if self.token_for is not None and permission not in self.token_for:
            return False
        return self.access.may(permission)

    @property
    def is_fresh(self) -> bool:
        """Whether its owner proved who they are in the last ten minutes."""
        return self.token_for is None and clock.seconds() - self.proved_at < FRESH_SECONDS


class Cookie(Struct, frozen=True):
    """The two random halves of a session cookie or a token."""

    handle: bytes
    token: bytes

    def spelled(self) -> str:
        return base64.urlsafe_b64encode(self.handle + self.token).decode()


class Held(Struct, frozen=True):
    """A session or a token as its owner sees it; times in seconds since 1970."""

    session_id: str
    is_token: bool
    started_at: int
    seen_at: int
    expires_at: int
    proof: str
    device: Device
    token_for: list[str]


def new_handle() -> bytes:
    return random_bytes(HANDLE_BYTES)


def read_cookie(text: str) -> Cookie:
    """The halves of a cookie or token; Unauthenticated where it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != HANDLE_BYTES + TOKEN_BYTES:
        raise Unauthenticated("Please sign in.")
    return Cookie(raw[:HANDLE_BYTES], raw[HANDLE_BYTES:])


def csrf_of(cookie: Cookie) -> str:
    return vault.derive(cookie.token, "csrf").hex()


def epoch_partition(district_id: str, handle: bytes) -> str:
    """Where everything lies that somebody is signed in with."""
    return epoch_pk(district_id, vault.digest(handle.hex()))


def _sort_key(cookie: Cookie) -> str:
    return session_sk(vault.digest(cookie.token.hex()))


def start_session(
    key: DataKey,
    access: Access,
    handle: bytes,
    *,
    proof: Proof,
    device: Device,
    seconds: int = ABSOLUTE_SECONDS,
    token_for: frozenset[Permission] | None = None,
    instead_of: Session | None = None,
) -> tuple[Cookie, Session, Write]:
    """A new session of the key's owner, or a token for some permissions: its secret, what it is, and its write.

    One that stands `instead_of` another is no fresher than that and ends when it would have: nothing was proved anew.
    """
    cookie = Cookie(handle, random_bytes(TOKEN_BYTES))
    now = clock.seconds()
    proved, ends = (instead_of.proved_at, instead_of.expires_at) if instead_of else (now, now + seconds)
    pk, sk = epoch_partition(key.district_id, handle), _sort_key(cookie)
    row = SessionRow(
        pk,
        sk,
        user_id=key.subject,
        started_at=now,
        seen_at=now,
        expires_at=ends,
        proof=proof.value,
        proved_at=proved,
        is_token=token_for is not None,
        token_for=sorted(one.value for one in token_for or ()),
        sealed=vault.seal(key, Place(SessionRow.TABLE, pk, sk), device),
    )
    session = Session(
        key.subject, access, csrf_of(cookie), _shown_id(row), proof, proved, now, token_for=token_for, expires_at=ends
    )
    return cookie, session, dynamodb.put_new(row)


def _shown_id(row: SessionRow) -> str:
    """How a session is named to its owner: a part of its digest, which opens nothing."""
    return row.sk[len(SESSION_PREFIX) :][:SHOWN_ID]


def begin_epoch(district_id: str, user_id: str, handle: bytes, levels: list[Level], designated_until: int = 0) -> Write:
    """The write that lets sessions with this handle be valid, with these levels."""
    row = EpochRow(
        epoch_partition(district_id, handle),
        EPOCH_SK,
        user_id=user_id,
        levels=msgspec.json.encode(levels).decode(),
        designated_until=designated_until,
    )
    return dynamodb.put_new(row)


def end_epoch(district_id: str, handle: bytes, *, must_be: bool = True) -> Write:
    """The write that ends everything that somebody is signed in with."""
    condition = EpochRow.pk.exists() if must_be else None
    return dynamodb.delete(EpochRow, epoch_partition(district_id, handle), EPOCH_SK, condition)


def designate(district_id: str, handle: bytes, until: int) -> Write:
    """The write that lets somebody into the administrative plane until a moment, or out of it with 0."""
    place = (epoch_partition(district_id, handle), EPOCH_SK)
    return dynamodb.update(EpochRow, *place, EpochRow.designated_until.set(until), condition=EpochRow.pk.exists())


def find_session(district_id: str, text: str, *, is_token: bool = False) -> Session:
    """The session of a cookie, or the token that an integration sends.

    Unauthenticated where it is unknown, of the other kind, idle for 15 minutes or at its end. One BatchGetItem; and
    once a minute one UpdateItem that moves the idle clock.
    """
    cookie = read_cookie(text)
    pk = epoch_partition(district_id, cookie.handle)
    row, epoch = dynamodb.batch_get([(SessionRow, pk, _sort_key(cookie)), (EpochRow, pk, EPOCH_SK)])
    if not isinstance(row, SessionRow) or not isinstance(epoch, EpochRow) or row.user_id != epoch.user_id:
        raise Unauthenticated("Please sign in.")
    if is_token is not row.is_token:
        raise Unauthenticated("Please sign in.")
    _keep_alive(row, clock.seconds())
    return Session(
        row.user_id,
        Access(tuple(msgspec.json.decode(epoch.levels, type=list[Level]))),
        csrf_of(cookie),
        _shown_id(row),
        Proof(row.proof),
        int(row.proved_at),
        int(row.seen_at),
        int(epoch.designated_until),
        frozenset(Permission(one) for one in row.token_for) if row.is_token else None,
        int(row.expires_at),
    )


def _keep_alive(row: SessionRow, now: int) -> None:
    idle = now - int(row.seen_at)
    is_idle = not row.is_token and idle > IDLE_SECONDS
    if is_idle or now >= int(row.expires_at):
        raise Unauthenticated("Your session has ended. Please sign in again.")
    if idle < TICK_SECONDS:
        return
    seen = SessionRow.seen_at.set(now)
    try:
        dynamodb.write(dynamodb.update(SessionRow, row.pk, row.sk, seen, condition=SessionRow.pk.exists()))
    except TakenError:
        raise Unauthenticated("Please sign in.") from None


def prove_again(district_id: str, text: str, proof: Proof) -> Write:
    """The write that makes a session fresh, with the proof that was given."""
    cookie = read_cookie(text)
    place = (epoch_partition(district_id, cookie.handle), _sort_key(cookie))
    actions = [SessionRow.proof.set(proof.value), SessionRow.proved_at.set(clock.seconds())]
    return dynamodb.update(SessionRow, *place, *actions, condition=SessionRow.pk.exists())


def end_session(district_id: str, text: str) -> Write:
    """The write that ends the session of a cookie."""
    cookie = read_cookie(text)
    return dynamodb.delete(SessionRow, epoch_partition(district_id, cookie.handle), _sort_key(cookie))


def list_held(key: DataKey, handle: bytes) -> list[Held]:
    """What somebody is signed in with, newest first. One Query."""
    pk, now = epoch_partition(key.district_id, handle), clock.seconds()
    rows = [row for row in dynamodb.every(SessionRow, pk, begins=SESSION_PREFIX) if int(row.expires_at) > now]
    live = [row for row in rows if row.is_token or now - int(row.seen_at) <= IDLE_SECONDS]
    return sorted((_held(key, row) for row in live), key=lambda one: -one.started_at)


def _held(key: DataKey, row: SessionRow) -> Held:
    device = vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Device)
    return Held(
        _shown_id(row),
        row.is_token,
        int(row.started_at),
        int(row.seen_at),
        int(row.expires_at),
        row.proof,
        device,
        list(row.token_for),
    )


def end_held(key: DataKey, handle: bytes, session_id: str) -> Write:
    """The write that ends one session or token of somebody's; NotFound where it is not theirs."""
    pk = epoch_partition(key.district_id, handle)
    for row in dynamodb.every(SessionRow, pk, begins=SESSION_PREFIX + session_id):
        if len(session_id) == SHOWN_ID:
            return dynamodb.delete(SessionRow, pk, row.sk, SessionRow.pk.exists())
    raise NotFound
