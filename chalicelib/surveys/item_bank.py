"""The item bank: scales and questions in this project's own words, each in a file of its own with a stable id.

The sources are of the construct, what is meant to be measured, and never of the wording. An id ends in the number of
the wording: other words or answers are another item, so that answers under one id may be compared across surveys.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from chalicelib.kernel.errors import NotFound

FOLDER: Final = Path(__file__).parent / "bank"


class BankEntry(Struct, frozen=True, kw_only=True):
    """An item as a list shows it: what it is about, for whom, of how many answers, and which areas it touches."""

    id: str
    kind: str
    title: dict[str, str]
    about: dict[str, str]
    sources: list[str]
    audience: list[str]
    recommended: dict[str, str]
    ppra: list[str]


class BankItem(BankEntry, frozen=True, kw_only=True):
    """An item with what a survey takes of it: its element, and its scale where it is one."""

    place: int
    element: dict[str, Any]
    scale: dict[str, Any] | None


@cache
def items() -> dict[str, BankItem]:
    """Every item by its id, in the bank's order."""
    held = [msgspec.json.decode(path.read_bytes(), type=BankItem) for path in FOLDER.glob("*.json")]
    return {item.id: item for item in sorted(held, key=lambda one: one.place)}


def list_entries() -> list[BankEntry]:
    """What the bank has."""
    fields = BankEntry.__struct_fields__
    return [BankEntry(**{name: getattr(item, name) for name in fields}) for item in items().values()]


def get_item(item_id: str) -> BankItem:
    """One item; NotFound where the bank has none of this id."""
    item = items().get(item_id)
    if item is None:
        raise NotFound
    return item
