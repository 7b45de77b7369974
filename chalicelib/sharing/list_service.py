"""Lists of shares: what somebody gave, what somebody was given, and all that left the organisation."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.identity import service as identity
from chalicelib.identity.permissions import Permission
from chalicelib.identity.service import Person
from chalicelib.identity.session_service import Session
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.kernel import clock
from chalicelib.privacy import links
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DataKey, DistrictKeys
from chalicelib.sharing import live_service as live
from chalicelib.sharing import service as sharing
from chalicelib.sharing.scope import State
from chalicelib.sharing.store import SHARE_SK, ShareEntryRow, ShareRow, list_pk, share_pk

PAGE = 25
MINE, OUTSIDE, ALL = "mine", "outside", "all"


class RecipientShown(Struct, frozen=True):
    """Who a share is for."""

    name: str
    email: str
    is_outside: bool


class ShareShown(Struct, frozen=True):
    """A share as its lists show it; times in seconds since 1970, 0 for never; `most_views` 0 for no limit."""

    share_id: str
    kind: str
    object_name: str
    survey_id: str
    topic_id: str
    threads: int
    shared_by: str
    recipient: RecipientShown
    verbs: list[str]
    fields: list[str]
    schools: list[str] | None
    created_at: int
    ends_at: int
    views: int
    most_views: int
    last_viewed_at: int
    state: str


class _People(Struct, frozen=True):
    """Whoever is named on a page of shares, opened."""

    rows: Mapping[str, UserRow]
    keys: Mapping[str, DataKey]

    def person(self, user_id: str) -> Person:
        row, key = self.rows.get(user_id), self.keys.get(user_id)
        return identity.open_account(key, row).person if row and key else Person("", "", "", b"")

    def still_gives(self, row: ShareRow) -> bool:
        """Whether the sharer is active and holds what the share gives."""
        user, key = self.rows.get(row.sharer_id), self.keys.get(row.sharer_id)
        if user is None or key is None:
            return False
        sharer = live.as_sharer(identity.open_account(key, user))
        return sharer is not None and live.may_still(sharer, live.scope_of(row))


def list_shares(keys: DistrictKeys, by: Session, which: str, cursor: str) -> tuple[list[ShareShown], str | None]:
    """One page of what was shared, newest first: of the whole district for those who oversee it, else one's own."""
    own = which == MINE or not by.may(Permission.READ_AUDIT)
    kind = sharing.OUTSIDE if which == OUTSIDE else sharing.ALL
    return _page(keys, by, sharing.by_list(by.user_id, kind) if own else kind, cursor)


def list_received(keys: DistrictKeys, by: Session, cursor: str) -> tuple[list[ShareShown], str | None]:
    """One page of what was shared with somebody and still opens, newest first."""
    items, after = _page(keys, by, sharing.to_list(by.user_id), cursor)
    return [one for one in items if one.state == State.ACTIVE], after


def _page(keys: DistrictKeys, by: Session, list_name: str, cursor: str) -> tuple[list[ShareShown], str | None]:
    """One Query for a list's lines, and a BatchGetItem each for the shares, the people on them, and their keys."""
    pk = list_pk(keys.district_id, list_name)
    bound = f"shares|{by.user_id}|{pk}"
    after = links.open_cursor(keys, bound, cursor)
    page = dynamodb.query(ShareEntryRow, pk, limit=PAGE, newest_first=True, after=after)
    ids = [item["sk"]["S"].partition("#")[2] for item in page.items]
    found = dynamodb.batch_get([(ShareRow, share_pk(keys.district_id, one), SHARE_SK) for one in ids])
    rows = [row for row in found if isinstance(row, ShareRow) and int(row.expires_at) > clock.seconds()]
    return _shown(keys, rows), links.seal_cursor(keys, bound, page.last_key)


def _shown(keys: DistrictKeys, rows: Sequence[ShareRow]) -> list[ShareShown]:
    people = sorted({one for row in rows for one in (row.sharer_id, row.recipient_id) if one})
    users = dynamodb.batch_get([(UserRow, people_pk(keys.district_id), one) for one in people])
    outside = [live.id_of(row) for row in rows if not row.recipient_id]
    opened = privacy.keys_of(keys, [*people, *outside])
    known = _People({row.sk: row for row in users if isinstance(row, UserRow)}, opened)
    return [_one(row, known) for row in rows]


def _one(row: ShareRow, known: _People) -> ShareShown:
    scope, state = live.scope_of(row), live.state_of_row(row)
    if state is State.ACTIVE and not known.still_gives(row):
        state = State.PAUSED
    return ShareShown(
        share_id=live.id_of(row),
        kind=scope.kind,
        object_name=row.object_name,
        survey_id=scope.survey_id,
        topic_id=scope.topic_id,
        threads=len(scope.thread_ids),
        shared_by=known.person(row.sharer_id).name,
        recipient=_recipient(row, known),
        verbs=list(scope.verbs),
        fields=list(scope.fields),
        schools=scope.schools,
        created_at=int(row.created_at),
        ends_at=int(row.ends_at),
        views=int(row.views),
        most_views=int(row.most_views),
        last_viewed_at=int(row.last_viewed_at),
        state=state,
    )


def _recipient(row: ShareRow, known: _People) -> RecipientShown:
    if row.recipient_id:
        return RecipientShown(known.person(row.recipient_id).name, "", is_outside=False)
    key = known.keys.get(live.id_of(row))
    named = live.recipient_of(key, row) if key else live.Recipient("", "", "")
    return RecipientShown(named.name, named.email, is_outside=True)
