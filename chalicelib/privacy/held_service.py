"""Reading the holds, and letting a deletion depend on them: for whatever removes records.

One item lists all holds and counts their changes. A deletion that joins `unchanged` happens only while no hold has been
placed since the list was read: a hold is in force from the moment in which it is placed.
"""

from typing import Any

import msgspec

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.privacy.hold import Held
from chalicelib.privacy.store import ACTIVE_SK, HoldsRow, holds_pk


def holds_of(district_id: str) -> Held:
    """The holds of a district. One GetItem, however many there are."""
    row = dynamodb.get(HoldsRow, holds_pk(district_id), ACTIVE_SK)
    if row is None:
        return Held()
    return msgspec.convert({"version": int(row.version), "active": row.active, "returning": row.returning}, Held)


def unchanged(district_id: str, held: Held) -> Write:
    """The member of a transaction that lets it happen only where nobody has changed the holds since."""
    return dynamodb.check(HoldsRow, holds_pk(district_id), ACTIVE_SK, _as_read(held))


def changed(district_id: str, held: Held, active: dict[str, tuple[str, str]], returning: list[str]) -> Write:
    """The write of a new list of holds, where nobody else has changed it since."""
    row = HoldsRow(holds_pk(district_id), ACTIVE_SK, active=active, returning=returning, version=held.version + 1)
    return dynamodb.put(row, _as_read(held))


def _as_read(held: Held) -> Any:
    return HoldsRow.version == held.version if held.version else HoldsRow.pk.does_not_exist()


def returned(district_id: str, held: Held, hold_id: str) -> None:
    """Take a released hold off the list, once its records have gone back to where they came from."""
    left = [one for one in held.returning if one != hold_id]
    dynamodb.write(changed(district_id, held, dict(held.active), left))
