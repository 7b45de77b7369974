"""Rows of approvals."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class ApprovalRow(Row):
    """One request that needs a second person; its reason is sealed under the key of whoever asks."""

    TABLE: ClassVar[str] = "districts"
    kind = UnicodeAttribute()
    object_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = NumberAttribute()
    ends_at = NumberAttribute()
    state = UnicodeAttribute()
    decided_by = UnicodeAttribute(default="")
    decided_at = NumberAttribute(default=0)
    request_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)


def approvals_pk(district_id: str) -> str:
    return f"D#{district_id}#APPROVALS"
