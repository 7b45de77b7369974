"""A few days of an installation in stopped time: people write, changes are sealed, every night there is a backup.

What the tables hold is written down at the instants that will be restored: the truth that a restore is held against.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench.events import Context
from bench.installation import Installation, Item, Key
from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.continuity import backup_service as backups
from chalicelib.continuity.manifest import TableSaved
from chalicelib.continuity.segment import UNLOGGED
from chalicelib.dialogues.service import Agreed, Message, start_thread
from chalicelib.dialogues.store import TopicRow, topics_pk
from chalicelib.districts import service as districts
from chalicelib.jobs.backup import back_up_daily
from chalicelib.jobs.districts import open_district
from chalicelib.jobs.sealing import seal_changes
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id, token
from chalicelib.privacy import service as privacy
from chalicelib.streams.changes import log_changes
from chalicelib.surveys import service as surveys
from chalicelib.surveys.response_service import Submission, submit_response

SLUG, ACTOR = "hillside", Actor("user", "usr_bench")
SEALED_EVERY, HOUR_SEALED_AT = timedelta(minutes=5), 10
FILLED = ("surveys", "districts", "outbox", "audit", "operations", "dialogues")
DEFINITION = {
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "radiogroup", "name": "safe", "title": "Safe?", "choices": ["yes", "no"]},
                {"type": "dropdown", "name": "school", "title": "School", "choices": ["north", "south"]},
            ],
        }
    ]
}
State = dict[str, dict[Key, Item]]


class History:
    """Somebody writes, and the clock goes on; `seen` holds the tables at each instant that was asked for."""

    def __init__(self, place: Installation, begin: datetime, seed: int, pause: int) -> None:
        self.pause = pause  # The longest between two acts, in seconds.
        self.place, self.now, self.chance = place, begin, random.Random(seed)  # noqa: S311 - a seed makes one history.
        self.sealed_until, self.seen, self.acts = begin, dict[datetime, State](), 0
        self.waits = False
        self.hourly: dict[Key, Item] = {}
        self.filling: list[tuple[str, Key]] = []
        with clock.frozen(begin):
            self._open()
        self.keep_changes()

    def _open(self) -> None:
        event = {"slug": SLUG, "name": "Hillside", "timezone": "America/New_York", "email": "admin@hillside.example"}
        open_district(event, Context())
        self.district = districts.find_district(SLUG)
        self.keys = privacy.open_keys_of(self.district.id)
        self.topic = random_id("tpc")
        row = TopicRow(topics_pk(self.district.id), self.topic, team_id="tem_a", owner_id="usr_a", request_mac=b"-")
        row.name = row.description = {"en": "Buses", "es": "Autobuses"}
        dynamodb.write(dynamodb.put(row))
        survey = surveys.create_survey(
            self.keys, ACTOR, key=token(), title="Climate", mode="anonymous", definition=DEFINITION, segments=["school"]
        )
        self.survey = surveys.publish_survey(
            self.district, self.keys, ACTOR, survey.survey_id, revision=survey.revision
        ).survey_id

    # --- What people do

    def act(self) -> None:
        """One thing that somebody does."""
        doing = self.chance.choices((self.answer, self.write, self.fill, self.change, self.remove), (4, 2, 3, 5, 2))[0]
        with clock.frozen(self.now):
            doing()
        self.acts += 1

    def answer(self) -> None:
        data = {"safe": self.chance.choice(["yes", "no"]), "school": self.chance.choice(["north", "south"])}
        sent = Submission(token()[:22], 1, "en", data, self.district.privacy_version)
        submit_response(self.district, self.keys, Actor("public", "public"), self.survey, sent)

    def write(self) -> None:
        email = f"{token()[:8]}@home.example" if self.chance.random() < 0.5 else ""
        sent = Message(token()[:22], self.topic, "question", "When does bus 7 leave?", "en", email=email)
        agreed = Agreed(self.district.privacy_version, reply_email=bool(email))
        start_thread(self.district, self.keys, Actor("public", "public"), sent, agreed, "https://parley.example")

    def fill(self) -> None:
        table = self.chance.choice(FILLED)
        key = (f"D#{self.district.id}#FILLED", random_id("any"))
        self.filling.append((table, key))
        self.place.put(table, self._filled(key))

    def change(self) -> None:
        if self.filling:
            table, key = self.chance.choice(self.filling)
            self.place.put(table, self._filled(key))

    def remove(self) -> None:
        if self.filling:
            table, key = self.filling.pop(self.chance.randrange(len(self.filling)))
            self.place.delete(table, key)

    def _filled(self, key: Key) -> Item:
        kinds: list[Callable[[], Any]] = [
            lambda: {"S": token()},
            lambda: {"N": str(self.chance.randrange(10**9))},
            lambda: {"B": self.chance.randbytes(12)},
            lambda: {"L": [{"S": "a"}, {"B": self.chance.randbytes(3)}, {"NULL": True}]},
            lambda: {"M": {"in": {"BOOL": self.chance.random() < 0.5}, "b": {"B": b"\0\xff"}}},
            lambda: {"SS": sorted({token()[:4], token()[:5]})},
        ]
        held = {f"a{number}": self.chance.choice(kinds)() for number in range(self.chance.randrange(1, 6))}
        return {"pk": {"S": key[0]}, "sk": {"S": key[1]}, **held}

    # --- What runs by itself

    def keep_changes(self) -> None:
        """Hand what the streams have to their consumers, with the moment that it is."""
        records = self.place.changes(self.now)
        self.waits = self.waits or bool(records)
        with clock.frozen(self.now):
            assert log_changes({"Records": records}, Context()) == {"batchItemFailures": []}

    def go_to(self, moment: datetime) -> None:
        """Let time go on; every five minutes what has changed is sealed, and each hour the answers are looked at."""
        while (following := min(self.sealed_until + SEALED_EVERY, moment)) > self.now or self.now < moment:
            self.now = following
            if self.now.minute == 0 and self.now.second == 0:
                self.hourly = self.place.rows("responses")
            if self.now == self.sealed_until + SEALED_EVERY:
                self._seal()

    def _seal(self) -> None:
        """Seal what waits; where nothing does, only the turn of the hour has something to do."""
        if self.waits or self.now.minute == HOUR_SEALED_AT:
            with clock.frozen(self.now):
                seal_changes({}, Context())
        self.sealed_until, self.waits = self.now, False

    def live(self, until: datetime, instants: set[datetime]) -> None:
        """People act until a moment; at each instant the truth is written down."""
        waiting = sorted(one for one in instants if self.now < one <= until)
        while self.now < until:
            following = self.now + timedelta(seconds=self.chance.randrange(1, self.pause))
            while waiting and waiting[0] <= following:
                self.go_to(waiting.pop(0))
                self.look()
            if following >= until:
                break
            self.go_to(following)
            self.act()
            self.keep_changes()
        self.go_to(until)

    def look(self) -> None:
        """Write down what every table holds now; of answers, what they were when the hour began."""
        state = {table: self.place.rows(table) for table in self.place.shapes if table not in UNLOGGED}
        self.seen[self.now] = {**state, "responses": self.hourly}

    def back_up(self) -> None:
        """The night's backup, while people go on writing: its tables are of different moments."""
        day = clock.iso(self.now)[:10]
        with clock.frozen(self.now):
            ledger.once(backups.JOB, day, "started", partial(clock.iso, self.now), str)
        for table in backups.TABLES:
            self.go_to(self.now + timedelta(seconds=self.chance.randrange(2, 20)))
            with clock.frozen(self.now):
                ledger.once(backups.JOB, day, table, partial(backups.save_table, day, table), TableSaved)
            self.act()
            self.keep_changes()
        with clock.frozen(self.now):
            back_up_daily({"day": day}, Context())
