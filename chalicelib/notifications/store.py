"""Rows of the outbox: a waiting letter is sealed; once sent, only the fact remains for 30 days."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class LetterRow(Row):
    """A letter that waits to be sent; address and words are sealed under the recipient's key."""

    TABLE: ClassVar[str] = "outbox"
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


def waiting_pk(district_id: str) -> str:
    return f"D#{district_id}#O#waiting"


def sent_pk(district_id: str, letter_id: str) -> str:
    return f"D#{district_id}#O#{letter_id}"
