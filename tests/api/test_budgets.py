"""What each journey costs, exactly: calls by operation, capacity units, calls of the key service. Nothing scans.

Calls are the same everywhere. Units are those of the local AWS, which rounds every read of a Query to one half and
counts none for BatchGetItem; on AWS they grow with the size of what is read.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.meter import Meter, metered
from chalicelib.kernel import clock
from local.platform import load_app
from tests.api import acts
from tests.client import CONSENT, PASSWORD, Browser, District, new_key

load_app()
SIGNED_IN = {"BatchGetItem": 1}
THIRTY = {
    "elements": [
        {"type": "rating", "name": f"item{number:02d}", "title": f"Statement {number}"} for number in range(30)
    ]
}


class Budget(Struct, frozen=True):
    """Calls by operation, read and write units, and calls of the key service."""

    calls: dict[str, int]
    read: float
    write: float
    kms: int = 0


class Stage(Struct, frozen=True):
    """What the journeys need."""

    alice: Browser
    visitor: Browser
    long_survey: str
    survey: str
    confidential: str
    link: str
    topic: str
    thread: str
    writer_link: str
    clerk: Browser
    clerks_name: str = "clerk-budgets"


@pytest.fixture(scope="module")
def stage(alice: Browser, lakeview: District) -> Stage:
    visitor = lakeview.visitor("192.0.2.7")
    long_survey = acts.make_survey(alice, definition=THIRTY, segments=[])
    confidential = acts.make_survey(alice, "confidential")
    acts.invite(alice, confidential, "bea")
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    for number in range(40):
        acts.write_to(lakeview.visitor(f"192.0.2.{number}"), topic, f"Message {number:02d}", email="cy@home.example")
    writer_link = acts.write_to(visitor, topic, "When does bus 7 leave?", email="dee@home.example")
    visitor.ok("GET", f"/surveys/{confidential}/form")  # The version is then in memory.
    return Stage(
        alice,
        visitor,
        long_survey,
        acts.make_survey(alice),
        confidential,
        acts.personal_link(lakeview, confidential, "bea"),
        topic,
        acts.first_waiting(alice, topic)["thread_id"],
        writer_link,
        lakeview.colleague("clerk-budgets", "author"),
    )


def thirty() -> dict[str, Any]:
    data = {f"item{number:02d}": 1 + number % 5 for number in range(30)}
    return {"key": new_key(), "version": 1, "locale": "en", "data": data, "consent": CONSENT}


def by_link(stage: Stage) -> dict[str, Any]:
    return {**thirty(), "data": {"safe": "yes", "score": 4}, "invitation": stage.link}


Journey = Callable[[Stage], object]
JOURNEYS: dict[str, tuple[Journey, Budget]] = {
    "opening a form": (
        lambda s: s.visitor.ok("GET", f"/surveys/{s.long_survey}/form"),
        Budget({"GetItem": 1}, 0.5, 0),
    ),
    "sending thirty answers": (
        lambda s: s.visitor.ok("POST", f"/surveys/{s.long_survey}/responses", thirty()),
        Budget({"GetItem": 1, "TransactWriteItems": 1}, 0.5, 7),
    ),
    "looking at a personal link": (
        lambda s: s.visitor.ok("POST", f"/surveys/{s.confidential}/invitation", {"invitation": s.link}),
        Budget({"GetItem": 2}, 1.5, 0),
    ),
    "answering by a personal link": (
        lambda s: s.visitor.ok("POST", f"/surveys/{s.confidential}/responses", by_link(s)),
        Budget({"BatchGetItem": 1, "GetItem": 2, "TransactWriteItems": 1}, 1.5, 16),
    ),
    "reading results": (
        lambda s: s.alice.ok("GET", f"/surveys/{s.survey}/results"),
        Budget({**SIGNED_IN, "GetItem": 1, "Query": 1}, 1.5, 0),
    ),
    "an inbox page": (
        lambda s: s.alice.ok("GET", f"/inbox?status=unopened&topic={s.topic}"),
        Budget({"BatchGetItem": 2, "Query": 1}, 0.5, 0),
    ),
    "an inbox page of one's own": (
        lambda s: s.alice.ok("GET", f"/inbox?status=unopened&owner={s.alice.user_id}"),
        Budget({"BatchGetItem": 2, "Query": 1}, 0.5, 0),
    ),
    "reading a thread": (
        lambda s: s.alice.ok("GET", f"/threads/{s.thread}"),
        Budget({"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1}, 0.5, 5),
    ),
    "replying": (
        lambda s: s.alice.ok("POST", f"/threads/{s.thread}/replies", {"key": new_key(), "message": "At seven."}),
        Budget({"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1}, 0.5, 16),
    ),
    "reading one's own thread": (
        lambda s: s.visitor.ok("POST", "/talk/thread", {"link": s.writer_link}),
        Budget({"BatchGetItem": 1, "GetItem": 1, "Query": 1}, 1.5, 0),
    ),
    "writing to the district": (
        lambda s: acts.write_to(s.visitor, s.topic, "Thank you."),
        Budget({"GetItem": 1, "TransactWriteItems": 1, "UpdateItem": 1}, 1, 19),
    ),
    "signing in at a known browser": (
        lambda s: Browser("lakeview", s.clerk.address, device=s.clerk.device).sign_in(s.clerks_name),
        Budget({"BatchGetItem": 1, "GetItem": 1, "Query": 1, "TransactWriteItems": 2}, 1.5, 9, 1),
    ),
    "signing in at a new browser": (
        lambda s: Browser("lakeview", s.clerk.address).sign_in(s.clerks_name),
        Budget({"BatchGetItem": 1, "GetItem": 1, "Query": 1, "TransactWriteItems": 2}, 1.5, 19, 1),
    ),
    "forgetting one's password": (
        lambda s: Browser("lakeview", "192.0.2.202").ok("POST", "/password/forgotten", {"username": new_key()}),
        Budget({"TransactWriteItems": 1}, 0, 17),
    ),
    "asking who is signed in": (
        lambda s: s.alice.ok("GET", "/session"),
        Budget({"BatchGetItem": 2, "GetItem": 1}, 1, 0),
    ),
    "the list of surveys": (
        lambda s: s.alice.ok("GET", "/surveys"),
        Budget({**SIGNED_IN, "Query": 1}, 0.5, 0),
    ),
}


def measured(journey: Journey, stage: Stage) -> Meter:
    with metered() as cost:
        journey(stage)
    return cost


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_costs_what_it_should(name: str, stage: Stage) -> None:
    journey, budget = JOURNEYS[name]
    with clock.frozen(clock.now()):  # Or what is remembered for a minute could be forgotten in between.
        if name != "answering by a personal link":
            measured(journey, stage)
        cost = measured(journey, stage)
    calls = {call.removeprefix("dynamodb."): count for call, count in cost.calls.items() if call.startswith("dynamodb")}
    assert Budget(calls, cost.read_units, cost.write_units, cost.of("kms")) == budget


@pytest.fixture(autouse=True)
def nothing_scans() -> Iterator[None]:
    with metered() as cost:
        yield
    assert "dynamodb.Scan" not in cost.calls


def test_results_cost_the_same_whatever_the_number_of_answers(stage: Stage) -> None:
    before = measured(JOURNEYS["reading results"][0], stage)
    for _ in range(12):
        assert acts.answer(stage.visitor, stage.survey, {"safe": "yes"}).status == 201
    assert measured(JOURNEYS["reading results"][0], stage).calls == before.calls


def test_cold_keys_cost_one_read_and_one_call_of_the_key_service(stage: Stage) -> None:
    from chalicelib.privacy import service as privacy  # noqa: PLC0415 - the one test that forgets keys.

    privacy.forget_opened_keys()
    cost = measured(JOURNEYS["sending thirty answers"][0], stage)
    assert cost.calls == {"dynamodb.GetItem": 2, "dynamodb.TransactWriteItems": 1, "kms.Decrypt": 1}


# --- Signing in and being signed in

WRONG = {"username": "alice", "password": "not the password at all"}


@pytest.mark.parametrize("password", [PASSWORD, WRONG["password"]])
@pytest.mark.parametrize("username", ["alice", "nobody-here"])
def test_signing_in_costs_one_hash_and_no_more_calls_than_promised(stage: Stage, username: str, password: str) -> None:
    visitor = Browser("lakeview", "192.0.2.203")
    body = {"username": username, "password": password}
    cost = measured(lambda _: visitor.api("POST", "/session", body), stage)
    assert [step for step in cost.trace if step.startswith("password.")] == ["password.hash 600000"]
    assert cost.of("dynamodb") <= 6
    assert cost.of("kms") <= 2


def written_by(journey: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str]]:
    """Table and key of every row that a journey writes, or would have written."""
    keys: set[tuple[str, str, str]] = set()
    call = dynamodb._call

    def recorded(operation: str, **request: Any) -> Any:
        verb = operation.removesuffix("_item").title()
        items = request.get("TransactItems") or ([{verb: request}] if verb in {"Put", "Update", "Delete"} else [])
        for verb, one in (pair for item in items for pair in item.items()):
            key = one["Item"] if verb == "Put" else one["Key"]
            keys.add((one["TableName"], key["pk"]["S"], key["sk"]["S"]))
        return call(operation, **request)

    with monkeypatch.context() as patched:
        patched.setattr(dynamodb, "_call", recorded)
        journey()
    return keys


@pytest.mark.parametrize(
    "kind",
    [
        lambda browser, name: browser.sign_in(name),
        lambda browser, name: browser.api("POST", "/session", {**WRONG, "username": name}),
        lambda browser, name: browser.ok("POST", "/password/forgotten", {"username": name}),
    ],
    ids=["signing in", "a wrong password", "forgetting one's password"],
)
def test_two_people_at_different_addresses_write_no_common_row(
    kind: Callable[[Browser, str], object], hugo_and_ines: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hugo = written_by(lambda: kind(Browser("lakeview", "198.18.1.1"), "hugo"), monkeypatch)
    ines = written_by(lambda: kind(Browser("lakeview", "198.18.2.1"), "ines"), monkeypatch)
    assert len(hugo) == len(ines) >= 5
    assert not hugo & ines


@pytest.fixture(scope="module")
def hugo_and_ines(lakeview: District) -> None:
    for name in ("hugo", "ines"):
        lakeview.colleague(name, "member")


SESSION_AND_EPOCH = "dynamodb.BatchGetItem local-districts:2"


@pytest.mark.parametrize("path", ["/surveys", "/teams", "/desk/topics", "/users", "/session"])
def test_being_signed_in_costs_one_batch_get_of_session_and_epoch(stage: Stage, path: str) -> None:
    stage.alice.ok("GET", path)
    trace = measured(lambda s: s.alice.ok("GET", path), stage).trace
    assert trace[0] == SESSION_AND_EPOCH
    assert SESSION_AND_EPOCH not in trace[1:]


def test_nothing_else_is_read_before_somebody_is_refused(stage: Stage, bob: Browser) -> None:
    bob.api("GET", "/session")  # Where a minute has passed, the idle clock ticks here.
    for browser, status in ((bob, 403), (Browser("lakeview", cookie=stage.alice.cookie[::-1]), 401)):
        cost = measured(lambda _, browser=browser: browser.api("GET", "/jobs"), stage)
        assert browser.api("GET", "/jobs").status == status
        assert cost.trace == [SESSION_AND_EPOCH]
