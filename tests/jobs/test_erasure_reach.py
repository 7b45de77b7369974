"""How far an erasure reaches: once the key's window is over, no copy of anything is of use to anybody.

The attacker holds every version of every item that a recovery window still gives back, every file of the backups and of
the change log, and every key alive that day. What a hold keeps stays readable, which shows that the attacker can read.
"""

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.assurance.actor import of_job
from chalicelib.continuity.segment import UNLOGGED
from chalicelib.jobs.backup import back_up_daily
from chalicelib.jobs.retention import retain
from chalicelib.jobs.sealing import seal_changes
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy.erasure_service import STREAM_SECONDS
from chalicelib.streams.changes import log_changes
from infrastructure.templates import HERE, read
from tests.api import acts, record_acts
from tests.api.tables import Tables
from tests.attacker import WINDOWS, Attacker, Held, Recorder, files_of, items_in
from tests.client import Browser, District, wait_for_link
from tests.conftest import Figure
from tests.jobs.backup_acts import forget_backups, make_buckets
from tests.jobs.conftest import Context

GONE, KEPT, LEFT = "zqgonevwk", "zqkeptvwk", "zqleftvwk"
DAY = timedelta(days=1)
DAYS_BACKED_UP = 4


@pytest.fixture(scope="module")
def buckets(platform: Any, riverside: District) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make_buckets(platform, patch, "reach")
        forget_backups(DAYS_BACKED_UP)
        yield
        forget_backups(DAYS_BACKED_UP)
    settings.cache_clear()


class Watch:
    """Looks at the district's rows, and hands what has changed to the change log, as its stream would."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.recorder = Recorder(district.platform, f"D#{district.district_id}")
        self.number = 0

    def look(self, now: datetime) -> None:
        fresh = self.recorder.look(now)
        records = [self._record(held, now) for held in fresh if held.table not in UNLOGGED]
        assert log_changes({"Records": records}, Context()) == {"batchItemFailures": []}
        with clock.frozen(now + timedelta(hours=2)):
            seal_changes({}, Context())

    def _record(self, held: Held, now: datetime) -> dict[str, Any]:
        self.number += 1
        keys = {"pk": held.item["pk"], "sk": held.item["sk"]}
        change = {"Keys": keys, "SequenceNumber": str(self.number), "ApproximateCreationDateTime": now.timestamp()}
        change["NewImage"] = {name: _as_lambda(value) for name, value in held.item.items()}
        source = f"arn:aws:dynamodb:us-east-1:000000000000:table/{settings().table_prefix}{held.table}/stream/2026"
        return {"eventName": "MODIFY", "eventSourceARN": source, "dynamodb": change}

    def reads(self, now: datetime) -> set[str]:
        """What the attacker reads at a moment, in whatever is still within reach."""
        self.recorder.look(now)
        files = files_of(self.district.platform, settings().backup_bucket)
        held = [*self.recorder.within_reach(now), *items_in(files)]
        return Attacker(self.district.platform, held, files.values()).reads([GONE, KEPT, LEFT])


def _as_lambda(value: dict[str, Any]) -> dict[str, Any]:
    """Lambda writes binary values as base64 text."""
    return {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value


def somebody(district: District, survey: str, topic: str, name: str) -> str:
    """A parent with an identified answer and a thread; gives the thread."""
    alice = district.administrator
    acts.invite(alice, survey, name)
    link = acts.personal_link(district, survey, name)
    data = {"safe": "no", "why": f"The gate, says {name}."}
    assert acts.answer(district.visitor(), survey, data, invitation=link).status == 201
    acts.write_to(district.visitor(), topic, f"The bus, {name}.", email=f"{name}@home.example", name=name.title())
    return str(acts.first_waiting(alice, topic)["thread_id"])


def test_after_the_keys_window_nothing_of_the_erased_can_be_read_anywhere(
    buckets: None, riverside: District, alice: Browser, figure: Figure
) -> None:
    survey = acts.make_survey(alice, "identified")
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    for name in (GONE, KEPT, LEFT):
        somebody(riverside, survey, topic, name)
    record_acts.hold(alice, "person", f"{KEPT}@home.example")
    Tables(riverside.platform, riverside.district_id).at_rest()
    watch, began = Watch(riverside), clock.now()
    watch.look(began)
    for day in range(3):
        with clock.frozen(began + day * DAY):
            back_up_daily({}, Context())
    assert watch.reads(began) == {GONE, KEPT, LEFT}, "The attacker reads everything while it is there."

    record_acts.answered(alice, record_acts.verified(riverside, alice, f"{GONE}@home.example", "erasure"))
    withdrawn = wait_for_link(riverside.platform, f"{LEFT}@home.example", r"/talk/thread#(\S+)")
    riverside.visitor().ok("POST", "/talk/withdrawal", {"link": withdrawn})
    record_acts.answered(alice, record_acts.verified(riverside, alice, f"{LEFT}@home.example", "erasure"))
    Tables(riverside.platform, riverside.district_id).at_rest()
    erased = began + timedelta(seconds=STREAM_SECONDS) + timedelta(hours=1)
    watch.look(began + timedelta(hours=3))
    with clock.frozen(erased):
        retain(riverside.district_id, of_job("test"))
    watch.look(erased)
    with clock.frozen(began + 3 * DAY):
        back_up_daily({}, Context())
    assert watch.reads(erased + 6 * DAY) == {GONE, KEPT, LEFT}, "The table of keys can still be taken back a week."
    assert watch.reads(erased + WINDOWS["keys"] + timedelta(hours=1)) == {KEPT}
    versions, files = len(watch.recorder.seen), len(files_of(riverside.platform, settings().backup_bucket))
    figure(f"{versions} versions of items and {files} files searched; nothing of the erased can be read")


def test_the_windows_of_the_attacker_are_those_of_the_templates() -> None:
    tables = {
        one["Properties"]["TableName"]["Fn::Sub"].removeprefix("${Stage}-"): one["Properties"]
        for one in read(HERE / "data.yaml")["Resources"].values()
        if one["Type"] == "AWS::DynamoDB::Table"
    }
    recovery = tables["keys"]["PointInTimeRecoverySpecification"]
    assert timedelta(days=recovery["RecoveryPeriodInDays"]) == WINDOWS["keys"]
    bucket = read(HERE / "data.yaml")["Resources"]["WorkBucket"]["Properties"]
    assert bucket["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 1
    assert "VersioningConfiguration" not in bucket
