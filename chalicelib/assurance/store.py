"""Rows of the audit log: append only, by district and day."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws.dynamodb import Row


class ByVerb(GlobalSecondaryIndex["AuditRow"]):
    class Meta:
        index_name = "by_verb"
        projection = AllProjection()

    by_verb_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByActor(GlobalSecondaryIndex["AuditRow"]):
    class Meta:
        index_name = "by_actor"
        projection = AllProjection()

    by_actor_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByObject(GlobalSecondaryIndex["AuditRow"]):
    class Meta:
        index_name = "by_object"
        projection = AllProjection()

    by_object_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class AuditRow(Row):
    """One entry: what was done, by whom, to what. Identifiers only, never content."""

    TABLE: ClassVar[str] = "audit"
    by_verb = ByVerb()
    by_actor = ByActor()
    by_object = ByObject()
    by_verb_pk = UnicodeAttribute()
    by_actor_pk = UnicodeAttribute()
    by_object_pk = UnicodeAttribute()
    created_sk = UnicodeAttribute()
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


class StepRow(Row):
    """A step of a job that is done, with what it made."""

    TABLE: ClassVar[str] = "operations"
    done_at = UnicodeAttribute()
    result = JSONAttribute(null=True)
    expires_at = NumberAttribute()


class ProofRow(Row):
    """What a pass that is under way has removed of one kind."""

    TABLE: ClassVar[str] = "operations"
    at = UnicodeAttribute()
    removed = NumberAttribute()
    held = NumberAttribute()
    content_hash = UnicodeAttribute()
    expires_at = NumberAttribute()


class AuditMarkRow(Row):
    """The day up to which the audit log has been emptied."""

    TABLE: ClassVar[str] = "operations"
    upto = UnicodeAttribute()


def proofs_pk(district_id: str) -> str:
    return f"D#{district_id}#PROOFS"


def audit_mark_pk(district_id: str) -> str:
    return f"D#{district_id}#AUDIT"


def day_pk(district_id: str, day: str) -> str:
    return f"D#{district_id}#A#{day}"


def filter_pk(district_id: str, name: str, value: str) -> str:
    """The entries of one verb, actor or object."""
    return f"D#{district_id}#A#{name}#{value}"


def steps_pk(job: str, unit: str) -> str:
    return f"JOB#{job}#{unit}"


AUDIT_MARK_SK = "UPTO"
