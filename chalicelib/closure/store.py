"""Rows of trends: how Parley was used, by crowds of at least ten people of districts that have left."""

from typing import ClassVar

from pynamodb.attributes import MapAttribute, NumberAttribute

from chalicelib.aws.dynamodb import Row


class TrendRow(Row):
    """One crowd. It names no district, no person and no row that it was made of; its id says nothing."""

    TABLE: ClassVar[str] = "trends"
    values: MapAttribute[str, str] = MapAttribute()
    records = NumberAttribute()
    people = NumberAttribute()


def trends_pk(kind: str) -> str:
    return f"TRENDS#{kind}"
