"""Rows of districts: the district itself, its closing, the slug directory and the list of closings.

The directory and the list are the only rows without a district in their key.
"""

from typing import ClassVar

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class DistrictRow(Row):
    """A district as everybody may see it."""

    TABLE: ClassVar[str] = "districts"
    slug = UnicodeAttribute()
    name = UnicodeAttribute()
    timezone = UnicodeAttribute()
    languages: ListAttribute[str] = ListAttribute()
    privacy_version = UnicodeAttribute()
    admin_networks: ListAttribute[str] = ListAttribute(default=list)
    admin_proof = UnicodeAttribute(default="passkey")
    desk_networks: ListAttribute[str] = ListAttribute(default=list)
    state = UnicodeAttribute(default="active")
    terminated_at = UnicodeAttribute(default="")
    closes_at = UnicodeAttribute(default="")


class SlugRow(Row):
    """Which district an address belongs to."""

    TABLE: ClassVar[str] = "districts"
    district_id = UnicodeAttribute()


class ClosingRow(Row):
    """Why, when and by whose word a district is closed, and what has become of its key."""

    TABLE: ClassVar[str] = "districts"
    terminated_at = UnicodeAttribute()
    moved_at = UnicodeAttribute()
    basis = UnicodeAttribute()
    people: ListAttribute[str] = ListAttribute()
    requested_at = UnicodeAttribute(default="")
    requested_by = UnicodeAttribute(default="")
    request_sha256 = UnicodeAttribute(default="")
    mode = UnicodeAttribute()
    certificate_id = UnicodeAttribute()
    entries: ListAttribute[str] = ListAttribute(default=list)


class DueRow(Row):
    """One closing in the list of those that are not over; its sort key begins with the second from which it is due."""

    TABLE: ClassVar[str] = "districts"
    district_id = UnicodeAttribute()
    latest = NumberAttribute()


def district_pk(district_id: str) -> str:
    return f"D#{district_id}"


def slug_pk(slug: str) -> str:
    return f"SLUG#{slug}"


def closings_pk() -> str:
    return "CLOSINGS"


def due_sk(begins: int, district_id: str) -> str:
    """Closings sort by the second from which they are due, of eleven digits."""
    return f"{begins:011d}#{district_id}"


DISTRICT_SK, CLOSING_SK = "DISTRICT", "CLOSING"
