"""DynamoDB's items, stream records and transaction tokens: every change is noted as it happens, then cut into frames.

DynamoDB's handlers run from start to end on the event loop; so does `cut`, which therefore never splits a transaction.
"""

# ruff: noqa: SLF001 - MiniStack's state has no public door; engine.py holds it to one release.

from __future__ import annotations

import ast
import json
import threading
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from local.aws import engine
from local.aws.vault import DROP, Change, Image, Key

if TYPE_CHECKING:
    from collections.abc import Callable

ITEMS = ("dynamodb", "items")
RECORDS = ("dynamodb", "records")
TOKENS = ("dynamodb", "tokens")

Untyped = Any  # MiniStack's own dictionaries.


def text_of(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


class Rows:
    """Notes the changes of DynamoDB's data plane."""

    def __init__(self) -> None:
        self._dynamodb = engine.service("dynamodb")
        self._changes: list[Change] = []
        self._lock = threading.RLock()
        self._trimmed: dict[str, int] = {}
        self._last_millisecond = 0
        self._tokens: deque[tuple[float, Key]] = deque()
        self._hook()

    def cut(self) -> list[Change]:
        """Takes the changes noted so far; only on the event loop."""
        with self._lock:
            changes, self._changes = self._changes, []
            return changes

    def note(self, key: Key, text: str | None) -> None:
        with self._lock:
            self._changes.append((key, text))

    def table_dropped(self, table: Untyped) -> None:
        self.note((*ITEMS, table["TableId"]), DROP)
        if table.get("LatestStreamArn"):
            self.note((*RECORDS, table["LatestStreamArn"]), DROP)

    def restore(self, image: Image) -> None:
        """Puts items, records and tokens into the tables, which must be there already."""
        tables = {table["TableId"]: table for table in self._dynamodb._tables.all_values()}
        for table in tables.values():
            table["items"] = defaultdict(dict)
        for key, text in image.items():
            if key[:2] == ITEMS and key[2] in tables:
                tables[key[2]]["items"][key[3]][key[4]] = json.loads(text)
            elif key[:2] == TOKENS:
                entry = self._dynamodb._txn_idempotency._data[ast.literal_eval(key[2])] = json.loads(text)
                self._tokens.append((entry["completed_at"], key))
        for table in tables.values():
            self._dynamodb._update_counts(table)
        self._restore_records(image)

    def _restore_records(self, image: Image) -> None:
        streams = {table.get("LatestStreamArn"): key for key, table in self._dynamodb._tables.all_items()}
        for key, text in image.items():
            if key[:2] == RECORDS and key[2] in streams:
                stream, record = streams[key[2]], json.loads(text)
                self._last_millisecond = max(self._last_millisecond, int(record["dynamodb"]["SequenceNumber"][:20]))
                self._trimmed.setdefault(key[2], int(key[3]))
                self._dynamodb._stream_trimmed._data.setdefault(stream, int(key[3]))
                self._dynamodb._stream_records._data.setdefault(stream, []).append(record)

    def _hook(self) -> None:
        for name, make in (
            ("_set_item", self._setting),
            ("_remove_item", self._removing),
            ("_items_replaced", self._replacing),
            ("_emit_stream_event", self._emitting),
            ("_txn_token_store", self._storing_token),
            ("_next_stream_seq", self._numbering),
        ):
            engine.replace(self._dynamodb, name, make)

    def _setting(self, set_item: Callable[..., Untyped]) -> Callable[..., Untyped]:
        def noted(table: Untyped, partition: str, sort: str, item: Untyped) -> Untyped:
            with self._lock:
                before = set_item(table, partition, sort, item)
                self.note((*ITEMS, table["TableId"], partition, sort), text_of(item))
            return before

        return noted

    def _removing(self, remove_item: Callable[..., Untyped]) -> Callable[..., Untyped]:
        def noted(table: Untyped, partition: str, sort: str) -> Untyped:
            with self._lock:
                before = remove_item(table, partition, sort)
                self.note((*ITEMS, table["TableId"], partition, sort), None)
            return before

        return noted

    def _replacing(self, items_replaced: Callable[..., None]) -> Callable[..., None]:
        def noted(table: Untyped) -> None:
            with self._lock:
                items_replaced(table)
                self.note((*ITEMS, table["TableId"]), DROP)
                for partition, items in table["items"].items():
                    for sort, item in items.items():
                        self.note((*ITEMS, table["TableId"], partition, sort), text_of(item))

        return noted

    def _emitting(self, emit: Callable[..., None]) -> Callable[..., None]:
        def noted(name: str, *change: Untyped, **options: Untyped) -> None:
            with self._lock:
                end = self._end(name)
                emit(name, *change, **options)
                if self._end(name) > end:
                    self._note_record(name)

        return noted

    def _end(self, name: str) -> int:
        trimmed: int = self._dynamodb._stream_trimmed.get(name, 0)
        return trimmed + len(self._dynamodb._stream_records.get(name) or [])

    def _note_record(self, name: str) -> None:
        stream = self._dynamodb._tables[name]["LatestStreamArn"]
        trimmed = self._dynamodb._stream_trimmed.get(name, 0)
        record = self._dynamodb._stream_records[name][-1]
        self.note((*RECORDS, stream, f"{self._end(name) - 1:012d}"), text_of(record))
        # The newest record always stays: its number tells a restart where the stream goes on.
        for expired in range(self._trimmed.get(stream, 0), trimmed):
            self.note((*RECORDS, stream, f"{expired:012d}"), None)
        self._trimmed[stream] = trimmed

    def _storing_token(self, store: Callable[..., None]) -> Callable[..., None]:
        def noted(token: str, entry: Untyped) -> None:
            store(token, entry)
            scoped = self._dynamodb._txn_idempotency._scoped(token)
            key = (*TOKENS, repr(scoped))
            self.note(key, text_of(entry))
            self._tokens.append((entry["completed_at"], key))
            self._expire_tokens(entry["completed_at"])

        return noted

    def _expire_tokens(self, now: float) -> None:
        while self._tokens[0][0] + self._dynamodb._TXN_TOKEN_TTL < now:
            self.note(self._tokens.popleft()[1], None)

    def _numbering(self, number: Callable[[], str]) -> Callable[[], str]:
        def monotonic() -> str:
            with self._lock:
                drawn = number()
                self._last_millisecond = max(self._last_millisecond, int(drawn[:20]), int(time.time() * 1000))
                return f"{self._last_millisecond:020d}{drawn[20:]}"

        return monotonic
