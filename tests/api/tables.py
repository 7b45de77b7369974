"""What the tables hold, row by row, so that a test can say that nothing was written."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from local.platform import Platform
from tests.client import has_orders, wait_for

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
        self.platform, self.client = platform, platform.client("dynamodb")
        begins = {f":b{number}": {"S": f"D#{one}"} for number, one in enumerate(district_ids)}
        self.scan: dict[str, Any] = {
            "ConsistentRead": True,
            "FilterExpression": " OR ".join(f"begins_with(pk, {name})" for name in begins),
            "ExpressionAttributeValues": begins,
        }

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row with its table."""
        for table in TABLES:
            for page in self.client.get_paginator("scan").paginate(TableName=f"local-{table}", **self.scan):
                yield from ((table, row) for row in page["Items"])

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
        """The hashes, once nothing in the background (letters, workers of queues) changes them any more."""
        last: list[Any] = [None]

        def settled() -> Any:
            if has_orders(self.platform):
                return None
            before, last[0] = last[0], self.hashes()
            waiting = any(pk.endswith("#O#waiting") for _, pk, _ in last[0])
            return last[0] == before and not waiting and before

        return wait_for(settled, "tables at rest")


class Watch:
    """Sees to it that the tables stay as they are while tests of one name run."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.name, self.before = tables, "", dict[Any, str]()

    def begin(self, name: str) -> None:
        """Watch over the tests of a name, from the tables at rest on."""
        self.name, self.before = name, self.tables.at_rest()

    def end(self) -> None:
        """Say whether anything was written since."""
        name, before = self.name, self.before
        self.name, self.before = "", {}
        assert not name or not changes(before, self.tables.hashes()), f"{name} has written."


def _is_throttle(row: dict[str, Any]) -> bool:
    return "tries" in row


def _digest(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=bytes.hex).encode()).hexdigest()


def changes(before: dict[Any, str], after: dict[Any, str]) -> list[Any]:
    """The places of rows that came, went or changed."""
    return sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
