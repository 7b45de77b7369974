"""Rows of the continuity ledger: which steps of a job are done."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class StepRow(Row):
    """A step of a job that is done, with what it made."""

    TABLE: ClassVar[str] = "operations"
    done_at = UnicodeAttribute()
    result = JSONAttribute(null=True)
    expires_at = NumberAttribute()


def steps_pk(job: str, unit: str) -> str:
    return f"JOB#{job}#{unit}"
