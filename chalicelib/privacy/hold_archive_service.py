"""Legal holds on their way into an archive and out of it: what was held in one district is held in the next."""

from collections.abc import Callable

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.privacy import held_service, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.archived import ArchivedHold
from chalicelib.privacy.hold import PERSON
from chalicelib.privacy.hold_service import ACTIVE, Hold, Reason, list_holds
from chalicelib.privacy.store import HoldRow, holds_pk
from chalicelib.privacy.subject_service import keys_of_addresses
from chalicelib.privacy.vault import DistrictKeys, Place


def archived_holds(keys: DistrictKeys, address_of: Callable[[Hold], str]) -> list[ArchivedHold]:
    """The holds, in force or released, by id; whose person is gone from the district is left out."""
    found = sorted(list_holds(keys), key=lambda one: one.hold_id)
    told = [(one, address_of(one) if one.kind == PERSON else one.target) for one in found]
    return [_archived(one, target) for one, target in told if target]


def _archived(one: Hold, target: str) -> ArchivedHold:
    return ArchivedHold(
        one.hold_id,
        one.kind,
        target,
        one.email,
        one.reason,
        one.state,
        one.placed_by,
        one.placed_at,
        one.released_by,
        one.released_at,
    )


def restore_holds(keys: DistrictKeys, holds: list[ArchivedHold]) -> int:
    """Place the holds, before anything that they hold is there; those that are there are left alone."""
    people = keys_of_addresses(keys, [one.target for one in holds if one.kind == PERSON])
    targets = {
        one.hold: people[vault.folded(one.target)].subject if one.kind == PERSON else one.target for one in holds
    }
    made = dynamodb.add_each_once([_writes(keys, one, targets[one.hold]) for one in holds])
    held = held_service.holds_of(keys.district_id)
    active = {one.hold: (one.kind, targets[one.hold]) for one in holds if one.state == ACTIVE}
    if not set(active) <= set(held.active):
        dynamodb.write(held_service.changed(keys.district_id, held, {**held.active, **active}, list(held.returning)))
    return made


def _writes(keys: DistrictKeys, one: ArchivedHold, target: str) -> list[Write]:
    place = Place(HoldRow.TABLE, holds_pk(keys.district_id), one.hold)
    key, key_write = privacy.new_key(keys, one.hold)
    row = HoldRow(
        place.pk,
        place.sk,
        kind=one.kind,
        target=target,
        state=one.state,
        placed_by=one.placed_by,
        placed_at=one.placed_at,
        released_by=one.released_by,
        released_at=one.released_at,
        request_mac=vault.fingerprint(keys.index, "hold", ["imported", one.hold]),
        sealed=vault.seal(key, place, Reason(one.reason, one.email)),
    )
    return [dynamodb.put_new(row), key_write]
