"""A backup's manifest: what was saved, how much of it, and a hash that does not depend on the order."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

MODULUS = 1 << 256


class TableSaved(Struct, frozen=True):
    """One table in a backup: its parts, its items, and the sum of their SHA-256 modulo 2^256, in hex."""

    table: str
    parts: list[str]
    items: int
    content_hash: str


class Manifest(Struct, frozen=True):
    """A whole backup."""

    day: str
    started_at: str
    ended_at: str
    tables: list[TableSaved]


def line_of(item: dict[str, Any]) -> bytes:
    """One item in canonical JSON; binary values in base64, as DynamoDB's own JSON has them."""
    return msgspec.json.encode(item, order="sorted")


def hash_of(lines: Iterable[bytes], start: int = 0) -> int:
    """The order-independent hash of lines, added to what was hashed before."""
    return (start + sum(int.from_bytes(hashlib.sha256(line).digest()) for line in lines)) % MODULUS


def spelled(number: int) -> str:
    return f"{number:064x}"


def read_line(line: bytes) -> dict[str, Any]:
    """The item that `line_of` wrote."""
    return typed(msgspec.json.decode(line))


def typed(item: dict[str, Any]) -> dict[str, Any]:
    """An item of which binary values were base64, with bytes in their place."""
    return {name: _value(value) for name, value in item.items()}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    if "B" in value:
        return {"B": _bytes(value["B"])}
    if "BS" in value:
        return {"BS": [_bytes(one) for one in value["BS"]]}
    if "L" in value:
        return {"L": [_value(one) for one in value["L"]]}
    if "M" in value:
        return {"M": {name: _value(one) for name, one in value["M"].items()}}
    return value


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else base64.b64decode(value)
