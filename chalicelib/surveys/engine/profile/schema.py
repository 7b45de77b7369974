"""The profile as a JSON Schema (draft 7), made from the same tables that the compiler reads.

A schema says which properties there are and of what kind; that names are known, expressions parse and nothing hangs
on itself, only the compiler can say.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from chalicelib.surveys.engine.profile.checks import TEXTS_SCHEMA, Table
from chalicelib.surveys.engine.profile.questions import CELLS, ITEM, MASK, TYPES
from chalicelib.surveys.engine.profile.surveys import (
    BAND,
    CALCULATED,
    OPTION,
    PAGE,
    PICTURE,
    QUOTA,
    RULES,
    SCALE,
    SURVEY,
    TRIGGERS,
)

Json = dict[str, Any]
NAMELESS: Final = frozenset({"html", "image", "panel"})


def schema(version: int) -> Json:
    """Give the whole profile as one schema."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:parley:survey-profile:{version}",
        "title": f"Parley survey profile, version {version}",
        "description": "What a survey may hold. The compiler checks more: names, expressions, circles.",
        **_object(SURVEY),
        "oneOf": [{"required": ["pages"]}, {"required": ["elements"]}],
        "definitions": _definitions(),
    }


def _definitions() -> Json:
    return {
        "texts": dict(TEXTS_SCHEMA),
        "page": _object(PAGE),
        "choice": _option(OPTION),
        "picture": _option(PICTURE),
        "element": _by("type", {kind: _element(kind, table) for kind, table in TYPES.items()}),
        "column": {"anyOf": [_object(table, ["name"]) for table in CELLS.values()]},
        "item": _object({**ITEM, **_masked(ITEM)}, ["name"]),
        "validator": _by("type", {kind: _object(table, ["type"]) for kind, table in RULES.items()}),
        "trigger": {
            "anyOf": [
                _by("type", {kind: _object(table, ["type"]) for kind, table in TRIGGERS.items()}),
                {"required": ["type", "name"], "description": "The older spelling, by name, operator and value."},
            ]
        },
        "calculatedValue": _object(CALCULATED, ["name", "expression"]),
        "scale": _object(SCALE, ["name", "items", "method"]),
        "quota": _object(QUOTA, ["name", "limit"]),
        "band": _object(BAND, ["from", "title"]),
        "mask": {"anyOf": [_object(table) for table in MASK.values()]},
    }


def _element(kind: str, table: Table) -> Json:
    required = ["type"] if kind in NAMELESS else ["type", "name"]
    return _object({**table, **_masked(table)}, required)


def _masked(table: Table) -> Mapping[str, Any]:
    return {"maskSettings": {"$ref": "#/definitions/mask"}} if "maskSettings" in table else {}


def _option(table: Table) -> Json:
    return {"anyOf": [{"type": ["string", "number", "boolean"]}, _object(table, ["value"])]}


def _object(table: Mapping[str, Any], required: Collection[str] = ()) -> Json:
    properties = {name: dict(getattr(check, "schema", check)) for name, check in table.items()}
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def _by(key: str, kinds: Mapping[str, Json]) -> Json:
    """Choose among schemas by the value of one property."""
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"enum": list(kinds)}},
        "allOf": [{"if": {"properties": {key: {"const": kind}}}, "then": shape} for kind, shape in kinds.items()],
    }
