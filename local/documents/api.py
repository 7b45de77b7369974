"""The API in words, from the routes and the shapes they declare."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from chalicelib.entry.call import Nothing
from chalicelib.entry.http import Route
from chalicelib.identity.permissions import Permission
from local.documents import openapi
from local.documents.openapi import Json

INTRODUCTION = """\
# The API

Made from the routes by `python -m local.documents write`; the same as OpenAPI 3.1: [openapi.json](openapi.json).

Every address names its district. Bodies and replies are JSON (`Content-Type: application/json`), times are ISO 8601 in
UTC, ids are text. A field that a body does not know is refused.

- **Session.** `POST …/session` sets the cookie `__Host-sid` and gives `csrf`; every write by somebody signed in sends
  it back in the header `parley-csrf`.
- **Key.** Whatever is created carries a `key`: 16 random bytes in base64url (22 characters), made before the first
  send. The same key again gives the same answer; with other contents it is a `conflict`.
- **Lists.** `items`, and `next`: the `cursor` of the next page, or null. A cursor serves one person and one question.
- **Refusals.** `error`, `message` (a sentence to show), `fields` (a sentence for each part at fault) and `request_id`.
"""
LIMITS = {"maxLength": "at most {} characters", "maxItems": "at most {}", "minimum": "from {}", "maximum": "to {}"}


def written(routes: Iterable[Route]) -> str:
    """The whole document."""
    routes = openapi.ordered(routes)
    shapes, components = openapi.schemas(routes)
    parts = [INTRODUCTION, _refusals(), "## Routes\n"]
    for section, some in groupby(routes, openapi.section_of):
        parts.append(f"### {section}\n")
        parts += [_route(route, shapes) for route in some]
    parts.append("## Shapes\n")
    parts += [_shape(name, components[name]) for name in sorted(components, key=str.lower) if name != Nothing.__name__]
    return "\n".join(parts)


def _refusals() -> str:
    rows = [f"| {kind.status} | `{kind.code}` | {kind.__name__} |" for kind in openapi.refusals()]
    return "\n".join(["| status | `error` | in the code |", "| --- | --- | --- |", *rows, ""])


def _route(route: Route, shapes: dict[Any, Json]) -> str:
    return "\n".join([f"#### {route.method} {route.path}\n", *_facts(route, shapes), ""])


def _facts(route: Route, shapes: dict[Any, Json]) -> Iterator[str]:
    yield f"{route.text}\n"
    yield f"- Who: {_who(route.allow)}"
    if route.query is not Nothing:
        yield f"- Query: {_type(shapes[route.query])}"
    if openapi.takes_body(route):
        body = "`{}`" if route.body is Nothing else _type(shapes[route.body])
        yield f"- Takes: {body}, at most {route.most // 1024} KiB"
    yield f"- Gives: {route.status} {_type(shapes[route.reply])}"


def _who(permission: Permission) -> str:
    if permission is Permission.PUBLIC:
        return "anybody"
    if permission is Permission.SIGNED_IN:
        return "anybody signed in"
    return f"{', '.join(openapi.roles_of(permission))} (`{permission}`)"


def _shape(name: str, schema: Json) -> str:
    lines = [f"### {name}\n"]
    if "description" in schema:
        lines.append(f"{schema['description']}\n")
    if "enum" in schema:
        return "\n".join([*lines, f"{_type(schema)}.\n"])
    if not schema["properties"]:
        return "\n".join([*lines, "No fields.\n"])
    lines += ["| field | type | |", "| --- | --- | --- |"]
    lines += [_field(field, kind, schema["required"]) for field, kind in schema["properties"].items()]
    return "\n".join([*lines, ""])


def _field(name: str, kind: Json, required: list[str]) -> str:
    said = [] if name in required else ["may be left out"]
    said += [LIMITS[limit].format(kind[limit]) for limit in LIMITS if limit in kind]
    said += [f"`{_cell(kind['pattern'])}`"] if "pattern" in kind else []
    said += [kind["description"]] if "description" in kind else []
    return f"| `{name}` | {_type(kind)} | {'; '.join(said)} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _type(kind: Json) -> str:
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(_type(one) for one in kind["anyOf"])
    if "enum" in kind:
        return " or ".join(f"`{value}`" for value in kind["enum"])
    if kind.get("type") == "array":
        return f"list of {_type(kind.get('items', {}))}"
    if kind.get("type") == "object":
        return f"map of text to {_type(kind.get('additionalProperties', {}))}"
    name = str(kind.get("type", "JSON"))
    return {"string": "text", "boolean": "true or false"}.get(name, name)
