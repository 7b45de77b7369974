"""Files that are on the disk once they are said to be: synced, unless the operating system may choose the moment.

What the system holds outlives every killed process, but no power cut: enough for tests, never for people's data.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

# macOS has no fdatasync.
_sync_data: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
_is_left_to_system = False


def leave_to_system() -> None:
    """From now on nothing in this process waits for the disk."""
    global _is_left_to_system  # noqa: PLW0603 - One process serves one folder; it decides this as it starts.
    _is_left_to_system = True


def sync_data(handle: int) -> None:
    """Returns once what was written to an open file is on the disk."""
    if not _is_left_to_system:
        _sync_data(handle)


def sync_folder(folder: Path) -> None:
    """Returns once the names in a folder are on the disk."""
    if _is_left_to_system:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Writes a file so that, after any crash, it is there complete or not at all."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        sync_data(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)
