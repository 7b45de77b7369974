"""Rows of what a district has chosen to keep, and for how long; and of restore drills, which serve all districts."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class RuleRow(Row):
    """How long a kind of record is kept, of the whole district or of one school."""

    TABLE: ClassVar[str] = "districts"
    days = NumberAttribute()
    before = NumberAttribute()
    binds_at = UnicodeAttribute()
    changed_by = UnicodeAttribute()
    changed_at = UnicodeAttribute()


def rules_pk(district_id: str) -> str:
    return f"D#{district_id}#RULES"


def rule_sk(kind: str, school_id: str) -> str:
    return f"{kind}#{school_id}"


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
