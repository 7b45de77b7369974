"""Signing in and out."""

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import credentials, devices
from chalicelib.identity import nobody_service as nobody
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.challenge_service import Purpose
from chalicelib.identity.networks import are_distant
from chalicelib.identity.nobody_service import NOBODY_ID
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Cookie, Device, Proof, Session
from chalicelib.identity.store import UserRow
from chalicelib.kernel.errors import Conflict, Unauthenticated
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys

# Kinds of second factors: those that make a sign-in ask, and those that may answer.
ASKED_FOR, SECOND_STEPS = frozenset({"totp", "passkey"}), frozenset({"totp", "passkey", "recovery"})


class SignedIn(Struct, frozen=True):
    """A fresh session: its cookie, what it is, and its owner's name."""

    cookie: Cookie
    session: Session
    name: str
    factors: list[str] = []
    browser: str = ""


class Pending(Struct, frozen=True):
    """The password was right; one of these factors is asked for."""

    challenge: str
    factors: list[str]


def sign_in(
    district: District,
    keys: DistrictKeys,
    *,
    username: str,
    password: str,
    address: str,
    device: Device,
    request_id: str,
    browser: str = "",
) -> SignedIn | Pending:
    """A new session for the right name and password; Unauthenticated, at equal cost, for anything else.

    Where the account has a second factor, there is no session yet, but a challenge for it.

    TooMany, before anything is hashed, where it was tried too often. One password hash; four DynamoDB calls and one KMS
    call with the district's keys in memory. A hash of old form is made anew, which costs a second hash and KMS call.
    """
    found = nobody.find_rows(district.id, privacy.find_blind(keys, "username", username))
    known = found[0] if found and found[0].state == identity.ACTIVE else None
    user_id = known.sk if known else NOBODY_ID
    seen = devices.known_digest(known.devices if known else [], district.id, user_id, browser)
    throttles.count_tries(keys, throttles.sign_in_tries(username, address, seen))
    stored = known.password if known else credentials.NOBODY
    right = credentials.is_password(district.id, user_id, password, stored)
    if not right or known is None or found is None:
        raise Unauthenticated("The user name or the password is wrong.")
    key = vault.unwrap(keys.kek, district.id, user_id, int(found[1].version), found[1].wrapped)
    renewed = credentials.hash_password(district.id, user_id, password) if credentials.is_old(stored) else ""
    account = identity.open_account(key, known)
    if ASKED_FOR & set(known.factors):
        return _second_step(keys, account, request_id, renewed)
    return begin_session(account, Proof.PASSWORD, device, request_id, browser=browser, password=renewed)


def _second_step(keys: DistrictKeys, account: Account, request_id: str, password: str) -> Pending:
    """Ask for the second factor: the password was right, and nobody is signed in yet. One transaction."""
    begun, write = challenges.begin(keys, Purpose.SECOND_STEP, account.row.sk, revision=int(account.row.revision))
    actor = Actor("user", account.row.sk, request_id)
    asked = assurance.record(keys.district_id, actor, "session.second_step", account.row.sk)
    try:
        dynamodb.transact(write, asked, *_own_row(account, "", password))
    except TakenError:
        raise _changed() from None
    return Pending(begun.token, [one for one in account.row.factors if one in SECOND_STEPS])


def begin_session(
    account: Account,
    proof: Proof,
    device: Device,
    request_id: str,
    *used: Write,
    browser: str = "",
    password: str = "",
    instead_of: Session | None = None,
) -> SignedIn:
    """Start a session of an account that has proved itself, which makes its browser a known one.

    One Query and one transaction, which writes down where the account is at work far away at the same time.

    `used` are the writes that use up the proof; a TakenError names the one that was used before. `password` is a
    stored form that takes the place of an old one; Conflict where it was changed in that moment.
    """
    cookie, session, session_write = sessions.start_session(
        account.key, account.access, account.person.handle, proof=proof, device=device, instead_of=instead_of
    )
    session = msgspec.structs.replace(session, designated_until=int(account.row.designated_until))
    actor = Actor("user", session.user_id, request_id)
    is_shared = instead_of is None and _is_used_far_away(account, device)
    seen = [assurance.record(account.key.district_id, actor, "session.far_apart", session.user_id)] if is_shared else []
    started = assurance.record(account.key.district_id, actor, "session.started", session.user_id, proof=proof.value)
    browser = devices.own_or_new(browser)
    try:
        dynamodb.transact(*used, session_write, started, *seen, *_own_row(account, browser, password))
    except TakenError as taken:
        if taken.index < len(used):
            raise
        raise _changed() from None
    return SignedIn(cookie, session, account.person.name, list(account.row.factors), browser)


def _is_used_far_away(account: Account, device: Device) -> bool:
    """Whether somebody is at work with this account in a distant network: a sign of one account that two share."""
    held = sessions.list_held(account.key, account.person.handle)
    return any(not one.is_token and are_distant(one.device.network, device.network) for one in held)


def _changed() -> Conflict:
    return Conflict("Your account was changed at this moment. Please sign in again.")


def _own_row(account: Account, browser: str, password: str) -> list[Write]:
    """The write, where one is needed, that lets an account know a browser and hold a renewed stored password."""
    row = account.row
    digest = devices.digest_of(account.key.district_id, row.sk, browser)
    is_new = digest and digest not in row.devices
    actions = [UserRow.devices.set(devices.with_device(row.devices, digest))] if is_new else []
    if password:
        actions.append(UserRow.password.set(password))
    condition = UserRow.password == row.password if password else UserRow.pk.exists()
    return [dynamodb.update(UserRow, row.pk, row.sk, *actions, condition=condition)] if actions else []


def sign_out(district_id: str, actor: Actor, cookie: str) -> None:
    """End the session of a cookie."""
    ended = assurance.record(district_id, actor, "session.ended", actor.id)
    dynamodb.transact(sessions.end_session(district_id, cookie), ended)
