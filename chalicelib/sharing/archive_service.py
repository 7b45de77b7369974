"""Shares on their way into an archive and out of it.

A share's link is signed by the district's own key, so the links of shares with people outside end with the district;
what was shared with whom, and how often it was seen, is kept.
"""

from datetime import UTC, datetime

import msgspec

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.vault import DistrictKeys, Place
from chalicelib.sharing.archived import ArchivedRecipient, ArchivedShare
from chalicelib.sharing.live_service import Recipient, id_of, recipient_of, scope_of
from chalicelib.sharing.service import ALL, lists_of
from chalicelib.sharing.store import SHARE_SK, ShareEntryRow, ShareRow, list_pk, share_pk


def archived_shares(keys: DistrictKeys) -> list[ArchivedShare]:
    """The shares whose time to be remembered is not over, by id."""
    entries = dynamodb.every(ShareEntryRow, list_pk(keys.district_id, ALL), consistent=True)
    ids = sorted({entry.sk.partition("#")[2] for entry in entries})
    found = dynamodb.batch_get([(ShareRow, share_pk(keys.district_id, one), SHARE_SK) for one in ids])
    rows = [row for row in found if isinstance(row, ShareRow) and int(row.expires_at) > clock.seconds()]
    opened = privacy.keys_of(keys, [id_of(row) for row in rows if not row.recipient_id])
    return [
        _archived(row, recipient_of(opened[id_of(row)], row) if not row.recipient_id else None)
        for row in rows
        if row.recipient_id or id_of(row) in opened
    ]


def _archived(row: ShareRow, outside: Recipient | None) -> ArchivedShare:
    return ArchivedShare(
        id_of(row),
        row.sharer_id,
        scope_of(row),
        row.object_name,
        row.recipient_id,
        ArchivedRecipient(outside.email, outside.name, outside.language) if outside else None,
        int(row.created_at),
        int(row.ends_at),
        int(row.revoked_at),
        int(row.views),
        int(row.most_views),
        int(row.last_viewed_at),
        int(row.expires_at),
    )


def has_shares(district_id: str) -> bool:
    """Whether the district has any share. One Query."""
    return bool(dynamodb.query(ShareEntryRow, list_pk(district_id, ALL), limit=1, consistent=True).items)


def restore_shares(keys: DistrictKeys, shares: list[ArchivedShare]) -> int:
    """Keep shares that are still remembered; those that are there are left alone. Nobody is written to."""
    now = clock.seconds()
    return dynamodb.add_each_once([_writes(keys, one, now) for one in shares if one.expires_at > now])


def _writes(keys: DistrictKeys, one: ArchivedShare, now: int) -> list[Write]:
    place = Place(ShareRow.TABLE, share_pk(keys.district_id, one.share), SHARE_SK)
    key, key_write = privacy.new_key(keys, one.share)
    outside = Recipient(one.outside.email, one.outside.name, one.outside.language) if one.outside else None
    row = ShareRow(
        place.pk,
        place.sk,
        sharer_id=one.sharer,
        scope=msgspec.json.encode(one.scope).decode(),
        object_name=one.object_name,
        recipient_id=one.colleague,
        created_at=one.created_at,
        ends_at=one.ends_at,
        revoked_at=one.revoked_at,
        views=one.views,
        most_views=one.most_views,
        last_viewed_at=one.last_viewed_at,
        expires_at=one.expires_at,
        request_mac=vault.fingerprint(key.secret, "share", ["imported", one.share]),
        sealed=vault.seal(key, place, outside) if outside else None,
    )
    own = [key_write, note_erasure(keys.district_id, one.share, rows_go_in=one.expires_at - now)] if outside else []
    sk = f"{clock.iso(datetime.fromtimestamp(one.created_at, UTC))}#{one.share}"
    pks = [list_pk(keys.district_id, name) for name in lists_of(row)]
    entries = [dynamodb.put(ShareEntryRow(pk, sk, expires_at=one.expires_at)) for pk in pks]
    return [dynamodb.put_new(row), *own, *entries]
