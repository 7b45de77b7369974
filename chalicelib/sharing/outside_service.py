"""Recipients outside the organisation: a link alone opens nothing; a code mailed to the named address gives a pass.

Every refusal looks the same. A code is good for ten minutes, five tries and one use; a pass for thirty minutes. Both
are kept as digests only, and every request asks anew whether the share still opens.
"""

from typing import TypeVar

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts.service import District
from chalicelib.identity.throttle_service import Limit, count_try
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import NotFound
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.sharing import view_service as views
from chalicelib.sharing.live_service import NO_SHARE, Live, find_live, recipient_of
from chalicelib.sharing.service import PURPOSE, Claim
from chalicelib.sharing.store import CODE_SK, PASS_SK, ShareCodeRow, SharePassRow, pass_pk, share_pk
from chalicelib.sharing.view_service import Asked, Content
from chalicelib.surveys.export_service import Part
from chalicelib.surveys.protection_service import OUTSIDE

CODE_SECONDS, PASS_SECONDS, MOST_TRIES, DIGITS = 600, 1800, 5, 8
CODE_BY_SHARE = Limit("share-code", 6, 3600)
CODE_BY_ADDRESS = Limit("share-code-address", 60, 3600)
OPEN_BY_SHARE = Limit("share-open", 30, 3600)
OPEN_BY_ADDRESS = Limit("share-open-address", 120, 3600)
T = TypeVar("T")


class Pass(Struct, frozen=True, rename={"secret": "pass"}):
    """What opens a share for thirty minutes, and until when in seconds since 1970."""

    secret: str
    ends_at: int


def _share_of(keys: DistrictKeys, token: str) -> str:
    """The share of a link; the token itself where it is none of ours, so that it is counted like one."""
    try:
        return links.check_signed(keys, PURPOSE, token, Claim).share
    except NotFound:
        return token


def _outside(keys: DistrictKeys, share_id: str) -> Live:
    live = find_live(keys, share_id)
    if not live.is_outside:
        raise NotFound(NO_SHARE)
    return live


def actor_of(share_id: str, request_id: str) -> Actor:
    """The recipient of an outside share, as the audit log names them."""
    return Actor("outside", share_id, request_id)


def send_code(district: District, keys: DistrictKeys, *, token: str, address: str, request_id: str) -> None:
    """Mail a code to the address that the share names; nothing where the link opens none. Says neither."""
    share_id = _share_of(keys, token)
    count_try(keys, CODE_BY_ADDRESS, address)
    count_try(keys, CODE_BY_SHARE, share_id)
    try:
        live = _outside(keys, share_id)
    except NotFound:
        return
    code = f"{int.from_bytes(ids.random_bytes(16)) % 10**DIGITS:0{DIGITS}d}"
    key = privacy.key_of(keys, share_id)
    recipient = recipient_of(key, live.row)
    row = ShareCodeRow(
        share_pk(district.id, share_id), CODE_SK, mac=_mac(keys, share_id, code), tries=0, expires_at=_in(CODE_SECONDS)
    )
    letter = Letter("share_code", recipient.email, recipient.language, {"district": district.name, "code": code})
    dynamodb.transact(
        dynamodb.put(row),
        post_letter(key, ids.random_id("shc"), letter),
        assurance.record(district.id, actor_of(share_id, request_id), "share.code_sent", share_id),
    )


def _in(seconds: int) -> int:
    return clock.seconds() + seconds


def _mac(keys: DistrictKeys, share_id: str, code: str) -> bytes:
    return vault.fingerprint(keys.index, "share-code", [share_id, code])


def open_share(keys: DistrictKeys, *, token: str, code: str, address: str, request_id: str) -> Pass:
    """A pass for the code that was mailed last; NotFound for any other, a used or an old one, or after five tries."""
    share_id = _share_of(keys, token)
    count_try(keys, OPEN_BY_ADDRESS, address)
    count_try(keys, OPEN_BY_SHARE, share_id)
    _outside(keys, share_id)
    held = _tried(keys, share_id)
    if not vault.same(held.mac, _mac(keys, share_id, code)):
        raise NotFound(NO_SHARE)
    given = Pass(ids.token(), _in(PASS_SECONDS))
    row = SharePassRow(
        pass_pk(keys.district_id, vault.digest(given.secret)), PASS_SK, share_id=share_id, expires_at=given.ends_at
    )
    entry = assurance.record(keys.district_id, actor_of(share_id, request_id), "share.opened", share_id)
    used = dynamodb.delete(ShareCodeRow, held.pk, CODE_SK, ShareCodeRow.mac == held.mac)
    try:
        dynamodb.transact(used, dynamodb.put_new(row), entry)
    except TakenError:
        raise NotFound(NO_SHARE) from None
    return given


def _tried(keys: DistrictKeys, share_id: str) -> ShareCodeRow:
    """The code of a share, one try of it spent before anything is compared; NotFound where none is left."""
    row = dynamodb.get(ShareCodeRow, share_pk(keys.district_id, share_id), CODE_SK)
    if row is None or int(row.expires_at) <= clock.seconds():
        raise NotFound(NO_SHARE)
    condition = (ShareCodeRow.mac == row.mac) & (ShareCodeRow.tries < MOST_TRIES)
    try:
        dynamodb.write(dynamodb.update(ShareCodeRow, row.pk, CODE_SK, ShareCodeRow.tries.add(1), condition=condition))
    except TakenError:
        raise NotFound(NO_SHARE) from None
    return row


def _live_of(keys: DistrictKeys, secret: str) -> Live:
    row = dynamodb.get(SharePassRow, pass_pk(keys.district_id, vault.digest(secret)), PASS_SK)
    if row is None or int(row.expires_at) <= clock.seconds():
        raise NotFound(NO_SHARE)
    return _outside(keys, row.share_id)


def view_outside(keys: DistrictKeys, secret: str, asked: Asked, request_id: str) -> Content:
    """What a pass shows; NotFound where the pass or its share has ended."""
    live = _live_of(keys, secret)
    return views.view(keys, OUTSIDE, actor_of(live.share_id, request_id), live, asked)


def export_outside(keys: DistrictKeys, secret: str, asked: Asked, request_id: str) -> Part:
    """The counts that a pass may take along, as CSV; NotFound where it may not."""
    live = _live_of(keys, secret)
    return views.export(keys, OUTSIDE, actor_of(live.share_id, request_id), live, asked)


def leave(keys: DistrictKeys, secret: str) -> None:
    """End a pass now."""
    dynamodb.write(dynamodb.delete(SharePassRow, pass_pk(keys.district_id, vault.digest(secret)), PASS_SK))
