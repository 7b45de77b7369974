"""Whether a share opens: by its own row, and by what its sharer holds at that very moment."""

import msgspec
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.identity import service as identity
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Proof, Session
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.sharing.scope import Scope, State, is_held, state_of
from chalicelib.sharing.store import SHARE_SK, ShareRow, share_pk
from chalicelib.surveys.protection_service import ENHANCED
from chalicelib.surveys.service import find_head

NO_SHARE = "There is no such share, or it has ended."


class Recipient(Struct, frozen=True):
    """What is sealed of an outside recipient, under the share's own key."""

    email: str
    name: str
    language: str


class Live(Struct, frozen=True):
    """A share that opens: its row, its scope, and its sharer as they are now."""

    row: ShareRow
    scope: Scope
    sharer: Session

    @property
    def share_id(self) -> str:
        return id_of(self.row)

    @property
    def is_outside(self) -> bool:
        return not self.row.recipient_id


def id_of(row: ShareRow) -> str:
    """The id that a share's key holds."""
    return row.pk.rpartition("#")[2]


def scope_of(row: ShareRow) -> Scope:
    """What a share reaches."""
    return msgspec.json.decode(row.scope, type=Scope)


def recipient_of(key: DataKey, row: ShareRow) -> Recipient:
    """Who an outside share is for."""
    return vault.unseal(key, Place(ShareRow.TABLE, row.pk, SHARE_SK), row.sealed, Recipient)


def find_live(keys: DistrictKeys, share_id: str) -> Live:
    """A share that opens now; NotFound where it is revoked, at its end, used up, or more than its sharer holds."""
    row = dynamodb.get(ShareRow, share_pk(keys.district_id, share_id), SHARE_SK)
    if row is None or state_of_row(row) is not State.ACTIVE:
        raise NotFound(NO_SHARE)
    scope, sharer = scope_of(row), _sharer_of(keys, row.sharer_id)
    if sharer is None or not may_still(sharer, scope) or not _may_leave(keys.district_id, row, scope):
        raise NotFound(NO_SHARE)
    return Live(row, scope, sharer)


def _may_leave(district_id: str, row: ShareRow, scope: Scope) -> bool:
    """Nothing of a survey with enhanced security leaves the organisation, even where it was shared before."""
    if row.recipient_id or not scope.survey_id:
        return True
    try:
        return find_head(district_id, scope.survey_id).security != ENHANCED
    except NotFound:
        return False


def may_still(sharer: Session, scope: Scope) -> bool:
    """Whether a sharer holds what they shared; a list of threads is judged thread by thread when it is read."""
    return is_held(sharer.access, scope, [scope.topic_id] if scope.topic_id else [])


def _sharer_of(keys: DistrictKeys, user_id: str) -> Session | None:
    try:
        account = identity.find_account(keys, user_id)
    except NotFound:
        return None
    return as_sharer(account)


def as_sharer(account: Account) -> Session | None:
    """The sharer as they would ask themselves, or None where they may not sign in; it opens nothing by itself."""
    if account.row.state != identity.ACTIVE:
        return None
    return Session(account.row.sk, account.access, "", "", Proof.PASSWORD, 0, 0)


def state_of_row(row: ShareRow) -> State:
    """The state of a share by its own row, now."""
    return state_of(
        ends_at=int(row.ends_at),
        revoked_at=int(row.revoked_at),
        views=int(row.views),
        most_views=int(row.most_views),
        now=clock.seconds(),
    )
