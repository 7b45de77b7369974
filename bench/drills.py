"""`make drills`: whether any instant can be had back from the backup files alone, item by item.

An installation of its own lives through some days in stopped time. Then every table but those of keys is lost. Random
instants are restored and each item is held against what the tables held at that instant. Answers are exact at the turn
of an hour, by design: nothing of them is finer.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from bench.__main__ import quiet
from bench.history import History, State
from bench.installation import Installation, Item, Key
from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import dynamodb, scratch
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity.drill_service import JOB
from chalicelib.continuity.restore_report_service import state_of
from chalicelib.continuity.restore_service import Order
from chalicelib.continuity.segment import UNLOGGED
from chalicelib.dialogues.store import ThreadRow
from chalicelib.jobs.restoring import carry_on, tried_in
from chalicelib.kernel import clock
from chalicelib.privacy.erasure_service import STREAM_SECONDS, erase_due_keys, note_erasure
from chalicelib.surveys.store import ResponseRow
from local import platform

BEGIN = datetime(2031, 3, 7, 5, tzinfo=UTC)
NIGHT_HOUR, ERASED_SHARE = 7, 10
HOLDS_PEOPLE = ("consents", "responses", "dialogues", "outbox", "surveys", "districts")


class Outcome(Struct, frozen=True):
    """One instant that was restored."""

    instant: str
    items: int
    equal: int
    erased: int
    answers: int
    counted: int
    damages: int
    seconds: float


class Life(Struct, frozen=True):
    """An installation that lived, and lost its tables; whom it had erased before that."""

    place: Installation
    seen: dict[datetime, State]
    erased: frozenset[str]
    acts: int
    ended_at: datetime


def random_instants(chance: random.Random, number: int, hours: int) -> set[datetime]:
    """Instants after the first night: half of them at the turn of an hour, none within the hour of a backup."""
    found: set[datetime] = set()
    begin = BEGIN.replace(hour=NIGHT_HOUR + 1)
    span = int((BEGIN + timedelta(hours=hours) - begin).total_seconds())
    while len(found) < number:
        instant = begin + timedelta(seconds=chance.randrange(60, span))
        if len(found) % 2 and instant.hour > begin.hour:
            instant = instant.replace(minute=0, second=0)
        if instant.hour != NIGHT_HOUR:
            found.add(instant)
    return found


def live(place: Installation, *, instants: int, hours: int, pause: int, seed: int) -> Life:
    """Some time of an installation; then a few people are erased, and every table but those of keys is lost."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes one campaign.
    wanted = random_instants(chance, instants, hours)
    place.make()
    history, end = History(place, BEGIN, seed, pause), BEGIN + timedelta(hours=hours)
    night = BEGIN.replace(hour=NIGHT_HOUR)
    while night < end:
        history.live(night, wanted)
        history.back_up()
        night += timedelta(days=1)
    history.live(end, wanted)
    history.go_to(end + timedelta(hours=2))
    erased = erase(history, chance)
    place.drop_tables("keys", "closing_keys")
    place.make_table("operations")
    return Life(place, history.seen, erased, history.acts, history.now)


def erase(history: History, chance: random.Random) -> frozenset[str]:
    """Rows of some people go, and a day later their keys."""
    district_id, erased = history.district.id, set[str]()
    with clock.frozen(history.now):
        for table, kind in (("responses", ResponseRow), ("dialogues", ThreadRow)):
            for key, item in history.place.rows(table).items():
                own = item.get("subject", {}).get("S")
                if own and own in {key[1], key[0].rpartition("#")[2]} and chance.randrange(ERASED_SHARE) == 0:
                    dynamodb.transact(dynamodb.delete(kind, *key), note_erasure(district_id, own))
                    erased.add(own)
    history.now += timedelta(seconds=STREAM_SECONDS + 60)
    with clock.frozen(history.now):
        erase_due_keys(district_id)
    return frozenset(erased)


def restore(life: Life, number: int, instant: datetime) -> Outcome:
    """Restore one instant into scratch tables, hold every item against the truth, and drop the tables."""
    name, started = f"r{number}", time.perf_counter()
    with clock.frozen(life.ended_at):
        order = restores.plan(name, instant)
        ledger.once(JOB, order.unit, "order", lambda: order, Order)
        while not carry_on(order.unit):
            pass
        seconds = time.perf_counter() - started
        outcome = _held(life, order, instant, seconds)
        restores.drop_tables(name)
    return outcome


def _held(life: Life, order: Order, instant: datetime, seconds: float) -> Outcome:
    items = equal = gone = 0
    for table, truth in life.seen[instant].items():
        if table in UNLOGGED:
            continue
        promised = {key: item for key, item in truth.items() if not _is_of(table, key, item, life.erased)}
        found = {_key(item): item for item in scratch.items_in(order.name, table) if not _is_of_jobs(item)}
        items += len(promised.keys() | found.keys())
        equal += sum(found.get(key) == item for key, item in promised.items())
        gone += len(truth) - len(promised)
    tried = tried_in(order)
    answers = sum(True for item in scratch.items_in(order.name, "responses"))
    damages = len(_damages(order))
    return Outcome(clock.iso(instant), items, equal, gone, answers, tried.answers, damages, seconds)


def _damages(order: Order) -> list[object]:
    damages: list[object] = state_of(order.unit)["damages"]
    return damages


def _key(item: Item) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _is_of_jobs(item: Item) -> bool:
    return bool(item["pk"]["S"].startswith("JOB#"))


def _is_of(table: str, key: Key, item: Item, erased: frozenset[str]) -> bool:
    named = {*key[0].split("#"), *key[1].split("#"), item.get("subject", {}).get("S", "")}
    return table in HOLDS_PEOPLE and bool(named & erased)


def campaign(
    running: platform.Platform, stage: str, *, instants: int, hours: int, pause: int, seed: int
) -> list[Outcome]:
    """Live, lose the tables, restore each instant; prints as it goes."""
    place = Installation(running, stage)
    with place.lived_in():
        life = live(place, instants=instants, hours=hours, pause=pause, seed=seed)
        print(
            f"{life.acts} acts in {hours} hours; {len(life.erased)} people erased; then every table but keys was lost."
        )
        made = []
        for number, instant in enumerate(sorted(life.seen)):
            with quiet():
                made.append(restore(life, number, instant))
            print(told(made[-1]), flush=True)
    return made


def told(one: Outcome) -> str:
    share = f"{one.equal} of {one.items} items equal, {one.erased} of erased people left out"
    return f"{one.instant}: {share}, {one.counted} of {one.answers} answers counted, {one.seconds:.2f} s"


def is_well(one: Outcome) -> bool:
    return one.items == one.equal and one.counted == one.answers and not one.damages


def main() -> int:
    """Print each instant; 1 where an item differs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--instants", type=int, default=50)
    asked.add_argument("--hours", type=int, default=70)
    asked.add_argument("--pause", type=int, default=700, help="the longest pause between two acts, in seconds")
    asked.add_argument("--seed", type=int, default=4)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder), "http://localhost:8000", say=lambda _: None, is_synced=False)
        try:
            made = campaign(running, "drilled", **vars(given))
        finally:
            running.stop()
    slowest = max(one.seconds for one in made)
    items, equal = sum(one.items for one in made), sum(one.equal for one in made)
    print(f"{len(made)} instants: {equal} of {items} items equal; RTO at most {slowest:.2f} s.")
    return 0 if all(map(is_well, made)) else 1


if __name__ == "__main__":
    sys.exit(main())
