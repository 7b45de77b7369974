"""Proof of a purge: how much went, and a hash of what it was that does not depend on the order.

The hash is the sum, modulo 2^256, of the SHA-256 of each removed row's place, written `table|pk|sk`. Whoever knows
which rows there were can work it out again; it says nothing to anybody else.
"""

import hashlib
from collections.abc import Iterable

from msgspec import Struct

MODULUS = 1 << 256


class Removed(Struct, frozen=True):
    """Where a row stood that is gone."""

    table: str
    pk: str
    sk: str


def hash_of(rows: Iterable[Removed], start: int = 0) -> int:
    """The hash of removed rows, added to what was hashed before."""
    return (start + sum(_one(row) for row in rows)) % MODULUS


def _one(row: Removed) -> int:
    return int.from_bytes(hashlib.sha256(f"{row.table}|{row.pk}|{row.sk}".encode()).digest())


def spelled(number: int) -> str:
    return f"{number:064x}"
