"""Rows of what a district has chosen: how long its records are kept."""

from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

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
