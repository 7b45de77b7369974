"""Rows of shares: the share itself, the lists that name it, and what lets somebody outside in.

They live in the table `districts`, beside the accounts and sessions that they stand on: like a session, a share lives
and dies by itself, and time to live removes it.
"""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class ShareRow(Row):
    """One share: by whom, to whom, of what, until when, and how often it was viewed. Times in seconds since 1970."""

    TABLE: ClassVar[str] = "districts"
    sharer_id = UnicodeAttribute()
    scope = UnicodeAttribute()
    object_name = UnicodeAttribute()
    recipient_id = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    ends_at = NumberAttribute()
    revoked_at = NumberAttribute(default=0)
    views = NumberAttribute(default=0)
    most_views = NumberAttribute(default=0)
    last_viewed_at = NumberAttribute(default=0)
    expires_at = NumberAttribute()
    request_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False, null=True)


class ShareEntryRow(Row):
    """A line of a list of shares; its sort key is the moment of the share and its id."""

    TABLE: ClassVar[str] = "districts"
    expires_at = NumberAttribute()


class ShareCodeRow(Row):
    """The code that was mailed last to the recipient of a share: its keyed digest, and how often one was tried."""

    TABLE: ClassVar[str] = "districts"
    mac = BinaryAttribute(legacy_encoding=False)
    tries = NumberAttribute(default=0)
    expires_at = NumberAttribute()


class SharePassRow(Row):
    """A pass that a code was given for, under the SHA-256 of its secret."""

    TABLE: ClassVar[str] = "districts"
    share_id = UnicodeAttribute()
    expires_at = NumberAttribute()


def share_pk(district_id: str, share_id: str) -> str:
    return f"D#{district_id}#SHARE#{share_id}"


def list_pk(district_id: str, list_name: str) -> str:
    return f"D#{district_id}#SHARES#{list_name}"


def pass_pk(district_id: str, pass_digest: str) -> str:
    return f"D#{district_id}#PASS#{pass_digest}"


SHARE_SK, CODE_SK, PASS_SK = "SHARE", "CODE", "PASS"
