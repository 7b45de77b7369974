"""Shares: making and revoking them."""

from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.dialogues import desk_service as desk
from chalicelib.dialogues import shared_service as dialogues
from chalicelib.dialogues.desk_service import Queue
from chalicelib.dialogues.thread import STATUSES, reference_of
from chalicelib.dialogues.topic_service import get_topic
from chalicelib.districts.service import District
from chalicelib.identity import service as identity
from chalicelib.identity.invitation_service import check_email
from chalicelib.identity.permissions import Permission
from chalicelib.identity.session_service import Session
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.kernel.settings import settings
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.sharing.live_service import Recipient, id_of
from chalicelib.sharing.scope import MOST_DAYS, MOST_VIEWS, Kind, Scope, checked, lacking
from chalicelib.sharing.store import SHARE_SK, ShareEntryRow, ShareRow, list_pk, share_pk
from chalicelib.surveys.protection_service import ENHANCED
from chalicelib.surveys.service import find_head

DAY = 86_400
KEPT_SECONDS = 90 * DAY
PURPOSE = "share"
ALL, OUTSIDE = "ALL", "OUTSIDE"
ASKS = {Kind.RESULTS: Permission.SHARE_RESULTS, Kind.DIALOGUES: Permission.SHARE_DIALOGUES}


class Wanted(Struct, frozen=True):
    """A share to be made: for a colleague, or for somebody outside."""

    scope: Scope
    days: int
    user_id: str = ""
    outside: Recipient | None = None
    most_views: int = 0


class Claim(Struct, frozen=True):
    """What a share's link says; it opens nothing by itself."""

    share: str


# --- Making a share


def create_share(district: District, keys: DistrictKeys, by: Session, actor: Actor, *, key: str, wanted: Wanted) -> str:
    """Share with one person, never more than the sharer holds; gives the share's id. The same key shares once.

    Invalid, Forbidden, NotFound or Conflict names what cannot be shared.
    """
    wanted = _checked(wanted)
    name = _name_of_object(keys, by, wanted)
    share_id = privacy.id_from(keys, "shr", key)
    own_key, key_write = privacy.new_key(keys, share_id)
    row = _new_row(own_key, by, wanted, name)
    row.request_mac = _request_mac(own_key.secret if wanted.outside else keys.index, by, wanted)
    outside = [key_write, *_outside_writes(district, keys, own_key, by, row, wanted.outside)] if wanted.outside else []
    detail = {"kind": wanted.scope.kind.value, "to": wanted.user_id or "outside", "days": str(wanted.days)}
    entry = assurance.record(district.id, actor, "share.created", share_id, **detail)
    try:
        dynamodb.transact(dynamodb.put_new(row), *_list_writes(district.id, row), *outside, entry)
    except TakenError:
        _check_same(keys, by, share_id, wanted)
    return share_id


def _request_mac(secret: bytes, by: Session, wanted: Wanted) -> bytes:
    """A digest of the request; of an address only under the share's own key, with which it becomes unreadable."""
    return vault.fingerprint(secret, "share", [by.user_id, wanted])


def _check_same(keys: DistrictKeys, by: Session, share_id: str, wanted: Wanted) -> None:
    held = dynamodb.get(ShareRow, share_pk(keys.district_id, share_id), SHARE_SK)
    own = privacy.keys_of(keys, [share_id]).get(share_id) if held and not held.recipient_id else None
    secret = own.secret if own else keys.index
    if held is None or not vault.same(held.request_mac, _request_mac(secret, by, wanted)):
        raise Conflict("This key made another share.", {"key": "Make a new key for a new request."})


def _checked(wanted: Wanted) -> Wanted:
    fields = {}
    if (not wanted.user_id) is (wanted.outside is None):
        fields["recipient"] = "Name one person: a colleague, or somebody outside by e-mail address."
    if not 1 <= wanted.days <= MOST_DAYS:
        fields["days"] = f"1 to {MOST_DAYS} days."
    if not 0 <= wanted.most_views <= MOST_VIEWS:
        fields["most_views"] = f"1 to {MOST_VIEWS} views, or nothing."
    if fields:
        raise Invalid("This cannot be shared like this.", fields)
    outside = wanted.outside
    if outside:
        outside = Recipient(check_email(outside.email, "recipient"), outside.name.strip(), outside.language)
    return msgspec.structs.replace(wanted, scope=checked(wanted.scope), outside=outside)


def _name_of_object(keys: DistrictKeys, by: Session, wanted: Wanted) -> str:
    """What is shared, by name, once it is certain that the sharer may share it with this person."""
    scope = wanted.scope
    if not by.access.may(ASKS[scope.kind]):
        raise Forbidden("Your role does not allow this.", {"kind": "You may not share this."})
    if wanted.user_id:
        _check_colleague(keys, by, wanted.user_id)
    return _name_of_survey(keys, by, wanted) if scope.kind is Kind.RESULTS else _name_of_dialogues(keys, by, scope)


def _check_colleague(keys: DistrictKeys, by: Session, user_id: str) -> None:
    try:
        account = identity.find_account(keys, user_id)
    except NotFound:
        raise Invalid("There is no such colleague.", {"recipient": "Choose somebody of the district."}) from None
    if user_id == by.user_id or account.row.state != identity.ACTIVE:
        raise Invalid("This person cannot be shared with.", {"recipient": "Choose a colleague who may sign in."})


def _name_of_survey(keys: DistrictKeys, by: Session, wanted: Wanted) -> str:
    survey_id = wanted.scope.survey_id
    if not by.access.covers(Permission.SHARE_RESULTS, survey=survey_id):
        raise NotFound
    head = find_head(keys.district_id, survey_id)
    if head.state == "draft":
        raise NotFound
    _require_held(by, wanted.scope, [])
    if wanted.outside and head.security == ENHANCED:
        problem = {"recipient": "The survey has enhanced security: it is not shared outside."}
        raise Conflict("This survey is not shared outside.", problem)
    return head.title


def _name_of_dialogues(keys: DistrictKeys, by: Session, scope: Scope) -> str:
    if scope.topic_id:
        if not by.access.covers(Permission.SHARE_DIALOGUES, topic=scope.topic_id):
            raise NotFound
        topic = get_topic(keys.district_id, scope.topic_id)
        desk.require_may_see(keys, by, Queue(STATUSES[0], topic=scope.topic_id))
        _require_held(by, scope, [scope.topic_id])
        return topic.name["en"]
    heads = dialogues.find_heads(keys, by, scope.thread_ids)
    if len(heads) != len(scope.thread_ids):
        raise NotFound
    _require_held(by, scope, sorted({row.topic_id for row in heads}))
    first = ", ".join(reference_of(one) for one in scope.thread_ids[:3])
    return first if len(scope.thread_ids) <= 3 else f"{first} …"  # noqa: PLR2004 - three references are a name.


def _require_held(by: Session, scope: Scope, topics: list[str]) -> None:
    field = lacking(by.access, scope, topics)
    if field:
        raise Forbidden("Nobody shares more than they hold.", {field: "This reaches further than you."})


def _new_row(own_key: DataKey, by: Session, wanted: Wanted, name: str) -> ShareRow:
    now = clock.seconds()
    place = Place(ShareRow.TABLE, share_pk(own_key.district_id, own_key.subject), SHARE_SK)
    return ShareRow(
        place.pk,
        place.sk,
        sharer_id=by.user_id,
        scope=msgspec.json.encode(wanted.scope).decode(),
        object_name=name,
        recipient_id=wanted.user_id or None,
        created_at=now,
        ends_at=now + wanted.days * DAY,
        most_views=wanted.most_views,
        expires_at=now + wanted.days * DAY + KEPT_SECONDS,
        sealed=vault.seal(own_key, place, wanted.outside) if wanted.outside else None,
    )


def lists_of(row: ShareRow) -> list[str]:
    """The lists that a share stands in: the district's, its sharer's, its recipient's."""
    if row.recipient_id:
        return [ALL, by_list(row.sharer_id), to_list(row.recipient_id)]
    return [ALL, OUTSIDE, by_list(row.sharer_id), by_list(row.sharer_id, OUTSIDE)]


def by_list(user_id: str, which: str = ALL) -> str:
    """The name of the list of what somebody shared."""
    return f"BY#{user_id}#{which}"


def to_list(user_id: str) -> str:
    """The name of the list of what somebody was given."""
    return f"TO#{user_id}"


def _list_writes(district_id: str, row: ShareRow) -> list[Write]:
    sk = f"{clock.iso(clock.now())}#{id_of(row)}"
    lists = [list_pk(district_id, one) for one in lists_of(row)]
    return [dynamodb.put(ShareEntryRow(pk, sk, expires_at=int(row.expires_at))) for pk in lists]


def _outside_writes(
    district: District, keys: DistrictKeys, own_key: DataKey, by: Session, row: ShareRow, recipient: Recipient
) -> list[Write]:
    """The order to erase the share's key after its row, and the letter with the link."""
    share_id = own_key.subject
    parts = {
        "district": district.name,
        "person": identity.get_user(keys, by.user_id).name,
        "until": clock.iso(datetime.fromtimestamp(int(row.ends_at), UTC))[:10],
        "link": f"{settings().base_url}/d/{district.slug}/shared#{link_of(keys, share_id)}",
    }
    letter = Letter("share_invitation", recipient.email, recipient.language, parts)
    erasure = note_erasure(district.id, share_id, rows_go_in=int(row.expires_at) - clock.seconds())
    return [erasure, post_letter(own_key, f"shi_{share_id}", letter)]


def link_of(keys: DistrictKeys, share_id: str) -> str:
    """The token of a share's link."""
    return links.sign(keys, PURPOSE, Claim(share_id))


# --- Ending it


def revoke_share(keys: DistrictKeys, by: Session, actor: Actor, share_id: str) -> None:
    """End a share now: the next request is refused. NotFound where it is neither one's own nor one's to oversee."""
    row = dynamodb.get(ShareRow, share_pk(keys.district_id, share_id), SHARE_SK)
    if row is None or not (row.sharer_id == by.user_id or by.may(Permission.MANAGE_SECURITY)):
        raise NotFound
    revoked = dynamodb.update(
        ShareRow, row.pk, SHARE_SK, ShareRow.revoked_at.set(clock.seconds()), condition=ShareRow.revoked_at == 0
    )
    try:
        dynamodb.transact(revoked, assurance.record(keys.district_id, actor, "share.revoked", share_id))
    except TakenError:
        return
