"""When a district that has left is de-identified or deleted: the states of its closing and their dates.

Without a request it begins 90 days after termination, never before, and ends within the seven days after. On a written
request it is over 30 days after termination, on whatever day the request came; one that comes later is carried out
within 24 hours. At termination the wrapped key moves to where it has no history, so that seven days later no other
copy is left and deleting it is final at once. Sources: promises 12 and 13; NIST SP 800-88 Rev. 1, cryptographic erase.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.kernel.errors import Conflict

TERM, TERM_ON_REQUEST = timedelta(days=90), timedelta(days=30)
LATE_REQUEST, LATE_SWEEP = timedelta(hours=24), timedelta(days=7)
LEAD = timedelta(hours=24)  # A request's work begins so long before it must be over: twenty-four sweeps.
SETTLED = timedelta(minutes=10)  # Longer than any process remembers that the district was open, or its keys.
KEY_HISTORY = timedelta(days=7)
RESERVE = timedelta(hours=12)  # No letter delays the work beyond so long before its end.


class State(StrEnum):
    """A district's states, in their order."""

    ACTIVE = "active"
    TERMINATED = "terminated"
    DEIDENTIFYING = "de-identifying"
    DEIDENTIFIED = "de-identified"
    CERTIFIED = "certified"


class Mode(StrEnum):
    """What becomes of the data: usage trends that name nobody are kept, or nothing is."""

    DEIDENTIFY = "de-identify"
    DELETE = "delete"


class Route(StrEnum):
    """What makes the key's end final: its history is over by then, or its KMS key is disabled with it."""

    WINDOW = "key history over"
    KMS = "KMS key disabled"


NEXT = {
    State.ACTIVE: frozenset({State.TERMINATED}),
    State.TERMINATED: frozenset({State.ACTIVE, State.DEIDENTIFYING}),
    State.DEIDENTIFYING: frozenset({State.DEIDENTIFIED}),
    State.DEIDENTIFIED: frozenset({State.CERTIFIED}),
    State.CERTIFIED: frozenset[State](),
}
OPEN_TO_READERS = frozenset({State.ACTIVE, State.TERMINATED})
UNDER_WAY = frozenset({State.DEIDENTIFYING, State.DEIDENTIFIED})


class Request(Struct, frozen=True):
    """A written request: who signed it, when it came, the SHA-256 of its file, and what it asks for."""

    by: str
    at: datetime
    sha256: str
    mode: Mode


class Closing(Struct, frozen=True):
    """What decides a closing: the termination, when the keys moved, and a request, if one came."""

    terminated_at: datetime
    moved_at: datetime
    request: Request | None = None

    @property
    def mode(self) -> Mode:
        return self.request.mode if self.request else Mode.DEIDENTIFY


def require_next(state: State, wanted: State) -> None:
    """Pass, or Conflict where a district in this state does not come to the other one."""
    if wanted not in NEXT[state]:
        raise Conflict(f"The district is {state.value}.", {"district": f"It cannot become {wanted.value}."})


def has_come_to(state: State, wanted: State) -> bool:
    """Whether a closing is there, or further: another worker may have been faster."""
    order = list(State)
    return order.index(state) >= order.index(wanted)


def due(closing: Closing) -> datetime:
    """The day that the promise names: to be begun then, or over by then where there is a request."""
    request = closing.request
    if request is None:
        return closing.terminated_at + TERM
    asked = closing.terminated_at + TERM_ON_REQUEST
    return asked if request.at <= asked else request.at + LATE_REQUEST


def begins_at(closing: Closing) -> datetime:
    """From when on the work may begin; never earlier."""
    term, settled = closing.terminated_at + TERM, closing.moved_at + SETTLED
    if closing.request is None:
        return max(term, settled)
    return max(min(term, max(closing.request.at, due(closing) - LEAD)), settled)


def latest(closing: Closing) -> datetime:
    """By when the work must be over, whatever sweeps were missed."""
    return min(due(closing), _last(closing)) if closing.request else _last(closing)


def _last(closing: Closing) -> datetime:
    return closing.terminated_at + TERM + LATE_SWEEP


def is_due(state: State, closing: Closing, now: datetime) -> bool:
    """Whether a sweep at this moment orders the work; what has begun is always due, so that it ends."""
    return state in UNDER_WAY or (state is State.TERMINATED and now >= begins_at(closing))


def is_overdue(state: State, closing: Closing, now: datetime) -> bool:
    """Whether the promise is broken: an operator must look."""
    return state is not State.CERTIFIED and now > latest(closing)


def may_wait(closing: Closing, now: datetime) -> bool:
    """Whether there is time to wait for the last letters to leave."""
    return now < latest(closing) - RESERVE


def route(closing: Closing) -> Route:
    """Whether the key's history ends before the data must be gone, or disabling the KMS key has to make it so."""
    return Route.WINDOW if closing.moved_at + KEY_HISTORY <= latest(closing) else Route.KMS


def final_at(closing: Closing, done: datetime) -> datetime:
    """When nobody can open anything any more, once the key was deleted and its KMS key disabled."""
    return done if route(closing) is Route.KMS else max(done, closing.moved_at + KEY_HISTORY)
