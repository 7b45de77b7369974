"""The audit log on its way into an archive: a record of the district, which no import brings back."""

from collections.abc import Iterator

from chalicelib.assurance.reading_service import Entry, entry_of
from chalicelib.assurance.service import entries_of_day
from chalicelib.assurance.store import AuditRow, filter_pk
from chalicelib.aws import dynamodb

OPENED = "district.opened"


def day_of_opening(district_id: str) -> str:
    """The day on which the district was opened; empty where that is forgotten. One Query."""
    page = dynamodb.query(AuditRow, filter_pk(district_id, "verb", OPENED), index="by_verb", limit=1)
    return page.items[0]["created_sk"]["S"][:10] if page.items else ""


def archived_entries(district_id: str, days: list[str]) -> Iterator[Entry]:
    """The entries of some days, in order; the district has no id in them. One Query a day."""
    for day in days:
        for row in entries_of_day(district_id, day):
            entry = entry_of(row)
            detail = {name: _unnamed(district_id, value) for name, value in entry.detail.items()}
            told = _unnamed(district_id, entry.object_id), _unnamed(district_id, entry.actor_id)
            yield Entry(entry.at, entry.verb, entry.actor_kind, told[1], told[0], detail)


def _unnamed(district_id: str, text: str) -> str:
    return "district" if text == district_id else text
