"""What the backup bucket holds for an instant: the daily backup that ended before it, and the log of changes since.

Nothing but the bucket is read here. Whatever is not as its manifest or header says is told as damage, and the rest is
still given: a restore of most of it is better than none.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from chalicelib.aws import s3
from chalicelib.continuity import backup_service as backups
from chalicelib.continuity import log_service, manifest, segment
from chalicelib.continuity.damage import Damage
from chalicelib.continuity.manifest import Manifest, TableSaved
from chalicelib.continuity.restore import Change, Item, Key, newest_states
from chalicelib.continuity.segment import Header
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings

MOST_DAYS_BACK = 40
MOST_LINES_HELD = 200_000
DAMAGED = (OSError, EOFError, zlib.error, msgspec.MsgspecError, ValueError, KeyError)


class Segment(Struct, frozen=True):
    """A sealed segment of the log by its name, and its header as it is stored."""

    name: str
    raw: bytes

    @property
    def header(self) -> Header:
        return segment.decode_header(self.raw)


def find_manifest(instant: datetime) -> Manifest:
    """The newest daily backup that ended by the instant; NotFound where there is none."""
    until = clock.iso(instant)
    for back in range(MOST_DAYS_BACK):
        try:
            made = backups.read_backup(clock.iso(instant - timedelta(days=back))[:10])
        except NotFound:
            continue
        if made.ended_at <= until:
            return made
    raise NotFound("No daily backup ended before this instant.", {"instant": until})


def read_manifest(day: str) -> Manifest:
    """The manifest of one day's backup; NotFound where there is none."""
    return backups.read_backup(day)


def saved_of(made: Manifest, table: str) -> TableSaved:
    """One table of a backup; NotFound where it is not in it."""
    for saved in made.tables:
        if saved.table == table:
            return saved
    raise NotFound("This backup does not hold the table.")


def lines_of_part(part: str) -> list[bytes]:
    """The lines of a part as far as it can be read: none where it is missing or cut."""
    try:
        plain = gzip.decompress(s3.get_object(settings().backup_bucket, part))
    except (NotFound, *DAMAGED):
        return []
    return plain.split(b"\n") if plain else []


def items_of_part(part: str) -> Iterator[Item]:
    """The items of a part; a line that is none is left out, and told by `damages_of`."""
    for line in lines_of_part(part):
        try:
            yield manifest.read_line(line)
        except DAMAGED:
            continue


def damages_of(saved: TableSaved) -> list[Damage]:
    """What a saved table lacks or has too much of, by the count, the hash and the Merkle root of its manifest."""
    lines = [line for part in saved.parts for line in lines_of_part(part)]
    place = f"daily/{saved.table}"
    digests = sorted(manifest.digests_of(lines))
    held = (len(lines), manifest.spelled(manifest.sum_of(digests)), manifest.merkle_root(digests))
    if held == (saved.items, saved.content_hash, saved.merkle_root):
        return []
    if len(lines) < saved.items:
        return [Damage("lost item", place, saved.items - len(lines))]
    if len(lines) > saved.items:
        return [Damage("added item", place, len(lines) - saved.items)]
    return [Damage("altered byte", place)]


def segments_since(made: Manifest, kind: str, instant: datetime) -> list[Segment]:
    """The segments of one kind that reach past the backup's beginning, oldest first.

    A change may be sealed late, so those of the day after the instant are read too; of hours, those that ended by it.
    """
    day, last = clock.parse(made.started_at).date(), (instant + timedelta(days=1)).date()
    found: list[Segment] = []
    while day <= last:
        names = [name for name in log_service.names_of_day(day.isoformat()) if segment.kind_of(name) == kind]
        found += [Segment(one, s3.get_object(settings().backup_bucket, segment.header_key(one))) for one in names]
        day += timedelta(days=1)
    wanted = [one for one in found if clock.parse(one.header.until) >= clock.parse(made.started_at)]
    wanted.sort(key=lambda one: one.header.until)
    return wanted if kind == "minutes" else [one for one in wanted if clock.parse(one.header.until) <= instant]


class Log:
    """The log that an instant needs: its segments, and their lines, which are kept while they are few."""

    def __init__(self, made: Manifest, instant: datetime) -> None:
        self.instant = instant
        self.minutes = segments_since(made, "minutes", instant)
        self.hours = segments_since(made, "hour", instant)
        self._held: list[tuple[int, segment.Line]] | None = None

    def states_of(self, table: str) -> dict[Key, Item | None]:
        """The last state by the instant of every row of a table that changed since the backup began."""
        return newest_states(
            Change(table, (line.pk, line.sk), line.item, (int(line.n) if line.n else number,))
            for number, line in self._lines()
            if line.table == table and (not line.at or clock.parse(line.at) <= self.instant)
        )

    def _lines(self) -> Iterable[tuple[int, segment.Line]]:
        """Every line with the number of its segment, which orders lines that have no number of their own."""
        if self._held is not None:
            return self._held
        segments = [*self.minutes, *self.hours]
        lines = ((number, line) for number, one in enumerate(segments) for line in lines_of(one))
        if sum(one.header.lines for one in segments) > MOST_LINES_HELD:
            return lines
        self._held = list(lines)
        return self._held

    def damages(self) -> list[Damage]:
        """Segments that are not what their headers say, and headers that do not follow on the one before."""
        found: list[Damage] = []
        for held in (self.minutes, self.hours):
            links = segment.broken_links((one.name, one.raw) for one in held)
            found += [Damage("lost item", f"log/{name}: a segment before it") for name in links]
            found += [damage for one in held if (damage := _damage_of(one))]
        return found


def lines_of(one: Segment) -> list[segment.Line]:
    """A segment's lines; none where it is missing or damaged, which `damages_of_log` tells."""
    try:
        return segment.unpack(s3.get_object(settings().backup_bucket, segment.object_key(one.name)))
    except (NotFound, *DAMAGED):
        return []


def _damage_of(one: Segment) -> Damage | None:
    place = f"log/{one.name}"
    try:
        stored = s3.get_object(settings().backup_bucket, segment.object_key(one.name))
        if hashlib.sha256(stored).hexdigest() == one.header.sha256 and segment.is_intact(one.header, stored):
            return None
        lines = len(segment.unpack(stored))
    except NotFound:
        return Damage("lost item", place, one.header.lines)
    except DAMAGED:
        return Damage("altered byte", place)
    more = lines - one.header.lines
    return Damage("added item" if more > 0 else "lost item" if more else "altered byte", place, abs(more) or 1)


def newest_change(now: datetime) -> str:
    """Up to when changes are sealed: the end of the newest segment of minutes, or the end of the newest backup.

    Never later than now: a change's time is of another clock, which may be ahead of ours.
    """
    made = find_manifest(now)
    ends = [clock.iso(clock.parse(one.header.until)) for one in segments_since(made, "minutes", now)]
    return min(max([made.ended_at, *ends]), clock.iso(now))
