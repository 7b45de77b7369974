"""Looks for planted words in anything that was stored: raw, base64, hex, UTF-16, and inside gzip, zlib and zip."""

import base64
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

DEEPEST = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{48,}={0,2}")
_HEX = re.compile(rb"[0-9a-fA-F]{48,}")
_PACKED = (
    (re.compile(rb"\x1f\x8b\x08"), 31),
    (re.compile(rb"\x78[\x01\x5e\x9c\xda]"), 15),
)


def spellings(word: str) -> list[bytes]:
    """How a word may stand in bytes without a container around it."""
    raw = word.encode()
    return [
        raw,
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        *_base64(raw),
    ]


def _base64(raw: bytes) -> Iterator[bytes]:
    """The letters that a word has in base64 at each of the three places it can begin."""
    for before in range(3):
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        yield base64.b64encode(b"\0" * before + raw)[first:last]
        yield base64.urlsafe_b64encode(b"\0" * before + raw)[first:last]


def found_in(data: bytes, words: Iterable[str], depth: int = 0) -> set[str]:
    """The words that stand in the data in any spelling or container."""
    words = list(words)
    found = {word for word in words if any(spelling in data for spelling in spellings(word))}
    if depth < DEEPEST:
        for inner in _unpacked(data):
            found |= found_in(inner, words, depth + 1)
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    for magic, window in _PACKED:
        for start in magic.finditer(data):
            inner = _inflated(data[start.start() :], window)
            if inner:
                yield inner
    if b"PK\x03\x04" in data:
        yield from _unzipped(data)
    for run in _BASE64.finditer(data):
        yield from _decoded(run[0])


def _inflated(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, 50_000_000)
    except zlib.error:
        return b""


def _unzipped(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return


def _decoded(run: bytes) -> Iterator[bytes]:
    """Only what was packed before it was spelled: plain words in base64 are found by their spelling."""
    plain = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    inner = base64.b64decode(plain[: len(plain) // 4 * 4])
    if inner[:2] == b"\x1f\x8b" or inner[:1] == b"\x78" or inner[:4] == b"PK\x03\x04":
        yield inner


def code_of(bundle: bytes) -> set[str]:
    """The digests of a bundle of code and of every file in it."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {_digest(bundle)} | {_digest(archive.read(name)) for name in archive.namelist()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files_with(
    words: list[str], folder: Path, but: tuple[str, ...] = (), code: Collection[str] = ()
) -> dict[str, set[str]]:
    """The files below a folder that hold a word, and which.

    `but` names the folders and files left out; a file whose digest is in `code` is nothing but code, and left out too.
    """
    found = {}
    for path in sorted(Path(place, name) for place, _, names in os.walk(folder) for name in names):
        name = path.relative_to(folder).as_posix()
        data = b"" if name.startswith(but) else _read(path)
        seen = set() if _digest(data) in code else found_in(data, words)
        if seen:
            found[name] = seen
    return found


def _read(path: Path) -> bytes:
    """What a file holds; nothing where it is gone by now: a function that ends takes its files along."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
