"""What a journey costs: calls by operation and capacity units, known exactly because the design makes them so.

And its trace: every call in order, with the tables it touches and what it does there, and every password hashed. Two
requests with equal traces have done the same work.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_METER: ContextVar["Meter | None"] = ContextVar("meter", default=None)
_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})


class Meter:
    """Calls by "service.Operation", and DynamoDB read and write capacity units."""

    def __init__(self, around: "Meter | None" = None) -> None:
        self.around = around
        self.calls: Counter[str] = Counter()
        self.trace: list[str] = []
        self.read_units = 0.0
        self.write_units = 0.0

    def of(self, service: str) -> int:
        """How many calls went to a service."""
        return sum(count for name, count in self.calls.items() if name.startswith(f"{service}."))

    def add(self, service: str, operation: str, reply: dict[str, Any]) -> None:
        self.calls[f"{service}.{operation}"] += 1
        consumed = reply.get("ConsumedCapacity") or []
        units = sum(part["CapacityUnits"] for part in (consumed if isinstance(consumed, list) else [consumed]))
        if operation in _WRITES:
            self.write_units += units
        else:
            self.read_units += units
        if self.around is not None:
            self.around.add(service, operation, reply)

    def note(self, step: str) -> None:
        """Add one step to the trace."""
        self.trace.append(step)
        if self.around is not None:
            self.around.note(step)


def count(model: Any, parsed: dict[str, Any], **_: Any) -> None:
    """The botocore hook `after-call`: adds one call to the meter that is running, if any."""
    meter = _METER.get()
    if meter is not None:
        meter.add(model.service_model.service_name, model.name, parsed)


def write_down(params: dict[str, Any], model: Any, **_: Any) -> None:
    """The botocore hook `provide-client-params`: notes what is asked, in words that name no key or value."""
    meter = _METER.get()
    if meter is not None:
        places = "".join(f" {place}" for place in _touched(params))
        meter.note(f"{model.service_model.service_name}.{model.name}{places}")


def _touched(params: dict[str, Any]) -> list[str]:
    """The tables of a call, and in a transaction also what is done there."""
    if "TransactItems" in params:
        return [f"{verb}:{one['TableName']}" for item in params["TransactItems"] for verb, one in item.items()]
    if "RequestItems" in params:
        asked = {table: one if isinstance(one, list) else one["Keys"] for table, one in params["RequestItems"].items()}
        return [f"{table}:{len(rows)}" for table, rows in sorted(asked.items())]
    return [params["TableName"]] if "TableName" in params else []


def note(step: str) -> None:
    """Add a costly step that is no call, such as the hash of a password, to the trace of the meter that is running."""
    meter = _METER.get()
    if meter is not None:
        meter.note(step)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the calls made inside the block, for a meter around it too."""
    meter = Meter(_METER.get())
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)
