"""How a request moves, and its clock: 45 days from the day it came (FERPA, 34 CFR 99.10), with reminders before."""

from datetime import datetime, timedelta

ACCESS, CORRECTION, ERASURE = "access", "correction", "erasure"
KINDS = (ACCESS, CORRECTION, ERASURE)
RECEIVED, VERIFIED, IN_PROGRESS, DONE, REFUSED = "received", "verified", "in_progress", "done", "refused"
STATES = (RECEIVED, VERIFIED, IN_PROGRESS, DONE, REFUSED)
CLOSED = (DONE, REFUSED)
NEXT = {
    RECEIVED: (VERIFIED, REFUSED),
    VERIFIED: (IN_PROGRESS, REFUSED),
    IN_PROGRESS: (DONE, REFUSED),
    DONE: (),
    REFUSED: (),
}
DUE_DAYS, LINK_DAYS = 45, 14
REMIND_DAYS = (14, 30, 40, 44)
SHORTEST, LONGEST = 5, 1_000


def may_move(state: str, to: str) -> bool:
    """Whether a request in a state may come to another."""
    return to in NEXT.get(state, ())


def due_after(received: datetime) -> datetime:
    """By when a request has to be answered."""
    return received + timedelta(days=DUE_DAYS)


def next_reminder(received: datetime, now: datetime) -> datetime:
    """When to look at a request next: on its marked days, and once it is overdue on every day."""
    marks = (received + timedelta(days=days) for days in REMIND_DAYS)
    coming = next((mark for mark in marks if mark > now), None)
    if coming is not None:
        return coming
    days = max((now - received).days + 1, DUE_DAYS)
    return received + timedelta(days=days)


def is_overdue(state: str, due_at: str, now: str) -> bool:
    """Whether an open request is late; both times as `clock.iso` writes them."""
    return state not in CLOSED and now >= due_at
