"""Rows of topics, threads and their timelines."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from chalicelib.aws.dynamodb import Row


class TopicRow(Row):
    """A topic: what it is called, and who answers."""

    TABLE: ClassVar[str] = "dialogues"
    name: MapAttribute[str, str] = MapAttribute()
    description: MapAttribute[str, str] = MapAttribute()
    team_id = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    request_mac = BinaryAttribute(legacy_encoding=False)


class ByStatus(GlobalSecondaryIndex["ThreadRow"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    by_status_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByTeam(GlobalSecondaryIndex["ThreadRow"]):
    class Meta:
        index_name = "by_team"
        projection = AllProjection()

    by_team_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByTopic(GlobalSecondaryIndex["ThreadRow"]):
    class Meta:
        index_name = "by_topic"
        projection = AllProjection()

    by_topic_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByOwner(GlobalSecondaryIndex["ThreadRow"]):
    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    by_owner_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ThreadsBySubject(GlobalSecondaryIndex["ThreadRow"]):
    """The threads of a person who gave an address."""

    class Meta:
        index_name = "by_subject"
        projection = KeysOnlyProjection()

    by_subject_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByClosed(GlobalSecondaryIndex["ThreadRow"]):
    """The closed and withdrawn threads that retention goes through; what a hold keeps lies in a part of its own."""

    class Meta:
        index_name = "by_closed"
        projection = IncludeProjection(["subject", "status"])

    by_closed_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ThreadRow(Row):
    """A thread's head. Writer and first words are sealed; the index keys hold district, filter and status."""

    TABLE: ClassVar[str] = "dialogues"
    by_status = ByStatus()
    by_team = ByTeam()
    by_topic = ByTopic()
    by_owner = ByOwner()
    by_subject = ThreadsBySubject()
    by_closed = ByClosed()
    topic_id = UnicodeAttribute()
    team_id = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    status = UnicodeAttribute()
    language = UnicodeAttribute()
    subject = UnicodeAttribute()
    due_at = UnicodeAttribute()
    answered_at = UnicodeAttribute(null=True)
    rating = NumberAttribute(null=True)
    revision = NumberAttribute(default=1)
    created_sk = UnicodeAttribute()
    by_status_pk = UnicodeAttribute()
    by_team_pk = UnicodeAttribute()
    by_topic_pk = UnicodeAttribute()
    by_owner_pk = UnicodeAttribute()
    by_subject_pk = UnicodeAttribute(null=True)
    by_closed_pk = UnicodeAttribute(null=True)
    request_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)


class EventRow(Row):
    """One entry of a thread's timeline; its words are sealed."""

    TABLE: ClassVar[str] = "dialogues"
    kind = UnicodeAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    request = UnicodeAttribute()
    status = UnicodeAttribute(null=True)
    owner_id = UnicodeAttribute(null=True)
    score = NumberAttribute(null=True)
    sealed = BinaryAttribute(legacy_encoding=False, null=True)
    request_mac = BinaryAttribute(legacy_encoding=False)


def topics_pk(district_id: str) -> str:
    return f"D#{district_id}#TOPICS"


def thread_pk(district_id: str, thread_id: str) -> str:
    return f"D#{district_id}#H#{thread_id}"


def queue_pk(district_id: str, status: str, filter_name: str = "", value: str = "") -> str:
    """The index key of one queue: a status alone, or a team's, topic's or owner's with a status."""
    return "#".join(part for part in ("D", district_id, filter_name, value, status) if part)


def subject_pk(district_id: str, subject: str) -> str:
    """What is a person's, in an index."""
    return f"D#{district_id}#OF#{subject}"


def closed_pk(district_id: str, status: str) -> str:
    """The closed or the withdrawn threads, for retention."""
    return f"D#{district_id}#END#{status}"


def held_closed_pk(district_id: str, hold_id: str) -> str:
    """The threads that would have gone but for a hold."""
    return f"D#{district_id}#HELD#{hold_id}"


def event_sk(number: int) -> str:
    return f"E#{number:06d}"


THREAD_SK = "THREAD"
