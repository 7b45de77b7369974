"""Rows of the continuity ledger: which steps of a job are done, and whose keys are to be deleted."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class StepRow(Row):
    """A step of a job that is done, with what it made."""

    TABLE: ClassVar[str] = "operations"
    done_at = UnicodeAttribute()
    result = JSONAttribute(null=True)
    expires_at = NumberAttribute()


class ErasureRow(Row):
    """Rows have been deleted; the key that sealed them goes once no stream record needs it any more."""

    TABLE: ClassVar[str] = "operations"
    subject = UnicodeAttribute()
    key_due = NumberAttribute()


def steps_pk(job: str, unit: str) -> str:
    return f"JOB#{job}#{unit}"


def erasures_pk(district_id: str) -> str:
    return f"D#{district_id}#ERASURES"
