"""One run of a job in a process of its own, which kills itself at one of its calls to AWS where it is told to.

A call is killed before it is sent, or after it is done and before its reply is read: what Lambda does to a function
whose time is over, and what a machine does that fails.
"""

import importlib
import os
import signal
import time
from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.aws.clients import client
from chalicelib.kernel import clock

JOBS = tuple(f"chalicelib.jobs.{name}" for name in ("backup", "closing", "exporting", "retention"))
SERVICES = ("dynamodb", "s3", "kms", "sqs", "sesv2")
WRITES = ("PutItem", "UpdateItem", "TransactWriteItems", "DeleteItem")


class Order(Struct, frozen=True):
    """A job's handler, its event, the moment at which its clock stands, and at which call to die, if at any."""

    handler: str
    event: dict[str, Any]
    at: datetime
    dies_at: int = 0
    is_after: bool = False


class Done(Struct, frozen=True):
    """How many calls a run made, which of them wrote to the ledger of a job, and how many seconds it took."""

    calls: int
    steps: list[int]
    seconds: float


class Context:
    """What Lambda would say of the call."""

    aws_request_id = "11111111-2222-3333-4444-555555555555"

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


class Calls:
    """Counts the calls of this process, and ends it at one of them."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.number = 0
        self.steps: list[int] = []
        for service in SERVICES:
            events = client(service).meta.events
            events.register("provide-client-params", self.seen)
            events.register("before-call", self.before)
            events.register("after-call", self.after)

    def seen(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self.number += 1
        if model.name in WRITES and "JOB#" in str(params):
            self.steps.append(self.number)

    def before(self, **_: Any) -> None:
        self._die(is_after=False)

    def after(self, **_: Any) -> None:
        self._die(is_after=True)

    def _die(self, *, is_after: bool) -> None:
        if self.number == self.order.dies_at and is_after == self.order.is_after:
            os.kill(os.getpid(), signal.SIGKILL)


def perform(order: Order) -> Done:
    """Run the order and say what was done."""
    module, _, name = order.handler.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    calls = Calls(order)
    started = time.monotonic()
    with clock.frozen(order.at):
        handler(order.event, Context())
    return Done(calls.number, calls.steps, time.monotonic() - started)
