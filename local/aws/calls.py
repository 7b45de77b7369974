"""Asynchronous calls of functions: accepted once they are on disk, then done, also after a crash."""

# ruff: noqa: SLF001 - MiniStack's state has no public door; engine.py holds it to one release.

from __future__ import annotations

import json
import time
import uuid
from typing import TYPE_CHECKING, Any

from local.aws import engine

if TYPE_CHECKING:
    from local.aws.gate import Keeper
    from local.aws.rows import Rows
    from local.aws.vault import Image

CALLS = ("calls",)
RETRIES = 2

Untyped = Any  # MiniStack's own dictionaries.


class Calls:
    """Accepts calls, retries them as AWS does, and sends those that keep failing to their destination."""

    def __init__(self, keeper: Keeper, rows: Rows) -> None:
        self._keeper = keeper
        self._rows = rows
        self._lambda = engine.service("lambda_svc")
        engine.replace(self._lambda, "invoke_async_with_retry", lambda _original: self.accept)
        engine.replace(engine.service("eventbridge"), "_dispatch_to_lambda", lambda _original: self._accept_event)

    def accept(self, function: Untyped, event: Untyped) -> None:
        """Notes a call; the caller's answer waits until it is saved."""
        number, arn = uuid.uuid4().hex, (function.get("config") or function)["FunctionArn"]
        self._rows.note((*CALLS, number), json.dumps({"function": arn, "event": event}))
        self._start(number, function, event)

    def restore(self, image: Image) -> None:
        """Starts the calls again that were accepted and not finished."""
        for key, text in image.items():
            if key[:1] == CALLS:
                call = json.loads(text)
                self._start(key[1], self._record(call["function"]), call["event"])

    def _accept_event(self, arn: str, payload: str) -> None:
        try:
            event = json.loads(payload)
        except ValueError:
            event = {"body": payload}
        function = self._record(arn)
        if function:
            self.accept(function, event)

    def _record(self, arn: str) -> Untyped:
        function, config, _ = self._lambda._get_func_record_for_ref(arn)
        return self._lambda._execution_record_for_config(function, config) if function and config else None

    def _start(self, number: str, function: Untyped, event: Untyped) -> None:
        from ministack.core.concurrency import spawn_background  # noqa: PLC0415 - Only once its environment is set.

        spawn_background(self._run, number, function, event)

    def _run(self, number: str, function: Untyped, event: Untyped) -> None:
        if function:
            self._call(function, event)
        self._rows.note((*CALLS, number), None)
        self._keeper.save_from_thread("sqs")

    def _call(self, function: Untyped, event: Untyped) -> None:
        from ministack.core.responses import request_scope  # noqa: PLC0415 - Only once its environment is set.

        config = function.get("config") or function
        rules = function.get("event_invoke_config") or (function.get("event_invoke_configs") or {}).get("$LATEST") or {}
        tries = 1 + int(rules.get("MaximumRetryAttempts", RETRIES))
        result: Untyped = {}
        with request_scope(*self._lambda._account_region_from_function_config(config)):
            for attempt in range(tries):
                time.sleep(attempt)
                result = self._lambda._execute_function(function, event)
                if not result.get("error"):
                    return
            target = failure_target(rules, config)
            if target:
                self._lambda._route_async_failure(target, config["FunctionName"], event, result)


def failure_target(rules: Untyped, config: Untyped) -> str:
    on_failure = (rules.get("DestinationConfig") or {}).get("OnFailure", {}).get("Destination")
    return str(on_failure or (config.get("DeadLetterConfig") or {}).get("TargetArn") or "")
