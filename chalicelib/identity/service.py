"""Accounts: who is of the staff, what each may do, and the end of an account."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity import session_service as sessions
from chalicelib.identity.credentials import NewPassword
from chalicelib.identity.levels import Access, Level, check_levels
from chalicelib.identity.session_service import Session
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.store import BlindRow
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

ACTIVE, SUSPENDED, ENDED = "active", "suspended", "ended"


class Person(Struct, frozen=True):
    """What is sealed of a staff member."""

    name: str
    email: str
    username: str
    handle: bytes


class User(Struct, frozen=True):
    """A staff account as its colleagues see it; `designated_until` in seconds since 1970, 0 for never."""

    user_id: str
    name: str
    email: str
    username: str
    roles: list[str]
    levels: list[Level]
    state: str
    factors: list[str]
    designated_until: int
    revision: int


class Account(Struct, frozen=True):
    """An account, opened: its row, its key and who it belongs to."""

    row: UserRow
    key: DataKey
    person: Person

    @property
    def access(self) -> Access:
        return Access(tuple(levels_of(self.row)))

    @property
    def place(self) -> Place:
        return place_of(self.key.district_id, self.row.sk)


def place_of(district_id: str, user_id: str) -> Place:
    """Where an account is sealed."""
    return Place(UserRow.TABLE, people_pk(district_id), user_id)


def levels_of(row: UserRow) -> list[Level]:
    """The levels that an account holds."""
    return msgspec.json.decode(row.levels, type=list[Level])


def spelled_levels(levels: Sequence[Level]) -> str:
    """Levels as a row holds them."""
    return msgspec.json.encode(levels).decode()


def open_account(key: DataKey, row: UserRow) -> Account:
    """An account, opened with its owner's key."""
    return Account(row, key, vault.unseal(key, place_of(key.district_id, row.sk), row.sealed, Person))


def find_account(keys: DistrictKeys, user_id: str) -> Account:
    """An account that is not ended; NotFound otherwise."""
    row = dynamodb.get(UserRow, people_pk(keys.district_id), user_id)
    if row is None or row.state == ENDED:
        raise NotFound
    return open_account(privacy.key_of(keys, user_id), row)


def list_users(keys: DistrictKeys) -> list[User]:
    """The district's staff by name. One Query and one BatchGetItem for up to 100 people."""
    rows = list(dynamodb.every(UserRow, people_pk(keys.district_id)))
    opened = privacy.keys_of(keys, [row.sk for row in rows])
    found = (shown(open_account(opened[row.sk], row)) for row in rows if row.sk in opened)
    return sorted(found, key=lambda user: user.name)


def list_accounts(keys: DistrictKeys) -> list[Account]:
    """The accounts that may sign in. One Query and one BatchGetItem for up to 100 people."""
    rows = [row for row in dynamodb.every(UserRow, people_pk(keys.district_id)) if row.state == ACTIVE]
    opened = privacy.keys_of(keys, [row.sk for row in rows])
    return [open_account(opened[row.sk], row) for row in rows if row.sk in opened]


def shown(account: Account) -> User:
    """An account as its colleagues see it."""
    row, person = account.row, account.person
    return User(
        row.sk,
        person.name,
        person.email,
        person.username,
        account.access.roles(),
        list(account.access.levels),
        row.state,
        list(row.factors),
        int(row.designated_until),
        int(row.revision),
    )


def get_user(keys: DistrictKeys, user_id: str) -> User:
    """One staff member; NotFound otherwise."""
    row = dynamodb.get(UserRow, people_pk(keys.district_id), user_id)
    if row is None:
        raise NotFound
    return shown(open_account(privacy.key_of(keys, user_id), row))


# --- Changing an account


def managed_account(keys: DistrictKeys, by: Session, user_id: str, revision: int) -> Account:
    """An account that somebody may change; NotFound, Forbidden or Conflict otherwise."""
    account = find_account(keys, user_id)
    if user_id == by.user_id:
        raise Forbidden("Nobody changes their own account here.", {"user_id": "Ask another administrator."})
    require_may_manage(by, account)
    if int(account.row.revision) != revision:
        raise Conflict("Somebody changed this account. Load it again.", {"revision": "This is not the newest."})
    return account


def require_may_manage(by: Session, account: Account) -> None:
    """Raises Forbidden where an account reaches further than whoever would act on it."""
    if not by.access.may_manage(account.access):
        raise Forbidden("This account reaches further than yours.", {"user_id": "Ask another administrator."})


def require_may_grant(by: Session, levels: Sequence[Level]) -> None:
    """Raises Forbidden where a level would give more than its grantor holds."""
    for number, level in enumerate(levels):
        if not by.access.may_grant(level):
            raise Forbidden("Nobody gives more than they hold.", {f"levels.{number}": "This reaches further than you."})


def change_levels(
    keys: DistrictKeys, by: Session, actor: Actor, user_id: str, *, levels: Sequence[Level], revision: int
) -> User:
    """Give an account other levels. Everything it is signed in with ends."""
    wanted = check_levels(levels)
    account = managed_account(keys, by, user_id, revision)
    require_may_grant(by, wanted)
    roles = ",".join(Access(tuple(wanted)).roles())
    return _renewed(keys, actor, account, "user.levels_changed", state=account.row.state, levels=wanted, roles=roles)


def suspend_user(keys: DistrictKeys, by: Session, actor: Actor, user_id: str, *, revision: int) -> User:
    """Let an account sign in no more, for now. Everything it is signed in with ends."""
    account = managed_account(keys, by, user_id, revision)
    return _renewed(keys, actor, account, "user.suspended", state=SUSPENDED, levels=levels_of(account.row))


def resume_user(keys: DistrictKeys, by: Session, actor: Actor, user_id: str, *, revision: int) -> User:
    """Let a suspended account sign in again."""
    account = managed_account(keys, by, user_id, revision)
    return _renewed(keys, actor, account, "user.resumed", state=ACTIVE, levels=levels_of(account.row))


def end_user(keys: DistrictKeys, by: Session, actor: Actor, user_id: str, *more: Write, revision: int) -> User:
    """End an account for good: no levels, no factors, no sessions, and its user name is free again."""
    account = managed_account(keys, by, user_id, revision)
    pk, sk = privacy.blind_place(keys, "username", account.person.username)
    freed = dynamodb.delete(BlindRow, pk, sk)
    return _renewed(keys, actor, account, "user.ended", freed, *more, state=ENDED, levels=[], own={"factors": []})


def end_everything(
    keys: DistrictKeys,
    actor: Actor,
    account: Account,
    verb: str,
    *more: Write,
    factors: list[str] | None = None,
    password: NewPassword | None = None,
    devices: list[str] | None = None,
) -> User:
    """Begin a new epoch of an account: whatever it was signed in with is over, with other writes in one transaction.

    `factors` and `devices` are those that are left, None for all; `password` is a new one. The other writes must
    not touch the account's own row.
    """
    state, levels = account.row.state, levels_of(account.row)
    own = {
        "factors": factors,
        "password": password.stored if password else None,
        "password_needs_factor": password.needs_factor if password else None,
        "devices": devices,
    }
    return _renewed(keys, actor, account, verb, *more, state=state, levels=levels, own=own)


def _renewed(
    keys: DistrictKeys,
    actor: Actor,
    account: Account,
    verb: str,
    *more: Write,
    state: str,
    levels: list[Level],
    own: Mapping[str, object] | None = None,
    **detail: str,
) -> User:
    """Change an account, also those of its `own` attributes that are given, with a new epoch. One transaction."""
    row, person = account.row, account.person
    renewed = msgspec.structs.replace(person, handle=sessions.new_handle())
    designated = int(row.designated_until) if state == ACTIVE else 0
    actions = [
        UserRow.state.set(state),
        UserRow.levels.set(spelled_levels(levels)),
        UserRow.designated_until.set(designated),
        UserRow.revision.set(int(row.revision) + 1),
        *(getattr(UserRow, name).set(value) for name, value in (own or {}).items() if value is not None),
        UserRow.sealed.set(vault.seal(account.key, account.place, renewed)),
    ]
    writes = [
        dynamodb.update(UserRow, row.pk, row.sk, *actions, condition=UserRow.revision == int(row.revision)),
        sessions.end_epoch(keys.district_id, person.handle, must_be=row.state == ACTIVE),
    ]
    if state == ACTIVE:
        writes.append(sessions.begin_epoch(keys.district_id, row.sk, renewed.handle, levels, designated))
    try:
        dynamodb.transact(*writes, *more, assurance.record(keys.district_id, actor, verb, row.sk, **detail))
    except TakenError:
        raise Conflict("Somebody changed this account. Load it again.", {"revision": "Not the newest."}) from None
    return get_user(keys, row.sk)
