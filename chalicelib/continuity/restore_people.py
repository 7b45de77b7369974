"""Whose a row is: under whom it is kept, and whose key may have sealed it."""

import re
from typing import Any

from chalicelib.continuity.restore import Item

_ID = re.compile(r"[a-z]{2,5}_[a-z0-9]{4,}")
# Where the ledger of erasures itself lies, and what names people by ids alone and outlives them by its own rule.
NOISE = "usr_nobody"  # The account that nobody has: what is sealed in it is noise, so that it looks like one.
NOT_OF_A_PERSON = frozenset({"operations", "audit", "tallies"})


def _ids(text: str) -> list[str]:
    return [part for part in text.split("#") if _ID.fullmatch(part)]


def owners(table: str, item: Item, partition: dict[str, str]) -> frozenset[str]:
    """Under whom a row is kept: its subject, whoever its keys name, and the subject of its partition."""
    if table in NOT_OF_A_PERSON:
        return frozenset()
    pk = item["pk"]["S"]
    named = [item.get("subject", {}).get("S", ""), *_ids(pk), *_ids(item["sk"]["S"]), partition.get(pk, "")]
    return frozenset(one for one in named if one)


def sealers(item: Item, partition: dict[str, str]) -> list[str]:
    """Whose key may open what is sealed in a row: its subject; or else whoever it names."""
    if "sealed" not in item or "B" not in item["sealed"] or item["sk"]["S"] == NOISE:
        return []
    pk, subject = item["pk"]["S"], item.get("subject", {}).get("S") or partition.get(item["pk"]["S"])
    if subject:
        return [subject]
    district = pk.split("#")[1]
    texts = [value["S"] for name, value in sorted(item.items()) if "S" in value and not name.startswith("by_")]
    return list(dict.fromkeys(one for text in texts for one in _ids(text) if one != district))


def subject_of_partition(item: Item) -> tuple[str, str] | None:
    """A thread's head says whose the entries of its timeline are."""
    held: Any = item.get("subject", {}).get("S")
    pk: str = item["pk"]["S"]
    return (pk, held) if held and any(one == pk.rpartition("#")[2] for one in _ids(pk)) else None
