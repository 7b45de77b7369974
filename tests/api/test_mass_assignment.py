"""Nobody gives themselves more by a field that a route does not ask for: it is refused by name; nothing is written."""

import re
from itertools import product
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from msgspec import inspect

from chalicelib.entry.http import PREFIX, ROUTES, Route
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.ids import random_id
from local.platform import load_app
from tests.api.tables import Tables, changes
from tests.client import District, open_district
from tests.conftest import IS_THOROUGH, Figure, slice_of

load_app()
# By hand: whatever says who somebody is, what they may do, how they proved it, or how a thing is protected.
COVETED = (
    "roles",
    "role",
    "levels",
    "permissions",
    "token_for",
    "designated_until",
    "user_id",
    "actor_id",
    "owner_id",
    "district_id",
    "state",
    "epoch",
    "proof",
    "proved_at",
    "factors",
    "security",
    "admin_proof",
    "approved_by",
    "asked_by",
    "decided_by",
    "shared_by",
    "views",
    "expires_at",
)
NESTED: dict[str, dict[str, Any]] = {
    "POST /users": {"key": "A" * 22, "email": "a@home.example", "levels": [{"role": "member"}]},
    "PUT /users/{user_id}/levels": {"levels": [{"role": "member"}], "revision": 1},
    "POST /shares": {"recipient": {"email": "guest@elsewhere.example"}},
    "POST /surveys/{survey_id}/responses": {"consent": {"version": "2026-11"}},
}


def named(route: Route) -> str:
    return f"{route.method} {route.path.removeprefix(PREFIX)}".strip()


def fields_of(kind: Any) -> set[str]:
    return set(getattr(kind, "__struct_encode_fields__", ()))


@pytest.fixture(scope="module")
def pinecrest(platform: Any) -> District:
    return open_district(platform, "pinecrest")


def refused_fields(district: District, route: Route, *, body: Any = None, query: str = "") -> list[str]:
    """What a request is refused for, by somebody who may call the route."""
    browser = district.visitor() if route.allow is Permission.PUBLIC else district.administrator
    path = re.sub(r"{\w+}", lambda _: random_id("xyz"), route.path.removeprefix(PREFIX))
    answered = browser.api(route.method, path + query, body)
    assert answered.status == 400, (named(route), answered.status, body, query)
    return list(answered.json["fields"])


def test_no_field_that_a_route_does_not_ask_for_is_taken(pinecrest: District, figure: Figure) -> None:
    tables = Tables(pinecrest.platform, pinecrest.district_id)
    before, sent = tables.at_rest(), 0
    for route, field in slice_of(product(ROUTES, COVETED), 5):
        if route.method in {"POST", "PUT"} and field not in fields_of(route.body):
            assert refused_fields(pinecrest, route, body={field: "administrator"}) == [field], named(route)
            sent += 1
        if not fields_of(route.body) and field not in fields_of(route.query):  # A body is read before a query.
            query = "?" + urlencode({field: "administrator"})
            assert refused_fields(pinecrest, route, query=query, body={}) == [field], named(route)
            sent += 1
    assert not changes(before, tables.hashes())
    figure(f"{sent} of {sent} fields that no route asks for are refused, and nothing is written")
    assert sent > (2_000 if IS_THOROUGH else 400)


@pytest.mark.parametrize("name", NESTED)
def test_nor_deeper_within_a_body(name: str, pinecrest: District) -> None:
    route = next(one for one in ROUTES if named(one) == name)
    for field in ("proof", "district_id", "designated_until"):
        (told,) = refused_fields(pinecrest, route, body=spoiled(NESTED[name], field))
        assert told.endswith(f".{field}")


def spoiled(example: dict[str, Any], field: str) -> dict[str, Any]:
    """A body with one field too many in the first thing within it that has fields."""
    for name, value in example.items():
        if isinstance(value, dict):
            return {**example, name: {field: "administrator", **value}}
        if isinstance(value, list):
            return {**example, name: [{field: "administrator", **value[0]}]}
    raise AssertionError("Nothing within this body has fields.")


def test_every_shape_that_is_sent_refuses_what_it_does_not_know() -> None:
    shapes = {kind for route in ROUTES for kind in (route.body, route.query)}
    open_ones = {
        found.cls.__name__
        for shape in shapes
        for found in within(inspect.type_info(shape))
        if not found.cls.__struct_config__.forbid_unknown_fields
    }
    assert open_ones == set()


def within(kind: Any) -> list[inspect.StructType]:
    """Each structure in a shape, itself included."""
    found = [kind] if isinstance(kind, inspect.StructType) else []
    parts = [field.type for field in kind.fields] if found else []
    parts += [getattr(kind, name) for name in ("item_type", "key_type", "value_type") if hasattr(kind, name)]
    parts += list(getattr(kind, "types", ()))
    return found + [one for part in parts if isinstance(part, inspect.Type) for one in within(part)]


def test_an_open_shape_would_be_seen() -> None:
    class Open(msgspec.Struct):
        name: str

    class Outer(msgspec.Struct, forbid_unknown_fields=True):
        parts: list[Open | None]

    assert [one.cls for one in within(inspect.type_info(Outer))] == [Outer, Open]
