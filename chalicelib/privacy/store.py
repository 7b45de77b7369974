"""Rows of the key table (short recovery window, in no long backup), and of erasures: what is to go, what has gone."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class KeyRow(Row):
    """The wrapped key of a person or of an anonymous answer."""

    TABLE: ClassVar[str] = "keys"
    version = NumberAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)


class DistrictKeyRow(Row):
    """A district's key, wrapped by KMS, and its index key, wrapped by the district's key.

    `kms_key` is the district's own KMS key; one that was opened before there were any has the platform's.
    """

    TABLE: ClassVar[str] = "keys"
    version = NumberAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)
    index_wrapped = BinaryAttribute(legacy_encoding=False)
    kms_key = UnicodeAttribute(default="")


class ClosingKeyRow(Row):
    """The key of a district that has left: the only copy, in a table without history, escrow or backup."""

    TABLE: ClassVar[str] = "closing_keys"
    version = NumberAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)
    index_wrapped = BinaryAttribute(legacy_encoding=False)
    kms_key = UnicodeAttribute(default="")


class TrendSecretRow(Row):
    """What the new ids of a district's trends are made with, until they are written; then it is thrown away."""

    TABLE: ClassVar[str] = "closing_keys"
    secret = BinaryAttribute(legacy_encoding=False)


class BlindRow(Row):
    """A blind index entry: which subject or user an e-mail address or user name belongs to."""

    TABLE: ClassVar[str] = "keys"
    subject = UnicodeAttribute()


class ErasureRow(Row):
    """Rows have been deleted; the key that sealed them goes once no stream record needs it any more."""

    TABLE: ClassVar[str] = "operations"
    subject = UnicodeAttribute()
    key_due = NumberAttribute()


class ErasedRow(Row):
    """A key was erased: whatever it sealed must not come back with a restored backup."""

    TABLE: ClassVar[str] = "operations"
    subject = UnicodeAttribute()
    erased_at = UnicodeAttribute()
    expires_at = NumberAttribute()


class HoldsRow(Row):
    """All holds of a district in one item, so that a deletion can depend on there being no other."""

    TABLE: ClassVar[str] = "districts"
    active = JSONAttribute()
    returning = JSONAttribute()
    version = NumberAttribute()


class HoldRow(Row):
    """One legal hold: what may not be deleted, by whose order; its reasons are sealed under a key of its own."""

    TABLE: ClassVar[str] = "districts"
    kind = UnicodeAttribute()
    target = UnicodeAttribute()
    state = UnicodeAttribute()
    placed_by = UnicodeAttribute()
    placed_at = UnicodeAttribute()
    released_by = UnicodeAttribute(default="")
    released_at = UnicodeAttribute(default="")
    request_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)


def key_pk(district_id: str, subject: str) -> str:
    return f"D#{district_id}#K#{subject}"


def district_pk(district_id: str) -> str:
    return f"D#{district_id}#KEK"


def blind_pk(district_id: str, kind: str, value: str) -> str:
    return f"D#{district_id}#IX#{kind}#{value}"


def erasures_pk(district_id: str) -> str:
    return f"D#{district_id}#ERASURES"


def erased_pk(district_id: str) -> str:
    return f"D#{district_id}#ERASED"


def is_of_ledger(pk: str) -> bool:
    """Whether a row is of any district's ledger of erasures, done or ordered."""
    return pk.startswith("D#") and pk.endswith(("#ERASED", "#ERASURES"))


def erasure_sk(key_due: int, subject: str) -> str:
    """Notes sort by the second at which they are due, of eleven digits."""
    return f"{key_due:011d}#{subject}"


def holds_pk(district_id: str) -> str:
    return f"D#{district_id}#HOLDS"


KEY_SK, CURRENT_SK, BLIND_SK, TRENDS_SK = "DEK", "CURRENT", "IX", "TRENDS"
ACTIVE_SK = "ACTIVE"
