"""Legal holds: placing one, listing them, and releasing one, which needs a reason and a second person."""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.privacy import held_service, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.hold import KINDS
from chalicelib.privacy.store import HoldRow, holds_pk
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

ACTIVE, RELEASED = "active", "released"
MOST_HOLDS, MOST_TRIES = 500, 5
SHORTEST, LONGEST = 5, 500


class Reason(Struct, frozen=True):
    """What is sealed of a hold: why it was placed; and what the person is called, of a hold by e-mail."""

    reason: str
    email: str = ""


class Hold(Struct, frozen=True):
    """A hold as an administrator sees it."""

    hold_id: str
    kind: str
    target: str
    email: str
    reason: str
    state: str
    placed_by: str
    placed_at: str
    released_by: str
    released_at: str


def place_hold(
    keys: DistrictKeys, actor: Actor, *, key: str, kind: str, target: str, reason: str, email: str = ""
) -> Hold:
    """Hold all records of a person, thread or survey from now on; the same key places one hold.

    Raises Invalid (no such kind, or no reason) and Conflict (the key placed another, or too many at once).
    """
    if kind not in KINDS or not SHORTEST <= len(reason.strip()) <= LONGEST:
        said = {"kind": f"One of {', '.join(KINDS)}.", "reason": f"A reason of {SHORTEST} to {LONGEST} characters."}
        raise Invalid("The hold was not placed.", said)
    hold_id, pk = privacy.id_from(keys, "hld", key), holds_pk(keys.district_id)
    mac = vault.fingerprint(keys.index, "hold", [kind, target, reason])
    own_key, key_write = privacy.new_key(keys, hold_id)
    row = HoldRow(
        pk,
        hold_id,
        kind=kind,
        target=target,
        state=ACTIVE,
        placed_by=actor.id,
        placed_at=clock.iso(clock.now()),
        request_mac=mac,
        sealed=vault.seal(own_key, Place(HoldRow.TABLE, pk, hold_id), Reason(reason.strip(), email)),
    )
    entry = assurance.record(keys.district_id, actor, "hold.placed", hold_id, kind=kind, target=target)
    for _ in range(MOST_TRIES):
        held = held_service.holds_of(keys.district_id)
        if hold_id in held.active or len(held.active) >= MOST_HOLDS:
            break
        listed = held_service.changed(
            keys.district_id, held, {**held.active, hold_id: (kind, target)}, list(held.returning)
        )
        try:
            dynamodb.transact(dynamodb.put_new(row), listed, key_write, entry)
        except TakenError as taken:
            if taken.index == 0:
                break
            continue
        return _shown(own_key, row)
    return _same(keys, hold_id, mac)


def _same(keys: DistrictKeys, hold_id: str, mac: bytes) -> Hold:
    row = dynamodb.get(HoldRow, holds_pk(keys.district_id), hold_id)
    if row is None or not vault.same(row.request_mac, mac):
        raise Conflict("The hold was not placed. Please try again.", {"key": "Make a new key for a new hold."})
    return _shown(privacy.key_of(keys, hold_id), row)


def _shown(key: DataKey | None, row: HoldRow) -> Hold:
    told = vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Reason) if key else Reason("")
    return Hold(
        row.sk,
        row.kind,
        row.target,
        told.email,
        told.reason,
        row.state,
        row.placed_by,
        row.placed_at,
        row.released_by,
        row.released_at,
    )


def list_holds(keys: DistrictKeys) -> list[Hold]:
    """All holds, the newest first. One Query and one BatchGetItem for up to 100."""
    rows = list(dynamodb.every(HoldRow, holds_pk(keys.district_id), begins="hld_"))
    opened = privacy.keys_of(keys, [row.sk for row in rows])
    shown = [_shown(opened.get(row.sk), row) for row in rows]
    return sorted(shown, key=lambda one: one.placed_at, reverse=True)


def find_active(district_id: str, hold_id: str) -> HoldRow:
    """A hold that is in force; NotFound otherwise."""
    row = dynamodb.get(HoldRow, holds_pk(district_id), hold_id)
    if row is None or row.state != ACTIVE:
        raise NotFound
    return row


def release_hold(keys: DistrictKeys, actor: Actor, hold_id: str, *decided: Write) -> None:
    """Release a hold with other writes, which are a second person's approval; NotFound where none is in force.

    What a pass has put aside for it goes back to where retention finds it with the next pass.
    """
    row = find_active(keys.district_id, hold_id)
    held = held_service.holds_of(keys.district_id)
    left = {one: what for one, what in held.active.items() if one != hold_id}
    actions = [
        HoldRow.state.set(RELEASED),
        HoldRow.released_by.set(actor.id),
        HoldRow.released_at.set(clock.iso(clock.now())),
    ]
    dynamodb.transact(
        *decided,
        dynamodb.update(HoldRow, row.pk, row.sk, *actions, condition=HoldRow.state == ACTIVE),
        held_service.changed(keys.district_id, held, left, [*held.returning, hold_id]),
        assurance.record(keys.district_id, actor, "hold.released", hold_id, kind=row.kind, target=row.target),
    )
