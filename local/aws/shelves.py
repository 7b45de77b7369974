"""The state of every service but DynamoDB's rows: small, so it is compared with what was saved and the difference kept.

A shelf is one store of one service; an entry is one queue, key, function, bucket, object, … as text.
"""

# ruff: noqa: SLF001 - MiniStack's state has no public door; engine.py holds it to one release.

from __future__ import annotations

import ast
import base64
import functools
import hashlib
import json
import logging
import threading
from typing import TYPE_CHECKING, Any

from local.aws import engine
from local.aws.disk import write_whole
from local.aws.vault import Change, Image, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from local.aws.rows import Rows

SHELF = "shelf"
PLAIN = "-"
BLOB_BYTES = 4096
ATTEMPTS = 20
# MiniStack's own state of these leaves out what a restart needs, or copies too much: their stores are read directly.
DIRECT = {"cloudwatch", "cloudwatch_logs", "dynamodb", "lambda_svc", "s3", "sqs"}
# Not state: what is rebuilt, measured, paced by the clock, or kept as rows.
SKIPPED = {
    *("_esm_backoff_until", "_stream_records", "_stream_trimmed", "_closed_streams", "_txn_idempotency"),
    *("_metrics", "_alarm_history", "_log_records", "_queries"),
}
# Fields that are saved blank: rows and parts are saved for themselves, logs of functions are not saved.
BLANK: dict[tuple[str, str], dict[str, object]] = {
    ("cloudwatch_logs", "_log_groups"): {"streams": {}},
    ("dynamodb", "_tables"): {"items": {}, "ItemCount": 0, "TableSizeBytes": 0, "_index_members": None},
    ("s3", "_buckets"): {"objects": {}},
    ("sqs", "_queues"): {"messages": []},
}
# Entries with many parts, each saved for itself.
PARTS = {("s3", "_buckets"): "objects", ("sqs", "_queues"): "messages"}
# Uploads in parts, under names of their own: those that go on, and what was answered to those that have ended.
UPLOADS, ENDED_UPLOADS = "_multipart_uploads", "_completed_multipart_uploads"
WHOLES = {("s3", "objects"): "_buckets", ("sqs", "messages"): "_queues"}

Names = frozenset[str] | None  # Keys of objects; None for all there are.
Untyped = Any  # MiniStack's own dictionaries.
log = logging.getLogger("parley.shelves")


class Blobs:
    """Large bodies (S3 objects, function code) in files named by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._names: dict[str, dict[int, tuple[bytes, str]]] = {}
        self._before: dict[int, tuple[bytes, str]] = {}
        self._held: dict[int, tuple[bytes, str]] = {}

    def read_for(self, service: str) -> None:
        """Begins a reading of a service: names are remembered while it holds the very same body."""
        self._before = self._names.get(service, {})
        self._held = self._names[service] = {}

    def read_more_of(self, service: str) -> None:
        """Begins a reading of a part of a service: what else it held is remembered."""
        self._before = self._held = self._names.setdefault(service, {})

    def put(self, body: bytes) -> str:
        known = self._before.get(id(body)) or self._held.get(id(body))
        return self._hold(body, known[1] if known else self._write(body))

    def get(self, name: str) -> bytes:
        body = (self._folder / name).read_bytes()
        self._hold(body, name)
        return body

    def _write(self, body: bytes) -> str:
        name = hashlib.sha256(body).hexdigest()
        path = self._folder / name
        if not path.exists():
            write_whole(path, body)
        return name

    def _hold(self, body: bytes, name: str) -> str:
        self._held[id(body)] = (body, name)
        return name

    def keep_only(self, texts: str) -> None:
        """Removes the bodies that no saved text names; only at the start, when no older text is needed any more."""
        for path in self._folder.iterdir():
            if path.name not in texts:
                path.unlink()


class Shelves:
    """Saves and restores the services' stores."""

    def __init__(self, rows: Rows, folder: Path) -> None:
        from ministack.core import persistence, responses  # noqa: PLC0415 - Only once its environment is set.

        self._persistence = persistence
        self._scopes = {
            scope.__name__: scope for scope in (responses.AccountScopedDict, responses.AccountRegionScopedDict)
        }
        self._rows = rows
        self._blobs = Blobs(folder)
        self._saved: dict[str, dict[Key, str]] = {}
        self._lock = threading.RLock()

    def changes(self, *services: str, of_objects: Names = None) -> list[Change]:
        """Compares services with what was saved, and returns what differs; of S3 some objects alone, if named."""
        with self._lock:
            return [change for name in services for change in self._changes_of(name, of_objects)]

    def restore(self, image: Image) -> None:
        with self._lock:
            saved = {key: text for key, text in image.items() if key[0] == SHELF}
            self._blobs.keep_only("".join(text for text in saved.values() if "__blob__" in text))
            for key, text in saved.items():
                self._saved.setdefault(key[1], {})[key] = text
            for name, texts in self._saved.items():
                self._install(name, texts)

    def entry(self, name: str, store: str, key: str) -> tuple[Key, str]:
        """Takes note of one entry that changed, and returns it."""
        with self._lock:
            value = getattr(engine.service(name), store)
            scoped = value._scoped(key)
            saved = (SHELF, name, store, type(value).__name__, repr(scoped)), self._text(value._data[scoped])
            self._saved.setdefault(name, {})[saved[0]] = saved[1]
            return saved

    def _changes_of(self, name: str, of_objects: Names) -> Iterator[Change]:
        saved = self._saved.setdefault(name, {})
        if name == "s3" and of_objects is not None:
            yield from self._changes_of_objects(saved, of_objects)
            return
        found = self._texts(lambda: self._read_whole(name))
        self._saved[name] = found
        yield from ((key, text) for key, text in found.items() if saved.get(key) != text)
        for key in saved.keys() - found.keys():
            if key[:3] == (SHELF, "dynamodb", "_tables"):
                self._rows.table_dropped(json.loads(saved[key]))
            yield key, None

    def _changes_of_objects(self, saved: dict[Key, str], named: frozenset[str]) -> Iterator[Change]:
        """Compares what S3 keeps of the objects of some names, in all buckets: a store of many is not read for one."""
        found = self._texts(lambda: self._read_objects(named, saved))
        changed = [(key, text) for key, text in found.items() if saved.get(key) != text]
        gone = [key for key in saved if key not in found and (key[2] == UPLOADS or _object_of(key) in named)]
        saved.update(changed)
        for key in gone:
            del saved[key]
        yield from changed
        yield from ((key, None) for key in gone)

    def _texts(self, read: Callable[[], Iterator[tuple[Key, str]]]) -> dict[Key, str]:
        for attempt in range(ATTEMPTS):
            try:
                return dict(read())
            except RuntimeError:
                # Another thread changed a dictionary while it was read; what it did shows in the next reading.
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError

    def _read_whole(self, name: str) -> Iterator[tuple[Key, str]]:
        self._blobs.read_for(name)
        for store, value in self._stores(name):
            kind = type(value).__name__
            if kind not in self._scopes:
                yield (SHELF, name, store, PLAIN, ""), self._text(value)
                continue
            for scoped, entry in list(value._data.items()):
                blank = BLANK.get((name, store))
                yield (SHELF, name, store, kind, repr(scoped)), self._text({**entry, **blank} if blank else entry)
                if (name, store) in PARTS:
                    yield from self._parts(name, PARTS[name, store], repr(scoped), entry)

    def _read_objects(self, named: frozenset[str], saved: dict[Key, str]) -> Iterator[tuple[Key, str]]:
        self._blobs.read_more_of("s3")
        for store, value in self._stores("s3"):
            kind = type(value).__name__
            for scoped, entry in list(value._data.items()):
                if store == "_buckets":
                    for one in named & entry["objects"].keys():
                        yield (SHELF, "s3", "objects", repr(scoped), one), self._text(entry["objects"][one])
                    continue
                key = SHELF, "s3", store, kind, repr(scoped)
                is_new = store == ENDED_UPLOADS and key not in saved
                if is_new or store == UPLOADS or _named(scoped) in named:
                    yield key, self._text(entry)

    def _parts(self, name: str, field: str, whole: str, entry: Untyped) -> Iterator[tuple[Key, str]]:
        parts = entry[field]
        named = parts.items() if isinstance(parts, dict) else ((part["id"], part) for part in parts)
        for part, value in list(named):
            yield (SHELF, name, field, whole, part), self._text(value)

    def _stores(self, name: str) -> list[tuple[str, Untyped]]:
        module = engine.service(name)
        if name not in DIRECT:
            return list((module.get_state() or {}).items())
        return [
            (store, value)
            for store, value in vars(module).items()
            if type(value).__name__ in self._scopes and store not in SKIPPED
        ]

    def _install(self, name: str, saved: dict[Key, str]) -> None:
        self._blobs.read_for(name)
        module, state = engine.service(name), self._state(saved)
        if name not in DIRECT:
            module.load_persisted_state(state)
            return
        for store, value in state.items():
            getattr(module, store)._data.update(value._data)
        for (_, _, field, whole, part), text in saved.items():
            if (name, field) in WHOLES:
                parts = getattr(module, WHOLES[name, field])._data[ast.literal_eval(whole)][field]
                if isinstance(parts, dict):
                    parts[part] = self._value(text)
                else:
                    parts.append(self._value(text))

    def _state(self, saved: dict[Key, str]) -> dict[str, Untyped]:
        state: dict[str, Untyped] = {}
        for (_, _, store, kind, scoped), text in saved.items():
            if kind == PLAIN:
                state[store] = self._value(text)
            elif kind in self._scopes:
                value = self._value(text)
                if store == UPLOADS:
                    value["parts"] = {int(number): part for number, part in value["parts"].items()}
                state.setdefault(store, self._scopes[kind]())._data[ast.literal_eval(scoped)] = value
        return state

    def _text(self, value: object) -> str:
        return json.dumps(value, separators=(",", ":"), default=self._encoded)

    def _value(self, text: str) -> Untyped:
        return json.loads(text, object_hook=self._decoded)

    def _encoded(self, value: object) -> object:
        if isinstance(value, (bytes, bytearray)):
            if len(value) >= BLOB_BYTES:
                return {"__blob__": self._blobs.put(bytes(value))}
            return {"__bytes__": base64.b64encode(value).decode()}
        if isinstance(value, (set, frozenset)):
            return {"__set__": sorted(value)}
        return self._persistence._json_default(value)

    def _decoded(self, value: Untyped) -> Untyped:
        if "__blob__" in value:
            return self._blobs.get(value["__blob__"])
        if "__set__" in value:
            return set(value["__set__"])
        return self._persistence._json_object_hook(value)


def _named(scoped: Untyped) -> str | None:
    """The name of the object that a store's key is of: account first, own key last, as (bucket, name, …); else None."""
    own = scoped[-1]
    return own[1] if isinstance(own, tuple) and len(own) > 1 else None


@functools.cache
def _object_of(key: Key) -> str | None:
    """The name of the object that a saved entry of S3 is of."""
    return key[4] if key[2] == "objects" else _named(ast.literal_eval(key[4]))
