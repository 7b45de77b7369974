"""What the builder of surveys may offer: the district profile, property by property, read from the engine's tables."""

import inspect
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.surveys.engine import profile

LIMITS = ("MOST_ITEMS", "MOST_CHOICES", "MOST_ROWS", "MOST_RATES", "MOST_RULES", "LONGEST_NAME", "LONGEST_TITLE")
LIMITS_LONG = ("LONGEST_TEXT", "LONGEST_COMMENT", "LARGEST_DEFINITION")


def kind_of(check: profile.Check) -> Any:
    """A property's kind: a list of allowed values, {"least", "most"} of a whole number, or the check's own name."""
    held = inspect.getclosurevars(check).nonlocals
    if "allowed" in held:
        return list(held["allowed"])
    if {"least", "most"} <= held.keys():
        return {"least": held["least"], "most": held["most"]}
    return check.__name__


def _table(table: Mapping[str, profile.Check]) -> dict[str, Any]:
    return {name: kind_of(check) for name, check in sorted(table.items())}


def described() -> dict[str, Any]:
    """The whole profile: {"survey", "page", "choice", "types", "cells", "rules", "limits"}."""
    return {
        "survey": _table(profile.SURVEY),
        "page": _table(profile.PAGE),
        "choice": _table(profile.OPTION),
        "types": {kind: _table(table) for kind, table in sorted(profile.TYPES.items())},
        "cells": {kind: _table(table) for kind, table in sorted(profile.CELLS.items())},
        "rules": {kind: _table(table) for kind, table in sorted(profile.RULES.items())},
        "limits": {name: getattr(profile, name) for name in (*LIMITS, *LIMITS_LONG)},
    }


def written() -> str:
    """The document as it stands in the builder's folder, one property a line so that changes can be read."""
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"
