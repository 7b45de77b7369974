"""Retention rules: how long each kind of record is kept, by the data map and by what a district has chosen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

MAP = Path(__file__).parents[1] / "datamap.yaml"
NOTICE_DAYS = 7


class Bounds(Struct, frozen=True, forbid_unknown_fields=True):
    """Within which days a district may choose, whether each school may have a rule of its own, and why so."""

    least: int
    most: int
    because: str
    by_school: bool = False


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a kind of record is kept, from what on, and why; with bounds where a district may choose."""

    days: int
    counted_from: str
    because: str
    by: str
    bounds: Bounds | None = None


class RulesOfMap(Struct, frozen=True):
    retention: dict[str, Rule]


class Chosen(Struct, frozen=True):
    """What a district has chosen for a kind or a school: so many days, and until a moment still so many as before."""

    days: int
    before: int
    binds_at: str

    def in_force(self, now: str) -> int:
        """The days that count at a moment, written as `clock.iso` does."""
        return self.days if now >= self.binds_at else self.before


Choices = Mapping[tuple[str, str], Chosen]


@cache
def rules() -> dict[str, Rule]:
    """The rules by kind of record."""
    return msgspec.yaml.decode(MAP.read_bytes(), type=RulesOfMap).retention


def cutoff(days: int, now: datetime) -> str:
    """The hour before which records kept for so many days are due, as `clock.hour` writes it."""
    moment = now - timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:00:00.000Z")


def days_of(choices: Choices, kind: str, school_id: str, now: str) -> int:
    """How long a record is kept: by the rule of its school, else by the district's, else by the data map."""
    for place in ((kind, school_id), (kind, "")):
        if place in choices:
            return choices[place].in_force(now)
    return rules()[kind].days


def problem_of(kind: str, school_id: str, days: int) -> dict[str, str]:
    """What is wrong with a choice, by field; nothing where it may be made."""
    rule = rules().get(kind)
    bounds = rule.bounds if rule else None
    if bounds is None:
        return {"kind": "This is not a kind of record that a district chooses the time of."}
    if school_id and not bounds.by_school:
        return {"school_id": "Records of this kind are not filed by school."}
    if not bounds.least <= days <= bounds.most:
        return {"days": f"{bounds.least} to {bounds.most} days. {bounds.because}"}
    return {}


def binds_at(days: int, before: int, now: datetime) -> datetime:
    """When a choice binds: a longer time at once, a shorter one after a week in which it can be taken back."""
    return now if days >= before else now + timedelta(days=NOTICE_DAYS)
