"""The change log: every change of a row waits in a piece, pieces are sealed into segments, segments form two chains.

A piece is what one call of a stream's consumer had. Sealing is planned before it is done: the plan names the pieces
and the segment, and stays until the pieces are gone. Whoever stops between any two calls leaves a plan that the next
run finishes, to the same bytes; nothing is lost, nothing is sealed twice. One run at a time.
"""

import zlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby

import msgspec
from msgspec import Struct

from chalicelib.aws import s3
from chalicelib.continuity import segment
from chalicelib.continuity.segment import Header, Kind, Line
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_bytes, spelled
from chalicelib.kernel.settings import settings

PIECES = {"minutes": "changes/minutes/", "hour": "changes/responses/"}
PLANS = {"minutes": "changes/plans/minutes.json", "hour": "changes/plans/hour.json"}
KEPT_DAYS = 36  # As the bucket's lifecycle has it; no header is looked for beyond.
GRACE = timedelta(minutes=5)  # A consumer that began in an hour may end in the next.
MOST_PIECES = 2000  # In a segment of minutes; what is more waits for the next run. An hour is always whole.


class Plan(Struct, frozen=True):
    """What is being sealed: written before anything else, deleted last."""

    kind: Kind
    name: str
    since: str
    until: str
    previous: str
    sealed_at: str
    pieces: list[str]


class Last(Struct, frozen=True):
    """The end of a chain: the newest segment's name, its header and that header's digest."""

    name: str
    header: Header
    digest: str


def keep(lines: Iterable[Line]) -> None:
    """Put changes where they wait to be sealed; answers by the hour of their change, under names that tell nothing."""
    logged = [line for line in lines if segment.is_logged(line.table, line.pk)]
    others = [line for line in logged if line.table != segment.SHUFFLED]
    if others:
        _put_piece(PIECES["minutes"], others)
    answers = sorted((line for line in logged if line.table == segment.SHUFFLED), key=lambda line: line.at[:13])
    for hour, some in groupby(answers, key=lambda line: line.at[:13]):
        _put_piece(f"{PIECES['hour']}{hour}/", [msgspec.structs.replace(line, at="") for line in some])


def _put_piece(folder: str, lines: list[Line]) -> None:
    s3.put_object(settings().work_bucket, f"{folder}{spelled(random_bytes(16))}", segment.pack(lines))


def seal(kind: Kind) -> list[str]:
    """Finish what an earlier run left, then seal what waits and may be sealed; gives the names of the segments."""
    left = _open_plan(kind)
    done = [_finish(left)] if left else []
    plan = _next_plan(kind)
    while plan is not None:
        s3.put_object(settings().work_bucket, PLANS[kind], msgspec.json.encode(plan))
        done.append(_finish(plan))
        plan = _next_plan(kind) if kind == "hour" else None
    return done


def _open_plan(kind: Kind) -> Plan | None:
    try:
        return msgspec.json.decode(s3.get_object(settings().work_bucket, PLANS[kind]), type=Plan)
    except NotFound:
        return None


def _finish(plan: Plan) -> str:
    if not s3.has_object(settings().backup_bucket, segment.header_key(plan.name)):
        _seal(plan)
    s3.delete_objects(settings().work_bucket, plan.pieces)
    s3.delete_object(settings().work_bucket, PLANS[plan.kind])
    return plan.name


def _seal(plan: Plan) -> None:
    waiting = [line for piece in plan.pieces for line in segment.unpack(s3.get_object(settings().work_bucket, piece))]
    lines = segment.in_order(waiting) if plan.kind == "minutes" else segment.folded(waiting)
    times = [line.at for line in lines]
    span = (plan.since or min(times), max(plan.until, *times))
    stored = segment.pack(lines)
    header = segment.header_of(plan.kind, span, lines, stored, previous=plan.previous, sealed_at=plan.sealed_at)
    s3.put_object(settings().backup_bucket, segment.object_key(plan.name), stored)
    s3.put_object(settings().backup_bucket, segment.header_key(plan.name), segment.encode_header(header))


def _next_plan(kind: Kind) -> Plan | None:
    waiting = list(s3.keys_in(settings().work_bucket, PIECES[kind]))
    if not waiting:
        return None
    last = last_header(kind)
    return _plan_of_minutes(waiting, last) if kind == "minutes" else _plan_of_hour(waiting, last)


def _plan_of_minutes(waiting: list[str], last: Last | None) -> Plan | None:
    now = clock.iso(clock.now())
    name = segment.name_of("minutes", now)
    if last and last.name >= name:
        return None  # This minute has its segment; the next run takes what waits.
    since, previous = (last.header.until, last.digest) if last else ("", "")
    return Plan("minutes", name, since, now, previous, now, waiting[:MOST_PIECES])


def _plan_of_hour(waiting: list[str], last: Last | None) -> Plan | None:
    """The earliest hour that is over and follows on the last; what came too late for its own joins the next."""
    now = clock.now()
    ended = clock.hour(now - GRACE - timedelta(hours=1))
    due = [key for key in waiting if _hour_of(key) <= ended[:13]]
    sealed = last.header.since[:13] if last else ""
    if not due or sealed >= ended[:13]:
        return None
    hour = min((_hour_of(key) for key in due if _hour_of(key) > sealed), default=ended[:13])
    since = clock.parse(f"{hour}:00:00.000Z")
    until = clock.iso(since + timedelta(hours=1))
    name, previous = segment.name_of("hour", clock.iso(since)), last.digest if last else ""
    pieces = [key for key in due if _hour_of(key) <= hour]
    return Plan("hour", name, clock.iso(since), until, previous, clock.iso(now), pieces)


def _hour_of(piece: str) -> str:
    return piece.removeprefix(PIECES["hour"]).partition("/")[0]


def last_header(kind: Kind) -> Last | None:
    """The end of a chain, looked for from today backwards; None where nothing has been sealed yet."""
    today = clock.now()
    for back in range(-1, KEPT_DAYS):
        day = clock.iso(today - timedelta(days=back))[:10]
        names = [name for name in names_of_day(day) if segment.kind_of(name) == kind]
        if names:
            raw = _raw_header(names[-1])
            return Last(names[-1], segment.decode_header(raw), segment.digest(raw))
    return None


def names_of_day(day: str) -> list[str]:
    """The names of the segments that were sealed on a day, or belong to its hours, in order."""
    keys = s3.keys_in(settings().backup_bucket, f"{segment.FOLDER}/{day}/")
    return [segment.name_in(key) for key in keys if key.endswith(".json")]


def check_log(first_day: str, last_day: str) -> list[str]:
    """What is wrong with the segments of some days, by name: lost, damaged, or not following on the one before.

    The oldest segment that is still there is what the rest is held against.
    """
    found: list[str] = []
    for kind in ("minutes", "hour"):
        found += _faults(kind, first_day, last_day)
    return sorted(set(found))


def _faults(kind: Kind, first_day: str, last_day: str) -> Iterator[str]:
    names = [name for day in _days(first_day, last_day) for name in names_of_day(day) if segment.kind_of(name) == kind]
    headers = [(name, _raw_header(name)) for name in names]
    yield from segment.broken_links([*_before(kind, first_day), *headers])
    for name, raw in headers:
        if not _is_intact(name, segment.decode_header(raw)):
            yield name


def _raw_header(name: str) -> bytes:
    return s3.get_object(settings().backup_bucket, segment.header_key(name))


def _before(kind: Kind, day: str) -> list[tuple[str, bytes]]:
    start = clock.parse(f"{day}T00:00:00.000Z")
    for back in range(1, KEPT_DAYS):
        earlier = names_of_day(clock.iso(start - timedelta(days=back))[:10])
        names = [name for name in earlier if segment.kind_of(name) == kind]
        if names:
            return [(names[-1], _raw_header(names[-1]))]
    return []


def _is_intact(name: str, header: Header) -> bool:
    try:
        return segment.is_intact(header, s3.get_object(settings().backup_bucket, segment.object_key(name)))
    except (NotFound, OSError, EOFError, zlib.error):
        return False


def _days(first: str, last: str) -> Iterator[str]:
    day = clock.parse(f"{first}T00:00:00.000Z")
    while clock.iso(day)[:10] <= last:
        yield clock.iso(day)[:10]
        day += timedelta(days=1)
