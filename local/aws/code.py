"""The code of functions on disk: unpacked once for all that share it, as read-only to them as on Lambda.

MiniStack writes and unpacks the whole bundle for every process of every function.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_unpacking = threading.Lock()


class UnpackedOnce(zipfile.ZipFile):
    """An archive of code; where it is unpacked to becomes a link to the one copy of it."""

    def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        if members is not None or pwd is not None or self.filename is None:
            super().extractall(path, members, pwd)
            return
        with _unpacking:
            whole = self._whole()
        Path(path).rmdir()
        Path(path).symlink_to(whole)
        Path(self.filename).unlink()  # Nothing reads it again.

    def _whole(self) -> Path:
        whole = Path(tempfile.gettempdir(), f"code-{self._name()}")
        if not whole.exists():
            unfinished = Path(tempfile.mkdtemp(prefix="unpacking-"))
            super().extractall(unfinished)
            unfinished.replace(whole)
        return whole

    def _name(self) -> str:
        """The same for archives of the same files."""
        listed = sorted((one.filename, one.CRC, one.file_size, one.external_attr) for one in self.infolist())
        return hashlib.sha256(repr(listed).encode()).hexdigest()[:32]


def unpack_once(runtime: Any) -> None:
    """Let the processes of functions share what they have in common."""
    runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": UnpackedOnce})
