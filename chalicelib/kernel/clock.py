"""The one door to time. All times are UTC and aware."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_FROZEN: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment at which a test stopped the clock."""
    return _FROZEN.get() or datetime.now(UTC)  # noqa: TID251 - this is the door.


def seconds() -> int:
    """Whole seconds since 1970, as DynamoDB's time to live counts them."""
    return int(now().timestamp())


def at(epoch: float) -> datetime:
    """The second that a number of seconds since 1970 lies in."""
    return datetime.fromtimestamp(int(epoch), UTC)


def iso(moment: datetime) -> str:
    """The moment as ISO 8601 text that sorts by time, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def hour(moment: datetime) -> str:
    """The moment to the hour, the finest time that is stored with an anonymous answer."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:00:00.000Z")


def pause(wait: float) -> None:
    """Let a fraction of a second pass."""
    time.sleep(wait)


def parse(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at a moment, for tests and replays."""
    token = _FROZEN.set(at)
    try:
        yield
    finally:
        _FROZEN.reset(token)
