"""The escrow of the key table: its only copy besides its own history, sealed for somebody who is not online, for days.

Whoever loses the key table loses everything; whoever keeps a copy of it undoes every erasure. So each day a copy goes
to a prefix of the backup bucket whose objects are gone within seven days, and only a private key that never was in
AWS can open it.
"""

import base64
import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import manifest
from chalicelib.continuity.backup_service import KEYS_JOB, VERSIONS
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.settings import settings
from chalicelib.privacy import vault
from chalicelib.privacy.service import district_version

NO_KEY = "none"
LOCKED = timedelta(days=5)  # As long as the bucket's lifecycle keeps it current; a day later it is gone.


class Escrow(Struct, frozen=True):
    """What an escrow holds; its parts can be opened by the private half of the key that it names."""

    day: str
    made_at: str
    parts: list[str]
    items: int
    content_hash: str
    key: str
    software: str


def escrow(day: str) -> Escrow:
    """Seal the key table as it is now, and leave the districts' key versions; Conflict where no key is configured."""
    public_key = _public_key()
    parts: list[str] = []
    items, content, versions = 0, 0, dict[str, int]()
    for number, page in enumerate(dynamodb.pages_of_table("keys")):
        versions |= dict(_versions(page.items))
        lines = [manifest.line_of(item) for item in page.items]
        items, content = items + len(lines), manifest.hash_of(lines, content)
        if public_key:
            parts.append(_put(public_key, f"escrow/{day}/part-{number:05d}.sealed", b"\n".join(lines)))
    ledger.once(KEYS_JOB, day, VERSIONS, lambda: versions, dict[str, int])
    if not public_key:
        raise Conflict("The key table has no escrow: no public key is configured (EscrowPublicKey).")
    named = vault.public_key_name(public_key)
    made = Escrow(day, clock.iso(clock.now()), parts, items, manifest.spelled(content), named, settings().software)
    _store(f"escrow/{day}/manifest.json", msgspec.json.encode(made))
    return made


def _public_key() -> bytes:
    configured = settings().escrow_key
    return b"" if configured == NO_KEY else base64.b64decode(configured)


def _versions(items: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    return (found for found in map(district_version, items) if found)


def _put(public_key: bytes, key: str, plain: bytes) -> str:
    _store(key, vault.seal_offline(public_key, gzip.compress(plain, mtime=0), key.encode()))
    return key


def _store(key: str, body: bytes) -> None:
    s3.put_object(settings().backup_bucket, key, body, locked_until=clock.now() + LOCKED)
