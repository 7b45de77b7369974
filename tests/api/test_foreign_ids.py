"""Nobody reaches another district: every id of every route is swapped for a foreign one, and tells nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from msgspec import Struct

from chalicelib.aws.meter import metered
from chalicelib.entry.http import PREFIX, ROUTES
from chalicelib.identity.permissions import Permission
from local.platform import load_app
from tests.api.tables import Tables, changes
from tests.api.world import Nowhere, World, build
from tests.client import Answered, Browser, open_district
from tests.conftest import IS_THOROUGH, Figure

load_app()  # Importing the application declares its routes.
FILE = yaml.safe_load(Path(__file__).with_name("foreign_ids.yaml").read_text())
EXPECTED: dict[str, Any] = {entry["route"]: entry for entry in FILE["routes"]}
PERSONS = ("visitor", "administrator", "author", "member")


class Swap(Struct, frozen=True):
    """One case: who sends which foreign ids where, and what they are told."""

    route: str
    person: str
    places: list[str]
    kinds: list[str]
    status: int

    def __str__(self) -> str:
        return f"{self.route} {'+'.join(self.places)} by {self.person}"


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _swaps() -> Iterator[Swap]:
    for route, entry in EXPECTED.items():
        for one in entry["ids"]:
            for person in PERSONS:
                if person in one:
                    yield Swap(route, person, _listed(one["at"]), _listed(one["kind"]), one[person])


SWAPS = list(_swaps())


@pytest.fixture(scope="module")
def worlds(platform: Any) -> tuple[World, World]:
    """Everything lives twice, in two districts of this file's own."""
    return build(open_district(platform, "ashford")), build(open_district(platform, "birchwood"))


@pytest.fixture(scope="module")
def tables(worlds: tuple[World, World]) -> Tables:
    district_ids = [world.district.district_id for world in worlds]
    return Tables(worlds[0].district.platform, *district_ids)


@pytest.fixture(scope="module")
def nowhere() -> dict[str, str]:
    return Nowhere().ids


def _placed(parts: dict[str, Any], place: str, value: str) -> None:
    part, name = place.split(".")
    held = parts[part].get(name)
    parts[part][name] = [value] if isinstance(held, list) else value


def _send(world: World, browser: Browser, route: str, swapped: dict[str, str]) -> Answered:
    """The example of a route in a world's own words, but for what is swapped."""
    entry = EXPECTED[route]
    parts = {part: world.filled(entry.get(part, {})) for part in ("path", "query", "body")}
    parts["path"]["slug"] = world.district.slug
    for place, value in swapped.items():
        _placed(parts, place, value)
    method, _, below = route.partition(" ")
    path = (PREFIX + below).format(**parts["path"])
    query = "?" + urlencode(parts["query"]) if parts["query"] else ""
    return browser.call(method, path + query, parts["body"] if method in {"POST", "PUT"} else None)


def _told(answered: Answered) -> tuple[int, dict[str, str], bytes]:
    return answered.status, answered.headers, re.sub(rb'"request_id":"[^"]*"', b"", answered.body)


def test_every_route_is_in_the_file() -> None:
    assert EXPECTED.keys() == {f"{route.method} {route.path.removeprefix(PREFIX)}".strip() for route in ROUTES}


def test_every_field_is_an_id_with_a_case_or_no_id() -> None:
    known = {(swap.route, place) for swap in SWAPS for place in swap.places}
    for route in ROUTES:
        name = f"{route.method} {route.path.removeprefix(PREFIX)}".strip()
        path = set(re.findall(r"{(\w+)}", route.path)) - {"slug"}
        fields = {"path": path, "body": _fields(route.body), "query": _fields(route.query)}
        missing = {
            f"{part}.{field}"
            for part, names in fields.items()
            for field in names - set(FILE["not_ids"])
            if (name, f"{part}.{field}") not in known and f"{name} {part}.{field}" not in FILE["not_ids"]
        }
        assert not missing, name


def _fields(kind: Any) -> set[str]:
    return set(getattr(kind, "__struct_fields__", ()))


def test_every_kind_lives_in_both_districts_and_nowhere(worlds: tuple[World, World], nowhere: dict[str, str]) -> None:
    kinds = {kind for swap in SWAPS for kind in swap.kinds}
    ours, theirs = worlds
    assert kinds == nowhere.keys()
    assert kinds <= ours.objects.keys()
    assert kinds <= theirs.objects.keys()
    assert all(ours.objects[kind] != theirs.objects[kind] for kind in kinds - {"username"})


def test_every_permission_is_tried_by_everybody_who_has_it() -> None:
    wanted = {
        Permission.PUBLIC: {"visitor"},
        Permission.WORK_DIALOGUES: {"administrator", "member"},
        Permission.WRITE_SURVEYS: {"administrator", "author"},
    }
    for route in ROUTES:
        name = f"{route.method} {route.path.removeprefix(PREFIX)}".strip()
        tried = {swap.person for swap in SWAPS if swap.route == name and "cursor" not in swap.kinds[0]}
        assert not tried or tried == wanted.get(route.allow, tried), name


@pytest.fixture(scope="module")
def stranger(worlds: tuple[World, World]) -> str:
    """A user name that the other district alone has."""
    worlds[1].district.colleague("zelda", "member")
    worlds[1].objects["username"] = "zelda"
    return "zelda"


@pytest.fixture(scope="module")
def at_rest(worlds: tuple[World, World], stranger: str, tables: Tables) -> dict[Any, str]:
    return tables.at_rest()


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_a_foreign_id_tells_no_more_than_one_that_exists_nowhere(
    swap: Swap, worlds: tuple[World, World], nowhere: dict[str, str], tables: Tables, at_rest: dict[Any, str]
) -> None:
    ours, theirs = worlds
    browser = ours.person(swap.person)
    with metered() as cost:
        foreign = _send(ours, browser, swap.route, _values(swap, theirs.objects))
        missing = _send(ours, browser, swap.route, _values(swap, nowhere))
    if swap.kinds != ["slug"]:
        assert _told(foreign) == _told(missing)
        assert foreign.status == swap.status
    assert missing.status == swap.status
    assert "dynamodb.Scan" not in cost.calls
    if IS_THOROUGH:  # Else once for all, after the last, with the sessions.
        assert not changes(at_rest, tables.hashes())


def _values(swap: Swap, objects: dict[str, Any]) -> dict[str, str]:
    return {place: objects[kind] for place, kind in zip(swap.places, swap.kinds, strict=True)}


def test_a_session_is_worth_nothing_at_another_address(
    worlds: tuple[World, World], tables: Tables, at_rest: dict[Any, str], figure: Figure
) -> None:
    closed = [route for route in ROUTES if route.allow is not Permission.PUBLIC]
    for ours, theirs in (worlds, worlds[::-1]):
        for route in closed:
            name = f"{route.method} {route.path.removeprefix(PREFIX)}"
            for person in ("administrator", "author", "member"):
                stolen = theirs.person(person)
                foreign = Browser(ours.district.slug, cookie=stolen.cookie, csrf=stolen.csrf)
                nobody = Browser(ours.district.slug, cookie="A" * 64, csrf=stolen.csrf)
                told = _told(_send(ours, foreign, name, {}))
                assert told == _told(_send(ours, nobody, name, {}))
                assert told[0] == 401
    assert not changes(at_rest, tables.hashes())
    figure(f"{len(SWAPS)} swaps of an id, {len(closed) * 6} of a session")


def test_a_colleagues_cursor_is_refused(worlds: tuple[World, World]) -> None:
    ours = worlds[0]
    cursor = ours.objects["surveys_cursor"]
    assert ours.person("administrator").api("GET", f"/surveys?cursor={cursor}").status == 200
    assert ours.person("author").api("GET", f"/surveys?cursor={cursor}").json["fields"].keys() == {"cursor"}


def test_the_same_calls_succeed_at_home(worlds: tuple[World, World], at_rest: dict[Any, str]) -> None:
    for world in worlds:
        for route, entry in EXPECTED.items():
            if entry["ids"]:
                person = next(person for person in PERSONS if person in entry["ids"][0])
                browser = Browser(world.district.slug) if person == "visitor" else world.person(person)
                answered = _send(world, browser, route, {})
                assert answered.status in {200, 201, 202}, (route, answered.body)


def test_the_same_key_makes_a_thing_of_its_own_in_each_district(worlds: tuple[World, World]) -> None:
    body = {"key": "A" * 22, "name": "Meals", "member_ids": []}
    made = {world.person("administrator").ok("POST", "/teams", body)["team_id"] for world in worlds}
    assert len(made) == 2


def test_the_same_user_name_is_free_in_each_district(worlds: tuple[World, World]) -> None:
    people = {Browser(world.district.slug).sign_in("walter").user_id for world in worlds}
    assert len(people) == 2


def test_the_districts_know_nothing_of_each_other(worlds: tuple[World, World]) -> None:
    ours, theirs = worlds
    for path in ("/users", "/teams", "/desk/topics", "/inbox?status=unopened", "/surveys"):
        seen = ours.person("administrator").ok("GET", path)["items"]
        others = theirs.person("administrator").ok("GET", path)["items"]
        ids = {next(iter(item.values())) for item in seen}
        assert seen
        assert not ids & {next(iter(item.values())) for item in others}
