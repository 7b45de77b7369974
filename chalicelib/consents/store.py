"""Rows of consents: a receipt for each purpose, and who of the staff was told of a new notice."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws.dynamodb import Row

COUNT_SHARDS = 4


class ByPurpose(GlobalSecondaryIndex["ConsentRow"]):
    """The consents of one purpose and state, to be counted; their order says nothing of time."""

    class Meta:
        index_name = "by_purpose"
        projection = KeysOnlyProjection()

    by_purpose_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ConsentRow(Row):
    """The receipt of one consent, sealed under the key of whoever gave it."""

    TABLE: ClassVar[str] = "consents"
    by_purpose = ByPurpose()
    by_purpose_pk = UnicodeAttribute()
    created_sk = UnicodeAttribute()
    subject = UnicodeAttribute()
    state = UnicodeAttribute()
    version = UnicodeAttribute()
    expires_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class NoticeRow(Row):
    """That somebody of the staff was told of a version of the notice, and has read it."""

    TABLE: ClassVar[str] = "consents"
    told_at = UnicodeAttribute()
    read_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


def consents_pk(district_id: str, whose: str) -> str:
    return f"D#{district_id}#CONSENT#{whose}"


def count_pk(district_id: str, purpose: str, state: str, shard: int) -> str:
    return f"D#{district_id}#CONSENTS#{purpose}#{state}#{shard}"


def notices_pk(district_id: str, version: str) -> str:
    return f"D#{district_id}#NOTICE#{version}"
