"""The stream of answers becomes counters."""

import base64
from collections import defaultdict
from typing import Any

from chalicelib.districts import service as districts
from chalicelib.entry.job import Jobs, Record, stream_item
from chalicelib.kernel.errors import ParleyError
from chalicelib.privacy import service as privacy
from chalicelib.streams.changes import not_kept
from chalicelib.surveys.store import is_of_uploads
from chalicelib.surveys.tally_service import Change, apply_changes

functions = Jobs(__name__)


@functions.batch(item=stream_item)
def count_responses(records: list[Record]) -> list[Record]:
    """Fold new, changed and removed answers into the tallies, each exactly once, and keep them for the change log."""
    unlogged = not_kept(records)
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        pk = record["dynamodb"]["Keys"]["pk"]["S"]
        if not is_of_uploads(pk):
            groups[pk].append(record)
    failed: list[Record] = []
    for pk, some in groups.items():
        failed += _counted(pk, some)
    return unlogged or failed


def _counted(pk: str, records: list[Record]) -> list[Record]:
    _, district_id, _, survey_id, shard = pk.split("#")
    try:
        if not districts.get_district(district_id).is_readable:  # It has left: its counters go, and none comes back.
            return []
        changes = [_change(record["dynamodb"]) for record in records]
        apply_changes(privacy.open_keys_of(district_id), survey_id, int(shard), changes)
    except ParleyError:
        return records
    return []


def _change(image: dict[str, Any]) -> Change:
    return Change(int(image["SequenceNumber"]), _row(image.get("OldImage")), _row(image.get("NewImage")))


def _row(image: dict[str, Any] | None) -> dict[str, Any] | None:
    """Lambda writes binary values as base64 text."""
    if not image:
        return None
    return {
        name: {"B": base64.b64decode(value["B"])} if "B" in value and isinstance(value["B"], str) else value
        for name, value in image.items()
    }
