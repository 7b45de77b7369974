"""Rows of the outbox: a waiting letter is sealed; once sent, only the fact remains for 30 days."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws.dynamodb import Row


class LettersBySubject(GlobalSecondaryIndex["LetterRow"]):
    """The letters that wait for one person."""

    class Meta:
        index_name = "by_subject"
        projection = KeysOnlyProjection()

    by_subject_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class LetterRow(Row):
    """A letter that waits to be sent; address and words are sealed under the recipient's key."""

    TABLE: ClassVar[str] = "outbox"
    by_subject = LettersBySubject()
    by_subject_pk = UnicodeAttribute(null=True)
    created_sk = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    subject = UnicodeAttribute()
    about = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    attempt = NumberAttribute(default=0)
    lease_until = NumberAttribute(default=0)
    expires_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class SentRow(Row):
    """That a letter of some kind was sent, without recipient or words."""

    TABLE: ClassVar[str] = "outbox"
    kind = UnicodeAttribute()
    outcome = UnicodeAttribute()
    sent_at = UnicodeAttribute()
    expires_at = NumberAttribute()


def subject_pk(district_id: str, subject: str) -> str:
    """What is a person's, in an index."""
    return f"D#{district_id}#OF#{subject}"


def waiting_pk(district_id: str) -> str:
    return f"D#{district_id}#O#waiting"


def sent_pk(district_id: str, letter_id: str) -> str:
    return f"D#{district_id}#O#{letter_id}"
