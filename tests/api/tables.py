"""What the tables hold, row by row, so that a test can say that nothing was written."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from local.platform import Platform
from tests.client import wait_for

TABLES = (
    "audit",
    "consents",
    "dialogues",
    "districts",
    "keys",
    "operations",
    "outbox",
    "responses",
    "surveys",
    "tallies",
    "unfinished",
)


class Tables:
    """All rows of some districts, looked at from outside the platform's own code."""

    def __init__(self, platform: Platform, *district_ids: str) -> None:
        self.client = platform.client("dynamodb")
        self.beginnings = tuple(f"D#{one}" for one in district_ids)

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row with its table."""
        for table in TABLES:
            for page in self.client.get_paginator("scan").paginate(TableName=f"local-{table}", ConsistentRead=True):
                yield from ((table, row) for row in page["Items"] if row["pk"]["S"].startswith(self.beginnings))

    def hashes(self) -> dict[tuple[str, str, str], str]:
        """A digest of each row but for the clocks: throttle counters, and when a session was last seen.

        Counters are left out: they follow the answers, which are here, in their own time.
        """
        return {
            (table, row["pk"]["S"], row["sk"]["S"]): _digest({**row, "seen_at": None})
            for table, row in self.rows()
            if not _is_throttle(row) and table != "tallies"
        }

    def at_rest(self) -> dict[tuple[str, str, str], str]:
        """The hashes, once nothing in the background (letters, counters) changes them any more."""
        last: list[Any] = [None]

        def settled() -> Any:
            before, last[0] = last[0], self.hashes()
            waiting = any(pk.endswith("#O#waiting") for _, pk, _ in last[0])
            return last[0] == before and not waiting and before

        return wait_for(settled, "tables at rest")


def _is_throttle(row: dict[str, Any]) -> bool:
    return "tries" in row


def _digest(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=bytes.hex).encode()).hexdigest()


def changes(before: dict[Any, str], after: dict[Any, str]) -> list[Any]:
    """The places of rows that came, went or changed."""
    return sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
