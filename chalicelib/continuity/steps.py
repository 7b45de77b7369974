"""A long job as a row of steps, each with what it costs, so that a run takes as many as it can and the next goes on."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct


class Step(Struct, frozen=True):
    """One step: its name in the ledger, its work, what that makes, and about how many items it moves."""

    name: str
    work: Callable[[], Any]
    kind: type[Any]
    cost: int = 1
