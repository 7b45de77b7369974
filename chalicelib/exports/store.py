"""Rows of exports."""

from typing import ClassVar

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class ExportRow(Row):
    """One export: who asked for it, how far it is, and what came of it. Times in seconds since 1970."""

    TABLE: ClassVar[str] = "operations"
    asked_by = UnicodeAttribute()
    asked_at = NumberAttribute()
    state = UnicodeAttribute()
    steps = NumberAttribute(default=0)
    done = NumberAttribute(default=0)
    touched_at = NumberAttribute()
    ended_at = NumberAttribute(default=0)
    available_until = NumberAttribute(default=0)
    archive_bytes = NumberAttribute(default=0)
    archive_sha256 = UnicodeAttribute(default="")
    content_hash = UnicodeAttribute(default="")
    counts: MapAttribute[str, int] = MapAttribute(null=True)
    cleared = NumberAttribute(default=0)
    expires_at = NumberAttribute()


def exports_pk(district_id: str) -> str:
    return f"D#{district_id}#EXPORTS"
