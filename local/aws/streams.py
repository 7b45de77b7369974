"""How functions are fed from DynamoDB streams, in order and at least once, and from queues.

MiniStack's own stream poller loses what was not consumed at a crash and knows neither partial failures, splitting nor
a limit of retries, so this one stands in its place. Only records that are on disk are handed out.
"""

# ruff: noqa: SLF001 - MiniStack's state has no public door; engine.py holds it to one release.

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.aws import engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.aws.gate import Keeper
    from local.aws.rows import Rows
    from local.aws.shelves import Shelves

FOREVER = -1
LONGEST_PAUSE = 30.0
FIRST_PAUSE = 0.2
SHORT_WINDOW = 5  # Batching windows below do nothing here: whoever waits for a count waits no longer.

Untyped = Any  # MiniStack's own dictionaries.
log = logging.getLogger("parley.streams")


@dataclass
class Trouble:
    """What a mapping remembers between failures: how many, and how few records to try next."""

    failures: int = 0
    limit: int | None = None


class Streams:
    """Feeds functions from DynamoDB streams, one batch of a mapping at a time."""

    def __init__(self, keeper: Keeper, shelves: Shelves, rows: Rows) -> None:
        self._keeper = keeper
        self._shelves = shelves
        self._rows = rows
        self._dynamodb = engine.service("dynamodb")
        self._lambda = engine.service("lambda_svc")
        self._troubles: dict[str, Trouble] = {}
        self._paced: dict[str, float] = {}
        engine.replace(self._lambda, "_poll_dynamodb_streams", lambda _original: self.poll)
        engine.replace(self._lambda, "_run_sqs_batch", self._saving_queue)

    def poll(self) -> bool:
        """Starts a batch for every mapping that has records waiting; tells whether there was one."""
        from ministack.core.responses import request_scope  # noqa: PLC0415 - Only once its environment is set.

        started = False
        for account, region, mapping in self._lambda._iter_all_esms():
            with request_scope(account, region):
                if self._is_due(mapping):
                    self._lambda._dispatch_esm_batch(mapping["UUID"], self._consume, mapping)
                    started = True
        return started

    def _is_due(self, mapping: Untyped) -> bool:
        name, number = table_of(mapping["EventSourceArn"]), mapping["UUID"]
        table = self._dynamodb._tables.get(name) if name else None
        return bool(
            table
            and table.get("LatestStreamArn") == mapping["EventSourceArn"]
            and mapping.get("Enabled", True)
            and not self._lambda._esm_inflight.get(number)
            and self._lambda._esm_backoff_until.get(number, 0) <= time.time()
            and (waiting := self._dynamodb.stream_end_position(name) - self._position(mapping, name)) > 0
            and (waiting >= mapping.get("BatchSize", 100) or self._paced.get(number, 0) <= time.time())
        )

    def _position(self, mapping: Untyped, table: str) -> int:
        self._lambda._init_stream_position(mapping["UUID"], mapping["EventSourceArn"], mapping.get("StartingPosition"))
        saved: int = self._lambda._dynamodb_stream_positions[mapping["UUID"]]
        return max(saved, int(self._dynamodb.stream_start_position(table)))

    def _consume(self, mapping: Untyped) -> None:
        table = table_of(mapping["EventSourceArn"])
        position, end = self._position(mapping, table), self._dynamodb.stream_end_position(table)
        self._keeper.save_from_thread()
        window = int(mapping.get("MaximumBatchingWindowInSeconds") or 0)
        self._paced[mapping["UUID"]] = time.time() + (window if window >= SHORT_WINDOW else 0)
        trouble = self._troubles.setdefault(mapping["UUID"], Trouble())
        limit = min(trouble.limit or mapping.get("BatchSize", 100), end - position)
        batch = list(self._dynamodb.stream_records_since(table, position, limit))
        done = self._handle(mapping, batch, trouble)
        self._advance(mapping, position + done)

    def _handle(self, mapping: Untyped, batch: list[Untyped], trouble: Trouble) -> int:
        """Hands a batch out and returns how many of its records are done with."""
        wanted = self._lambda._apply_filter_criteria(batch, mapping)
        function, _ = self._lambda._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
        if not wanted:
            return len(batch)
        if function is None:
            self._pause(mapping, 1)
            return 0
        result = self._lambda._execute_function(function, {"Records": wanted})
        done = succeeded(batch, result, partial="ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", []))
        mapping["LastProcessingResult"] = "OK" if done == len(batch) else "FAILED"
        if done == len(batch):
            trouble.failures, trouble.limit = 0, None
            return done
        log.warning("%s failed at record %d of %d: %s", mapping["FunctionName"], done, len(batch), result.get("body"))
        return done + self._fail(mapping, function, batch[done:], result, trouble, progressed=bool(done))

    def _fail(
        self,
        mapping: Untyped,
        function: Untyped,
        rest: list[Untyped],
        result: Untyped,
        trouble: Trouble,
        *,
        progressed: bool,
    ) -> int:
        if result.get("throttle"):
            self._pause(mapping, 1)
            return 0
        if is_true(mapping.get("BisectBatchOnFunctionError")) and len(rest) > 1:
            trouble.limit = len(rest) // 2
            return 0
        trouble.failures = 1 if progressed else trouble.failures + 1
        condition = exhausted(mapping, rest, trouble.failures)
        if not condition:
            self._pause(mapping, trouble.failures)
            return 0
        self._lambda._send_ddb_stream_failure_record(
            mapping,
            function,
            rest,
            mapping["EventSourceArn"],
            result,
            condition,
        )
        trouble.failures, trouble.limit = 0, None
        return len(rest)

    def _pause(self, mapping: Untyped, failures: int) -> None:
        pause = min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE)
        self._lambda._esm_backoff_until[mapping["UUID"]] = time.time() + pause

    def _advance(self, mapping: Untyped, position: int) -> None:
        positions = self._lambda._dynamodb_stream_positions
        if positions.get(mapping["UUID"]) == position:
            return
        positions[mapping["UUID"]] = position
        # One frame: the position, and the record of a failure if one went to a queue.
        self._rows.note(*self._shelves.entry("lambda_svc", "_dynamodb_stream_positions", mapping["UUID"]))
        self._keeper.save_from_thread("sqs")

    def _saving_queue(self, run: Callable[..., None]) -> Callable[..., None]:
        def saved(*batch: Untyped) -> None:
            run(*batch)
            self._keeper.save_from_thread("sqs")

        return saved


def table_of(source: str) -> str:
    head, stream, _ = source.partition("/stream/")
    return head.rpartition("/")[2] if stream and ":dynamodb:" in head else ""


def is_true(value: object) -> bool:
    return str(value).lower() == "true"


def succeeded(batch: list[Untyped], result: Untyped, *, partial: bool) -> int:
    """Counts the records before the first failed one."""
    if result.get("error"):
        return 0
    body = result.get("body")
    failures = body.get("batchItemFailures") if partial and isinstance(body, dict) else None
    if not failures:
        return len(batch)
    numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
    failed = {failure.get("itemIdentifier") for failure in failures}
    # As on AWS, an identifier that is not of this batch fails all of it.
    return min(map(numbers.index, failed)) if failed <= set(numbers) else 0


def exhausted(mapping: Untyped, rest: list[Untyped], failures: int) -> str | None:
    """Names the limit at which a batch is given up, if it is reached."""
    retries = int(mapping.get("MaximumRetryAttempts", FOREVER))
    if retries != FOREVER and failures > retries:
        return "RetryAttemptsExhausted"
    age = int(mapping.get("MaximumRecordAgeInSeconds", FOREVER))
    if age != FOREVER and time.time() - rest[0]["dynamodb"]["ApproximateCreationDateTime"] > age:
        return "RecordAgeExceeded"
    return None
