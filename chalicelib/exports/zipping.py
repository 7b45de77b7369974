"""An archive written as a stream: the same files give the same bytes, whatever the day and the machine."""

import hashlib
import zipfile
from collections.abc import Iterable
from typing import Any, Protocol

from chalicelib.exports.manifest import Listed, kind_of

LEVEL, BLOCK = 6, 64 * 1024
PACKED = (".xlsx", ".docx", ".pdf", ".png", ".jpg", ".webp")  # These are compressed already.
NO_TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16


class Sink(Protocol):
    """Where the bytes of an archive go."""

    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


class _Counted:
    """A sink that knows what went through it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.sha256 = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.bytes += len(data)
        return self._sink.write(bytes(data))

    def flush(self) -> None:
        self._sink.flush()


class Zip:
    """A zip archive on its way into a sink; no more than a block of it is ever in memory."""

    def __init__(self, sink: Sink) -> None:
        self._counted = _Counted(sink)
        stream: Any = self._counted
        self._zip = zipfile.ZipFile(stream, "w", compresslevel=LEVEL)
        self.files: list[Listed] = []

    def add(self, path: str, chunks: Iterable[bytes], rows: int = 0) -> None:
        """Add a file, piece by piece."""
        info = zipfile.ZipInfo(path, NO_TIME)
        info.compress_type = zipfile.ZIP_STORED if path.endswith(PACKED) else zipfile.ZIP_DEFLATED
        info.external_attr, info.create_system = PLAIN_FILE, 3
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as file:
            for block in _blocks(chunks):
                digest.update(block)
                size += len(block)
                file.write(block)
        self.files.append(Listed(path, kind_of(path), rows, size, digest.hexdigest()))

    def close(self) -> tuple[int, str]:
        """Write the directory; gives the archive's size and SHA-256."""
        self._zip.close()
        return self._counted.bytes, self._counted.sha256.hexdigest()


def _blocks(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The same bytes in blocks of one size, so that where a step ended does not show in the compression."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        full = len(waiting) - len(waiting) % BLOCK
        for start in range(0, full, BLOCK):
            yield bytes(waiting[start : start + BLOCK])
        del waiting[:full]
    if waiting:
        yield bytes(waiting)
