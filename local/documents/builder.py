"""What the builder of surveys may offer: the district profile, property by property, read from the engine's tables."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.profile import Check
from chalicelib.surveys.engine.profile import checks as kinds
from chalicelib.surveys.engine.profile.protected import AREAS, AUDIENCES

LIMITS = (
    *("MOST_ITEMS", "MOST_CHOICES", "MOST_ROWS", "MOST_RATES", "MOST_RULES"),
    *("LONGEST_NAME", "LONGEST_TITLE", "FEWEST_OF_QUOTA"),
)
_NAMED = {
    "name": kinds.name,
    "condition": kinds.condition,
    "expression": kinds.expression,
    "pattern": kinds.pattern,
    "flag": kinds.flag,
    "texts": kinds.texts,
    "plain": kinds.plain,
    "measure": kinds.measure,
    "html": kinds.html,
    "link": kinds.image_link,
    "number": kinds.number,
    "scalar": kinds.scalar,
}


def kind_of(check: Check) -> Any:
    """A property's kind: a list of allowed values, {"least", "most"} of a whole number, or a word.

    A list of the definition's own parts is called by them, such as "choice" or "column".
    """
    named = next((word for word, one in _NAMED.items() if one is check), None)
    schema = check.schema
    if named or "enum" in schema:
        return named or list(schema["enum"])
    if schema.get("type") == "integer":
        return {"least": schema["minimum"], "most": schema["maximum"]}
    return str(schema.get("items", {}).get("$ref", "any")).rpartition("/")[2]


def _table(table: Mapping[str, Check]) -> dict[str, Any]:
    return {name: kind_of(check) for name, check in sorted(table.items())}


def described() -> dict[str, Any]:
    """The whole profile, table by table, with protected areas, audiences and limits."""
    return {
        "survey": _table(profile.SURVEY),
        "page": _table(profile.PAGE),
        "choice": _table(profile.OPTION),
        "item": _table(profile.ITEM),
        "types": {kind: _table(table) for kind, table in sorted(profile.TYPES.items())},
        "cells": {kind: _table(table) for kind, table in sorted(profile.CELLS.items())},
        "rules": {kind: _table(table) for kind, table in sorted(profile.RULES.items())},
        "areas": list(AREAS),
        "audiences": list(AUDIENCES),
        "limits": {name: getattr(profile, name) for name in LIMITS},
    }


def written() -> str:
    """The document as it stands in the builder's folder, one property a line so that changes can be read."""
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"
