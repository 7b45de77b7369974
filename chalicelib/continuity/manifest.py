"""A backup's manifest: what was saved, how much of it, and a hash that does not depend on the order."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

MODULUS = 1 << 256


class TableSaved(Struct, frozen=True):
    """One table in a backup: its parts, its items, the sum of their SHA-256 modulo 2^256, and their Merkle root."""

    table: str
    parts: list[str]
    items: int
    content_hash: str
    merkle_root: str = ""


class Manifest(Struct, frozen=True):
    """A whole backup. Its Merkle root is over the roots of its tables; key versions are those of the districts."""

    day: str
    started_at: str
    ended_at: str
    tables: list[TableSaved]
    merkle_root: str = ""
    key_versions: dict[str, int] = {}
    software: str = ""


def line_of(item: dict[str, Any]) -> bytes:
    """One item in canonical JSON; binary values in base64, as DynamoDB's own JSON has them."""
    return msgspec.json.encode(item, order="sorted")


def hash_of(lines: Iterable[bytes], start: int = 0) -> int:
    """The order-independent hash of lines, added to what was hashed before."""
    return sum_of(digests_of(lines), start)


def digests_of(lines: Iterable[bytes]) -> list[bytes]:
    """The SHA-256 of each line."""
    return [hashlib.sha256(line).digest() for line in lines]


def sum_of(digests: Iterable[bytes], start: int = 0) -> int:
    """What `hash_of` gives for the lines of these digests."""
    return (start + sum(map(int.from_bytes, digests))) % MODULUS


def merkle_root(leaves: Iterable[bytes]) -> str:
    """The Merkle tree hash of RFC 6962, section 2.1, in hex; of lines, the leaves are their sorted digests."""
    complete: list[tuple[int, bytes]] = []
    for leaf in leaves:
        size, node = 1, hashlib.sha256(b"\x00" + leaf).digest()
        while complete and complete[-1][0] == size:
            node = _parent(complete.pop()[1], node)
            size *= 2
        complete.append((size, node))
    if not complete:
        return hashlib.sha256().hexdigest()
    root = complete.pop()[1]
    while complete:
        root = _parent(complete.pop()[1], root)
    return root.hex()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_tables(tables: Iterable[TableSaved]) -> str:
    """The Merkle root of a whole backup: over the roots of its tables, in their order."""
    return merkle_root(bytes.fromhex(table.merkle_root) for table in tables)


def copied(made: Manifest, kind: str) -> Manifest:
    """The manifest of a copy under another prefix: the same content, other places."""
    tables = [
        msgspec.structs.replace(table, parts=[f"{kind}/{part.partition('/')[2]}" for part in table.parts])
        for table in made.tables
    ]
    return msgspec.structs.replace(made, tables=tables)


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
