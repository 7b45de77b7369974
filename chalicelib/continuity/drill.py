"""A restore drill's report, and what its age means: one that is late is red, whatever the last one found."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.continuity.damage import Damage
from chalicelib.continuity.restore import Compared

DUE_DAYS, LATE_DAYS = 27, 31
WELL, DAMAGED = "equal", "damaged"


class Tried(Struct, frozen=True):
    """What was tried on the restored tables: counters made anew, and pages that people read."""

    surveys: int = 0
    answers: int = 0
    differences: int = 0
    journeys: int = 0
    failed: int = 0


def together(tried: Iterable[Tried]) -> Tried:
    """The sums of several trials."""
    held = list(tried)
    return Tried(**{name: sum(getattr(one, name) for one in held) for name in Tried.__struct_fields__})


class Report(Struct, frozen=True):
    """What a drill found. Numbers of the whole installation; nothing of a district."""

    drill: str
    instant: str
    backup: str
    started_at: str
    ended_at: str
    result: str
    items: int
    equal: int
    erased: int
    without_key: int
    rpo_seconds: int
    rto_seconds: int
    tables: list[Compared]
    damages: list[Damage]
    tried: Tried


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Whole seconds, never below zero: a change may bear the second after the moment it is asked for."""
    return max(0, round((later - earlier).total_seconds()))


def result_of(damages: list[Damage], tried: Tried) -> str:
    """Whether everything was as promised."""
    return DAMAGED if damages or tried.differences or tried.failed else WELL


def document_of(report: Report) -> dict[str, Any]:
    """The report as it is signed."""
    made: dict[str, Any] = msgspec.to_builtins(report)
    return {"what": "restore drill", **made}


def age_days(ended_at: datetime, now: datetime) -> int:
    return (now - ended_at).days


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether the next drill is to begin: a few days before the last one is too old."""
    return last is None or now - last >= timedelta(days=DUE_DAYS)


def is_late(last: datetime | None, now: datetime) -> bool:
    """Whether no drill has ended well for more than 31 days."""
    return last is None or now - last > timedelta(days=LATE_DAYS)
