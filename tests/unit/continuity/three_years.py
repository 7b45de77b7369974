"""Three years of the calendar of backups, hour by hour, against a model of the bucket with its lifecycle and locks.

`make calendar SEEDS=20` runs many and prints what it found. Faults: days without a backup, runs that come late, twice
or not at all, checks that do not run, somebody who deletes what he can, and sets that vanish or rot all the same.
"""

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from chalicelib.continuity import calendar
from chalicelib.continuity.calendar import Kind, Promise
from infrastructure.templates import HERE, of_type, read

BEGIN, END = datetime(2027, 1, 4, tzinfo=UTC), datetime(2030, 1, 4, tzinfo=UTC)  # With 29 February 2028.
ZONES = ("America/Chicago", "America/New_York", "America/Anchorage", "Pacific/Honolulu", "America/Phoenix")
NIGHTLY = range(2, 9)  # cron(0 2-8 * * ? *)
HOUR = timedelta(hours=1)
LIMIT = timedelta(hours=26)
DEFAULT_LOCK = timedelta(days=35)
HEARTBEAT = 2  # Hours of silence of the check until its own alarm.


def lifecycle() -> dict[str, int]:
    """Days that each prefix lives, as the template has them."""
    bucket = of_type(read(HERE / "data.yaml"), "AWS::S3::Bucket")["BackupBucket"]["Properties"]
    rules = bucket["LifecycleConfiguration"]["Rules"]
    return {rule["Prefix"].rstrip("/"): rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}


@cache
def promised_on(day: date, begun: date) -> list[Promise]:
    """Promises change at midnight only (test_calendar.py holds them to that)."""
    return calendar.promised(calendar.midnight(day), begun)


@dataclass
class Stored:
    """A set in the model's bucket."""

    lock: datetime
    gone: datetime
    whole: bool = True


@dataclass
class World:
    """The bucket, the jobs, and what goes wrong."""

    seed: int
    days: dict[str, int] = field(default_factory=lifecycle)
    sets: dict[tuple[Kind, date], Stored] = field(default_factory=dict)
    of_period: dict[tuple[Kind, date], date] = field(default_factory=dict)
    planted: dict[str, datetime] = field(default_factory=dict)
    alarms: dict[str, datetime] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    read_on: set[tuple[date, str]] = field(default_factory=set)
    silent: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - dice.
        self.zone = ZoneInfo(self.chance.choice(ZONES))
        self.fate: dict[date, str] = {}

    # --- The bucket

    def put(self, kind: Kind, day: date, now: datetime, lock: datetime) -> None:
        """S3 expires at the first midnight after so many days."""
        gone = calendar.midnight((now + timedelta(days=self.days[kind] + 1)).date())
        self.sets[kind, day] = Stored(lock, gone)
        self.of_period[kind, calendar.first_of(kind, day)] = day
        self.counts["sets made"] += 1

    def expire(self, now: datetime) -> None:
        if now.hour:
            return
        for key in [key for key, one in self.sets.items() if one.gone <= now]:
            self.counts["deleted while locked by lifecycle"] += now < self.sets.pop(key).lock

    def delete(self, key: tuple[Kind, date], now: datetime) -> None:
        """Somebody with all rights tries."""
        if now < self.sets[key].lock:
            self.counts["deletions refused"] += 1
        else:
            del self.sets[key]
            self.counts["deletions of what was no longer locked"] += 1

    # --- The jobs

    def run_backup(self, now: datetime) -> None:
        local = now.astimezone(self.zone)
        fate = self.fate_of(local.date())
        if local.hour not in NIGHTLY or fate == "missed" or (fate == "late" and local.hour < NIGHTLY[-1]):
            return
        for _ in range(2 if fate == "doubled" else 1):
            self.back_up(now)

    def fate_of(self, day: date) -> str:
        if day not in self.fate:
            self.fate[day] = self.chance.choices(["good", "missed", "late", "doubled"], [80, 4, 8, 8])[0]
            self.counts[f"days {self.fate[day]}"] += 1
        return self.fate[day]

    def back_up(self, now: datetime) -> None:
        day = now.date()
        if ("daily", day) in self.sets:
            self.counts["runs that found all done"] += 1
            return
        self.put("daily", day, now, now + DEFAULT_LOCK)
        for kind in calendar.periods_of(day, [key for key in self.sets if key[0] != "daily"]):
            self.put(kind, day, now, calendar.kept_until(kind, day))

    def check(self, now: datetime, begun: date) -> None:
        """As check_service does, over the model."""
        self.read_on = {(day, name) for day, name in self.read_on if day == now.date()}
        for promise in promised_on(now.date(), begun):
            if promise.name not in self.accepted and self.is_faulty(promise, now):
                self.alarms.setdefault(promise.name, now)

    def is_faulty(self, promise: Promise, now: datetime) -> bool:
        held = self.held(promise)
        if held is None:
            return True
        return any(self.is_found_rotten(held, name, now) for name in calendar.readings_of(promise, now))

    def is_found_rotten(self, held: Stored, name: str, now: datetime) -> bool:
        read_today = (now.date(), name) in self.read_on
        if not calendar.is_reading_due(name, now, {name} if read_today else ()):
            return False
        self.counts["sets read through"] += 1
        if held.whole:
            self.read_on.add((now.date(), name))
        return not held.whole

    def held(self, promise: Promise) -> Stored | None:
        day = self.of_period.get((promise.kind, promise.first))
        return self.sets.get((promise.kind, day)) if day else None

    # --- What goes wrong

    def harm(self, now: datetime) -> None:
        if not self.sets or self.chance.random() > 1 / 40:
            return
        key = self.chance.choice(sorted(self.sets))
        if self.chance.random() < 1 / 12:
            self.plant(key, now)
        else:
            self.delete(key, now)

    def plant(self, key: tuple[Kind, date], now: datetime) -> None:
        """A set that vanishes in spite of its lock, or rots."""
        name = f"{key[0]}/{calendar.first_of(*key).isoformat()}"
        if name in self.planted or name in self.alarms or calendar.kept_until(*key) - now < LIMIT:
            return
        self.planted[name] = now
        # What vanishes on its own day is made again within the night; that is no fault.
        if self.chance.random() < 1 / 2 and key[1] < now.date():
            del self.sets[key]
        else:
            self.sets[key].whole = False

    def plant_missed(self, promises: list[Promise]) -> None:
        """A period whose first day had no backup is planted from the hour at which that day's should have run."""
        for promise in promises:
            day = max(promise.first, BEGIN.date())
            if self.fate.get(day) == "missed":
                begin = datetime(day.year, day.month, day.day, NIGHTLY[0], tzinfo=self.zone)
                self.planted.setdefault(promise.name, begin.astimezone(UTC))


def live(seed: int) -> World:
    """Three years; an AssertionError where a promise is broken and nobody was told in time."""
    world, now, begun = World(seed), BEGIN, BEGIN.date()
    while now < END:
        world.expire(now)
        world.run_backup(now)
        world.harm(now)
        promises = promised_on(now.date(), begun)
        world.plant_missed(promises)
        if world.silent < HEARTBEAT - 1 and world.chance.random() < 1 / 50:
            world.silent += 1
            world.counts["checks that did not run"] += 1
        else:
            world.silent = 0
            world.check(now + timedelta(minutes=10), begun)
        _require_kept(world, promises, now)
        _accept(world, now)
        world.counts["instants"] += 1
        world.counts["promises looked at"] += len(promises)
        now += HOUR
    _require_told(world)
    return world


def _require_kept(world: World, promises: list[Promise], now: datetime) -> None:
    for promise in promises:
        held = world.held(promise)
        if promise.name in world.planted:
            continue
        assert held is not None, (world.seed, promise.name, now)
        assert held.whole, (world.seed, promise.name, now)
        assert held.lock >= promise.until, (world.seed, promise.name, now)


def _accept(world: World, now: datetime) -> None:
    """A day after the alarm, somebody has understood."""
    world.accepted |= {name for name, at in world.alarms.items() if now - at > timedelta(days=1)}


def _require_told(world: World) -> None:
    """Every planted fault rang in time, and nothing else rang."""
    assert set(world.alarms) <= set(world.planted), set(world.alarms) - set(world.planted)
    for name, at in world.planted.items():
        if at + LIMIT < END:
            assert name in world.alarms, (world.seed, name, at)
            assert world.alarms[name] - at <= LIMIT, (world.seed, name, at, world.alarms[name])


def longest(world: World) -> timedelta:
    """The longest time from a fault to its alarm."""
    return max((world.alarms[name] - at for name, at in world.planted.items() if name in world.alarms), default=HOUR)


def told(world: World) -> str:
    """The figures of one life, in a line."""
    figures = {"faults planted": len(world.planted), "alarms": len(world.alarms), **dict(sorted(world.counts.items()))}
    spelled = ", ".join(f"{name} {count}" for name, count in figures.items())
    return f"seed {world.seed} in {world.zone.key}: {spelled}, longest until an alarm {longest(world)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    for seed in range(parser.parse_args().seeds):
        sys.stdout.write(told(live(seed)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
