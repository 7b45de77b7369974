"""What a journey costs: calls by operation and capacity units, known exactly because the design makes them so."""

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


def count(model: Any, parsed: dict[str, Any], **_: Any) -> None:
    """The botocore hook `after-call`: adds one call to the meter that is running, if any."""
    meter = _METER.get()
    if meter is not None:
        meter.add(model.service_model.service_name, model.name, parsed)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the calls made inside the block, for a meter around it too."""
    meter = Meter(_METER.get())
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)
