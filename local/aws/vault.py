"""A durable ordered map of text, kept as a snapshot and a synced journal.

A frame is one line, `crc32 json`, and holds changes that belong together: after a crash either all of them are
found or none. A change is `[key, text]`; the text `None` removes the key, and `DROP` removes everything beneath it.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import zlib
from typing import TYPE_CHECKING, Final

from local.aws.disk import sync_data, sync_folder, write_whole

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Key = tuple[str, ...]
Change = tuple[Key, str | None]
Image = dict[Key, str]

DROP: Final = ""
FRAME_CHANGES: Final = 200
COMPACT_BYTES: Final = 32 * 1024 * 1024

log = logging.getLogger("parley.vault")


def encode(changes: Sequence[Change]) -> bytes:
    body = json.dumps(changes, separators=(",", ":")).encode()
    return b"%08x %b\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> list[Change] | None:
    """Reads one frame, or returns None where the line is torn."""
    crc, _, body = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or crc != b"%08x" % zlib.crc32(body):
        return None
    return [(tuple(key), text) for key, text in json.loads(body)]


def apply(image: Image, changes: Iterable[Change]) -> None:
    for key, text in changes:
        if text is None:
            image.pop(key, None)
        elif text == DROP:
            for beneath in [found for found in image if found[: len(key)] == key]:
                del image[beneath]
        else:
            image[key] = text


class Vault:
    """The map on disk. `write` queues a frame; `wait` and `settled` return once all frames queued so far are synced."""

    def __init__(self, folder: Path, compact_bytes: int = COMPACT_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._compact_bytes = compact_bytes
        self._generation = max(map(_generation, folder.glob("*-*.log")), default=0) + 1
        self._compaction: threading.Thread | None = None
        self._changed = threading.Condition()
        self._queue: list[bytes] = []
        self._written = self._durable = 0
        self._waiters: list[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        for empty in [path for path in folder.glob("journal-*.log") if not path.stat().st_size]:
            empty.unlink()
        self._bytes = sum(path.stat().st_size for path in folder.glob("journal-*.log"))
        self._handle = self._open()
        threading.Thread(target=self._commit_forever, name="vault", daemon=True).start()

    def load(self) -> Image:
        """Reads the map as it was when the vault was opened."""
        return _load(self._folder, self._generation)

    def write(self, changes: Sequence[Change]) -> None:
        """Queues changes as one frame: all of them survive or none."""
        frame = encode(changes)
        with self._changed:
            self._queue.append(frame)
            self._written += 1
            self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            ticket = self._written
            self._changed.wait_for(lambda: self._durable >= ticket)

    async def settled(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._changed:
            if self._durable >= self._written:
                return
            future = loop.create_future()
            self._waiters.append((self._written, loop, future))
        await future

    def _open(self) -> int:
        path = self._folder / f"journal-{self._generation:08d}.log"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        sync_folder(self._folder)
        return handle

    def _commit_forever(self) -> None:
        try:
            while True:
                self._commit()
        except BaseException:
            # Nothing may be acknowledged that could not be written: a dead process acknowledges nothing.
            log.exception("The journal cannot be written.")
            os._exit(70)

    def _commit(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue)
            frames, self._queue, ticket = self._queue, [], self._written
        _write_all(self._handle, b"".join(frames))
        sync_data(self._handle)
        self._bytes += sum(map(len, frames))
        self._release(ticket)
        if self._bytes > self._compact_bytes and not (self._compaction and self._compaction.is_alive()):
            self._start_compaction()

    def _release(self, ticket: int) -> None:
        with self._changed:
            self._durable = ticket
            due = [waiter for waiter in self._waiters if waiter[0] <= ticket]
            self._waiters = [waiter for waiter in self._waiters if waiter[0] > ticket]
            self._changed.notify_all()
        for _, loop, future in due:
            loop.call_soon_threadsafe(_resolve, future)

    def _start_compaction(self) -> None:
        os.close(self._handle)
        self._generation += 1
        self._handle = self._open()
        self._bytes = 0
        self._compaction = threading.Thread(target=self._compact, args=(self._generation,), name="compact", daemon=True)
        self._compaction.start()

    def _compact(self, before: int) -> None:
        image = _load(self._folder, before)
        snapshot = self._folder / f"snapshot-{before - 1:08d}.log"
        write_whole(snapshot, _frames(image))
        # A large map is rewritten only once as much again has been logged.
        self._compact_bytes = max(self._compact_bytes, snapshot.stat().st_size)
        for path in self._folder.glob("*-*.log"):
            replaced = path.name.startswith("journal") and _generation(path) < before
            if replaced or _generation(path) < before - 1:
                path.unlink()


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _generation(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _frames(image: Image) -> Iterator[bytes]:
    changes = list(image.items())
    for start in range(0, len(changes), FRAME_CHANGES):
        yield encode(changes[start : start + FRAME_CHANGES])


def _load(folder: Path, before: int) -> Image:
    image: Image = {}
    snapshot = max(folder.glob("snapshot-*.log"), default=None)
    since = -1
    if snapshot:
        since = _generation(snapshot)
        _replay(snapshot, image)
    for journal in sorted(folder.glob("journal-*.log")):
        if since < _generation(journal) < before:
            _replay(journal, image)
    return image


def _replay(path: Path, image: Image) -> None:
    with path.open("rb") as lines:
        for line in lines:
            changes = decode(line)
            if changes is None:
                # Whatever follows a torn frame was never acknowledged.
                log.warning("%s ends in an unfinished frame, which is left out.", path.name)
                return
            apply(image, changes)
