"""Rebuilding a table at an instant: a backup that ended before it, and over it the newest state of whatever changed.

A backup is read while people work, so it is blurred between its beginning and its end. The changes since its beginning
are whole rows: laid over it, they make it exact for any instant after its end.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from chalicelib.continuity import manifest

Item = dict[str, Any]
Key = tuple[str, str]


class Change(Struct, frozen=True):
    """What a row became: whole, or None where it was deleted; `rank` orders the changes of one row."""

    table: str
    key: Key
    item: Item | None
    rank: tuple[int, ...]


class Compared(Struct, frozen=True):
    """A table held against what its backup promises, item by item."""

    table: str
    items: int
    equal: int
    lost: int
    altered: int
    added: int
    old_key: int
    resurrected: int
    promised_hash: str
    found_hash: str


def key_of(item: Item) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def newest_states(changes: Iterable[Change]) -> dict[Key, Item | None]:
    """The last state of every row that changed."""
    ranks: dict[Key, tuple[int, ...]] = {}
    states: dict[Key, Item | None] = {}
    for change in changes:
        if change.key not in ranks or change.rank > ranks[change.key]:
            ranks[change.key], states[change.key] = change.rank, change.item
    return states


def rebuilt(saved: Iterable[Item], states: dict[Key, Item | None]) -> Iterable[Item]:
    """The rows at the instant: those saved that did not change, and the newest states."""
    yield from (item for item in saved if key_of(item) not in states)
    yield from (item for item in states.values() if item is not None)


def digest_of(item: Item) -> bytes:
    """What stands for one item: the SHA-256 of its canonical line."""
    return hashlib.sha256(manifest.line_of(item)).digest()


def digests(items: Iterable[Item]) -> dict[Key, bytes]:
    return {key_of(item): digest_of(item) for item in items}


def sum_of(found: dict[Key, bytes]) -> str:
    """The hash of all items that does not depend on their order, spelled as a manifest spells it."""
    total = sum(int.from_bytes(one) for one in found.values()) % manifest.MODULUS
    return manifest.spelled(total)


def compare(
    table: str, promised: dict[Key, bytes], found: dict[Key, bytes], *, old_key: int, resurrected: int
) -> Compared:
    """Every item of one side against the other."""
    equal = sum(found.get(key) == one for key, one in promised.items())
    lost = len(promised.keys() - found.keys())
    return Compared(
        table,
        items=len(promised),
        equal=equal,
        lost=lost,
        altered=len(promised) - equal - lost,
        added=len(found.keys() - promised.keys()),
        old_key=old_key,
        resurrected=resurrected,
        promised_hash=sum_of(promised),
        found_hash=sum_of(found),
    )
