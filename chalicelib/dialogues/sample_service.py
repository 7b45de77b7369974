"""A few threads of each status, to try whether restored tables can be read."""

from chalicelib.aws import dynamodb
from chalicelib.dialogues.store import ThreadRow, queue_pk
from chalicelib.dialogues.thread import STATUSES


def newest_threads(district_id: str, most: int) -> list[str]:
    """The ids of the newest threads of each status, up to so many of each. One Query for each status."""
    pages = [
        dynamodb.query(ThreadRow, queue_pk(district_id, status), index="by_status", limit=most, newest_first=True)
        for status in STATUSES
    ]
    return [item["pk"]["S"].rpartition("#")[2] for page in pages for item in page.items]
