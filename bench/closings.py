"""`make closings`: random histories of districts that leave, against the promises.

Terminations fall on any day (leap days, changes of the clock), requests on any day after them or never. Sweeps come
every hour, by a wall clock that jumps twice a year; some are missed, some come twice; workers take their time or are
killed, and then a later sweep goes on. Never early; never late where sweeps run; within seven days where they were
missed; and no copy of a key is left after the day.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.districts import closing as rules
from chalicelib.districts.closing import Closing, Mode, Request, Route, State, final_at, latest, route

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EDGES = (0, 1, 22, 23, 29, 30, 31, 89)
DATES = ("2028-02-29", "2027-12-01", "2028-01-30", "2027-03-14", "2027-11-07", "2027-12-31", "2028-08-01")
ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix", "America/Anchorage")
LONGEST_GAP = timedelta(days=6)
TROUBLE = timedelta(hours=6)  # Three killed workers in a row and single sweeps missed; days without one come on top.
RUNS, MOST_KILLED = 12, 3
BUSY = ((28, 32), (88, 112))  # Days on which every sweep is played, as after a request and a silence; else every sixth.


class History(Struct, frozen=True):
    """What happens: the termination, the request or none, the sweeps as they come, and how the work goes."""

    terminated_at: datetime
    moved_at: datetime
    request: Request | None
    sweeps: list[datetime]
    work: list[tuple[timedelta, bool]]  # How long each run takes, and whether it is killed at its end.
    gap: timedelta


class End(Struct, frozen=True):
    """How it ended: when the work began, and when it was certified, if it was."""

    began: datetime | None
    certified: datetime | None


def history(dice: random.Random) -> History:
    """A random history; a third of the requests fall on the edges of the promise."""
    day = datetime.fromisoformat(dice.choice(DATES)).replace(tzinfo=UTC) + dice.randrange(-3, 4) * DAY
    terminated = day + timedelta(seconds=dice.randrange(86_400))
    moved = terminated + (timedelta(days=dice.uniform(0, 85)) if dice.random() < 0.1 else timedelta())
    request = _request(dice, terminated, moved)
    sweeps, gap = _sweeps(dice, terminated, request.at if request else terminated)
    return History(terminated, moved, request, sweeps, _work(dice), gap)


def _request(dice: random.Random, terminated: datetime, moved: datetime) -> Request | None:
    chance = dice.random()
    if chance < 0.3:
        return None
    days = dice.choice(EDGES) + dice.random() if chance < 0.65 else dice.uniform(0, 95)
    at = max(moved, terminated + days * DAY)
    return Request("Superintendent", at, "0" * 64, dice.choice(list(Mode)))


def _sweeps(dice: random.Random, terminated: datetime, asked: datetime) -> tuple[list[datetime], timedelta]:
    """Every hour of a wall clock, with some missed, some doubled, some late, and sometimes none for days."""
    zone = ZoneInfo(dice.choice(ZONES))
    local = terminated.astimezone(zone).replace(minute=dice.randrange(60), tzinfo=None)
    gap = timedelta(hours=dice.uniform(0, LONGEST_GAP / HOUR)) if dice.random() < 0.3 else timedelta()
    silent = terminated + timedelta(days=dice.choice((28, 29, 29.5, 89, 89.9, 90)))
    busy = [(terminated + first * DAY, terminated + last * DAY) for first, last in BUSY]
    busy += [(asked, asked + 2 * DAY), (silent, silent + gap + 2 * DAY)]
    sweeps = []
    for hour in range(24 * 112):
        at = (local + hour * HOUR).replace(tzinfo=zone).astimezone(UTC)
        if hour % 6 and not any(first <= at < last for first, last in busy):
            continue
        if silent <= at < silent + gap or dice.random() < 0.02:
            continue
        sweeps += [at + timedelta(seconds=dice.randrange(300))] * (2 if dice.random() < 0.05 else 1)
    return sorted(sweeps), gap


def _work(dice: random.Random) -> list[tuple[timedelta, bool]]:
    kills = dice.randrange(MOST_KILLED + 1) if dice.random() < 0.5 else 0
    return [(timedelta(minutes=dice.uniform(1, 15)), number < kills) for number in range(RUNS)]


def play(one: History, module: ModuleType = rules) -> End:
    """What comes of a history by the rules: the planner orders what is due, a worker takes it on where it was left."""
    began: datetime | None = None
    state, closing = State.TERMINATED, Closing(one.terminated_at, one.moved_at)
    runs = iter(one.work)
    for now, is_request in _orders(one):
        if is_request and state is State.TERMINATED:
            closing = Closing(one.terminated_at, one.moved_at, one.request)
        if now < one.moved_at or not module.is_due(state, closing, now):
            continue
        began = began or now
        took, killed = next(runs, (timedelta(minutes=5), False))
        state = State.DEIDENTIFYING
        if not killed:
            return End(began, now + took)
    return End(began, None)


def _orders(one: History) -> Iterator[tuple[datetime, bool]]:
    """The sweeps, and the request among them, which orders the work itself where it is due at once."""
    asked = one.request.at if one.request else None
    for sweep in one.sweeps:
        if asked is not None and asked <= sweep:
            yield asked, True
            asked = None
        yield sweep, False


def faults(one: History, end: End) -> Iterator[str]:
    """Each promise that a history's end breaks. Its dates are computed here anew, not by the rules."""
    term, thirty = one.terminated_at + 90 * DAY, one.terminated_at + 30 * DAY
    asked = one.request.at if one.request else None
    is_asked = asked is not None and (end.began is None or asked <= end.began)
    if end.certified is None or end.began is None:
        yield "never done"
        return
    if not is_asked and end.began < term:
        yield "begun before 90 days without a request"
    if is_asked and asked is not None and end.began < min(asked, term):
        yield "begun before its request"
    if is_asked and end.began < one.terminated_at + 29 * DAY:
        yield "begun before the last day of the thirty"
    if is_asked and asked is not None:
        promised = asked + DAY if asked > thirty else max(thirty, asked + TROUBLE)
    else:
        promised = term + TROUBLE
    if end.certified > max(promised, one.moved_at + TROUBLE) + one.gap:
        yield "late"
    if end.certified > max(term + 7 * DAY, one.moved_at + TROUBLE + one.gap):
        yield "certified more than seven days after the term"
    yield from _keys(one, end)


def _keys(one: History, end: End) -> Iterator[str]:
    """Where the termination was written down on its day, the key's history is over before the day that was promised."""
    closing = Closing(one.terminated_at, one.moved_at, one.request)
    over = one.moved_at + 7 * DAY
    if one.moved_at == one.terminated_at and (
        over > one.terminated_at + 30 * DAY or route(closing) is not Route.WINDOW
    ):
        yield "the history of the key does not fit"
    if end.certified is not None and route(closing) is Route.WINDOW and final_at(closing, end.certified) < over:
        yield "called final while a copy of the key is left"
    if over > latest(closing) and route(closing) is not Route.KMS:
        yield "the KMS key is not asked to end what its history still holds"


def count(
    number: int, seed: int = 1, module: ModuleType = rules, told: Callable[[History], object] | None = None
) -> Counter[str]:
    """Play so many histories; gives how many of each kind, and each fault."""
    dice, found = random.Random(seed), Counter[str]()  # noqa: S311 - a repeatable history, not a secret.
    for _ in range(number):
        one = history(dice)
        end = play(one, module)
        found["histories"] += 1
        found["with a request"] += one.request is not None
        found["with days without a sweep"] += bool(one.gap)
        found["entered late"] += one.moved_at != one.terminated_at
        broken = list(faults(one, end))
        if broken and told:
            told(one)
        found.update(f"FAULT: {fault}" for fault in broken)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Play histories and print what was found; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.closings", description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    found = count(chosen.histories, chosen.seed)
    for name, number in found.items():
        print(f"{number:>8}  {name}")
    broken = sum(number for name, number in found.items() if name.startswith("FAULT"))
    print(f"{broken:>8}  promises broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
