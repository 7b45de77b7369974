"""One's own account: password, second factors, sessions and tokens."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import credentials, passkeys, totp
from chalicelib.identity import factor_service as factors
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.challenge_service import Purpose
from chalicelib.identity.factor_service import MOST_PASSKEYS, PASSKEY, RECOVERY, TOTP
from chalicelib.identity.passkeys import Credential
from chalicelib.identity.permissions import ADMINISTRATIVE, Permission
from chalicelib.identity.second_step_service import Asked
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Device, Held, Session
from chalicelib.identity.sign_in_service import ASKED_FOR, SignedIn, begin_session
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys

MOST_TOKENS, MOST_DAYS, DAY, LONGEST_NAME = 20, 365, 86_400, 80


class NewApp(Struct, frozen=True):
    """A new authenticator app: its seed for typing and for a QR code, and the challenge that confirms it."""

    secret: str
    uri: str
    challenge: str


class FactorAdded(Struct, frozen=True):
    """A factor that was added, and the recovery codes that came with the first one; shown once."""

    passkey_id: str
    recovery_codes: list[str]


def change_password(
    district: District,
    keys: DistrictKeys,
    session: Session,
    actor: Actor,
    *,
    old: str,
    new: str,
    device: Device,
    browser: str,
) -> SignedIn:
    """A new password: everything the account was signed in with ends, and the caller has a session in place of theirs.

    Other browsers are no longer known ones.
    """
    account = identity.find_account(keys, session.user_id)
    throttles.count_try(keys, throttles.PROVE_AGAIN, session.user_id)
    if not credentials.is_password(district.id, session.user_id, old, account.row.password):
        raise Invalid("The password is wrong.", {"old": "Please type your present password."})
    known = (account.person.username, account.person.name, district.name, district.slug)
    has_factor = bool(ASKED_FOR & set(account.row.factors))
    chosen = credentials.new_password(district.id, session.user_id, new, known=known, has_factor=has_factor)
    identity.end_everything(keys, actor, account, "password.changed", password=chosen, devices=[])
    renewed = identity.find_account(keys, session.user_id)
    return begin_session(renewed, session.proof, device, actor.request_id, browser=browser, instead_of=session)


# --- Sessions and tokens


def list_held(keys: DistrictKeys, session: Session) -> list[Held]:
    """What somebody is signed in with. One GetItem, one BatchGetItem and one Query."""
    account = identity.find_account(keys, session.user_id)
    return sessions.list_held(account.key, account.person.handle)


def end_held(keys: DistrictKeys, session: Session, actor: Actor, session_id: str) -> None:
    """End one of one's own sessions or tokens; NotFound where it is not."""
    account = identity.find_account(keys, session.user_id)
    ended = sessions.end_held(account.key, account.person.handle, session_id)
    dynamodb.transact(ended, assurance.record(keys.district_id, actor, "session.ended", session.user_id))


def end_all_others(keys: DistrictKeys, session: Session, actor: Actor, device: Device, browser: str) -> SignedIn:
    """End everything that somebody is signed in with, tokens too, but for a new session of the caller."""
    account = identity.find_account(keys, session.user_id)
    identity.end_everything(keys, actor, account, "sessions.ended", devices=[])
    renewed = identity.find_account(keys, session.user_id)
    return begin_session(renewed, session.proof, device, actor.request_id, browser=browser, instead_of=session)


def make_token(
    keys: DistrictKeys, session: Session, actor: Actor, *, name: str, permissions: Sequence[str], days: int
) -> tuple[str, str]:
    """A token for an integration: its id and its secret, which nobody can see again.

    Invalid for what the owner may not do, what is administrative, or a life over a year.
    """
    wanted = frozenset(Permission(one) for one in permissions if one in set(Permission))
    allowed = {one for one in wanted if session.may(one)} - ADMINISTRATIVE - {Permission.PUBLIC, Permission.SIGNED_IN}
    if not wanted or len(wanted) != len(set(permissions)) or wanted != allowed:
        raise Invalid("A token cannot do this.", {"permissions": "One or more of your own, none that administers."})
    if not 1 <= len(name.strip()) <= LONGEST_NAME or not 1 <= days <= MOST_DAYS:
        sentences = {"name": f"A name of 1 to {LONGEST_NAME} characters.", "days": f"1 to {MOST_DAYS} days."}
        raise Invalid("A token has a name and an end.", sentences)
    account = identity.find_account(keys, session.user_id)
    held = sessions.list_held(account.key, account.person.handle)
    if sum(one.is_token for one in held) >= MOST_TOKENS:
        raise Conflict("You have many tokens.", {"name": f"At most {MOST_TOKENS}; end one that nobody uses."})
    cookie, made, write = sessions.start_session(
        account.key,
        account.access,
        account.person.handle,
        proof=session.proof,
        device=Device(name.strip()),
        seconds=days * DAY,
        token_for=wanted,
    )
    dynamodb.transact(write, assurance.record(keys.district_id, actor, "token.made", session.user_id))
    return made.session_id, cookie.spelled()


# --- Second factors


def begin_totp(district: District, keys: DistrictKeys, session: Session) -> NewApp:
    """A seed for an authenticator app, which is stored once a code of it confirms it."""
    account = identity.find_account(keys, session.user_id)
    begun, write = challenges.begin(keys, Purpose.NEW_TOTP, session.user_id)
    dynamodb.write(write)
    uri = totp.address_of(begun.seed, account.person.username, district.name)
    return NewApp(totp.spelled_seed(begun.seed), uri, begun.token)


def add_totp(keys: DistrictKeys, session: Session, actor: Actor, *, challenge: str, code: str) -> FactorAdded:
    """Store the app whose code is right; the first factor brings ten recovery codes."""
    taken = challenges.take_up(keys, challenge, Purpose.NEW_TOTP)
    account = _own(keys, session, taken.user_id)
    step = totp.step_of(taken.seed, code.strip(), clock.seconds(), 0)
    if step is None:
        raise Invalid("The code is wrong.", {"code": "Six digits, as the app shows them now."})
    writes = [challenges.spent(taken.row), factors.totp_write(account.key, taken.seed, step)]
    return _added(keys, actor, account, TOTP, "", writes)


def begin_passkey(district: District, keys: DistrictKeys, session: Session) -> Asked:
    """What a browser makes a new passkey of."""
    account = identity.find_account(keys, session.user_id)
    held = factors.held_of(account.key).passkeys
    if len(held) >= MOST_PASSKEYS:
        raise Conflict("You have many passkeys.", {"name": f"At most {MOST_PASSKEYS}; remove one first."})
    begun, write = challenges.begin(keys, Purpose.NEW_PASSKEY, session.user_id)
    dynamodb.write(write)
    handle = vault.fingerprint(keys.index, "passkey-handle", session.user_id)
    known = [factors.open_passkey(account.key, row).credential for row in held]
    shown = f"{account.person.name}, {district.name}"
    return Asked(begun.token, passkeys.creation_options(begun.nonce, handle, account.person.username, shown, known))


def add_passkey(
    keys: DistrictKeys, session: Session, actor: Actor, *, challenge: str, name: str, credential: dict[str, Any]
) -> FactorAdded:
    """Store a new passkey; the first factor brings ten recovery codes."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Invalid("A passkey has a name.", {"name": f"1 to {LONGEST_NAME} characters, such as: My phone."})
    taken = challenges.take_up(keys, challenge, Purpose.NEW_PASSKEY)
    account = _own(keys, session, taken.user_id)
    made, counter = passkeys.check_created(taken.nonce, credential)
    writes = [challenges.spent(taken.row), *factors.passkey_writes(account.key, name.strip(), made, counter)]
    return _added(keys, actor, account, PASSKEY, _shown_id(made), writes)


def _shown_id(credential: Credential) -> str:
    return vault.digest(credential.id.hex())[: factors.SHOWN_ID]


def _own(keys: DistrictKeys, session: Session, user_id: str) -> Account:
    if user_id != session.user_id:
        raise Gone("This was begun by somebody else.", {"challenge": "Please begin again."})
    return identity.find_account(keys, user_id)


def _added(
    keys: DistrictKeys, actor: Actor, account: Account, kind: str, passkey_id: str, writes: list[Write]
) -> FactorAdded:
    codes: list[str] = []
    code_writes: list[Write] = []
    if RECOVERY not in account.row.factors:
        codes, code_writes = factors.new_codes(keys, account.key, factors.held_of(account.key).codes)
    changed = factors.factors_changed(account, [*account.row.factors, kind, RECOVERY])
    _write(keys, actor, account, f"{kind}.added", *writes, *code_writes, changed)
    return FactorAdded(passkey_id, codes)


def _write(keys: DistrictKeys, actor: Actor, account: Account, verb: str, *writes: Write) -> None:
    try:
        dynamodb.transact(*writes, assurance.record(keys.district_id, actor, verb, account.row.sk))
    except TakenError:
        raise Conflict("This was done already, or your account has changed.", {"challenge": "Begin again."}) from None


def renew_codes(keys: DistrictKeys, session: Session, actor: Actor) -> list[str]:
    """Ten new recovery codes in place of the old ones; Conflict where there is no second factor to recover."""
    account = identity.find_account(keys, session.user_id)
    if not ASKED_FOR & set(account.row.factors):
        raise Conflict("You have no second factor yet.", {"factors": "Add a passkey or an app first."})
    codes, writes = factors.new_codes(keys, account.key, factors.held_of(account.key).codes)
    changed = factors.factors_changed(account, [*account.row.factors, RECOVERY])
    _write(keys, actor, account, "recovery_codes.renewed", *writes, changed)
    return codes


def remove_totp(keys: DistrictKeys, session: Session, actor: Actor) -> None:
    """Remove the authenticator app; the recovery codes go with the last factor."""
    account = identity.find_account(keys, session.user_id)
    if TOTP not in account.row.factors:
        raise Conflict("You have no app.", {"totp": "There is nothing to remove."})
    _removed(keys, actor, account, TOTP, [factors.totp_removed(account.key)], is_last_of_kind=True)


def remove_passkey(keys: DistrictKeys, session: Session, actor: Actor, passkey_id: str) -> None:
    """Remove a passkey; NotFound where it is not one's own. The recovery codes go with the last factor."""
    account = identity.find_account(keys, session.user_id)
    held = factors.held_of(account.key)
    removed = factors.passkey_removed(factors.find_passkey(held, passkey_id))
    _removed(keys, actor, account, PASSKEY, removed, is_last_of_kind=len(held.passkeys) == 1)


def _removed(
    keys: DistrictKeys, actor: Actor, account: Account, kind: str, writes: list[Write], *, is_last_of_kind: bool
) -> None:
    left = set(account.row.factors) - ({kind} if is_last_of_kind else set())
    if not ASKED_FOR & left:
        if account.row.password_needs_factor:
            sentence = "Your password is good beside a second factor only. Choose a longer one first."
            raise Conflict("This is your last second factor.", {"password": sentence})
        left -= {RECOVERY}
        writes = [*writes, *factors.codes_removed(account.key, factors.held_of(account.key))]
    _write(keys, actor, account, f"{kind}.removed", *writes, factors.factors_changed(account, sorted(left)))
