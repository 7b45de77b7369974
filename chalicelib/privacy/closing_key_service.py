"""The key of a district that leaves: where it moves, how it ends, and what trends are given their ids with.

At termination it moves to a table without history, in the transaction that ends the service. What the table `keys`
still remembers of it is gone seven days later; from then on, deleting the one row left ends every copy of everything.
"""

from msgspec import Struct

from chalicelib.aws import dynamodb, kms
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import service as privacy
from chalicelib.privacy.store import (
    CURRENT_SK,
    TRENDS_SK,
    ClosingKeyRow,
    DistrictKeyRow,
    TrendSecretRow,
    district_pk,
)


class KeyEnded(Struct, frozen=True):
    """What became of a district's KMS key: its name, its state, and when it is deleted."""

    key: str
    state: str
    deleted_at: str


def move_key(district_id: str) -> list[Write]:
    """The writes that take the wrapped key to where it has no history; TakenError where it has moved already.

    A district without a KMS key of its own is given one: its key is wrapped anew. Two KMS calls then, else none.
    """
    place = (district_pk(district_id), CURRENT_SK)
    row = dynamodb.get(DistrictKeyRow, *place)
    if row is None:
        raise NotFound
    wrapped, kms_key = (row.wrapped, row.kms_key) if row.kms_key else privacy.rewrap(row, district_id)
    moved = ClosingKeyRow(
        *place, version=row.version, wrapped=wrapped, index_wrapped=row.index_wrapped, kms_key=kms_key
    )
    return [
        dynamodb.delete(DistrictKeyRow, *place, DistrictKeyRow.version == row.version),
        dynamodb.put_new(moved),
    ]


def return_key(district_id: str) -> list[Write]:
    """The writes that bring the key back to its place, history and escrow: the district stays."""
    place = (district_pk(district_id), CURRENT_SK)
    row = dynamodb.get(ClosingKeyRow, *place)
    if row is None:
        raise NotFound
    back = DistrictKeyRow(
        *place, version=row.version, wrapped=row.wrapped, index_wrapped=row.index_wrapped, kms_key=row.kms_key
    )
    return [dynamodb.delete(ClosingKeyRow, *place, ClosingKeyRow.pk.exists()), dynamodb.put_new(back)]


def kms_key_of(district_id: str) -> str:
    """The KMS key of a district that has left; NotFound once its key is deleted."""
    row = dynamodb.get(ClosingKeyRow, district_pk(district_id), CURRENT_SK)
    if row is None:
        raise NotFound
    return row.kms_key


def end_keys(district_id: str, kms_key: str) -> KeyEnded:
    """Delete the last copy of the district's key, disable its KMS key and have it deleted. Repeating is harmless."""
    dynamodb.write(dynamodb.delete(ClosingKeyRow, district_pk(district_id), CURRENT_SK))
    privacy.forget_opened_keys()
    ended = kms.end_key(kms_key)
    return KeyEnded(kms_key, ended.state, ended.deleted_at)


def trend_secret(district_id: str) -> bytes:
    """What new ids are made with: made once for a closing, so that a run that stopped makes the same ones."""
    place = (district_pk(district_id), TRENDS_SK)
    made = TrendSecretRow(*place, secret=random_bytes(32))
    try:
        dynamodb.write(dynamodb.put_new(made))
    except TakenError:
        held = dynamodb.get(TrendSecretRow, *place)
        return held.secret if held is not None else trend_secret(district_id)
    return made.secret


def throw_trend_secret_away(district_id: str) -> None:
    """From here on, nobody can make the ids again. No copy was ever kept elsewhere."""
    dynamodb.write(dynamodb.delete(TrendSecretRow, district_pk(district_id), TRENDS_SK))
