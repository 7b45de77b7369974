"""The API as OpenAPI 3.1, from the routes and the shapes they declare."""

import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from chalicelib.entry.authorise import COOKIE
from chalicelib.entry.call import Nothing
from chalicelib.entry.http import PREFIX, Route
from chalicelib.identity.permissions import GRANTS, Permission
from chalicelib.kernel import errors
from chalicelib.kernel.errors import ParleyError

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{name}"
METHODS = ("GET", "POST", "PUT", "DELETE")
SECTIONS = {
    "": "District",
    "certificates": "District",
    "signing-key": "District",
    "privacy": "Privacy and consent",
    "consents": "Privacy and consent",
    "device": "Privacy and consent",
    "session": "Signing in",
    "welcome": "Signing in",
    "password": "Signing in",
    "users": "People",
    "teams": "People",
    "surveys": "Surveys",
    "item-bank": "Surveys",
    "shares": "Sharing",
    "shared": "Sharing",
    "topics": "Writing to the district",
    "talk": "Writing to the district",
    "threads": "Threads",
    "inbox": "Threads",
    "desk": "Topics",
    "jobs": "Jobs",
    "drills": "Jobs",
    "status": "District",
    "me": "One's own account",
    "designations": "Administration",
    "security": "Administration",
    "approvals": "Administration",
    "audit": "Administration",
    "exports": "Exports",
    "retention": "Retention",
    "holds": "Retention",
    "requests": "Requests about personal information",
    "single-sign-on": "Signing in",
}


def section_of(route: Route) -> str:
    """The part of the API that a route belongs to; KeyError where a new part must be placed in SECTIONS."""
    if route.allow is Permission.PUBLIC and route.path == f"{PREFIX}/threads":
        return SECTIONS["talk"]
    return SECTIONS[route.path.removeprefix(PREFIX).strip("/").partition("/")[0]]


def ordered(routes: Iterable[Route]) -> list[Route]:
    """Routes by section, path and method."""
    places = list(dict.fromkeys(SECTIONS.values()))
    return sorted(routes, key=lambda one: (places.index(section_of(one)), one.path, METHODS.index(one.method)))


def roles_of(permission: Permission) -> list[str]:
    """The roles that have a permission; none for what asks for no role."""
    return sorted(role for role, granted in GRANTS.items() if permission in granted)


def refusals() -> list[type[ParleyError]]:
    """The error tree, by status."""
    return sorted(
        (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ParleyError)),
        key=lambda kind: kind.status,
    )


def schemas(routes: Iterable[Route]) -> tuple[dict[Any, Json], dict[str, Json]]:
    """The schema of each shape, as a reference, and all the components referred to."""
    shapes = list(dict.fromkeys(shape for one in ordered(routes) for shape in (one.body, one.query, one.reply)))
    found, components = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    return dict(zip(shapes, found, strict=True)), components


def document(routes: Iterable[Route]) -> Json:
    """The whole document."""
    routes = ordered(routes)
    shapes, components = schemas(routes)
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, shapes, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": {**components, "Refusal": _refusal()},
            "responses": {"Refusal": {"description": "Refused.", "content": _json({"$ref": _named("Refusal")})}},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def _named(name: str) -> str:
    return REFERENCE.format(name=name)


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _refusal() -> Json:
    codes = list(dict.fromkeys(kind.code for kind in refusals()))
    return {
        "title": "Refusal",
        "description": "The one shape of every failure.",
        "type": "object",
        "properties": {
            "error": {"enum": codes},
            "message": {"type": "string"},
            "fields": {"type": "object", "additionalProperties": {"type": "string"}},
            "request_id": {"type": "string"},
        },
        "required": ["error", "message", "fields", "request_id"],
    }


def _operation(route: Route, shapes: dict[Any, Json], components: dict[str, Json]) -> Json:
    said: Json = {
        "operationId": route.name,
        "tags": [section_of(route)],
        "summary": route.text,
        "parameters": [*_in_path(route), *_in_query(route, components), *_in_header(route)],
        "x-permission": str(route.allow),
        "x-roles": roles_of(route.allow),
        "security": [] if route.allow is Permission.PUBLIC else [{"session": []}],
        "responses": {
            str(route.status): {"description": "Done.", "content": _json(shapes[route.reply])},
            "default": {"$ref": "#/components/responses/Refusal"},
        },
    }
    if takes_body(route):
        said["requestBody"] = {"required": True, "content": _json(shapes[route.body])}
        said["x-most-bytes"] = route.most
    return said


def takes_body(route: Route) -> bool:
    """Whether a route reads a body: everything that writes does, if only an empty object."""
    return route.method in {"POST", "PUT"}


def takes_csrf(route: Route) -> bool:
    """Whether a call must prove that it came from our own page."""
    return route.allow is not Permission.PUBLIC and route.method != "GET"


def _in_path(route: Route) -> list[Json]:
    names = re.findall(r"\{(\w+)\}", route.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(route: Route, components: dict[str, Json]) -> list[Json]:
    if route.query is Nothing:
        return []
    shape = components[route.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in shape["required"], "schema": schema}
        for name, schema in shape["properties"].items()
    ]


def _in_header(route: Route) -> list[Json]:
    name = {"name": "parley-csrf", "in": "header", "required": True, "schema": {"type": "string"}}
    return [name] if takes_csrf(route) else []


def written(routes: Iterable[Route]) -> str:
    """The document as it is committed."""
    return json.dumps(document(routes), indent=1, ensure_ascii=False) + "\n"
