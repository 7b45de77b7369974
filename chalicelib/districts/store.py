"""Rows of districts: the district itself, and the slug directory, the only row without a district in its key."""

from typing import ClassVar

from pynamodb.attributes import ListAttribute, UnicodeAttribute

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


class SlugRow(Row):
    """Which district an address belongs to."""

    TABLE: ClassVar[str] = "districts"
    district_id = UnicodeAttribute()


def district_pk(district_id: str) -> str:
    return f"D#{district_id}"


def slug_pk(slug: str) -> str:
    return f"SLUG#{slug}"


DISTRICT_SK = "DISTRICT"
