"""Rows of restore drills: of the installation, which serves all districts."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class DrillRow(Row):
    """One restore drill that has ended, with its signed report."""

    TABLE: ClassVar[str] = "operations"
    ended_at = UnicodeAttribute()
    instant = UnicodeAttribute()
    result = UnicodeAttribute()
    items = NumberAttribute()
    equal = NumberAttribute()
    rpo_seconds = NumberAttribute()
    rto_seconds = NumberAttribute()
    report = JSONAttribute()
    expires_at = NumberAttribute()


def drills_pk() -> str:
    return "DRILL#"
