"""Retention rules: how long each kind of record is kept, read from the data map."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

MAP = Path(__file__).parents[1] / "datamap.yaml"


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a kind of record is kept, from what on, and why."""

    days: int
    counted_from: str
    because: str
    by: str


class RulesOfMap(Struct, frozen=True):
    retention: dict[str, Rule]


@cache
def rules() -> dict[str, Rule]:
    """The rules by kind of record."""
    return msgspec.yaml.decode(MAP.read_bytes(), type=RulesOfMap).retention


def cutoff(rule: Rule, now: datetime) -> str:
    """The hour before which records of this rule are due, as `clock.hour` writes it."""
    moment = now - timedelta(days=rule.days)
    return moment.strftime("%Y-%m-%dT%H:00:00.000Z")
