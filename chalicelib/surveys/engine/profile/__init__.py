"""The district profile: which properties each type may have, of what kind, and how large anything may be."""

from typing import Final

from chalicelib.surveys.engine.profile.checks import Check, Table, problem_of_number, size_of
from chalicelib.surveys.engine.profile.limits import *  # noqa: F403
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

VERSION: Final = 1

__all__ = [
    "BAND",
    "CALCULATED",
    "CELLS",
    "ITEM",
    "MASK",
    "OPTION",
    "PAGE",
    "PICTURE",
    "QUOTA",
    "RULES",
    "SCALE",
    "SURVEY",
    "TRIGGERS",
    "TYPES",
    "VERSION",
    "Check",
    "Table",
    "problem_of_number",
    "size_of",
]
