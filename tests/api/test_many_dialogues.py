"""Every message of a whole town finds its place in the inbox, once, newest first, one Query a page."""

import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from chalicelib.aws.meter import metered
from chalicelib.kernel import clock
from local.platform import load_app
from tests.api import acts
from tests.client import Browser, District, open_district

load_app()
PAGE = 25
SAMPLES = os.environ.get("PARLEY_SAMPLES")
TOPICS = ("Buses", "Buildings", "Meals", "Safety", "Sports", "Teaching")
TYPES = ("question", "comment", "concern", "suggestion", "compliment")
NOON = datetime(2027, 5, 3, 16, tzinfo=UTC)


class Town(Struct):
    """A district whose clock we move, its messages, and where each has gone: the topic by thread, oldest first."""

    administrator: Browser
    team_id: str
    topics: list[str]
    texts: list[str]
    threads: dict[str, str]
    now: datetime


def messages(path: Path) -> list[str]:
    with path.open(newline="") as lines:
        return [row["comment-body"] for row in csv.DictReader(lines)]


def sample(name: str) -> list[str]:
    if name == "own":
        return messages(Path(__file__).with_name("messages.csv"))
    if not SAMPLES:
        pytest.skip("PARLEY_SAMPLES names no folder of samples.")
    return messages(Path(SAMPLES) / "comments" / "bowling_green.csv")


@pytest.fixture(scope="module", params=["own", "bowling_green"])
def town(request: pytest.FixtureRequest, platform: object) -> Town:
    """All messages are sent, one a second, waiting as long as the platform asks."""
    texts = sample(request.param)
    district: District = open_district(platform, request.param.replace("_", "-"))
    administrator = Browser(district.slug, address="203.0.113.90")
    with clock.frozen(NOON):
        administrator.sign_in("alice")
        team_id = acts.make_team(administrator, administrator.user_id)
        topics = [acts.make_topic(administrator, team_id, administrator.user_id, name) for name in TOPICS]
    town = Town(administrator, team_id, topics, texts, {}, NOON)
    visitor = district.visitor("203.0.113.91")
    for number, text in enumerate(texts):
        _send(town, visitor, number, text)
    return town


def _send(town: Town, visitor: Browser, number: int, text: str) -> None:
    topic = town.topics[number % len(town.topics)]
    body = acts.message(topic, text, type=TYPES[number % len(TYPES)])
    while True:
        town.now += timedelta(seconds=1)
        with clock.frozen(town.now):
            answered = visitor.api("POST", "/threads", body)
        if answered.status != 429:
            break
        town.now += timedelta(seconds=int(answered.headers["retry-after"]))
    assert answered.status == 201, answered.body
    town.threads[answered.json["reference"]] = topic


@pytest.fixture
def evening(town: Town) -> Iterator[Browser]:
    """The administrator, signed in after the last message."""
    with clock.frozen(town.now):
        yield Browser(town.administrator.slug, address="203.0.113.92").sign_in("alice")


def walk(browser: Browser, queue: str) -> list[dict[str, str]]:
    """Every item of a queue, page by page, each page one Query."""
    items: list[dict[str, str]] = []
    cursor = ""
    while cursor is not None:
        with metered() as cost:
            page = browser.ok("GET", f"/inbox?{queue}&cursor={cursor}")
        assert cost.calls == {"dynamodb.Query": 1, "dynamodb.BatchGetItem": 2 if page["items"] else 1}
        assert len(page["items"]) <= PAGE
        items += page["items"]
        cursor = page["next"]
    return items


def check_order(items: list[dict[str, str]], count: int) -> None:
    """All of them, once each, newest first."""
    assert len(items) == len({item["thread_id"] for item in items}) == count
    times = [item["created_at"] for item in items]
    assert times == sorted(times, reverse=True)


def test_every_message_waits_in_the_inbox_once(town: Town, evening: Browser) -> None:
    items = walk(evening, "status=unopened")
    check_order(items, len(town.texts))
    firsts = [" ".join(text.split())[:100] for text in reversed(town.texts)]
    assert [item["preview"][:100] for item in items] == firsts


def test_every_filter_shows_its_own_messages_alone(town: Town, evening: Browser) -> None:
    for topic in town.topics:
        items = walk(evening, f"status=unopened&topic={topic}")
        check_order(items, list(town.threads.values()).count(topic))
        assert {item["topic_id"] for item in items} == {topic}
    for queue in (f"team={town.team_id}", f"owner={evening.user_id}"):
        check_order(walk(evening, f"status=unopened&{queue}"), len(town.texts))


def test_a_status_moves_a_thread_from_queue_to_queue(town: Town, evening: Browser) -> None:
    moved = walk(evening, "status=unopened")[::7]
    statuses = ("in_progress", "pending", "closed")
    for number, item in enumerate(moved):
        body = {"status": statuses[number % 3], "revision": 1}
        evening.ok("PUT", f"/threads/{item['thread_id']}/status", body)
    left = walk(evening, "status=unopened")
    check_order(left, len(town.texts) - len(moved))
    for place, status in enumerate(statuses):
        items = walk(evening, f"status={status}&team={town.team_id}")
        assert [item["thread_id"] for item in items] == [item["thread_id"] for item in moved[place::3]]
    assert not walk(evening, "status=closed&topic=tpc_a2")
