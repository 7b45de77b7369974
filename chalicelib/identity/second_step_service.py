"""The second step of signing in, signing in by passkey, and proving again that it is still oneself.

Each ends its challenge, uses up its code or moves its passkey's counter, and starts or renews the session in one
transaction: of many that send the same proof at once, one succeeds.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import credentials, passkeys
from chalicelib.identity import factor_service as factors
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.challenge_service import Challenge, Purpose
from chalicelib.identity.factor_service import PASSKEY, RECOVERY, TOTP
from chalicelib.identity.nobody_service import NOBODY_ID, find_rows
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Device, Proof, Session
from chalicelib.identity.sign_in_service import ASKED_FOR, SignedIn, begin_session
from chalicelib.identity.store import CREDENTIAL_SK, CredentialRow, credential_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Forbidden, Gone, Invalid, Unauthenticated
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys

Json = dict[str, Any]


class Coming(Struct, frozen=True):
    """From where somebody signs in."""

    device: Device
    request_id: str
    browser: str


class Asked(Struct, frozen=True):
    """A challenge for a passkey, with what the browser needs."""

    challenge: str
    options: Json


class Given(Struct, frozen=True):
    """A proof: its kind, and the password, the code, or the challenge with the passkey's answer."""

    kind: str
    password: str = ""
    code: str = ""
    challenge: str = ""
    credential: Json = {}


def _account(keys: DistrictKeys, user_id: str) -> Account:
    """An active account; Unauthenticated otherwise. One BatchGetItem, also where there is none."""
    found = find_rows(keys.district_id, user_id or None)
    if found is None or found[0].state != identity.ACTIVE:
        raise Unauthenticated("This was not accepted. Please begin again.")
    user, wrapped = found
    key = vault.unwrap(keys.kek, keys.district_id, user_id, int(wrapped.version), wrapped.wrapped)
    return identity.open_account(key, user)


def finish_with_code(keys: DistrictKeys, *, challenge: str, kind: str, code: str, coming: Coming) -> SignedIn:
    """Sign in by the code of an app or a recovery code, after the password; Gone, Invalid or Unauthenticated."""
    taken = challenges.take_up(keys, challenge, Purpose.SECOND_STEP)
    account = _account(keys, taken.user_id)
    challenges.require_unchanged(taken, int(account.row.revision))
    limits = (throttles.SECOND_STEP, throttles.SECOND_STEP_DAY)
    throttles.count_tries(keys, [throttles.Try(limit, taken.user_id) for limit in limits])
    used = [_code_used(keys, account, kind, code), *_fewer_codes(account, kind)]
    return _signed_in(account, taken, used, Proof.TOTP, coming)


def _code_used(keys: DistrictKeys, account: Account, kind: str, code: str) -> Write:
    if kind == TOTP:
        return factors.totp_spent(account.key, factors.held_of(account.key).totp, code)
    if kind == RECOVERY:
        return factors.code_spent(keys, account.key, code)
    raise Invalid("There is no such proof.", {"kind": f"{TOTP} or {RECOVERY}."})


def _fewer_codes(account: Account, kind: str) -> list[Write]:
    if kind != RECOVERY:
        return []
    actor = Actor("user", account.row.sk)
    return [assurance.record(account.key.district_id, actor, "recovery_code.used", account.row.sk)]


def _signed_in(account: Account, taken: Challenge, used: list[Write], proof: Proof, coming: Coming) -> SignedIn:
    """Start the session, with all that the proof uses up, in one transaction."""
    try:
        return begin_session(
            account, proof, coming.device, coming.request_id, challenges.spent(taken.row), *used, browser=coming.browser
        )
    except TakenError as lost:
        raise _why(lost) from None


def _why(lost: TakenError) -> Exception:
    """The first write of each transaction is the challenge; what follows is the code or the passkey."""
    if lost.index == 0:
        return Gone("This was used already. Please begin again.", {"challenge": "It counts once."})
    return _used_before()


def _used_before() -> Invalid:
    return Invalid("This was not accepted.", {"code": "It is wrong, or has been used. Each code works once."})


# --- Passkeys


def ask_passkey(keys: DistrictKeys, address: str, *, second_step: str = "") -> Asked:
    """What a browser needs to sign in by a passkey: of anybody, or of whoever has given the password."""
    if second_step:
        taken = challenges.take_up(keys, second_step, Purpose.SECOND_STEP)
        account = _account(keys, taken.user_id)
        return Asked(second_step, passkeys.request_options(taken.nonce, _credentials(account)))
    throttles.count_tries(keys, throttles.begin_tries(address))
    begun, write = challenges.begin(keys, Purpose.PASSKEY_SIGN_IN)
    dynamodb.write(write)
    return Asked(begun.token, passkeys.request_options(begun.nonce, []))


def _credentials(account: Account) -> list[passkeys.Credential]:
    held = factors.held_of(account.key)
    return [factors.open_passkey(account.key, row).credential for row in held.passkeys]


def finish_with_passkey(
    keys: DistrictKeys, *, challenge: str, credential: Mapping[str, Any], coming: Coming
) -> SignedIn:
    """Sign in by a passkey; Gone or Invalid. The same is read and said of one that is unknown and one not proved."""
    taken = challenges.take_up(keys, challenge, Purpose.PASSKEY_SIGN_IN, Purpose.SECOND_STEP)
    user_id = _whose(keys, credential)
    try:
        account = _account(keys, user_id if taken.user_id in {"", user_id} else "")
    except Unauthenticated:
        factors.held_of(DataKey(keys.district_id, NOBODY_ID, 1, b""))
        raise passkeys.broken() from None
    return _signed_in(account, taken, [_passkey_used(account, taken, credential)], Proof.PASSKEY, coming)


def _whose(keys: DistrictKeys, credential: Mapping[str, Any]) -> str:
    digest = vault.digest(passkeys.credential_id(credential).hex())
    row = dynamodb.get(CredentialRow, credential_pk(keys.district_id, digest), CREDENTIAL_SK)
    return row.user_id if row else ""


def _passkey_used(account: Account, taken: Challenge, credential: Mapping[str, Any]) -> Write:
    """The write that moves the passkey's counter on; Invalid where its proof is wrong."""
    sent_id = passkeys.credential_id(credential)
    for row in factors.held_of(account.key).passkeys:
        key = factors.open_passkey(account.key, row)
        if key.credential.id == sent_id:
            reached = passkeys.check_proved(taken.nonce, key.credential, int(row.counter), credential)
            return factors.passkey_used(row, reached)
    raise passkeys.broken()


# --- Proving again


def ask_proof(keys: DistrictKeys, session: Session) -> Asked:
    """What a browser needs to prove by a passkey that it is still the same person."""
    account = identity.find_account(keys, session.user_id)
    begun, write = challenges.begin(keys, Purpose.PROOF, session.user_id)
    dynamodb.write(write)
    return Asked(begun.token, passkeys.request_options(begun.nonce, _credentials(account)))


def prove(district: District, keys: DistrictKeys, session: Session, actor: Actor, cookie: str, given: Given) -> Session:
    """Make a session fresh; who has a second factor proves by that, and a wrong proof is Unauthenticated or Invalid."""
    account = identity.find_account(keys, session.user_id)
    throttles.count_try(keys, throttles.PROVE_AGAIN, session.user_id)
    proof, used = _proved(district, keys, account, given)
    renewed = sessions.prove_again(district.id, cookie, proof)
    proved = assurance.record(district.id, actor, "session.proved", session.user_id, proof=proof.value)
    try:
        dynamodb.transact(*used, renewed, proved)
    except TakenError as lost:
        raise (_why(lost) if given.kind == PASSKEY else _used_before()) from None
    return Session(
        session.user_id, session.access, session.csrf, session.session_id, proof, clock.seconds(), clock.seconds(),
        session.designated_until,
    )  # fmt: skip


def _proved(district: District, keys: DistrictKeys, account: Account, given: Given) -> tuple[Proof, list[Write]]:
    if given.kind == "password":
        return Proof.PASSWORD, _by_password(district, account, given.password)
    if given.kind == TOTP:
        return Proof.TOTP, [factors.totp_spent(account.key, factors.held_of(account.key).totp, given.code)]
    if given.kind == PASSKEY:
        taken = challenges.take_up(keys, given.challenge, Purpose.PROOF)
        if taken.user_id != account.row.sk:
            raise Forbidden("This was asked of somebody else.", {"challenge": "Please begin again."})
        return Proof.PASSKEY, [challenges.spent(taken.row), _passkey_used(account, taken, given.credential)]
    raise Invalid("There is no such proof.", {"kind": f"password, {TOTP} or {PASSKEY}."})


def _by_password(district: District, account: Account, password: str) -> list[Write]:
    if ASKED_FOR & set(account.row.factors):
        raise Forbidden("Your password alone is not enough.", {"kind": "Use your passkey or your app."})
    if not credentials.is_password(district.id, account.row.sk, password, account.row.password):
        raise Invalid("The password is wrong.", {"password": "Please try again."})
    return []
