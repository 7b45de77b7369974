"""The daily set: every table but the keys, as ciphertext JSON Lines with a manifest, resumable page by page.

The first set of a week and of a month is copied as that week's and month's, locked for as long as it is kept.
"""

import gzip
import zlib
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import calendar, manifest
from chalicelib.continuity.calendar import Kind
from chalicelib.continuity.manifest import Manifest, TableSaved
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings

TABLES = ("audit", "consents", "dialogues", "districts", "operations", "outbox", "responses", "surveys", "tallies")
JOB = "back_up_daily"
KEYS_JOB, VERSIONS = "escrow_keys", "versions"  # Who reads the keys leaves their versions in its ledger.
BEGUN = "calendar/begun.json"


class PageSaved(Struct, frozen=True):
    """One page of a table: its part, and the key after which the next one starts."""

    part: str
    items: int
    content_hash: str
    after: dict[str, Any] | None


def back_up(day: str) -> Manifest:
    """Save every page that this day lacks, then the manifest, then copies; running again repeats nothing."""
    made = find_backup(day) or _back_up(day)
    for kind in calendar.periods_of(date.fromisoformat(day), sets_made()):
        _copy(made, kind)
    return made


def _back_up(day: str) -> Manifest:
    begin_calendar(day)
    started = ledger.once(JOB, day, "started", lambda: clock.iso(clock.now()), str)
    saved = [ledger.once(JOB, day, table, partial(save_table, day, table), TableSaved) for table in TABLES]
    ended, root = clock.iso(clock.now()), manifest.root_of_tables(saved)
    made = Manifest(day, started, ended, saved, root, _key_versions(day), settings().software)
    s3.put_object(settings().backup_bucket, manifest_key("daily", day), msgspec.json.encode(made))
    return made


def begin_calendar(day: str) -> str:
    """The day of the first set that was promised: as it was written down once, or this one."""
    try:
        first: str = msgspec.json.decode(s3.get_object(settings().backup_bucket, BEGUN))["day"]
    except NotFound:
        s3.put_object(settings().backup_bucket, BEGUN, msgspec.json.encode({"day": day}))
        return day
    return first


def _key_versions(day: str) -> dict[str, int]:
    return ledger.result_of(KEYS_JOB, day, VERSIONS, dict[str, int]) or {}


def manifest_key(kind: Kind, day: str) -> str:
    return f"{kind}/{day}/manifest.json"


def save_table(day: str, table: str) -> TableSaved:
    """Save the pages of one table that this day lacks; gives its part of the manifest."""
    pages = list(_pages(day, table))
    content = sum(int(page.content_hash, 16) for page in pages) % manifest.MODULUS
    digests = sorted(digest for page in pages for digest in _digests_of(page.part))
    root = manifest.merkle_root(digests)
    s3.delete_objects(settings().work_bucket, [_aside(page.part) for page in pages])
    parts = [page.part for page in pages]
    return TableSaved(table, parts, sum(page.items for page in pages), manifest.spelled(content), root)


def _pages(day: str, table: str) -> Iterator[PageSaved]:
    number, after = 0, None
    while True:
        part = f"daily/{day}/{table}/part-{number:05d}.jsonl.gz"
        step = f"{table}/{number:05d}"
        page = ledger.once(JOB, day, step, partial(_save_page, table, part, after), PageSaved)
        yield page
        if page.after is None:
            return
        number, after = number + 1, page.after


def _save_page(table: str, part: str, after: dict[str, Any] | None) -> PageSaved:
    page = next(dynamodb.pages_of_table(table, after=after))
    lines = [manifest.line_of(item) for item in page.items]
    digests = manifest.digests_of(lines)
    s3.put_object(settings().backup_bucket, part, gzip.compress(b"\n".join(lines), mtime=0))
    s3.put_object(settings().work_bucket, _aside(part), b"".join(digests))
    return PageSaved(part, len(lines), manifest.spelled(manifest.sum_of(digests)), page.last_key)


def _aside(part: str) -> str:
    return f"digests/{part}"


def _digests_of(part: str) -> list[bytes]:
    """The digests of a part's lines: as they were put aside for a day, or from the part itself."""
    try:
        joined = s3.get_object(settings().work_bucket, _aside(part))
    except NotFound:
        return manifest.digests_of(_lines(part))
    return [joined[at : at + 32] for at in range(0, len(joined), 32)]


def sets_made() -> list[tuple[Kind, date]]:
    """The whole weekly and monthly sets that there are, by the day whose daily set they are."""
    return [(kind, date.fromisoformat(day)) for kind in calendar.KINDS[1:] for day in days_of(kind)]


def days_of(kind: Kind) -> list[str]:
    """The days of which there is a set of a kind with its manifest."""
    bucket = settings().backup_bucket
    return [day for day in s3.folders_in(bucket, f"{kind}/") if s3.has_object(bucket, manifest_key(kind, day))]


def _copy(made: Manifest, kind: Kind) -> None:
    """Copy what is not there yet, then the manifest, each locked until the set's end."""
    bucket, until = settings().backup_bucket, calendar.kept_until(kind, date.fromisoformat(made.day))
    copy = manifest.copied(made, kind)
    present = set(s3.keys_in(bucket, f"{kind}/{made.day}/"))
    for old, new in zip(made.tables, copy.tables, strict=True):
        for source, part in zip(old.parts, new.parts, strict=True):
            if part not in present:
                s3.put_object(bucket, part, s3.get_object(bucket, source), locked_until=until)
    s3.put_object(bucket, manifest_key(kind, made.day), msgspec.json.encode(copy), locked_until=until)


def read_backup(day: str, kind: Kind = "daily") -> Manifest:
    """The manifest of a day's set; NotFound where there is none."""
    return msgspec.json.decode(s3.get_object(settings().backup_bucket, manifest_key(kind, day)), type=Manifest)


def find_backup(day: str, kind: Kind = "daily") -> Manifest | None:
    """The manifest of a day's set, or None."""
    try:
        return read_backup(day, kind)
    except NotFound:
        return None


def items_of(saved: TableSaved) -> list[dict[str, Any]]:
    """The items of one saved table, read back from its parts."""
    return [manifest.read_line(line) for part in saved.parts for line in _lines(part)]


def _lines(part: str) -> list[bytes]:
    plain = gzip.decompress(s3.get_object(settings().backup_bucket, part))
    return plain.split(b"\n") if plain else []


def is_whole(saved: TableSaved) -> bool:
    """Whether the parts hold exactly what the manifest says."""
    digests: list[bytes] = []
    try:
        for part in saved.parts:
            digests += manifest.digests_of(_lines(part))
    except (NotFound, OSError, EOFError, zlib.error):
        return False
    if len(digests) != saved.items or manifest.spelled(manifest.sum_of(digests)) != saved.content_hash:
        return False
    return not saved.merkle_root or manifest.merkle_root(sorted(digests)) == saved.merkle_root


def is_set_whole(made: Manifest) -> bool:
    """Whether every table of a set is whole, and together they are what the manifest says."""
    return manifest.root_of_tables(made.tables) == made.merkle_root and all(map(is_whole, made.tables))
