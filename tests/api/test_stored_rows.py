"""After a day of writes no table, letter ledger or log line holds a word that somebody confided."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from local.platform import load_app
from tests.api import acts
from tests.api.tables import Tables
from tests.canaries import found_in
from tests.client import PASSWORD, Browser, District, new_key, open_district, wait_for, wait_for_link

load_app()
WORDS = {
    "name of a writer": "Quetzal Okonkwo",
    "address of a writer": "quetzal.okonkwo@home.example",
    "message": "the lighthouse keeper of room 4711",
    "second message": "a marmalade umbrella in corridor nine",
    "note": "walnut parliament behind the gymnasium",
    "reply": "seventeen lanterns under the bleachers",
    "rating comment": "velvet tractor of good intentions",
    "answer": "tangerine telescope in the cafeteria",
    "name on the roster": "Zephyrine Abernathy",
    "address on the roster": "zephyrine.abernathy@home.example",
    "school on the roster": "Copernicus-Nightingale Academy",
    "role on the roster": "grandguardian-of-three",
    "name of a colleague": "Thaddeus Featherstone",
    "user name of a colleague": "thaddeus.featherstone",
    "address of a colleague": "thaddeus.featherstone@town.example",
    "password": PASSWORD,
}
ROSTER = (
    "email,name,language,school,role\n"
    "{address on the roster},{name on the roster},en,{school on the roster},{role on the roster}\n"
)


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """What the platform's logger writes beside its own stream."""
    seen = io.StringIO()
    logger = logging.getLogger("parley")
    handler = logging.StreamHandler(seen)
    handler.setFormatter(logger.handlers[0].formatter if logger.handlers else None)
    logger.addHandler(handler)
    yield seen
    logger.removeHandler(handler)


@pytest.fixture(scope="module")
def town(platform: object, log: io.StringIO) -> District:
    """A district after a day in which every kind of word was written."""
    district = open_district(platform, "cedarville")  # type: ignore[arg-type]
    alice = district.administrator
    colleague = _colleague(district, alice)
    topic = acts.make_topic(alice, acts.make_team(alice, colleague.user_id), colleague.user_id)
    _dialogue(district, colleague, topic)
    _survey(district, alice)
    _refusals(district, topic)
    return district


def _colleague(district: District, alice: Browser) -> Browser:
    email = WORDS["address of a colleague"]
    alice.ok("POST", "/users", {"key": new_key(), "email": email, "levels": [{"role": "member"}]})
    token = wait_for_link(district.platform, email, r"/welcome#([a-z2-7]+)")
    return Browser(district.slug).accept(token, WORDS["user name of a colleague"], WORDS["name of a colleague"])


def _dialogue(district: District, colleague: Browser, topic: str) -> None:
    visitor = district.visitor()
    who = {"name": WORDS["name of a writer"], "email": WORDS["address of a writer"]}
    link = acts.write_to(visitor, topic, WORDS["message"], **who)
    acts.write_to(visitor, topic, WORDS["message"])
    thread = colleague.ok("GET", f"/inbox?status=unopened&topic={topic}")["items"][-1]["thread_id"]
    colleague.ok("POST", f"/threads/{thread}/notes", {"key": new_key(), "message": WORDS["note"]})
    colleague.ok("POST", f"/threads/{thread}/replies", {"key": new_key(), "message": WORDS["reply"]})
    visitor.ok("POST", "/talk/messages", {"link": link, "key": new_key(), "message": WORDS["second message"]})
    rating = {"link": link, "key": new_key(), "score": 9, "comment": WORDS["rating comment"]}
    visitor.ok("POST", "/talk/rating", rating)


def _survey(district: District, alice: Browser) -> None:
    data = {"safe": "no", "why": WORDS["answer"], "school": "north"}
    for mode in ("anonymous", "confidential", "identified"):
        survey_id = acts.make_survey(alice, mode, segments=["school", "roster.school", "roster.role"])
        link: dict[str, object] = {}
        if mode != "anonymous":
            csv = ROSTER.format(**WORDS)
            alice.ok("POST", f"/surveys/{survey_id}/roster", {"key": new_key(), "csv": csv})
            alice.ok("POST", f"/surveys/{survey_id}/invitations", {"key": new_key(), "kind": "first"})
            pattern = rf"/s/{survey_id}#i=(\S+)"
            link["invitation"] = wait_for_link(district.platform, WORDS["address on the roster"], pattern)
        assert acts.answer(district.visitor(), survey_id, data, **link).status == 201
        if mode == "anonymous":
            alice.ok("GET", f"/surveys/{survey_id}/export")


def _refusals(district: District, topic: str) -> None:
    """What is refused is not logged either."""
    visitor = district.visitor()
    bad = acts.message(topic, WORDS["message"], name=WORDS["name of a writer"], email="nobody")
    assert visitor.api("POST", "/threads", bad).status == 400
    assert visitor.api("POST", "/threads", {**bad, WORDS["note"]: 7}).status == 400
    wrong = {"username": WORDS["user name of a colleague"], "password": WORDS["password"] + "?"}
    assert visitor.api("POST", "/session", wrong).status == 401
    assert visitor.api("GET", f"/surveys?cursor={WORDS['answer']}").status == 401


def test_no_table_holds_a_confided_word(town: District) -> None:
    tables = Tables(town.platform, town.district_id)
    wait_for(lambda: any(table == "tallies" for table, _ in tables.rows()), "counters")
    tables.at_rest()
    rows = [(table, json.dumps(row, default=bytes.hex).encode()) for table, row in tables.rows()]
    assert {table for table, _ in rows} >= {"audit", "dialogues", "keys", "outbox", "responses", "surveys", "tallies"}
    assert {table: found_in(raw, WORDS.values()) for table, raw in rows if found_in(raw, WORDS.values())} == {}


def test_no_log_line_holds_a_confided_word(town: District, log: io.StringIO) -> None:
    lines = log.getvalue()
    assert lines.count("\n") > 20
    assert found_in(lines.encode(), WORDS.values()) == set()


def test_an_anonymous_answer_leaves_no_time_finer_than_an_hour_and_no_trace_of_who(town: District) -> None:
    rows = [row for table, row in Tables(town.platform, town.district_id).rows() if table == "responses"]
    assert rows
    for row in rows:
        assert row["hour"]["S"].endswith(":00:00.000Z")
        assert row["created_sk"]["S"] == f"{row['hour']['S']}#{row['sk']['S']}"
        kept = {*("pk", "sk", "by_hour_pk", "created_sk", "version", "subject", "hour", "payload_mac", "sealed")}
        is_identified = row["subject"] != row["sk"]
        assert row.keys() == (kept | {"by_subject_pk"} if is_identified else kept)
    assert len([row for row in rows if "by_subject_pk" in row]) == 1
    verbs = [row["verb"]["S"] for table, row in Tables(town.platform, town.district_id).rows() if table == "audit"]
    assert verbs.count("response.submitted") == 2
