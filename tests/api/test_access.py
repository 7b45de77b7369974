"""Every person at every route, and every field of what routes give, as a hand-written table says.

A request names a query parameter that no route has: whoever passes the gate is told so (400), and nothing happens.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.entry.http import PREFIX, ROUTES
from chalicelib.kernel.ids import random_id
from local.platform import load_app
from tests.api import acts
from tests.client import Answered, Browser, District, new_key, open_district, wait_for
from tests.conftest import Figure

load_app()
TABLE = yaml.safe_load(Path(__file__).with_name("access.yaml").read_text())
PASSED, NOT_SIGNED_IN, REFUSED, ABSENT = 400, 401, 403, 404
WORDS = "The yard is loud."


@pytest.fixture(scope="module")
def grove(platform: Any) -> District:
    return open_district(platform, "oakgrove")


@pytest.fixture(scope="module")
def objects(grove: District) -> dict[str, Any]:
    """What the levels and the addresses name."""
    alice = grove.administrator
    team = acts.make_team(alice, alice.user_id)
    topic, other = acts.make_topic(alice, team, alice.user_id), acts.make_topic(alice, team, alice.user_id)
    acts.write_to(grove.visitor("198.51.100.2"), topic, name="Rosa", email="rosa@home.example")
    thread = acts.first_waiting(alice, topic)["thread_id"]
    alice.ok("POST", f"/threads/{thread}/replies", {"key": new_key(), "message": "At seven."})
    survey = acts.make_survey(alice, segments=["school"])
    for number in range(24):
        school = "north" if number % 2 else "south"
        acts.answer(grove.visitor(), survey, {"safe": "no", "school": school, "why": WORDS})
    recount = {"district": grove.slug, "survey_id": survey}
    wait_for(lambda: grove.platform.run_job("recount_survey", recount)["counted"] == 24, "the counters")
    return {
        "$survey": survey,
        "$other_survey": acts.make_survey(alice),
        "$topic": topic,
        "$other_topic": other,
        "$owner": alice.user_id,
        "$definition": acts.DEFINITION,
        "thread": thread,
        "team": team,
    }


def filled(level: dict[str, Any], objects: dict[str, Any]) -> dict[str, Any]:
    named = {name: [objects.get(one, one) for one in part] for name, part in level.items() if isinstance(part, list)}
    return {**level, **named}


def appointed(grove: District, team: str, username: str, *levels: dict[str, Any], designated: bool) -> Browser:
    """Somebody of the staff with some levels, in the team, signed in."""
    alice = grove.administrator
    browser = grove.colleague(username, "member")
    user = next(one for one in alice.ok("GET", "/users")["items"] if one["user_id"] == browser.user_id)
    body = {"levels": list(levels), "revision": user["revision"]}
    alice.ok("PUT", f"/users/{browser.user_id}/levels", body)
    if designated:
        made = {"key": new_key(), "user_id": browser.user_id, "reason": "For the table.", "days": 1}
        alice.ok("POST", "/designations", made)
    members = next(one for one in alice.ok("GET", "/teams")["items"] if one["team_id"] == team)["member_ids"]
    alice.ok("PUT", f"/teams/{team}", {"name": "Everybody", "member_ids": [*members, browser.user_id]})
    return browser.sign_in(username)


@pytest.fixture(scope="module")
def people(grove: District, objects: dict[str, Any]) -> dict[str, Browser]:
    found = {"visitor": grove.visitor("203.0.113.9")}
    for name, said in TABLE["people"].items():
        if said:
            level = filled(said["level"], objects)
            username = name.replace("_", "-")
            designated = said.get("designated", False)
            found[name] = appointed(grove, objects["team"], username, level, designated=designated)
    return found


def named(route: Any) -> str:
    return f"{route.method} {route.path.removeprefix(PREFIX)}".strip()


def address(route: str, objects: dict[str, Any], query: str = "") -> tuple[str, str]:
    """A route's method and its address, with live objects where a level could reach them."""
    method, _, path = route.partition(" ")
    query = re.sub(r"\$\w+", lambda found: objects[found[0]], query)
    live = {"survey_id": objects["$survey"], "topic_id": objects["$topic"], "thread_id": objects["thread"]}
    live |= {"version": "1", "team_id": objects["team"]}
    path = re.sub(r"{(\w+)}", lambda found: live.get(found[1], random_id("xyz")), path)
    return method, f"{path}?{query}" if query else path


def decision(route: str, person: str) -> int:
    """What the table says."""
    kind = TABLE["classes"][TABLE["routes"][route]]
    if kind.get("everybody") or person in kind["in"]:
        return PASSED
    if person == "visitor":
        return NOT_SIGNED_IN
    return ABSENT if person in kind.get("absent", ()) else REFUSED


def test_every_route_is_in_the_table_and_no_other() -> None:
    assert {named(route) for route in ROUTES} == set(TABLE["routes"])


@pytest.mark.parametrize("route", sorted(named(route) for route in ROUTES))
def test_everybody_at_a_route_is_told_what_the_table_says(
    route: str, people: dict[str, Browser], objects: dict[str, Any]
) -> None:
    method, path = address(route, objects)
    told = {person: browser.api(method, f"{path}?zz=1").status for person, browser in people.items()}
    assert told == {person: decision(route, person) for person in people}


def test_the_cells_are_counted(figure: Figure) -> None:
    cells = len(ROUTES) * len(TABLE["people"])
    inside = sum(len(one["told"]) for one in TABLE["behind_the_gate"])
    shown = sum(len(one["people"]) * (len(one["shown"]) + 1) for one in TABLE["fields"])
    figure(f"{cells} cells of route and person, {inside} behind the gate, {shown} of field and person")
    assert cells > 1_300
    assert inside > 60
    assert shown > 150


# --- Behind the gate


@pytest.mark.parametrize("table", TABLE["behind_the_gate"], ids=lambda table: table["route"].replace("/", "|"))
def test_what_the_object_tells_is_decided_behind_the_gate(
    table: dict[str, Any], people: dict[str, Browser], objects: dict[str, Any], grove: District
) -> None:
    method, path = address(table["route"], objects, table.get("query", ""))
    told = {}
    for person in table["told"]:
        thread = grove.administrator.ok("GET", f"/threads/{objects['thread']}")
        own = {**objects, "$key": new_key(), "$revision": thread["revision"]}
        sent = table.get("body", {})
        body = {name: own.get(value, value) if isinstance(value, str) else value for name, value in sent.items()}
        told[person] = people[person].api(method, path, body).status
    assert told == table["told"]
    assert told.keys() == {person for person in people if decision(table["route"], person) == PASSED}


# --- Fields


def whole(browser: Browser, path: str, answered: Answered) -> Any:
    """A reply with all of its pages, where it is an export."""
    body = answered.json
    while "csv" in body and body["next"]:
        more = browser.ok("GET", f"{path}?cursor={body['next']}")
        body = {"csv": body["csv"] + more["csv"], "next": more["next"]}
    return body


def dug(body: Any, what: str) -> bool:
    """Whether a reply shows something."""
    if what.startswith("csv"):
        _, kind, name = what.split(" ")
        rows = csv.DictReader(io.StringIO(body["csv"]))
        if kind == "column":
            return name in (rows.fieldnames or ())
        return any(row["school"] == name and (kind == "school" or row.get("why") == WORDS) for row in rows)
    if what == "everybody":
        return body["group"] == ""
    if what.startswith("group "):
        return any(one["value"] == what.removeprefix("group ") for part in body["groups"] for one in part["values"])
    first, _, rest = what.partition(".")
    if isinstance(body[first], list):
        return any(item[rest] for item in body[first])
    return bool(body[first][rest] if rest else body[first])


@pytest.mark.parametrize("table", TABLE["fields"], ids=lambda table: table["route"].replace("/", "|"))
def test_a_reply_shows_each_person_what_the_table_says(
    table: dict[str, Any], grove: District, objects: dict[str, Any]
) -> None:
    method, path = address(table["route"], objects, table.get("query", ""))
    for person, given in table["people"].items():
        held = given if isinstance(given, list) else [given]
        levels = [filled({name: value for name, value in one.items() if name != "designated"}, objects) for one in held]
        username = f"{new_key()[:5].lower()}{person.replace('_', '-')}"
        designated = any(one.get("designated") for one in held)
        browser = appointed(grove, objects["team"], username, *levels, designated=designated)
        answered = browser.api(method, path)
        assert (answered.status == 200) == (person in table["got_by"]), (person, answered.body)
        if answered.status == 200:
            body = whole(browser, path, answered)
            seen = {what for what in table["shown"] if dug(body, what)}
            assert seen == {what for what, who in table["shown"].items() if person in who}, person
