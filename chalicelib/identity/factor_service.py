"""Second factors of an account: an authenticator app, passkeys, and recovery codes for when both are lost.

All of them lie in one partition: one Query reads them. `UserRow.factors` names their kinds, so that a sign-in knows
without reading them whether to ask. Sources: NIST SP 800-63B-4, 3.1; OWASP ASVS 5.0, 6.5 to 6.7.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.identity import totp
from chalicelib.identity.passkeys import Credential
from chalicelib.identity.service import Account
from chalicelib.identity.store import (
    CODE_PREFIX,
    CREDENTIAL_SK,
    PASSKEY_PREFIX,
    TOTP_SK,
    CredentialRow,
    PasskeyRow,
    RecoveryRow,
    TotpRow,
    UserRow,
    credential_pk,
    factors_pk,
)
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.ids import random_bytes, spelled
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

TOTP, PASSKEY, RECOVERY = "totp", "passkey", "recovery"
CODES, CODE_BYTES, MOST_PASSKEYS, SHOWN_ID = 10, 10, 10, 16


class Seed(Struct, frozen=True):
    """What is sealed of an authenticator app."""

    seed: bytes


class Key(Struct, frozen=True):
    """What is sealed of a passkey."""

    name: str
    credential: Credential


class Passkey(Struct, frozen=True):
    """A passkey as its owner sees it; times in seconds since 1970."""

    passkey_id: str
    name: str
    added_at: int
    used_at: int


class Factors(Struct, frozen=True):
    """An account's second factors as their owner sees them."""

    totp: bool
    recovery_left: int
    passkeys: list[Passkey]
    single_sign_on: bool


class Held(Struct, frozen=True):
    """The rows of an account's second factors."""

    totp: TotpRow | None
    passkeys: list[PasskeyRow]
    codes: list[str]


def held_of(key: DataKey) -> Held:
    """All second factors of a key's owner, one added a moment ago included. One Query."""
    app: TotpRow | None = None
    passkeys: list[PasskeyRow] = []
    codes: list[str] = []
    for raw in dynamodb.query(TotpRow, factors_pk(key.district_id, key.subject), limit=100, consistent=True).items:
        sk = raw["sk"]["S"]
        if sk == TOTP_SK:
            app = TotpRow.from_raw_data(raw)
        elif sk.startswith(PASSKEY_PREFIX):
            passkeys.append(PasskeyRow.from_raw_data(raw))
        elif sk.startswith(CODE_PREFIX):
            codes.append(sk)
    return Held(app, passkeys, codes)


def list_factors(account: Account) -> Factors:
    """The second factors of an account. One Query."""
    held = held_of(account.key)
    shown = [
        Passkey(passkey_id(row), open_passkey(account.key, row).name, int(row.added_at), int(row.used_at))
        for row in held.passkeys
    ]
    return Factors(held.totp is not None, len(held.codes), shown, "single_sign_on" in account.row.factors)


def passkey_id(row: PasskeyRow) -> str:
    """How a passkey is named to its owner: a part of its digest."""
    return row.sk.removeprefix(PASSKEY_PREFIX)[:SHOWN_ID]


def open_passkey(key: DataKey, row: PasskeyRow) -> Key:
    """A passkey, opened with its owner's key."""
    return vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Key)


# --- Adding and removing; the account's own row is changed by whoever adds or removes


def totp_write(key: DataKey, seed: bytes, step: int) -> Write:
    """The write that gives an account its authenticator app, in place of an older one."""
    pk = factors_pk(key.district_id, key.subject)
    sealed = vault.seal(key, Place(TotpRow.TABLE, pk, TOTP_SK), Seed(seed))
    return dynamodb.put(TotpRow(pk, TOTP_SK, added_at=clock.seconds(), last_step=step, sealed=sealed))


def passkey_writes(key: DataKey, name: str, credential: Credential, counter: int) -> list[Write]:
    """The writes that give an account a passkey; a TakenError means that the credential is known already."""
    digest = vault.digest(credential.id.hex())
    pk, sk, now = factors_pk(key.district_id, key.subject), PASSKEY_PREFIX + digest, clock.seconds()
    sealed = vault.seal(key, Place(PasskeyRow.TABLE, pk, sk), Key(name, credential))
    row = PasskeyRow(pk, sk, added_at=now, used_at=now, counter=counter, sealed=sealed)
    whose = CredentialRow(credential_pk(key.district_id, digest), CREDENTIAL_SK, user_id=key.subject)
    return [dynamodb.put_new(whose), dynamodb.put_new(row)]


def new_codes(keys: DistrictKeys, key: DataKey, old: Sequence[str]) -> tuple[list[str], list[Write]]:
    """Ten fresh recovery codes of 80 bits, to be shown once, and the writes that keep them in place of old ones."""
    codes = [_grouped(spelled(random_bytes(CODE_BYTES))) for _ in range(CODES)]
    pk, now = factors_pk(key.district_id, key.subject), clock.seconds()
    ends = [dynamodb.delete(RecoveryRow, pk, sk) for sk in old]
    return codes, [*ends, *(dynamodb.put_new(RecoveryRow(pk, code_sk(keys, key, one), added_at=now)) for one in codes)]


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_sk(keys: DistrictKeys, key: DataKey, code: str) -> str:
    """Where a recovery code is kept: a digest that only the district can make, bound to its owner."""
    plain = code.replace("-", "").replace(" ", "").lower()
    return CODE_PREFIX + vault.fingerprint(keys.index, "recovery", [key.subject, plain]).hex()


def code_spent(keys: DistrictKeys, key: DataKey, code: str) -> Write:
    """The write that uses up a recovery code; TakenError where it is none, or has been used."""
    pk = factors_pk(key.district_id, key.subject)
    return dynamodb.delete(RecoveryRow, pk, code_sk(keys, key, code), RecoveryRow.pk.exists())


def totp_spent(key: DataKey, row: TotpRow | None, code: str) -> Write:
    """The write that uses up a code of an authenticator app; Invalid where it is wrong, TakenError where it is used."""
    seed = vault.unseal(key, Place(TotpRow.TABLE, row.pk, row.sk), row.sealed, Seed).seed if row else b"\0" * 20
    step = totp.step_of(seed, code.strip(), clock.seconds(), int(row.last_step) if row else 0)
    if row is None or step is None:
        raise Invalid("The code is wrong.", {"code": "Six digits, as the app shows them now. Each works once."})
    return dynamodb.update(
        TotpRow, row.pk, row.sk, TotpRow.last_step.set(step), condition=TotpRow.last_step == int(row.last_step)
    )


def passkey_used(row: PasskeyRow, counter: int) -> Write:
    """The write that moves a passkey's counter on; TakenError where another proof was faster."""
    actions = [PasskeyRow.counter.set(counter), PasskeyRow.used_at.set(clock.seconds())]
    return dynamodb.update(PasskeyRow, row.pk, row.sk, *actions, condition=PasskeyRow.counter == int(row.counter))


def find_passkey(held: Held, shown_id: str) -> PasskeyRow:
    """A passkey by the id that its owner sees; NotFound otherwise."""
    for row in held.passkeys:
        if passkey_id(row) == shown_id:
            return row
    raise NotFound


def passkey_removed(row: PasskeyRow) -> list[Write]:
    """The writes that remove a passkey."""
    district = row.pk.split("#")[1]
    whose = dynamodb.delete(CredentialRow, credential_pk(district, row.sk.removeprefix(PASSKEY_PREFIX)), CREDENTIAL_SK)
    return [whose, dynamodb.delete(PasskeyRow, row.pk, row.sk, PasskeyRow.pk.exists())]


def totp_removed(key: DataKey) -> Write:
    """The write that removes an authenticator app."""
    return dynamodb.delete(TotpRow, factors_pk(key.district_id, key.subject), TOTP_SK, TotpRow.pk.exists())


def codes_removed(key: DataKey, held: Held) -> list[Write]:
    """The writes that remove what is left of the recovery codes."""
    pk = factors_pk(key.district_id, key.subject)
    return [dynamodb.delete(RecoveryRow, pk, sk) for sk in held.codes]


def remove_all_factors(account: Account) -> list[Write]:
    """The writes that take every second factor from an account, but for its own row: that is `end_everything`'s."""
    held = held_of(account.key)
    removed = [write for row in held.passkeys for write in passkey_removed(row)]
    return [
        *removed,
        *codes_removed(account.key, held),
        *([totp_removed(account.key)] if held.totp is not None else []),
    ]


def factors_changed(account: Account, factors: Sequence[str]) -> Write:
    """The write that lets sign-ins know which factors an account has; TakenError where it changed meanwhile."""
    row = account.row
    wanted: list[Any] = sorted(set(factors))
    actions = [UserRow.factors.set(wanted), UserRow.revision.set(int(row.revision) + 1)]
    return dynamodb.update(UserRow, row.pk, row.sk, *actions, condition=UserRow.revision == int(row.revision))
