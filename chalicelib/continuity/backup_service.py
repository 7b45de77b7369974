"""The daily backup: every table but the keys, as ciphertext JSON Lines with a manifest, resumable table by table."""

import gzip
import zlib
from functools import partial
from typing import Any

import msgspec

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import manifest
from chalicelib.continuity.manifest import Manifest, TableSaved
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings

TABLES = ("audit", "dialogues", "districts", "operations", "outbox", "responses", "surveys", "tallies")
JOB = "back_up_daily"


def back_up(day: str) -> Manifest:
    """Save every table that this day lacks, then the manifest; running again completes it and repeats nothing."""
    started = clock.iso(clock.now())
    saved = [ledger.once(JOB, day, table, partial(_save, day, table), TableSaved) for table in TABLES]
    made = Manifest(day, started, clock.iso(clock.now()), saved)
    s3.put_object(settings().backup_bucket, f"daily/{day}/manifest.json", msgspec.json.encode(made))
    return made


def _save(day: str, table: str) -> TableSaved:
    parts: list[str] = []
    items, content = 0, 0
    for number, page in enumerate(dynamodb.pages_of_table(table)):
        lines = [manifest.line_of(item) for item in page.items]
        key = f"daily/{day}/{table}/part-{number:05d}.jsonl.gz"
        s3.put_object(settings().backup_bucket, key, gzip.compress(b"\n".join(lines), mtime=0))
        parts.append(key)
        items, content = items + len(lines), manifest.hash_of(lines, content)
    return TableSaved(table, parts, items, manifest.spelled(content))


def read_backup(day: str) -> Manifest:
    """The manifest of a day; NotFound where there is none."""
    raw = s3.get_object(settings().backup_bucket, f"daily/{day}/manifest.json")
    return msgspec.json.decode(raw, type=Manifest)


def items_of(saved: TableSaved) -> list[dict[str, Any]]:
    """The items of one saved table, read back from its parts."""
    return [manifest.read_line(line) for part in saved.parts for line in _lines(part)]


def _lines(part: str) -> list[bytes]:
    plain = gzip.decompress(s3.get_object(settings().backup_bucket, part))
    return plain.split(b"\n") if plain else []


def is_whole(saved: TableSaved) -> bool:
    """Whether the parts hold exactly what the manifest says."""
    try:
        lines = [line for part in saved.parts for line in _lines(part)]
    except (NotFound, OSError, EOFError, zlib.error):
        return False
    return len(lines) == saved.items and manifest.spelled(manifest.hash_of(lines)) == saved.content_hash
