"""Rows of the audit log: append only, by district and day."""

from typing import ClassVar

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class AuditRow(Row):
    """One entry: what was done, by whom, to what. Identifiers only, never content."""

    TABLE: ClassVar[str] = "audit"
    verb = UnicodeAttribute()
    actor_kind = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    object_id = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)
    detail: MapAttribute[str, str] = MapAttribute(null=True)


class RunRow(Row):
    """One run of a job."""

    TABLE: ClassVar[str] = "operations"
    started_at = UnicodeAttribute()
    ended_at = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute()
    counts: MapAttribute[str, int] = MapAttribute(null=True)
    expires_at = NumberAttribute()


def day_pk(district_id: str, day: str) -> str:
    return f"D#{district_id}#A#{day}"
